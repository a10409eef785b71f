"""The steps of a record's life by keys: accept, reject, supersede, deprecate; and what changed since.

What is accepted is written to the records folder first, and only then does the workspace call it accepted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import capitalised
from shortlist.core.document.accepted import followed
from shortlist.core.document.record_status import RECORD_STATUSES, RecordStep
from shortlist.core.records.lifecycle import (
    People,
    accepted,
    allowed,
    blocking,
    deprecated,
    discarded,
    rejected,
    started,
    status_and_remedy,
    superseding,
)
from shortlist.tui.body import Desk, applied
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import Hint, keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.record.status_help import STATUS_HELP
from shortlist.tui.session.lookup import look_up
from shortlist.tui.session.opening import sentence
from shortlist.tui.session.typed import RECORD_STEP

if TYPE_CHECKING:
    from shortlist.core.document.record import Record
    from shortlist.tui.screens.record.decide_dialog import Decided, StepQuestions

Row = TypeVar("Row")


class LifecycleKeys:
    """What becomes of a record; each step is one edit that can be undone until the workspace is closed."""

    def __init__(
        self,
        desk: Desk,
        host: Host,
        run: Callable[[Coroutine[Any, Any, None]], object],
        noted: Callable[[], None],
    ) -> None:
        self._desk, self._host = desk, host
        self._run = run
        """Takes a step, unless another is being taken."""
        self._noted = noted
        """Called when something was written down beside the record."""

    @property
    def _record(self) -> Record | None:
        return self._desk.session.workspace.record

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The keys that lead on from where the record stands."""
        record = self._record
        return STATUS_HELP[record.status].hints if record is not None else ()

    def _may(self, step: RecordStep, record: Record | None) -> Record | None:
        """The record where the step leads on from it; else says what does."""
        session = self._desk.session
        if record is None:
            self._desk.say(empty("none_in_force" if session.workspace.records else "no_record"))
        elif session.read_only:
            self._desk.say(session.refusal)
        elif session.trial is not None:
            self._desk.say("A what-if is open; keep it or drop it first.")
        elif not allowed(record, step):
            self._desk.say(f"{capitalised(status_and_remedy(record))}.")
        else:
            return record
        return None

    def _take(
        self, step: RecordStep, record: Record | None, take: Callable[[Record], Coroutine[Any, Any, None]]
    ) -> None:
        """Take a step where it leads on from the record."""
        found = self._may(step, record)
        if found is not None:
            self._run(take(found))

    async def _ask(self, step: StepQuestions, record: Record) -> Decided | None:
        from shortlist.tui.screens.record.decide_dialog import DecideDialog

        people = People(record.decision_makers, record.consulted, record.informed)
        answer: Decided | None = await self._host.push_screen_wait(DecideDialog(step, people))
        return answer

    async def _written(self, write: Callable[[Path, Row], None], row: Row) -> bool:
        """Write a row down beside the record; says why where that cannot be done, and then what was typed stays."""
        session = self._desk.session
        try:
            await asyncio.to_thread(write, session.opened.path, row)
        except (ShortlistError, OSError) as error:
            self._desk.say(sentence(error), "error")
            return False
        session.typed.keep(RECORD_STEP, {})
        return True

    # --- accept

    def accept(self) -> None:
        """Accept the proposal: names, a reason beside each error, and everything frozen."""
        self._take("accept", self._record, self._accept)

    async def _accept(self, record: Record) -> None:
        from shortlist.core.changes.carried_words import carried
        from shortlist.core.changes.place_words import place_words
        from shortlist.store.records import keep_record
        from shortlist.tui.screens.record.decide_dialog import step_of

        session = self._desk.session
        self._desk.seal()
        await look_up(session, self._host.places.state)
        errors = blocking(session.workspace, session.catalogue, session.today)
        places = [place_words(session.workspace, one.where) for one in errors]
        warned = carried(session.workspace, session.filed).warning
        decided = await self._ask(step_of("accept", record.number, errors, places, warned), record)
        if decided is None:
            return
        try:
            people, reasons = decided.people, decided.reasons
            done = accepted(session.workspace, session.today, people, reasons, session.catalogue)
            place = session.opened.path, done.frozen, session.workspace.title, self._host.places.state
            file = await asyncio.to_thread(keep_record, *place)
        except (ShortlistError, OSError) as error:
            self._desk.say(sentence(error), "error")
            return
        told = f"{file.parent.name}/{file.name}"
        session.typed.keep(RECORD_STEP, {})
        session.keep(done.frozen, told)
        if applied(self._desk, "accept the record", lambda _: done.workspace):
            self._desk.say(f"Record {record.number} is accepted; what it rests on is kept in {told}.")

    # --- reject, supersede, deprecate

    def reject(self) -> None:
        """Turn the proposal down; a draft that started from an earlier record is discarded."""
        record = self._record
        if record is None or record.status != "draft" or len(self._desk.session.workspace.records) < 2:
            self._take("reject", record, self._reject)
            return
        from shortlist.tui.dialogs.question import QuestionDialog

        def answered(answer: str | None) -> None:
            if answer == "discard" and applied(self._desk, "discard the draft", discarded):
                self._desk.say(keyed("The draft is discarded; {edit.undo} brings it back.") + self._still())

        answers = (("keep", "Keep the draft"), ("discard", f"Discard the draft of record {record.number}"))
        told = f"All that was written in it goes.{self._still()}"
        self._host.push_screen(QuestionDialog("Discard the draft?", told, answers), answered)

    def _still(self) -> str:
        """What goes on being in force."""
        record = followed(self._desk.session.workspace)
        return f" Record {record.number} stays in force." if record is not None else ""

    async def _reject(self, record: Record) -> None:
        from shortlist.tui.screens.record.decide_dialog import step_of

        decided, today = await self._ask(step_of("reject", record.number), record), self._desk.session.today
        if decided is not None:
            people = decided.people
            if applied(self._desk, "reject the record", lambda workspace: rejected(workspace, today, people)):
                self._desk.session.typed.keep(RECORD_STEP, {})
                self._desk.say(f"Record {record.number} is rejected.{self._still()}")

    def supersede(self) -> None:
        """Start a new draft: of an accepted record the one that is to replace it, of a closed one another try."""
        today, record = self._desk.session.today, self._record
        if record is not None and RECORD_STATUSES[record.status].closed:
            if applied(self._desk, "start a new draft", lambda workspace: started(workspace, today)):
                self._desk.say(f"A new draft starts from record {record.number}.{self._still()}")
            return
        record = self._may("supersede", record)
        if record is not None and applied(self._desk, "start a new draft", lambda w: superseding(w, today)):
            told = f"A new draft is to supersede record {record.number}"
            self._desk.say(f"{told}, which is in force until it is accepted.")

    def deprecate(self) -> None:
        """Say that an accepted decision is no longer followed."""
        self._take("deprecate", followed(self._desk.session.workspace), self._deprecate)

    async def _deprecate(self, record: Record) -> None:
        from shortlist.core.review.filed_records import StatusChange
        from shortlist.store.records import note_change
        from shortlist.tui.screens.record.decide_dialog import step_of

        session = self._desk.session
        decided = await self._ask(step_of("deprecate", record.number), record)
        if decided is None:
            return
        makers = decided.people.decision_makers
        change = StatusChange(record.number, "deprecated", session.today, makers, decided.reason)
        if not await self._written(note_change, change):
            return
        session.note_change(change)
        if applied(self._desk, "deprecate the record", deprecated):
            self._desk.say(f"Record {record.number} is deprecated.")

    # --- what has happened

    def happened(self) -> None:
        """Say that something that no figure tells of has happened: a rule changed, a contract ended."""
        self._take("deprecate", followed(self._desk.session.workspace), self._happened)

    async def _happened(self, record: Record) -> None:
        from shortlist.core.document.record import BY_HAND, trigger_words
        from shortlist.core.review.filed_records import Event
        from shortlist.store.records import note_event
        from shortlist.tui.dialogs.question import QuestionDialog, chosen
        from shortlist.tui.screens.record.decide_dialog import happened_step, taken_back_step

        rows = [(f"{at}", row) for at, row in enumerate(record.triggers) if row.kind in BY_HAND]
        found = tuple((at, ": ".join(filter(None, (trigger_words(row), row.note)))) for at, row in rows)
        if not found:
            self._desk.say("The record has no compliance and no manual trigger; the others are judged by figures.")
            return
        answer = await chosen(self._host, "What has happened?", "The decision is then due to be reopened.", found)
        if answer is None:
            return
        place, session = int(answer), self._desk.session
        noted: list[Event] = []
        if (filed := session.filed.get(record.number)) is not None:
            noted = [event for event in filed.events if event.trigger == place]
        back = False
        if noted and not noted[-1].taken_back:
            told = f"Noted on {noted[-1].date}: {noted[-1].note or 'without a word on what happened'}"
            answers = (
                ("back", "It was a mistake: take the note back"),
                ("again", "It has happened again: note it as well"),
            )
            answer = await self._host.push_screen_wait(QuestionDialog("This has been noted already", told, answers))
            if answer is None:
                return
            back = answer == "back"
        step = taken_back_step if back else happened_step
        decided = await self._ask(step(trigger_words(record.triggers[place])), record)
        if decided is None:
            return
        event = Event(record.number, place, session.today, decided.people.decision_makers, decided.reason, back)
        if not await self._written(note_event, event):
            return
        session.note_event(event)
        self._noted()
        if back:
            self._desk.say("The note is taken back; both stay beside the record.")
        else:
            due = "Noted beside the record: the decision is due to be reopened. {record.happened} corrects it."
            self._desk.say(keyed(due))

    # --- what changed

    def changes(self) -> None:
        """Compare accepted records with each other, or one with the workspace as it is."""
        filed = self._desk.session.filed
        kept = [number for number, row in sorted(filed.items()) if row.held is not None]
        if not kept:
            self._desk.say("No record was accepted yet, so there is nothing to compare with.")
        elif len(kept) == 1:
            self._show_changes(f"{kept[0]} today")
        else:
            from shortlist.tui.dialogs.question import QuestionDialog

            answers = [(f"{number} today", f"Record {number} against today") for number in reversed(kept)]
            pairs = [(f"{a} {b}", f"Record {a} against record {b}") for a in kept for b in kept if a < b]
            asked = QuestionDialog("What changed", "Between which two?", (*answers, *pairs))
            self._host.ask(asked, self._show_changes)

    def _show_changes(self, chosen: str) -> None:
        from shortlist.core.analysis import replayed
        from shortlist.core.changes.words import change_words
        from shortlist.tui.screens.record.changes_dialog import ChangesDialog

        session = self._desk.session
        before, after = chosen.split()
        sides = [session.filed[int(side)].frozen for side in (before, after) if side != "today"]
        analyses, until = [replayed(frozen) for frozen in sides if frozen is not None], f"record {after}"
        if after == "today":
            analyses.append(session.analysis)
            until = after
        self._host.push_screen(ChangesDialog(f"From record {before} to {until}", change_words(*analyses)))
