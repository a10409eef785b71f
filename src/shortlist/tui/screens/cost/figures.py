"""The figures of the cost: the table of a view, the picture or the plot above it, and other views beneath."""

from __future__ import annotations

from textual.app import ComposeResult

from shortlist.tui.draw.area import Area
from shortlist.tui.parts.lower_panels import LowerPanels
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.screens.cost.bill_picture import BillPicture
from shortlist.tui.screens.cost.bills import bills
from shortlist.tui.screens.cost.own_curves import break_even_plot, break_evens
from shortlist.tui.screens.cost.parts import PER, candidate_of, ranked_ids
from shortlist.tui.screens.cost.room import AROUND, DETAILS, MARGIN
from shortlist.tui.screens.cost.views import CostView, Shown
from shortlist.tui.widgets.curves import Curves
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.panel import Panel

AT_ONCE = 20
"""Up to so many candidates other views are drawn beneath the one in front with every key."""
PLOT, BESIDE_PLOT = 16, 8
"""Lines of a plot at least, and those of the rows beneath it at most."""
FORM = range(9, 19)
"""Lines of the assumptions beneath a table that needs the others."""


class CostFigures(Area):
    """Draws what the view in front shows; the picture and what stands beneath are only looked at, and so is what stands
    `aside` beneath the details."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(id="figures")
        self._grid = grid
        self._picture, self._curves = BillPicture(), Curves()
        self._main = Panel("USD a month", id="main")
        self._beneath = LowerPanels(3, "beneath", stretch=False)
        self.aside = LowerPanels(3, "aside", stretch=False)

    def compose(self) -> ComposeResult:
        yield self._picture
        with self._main, Upper():
            yield self._curves
            yield self._grid
        yield from self._beneath.panels

    def draw(self, view: CostView, shown: Shown) -> None:
        """Draw all around the table, which is filled already."""
        self._main.name_it(view.view.name)
        self._draw_bills(view, shown)
        self._draw_beneath(view, shown)
        self._draw_plot(view, shown)
        self._draw_aside(view, shown)

    def moved(self, view: CostView, shown: Shown) -> None:
        """Follow the cursor."""
        self._draw_plot(view, shown)
        self._picture.mark(candidate_of(self._grid.column_key))
        if view.follows:
            self._draw_beneath(view, shown)
        if self.aside.shown:
            self._draw_aside(view, shown)

    def _draw_bills(self, view: CostView, shown: Shown) -> None:
        """The picture above the parts, as high as there is room for."""
        picture, analysis, room = self._picture, shown.analysis, shown.room
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

    def _draw_aside(self, view: CostView, shown: Shown) -> None:
        """Beneath the details what belongs to them."""
        if shown.room.spare and shown.analysis.costs:
            parts = view.aside(shown.in_columns(DETAILS), self._grid.row_key, self._grid.column_key)
            self.aside.show(parts, DETAILS, self.app.size.height // 2)
        else:
            self.aside.hide()

    def for_form(self, view: CostView, shown: Shown) -> int | str:
        """The lines that are left to the assumptions where they lie over the details."""
        room = shown.room
        if not room.pane:
            return "1fr"
        half = min(FORM[-1], max(FORM[0], room.lines // 2))
        return max(half, room.lines - self._used(view, shown) - 1)

    def _used(self, view: CostView, shown: Shown) -> int:
        """The lines that the view in front takes."""
        lines = self._picture.high if self._picture.display else 0
        if shown.room.parts:
            return lines
        rows = len(self._grid.table.rows)
        if view.plotted and break_evens(shown.analysis):
            return lines + AROUND + min(BESIDE_PLOT, rows) + PLOT
        return lines + AROUND + rows

    def _draw_beneath(self, view: CostView, shown: Shown) -> None:
        """Beneath a view others of the same decision, as many as there is room for whole; the parts are as high as all
        of them where they stand to the right."""
        room = shown.room
        if room.beneath and 0 < len(shown.analysis.costs) <= AT_ONCE:
            width = room.width - room.parts
            lines = room.lines - self._used(view, shown) - room.pane
            self._beneath.show(view.beneath(shown.in_columns(width), self._grid.row_key), width, lines)
        else:
            self._beneath.hide()
        if room.parts:
            high = [f"{panel.styles.height}" for panel in self._beneath.shown]
            self._main.styles.row_span = 1 + len(high)
            self.styles.grid_columns = f"1fr {room.parts}"
            above = [f"{self._picture.high}", *high[:-1]] if high else []
            self.styles.grid_rows = " ".join([*above, "1fr"])
