"""How a session stands to its file: which states can be reached, and what each event leaves behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shortlist.core.document.workspace import read_workspace
from shortlist.core.edits.places import with_value
from shortlist.store.workspaces import Conflict, Opened, Store
from shortlist.tui.session.save_state import NEWER, SaveState
from shortlist.tui.session.saving import Saver
from shortlist.tui.session.session import Session
from tests.conftest import TODAY
from tests.tui.conftest import worked_data

WORKSPACE = read_workspace(worked_data())
WHY = st.sampled_from(["it is full", "it was taken away"])
DIGESTS = st.sampled_from(["", "a", "b"])


def file(digest: str, newer: bool = False) -> Opened:
    """A file that was read or written."""
    return Opened(WORKSPACE, Path("kept.toml"), digest, True, newer=newer)


class Events(RuleBasedStateMachine):
    """Events in any order that may come; what each touches is checked, and what can never be."""

    @initialize(newer=st.booleans())
    def opens(self, newer: bool) -> None:
        """Clean, and only looked at where a newer version wrote it."""
        self.state = SaveState.of(file("a", newer))
        assert self.state == SaveState(file("a", newer), read_only=NEWER if newer else "")

    def becomes(self, state: SaveState, *touched: str) -> None:
        """Go on with a state that differs from the one before in nothing else."""
        for name in SaveState.__slots__:
            assert name in touched or getattr(state, name) == getattr(self.state, name), name
        self.state = state

    @precondition(lambda self: not self.state.saving and not self.state.read_only)
    @rule()
    def begins(self) -> None:
        """A save begins."""
        self.becomes(self.state.begun(), "saving")
        assert self.state.saving

    @precondition(lambda self: self.state.saving or self.state.read_only)
    @rule()
    def cannot_begin(self) -> None:
        """Not beside another, and not of what can only be looked at."""
        with pytest.raises(AssertionError):
            self.state.begun()

    @rule(digest=DIGESTS, newer=st.booleans())
    def is_on_disk(self, digest: str, newer: bool) -> None:
        """By a save, or because the version there was taken: nothing is left but who may edit."""
        before, opened = self.state, file(digest, newer)
        self.state = before.saved(opened)
        kept = NEWER if newer else "" if before.opened.newer else before.read_only
        assert self.state == SaveState(opened, read_only=kept)

    @precondition(lambda self: self.state.saving)
    @rule(why=WHY, theirs=st.booleans())
    def is_refused(self, why: str, theirs: bool) -> None:
        """It says why, and that others wrote the file is never forgotten over it."""
        theirs_before = self.state.theirs
        self.becomes(self.state.refused(why, theirs), "saving", "problem", "theirs")
        assert (self.state.saving, self.state.problem, self.state.theirs) == (False, why, theirs_before or theirs)

    @precondition(lambda self: self.state.saving)
    @rule(why=WHY, digest=DIGESTS)
    def comes_half_way(self, why: str, digest: str) -> None:
        """The file is one's own, and still to be written."""
        self.becomes(
            self.state.half_saved(why, file(digest)), "opened", "saving", "problem", "theirs", "gone", "unsure"
        )
        assert self.state.owed and not self.state.conflict and self.state.problem == why
        assert self.state.opened == file(digest) and not self.state.saving

    @precondition(lambda self: not self.state.saving)
    @rule(why=WHY, digest=DIGESTS)
    def cannot_fail(self, why: str, digest: str) -> None:
        """Where no save is under way."""
        with pytest.raises(AssertionError):
            self.state.refused(why)
        with pytest.raises(AssertionError):
            self.state.half_saved(why, file(digest))

    @rule()
    def is_broken_off(self) -> None:
        """Nothing is known but that it is over."""
        self.becomes(self.state.broken_off(), "saving")
        assert not self.state.saving

    @rule()
    def edits_are_taken_back(self) -> None:
        """What a save was refused for is gone, unless the file itself is a matter."""
        self.becomes(self.state.nothing_left(), "problem")
        assert self.state.problem is None or self.state.conflict or self.state.unsure

    @rule()
    def others_write(self) -> None:
        """Over something unsaved."""
        self.becomes(self.state.changed_outside(), "theirs")
        assert self.state.theirs

    @rule(why=WHY)
    def goes_away(self, why: str) -> None:
        """What is shown is then in no file."""
        self.becomes(self.state.lost(why), "gone")
        assert self.state.gone == why
        with pytest.raises(AssertionError):
            self.state.lost("")

    @rule()
    def is_there_again(self) -> None:
        """As it was: nothing is asked. Where it had not gone, that is no news."""
        if self.state.gone:
            self.becomes(self.state.found(), "gone", "theirs", "problem")
            assert not self.state.conflict and self.state.problem is None
        else:
            self.becomes(self.state.found())

    @precondition(lambda self: not self.state.opened.newer)
    @rule(digest=DIGESTS)
    def mine_is_chosen(self, digest: str) -> None:
        """It may be written over exactly what is there."""
        self.becomes(self.state.mine(digest), "opened", "read_only", "theirs", "gone", "unsure")
        assert self.state.owed and not self.state.conflict and not self.state.read_only
        assert self.state.opened.digest == digest

    @precondition(lambda self: self.state.opened.newer)
    @rule(digest=DIGESTS)
    def mine_cannot_be_chosen(self, digest: str) -> None:
        """Over what a newer version wrote."""
        with pytest.raises(AssertionError):
            self.state.mine(digest)

    @rule()
    def another_session_has_it(self) -> None:
        """Edits are not taken, for the one reason or the other."""
        self.becomes(self.state.looked_at("another has it open"), "read_only")
        assert self.state.read_only

    @rule()
    def is_edited_anyway(self) -> None:
        """Unless a newer version wrote it."""
        self.becomes(self.state.edited_anyway(), "read_only")
        assert bool(self.state.read_only) == self.state.opened.newer

    @invariant()
    def nothing_illegal_holds(self) -> None:
        """A newer file is never saved; what is gone is to be decided and to be written."""
        state = self.state
        if state.opened.newer:
            assert state.read_only == NEWER and not state.saving
        if state.gone:
            assert state.conflict and state.owed

    @invariant()
    def the_words_are_true(self) -> None:
        """“saved” stands over nothing else, and what must be decided is never silent."""
        state = self.state
        told, remedy = state.notice
        if state.words(state.owed, False) == "saved":
            assert state.problem is None and not state.saving and not state.owed
        assert bool(told) == bool(state.read_only or state.conflict)
        assert bool(remedy) == (bool(told) and not state.opened.newer)
        assert state.words(True, False) != "saved" and (
            state.problem is None or state.words(False, True) == "not saved"
        )


@pytest.mark.parametrize("examples", [25, pytest.param(150, marks=pytest.mark.long)])
def test_no_order_of_events_leads_to_an_illegal_state(examples: int) -> None:
    """Forty events in any order."""
    run_state_machine_as_test(Events, settings=settings(max_examples=examples, stateful_step_count=40, deadline=None))


# --- a save whose file was decided on meanwhile


class Slow(Store):
    """A store whose save waits, and is refused then."""

    go_on: threading.Event

    def save(self, opened: Opened, workspace: object) -> Opened:
        """Wait, and find that somebody else was faster."""
        assert self.go_on.wait(60)
        raise Conflict("not saved: the file was changed by somebody else meanwhile")


class Screen:
    """Who has an event loop."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> threading.Timer:
        """Not asked for here."""
        raise NotImplementedError

    def run_worker(self, work: object, *, group: str) -> object:
        """Not asked for here."""
        raise NotImplementedError


@pytest.mark.parametrize("taken", [True, False])
async def test_a_save_that_is_refused_is_no_matter_once_another_version_was_taken(store: Store, taken: bool) -> None:
    """Theirs is shown and on disk: nothing is unsaved, and nothing is to be decided any more."""
    opened = store.create(WORKSPACE)
    session = Session(opened, TODAY)
    session.edit("title", lambda workspace: with_value(workspace, ("title",), "Mine"))
    slow = Slow(store.places)
    slow.go_on = threading.Event()
    saver = Saver(Screen(), slow, session, lambda: None)  # type: ignore[arg-type]
    save = asyncio.create_task(saver.save())
    while not session.save_state.saving:
        await asyncio.sleep(0.01)
    if taken:
        session.take(replace(opened, workspace=with_value(WORKSPACE, ("title",), "Theirs"), digest="other"), "theirs")
    slow.go_on.set()
    assert await save is taken
    assert session.state == ("saved" if taken else "not saved") and session.save_state.conflict is not taken
