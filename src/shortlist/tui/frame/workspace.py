"""The workspace screen: the bars, the stage between them, and the keys, which reach the desk once that is there.

It paints before anything that can wait: the core, the store and the body are imported after the first refresh.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from shortlist.tui.body import Body, style_beside
from shortlist.tui.draw.area import blank_lines
from shortlist.tui.frame.bars import COMMON_HINTS
from shortlist.tui.frame.opening import Opening
from shortlist.tui.frame.stage import Stage
from shortlist.tui.host import Host
from shortlist.tui.keys import bindings as keys
from shortlist.tui.tabs import TAB, TABS
from shortlist.tui.textual_private import Leaving, forget_found
from shortlist.tui.widgets.frame_lines import BottomBar, TooSmall, TopBar
from shortlist.tui.widgets.panel import HEIGHTS, WIDTHS

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened
    from shortlist.tui.frame.desk import WorkspaceDesk
    from shortlist.tui.session.session import Session


class WorkspaceScreen(Leaving, Screen[None]):
    """One workspace, from the first paint of its empty frame until it is left."""

    CSS = style_beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = keys.bound("workspace", "tabs")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = ""
    app: Host
    desk: WorkspaceDesk
    """Where it is worked at; there while the workspace is `opened`."""

    def __init__(
        self,
        find: Callable[[], Opened | None],
        today: dt.date | None,
        tab: str | None = None,
        walk_first: bool = False,
        tour_first: bool = False,
    ) -> None:
        """`find` reads the workspace; once it is there the steps of the walkthrough are listed, or the tour begins."""
        super().__init__()
        self._find, self._today = find, today
        self._first_tab = tab or TABS[0].id
        self._walk_first, self._tour_first = walk_first, tour_first
        self.opened = False
        """Whether the workspace is there: not yet at first, and no more once it was let go."""
        self.opening = True
        """Whether its first tab is not there yet: keys wait for it."""
        self._told_way_out = False

    def render_lines(self, crop: Region) -> list[Strip]:
        return blank_lines(self, crop)

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Stage(self._first_tab)
        yield BottomBar(COMMON_HINTS)
        yield TooSmall()

    def on_mount(self) -> None:
        Opening(self, self.app, self._find, self._today, self._use, self._begin)

    async def _use(self, desk: WorkspaceDesk) -> None:
        """The workspace is there: keys are its own from now on."""
        self.desk, self.opened = desk, True
        await desk.show_tab(self._first_tab)
        self.opening = False

    def _begin(self, desk: WorkspaceDesk) -> None:
        if self._walk_first:
            desk.walk.list_steps()
        if self._tour_first:
            desk.tour.begin()

    @property
    def session(self) -> Session:
        """The workspace being worked on; there while it is `opened`."""
        return self.desk.session

    @property
    def tab(self) -> str:
        """The tab in front, by its id."""
        return self.query_one(Stage).tab

    @property
    def body(self) -> Body | None:
        """The screen in front, once it is there."""
        return self.desk.stage.body if self.opened else None

    @property
    def help_text(self) -> str:
        """What the body in front is for."""
        return self.body.HELP_TEXT if self.body else "The workspace is being opened."

    @property
    def help_terms(self) -> tuple[str, ...]:
        """The terms that its help explains."""
        return TAB[self.tab].terms

    def hints_changed(self) -> None:
        """Draw the keys anew, as they now are."""
        if self.opened:
            self.desk.hints_changed()

    def on_descendant_focus(self) -> None:
        """Other keys matter where the focus now is."""
        if self.body is not None and not self.body.stale:
            self.desk.hints_changed()

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the workspace is there, no key does anything to it; a tour can be left while one is under way."""
        if self.opened and action == "tour_leave" and not self.desk.tour.under_way:
            return None
        return self.opened

    def action_do(self, part: str, act: str) -> object:
        """Do what a row of the table of keys leaves to a part of the desk."""
        return getattr(getattr(self.desk, part), act)()

    async def action_tab(self, tab: str) -> None:
        await self.desk.show_tab(tab)

    async def on_top_bar_clicked(self, event: TopBar.Clicked) -> None:
        if self.opened:
            await self.desk.show_tab(event.tab)

    def action_back(self) -> None:
        """Go back one level within the body; at the top, say once which key leads out of the workspace."""
        if self.body is not None and not self.body.back() and not self._told_way_out:
            self._told_way_out = True
            self.app.say(keys.keyed("{file.workspaces} opens the list of workspaces."))

    def action_undo(self) -> None:
        self.desk.history_keys.undo()

    def action_redo(self) -> None:
        self.desk.history_keys.redo()

    def action_save(self) -> None:
        self.run_worker(self.desk.keeper.save(), group="save")

    def action_rename(self) -> None:
        from shortlist.tui.frame.renaming import ask_name

        ask_name(self.app, self.desk)

    def action_tour_leave(self) -> None:
        self.desk.tour.leave()

    def did(self, action: str) -> None:
        """An action was done in this workspace, by whatever way."""
        if self.opened:
            self.desk.tour.did(action)

    # --- leaving

    def action_workspaces(self) -> None:
        self.app.leave(self.app.windows.show_welcome)

    async def leave(self) -> bool:
        """Leave the workspace in good order, where there is one; False to stay."""
        return not self.opened or await self.desk.leave()

    def on_unmount(self) -> None:
        if self.opened:
            self.desk.close()

    def let_go(self) -> None:
        """The workspace was left, and this screen stays beneath another unseen: it keeps nothing of it."""
        if self.opened:
            self.opened = False
            self.desk.close()
            self.desk.stage.forget()
            self.desk.session.forget()
            del self.desk
            self.call_later(self._empty)

    async def _empty(self) -> None:
        await self.remove_children()
        forget_found(self)

    # --- size

    def on_resize(self, event: events.Resize) -> None:
        TooSmall.fit(self, event.size.width, event.size.height)
