"""Candidates and checklist on one step alone: what the keys choose, what the tables then say, and adopting it."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from shortlist.core.analysis import analyse
from shortlist.core.document.workspace import Workspace, choices, read_workspace
from shortlist.store.workspaces import load
from shortlist.tui.draw.lines import width_of
from shortlist.tui.screens.candidates.adopt_dialog import AdoptDialog
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.candidates.tables import comparison, facts
from shortlist.tui.screens.candidates.views import FACTS, PLOT
from shortlist.tui.screens.checklist.body import ChecklistBody
from shortlist.tui.session.session import Session
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.scatter import Scatter
from shortlist.tui.widgets.step_bar import StepBar
from shortlist.tui.widgets.table import Table
from tests.conftest import SCENARIOS, TODAY
from tests.core.documents import FIGURES, candidate, document, step
from tests.tui.conftest import Open, screen_text, until, workspace_screen
from tests.tui.snapshots import assert_snapshot

ROLES = ("generator", "classifier", "embedder", "reranker", "audio")
NEEDS = {"min_quality": 20.0, "good_quality": 60.0}
NEXT, BEFORE, ADOPT = "right_square_bracket", "left_square_bracket", "asterisk"


def pipeline(number: int, name: str = "Candidate", step_name: str = "Step") -> Workspace:
    """Five steps of five roles, and candidates of which each plays one or two."""
    steps = [step(role, name=f"{role} {step_name}", role=role, needs=NEEDS) for role in ROLES]
    rows = [
        candidate(
            f"c{at}",
            {**FIGURES, "quality.aa_index": 30.0 + at % 20},
            name=f"{name} {at}",
            roles=[ROLES[at % 5], *([ROLES[(at + 1) % 5]] if at % 2 else [])],
        )
        for at in range(number)
    ]
    return read_workspace(document(steps, rows))


def scenario(name: str) -> Workspace:
    """A shipped scenario."""
    return load(SCENARIOS / f"{name}.toml").workspace


def session_of(pilot: Pilot[None]) -> Session:
    """The session."""
    return workspace_screen(pilot).session


def texts(table: Table, key: str) -> list[str]:
    """The cells of a row."""
    return next([cell.text for cell in row.cells] for row in table.rows if row.key == key)


def typed(text: str) -> list[str]:
    """A text as keys."""
    return ["space" if letter == " " else letter for letter in text]


def dialog(pilot: Pilot[None]) -> str:
    """What a dialog says in its lines."""
    return "\n".join(cell.text for cell in pilot.app.screen.query_one(Pane).paragraphs)


def pane(pilot: Pilot[None], body: type[CandidatesBody] | type[ChecklistBody]) -> str:
    """What the details say."""
    told = workspace_screen(pilot).query_one(body).query_one(Pane)
    return "\n".join(cell.text for cell in told.paragraphs)


# --- choosing the step -------------------------------------------------------------------------------------------


async def test_the_keys_go_around_the_steps_and_both_screens_follow(application: Open) -> None:
    """Forward over every step and back to all, backward the other way; what one screen looks at, the other does."""
    async with application("retrieval-assistant", (120, 40)) as pilot:
        session = session_of(pilot)
        await pilot.press("2")
        assert "[for all]" in screen_text(pilot)
        seen = []
        for _ in range(6):
            await pilot.press(NEXT)
            seen.append(session.step)
        assert seen == ["classify", "embed", "rerank", "answer", "safety", None]
        await pilot.press(BEFORE, BEFORE)
        assert session.step == "answer"
        await pilot.press("4", "3")
        assert "[Answer]" in screen_text(pilot)
        await pilot.press(BEFORE, "2")
        assert "[Rerank]" in screen_text(pilot)
        assert not session.dirty
        assert session.history.past == ()


async def test_a_name_is_clicked_and_the_palette_knows_the_keys(application: Open) -> None:
    """Whatever a key does, the mouse and the list of commands do."""
    async with application("retrieval-assistant", (80, 24)) as pilot:
        await pilot.press("2")
        row = next(at for at, line in enumerate(screen_text(pilot).split("\n")) if "[for all]" in line)
        column = screen_text(pilot).split("\n")[row].index("Rerank")
        await pilot.click(offset=(column + 1, row))
        await pilot.pause()
        assert session_of(pilot).step == "rerank"
        await pilot.press("ctrl+p", *typed("step before"))
        await until(pilot, lambda: "Look at the step before alone" in screen_text(pilot))
        await pilot.press("down", "enter")
        await until(pilot, lambda: session_of(pilot).step == "embed")
        await pilot.press("ctrl+p", *typed("adopt what"))
        await until(pilot, lambda: "Adopt what is recommended, and" in screen_text(pilot))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AdoptDialog))


async def test_a_workspace_of_one_step_has_no_selector(application: Open) -> None:
    """No line is taken for it, and the key says why it does nothing."""
    async with application(read_workspace(document(step(needs=NEEDS), [candidate("a")]))) as pilot:
        await pilot.press("2")
        assert not workspace_screen(pilot).query_one(CandidatesBody).query_one(StepBar).display
        assert "for all" not in screen_text(pilot)
        await pilot.press(NEXT)
        await until(pilot, lambda: "one step only" in screen_text(pilot))
        assert session_of(pilot).step is None


async def test_the_step_is_drawn_in_the_call_of_the_key(application: Open) -> None:
    """Before anything else is handled the table is the step's, from the same analysis."""
    async with application(pipeline(200)) as pilot:
        await pilot.press("2")
        body, before = workspace_screen(pilot).query_one(CandidatesBody), session_of(pilot).analysis
        body.steps.turn(1)
        playing = [result.id for result in before.on("generator").ranking if result.steps]
        shown = [row.key for row in body.query_one(Grid).table.rows]
        assert shown[: len(playing)] == playing
        assert not body.stale
        assert session_of(pilot).analysis is before


async def test_a_step_that_is_removed_is_looked_at_no_longer(application: Open) -> None:
    """Undo may take it away at any time; then all steps are looked at."""
    async with application(pipeline(3)) as pilot:
        await pilot.press("2", BEFORE)
        session = session_of(pilot)
        assert session.compared.step is not None
        four = session.workspace.scenario.model_copy(update={"steps": session.workspace.scenario.steps[:4]})
        workspace_screen(pilot).desk.edit("drop a step", lambda w: w.model_copy(update={"scenario": four}))
        assert session.compared is session.analysis
        assert "[for all]" in screen_text(pilot)
        await pilot.press(NEXT)
        assert session.step == ROLES[0]


# --- what the tables say -----------------------------------------------------------------------------------------


def test_who_does_not_play_is_last_and_grey_with_the_reason() -> None:
    """Not excluded, in each table; for all it says how many steps it plays."""
    analysis = analyse(scenario("retrieval-assistant"), None, TODAY)
    for step_ in analysis.steps:
        alone = analysis.on(step_.id)
        for table in (comparison(alone, 80), comparison(alone, 120), facts(alone, 120)):
            rows = {row.key: row for row in table.rows}
            for result in alone.ranking:
                told = " ".join(cell.text for cell in rows[result.id].cells)
                assert ("does not play" in told) == (not result.steps)
                if not result.steps:
                    assert rows[result.id].cells[0].tone == rows[result.id].cells[-1].tone == "dim"
                    assert "✖" not in told
    assert "2 of 5" in texts(comparison(analysis, 120), "gpt-6-luna-eu")
    assert "2 of 5" in texts(comparison(analysis, 80), "gpt-6-luna-eu")


def test_the_facts_are_those_that_the_step_needs() -> None:
    """Of speech the minutes or the characters, of a reranker searches or tokens; a ? only where a figure is missed."""
    voice, retrieval = (analyse(scenario(name), None, TODAY) for name in ("voice-booking", "retrieval-assistant"))
    wanted = {
        "hear": {"quality.aa_wer", "audio_input_price", "ttft"},
        "speak": {"character_price", "audio_output_price", "ttft"},
        "rerank": {"input_price", "search_price", "ttft"},
        "embed": {"input_price", "ttft", "context_window"},
    }
    for analysis in (voice, retrieval):
        for compared in (analysis, *(analysis.on(one.id) for one in analysis.steps)):
            table = facts(compared, 120)
            keys = [column.key for column in table.columns]
            figures = {key for key in keys if key.startswith("quality.") or key in METRIC_KEYS}
            if compared.step is not None and compared.step.id in wanted:
                prices = {key for key in figures if not key.startswith("quality.")}
                assert prices == {key for key in wanted[compared.step.id] if not key.startswith("quality.")}
            for result in compared.ranking:
                cells = texts(table, result.id)
                for key, cell in zip(keys, cells, strict=False):
                    if key in figures and cell.strip() == "?":
                        assert key in result.served.needed
                        assert result.figures.value(key) is None


METRIC_KEYS = frozenset(
    {"input_price", "output_price", "audio_input_price", "audio_output_price", "character_price", "search_price"}
    | {"ttft", "output_speed", "context_window", "page_price", "image_price", "cache_read_price", "cache_write_price"}
)


async def test_sorted_plotted_and_compared_are_those_that_play(application: Open) -> None:
    """Others stay at the end of a sorted table, are not drawn, and are told apart in the details."""
    async with application("retrieval-assistant", (120, 40)) as pilot:
        await pilot.press("2", NEXT, NEXT, NEXT, "v", "right", "right", "right", "s")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        playing = {result.id for result in body.compared.ranking if result.steps}
        assert body.view == FACTS
        assert {row.key for row in body.query_one(Grid).table.rows[: len(playing)]} == playing
        await pilot.press("S")
        assert {row.key for row in body.query_one(Grid).table.rows[: len(playing)]} == playing
        await pilot.press("p")
        assert body.view == PLOT
        assert {point.key for point in body.query_one(Scatter).plot.points} == playing
        assert "8 candidates that do not play Rerank fifty passages" in pane(pilot, CandidatesBody)
        assert "bill a month, USD" in screen_text(pilot)


async def test_why_not_is_asked_of_the_step(application: Open) -> None:
    """The second of the step is told what would make it the first there; who does not play it, why."""
    async with application("retrieval-assistant", (120, 40)) as pilot:
        await pilot.press("2", NEXT)
        body = workspace_screen(pilot).query_one(CandidatesBody)
        first, second = (result.candidate.name for result in body.compared.ranking[:2])
        body.go_to(body.compared.ranking[1].id)
        await pilot.press("n")
        assert f"Why not {second} for “Classify the message”?" in screen_text(pilot)
        assert f"first is {first}" in dialog(pilot)
        await pilot.press("escape", "end", "n")
        assert "does not play Classify" in dialog(pilot)


async def test_an_open_rank_is_said_in_the_row_and_asked_about(application: Open) -> None:
    """By a sign and in words, with what to find out first."""
    known = {**FIGURES, "alternative_hosts": 1, "input_price": 20.0, "output_price": 50.0}
    hidden = {key: value for key, value in known.items() if not key.endswith("price")}
    rows = [candidate("hidden", hidden), candidate("known", known)]
    checks = [{"id": "first.cost_target", "importance": "info"}]
    data = document(step(needs=NEEDS), rows, {"monthly_budget_usd": 40.0}, checks=checks)
    async with application(read_workspace(data), (120, 40)) as pilot:
        await pilot.press("2")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        row = texts(body.query_one(Grid).table, "hidden")
        assert row[1].endswith("↕")
        assert "✓ rank open" in row
        assert "↕" not in texts(body.query_one(Grid).table, "known")[1]
        assert "↕ rank open" in screen_text(pilot)
        body.go_to("hidden")
        assert "Rank open: price unknown. Ask for the price first: + types it." in pane(pilot, CandidatesBody)


async def test_the_checklist_is_that_of_the_step(application: Open) -> None:
    """Verdicts of the step, what concerns the whole, who is not asked; a person's answer holds in every step."""
    async with application("retrieval-assistant", (120, 40)) as pilot:
        await pilot.press("3", NEXT, NEXT, NEXT)
        body = workspace_screen(pilot).query_one(ChecklistBody)
        grid = body.query_one(Grid)
        keys = [column.key for column in grid.table.columns][1:]
        assert [bool(body.compared.by_id[key].steps) for key in keys[:4]] == [True, True, True, False]
        quality, cost = texts(grid.table, "first.quality_bar"), texts(grid.table, "first.cost_target")
        assert quality[1:] == ["✓ pass"] * 3 + ["– no part"] * 8
        assert "– no part" in screen_text(pilot), "a cell of the least width holds it whole"
        assert cost[1:4] == ["– for all"] * 3
        body.show_check("first.cost_target", keys[0])
        assert "For all its steps: ✓ pass. Bill a month" in pane(pilot, ChecklistBody)
        body.show_check("first.quality_bar", keys[0])
        await pilot.press("n")
        assert texts(body.query_one(Grid).table, "first.quality_bar")[1] == "✖ fail*(✓)"
        assert "A person's answer holds in every step." in pane(pilot, ChecklistBody)
        assert session_of(pilot).analysis.by_id[keys[0]].standing.status == "excluded"
        await pilot.press("v")
        assert "first.quality_bar" in [row.key for row in body.query_one(Grid).table.rows]
        assert "left; what is answered" not in screen_text(pilot)


# --- choosing and adopting ---------------------------------------------------------------------------------------


async def test_default_and_fallback_of_the_step_that_is_looked_at(application: Open) -> None:
    """Its own entry and nothing else; who does not play it is not chosen for it."""
    async with application(pipeline(10), (120, 40)) as pilot:
        await pilot.press("2", NEXT, NEXT)
        body, session = workspace_screen(pilot).query_one(CandidatesBody), session_of(pilot)
        first, second = (result.id for result in body.compared.ranking[:2])
        body.go_to(first)
        await pilot.press("d")
        body.go_to(second)
        await pilot.press("f")
        made = session.workspace.decision
        assert [(row.step, row.default, row.fallback) for row in made.steps] == [("classifier", first, second)]
        assert made.default is None
        assert texts(body.query_one(Grid).table, first)[0].startswith(" ★")
        assert texts(body.query_one(Grid).table, second)[0].startswith(" ◇")
        body.go_to(body.compared.ranking[-1].id)
        await pilot.press("d")
        await until(pilot, lambda: "does not play classifier" in screen_text(pilot))
        assert session.workspace.decision == made


async def test_what_is_recommended_is_adopted_after_its_cost_was_told(application: Open) -> None:
    """Nothing changes before Enter; then every step has its own, in one edit that undo takes back."""
    async with application("retrieval-assistant", (120, 40)) as pilot:
        await pilot.press("2", ADOPT)
        session, before = session_of(pilot), session_of(pilot).workspace
        told = dialog(pilot)
        assert "Classify\n  default   GPT-6 Luna, Bedrock EU\n            → Qwen3.8 27B, OVHcloud" in told
        assert "As chosen already: Embed, Answer and Check." in told
        assert "Bill a month of the whole decision: $425 → $457" in told
        await pilot.press("escape")
        assert session.workspace is before
        await pilot.press(ADOPT, "enter")
        assert len(session.history.past) == 1
        made = choices(session.workspace)
        for id_, advice in session.analysis.step_recommendations.items():
            assert advice.default is not None
            assert made[id_].default == advice.default.id
        await pilot.press(ADOPT)
        assert "What is recommended is chosen already." in screen_text(pilot)
        await pilot.press("enter", "ctrl+z")
        assert session.workspace.decision == before.decision


async def test_one_step_is_adopted_alone_and_a_held_one_is_told(application: Open) -> None:
    """The step that is looked at; and of a step where nobody is eligible what holds it, while the rest is adopted."""
    data = document(
        [
            step("answer", role="generator", needs=NEEDS),
            step("sort", role="classifier", needs={"capabilities": ["batch"]}),
            step("embed", role="embedder"),
        ],
        [
            candidate("a", roles=["generator"]),
            candidate("s", roles=["classifier"], capabilities={"batch": "unknown", "data_controls": "yes"}),
        ],
    )
    async with application(read_workspace(data), (120, 40)) as pilot:
        session = session_of(pilot)
        await pilot.press("2", NEXT, NEXT, ADOPT)
        assert "Nothing to adopt." in dialog(pilot)
        assert "Model s lacks an answer to “Output contract”" in dialog(pilot)
        await pilot.press("enter", NEXT, NEXT, ADOPT)
        assert "Embed: nobody plays it" in dialog(pilot)
        await pilot.press("enter")
        assert choices(session.workspace)["answer"].default == "a"
        assert choices(session.workspace)["sort"].default is None


# --- sizes -------------------------------------------------------------------------------------------------------


@pytest.mark.walk
@pytest.mark.parametrize("number", [0, 1, 12, 200])
async def test_any_number_of_candidates_and_long_names(application: Open, number: int) -> None:
    """Five steps of five roles, names of 200 characters, steps of 60, 80 columns: the step in front is always named."""
    workspace = pipeline(number, "n" * 200, "s" * 60)
    async with application(workspace) as pilot:
        for key in ("2", "3"):
            await pilot.press(key)
            for role in (*ROLES, None):
                await pilot.press(NEXT)
                lines = screen_text(pilot).split("\n")
                assert all(width_of(line) == 80 for line in lines)
                bar = lines[4]
                assert f"[{role or 'for all'}"[:14] in bar
                assert len(workspace_screen(pilot).query_one(CandidatesBody).query_one(Grid).table.rows) == number
        await pilot.press("2", "v", "v", "v", ADOPT, "escape")


async def test_home_goes_home_and_more_room_brings_the_first_columns_back(application: Open) -> None:
    """A table that was scrolled sideways, seen again after the terminal grew on another tab."""
    async with application("support-assistant-worked") as pilot:
        await pilot.press("2", "v", *["right"] * 12)
        grid = workspace_screen(pilot).query_one(CandidatesBody).query_one(Grid)
        assert grid.first > 4
        before = grid.first
        await pilot.press("4")
        await pilot.resize_terminal(240, 40)
        await pilot.press("2")
        await pilot.pause()
        assert grid.first == 1 < before
        await pilot.resize_terminal(80, 24)
        await pilot.press("end", "home")
        assert (grid.first, grid.column, grid.cursor) == (1, 0, 0)


@pytest.mark.walk
async def test_the_selector_looks_as_it_should(application: Open) -> None:
    """A reranker's candidates compared, their facts, their checks; for all."""
    async with application("retrieval-assistant") as pilot:
        await pilot.press("2")
        await assert_snapshot(pilot, "step-all")
        await pilot.press(NEXT, NEXT, NEXT)
        await assert_snapshot(pilot, "step-rerank")
        await pilot.press("v")
        await assert_snapshot(pilot, "step-rerank-facts", ((80, 24), (120, 40), (200, 60)))
        await pilot.press("3")
        await assert_snapshot(pilot, "step-rerank-checks")


async def test_the_walkthrough_looks_at_the_step_that_lacks_a_choice(application: Open) -> None:
    """Not at all of them, where the candidates of one step stand among others; what is chosen names its step."""
    workspace = read_workspace(
        {
            **document(
                [step(role, name=f"{role} step", role=role, needs=NEEDS) for role in ROLES[2:4]],
                [candidate(f"c{at}", FIGURES, name=f"C {at}", roles=[ROLES[2 + at % 2]]) for at in range(4)],
            ),
            "decision": {"steps": [{"step": ROLES[2], "default": "c0", "fallback": "c2"}]},
        }
    )
    async with application(workspace) as pilot:
        screen = workspace_screen(pilot)
        screen.desk.go_to("decision.fallback")
        await until(pilot, lambda: session_of(pilot).step == ROLES[3])
        screen.desk.go_to("", "candidates", "c1")
        await pilot.pause()
        await pilot.press("d")
        await until(pilot, lambda: choices(session_of(pilot).workspace)[ROLES[3]].default == "c1")
        assert any("the default of “reranker step”" in one.message for one in pilot.app._notifications)
        screen.desk.go_to("decision.steps[0].fallback")
        await until(pilot, lambda: session_of(pilot).step == ROLES[2])


async def test_for_all_steps_a_candidate_is_chosen_where_it_plays(application: Open) -> None:
    """A classifier becomes the default of the step that it plays, and of no other; the same key takes it back."""
    async with application(pipeline(5)) as pilot:
        await pilot.press("2", *typed("/Candidate 0"), "enter")
        await pilot.press("d")
        made = {step: choice.default for step, choice in choices(session_of(pilot).workspace).items()}
        assert {step: id_ for step, id_ in made.items() if id_} == {"generator": "c0"}
        await pilot.press("d")
        assert not any(choice.default for choice in choices(session_of(pilot).workspace).values())
