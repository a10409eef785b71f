"""The computed facts of a section as lines for the screen: the Markdown that an export writes, laid out for a width.

Tables that fit are aligned; one that does not is told row by row, so that nothing is cut off at 80 columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from shortlist.core.analysis import Analysis
from shortlist.tui.draw.lines import Cell, fit, width_of

_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
_AUTOLINK = re.compile(r"(?<!\\)<((?:https?://|mailto:)[^\s<>]+)>", re.IGNORECASE)
EMPTY = frozenset({"", "–"})
"""Cells that say nothing; a row that is told leaves them out."""
GAP = 2


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
        lines += _table(rows, width) if rows[0].startswith("| ") else [_line(row) for row in rows]
    return lines


def _line(row: str) -> Cell:
    # The indent of a paragraph is that of all its lines, so a bullet hangs by one column.
    return Cell(plain_text(f" · {row[2:]}" if row.startswith("- ") else row))


def _table(rows: Sequence[str], width: int) -> list[Cell]:
    head, *body = [_cells(row) for index, row in enumerate(rows) if index != 1]
    widths = [max(width_of(row[at]) for row in (head, *body)) for at in range(len(head))]
    if sum(widths) + GAP * (len(widths) - 1) <= width:
        return [_aligned(head, widths, "dim"), *(_aligned(row, widths) for row in body)]
    return [cell for row in body for cell in _told(head, row)]


def _cells(row: str) -> list[str]:
    return [plain_text(cell.strip()) for cell in _BAR.split(row)[1:-1]]


def _aligned(row: Sequence[str], widths: Sequence[int], tone: str = "plain") -> Cell:
    text = (" " * GAP).join(fit(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip()
    return Cell(text, "dim" if tone == "dim" else "plain")


def _told(head: Sequence[str], row: Sequence[str]) -> Iterator[Cell]:
    """A row that is too wide: what it is about, then every cell that says something with its heading."""
    named = next((at for at, title in enumerate(head) if title), 0)
    about = " ".join(cell for cell in row[: named + 1] if cell not in EMPTY)
    rest = [
        f"{title}: {cell}" if title else cell
        for title, cell in zip(head[named + 1 :], row[named + 1 :], strict=True)
        if cell not in EMPTY
    ]
    yield Cell(about or "–", "strong")
    if rest:
        yield Cell(f"  {' · '.join(rest)}")


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
