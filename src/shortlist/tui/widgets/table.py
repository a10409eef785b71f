"""A table as data: columns, rows and headings of groups, as a grid shows them under a cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from shortlist.sanitising import shown
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.keys.sentences import empty


class Column(NamedTuple):
    """A column: its key, its heading, its width in terminal columns (0: as wide as its cells) and its side."""

    key: str
    title: str
    width: int = 0
    right: bool = False
    least: int = 0
    """Of a column as wide as its cells: down to how many columns of the terminal it gives way, together with the others
    of the kind and the first one. 0: it does not."""
    names: bool = False
    """Whether what it holds is cut in the middle: names of models differ at their ends."""
    of_name: bool = False
    """Whether its heading is a name, of which the same holds; that of a column of names is one."""
    head: Tone = "head"
    """The tone of its heading."""
    under: Cell | None = None
    """What stands beneath its heading, in a line of its own."""
    signs: Mapping[str, Tone] | None = None
    """The tones of the signs of which it holds bars: each part of a bar has its own, but where
    the whole cell is dim."""
    briefs: Mapping[str, str] | None = None
    """Shorter words for what it holds, which stand in all its rows where the whole ones would have something cut."""


class Row(NamedTuple):
    """A row; with fewer cells than columns the last one runs to the edge. A heading cannot be selected."""

    key: str
    cells: tuple[Cell, ...]
    heading: bool = False
    also: str = ""
    """Words that the filter finds beside those of the cells."""
    drawn: Callable[[int], Sequence[Cell]] | None = None
    """Draws the last cell in so many columns, up to the edge; its text says the same, for who copies it."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a grid shows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    """What stands where there are no rows: what to do about it."""
    widest: int = 40
    """The widest that the first column may become."""
    order: tuple[str, bool] | None = None
    """The key of the column that the rows are sorted by, and whether it rises."""

    def matching(self, text: str) -> Table:
        """Only the rows that hold every word of a text, with the headings of those that are left."""
        words = shown(text).casefold().split()
        if not words:
            return self
        kept: list[Row] = []
        for row in self.rows:
            said = " ".join(shown(text) for text in (*(cell.text for cell in row.cells), row.also)).casefold()
            if row.heading:
                if kept and kept[-1].heading:
                    kept.pop()
                kept.append(row)
            elif all(word in said for word in words):
                kept.append(row)
        if kept and kept[-1].heading:
            kept.pop()
        return replace(self, rows=tuple(kept), empty=nothing_matches(text))


def nothing_matches(text: str) -> str:
    """What stands in place of rows that a filter hides."""
    return empty("no_match").replace("%s", text)


def runs_on(row: Row, table: Table) -> bool:
    """Whether its last cell runs on to the edge."""
    return len(row.cells) < len(table.columns) or row.drawn is not None


def place_of(key: str | None, table: Table, cursor: int) -> int:
    """Where the cursor goes: to the row of a key, where that is gone to the place that it had, else to the first."""
    if key is None:
        return 0
    places = (place for place, row in enumerate(table.rows) if row.key == key and not row.heading)
    return next(places, min(cursor, len(table.rows) - 1))


def changed_rows(before: Table, now: Table) -> list[int] | None:
    """The places whose rows are others than before; None where the rows cannot be compared one by one."""
    if len(before.rows) != len(now.rows) or not now.rows:
        return None
    return [place for place, (old, new) in enumerate(zip(before.rows, now.rows, strict=True)) if old != new]
