"""The facts of the record's sections, kept while what they are computed from stays the same.

Prose is no input of most sections, so writing computes none of them anew.
"""

from __future__ import annotations

from operator import is_

from shortlist.core.analysis import Analysis
from shortlist.tui.draw.lines import Cell
from shortlist.tui.screens.record.fact_lines import section_facts

MANY = 40
"""With more candidates than this, facts that are not known yet are computed beside the keys."""
FROM_THE_RECORD = frozenset({"risks", "review"})
"""Sections whose facts depend on the record itself, and on what is known beside the workspace."""


class KnownFacts:
    """The facts of each section for one width, with what they were computed from."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[tuple[object, ...], list[Cell] | None]] = {}

    def of(self, analysis: Analysis, section: str, width: int) -> list[Cell] | None:
        """The facts, where nothing that they depend on is another object than it was; None where they are not known."""
        basis, facts = self._known.get((section, width), ((), None))
        now = _basis(analysis, section)
        if len(basis) != len(now) or not all(map(is_, basis, now)):
            return None
        return facts

    def compute(self, analysis: Analysis, section: str, width: int) -> list[Cell]:
        """Compute the facts and keep them."""
        facts = section_facts(analysis, section, width)
        self._known[section, width] = (_basis(analysis, section), facts)
        return facts


def _basis(analysis: Analysis, section: str) -> tuple[object, ...]:
    if section in FROM_THE_RECORD:
        return (analysis,)
    one = analysis.workspace
    return (one.scenario, one.candidates, one.checks, one.answers, one.evaluations, one.decision)
