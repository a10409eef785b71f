"""The part of the workspace screen that loses nothing: drafts, other sessions, outside changes, earlier versions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual.timer import Timer

from shortlist.shown import shown
from shortlist.tui.frame.outside_changes import FileWatching
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.hint import Hint, hint

if TYPE_CHECKING:
    from shortlist.core.document.workspace import Workspace
    from shortlist.core.edits.places import Data, KeyPath
    from shortlist.store.backups import Backup
    from shortlist.store.open_sessions import Seat
    from shortlist.store.workspaces import Opened
    from shortlist.tui.session.file_watch import Watch
    from shortlist.tui.session.unsaved import Clock, Unsaved

REFUSALS_APART_S = 3.0
"""A session that may only look says so once, not at every key."""
OTHERS_EVERY = 4
"""At every how manieth look it is asked whether the other session has gone."""


class Guarded(FileWatching):
    """Keeps drafts, watches the file, and asks where two versions would lose one of them."""

    app: Host
    RESOLVE_HINT: ClassVar[Hint] = hint("file.resolve")
    AGAIN_HINT: ClassVar[Hint] = hint("file.save", "write it anew")
    EDIT_HINT: ClassVar[Hint] = hint("file.resolve", "edit anyway")

    if TYPE_CHECKING:

        @property
        def opened(self) -> bool:
            """Whether the workspace is there yet."""

    def __init__(self) -> None:
        super().__init__()
        self._seat: Seat | None = None
        self._clock: Clock | None = None
        self._watch: Watch | None = None
        self._looks: Timer | None = None
        self._looking = asyncio.Lock()
        self._count = 0
        self._refused_at = 0.0
        self.given_up = False
        """Whether what is unsaved was given up on purpose."""
        self._parted = False

    # --- opening and leaving

    async def guard(self, opened: Opened) -> None:
        """Take a seat at the file, and from now on keep drafts and watch it; then offer what was left there."""
        from shortlist.core.basics.errors import ShortlistError
        from shortlist.store.open_sessions import take_seat
        from shortlist.tui.session.file_watch import Watch
        from shortlist.tui.session.unsaved import LOOK_S, Clock

        other = None
        try:
            self._seat, other = await asyncio.to_thread(take_seat, self.app.places.state, opened.path)
        except (ShortlistError, OSError) as error:
            self.notify(shown(f"No drafts can be kept: {error}"), severity="warning", timeout=10, markup=False)
        else:
            if self._seat is None and other is None:
                told = (
                    f"No drafts can be kept, and other sessions cannot be seen: the folder "
                    f"{self.app.places.state} cannot be written. Save often."
                )
                self.notify(shown(told), severity="warning", timeout=10, markup=False)
        if not self.is_attached or self._parted:
            self._leave_seat()
            return
        if opened.newer:
            self.session.read_only = "a newer Shortlist wrote this file, and this one shows what it knows of it"
        elif other is not None:
            self.session.read_only = f"{other} has it open"
        self._clock, self._watch = Clock(), Watch(self.session)
        self.hints_changed()
        self._looks = self.set_interval(LOOK_S, self._look)
        self.app.app_suspend_signal.subscribe(self, lambda _: self.keep_draft(), immediate=True)
        if not self.session.read_only:
            self._tell_changed(opened)
            self._show_half_typed(opened)
            self._offer_drafts()

    def _show_half_typed(self, opened: Opened) -> None:
        """What was half typed when the file was left in good order stands in its fields again, marked."""
        from shortlist.tui.session.unsaved import half_typed_again

        if self._seat is None or not half_typed_again(self.session, opened, self._seat.half_typed):
            return
        self.show_anew()
        if self.keep_draft():
            self._seat.half_typed.unlink(missing_ok=True)

    def _tell_changed(self, opened: Opened) -> None:
        from shortlist.store.documents import changed_elsewhere

        if opened.managed and changed_elsewhere(self.app.places.state, opened):
            told = (
                "The file was changed by another program since it was saved here. "
                "{file.earlier} shows earlier versions."
            )
            self.notify(keyed(told), timeout=8, markup=False)

    def on_unmount(self) -> None:
        """The screen goes: what is still unsaved stays as a draft, unless it was given up."""
        if self._looks is not None:
            self._looks.stop()
        if not self._parted:
            self.keep_draft()
        self._leave_seat()

    async def part(self) -> None:
        """The file is left in good order: its seat is free at once, and what is half typed waits beside it.

        The first screen of all stays beneath the others unseen: it must not go on holding the file.
        """
        self._parted = True
        if self._looks is not None:
            self._looks.stop()
        async with self._looking:
            if self.opened:
                self._leave_half_typed()
            self._leave_seat()

    def _leave_half_typed(self) -> None:
        from shortlist.core.basics.errors import ShortlistError
        from shortlist.store.drafts import drop_draft, write_draft
        from shortlist.tui.session.unsaved import draft_of

        what = self._unsaved()
        if self._seat is None or what is None or self.session.dirty:
            self.keep_draft()
            return
        with suppress(ShortlistError, OSError):
            write_draft(self._seat.half_typed, draft_of(self.session, what))
            drop_draft(self._seat.draft)

    def _leave_seat(self) -> None:
        if self._seat is not None:
            self._seat.leave()
            self._seat = None

    def forget_unsaved(self) -> None:
        """What is unsaved was given up on purpose."""
        self.given_up = True

    # --- drafts

    def _forms(self) -> Mapping[KeyPath, Data]:
        """What stands in open forms and is part of no list yet."""
        from shortlist.tui.forms.item import Item

        items = [getattr(screen, "item", None) for screen in self.app.screen_stack]
        return {
            item.base[:-1]: item.draft
            for item in items
            if isinstance(item, Item) and item.draft and item.draft != item.begun and not item.there
        }

    def _unsaved(self) -> Unsaved | None:
        from shortlist.tui.session.unsaved import unsaved

        return None if self.given_up or not self.opened else unsaved(self.session, self._forms)

    @property
    def holds_unsaved(self) -> bool:
        """Whether something would be lost without a draft."""
        return self._unsaved() is not None

    def keep_draft(self) -> bool:
        """Write what is unsaved as a draft now, without the event loop; False where that failed."""
        from shortlist.core.basics.errors import ShortlistError

        what = self._unsaved()
        try:
            self._put_draft(what)
        except (ShortlistError, OSError):
            return False
        return True

    def _put_draft(self, what: Unsaved | None) -> None:
        from shortlist.core.basics.errors import ShortlistError
        from shortlist.store.drafts import drop_draft, write_draft
        from shortlist.tui.session.unsaved import draft_of

        if self._seat is None:
            if what is not None:
                raise ShortlistError("no draft can be kept here; save instead")
            return
        if what is None:
            drop_draft(self._seat.draft)
        else:
            write_draft(self._seat.draft, draft_of(self.session, what))
        if self._clock is not None:
            self._clock.drafted(what)

    async def _look(self) -> None:
        """Look at the session and at the file, unless the last look is not over yet."""
        if self._looking.locked() or not self.opened or self._clock is None:
            return
        async with self._looking:
            await self._look_at_session(self._clock)
            self._count += 1
            if self._watch is not None and self._count % 2 == 0:
                await self._look_at_file(self._watch)
            if self.session.read_only and not self.session.opened.newer and self._count % OTHERS_EVERY == 0:
                await self._look_for_others()

    async def _look_at_session(self, clock: Clock) -> None:
        from shortlist.core.basics.errors import ShortlistError

        what = self._unsaved()
        healthy = self.session.opened.managed and self.session.problem is None
        due = clock.due(what, time.monotonic(), healthy, self.session.opened)
        if due or (what is None and clock.has_draft):
            try:
                await asyncio.to_thread(self._put_draft, what)
            except (ShortlistError, OSError) as error:
                clock.drafted(what)  # told once; the next change is tried again
                if self._seat is not None:
                    told = f"The draft was not kept: {error}"
                    self.notify(shown(told), severity="warning", timeout=10, markup=False)

    def _offer_drafts(self) -> None:
        from shortlist.core.basics.errors import ShortlistError
        from shortlist.store.open_sessions import left_drafts

        try:
            left = left_drafts(self._seat.folder) if self._seat is not None else []
        except ShortlistError as error:
            self.notify(shown(str(error)), severity="warning", timeout=10, markup=False)
            return
        if left:
            from shortlist.tui.parts.recovery import offer

            self.run_worker(offer(self, left), group="recover", exit_on_error=True)

    # --- other sessions, and changes from outside

    def banner(self) -> tuple[str, tuple[Hint, ...]]:
        """What must not be overlooked, and the key that does something about it."""
        if not self.opened:
            return "", ()
        session = self.session
        if session.read_only:
            return f"Read-only: {session.read_only}", () if session.opened.newer else (self.EDIT_HINT,)
        if session.gone:
            path = session.opened.path
            return f"Kept in no file: {session.gone.replace(str(path), path.name)}", (self.AGAIN_HINT,)
        if session.conflict:
            return "The file was changed outside; your changes are not saved", (self.RESOLVE_HINT,)
        return "", ()

    def may_edit(self) -> bool:
        """Whether edits are taken; says so where they are not."""
        if not self.session.read_only:
            return True
        now = time.monotonic()
        if now - self._refused_at > REFUSALS_APART_S:
            self._refused_at = now
            more = "" if self.session.opened.newer else keyed(" {file.resolve} edits anyway.")
            self.notify(shown(f"Read-only: {self.session.read_only}.{more}"), severity="warning", markup=False)
        return False

    async def _look_for_others(self) -> None:
        from shortlist.store.open_sessions import others

        if self._seat is not None and await asyncio.to_thread(others, self._seat) is None:
            self.session.read_only = ""
            self.hints_changed()
            self.notify("The other session has closed the file; you can edit it now.", markup=False)
            self._offer_drafts()

    async def action_resolve(self) -> None:
        """Decide between one's own version and the one on disk; where another session has it open, edit anyway."""
        if not self.opened:
            return
        if self.session.read_only and not self.session.opened.newer:
            self.session.read_only = ""
            self.hints_changed()
            self.notify(
                "You can edit. What the other session saves meanwhile is never overwritten unseen.", markup=False
            )
        elif self.session.conflict:
            self.run_worker(self.decide(), group="conflict", exit_on_error=True)
        else:
            self.notify("The file is as you left it; there is nothing to decide.", timeout=2.5, markup=False)

    async def decide(self) -> bool:
        """Ask which of two versions becomes the file; whether nothing is unsaved after that."""
        from shortlist.tui.frame.conflict import settle

        return await settle(self)

    async def go_on_with(self, copy: Opened) -> None:
        """One's own version was written as another file: that one is worked on from now on."""
        self.session.saved(copy)
        self.keep_draft()
        self._leave_seat()
        if self._looks is not None:
            self._looks.stop()
        self.app.store.remember(copy)
        await self.guard(copy)
        self.show_anew()
        self.notify(
            shown(f"Yours is {copy.path.name} from now on; the other file is as somebody else left it."), markup=False
        )

    def taken_back(self, before: Workspace) -> str:
        """What became of records whose acceptance another state takes back; empty where there are none."""
        from shortlist.tui.session.lookup import taken_back_told

        return taken_back_told(before, self.session)

    def action_earlier(self) -> None:
        """List the earlier versions of this workspace, to bring one back."""
        if self.opened:
            from shortlist.tui.parts.earlier_versions import EarlierDialog

            asked = EarlierDialog(self.session.opened.path, self.session.workspace)
            self.app.push_screen(asked, self._bring_back)

    def _bring_back(self, backup: Backup | None) -> None:
        from shortlist.core.basics.errors import ShortlistError

        if backup is None or not self.may_edit():
            return
        from shortlist.store.workspaces import load

        try:
            earlier = load(backup.path).workspace
        except ShortlistError as error:
            self.notify(shown(str(error)), title="Not restored", severity="error", markup=False)
            return
        before = self.session.workspace
        self.session.bring("bring an earlier version back", earlier)
        self.session.forget(())
        self.show_anew()
        told = keyed("The earlier version is back. {edit.undo} takes that back.")
        self.notify(shown(f"{told}{self.taken_back(before)}"), timeout=8, markup=False)
