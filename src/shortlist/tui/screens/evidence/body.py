"""The evidence: runs with their intervals, kinds, pairs and failures, and beneath what would settle the choice.

What takes longer than a key may is worked out beside the event loop and shown once it is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cached_property
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from shortlist.core.advice.value_of_information import Look
from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import count
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.edits.places import KeyPath
from shortlist.export.evidence_words import settle_notes
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.brief_names import in_brief
from shortlist.tui.draw.evidence_marks import LEGEND
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, bound, hint, keyed
from shortlist.tui.keys.sentences import coming, empty
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.parts.table_body import TableBody, View
from shortlist.tui.screens.evidence import detail, lower_tables
from shortlist.tui.screens.evidence.background import Working
from shortlist.tui.screens.evidence.failure_list import FailureList, WantedFailures
from shortlist.tui.screens.evidence.lower_panels import RunPanels, ViewPanels
from shortlist.tui.screens.evidence.run_actions import RunActions
from shortlist.tui.screens.evidence.tables import (
    WIDE,
    WIDER,
    WorkedOut,
    pairs_table,
    runs_table,
    settle_table,
    slices_table,
    without_drawings,
)
from shortlist.tui.widgets.grid import Grid, Table
from shortlist.tui.widgets.pane import Pane, ProsePane
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.view_bar import ViewBar

NOTHING = ""
"""Instead of the key of a row, where a view has none."""
AROUND = 7
"""Lines of the frame and of the names of the views."""
PANELS = 36
"""From so many lines on what would settle the choice has a panel of its own; else it stands among the details."""
PARTS: tuple[type[Widget], ...] = (ViewBar, Grid, Pane)
"""What the screen is drawn in."""
FEWEST, EMPTY = 8, 5
"""Lines of the panel of the table at least, and of one without rows."""


class EvidenceView(IntEnum):
    """The views, in the order of their names on the screen."""

    RUNS = 0
    KINDS = 1
    PAIRS = 2
    FAILURES = 3
    SETTLE = 4


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
    VIEWS = (
        View("Runs"),
        View("Kinds", "and metrics"),
        View("Pairs", "same examples"),
        View("Failures"),
        View("Settle", "what to look at next"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("evidence")
    BESIDE = WIDER
    DETAILS = 56
    """Columns of the details where they stand beside the table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Grid())
        self.failures = FailureList(lambda: self._analysis)
        self._run_panels = RunPanels()
        self._view_panels = ViewPanels()
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

    def whole_table(self) -> Table:
        """The table of the view, with what was worked out so far, and the failures that are wanted."""
        analysis, width = self._analysis, self._table_width
        match self.view:
            case EvidenceView.RUNS:
                return runs_table(analysis, width)
            case EvidenceView.KINDS:
                return slices_table(analysis, width)
            case EvidenceView.PAIRS:
                return pairs_table(analysis, width)
            case EvidenceView.FAILURES:
                return self.failures.table(analysis, width)
            case _:
                return settle_table(analysis, self._fresh)

    def refresh_analysis(self) -> None:
        """Fill the view in front, and have worked out what takes longer."""
        self._draw()
        self._working.ask()

    def _draw(self) -> None:
        super().refresh_analysis()
        legend = LEGEND if self.view == EvidenceView.RUNS and self._analysis.runs else ""
        self.query_one("#main", Panel).name_it(self.VIEWS[self.view].name, legend)
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
        views = [
            EvidenceView.KINDS,
            EvidenceView.PAIRS,
            EvidenceView.SETTLE,
            *([] if self._analysis.runs else [EvidenceView.RUNS]),
        ]
        return self.beside and self.view in views and self.app.size.height >= PANELS

    def _draw_under(self) -> None:
        grid, width = self.grid, self._table_width
        key = grid.row_key if self._roomy else None
        if key is None and self._roomy and not grid.table.rows and not self.filter.words:
            key = NOTHING
        if key is None:
            self._view_panels.hide()
            return
        lines = self.app.size.height - AROUND - (EMPTY if key == NOTHING else self._main_lines)
        if self._panels:
            lines -= self._run_panels.lines
        shown = self._view_panels.show(self._parts_under(key, width), width, lines)
        if self._panels and not shown:
            self._run_panels.settle.styles.height = "1fr"

    def _parts_under(self, key: str, width: int) -> Iterator[lower_tables.LowerTable]:
        """What stands beneath the view in front for a row."""
        analysis = self._analysis
        match self.view:
            case EvidenceView.KINDS | EvidenceView.PAIRS if key == NOTHING and (drawn := self._fresh) is not None:
                notes = tuple(in_brief(note, analysis.workspace) for note in settle_notes(analysis, drawn.settling))
                yield lower_tables.LowerTable("What would settle it", settle_table(analysis, drawn), notes)
                yield from lower_tables.looks_beneath(analysis, drawn, key, width)
            case _ if key == NOTHING and self.view != EvidenceView.RUNS:
                return
            case EvidenceView.KINDS:
                run, what = detail.held_at(analysis, key), key.split(":", 2)[2]
                yield from lower_tables.kinds_beneath(analysis, self.failures, run, what, width)
            case EvidenceView.PAIRS if (at := int(key.split(":")[1])) < len(analysis.run_pairs):
                yield from lower_tables.pair_beneath(analysis, self.failures, analysis.run_pairs[at], width)
            case EvidenceView.RUNS | EvidenceView.SETTLE if (drawn := self._fresh) is not None:
                yield from lower_tables.looks_beneath(analysis, drawn, key, width)

    def on_grid_moved(self) -> None:
        """What stands beneath follows the cursor."""
        super().on_grid_moved()
        if self._roomy:
            self._draw_under()

    @property
    def _main_lines(self) -> int:
        """The lines of the table where something stands beneath it: what it needs, and no more than its share.

        It keeps them while a filter lets rows come and go.
        """
        if not self.filter.words and not self.filter.typing:
            self._needed = len(self.grid.table.rows) + 3
        return min(max(FEWEST, self._needed), self.app.size.height * 2 // 5)

    def _failures_in(self, width: int) -> tuple[Table, str]:
        return self.failures.table(self._analysis, width), self.failures.words

    def _share_lines(self) -> None:
        """Give the table of the view what it needs, and no more than its share where panels beneath need the rest."""
        rows, main = len(self.grid.table.rows), self.query_one("#main", Panel)
        under = self._roomy and any(panel.display for panel in self._view_panels.panels)
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
        return self.view == EvidenceView.RUNS and self.app.size.height >= PANELS

    @property
    def note(self) -> str:
        """What is shown of the failures; how many runs there are."""
        if self.view == EvidenceView.FAILURES:
            return self.failures.words
        if self.view == EvidenceView.RUNS:
            return count(len(self._analysis.runs), "run") + " in force"
        return super().note

    def told(self, key: str, column: str | None) -> Sequence[Cell]:
        analysis, drawn, narrow = self._analysis, self._fresh, self.app.size.width < WIDE
        match self.view:
            case EvidenceView.RUNS:
                return detail.run_detail(analysis, key, drawn, narrow, settle=not self._panels)
            case EvidenceView.KINDS:
                return detail.slice_detail(analysis, key, drawn, narrow)
            case EvidenceView.PAIRS:
                return detail.pair_detail(analysis, key)
            case EvidenceView.FAILURES if (example := self.failures.at(key)) is not None:
                return detail.example_detail(analysis, example, self.failures.known(example))
            case EvidenceView.SETTLE:
                return detail.look_detail(analysis, key, drawn, self.runs.called, terms=not self._roomy)
        return ()

    def told_of_nothing(self) -> Sequence[Cell]:
        """Without a run: how one comes in, and what it would settle."""
        if self.view == EvidenceView.FAILURES:
            if self.filter.words or self._analysis.workspace.evaluations:
                return ()
            return [Cell(line) for line in coming("failures")]
        if self.view == EvidenceView.SETTLE:
            return detail.settle_lines(self._analysis, self._fresh)
        told = [Cell(keyed(detail.HOW_IT_COMES_IN))]
        if not self._panels and not self._roomy:
            told += [Cell(" "), *detail.settle_lines(self._analysis, self._fresh)]
        return told

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
        if self.view == EvidenceView.FAILURES:
            self.refresh_analysis()
        else:
            self.show_view(EvidenceView.FAILURES)

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
        if self.view == EvidenceView.FAILURES and key is not None:
            example = self.failures.at(key)
        if example is None:
            self.desk.say(empty("no_failure_here"))
        else:
            self.runs.add(example)

    # --- runs

    def _run_here(self) -> Evaluation | None:
        key = self.grid.row_key
        if key is None or self.view not in (EvidenceView.RUNS, EvidenceView.KINDS):
            return None
        return detail.run_at(self._analysis, key)

    # --- what would settle it

    def _look(self) -> Look | None:
        """The look under the cursor, elsewhere the one that saves most; says so where there is none."""
        return self.runs.look(self._fresh, self.grid.row_key if self.view == EvidenceView.SETTLE else None)

    def action_command(self) -> None:
        if (look := self._look()) is not None:
            self.runs.copy_command(look)

    # --- keys

    def on_grid_opened(self) -> None:
        key = self.grid.row_key
        if key is None:
            return
        if self.view == EvidenceView.FAILURES:
            self._browse(key)
        elif key.startswith("question:"):
            if (drawn := self._fresh) is not None:
                question = drawn.settling.questions[int(key.split(":")[1])]
                self.desk.go_to("", "checklist", question.candidate or next(iter(self._analysis.by_id), None))
        elif self.view == EvidenceView.SETTLE:
            if (look := self._look()) is not None:
                self.runs.make_look(look)
        else:
            self.action_failures()

    def table_hints(self) -> tuple[Hint, ...]:
        own: tuple[Hint, ...]
        if self.view == EvidenceView.FAILURES:
            side = hint("grid.open", "side by side")
            own = (side, hint("evidence.add"), hint("evidence.kind"), hint("evidence.verdict"))
        elif self.view == EvidenceView.SETTLE:
            own = (hint("grid.open", "run it"), hint("evidence.command"))
        else:
            own = (hint("evidence.run"), hint("evidence.golden"), hint("evidence.import"))
            if self._analysis.runs:
                own += (hint("evidence.failures"), hint("evidence.remove"))
        return (hint("table.view"), *own, *super().table_hints()[1:])

    def back(self) -> bool:
        """From the failures of a run or a kind to all of them, then to the runs."""
        if super().back():
            return True
        if self.view == EvidenceView.FAILURES and self.failures.wanted != WantedFailures():
            self.failures.wanted = WantedFailures()
            self.refresh_analysis()
            return True
        if self.view != EvidenceView.RUNS:
            self.show_view(EvidenceView.RUNS)
            return True
        return False

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to a run, or to those of a candidate."""
        self.filter.drop()
        if self.view != EvidenceView.RUNS:
            self.show_view(EvidenceView.RUNS)
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
