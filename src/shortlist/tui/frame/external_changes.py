"""The file and what others do to it: shown where nothing would be lost by that, and else decided by a person.

What only a question or another version needs is imported when it is needed: the figures come first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from shortlist.core.basics.errors import ShortlistError
from shortlist.store.atomic import private_folder
from shortlist.tui.frame.drafts import Drafts
from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.session.file_watch import FileWatch
from shortlist.tui.session.opening import sentence
from shortlist.tui.session.save_state import SaveState
from shortlist.tui.session.saving import Saver

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened
    from shortlist.tui.session.session import Session


class ExternalChanges:
    """Watches the file of a session, and sees to it that of one's own version and the one on disk neither is lost."""

    def __init__(
        self,
        host: Host,
        frame: Frame,
        session: Session,
        saver: Saver,
        drafts: Drafts,
        go_on_with: Callable[[Opened], Awaitable[None]],
    ) -> None:
        """`go_on_with` has another file open in place of this one."""
        self._host, self._frame, self._session, self._saver = host, frame, session, saver
        self._drafts, self._have_open = drafts, go_on_with
        self._watch = FileWatch(session)
        self._lost_before = False
        """Whether the file could not be read at the last look."""

    @property
    def _holds_edits(self) -> bool:
        """Whether there is more than what stands in dialogs, which goes with any version of the file."""
        what = self._drafts.unsaved
        return what is not None and (self._session.dirty or bool(what.tried or what.typed or what.begun))

    async def look(self) -> None:
        """Show what somebody else wrote where nothing would be lost by that, and say so where something would."""
        session, digest = self._session, self._session.opened.digest
        if self._saver.busy:
            return
        changed = await asyncio.to_thread(self._watch.changed)
        if self._saver.busy or session.opened.digest != digest:
            return  # it was this session's own save
        if session.save_state.gone and (not changed or not await asyncio.to_thread(self._watch.lost)):
            self._lost_before = False
            session.save_state = session.save_state.found()
            self._frame.hints_changed()
            self._host.say("The file can be read again.", seconds=5)
        if not changed:
            return
        if not self._holds_edits:
            await self._load_again()
        elif not session.save_state.conflict:
            session.save_state = session.save_state.changed_outside()
            told = keyed(
                "The file was changed outside while you have unsaved changes. {file.resolve} decides between the two."
            )
            self._host.say(told, "warning", seconds=10)
            self._frame.hints_changed()

    async def _load_again(self) -> None:
        """Show the version on disk, as an edit that undo takes back."""
        from shortlist.core.changes.words import summary, version_words

        theirs = await asyncio.to_thread(self._watch.theirs)
        if self._holds_edits:
            return
        if theirs is None:
            await self._tell_lost()
            return
        self._lost_before = False
        what = summary(version_words(self._session.workspace, theirs.workspace))
        self._session.take(theirs, "the change from outside")
        self._frame.show_anew()
        self._host.say(f"The file was changed outside, and is shown as it now is: {what}", seconds=8)

    async def _tell_lost(self) -> None:
        """The file is gone or unreadable: at the second look, because one that is half written is so for a moment."""
        why, before = await asyncio.to_thread(self._watch.lost), self._lost_before
        self._lost_before = bool(why)
        if not why or not before or self._holds_edits:
            return
        self._session.save_state = self._session.save_state.lost(why)
        self._drafts.keep()
        told = keyed("What you see is kept as a draft, and in no file: {file.save} writes it anew, or as a copy.")
        self._host.say(f"{why}. {told}", "error", title="The file cannot be read", seconds=15)
        self._frame.hints_changed()

    async def decide(self) -> bool:
        """Ask which of two versions becomes the file; whether nothing is unsaved after that."""
        from shortlist.tui.frame.conflict import decided, digest_there

        session = self._session
        theirs = await asyncio.to_thread(self._watch.theirs)
        answer = await decided(self._host, session, theirs)
        try:
            if answer == "copy":
                await self._go_on_with(
                    await asyncio.to_thread(self._host.store.copy_beside, session.opened, session.kept)
                )
            elif answer == "theirs" and theirs is not None:
                session.take(theirs, "take the version on disk")
                self._frame.show_anew()
            elif answer == "mine":
                path = session.opened.path
                there = theirs.digest if theirs is not None else digest_there(path) or ""
                if session.opened.managed:
                    private_folder(path.parent)  # the folder may have gone with the file
                session.save_state = session.save_state.mine(there)
                return await self._saver.save()
            else:
                return False
        except (ShortlistError, OSError) as error:
            self._host.say(sentence(error), "error", title="Not saved", seconds=10)
            return False
        return True

    async def _go_on_with(self, copy: Opened) -> None:
        """One's own version was written as another file: that one is worked on from now on."""
        self._session.save_state = SaveState.of(copy)
        self._watch = FileWatch(self._session)
        await self._have_open(copy)
        self._frame.show_anew()
        self._host.say(f"Yours is {copy.path.name} from now on; the other file is as somebody else left it.", seconds=5)
