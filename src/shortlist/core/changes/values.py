"""Values that changed, and rows of lists, in words: figures with their unit and by how much, names for ids."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_origin

from shortlist.core.assessment.column_value import level_name
from shortlist.core.basics.text_diff import excerpt, text_changes
from shortlist.core.basics.words import count, listed, moved, then_now, yes_no
from shortlist.core.document.checklist import KNOWN_CHECKS
from shortlist.core.document.field_names import WITHOUT_SHARE, field_at, figure, label_of, per, plain_type, unit_of
from shortlist.core.document.metrics import METRIC_UNITS, index_name, is_quality
from shortlist.core.document.record import Trigger, trigger_value, trigger_words
from shortlist.core.document.vocabulary import ACCESS
from shortlist.core.document.workspace import Workspace

PlacePath = tuple[str, ...]
NOT_SET = "not set"
LONG = 60  # A text longer than this is shown only around the places where it differs


class DocumentNames(NamedTuple):
    """What people call the things that a document knows by their ids."""

    candidates: Mapping[str, str]
    steps: Mapping[str, str]

    def candidate(self, id_: str | None, nobody: str = "nobody") -> str:
        """A candidate's name; without an id that there is none."""
        if not id_:
            return nobody
        return self.candidates.get(id_, id_)

    def step(self, id_: str) -> str:
        """A step's name, in quotes."""
        return f"“{self.steps.get(id_, id_)}”"


def names_of(before: Workspace, after: Workspace) -> DocumentNames:
    """The names of both states, the later one's where they differ; an id is added where several share a name."""
    candidates = {one.id: one.name for side in (before, after) for one in side.candidates}
    times = Counter(candidates.values())
    apart = {id_: f"{name} ({id_})" for id_, name in candidates.items() if times[name] > 1}
    steps = {step.id: step.name for side in (before, after) for step in side.scenario.steps}
    return DocumentNames({**candidates, **apart}, steps)


def unit_at(path: PlacePath, row: Mapping[str, Any]) -> str:
    """The unit of a figure: its metric's in an observation, else its field's."""
    if path[-1] == "value" and "metric" in row:
        return METRIC_UNITS.get(row["metric"], "points")
    return unit_of(field_at(path))


def changed_words(path: PlacePath, row: Mapping[str, Any], was: Any, now: Any, names: DocumentNames) -> list[str]:
    """What a field was and is; of a long text, on lines of their own, the passages that differ."""
    if isinstance(was, list | tuple) or isinstance(now, list | tuple):
        return [_list_words(was, now)]
    if isinstance(was, str) and isinstance(now, str) and max(len(was), len(now)) > LONG:
        return ["", *(f"  {line}" for line in text_changes(was, now))]
    if path[-3:-2] == ("triggers",) and path[-1] == "value":
        kind = row["kind"]
        return [then_now(*(trigger_value(Trigger(kind=kind, value=side), NOT_SET) for side in (was, now)))]
    unit = unit_at(path, row)
    told = then_now(*(value_words(path, side, unit, names) for side in (was, now)))
    numbers = isinstance(was, int | float) and isinstance(now, int | float)
    if numbers and unit not in WITHOUT_SHARE and (share := moved(was, now)):
        told += f" ({share})"
    if per(unit):
        told += f", {per(unit)}"
    return [told]


def value_words(path: PlacePath, value: object, unit: str, names: DocumentNames) -> str:
    """A value of the document as people read it."""
    if value is None or value == "":
        # What is in force where nothing was set: the default, where there is one.
        default = getattr(field_at(path), "default", None)
        if not isinstance(default, str | int | float) or default == "":
            return NOT_SET
        return f"{value_words(path, default, unit, names)} ({NOT_SET})"
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, int | float):
        return figure(value, unit)
    if isinstance(value, dt.date):
        return value.isoformat()
    text = " ".join(str(value).split())
    if path[-1] == "task_step":
        return names.step(text)
    if path[-1] == "quality_metric":
        return index_name(text)
    field = field_at(path)
    if field is not None and get_origin(plain_type(field.annotation)) is Literal:
        return text.replace("_", " ")
    return f"“{text}”"


def _list_words(was: Sequence[object] | None, now: Sequence[object] | None) -> str:
    """What came to a list and what went from it."""
    before, after = ([str(item).replace("_", " ") for item in side or ()] for side in (was, now))
    came = [item for item in after if item not in before]
    went = [item for item in before if item not in after]
    if not came and not went:
        return then_now(*(NOT_SET if side is None else ", ".join(map(str, side)) or "none" for side in (was, now)))
    return "; ".join(f"{listed(items)} {how}" for items, how in ((came, "added"), (went, "removed")) if items)


Raw = Mapping[str, Any]


def check_name(id_: str) -> str:
    """A check in words; one of the team's own by its id."""
    if id_ in KNOWN_CHECKS:
        return KNOWN_CHECKS[id_].label
    return f"“{id_}”"


def row_name(list_: str, row: Raw, names: DocumentNames) -> str:
    match list_:
        case "observations":
            metric = row["metric"]
            name = f"Quality on {index_name(metric)}" if is_quality(metric) else label_of(metric)
            if row.get("above_tokens"):
                name += f" above {row['above_tokens']:,.0f} tokens"
            if row.get("effort"):
                name += f" at effort {row['effort']}"
            return name
        case "answers":
            return f"Answer on {check_name(row['check']).lower()}"
        case "checks":
            return f"Check {check_name(row['id']).lower()}"
        case "overrides":
            return f"Own rating of {label_of(row['column']).lower()}"
        case "evaluations":
            return f"{names.candidate(row['candidate'])} in {names.step(row['step'])}"
        case "triggers":
            return f"Trigger {row['kind'].replace('_', ' ')}"
    return ""


def row_told(list_: str, row: Raw, names: DocumentNames) -> str:
    """A row that came or went: what it is about, and what it says."""
    name = "Trigger" if list_ == "triggers" else row_name(list_, row, names)
    return ": ".join(filter(None, (name, _said(list_, row))))


def _said(list_: str, row: Raw) -> str:
    note = f", “{excerpt(row['note'])}”" if row.get("note") else ""
    match list_:
        case "observations":
            unit = unit_at(("value",), row)
            told = f"{figure(row['value'], unit)} {per(unit)}".rstrip()
            return f"{told} ({row['source']}, {row['as_of']})"
        case "answers":
            return f"{row['verdict'].replace('_', ' ')}{note}"
        case "checks":
            return ", ".join(filter(None, (row.get("importance"), row.get("question"))))
        case "overrides":
            return f"{level_name(row['column'], row['level'])}, “{excerpt(row['reason'])}”"
        case "evaluations":
            return f"{row['successes']:,} of {count(row['examples'], 'example')} right on {row['ran_on']}"
        case "triggers":
            return f"{trigger_words(Trigger.model_validate(row))}{note}"
        case "candidates":
            return f"{ACCESS[row['access']].name}, {row['provider']}"
    return ""
