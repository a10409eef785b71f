"""How the dialogs of the evidence look: a plan, a run under way, hand grading, golden examples, failures."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from shortlist.core.calling.hand_grading import AnswerToGrade, ExampleToGrade
from shortlist.core.calling.plan import PlanLine
from shortlist.core.calling.run_progress import Ended, RunState, Tally
from shortlist.core.evidence.failures import failed_examples
from shortlist.core.golden.examples import example_of
from shortlist.store.workspaces import Store
from shortlist.tui.flows.evaluating.example_dialog import NEW, ExampleDialog
from shortlist.tui.flows.evaluating.golden_dialog import GoldenDialog, bars
from shortlist.tui.flows.evaluating.hand_grading_dialog import HandGradingDialog
from shortlist.tui.flows.evaluating.plan_dialog import PlanDialog
from shortlist.tui.flows.evaluating.run_dialog import RunDialog
from shortlist.tui.flows.evaluating.tables import RunNames, plan_table
from shortlist.tui.screens.evidence.failure_dialog import FailureDialog
from shortlist.tui.widgets.grid import Table
from tests.conftest import TODAY
from tests.tui.conftest import Open, screen_text, until, workspace_screen
from tests.tui.evidence_workspaces import golden, three
from tests.tui.snapshots import SIZES, assert_snapshot

Sizes = tuple[tuple[int, int], ...]

PLAN = [
    "120 calls in all, at most $0.23 without retries",
    "40 of 120 answers stand in the log and are not asked again ($0.05 spent on them)",
]


def planned() -> Table:
    """A plan of two candidates, one of which has no price."""
    lines = (
        PlanLine("gpt-6-luna", "classify", 60, 60, 0, 0.14),
        PlanLine("gpt-oss-120b", "classify", 60, 60, 60, None),
    )
    names = RunNames({"gpt-6-luna": "GPT-6 Luna", "gpt-oss-120b": "gpt-oss-120b (low)"}, {"classify": "Classify"})
    return plan_table(types.SimpleNamespace(lines=lines), names)  # type: ignore[arg-type]


def under_way() -> RunState:
    """A run of two candidates, one of which lags behind."""
    ahead = Tally(60, before=20, asked=31, retries=2, cost_usd=0.031, totals=[0.4 + n / 90 for n in range(48)])
    behind = Tally(60, before=20, asked=9, retries=6, cost_usd=0.02, totals=[0.9 + n / 9 for n in range(26)])
    ahead.ttfts, behind.ttfts = ([0.1 + (n % 7) / 40 for n in range(30)] for _ in range(2))
    ahead.verdicts.update({"ok": 44, "wrong": 3, "invalid": 1, "waiting": 2})
    behind.verdicts.update({"ok": 15, "wrong": 10, "error": 2})
    ahead.answered = {f"{n}": n % 16 != 0 for n in range(48)}
    behind.answered = {f"{n}": n % 5 < 3 for n in range(25)}
    step = "classify"
    tallies = {("gpt-6-luna", step): ahead, ("deepseek-v4-1-flash", step): behind}
    return RunState(tallies, Ended("finished"), 0.061, 0.3, 0, 21.0)


def to_be_graded() -> list[ExampleToGrade]:
    """An example with three answers, one of them graded."""
    values = {
        "id": "q017",
        "kind": "ambiguous",
        "input": "The box came, but one of the two lamps is broken and the other one is not what I ordered.",
        "checks": [{"judge": "It asks which of the two the customer wants sorted out first."}],
    }
    texts = ["Which of the two shall we begin with?", "We refund both.", "Please send a photo.\nThen we see."]
    answers = [
        AnswerToGrade((f"c{number}", "classify", "k", 1), text, "judge", True if number == 0 else None, number != 1)
        for number, text in enumerate(texts)
    ]
    return [ExampleToGrade(example_of(values), 1, tuple(answers))]


async def seen(pilot: Pilot[None], dialog: Screen[Any], name: str, sizes: Sizes = SIZES) -> None:
    """Compare a dialog over the screen with its golden pictures, small and larger, and leave it."""
    pilot.app.push_screen(dialog)
    await until(pilot, lambda: pilot.app.screen is dialog and dialog.is_mounted)
    # A run draws itself by the clock: before that it says that it begins.
    await until(pilot, lambda: "Beginning …" not in screen_text(pilot))
    await pilot.pause(0.05)
    await assert_snapshot(pilot, name, sizes)
    pilot.app.pop_screen()


@pytest.mark.walk
async def test_the_dialogs_look_as_they_should(
    application: Open, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the screen of the evidence; where the terminal grows, more answers stand side by side."""
    path: Path = three(store)
    golden(path)
    monkeypatch.setattr(RunDialog, "_make", lambda self: None)
    async with application(str(path)) as pilot:
        screen = workspace_screen(pilot)
        await pilot.press("6")
        await until(pilot, lambda: screen.tab == "evidence" and screen.session.analysis.evidence is not None)
        workspace, analysis = screen.session.workspace, screen.session.analysis
        running = RunDialog(types.SimpleNamespace(workspace=workspace), {})  # type: ignore[arg-type]
        running._under_way = types.SimpleNamespace(state=under_way(), paused=False)  # type: ignore[assignment]
        step = workspace.scenario.steps[0]
        examples = failed_examples(analysis.runs)
        await seen(pilot, PlanDialog(planned(), PLAN, budget=True), "evidence-plan")
        await seen(pilot, running, "evidence-running")
        await seen(pilot, HandGradingDialog(to_be_graded(), lambda *_: None), "evidence-review")
        await seen(pilot, GoldenDialog(path, step, TODAY), "evidence-golden", (*SIZES, (200, 60)))
        await seen(pilot, FailureDialog(analysis, examples, 0, lambda _: None), "evidence-failure")
        await seen(pilot, ExampleDialog("A new example", {"id": "q061", **NEW}), "evidence-example")


def test_no_line_end_parts_a_bar_from_its_name() -> None:
    """What a dataset covers goes on in another line, beneath the first, as whole counts."""
    kinds = {"adversarial": 20, "edge_case": 10, "real_task": 20}
    assert bars("60 examples  ", kinds, 74).splitlines() == [
        "60 examples  adversarial ████████ 20   edge case ████ 10",
        "             real task ████████ 20",
    ]
    assert len(bars("60 examples  ", kinds, 116).splitlines()) == 1
    assert bars("60 examples  ", kinds, 10).count("\n") == 2, "one a line at least"
