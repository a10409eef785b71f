"""The terminal of an application in a browser: what is told from there is bounded, and the end of it is an end.

Textual's own driver leaves an application running that nobody can reach any more: where the server is gone, or where a
key that does not exist has ended the thread that reads.
"""

from __future__ import annotations

import os
import signal
import threading

from textual import events
from textual.drivers.web_driver import WebDriver
from textual.geometry import Size
from textual.message import Message

WIDEST, HIGHEST = 1_000, 500
"""Cells of the largest terminal that is drawn: a wall of screens has fewer."""
PATIENCE_S = 8.0
"""How long an application may take to end once nobody can reach it; it keeps its draft in the first of them."""


def bounded(width: int, height: int) -> tuple[int, int]:
    """A size that can be drawn."""
    return min(max(width, 1), WIDEST), min(max(height, 1), HIGHEST)


class BrowserDriver(WebDriver):
    """A driver that ends its application when nobody is there any more."""

    _told_to_quit = False

    def process_message(self, message: Message) -> None:
        """A size may come as keys as well."""
        if isinstance(message, events.Resize):
            size = Size(*bounded(*message.size))
            message = events.Resize(size, size)
        super().process_message(message)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """The server says when the tab is closed."""
        self._told_to_quit = self._told_to_quit or packet_type == "quit"
        super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read until there is nothing to read: then the terminal has gone, as one that is closed."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            end = threading.Timer(PATIENCE_S, os._exit, (128 + signal.SIGHUP,))
            end.daemon = True
            end.start()
            if not self._told_to_quit:
                os.kill(os.getpid(), signal.SIGHUP)
