"""Failed examples: the same example of several runs is one, its repeats together, the gravest first."""

from __future__ import annotations

import pytest

from shortlist.core.evidence.failures import failed_examples
from shortlist.core.evidence.files import RunRows
from shortlist.core.evidence.rows import ExampleRow, row_of, sums
from shortlist.core.evidence.runs import RunInForce


def rows(**verdicts: str) -> list[ExampleRow]:
    """Answers to examples by their names; several verdicts, apart by commas, are repeats."""
    return [
        row_of({"example": name, "digest": name, "verdict": verdict, "repeat": at, "critical": name == "z"})
        for name, told in verdicts.items()
        for at, verdict in enumerate(told.split(","), 1)
    ]


def held(candidate: str, step: str, found: list[ExampleRow] | None) -> RunInForce:
    """A run in force with these rows."""
    from datetime import date

    from shortlist.core.document.evaluation import Evaluation

    totals = sums(found) if found else {"examples": 3, "successes": 1}
    run = Evaluation(candidate=candidate, step=step, ran_on=date(2026, 11, 29), **totals)
    return RunInForce(0, run, None if found is None else RunRows(tuple(found)), frozenset(), ())


def test_what_everybody_answered_rightly_is_no_failure() -> None:
    """What one alone failed at is; it says what the other answered, and who was not asked."""
    found = failed_examples(
        [held("a", "s", rows(p="ok", q="wrong", r="ok")), held("b", "s", rows(p="ok", q="ok", r="error"))]
    )
    assert [(one.id, one.verdict("a"), one.verdict("b"), one.verdict("c")) for one in found] == [
        ("q", "wrong", "ok", None),
        ("r", "ok", "error", None),
    ]


def test_critical_ones_and_those_that_most_failed_at_come_first() -> None:
    """By step in the order of the runs; runs without rows tell nothing."""
    found = failed_examples(
        [
            held("a", "s", rows(p="wrong", q="wrong", z="wrong")),
            held("b", "s", rows(p="ok", q="invalid", z="ok")),
            held("a", "t", rows(p="wrong")),
            held("b", "t", None),
        ]
    )
    assert [(one.step, one.id) for one in found] == [("s", "z"), ("s", "q"), ("s", "p"), ("t", "p")]


@pytest.mark.parametrize(
    ("told", "verdict", "right"), [("ok,wrong,ok", "wrong", (2, 3)), ("error,invalid,ok", "error", (1, 3))]
)
def test_repeats_are_one_example_with_the_gravest_verdict(told: str, verdict: str, right: tuple[int, int]) -> None:
    """And with how many of them are right."""
    (one,) = failed_examples([held("a", "s", rows(p=told))])
    assert (one.verdict("a"), one.right("a"), one.failed) == (verdict, right, True)
