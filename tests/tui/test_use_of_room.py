"""Large terminals are used: no screen with more to show leaves half of itself empty, and nothing is cut beside that."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.store.workspaces import Store
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.parts.table_body import TableBody
from shortlist.tui.screens.cost.body import CostBody
from shortlist.tui.screens.evidence.body import EvidenceBody
from shortlist.tui.widgets.column_layout import halves
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from tests.conftest import SCENARIOS
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen
from tests.tui.cut_beside import cut_beside
from tests.tui.empty_room import empty_share
from tests.tui.evidence_workspaces import golden, run_rows, team, three
from tests.tui.snapshots import look, settle

LARGE = ((160, 45), (200, 60))
NAMES = (
    "DeepSeek V4.1 Flash (fireworks)",
    "Claude Haiku 4.5, Bedrock EU",
    "gpt-oss-120b (low), own cluster",
    "GPT-6 Sol (low), Azure Sweden",
    "Qwen3.8 27B Instruct, OVHcloud",
    "Mistral Large 4, Scaleway",
    "Llama 5 405B, together",
    "Gemini 4 Flash-Lite, Vertex EU",
    "Cohere Command R9, Azure",
    "GLM 6 Air, Nebius",
    "Kimi K3 Turbo, moonshot",
    "Nova 3 Pro, Bedrock EU",
)


def several(number: int, decided: bool = False) -> Workspace:
    """Candidates with names as providers give them; where it is decided, the first serves and the second stands in."""
    data = worked_data()
    own = data["candidates"]
    named = enumerate(NAMES[:number])
    data["candidates"] = [{**own[at % len(own)], "id": f"c{at}", "name": name} for at, name in named]
    for part in ("decision", "evaluations", "records"):
        data.pop(part, None)
    if decided:
        data["decision"] = {"default": "c0", **({"fallback": "c1"} if number > 1 else {})}
    return read_workspace(data)


def example(name: str) -> Workspace:
    """A shipped example."""
    return read_workspace(tomllib.loads((SCENARIOS / f"{name}.toml").read_text("utf-8")))


def eleven() -> Workspace:
    """Eleven of them, and nothing decided."""
    return several(11)


def test_what_is_empty_is_measured() -> None:
    """Blocks of blanks alone, the frame left out: not the space between two columns, nor a line or two."""
    frame = ["x" * 40] * 3
    assert empty_share([*frame, *[" " * 40] * 8, *frame]) == 1.0
    assert empty_share([*frame, *["x" * 20 + " " * 20] * 4, *["x" * 40] * 4, *frame]) == 0.25
    assert empty_share([*frame, *["x" * 30 + " " * 10] * 8, *frame]) == 0.0
    assert empty_share([*frame, *[" " * 40, " " * 40, "x" * 40] * 3, *frame]) == 0.0


async def every_screen(pilot: Pilot[None]) -> dict[str, float]:
    """The share of each screen that is empty."""
    shares = {}
    for key in "123456":
        await pilot.press(key)
        await settle(pilot)
        body = workspace_screen(pilot).body
        if isinstance(body, EvidenceBody):
            await until(pilot, lambda body=body: body._fresh is not None)  # type: ignore[misc]
            await settle(pilot)
        assert not cut_beside(look(pilot).lines), (key, cut_beside(look(pilot).lines))
        shares[key] = empty_share(look(pilot).lines)
    return shares


@pytest.mark.parametrize("size", LARGE)
async def test_no_screen_leaves_half_of_itself_empty(application: Open, store: Store, size: tuple[int, int]) -> None:
    """A decided workspace with its record, and one with runs; without runs there is little that evidence can show."""
    async with application(size=size) as pilot:
        shares = await every_screen(pilot)
        assert {key: share for key, share in shares.items() if share > 0.5 and key != "6"} == {}
        await pilot.press("5")
        await settle(pilot)
        assert "We propose DeepSeek V4.1 Flash" in screen_text(pilot), "the words of the decision"
        if size == (200, 60):
            assert "What weakens it" in screen_text(pilot) and "What reopens it" in screen_text(pilot)
    path = three(store)
    golden(path)
    async with application(str(path), size=size) as pilot:
        shares = await every_screen(pilot)
        assert {key: share for key, share in shares.items() if share > 0.5 and key != "5"} == {}
        if size == (200, 60):
            assert " Failures ─" in screen_text(pilot) and " Kinds ─" in screen_text(pilot)


async def every_view(pilot: Pilot[None], key: str) -> dict[str, float]:
    """The share of each view of a screen that is empty; nothing is cut beside that."""
    await pilot.press(key)
    await settle(pilot)
    body = workspace_screen(pilot).body
    assert isinstance(body, TableBody)
    if isinstance(body, EvidenceBody):
        await until(pilot, lambda: body._fresh is not None)
    shares = {}
    for at, view in enumerate(body.VIEWS):
        body.show_view(at)
        await settle(pilot)
        await settle(pilot)
        assert not cut_beside(look(pilot).lines), (view.name, cut_beside(look(pilot).lines))
        shares[view.name] = empty_share(look(pilot).lines)
    return shares


def undecided() -> Workspace:
    """The worked example before anybody was chosen."""
    return read_workspace({**worked_data(), "decision": {}, "records": []})


@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize(
    "workspace",
    [
        pytest.param(undecided, id="undecided"),
        pytest.param(lambda: read_workspace(worked_data()), id="decided"),
        *(
            pytest.param(
                lambda number=number, made=made: several(number, made), marks=pytest.mark.walk, id=f"{number} {made}"
            )
            for number in (1, 2, 5, 12)
            for made in (False, True)
        ),
        pytest.param(lambda: example("retrieval-assistant"), marks=pytest.mark.walk, id="five steps"),
    ],
)
async def test_no_view_of_the_costs_leaves_half_of_itself_empty(
    application: Open, workspace: Callable[[], Workspace], size: tuple[int, int]
) -> None:
    """Whether it is decided or not, with few candidates and with many. Only where there is no candidate at all nothing
    is left to show: `test_an_empty_view_says_what_will_stand_there` holds what is said then."""
    async with application(workspace(), size) as pilot:
        shares = await every_view(pilot, "4")
        if size == (160, 45) and len(workspace().candidates) == 1:
            # The parts of one candidate take all lines, and what follows from them none that it would be whole in.
            assert shares.pop("Parts") < 0.6
        if size == (200, 60):
            # The field between two curves is their plot, and no room that was left.
            assert shares.pop("Break-even") < 0.55
        assert {name: share for name, share in shares.items() if share > 0.5} == {}


@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize("runs", ["three", pytest.param("one", marks=pytest.mark.walk), "none"])
async def test_no_view_of_the_evidence_leaves_half_of_itself_empty(
    application: Open, store: Store, runs: str, size: tuple[int, int]
) -> None:
    """With runs and without any. Only without a candidate there is nothing that would settle anything."""
    if runs == "none":
        path = store.create(read_workspace({**worked_data(), "evaluations": []})).path
    else:
        one = {("gpt-6-luna", "classify"): run_rows((1, 4, 7))}
        path = three(store) if runs == "three" else team(store, one)
        golden(path)
    async with application(str(path), size=size) as pilot:
        shares = await every_view(pilot, "6")
        assert {name: share for name, share in shares.items() if share > 0.5} == {}


async def test_while_nothing_is_decided_the_recommended_is_shown_as_the_decision(application: Open) -> None:
    """What it would cost, its months, levers and assumptions; and that nobody is chosen, once and with its key."""
    async with application(undecided(), (200, 60)) as pilot:
        await pilot.press("4")
        await settle(pilot)
        shown = screen_text(pilot)
        assert "Decision, as recommended" in shown and "not known" not in shown and "nobody is chosen" not in shown
        for view in ("Decision", "Levers", "12 months", "Sensitivity"):
            body = workspace_screen(pilot).query_one(CostBody)
            body.show_view([one.name for one in body.VIEWS].index(view))
            await settle(pilot)
            shown = screen_text(pilot)
            assert "as recommended, nobody is chosen yet: d on screen 2" in shown and "? not known" not in shown
            assert shown.count("Nothing is decided yet") == 1


async def test_the_assumptions_have_the_lines_that_the_table_leaves(application: Open) -> None:
    """At 120x40 beneath a short table more of them are in sight than beneath the parts."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("4")
        heights = {}
        body = workspace_screen(pilot).query_one(CostBody)
        for view in ("Parts", "Levers"):
            body.show_view([one.name for one in body.VIEWS].index(view))
            await settle(pilot)
            await pilot.press("e")
            await settle(pilot)
            heights[view] = body.form.size.height
        assert heights["Levers"] > heights["Parts"]
        assert body.query_one(Grid).size.height >= len(body.grid.table.rows) + 1, "the table is whole"


async def test_every_view_of_the_costs_has_the_decision_in_sight(application: Open) -> None:
    """At 200x60 it stands beneath the others, and its twelve months beneath itself."""
    async with application(size=(200, 60)) as pilot:
        await pilot.press("4")
        await settle(pilot)
        for view in CostBody.VIEWS:
            shown = screen_text(pilot)
            assert (" 12 months ─" if view.name == "Decision" else "─ Decision ─") in shown or view.name == "Break-even"
            await pilot.press("v")
            await settle(pilot)


async def test_groups_and_open_questions_share_a_large_checklist(application: Open) -> None:
    """At 160 columns what is open stands beneath the evidence, and groups are open as far as there is room."""
    async with application(size=(160, 45)) as pilot:
        await pilot.press("3")
        await settle(pilot)
        shown = screen_text(pilot)
        assert "What matters most first" in shown and "▾ Platform (8)" in shown and "▸ Model card (8)" in shown
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert "What matters most first" not in screen_text(pilot) and "▸ Platform (8)" in screen_text(pilot)


async def test_all_of_eleven_candidates_cost_something_in_sight(application: Open) -> None:
    """At 200x60 the details give the parts their columns, and a heading takes a second line rather than be cut."""
    async with application(eleven(), (200, 60)) as pilot:
        await pilot.press("4")
        await settle(pilot)
        body = workspace_screen(pilot).query_one(CostBody)
        grid, pane = body.query_one(Grid), body.query_one(Pane)
        assert list(grid.in_sight) == list(range(1, 12)) and pane.region.y >= grid.region.bottom
        heads = ["".join(segment.text for segment in grid.render_line(y)) for y in range(grid.header_lines)]
        assert len(heads) == 2 and "Claude Haiku" in heads[0] and "4.5, Bedrock EU" in heads[1]
        assert "USD a month" in heads[1], "the lower line is that of the table"
        await pilot.resize_terminal(200, 45)
        await settle(pilot)
        assert pane.region.x >= grid.region.right, "a lower one keeps its lines for the parts"
    async with application(eleven(), (120, 40)) as pilot:
        await pilot.press("3")
        await settle(pilot)
        head = next(line for line in look(pilot).lines if " check  " in line)
        assert re.search(r"\w+…[^ ]* ?EU ", head), "one that has one line is cut in the middle as before"
    async with application(size=(200, 60)) as pilot:
        await pilot.press("4")
        await settle(pilot)
        assert "The decision against its limits" in screen_text(pilot)


def test_a_heading_in_two_lines() -> None:
    """Broken between words; what fits is not broken."""
    assert halves("GPT-6 Luna", 12) == ("", "GPT-6 Luna")
    assert halves("Claude Haiku 4.5, Bedrock EU", 15) == ("Claude Haiku", "4.5, Bedrock EU")
    assert halves("gpt-oss-safeguard-20b (low), Bedrock EU", 15) == ("gpt-oss-", "safeguard-20b (low), Bedrock EU")
    assert halves("Qwen3.8 27B (xhigh), self-hosted", 28) == ("Qwen3.8 27B (xhigh),", "self-hosted")
    assert halves("text-embedding-3-large", 15) == ("text-embedding-", "3-large")
    assert halves("Donaudampfschiff V2", 12) == ("", "Donaudampfschiff V2"), "no word is broken"


async def test_without_a_run_what_would_settle_it_is_told_whole(application: Open) -> None:
    """At 120x40 too: the details, which say how a run comes in, leave it the lines that they do not need."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: "GPT-6 Sol" in screen_text(pilot).split("What would settle it")[-1])
        await settle(pilot)
        shown = screen_text(pilot)
        assert "Here expected cost alone counts" in shown and "before anything is changed." in shown


async def test_an_empty_view_says_what_will_stand_there(application: Open) -> None:
    """No pane is empty for want of candidates: it says what comes, of what, and with which key."""
    bare = read_workspace({"title": "Bare", "scenario": {"steps": [{"id": "answer", "name": "Answer"}]}})
    async with application(bare, (120, 40)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: "Nobody to look at yet: press 2, and a adds a candidate." in screen_text(pilot))
        for tab, view, told in (
            ("3", "What blocks", "A check that must pass excludes who fails it"),
            ("3", "Open questions", "A check that must pass excludes who fails it"),
            ("4", "Parts", "A cost is prices times traffic"),
            ("4", "Break-even", "where they cross, the machines begin to pay"),
            ("4", "Sensitivity", "the longest bar is what to measure first"),
            ("6", "Failures", "every example that somebody got wrong"),
        ):
            await pilot.press(tab)
            await settle(pilot)
            body = workspace_screen(pilot).body
            assert isinstance(body, TableBody)
            body.show_view([one.name for one in body.VIEWS].index(view))
            await settle(pilot)
            box = body.query_one(Pane).region
            lines = screen_text(pilot).splitlines()[box.y : box.bottom]
            said = " ".join(" ".join(line[box.x : box.right].strip("│ ") for line in lines).split())
            assert told in said, (view, said)


@pytest.mark.parametrize("tab", ["2", "6"])
async def test_a_table_without_rows_leaves_its_room_to_what_is_said_of_that(application: Open, tab: str) -> None:
    """On the smallest terminal: its sentence, a blank line around it, and no line of the pane out of sight."""
    async with application("support-assistant") as pilot:
        await pilot.press(tab)
        await until(pilot, lambda: "▸" + tab in screen_text(pilot))
        await pilot.pause(0.2)
        body = workspace_screen(pilot).body
        assert body is not None and body.query_one(Upper).outer_size.height == 3
        assert "more line" not in screen_text(pilot)
