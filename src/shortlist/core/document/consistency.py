"""What the parts of a workspace must agree on: references, ids, counts and ranges that depend on another key.

Works on plain data, before and whether or not its form is right, so that one reading reports every mistake at once.
Whatever has a wrong type is skipped here: the schema has told it already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from shortlist.core.basics.errors import Problem
from shortlist.core.basics.plain_data import table_at
from shortlist.core.basics.tolerance import equal
from shortlist.core.basics.unknown import LARGEST, minus
from shortlist.core.document.checklist import KNOWN_CHECKS, asked_once
from shortlist.core.document.metrics import METRICS, counts_errors, is_quality
from shortlist.core.document.problems import key_path, meant
from shortlist.core.document.record import NUMBERED
from shortlist.core.document.scenario import COLUMNS, Limits, Weights
from shortlist.core.document.secrets import secrets

Data = Mapping[str, Any]
Names = Mapping[str, None]
"""Ids in the order of the document, found at once however many they are."""
MOST_HINTED = 100
"""References to nothing of which it is told what is nearest, which takes comparing all names; a message shows fewer."""


class DeadReference(NamedTuple):
    """A reference to what is not there."""

    path: str
    what: str
    value: str
    known: Names

    def told(self, hinted: bool) -> Problem:
        """As a problem, on request with the names it may have meant."""
        message = f"no {self.what} {self.value!r}"
        if not self.known:
            message += f"; the workspace has no {self.what}s yet"
        elif hinted:
            message += f"; {meant(self.value, self.known)}"
        return Problem(self.path, message)


Found = Iterator[Problem | DeadReference]


def _tables(data: Data, key: str) -> list[tuple[int, Data]]:
    value = data.get(key)
    if not isinstance(value, list | tuple):
        return []
    return [(index, row) for index, row in enumerate(value) if isinstance(row, Mapping)]


def _is_number(value: object) -> bool:
    """Whether it is a number that the schema accepts as finite; anything else was told already."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


def _number(data: Data, key: str, default: float | None = None) -> float | None:
    value = data.get(key, default)
    return value if _is_number(value) else None


def _ids(data: Data, key: str) -> list[str] | None:
    """The ids of a list of tables; None where one is damaged, because then nothing can be said of references."""
    value = data.get(key)
    if value is None:
        return []
    ids = [row["id"] for _, row in _tables(data, key) if isinstance(row.get("id"), str)]
    if not isinstance(value, list | tuple) or len(ids) < len(value):
        return None
    return ids


class Ids(NamedTuple):
    """The ids that a document may refer to; None where they are too damaged to say."""

    steps: Names | None
    candidates: Names | None
    checks: Names | None


def ids_of(data: Data) -> Ids:
    """The ids of steps, candidates and checks in the plain data of a workspace."""
    steps, candidates, own = _ids(table_at(data, "scenario"), "steps"), _ids(data, "candidates"), _ids(data, "checks")
    return Ids(
        # Without a step nothing can refer to one, and that there is none is told by itself.
        dict.fromkeys(steps) if steps else None,
        None if candidates is None else dict.fromkeys(candidates),
        None if own is None else dict.fromkeys((*KNOWN_CHECKS, *own)),
    )


def inconsistencies(data: Data) -> list[Problem]:
    """Every disagreement in the plain data of a workspace."""
    ids = ids_of(data)
    return _told(problem for section in SECTIONS.values() for problem in section(data, ids)) + secrets(data)


def _told(found: Found) -> list[Problem]:
    """Every problem; of the first references to nothing what is nearest as well."""
    told: list[Problem] = []
    missing = 0
    for one in found:
        if isinstance(one, DeadReference):
            missing += 1
            one = one.told(missing <= MOST_HINTED)
        told.append(one)
    return told


def section_inconsistencies(section: str, data: Data, ids: Ids) -> list[Problem]:
    """Every disagreement of one section with itself and with the ids that it may refer to; no other is looked at."""
    check = SECTIONS.get(section)
    return [*(_told(check(data, ids)) if check else ()), *secrets(data)]


def _duplicates(rows: list[tuple[int, Data]], *place: str | int, key: str = "id") -> Found:
    seen: dict[object, int] = {}
    for index, row in rows:
        value = row.get(key)
        if isinstance(value, str | int) and seen.setdefault(value, index) != index:
            told = f"{value!r} is used already at {key_path((*place, seen[value]))}; choose another"
            yield Problem(key_path((*place, index, key)), told)


def _reference(row: Data, key: str, known: Names | None, what: str, place: tuple[str | int, ...]) -> Found:
    yield from _known(row.get(key), known, what, (*place, key))


def _known(value: object, known: Names | None, what: str, place: tuple[str | int, ...]) -> Found:
    if known is not None and isinstance(value, str) and value and value not in known:
        yield DeadReference(key_path(place), what, value, known)


def _scenario(scenario: Data, steps: Names | None, candidates: Names | None) -> Found:
    if scenario.get("steps") in ([], ()):
        yield Problem("scenario.steps", "at least one step is required; add [[scenario.steps]] with id and name")
    yield from _duplicates(_tables(scenario, "steps"), "scenario", "steps")
    yield from _reference(scenario, "task_step", steps, "step", ("scenario",))
    yield from _path(scenario, steps)
    weights = table_at(scenario, "weights")
    stated: dict[str, Any] = {column: Weights.model_fields[column].default for column in COLUMNS} | dict(weights)
    if len(stated) == len(COLUMNS) and not any(stated.values()):
        yield Problem("scenario.weights", "all weights are 0; at least one must be above 0")
    for index, step in _tables(scenario, "steps"):
        place = ("scenario", "steps", index)
        yield from _quality(table_at(step, "needs"), scenario.get("quality_metric"), (*place, "needs", "good_quality"))
        yield from _reference(table_at(step, "evaluation"), "judge", candidates, "candidate", (*place, "evaluation"))


def _path(scenario: Data, steps: Names | None) -> Found:
    """The stages of a task: each has a step, none stands twice, and one of them counts the tasks."""
    stages = scenario.get("path")
    if not isinstance(stages, list | tuple) or not stages or steps is None:
        return
    seen: set[str] = set()
    for number, stage in enumerate(stages):
        if not isinstance(stage, list | tuple):
            return
        if not stage:
            yield Problem(f"scenario.path[{number}]", "a stage lists one step or more; name one, or drop it")
        for index, step in enumerate(stage):
            place = ("scenario", "path", number, index)
            yield from _known(step, steps, "step", place)
            if isinstance(step, str) and step in seen:
                yield Problem(key_path(place), f"{step!r} stands in the path already; a task passes a step once")
            elif isinstance(step, str):
                seen.add(step)
    task = scenario.get("task_step") or next(reversed(list(steps)))
    if task in steps and task not in seen:
        yield Problem("scenario.path", f"holds no stage with the task step {task!r}; add it")


def _quality(needs: Data, metric: object, place: tuple[str | int, ...]) -> Found:
    """The good figure beside the lowest one: above it, or below it where the metric counts what is wrong."""
    metric = needs.get("quality_metric") or metric or Limits.model_fields["quality_metric"].default
    low, good = _number(needs, "min_quality"), _number(needs, "good_quality")
    if good is not None and needs.get("min_quality") is None:
        yield Problem(key_path(place), "has no lowest figure beside it; add min_quality, or leave it out")
    elif low is not None and good is not None and equal(good, low):
        yield Problem(key_path(place), f"must not equal min_quality ({low:g}); above it, or below it: lower is better")
    elif low is not None and isinstance(metric, str) and counts_errors(metric) and (good is None or good > low):
        told = f"{metric} counts what is wrong, so less is better: set a good_quality below min_quality ({low:g})"
        yield Problem(key_path(place), told)


def _candidates(data: Data, steps: Names | None, checks: Names | None) -> Found:
    rows = _tables(data, "candidates")
    yield from _duplicates(rows, "candidates")
    for index, candidate in rows:
        place = ("candidates", index)
        for step in table_at(candidate, "usage"):
            if steps is not None and step not in steps:
                yield DeadReference(key_path((*place, "usage", step)), "step", step, steps)
        for number, observation in _tables(candidate, "observations"):
            yield from _observation(observation, (*place, "observations", number))
        yield from _answers(_tables(candidate, "answers"), (*place, "answers"), checks, once=False)


def _observation(observation: Data, place: tuple[str | int, ...]) -> Found:
    metric, value = observation.get("metric"), _number(observation, "value")
    tier = _number(observation, "above_tokens", 0)
    if not isinstance(metric, str):
        return
    known = METRICS.get(metric)
    if known is not None and not known.price and tier and tier > 0:
        yield Problem(key_path((*place, "above_tokens")), f"only prices have tiers, and {metric} is none; leave it out")
    if is_quality(metric) and tier and tier > 0:
        yield Problem(key_path((*place, "above_tokens")), "only prices have tiers; leave it out")
    if value is None or known is None:
        return
    if known.positive and value <= 0:
        told = f"{metric} must be above 0, found {value:g}; leave out what is unknown"
    elif value < 0:
        told = f"{metric} must be 0 or more, found {value:g}"
    elif known.discount and value > 1:
        told = f"a share off, between 0 and 1, found {value:g}"
    elif known.whole and value != int(value):
        told = f"{metric} is a whole number, found {value:g}"
    else:
        return
    yield Problem(key_path((*place, "value")), told)


def _answers(rows: list[tuple[int, Data]], place: tuple[str | int, ...], checks: Names | None, once: bool) -> Found:
    for index, answer in rows:
        check = answer.get("check")
        here = (*place, index)
        yield from _reference(answer, "check", checks, "check", here)
        if isinstance(check, str) and (checks is None or check in checks) and asked_once(check) != once:
            where = "[[candidates.answers]]"
            if asked_once(check):
                where = "[[answers]], once per workspace"
            yield Problem(key_path((*here, "check")), f"{check} is answered in {where}")


def _evaluations(data: Data, steps: Names | None, candidates: Names | None) -> Found:
    counts = ("successes", "escalations", "errors", "invalid_outputs")
    for index, run in _tables(data, "evaluations"):
        place = ("evaluations", index)
        yield from _reference(run, "candidate", candidates, "candidate", place)
        yield from _reference(run, "step", steps, "step", place)
        examples = _number(run, "examples")
        made = sum(_number(run, count, 0) or 0 for count in counts)
        if examples is not None and made > examples:
            told = f"{' + '.join(counts)} make {made:g}, more than {examples:g} examples; correct a count"
            yield Problem(key_path((*place, "examples")), told)
        else:
            yield from _counts(run, examples, place)


def _counts(run: Data, examples: float | None, place: tuple[str | int, ...]) -> Found:
    """The counts that are part of another one."""
    checked = _number(run, "judge_checked")
    graded = examples if checked is None else checked
    wrong = minus(examples, _number(run, "successes"))
    slices = [_number(row, "examples", 0) or 0 for _, row in _tables(run, "slices")]
    of_others: list[tuple[tuple[str | int, ...], float | None, float | None, str]] = [
        (("critical_failures",), _number(run, "critical_failures"), wrong, "examples that were not answered rightly"),
        (("judge_checked",), checked, examples, "examples"),
        (("judge_agreed",), _number(run, "judge_agreed"), graded, "answers checked"),
        (("slices",), sum(slices), examples, "examples"),
    ]
    for list_, part, of, what in (
        ("metrics", "passed", "total", "looked at"),
        ("slices", "successes", "examples", "examples of the kind"),
    ):
        for index, row in _tables(run, list_):
            of_others.append(((list_, index, part), _number(row, part), _number(row, of), what))
    for key, count, whole, what in of_others:
        if count is not None and whole is not None and count > whole:
            yield Problem(key_path((*place, *key)), f"{count:g}, more than the {whole:g} {what}; correct a count")


def _decision(decision: Data, steps: Names | None, candidates: Names | None) -> Found:
    rows: list[tuple[Data, tuple[str | int, ...]]] = [(decision, ("decision",))]
    rows += [(row, ("decision", "steps", index)) for index, row in _tables(decision, "steps")]
    for row, place in rows:
        for key in ("default", "fallback"):
            yield from _reference(row, key, candidates, "candidate", place)
        yield from _reference(row, "step", steps, "step", place)
    yield from _duplicates(_tables(decision, "steps"), "decision", "steps", key="step")


def _records(data: Data) -> Found:
    rows = _tables(data, "records")
    yield from _duplicates(rows, "records", key="number")
    for index, record in rows:
        for number, trigger in _tables(record, "triggers"):
            place = key_path(("records", index, "triggers", number, "value"))
            kind, value = trigger.get("kind"), trigger.get("value")
            wanted: tuple[str, Callable[[object], bool]] | None = None
            if kind == "on_date":
                wanted = "the day, such as 2027-01-31, without quotes", lambda v: type(v) is dt.date
            elif kind in NUMBERED:
                wanted = "a number", _is_number
            if wanted and value is not None and not wanted[1](value):
                yield Problem(place, f"{kind} takes {wanted[0]}")


SECTIONS: dict[str, Callable[[Data, Ids], Found]] = {
    "scenario": lambda data, ids: _scenario(table_at(data, "scenario"), ids.steps, ids.candidates),
    "candidates": lambda data, ids: _candidates(data, ids.steps, ids.checks),
    "checks": lambda data, ids: _duplicates(_tables(data, "checks"), "checks"),
    "answers": lambda data, ids: _answers(_tables(data, "answers"), ("answers",), ids.checks, once=True),
    "evaluations": lambda data, ids: _evaluations(data, ids.steps, ids.candidates),
    "decision": lambda data, ids: _decision(table_at(data, "decision"), ids.steps, ids.candidates),
    "records": lambda data, ids: _records(data),
}
"""What each section must agree on: it depends on the section itself and on the ids it may refer to, on nothing else."""
