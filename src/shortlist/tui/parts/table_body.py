"""A body of tables: several views on the analysis, a pane on what is under the cursor, and a filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.geometry import Size
from textual.widget import Widget

from shortlist.tui.body import Body, Desk
from shortlist.tui.draw.brief_names import lines_in_brief
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, bound, hint
from shortlist.tui.parts.row_filter import OF_FILTER, RowFilter, Upper
from shortlist.tui.parts.shared_room import OF_DETAILS, SharedRoom
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
    VIEWS: ClassVar[tuple[View, ...]] = ()
    FILTER_PLACEHOLDER = "show only rows with …"
    BINDINGS: ClassVar[list[BindingType]] = bound("table")

    def __init__(self, desk: Desk, grid: Grid, room: SharedRoom) -> None:
        super().__init__(desk)
        self.view = 0
        self.view_bar = ViewBar(tuple(view.name for view in self.VIEWS), self.show_view)
        self.grid, self.room = grid, room
        self.filter = RowFilter(self, self.filter_told, self.FILTER_PLACEHOLDER, room.boxed)
        self._drawn_at: Size | None = None
        """The size of the terminal that was last drawn for."""

    def on_mount(self) -> None:
        self.grid.follow = self._follow
        self.room.share()

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
        self.query_one(Upper).set_class(not table.rows and not self.filter.words and not self.room.beside, "-nothing")
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
        self.room.share()
        # Being laid out for the first time is no other size.
        if not self.stale and self._drawn_at != self.app.size:
            self.refresh_analysis()
            self.desk.hints_changed()

    # --- what has the keys

    def focus_first(self) -> None:
        self.main.focus()

    def on_descendant_focus(self) -> None:
        self.room.share()

    def on_descendant_blur(self) -> None:
        self.room.share()

    def hints(self) -> tuple[Hint, ...]:
        if self.filter.typing:
            return OF_FILTER
        return OF_DETAILS if self.room.reading else self.table_hints()

    def table_hints(self) -> tuple[Hint, ...]:
        """The keys of the tables."""
        views = (hint("table.view"),) if len(self.VIEWS) > 1 else ()
        return (*views, hint("table.filter"), hint("table.tab"))

    def action_other_part(self) -> None:
        pane = self.query_one(Pane)
        (self.main if pane.has_focus else pane).focus()

    def back(self) -> bool:
        """From the pane to the table, then from a filtered table to all of it."""
        if not self.main.has_focus:
            self.main.focus()
            return True
        return self.filter.drop()

    # --- views

    def action_view(self, by: int) -> None:
        self.show_view((self.view + by) % len(self.VIEWS))

    def show_view(self, view: int) -> None:
        """Bring a view to the front."""
        self.view = view
        self.grid.forget()
        self.refresh_analysis()
        self.desk.hints_changed()

    def filter_told(self) -> Cell:
        """What stands under the filter: how many rows it leaves."""
        rows = [row for row in self.grid.table.rows if not row.heading]
        return Cell(f"{len(rows)} shown", "dim")

    # --- copying

    def action_copy(self) -> None:
        from shortlist.tui.dialogs.copying import ask_copy

        ask_copy(self.app, self.copied_table, self.grid)

    def copied_table(self) -> Table:
        """What copying takes; a body whose table on the screen leaves something out has another one."""
        return self.grid.table
