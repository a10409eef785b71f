"""A terminal that does not read, and a loop that stands still, stop neither what is typed, nor drafts, nor signals."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from shortlist.store.locking import state_folder
from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from shortlist.tui.app.terminal_writer import FRAME_BEGINS, FRAME_ENDS, MOST, TerminalWriter
from tests.tui.terminal import Terminal, open_application

WORD = "Typedintothewall"


def at_a_section(data: Path, before: str = "") -> tuple[Terminal, Path]:
    """An application on a file by its path, which is saved on request alone, with a section being written."""
    path = Store(Places(data, data / "state")).duplicate("support-assistant-worked", "worked").path
    path = path.rename(data / "mine.toml")
    terminal = open_application(data, str(path), before, width=200, height=60)
    terminal.wait_for("a month.", 60)
    terminal.read(0.5)
    terminal.type(b"5")
    terminal.wait_for("This record")
    terminal.type(b"Gk")
    terminal.wait_for("What can still go wrong")
    terminal.type(b"\r")
    terminal.wait_for("next place")
    terminal.read(0.3)
    return terminal, path


def kept(data: Path, path: Path) -> bool:
    """Whether the word is in a draft."""
    folder = state_folder(data / "state", path)
    return any(WORD in draft.read_text("utf-8") for draft in folder.glob("draft*.toml"))


def wait_until_kept(data: Path, path: Path) -> None:
    """Until the word is in a draft; nothing is read from the terminal meanwhile."""
    until = time.monotonic() + 30
    while not kept(data, path):
        assert time.monotonic() < until, "what was typed is nowhere"
        time.sleep(0.05)


def type_into_the_wall(terminal: Terminal, times: int = 100) -> None:
    """More than a terminal's buffer and any queue of texts hold, each key drawn by itself; then the word."""
    for _ in range(times):
        terminal.type(b"ab ")
        time.sleep(0.03)
    terminal.type(WORD.encode())


@pytest.mark.walk
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_terminal_that_does_not_read_stops_nothing(tmp_path: Path, number: signal.Signals) -> None:
    """What was typed against it is a draft soon, and a signal ends the application."""
    terminal, path = at_a_section(tmp_path)
    with terminal:
        type_into_the_wall(terminal)
        wait_until_kept(tmp_path, path)
        terminal.signal(number)
        terminal.read = lambda seconds: time.sleep(seconds)  # type: ignore[method-assign]
        assert terminal.exit_code(60) == (-number if number == signal.SIGKILL else 128 + number)
        assert kept(tmp_path, path)
    os.close(terminal.master)


def screens(terminal: Terminal) -> list[str]:
    """What was drawn, from one beginning at the first cell to the next."""
    return terminal.output.decode("utf-8", "replace").split("\x1b[1;1H")


@pytest.mark.walk
def test_a_terminal_that_reads_again_shows_all(tmp_path: Path) -> None:
    """What was left out is drawn anew."""
    # On a busy machine several keys share a screen: the queue is so short that some is left out all the same.
    little = "import shortlist.tui.app.terminal_writer as writer; writer.MOST = 50_000\n"
    terminal, path = at_a_section(tmp_path, little)
    with terminal:
        type_into_the_wall(terminal, 400)
        wait_until_kept(tmp_path, path)
        terminal.output = b""
        terminal.wait_for(WORD[-4:])
        # The word was typed last: the screen that holds it is one drawn anew. After it a single line may follow.
        shown = ("What can still go wrong", "Scenario", "Record", WORD)
        end = time.monotonic() + 30
        while not any(all(told in screen for told in shown) for screen in screens(terminal)):
            assert time.monotonic() < end, [len(screen) for screen in screens(terminal)]
            terminal.read(0.5)
    os.close(terminal.master)


STANDING = """
import time
from shortlist.tui.frame.workspace import WorkspaceScreen
def stand(self):
    open(DATA + "/stands", "w").close()
    while True:
        time.sleep(0.01)
WorkspaceScreen.action_redo = stand
"""


@pytest.mark.walk
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_loop_that_stands_still_stops_nothing(tmp_path: Path, number: signal.Signals) -> None:
    """It never goes on: what was typed before is a draft soon, a signal ends the process, the terminal is restored."""
    quick = "import shortlist.tui.app.signals\nshortlist.tui.app.signals.PATIENCE_S = 0.6\n"
    terminal, path = at_a_section(tmp_path, f"DATA = {str(tmp_path)!r}{STANDING}{quick}")
    with terminal:
        terminal.type(WORD.encode() + b"\x19")
        until = time.monotonic() + 20
        while not (tmp_path / "stands").exists() and time.monotonic() < until:
            terminal.read(0.02)
        wait_until_kept(tmp_path, path)
        terminal.signal(number)
        assert terminal.exit_code(60) == (-number if number == signal.SIGKILL else 128 + number)
        assert number == signal.SIGKILL or b"\x1b[?1049l" in terminal.output
        assert kept(tmp_path, path)
    os.close(terminal.master)


class Wall(io.StringIO):
    """A terminal that reads when it is told to."""

    def __init__(self, fails: bool = False) -> None:
        super().__init__()
        self.reads, self.fails = threading.Event(), fails

    def write(self, text: str) -> int:
        self.reads.wait()
        if self.fails:
            raise OSError(5, "the terminal has gone")
        return super().write(text)


def frame(number: int) -> str:
    """A frame of a few thousand characters with a name."""
    return f"<{number}>" + "x" * 5000


def test_what_waits_for_a_terminal_is_bounded_and_left_out_as_wholes() -> None:
    """Frames with their marks, and all of them from the first; it is told once that they must be drawn anew."""
    wall, told = Wall(), threading.Event()
    writer = TerminalWriter(wall, told.set)
    writer.start()
    for number in range(1000):
        for text in (FRAME_BEGINS, frame(number), FRAME_ENDS):
            writer.write(text)
    writer.write("\x1b[?1049l")
    assert not told.is_set()
    wall.reads.set()
    assert told.wait(20)
    writer.write("the end")
    writer.stop()
    writer.write("into nothing")
    written = wall.getvalue()
    assert MOST <= len(written) < MOST + 20_000
    assert written.count(FRAME_BEGINS) == written.count(FRAME_ENDS) == written.count("<")
    assert written.endswith("\x1b[?1049lthe end")


def test_nothing_is_waited_for_where_the_terminal_has_gone() -> None:
    """Nor is anything kept for it; to end does not wait either."""
    wall = Wall(fails=True)
    writer = TerminalWriter(wall, lambda: None)
    writer.start()
    writer.write("a")
    wall.reads.set()
    writer.join(20)
    for number in range(1000):
        writer.write(frame(number))
    writer.stop()
    assert writer._texts.qsize() <= 1
