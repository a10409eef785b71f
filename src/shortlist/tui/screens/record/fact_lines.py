"""The computed facts of a section as lines for the screen: the Markdown that an export writes, laid out for a width.

Tables are aligned, wrapped or told row by row, so that nothing is cut off at 80 columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import is_

from shortlist.core.analysis import Analysis
from shortlist.tui.draw.lines import Cell
from shortlist.tui.screens.record.fact_table import table_lines

_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
_AUTOLINK = re.compile(r"(?<!\\)<((?:https?://|mailto:)[^\s<>]+)>", re.IGNORECASE)


def plain_text(markdown: str) -> str:
    """A line of the facts without the signs of Markdown."""
    return _ESCAPED.sub(r"\1", _AUTOLINK.sub(r"\1", _BOLD.sub(r"\1", markdown)))


def fact_lines(blocks: Iterable[str], width: int) -> list[Cell]:
    """Blocks of facts as paragraphs of at most that many columns, an empty line between."""
    lines: list[Cell] = []
    for block in filter(None, blocks):
        if lines:
            lines.append(Cell(" "))
        rows = block.split("\n")
        if rows[0].startswith("| "):
            head, rules, *body = ([cell.strip() for cell in _BAR.split(row)[1:-1]] for row in rows)
            right = [rule.endswith(":") for rule in rules]
            lines += table_lines(_plain(head), [_plain(row) for row in body], right, width)
        else:
            # The indent of a paragraph is that of all its lines, so a bullet hangs by one column.
            lines += [Cell(plain_text(re.sub("^- ", " · ", row))) for row in rows]
    return lines


def _plain(cells: Iterable[str]) -> list[str]:
    return [plain_text(cell) for cell in cells]


def section_facts(analysis: Analysis, section: str, width: int) -> list[Cell]:
    """The computed facts of a section, with the sources that they cite."""
    from shortlist.export.facts import Report
    from shortlist.export.markdown import SECTION_FACTS

    report = Report(analysis)
    lines = fact_lines(SECTION_FACTS[section](report), width)
    cited = report.sources.listing()
    if cited[:1].isdigit():
        lines += [Cell(" "), Cell("Sources", "dim"), *(Cell(plain_text(row), "dim") for row in cited.split("\n"))]
    return lines


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
