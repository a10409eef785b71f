"""Saving off the event loop, one at a time; a workspace of the data directory saves itself a second after a change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol

from shortlist.core.basics.errors import ShortlistError
from shortlist.tui.session.opening import sentence
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

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    async def save(self) -> bool:
        """Save what is unsaved; False where the store refused, and then the session says why."""
        self._stop_timer()
        async with self._turn:
            session = self._session
            if not session.dirty or session.read_only:
                return self._nothing_to_save()
            session.saving = True
            self._changed()
            try:
                opened = await asyncio.to_thread(self._store.save, session.opened, session.kept)
                session.saved(opened)
            except (ShortlistError, OSError) as error:
                self._not_saved(error)
                return False
            finally:
                session.saving = False
                self._changed()
            return True

    def _nothing_to_save(self) -> bool:
        """A save that failed for what was taken back since is no matter any more; that others wrote the file is."""
        if not self._session.conflict and self._session.problem is not None:
            self._session.problem = None
            self._changed()
        return self._session.problem is None

    def _not_saved(self, error: ShortlistError | OSError) -> None:
        from shortlist.store.documents import Conflict, Unsure

        self._session.problem = sentence(error)
        self._session.conflict = isinstance(error, Conflict)
        if isinstance(error, Unsure):
            self._session.adopt(error.opened)

    async def finish(self) -> bool:
        """Before leaving: save what saves itself, and wait for a save under way."""
        if self._session.opened.managed:
            return await self.save()
        async with self._turn:
            return True
