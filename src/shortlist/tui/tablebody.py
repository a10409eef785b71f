"""A body of tables: several views on the analysis, a pane on what is under the cursor, and a filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from shortlist.core.analysis import Analysis
from shortlist.tui.body import Body, Desk, Hint
from shortlist.tui.lines import Cell
from shortlist.tui.widgets.grid import Grid, Table
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.viewbar import ViewBar


class View(NamedTuple):
    """A view: its name, its table for a width of the screen, and what the pane says of a row and a column."""

    name: str
    table: Callable[[Analysis, int], Table]
    detail: Callable[[Analysis, str, str | None], Sequence[Cell]]
    note: str = ""


class FilterLine(Input):
    """The line that a filter is typed in."""

    DEFAULT_CSS = """
    FilterLine, FilterLine:focus { border: none; height: 1; padding: 0 1; background: $surface-lighten-2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", "Show all rows again", id="editor.drop_filter", show=False),
        Binding("down", "keep", "To the table", id="editor.keep_filter", show=False),
    ]

    def watch_value(self, value: str) -> None:
        """Filter in the same call in which the key is drawn."""
        if isinstance(self.parent, Widget) and isinstance(self.parent.parent, TableBody):
            self.parent.parent.filter_to(value)

    async def action_drop(self) -> None:
        """Close the filter."""
        self.value = ""
        await self.action_keep()

    async def action_keep(self) -> None:
        """Go to the table, keeping the filter."""
        if isinstance(self.parent, Widget) and isinstance(self.parent.parent, TableBody):
            self.parent.parent.leave_filter()


class Upper(Widget):
    """Holds the table and what belongs to it."""

    DEFAULT_CSS = "Upper { height: 1fr; layout: vertical; }"


class TableBody(Body):
    """Shows one of its views; the next comes with `v`."""

    VIEWS: ClassVar[tuple[View, ...]] = ()
    GRID: ClassVar[type[Grid]] = Grid
    """The kind of table."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "view(1)", "Show the next view", id="table.view", show=False),
        Binding("V", "view(-1)", "Show the view before", id="table.view_back", show=False),
        Binding("slash", "filter", "Filter the rows", id="table.filter", show=False),
        Binding("tab", "other_part", "Between table and pane", id="table.tab", show=False),
        Binding("shift+tab", "other_part", "Between table and pane", id="table.shift_tab", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view = 0
        self._filter = ""

    def compose(self) -> ComposeResult:
        """The views' names, the table, the pane."""
        yield ViewBar(tuple(view.name for view in self.VIEWS))
        with Upper():
            yield self.GRID()
        yield Pane()

    # --- showing

    def refresh_analysis(self) -> None:
        """Fill the table of the view in front."""
        view, width = self.VIEWS[self.view], self.app.size.width
        table = self.table_of(view, self.desk.session.analysis, width)
        self.query_one(ViewBar).show(self.view, f"filter: {self._filter}" if self._filter else view.note)
        self.query_one(Grid).show(table.matching(self._filter))

    def table_of(self, view: View, analysis: Analysis, width: int) -> Table:
        """The table of a view; a screen that keeps a state of its own, such as folded groups, adds it here."""
        return view.table(analysis, width)

    def on_grid_moved(self) -> None:
        """Say in the pane what is under the cursor."""
        grid = self.query_one(Grid)
        key, view = grid.row_key, self.VIEWS[self.view]
        told = view.detail(self.desk.session.analysis, key, grid.column_key) if key is not None else ()
        self.query_one(Pane).show(told)

    def on_resize(self) -> None:
        """A wider screen may show more columns."""
        if not self.stale:
            self.refresh_analysis()

    def focus_first(self) -> None:
        """Focus the table."""
        self.query_one(Grid).focus()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the tables."""
        views = (Hint("v", "view", "view(1)"),) if len(self.VIEWS) > 1 else ()
        return (*views, Hint("/", "filter", "filter"), Hint("Tab", "details", "other_part"))

    # --- views

    def action_view(self, by: int) -> None:
        """Show another view."""
        self.show_view((self.view + by) % len(self.VIEWS))

    def on_view_bar_clicked(self, event: ViewBar.Clicked) -> None:
        """Show the view that was clicked."""
        self.show_view(event.view)

    def show_view(self, view: int) -> None:
        """Bring a view to the front."""
        self.view = view
        self.query_one(Grid).forget()
        self.refresh_analysis()
        self.desk.hints_changed()

    def action_other_part(self) -> None:
        """Move the focus between the table and the pane."""
        grid, pane = self.query_one(Grid), self.query_one(Pane)
        (grid if pane.has_focus else pane).focus()

    # --- filtering

    def action_filter(self) -> None:
        """Open the filter."""
        lines = self.query(FilterLine)
        if lines:
            lines.first().focus()
        else:
            line = FilterLine(placeholder="show only rows with …", select_on_focus=False)
            self.query_one(Upper).mount(line)
            line.focus()

    def filter_to(self, text: str) -> None:
        """Show only the rows that hold every word of a text."""
        self._filter = text
        self.refresh_analysis()

    def on_input_submitted(self) -> None:
        """Enter keeps the filter."""
        self.leave_filter()

    def leave_filter(self) -> None:
        """Back to the table; an empty filter line goes."""
        if not self._filter:
            self.query(FilterLine).remove()
        self.focus_first()

    def back(self) -> bool:
        """From the pane to the table, then from a filtered table to all of it."""
        grid = self.query_one(Grid)
        if not grid.has_focus:
            grid.focus()
            return True
        if self._filter:
            self.query(FilterLine).remove()
            self.filter_to("")
            return True
        return False
