"""Where a finding is told, and where it is mended: the part of the document to go to, and what to select there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from shortlist.core.document.record import SECTIONS
from shortlist.core.document.workspace import Workspace
from shortlist.core.findings.case import Finding
from shortlist.core.findings.rule import ANSWERS, CHOICE, PROSE, RULES

_INDEX = re.compile(r"^[a-z.]+\[(\d+)\]")
_IN_PROSE = re.compile(r"records\[\d+\]\.sections\.(\w+)")


class Place(NamedTuple):
    """A part of the document (scenario, candidates, answers, records), and what of it: the id of a step or a candidate,
    or a section of the record; None for all of it."""

    part: str
    item: str | None = None


def place_of(workspace: Workspace, finding: Finding) -> Place:
    """The part of the document in which a finding is mended, and what to select there."""
    rule, where = RULES[finding.rule], finding.where
    if rule.mend == PROSE:
        return Place("records", rule.section)
    if rule.mend == CHOICE:
        return Place("candidates")
    if where.startswith("scenario"):
        return Place("scenario", _nth([step.id for step in workspace.scenario.steps], where))
    if where.startswith("records"):
        section = where.rpartition(".sections.")[2]
        return Place("records", section if section in SECTIONS else None)
    return Place("answers" if rule.mend == ANSWERS else "candidates", _candidate(workspace, where))


def section_of(finding: Finding) -> str:
    """The section of the record in which it is told: that of its rule, but what lies in prose is told beside it."""
    inside = _IN_PROSE.match(finding.where)
    return inside[1] if inside else RULES[finding.rule].section


def _candidate(workspace: Workspace, where: str) -> str | None:
    """The candidate that a place is about: itself, that of an evaluation, or the one decided on there."""
    if where.startswith("candidates"):
        return _nth([candidate.id for candidate in workspace.candidates], where)
    if where.startswith("evaluations"):
        return _nth([run.candidate for run in workspace.evaluations], where)
    decision = workspace.decision
    own = (step for index, step in enumerate(decision.steps) if f"steps[{index}]" in where)
    row = next(own, decision)
    return row.default if where.endswith(".default") else row.fallback


def _nth(ids: Sequence[str], where: str) -> str | None:
    found = _INDEX.match(where)
    return ids[int(found[1])] if found and int(found[1]) < len(ids) else None
