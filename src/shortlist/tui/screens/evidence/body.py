"""The evidence: runs with their intervals, kinds, pairs and failures, and beneath what would settle the choice.

What takes longer than a key may is worked out beside the event loop and shown once it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from shortlist.core.advice.value_of_information import Look
from shortlist.core.analysis import Analysis
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.edits.places import KeyPath
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.evidence_marks import LEGEND
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, bound, hint
from shortlist.tui.keys.sentences import empty
from shortlist.tui.parts.lower_panels import LowerPanels
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.parts.table_body import TableBody
from shortlist.tui.screens.evidence import detail
from shortlist.tui.screens.evidence.background import Working
from shortlist.tui.screens.evidence.failure_list import FailureList, WantedFailures
from shortlist.tui.screens.evidence.run_actions import RunActions
from shortlist.tui.screens.evidence.run_panels import TALL, RunPanels
from shortlist.tui.screens.evidence.tables import WIDE, WIDER, WorkedOut, without_drawings
from shortlist.tui.screens.evidence.views import SHARE, VIEWS, EvidencePlace, EvidenceView, Seen, looks_panels
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane, ProsePane
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.table import Table
from shortlist.tui.widgets.view_bar import ViewBar

AROUND = 7
"""Lines of the frame and of the names of the views."""
PANELS = 36
"""From so many lines on what would settle the choice has a panel of its own; else it stands among the details."""
PARTS: tuple[type[Widget], ...] = (ViewBar, Grid, Pane)
"""What the screen is drawn in."""
FEWEST, EMPTY = 8, 5
"""Lines of the panel of the table at least, and of one without rows."""


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
    BESIDE = WIDER
    DETAILS = 56
    """Columns of the details where they stand beside the table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Grid())
        self.failures = FailureList(lambda: self._analysis)
        self._run_panels = RunPanels()
        self._view_panels = LowerPanels(4)
        self._needed = 0
        """Lines of the whole table that is shown."""
        self._working = Working(self, lambda: self._analysis, self._worked_out)

    def compose(self) -> ComposeResult:
        yield self.view_bar
        with Area(id="sides"):
            with Area(id="tables"):
                with Panel("Runs", id="main"), Upper():
                    yield self.grid
                yield self._run_panels.pairs
                yield self._run_panels.settle
                yield self._run_panels.more
                yield from self._view_panels.panels
            yield ProsePane()

    def on_mount(self) -> None:
        self.query_one(Pane).name_it("Details")

    @cached_property
    def runs(self) -> RunActions:
        """What is done with runs; its conversations end with the screen."""
        return RunActions(self.app, self.desk, self, self._run_here)

    # --- showing

    @property
    def _analysis(self) -> Analysis:
        return self.desk.session.analysis

    @property
    def _table_width(self) -> int:
        """The columns that the table may count on."""
        return self.app.size.width - self.beside * self.DETAILS

    @property
    def _front(self) -> EvidenceView:
        """The view in front."""
        return VIEWS[self.view]

    @property
    def _seen(self) -> Seen:
        """What views are drawn from."""
        return Seen(
            self._analysis,
            self._fresh,
            self.failures,
            self._table_width,
            self.app.size.width < WIDE,
            self._panels,
            self._roomy,
            self.runs.called,
        )

    def whole_table(self) -> Table:
        """The table of the view, with what was worked out so far, and the failures that are wanted."""
        return self._front.table(self._seen)

    def refresh_analysis(self) -> None:
        """Fill the view in front, and have worked out what takes longer."""
        self._draw()
        self._working.ask()

    def _draw(self) -> None:
        super().refresh_analysis()
        legend = LEGEND if self.view == EvidencePlace.RUNS and self._analysis.runs else ""
        self.query_one("#main", Panel).name_it(self._front.view.name, legend)
        if self._panels:
            width, terminal = self._table_width, self.app.size
            self._run_panels.show(self._analysis, self._fresh, self._failures_in, width, terminal, self.beside)
        else:
            self._run_panels.hide()
        self._draw_under()
        if not self.filter.words and not self.filter.typing:  # else the table keeps its room while rows come and go
            self._share_lines()

    @property
    def _roomy(self) -> bool:
        """Whether the examples and the terms of a view stand beneath it."""
        own = self.view != EvidencePlace.RUNS or not self._analysis.runs or self.app.size.height >= TALL
        return self.beside and own and self.app.size.height >= PANELS

    def _draw_under(self) -> None:
        grid, key = self.grid, self.grid.row_key
        bare = key is None and not grid.table.rows and not self.filter.words
        if not self._roomy or (key is None and (not bare or self.view == EvidencePlace.SETTLE)):
            self._view_panels.hide()
            return
        lines = self.app.size.height - AROUND - (EMPTY if bare else self._main_lines)
        if self._panels:
            lines -= self._run_panels.lines
        parts = self._front.beneath(self._seen, key or "") if not bare or self._panels else looks_panels(self._seen)
        shown = self._view_panels.show(parts, self._table_width, lines)
        if self._panels and not shown:
            self._run_panels.stretch()

    def on_grid_moved(self) -> None:
        """What stands beneath follows the cursor."""
        super().on_grid_moved()
        if self._roomy and self._front.follows:
            self._draw_under()

    @property
    def _main_lines(self) -> int:
        """The lines of the table where something stands beneath it: what it needs, and no more than its share.

        It keeps them while a filter lets rows come and go.
        """
        if not self.filter.words and not self.filter.typing:
            self._needed = len(self.grid.table.rows) + 3
        share = self._front.share if self._roomy else SHARE
        return min(max(FEWEST, self._needed), int(self.app.size.height * share))

    def _failures_in(self, width: int) -> tuple[Table, str]:
        return self.failures.table(self._analysis, width), self.failures.words

    def _share_lines(self) -> None:
        """Give the table of the view what it needs, and no more than its share where panels beneath need the rest."""
        rows, main = len(self.grid.table.rows), self.query_one("#main", Panel)
        under = self._roomy and bool(self._view_panels.shown)
        if self.beside and not self._panels and not under:
            main.styles.height = "1fr"
        elif not rows and (under or not self.beside or self._panels):
            # On a short terminal it has no border.
            main.styles.height = EMPTY - 2 * self.has_class("-short")
        else:
            main.styles.height = self._main_lines

    @property
    def _panels(self) -> bool:
        """Whether what follows from the runs stands in panels beneath them."""
        return self.view == EvidencePlace.RUNS and self.app.size.height >= PANELS

    @property
    def note(self) -> str:
        """What is shown of the failures; how many runs there are."""
        return super().note if self._front.note is None else self._front.note(self._seen)

    def told(self, key: str, column: str | None) -> Sequence[Cell]:
        return self._front.told(self._seen, key)

    def told_of_nothing(self) -> Sequence[Cell]:
        """Without a run: how one comes in, and what it would settle."""
        return () if self.filter.words and self.view == EvidencePlace.FAILURES else self._front.nothing(self._seen)

    # --- what takes longer than a key may

    @property
    def _fresh(self) -> WorkedOut | None:
        """What was worked out, where it still holds."""
        return self._working.fresh

    def _worked_out(self) -> None:
        # Of a screen that is being left the parts go first.
        if not self.stale and self.is_attached and all(self.query(part) for part in PARTS):
            self._draw()

    # --- failures

    def action_failures(self) -> None:
        """The failures of the run under the cursor, or of all; from among them back to all."""
        run, self.failures.wanted = self._run_here(), WantedFailures()
        if run is not None:
            self.failures.wanted = WantedFailures((run.candidate, run.step))
        self._show_failures()

    def action_kind(self) -> None:
        """Show the failures of the next kind alone, after the last one all."""
        self.failures.next_kind()
        self._show_failures()

    def action_verdict(self) -> None:
        """Show the failures with the next verdict alone, after the last one all."""
        self.failures.next_verdict()
        self._show_failures()

    def _show_failures(self) -> None:
        if self.view == EvidencePlace.FAILURES:
            self.refresh_analysis()
        else:
            self.show_view(EvidencePlace.FAILURES)

    def _browse(self, key: str) -> None:
        """Lay the answers to an example side by side, and go on from there to the others."""
        from shortlist.tui.screens.evidence.failure_dialog import FailureDialog

        shown, example = self.failures.shown, self.failures.at(key)
        if example is not None:
            dialog = FailureDialog(self._analysis, shown, shown.index(example), self.runs.add)
            self.app.push_screen(dialog, self._left_at)

    def _left_at(self, key: str | None) -> None:
        if key is not None:
            self.grid.at_row(key)

    def action_add(self) -> None:
        key, example = self.grid.row_key, None
        if self.view == EvidencePlace.FAILURES and key is not None:
            example = self.failures.at(key)
        if example is None:
            self.desk.say(empty("no_failure_here"))
        else:
            self.runs.add(example)

    # --- runs

    def _run_here(self) -> Evaluation | None:
        key = self.grid.row_key
        if key is None or not self._front.of_runs:
            return None
        return detail.run_at(self._analysis, key)

    # --- what would settle it

    def _look(self) -> Look | None:
        """The look under the cursor, elsewhere the one that saves most; says so where there is none."""
        return self.runs.look(self._fresh, self.grid.row_key if self.view == EvidencePlace.SETTLE else None)

    def action_command(self) -> None:
        if (look := self._look()) is not None:
            self.runs.copy_command(look)

    # --- keys

    def on_grid_opened(self) -> None:
        key = self.grid.row_key
        if key is None:
            return
        if self.view == EvidencePlace.FAILURES:
            self._browse(key)
        elif key.startswith("question:"):
            if (drawn := self._fresh) is not None:
                question = drawn.information.questions[int(key.split(":")[1])]
                self.desk.go_to("", "checklist", question.candidate or next(iter(self._analysis.by_id), None))
        elif self.view == EvidencePlace.SETTLE:
            if (look := self._look()) is not None:
                self.runs.make_look(look)
        else:
            self.action_failures()

    def table_hints(self) -> tuple[Hint, ...]:
        return (hint("table.view"), *self._front.hints(self._analysis), *super().table_hints()[1:])

    def back(self) -> bool:
        """From the failures of a run or a kind to all of them, then to the runs."""
        if super().back():
            return True
        if self.view == EvidencePlace.FAILURES and self.failures.wanted != WantedFailures():
            self.failures.wanted = WantedFailures()
            self.refresh_analysis()
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
