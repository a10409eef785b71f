"""The figures of the cost: the table of a view, the picture or the plot above it, and other views beneath."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult

from shortlist.tui.draw.area import Area
from shortlist.tui.parts.lower_panels import LowerPanels
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.screens.cost.bill_picture import BillPicture
from shortlist.tui.screens.cost.bills import bills
from shortlist.tui.screens.cost.own_curves import break_even_plot, break_evens
from shortlist.tui.screens.cost.parts import PER, candidate_of, ranked_ids
from shortlist.tui.screens.cost.views import CostView, Shown
from shortlist.tui.widgets.curves import Curves
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.panel import Panel

AT_ONCE = 20
"""Up to so many candidates other views are drawn beneath the one in front with every key."""
AROUND, PLOT, BESIDE_PLOT = 3, 16, 8
"""Lines around the rows of a table, its border and its heading; those of a plot at least; rows beneath that at most."""
MARGIN = 4
"""Columns around what stands in a panel."""


class Room(NamedTuple):
    """What the figures may take."""

    lines: int
    """Those between the lines of the frame."""
    width: int
    """Columns."""
    pane: int
    """Lines of the details beneath them; 0 where those stand beside them."""
    parts: int
    """Columns of the parts where they stand beside the picture; 0 where they stand beneath it."""
    beneath: bool
    """Whether other views have room beneath the one in front."""


class CostFigures(Area):
    """Draws what the view in front shows; the picture and what stands beneath are only looked at."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(id="figures")
        self._grid = grid
        self._picture, self._curves = BillPicture(), Curves()
        self._main = Panel("USD a month", id="main")
        self._beneath = LowerPanels(3, "beneath", stretch=False)

    def compose(self) -> ComposeResult:
        yield self._picture
        with self._main, Upper():
            yield self._curves
            yield self._grid
        yield from self._beneath.panels

    def draw(self, view: CostView, shown: Shown, room: Room) -> None:
        """Draw all around the table, which is filled already."""
        self._main.name_it(view.view.name)
        self._draw_bills(view, shown, room)
        self.draw_beneath(view, shown, room)
        self._draw_plot(view, shown)

    def moved(self, view: CostView, shown: Shown, room: Room) -> None:
        """Follow the cursor."""
        self._draw_plot(view, shown)
        self._picture.mark(candidate_of(self._grid.column_key))
        if view.follows:
            self.draw_beneath(view, shown, room)

    def _draw_bills(self, view: CostView, shown: Shown, room: Room) -> None:
        """The picture above the parts, as high as there is room for."""
        picture, analysis = self._picture, shown.analysis
        picture.display = view.pictured and bool(analysis.costs)
        if not picture.display:
            return
        drawn = bills(analysis, ranked_ids(analysis, shown.base), shown.thousand, shown.base)
        picture.show(drawn, candidate_of(self._grid.column_key), f"USD {PER[shown.thousand]}")
        most = room.lines // 2
        if room.pane:
            most = (room.lines - (10 if shown.editing else 6)) * 2 // 5
        picture.take(most, room.width - room.parts - MARGIN)

    def _draw_plot(self, view: CostView, shown: Shown) -> None:
        if view.plotted:
            self._curves.show(break_even_plot(shown.analysis, self._grid.row_key))

    def used(self, view: CostView, shown: Shown, room: Room) -> int:
        """The lines that the view in front takes."""
        lines = self._picture.high if self._picture.display else 0
        if room.parts:
            return lines
        rows = len(self._grid.table.rows)
        if view.plotted and break_evens(shown.analysis):
            return lines + AROUND + min(BESIDE_PLOT, rows) + PLOT
        return lines + AROUND + rows

    def draw_beneath(self, view: CostView, shown: Shown, room: Room) -> None:
        """Beneath a view others of the same decision, as many as there is room for whole."""
        if room.beneath and 0 < len(shown.analysis.costs) <= AT_ONCE:
            width = room.width - room.parts
            lines = room.lines - self.used(view, shown, room) - room.pane
            self._beneath.show(view.beneath(shown.in_columns(width), self._grid.row_key), width, lines)
        else:
            self._beneath.hide()
        if room.parts:
            self._lay_in_columns(room.parts)

    def _lay_in_columns(self, parts: int) -> None:
        """The parts stand to the right of all that is above and beneath them elsewhere."""
        high = [f"{panel.styles.height}" for panel in self._beneath.shown]
        self._main.styles.row_span = 1 + len(high)
        self.styles.grid_columns = f"1fr {parts}"
        above = [f"{self._picture.high}", *high[:-1]] if high else []
        self.styles.grid_rows = " ".join([*above, "1fr"])
