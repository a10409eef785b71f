"""The form of an answer over the checklist: what it starts from, and what each change makes of the workspace."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from shortlist.core.document.checklist import Answer, Check
from shortlist.core.edits import answers as answering
from shortlist.core.edits.places import KeyPath
from shortlist.tui.body import Desk
from shortlist.tui.host import Host
from shortlist.tui.screens.checklist.edits import tell_change
from shortlist.tui.screens.checklist.tables import VERDICTS
from shortlist.tui.session.session import Pending

if TYPE_CHECKING:
    from shortlist.tui.screens.checklist.answer_dialog import Told


class AnswerForm:
    """Opens the form, and applies what is typed at once: one visit is one step to undo."""

    def __init__(self, desk: Desk, host: Host) -> None:
        self._desk, self._host = desk, host
        self._signed: str | None = None

    @property
    def signed(self) -> str:
        """Who answers: the name typed last, else the one under the newest answer."""
        return answering.last_reader(self._desk.session.workspace) if self._signed is None else self._signed

    def open(self, check: Check, candidate: str | None, name: str) -> None:
        """Open the form of the answer to a check."""
        from shortlist.tui.screens.checklist.answer_dialog import AnswerDialog

        desk = self._desk
        old = answering.answer_of(desk.session.workspace, candidate, check.id)
        place: KeyPath = ("answers", candidate or "", check.id, "checked_on")
        start = self._start(check, candidate, old)
        typed = desk.session.pending.get(place)
        if typed is not None:
            start = start._replace(checked_on=typed.text)
        desk.seal()

        def changed(told: Told) -> str:
            day, wrong = self._day(told, old, place)
            if told.checked_by != start.checked_by:
                self._signed = told.checked_by.strip()
            answer = old if told == start else _answer(told, check.id, day)
            if told != start or desk.session.history.present.merge == place:
                desk.edit(
                    f"answer {name}", lambda w: answering.with_answer(w, candidate, check.id, answer), merge=place
                )
            return wrong

        def left(_: object) -> None:
            if desk.session.history.present.merge == place:
                tell_change(self._desk)
            desk.seal()

        text = self._text(check, candidate)
        self._host.push_screen(AnswerDialog(check.question or check.id, text, start, changed), left)

    def _day(self, told: Told, old: Answer | None, place: KeyPath) -> tuple[dt.date | None, str]:
        """The date typed; while it is none yet, the date as it was, with what is wrong."""
        from shortlist.tui.screens.checklist.answer_dialog import NotADate, parsed_date

        pending = self._desk.session.pending
        try:
            day = parsed_date(told.checked_on)
        except NotADate as error:
            pending[place] = Pending(told.checked_on, str(error))
            return old.checked_on if old else None, str(error)
        pending.pop(place, None)
        return day, ""

    def _start(self, check: Check, candidate: str | None, old: Answer | None) -> Told:
        from shortlist.tui.screens.checklist.answer_dialog import Told

        if old is not None:
            day = old.checked_on.isoformat() if old.checked_on else ""
            return Told(old.verdict, old.note, old.url, day, old.checked_by, given=True)
        result = self._desk.session.analysis.by_id.get(candidate or "")
        verdict = result.checks[check.id].verdict if result else "unknown"
        return Told(verdict, "", "", self._desk.session.today.isoformat(), self.signed, given=False)

    def _text(self, check: Check, candidate: str | None) -> str:
        result = self._desk.session.analysis.by_id.get(candidate or "")
        if result is None:
            return "Answered once, for the whole workspace."
        derived = result.checks[check.id].derived
        if derived is None:
            return f"{result.candidate.name}: asked of a person."
        return f"{result.candidate.name}: the figures say {VERDICTS[derived.verdict]}. {derived.reason}"


def _answer(told: Told, check: str, day: dt.date | None) -> Answer:
    """What was typed, as an answer."""
    typed = {"note": told.note, "url": told.url, "checked_by": told.checked_by}
    fields = {key: text for key, value in typed.items() if (text := value.strip())}
    dated = {"checked_on": day} if day else {}
    return Answer.model_validate({"check": check, "verdict": told.verdict, **fields, **dated})
