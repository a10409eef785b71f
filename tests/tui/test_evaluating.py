"""A run from the Evidence screen: what it would cost, its lines, pause and end, and the one edit."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from shortlist.core.calling.review import shuffled
from shortlist.core.calling.tally import Ended, RunState, Tally
from shortlist.core.golden.examples import Example, read_golden
from shortlist.store.evidence import read_evidence
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.screens.evaluating.golden_dialog import ExampleDialog, GoldenDialog
from shortlist.tui.screens.evaluating.plan_dialog import PlanDialog
from shortlist.tui.screens.evaluating.review_dialog import ReviewDialog
from shortlist.tui.screens.evaluating.run_dialog import RunDialog
from shortlist.tui.screens.evaluating.tables import bar, run_table, state_words
from shortlist.tui.widgets.pane import Pane
from tests.evaluating.conftest import KEY, candidate, example, log, write
from tests.evaluating.server import FaultServer, serving
from tests.tui.conftest import Open, screen_text, until, workspace_screen


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    """The client takes a moment to load, which is not to be waited for in a screen."""
    importlib.import_module("openai")


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key that the endpoints ask for."""
    monkeypatch.setenv("TEST_KEY", KEY)


async def planned(pilot: Pilot[None]) -> PlanDialog:
    """Go to the evidence and ask for a run."""
    await pilot.press("6")
    await until(pilot, lambda: workspace_screen(pilot).tab == "evidence" and workspace_screen(pilot).body is not None)
    await pilot.press("R")
    await until(pilot, lambda: isinstance(pilot.app.screen, PlanDialog))
    found = pilot.app.screen
    assert isinstance(found, PlanDialog)
    return found


async def test_a_run_is_one_edit(application: Open, tmp_path: Path) -> None:
    """Within a budget: the plan, the amount, the lines, then runs with rows; undo takes all of them back."""
    with serving(FaultServer()) as server:
        examples = [example(n, "500" if n == 2 else "", "no" if n == 4 else "yes") for n in range(6)]
        path = write(tmp_path, [candidate(one, server.url) for one in ("one", "two")], examples)
        async with application(str(path)) as pilot:
            await planned(pilot)
            assert "one in answer: 6 examples, 6 calls, at most $0.0003" in screen_text(pilot)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
            pilot.app.screen.query_one(Input).value = "0.01"
            await pilot.press("enter")
            session = workspace_screen(pilot).session
            await until(pilot, lambda: len(session.workspace.evaluations) == 2)
            assert [(one.examples, one.successes) for one in session.workspace.evaluations] == [(6, 5), (6, 5)]
            assert len(server.calls) == 14 and len(log(path)) == 12
            kept = read_evidence(path, session.workspace).of(session.workspace.evaluations[0])
            assert kept is not None and kept.rows is not None and len(kept.rows) == 6
            await pilot.press("ctrl+z")
            await until(pilot, lambda: not session.workspace.evaluations)
    assert os.environ["TEST_KEY"] == KEY


async def test_a_run_can_be_paused_and_ended_and_goes_on_later(application: Open, tmp_path: Path) -> None:
    """Paused, no call goes out; ended, what came is kept and nothing changes; then only the rest is asked."""
    with serving(FaultServer(first_delay_s=0.2)) as server:
        path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(16)])
        async with application(str(path)) as pilot:
            await planned(pilot)
            await pilot.press("down", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, RunDialog) and len(server.calls) >= 4)
            dialog = pilot.app.screen
            assert isinstance(dialog, RunDialog)
            await pilot.press("p")
            await until(
                pilot, lambda: dialog._under_way is not None and dialog._under_way.paused and not server.holding
            )
            came = len(server.calls)
            await pilot.pause(0.4)
            assert len(server.calls) == came and "paused" in screen_text(pilot)
            await pilot.press("s")
            session = workspace_screen(pilot).session
            await until(pilot, lambda: not isinstance(pilot.app.screen, RunDialog))
            assert not session.workspace.evaluations and len(log(path)) == came
            await planned(pilot)
            assert f"{came} of 16 answers stand in the log" in screen_text(pilot)
            await pilot.press("down", "enter")
            await until(pilot, lambda: len(session.workspace.evaluations) == 1)
            assert len(server.calls) == 16


async def test_what_is_missing_is_told(application: Open, tmp_path: Path) -> None:
    """Without an endpoint, or a dataset, nothing begins and the remedy is said."""
    path = write(tmp_path, [candidate("one", "http://127.0.0.1:9/v1")], [])
    async with application(str(path)) as pilot:
        await pilot.press("6")
        await until(
            pilot, lambda: workspace_screen(pilot).tab == "evidence" and workspace_screen(pilot).body is not None
        )
        await pilot.press("R")
        await until(pilot, lambda: "no step has a golden dataset" in screen_text(pilot).replace("\n", " "))


def test_the_lines_of_a_run() -> None:
    """The wider the terminal the more columns; rates, times and money are those of the tally."""
    tally = Tally(wanted=10, totals=[0.2, 0.4], cost_usd=0.5, unknown_costs=1, retries=3)
    tally.verdicts.update({"ok": 3, "wrong": 1, "waiting": 1})
    state = RunState({("one", "answer"): tally}, Ended("finished"), 0.6, 2.0, 1, 10.0)
    cells = {
        column.key: cell.text
        for table in (run_table(state, 150),)
        for column, cell in zip(table.columns, table.rows[0].cells, strict=True)
    }
    assert (cells["done"], cells["right"], cells["cost"], cells["p50"]) == (
        "5/10 (1 wait)",
        "75 %",
        "$0.50+?",
        "0.30 s",
    )
    assert len(run_table(state, 80).columns) < len(run_table(state, 110).columns) < len(run_table(state, 150).columns)
    assert "5 of 10 answers · spent at most $0.60 of $2.00 · about 10.0 s to go" in state_words(state, False, False)
    assert state_words(state, True, False).endswith("paused")
    assert (bar(0, 4, 4), bar(2, 4, 4), bar(4, 4, 4)) == ("░░░░", "██░░", "████")


async def test_a_review_hides_names_and_goes_on_where_it_was_left(application: Open, tmp_path: Path) -> None:
    """What waits for a person comes first; verdicts are kept at once, count before a program's, and are one edit."""
    with serving(FaultServer()) as server:
        examples = [
            example(0, checks=["person"]),
            example(1, says="no"),
            example(2),
        ]
        path = write(tmp_path, [candidate(one, server.url) for one in ("alpha", "beta")], examples)
        async with application(str(path), size=(120, 40)) as pilot:
            await planned(pilot)
            await pilot.press("down", "enter")
            session = workspace_screen(pilot).session
            await until(pilot, lambda: len(session.workspace.evaluations) == 2)
            # What a person has to grade counts as nothing before they did.
            assert [(one.examples, one.successes) for one in session.workspace.evaluations] == [(2, 1), (2, 1)]
            await pilot.press("n")
            await until(pilot, lambda: isinstance(pilot.app.screen, ReviewDialog))
            dialog = pilot.app.screen
            assert isinstance(dialog, ReviewDialog)
            assert [[row.why for row in item.answers] for item in dialog._items] == [["person"] * 2, ["failure"] * 2]
            await until(pilot, lambda: "Answer B" in screen_text(pilot))
            in_front = " ".join(cell.text for one in dialog.query(Pane) for cell in one.paragraphs)
            assert "alpha" not in in_front and "beta" not in in_front
            await pilot.press("y")
            await until(pilot, lambda: dialog.given == 1)
            await pilot.press("escape")
            await until(pilot, lambda: any(one.examples == 3 for one in session.workspace.evaluations))
            await pilot.press("n")
            await until(pilot, lambda: isinstance(pilot.app.screen, ReviewDialog) and pilot.app.screen is not dialog)
            again = pilot.app.screen
            assert isinstance(again, ReviewDialog) and len(again._said) == 1
            for number, key in enumerate(("n", "y", "n"), 1):
                await pilot.press(key)
                await until(pilot, lambda: again.given >= number)  # noqa: B023
            await pilot.press("escape")
            await until(pilot, lambda: all(one.examples == 3 for one in session.workspace.evaluations))
            assert len(session.workspace.evaluations) == 2
            assert sum(one.successes for one in session.workspace.evaluations) == 4
    kept = [json.loads(line) for line in (tmp_path / "team.evidence" / "reviews.jsonl").read_text().splitlines()]
    assert len(kept) == 4 and all(one["blind"] and one["by"] and one["at"] for one in kept)


def test_the_order_of_answers_tells_nothing(tmp_path: Path) -> None:
    """It is another for each example, and the same whenever it is asked for."""
    orders = {
        tuple(sorted("abc", key=lambda one: shuffled((one, "s", "k", 1), f"digest {number}"))) for number in range(40)
    }
    assert len(orders) == 6


async def test_examples_are_added_edited_copied_and_taken_out(application: Open, tmp_path: Path) -> None:
    """Each change is in the file at once; what is no example is told and not written."""
    path = write(tmp_path, [candidate("one", "http://127.0.0.1:9/v1")], [example(1), example(2)])

    def examples() -> list[Example]:
        return list(read_golden((tmp_path / "golden" / "answer.jsonl").read_text("utf-8")).examples)

    async with application(str(path), size=(120, 40)) as pilot:
        await pilot.press("6")
        await until(
            pilot, lambda: workspace_screen(pilot).tab == "evidence" and workspace_screen(pilot).body is not None
        )
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, GoldenDialog))
        assert "2 examples of 50" in screen_text(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExampleDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "input: is empty" in screen_text(pilot))
        area = pilot.app.screen.query_one(TextArea)
        area.text = area.text.replace('"input": ""', '"input": "new"').replace('"value": ""', '"value": "x"')
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(examples()) == 3)
        assert examples()[2].input == "new" and examples()[2].added_on == "2026-11-22"
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExampleDialog))
        area = pilot.app.screen.query_one(TextArea)
        area.text = area.text.replace('"real_task"', '"rare"')
        await pilot.press("ctrl+s")
        await until(pilot, lambda: examples()[2].kind == "rare")
        await pilot.press("t")
        await until(pilot, lambda: bool(examples()[2].retired_on))
        await pilot.press("u")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExampleDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(examples()) == 4)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("enter")
        await until(pilot, lambda: len(examples()) == 15)
        assert examples()[-1].source == "starter set"
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, GoldenDialog))
