"""The checklist: groups of checks down, candidates across, a verdict a cell with its evidence, answered by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.comparison.compared import Compared
from shortlist.core.document.checklist import asked_once
from shortlist.core.edits.places import KeyPath
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, bound, hint, hints, keyed
from shortlist.tui.keys.sentences import coming, empty
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.parts.shared_room import SharedRoom
from shortlist.tui.parts.step_choice import StepChoice
from shortlist.tui.parts.table_body import TableBody, View
from shortlist.tui.screens.checklist.answer_keys import AnswerKeys, AskedCheck
from shortlist.tui.screens.checklist.column_heads import Highlight, headed
from shortlist.tui.screens.checklist.next_question import CheckTarget, next_open, place_at, questions_told
from shortlist.tui.screens.checklist.own_checks import OwnChecks
from shortlist.tui.screens.checklist.question_table import question_key
from shortlist.tui.screens.checklist.tables import FOLD, check_of, group_of
from shortlist.tui.screens.checklist.verdicts import ALL, BLOCKING, OPEN, Verdicts
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane, ProsePane
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.table import Table

AROUND = 12
"""Lines of the terminal that are not those of the rows."""
BESIDE, STACKED = 120, 160
"""Columns of the terminal from which on the evidence stands beside the table, and what is open beneath that."""
COMMON_WIDTH = 23
"""Columns that the keys of every screen take beside those of this one."""


def _width(hint: Hint) -> int:
    return len(hint.key) + len(hint.label) + 3


class ChecklistBody(TableBody):
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
    VIEWS = (View("All checks"), View("What blocks"), View("Open questions"))
    BINDINGS: ClassVar[list[BindingType]] = bound("step", "checklist")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Grid(), SharedRoom(self, BESIDE, STACKED))
        self.steps = StepChoice(desk)
        self._verdicts = Verdicts(desk)
        self.highlight = Highlight(self, self.refresh_analysis)
        self.answers = AnswerKeys(desk, self.app, self.target, self.answerable, self.highlight.begin)
        self.own = OwnChecks(desk, self.app, self.target, self.point_at)

    def compose(self) -> ComposeResult:
        yield self.view_bar
        yield self.steps.bar
        with Area(id="sides"):
            with Panel("Verdicts"), Upper():
                yield self.grid
            yield ProsePane()
            yield Pane(id="asked")

    def on_mount(self) -> None:
        self.query_one(Pane).name_it("Question and evidence")
        self.query_one("#asked", Pane).name_it("What is open")

    def table_hints(self) -> tuple[Hint, ...]:
        few = (
            *hints("checklist.pass checklist.fail"),
            hint("checklist.form", keys="{grid.open}"),
            *hints("checklist.next table.view table.filter"),
        )
        more = (*self.steps.hints, *hints("checklist.importance checklist.provider checklist.add"))
        room = self.app.size.width - COMMON_WIDTH - sum(map(_width, few))
        return (*few, *(hint for place, hint in enumerate(more, 1) if sum(map(_width, more[:place])) <= room))

    # --- showing

    @property
    def compared(self) -> Compared:
        """The candidates over all steps, or on the one that is looked at."""
        return self.desk.session.compared

    def whole_table(self) -> Table:
        """The table of the view; groups fold among all checks, and are open while something is filtered."""
        table = self._verdicts.table(self.view, self.app.size.height - AROUND, self._folding)
        return table if self.view == OPEN else headed(table, self.compared, self.highlight.candidates)

    def told(self, key: str, column: str | None) -> Sequence[Cell]:
        return self._verdicts.told(self.view, key, column)

    def told_of_nothing(self) -> Sequence[Cell]:
        """What checks do, as long as there is nobody to ask them of."""
        if self.filter.words or self.compared.ranking:
            return ()
        return [Cell(line) for line in coming("checks")]

    @property
    def note(self) -> str:
        return self._verdicts.note(self.view)

    def refresh_analysis(self) -> None:
        """Fill the view; where the row under the cursor goes, the one that followed it is next."""
        grid = self.grid
        if self.steps.show():
            self._verdicts.forget()  # of another step other checks block
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
        target = self.target()
        self._verdicts.forget()
        super().show_view(view)
        if target is not None:
            check, candidate = target.check.id, target.candidate
            self.grid.point_at(question_key(check, candidate) if view == OPEN else check, candidate)

    def point_at(self, check: str) -> None:
        """Move the cursor to a check, where it is shown."""
        self.grid.point_at(check, self.grid.column_key)

    def target(self) -> AskedCheck | None:
        """What is under the cursor; None on a folded group, and where there is no candidate to answer for."""
        key = self.grid.row_key
        return None if key is None else self._verdicts.target(self.view, key, self.grid.column_key)

    def answerable(self) -> AskedCheck | None:
        """What is under the cursor, where it can be answered; else it is told why not."""
        target = self.target()
        if target is None:
            if self.grid.row_key is not None:
                self.desk.say(keyed("Unfold the group first: Enter or {checklist.fold}."))
            return None
        if not asked_once(target.check.id) and target.candidate not in self.compared.by_id:
            self.desk.say(empty("to_answer"))
            return None
        return target

    # --- open questions

    def action_next_open(self, by: int) -> None:
        question = next_open(self.compared, self.view == BLOCKING, self._place, by)
        if isinstance(question, str):
            self.desk.say(question)
        elif self.view != OPEN:
            self.show_check(question.check, question.candidate)
        else:
            key = question_key(question.check, question.candidate)
            if not self.grid.point_at(key, None):
                self.filter.drop()
                self.grid.point_at(key, None)

    @property
    def _place(self) -> CheckTarget | None:
        """Where the cursor is."""
        target = self.target()
        return None if target is None else CheckTarget(target.check.id, target.candidate)

    def on_grid_moved(self) -> None:
        super().on_grid_moved()
        if self.room.three or self.room.stacked:
            asked = self.query_one("#asked", Pane)
            asked.show(questions_told(self.compared, self._place), self.view)

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to the check that a place names, or to what keeps a candidate from being chosen."""
        place = place_at(self.compared, path, item)
        if place is not None:
            self.show_check(*place)

    def show_check(self, check: str, candidate: str | None) -> None:
        """Put the cursor on a check of a candidate, unfolding and unfiltering what hides it."""
        known = check_of(self.compared, check)
        if known is not None and self._verdicts.folds.open(group_of(known)):
            self.refresh_analysis()
        if not self.grid.point_at(check, candidate):
            self.filter.drop()
            if not self.grid.point_at(check, candidate):
                self.show_view(ALL)
                self.grid.point_at(check, candidate)

    # --- groups

    def action_fold(self) -> None:
        key, target = self.grid.row_key or "", self.target()
        if target is not None:
            self._fold(group_of(target.check))
        elif key.startswith(FOLD):
            self._fold(key.removeprefix(FOLD))

    def on_grid_group_clicked(self, event: Grid.GroupClicked) -> None:
        self._fold(event.group)

    def _fold(self, group: str) -> None:
        if not self._folding:
            return
        opened = self._verdicts.folds.turn(group)
        self.refresh_analysis()
        rows = self.grid.table.rows
        first = next((place for place, row in enumerate(rows) if row.heading and row.key == group), None)
        if not opened:
            self.grid.point_at(f"{FOLD}{group}", None)
        elif first is not None:
            self.grid.place_cursor(first + 1)

    def action_fold_all(self) -> None:
        if self._folding:
            target = self.target()
            opened = self._verdicts.folds.turn_all(self.compared)
            self.refresh_analysis()
            if target is not None and not opened:
                self.grid.point_at(f"{FOLD}{group_of(target.check)}", None)

    # --- answers and checks

    def on_grid_opened(self) -> None:
        if not self.screen.is_active:
            return
        if (self.grid.row_key or "").startswith(FOLD) and self.target() is None:
            self.action_fold()
        else:
            self.answers.form()
