"""The workspace screen: the frame around the bodies of the screens, and the one place where edits are applied.

It paints before anything that can wait: the core, the store and the body are imported after the first refresh.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from shortlist.tui.body import Body, Desk, style_beside
from shortlist.tui.draw.area import Area, blank_lines
from shortlist.tui.draw.brief_names import in_brief
from shortlist.tui.host import Gravity, Host
from shortlist.tui.keys import bindings as keys
from shortlist.tui.keys.bindings import hint
from shortlist.tui.tabs import TAB, TABS, tab_of
from shortlist.tui.textual_private import Leaving, ending, forget_found
from shortlist.tui.widgets.frame_lines import BottomBar, TooSmall, TopBar
from shortlist.tui.widgets.panel import HEIGHTS, WIDTHS

if TYPE_CHECKING:
    from textual.timer import Timer

    from shortlist.core.analysis import Analysis
    from shortlist.core.document.workspace import Workspace
    from shortlist.store.workspaces import Opened
    from shortlist.tui.frame.history_keys import HistoryKeys
    from shortlist.tui.frame.keeper import Keeper
    from shortlist.tui.frame.other_files import OtherFiles
    from shortlist.tui.frame.tour import Tour
    from shortlist.tui.frame.walkthrough_keys import WalkthroughKeys
    from shortlist.tui.frame.what_if import WhatIf
    from shortlist.tui.session.lent_texts import LentTexts
    from shortlist.tui.session.saving import Saver
    from shortlist.tui.session.session import Session

PAUSE_S = 0.6
"""From the last key of a longer text until what it changes elsewhere is computed."""
WRITTEN_S = 0.001
"""From the first paint until more is imported: the terminal has it by then."""
LATEST_S = 0.5
"""From a step of opening to the next one at the latest."""
PAINTED_S = 0.05
"""From a key whose result is painted first until the frame around it is drawn anew."""
COMMON_HINTS = (hint("app.help"), hint("app.palette"), hint("file.workspaces"))


class Stage(Area):
    """Holds the bodies, of which one is shown."""

    DEFAULT_CSS = "Stage { height: 1fr; }"


class WorkspaceScreen(Leaving, Screen[None]):
    """One workspace: opens it after the first paint, shows a tab, applies edits; the desk of the bodies in it."""

    CSS = style_beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = keys.bound("workspace", "tabs")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = ""
    app: Host
    # These are there once the workspace is `opened`.
    session: Session
    """The workspace being worked on."""
    saver: Saver
    """What writes it."""
    keeper: Keeper
    """What else lies on the disk for it."""
    trial: WhatIf
    walk: WalkthroughKeys
    tour: Tour
    beside: OtherFiles
    history_keys: HistoryKeys

    def __init__(
        self,
        open_it: Callable[[], Opened | None],
        today: dt.date | None,
        tab: str | None = None,
        walk_first: bool = False,
        tour_first: bool = False,
    ) -> None:
        super().__init__()
        self._open_it = open_it
        self._today = today
        self.opened = False
        """Whether the workspace is there yet."""
        self.opening = True
        """Whether its first tab is not there yet: keys wait for it."""
        self._begun = False
        """Whether the workspace is being opened, or has been."""
        self._bodies: dict[str, Body] = {}
        self._told: str | None = None
        """The last problem of a save that was told."""
        self._on_disk: Opened | None = None
        self._pause: Timer | None = None
        self._told_way_out = False
        self._assessed: Analysis | None = None
        """What the verdict in the frame is of."""
        self._tour_first = tour_first
        self._walk_first = walk_first
        """Whether the steps of the walkthrough are shown as soon as the workspace is there."""
        self.tab = tab or TABS[0].id

    def render_lines(self, crop: Region) -> list[Strip]:
        return blank_lines(self, crop)

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Stage()
        yield BottomBar(COMMON_HINTS)
        yield TooSmall()

    # --- opening

    def on_mount(self) -> None:
        # Right behind the first paint: a callback after a refresh waits for the next of sixty in a second. It comes
        # all the same: where the application begins and all of it is laid out at once, nobody tells.
        self.screen_layout_refresh_signal.subscribe(self, self._painted)
        self._behind_paint(self._painted)

    def _behind_paint(self, step: Callable[[], object]) -> None:
        """Go on with opening once what there is now is painted, and on the busiest machine after `LATEST_S`: each step
        leads to the next, so that one which is not called would leave a workspace that never opens."""
        left = [step]

        def taken() -> object:
            return left.pop()() if left else None

        self.call_after_refresh(taken)
        self.set_timer(LATEST_S, taken)

    def _painted(self, _: Screen[object] | None = None) -> None:
        if self._begun:
            return
        self._begun = True
        self.screen_layout_refresh_signal.unsubscribe(self)
        # The timer of paints lets a sixtieth of a second pass when it is first asked: it does so meanwhile.
        self.query_one(TopBar).refresh()
        self.set_timer(WRITTEN_S, self._open)

    def _open(self) -> None:
        """Read the workspace, and show what was decided in the frame; the body with all that it needs comes after."""
        from shortlist.core.basics.errors import ShortlistError
        from shortlist.tui.session.opening import sentence
        from shortlist.tui.session.session import Session

        try:
            opened = self._open_it()
        except (ShortlistError, OSError) as error:
            self._not_opened(sentence(error))
            return
        if opened is None:
            self.app.show_welcome()
            return
        self.session = Session(opened, self._today or dt.date.today())  # noqa: DTZ011 - the user's own day
        self._assess()
        self._state_changed()
        self._behind_paint(partial(self._go_on, opened))

    async def _go_on(self, opened: Opened) -> None:
        """Make ready for keys, and show the body."""
        from shortlist.tui.frame.history_keys import HistoryKeys
        from shortlist.tui.frame.keeper import Keeper
        from shortlist.tui.frame.other_files import OtherFiles
        from shortlist.tui.frame.tour import Tour
        from shortlist.tui.frame.walkthrough_keys import WalkthroughKeys
        from shortlist.tui.frame.what_if import WhatIf
        from shortlist.tui.session.saving import Saver

        self.saver = Saver(self, self.app.store, self.session, self._state_changed)
        self.keeper = Keeper(self.app, self, self.session, self.saver)
        self.trial, self.walk = WhatIf(self.app, self), WalkthroughKeys(self.app, self)
        self.tour = Tour(self.app, self, lambda box: self.mount(box, before=self.query_one(BottomBar)))
        self.beside, self.history_keys = OtherFiles(self.app, self), HistoryKeys(self.app, self)
        self.opened = True
        self.app.app_suspend_signal.subscribe(self, lambda _: self.keeper.keep_draft(), immediate=True)
        await self.show_tab(self.tab)
        self.opening = False
        self._behind_paint(partial(self._settle, opened))

    def _settle(self, opened: Opened) -> None:
        """What can wait until the figures are there."""
        self.app.settled()
        self.app.store.remember(opened)
        self.run_worker(self.keeper.begin_session(opened), group="guard")
        if self._walk_first:
            self.walk.list_steps()
        if self._tour_first:
            self.tour.begin()
        if opened.managed and opened.has_comments:
            told = "The file holds comments. The first change saves it anew, and they will be gone."
            self.app.say(told, "warning", seconds=10)
        self.beside.know()

    def look_beside(self) -> None:
        self.beside.look_anew()

    def drawn_anew(self) -> None:
        self._all_stale()
        self._draw()

    def _all_stale(self) -> None:
        """Every body is drawn anew when it is in front."""
        for body in self._bodies.values():
            body.stale = True

    def _not_opened(self, told: str) -> None:
        """A name that was asked for ends with its message; what was merely open last leaves the list."""
        if self.app.name_asked is not None:
            self.app.exit_with(2, told)
            return
        self.app.show_welcome()
        first = told.partition("\n")[0]
        self.app.say(first, "error", title="Not opened", seconds=10)

    @property
    def help_text(self) -> str:
        """What the body in front is for."""
        return self.body.HELP_TEXT if self.body else "The workspace is being opened."

    @property
    def help_terms(self) -> tuple[str, ...]:
        """The terms that its help explains."""
        return TAB[self.tab].terms

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the workspace is there, no key does anything to it; a tour can be left while one is under way."""
        if self.opened and action == "tour_leave" and not self.tour.under_way:
            return None
        return self.opened

    def on_unmount(self) -> None:
        if self.opened:
            # The signal lives as long as the application, and holds who is told of it by what it is told.
            self.app.app_suspend_signal.unsubscribe(self)
            self.keeper.close()

    def let_go(self) -> None:
        """The workspace was left, and this screen stays beneath another unseen: it keeps nothing of it."""
        if self.opened:
            self.on_unmount()
            self.opened, self._assessed = False, None
            self._bodies.clear()
            self.session.forget()
            self.call_later(self._empty)

    async def _empty(self) -> None:
        await self.remove_children()
        forget_found(self)

    # --- tabs

    @property
    def body(self) -> Body | None:
        body = self._bodies.get(self.tab)
        return body if body is not None and body.is_mounted else None

    async def show_tab(self, tab: str) -> None:
        """Bring a tab to the front, making it when it is first shown."""
        if not self.opened or ending(self.app):
            return
        self.seal()
        self.tab = tab
        for name, body in self._bodies.items():
            body.display = name == tab
        if tab not in self._bodies:
            module, _, name = TAB[tab].body.partition(":")
            kind = cast(Callable[[Desk], Body], getattr(import_module(module), name))
            self._bodies[tab] = kind(self)
            await self.query_one(Stage).mount(self._bodies[tab])
            self._bodies[tab].display = tab == self.tab
        front = self.body
        # Another tab may have been asked for while this one was made.
        if self.tab == tab and front is not None:
            self._draw()
            front.focus_first()

    def go_to(self, where: str, tab: str | None = None, item: str | None = None) -> None:
        self.run_worker(self._go_to(where, tab, item), group="go", exclusive=True)

    async def _go_to(self, where: str, tab: str | None, item: str | None) -> None:
        from shortlist.core.document.problems import location_of

        path = location_of(where)
        wanted = tab or tab_of(path)
        await self.show_tab(wanted)
        body = self.body
        if body is not None and self.tab == wanted and self.is_current:
            body.show_place(path, item)

    def leave_field(self) -> None:
        if self.body is not None:
            self.body.focus_first()

    def _draw(self) -> None:
        self._draw_body()
        self.hints_changed()

    def _draw_body(self) -> None:
        body = self.body
        if body is not None and body.stale:
            body.stale = False
            body.refresh_analysis()
        self._state_changed()

    def _state_changed(self) -> None:
        """Draw the header, and say once why a save failed."""
        bar = self.query_one_optional(TopBar)
        if bar is None:
            return
        session = self.session
        record = session.workspace.record
        status = record.status if record else "no"
        bar.show(session.workspace.title, f"{status} record · {session.state}", self.tab)
        problem = session.save_state.problem
        if problem is not None and problem != self._told:
            self.app.say(problem, "error", title="Not saved", seconds=10)
        self._told = problem
        if session.opened is not self._on_disk:
            self._on_disk = session.opened
            self.hints_changed()  # what was wrong with the file may be over
            if self.body is not None and not self.body.stale:
                self.body.saved()

    def hints_changed(self) -> None:
        """Draw the verdict, and the lines at the bottom."""
        from shortlist.tui.widgets.summary import walk_line

        body, bar = self.body, self.query_one_optional(BottomBar)
        if bar is None or not self.opened:
            return
        own = body.hints() if body is not None and not body.stale else ()
        banner, banner_hints = self.keeper.banner
        if not banner:
            banner, banner_hints = self.trial.banner, BottomBar.BANNER_HINTS
        self._assess()
        bar.show(walk_line(self.session.analysis), (*own, *COMMON_HINTS), banner, banner_hints)

    def _assess(self) -> None:
        """Draw the verdict, and what the tabs say."""
        from shortlist.tui.widgets.summary import verdict_cells

        analysis = self.session.analysis
        if analysis is not self._assessed:
            self._assessed = analysis
            states = {tab.id: tab.state(analysis) for tab in TABS}
            self.query_one(TopBar).show_verdict(partial(verdict_cells, analysis), states)

    def on_descendant_focus(self) -> None:
        """Other keys matter where the focus now is."""
        if self.opened and self.body is not None and not self.body.stale:
            self.hints_changed()

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
        self._all_stale()
        self.saver.edited()
        self._state_changed()
        self._wait_for_pause()

    def _wait_for_pause(self, seconds: float = PAUSE_S) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(seconds, self._draw)

    def look_at(self, step: str | None) -> None:
        self.session.step = step
        self._all_stale()
        self._draw()

    def seal(self) -> None:
        self.session.seal()

    @property
    def lent_texts(self) -> LentTexts:
        return self.keeper.drafts.lent_texts

    def keep(self) -> bool:
        return self.keeper.keep_draft()

    def show_anew(self) -> None:
        self._all_stale()
        self.saver.edited()
        self.app.show_edited(self._draw_edited)
        self.beside.know()

    def _draw_edited(self) -> None:
        if self.body is not None and self.body.hurried:
            self.body.refresh_first()
            self._state_changed()
            self._wait_for_pause(PAINTED_S)
        else:
            self._draw()

    def action_undo(self) -> None:
        self.history_keys.undo()

    def action_redo(self) -> None:
        self.history_keys.redo()

    def say(self, words: str, gravity: Gravity = "information", *, seconds: float | None = None) -> None:
        self.app.say(in_brief(words, self.session.workspace), gravity, seconds=seconds)

    # --- keys

    async def action_tab(self, tab: str) -> None:
        await self.show_tab(tab)

    async def on_top_bar_clicked(self, event: TopBar.Clicked) -> None:
        await self.show_tab(event.tab)

    def action_back(self) -> None:
        """Go back one level within the body; at the top, say once which key leads out of the workspace."""
        if self.body is not None and not self.body.back() and not self._told_way_out:
            self._told_way_out = True
            self.app.say(keys.keyed("{file.workspaces} opens the list of workspaces."))

    def action_do(self, part: str, act: str) -> object:
        """Do what a row of the table of keys leaves to a part of the frame."""
        return getattr(getattr(self, part), act)()

    def action_tour_leave(self) -> None:
        self.tour.leave()

    def did(self, action: str) -> None:
        """An action was done in this workspace, by whatever way."""
        if self.opened:
            self.tour.did(action)

    def action_save(self) -> None:
        self.run_worker(self.keeper.save(), group="save")

    def action_workspaces(self) -> None:
        self.app.leave(self._to_welcome)

    def action_rename(self) -> None:
        from shortlist.tui.frame.renaming import ask_name

        ask_name(self.app, self)

    async def _to_welcome(self) -> None:
        if await self.leave():
            self.app.show_welcome()

    # --- leaving

    async def leave(self) -> bool:
        if not self.opened:
            return True
        if not (await self.trial.ended() and await self.keeper.may_leave()):
            return False
        await self.keeper.part()
        return True

    async def save_rest(self) -> None:
        """Save what saves itself, and ask nobody: the screen is being closed."""
        if self.opened:
            await self.keeper.save_rest()

    async def end(self) -> str:
        """Save what saves itself, and keep the rest: the process ends; what is to be said of what was not saved."""
        return await self.keeper.end() if self.opened else ""

    def keep_meanwhile(self) -> None:
        """Keep what is unsaved while the event loop stands still; called beside it."""
        if self.opened:
            self.keeper.drafts.keep_meanwhile()

    def save_at_once(self) -> str:
        """Save what saves itself, without the event loop, after a mistake of the program; what became of it."""
        return self.keeper.save_at_once() if self.opened else ""

    # --- size

    def on_resize(self, event: events.Resize) -> None:
        TooSmall.fit(self, event.size.width, event.size.height)
