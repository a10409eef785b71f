"""What the dialogs of the evidence show: a plan, a run under way, answers to be graded by hand."""

from __future__ import annotations

import types

from shortlist.core.calling.hand_grading import AnswerToGrade, ExampleToGrade
from shortlist.core.calling.plan import PlanLine
from shortlist.core.calling.run_progress import Ended, RunState, Tally
from shortlist.core.golden.examples import example_of
from shortlist.tui.flows.evaluating.tables import RunNames, plan_table
from shortlist.tui.widgets.grid import Table

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


def reviewed() -> list[ExampleToGrade]:
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
