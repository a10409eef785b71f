"""What the checklist shows: the table of each view, what stands beside its name, and the check that a cell is about."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from shortlist.core.comparison.compared import Compared
from shortlist.core.document.checklist import asked_once
from shortlist.tui.body import Desk
from shortlist.tui.draw.lines import Cell
from shortlist.tui.screens.checklist.answer_keys import AskedCheck
from shortlist.tui.screens.checklist.evidence import evidence, question_evidence
from shortlist.tui.screens.checklist.folded_groups import Folds
from shortlist.tui.screens.checklist.question_table import question_at, question_table, questions_of
from shortlist.tui.screens.checklist.tables import Kept, blocked, blocking_now, check_of, verdict_table
from shortlist.tui.widgets.table import Table

ALL, BLOCKING, OPEN = range(3)
"""The views of the checklist."""
SIGNS = "! must  · info  * person (figures)"


class Verdicts:
    """The checks of whoever is compared, by view."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.folds = Folds()
        self._kept = Kept()
        """What has blocked somebody since the view was opened: what is answered stays under the eyes."""

    @property
    def _compared(self) -> Compared:
        return self._desk.session.compared

    def forget(self) -> None:
        """Keep nothing in sight that blocks no longer."""
        self._kept = Kept()

    def table(self, view: int, room: int, folding: bool) -> Table:
        """The table of a view, for so many lines; where nothing is `folding` all groups are open."""
        compared = self._compared
        if view == OPEN:
            return question_table(compared)
        if view == BLOCKING:
            self._kept = blocking_now(compared, self._kept)
            return verdict_table(self._kept, compared)
        folded: AbstractSet[str] = frozenset()
        if folding:
            folded = self.folds.of(compared, room)
        return verdict_table(None, compared, folded)

    def told(self, view: int, key: str, column: str | None) -> Sequence[Cell]:
        if view == OPEN:
            return question_evidence(self._compared, key, column)
        return evidence(self._compared, key, column)

    def note(self, view: int) -> str:
        """What is said beside the names of the views."""
        compared = self._compared
        if view == ALL:
            return SIGNS
        if view == OPEN:
            return f"{len(questions_of(compared))} open, what matters most first"
        left, now = blocked(compared), blocking_now(compared)
        if self._kept.checks <= now.checks and self._kept.candidates <= now.candidates:
            return f"{left} must pass, and do not"
        return f"{left} left; what is answered stays here"

    def target(self, view: int, key: str, column: str | None) -> AskedCheck | None:
        """The check of a row, and for whom; None for a folded group, and for a question that is answered."""
        if view == OPEN:
            question = question_at(self._compared, key)
            if question is None:
                return None
            key, column = question.check, question.candidate
        check = check_of(self._compared, key)
        if check is None:
            return None
        return AskedCheck(check, None if asked_once(check.id) else column)
