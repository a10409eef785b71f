"""What is written to the terminal, beside the loop: a terminal that does not read holds nothing up.

Textual's own writer takes thirty texts, and then the application stands still until the terminal has read one. Here
what a terminal that stands still would have to catch up with is left out, and all of it is drawn anew once it reads.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import IO

MOST = 500_000
"""Characters that wait for the terminal; from then on frames are left out."""
SHORT = 64
"""Characters of a text that steers the terminal, which is kept for a while longer."""
FRAME_BEGINS, FRAME_ENDS = "\x1b[?2026h", "\x1b[?2026l"


class TerminalWriter(threading.Thread):
    """Writes texts in their order; `caught_up` is called where some were left out and the terminal reads again."""

    def __init__(self, file: IO[str], caught_up: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="terminal-output")
        self._file, self._caught_up = file, caught_up
        self._texts: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._waiting = 0
        """Characters that were given and are not written yet."""
        self._leaves_frame_out = False
        self._left_out = False
        """Whether what is on the terminal is not what was drawn."""
        self._ended = False

    def write(self, text: str) -> None:
        """Write a text, sooner or later; never waits."""
        with self._lock:
            if self._ended or self._left(text):
                return
            self._waiting += len(text)
        self._texts.put(text)

    def _left(self, text: str) -> bool:
        """Whether a text is left out; a frame is so as a whole, marks included."""
        if text == FRAME_BEGINS:
            self._leaves_frame_out = self._waiting > MOST
        most = MOST if len(text) > SHORT else 2 * MOST
        left = self._leaves_frame_out or self._waiting > most
        if text == FRAME_ENDS:
            self._leaves_frame_out = False
        self._left_out = self._left_out or left
        return left

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file.fileno()

    def flush(self) -> None:
        """Done after the last text that waits."""

    def run(self) -> None:
        """Write what comes until the end, or until the terminal has gone."""
        try:
            while (text := self._texts.get()) is not None:
                self._file.write(text)
                if self._texts.empty():
                    self._file.flush()
                self._written(text)
            self._file.flush()
        except (OSError, ValueError):
            pass
        with self._lock:
            self._ended = True

    def _written(self, text: str) -> None:
        with self._lock:
            self._waiting -= len(text)
            anew = self._left_out and not self._waiting
            self._left_out = self._left_out and not anew
        if anew:
            self._caught_up()

    def stop(self) -> None:
        """Write the rest, and end; waits for a terminal that does not read. What is written after that goes nowhere."""
        self._texts.put(None)
        self.join()
