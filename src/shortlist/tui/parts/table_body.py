"""A body of tables: several views on the analysis, a pane on what is under the cursor, and a filter."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.geometry import Size
from textual.widget import Widget

from shortlist.tui.body import Body, Desk
from shortlist.tui.draw.brief_names import lines_in_brief
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, bound, hint
from shortlist.tui.parts.row_filter import RowFilter, Upper
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane, Paragraph
from shortlist.tui.widgets.table import Table
from shortlist.tui.widgets.view_bar import ViewBar


class View(NamedTuple):
    """A view, and what is said beside the names of all while it is in front."""

    name: str
    note: str = ""


class TableBody(Body):
    """Shows one of its views; the next comes with `v`."""

    DEFAULT_CSS = """
    TableBody.-short Upper.-nothing { height: 3; min-height: 3; }
    TableBody.-reading Upper { height: 40%; min-height: 3; max-height: 40%; }
    TableBody.-reading Pane { height: 1fr; min-height: 50%; max-height: 100%; }
    """
    LOW = 30
    """Under this many lines of the terminal the pane takes room from the table while it is read."""
    VIEWS: ClassVar[tuple[View, ...]] = ()
    FILTER_PLACEHOLDER = "show only rows with …"
    BESIDE: ClassVar[int] = sys.maxsize
    """Columns of the terminal from which on the pane stands beside the table."""
    THREE: ClassVar[int] = 200
    """Columns of the terminal from which on there is a third column, where a screen has one."""
    BINDINGS: ClassVar[list[BindingType]] = bound("table")

    def __init__(self, desk: Desk, grid: Grid) -> None:
        super().__init__(desk)
        self.view = 0
        self.view_bar = ViewBar(tuple(view.name for view in self.VIEWS), self.show_view)
        self.grid = grid
        self.filter = RowFilter(self, self.refresh_analysis, self.filter_told, self.focus_first)
        self._drawn_at: Size | None = None
        """The size of the terminal that was last drawn for."""

    def on_mount(self) -> None:
        self.grid.follow = self._follow
        self._share_room()

    def _follow(self) -> None:
        if not self.stale:
            self.on_grid_moved()

    # --- showing

    def refresh_analysis(self) -> None:
        self._drawn_at = self.app.size
        note = f"filter: {self.filter.words}" if self.filter.words else self.note
        self.view_bar.show(self.view, note)
        table = self.table()
        self.grid.show(table)
        # A table without rows says so in a line; what the pane says of that has the rest.
        self.query_one(Upper).set_class(not table.rows and not self.filter.words and not self.beside, "-nothing")
        self.filter.tell()

    def table(self) -> Table:
        """The table of the view in front, filtered."""
        return self.whole_table().matching(self.filter.words)

    def whole_table(self) -> Table:
        """The same with all its rows; to be provided."""
        raise NotImplementedError

    @property
    def note(self) -> str:
        """What is said beside the names of the views."""
        return self.VIEWS[self.view].note

    @property
    def main(self) -> Widget:
        """Where the keys of the table go."""
        return self.grid

    def on_grid_moved(self) -> None:
        self.show_details()

    def show_details(self) -> None:
        """Say in the pane what is under the cursor."""
        key = self.grid.row_key
        told: Sequence[Paragraph] = self.told_of_nothing()
        if key is not None:
            told = self.told(key, self.grid.column_key)
        self.query_one(Pane).show(lines_in_brief(told, self.desk.session.workspace), (self.view, key))

    def told_of_nothing(self) -> Sequence[Cell]:
        """What the pane says while there is nothing in the table."""
        return ()

    def told(self, key: str, column: str | None) -> Sequence[Paragraph]:
        """What the pane says of a row and a column; to be provided."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """A wider screen may show more columns, a higher one more lines."""
        self._share_room()
        # Being laid out for the first time is no other size.
        if not self.stale and self._drawn_at != self.app.size:
            self.refresh_analysis()
            self.desk.hints_changed()

    def focus_first(self) -> None:
        self.main.focus()

    # --- reading the pane

    @property
    def reading(self) -> bool:
        """Whether the keys go to the pane."""
        return any(pane.has_focus for pane in self.query(Pane))

    def on_descendant_focus(self) -> None:
        self._share_room()

    def on_descendant_blur(self) -> None:
        self._share_room()

    def _share_room(self) -> None:
        low = self.app.size.height < self.LOW
        self.set_class(self.beside, "-sides")
        self.set_class(self.three, "-thirds")
        self.set_class(low, "-short")
        self.set_class(self.reading and low and not self.beside, "-reading")

    @property
    def beside(self) -> bool:
        """Whether the pane stands beside the table."""
        return self.app.size.width >= self.BESIDE

    @property
    def three(self) -> bool:
        """Whether there is room for a third column."""
        return self.app.size.width >= self.THREE

    def hints(self) -> tuple[Hint, ...]:
        if self.filter.typing:
            return (hint("editor.drop_filter"), hint("editor.keep_filter"))
        if not self.reading:
            return self.table_hints()
        return (
            hint("pane.down", keys="{pane.down:2} {pane.up:2}"),
            hint("pane.page_down"),
            hint("pane.first", keys="{pane.first:2} {pane.last:2}"),
            hint("nav.back"),
        )

    def table_hints(self) -> tuple[Hint, ...]:
        """The keys of the tables."""
        views = (hint("table.view"),) if len(self.VIEWS) > 1 else ()
        return (*views, hint("table.filter"), hint("table.tab"))

    # --- views

    def action_view(self, by: int) -> None:
        self.show_view((self.view + by) % len(self.VIEWS))

    def show_view(self, view: int) -> None:
        """Bring a view to the front."""
        self.view = view
        self.grid.forget()
        self.refresh_analysis()
        self.desk.hints_changed()

    def action_other_part(self) -> None:
        pane = self.query_one(Pane)
        (self.main if pane.has_focus else pane).focus()

    # --- filtering

    def action_filter(self) -> None:
        # Where the pane may stand beside it, the table lies in a box of its own and takes no room from the pane.
        self.filter.open(self.FILTER_PLACEHOLDER, within=sys.maxsize > self.BESIDE)

    def filter_told(self) -> Cell:
        """What stands under the filter: how many rows it leaves."""
        rows = [row for row in self.grid.table.rows if not row.heading]
        return Cell(f"{len(rows)} shown", "dim")

    def on_input_submitted(self) -> None:
        """Enter keeps the filter."""
        self.filter.leave()

    # --- copying

    def action_copy(self) -> None:
        from shortlist.tui.dialogs.copying import ask_copy

        ask_copy(self.app, self.copied_table, self.grid)

    def copied_table(self) -> Table:
        """What copying takes; a body whose table on the screen leaves something out has another one."""
        return self.grid.table

    def back(self) -> bool:
        """From the pane to the table, then from a filtered table to all of it."""
        if not self.main.has_focus:
            self.main.focus()
            return True
        return self.filter.drop()
