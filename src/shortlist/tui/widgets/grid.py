"""A table drawn line by line, with a cursor on a cell, the first columns held fast, and rows that can be filtered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from shortlist.sanitising import shown
from shortlist.tui.draw.drawn_widgets import Scrolling
from shortlist.tui.draw.lines import Cell, Tone, cut, fit, signed, strip_of, width_of, wrapped
from shortlist.tui.draw.widths import both_ends, cut_apart, shared_widths
from shortlist.tui.keys.bindings import bound
from shortlist.tui.keys.sentences import empty

GAP = " "
BREAKS = re.compile(r"(?<=\S)(?:\s+|(?<=[-/]))(?=\S)")
"""Where a heading may be broken: between words, and after a hyphen or a slash within one."""


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
    signs: Mapping[str, Tone] | None = None
    """The tones of the signs of which it holds bars: each part of a bar has its own, but where
    the whole cell is dim."""


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


def _left_over(columns: Sequence[Column], widths: Sequence[int], room: int) -> tuple[int, int]:
    """Where not all columns fit in, what those that do leave of the room, and how many stand beside the first."""
    left, seen = room - widths[0], 0
    for column, width in zip(columns[1:], widths[1:], strict=True):
        # The sign that there is more takes a column of its own beside a figure.
        sign = column.right and not column.names and seen < len(widths) - 2
        if left < width + len(GAP) + sign:
            break
        left -= width + len(GAP)
        seen += 1
    return (left, seen) if 0 < seen < len(widths) - 1 else (0, 0)


class Grid(Scrolling):
    """Shows a `Table`; posts `Moved` when the cursor is on another cell, `Opened` on Enter, `Headed` for a heading."""

    DEFAULT_CSS = "Grid { padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("grid")
    header_lines = 1
    two_lined = False
    """Whether headings may take a second line rather than be cut."""

    class Moved(Message):
        """The cursor is on another cell, or the cell under it changed."""

    class Opened(Message):
        """Enter was pressed on a cell."""

    @dataclass
    class Headed(Message):
        """The heading of a column was clicked."""

        column: str

    def __init__(self, *, lead: int = 1, id: str | None = None) -> None:
        super().__init__(id=id)
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
        self._widths: tuple[int, ...] = ()
        self._heads = 1
        """Lines that the headings take."""
        self._apart: Mapping[int, str] = {}
        """What stands in the heads of columns that would be cut alike."""
        self._short_of, self._short_within = self.table, -1
        self._short_names: dict[str, str] = {}
        """The first cells of that table within so many columns, as far as they must be cut."""

    # --- what it shows

    def show(self, table: Table) -> None:
        """Show a table, keeping the cursor on the same row and column where they are still there."""
        row, column = self.row_key, self.column_key
        before, look = self.table, self._look
        self.table = table
        self._measure()
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
        return table.columns, table.order, self._widths, self.column, self.first, self.cursor

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

    def _measure(self) -> None:
        """The width of every column; the first gives way to the others down to its own, or a third of the screen."""
        table, room = self.table, max(20, self.room)
        widths: list[int] = []
        figures: list[int] = []  # the widest of each column, which is never cut; 0 where it holds words
        for index, column in enumerate(table.columns):
            widest = 0
            if not column.width or (column.least and column.right):
                # The last cell of a short row runs on to the edge and claims no width.
                filled = (row for row in table.rows if index < len(row.cells) - runs_on(row, table))
                widest = max((width_of(row.cells[index].text) for row in filled), default=0)
            widths.append(column.width or max(width_of(column.title), widest))
            figures.append(widest if column.right else 0)
        giving = [index for index, column in enumerate(table.columns) if column.least]
        if giving:
            giving = [0, *(index for index in giving if index)]
            rest = sum(width for index, width in enumerate(widths) if index not in giving) + len(widths) - 1
            least = [0, *(max(table.columns[index].least, figures[index]) for index in giving[1:])]
            needs = [max(fewest, widths[index]) for fewest, index in zip(least, giving, strict=True)]
            needs[0] = min(table.widest, widths[0])
            least[0] = min(needs[0], room * 2 // 5)
            shared = shared_widths(needs, room - rest, least)
            for index, width in zip(giving, shared, strict=True):
                widths[index] = width
            left, seen = _left_over(table.columns, widths, room)
            # What is scrolled to leaves the columns in sight what it would have taken.
            for index, need in zip(giving[1:], needs[1:], strict=True):
                widths[index] = min(need, widths[index] + max(0, left - 1) // max(1, seen))
        elif widths:
            others = sum(width + len(GAP) for width in widths[1:])
            fewest = table.columns[0].width or room // 3
            need = min(widths[0], table.widest)
            widths[0] = max(min(need, max(room - others, fewest)), min(12, room))
            if not table.columns[0].width:
                # But for the sign that there is more.
                left, _ = _left_over(table.columns, widths, room)
                widths[0] = max(widths[0], min(need, widths[0] + left - 1))
        self._widths = tuple(widths)
        self._apart = heads_apart(table.columns, widths)
        if self.two_lined:
            named = zip(table.columns, widths, strict=True)
            self._heads = 1 + any(column.names and width_of(column.title) > width for column, width in named)
            self.header_lines = self._heads

    def _lines(self) -> int:
        """The lines of the rows, or of what stands where there are none."""
        return len(self.table.rows) or len(wrapped(self.table.empty, max(20, self.room)))

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
        self.put_column(max(min(self.lead, len(self._widths) - 1), min(len(self._widths) - 1, self.column + by)))
        self.moved()

    def action_home(self) -> None:
        self.action_across(-len(self._widths))
        self.action_edge(-1)

    def at_row(self, key: str) -> None:
        """Put the cursor on a row, where the table has it."""
        at = next((at for at, row in enumerate(self.table.rows) if row.key == key), None)
        if at is not None:
            self.place_cursor(at)

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
        last = min(self.column + self.beside, len(self._widths) - 1)
        while self.first < self.column and last not in self._visible():
            self.first += 1

    def _visible(self) -> list[int]:
        """The columns beside the fixed one that fit in whole."""
        room = self.room - (self._widths[0] if self._widths else 0)
        seen: list[int] = []
        for index in range(self.first, len(self._widths)):
            room -= self._widths[index] + len(GAP)
            if room < 0 and seen:
                break
            seen.append(index)
        more = len(seen) > 1 and seen[-1] < len(self._widths) - 1
        column = self.table.columns[seen[-1]] if more else None
        if column is not None and not column.names:
            # The sign that there is more to the right takes a column: no letter of a heading.
            room = self.room - self._widths[0] - sum(self._widths[at] + len(GAP) for at in seen)
            if room < 1 and (column.right or width_of(column.title) >= self._widths[seen[-1]]):
                seen.pop()
        return seen

    def on_resize(self) -> None:
        """With other room the first columns are in sight again, as far as the cursor's is seen beside them."""
        self._measure()
        self.first = 1
        self._show_column()
        self.resize_to(self._lines())

    def on_click(self, event: events.Click) -> None:
        """A click selects the cell under it, a second one opens it."""
        spot = event.get_content_offset(self)
        if spot is None:
            return
        column = self._column_at(spot.x)
        if spot.y < self._heads:
            if column is not None:
                self.post_message(self.Headed(self.table.columns[column].key))
            return
        place = self.top + spot.y - self.header_lines
        if not self.selectable(place):
            return
        if column is not None and column >= self.lead:
            self.put_column(column)
        self.place_cursor(place)
        if event.chain > 1:
            self.action_open()

    def _column_at(self, x: int) -> int | None:
        edge = self._widths[0] if self._widths else 0
        if x < edge:
            return 0
        for index in self._visible():
            if edge < x <= edge + self._widths[index]:
                return index
            edge += self._widths[index] + len(GAP)
        return None

    # --- drawing

    def render_line(self, y: int) -> Strip:
        width = self.room
        place = self.top + y - self.header_lines
        if not self.table.rows:
            lines = wrapped(self.table.empty, width)
            text = lines[y - 1] if 0 < y <= len(lines) else ""
            return strip_of([Cell(fit(text, width), "dim")], width, self.tones, self.rich_style)
        if y < self._heads:
            return strip_of(self._header(width, y), width, self.tones, self.rich_style)
        if place >= len(self.table.rows):
            return Strip.blank(width, self.rich_style)
        row, cursor = self.table.rows[place], place == self.cursor
        styles, base = self.tones, self.rich_style
        if cursor:
            base += self.tones["row"]
            styles = self._on_cursor
        at = self.column if cursor and self.column >= self.lead else None
        first = self._first_cell(row) if self.table.columns[0].names and not row.heading else ""
        cells = row_cells(row, self.table.columns, self._widths, self._visible(), width, at, first)
        return strip_of(cells, width, styles, base)

    def _first_cell(self, row: Row) -> str:
        """The first cell of a row, cut so that it is told from those of the others."""
        text, width = row.cells[0].text, self._widths[0]
        if width_of(text) <= width:
            return text
        if self._short_of is not self.table or self._short_within != width:
            self._short_of, self._short_within = self.table, width
            self._short_names = cut_apart([one.cells[0].text for one in self.table.rows if not one.heading], width)
        return self._short_names.get(text, text)

    @property
    def _on_cursor(self) -> dict[str, Style]:
        """Tones under the cursor; the cell itself takes the tone `accent`."""
        return {**self.row_tones, "accent": self.tones["cursor" if self.has_focus else "strong"]}

    def _header(self, width: int, y: int) -> list[Cell]:
        columns, widths, seen = self.table.columns, self._widths, self._visible()
        if y < self._heads - 1:
            cells = [Cell(" " * widths[0])]
            for index in seen:
                first, _ = halves(columns[index].title, widths[index])
                told = fit(first, widths[index], columns[index].right)
                cells.append(Cell(GAP + told, self._title_tone(index)))
            return cells
        left = "‹" if self.first > 1 else ""
        cells = [Cell(self._title(0, widths[0] - len(left)) + left, self._title_tone(0))]
        cells += [Cell(GAP + self._title(index, widths[index]), self._title_tone(index)) for index in seen]
        if seen and seen[-1] < len(columns) - 1:
            used = widths[0] + sum(widths[index] + len(GAP) for index in seen)
            if used >= width:
                # The sign that there is more stands in the last column even where that is full.
                text = cells[-1].text
                over = used - width + 1
                short = text[:-over] if text.isascii() else fit(text, max(0, width_of(text) - over))
                cells[-1] = cells[-1]._replace(text=short)
            cells.append(Cell(" " * max(0, width - used - 1) + "›", "head"))
        return cells

    def _title(self, index: int, width: int) -> str:
        """The heading of a column, with an arrow behind it where the rows are sorted by it."""
        column, order = self.table.columns[index], self.table.order
        if column.names and (order is None or order[0] != column.key):
            title = self._apart.get(index, column.title)
            if self._heads > 1:
                title = halves(column.title, width)[1]
            return fit(both_ends(title, width), width, column.right)
        if order is None or order[0] != column.key or width < 2:
            return fit(column.title, width, column.right)
        arrow = "▲" if order[1] else "▼"
        return fit(cut(column.title, width - 1) + arrow, width, column.right)

    def _title_tone(self, index: int) -> Tone:
        return "accent" if index == self.column and self.has_focus else "head"


def heads_apart(columns: Sequence[Column], widths: Sequence[int]) -> Mapping[int, str]:
    """What stands in the heads of columns whose names would be cut to the same ends: the part in which they differ."""
    cut_ = [index for index, one in enumerate(columns) if one.names and width_of(one.title) > widths[index]]
    if len(cut_) < 2:
        return {}
    # By the narrowest: heads that differ in how much is left out alone say the same.
    narrowest = min(widths[index] for index in cut_)
    titles = {index: shown(columns[index].title) for index in cut_}
    drawn = Counter(both_ends(title, narrowest) for title in titles.values())
    if len(drawn) == len(titles):
        return {}
    from shortlist.core.basics.short_names import told_apart  # the first table is painted before the core is there

    briefs = dict(told_apart(tuple(titles.values()), narrowest))
    return {
        index: briefs[title]
        for index, title in titles.items()
        if drawn[both_ends(title, narrowest)] > 1 and title in briefs
    }


def halves(title: str, width: int) -> tuple[str, str]:
    """A heading in two lines of so many columns, the first of them empty where the second holds all of it, or where no
    word and no part of one before a hyphen is short enough for it.

    The break is the last one that leaves both whole, between words rather than within one; else the last that can be.
    """
    clean = shown(title)
    if width_of(clean) <= width:
        return "", clean
    breaks = [at for at in BREAKS.finditer(clean) if width_of(clean[: at.start()]) <= width]
    whole = [at for at in breaks if width_of(clean[at.end() :]) <= width]
    found = [*breaks[-1:], *whole[-1:], *[at for at in whole if at.group()][-1:]]
    return (clean[: found[-1].start()], clean[found[-1].end() :]) if found else ("", clean)


def in_two_lines(title: str) -> int:
    """The columns in which a heading stands whole in two lines."""
    clean = shown(title)
    parts = ((clean[: at.start()], clean[at.end() :]) for at in BREAKS.finditer(clean))
    return min((max(map(width_of, both)) for both in parts), default=width_of(clean))


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


def row_cells(
    row: Row,
    columns: Sequence[Column],
    widths: Sequence[int],
    seen: Sequence[int],
    width: int,
    at: int | None,
    first: str = "",
) -> list[Cell]:
    """A row in the first column and in those that are seen, the cell at the cursor's column marked; `first` is what
    stands for the text of its first cell.

    Where it has fewer cells than the table has columns, its last one runs on to the edge.
    """
    last = len(row.cells) - 1
    if row.heading or last == 0:
        return [Cell(fit(row.cells[0].text, width), row.cells[0].tone)]
    marked = None if at is None else min(at, last)
    # What runs to the edge is seen however far the table is scrolled.
    beside = [last] if seen and seen[0] > last else [index for index in seen if index <= last]
    cells, left = [Cell(fit(first or row.cells[0].text, widths[0]), row.cells[0].tone)], width - widths[0]
    for index in beside:
        text, tone = row.cells[index]
        if index == last and row.drawn is not None:
            return [*cells, Cell(GAP, tone), *row.drawn(left - len(GAP))]
        if index == last < len(widths) - 1:
            fitted = fit(text, left - len(GAP))
        elif columns[index].names:
            fitted = fit(both_ends(text, widths[index]), widths[index], columns[index].right)
        else:
            fitted = fit(text, widths[index], columns[index].right)
        # A tint is that of its cell alone, so that words beside it stand apart.
        cells.append(Cell(GAP, "plain" if tone.startswith("tint") else tone))
        signs = columns[index].signs
        if signs is None or index == marked or tone == "dim":
            cells.append(Cell(fitted, "accent" if index == marked else tone))
        else:
            cells += signed(fitted, signs, tone)
        left -= widths[index] + len(GAP)
    if marked == 0:
        cells[0] = cells[0]._replace(tone="accent")
    return cells
