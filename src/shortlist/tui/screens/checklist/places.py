"""Where one is on the checklist: what is under the cursor, which rows stay in sight, and the ways to other checks."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.advice.open_questions import OpenQuestion
from shortlist.core.analysis import Analysis
from shortlist.core.document.checklist import Check, asked_once, checklist
from shortlist.core.edits.places import KeyPath
from shortlist.tui.body import Desk
from shortlist.tui.keys.sentences import DONE
from shortlist.tui.parts.table_body import TableBody, View
from shortlist.tui.screens.checklist.check_grid import VerdictGrid
from shortlist.tui.screens.checklist.tables import (
    FOLD,
    Kept,
    blocked,
    blocking_now,
    every_group,
    group_of,
    nothing_open,
    progress,
    question_at,
    question_key,
    question_table,
    questions_of,
    verdict_table,
)
from shortlist.tui.widgets.grid import Table

ALL, BLOCKING, OPEN = range(3)
ONLY_FAILS = "No question is open here: what blocks still was answered, and fails."


class Target(NamedTuple):
    """The check under the cursor, and for whom; None for one that is asked once per workspace."""

    check: Check
    candidate: str | None


class ChecklistPlaces(TableBody):
    """The views of the checklist with the cursor in them: going to a check, folding, and what stays in sight."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._folded: set[str] = set()
        self._kept = Kept()
        """What has blocked somebody since the view was opened: what is answered stays under the eyes."""

    # --- showing

    def table_of(self, view: View, analysis: Analysis, width: int) -> Table:
        """The table of a view; groups fold among all checks, and are open while something is filtered."""
        grid = self.query_one(VerdictGrid)
        if self.view == OPEN:
            grid.tell({})
            return question_table(analysis, width)
        grid.tell({result.id: progress(result) for result in analysis.ranking})
        if self.view == BLOCKING:
            self._kept = blocking_now(analysis, self._kept)
            return verdict_table(self._kept, analysis, width)
        return verdict_table(None, analysis, width, self._folded if self._folds else frozenset())

    @property
    def note(self) -> str:
        """What the signs mean, how much blocks still, how much is open."""
        if self.view == BLOCKING:
            left = blocked(self._analysis)
            return f"{left} left; what is answered stays here" if self._answered else f"{left} must pass, and do not"
        if self.view == OPEN:
            return f"{len(questions_of(self._analysis))} open, what matters most first"
        return super().note

    @property
    def _answered(self) -> bool:
        """Whether something stays in sight that blocks nobody any more."""
        return self._kept != blocking_now(self._analysis)

    def refresh_analysis(self) -> None:
        """Fill the view; where the row under the cursor goes, the one that followed it is next."""
        grid = self._grid
        rows, here, key = grid.table.rows, grid.cursor, grid.row_key
        super().refresh_analysis()
        if self.view == OPEN and key is not None and grid.row_key != key:
            following = (*rows[here + 1 :], *reversed(rows[:here]))
            next((row for row in following if grid.point_at(row.key, None)), None)

    @property
    def _folds(self) -> bool:
        return self.view == ALL and not self._filter

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

    @property
    def _analysis(self) -> Analysis:
        return self.desk.session.analysis

    def check(self, id_: str) -> Check | None:
        """The check of that id."""
        return next((one for one in checklist(self.desk.session.workspace.checks) if one.id == id_), None)

    def target(self) -> Target | None:
        """What is under the cursor; None on a folded group, and where there is no candidate to answer for."""
        key, column = self._grid.row_key, self._grid.column_key
        if key is None:
            return None
        if self.view == OPEN:
            question = question_at(self._analysis, key)
            key, column = (question.check, question.candidate) if question else ("", None)
        check = self.check(key)
        if check is None:
            return None
        return Target(check, None if asked_once(check.id) else column)

    # --- open questions

    def action_next_open(self, by: int) -> None:
        """Go to the next open question in the order in which they matter."""
        questions, nothing = questions_of(self._analysis), nothing_open(self._analysis)
        if self.view == BLOCKING and self._analysis.ranking:
            # What is open and keeps nobody from being eligible is not shown here.
            questions = tuple(one for one in questions if one.importance == "must")
            failing = blocked(self._analysis) and not questions
            nothing = ONLY_FAILS if failing else DONE["nothing_blocks"]
        if not questions:
            self.desk.say(nothing)
            return
        target = self.target()
        here = (target.check.id, target.candidate) if target else None
        places = [(question.check, question.candidate) for question in questions]
        at = (places.index(here) + by) % len(places) if here in places else 0 if by > 0 else -1
        self._go_to(questions[at])

    def _go_to(self, question: OpenQuestion) -> None:
        if self.view == OPEN:
            if not self._grid.point_at(question_key(question), None):
                self.drop_filter()
                self._grid.point_at(question_key(question), None)
            return
        self.show_check(question.check, question.candidate)

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to the check that a place names, or to what keeps a candidate from being chosen."""
        workspace, check = self.desk.session.workspace, None
        match path:
            case ("candidates", int(index), "answers", int(number)):
                item, check = workspace.candidates[index].id, workspace.candidates[index].answers[number].check
            case ("checks", int(number)):
                check = workspace.checks[number].id
            case ("answers", int(number)):
                check = workspace.answers[number].check
        if check is None and item is not None:
            standing = self._analysis.by_id[item].standing
            check = next(iter((*standing.blocked_by, *standing.unknown)), None)
        if check is not None:
            self.show_check(check, item)

    def show_check(self, check: str, candidate: str | None) -> None:
        """Put the cursor on a check of a candidate, unfolding and unfiltering what hides it."""
        known = self.check(check)
        if known is not None and group_of(known) in self._folded:
            self._folded.remove(group_of(known))
            self.refresh_analysis()
        if not self._grid.point_at(check, candidate):
            self.drop_filter()
            if not self._grid.point_at(check, candidate):
                self.show_view(ALL)
                self._grid.point_at(check, candidate)

    def drop_filter(self) -> None:
        """Show all rows again."""
        if self._filter:
            grid = self._grid
            grid.focus()
            self.back()

    # --- groups

    def action_fold(self) -> None:
        """Fold the group of the check under the cursor, or unfold the group that is."""
        key = self._grid.row_key or ""
        target = self.target()
        if target is not None or key.startswith(FOLD):
            self._fold(group_of(target.check) if target is not None else key.removeprefix(FOLD))

    def on_verdict_grid_folded(self, event: VerdictGrid.Folded) -> None:
        """A heading was clicked."""
        self._fold(event.group)

    def _fold(self, group: str) -> None:
        if not self._folds:
            return
        opened = group in self._folded
        self._folded ^= {group}
        self.refresh_analysis()
        rows = self._grid.table.rows
        first = next((place for place, row in enumerate(rows) if row.heading and row.key == group), None)
        if not opened:
            self._grid.point_at(f"{FOLD}{group}", None)
        elif first is not None:
            self._grid.place_cursor(first + 1)

    def action_fold_all(self) -> None:
        """Fold all groups, or unfold them when all are."""
        if self._folds:
            groups, target = set(every_group(self._analysis)), self.target()
            self._folded = set() if groups <= self._folded else groups
            self.refresh_analysis()
            if target is not None and self._folded:
                self._grid.point_at(f"{FOLD}{group_of(target.check)}", None)
