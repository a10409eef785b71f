"""The scenario's screen: the lane of stages, gauges beside limits, weights by arrows, tasks of the whole, widths."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual.pilot import Pilot

from shortlist.core.analysis import analyse
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.metrics import metric_row
from shortlist.core.document.presets import new_from_preset
from shortlist.core.document.request_units import REQUEST_UNITS
from shortlist.core.document.workspace import Workspace, new_workspace, read_workspace, to_data
from shortlist.core.edits.places import with_stages_swapped, with_value
from shortlist.core.edits.presets import with_tasks
from shortlist.store.workspaces import load
from shortlist.tui.draw.gauges import segments, stacked
from shortlist.tui.draw.lines import width_of
from shortlist.tui.forms.scenario import SCENARIO, form, scenario_lines, weight_shares
from shortlist.tui.screens.scenario.body import ScenarioBody
from shortlist.tui.screens.scenario.lane import JOINT, LEAST, StagesLane, laid, named_alike
from shortlist.tui.screens.scenario.serving_pane import step_lines
from shortlist.tui.screens.scenario.stages import APART, NEXT, OR, StageBox, boxes
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.sheet import Line, Sheet, aligned_values
from shortlist.tui.widgets.summary import money
from tests.conftest import SCENARIOS, TODAY
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen
from tests.tui.snapshots import assert_snapshot


def shipped(name: str) -> Workspace:
    """A shipped scenario."""
    return load(SCENARIOS / f"{name}.toml").workspace


def lane(workspace: Workspace) -> list[StageBox]:
    """The boxes of a workspace."""
    return boxes(analyse(workspace, None, TODAY))


def test_names_in_the_lane_are_all_whole_or_all_short() -> None:
    """Where the whole name of one has no room the others are short as well."""
    found = lane(shipped("support-assistant-worked"))
    names = [[box.title.texts[0] for box, _ in named_alike(found, [size] * len(found))] for size in (44, 30)]
    assert names == [
        ["Scenario", "Answer from help-center text", "Classify incoming messages", "Draft replies for review"],
        ["Scenario", "Answer", "Classify", "Draft"],
    ]


def many_steps() -> Workspace:
    """Twelve steps with long names of every width, a title of 200 characters, and one step without traffic."""
    data = to_data(new_from_preset("support", "x"))
    step = data["scenario"]["steps"][1]
    names = ("Answer from help-center text", "通义千问 三点五 大型语言模型", "A step whose name goes on and on")
    steps = [{**step, "id": f"s{at}", "name": f"{names[at % 3]} {at}"} for at in range(12)]
    steps[5] = {"id": "s5", "name": "Nothing is known of it"}
    path = [[f"s{at}"] for at in range(10)]
    return read_workspace(
        {
            **data,
            "title": ("A title that goes on " * 10)[:200],
            "scenario": {**data["scenario"], "steps": steps, "path": path, "task_step": "s0"},
        }
    )


# --- the boxes


def test_the_stages_of_a_task_stand_in_their_order() -> None:
    """The whole first, then the path with arrows between its stages, alternatives with their share, the rest beside."""
    routed = lane(new_from_preset("routing", "x"))
    assert [(box.key, box.joint, box.beside) for box in routed] == [
        (SCENARIO, APART, False),
        ("0", APART, False),
        ("1", NEXT, False),
        ("2", OR, False),
    ]
    assert routed[2].title.texts[0].startswith("2 ") and routed[3].title.texts[0].startswith("2 ")
    assert "70 %" in routed[2].lines[0].texts[0] and "3k→800" in routed[3].lines[0].texts[0]
    support = lane(new_from_preset("support", "x"))
    assert [box.beside for box in support] == [False, False, False, True]
    # The order of the path, not that of the file.
    turned = with_value(new_from_preset("routing", "x"), ("scenario", "path"), [["easy", "hard"], ["sort"]])
    assert [box.key for box in lane(turned)] == [SCENARIO, "1", "2", "0"]


def test_a_box_says_what_was_decided_against_what_is_asked() -> None:
    """Traffic by what a request holds, the time and the quality of who serves, the bill, and the sign of the choice."""
    found = {box.title.texts[0]: box for box in lane(shipped("voice-booking"))}
    hear = found["1 Hear the caller"]
    assert [line.texts[0] for line in hear.lines] == [
        "120k requests · 0.12 minutes heard",
        "typically 0.25 s",
        "errors 1.32, ≤ 3",
        "bill $69 a month",
    ]
    assert hear.serves.texts == ("✓ Deepgram Nova-3",)
    assert found["Scenario"].lines[1].texts[0] == "a task 2.8–3.0 of 3.2 s"
    assert found["Scenario"].serves.texts[0] == "bill $431 of $2.5k"


def test_a_box_tells_whatever_a_request_holds_besides_tokens() -> None:
    """Characters that are spoken as well as pictures: whatever has a price of its own."""
    workspace = with_value(new_workspace("x"), ("scenario", "steps", 0, "usage", "requests_per_month"), 1000)
    for price, unit in REQUEST_UNITS.items():
        one = with_value(workspace, ("scenario", "steps", 0, "usage", unit.usage), 170)
        (_, box) = lane(one)
        assert box.lines[0].texts[0] == f"1k requests · 170 {unit.several}"
        assert f"1k 170 {unit.brief}" in box.lines[0].texts
        assert metric_row(price).price


def test_before_anything_is_decided_the_targets_stand_alone() -> None:
    """No question mark where nothing was asked yet; missing traffic is said."""
    whole, *steps = lane(new_from_preset("retrieval", "x"))
    assert whole.lines[1].texts[0] == "a task within 15 s" and "?" not in whole.serves.texts[0]
    assert all(box.serves.tone == "warn" and "nobody" in box.serves.texts[0] for box in steps)
    (_, only) = lane(new_workspace("x"))
    assert only.lines[0].texts[0] == "? no requests yet" and only.lines[0].tone == "warn"


@pytest.mark.parametrize("width", [80, 119, 120, 160, 200, 300])
def test_the_boxes_fill_the_line_and_the_one_in_front_is_seen(width: int) -> None:
    """Never wider than the screen, never narrower than they need; with an arrow at either end where there are more."""
    for workspace in (
        many_steps(),
        new_from_preset("routing", "x"),
        new_workspace("x"),
        shipped("retrieval-assistant"),
    ):
        found = lane(workspace)
        first = 0
        for cursor in (*range(len(found)), *reversed(range(len(found)))):
            first, sizes = laid(found, width, cursor, first, 6)
            assert first <= cursor < first + len(sizes) and min(sizes) >= LEAST
            ends = (first > 0) + (first + len(sizes) < len(found))
            used = sum(sizes) + JOINT * (len(sizes) - 1 + ends)
            assert used <= width
            if ends:
                assert width - used < LEAST + JOINT


# --- bars


def test_a_stacked_bar_is_whole() -> None:
    """The segments fill it, each that counts is seen, and the names stand under theirs."""
    for shares in ([0.5, 0.5], [0.99, 0.01], [1.0, 0.0], [0.15, 0.25, 0.15, 0.15, 0.15, 0.1, 0.05]):
        for width in (10, 37, 76):
            sizes = segments(shares, width)
            assert sum(sizes) == width
            assert all((size > 0) == (share > 0) for size, share in zip(sizes, shares, strict=True))
    drawn, names = stacked([("fit", "fit", 0.75), ("none", "no", 0.0), ("quality", "qual", 0.25)], 40, 2)
    assert [cell.text for cell in drawn] == ["█" * 30, "▒" * 10]
    assert [cell.text for cell in names] == ["fit 75".ljust(30), "qual 25".ljust(10)]
    assert [cell.tone for cell in drawn] == ["plain", "accent"]


def test_numbers_stand_under_each_other_by_their_point() -> None:
    """Within a part of the form, units too; what is no number, or wrong, stays as it is."""
    lines = [
        Line("h", "Part", heading=True),
        Line("a", "A", "4,500 tokens", number=True),
        Line("b", "B", "0.65 points", number=True),
        Line("c", "C", "a word"),
        Line("d", "D", "9", number=True, error="wrong"),
        Line("h2", "Other", heading=True),
        Line("e", "E", "2 s", number=True),
    ]
    assert aligned_values(lines) == {1: "4,500    tokens", 2: "    0.65 points", 6: "2 s"}


def test_a_limit_shows_what_was_decided_against_it() -> None:
    """As a gauge and in figures, beside the budget and beside a target of a step; else the reason of an assumption."""
    analysis = analyse(shipped("support-assistant-worked"), None, TODAY)
    notes = {line.label: line for line in scenario_lines(form(analysis.workspace, SCENARIO), analysis, {})}
    assert notes["Monthly budget"].note.endswith("✓ $43.45, $357 left") and "┃" in notes["Monthly budget"].note
    step = {line.label: line.note for line in scenario_lines(form(analysis.workspace, "0"), analysis, {})}
    assert step["Whole answer within"].endswith("3.4 s, DeepSeek V4.1 Flash")
    over = analyse(with_value(analysis.workspace, ("scenario", "monthly_budget_usd"), 40.0), None, TODAY)
    told = {line.label: line for line in scenario_lines(form(over.workspace, SCENARIO), over, {})}["Monthly budget"]
    assert "✖ $43.45, over by $3.45" in told.note and told.note_tone == "bad"
    voice = analyse(new_from_preset("voice", "x"), None, TODAY)
    first = {line.label: line for line in scenario_lines(form(voice.workspace, "0"), voice, {})}
    assert first["Highest error rate"].note.startswith("assumed: wrong words in 100")
    assert "Lowest quality" not in first and "Good error rate" in first


# --- the traffic of the whole


@pytest.mark.parametrize("id_", ["retrieval", "routing", "moderation", "support"])
def test_tasks_scale_every_step_alike(id_: str) -> None:
    """The tasks are what was typed, the proportions stay, and nothing but requests is touched."""
    workspace = new_from_preset(id_, "x")
    now = analyse(workspace, None, TODAY).task.monthly
    for factor in (0.5, 2, 10):
        made = with_tasks(workspace, now * factor, now)
        assert analyse(made, None, TODAY).task.monthly == now * factor
        for before, after in zip(workspace.scenario.steps, made.scenario.steps, strict=True):
            assert after.requests == pytest.approx(before.requests * factor, abs=1)
        assert with_tasks(made, now, now * factor) == workspace


def test_tasks_of_a_product_without_traffic() -> None:
    """Each step that is alone in its stage takes them; where the task is shared by several, it is said."""
    bare = new_workspace("x")
    assert analyse(with_tasks(bare, 500, 0), None, TODAY).task.monthly == 500
    routing = new_from_preset("routing", "x")
    for at in range(3):
        routing = with_value(routing, ("scenario", "steps", at, "usage", "requests_per_month"), None)
    with pytest.raises(ShortlistError, match="shared by several steps"):
        with_tasks(routing, 500, 0)
    with pytest.raises(ShortlistError, match="more than 0"):
        with_tasks(bare, 0, 0)
    tiny = with_value(bare, ("scenario", "steps", 0, "usage", "requests_per_month"), 3)
    assert with_tasks(tiny, 1, 3).scenario.steps[0].requests == 1


def test_stages_change_places() -> None:
    """Alternatives within their stage; steps of different stages with all that stands beside them."""
    routing = new_from_preset("routing", "x")
    assert with_stages_swapped(routing, "easy", "hard").scenario.path == (("sort",), ("hard", "easy"))
    assert with_stages_swapped(routing, "sort", "hard").scenario.path == (("easy", "hard"), ("sort",))


# --- by keys


def body_of(pilot: Pilot[Any]) -> ScenarioBody:
    """The scenario in front."""
    body = workspace_screen(pilot).body
    assert isinstance(body, ScenarioBody)
    return body


def said(pilot: Pilot[Any]) -> list[str]:
    """What was said in the corner."""
    return [one.message for one in pilot.app._notifications]


@pytest.mark.walk
async def test_weights_traffic_and_digits_by_keys(application: Open) -> None:
    """Arrows weigh, all presses on one weight one undo; t scales all steps, one undo; a digit is told where it goes."""
    async with application("support-assistant-worked", (120, 40)) as pilot:
        session, body = workspace_screen(pilot).session, body_of(pilot)
        before = session.workspace
        body.show_place(("scenario", "weights", "cost_risk"))
        body.query_one(Sheet).focus()
        await pilot.pause()
        assert "←/→ less, more" in screen_text(pilot)
        shares = weight_shares(session.analysis)
        await pilot.press("right", "right", "right")
        assert session.workspace.scenario.weights.cost_risk == 18
        assert weight_shares(session.analysis) != shares and "cost 17" in screen_text(pilot)
        await pilot.press(*["left"] * 20)
        assert session.workspace.scenario.weights.cost_risk == 0
        assert "counts for no candidate" in screen_text(pilot)
        await pilot.press("ctrl+z")
        assert session.workspace == before
        await pilot.press("home", "left")
        assert session.workspace == before

        await pilot.press("t")
        await until(pilot, lambda: pilot.app.screen.is_modal)
        await pilot.press(*"15k", "enter")
        assert [step.requests for step in session.workspace.scenario.steps] == [15_000, 20_000, 6_000]
        assert "15k tasks a month" in screen_text(pilot)
        await pilot.press("ctrl+z")
        assert session.workspace == before
        await pilot.press("t", *"none", "enter")
        assert session.workspace == before and any("t asks again" in one for one in said(pilot))

        body.show_place(("scenario", "monthly_budget_usd"))
        await pilot.pause()
        assert "Enter type" in screen_text(pilot)
        await pilot.press("9")
        assert said(pilot)[-1] == "Enter first, then the figure: 1 to 6 are the tabs."
        assert session.workspace == before and not body.query_one(LineEditor).display
        pilot.app.clear_notifications()
        await pilot.press("2")
        assert workspace_screen(pilot).tab == "candidates" and not any("Enter first" in one for one in said(pilot))


async def test_steps_are_gone_along_and_moved(application: Open) -> None:
    """Arrows along the lane, Enter to the form; a stage moves with what it holds, and a path is left in its form."""
    async with application(new_from_preset("support", "x"), (120, 40)) as pilot:
        stages = body_of(pilot).query_one(StagesLane)
        session = workspace_screen(pilot).session
        await pilot.press("escape", "right", "right")
        assert stages.row_key == "1" and stages.has_focus
        await pilot.press("K")
        assert session.workspace.scenario.path == (("answer",), ("classify",)) and stages.row_key == "1"
        await pilot.press("J")
        assert session.workspace.scenario.path == (("classify",), ("answer",))
        await pilot.press("J")
        assert any("Path" in one for one in said(pilot))
        await pilot.press("enter")
        assert body_of(pilot).query_one(Sheet).has_focus
        await pilot.press("escape", "home")
        assert stages.row_key == SCENARIO
        await pilot.press("end")
        assert stages.row_key == "2"
        await pilot.click(StagesLane, offset=(3, 1))
        assert stages.row_key == SCENARIO


CUT = re.compile(r"…\s{20,}")
"""A text that was cut while twenty columns beside it are empty."""


def cut_beside_empty(text: str) -> list[str]:
    """The lines of a screen in which something is cut for no reason."""
    return [line for line in text.splitlines() if CUT.search(line)]


def test_a_box_says_that_of_those_there_nobody_is_eligible() -> None:
    """Where somebody plays the step and fails, or lacks an answer."""
    data = worked_data()
    for step in data["scenario"]["steps"]:
        step["needs"] |= {"min_quality": 99.0, "good_quality": 100.0}
    for part in ("decision", "evaluations", "records"):
        data.pop(part, None)
    analysis = analyse(read_workspace(data), None, TODAY)
    assert all("– none of 5 eligible" in box.serves.texts for box in boxes(analysis)[1:])


def test_who_plays_a_step_is_told_with_its_bill() -> None:
    """The same figure as above it, where the one that serves is told; the points stand beneath each other."""
    analysis = analyse(load(SCENARIOS / "invoice-extraction.toml").workspace, None, TODAY)
    one = analysis.decided[0]
    assert one.default is not None and one.assessed is not None
    lines = [line.text for line in step_lines(analysis, one)]
    bill, name = money(one.assessed.cost.bill), one.default.candidate.name
    assert any(line.startswith("its bill") and bill in line for line in lines)
    players = lines[lines.index("Who plays it") + 1 :]
    assert any(name in line and f"{bill} " in line for line in players) and len(players) >= 3
    ends = {re.search(r"\$[0-9,]+", line).end() for line in players}  # type: ignore[union-attr]
    assert len(ends) == 1


def test_what_is_cut_for_no_reason_is_found() -> None:
    """The search finds what it is for, and nothing else."""
    assert cut_beside_empty(f"a name that is c…{' ' * 24}\nwhole{' ' * 40}\nc… {' ' * 5}x") == [
        f"a name that is c…{' ' * 24}"
    ]


@pytest.mark.walk
@pytest.mark.parametrize("kind", ["many", "routing", "decided"])
async def test_widths_are_used(application: Open, kind: str) -> None:
    """No text is cut beside twenty empty columns; from 160 columns the form has company, from 200 twice."""
    workspace = {
        "many": many_steps,
        "routing": lambda: new_from_preset("routing", "x"),
        "decided": lambda: shipped("retrieval-assistant"),
    }[kind]()
    async with application(workspace) as pilot:
        await pilot.press("escape")
        for width, height in ((80, 24), (120, 40), (160, 45), (200, 60)):
            await pilot.resize_terminal(width, height)
            for _ in range(3):
                await pilot.press("right")
                await pilot.pause()
                assert cut_beside_empty(screen_text(pilot)) == []
            shown = [pane.id for pane in body_of(pilot).query(Pane) if pane.display]
            assert shown == ["here", "whole"][: (width >= 160) + (width >= 200)]
            assert all(width_of(line) == width for line in screen_text(pilot).splitlines())


@pytest.mark.walk
async def test_the_lane_looks_as_it_should(application: Open) -> None:
    """Five steps of five roles, decided; and the alternatives of a route at the smallest."""
    sizes = ((80, 24), (120, 40), (160, 45), (200, 60))
    async with application("retrieval-assistant") as pilot:
        await pilot.press("escape", "right", "right", "right", "right")
        await assert_snapshot(pilot, "scenario-five", sizes)
