"""Findings by kind: what is alike is said once, with whom it concerns as a list under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shortlist.core.basics.words import capitalised
from shortlist.core.changes.place_words import rule_told
from shortlist.core.document.problems import location_of
from shortlist.core.document.workspace import Workspace
from shortlist.core.findings import Finding

OMITTED = "…"
"""What stands in a sentence for the name that its list gives."""


class Alike(NamedTuple):
    """Findings that say the same of several candidates, or a single one."""

    told: str
    """The sentence; with `…` in place of the name where there are several."""
    names: tuple[str, ...]
    """The candidates that it is said of; empty where the sentence names all there is to name."""
    findings: tuple[Finding, ...]


class FindingKind(NamedTuple):
    """The findings of one rule and one severity."""

    severity: str
    name: str
    """The rule in words."""
    alike: tuple[Alike, ...]

    @property
    def number(self) -> int:
        """How many findings it has."""
        return sum(len(one.findings) for one in self.alike)


def finding_kinds(workspace: Workspace, found: Iterable[Finding]) -> list[FindingKind]:
    """Findings by kind, in the order in which the first of each stands."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        kinds.setdefault((one.severity, one.rule), []).append(one)
    return [
        FindingKind(severity, rule_told(rule), tuple(_alike(workspace, rows)))
        for (severity, rule), rows in kinds.items()
    ]


def _alike(workspace: Workspace, found: Sequence[Finding]) -> Iterable[Alike]:
    rows: dict[str, list[tuple[str, Finding]]] = {}
    for one in found:
        name = _subject(workspace, one)
        told = one.message
        if name:
            # Only its first mention is the subject; a sentence that names another candidate as well stays apart by it.
            told = told.replace(f"“{name}”", OMITTED, 1)
        rows.setdefault(told, []).append((name, one))
    for told, alike in rows.items():
        every = tuple(one for _, one in alike)
        if len(alike) == 1:
            yield Alike(alike[0][1].message, (), every)
        else:
            # Without the name in front a sentence begins with what is said of it.
            said = told.removeprefix(f"{OMITTED}: ")
            yield Alike(capitalised(said), tuple(name for name, _ in alike if name), every)


def _subject(workspace: Workspace, one: Finding) -> str:
    """The candidate that a finding lies at, where its sentence names it; empty otherwise."""
    match location_of(one.where):
        case ("candidates", int(at), *_) if at < len(workspace.candidates):
            name = workspace.candidates[at].name
            if f"“{name}”" in one.message:
                return name
    return ""
