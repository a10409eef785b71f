"""Answers that a person has to look at, without saying whose they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from shortlist.core.calling.answers import Logged, Place, Verdicts
from shortlist.core.calling.request import Asking
from shortlist.core.golden.examples import Example
from shortlist.core.golden.grading import grade

Why = Literal["person", "failure"]
WHY: Mapping[Why, str] = {
    "person": "its check asks for a person",
    "failure": "a check says that it is wrong",
}


class ReviewedAnswer(NamedTuple):
    """One answer, as it is laid before a person."""

    place: Place
    text: str
    why: Why
    said: bool | None
    """What a person said of it before; None: nobody has."""


class ReviewItem(NamedTuple):
    """An example with the answers to it, in an order that tells nothing of who gave them."""

    example: Example
    repeat: int
    answers: tuple[ReviewedAnswer, ...]

    @property
    def open(self) -> int:
        """Answers that nobody has looked at."""
        return sum(one.said is None for one in self.answers)


def to_review(askings: Sequence[Asking], log: Mapping[Place, Logged], verdicts: Verdicts) -> list[ReviewItem]:
    """What is to be looked at: first what waits for a person, then failures.

    The order of answers is that of a digest, so that it is another for each example and the same when the review goes
    on.
    """
    groups: dict[tuple[str, str, int], list[ReviewedAnswer]] = {}
    examples: dict[tuple[str, str, int], Example] = {}
    for one in askings:
        line = log.get(one.place)
        if line is None or line.answer is None or line.values["verdict"] == "cut":
            continue
        why = _why(one, line)
        if why is None:
            continue
        key = (one.step, one.example.digest, one.repeat)
        examples[key] = one.example
        told = ReviewedAnswer(one.place, line.answer.told, why, verdicts.person.get(one.place))
        groups.setdefault(key, []).append(told)
    items = [
        ReviewItem(examples[key], key[2], tuple(sorted(rows, key=lambda row: shuffled(row.place, key[1]))))
        for key, rows in groups.items()
    ]
    order = list(WHY)
    items.sort(key=lambda item: min(order.index(row.why) for row in item.answers))
    return items


def _why(asking: Asking, line: Logged) -> Why | None:
    assert line.answer is not None
    graded = grade(asking.example, line.answer)
    if graded.verdict is not None:
        return None if graded.verdict == "ok" else "failure"
    return "person" if any(check.type == "person" for check in graded.waiting) else None


def shuffled(place: Place, digest: str) -> str:
    """By what answers are ordered."""
    return hashlib.sha256("\x1f".join((digest, *map(str, place))).encode("utf-8", "replace")).hexdigest()


def review_line(place: Place, ok: bool, by: str, at: str) -> dict[str, Any]:
    """What a person said of an answer, as it is kept: what, who, when, and that they did not see whose it was."""
    return {"of": list(place), "ok": ok, "by": by, "at": at, "blind": True}
