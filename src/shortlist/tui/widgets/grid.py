"""A table under a cursor on a cell: scrolled to both sides, sorted by its headings, drawn line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from shortlist.tui.draw.drawn_widgets import Scrolling
from shortlist.tui.draw.lines import Cell, fit, strip_of, wrapped
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.column_layout import ROOM_LEAST, ColumnLayout
from shortlist.tui.widgets.table import Table, changed_rows, place_of


class TableLayout(Protocol):
    """A table laid out in so much room, as a grid asks for it: `ColumnLayout`, or what draws its rows otherwise."""

    widths: tuple[int, ...]
    heads: int
    """Lines that the headings take."""
    header_lines: int
    """The same with what stands beneath them; none of it scrolls."""
    margin: int
    """How many cells at either end of a row are not its own, as the sides of a box."""

    def visible(self, first: int, room: int) -> Sequence[int]:
        """The columns in sight beside the one that is held fast, where they are scrolled to `first`."""

    def column_at(self, x: int, first: int, room: int) -> int | None:
        """The column that a place in a line belongs to."""

    def part(self, place: int) -> int:
        """Which part of the table stands out with a row: where that changes, all is drawn anew."""

    def header(self, y: int, first: int, room: int, marked: int | None) -> list[Cell]:
        """The cells of a line that does not scroll, with the column that is marked."""

    def row(self, place: int, first: int, room: int, cursor: int, at: int | None) -> list[Cell]:
        """The cells of a row, with the cursor at a place, and in the column `at` where it is in one."""


class Grid(Scrolling):
    """Shows a `Table`; posts `Moved` when the cursor is on another cell, `Opened` on Enter, and a clicked heading."""

    DEFAULT_CSS = "Grid { padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("grid")
    header_lines = 1

    class Moved(Message):
        """The cursor is on another cell, or the cell under it changed."""

    class Opened(Message):
        """Enter was pressed on a cell."""

    @dataclass
    class Headed(Message):
        """The heading of a column was clicked."""

        column: str

    @dataclass
    class GroupClicked(Message):
        """The heading of a group of rows was clicked."""

        group: str

    def __init__(
        self, *, lead: int = 1, layout: Callable[[Table, int], TableLayout] = ColumnLayout, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.layout_of = layout
        """What lays a table out in so many columns of the terminal, from the next one on."""
        self.lead = lead
        """The first column that the cursor may be at."""
        self.table = Table((), ())
        self.column = 1
        """The column of the cursor."""
        self.first = 1
        """The first column beside the fixed one."""
        self.beside = 0
        """How many columns to the right of the cursor's belong to it and are brought into sight with it."""
        self.follow: Callable[[], None] | None = None
        """What is called when the cursor was moved, so that both are drawn at once; without it `Moved` is posted."""
        self._filling = False
        self.laid = layout(self.table, 0)
        self.header_lines = self.laid.header_lines

    # --- what it shows

    def show(self, table: Table) -> None:
        """Show a table, keeping the cursor on the same row and column where they are still there."""
        row, column = self.row_key, self.column_key
        before, look = self.table, self._look
        self.table = table
        self._lay_out()
        keys = [one.key for one in table.columns]
        self.column = keys.index(column) if column in keys[self.lead :] else min(1, len(keys) - 1)
        if keys != [one.key for one in before.columns]:
            # The columns that were in sight may be others now.
            self.first = 1
            self._show_column()
        self.resize_to(self._lines())
        self._filling = True
        self.place_cursor(place_of(row, table, self.cursor))
        self._filling = False
        changed = changed_rows(before, table) if look == self._look else None
        if changed is None:
            self.refresh()
        else:
            for place in changed:
                self.refresh_place(place)

    @property
    def _look(self) -> object:
        """What every line depends on."""
        table = self.table
        return table.columns, table.order, self.laid.widths, self.column, self.first, self.cursor

    def forget(self) -> None:
        """Begin at the top left with the next table."""
        self.table, self.cursor, self.column, self.first = Table((), ()), 0, 1, 1

    @property
    def row_key(self) -> str | None:
        """The key of the row under the cursor."""
        return self.table.rows[self.cursor].key if self.selectable(self.cursor) else None

    @property
    def column_key(self) -> str | None:
        """The key of the column under the cursor."""
        return self.table.columns[self.column].key if self.lead <= self.column < len(self.table.columns) else None

    def _lay_out(self) -> None:
        self.laid = self.layout_of(self.table, self.room)
        self.header_lines = self.laid.header_lines

    def _lines(self) -> int:
        """The lines of the rows, or of what stands where there are none."""
        return len(self.table.rows) or len(wrapped(self.table.empty, max(ROOM_LEAST, self.room)))

    # --- the cursor

    def count(self) -> int:
        return len(self.table.rows)

    def selectable(self, place: int) -> bool:
        return place < len(self.table.rows) and not self.table.rows[place].heading

    def moved(self) -> None:
        """Tell the screen: at once, except while the table is filled and what stands beside it is not yet."""
        if self.follow is not None and not self._filling:
            self.follow()
        else:
            self.post_message(self.Moved())

    def action_across(self, by: int) -> None:
        last = len(self.table.columns) - 1
        self.put_column(max(min(self.lead, last), min(last, self.column + by)))
        self.moved()

    def action_home(self) -> None:
        self.action_across(-len(self.table.columns))
        self.action_edge(-1)

    def at_row(self, key: str) -> None:
        """Put the cursor on a row, where the table has it."""
        at = next((at for at, row in enumerate(self.table.rows) if row.key == key), None)
        if at is not None:
            self.place_cursor(at)

    def place_cursor(self, place: int, direction: int = 1) -> None:
        before = self.laid.part(self.cursor)
        super().place_cursor(place, direction)
        if self.laid.part(self.cursor) != before:
            self.refresh()

    def point_at(self, row: str, column: str | None) -> bool:
        """Put the cursor on a cell, or in the column that it is in; False where there is no such row."""
        places = [place for place, one in enumerate(self.table.rows) if one.key == row and not one.heading]
        if not places:
            return False
        keys = [one.key for one in self.table.columns]
        if column in keys[1:]:
            self.put_column(keys.index(column))
        self.place_cursor(places[0])
        return True

    def at_column(self, key: str) -> None:
        """Put the cursor on a column of the row, where the table has it."""
        keys = [one.key for one in self.table.columns]
        if key in keys[self.lead :]:
            self.action_across(keys.index(key) - self.column)

    def action_open(self) -> None:
        if self.row_key is not None:
            self.post_message(self.Opened())

    def put_column(self, column: int) -> None:
        """Put the cursor on a column and bring it into sight; every line is drawn anew where that changes any."""
        before = self.column, self.first
        self.column = column
        self._show_column()
        if (self.column, self.first) != before:
            self.refresh()

    def _show_column(self) -> None:
        self.first = max(1, min(self.first, self.column))
        last = min(self.column + self.beside, len(self.table.columns) - 1)
        while self.first < self.column and last not in self.in_sight:
            self.first += 1

    @property
    def in_sight(self) -> Sequence[int]:
        """The columns beside the fixed one that fit in whole."""
        return self.laid.visible(self.first, self.room)

    def on_resize(self) -> None:
        """With other room the first columns are in sight again, as far as the cursor's is seen beside them."""
        self._lay_out()
        self.first = 1
        self._show_column()
        self.resize_to(self._lines())

    def on_click(self, event: events.Click) -> None:
        """A click selects the cell under it, a second one opens it."""
        spot = event.get_content_offset(self)
        if spot is None:
            return
        column, place = self.laid.column_at(spot.x, self.first, self.room), self.place_clicked(event)
        if place is None:
            if column is not None and spot.y < self.laid.heads:
                self.post_message(self.Headed(self.table.columns[column].key))
        elif not self.selectable(place):
            self.post_message(self.GroupClicked(self.table.rows[place].key))
        else:
            if column is not None and column >= self.lead:
                self.put_column(column)
            self.place_cursor(place)
            if event.chain > 1:
                self.action_open()

    # --- drawing

    def render_line(self, y: int) -> Strip:
        width, styles, base = self.room, self.tones, self.rich_style
        if not self.table.rows:
            lines = wrapped(self.table.empty, width)
            text = lines[y - 1] if 0 < y <= len(lines) else ""
            return strip_of([Cell(fit(text, width), "dim")], width, styles, base)
        if y < self.header_lines:
            marked = self.column if self.has_focus else None
            return strip_of(self.laid.header(y, self.first, width, marked), width, styles, base)
        place = self.top + y - self.header_lines
        if place >= len(self.table.rows):
            return Strip.blank(width, base)
        at = self.column if self.column >= self.lead else None
        cells = self.laid.row(place, self.first, width, self.cursor, at)
        if place != self.cursor:
            return strip_of(cells, width, styles, base)
        margin = self.laid.margin
        if not margin:
            return strip_of(cells, width, self._on_cursor, base + styles["row"])
        row = strip_of(cells[margin:-margin], width - 2 * margin, self._on_cursor, base + styles["row"])
        left, right = (strip_of(side, margin, styles, base) for side in (cells[:margin], cells[-margin:]))
        return Strip.join([left, row, right])

    @property
    def _on_cursor(self) -> dict[str, Style]:
        """Tones under the cursor; the cell itself takes the tone `accent`."""
        return {**self.row_tones, "accent": self.tones["cursor" if self.has_focus else "strong"]}
