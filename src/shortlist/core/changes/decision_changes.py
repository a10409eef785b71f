"""What changed between two states of a decision, as data: in what it rests on, in what that comes to, in findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.comparison.decided_steps import DecidedStep
from shortlist.core.document.field_names import field_at
from shortlist.core.document.leaf_differences import Difference, differences
from shortlist.core.document.workspace import Workspace, to_data
from shortlist.core.findings import Finding
from shortlist.core.findings.rule import RULES
from shortlist.core.records.freezing import frozen_outcome

Data = dict[str, Any]
INPUTS = ("scenario", "candidates", "checks", "answers", "evaluations", "decision")
RECORD = ("title", "decision_makers", "consulted", "informed", "sections", "triggers")
"""What of the record is compared: its words, people and triggers; its number, status and day always differ."""

Findings = dict[tuple[str, str], Finding]
"""Findings by their rule and by what they are about."""
_CANDIDATE = re.compile(r"^candidates\[(\d+)\]")
_RECORD = re.compile(r"^records\[\d+\]")


class Changes(NamedTuple):
    """The changes, in the order of the document; of findings before or after is the message, None where it is not."""

    inputs: tuple[Difference, ...]
    outcome: tuple[Difference, ...]
    findings: tuple[Difference, ...]


def changes(before: Analysis, after: Analysis) -> Changes:
    """What changed from one state to the other."""
    results = (row for row in differences(outcome_of(before), outcome_of(after)) if not row.order)
    came, went = findings_changed(before, after)
    findings = [Difference(key, finding.message, None) for key, finding in went.items()]
    findings += [Difference(key, None, finding.message) for key, finding in came.items()]
    return Changes(tuple(input_changes(before.workspace, after.workspace)), tuple(results), tuple(findings))


def input_changes(before: Workspace, after: Workspace) -> Iterator[Difference]:
    """What changed in scenario, candidates, checklist, evaluations, choice, and in the record's own words.

    Rows in another order are no change, nor is an empty list where none is the same.
    """
    for row in differences(_inputs(before), _inputs(after)):
        left_out = row.before in (None, ()) and row.after in (None, ())
        field = field_at(row.path) if left_out else None
        if not row.order and (field is None or field.default is None):
            yield row


def _inputs(workspace: Workspace) -> Data:
    data = to_data(workspace)
    record = data["records"][-1] if data.get("records") else {}
    told = {key: data[key] for key in INPUTS if key in data}
    return {**told, "record": {key: record[key] for key in RECORD if key in record}}


def outcome_of(analysis: Analysis) -> Data:
    """The result with every candidate's rank, which is its place in the list, what stands in each step, and how the
    limits of the whole are kept."""
    data = frozen_outcome(analysis)
    return {
        **data,
        "candidates": [{**row, "rank": rank} for rank, row in enumerate(data["candidates"], 1)],
        "steps": {one.step.id: _step(analysis, one) for one in analysis.decided},
        "limits": {state.limit: state.verdict for state in analysis.limits},
    }


def _step(analysis: Analysis, one: DecidedStep) -> Data:
    """Who was chosen for a step and how they stand there, who is recommended, and everybody's place in it."""
    advice = analysis.step_recommendations[one.step.id]
    told = {
        "default": one.default,
        "fallback": one.fallback,
        "recommended": advice.default,
        "recommended_fallback": advice.fallback,
        "cheapest_passing": advice.cheapest_passing,
    }
    named = {key: result.id for key, result in told.items() if result is not None}
    ranks = {id_: str(rank) for id_, rank in analysis.step_ranks[one.step.id].items()}
    statuses = {place.id: place.standing.status for place in analysis.step_places[one.step.id]}
    return {**named, "status": one.status or "undecided", "ranks": ranks, "statuses": statuses}


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
        if not RULES[finding.rule].of_the_files:
            found.setdefault((finding.rule, _RECORD.sub("record", place)), finding)
    return found
