"""What became garbage is collected where it holds no key up."""

from __future__ import annotations

import gc
import time
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from shortlist.tui.textual_private import drop_watchers

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.timer import Timer

TIDY_S = 2.0
"""From one look for what is garbage to the next."""
SHARE = 0.02
"""Of the time that is what it may take: on a busy machine, or with much to look at, it looks less often."""
AWAY_S, ALL_S = 10.0, 60.0
"""How long nobody has typed when all is looked through, and how long that is not done again."""

SET_ASIDE = 100_000
"""Objects that are set aside before all is looked through while somebody types, some ten megabytes: it alone finds
what went as a cycle after that, a dialog that was open then or what was said in the corner."""
COUNT_S = 20.0
"""From one count of what was set aside to the next: it goes over all of it, and would hold up every twentieth key."""
DRAWN_S = 0.12
"""From an edit until all that it leads to is drawn."""
RUNAWAY = 200_000
"""Objects that came since the last time, of which the collector starts by itself: where nothing could be tidied for
long. By its own measure it would look at a large workspace judged after every key, three times at all of it."""


class Tidying:
    """Switches the collector on once the first figures are there, and from then on runs it by itself."""

    def __init__(self, app: App[None], last_key_at: Callable[[], float]) -> None:
        self._app, self._last_key_at = app, last_key_at
        self._timer: Timer | None = None
        self._after_edit: Timer | None = None
        self._screen_left, self._all_tidied = False, time.monotonic()
        self._tidied, self._took = 0.0, 0.0
        self._stayed = self._set_aside = 0
        """Objects that stayed when all was last looked through, and how many more there were at the last count."""
        self._counted = 0.0

    def screen_left(self) -> None:
        """A screen goes: what it was is looked for with the rest, the next time."""
        self._screen_left = True

    def first_shown(self) -> None:
        """The first figures are there: what was built until now stays, and the collector need not look at it."""
        gc.freeze()
        gc.set_threshold(RUNAWAY)
        gc.enable()
        self._stayed = gc.get_freeze_count()
        if self._timer is None:
            self._timer = self._app.set_interval(TIDY_S, self._tidy_when_due)

    def edited(self, show: Callable[[], None]) -> None:
        """Show what an edit came to; what is judged for it is set aside unlooked at, as it holds no cycle.

        What came since the last time is little, and is looked through before; most of it, once all is drawn that an
        edit leads to, so that no key waits for that.
        """
        if self._timer is None or isinstance(self._app.screen, ModalScreen):
            show()
            return
        gc.collect(0)
        show()
        gc.freeze()
        if self._after_edit is not None:
            self._after_edit.stop()
        self._after_edit = self._app.set_timer(DRAWN_S, partial(gc.collect, 0))

    def _tidy_when_due(self) -> None:
        """Tidy, unless the last time took so long that its share of the time would be passed.

        Where a screen was left at once: another workspace is judged beside it soon.
        """
        began = time.monotonic()
        if self._screen_left or began - self._tidied >= self._took / SHARE:
            self.tidy()
            self._tidied = time.monotonic()
            self._took = self._tidied - began

    def tidy(self) -> None:
        """Collect what came since the last time, and never go over what stays of it again.

        A large workspace judged is some hundred thousand objects without a cycle: to go over all of them, as the
        collector does from time to time, holds a key up for as long as a hundred keys take. What was a screen goes as
        a cycle, so that all is gone over where one was left, and where nobody types. A dialog will go soon: what came
        with it is not set aside.
        """
        # While the application ends, no screen is left.
        if not self._app.screen_stack:
            return
        drop_watchers(self._app)
        if isinstance(self._app.screen, ModalScreen):
            gc.collect(1)
            return
        now = time.monotonic()
        away = now - self._last_key_at() > AWAY_S and now - self._all_tidied > ALL_S
        tidied_all = self._screen_left or away or self._set_aside > SET_ASIDE
        if tidied_all:
            self._screen_left, self._all_tidied = False, now
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        # They are counted by what is frozen: `gc.get_objects` would hand out tuples that another thread is making.
        if tidied_all:
            self._stayed, self._set_aside, self._counted = gc.get_freeze_count(), 0, now
        elif now - self._counted >= COUNT_S:
            self._set_aside, self._counted = gc.get_freeze_count() - self._stayed, now
