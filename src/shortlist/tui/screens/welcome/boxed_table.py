"""A table whose groups stand in boxes, each with its title in the border; the one under the cursor stands out."""

from __future__ import annotations

from collections.abc import Iterator

from textual.strip import Strip

from shortlist.tui.draw.lines import Cell, Tone, strip_of, width_of
from shortlist.tui.widgets.grid import Grid, Row, row_cells
from shortlist.tui.widgets.panel import box_bottom, box_line, box_top

TOP, BOTTOM = "top", "bottom"
SIDES = 4
"""Columns that the sides of a box take."""


def group(title: str, rows: list[Row], note: str = "") -> Iterator[Row]:
    """Rows in a box of their own."""
    yield Row(TOP, (Cell(title),), heading=True)
    yield from rows
    yield Row(BOTTOM, (Cell(note),), heading=True)


class BoxedGrid(Grid):
    """A grid without headings of columns, of groups in boxes."""

    DEFAULT_CSS = "BoxedGrid { padding: 0; }"
    header_lines = 0
    _short = 12
    """The width of the first column in rows of two cells, of which the second runs to the edge."""

    def _row_room(self) -> int:
        return max(20, self.room - SIDES)

    def _measure(self) -> None:
        """The first column takes what the others leave, and no more than its texts need."""
        if self.table.columns:
            others = [column.width for column in self.table.columns[1:]]
            room = max(12, self._row_room() - sum(others) - len(others))
            longest = max((width_of(row.cells[0].text) for row in self.table.rows if not row.heading), default=0)
            self._widths = min(room, max(self.table.widest, longest + 2)), *others
        else:
            self._widths = ()
        short = [width_of(row.cells[0].text) for row in self.table.rows if len(row.cells) == 2]
        self._short = max(12, min(self._row_room() // 2, max(short, default=0) + 1))

    def _visible(self) -> list[int]:
        return list(range(1, len(self._widths)))

    def _column_at(self, x: int) -> int | None:
        return self.column

    def render_line(self, y: int) -> Strip:
        place = self.top + y
        width = self.room
        if place >= len(self.table.rows):
            return Strip.blank(width, self.rich_style)
        row = self.table.rows[place]
        tone: Tone = "dim"
        if self._box_of(place) == self._box_of(self.cursor):
            tone = "accent"
        if row.heading:
            title = row.cells[0].text
            cells = box_top(title, width, tone) if row.key == TOP else box_bottom(width, title, tone)
            return strip_of(cells, width, self.tones, self.rich_style)
        room = self._row_room()
        widths = self._widths if len(row.cells) > 2 else (self._short, *self._widths[1:])
        cells = row_cells(row, self.table.columns, widths, self._visible(), room, None)
        if place != self.cursor:
            return strip_of(box_line(cells, width, tone), width, self.tones, self.rich_style)
        base = self.rich_style + self.tones["row"]
        # Its name is marked, whatever its tone: that of the row alone can hardly be seen in some themes.
        cells = [cells[0]._replace(tone="accent"), *cells[1:]]
        inside = strip_of([Cell("▸"), *cells], room + 2, self._on_cursor, base)
        sides = [strip_of([Cell("│", tone)], 1, self.tones, self.rich_style) for _ in range(2)]
        return Strip.join([sides[0], inside, sides[1]])

    def _box_of(self, place: int) -> int:
        """At which place the box around a row begins."""
        return next((at for at in range(place, -1, -1) if self.table.rows[at].key == TOP), 0)

    def place_cursor(self, place: int, direction: int = 1) -> None:
        """Move the cursor; the box that it leaves and the one that it comes to are drawn anew."""
        before = self._box_of(self.cursor) if self.cursor < len(self.table.rows) else 0
        super().place_cursor(place, direction)
        if self.table.rows and self._box_of(self.cursor) != before:
            self.refresh()
