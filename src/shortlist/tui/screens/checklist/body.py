"""The checklist: groups of checks down, candidates across, a verdict a cell with its evidence, answered by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from shortlist.core.analysis import Analysis
from shortlist.core.document.checklist import Check, asked_once, checklist
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.edits.places import KeyPath
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.hint import Hint, hint
from shortlist.tui.keys.sentences import empty
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.parts.stepped_body import SteppedBody
from shortlist.tui.parts.table_body import View
from shortlist.tui.screens.checklist.answers import Answers, AskedCheck
from shortlist.tui.screens.checklist.asking import CheckTarget, next_open, place_at, questions_told
from shortlist.tui.screens.checklist.check_grid import VerdictGrid
from shortlist.tui.screens.checklist.evidence import evidence, question_evidence
from shortlist.tui.screens.checklist.folds import Folds
from shortlist.tui.screens.checklist.own_checks import OwnChecks
from shortlist.tui.screens.checklist.question_table import question_at, question_key, question_table, questions_of
from shortlist.tui.screens.checklist.tables import (
    FOLD,
    Kept,
    blocked,
    blocking_now,
    group_of,
    progress,
    verdict_table,
)
from shortlist.tui.widgets.grid import Table
from shortlist.tui.widgets.pane import Pane, ProsePane
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.step_bar import StepBar
from shortlist.tui.widgets.view_bar import ViewBar

ALL, BLOCKING, OPEN = range(3)
AROUND = 12
"""Lines of the terminal that are not those of the rows."""
COMMON_WIDTH = 23
"""Columns that the keys of every screen take beside those of this one."""


SIGNS = "! must  · info  * person (figures)"


def _width(hint: Hint) -> int:
    return len(hint.key) + len(hint.label) + 3


class ChecklistBody(SteppedBody):
    """The verdicts, those that block, and the open questions in the order in which they matter."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "Checks down, candidates across. {checklist.pass}, {checklist.fail}, {checklist.unknown} and "
        "{checklist.not_asked} answer the check under the cursor, Enter opens the form for the evidence. ! marks "
        "what must pass, · what is only for information; * marks a person's answer, with what the figures say in "
        "brackets. An answer decides a check and with it a status; it rates no column: "
        "{checklist.rate} does. What is answered under “What blocks” stays in sight until the view is left. "
        "{step.before} and {step.next} judge on one step alone; a person's answer holds in every step."
    )
    GRID = VerdictGrid
    BESIDE = 120
    VIEWS = (
        View("All checks", lambda compared, _: verdict_table(None, compared), evidence, SIGNS),
        View("What blocks", lambda compared, _: verdict_table(blocking_now(compared), compared), evidence),
        View("Open questions", lambda compared, _: question_table(compared), question_evidence),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("checklist")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._folds = Folds()
        self._kept = Kept()
        """What has blocked somebody since the view was opened: what is answered stays under the eyes."""
        self._answers = Answers(desk, self.app, self.target, self.answerable, self._became_eligible)
        self._own = OwnChecks(desk, self.app, self.point_at)

    def compose(self) -> ComposeResult:
        yield ViewBar(tuple(view.name for view in self.VIEWS))
        yield StepBar()
        with Widget(id="sides"):
            with Panel("Verdicts"), Upper():
                yield VerdictGrid()
            yield ProsePane()
            yield Pane(id="asked")

    def on_mount(self) -> None:
        self.query_one(Pane).name_it("Question and evidence")
        self.query_one("#asked", Pane).name_it("What is open")

    def table_hints(self) -> tuple[Hint, ...]:
        """The keys of the checklist; more where there is room."""
        few = (
            hint("checklist.pass"),
            hint("checklist.fail"),
            hint("checklist.form", keys="{grid.open}"),
            hint("checklist.next"),
            hint("table.view"),
            hint("table.filter"),
        )
        more = (*self.step_hints(), hint("checklist.importance"), hint("checklist.provider"), hint("checklist.add"))
        room = self.app.size.width - COMMON_WIDTH - sum(map(_width, few))
        return (*few, *(hint for place, hint in enumerate(more, 1) if sum(map(_width, more[:place])) <= room))

    # --- showing

    def table_of(self, view: View, analysis: Analysis, width: int) -> Table:
        """The table of a view; groups fold among all checks, and are open while something is filtered."""
        grid, compared = self._grid, self.compared
        if self.view == OPEN:
            grid.tell({})
            return question_table(compared)
        grid.tell({result.id: progress(result) for result in compared.ranking})
        if self.view == BLOCKING:
            self._kept = blocking_now(compared, self._kept)
            return verdict_table(self._kept, compared)
        room = self.app.size.height - AROUND
        return verdict_table(None, compared, self._folds.of(compared, room) if self._folding else frozenset())

    def told(self, key: str, column: str | None) -> Sequence[Cell]:
        tell = question_evidence if self.view == OPEN else evidence
        return tell(self.compared, key, column)

    def look_anew(self) -> None:
        """Of another step other checks block."""
        self._kept = Kept()

    @property
    def note(self) -> str:
        if self.view == BLOCKING:
            left = blocked(self.compared)
            # Something that blocks nobody any more stays in sight.
            now = blocking_now(self.compared)
            answered = not (self._kept.checks <= now.checks and self._kept.candidates <= now.candidates)
            return f"{left} left; what is answered stays here" if answered else f"{left} must pass, and do not"
        if self.view == OPEN:
            return f"{len(questions_of(self.compared))} open, what matters most first"
        return super().note

    def refresh_analysis(self) -> None:
        """Fill the view; where the row under the cursor goes, the one that followed it is next."""
        grid = self._grid
        rows, here, key = grid.table.rows, grid.cursor, grid.row_key
        super().refresh_analysis()
        if self.view == OPEN and key is not None and grid.row_key != key:
            for row in (*rows[here + 1 :], *reversed(rows[:here])):
                if grid.point_at(row.key, None):
                    break

    @property
    def _folding(self) -> bool:
        return self.view == ALL and not self.filter.words

    def show_view(self, view: int) -> None:
        """Bring a view to the front, and stay on the same check where it is shown."""
        target, self._kept = self.target(), Kept()
        super().show_view(view)
        if target is not None:
            key = repr((target.check.id, target.candidate)) if view == OPEN else target.check.id
            self._grid.point_at(key, target.candidate)

    def point_at(self, check: str) -> None:
        """Move the cursor to a check, where it is shown."""
        self._grid.point_at(check, self._grid.column_key)

    @property
    def _grid(self) -> VerdictGrid:
        return self.query_one(VerdictGrid)

    def check(self, id_: str) -> Check | None:
        """The check of that id."""
        return next((one for one in checklist(self.desk.session.workspace.checks) if one.id == id_), None)

    def target(self) -> AskedCheck | None:
        """What is under the cursor; None on a folded group, and where there is no candidate to answer for."""
        key, column = self._grid.row_key, self._grid.column_key
        if key is None:
            return None
        if self.view == OPEN:
            question = question_at(self.compared, key)
            key, column = (question.check, question.candidate) if question else ("", None)
        check = self.check(key)
        if check is None:
            return None
        return AskedCheck(check, None if asked_once(check.id) else column)

    def answerable(self) -> AskedCheck | None:
        """What is under the cursor, where it can be answered; else it is told why not."""
        target = self.target()
        if target is None:
            if self._grid.row_key is not None:
                self.desk.say(keyed("Unfold the group first: Enter or {checklist.fold}."))
            return None
        if not asked_once(target.check.id) and target.candidate not in self.compared.by_id:
            self.desk.say(empty("to_answer"))
            return None
        return target

    # --- open questions

    def action_next_open(self, by: int) -> None:
        """Go to the next open question in the order in which they matter."""
        question = next_open(self.compared, self.view == BLOCKING, self._place, by)
        if isinstance(question, str):
            self.desk.say(question)
        elif self.view != OPEN:
            self.show_check(question.check, question.candidate)
        elif not self._grid.point_at(question_key(question), None):
            self.filter.drop()
            self._grid.point_at(question_key(question), None)

    @property
    def _place(self) -> CheckTarget | None:
        """Where the cursor is."""
        target = self.target()
        return None if target is None else CheckTarget(target.check.id, target.candidate)

    def on_grid_moved(self) -> None:
        """Tell the check under the cursor, and among which open questions it is."""
        super().on_grid_moved()
        if self.three:
            asked = self.query_one("#asked", Pane)
            asked.show(questions_told(self.compared, self._place), self.view)

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to the check that a place names, or to what keeps a candidate from being chosen."""
        place = place_at(self.compared, path, item)
        if place is not None:
            self.show_check(*place)

    def show_check(self, check: str, candidate: str | None) -> None:
        """Put the cursor on a check of a candidate, unfolding and unfiltering what hides it."""
        known = self.check(check)
        if known is not None and self._folds.open(group_of(known)):
            self.refresh_analysis()
        if not self._grid.point_at(check, candidate):
            self.filter.drop()
            if not self._grid.point_at(check, candidate):
                self.show_view(ALL)
                self._grid.point_at(check, candidate)

    # --- groups

    def action_fold(self) -> None:
        key = self._grid.row_key or ""
        target = self.target()
        if target is not None or key.startswith(FOLD):
            self._fold(group_of(target.check) if target is not None else key.removeprefix(FOLD))

    def on_verdict_grid_folded(self, event: VerdictGrid.Folded) -> None:
        self._fold(event.group)

    def _fold(self, group: str) -> None:
        if not self._folding:
            return
        opened = self._folds.turn(group)
        self.refresh_analysis()
        rows = self._grid.table.rows
        first = next((place for place, row in enumerate(rows) if row.heading and row.key == group), None)
        if not opened:
            self._grid.point_at(f"{FOLD}{group}", None)
        elif first is not None:
            self._grid.place_cursor(first + 1)

    def action_fold_all(self) -> None:
        if self._folding:
            target = self.target()
            opened = self._folds.turn_all(self.compared)
            self.refresh_analysis()
            if target is not None and not opened:
                self._grid.point_at(f"{FOLD}{group_of(target.check)}", None)

    # --- answers and checks

    def on_grid_opened(self) -> None:
        if not self.screen.is_active:
            return
        if (self._grid.row_key or "").startswith(FOLD) and self.target() is None:
            self.action_fold()
        else:
            self._answers.form()

    def _became_eligible(self, candidates: Sequence[str]) -> None:
        """The last thing that kept somebody from being eligible was answered."""
        self._grid.shine(candidates)

    def action_answer(self, verdict: Verdict) -> None:
        self._answers.answer(verdict)

    def action_rate(self) -> None:
        self._answers.rate()

    def action_clear(self) -> None:
        self._answers.clear()

    def action_form(self) -> None:
        self._answers.form()

    def action_provider(self) -> None:
        self._answers.provider()

    def action_importance(self) -> None:
        self._answers.importance()

    def action_own_add(self) -> None:
        self._own.add()

    @property
    def _check_here(self) -> Check | None:
        target = self.target()
        return target.check if target else None

    def action_own_change(self) -> None:
        self._own.change(self._check_here)

    def action_own_remove(self) -> None:
        self._own.remove(self._check_here)
