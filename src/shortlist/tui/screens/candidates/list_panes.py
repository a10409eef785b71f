"""The list of the candidates with what stands beside it: the plot, and details and figures of the row."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.basics.words import capitalised
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import measures
from shortlist.tui.body import Desk
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.brief_names import lines_in_brief
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import BEGINNING
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.screens.candidates.cells import sign_of
from shortlist.tui.screens.candidates.detail import DetailExtent, measured, reasons
from shortlist.tui.screens.candidates.details_pane import Details
from shortlist.tui.screens.candidates.figures import figure_lines
from shortlist.tui.screens.candidates.plot import Axes, plot_detail, plot_of
from shortlist.tui.screens.candidates.selection import Selection
from shortlist.tui.screens.candidates.side_by_side import against, row_title
from shortlist.tui.screens.candidates.views import COMPARE, COMPARISON, PLOT
from shortlist.tui.screens.candidates.wide_layout import Shares, shares, shares_beside
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Paragraph
from shortlist.tui.widgets.scatter import Scatter


class Halves(Area):
    """Holds the list and its details: above each other, or beside each other where the screen is wide."""

    def __init__(self, desk: Desk, selection: Selection) -> None:
        self.grid, self.scatter = Grid(lead=0), Scatter()
        self.upper = Upper(self.grid, self.scatter)
        self._details, self._figures = Details(id="details"), Details(id="figures")
        super().__init__(self.upper, self._details, self._figures)
        self._desk, self._selection = desk, selection
        self.shares = Shares(0)
        """How the columns of the terminal are shared."""
        self._axes = Axes()
        self._last: tuple[Compared, int, str | None, str | None, bool] | None = None
        """What was told last: an edit tells it at once, and the cursor that it leaves in its place once more."""

    @property
    def _compared(self) -> Compared:
        return self._desk.session.compared

    def share(self, view: int, edges: int) -> Shares:
        """Share the columns of the terminal: the list with so many at its sides, the details, the figures."""
        width = self.app.size.width
        now = Shares(width, edges=edges)
        if view == COMPARISON:
            now = shares(self._compared, self._selection.now, width, edges)
        elif view == COMPARE:
            now = shares_beside(against(self._compared, width - edges, self._selection.compared), width, edges)
        if now != self.shares:
            self.shares = now
            self.upper.styles.width = None if now.details is None else now.listed
            self._details.styles.width = now.details if now.figures else None
        return now

    def turn(self, axis: str, by: int) -> None:
        """Put the next measure on an axis of the plot."""
        self._axes = self._axes.turned(self._compared, axis, by)

    def draw_plot(self) -> None:
        """The points of the rows that are shown."""
        self.scatter.show(plot_of(self._compared, self._selection.now, self._axes), self.grid.row_key)

    def tell(self, view: int) -> None:
        """Say what is under the cursor; the figures of the row apart where there is room for them beside."""
        # A width may change before an edit is told here: what was told is built from what it was told of.
        compared, key, column = self._compared, self.grid.row_key, self.grid.column_key
        figures_beside = self.shares.figures
        if view != COMPARE and key not in compared.by_id:
            key = None
        asked = (compared, view, key, column, figures_beside)
        if asked == self._last and view != PLOT:
            return
        self._last = asked

        def build(width: int, sentences: bool) -> Sequence[Paragraph]:
            told: Sequence[Paragraph]
            if view == PLOT:
                told = plot_detail(compared, self._selection.now, self._axes, key, self.scatter.plan)
                return lines_in_brief(told, compared.workspace)
            if key is None and compared.workspace.candidates:
                return ()
            if key is None:
                return [Cell("How to begin", "head"), *(Cell(keyed(line)) for line in BEGINNING)]
            if view == COMPARE:
                told = measured(compared, key, column, self._selection.compared.results, width)
            else:
                told = reasons(compared, key, width, DetailExtent(column, sentences, not figures_beside))
            return lines_in_brief(told, compared.workspace)

        def figures(width: int, sentences: bool) -> Sequence[Paragraph]:
            if key is None:
                return ()
            return list(figure_lines(compared, compared.by_id[key], width, sentences))

        about = view, compared.step.id if compared.step is not None else None, key
        self._details.name_it(self._title(compared, view, key))
        self._figures.name_it("Figures")
        self._details.tell(build, about)
        if figures_beside:
            self._figures.tell(figures, about)
        if view != PLOT and self.scatter.display:
            self.scatter.point_at(key)

    def _title(self, compared: Compared, view: int, key: str | None) -> str:
        """Whom, or what, the details are about."""
        if view == PLOT:
            return "The point under the cursor"
        if key is None:
            return ""
        if view == COMPARE:
            measure = measures(compared).get(key)
            return key.capitalize() if measure is None else capitalised(row_title(measure))
        result = compared.by_id[key]
        return f"{sign_of(compared, result)} {result.candidate.name}".strip()
