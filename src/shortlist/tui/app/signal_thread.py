"""A thread beside the loop: it hears signals whatever the loop is doing, and keeps what is unsaved while that stands.

A loop stands still where another program does not read what it is told, where a disk does not answer, or where the
program is wrong. What was typed until then is kept all the same, and a signal still ends the process.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

LOOK_S = 0.3
"""From one question to the loop to the next."""
STILL_S = 0.7
"""How long the loop may take to answer until it counts as standing still."""


def end_after(seconds: float, code: int, first: Callable[[], None] = lambda: None) -> None:
    """End the process after a time, whatever it is waiting for then."""

    def end() -> None:
        with suppress(Exception):
            first()
        os._exit(code)

    watchdog = threading.Timer(seconds, end)
    watchdog.daemon = True
    watchdog.start()


class Watchman(threading.Thread):
    """Tells `heard` a signal's number at once, in this thread, and calls `keep` as long as the loop stands still."""

    def __init__(self, loop: asyncio.AbstractEventLoop, heard: Callable[[int], None], keep: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="signals")
        self._loop, self._heard, self._keep = loop, heard, keep
        self._ear, self._mouth = socket.socketpair()
        self._answered, self._asked = True, 0.0
        self._numbers: frozenset[int] = frozenset()

    def listen(self, names: tuple[str, ...]) -> None:
        """Hear these signals from now on; to be called in the main thread."""
        self._numbers = frozenset(int(getattr(signal, name)) for name in names if hasattr(signal, name))
        for end in (self._ear, self._mouth):
            end.setblocking(False)
        for number in self._numbers:
            # The interpreter tells the number to the other end before it comes to call anything.
            signal.signal(number, lambda *_: None)
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        self.start()

    def run(self) -> None:
        """Listen, and ask the loop from time to time whether it is there."""
        while True:
            try:
                ready = select.select([self._ear], [], [], LOOK_S)[0]
                told = self._ear.recv(64) if ready else b""
            except OSError:
                return
            for number in self._numbers.intersection(told):
                self._heard(number)
            if not self._there():
                self._keep()

    def _there(self) -> bool:
        """Whether the loop goes on, as far as one can tell."""
        now = time.monotonic()
        if self._answered:
            self._answered, self._asked = False, now
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._answer)
        return now - self._asked < STILL_S

    def _answer(self) -> None:
        self._answered = True
