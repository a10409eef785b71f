"""A person's own rating of a column: which, how good, why, and for whom; asked one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import cast

from shortlist.core.assessment.column_value import COLUMN_NAMES, level_name
from shortlist.core.basics.words import count, listed
from shortlist.core.document.scenario import COLUMNS, Column
from shortlist.core.document.vocabulary import LEVELS, Level
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.candidates import with_rating
from shortlist.tui.body import Desk, applied
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.lines import NAME
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.host import Host
from shortlist.tui.parts.heat_cells import level_text

BACK = "back"
ONE, ALIKE = "one", "alike"
"""For whom a rating holds: the candidate alone, or those too of whom the column is unknown."""
REASON = 400
"""Characters of a computed reason: the levels beneath it stay in sight; all of it is told beside the table."""


class Rating:
    """Asks for a rating and makes it one edit."""

    def __init__(self, app: Host, desk: Desk, index: int, also: Sequence[int] = ()) -> None:
        """`index` is the candidate's place, `also` those that are rated with it."""
        self._app, self._desk, self._index, self._also = app, desk, index, tuple(also)

    @property
    def _name(self) -> str:
        name = self._desk.session.workspace.candidates[self._index].name
        return f"{name} and {count(len(self._also), 'other')}" if self._also else name

    def ask(self, column: str | None) -> None:
        """Ask for the column, unless it is known, then for the rest."""
        if column in COLUMNS:
            self._ask_level(column)
            return
        # What each is now stands beside it.
        values = self._desk.session.analysis.by_id[self._desk.session.workspace.candidates[self._index].id].columns
        widest = max(map(len, COLUMN_NAMES.values()))
        asked = QuestionDialog(
            f"{both_ends(self._name, NAME)}: rate which column?",
            "Your own rating stands in for the computed level, is marked with * and told with its reason.",
            tuple((one, f"{COLUMN_NAMES[one]:<{widest}}  {level_text(one, values[one])}") for one in COLUMNS),
        )
        self._app.ask(asked, lambda one: self._ask_level(cast(Column, one)))

    def _ask_level(self, column: Column) -> None:
        workspace = self._desk.session.workspace
        one = workspace.candidates[self._index]
        now = next((rating for rating in reversed(one.overrides) if rating.column == column), None)
        value = self._desk.session.analysis.by_id[one.id].columns[column]
        told = shorten(value.reason, REASON, placeholder=" …")
        answers: dict[str, str] = {level: level_name(column, level) for level in LEVELS}
        present, reason = "", ""
        if now is None:
            told = f"Computed: {told}"
        else:
            present, reason = now.level, now.reason
            answers[BACK] = "take my rating back"
        heading = f"{both_ends(self._name, NAME)}: {COLUMN_NAMES[column]}"
        asked = QuestionDialog(heading, told, tuple(answers.items()), present)

        def answered(chosen: str) -> None:
            if chosen == BACK:
                self._rate(column, None, "")
            else:
                self._ask_reason(column, cast(Level, chosen), reason)

        self._app.ask(asked, answered)

    def _ask_reason(self, column: Column, level: Level, reason: str) -> None:
        asked = PromptDialog(
            f"{self._name}: {COLUMN_NAMES[column]} {level_name(column, level)}, because …",
            "The reason is part of the record: what was seen, by whom, that the figures do not show.",
            reason,
            "a reason",
        )
        self._app.ask(asked, lambda typed: self._ask_whom(column, level, typed))

    def _ask_whom(self, column: Column, level: Level, reason: str) -> None:
        """Rate those too of whom the column is unknown, where there are any and nobody said whom."""
        alike = [] if self._also else self._unknown(column)
        if not alike:
            self._rate(column, level, reason)
            return
        candidates = self._desk.session.workspace.candidates
        names = listed(candidates[index].name for index in alike)
        asked = QuestionDialog(
            f"{COLUMN_NAMES[column]} {level_name(column, level)}: for whom?",
            f"It is unknown of {names} too. A rating with this reason there says that you know it of each of them.",
            (
                (ONE, f"{both_ends(self._name, NAME)} alone"),
                (ALIKE, f"the same for {count(len(alike), 'other')} of whom it is unknown"),
            ),
        )

        def answered(whom: str) -> None:
            self._also = tuple(alike) if whom == ALIKE else ()
            self._rate(column, level, reason)

        self._app.ask(asked, answered)

    def _unknown(self, column: Column) -> list[int]:
        """The other candidates of whom a column that counts is not known."""
        analysis = self._desk.session.analysis
        found = []
        for index, one in enumerate(analysis.workspace.candidates):
            value = analysis.by_id[one.id].columns[column]
            if index != self._index and value.counts and not value.known:
                found.append(index)
        return found

    def _rate(self, column: Column, level: Level | None, reason: str) -> None:
        what = "rate" if level else "no rating of"
        name = f"{what} {COLUMN_NAMES[column].lower()}: {self._name}"

        def rated(workspace: Workspace) -> Workspace:
            for index in (self._index, *self._also):
                workspace = with_rating(workspace, index, column, level, reason)
            return workspace

        if not applied(self._desk, name, rated) and level is not None:
            self._ask_reason(column, level, reason)
