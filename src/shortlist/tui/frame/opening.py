"""Opening a workspace in steps: the frame, the verdict in it, the body with its keys, and then what can wait.

Nothing of the core, the store or a body is imported before the frame is painted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from shortlist.tui.frame.bars import Bars
from shortlist.tui.frame.stage import Stage
from shortlist.tui.host import Host
from shortlist.tui.widgets.frame_lines import TopBar

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened
    from shortlist.tui.frame.desk import WorkspaceDesk
    from shortlist.tui.session.session import Session

WRITTEN_S = 0.001
"""From the first paint until more is imported: the terminal has it by then."""
LATEST_S = 0.5
"""From a step of opening to the next one at the latest."""


class Opening:
    """Leads from an empty frame to the first tab; `use` is given the desk once that is there, and shows the tab."""

    def __init__(
        self,
        screen: Screen[Any],
        host: Host,
        find: Callable[[], Opened | None],
        today: dt.date | None,
        use: Callable[[WorkspaceDesk], Awaitable[None]],
        begin: Callable[[WorkspaceDesk], None],
    ) -> None:
        """`find` reads the workspace, None where there is none; `begin` starts what is to follow the first figures."""
        self._screen, self._host = screen, host
        self._find, self._today, self._use, self._begin = find, today, use, begin
        self._begun = False
        """Whether the frame is painted."""
        # Right behind the first paint: a callback after a refresh waits for the next of sixty in a second. It comes
        # all the same: where the application begins and all of it is laid out at once, nobody tells.
        screen.screen_layout_refresh_signal.subscribe(screen, self._painted)
        self._behind_paint(self._painted)

    def _behind_paint(self, step: Callable[[], object]) -> None:
        """Go on once what there is now is painted, and on the busiest machine after `LATEST_S`: each step leads to the
        next, so that one which is not called would leave a workspace that never opens."""
        left = [step]

        def taken() -> object:
            return left.pop()() if left else None

        self._screen.call_after_refresh(taken)
        self._screen.set_timer(LATEST_S, taken)

    def _painted(self, _: Screen[object] | None = None) -> None:
        if self._begun:
            return
        self._begun = True
        self._screen.screen_layout_refresh_signal.unsubscribe(self._screen)
        # The timer of paints lets a sixtieth of a second pass when it is first asked: it does so meanwhile.
        self._screen.query_one(TopBar).refresh()
        self._screen.set_timer(WRITTEN_S, self._read)

    def _read(self) -> None:
        """Read the workspace, and show what was decided in the frame; the body with all that it needs comes after."""
        from shortlist.core.basics.errors import ShortlistError
        from shortlist.tui.session.opening import sentence
        from shortlist.tui.session.session import Session

        try:
            opened = self._find()
        except (ShortlistError, OSError) as error:
            self._not_opened(sentence(error))
            return
        if opened is None:
            self._host.windows.show_welcome()
            return
        session = Session(opened, self._today or dt.date.today())  # noqa: DTZ011 - the user's own day
        bars = Bars(self._screen, session)
        bars.show_verdict()
        bars.show_state(self._screen.query_one(Stage).tab)
        self._behind_paint(partial(self._make_desk, opened, session, bars))

    def _not_opened(self, told: str) -> None:
        """A name that was asked for ends with its message; what was merely open last leaves the list."""
        if self._host.name_asked is not None:
            self._host.exit_with(2, told)
            return
        self._host.windows.show_welcome()
        self._host.say(told.partition("\n")[0], "error", title="Not opened", seconds=10)

    async def _make_desk(self, opened: Opened, session: Session, bars: Bars) -> None:
        """Make ready for keys, and show the body."""
        from shortlist.tui.frame.desk import WorkspaceDesk

        desk = WorkspaceDesk(self._screen, self._host, session, bars, self._screen.query_one(Stage))
        await self._use(desk)
        self._behind_paint(partial(self._do_what_waited, opened, desk))

    def _do_what_waited(self, opened: Opened, desk: WorkspaceDesk) -> None:
        """What can wait until the figures are there."""
        self._host.first_shown()
        self._host.store.remember(opened)
        self._screen.run_worker(desk.keeper.begin_session(opened), group="guard")
        self._begin(desk)
        if opened.managed and opened.has_comments:
            told = "The file holds comments. The first change saves it anew, and they will be gone."
            self._host.say(told, "warning", seconds=10)
        desk.beside.know()
