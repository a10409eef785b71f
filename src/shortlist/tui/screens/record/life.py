"""The steps of a record's life by keys: accept, reject, supersede, deprecate; and what changed since.

What is accepted is written to the records folder first, and only then does the workspace call it accepted.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.accepted import followed
from shortlist.core.records.lifecycle import (
    WAY,
    People,
    accepted,
    allowed,
    blocking,
    deprecated,
    discarded,
    rejected,
    started,
    superseding,
)
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.hint import Hint, hint
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.record.actions import RecordActions
from shortlist.tui.session.lookup import look_up
from shortlist.tui.session.opening import sentence

if TYPE_CHECKING:
    from shortlist.core.document.record import Record
    from shortlist.core.review.filed import Frozen
    from shortlist.tui.screens.record.decide_dialog import Decided, Step

STEPS: dict[str, tuple[Hint, ...]] = {
    "proposed": (hint("record.accept"), hint("record.reject")),
    "accepted": (
        hint("record.supersede"),
        hint("record.export"),
        hint("record.deprecate"),
        hint("record.changes"),
        hint("record.happened"),
    ),
    "rejected": (hint("record.supersede", "new draft"),),
    "deprecated": (hint("record.supersede", "new draft"),),
}
"""The keys that lead on from each status."""


class RecordLife(RecordActions):
    """What becomes of a record; each step is one edit that can be undone until the workspace is closed."""

    BINDINGS: ClassVar[list[BindingType]] = bound("record_life")

    def life_hints(self) -> tuple[Hint, ...]:
        """The keys that lead on from where the record stands."""
        return STEPS.get(self.record.status, ()) if self.record is not None else ()

    def _may(self, step: str, record: Record | None = None) -> Record | None:
        """The record (unless given, the one being edited) where the step leads on from it; else says what does."""
        record, session = record or self.record, self.desk.session
        if record is None:
            self.desk.say(empty("no_record"))
        elif session.read_only:
            self.desk.say(f"Read-only: {session.read_only}.")
        elif session.trial is not None:
            self.desk.say("A what-if is open; keep it or drop it first.")
        elif not allowed(record, step):
            self.desk.say(f"Record {record.number} is {record.status}; {WAY[record.status]}.")
        else:
            return record
        return None

    async def _ask(self, step: Step, record: Record) -> Decided | None:
        from shortlist.tui.screens.record.decide_dialog import DecideDialog

        people = People(record.decision_makers, record.consulted, record.informed)
        answer: Decided | None = await self.app.push_screen_wait(DecideDialog(step, people, self.desk.session.reasons))
        return answer

    # --- accept

    def action_accept(self) -> None:
        """Accept the proposal: names, a reason beside each error, and everything frozen."""
        record = self._may("accept")
        if record is not None:
            self.run_worker(self._accept(record), group="life", exclusive=True)

    async def _accept(self, record: Record) -> None:
        from shortlist.core.changes.carried_words import carried
        from shortlist.tui.screens.record.decide_dialog import step_of

        session = self.desk.session
        self.desk.seal()
        await look_up(session)
        errors = blocking(session.workspace, session.catalogue, session.today)
        warned = carried(session.workspace, session.filed).warning
        decided = await self._ask(step_of("accept", record.number, errors, warned), record)
        if decided is None:
            return
        try:
            people, reasons = decided.people, decided.reasons
            done = accepted(session.workspace, session.today, people, reasons, session.catalogue)
            place = await self._keep(done.frozen)
        except (ShortlistError, OSError) as error:
            self.desk.say(sentence(error), "error")
            return
        session.reasons.clear()
        session.keep(done.frozen, place)
        if self._apply("accept the record", lambda _: done.workspace):
            self.desk.say(f"Record {record.number} is accepted; what it rests on is kept in {place}.")

    async def _keep(self, frozen: Frozen) -> str:
        """Write what was frozen, off the event loop; the file as it is told."""
        from shortlist.store.records import keep_record

        session = self.desk.session
        file = await asyncio.to_thread(keep_record, session.opened.path, frozen, session.workspace.title)
        return f"{file.parent.name}/{file.name}"

    # --- reject, supersede, deprecate

    def action_reject(self) -> None:
        """Turn the proposal down; a draft that started from an earlier record is discarded."""
        record = self.record
        if record is not None and record.status == "draft" and len(self.desk.session.workspace.records) > 1:
            self._ask_discard(record)
            return
        record = self._may("reject")
        if record is not None:
            self.run_worker(self._reject(record), group="life", exclusive=True)

    def _ask_discard(self, record: Record) -> None:
        from shortlist.tui.dialogs.question import QuestionDialog

        def answered(answer: str | None) -> None:
            if answer == "discard" and self._apply("discard the draft", discarded):
                self.desk.say(keyed("The draft is discarded; {edit.undo} brings it back.") + self._still())

        answers = (("keep", "Keep the draft"), ("discard", f"Discard the draft of record {record.number}"))
        told = f"All that was written in it goes.{self._still()}"
        self.app.push_screen(QuestionDialog("Discard the draft?", told, answers), answered)

    def _still(self) -> str:
        """What goes on being in force."""
        record = followed(self.desk.session.workspace)
        return f" Record {record.number} stays in force." if record is not None else ""

    async def _reject(self, record: Record) -> None:
        from shortlist.tui.screens.record.decide_dialog import step_of

        decided, today = await self._ask(step_of("reject", record.number), record), self.desk.session.today
        if decided is not None:
            people = decided.people
            if self._apply("reject the record", lambda workspace: rejected(workspace, today, people)):
                self.desk.session.reasons.clear()
                self.desk.say(f"Record {record.number} is rejected.{self._still()}")

    def action_supersede(self) -> None:
        """Start a new draft: of an accepted record the one that is to replace it, of a closed one another try."""
        today, record = self.desk.session.today, self.record
        if record is not None and record.status in ("rejected", "deprecated"):
            if self._apply("start a new draft", lambda workspace: started(workspace, today)):
                self.desk.say(f"A new draft starts from record {record.number}.{self._still()}")
            return
        record = self._may("supersede")
        if record is not None and self._apply("start a new draft", lambda w: superseding(w, today)):
            self.desk.say(
                f"A new draft is to supersede record {record.number}, which is in force until it is accepted."
            )

    def action_deprecate(self) -> None:
        """Say that an accepted decision is no longer followed."""
        record = self._may("deprecate", followed(self.desk.session.workspace))
        if record is not None:
            self.run_worker(self._deprecate(record), group="life", exclusive=True)

    async def _deprecate(self, record: Record) -> None:
        from shortlist.core.review.filed import StatusChange
        from shortlist.store.records import note_change
        from shortlist.tui.screens.record.decide_dialog import step_of

        session = self.desk.session
        decided = await self._ask(step_of("deprecate", record.number), record)
        if decided is None:
            return
        makers = decided.people.decision_makers
        change = StatusChange(record.number, "deprecated", session.today, makers, decided.reason)
        try:
            await asyncio.to_thread(note_change, session.opened.path, change)
        except (ShortlistError, OSError) as error:
            self.desk.say(sentence(error), "error")
            return
        session.reasons.clear()
        session.note_change(change)
        if self._apply("deprecate the record", deprecated):
            self.desk.say(f"Record {record.number} is deprecated.")

    # --- what has happened

    def action_happened(self) -> None:
        """Say that something that no figure tells of has happened: a rule changed, a contract ended."""
        record = self._may("deprecate", followed(self.desk.session.workspace))
        if record is None:
            return
        from shortlist.core.document.trigger_names import trigger_words
        from shortlist.core.review.triggers import BY_HAND

        found = [
            (f"{place}", f"{trigger_words(row)}{f': {row.note}' if row.note else ''}")
            for place, row in enumerate(record.triggers)
            if row.kind in BY_HAND
        ]
        if not found:
            self.desk.say("The record has no compliance and no manual trigger; the others are judged by figures.")
        elif len(found) == 1:
            self._begin_happened(record, found[0][0])
        else:
            from shortlist.tui.dialogs.question import QuestionDialog

            asked = QuestionDialog("What has happened?", "The decision is then due to be reopened.", tuple(found))
            self.app.push_screen(asked, partial(self._begin_happened, record))

    def _begin_happened(self, record: Record, place: str | None) -> None:
        """Ask what happened; where it was noted already, whether that was a mistake."""
        if place is None:
            return
        at = int(place)
        filed = self.desk.session.filed.get(record.number)
        noted = [event for event in (filed.events if filed else ()) if event.trigger == at]
        if not noted or noted[-1].taken_back:
            self._note_happened(record, at, "again")
            return
        from shortlist.tui.dialogs.question import QuestionDialog

        told = f"Noted on {noted[-1].date}: {noted[-1].note or 'without a word on what happened'}"
        answers = (
            ("back", "It was a mistake: take the note back"),
            ("again", "It has happened again: note it as well"),
        )
        asked = QuestionDialog("This has been noted already", told, answers)
        self.app.push_screen(asked, partial(self._note_happened, record, at))

    def _note_happened(self, record: Record, place: int, answer: str | None) -> None:
        if answer is not None:
            self.run_worker(self._happened(record, place, answer == "back"), group="life", exclusive=True)

    async def _happened(self, record: Record, place: int, back: bool) -> None:
        from shortlist.core.document.trigger_names import trigger_words
        from shortlist.core.review.filed import Event
        from shortlist.store.records import note_event
        from shortlist.tui.screens.record.decide_dialog import happened_step, taken_back_step

        session = self.desk.session
        words = trigger_words(record.triggers[place])
        decided = await self._ask(taken_back_step(words) if back else happened_step(words), record)
        if decided is None:
            return
        event = Event(record.number, place, session.today, decided.people.decision_makers, decided.reason, back)
        try:
            await asyncio.to_thread(note_event, session.opened.path, event)
        except (ShortlistError, OSError) as error:
            self.desk.say(sentence(error), "error")
            return
        session.reasons.clear()
        session.note_event(event)
        self.refresh_analysis()
        due = "The note is taken back; both stay beside the record."
        if not back:
            due = keyed("Noted beside the record: the decision is due to be reopened. {record.happened} corrects it.")
        self.desk.say(due)

    # --- what changed

    def action_changes(self) -> None:
        """Compare accepted records with each other, or one with the workspace as it is."""
        filed = self.desk.session.filed
        kept = [number for number, row in sorted(filed.items()) if row.frozen is not None]
        if not kept:
            self.desk.say("No record was accepted yet, so there is nothing to compare with.")
        elif len(kept) == 1:
            self._show_changes(f"{kept[0]} today")
        else:
            from shortlist.tui.dialogs.question import QuestionDialog

            answers = [(f"{number} today", f"Record {number} against today") for number in reversed(kept)]
            pairs = [(f"{a} {b}", f"Record {a} against record {b}") for a in kept for b in kept if a < b]
            asked = QuestionDialog("What changed", "Between which two?", (*answers, *pairs))
            self.app.push_screen(asked, self._show_changes)

    def _show_changes(self, chosen: str | None) -> None:
        if chosen is None:
            return
        from shortlist.core.analysis import replayed
        from shortlist.core.changes.words import change_words
        from shortlist.tui.screens.record.changes_dialog import ChangesDialog

        session = self.desk.session
        before, after = chosen.split()
        sides = [session.filed[int(side)].frozen for side in (before, after) if side != "today"]
        analyses = [replayed(frozen) for frozen in sides if frozen is not None]
        analyses += [session.analysis] if after == "today" else []
        until = "today" if after == "today" else f"record {after}"
        self.app.push_screen(ChangesDialog(f"From record {before} to {until}", change_words(*analyses)))
