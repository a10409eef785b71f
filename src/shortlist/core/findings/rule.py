"""One rule, one row: its name, how bad what it finds is, in which section of the record it is told, how it is mended.

Whatever else must know a rule asks `RULES`; a row that leaves something out, or has a name or a place among the rules
that is taken, fails on import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from shortlist.core.document.record import SECTIONS
from shortlist.core.findings.case import Case, Finding, Severity

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
    """A row of the rules."""

    name: str
    severity: Severity | Callable[[Case], Severity]
    order: int
    """Its place among those of the same severity: the row of the contract's table; the kept files come last."""
    section: str
    mend: Mend
    look: Callable[[Case], Found]

    def findings(self, case: Case) -> Iterator[Finding]:
        severity = self.severity if isinstance(self.severity, str) else self.severity(case)
        return (Finding(self.name, severity, where, message) for where, message in self.look(case))


RULES: dict[str, Rule] = {}
"""Every rule by its name."""


def rule(
    name: str, severity: Severity | Callable[[Case], Severity], *, order: int, section: str, mend: Mend
) -> Callable[[Callable[[Case], Found]], Callable[[Case], Found]]:
    """Make a function from the judged workspace to what it finds there a rule."""
    taken = [other.name for other in RULES.values() if name == other.name or order == other.order]
    if taken or section not in SECTIONS:
        raise ValueError(f"{name}: its name or its order is taken by {taken}, or {section!r} is no section")

    def add(look: Callable[[Case], Found]) -> Callable[[Case], Found]:
        RULES[name] = Rule(name, severity, order, section, mend, look)
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
