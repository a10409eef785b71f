"""A table that is only looked at: its rows as a grid draws them, without a cursor."""

from __future__ import annotations

from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.lines import Cell, fit, width_of, wrapped
from shortlist.tui.draw.widths import shared_widths
from shortlist.tui.widgets.column_layout import GAP, in_brief, row_cells
from shortlist.tui.widgets.table import Table, runs_on

LEAST = 12
"""Columns that a column of words keeps at least."""
PROSE = 90
"""Columns of a sentence at most."""


class StillTable(Still):
    """Draws a `Table`; beneath its rows what is said of all of them, as far as there is room."""

    DEFAULT_CSS = "StillTable { height: 1fr; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.table = Table((), ())
        self.notes: tuple[str, ...] = ()
        self._laid: tuple[object, list[list[Cell]]] = (None, [])

    def show(self, table: Table, notes: tuple[str, ...] = ()) -> None:
        """Show another table, and other notes."""
        if (table, notes) != (self.table, self.notes):
            self.table, self.notes = table, notes
            self.refresh()

    def lines(self, width: int) -> list[list[Cell]]:
        """All lines in so many columns."""
        about = (self.table, self.notes, width)
        if self._laid[0] != about:
            notes = (line for note in self.notes for line in wrapped(note, min(PROSE, width)))
            self._laid = about, [*table_rows(self.table, width), *([Cell(line, "dim")] for line in notes)]
        return self._laid[1]

    def line(self, y: int, width: int) -> list[Cell]:
        lines = self.lines(width)
        return lines[y] if y < len(lines) else []


def table_rows(table: Table, width: int) -> list[list[Cell]]:
    """A table as lines in so many columns, its headings first; columns that have no room are left out."""
    if not table.rows:
        return [[Cell(line, "dim")] for line in wrapped(table.empty, width)] if table.empty else []
    table = in_brief(table, width)
    columns = table.columns
    needs, least = [], []
    for at, column in enumerate(columns):
        filled = (row for row in table.rows if not row.heading and at < len(row.cells) - runs_on(row, table))
        texts = [row.cells[at].text for row in filled]
        needs.append(column.width or max(map(width_of, (column.title, *texts))))
        least.append(needs[at] if column.width or column.right else min(needs[at], LEAST))
    fitting = 1
    while fitting < len(columns) and sum(least[: fitting + 1]) + len(GAP) * fitting <= width:
        fitting += 1
    # What is left out leaves its room to the others.
    shared = shared_widths(needs[:fitting], width - len(GAP) * (fitting - 1), least[:fitting])
    widths, seen = [*shared, *needs[fitting:]], range(1, fitting)
    head = [Cell(fit(columns[0].title, widths[0]), "head")]
    head += [Cell(GAP + fit(columns[at].title, widths[at], columns[at].right), "head") for at in seen]
    return [head, *(row_cells(row, columns, widths, seen, width, None) for row in table.rows)]
