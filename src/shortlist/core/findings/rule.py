"""One rule, one row: its name, how bad what it finds is, in which section of the record it is told, where it is mended.

Whatever else must know a rule asks `RULES`; a row that leaves something out, or has a name or a place among the rules
that is taken, fails on import.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from shortlist.core.document.record import SECTIONS
from shortlist.core.document.workspace import Workspace
from shortlist.core.findings.finding import Case, Finding, Severity

Found = Iterator[tuple[str, str]]
"""What a rule finds: the key path where it lies, and the sentence that says what was found and what to do."""
Mend = Literal["there", "answers", "prose", "choice"]
THERE: Mend = "there"
"""Mended where it lies."""
ANSWERS: Mend = "answers"
"""Mended by an answer on the checklist, whatever place it names."""
CHOICE: Mend = "choice"
"""Mended by choosing a candidate, whatever place it names."""
PROSE: Mend = "prose"
"""Mended by writing, in the section in which it is told."""


@dataclass(frozen=True)
class Rule:
    name: str
    severity: Severity | Callable[[Case], Severity]
    order: int
    """Its place among those of the same severity: ten times the row of the contract's table, so that a rule between two
    renumbers nothing; the kept files come last."""
    section: str
    mend: Mend
    look: Callable[[Case], Found]
    of_the_files: bool = False
    """Whether it is about what is kept beside the workspace, and so no change of the decision."""

    def findings(self, case: Case) -> Iterator[Finding]:
        severity = self.severity if isinstance(self.severity, str) else self.severity(case)
        return (Finding(self.name, severity, where, message) for where, message in self.look(case))


RULES: dict[str, Rule] = {}
"""Every rule by its name."""


def rule(
    name: str,
    severity: Severity | Callable[[Case], Severity],
    *,
    order: int,
    section: str,
    mend: Mend,
    of_the_files: bool = False,
) -> Callable[[Callable[[Case], Found]], Callable[[Case], Found]]:
    """Make a function from the judged workspace to what it finds there a rule."""
    taken = [other.name for other in RULES.values() if name == other.name or order == other.order]
    if taken or section not in SECTIONS:
        raise ValueError(f"{name}: its name or its order is taken by {taken}, or {section!r} is no section")

    def add(look: Callable[[Case], Found]) -> Callable[[Case], Found]:
        RULES[name] = Rule(name, severity, order, section, mend, look, of_the_files)
        return look

    return add


def grave_once_accepted(case: Case) -> Severity:
    """A warning while the record is being written, an error once it is accepted."""
    return "error" if case.accepted else "warning"


def grave_once_proposed(case: Case) -> Severity:
    """A note while the record is being written, an error from the proposal on."""
    record = case.workspace.record
    if record is not None and record.status in ("proposed", "accepted"):
        return "error"
    return "info"


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
