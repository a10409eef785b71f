"""Where a finding is mended: the screen to go to, and what to select there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from shortlist.core.document.record import SECTIONS
from shortlist.core.document.workspace import Workspace
from shortlist.core.findings.case import Finding
from shortlist.core.findings.rule import ANSWERS, PROSE, RULES

Tab = Literal["scenario", "candidates", "checklist", "cost", "record"]
_INDEX = re.compile(r"^[a-z.]+\[(\d+)\]")


class Place(NamedTuple):
    """A screen, and the row in it: a candidate's id, a step's id, or a section of the record; None for all of it."""

    tab: Tab
    item: str | None = None


def place_of(workspace: Workspace, finding: Finding) -> Place:
    """The screen on which a finding is mended, and what to select there."""
    rule, where = RULES[finding.rule], finding.where
    if rule.mend == PROSE:
        return Place("record", rule.section)
    if where.startswith("scenario"):
        return Place("scenario", _nth([step.id for step in workspace.scenario.steps], where))
    if where.startswith("records"):
        section = where.rpartition(".sections.")[2]
        return Place("record", section if section in SECTIONS else None)
    tab: Tab = "checklist" if rule.mend == ANSWERS else "candidates"
    return Place(tab, _candidate(workspace, where))


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
