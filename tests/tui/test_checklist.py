"""The checklist by keys: answers, evidence, importance, providers, checks of one's own, and what to answer next."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from shortlist.core.document.checklist import Answer
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.edits.checklist import answer_of
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.screens.checklist.answer_dialog import AnswerDialog
from shortlist.tui.screens.checklist.body import ChecklistBody
from shortlist.tui.screens.checklist.evidence import evidence
from shortlist.tui.screens.checklist.question_table import questions_of
from shortlist.tui.session.session import Session
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from tests.conftest import TODAY
from tests.tui.conftest import Open, screen_text, until, with_candidates, worked_data, workspace_screen

RETENTION = "privacy.retention"


def body_of(pilot: Pilot[None]) -> ChecklistBody:
    return workspace_screen(pilot).query_one(ChecklistBody)


def session_of(pilot: Pilot[None]) -> Session:
    return workspace_screen(pilot).session


async def at(pilot: Pilot[None], check: str, candidate: str | None = None) -> None:
    """Go to the checklist, to a cell."""
    await pilot.press("3")
    body_of(pilot).show_check(check, candidate)
    await pilot.pause()
    assert body_of(pilot).query_one(Grid).row_key == check


def told(pilot: Pilot[None]) -> str:
    """What the details say, in one line."""
    return " ".join(cell.text for cell in body_of(pilot).query_one(Pane).paragraphs)


def given(pilot: Pilot[None], check: str, candidate: str | None) -> Answer | None:
    return answer_of(session_of(pilot).workspace, candidate, check)


async def test_a_key_answers_and_undo_takes_it_back(application: Open) -> None:
    """Dated today, under a name that says what was answered; Del clears; a fail over a pass excludes and shows both."""
    async with application() as pilot:
        start = session_of(pilot).workspace
        first = session_of(pilot).analysis.recommendation.default
        assert first is not None
        await at(pilot, "first.latency_target", first.id)
        await pilot.press("n")
        answer = given(pilot, "first.latency_target", first.id)
        assert answer is not None and (answer.verdict, answer.checked_on) == ("fail", TODAY)
        assert session_of(pilot).history.present.name == f"answer Latency target for {first.candidate.name}"
        assert session_of(pilot).analysis.by_id[first.id].standing.status == "excluded"
        assert "✖ fail*(✓)" in screen_text(pilot) and "Changed from" in screen_text(pilot)
        pilot.app.clear_notifications()
        await until(pilot, lambda: "In place of the figures, ✓ pass" in screen_text(pilot))
        await pilot.press("minus", "u", "y")
        assert given(pilot, "first.latency_target", first.id) == answer.model_copy(update={"verdict": "pass"})
        await pilot.press("delete")
        assert given(pilot, "first.latency_target", first.id) is None
        await pilot.press(*["ctrl+z"] * 5)
        assert session_of(pilot).workspace == start


@pytest.mark.parametrize("away", [(), ("v",), ("Z",)], ids=["all", "what blocks", "all folded"])
async def test_the_walkthrough_goes_to_the_very_cell(application: Open, away: tuple[str, ...]) -> None:
    """What must be known of who was chosen, in its own column, wherever the cursor was; the next key answers it."""
    data = worked_data()
    chosen = data["decision"]["fallback"]
    row = next(one for one in data["candidates"] if one["id"] == chosen)
    row["answers"].append({"check": "first.licensing", "verdict": "unknown"})
    other = next(one for one in data["candidates"] if one["id"] not in data["decision"].values())
    async with application(read_workspace(data)) as pilot:
        await at(pilot, "first.task_fit", other["id"])
        await pilot.press(*away, "w")
        grid = body_of(pilot).query_one(Grid)
        await until(pilot, lambda: grid.row_key == "first.licensing")
        assert grid.column_key == chosen
        await pilot.press("y")
        answer = given(pilot, "first.licensing", chosen)
        assert answer is not None and answer.verdict == "pass"


@pytest.mark.walk
async def test_the_form_holds_the_evidence(application: Open) -> None:
    """Note, address, date and signature in one step; letters stay text; a bad date is kept and explained."""
    async with application("support-assistant-worked") as pilot:
        start = session_of(pilot).workspace
        candidate = start.candidates[0].id
        await at(pilot, "reliability.drift", candidate)
        await pilot.press("enter", "escape")
        assert session_of(pilot).workspace == start
        await pilot.press("enter", "y", "tab", *"not once, ny", "tab", *"https://x.example", "tab")
        await pilot.press("backspace", "backspace", "x")
        await pilot.pause()
        assert "✖ Checked on: write the date as" in screen_text(pilot)
        await pilot.press("tab", *"Ada", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, AnswerDialog))
        answer = given(pilot, "reliability.drift", candidate)
        assert answer is not None and answer.checked_on != TODAY
        assert (answer.note, answer.url, answer.checked_by) == ("not once, ny", "https://x.example", "Ada")
        await pilot.press("enter", "tab", "tab", "tab")
        await pilot.pause()
        assert "2026-11-x" in screen_text(pilot)
        await pilot.press("backspace", "2", "2", "escape")
        answer = given(pilot, "reliability.drift", candidate)
        assert answer is not None and answer.checked_on == TODAY
        # The signature stays for the next answer; each visit was one step.
        await pilot.press("up", "y")
        row = body_of(pilot).query_one(Grid).row_key
        assert row is not None and (one := given(pilot, row, candidate)) is not None and one.checked_by == "Ada"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert session_of(pilot).workspace == start


async def test_importance_changes_the_status(application: Open) -> None:
    """An unknown that must pass makes its candidates wait; the list's own importance leaves no trace."""
    async with application() as pilot:
        start = session_of(pilot).workspace
        await at(pilot, "reliability.drift")
        await pilot.press("m", "g", "enter")
        await pilot.pause()
        assert [(one.id, one.importance) for one in session_of(pilot).workspace.checks] == [
            ("reliability.drift", "must")
        ]
        statuses = {result.standing.status for result in session_of(pilot).analysis.ranking}
        assert "eligible" not in statuses and "must (the list says should)" in screen_text(pilot)
        await pilot.press("v")
        assert "Drift" in screen_text(pilot) and "Quality bar" not in screen_text(pilot)
        await pilot.press("m", "G", "enter")
        await pilot.pause()
        assert session_of(pilot).workspace == start


async def test_a_provider_is_answered_once(application: Open) -> None:
    """P gives the answer to the provider's other candidates, and to nobody else."""
    async with application() as pilot:
        workspace = session_of(pilot).workspace
        mates = [one.id for one in workspace.candidates if one.provider == "openai"]
        assert len(mates) == 2
        await at(pilot, "privacy.audit_deletion", mates[0])
        await pilot.press("P")
        assert session_of(pilot).workspace is workspace
        await pilot.press("n", "P")
        answers = {one.id: given(pilot, "privacy.audit_deletion", one.id) for one in workspace.candidates}
        assert answers[mates[1]] == answers[mates[0]] and answers[mates[0]] is not None
        assert sum(answer is not None for answer in answers.values()) == 2


async def test_a_check_of_ones_own(application: Open) -> None:
    """Added, answered, reworded with another id, refused under a known one, and removed with its answers."""
    async with application() as pilot:
        start = session_of(pilot).workspace
        await pilot.press("3", "a", *"In Danish?", "tab", "tab", "m", "enter")
        await until(pilot, lambda: bool(session_of(pilot).workspace.checks))
        candidate = start.candidates[0].id
        await at(pilot, "in-danish", candidate)
        assert "! In Danish?" in screen_text(pilot)
        await pilot.press("y", "r", "tab", *["backspace"] * 9, *"privacy.region", "enter")
        await pilot.pause()
        assert "choose another" in screen_text(pilot)
        await pilot.press("tab", "shift+tab", *["backspace"] * 14, *"danish", "enter")
        await until(pilot, lambda: not pilot.app.screen.is_modal)
        answer = given(pilot, "danish", candidate)
        assert answer is not None and answer.verdict == "pass"
        await pilot.press("x")
        assert session_of(pilot).workspace == start
        await pilot.press("x", "a", "escape")
        assert session_of(pilot).workspace == start


def unsettled() -> Workspace:
    """The worked example in which one candidate's licence is no longer known."""
    data = worked_data()
    data["candidates"][1] |= {"commercial_use": "unknown", "answers": []}
    data["candidates"][3] |= {"commercial_use": "unknown", "answers": []}
    return read_workspace(data)


async def test_the_full_stop_goes_where_it_matters(application: Open) -> None:
    """To the first question by bearing, out of a filter and a folded group; the list shows the same order."""
    async with application(unsettled()) as pilot:
        questions = questions_of(session_of(pilot).analysis)
        await pilot.press("3", "Z", "full_stop")
        body, grid = body_of(pilot), body_of(pilot).query_one(Grid)
        assert (grid.row_key, grid.column_key) == questions[0][:2] == ("first.licensing", questions[0].candidate)
        assert f"Open question 1 of {len(questions)}" in screen_text(pilot)
        await pilot.press("slash", *"golden", "enter", "full_stop")
        await pilot.pause()
        assert (grid.row_key, grid.column_key) == questions[0][:2]
        await pilot.press("full_stop", "comma", "comma", "full_stop", "full_stop")
        assert (grid.row_key, grid.column_key) == questions[1][:2]
        await pilot.press("v", "v")
        assert body.view == 2
        target = body.target()
        assert target is not None and (target.check.id, target.candidate) == questions[1][:2]
        await pilot.press("y")
        assert len(questions_of(session_of(pilot).analysis)) == len(questions) - 1


async def test_every_row_is_drawn_where_the_columns_are(application: Open) -> None:
    """Going to a check of a candidate whose column was out of sight: no row keeps the columns from before."""
    async with application(with_candidates(8), (120, 40)) as pilot:
        await at(pilot, "first.licensing", session_of(pilot).workspace.candidates[0].id)
        grid = body_of(pilot).query_one(Grid)
        await pilot.press(*["right"] * 9)
        assert grid.first > 1
        first = grid.table.columns[1].key
        body_of(pilot).show_check("first.privacy", first)
        await pilot.pause()
        seen = screen_text(pilot)
        grid.refresh()
        await pilot.pause()
        assert grid.first == 1 and screen_text(pilot) == seen


async def test_groups_fold_by_key_and_by_mouse(application: Open) -> None:
    """A folded group tells what is unknown in it; Enter or a click opens it again."""
    async with application() as pilot:
        await at(pilot, "platform.batch")
        grid = body_of(pilot).query_one(Grid)
        await pilot.press("z")
        assert grid.row_key == "▸platform" and "▸ Platform (8)" in screen_text(pilot)
        told = evidence(session_of(pilot).compared, "▸platform", grid.column_key)
        assert "Platform: folded." in told[0].text and len(told) == 2 + 8
        assert told[2].text[2:] == "Structured outputs" and {cell.text[0] for cell in told[2:]} <= set("✓?✖–")
        await pilot.press("y", "enter")
        assert grid.row_key == "platform.structured_outputs"
        await pilot.press("g")
        await pilot.click(offset=(5, 7))
        await pilot.pause()
        assert "▸ First questions (10)" in screen_text(pilot)
        await pilot.press("g")
        await pilot.click(offset=(40, 10))
        assert grid.column > 1 and grid.row_key is not None


async def test_what_is_asked_once_is_answered_once(application: Open) -> None:
    """Also without a candidate, and however far the table is scrolled."""
    async with application(with_candidates(0)) as pilot:
        await pilot.press("3", "y")
        assert not session_of(pilot).workspace.answers or not session_of(pilot).dirty
        await at(pilot, "golden.adversarial")
        await pilot.press("y")
        assert given(pilot, "golden.adversarial", None) is not None
        said: list[str] = []
        pilot.app.say = lambda words, *_, **__: said.append(words)  # type: ignore[attr-defined]
        await pilot.press("v", "full_stop", "v", "full_stop", "P", "x", "r", "z", "Z", "enter")
        await pilot.pause()
        assert any("no candidate" in words for words in said)
        assert "no candidate" in screen_text(pilot)


@pytest.mark.parametrize(("number", "size"), [(1, (80, 24)), (12, (120, 40)), (40, (80, 24))])
async def test_long_names_are_told_apart(application: Open, number: int, size: tuple[int, int]) -> None:
    """Names of 120 wide and combining characters: every line is as wide as the screen, each view draws."""
    data = worked_data()
    own = data["candidates"]
    data["candidates"] = [
        {**own[i % 5], "id": f"c{i}", "name": f"模型 e\u0301 {'long ' * 22}{i:03}"} for i in range(number)
    ]
    data.pop("decision")
    async with application(read_workspace(data), size=size) as pilot:
        for keys in ("3", "G", "l", "l", "v", "v", "."):
            await pilot.press(keys)
            await pilot.pause()
        await pilot.press("v", "home")
        assert f"…ong {(body_of(pilot).query_one(Grid).column_key or '')[1:]:0>3}"[-5:] in screen_text(pilot)


async def test_no_two_heads_are_cut_alike(application: Open) -> None:
    """Where names begin and end alike, the part in which they differ stands in the head of the column."""
    data = worked_data()
    own = data["candidates"]
    names = [
        f"DeepSeek V4.1 {size} ({effort})" for size in ("Flash", "Pro") for effort in ("no reasoning", "reasoning")
    ]
    names += ["GPT-6 Luna (medium reasoning)", "GPT-6 Sol (medium reasoning)", "Claude Haiku 4.5", "gpt-oss-120b"]
    data["candidates"] = [{**own[i % 5], "id": f"c{i}", "name": name} for i, name in enumerate(names)]
    data.pop("decision")
    async with application(read_workspace(data), (120, 40)) as pilot:
        await pilot.press("3")
        grid = body_of(pilot).query_one(Grid)
        heads = [grid.laid.title(at, grid.laid.widths[at]) for at in range(1, len(grid.laid.widths))]
        assert len(set(heads)) == len(names) and sum("…" in head for head in heads) >= 4
        assert all(len(head) == width for head, width in zip(heads, grid.laid.widths[1:], strict=True))
        assert any("Fla" in head for head in heads) and any("Pro" in head for head in heads)
        assert sum(head.strip() in screen_text(pilot) for head in heads) >= 4


def test_a_name_keeps_both_ends() -> None:
    """What tells two models apart stands at the end as often as at the start."""
    assert both_ends("Candidate 12", 11) == "Candi…te 12"
    assert both_ends("GPT-6 Luna", 11) == "GPT-6 Luna"
    assert both_ends("模型模型模型模型", 11).endswith("模型")


async def test_what_is_answered_stays_in_sight_where_only_what_blocks_is_shown(application: Open) -> None:
    """Row, column and cursor stay until the view is left, so that a slip is seen and mended; the note counts down."""
    async with application(unsettled()) as pilot:
        await pilot.press("3", "v")
        body, grid = body_of(pilot), body_of(pilot).query_one(Grid)
        blocking = [one for one in session_of(pilot).analysis.ranking if "first.licensing" in one.standing.unknown]
        assert grid.point_at("first.licensing", blocking[0].id)
        rows, columns = [row.key for row in grid.table.rows], [one.key for one in grid.table.columns]
        before = int(body.note.split()[0])
        await pilot.press("y")
        assert (grid.row_key, grid.column_key) == ("first.licensing", blocking[0].id)
        assert [row.key for row in grid.table.rows] == rows and [one.key for one in grid.table.columns] == columns
        assert body.note == f"{before - 1} left; what is answered stays here" and body.note in screen_text(pilot)
        await pilot.press("full_stop")
        assert (grid.row_key, grid.column_key) == ("first.licensing", blocking[1].id)
        await pilot.press("y")
        assert "first.licensing" in [row.key for row in grid.table.rows]
        left = before - 2
        while [one for one in questions_of(session_of(pilot).analysis) if one.importance == "must"]:
            await pilot.press("full_stop", "y")
            left -= 1
            assert body.view == 1 and body.note.startswith(f"{left} left"), "no other question is gone to from here"
        await pilot.press("full_stop")
        assert body.view == 1 and any("what blocks still" in one.message for one in pilot.app._notifications)
        await pilot.press("v", "V")
        assert "first.licensing" not in [row.key for row in grid.table.rows]
        assert body.note == f"{left} must pass, and do not"


async def test_an_answered_question_gives_way_to_the_one_that_followed_it(application: Open) -> None:
    """The list is worked down with one key, in the order that was seen."""
    async with application(unsettled()) as pilot:
        await pilot.press("3", "v", "v")
        body, grid = body_of(pilot), body_of(pilot).query_one(Grid)
        keys = [row.key for row in grid.table.rows]
        assert grid.row_key == keys[0] and body.note == f"{len(keys)} open, what matters most first"
        await pilot.press("j", "y")
        assert grid.row_key == keys[2] and body.note.startswith(f"{len(keys) - 1} open")
        await pilot.press("G", "y")
        assert grid.row_key == keys[-2]


async def test_where_an_answer_rates_nothing_it_is_said(application: Open) -> None:
    """A column that stays open beside its check, or against the answer, names the key that rates it; no other does."""
    data = worked_data()
    data["candidates"][0]["capabilities"]["data_controls"] = "unknown"
    async with application(read_workspace(data), size=(120, 40)) as pilot:
        candidate = session_of(pilot).workspace.candidates[0].id
        await at(pilot, "first.privacy", candidate)
        open_ = "the column “privacy risk” stays open; R rates it here"
        await pilot.press("y")
        assert not session_of(pilot).analysis.by_id[candidate].columns["privacy_risk"].known
        assert open_ in told(pilot)
        await pilot.press("R")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
        await pilot.press(*"seen", "enter")
        rated = session_of(pilot).workspace.candidates[0].overrides[-1]
        assert (rated.column, rated.reason) == ("privacy_risk", "seen")
        assert "rates nothing" not in told(pilot)
        await at(pilot, "first.latency_target", candidate)
        assert "rates nothing" not in told(pilot)
        await pilot.press("n")
        assert "the column “latency risk” stays as the figures say" in told(pilot)
