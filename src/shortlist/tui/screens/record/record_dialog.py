"""The form of the record: title, day, people; its triggers as lines that open forms of their own."""

from __future__ import annotations

from typing import cast

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.record import TriggerKind
from shortlist.core.edits.record import record_place, triggers_of, with_record_value
from shortlist.tui.body import Desk, applied
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.forms.record import KINDS, NEW_TRIGGER, TRIGGER, RecordItem, record_parts, trigger_item


class RecordDialog(FormDialog):
    """Edits the record being written; a workspace without one gets it with the first field."""

    def __init__(self, desk: Desk, start: str = "") -> None:
        place = record_place(desk.session.workspace)
        item = RecordItem(desk, ("records", place), "record", record_parts(place))
        fields = {str(spec.path[-1]): repr(spec.path) for part in item.parts for spec in part.specs}
        super().__init__(item, "The record", start=fields.get(start, start))
        self._desk = desk

    def open_line(self, key: str) -> None:
        kind, _, number = key.partition(" ")
        if key == NEW_TRIGGER:
            asked = QuestionDialog("A new trigger", "What shall reopen the decision?", KINDS)
            self.app.ask(asked, self._begin)
        elif kind == TRIGGER:
            at = int(number)
            for trigger in triggers_of(self._desk.session.workspace)[at : at + 1]:
                self.app.push_screen(FormDialog(trigger_item(self._desk, at, trigger.kind, new=False), "A trigger"))

    def _begin(self, kind: str) -> None:
        chosen = cast(TriggerKind, kind)
        at = len(triggers_of(self._desk.session.workspace))
        item = trigger_item(self._desk, at, chosen, new=True)
        self._desk.seal()
        if not item.lacking:
            # A kind that needs nothing more is there as soon as it is chosen.
            try:
                item.add()
            except ShortlistError as error:
                self.app.say(str(error), "error")
        self.app.push_screen(FormDialog(item, "A new trigger"))

    def remove_line(self, key: str) -> None:
        kind, _, number = key.partition(" ")
        if kind != TRIGGER or key == NEW_TRIGGER:
            return
        desk = self._desk
        place, today = record_place(desk.session.workspace), desk.session.today
        path = ("records", place, "triggers", int(number))
        desk.session.typed.drop(path[:-1])
        applied(desk, "remove a trigger", lambda w: with_record_value(w, path, None, today))
        self.show_form()
