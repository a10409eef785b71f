"""The examples that somebody answered wrongly, each with what every candidate of its step made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shortlist.core.evidence.rows import ExampleRow, RowVerdict
from shortlist.core.evidence.runs import RunInForce

GRAVEST: tuple[RowVerdict, ...] = ("error", "cut", "invalid", "wrong", "escalated", "ok")
"""What is told of an example whose repeats did not all end alike: the gravest of them."""


class ExampleOutcome(NamedTuple):
    """An example of a step, and what the candidates made of it."""

    step: str
    digest: str
    id: str
    kind: str
    critical: bool
    answers: Mapping[str, tuple[ExampleRow, ...]]
    """By candidate its answers, one for each repeat; a candidate that was not asked has none."""

    def verdict(self, candidate: str) -> RowVerdict | None:
        """The gravest verdict on a candidate's answers; None where it was not asked."""
        given = {row.verdict for row in self.answers.get(candidate, ())}
        return next((one for one in GRAVEST if one in given), None)

    def right(self, candidate: str) -> tuple[int, int]:
        """How many of a candidate's answers are right, of how many."""
        rows = self.answers.get(candidate, ())
        return sum(row.verdict == "ok" for row in rows), len(rows)

    @property
    def failed(self) -> bool:
        """Whether any answer to it is not right."""
        return any(row.verdict != "ok" for rows in self.answers.values() for row in rows)


def failed_examples(runs: Iterable[RunInForce]) -> list[ExampleOutcome]:
    """Every example that was not always answered rightly, by step, those first that most candidates failed at.

    An example is the same in two runs where its digest is; runs without rows tell nothing of examples.
    """
    found: dict[tuple[str, str], dict[str, list[ExampleRow]]] = {}
    order: dict[str, int] = {}
    for one in runs:
        order.setdefault(one.run.step, len(order))
        for row in one.rows:
            found.setdefault((one.run.step, row.digest), {}).setdefault(one.run.candidate, []).append(row)
    examples = []
    for (step, digest), by_candidate in found.items():
        rows = [row for given in by_candidate.values() for row in given]
        if any(row.verdict != "ok" for row in rows):
            kind = next((row.kind for row in rows if row.kind), "")
            critical = any(row.critical for row in rows)
            answers = {candidate: tuple(given) for candidate, given in by_candidate.items()}
            examples.append(ExampleOutcome(step, digest, rows[0].example, kind, critical, answers))

    def place(one: ExampleOutcome) -> tuple[int, bool, int, str]:
        failing = sum(any(row.verdict != "ok" for row in rows) for rows in one.answers.values())
        return order[one.step], not one.critical, -failing, one.id

    return sorted(examples, key=place)
