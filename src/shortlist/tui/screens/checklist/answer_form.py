"""The form of an answer over the checklist: what it starts from, and what each change makes of the workspace."""

from __future__ import annotations

import datetime as dt

from shortlist.core.document.checklist import Answer, Check
from shortlist.core.document.vocabulary import VERDICTS
from shortlist.core.edits import checklist as answering
from shortlist.core.edits.places import KeyPath
from shortlist.tui.body import Desk
from shortlist.tui.draw.lines import NAME
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.forms.item import Form, FormPart
from shortlist.tui.forms.spec import NotADate, Spec, parse_date
from shortlist.tui.host import Host
from shortlist.tui.screens.checklist.edits import tell_change

FIELDS = (
    Spec(("verdict",), "Verdict", "choice"),
    Spec(("note",), "Found", "prose"),
    Spec(("url",), "Address", "text"),
    Spec(("checked_on",), "Checked on", "date", optional=True),
    Spec(("checked_by",), "Checked by", "text"),
)
NO_DATE = "write the date as 2026-11-22, or leave it empty"


class AnswerForm(Form):
    """Opened over one check after the other; what is typed counts at once, and one visit is one step to undo."""

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__((FormPart("", FIELDS),), {})
        self._desk, self._host = desk, host
        self._signed: str | None = None

    @property
    def signed(self) -> str:
        """Who answers: the name typed last, else the one under the newest answer."""
        return answering.last_reader(self._desk.session.workspace) if self._signed is None else self._signed

    def open(self, check: Check, candidate: str | None, name: str) -> None:
        """Open the form of the answer to a check."""
        from shortlist.tui.screens.checklist.answer_dialog import AnswerDialog

        session = self._desk.session
        self._check, self._candidate, self._name = check, candidate, name
        self._old = answering.answer_of(session.workspace, candidate, check.id)
        self._place: KeyPath = ("answers", candidate or "", check.id, "checked_on")
        self._started = self._texts_at_first()
        self.texts, self._chosen = dict(self._started), False
        self._desk.seal()

        def left(_: object) -> None:
            if session.history.present.merge == self._place:
                tell_change(self._desk)
            self._desk.seal()

        self._host.push_screen(AnswerDialog(check.question or check.id, self._told(), self), left)

    def _texts_at_first(self) -> dict[str, str]:
        session, old = self._desk.session, self._old
        result = session.analysis.by_id.get(self._candidate or "")
        texts: dict[str, str] = {
            "verdict": "unknown",
            "note": "",
            "url": "",
            "checked_on": session.today.isoformat(),
            "checked_by": self.signed,
        }
        if result is not None:
            texts["verdict"] = result.checks[self._check.id].verdict
        if old is not None:
            day = old.checked_on.isoformat() if old.checked_on else ""
            texts = {name: str(getattr(old, name)) for name in texts} | {"checked_on": day}
        typed = session.typed.pending.get(self._place)
        if typed is not None:
            texts["checked_on"] = typed.text
        return texts

    def _told(self) -> str:
        result = self._desk.session.analysis.by_id.get(self._candidate or "")
        if result is None:
            return "Answered once, for the whole workspace."
        # A long name must leave room for what the figures say.
        name, derived = both_ends(result.candidate.name, NAME), result.checks[self._check.id].derived
        if derived is None:
            return f"{name}: asked of a person."
        return f"{name}: the figures say {VERDICTS[derived.verdict].marked}. {derived.reason}"

    def wrong(self, spec: Spec) -> str:
        typed = self._desk.session.typed.pending.get(self._place)
        return typed.message if typed is not None and spec.path == ("checked_on",) else ""

    def set(self, spec: Spec, value: object | None) -> None:
        """Make the answer what stands in the form; as it was, where that is what it began with and none was chosen."""
        super().set(spec, value)
        self._chosen |= spec.path == ("verdict",)
        if self.texts["checked_by"] != self._started["checked_by"]:
            self._signed = self.texts["checked_by"].strip()
        day, answer = self._day(), self._old
        changed = self.texts != self._started or (self._chosen and self._old is None)
        if changed:
            typed = {name: self.texts[name].strip() for name in ("note", "url", "checked_by")}
            said = {"check": self._check.id, "verdict": self.texts["verdict"], **typed, "checked_on": day}
            answer = Answer.model_validate({name: one for name, one in said.items() if one})
        if changed or self._desk.session.history.present.merge == self._place:
            candidate, check = self._candidate, self._check.id
            self._desk.edit(
                f"answer {self._name}",
                lambda w: answering.with_answer(w, candidate, check, answer),
                merge=self._place,
            )

    def _day(self) -> dt.date | None:
        """The date typed; while it is none yet, the date as it was."""
        typed, text = self._desk.session.typed, self.texts["checked_on"]
        try:
            day = parse_date(text) if text.strip() else None
        except NotADate:
            typed.refuse(self._place, text, NO_DATE)
            return self._old.checked_on if self._old else None
        typed.accept(self._place)
        return day
