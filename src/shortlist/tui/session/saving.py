"""Saving off the event loop, one at a time; a workspace of the data directory saves itself a second after a change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol

from shortlist.core.basics.errors import ShortlistError
from shortlist.tui.session.opening import sentence
from shortlist.tui.session.save_state import SaveState
from shortlist.tui.session.session import Session

if TYPE_CHECKING:
    from shortlist.store.workspaces import Store

DELAY_S = 1.0
"""From the first change that is not saved until a workspace of the data directory is saved, whoever types on."""


class Timed(Protocol):
    """A timer that was set."""

    def stop(self) -> None:
        """Let it not come."""


class Owner(Protocol):
    """Who has an event loop: the screen."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timed:
        """Call back after some seconds."""

    def run_worker(self, work: Coroutine[Any, Any, bool], *, group: str) -> object:
        """Do work beside what is done; an error in it ends the application."""


class Saver:
    """Writes a session's workspace; `changed` is called whenever its saved state may have changed."""

    def __init__(self, owner: Owner, store: Store, session: Session, changed: Callable[[], None]) -> None:
        self._owner = owner
        self._store = store
        self._session = session
        self._changed = changed
        self._timer: Timed | None = None
        self._turn = asyncio.Lock()

    @property
    def busy(self) -> bool:
        """Whether a save is under way."""
        return self._turn.locked()

    def edited(self) -> None:
        """Something changed: save soon, where the file saves itself."""
        if self._session.opened.managed and self._timer is None:
            self._timer = self._owner.set_timer(DELAY_S, self._due)

    def _due(self) -> None:
        self._owner.run_worker(self.save(), group="save")

    async def save(self) -> bool:
        """Save what is unsaved; False where the store refused, and then the session says why."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        async with self._turn:
            session = self._session
            if session.read_only:
                return not session.dirty
            if not session.dirty:
                self._become(session.save_state.nothing_left())
                return session.save_state.problem is None
            over = session.opened
            self._become(session.save_state.begun())
            try:
                written = await asyncio.to_thread(self._store.save, over, session.kept)
                if session.opened.path == written.path:
                    session.save_state = session.save_state.saved(written)
                return True
            except (ShortlistError, OSError) as error:
                if session.opened is not over:
                    return not session.dirty  # another version was taken meanwhile, and this one is no matter any more
                session.save_state = _refused(session.save_state, error)
                return False
            finally:
                self._become(session.save_state.broken_off())

    def _become(self, state: SaveState) -> None:
        self._session.save_state = state
        self._changed()

    async def finish(self) -> bool:
        """Before leaving: save what saves itself, and wait for a save under way."""
        if self._session.opened.managed:
            return await self.save()
        async with self._turn:
            return True


def _refused(state: SaveState, error: ShortlistError | OSError) -> SaveState:
    from shortlist.store.documents import Conflict, Unsure

    if isinstance(error, Unsure):
        return state.half_saved(sentence(error), error.opened)
    return state.refused(sentence(error), theirs=isinstance(error, Conflict))
