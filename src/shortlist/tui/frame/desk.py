"""The desk of an open workspace: the one place where edits are applied and shown, and what stands at it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from shortlist.core.document.problems import location_of
from shortlist.tui.draw.brief_names import in_brief
from shortlist.tui.frame.bars import Bars
from shortlist.tui.frame.history_keys import HistoryKeys
from shortlist.tui.frame.keeper import Keeper
from shortlist.tui.frame.other_files import OtherFiles
from shortlist.tui.frame.restoring import Restoring
from shortlist.tui.frame.stage import Stage
from shortlist.tui.frame.tour import Tour
from shortlist.tui.frame.walkthrough_keys import WalkthroughKeys
from shortlist.tui.frame.what_if import WhatIf
from shortlist.tui.host import Gravity, Host
from shortlist.tui.session.saving import Saver
from shortlist.tui.tabs import tab_of
from shortlist.tui.textual_private import ending
from shortlist.tui.widgets.frame_lines import BottomBar

if TYPE_CHECKING:
    from textual.timer import Timer

    from shortlist.core.document.workspace import Workspace
    from shortlist.tui.session.lent_texts import LentTexts
    from shortlist.tui.session.session import Session

PAUSE_S = 0.6
"""From the last key of a longer text until what it changes elsewhere is computed."""
PAINTED_S = 0.05
"""From a key whose result is painted first until the frame around it is drawn anew."""


class WorkspaceDesk:
    """Where the screens take their edits: it lives as long as the workspace is open, and holds all that does."""

    def __init__(self, screen: Screen[Any], host: Host, session: Session, bars: Bars, stage: Stage) -> None:
        self._host, self._bars = host, bars
        self.screen, self.session, self.stage = screen, session, stage
        self.saver = Saver(screen, host.store, session, self._state_changed)
        self.keeper = Keeper(host, self, session, self.saver)
        self.trial, self.walk = WhatIf(host, self), WalkthroughKeys(host, self)
        self.tour = Tour(host, self, lambda box: screen.mount(box, before=screen.query_one(BottomBar)))
        self.beside, self.earlier, self.history_keys = (
            OtherFiles(host, self),
            Restoring(host, self),
            HistoryKeys(host, self),
        )
        self._on_disk = session.opened
        self._told: str | None = None
        """The last problem of a save that was told."""
        self._pause: Timer | None = None
        self._closed = False
        host.app_suspend_signal.subscribe(screen, lambda _: self.keeper.drafts.keep(), immediate=True)

    async def leave(self) -> bool:
        """Save what saves itself, ask about what would be lost, and give the file up; False to stay."""
        if not (await self.trial.ended() and await self.keeper.may_leave()):
            return False
        await self.keeper.part()
        return True

    def close(self) -> None:
        """The workspace is left: nothing of it is shown any more."""
        self._closed = True
        # The signal lives as long as the application, and holds who is told of it by what it is told.
        self._host.app_suspend_signal.unsubscribe(self.screen)
        self.keeper.close()

    # --- edits

    def edit(self, name: str, change: Callable[[Workspace], Workspace], merge: Hashable = None) -> None:
        if self.keeper.may_edit():
            self.session.edit(name, change, merge)
            self.show_anew()

    def may_edit(self) -> bool:
        return self.keeper.may_edit()

    def withdraw(self, merge: Hashable) -> None:
        if self.session.withdraw(merge):
            self.show_anew()

    def begin_what_if(self) -> None:
        self.trial.begin()

    def note(self, name: str, change: Callable[[Workspace], Workspace], merge: Hashable) -> None:
        """Apply a key of a longer text at once, and show what it does elsewhere once the keys pause."""
        if not self.keeper.may_edit():
            return
        self.session.edit(name, change, merge)
        self.stage.all_stale()
        self.saver.edited()
        self._state_changed()
        self._wait_for_pause()

    def look_at(self, step: str | None) -> None:
        self.session.step = step
        self.drawn_anew()

    def seal(self) -> None:
        self.session.seal()

    @property
    def lent_texts(self) -> LentTexts:
        return self.keeper.drafts.lent_texts

    def keep(self) -> bool:
        return self.keeper.drafts.keep()

    def look_beside(self) -> None:
        self.beside.look_anew()

    def say(self, words: str, gravity: Gravity = "information", *, seconds: float | None = None) -> None:
        self._host.say(in_brief(words, self.session.workspace), gravity, seconds=seconds)

    # --- what is in front

    async def show_tab(self, tab: str) -> None:
        if self._closed or ending(self._host):
            return
        self.seal()
        if await self.stage.bring(tab, self):
            self._draw()
            self.stage.leave_field()

    def go_to(self, where: str, tab: str | None = None, item: str | None = None) -> None:
        self.screen.run_worker(self._go_to(where, tab, item), group="go", exclusive=True)

    async def _go_to(self, where: str, tab: str | None, item: str | None) -> None:
        path = location_of(where)
        wanted = tab or tab_of(path)
        await self.show_tab(wanted)
        body = self.stage.body
        if body is not None and self.stage.tab == wanted and self.screen.is_current:
            body.show_place(path, item)

    # --- what is shown of an edit

    def show_anew(self) -> None:
        self.stage.all_stale()
        self.saver.edited()
        self._host.show_edited(self._draw_edited)
        self.beside.know()

    def drawn_anew(self) -> None:
        self.stage.all_stale()
        self._draw()

    def _draw_edited(self) -> None:
        body = self.stage.body
        if body is not None and body.hurried:
            body.refresh_first()
            self._state_changed()
            self._wait_for_pause(PAINTED_S)
        else:
            self._draw()

    def _wait_for_pause(self, seconds: float = PAUSE_S) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.screen.set_timer(seconds, self._draw)

    def _draw(self) -> None:
        self.stage.draw()
        self._state_changed()
        self.hints_changed()

    def _state_changed(self) -> None:
        """Show how the file stands, and say once why a save failed."""
        session, body = self.session, self.stage.body
        if self._closed:
            return
        self._bars.show_state(self.stage.tab)
        problem = session.save_state.problem
        if problem is not None and problem != self._told:
            self._host.say(problem, "error", title="Not saved", seconds=10)
        self._told = problem
        if session.opened is not self._on_disk:
            self._on_disk = session.opened
            self.hints_changed()  # what was wrong with the file may be over
            if body is not None and not body.stale:
                body.saved()

    def hints_changed(self) -> None:
        """Show the verdict, and the lines at the bottom."""
        if self._closed:
            return
        body = self.stage.body
        own = body.hints() if body is not None and not body.stale else ()
        banner, banner_hints = self.keeper.banner
        if not banner:
            banner, banner_hints = self.trial.banner, BottomBar.BANNER_HINTS
        self._bars.show_keys(own, banner, banner_hints)
