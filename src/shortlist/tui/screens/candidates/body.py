"""The candidates: compared, with their figures, one against another, plotted; sorted, filtered, marked, copied."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from shortlist.core.basics.words import count
from shortlist.core.comparison.measures import quality_metrics
from shortlist.core.edits.candidates import Place, index_of
from shortlist.core.edits.places import KeyPath
from shortlist.core.judging.columns import privacy_unsaid
from shortlist.core.walkthrough import lacking_choice
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, key_of, keyed
from shortlist.tui.keys.hint import Hint, hint
from shortlist.tui.keys.sentences import BEGINNING, empty
from shortlist.tui.parts.stepped_body import SteppedBody
from shortlist.tui.parts.table_body import Upper, View
from shortlist.tui.screens.candidates.detail import measured, reasons
from shortlist.tui.screens.candidates.edits import CandidateEdits
from shortlist.tui.screens.candidates.plot import LEGEND, LEGEND_WIDTH, SHORT_LEGEND, Axes, plot_detail, plot_of
from shortlist.tui.screens.candidates.selection import Selection
from shortlist.tui.screens.candidates.tables import Selected, against, comparison, facts
from shortlist.tui.widgets.grid import Grid, Table
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.scatter import Scatter
from shortlist.tui.widgets.step_bar import StepBar
from shortlist.tui.widgets.view_bar import ViewBar

COMPARISON, FACTS, PLOT, COMPARE = range(4)


class CandidatesBody(SteppedBody):
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
        "Levels: good, medium, poor; as a risk low, medium, high; ? is open, * a "
        "person's own rating; a score may be a range, drawn from 0 to 100. Where there is little room the "
        "first letter of a level stands for it; ops is the operational burden, mig how hard it is to leave.\n\n"
        "A filter: words, and quality>35 input<0.5 latency:..3 access:hosted fit:good status:excluded ttft:? !openai. "
        "Fields: quality, input, output, speed, ttft, latency, context, cost (per successful task), monthly, bill, "
        "score, any quality index; fit, privacy, ops, migration; access, status, openness, size, name, model, "
        "provider, developer, licence, effort, fails, lacks.\n\n"
        "{candidates.import} imports a file of prices or leaderboard figures: a row joins the candidate of "
        "its model and provider, of another provider it is a new one. {candidates.rate} rates a column by hand, with "
        "a reason; {candidates.why_not} tells what a candidate would need to come first."
    )
    FILTER_PLACEHOLDER = "words, or quality>35 input<0.5 access:hosted …"
    VIEWS = (
        View("Comparison", comparison, reasons, "★ default  ◇ fallback  ✖ excluded  ? unknown"),
        View("Facts", facts, reasons, "the figures in force"),
        View("Plot", comparison, reasons, LEGEND),
        View("Compare", against, measured, "differences from the first"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("candidates")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.selection = Selection(desk, lambda: self._filter)
        self.axes = Axes()
        self._before_plot = COMPARISON
        self._edits = CandidateEdits(desk, self.app, lambda: self.candidate, self.go_to, self._import)

    def compose(self) -> ComposeResult:
        yield ViewBar(tuple(view.name for view in self.VIEWS))
        yield StepBar()
        with Upper():
            yield Grid(lead=0)
            yield Scatter()
        yield Pane()

    @property
    def candidate(self) -> str | None:
        """The id of the candidate under the cursor: a row, a column of the comparison, a point."""
        grid = self.query_one(Grid)
        key = grid.column_key if self.view == COMPARE else grid.row_key
        return key if key in self.compared.by_id else None

    # --- showing

    def table(self) -> Table:
        """The table of the view in front; behind the plot lies the comparison, whose cursor the plot shares."""
        return self._table(self.selection.now)

    def _table(self, selected: Selected, whole: bool = False) -> Table:
        width = self.app.size.width
        if self.view == COMPARE:
            return against(self.compared, width, self.selection.compared)
        if self.view == FACTS:
            return facts(self.compared, width, selected)
        return comparison(self.compared, width, selected, whole)

    def copied_table(self) -> Table:
        """The table without the marks, with every column of the excluded as well."""
        return self._table(self.selection.now._replace(marked=()), whole=True)

    @property
    def note(self) -> str:
        """The order, the marks, or what the signs mean."""
        if self.view == PLOT and self.app.size.width < LEGEND_WIDTH:
            return SHORT_LEGEND
        told = []
        if self.selection.sorted and self.view in (COMPARISON, FACTS):
            told.append(self.selection.sorted_told)
        marked = len(self.selection.now.marked)
        if marked and self.view != COMPARE:
            told.append(f"{marked} marked")
        if self.view == COMPARE and marked < 2:
            told.append("all; Space marks the rows to compare")
        open_rank = "  ↕ rank open" if self.view == COMPARISON and self.compared.open_ranks else ""
        return ", ".join(told) or f"{super().note}{open_rank}"

    @property
    def note_of_all(self) -> str:
        """By what the rows are ranked, where more than the score decides."""
        played = {len(result.steps) for result in self.compared.ranking}
        ranked = self.view in (COMPARISON, FACTS) and self.selection.sorted is None and len(played) > 1
        return "sorted by steps played, then score" if ranked else ""

    def refresh_analysis(self) -> None:
        self.set_class(self.view == PLOT, "plotting")
        super().refresh_analysis()
        if self.view == PLOT:
            self._draw_plot()

    def _draw_plot(self) -> None:
        plot = plot_of(self.compared, self.selection.now, self.axes)
        self.query_one(Scatter).show(plot, self.query_one(Grid).row_key)
        self.on_grid_moved()

    def told(self, key: str, column: str | None) -> Sequence[Cell]:
        if self.view == PLOT:
            return plot_detail(self.compared, self.selection.now, self.axes, key, self.query_one(Scatter).plan)
        tell = measured if self.view == COMPARE else reasons
        return tell(self.compared, key, column)

    def told_of_nothing(self) -> Sequence[Cell]:
        """How to begin, while there is no candidate."""
        if self.compared.workspace.candidates:
            return ()
        return [Cell("How to begin", "head"), *(Cell(keyed(line)) for line in BEGINNING)]

    @property
    def main(self) -> Widget:
        return self.query_one(Scatter) if self.view == PLOT else self.query_one(Grid)

    def table_hints(self) -> tuple[Hint, ...]:
        """The keys of the candidates, as many as fit; without any those that bring one; those of the plot in front."""
        if self.view == PLOT:
            axes = (hint("candidates.axis_x"), hint("candidates.axis_y"))
            return (hint("table.view"), hint("table.filter"), *axes, hint("candidates.plot", "back"))
        if not self.compared.ranking:
            return (
                hint("candidates.add", "add from the catalogue"),
                hint("candidates.import", "import a file"),
                hint("candidates.add_by_hand"),
            )
        first = (hint("table.view"), hint("table.filter"), *self.step_hints())
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
        if self.view == COMPARE:
            return (*first, hint("candidates.compare", "back"), hint("candidates.why_not"), *edits, details)
        if self.selection.marked:
            return (*first, *compare, *edits, *own, details)
        return (*first, *edits, *own, *compare, details)

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
        self.axes = self.axes.turned(self.compared, axis, by)
        self._draw_plot()

    def on_scatter_titled(self, event: Scatter.Titled) -> None:
        self.action_axis(event.axis, 1)

    def on_scatter_chosen(self, event: Scatter.Chosen) -> None:
        self.go_to(event.key)

    def on_scatter_laid(self) -> None:
        if self.view == PLOT and not self.stale:
            self.on_grid_moved()

    def on_scatter_opened(self) -> None:
        self._edits.edit()

    # --- sorting

    def action_sort(self) -> None:
        self._sort_by(self.query_one(Grid).column_key)

    def on_grid_headed(self, event: Grid.Headed) -> None:
        self._sort_by(event.column)

    def _sort_by(self, column: str | None) -> None:
        key = {"range": "score", "index": quality_metrics(self.compared)[0]}.get(column or "", column)
        if key is None or self.view not in (COMPARISON, FACTS):
            self.desk.say("Sorting is for the comparison and the facts.")
            return
        self.selection.sort(key)
        self.refresh_analysis()

    def action_reverse(self) -> None:
        """The other way round; where nothing is sorted yet, by the column under the cursor."""
        if self.selection.sorted is None:
            self.action_sort()
        if self.selection.sorted is not None:
            key, backwards = self.selection.sorted
            self.selection.sorted = key, not backwards
            self.refresh_analysis()

    # --- filtering

    def filter_told(self) -> Cell:
        mistakes = self.selection.filter.mistakes
        if mistakes:
            return Cell("✖ " + "; ".join(mistakes), "bad")
        return Cell(f"{len(self.selection.now.results)} of {count(len(self.compared.ranking), 'candidate')}", "dim")

    # --- marks

    def action_mark(self) -> None:
        one = self.candidate
        if one is not None:
            self.selection.mark(one)
            self.refresh_analysis()
            self.desk.hints_changed()

    # --- why not

    def action_why_not(self) -> None:
        one = self.candidate
        if one is None:
            self.desk.say(empty("none_under"))
        else:
            from shortlist.tui.screens.candidates.why_not_dialog import WhyNotDialog

            self.app.push_screen(WhyNotDialog(self.compared, one))

    # --- places

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to a candidate, and on to what of it is named: a figure, its figures, a column; or add one."""
        candidates = self.desk.session.workspace.candidates
        if not candidates or path == ("candidates",):
            self._edits.add()
            return
        index = path[1] if path[:1] == ("candidates",) and len(path) > 1 else None
        if isinstance(index, int) and index < len(candidates):
            item = candidates[index].id
        self.drop_filter()
        if self.view:
            self.show_view(0)
        self.go_to(item or self.compared.ranking[0].id)
        match path:
            case ("candidates", _, "observations", int(number)):
                self._edits.edit(f"figure {number}")
            case ("candidates", _, "observations"):
                self.action_figures()
            case ("candidates", _, "hosting" | "provider", *_):
                self._edits.edit(repr(path))
            case ("candidates", _, "overrides", str(column)):
                self.query_one(Grid).at_column(column)
                known = column.replace("_", " ")
                keys = keyed("{candidates.edit} fills in the rest, {candidates.rate} rates it with a reason.")
                self.desk.say(f"What is known of the {known} is told below: {keys}")
            case ("decision", *inside, "default" | "fallback" as place):
                row = inside[1] if len(inside) == 2 else None
                self._look_at_lacking(place, row if isinstance(row, int) else None)
                key = key_of(f"candidates.{place}")
                self.desk.say(f"{key} makes the candidate under the cursor the {place}; ↑ and ↓ move.")

    def _look_at_lacking(self, place: Place, row: int | None) -> None:
        """Look at the step that lacks a choice alone, where others have one: that of a row, or the first."""
        workspace = self.desk.session.workspace
        steps = [step.id for step in workspace.scenario.steps]
        lacking = lacking_choice(workspace, self.desk.session.analysis.by_id, place)
        if row is not None and row < len(workspace.decision.steps):
            lacking = [workspace.decision.steps[row].step]
        if self.several and lacking and (len(lacking) < len(steps) or workspace.decision.steps):
            self.desk.look_at(lacking[0])

    def go_to(self, id_: str) -> None:
        """Move the cursor to a candidate."""
        self.query_one(Grid).at_row(id_)

    # --- edits

    def on_grid_opened(self) -> None:
        if self.screen.is_active:
            self.action_edit()

    def _import(self, flow: Coroutine[Any, Any, None]) -> None:
        self.run_worker(flow, group="import", exclusive=True)

    def action_add(self) -> None:
        self._edits.add()

    def action_add_by_hand(self) -> None:
        self._edits.add_by_hand()

    def action_import_file(self) -> None:
        self._edits.import_file()

    def action_refresh_prices(self) -> None:
        self._edits.refresh_prices()

    def action_edit(self) -> None:
        """The form of the candidate; from a privacy that is unknown at what nobody said of it."""
        grid, one = self.query_one(Grid), self.candidate
        start: KeyPath | str = ""
        if one is not None and self.view == COMPARISON and grid.column_key == "privacy_risk":
            result = self.compared.by_id[one]
            missing = privacy_unsaid(self.compared.scenario, result.candidate)
            index = index_of(self.desk.session.workspace, one)
            start = ("candidates", index, *missing) if missing and index is not None else ""
        self._edits.edit(start)

    def action_rate(self) -> None:
        self._edits.rate(self.query_one(Grid).column_key)

    def action_figures(self) -> None:
        shown = self.selection.compared if self.view == COMPARE else self.selection.now
        self._edits.figures([result.id for result in shown.results])

    def action_table(self) -> None:
        self._edits.table()

    def action_evaluation(self) -> None:
        self._edits.evaluation()

    def action_choose(self, place: Place) -> None:
        self._edits.choose(place)

    def action_adopt(self) -> None:
        self._edits.adopt()

    def action_choose_step(self, place: Place) -> None:
        self._edits.choose_step(place)

    def action_machines(self) -> None:
        self._edits.machines()

    def action_duplicate(self) -> None:
        self._edits.duplicate()

    def action_remove(self) -> None:
        self._edits.remove()
