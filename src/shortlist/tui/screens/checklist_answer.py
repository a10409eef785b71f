"""The form of an answer over the checklist: what it starts from, and what each change makes of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortlist.core import answering
from shortlist.core.checklist import Answer, Check
from shortlist.core.editing import KeyPath
from shortlist.core.workspace import to_data
from shortlist.tui.screens.checklist_table import VERDICTS
from shortlist.tui.session import Pending

if TYPE_CHECKING:
    from shortlist.tui.dialogs.answer import Told
    from shortlist.tui.screens.checklist import ChecklistBody


class AnswerForm:
    """Opens the form, and applies what is typed at once: one visit is one step to undo."""

    def __init__(self, body: ChecklistBody) -> None:
        self._body = body
        self._signed: str | None = None

    @property
    def signed(self) -> str:
        """Who answers: the name typed last, else the one under the newest answer."""
        return answering.last_reader(self._body.desk.session.workspace) if self._signed is None else self._signed

    def open(self, check: Check, candidate: str | None, name: str) -> None:
        """Open the form of the answer to a check."""
        from shortlist.tui.dialogs.answer import AnswerDialog, NotADate, parsed_date

        session, desk = self._body.desk.session, self._body.desk
        old = answering.answer_of(session.workspace, candidate, check.id)
        place: KeyPath = ("answers", candidate or "", check.id, "checked_on")
        start = self._start(check, candidate, old)
        if place in session.pending:
            start = start._replace(checked_on=session.pending[place].text)
        # The date beside a text that is none yet.
        dated = old.checked_on if old else None
        desk.seal()

        def changed(told: Told) -> str:
            wrong, day = "", dated
            try:
                day = parsed_date(told.checked_on)
                session.pending.pop(place, None)
            except NotADate as error:
                wrong = str(error)
                session.pending[place] = Pending(told.checked_on, wrong)
            if told.checked_by != start.checked_by:
                self._signed = told.checked_by.strip()
            answer = old
            if told != start:
                answer = _answer(told, check.id)
                answer = answer.model_copy(update={"checked_on": day}) if day else answer
            if (answer and to_data(answer)) != (old and to_data(old)) or session.history.present.merge == place:
                desk.edit(
                    f"answer {name}", lambda w: answering.with_answer(w, candidate, check.id, answer), merge=place
                )
            return wrong

        self._body.app.push_screen(
            AnswerDialog(f"{check.question or check.id}", self._text(check, candidate), start, changed),
            lambda _: desk.seal(),
        )

    def _start(self, check: Check, candidate: str | None, old: Answer | None) -> Told:
        from shortlist.tui.dialogs.answer import Told

        if old is not None:
            day = old.checked_on.isoformat() if old.checked_on else ""
            return Told(old.verdict, old.note, old.url, day, old.checked_by)
        result = self._body.desk.session.analysis.by_id.get(candidate or "")
        verdict = result.checks[check.id].verdict if result else "unknown"
        return Told(verdict, "", "", self._body.desk.session.today.isoformat(), self.signed)

    def _text(self, check: Check, candidate: str | None) -> str:
        result = self._body.desk.session.analysis.by_id.get(candidate or "")
        if result is None:
            return "Answered once, for the whole workspace."
        derived = result.checks[check.id].derived
        if derived is None:
            return f"{result.candidate.name}: asked of a person."
        return f"{result.candidate.name}: the figures say {VERDICTS[derived.verdict]}. {derived.reason}"


def _answer(told: Told, check: str) -> Answer:
    """What was typed as an answer, without a date."""
    fields = {key: text for key, value in told._asdict().items() if (text := value.strip()) and key != "checked_on"}
    return Answer(check=check, **fields)
