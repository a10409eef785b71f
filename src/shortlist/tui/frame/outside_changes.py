"""The part of the workspace screen that looks at the file: a change from outside, a file that is gone or unreadable."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.screen import Screen

from shortlist.shown import shown
from shortlist.tui.keys.bindings import keyed

if TYPE_CHECKING:
    from shortlist.tui.session.file_watch import Watch
    from shortlist.tui.session.saving import Saver
    from shortlist.tui.session.session import Session
    from shortlist.tui.session.unsaved import Unsaved


class FileWatching(Screen[None]):
    """Shows what somebody else wrote where nothing would be lost by that, and says so where something would."""

    _lost_before = False
    """Whether the file could not be read at the last look."""

    if TYPE_CHECKING:

        @property
        def session(self) -> Session:
            """The workspace being worked on."""

        @property
        def saver(self) -> Saver:
            """What writes it."""

        def show_anew(self) -> None:
            """Draw everything after the workspace changed."""

        def hints_changed(self) -> None:
            """Draw the lines at the bottom."""

        def keep_draft(self) -> bool:
            """Write what is unsaved as a draft now."""

        def _unsaved(self) -> Unsaved | None: ...

    @property
    def _holds_edits(self) -> bool:
        """Whether there is more than what stands in dialogs, which goes with any version of the file."""
        what = self._unsaved()
        return what is not None and (self.session.dirty or bool(what.tried or what.typed or what.begun))

    async def _look_at_file(self, watch: Watch) -> None:
        digest = self.session.opened.digest
        if self.saver.busy:
            return
        changed = await asyncio.to_thread(watch.changed)
        if self.saver.busy or self.session.opened.digest != digest:
            return  # it was this session's own save
        if self.session.gone and (not changed or not await asyncio.to_thread(watch.lost)):
            self._tell_found()
        if not changed:
            return
        if not self._holds_edits:
            await self._load_again(watch)
        elif not self.session.conflict:
            self.session.conflict = True
            told = keyed(
                "The file was changed outside while you have unsaved changes. {file.resolve} decides between the two."
            )
            self.notify(told, severity="warning", timeout=10, markup=False)
            self.hints_changed()

    async def _load_again(self, watch: Watch) -> None:
        """Show the version on disk, as an edit that undo takes back."""
        theirs = await asyncio.to_thread(watch.theirs)
        if self._holds_edits:
            return
        if theirs is None:
            await self._tell_lost(watch)
            return
        self._lost_before = False
        from shortlist.core.changes.words import summary, version_words

        what = summary(version_words(self.session.workspace, theirs.workspace))
        self.session.take(theirs, "the change from outside")
        self.show_anew()
        self.notify(shown(f"The file was changed outside, and is shown as it now is: {what}"), timeout=8, markup=False)

    async def _tell_lost(self, watch: Watch) -> None:
        """The file is gone or unreadable: at the second look, because one that is half written is so for a moment."""
        why, before = await asyncio.to_thread(watch.lost), self._lost_before
        self._lost_before = bool(why)
        if not why or not before or self._holds_edits:
            return
        self.session.lost(why)
        self.keep_draft()
        told = keyed("What you see is kept as a draft, and in no file: {file.save} writes it anew, or as a copy.")
        self.notify(
            shown(f"{why}. {told}"), title="The file cannot be read", severity="error", timeout=15, markup=False
        )
        self.hints_changed()

    def _tell_found(self) -> None:
        self._lost_before = False
        self.session.found()
        self.hints_changed()
        self.notify("The file can be read again.", timeout=5, markup=False)
