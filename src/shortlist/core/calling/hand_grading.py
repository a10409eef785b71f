"""Hand grading: the answers that a person has to grade, without being told whose they are.

What waits for a person comes first, then failures, then a sample of what a judge graded: whether it is trusted depends
on how often a person who did not see its verdict says the same. The sample is drawn without regard to what the judge
said, for rates of a judge that is looked at only where it found fault would be too low.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from shortlist.core.calling.logged_answers import AnswerKey, AnswerVerdicts, LoggedAnswer, judged_alone
from shortlist.core.calling.request import Asking
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import with_value
from shortlist.core.evidence.calibration import SURE_CHECKS, JudgeCheck, Judging
from shortlist.core.golden.examples import Example
from shortlist.core.golden.grading import grade

Why = Literal["person", "failure", "judge"]
WHY: Mapping[Why, str] = {
    "person": "its check asks for a person",
    "failure": "a check says that it is wrong",
    "judge": "a judge graded it, and is held against you",
}
Checked = tuple[str, str, str, int]
"""An answer whose judge was checked: candidate, step, digest of the example, repeat."""


class AnswerToGrade(NamedTuple):
    """One answer, as it is laid before a person."""

    place: AnswerKey
    text: str
    why: Why
    said: bool | None
    """What a person said of it before; None: nobody has."""
    judge_right: bool | None = None
    """What the judge said of it, where it is held against the person; never shown."""


class ExampleToGrade(NamedTuple):
    """An example with the answers to it, in an order that tells nothing of who gave them."""

    example: Example
    repeat: int
    answers: tuple[AnswerToGrade, ...]

    @property
    def open(self) -> int:
        """Answers that nobody has graded."""
        return sum(one.said is None for one in self.answers)


def to_grade(
    askings: Sequence[Asking],
    log: Mapping[AnswerKey, LoggedAnswer],
    verdicts: AnswerVerdicts,
    checked: Mapping[Checked, bool] = {},
) -> list[ExampleToGrade]:
    """What is to be graded; `checked` is what a person said of answers in the judge's place.

    The order of answers is that of a digest, so that it is another for each example and the same when the grading
    goes on.
    """
    groups: dict[tuple[str, str, int], list[AnswerToGrade]] = {}
    examples: dict[tuple[str, str, int], Example] = {}
    sampled = _sampled(askings, log, verdicts, checked)
    for one in askings:
        line = log.get(one.place)
        if line is None or line.answer is None or line.values["verdict"] == "cut":
            continue
        told = _answer_to_grade(one, line, verdicts, sampled, checked)
        if told is not None:
            key = (one.step, one.example.digest, one.repeat)
            examples[key] = one.example
            groups.setdefault(key, []).append(told)
    items = [
        ExampleToGrade(examples[key], key[2], tuple(sorted(rows, key=lambda row: shuffled(row.place, key[1]))))
        for key, rows in groups.items()
    ]
    order = list(WHY)
    items.sort(key=lambda item: min(order.index(row.why) for row in item.answers))
    return items


def _answer_to_grade(
    asking: Asking,
    line: LoggedAnswer,
    verdicts: AnswerVerdicts,
    sampled: frozenset[AnswerKey],
    checked: Mapping[Checked, bool],
) -> AnswerToGrade | None:
    """An answer as it is laid before a person; None where it needs none."""
    assert line.answer is not None
    place, text = asking.place, line.answer.told
    if place in sampled:
        return AnswerToGrade(place, text, "judge", checked.get(_checked(asking)), verdicts.judge[place].passed)
    graded, judged = grade(asking.example, line.answer), verdicts.judge.get(place)
    if any(check.type == "person" for check in graded.waiting):
        why: Why = "person"
    elif graded.verdict not in ("ok", None) or (graded.waiting and judged is not None and not judged.passed):
        why = "failure"
    else:
        return None
    return AnswerToGrade(place, text, why, verdicts.person.get(place))


def _sampled(
    askings: Sequence[Asking],
    log: Mapping[AnswerKey, LoggedAnswer],
    verdicts: AnswerVerdicts,
    checked: Mapping[Checked, bool],
) -> frozenset[AnswerKey]:
    """The answers by which the judge of a step is held against a person: those checked, and as many as make it sure."""
    by_step: dict[str, list[Asking]] = {}
    for one in askings:
        line = log.get(one.place)
        if line is None or line.answer is None or one.place not in verdicts.judge or one.place in verdicts.person:
            continue
        if line.values["verdict"] != "cut" and judged_alone(grade(one.example, line.answer)):
            by_step.setdefault(one.step, []).append(one)
    found: set[AnswerKey] = set()
    for judged in by_step.values():
        done = [one for one in judged if _checked(one) in checked]
        left = [one for one in judged if _checked(one) not in checked]
        left.sort(key=lambda one: shuffled(one.place, one.example.digest))
        found.update(one.place for one in (*done, *left[: max(0, SURE_CHECKS - len(done))]))
    return frozenset(found)


def _checked(asking: Asking) -> Checked:
    return asking.candidate, asking.step, asking.example.digest, asking.repeat


def shuffled(place: AnswerKey, digest: str) -> str:
    """By what answers are ordered."""
    return hashlib.sha256("\x1f".join((digest, *map(str, place))).encode("utf-8", "replace")).hexdigest()


def hand_grade_line(place: AnswerKey, ok: bool, by: str, at: str) -> dict[str, Any]:
    """What a person said of an answer, as it is kept: what, who, when, and that they did not see whose it was."""
    return {"of": list(place), "ok": ok, "by": by, "at": at, "blind": True}


def with_judge_counts(
    workspace: Workspace, judging: Judging, checks: Iterable[JudgeCheck], runs: Collection[Evaluation]
) -> Workspace:
    """The workspace with the counts in those of these runs that the judge graded, so that they hold without the file.

    `checks` are all of this judge, each answer once. A run counts those of its own candidate.
    """
    alike = Counter((check.candidate, check.judge_right == check.person_right) for check in checks)
    graded = {id(one) for one in runs if one.step == judging.step and one.graded_by == "judge"}
    for place, run in enumerate(workspace.evaluations):
        agreed = alike[run.candidate, True]
        number = agreed + alike[run.candidate, False]
        if id(run) in graded and 0 < number <= run.examples:
            for key, value in (("judge_checked", number), ("judge_agreed", agreed)):
                workspace = with_value(workspace, ("evaluations", place, key), value)
    return workspace
