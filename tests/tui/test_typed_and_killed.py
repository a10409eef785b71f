"""Text typed two seconds ago outlives the process, whatever ends it: a kill, a signal, a closed terminal."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from shortlist.store.drafts import read_draft
from shortlist.store.locking import LOCK, state_folder
from shortlist.store.places import Places
from shortlist.store.workspaces import Store, load
from tests.tui.terminal import Terminal, open_application

FORKING = threading.Lock()
LONG = pytest.mark.long


def typed(data: Path, by_path: bool, before: str = "") -> tuple[Terminal, Path]:
    """An application on a workspace or on a file by its path, in whose title a Q was typed that the screen shows."""
    store = Store(Places(data, data / "state"))
    path = store.duplicate("support-assistant-worked", "worked").path
    if by_path:
        path = path.rename(data / "mine.toml")
    with FORKING:
        terminal = open_application(data, str(path), before=before)
    terminal.wait_for("a month.", 60)
    terminal.read(0.5)
    terminal.type(b"\r")
    terminal.read(0.3)
    terminal.type(b"Q")
    terminal.wait_for("unsaved", 60)
    return terminal, path


def survived(data: Path, path: Path) -> bool:
    """Whether the Q is in the file, or in a draft beside it that reads."""
    kept = [load(path).workspace.title]
    kept += [read_draft(draft).workspace.title for draft in state_folder(data / "state", path).glob("draft*.toml")]
    return any(title.endswith("Q") for title in kept)


def killed(data: Path, number: int) -> None:
    """SIGKILL two seconds after the key; every other time the file was opened by its path."""
    terminal, path = typed(data, by_path=bool(number % 2))
    end = time.monotonic() + 2.0
    while (left := end - time.monotonic()) > 0:
        terminal.read(left)
    terminal.signal(signal.SIGKILL)
    assert terminal.exit_code(60) == -signal.SIGKILL
    os.close(terminal.master)
    assert survived(data, path)


def signalled(number: signal.Signals, code: int) -> Callable[[Path, int], None]:
    """A signal at once after the key: nothing at all is lost, and the terminal is the user's again."""

    def one(data: Path, turn: int) -> None:
        terminal, path = typed(data, by_path=bool(turn % 2))
        terminal.signal(number)
        assert terminal.exit_code(60) == code
        assert b"\x1b[?1049l" in terminal.output
        os.close(terminal.master)
        assert survived(data, path)

    return one


def closed(data: Path, number: int) -> None:
    """The window is closed at once after the key."""
    terminal, path = typed(data, by_path=bool(number % 2))
    terminal.close()
    terminal.read = lambda seconds: None  # type: ignore[method-assign]
    assert terminal.exit_code(60) == 129
    assert survived(data, path)


def test_a_save_that_cannot_be_waited_for_leaves_a_draft(tmp_path: Path) -> None:
    """Another process holds the lock for longer than a signal waits: the process ends, and the text is a draft."""
    terminal, path = typed(
        tmp_path, False, "import shortlist.tui.app.signals\nshortlist.tui.app.signals.PATIENCE_S = 0.6\n"
    )
    with FileLock(state_folder(tmp_path / "state", path) / LOCK):
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_code(60) == 143
    os.close(terminal.master)
    assert not load(path).workspace.title.endswith("Q")
    assert survived(tmp_path, path)


SLOW = """
import time
from textual.drivers.linux_driver import LinuxDriver
LinuxDriver.disable_input = lambda self: time.sleep(30)
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_terminal_that_is_left_slowly_is_the_users_again(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """The end comes before the driver has left the screen: the terminal is given back all the same."""
    terminal, path = typed(tmp_path, False, SLOW)
    terminal.signal(number)
    assert terminal.exit_code(60) == code
    assert terminal.output.count(b"\x1b[?1049l") == 1
    os.close(terminal.master)
    assert survived(tmp_path, path)


DEFECT = """
from shortlist.tui.frame.workspace import WorkspaceScreen
def broken(self):
    raise RuntimeError("broken")
WorkspaceScreen.action_redo = broken
"""


def crashed(data: Path, number: int) -> None:
    """A defect of the program at once after the key: short words, and what became of the text."""
    terminal, path = typed(data, bool(number % 2), DEFECT)
    terminal.type(b"\x1b")
    terminal.read(0.3)
    terminal.type(b"\x19")
    assert terminal.exit_code(60) == 70
    said = terminal.output.rpartition(b"\x1b[?1049l")[2]
    assert (b"kept as a draft" if number % 2 else b"Everything was saved") in said
    os.close(terminal.master)
    assert survived(data, path)


ENDINGS = {
    "KILL": killed,
    "TERM": signalled(signal.SIGTERM, 143),
    "HUP": signalled(signal.SIGHUP, 129),
    "closed": closed,
    "crash": crashed,
}


COUNTS = {"KILL": 50, "TERM": 50, "HUP": 50, "closed": 10, "crash": 10}


@pytest.mark.walk
@pytest.mark.parametrize(
    ("ending", "count"),
    [*((ending, 1) for ending in ENDINGS), *(pytest.param(*item, marks=LONG) for item in COUNTS.items())],
)
def test_what_was_typed_is_there_afterwards(tmp_path: Path, ending: str, count: int) -> None:
    """Each time in the file or in a draft that is offered; three at a time. A file opened by its path goes first."""
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda turn: ENDINGS[ending](tmp_path / str(turn), turn), range(1, count + 1)))
