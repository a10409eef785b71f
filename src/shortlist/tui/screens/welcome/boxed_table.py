"""A table whose groups stand in boxes, each with its title in the border; the one under the cursor stands out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shortlist.tui.draw.lines import Cell, Tone, width_of
from shortlist.tui.widgets.column_layout import ROOM_LEAST, row_cells
from shortlist.tui.widgets.panel import box_bottom, box_line, box_top
from shortlist.tui.widgets.table import Row, Table

TOP, BOTTOM = "top", "bottom"
SIDES = 4
"""Columns that the sides of a box take."""


def group(title: str, rows: list[Row], note: str = "") -> Iterator[Row]:
    """Rows in a box of their own."""
    yield Row(TOP, (Cell(title),), heading=True)
    yield from rows
    yield Row(BOTTOM, (Cell(note),), heading=True)


class BoxLayout:
    """Lays a table out in boxes, without headings of columns; see `TableLayout`."""

    heads = header_lines = 0
    margin = 1

    def __init__(self, table: Table, room: int) -> None:
        self.table = table
        room = max(ROOM_LEAST, room - SIDES)
        self.widths: tuple[int, ...] = ()
        if table.columns:
            # The first column takes what the others leave, and no more than its texts need.
            others = [column.width for column in table.columns[1:]]
            left = max(12, room - sum(others) - len(others))
            longest = max((width_of(row.cells[0].text) for row in table.rows if not row.heading), default=0)
            self.widths = min(left, max(table.widest, longest + 2)), *others
        short = [width_of(row.cells[0].text) for row in table.rows if len(row.cells) == 2]
        self._short = max(12, min(room // 2, max(short, default=0) + 1))
        """The width of the first column in rows of two cells, of which the second runs to the edge."""

    def visible(self, first: int, room: int) -> Sequence[int]:
        return range(1, len(self.widths))

    def column_at(self, x: int, first: int, room: int) -> int | None:
        return None

    def part(self, place: int) -> int:
        """At which place the box around a row begins."""
        last = min(place, len(self.table.rows) - 1)
        return next((at for at in range(last, -1, -1) if self.table.rows[at].key == TOP), 0)

    def header(self, y: int, first: int, room: int, marked: int | None) -> list[Cell]:
        return []

    def row(self, place: int, first: int, room: int, cursor: int, at: int | None) -> list[Cell]:
        row = self.table.rows[place]
        tone: Tone = "accent" if self.part(place) == self.part(cursor) else "dim"
        if row.heading:
            title = row.cells[0].text
            return box_top(title, room, tone) if row.key == TOP else box_bottom(room, title, tone)
        widths = self.widths if len(row.cells) > 2 else (self._short, *self.widths[1:])
        inside = max(ROOM_LEAST, room - SIDES)
        cells = row_cells(row, self.table.columns, widths, self.visible(first, room), inside, None)
        if place != cursor:
            return box_line(cells, room, tone)
        # Its name is marked, whatever its tone: that of the row alone can hardly be seen in some themes.
        return [Cell("│", tone), Cell("▸"), cells[0]._replace(tone="accent"), *cells[1:], Cell("│", tone)]
