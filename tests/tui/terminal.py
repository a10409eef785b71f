"""A pseudo-terminal with the real application in it, for what only a terminal shows: bytes, signals, exit codes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
START = """
import datetime, gc, pathlib, sys
gc.disable()
from shortlist.plugins import leave_out_plugins
leave_out_plugins()  # as the command does
from shortlist.store.places import Places
from shortlist.tui import run
data = pathlib.Path(sys.argv[1])
sys.exit(run(Places(data, data / "state"), sys.argv[2] or None, datetime.date(2026, 11, 22)))
"""


class Terminal:
    """A child process in a terminal of a given size."""

    def __init__(self, arguments: list[str], width: int = 100, height: int = 30, **environment: str) -> None:
        variables = {
            **os.environ,
            "PYTHONPATH": str(SOURCE),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            **environment,
        }
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
            os.execve(sys.executable, [sys.executable, *arguments], variables)
        self.output = b""
        self.started = time.perf_counter()

    def read(self, seconds: float) -> None:
        """Take what comes within a time."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0 and self.read_some(left):
            pass

    def read_some(self, seconds: float) -> bool:
        """Take what comes next, waiting for it at most so long; False where nothing came."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.output += data
        return bool(data)

    def wait_for(self, text: str, seconds: float = 20) -> float:
        """Read until a text appears; how long that took since the start.

        A machine that stands still for so long has not tried: ten looks a second are part of it.
        """
        wanted, end, looks = text.encode(), time.perf_counter() + seconds, 0
        while wanted not in self.output:
            failed = time.perf_counter() >= end and looks >= 10 * seconds
            assert not failed, f"{text!r} did not appear in {self.output[-2000:]!r}"
            self.read(0.02)
            looks += 1
        return time.perf_counter() - self.started

    def type(self, data: bytes) -> None:
        """Send keys."""
        os.write(self.master, data)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the child."""
        os.kill(self.pid, number)

    def exit_code(self, seconds: float = 20) -> int:
        """Wait for the end; a negative number for a signal that was not answered."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                with suppress(OSError):  # closed before
                    while self.read_some(0):  # what it wrote at last
                        pass
                return os.waitstatus_to_exitcode(status)
            self.read(0.05)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError(f"it did not end: {self.output[-2000:]!r}")

    def close(self) -> None:
        """Take the terminal away, as closing its window does."""
        os.close(self.master)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        """End the child, if it has not ended by itself."""
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def open_application(data: Path, name: str = "", before: str = "", **options: int) -> Terminal:
    """The application on a data directory, after some lines of Python."""
    return Terminal(["-c", before + START, str(data), name], **options)  # type: ignore[arg-type]
