"""The evidence: runs with their intervals, kinds, pairs and failures, and beneath what would settle the choice.

What takes longer than a key may is worked out beside the event loop and shown once it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from shortlist.core.analysis import Analysis
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.edits.places import KeyPath
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, bound, hint
from shortlist.tui.parts.shared_room import SharedRoom
from shortlist.tui.parts.table_body import TableBody
from shortlist.tui.screens.evidence import detail
from shortlist.tui.screens.evidence.background import Working
from shortlist.tui.screens.evidence.failure_keys import FailureKeys
from shortlist.tui.screens.evidence.failure_list import FailureList
from shortlist.tui.screens.evidence.run_actions import RunActions
from shortlist.tui.screens.evidence.stacked_tables import StackedTables
from shortlist.tui.screens.evidence.tables import WIDER, WorkedOut, without_drawings
from shortlist.tui.screens.evidence.views import VIEWS, EvidencePlace, EvidenceView, Seen
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane, ProsePane
from shortlist.tui.widgets.table import Table
from shortlist.tui.widgets.view_bar import ViewBar

PARTS: tuple[type[Widget], ...] = (ViewBar, Grid, Pane)
"""What the screen is drawn in."""


class EvidenceBody(TableBody):
    """Runs, and what follows from them."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "What the team's own examples show. A run is a line: a bar of its outcomes, how many examples, the 95 % "
        "interval of what was right, and how long answers took. {evidence.import} reads runs of promptfoo, Inspect, "
        "DeepEval and others, and your own tables of examples; {evidence.run} runs your examples itself. Enter on a "
        "run, or {evidence.failures}, browses what went wrong; there {evidence.kind} and {evidence.verdict} narrow it "
        "down, Enter lays the answers side by side, and {evidence.add} makes a regression example of one.\n\n"
        "Beneath stands what would settle the choice: whom to run on how many more examples, what that costs, what it "
        "saves a month on average, and how likely it changes the choice. Enter on a line runs it, or goes to the open "
        "question; {evidence.command} copies the command."
    )
    VIEWS = tuple(row.view for row in VIEWS)
    BINDINGS: ClassVar[list[BindingType]] = bound("evidence")
    DETAILS = 56
    """Columns of the details where they stand beside the table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Grid(), SharedRoom(self, WIDER))
        self._working = Working(self, lambda: self._analysis, self._worked_out)
        self._listed = FailureList(lambda: self._analysis)
        self._tables = StackedTables(self.grid, self.filter)
        self.runs = RunActions(self.app, desk, self, self.grid, self._run_here, self._working)
        self.failures = FailureKeys(desk, self.app, self._listed, self.grid, self.runs, self._show_failures)

    def compose(self) -> ComposeResult:
        yield self.view_bar
        with Area(id="sides"):
            yield self._tables
            yield ProsePane()

    def on_mount(self) -> None:
        self.query_one(Pane).name_it("Details")

    # --- showing

    @property
    def _analysis(self) -> Analysis:
        return self.desk.session.analysis

    @property
    def _fresh(self) -> WorkedOut | None:
        """What was worked out, where it still holds."""
        return self._working.fresh

    @property
    def _front(self) -> EvidenceView:
        """The view in front."""
        return VIEWS[self.view]

    @property
    def _seen(self) -> Seen:
        """What views are drawn from."""
        size, beside = self.app.size, self.room.beside
        width, of_runs = size.width - beside * self.DETAILS, self.view == EvidencePlace.RUNS
        return Seen(self._analysis, self._fresh, self._listed, width, size, beside, of_runs, self.runs.called)

    def whole_table(self) -> Table:
        """The table of the view, with what was worked out so far, and the failures that are wanted."""
        return self._front.table(self._seen)

    def refresh_analysis(self) -> None:
        """Fill the view in front, and have worked out what takes longer."""
        self._draw()
        self._working.ask()

    def _draw(self) -> None:
        super().refresh_analysis()
        self._tables.draw(self._front, self._seen)

    def _worked_out(self) -> None:
        # Of a screen that is being left the parts go first.
        if not self.stale and self.is_attached and all(self.query(part) for part in PARTS):
            self._draw()

    def on_grid_moved(self) -> None:
        super().on_grid_moved()
        self._tables.moved(self._front, self._seen)

    @property
    def note(self) -> str:
        """What is shown of the failures; how many runs there are."""
        return super().note if self._front.note is None else self._front.note(self._seen)

    def told(self, key: str, column: str | None) -> Sequence[Cell]:
        return self._front.told(self._seen, key)

    def told_of_nothing(self) -> Sequence[Cell]:
        """Without a run: how one comes in, and what it would settle."""
        return () if self.filter.words and self.view == EvidencePlace.FAILURES else self._front.nothing(self._seen)

    # --- what the keys are about

    def _run_here(self) -> Evaluation | None:
        key = self.grid.row_key
        return detail.run_at(self._analysis, key) if key is not None and self._front.of_runs else None

    def _show_failures(self) -> None:
        if self.view == EvidencePlace.FAILURES:
            self.refresh_analysis()
        else:
            self.show_view(EvidencePlace.FAILURES)

    def on_grid_opened(self) -> None:
        key, drawn = self.grid.row_key, self._fresh
        if key is None:
            return
        if self.view == EvidencePlace.FAILURES:
            self.failures.browse(key)
        elif key.startswith("question:"):
            if drawn is not None:
                question = drawn.information.questions[int(key.split(":")[1])]
                self.desk.go_to("", "checklist", question.candidate or next(iter(self._analysis.by_id), None))
        elif self.view == EvidencePlace.SETTLE:
            self.runs.make_look()
        else:
            self.failures.of_run()

    def table_hints(self) -> tuple[Hint, ...]:
        return (hint("table.view"), *self._front.hints(self._analysis), *super().table_hints()[1:])

    def back(self) -> bool:
        """From the failures of a run or a kind to all of them, then to the runs."""
        if super().back():
            return True
        if self.view == EvidencePlace.FAILURES and self.failures.all():
            return True
        if self.view != EvidencePlace.RUNS:
            self.show_view(EvidencePlace.RUNS)
            return True
        return False

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to a run, or to those of a candidate."""
        self.filter.drop()
        if self.view != EvidencePlace.RUNS:
            self.show_view(EvidencePlace.RUNS)
        match path:
            case ("evaluations", int(place), *_):
                places = [place]
            case _:
                places = [one.place for one in self._analysis.runs if one.run.candidate == item]
        for place in places[:1]:
            self.grid.at_row(f"run:{place}")

    def copied_table(self) -> Table:
        """The table as it is copied, its drawings left out."""
        return without_drawings(super().copied_table())
