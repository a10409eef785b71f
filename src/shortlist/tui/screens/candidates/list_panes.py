"""The list of the candidates with what stands beside it: the plot, and details and figures of the row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import capitalised
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import measures, quality_metrics
from shortlist.export.levels import standing_sign
from shortlist.tui.body import Desk
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.brief_names import lines_in_brief
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import BEGINNING
from shortlist.tui.parts.requirements import asked_lines, check_lines
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.screens.candidates.about_figure import about_figure, figure_of, measure_of
from shortlist.tui.screens.candidates.comparison_lines import apart_lines, source_lines, step_lines
from shortlist.tui.screens.candidates.detail import DetailExtent, measured, measured_of_all, reasons
from shortlist.tui.screens.candidates.details_pane import Build, Details
from shortlist.tui.screens.candidates.figures import figure_lines
from shortlist.tui.screens.candidates.plot import Axes, plot_detail, plot_of
from shortlist.tui.screens.candidates.selection import Selection
from shortlist.tui.screens.candidates.side_by_side import against, row_title
from shortlist.tui.screens.candidates.views import COMPARE, COMPARISON, FACTS, PLOT, TITLES
from shortlist.tui.screens.candidates.wide_layout import (
    Shares,
    shares,
    shares_beneath,
    shares_beside,
    shares_of_nobody,
    shares_of_one,
    shares_of_plot,
)
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Paragraph
from shortlist.tui.widgets.panel import write_border
from shortlist.tui.widgets.scatter import Scatter


class Lower(Area):
    """Holds the details, and beside them what they leave to panes of its own."""


class Halves(Area):
    """Holds the list and its details, above or beside each other; sorts and marks by the cursor of the list."""

    def __init__(self, desk: Desk, selection: Selection, draw: Callable[[], None]) -> None:
        """`draw` draws the screen where something else is selected."""
        self.grid, self.scatter = Grid(lead=0), Scatter()
        self.upper = Upper(self.grid, self.scatter)
        self._details, self._figures, self._more = (Details(id=one) for one in ("details", "figures", "more"))
        super().__init__(self.upper, Lower(self._details, self._figures, self._more))
        self._desk, self._selection, self._draw = desk, selection, draw
        self.view = COMPARISON
        """The view in front."""
        self.shares = Shares(0)
        """How the columns of the terminal are shared."""
        self._axes = Axes()
        self._last: tuple[Compared, int, str | None, str | None, Shares] | None = None
        """What was told last: an edit tells it at once, and the cursor that it leaves in its place once more."""

    @property
    def _compared(self) -> Compared:
        return self._desk.session.compared

    @property
    def candidate(self) -> str | None:
        """The id of the candidate under the cursor: a row, a column of the comparison, a point."""
        key = self.grid.column_key if self.view == COMPARE else self.grid.row_key
        return key if key in self._compared.by_id else None

    @property
    def order(self) -> list[str]:
        """The ids of the candidates that are shown, as they follow each other."""
        shown = self._selection.compared if self.view == COMPARE else self._selection.now
        return [result.id for result in shown.results]

    def sort(self, column: str | None = None) -> None:
        """Sort by a column, else by the one under the cursor; once more, as ranked."""
        column = column or self.grid.column_key
        key = {"range": "score", "index": quality_metrics(self._compared)[0]}.get(column or "", column)
        if key is None or self.view not in (COMPARISON, FACTS):
            self._desk.say("Sorting is for the comparison and the facts.")
            return
        before = self._selection.sorted
        self._selection.sorted = None if before is not None and before[0] == key else (key, False)
        self._draw()

    def reverse(self) -> None:
        """The other way round; where nothing is sorted yet, by the column under the cursor."""
        if self._selection.sorted is None:
            self.sort()
        if self._selection.sorted is not None:
            key, backwards = self._selection.sorted
            self._selection.sorted = key, not backwards
            self._draw()

    def mark(self) -> None:
        """Mark the candidate under the cursor, or take its mark away."""
        one, marked = self.candidate, self._selection.marked
        if one is not None:
            if one in marked:
                marked.remove(one)
            else:
                marked.append(one)
            self._draw()
            self._desk.hints_changed()

    def on_grid_headed(self, event: Grid.Headed) -> None:
        self.sort(event.column)

    def on_scatter_point_highlighted(self, event: Scatter.PointHighlighted) -> None:
        self.grid.at_row(event.key)

    def share(self, view: int, edges: int) -> Shares:
        """Share the columns of the terminal for a view: the list with so many at its sides, details, figures."""
        self.view = view
        write_border(self.upper, TITLES[view], "")
        width, height = self.app.size
        now = Shares(width, edges=edges)
        if not self._compared.ranking:
            now = shares_of_nobody(width, height, edges)
        elif view == COMPARISON:
            now = shares(self._compared, self._selection.now, width, edges)
        elif view == FACTS:
            now = shares_beneath(width, height, edges)
        elif view == PLOT:
            now = shares_of_plot(width, height, edges)
        elif view == COMPARE:
            table = against(self._compared, width - edges, self._selection.compared)
            now = shares_beside(table, width, height, edges)
            if len(self._selection.compared.results) == 1:
                now = shares_of_one(table, width, edges)
        if now != self.shares:
            self.shares = now
            self.upper.styles.width = None if now.details is None else now.listed
            self._details.styles.width = now.details if now.figures and now.details else None
        return now

    def turn(self, axis: str, by: int) -> None:
        """Put the next measure on an axis of the plot."""
        self._axes = self._axes.turned(self._compared, axis, by)

    def draw_plot(self) -> None:
        """The points of the rows that are shown."""
        self.scatter.show(plot_of(self._compared, self._selection.now, self._axes), self.grid.row_key)

    def tell(self) -> None:
        """Say what is under the cursor; the figures of the row apart where there is room for them beside."""
        # A width may change before an edit is told here: what was told is built from what it was told of.
        compared, view, key, column = self._compared, self.view, self.grid.row_key, self.grid.column_key
        now = self.shares
        if view != COMPARE and key not in compared.by_id:
            key = None
        asked = (compared, view, key, column, now)
        if asked == self._last and view != PLOT:
            return
        self._last = asked
        about = view, compared.step.id if compared.step is not None else None, key
        panes: list[tuple[Details, str, Build]] = [
            (self._details, self._title(compared, view, key), partial(self._told, compared, view, key, column)),
            (self._figures, *self._beside_details(compared, view, key)),
        ]
        if view == FACTS and key is not None:
            figure = figure_of(compared, column)
            told = partial(self._of_figure, compared, compared.by_id[key], figure)
            panes.append((self._more, capitalised(row_title(measure_of(compared, figure))), told))
        elif key is None:
            panes.append((self._more, "Checks to be passed", lambda *_: list(check_lines(compared))))
        for pane, title, build in panes:
            if pane is self._details or (now.more if pane is self._more else now.figures):
                pane.name_it(title)
                pane.tell(partial(self._in_brief, compared, build), about)
        if view != PLOT and self.scatter.display:
            self.scatter.point_at(key)

    def _in_brief(self, compared: Compared, build: Build, width: int, sentences: bool) -> Sequence[Paragraph]:
        return lines_in_brief(list(build(width, sentences)), compared.workspace)

    def _told(
        self, compared: Compared, view: int, key: str | None, column: str | None, width: int, sentences: bool
    ) -> Sequence[Paragraph]:
        """What the details say: of the row, of what is compared in it, of the point."""
        shown = self._selection.compared.results
        if not compared.workspace.candidates:
            return [Cell("How to begin", "head"), *(Cell(keyed(line)) for line in BEGINNING)]
        if view == PLOT:
            whole = width if self.shares.details is not None else None
            return plot_detail(compared, self._selection.now, self._axes, key, self.scatter.plan, whole)
        if key is None:
            return ()
        if view == COMPARE and len(shown) == 1 and self.shares.details is not None:
            return reasons(compared, shown[0].id, width, DetailExtent(key, sentences, not self.shares.figures))
        if view == COMPARE:
            if self.shares.figures:
                told = measured_of_all(compared, key, column, shown)
                return [*told, *step_lines(compared, shown, width), *source_lines(compared, shown)]
            return measured(compared, key, column, shown, width)
        extent = DetailExtent(None if self.shares.more else column, sentences, not self.shares.figures)
        return reasons(compared, key, width, extent)

    def _beside_details(self, compared: Compared, view: int, key: str | None) -> tuple[str, Build]:
        """What the pane beside the details is called and says."""
        if not compared.workspace.candidates:
            return "What is asked of them", lambda *_: list(asked_lines(compared))
        if key is None:
            return "Figures", lambda *_: ()
        shown = self._selection.compared.results
        if view == COMPARE and len(shown) == 1:
            key = shown[0].id
        elif view == COMPARE:
            return "What tells them apart", lambda width, _: list(apart_lines(compared, shown, width))
        result = compared.by_id[key]
        return "Figures", lambda width, sentences: list(figure_lines(compared, result, width, sentences))

    def _of_figure(
        self, compared: Compared, here: CandidateResult, figure: str, width: int, _sentences: bool
    ) -> Sequence[Paragraph]:
        results = self._selection.now.results
        return [*about_figure(compared, results, here, figure, width), *source_lines(compared, results)]

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
        return f"{standing_sign(compared, result)} {result.candidate.name}".strip()
