"""What is said in the corner: one thing at a time, gone with the next key, and nothing grave overlooked."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from shortlist.tui.textual_private import drop_toasts, toasts_of

if TYPE_CHECKING:
    from textual.notifications import Notification, Notify

    from shortlist.tui.host import Host

SEEN_S = 1.0
"""How long a warning or an error stands at least: the next key may have been under way already."""
AFTER_S = 0.05
"""From the end of one to the next."""


class Toasts:
    """Lets one notification be in sight, the newest. A warning or an error that another one took the place of before
    it could be read comes back after it; it also outlasts a key that was pressed before it could be read."""

    def __init__(self, app: Host) -> None:
        self._app = app
        self._waiting: deque[Notification] = deque()
        """What was not read yet, the oldest first."""
        self._since = 0.0
        """When the one in sight came."""

    def arrived(self, event: Notify) -> None:
        """Something is said: it takes the place of the one in sight."""
        self._waiting.extend(one for one in toasts_of(self._app) if self._unread(one))
        drop_toasts(self._app, refresh=False)
        self._since = time.monotonic()
        self._app.set_timer(event.notification.timeout + AFTER_S, self._go_on)

    def key_pressed(self) -> None:
        """A key is pressed: what could be read goes."""
        there = toasts_of(self._app)
        if there and not any(map(self._unread, there)):
            drop_toasts(self._app, refresh=True)
            self._go_on()

    def _unread(self, told: Notification) -> bool:
        return told.severity != "information" and time.monotonic() - self._since < SEEN_S

    def _go_on(self) -> None:
        """Say what has waited, once nothing is in sight."""
        if self._waiting and not toasts_of(self._app):
            told = self._waiting.popleft()
            self._app.say(told.message, told.severity, title=told.title, seconds=told.timeout)
