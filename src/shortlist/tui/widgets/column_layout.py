"""A table laid out in columns: how wide each is, which are in sight, and the cells of every line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from shortlist.sanitising import shown
from shortlist.tui.draw.lines import Cell, Tone, cut, fit, signed, width_of
from shortlist.tui.draw.widths import both_ends, cut_apart, shared_widths
from shortlist.tui.widgets.table import Column, Row, Table, runs_on

GAP = " "
BREAKS = re.compile(r"(?<=\S)(?:\s+|(?<=[-/]))(?=\S)")
"""Where a heading may be broken: between words, and after a hyphen or a slash within one."""
ROOM_LEAST = 20
"""Columns of the terminal that a table is laid out for at least."""


class ColumnLayout:
    """Draws a table in columns, the first held fast and the others scrolled: `first` is the first of them in sight, and
    `room` the columns of the terminal that a line takes.

    It is made for each table and each size, and is then the same for every line.
    """

    margin = 0

    def __init__(self, table: Table, room: int, two_lined: bool = False) -> None:
        """`two_lined`: headings may take a second line rather than be cut."""
        self.table = table = in_brief(table, room)
        self.widths = widths_of(table, max(ROOM_LEAST, room))
        self._apart = heads_apart(table.columns, self.widths)
        """What stands in the heads of columns that would be cut alike."""
        named = zip(table.columns, self.widths, strict=True)
        cut_short = two_lined and any(by_name(column) and width_of(column.title) > width for column, width in named)
        self.heads = 1 + cut_short
        self.header_lines = self.heads + any(column.under is not None for column in table.columns)
        self._visible: dict[tuple[int, int], list[int]] = {}

    def visible(self, first: int, room: int) -> list[int]:
        """The columns beside the fixed one that fit in whole."""
        seen = self._visible.get((first, room))
        if seen is None:
            seen = self._visible[first, room] = self._fitting(first, room)
        return seen

    def _fitting(self, first: int, room: int) -> list[int]:
        widths = self.widths
        left = room - (widths[0] if widths else 0)
        seen: list[int] = []
        for index in range(first, len(widths)):
            left -= widths[index] + len(GAP)
            if left < 0 and seen:
                break
            seen.append(index)
        more = len(seen) > 1 and seen[-1] < len(widths) - 1
        column = self.table.columns[seen[-1]] if more else None
        if column is not None and not by_name(column):
            # The sign that there is more to the right takes a column: no letter of a heading.
            left = room - widths[0] - sum(widths[at] + len(GAP) for at in seen)
            if left < 1 and (column.right or width_of(column.title) >= widths[seen[-1]]):
                seen.pop()
        return seen

    def column_at(self, x: int, first: int, room: int) -> int | None:
        """The column that a place in a line belongs to."""
        edge = self.widths[0] if self.widths else 0
        if x < edge:
            return 0
        for index in self.visible(first, room):
            if edge < x <= edge + self.widths[index]:
                return index
            edge += self.widths[index] + len(GAP)
        return None

    def part(self, place: int) -> int:
        """All rows are drawn alike."""
        return 0

    # --- lines

    def row(self, place: int, first: int, room: int, cursor: int, at: int | None) -> list[Cell]:
        """A row; `at` is the column of the cursor, where that is in it."""
        row = self.table.rows[place]
        text = ""
        if self.table.columns[0].names and not row.heading and width_of(row.cells[0].text) > self.widths[0]:
            text = self._short_names.get(row.cells[0].text, "")
        seen = self.visible(first, room)
        return row_cells(row, self.table.columns, self.widths, seen, room, at if place == cursor else None, text)

    @cached_property
    def _short_names(self) -> dict[str, str]:
        """The first cells, each cut so that it is told from the others."""
        texts = [row.cells[0].text for row in self.table.rows if not row.heading]
        return cut_apart(texts, self.widths[0])

    def header(self, y: int, first: int, room: int, marked: int | None) -> list[Cell]:
        """A line of the headings, that of the column `marked` in the tone of the cursor."""
        columns, widths, seen = self.table.columns, self.widths, self.visible(first, room)
        if y >= self.heads:
            return self._under(seen)

        def tone(index: int) -> Tone:
            return "accent" if index == marked and columns[index].head == "head" else columns[index].head

        if y < self.heads - 1:
            cells = [Cell(" " * widths[0])]
            for index in seen:
                told = fit(halves(columns[index].title, widths[index])[0], widths[index], columns[index].right)
                cells.append(Cell(GAP + told, tone(index)))
            return cells
        left = "‹" if first > 1 else ""
        cells = [Cell(self.title(0, widths[0] - len(left)) + left, tone(0))]
        cells += [Cell(GAP + self.title(index, widths[index]), tone(index)) for index in seen]
        if seen and seen[-1] < len(columns) - 1:
            used = widths[0] + sum(widths[index] + len(GAP) for index in seen)
            if used >= room:
                # The sign that there is more stands in the last column even where that is full.
                text = cells[-1].text
                over = used - room + 1
                short = text[:-over] if text.isascii() else fit(text, max(0, width_of(text) - over))
                cells[-1] = cells[-1]._replace(text=short)
            cells.append(Cell(" " * max(0, room - used - 1) + "›", "head"))
        return cells

    def title(self, index: int, width: int) -> str:
        """The heading of a column, with an arrow behind it where the rows are sorted by it."""
        column, order = self.table.columns[index], self.table.order
        if by_name(column) and (order is None or order[0] != column.key):
            title = self._apart.get(index, column.title)
            if self.heads > 1:
                title = halves(column.title, width)[1]
            return fit(both_ends(title, width), width, column.right)
        if order is None or order[0] != column.key or width < 2:
            return fit(column.title, width, column.right)
        arrow = "▲" if order[1] else "▼"
        return fit(cut(column.title, width - 1) + arrow, width, column.right)

    def _under(self, seen: Sequence[int]) -> list[Cell]:
        cells: list[Cell] = []
        for index in (0, *seen):
            text, tone = self.table.columns[index].under or Cell("")
            if index:
                cells.append(Cell(GAP, gap_tone(tone)))
            cells.append(Cell(fit(text, self.widths[index]), tone))
        return cells


def by_name(column: Column) -> bool:
    """Whether the heading of a column is a name."""
    return column.names or column.of_name


def in_brief(table: Table, room: int) -> Table:
    """A table with the shorter words that its columns have, where it is wider than so many columns of the terminal."""
    briefs = {at: column.briefs for at, column in enumerate(table.columns) if column.briefs}
    if not briefs or len(GAP) * (len(table.columns) - 1) + sum(_needs(table)) <= room:
        return table
    rows = []
    for row in table.rows:
        cells = row.cells
        if not row.heading:
            cells = tuple(
                cell._replace(text=briefs.get(at, {}).get(cell.text, cell.text)) for at, cell in enumerate(cells)
            )
        rows.append(row._replace(cells=cells))
    return replace(table, rows=tuple(rows))


def _needs(table: Table) -> Iterator[int]:
    """The columns of the terminal in which nothing of a column is cut, for each."""
    for at, column in enumerate(table.columns):
        filled = (row for row in table.rows if not row.heading and at < len(row.cells) - runs_on(row, table))
        yield column.width or max(map(width_of, (column.title, *(row.cells[at].text for row in filled))))


def widths_of(table: Table, room: int) -> tuple[int, ...]:
    """The width of every column; the first gives way to the others down to its own, or a third of the room."""
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
        left, seen = left_over(table.columns, widths, room)
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
            left, _ = left_over(table.columns, widths, room)
            widths[0] = max(widths[0], min(need, widths[0] + left - 1))
    return tuple(widths)


def left_over(columns: Sequence[Column], widths: Sequence[int], room: int) -> tuple[int, int]:
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


def heads_apart(columns: Sequence[Column], widths: Sequence[int]) -> Mapping[int, str]:
    """What stands in the heads of columns whose names would be cut to the same ends: the part in which they differ."""
    cut_ = [index for index, one in enumerate(columns) if by_name(one) and width_of(one.title) > widths[index]]
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
    named: Tone = "accent" if marked == 0 else row.cells[0].tone
    cells, left = [Cell(fit(first or row.cells[0].text, widths[0]), named)], width - widths[0]
    for index in beside:
        text, tone = row.cells[index]
        if index == last and row.drawn is not None:
            drawn = row.drawn(left - len(GAP))
            if index == marked:
                drawn = [cell._replace(tone="accent") for cell in drawn]
            return [*cells, Cell(GAP, gap_tone(tone)), *drawn]
        if index == last < len(widths) - 1:
            fitted = fit(text, left - len(GAP))
        elif columns[index].names:
            fitted = fit(both_ends(text, widths[index]), widths[index], columns[index].right)
        else:
            fitted = fit(text, widths[index], columns[index].right)
        cells.append(Cell(GAP, gap_tone(tone)))
        signs = columns[index].signs
        if signs is None or index == marked or tone == "dim":
            cells.append(Cell(fitted, "accent" if index == marked else tone))
        else:
            cells += signed(fitted, signs, tone)
        left -= widths[index] + len(GAP)
    return cells


def gap_tone(tone: Tone) -> Tone:
    """The tone of the gap before a cell: a tint is that of its cell alone, so that words beside it stand apart."""
    return "plain" if tone.startswith("tint") else tone
