"""What changed between two states of a decision: in what it rests on, and in what that comes to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.document.workspace import Workspace, to_data
from shortlist.core.findings import Finding
from shortlist.core.records.freezing import Difference, differences
from shortlist.core.records.outcome import outcome

Data = dict[str, Any]
INPUTS = ("scenario", "candidates", "checks", "answers", "evaluations", "decision")
RECORD = ("title", "decision_makers", "consulted", "informed", "sections", "triggers")
"""What of the record is compared: its words, people and triggers; its number, status and day always differ."""

Findings = dict[tuple[str, str], Finding]
"""Findings by their rule and by what they are about."""
OF_THE_FILES = frozenset({"not-frozen", "record-mismatch"})
"""Findings about what was kept, not about the decision."""
_CANDIDATE = re.compile(r"^candidates\[(\d+)\]")
_RECORD = re.compile(r"^records\[\d+\]")


class Row(dict[str, Any]):
    """A row of a list as a table of its own; `raw` is the row as the document has it."""

    raw: Mapping[str, Any] = {}


class Words(str):
    """A list of words as one text."""

    items: tuple[str, ...] = ()


class RecordDiff(NamedTuple):
    """The changes, in the order of the document; of findings before or after is the message, None where it is not."""

    inputs: tuple[Difference, ...]
    outcome: tuple[Difference, ...]
    findings: tuple[Difference, ...]


def diff(before: Analysis, after: Analysis) -> RecordDiff:
    """What changed from one state to the other; rows of lists belong together by what they are about."""
    inputs = differences(inputs_of(before.workspace), inputs_of(after.workspace))
    results = differences(outcome_of(before), outcome_of(after))
    return RecordDiff(tuple(inputs), tuple(results), tuple(_findings(before, after)))


def _findings(before: Analysis, after: Analysis) -> Iterator[Difference]:
    came, went = findings_changed(before, after)
    yield from (Difference(".".join(key), finding.message, None) for key, finding in went.items())
    yield from (Difference(".".join(key), None, finding.message) for key, finding in came.items())


def inputs_of(workspace: Workspace) -> Data:
    """What a decision rests on: scenario, candidates, checklist, evaluations, choice, and the record's own words."""
    data = to_data(workspace)
    record = data["records"][-1] if data.get("records") else {}
    told = {key: data[key] for key in INPUTS if key in data}
    found: Data = _by_subject({**told, "record": {key: record[key] for key in RECORD if key in record}})
    return found


def outcome_of(analysis: Analysis) -> Data:
    """The result with every candidate's rank, which is its place in the list."""
    data = outcome(analysis)
    rows = [{**row, "rank": rank} for rank, row in enumerate(data["candidates"], 1)]
    found: Data = _by_subject({**data, "candidates": rows})
    return found


def findings_changed(before: Analysis, after: Analysis) -> tuple[Findings, Findings]:
    """The findings that came and those that went; what says the same elsewhere, or in other figures, is no change."""
    then, now = _by_place(before), _by_place(after)
    return _without(now, then), _without(then, now)


def _without(found: Findings, others: Findings) -> Findings:
    messages = {finding.message for finding in others.values()}
    return {key: one for key, one in found.items() if key not in others and one.message not in messages}


def _by_place(analysis: Analysis) -> Findings:
    """The findings on the decision by rule and by what they are about, wherever that stands in the file."""
    ids = [candidate.id for candidate in analysis.workspace.candidates]
    found: Findings = {}
    for finding in analysis.findings:
        place = _CANDIDATE.sub(lambda match: f"candidates.{ids[int(match[1])]}", finding.where)
        if finding.rule not in OF_THE_FILES:
            found.setdefault((finding.rule, _RECORD.sub("record", place)), finding)
    return found


def _by_subject(value: Any) -> Any:
    """Lists of tables as tables, by what each row is about; lists of words as one text."""
    if isinstance(value, Mapping):
        return {key: _by_subject(inside) for key, inside in value.items()}
    if not isinstance(value, list | tuple):
        return value
    if not all(isinstance(row, Mapping) for row in value):
        return _words(value)
    rows: Data = {}
    for row in value:
        name = subject = _subject(row)
        number = 2
        while name in rows:
            name, number = f"{subject} ({number})", number + 1
        rows[name] = Row(_by_subject({key: inside for key, inside in row.items() if key != "id"}))
        rows[name].raw = row
    return rows


def _words(items: Sequence[object]) -> Words:
    words = Words(", ".join(map(str, items)))
    words.items = tuple(map(str, items))
    return words


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
