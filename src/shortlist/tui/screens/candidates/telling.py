"""What stands beside the list of the candidates: details and figures of the row under the cursor, and the plot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import measures
from shortlist.tui.body import Desk
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import BEGINNING
from shortlist.tui.screens.candidates.against import row_heading
from shortlist.tui.screens.candidates.cells import sign_of
from shortlist.tui.screens.candidates.detail import Shown, measured, reasons
from shortlist.tui.screens.candidates.details import Details
from shortlist.tui.screens.candidates.figures import figure_lines
from shortlist.tui.screens.candidates.plot import Axes, plot_detail, plot_of
from shortlist.tui.screens.candidates.selection import Selection
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Paragraph
from shortlist.tui.widgets.scatter import Scatter

COMPARISON, FACTS, PLOT, COMPARE = range(4)
"""The views of the candidates."""


class Parts(NamedTuple):
    """The parts of the screen."""

    grid: Grid
    scatter: Scatter
    details: Details
    figures: Details


class Telling:
    """Says what is known of the row under the cursor, and draws the points."""

    def __init__(self, desk: Desk, selection: Selection, parts: Callable[[], Parts]) -> None:
        self._desk, self._selection = desk, selection
        self._parts = parts
        self.axes = Axes()
        self._last: tuple[Compared, int, str | None, str | None, bool] | None = None
        """What was told last: an edit tells it at once, and the cursor that it leaves in its place once more."""

    @property
    def _compared(self) -> Compared:
        return self._desk.session.compared

    def turn(self, axis: str, by: int) -> None:
        """Put the next measure on an axis of the plot."""
        self.axes = self.axes.turned(self._compared, axis, by)

    def draw_plot(self) -> None:
        """The points of the rows that are shown."""
        parts = self._parts()
        parts.scatter.show(plot_of(self._compared, self._selection.now, self.axes), parts.grid.row_key)

    def tell(self, view: int, figures_beside: bool) -> None:
        """Say what is under the cursor; the figures of the row apart where there is room for them beside."""
        # A width may change before an edit is told here: what was told is built from what it was told of.
        parts, compared = self._parts(), self._compared
        key, step = parts.grid.row_key, compared.step
        if view != COMPARE and key not in compared.by_id:
            key = None
        asked = (compared, view, key, parts.grid.column_key, figures_beside)
        if asked == self._last and view != PLOT:
            return
        self._last = asked
        about = view, step.id if step is not None else None, key
        parts.details.name_it(self._title(compared, view, key))
        parts.figures.name_it("Figures")
        parts.details.tell(partial(self._told, compared, view, key, parts.grid.column_key, figures_beside), about)
        if figures_beside:
            parts.figures.tell(partial(self._figures, compared, key), about)
        if view != PLOT and parts.scatter.display:
            parts.scatter.point_at(key)

    def _told(
        self,
        compared: Compared,
        view: int,
        key: str | None,
        column: str | None,
        beside: bool,
        width: int,
        sentences: bool,
    ) -> Sequence[Paragraph]:
        if view == PLOT:
            return plot_detail(compared, self._selection.now, self.axes, key, self._parts().scatter.plan)
        if key is None:
            return self._of_nothing()
        if view == COMPARE:
            return measured(compared, key, column, self._selection.compared.results, width)
        return reasons(compared, key, width, Shown(column, sentences, not beside))

    def _title(self, compared: Compared, view: int, key: str | None) -> str:
        """Whom, or what, the details are about."""
        if view == PLOT:
            return "The point under the cursor"
        if key is None:
            return ""
        if view == COMPARE:
            measure = measures(compared).get(key)
            return key.capitalize() if measure is None else row_heading(measure)
        result = compared.by_id[key]
        return f"{sign_of(compared, result)} {result.candidate.name}".strip()

    def _figures(self, compared: Compared, key: str | None, width: int, sentences: bool) -> Sequence[Paragraph]:
        if key is None:
            return ()
        return list(figure_lines(compared, compared.by_id[key], width, sentences))

    def _of_nothing(self) -> Sequence[Cell]:
        """How to begin, while there is no candidate."""
        if self._compared.workspace.candidates:
            return ()
        return [Cell("How to begin", "head"), *(Cell(keyed(line)) for line in BEGINNING)]
