"""The answers of a run: how each stands in the log, and the rows that they become.

A line of the log is a row with what it takes to grade it anew: the candidate, the step, what was asked, and the tools
that were called. The verdict of a judge stands in the ledger beside it, for it comes later and is paid by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import cut_short
from shortlist.core.calling.request import Asking
from shortlist.core.evidence.calibration import JUDGE_METRIC
from shortlist.core.evidence.rows import ExampleRow, ok_or_wrong, row_of
from shortlist.core.golden.grading import Call, Graded, Judged, ModelAnswer, grade

LONGEST_KEPT = 20_000  # characters of an answer that are kept
OF_THE_LOG = ("candidate", "step", "request", "calls", "refusal")  # what a line of the log has besides a row

AnswerKey = tuple[str, str, str, int]
"""Candidate, step, what was asked, and which repeat."""


class LoggedAnswer(NamedTuple):
    """A line of the log."""

    place: AnswerKey
    answer: ModelAnswer | None
    """None of a call that failed for good."""
    values: Mapping[str, Any]
    """The row as it was written."""


def logged(values: Mapping[str, Any]) -> LoggedAnswer | None:
    """A line of the log; None where it is none, for a kill may have torn it."""
    try:
        place = (str(values["candidate"]), str(values["step"]), str(values["request"]), int(values["repeat"]))
        if values["verdict"] == "error":
            return LoggedAnswer(place, None, values)
        calls = tuple(Call(str(one["name"]), str(one["arguments"])) for one in values.get("calls", ()))
        answer = ModelAnswer(
            str(values.get("text", values.get("answer", ""))),
            calls,
            str(values.get("finish_reason", "")),
            str(values.get("refusal", "")),
        )
    except (KeyError, TypeError, ValueError):
        return None
    return LoggedAnswer(place, answer, values)


def log_line(asking: Asking, row: Mapping[str, Any], answer: ModelAnswer | None) -> dict[str, Any]:
    """A line of the log, made of what is known when the answer is there."""
    told: dict[str, Any] = {
        "candidate": asking.candidate,
        "step": asking.step,
        "request": asking.key,
        "example": asking.example.id,
        "digest": asking.example.digest,
        "kind": asking.example.kind,
        "repeat": asking.repeat,
        "critical": asking.example.critical,
        **row,
    }
    if answer is None:
        return _clean({**told, "verdict": "error"})
    graded = grade(asking.example, answer)
    calls = [one._asdict() for one in answer.calls]
    return _clean(
        {
            **told,
            **graded_values(graded),
            "answer": answer.told,
            "text": answer.text if calls else "",
            "calls": calls,
            "refusal": answer.refusal,
            "finish_reason": answer.finish_reason,
            "waiting": [check.type for check in graded.waiting],
            # What waits for a judge or a person is no verdict yet; whatever reads the log alone finds none.
            "verdict": graded.verdict or "waiting",
        }
    )


def as_kept(text: str) -> str:
    """As much of a text as is kept."""
    return cut_short(text, LONGEST_KEPT)


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in values.items() if one is not None and one is not False and one not in ("", [], {})}


def graded_values(graded: Graded) -> dict[str, Any]:
    """What grading adds to a row."""
    return {
        "verdict": graded.verdict,
        "metrics": dict(graded.metrics),
        "graded_by": graded.graded_by,
        "reason": as_kept(graded.reason),
    }


class AnswerVerdicts(NamedTuple):
    """What was said of answers beside the checks that a program decides, by the answer's place."""

    judge: Mapping[AnswerKey, Judged] = {}
    person: Mapping[AnswerKey, bool] = {}
    notes: Mapping[AnswerKey, str] = {}


def final(asking: Asking, found: LoggedAnswer, verdicts: AnswerVerdicts) -> ExampleRow | None:
    """The row of an answer by the checks as they are now; None while it waits for a judge or a person.

    What a person says stands over everything but an answer that never came or was cut.
    """
    values = {key: one for key, one in found.values.items() if key not in OF_THE_LOG and key not in ("text", "waiting")}
    values |= {
        "example": asking.example.id,
        "digest": asking.example.digest,
        "kind": asking.example.kind,
        "critical": asking.example.critical,
        "answer": as_kept(str(values.get("answer", ""))),
    }
    if found.answer is None or values["verdict"] == "cut":
        return row_of(_clean(values))
    graded = _settled(grade(asking.example, found.answer), found.place, verdicts)
    if graded.verdict is None:
        return None
    return row_of(_clean({**values, **graded_values(graded)}))


def _settled(graded: Graded, place: AnswerKey, verdicts: AnswerVerdicts) -> Graded:
    said = verdicts.person.get(place)
    if said is not None and graded.verdict != "cut":
        note, metrics = verdicts.notes.get(place, ""), dict(graded.metrics)
        if judged_alone(graded) and place in verdicts.judge:
            # What the judge said in the person's place stays known: its calibration is held against it.
            metrics[JUDGE_METRIC] = verdicts.judge[place].passed
        return graded._replace(verdict=ok_or_wrong(said), graded_by="person", reason=note, metrics=metrics, waiting=())
    if graded.verdict is not None or not graded.waiting:
        return graded
    judge, metrics = verdicts.judge.get(place), dict(graded.metrics)
    if any(check.type == "judge" for check in graded.waiting):
        if judge is None:
            return graded
        metrics[JUDGE_METRIC] = judge.passed
        if not judge.passed:
            return graded._replace(
                verdict="wrong", graded_by="judge", reason=f"judge: {judge.reason}", metrics=metrics, waiting=()
            )
    if any(check.type == "person" for check in graded.waiting):
        return graded._replace(metrics=metrics)
    return graded._replace(verdict="ok", graded_by="judge", metrics=metrics, waiting=())


def judged_alone(graded: Graded) -> bool:
    """Whether a judge decides of an answer, and no person has to."""
    return bool(graded.waiting) and all(check.type == "judge" for check in graded.waiting)


class Collected(NamedTuple):
    """The rows of one candidate in one step."""

    candidate: str
    step: str
    rows: tuple[ExampleRow, ...]
    waiting: int
    """Answers that a judge or a person has not graded."""
    missing: int
    """Answers that were wanted and are not there."""


def collect(
    askings: Sequence[Asking], log: Mapping[AnswerKey, LoggedAnswer], verdicts: AnswerVerdicts
) -> list[Collected]:
    """The rows of each candidate and step by what the log holds, in the order of the examples."""
    groups: dict[tuple[str, str], list[Asking]] = {}
    for one in askings:
        groups.setdefault((one.candidate, one.step), []).append(one)
    found = []
    for (candidate, step), wanted in groups.items():
        rows, waiting, missing = [], 0, 0
        for one in wanted:
            line = log.get(one.place)
            if line is None:
                missing += 1
            elif (row := final(one, line, verdicts)) is not None:
                rows.append(row)
            else:
                waiting += 1
        found.append(Collected(candidate, step, tuple(rows), waiting, missing))
    return found


def read_judged(lines: Iterable[Mapping[str, Any]]) -> dict[AnswerKey, Judged]:
    """The verdicts of judges that a ledger holds."""
    found = {}
    for one in lines:
        told = one.get("judged")
        if isinstance(told, dict):
            try:
                place = answer_key(told["of"])
                found[place] = Judged(bool(told["pass"]), str(told.get("reason", "")))
            except (KeyError, TypeError, ValueError, ShortlistError):
                continue
    return found


def answer_key(values: Any) -> AnswerKey:
    """A place as the ledger has it, a list."""
    candidate, step, key, repeat = values
    return str(candidate), str(step), str(key), int(repeat)
