"""Where a finding is mended: the part of the document to go to, and what to select there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from shortlist.core.document.record import SECTIONS
from shortlist.core.document.workspace import Workspace
from shortlist.core.findings.case import Finding

_INDEX = re.compile(r"^[a-z.]+\[(\d+)\]")
_ASKS_FOR_ANSWERS = ("unchecked-must", "excluded-choice", "assumed-answer")
"""Rules whose remedy is an answer on the checklist, whatever place they name."""
_ASKS_FOR_PROSE = {
    "not-recommended": "rationale",
    "dearer-than-needed": "rationale",
    "close-call": "rationale",
    "long-context": "context_needs",
    "no-review": "review",
}
"""Rules whose remedy is to write, and in which section."""


class Place(NamedTuple):
    """A part of the document (scenario, candidates, answers, records), and what of it: the id of a step or a candidate,
    or a section of the record; None for all of it."""

    part: str
    item: str | None = None


def place_of(workspace: Workspace, finding: Finding) -> Place:
    """The part of the document in which a finding is mended, and what to select there."""
    if finding.rule in _ASKS_FOR_PROSE:
        return Place("records", _ASKS_FOR_PROSE[finding.rule])
    where = finding.where
    if where.startswith("scenario"):
        return Place("scenario", _nth([step.id for step in workspace.scenario.steps], where))
    if where.startswith("records"):
        section = where.rpartition(".sections.")[2]
        return Place("records", section if section in SECTIONS else None)
    part = "answers" if finding.rule in _ASKS_FOR_ANSWERS else "candidates"
    return Place(part, _candidate(workspace, where))


def _candidate(workspace: Workspace, where: str) -> str | None:
    """The candidate that a place is about: itself, that of an evaluation, or the one decided on there."""
    decision = workspace.decision
    if where.startswith("candidates"):
        return _nth([candidate.id for candidate in workspace.candidates], where)
    if where.startswith("evaluations"):
        return _nth([run.candidate for run in workspace.evaluations], where)
    if where.startswith("decision.steps"):
        row = next((step for index, step in enumerate(decision.steps) if f"steps[{index}]" in where), None)
        return None if row is None else row.default if where.endswith(".default") else row.fallback
    return decision.default if where == "decision.default" else decision.fallback


def _nth(ids: Sequence[str], where: str) -> str | None:
    found = _INDEX.match(where)
    return ids[int(found[1])] if found and int(found[1]) < len(ids) else None
