"""Drafts: what is not saved yet is kept within two seconds, and what an earlier session left is offered."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from shortlist.core.basics.errors import ShortlistError
from shortlist.store.drafts import drop_draft, read_draft, write_draft
from shortlist.tui.forms.item import Item
from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.session.lent_texts import LentTexts
from shortlist.tui.session.unsaved import Clock, Unsaved, draft_of, half_typed_again, unsaved

if TYPE_CHECKING:
    from pathlib import Path

    from shortlist.core.edits.places import Data, KeyPath
    from shortlist.store.open_sessions import OpenSession
    from shortlist.store.workspaces import Opened
    from shortlist.tui.session.session import Session

WRITING_S = 5.0
"""How long one draft waits for the one before."""


class Drafts:
    """Keeps what is unsaved beside the session that has the file open."""

    def __init__(self, host: Host, frame: Frame, session: Session) -> None:
        self._host, self._frame, self._session = host, frame, session
        self.open: OpenSession | None = None
        """The session that has the file open; None where no draft can be kept."""
        self.given_up = False
        """Whether what is unsaved was given up on purpose."""
        self._clock = Clock()
        self._writing = threading.Lock()
        """Held while a draft is written: by the loop, or in its place by the thread that watches it."""
        self.lent_texts = LentTexts(lambda: None if self.open is None else self.open.folder)
        """The texts that the user's own editor has."""

    def end(self) -> None:
        """The file is given up: the next session begins with a clock of its own."""
        if self.open is not None:
            self.open.end()
            self.open = None
        self._clock = Clock()

    # --- what was half typed

    def show_half_typed(self, opened: Opened) -> None:
        """What was half typed when the file was left in good order stands in its fields again, marked."""
        if self.open is None or not half_typed_again(self._session, opened, self.open.half_typed):
            return
        self._frame.show_anew()
        if self.keep():
            self.open.half_typed.unlink(missing_ok=True)

    def leave_half_typed(self) -> None:
        """The file is left in good order: what is half typed waits beside it, and there is no draft."""
        what = self.unsaved
        if self.open is None or what is None or self._session.dirty:
            self.keep()
            return
        with suppress(ShortlistError, OSError):
            write_draft(self.open.half_typed, draft_of(self._session, what))
            drop_draft(self.open.draft)

    # --- keeping

    @property
    def unsaved(self) -> Unsaved | None:
        """What would be lost without a draft; None where nothing would."""
        return None if self.given_up else unsaved(self._session, self._forms)

    def _forms(self) -> Mapping[KeyPath, Data]:
        """What stands in open forms and is part of no list yet."""
        items = [getattr(screen, "item", None) for screen in self._host.screen_stack]
        return {
            item.base[:-1]: item.draft
            for item in items
            if isinstance(item, Item) and item.draft and item.draft != item.begun and not item.there
        }

    def keep(self) -> bool:
        """Write what is unsaved as a draft now, without the event loop; False where that failed."""
        try:
            self._put_draft(self.unsaved)
        except (ShortlistError, OSError):
            return False
        return True

    def keep_meanwhile(self) -> None:
        """The same in place of the event loop, which stands still: only where something was not kept yet."""
        with suppress(ShortlistError, OSError, RuntimeError):  # what is being changed cannot be gone through
            what = self.unsaved
            if what is not None and self.open is not None and not self._clock.holds(what):
                self._put_draft(what)

    def _put_draft(self, what: Unsaved | None) -> None:
        if not self._writing.acquire(timeout=WRITING_S):
            raise ShortlistError("the draft before is still being written; save instead")
        try:
            if self.open is not None:
                if what is None:
                    drop_draft(self.open.draft)
                else:
                    write_draft(self.open.draft, draft_of(self._session, what))
                self._clock.drafted(what)
            elif what is not None:
                raise ShortlistError("no draft can be kept here; save instead")
        finally:
            self._writing.release()

    async def look(self) -> None:
        """Write a draft where one is due, beside the loop, and drop one that says nothing any more."""
        what, session = self.unsaved, self._session
        healthy = session.opened.managed and session.save_state.problem is None
        due = self._clock.due(what, time.monotonic(), healthy, session.opened)
        if due or (what is None and self._clock.has_draft):
            try:
                await asyncio.to_thread(self._put_draft, what)
            except (ShortlistError, OSError) as error:
                self._clock.drafted(what)  # told once; the next change is tried again
                if self.open is not None:
                    self._host.say(f"The draft was not kept; save instead: {error}", "warning", seconds=10)

    # --- offering

    def offer(self) -> None:
        """Offer what an earlier session left, drafts first; none is ever applied by itself."""
        from shortlist.store.open_sessions import left_drafts

        if self.open is None:
            return
        try:
            left = left_drafts(self.open.folder)
        except ShortlistError as error:
            self._host.say(str(error), "warning", seconds=10)
            return
        self._frame.screen.run_worker(self._recover(left) if left else self._offer_texts(), group="recover")

    async def _offer_texts(self) -> None:
        """Offer what the user's own editor saved for a session that ended without taking it over."""
        from shortlist.store.lent_texts import left_texts
        from shortlist.tui.frame.left_texts import offer

        if self.open is None:
            return
        try:
            left = await asyncio.to_thread(left_texts, self.open.folder)
        except ShortlistError as error:
            self._host.say(str(error), "warning", seconds=10)
            return
        for one in left:
            await offer(self._host, self._frame, self._session, self.lent_texts, one)

    async def _recover(self, left: Sequence[Path]) -> None:
        """Offer each draft that was left; none is ever applied by itself."""
        from shortlist.tui.frame.recovery import asked, recover, says_nothing_new

        for path in left:
            try:
                draft = read_draft(path)
            except ShortlistError as error:
                told = f"A draft was left and cannot be read; it stays where it is: {error}"
                self._host.say(told, "warning")
                continue
            if says_nothing_new(draft, self._session):
                drop_draft(path)
                continue
            answer = await asked(self._host, self._session, draft)
            if answer == "recover":
                recover(self._session, draft)
                self._frame.show_anew()
                if draft.texts:
                    told = f"Open it again, and what was typed stands there: {', '.join(draft.texts)}."
                    self._host.say(told, seconds=8)
                if not self.keep():
                    continue
            if answer in ("recover", "discard"):
                drop_draft(path)
        await self._offer_texts()
