"""The candidates: compared, with their figures, one against another, plotted; sorted, filtered, marked, copied."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from shortlist.core.comparison.compared import Compared
from shortlist.core.edits.places import KeyPath
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, bound, hint
from shortlist.tui.parts.shared_room import SharedRoom
from shortlist.tui.parts.step_choice import StepChoice
from shortlist.tui.parts.table_body import TableBody, View
from shortlist.tui.screens.candidates.details_pane import Details
from shortlist.tui.screens.candidates.edits import CandidateEdits
from shortlist.tui.screens.candidates.go_to_place import Arrival
from shortlist.tui.screens.candidates.list_panes import Halves
from shortlist.tui.screens.candidates.plot import LEGEND
from shortlist.tui.screens.candidates.selection import Selection
from shortlist.tui.screens.candidates.views import COMPARE, COMPARISON, PLOT, Views
from shortlist.tui.screens.candidates.wide_layout import BOXED, EDGES, TALL
from shortlist.tui.widgets.column_layout import ColumnLayout
from shortlist.tui.widgets.scatter import Scatter
from shortlist.tui.widgets.table import Table

OF_PLOT = (
    hint("table.view"),
    hint("table.filter"),
    hint("candidates.axis_x"),
    hint("candidates.axis_y"),
    hint("candidates.plot", "back"),
)
OF_NOBODY = (
    hint("candidates.add", "add from the catalogue"),
    hint("candidates.import", "import a file"),
    hint("candidates.add_by_hand"),
)
"""What brings a first candidate."""


def hints_of_table(steps: tuple[Hint, ...], comparing: bool, marked: bool) -> tuple[Hint, ...]:
    """The keys of the tables: `comparing` several side by side, or with rows `marked` to be."""
    first = (hint("table.view"), hint("table.filter"), *steps)
    edits = (
        hint("candidates.add"),
        hint("candidates.import"),
        hint("candidates.edit"),
        hint("candidates.figures"),
        hint("candidates.default"),
        hint("candidates.fallback"),
        hint("candidates.adopt"),
    )
    own = (hint("candidates.why_not"), hint("candidates.plot"), hint("candidates.sort"), hint("candidates.rate"))
    compare = hint("candidates.compare"), hint("candidates.mark")
    details = hint("table.tab")
    if comparing:
        return (*first, hint("candidates.compare", "back"), hint("candidates.why_not"), *edits, details)
    if marked:
        return (*first, *compare, *edits, *own, details)
    return (*first, *edits, *own, *compare, details)


class CandidatesBody(TableBody):
    """The comparison, the facts, the plot, and the marked ones side by side."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "★ is the default and ◇ the fallback: those decided on, before that the recommended ones. ✖ is excluded, ? "
        "lacks an answer that it must have, – plays none of the steps that are looked at. ↕ is an open rank: what is "
        "unknown of the candidate could move it past another one, and its details say what to ask for first.\n\n"
        "{step.before} and {step.next} look at one step alone: its status, score, costs and reasons, its default and "
        "fallback, which {candidates.default} and {candidates.fallback} then choose for that step. {candidates.adopt} "
        "adopts what is recommended, for every step or for the one that is looked at, once it has told what that "
        "costs.\n\n"
        "Levels: good, medium, poor; as a risk low, medium, high; ? is open, * a person's own rating. A level that "
        "most share is plain, what differs is tinted. The bar of a score ends in a whisker where it is a range; ops is "
        "the operational burden, mig how hard it is to leave. The details tell each column with its weight, its points "
        "from 0 to 100 and what each step reaches of what it asks; Enter there unfolds the sentences behind, and "
        "addresses of figures.\n\n"
        "A filter: words, and quality>35 input<0.5 latency:..3 access:hosted fit:good status:excluded ttft:? !openai. "
        "Fields: quality, input, output, speed, ttft, latency, context, cost (per successful task), monthly, bill, "
        "score, any quality index; fit, privacy, ops, migration; access, status, openness, size, name, model, "
        "provider, developer, licence, effort, fails, lacks.\n\n"
        "{candidates.import} imports a file of prices or leaderboard figures: a row joins the candidate of "
        "its model and provider, of another provider it is a new one. {candidates.rate} rates a column by hand, with "
        "a reason, of all marked rows at once; {candidates.why_not} tells what a candidate would need to come first."
    )
    FILTER_PLACEHOLDER = "words, or quality>35 input<0.5 access:hosted …"
    VIEWS = (
        View("Comparison", "✖ excluded  ? unknown"),
        View("Facts", "the figures in force"),
        View("Plot", LEGEND),
        View("Compare", "differences from the first"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("step", "candidates")

    def __init__(self, desk: Desk) -> None:
        self.selection = Selection(desk, lambda: self.filter.words)
        self._views = Views(desk, self.selection)
        self.listed = Halves(desk, self.selection, self.refresh_analysis)
        super().__init__(desk, self.listed.grid, SharedRoom(self))
        self.steps = StepChoice(desk)
        self._before_plot = COMPARISON
        importing = partial(self.run_worker, group="import", exclusive=True)
        self.edits = CandidateEdits(desk, self.app, self.selection, self.listed, importing)
        self._arrival = Arrival(desk, self.edits, self.grid, self._show_all)

    def compose(self) -> ComposeResult:
        yield self.view_bar
        yield self.steps.bar
        yield self.listed

    @property
    def compared(self) -> Compared:
        """The candidates over all steps, or on the one that is looked at."""
        return self.desk.session.compared

    @property
    def candidate(self) -> str | None:
        """The id of the candidate under the cursor."""
        return self.listed.candidate

    # --- showing

    def table(self) -> Table:
        now = self.listed.shares
        return self._views.table(self.view, now.room, bars=now.figures)

    def copied_table(self) -> Table:
        return self._views.table(self.view, self.listed.shares.room, whole=True)

    @property
    def note(self) -> str:
        return self._views.note(self.view, super().note, self.app.size.width)

    def refresh_analysis(self) -> None:
        """Share the screen between the list, the details, the figures and the plot, and fill all of them."""
        now = self.listed.share(self.view, EDGES if self.room.low else BOXED)
        beside = now.details is not None
        plotted = beside and self.app.size.height >= TALL and bool(self.compared.ranking)
        self.set_class(now.figures and not beside, "above")
        self.set_class(self.view == PLOT, "plotting")
        self.set_class(self.view == COMPARE and not beside, "comparing")
        self.set_class(beside, "beside")
        self.set_class(now.figures, "three")
        self.set_class(now.more, "four")
        self.set_class(plotted and self.view == COMPARISON, "with-plot")
        # What is held against each other has names for headings.
        two_lined = self.view == COMPARE and not self.room.low
        self.grid.layout_of = partial(ColumnLayout, two_lined=two_lined)
        self.steps.show(self._views.note_of_all(self.view))
        super().refresh_analysis()
        if self.listed.scatter.display:
            self.listed.draw_plot()
        self.show_details()

    def show_details(self) -> None:
        """Say in the details what is under the cursor, and show it in the plot."""
        self.listed.tell()

    @property
    def main(self) -> Widget:
        return self.listed.scatter if self.view == PLOT else self.grid

    def action_other_part(self) -> None:
        """To the details, to the figures where they stand beside them, and back to the list."""
        parts = [self.main, *(one for one in self.query(Details) if one.display)]
        at = next((place for place, part in enumerate(parts) if part.has_focus), 0)
        parts[(at + 1) % len(parts)].focus()

    def hints(self) -> tuple[Hint, ...]:
        hints = super().hints()
        return (*hints, hint("pane.unfold")) if self.room.reading else hints

    def table_hints(self) -> tuple[Hint, ...]:
        """The keys of the candidates, as many as fit; without any those that bring one; those of the plot in front."""
        if self.view == PLOT:
            return OF_PLOT
        if not self.compared.ranking:
            return OF_NOBODY
        return hints_of_table(self.steps.hints, self.view == COMPARE, bool(self.selection.marked))

    # --- views

    def show_view(self, view: int) -> None:
        """Bring a view to the front; the cursor stays on its candidate."""
        here, had = self.candidate, self.main.has_focus
        if view == PLOT != self.view:
            self._before_plot = self.view
        super().show_view(view)
        if here is not None and view != COMPARE:
            self.go_to(here)
            self.refresh_analysis()
        if had or view == PLOT or not self.main.has_focus:
            self.main.focus()

    def action_plot(self) -> None:
        self.show_view(self._before_plot if self.view == PLOT else PLOT)

    def action_compare(self) -> None:
        self.show_view(COMPARISON if self.view == COMPARE else COMPARE)

    def action_axis(self, axis: str, by: int) -> None:
        if self.view != PLOT:
            self.show_view(PLOT)
        self.listed.turn(axis, by)
        self.listed.draw_plot()
        self.show_details()

    def on_scatter_titled(self, event: Scatter.Titled) -> None:
        self.action_axis(event.axis, 1)

    def on_scatter_laid(self) -> None:
        if self.view == PLOT and not self.stale:
            self.show_details()

    def on_scatter_point_selected(self) -> None:
        self.edits.edit()

    def filter_told(self) -> Cell:
        return self.selection.told

    # --- places

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to a candidate, and on to what of it is named: a figure, its figures, a column; or add one."""
        self._arrival.go(path, item)

    def _show_all(self) -> None:
        """Have every row in the comparison."""
        self.filter.drop()
        if self.view:
            self.show_view(COMPARISON)

    def go_to(self, id_: str) -> None:
        """Move the cursor to a candidate."""
        self.grid.at_row(id_)

    # --- edits

    def on_grid_opened(self) -> None:
        if self.screen.is_active:
            self.edits.edit()
