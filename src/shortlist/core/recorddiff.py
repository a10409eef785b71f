"""What changed between two states of a decision: in what it rests on, and in what that comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.freezing import Difference, differences
from shortlist.core.outcome import outcome
from shortlist.core.workspace import to_data

Data = dict[str, Any]
INPUTS = ("scenario", "candidates", "checks", "answers", "evaluations", "decision")
RECORD = ("title", "decision_makers", "consulted", "informed", "sections", "triggers")
"""What of the record is compared: its words, people and triggers; its number, status and day always differ."""


class RecordDiff(NamedTuple):
    """The changes, in the order of the document."""

    inputs: tuple[Difference, ...]
    outcome: tuple[Difference, ...]


def diff(before: Analysis, after: Analysis) -> RecordDiff:
    """What changed from one state to the other; rows of lists belong together by what they are about."""
    inputs = differences(_inputs(before), _inputs(after))
    results = differences(_outcome(before), _outcome(after))
    return RecordDiff(tuple(inputs), tuple(results))


def _inputs(analysis: Analysis) -> Data:
    data = to_data(analysis.workspace)
    record = data["records"][-1] if data.get("records") else {}
    told = {key: data[key] for key in INPUTS if key in data}
    found: Data = _by_subject({**told, "record": {key: record[key] for key in RECORD if key in record}})
    return found


def _outcome(analysis: Analysis) -> Data:
    """The result with every candidate's rank, which is its place in the list."""
    data = outcome(analysis)
    rows = [{**row, "rank": rank} for rank, row in enumerate(data["candidates"], 1)]
    found: Data = _by_subject({**data, "candidates": rows})
    return found


def _by_subject(value: Any) -> Any:
    """Lists of tables as tables, by what each row is about; lists of words as one text."""
    if isinstance(value, Mapping):
        return {key: _by_subject(inside) for key, inside in value.items()}
    if not isinstance(value, list | tuple):
        return value
    if not all(isinstance(row, Mapping) for row in value):
        return ", ".join(map(str, value))
    rows: Data = {}
    for row in value:
        name = subject = _subject(row)
        number = 2
        while name in rows:
            name, number = f"{subject} ({number})", number + 1
        rows[name] = _by_subject({key: inside for key, inside in row.items() if key != "id"})
    return rows


def _subject(row: Mapping[str, Any]) -> str:
    """What a row of a list is about: its id, its metric with tier and setting, its check, its candidate and step."""
    for key in ("id", "check", "column", "kind"):
        if key in row:
            return str(row[key])
    if "metric" in row:
        tier = f" above {row['above_tokens']}" if row.get("above_tokens") else ""
        effort = f" at {row['effort']}" if row.get("effort") else ""
        return f"{row['metric']}{tier}{effort}"
    if "candidate" in row:
        return f"{row['candidate']} in {row.get('step')}"
    return str(row.get("step", "row"))


def value_words(value: object) -> str:
    """A value as people read it; what was not there says so."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_words(inside)}" for key, inside in value.items()) or "nothing"
    return value.isoformat() if isinstance(value, dt.date) else f"{value}" or "nothing"
