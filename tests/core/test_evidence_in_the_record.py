"""Runs in the decision: drafts cite them with n, interval, date and file; acceptance keeps their digests."""

from __future__ import annotations

from documents import analysed, candidate, document, evaluation, step

from shortlist.core.records.draft import draft
from tests.conftest import TODAY

USAGE = {"requests_per_month": 10_000, "input_tokens": 1000, "output_tokens": 100, "error_cost_usd": 2.0}
FIGURES = {"input_price": 1.0, "output_price": 2.0, "context_window": 100_000}
RUNS = [
    evaluation("a", 54, 60, tool="promptfoo", file="t.evidence/0123456789abcdef.jsonl", sha256="0" * 64),
    evaluation("b", 57, 60, graded_by="judge", judge_checked=12, critical_failures=1),
]


def test_a_draft_of_the_evaluation_cites_every_run() -> None:
    """With n, the interval, the day, the tool and the file; a judge with its checks; the pair with what it shows."""
    told = draft(
        analysed(document(step(usage=USAGE), [candidate("a", FIGURES), candidate("b", FIGURES)], evaluations=RUNS)),
        "evaluation",
    )
    first = next(line for line in told.splitlines() if line.startswith("- Model a in"))
    assert "right in 90 % (79.9 % to 95.3 %) of 60 answers" in first and f"run on {TODAY}" in first
    assert "with promptfoo, t.evidence/0123456789abcdef.jsonl" in first
    second = next(line for line in told.splitlines() if line.startswith("- Model b in"))
    assert "1 critical failure among them" in second and "12 verdicts of the judge checked" in second
    assert "no difference shown" in told and "unpaired" in told


def test_a_draft_of_what_is_left_before_launch_says_what_would_settle_it() -> None:
    """Whom to run on how many more, for how much, what that saves and what it may change."""
    found = analysed(
        document(
            step(usage=USAGE, needs={"max_error_rate": 0.1}),
            [candidate("a", FIGURES), candidate("b", FIGURES)],
            evaluations=RUNS[:1],
        )
    )
    told = draft(found, "before_launch")
    assert "more examples of “" in told and "a month on average" in told
    assert "changes the choice with a probability of" in told and "the bar is settled then with" in told


def test_where_nothing_can_be_saved_nothing_is_proposed() -> None:
    """One candidate alone: no look turns anything."""
    told = draft(analysed(document(step(usage=USAGE), [candidate("a", FIGURES)])), "before_launch")
    assert "more examples of" not in told
