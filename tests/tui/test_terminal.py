"""What only a real terminal shows: bytes, signals, exit codes."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from shortlist.tui import PAINTS_PER_S
from tests.tui.conftest import hostile
from tests.tui.terminal import Terminal, open_application

READY = "a month."


def edited(data: Path) -> Terminal:
    """An application in which a field is being edited, not saved yet."""
    terminal = open_application(data, "support-assistant-worked")
    terminal.wait_for(READY)
    terminal.read(0.3)
    terminal.type(b"\r")
    terminal.read(0.2)
    terminal.type(b"Q")
    terminal.wait_for("unsaved")
    return terminal


def title_in(data: Path) -> str:
    """The title on disk."""
    (path,) = (data / "workspaces").glob("*.toml")
    return path.read_text("utf-8").split("\n")[1]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_saves_and_restores_the_terminal(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """What was typed is on disk, the screen is the user's again, and the exit code names the signal."""
    terminal = edited(tmp_path)
    terminal.signal(number)
    assert terminal.exit_code() == code
    assert b"\x1b[?1049l" in terminal.output
    assert title_in(tmp_path).endswith('Q"')


def test_a_closed_terminal_saves(tmp_path: Path) -> None:
    """The window is closed: what was typed is on disk, and the process ends."""
    terminal = edited(tmp_path)
    terminal.close()
    terminal.read = lambda seconds: None
    assert terminal.exit_code() == 129
    assert title_in(tmp_path).endswith('Q"')


def test_bytes_that_are_no_text_end_nothing(tmp_path: Path) -> None:
    """Invalid UTF-8 on the keyboard's line is skipped; quitting saves, and ends with 0."""
    terminal = edited(tmp_path)
    terminal.type(b"\xff\xfe")
    terminal.read(0.3)
    terminal.type(b"\x11")
    assert terminal.exit_code() == 0
    assert "Q" in title_in(tmp_path)


IMPOSSIBLE = [
    b"\x1b[1114112u",
    b"\x1b[99999999999u",
    b"\x1b[55296u",
    b"\x1b[1;999999999999A",
    b"\x1b[0;0;1114112u",
]


def test_keys_that_no_keyboard_has_end_nothing(tmp_path: Path) -> None:
    """Characters beyond the last one, surrogates, numbers without end: they are skipped, and the next key counts."""
    terminal = edited(tmp_path)
    for keys in IMPOSSIBLE:
        terminal.type(keys)
        terminal.read(0.2)
    terminal.type(b"Z")
    terminal.read(0.3)
    terminal.type(b"\x11")
    assert terminal.exit_code() == 0
    assert title_in(tmp_path).endswith('QZ"')


def test_a_name_that_is_not_there_ends_with_a_message(tmp_path: Path) -> None:
    """Bad input: exit 2, one line after the terminal is restored."""
    terminal = open_application(tmp_path, "no-such-thing")
    assert terminal.exit_code() == 2
    assert b"no workspace or scenario named" in terminal.output.rpartition(b"\x1b[?1049l")[2]


def test_a_defect_ends_with_70_and_few_words(tmp_path: Path) -> None:
    """A handler that raises: no traceback with the user's texts, the edit saved, exit 70."""
    broken = (
        "from shortlist.tui.frame.workspace import WorkspaceScreen\n"
        "def action_undo(self):\n    secret = 'the ' + 'secret'\n    raise RuntimeError('broken')\n"
        "WorkspaceScreen.action_redo = action_undo\n"
    )
    terminal = open_application(tmp_path, "support-assistant-worked", before=broken)
    terminal.wait_for(READY)
    terminal.type(b"\r")
    terminal.read(0.3)
    terminal.type(b"Q")
    terminal.wait_for("unsaved")
    terminal.type(b"\x1b")
    terminal.read(0.3)
    terminal.type(b"\x19")
    assert terminal.exit_code() == 70
    said = terminal.output.rpartition(b"\x1b[?1049l")[2]
    assert b"made a mistake" in said and b"the secret" not in terminal.output and b"Traceback" not in said
    assert title_in(tmp_path).endswith('Q"')


STEERING = re.compile(rb"\x1b\](?!22;)|\xc2[\x80-\x9f]|\x00|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\x1b\\")


def steering_bytes(data: Path, keys: str, before: str = "") -> list[bytes]:
    """What goes out that steers a terminal, while keys are pressed on a workspace full of hostile texts."""
    name = str(Store(Places(data, data / "state")).create(hostile()).path)
    terminal = open_application(data, name, before=before)
    terminal.wait_for("Walkthrough")
    for key in keys:
        terminal.read(0.12)
        terminal.type(key.encode())
    terminal.read(0.5)
    terminal.type(b"\x11")
    assert terminal.exit_code() == 0
    return STEERING.findall(terminal.output)


def test_no_text_steers_the_terminal(tmp_path: Path) -> None:
    """Every tab with hostile texts: no title is set, no clipboard, no C1 and no mark of direction goes out."""
    assert steering_bytes(tmp_path, "2v34v5vW\x1bo") == []


WITHOUT_CLEANING = """
import shortlist.sanitising
shortlist.sanitising.shown = shortlist.sanitising.shown_lines = lambda text: text
"""
WITHOUT_FILTER = """
from shortlist.tui.draw.line_filter import ControlFilter
ControlFilter.apply = lambda self, segments, background: segments
"""


def test_either_defence_is_enough_and_one_is_needed(tmp_path: Path) -> None:
    """The filter alone holds back what is not cleaned; without both the same keys send steering bytes."""
    assert steering_bytes(tmp_path / "one", "25v", WITHOUT_CLEANING) == []
    assert steering_bytes(tmp_path / "both", "25v", WITHOUT_CLEANING + WITHOUT_FILTER)


def greys(output: bytes) -> list[bool]:
    """Of every colour that was painted, whether it is a grey."""
    return [len(set(one)) == 1 for one in re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)[;m]", output)]


def test_without_colour_everything_is_grey(tmp_path: Path) -> None:
    """NO_COLOR leaves shades of grey and no colour; what the colours said stands in words and signs."""
    grey = "import os; os.environ['NO_COLOR'] = '1'\n"
    with open_application(tmp_path, "support-assistant-worked", grey) as terminal:
        terminal.wait_for(READY)
        terminal.type(b"2")
        terminal.wait_for("weight")
        assert greys(terminal.output) and all(greys(terminal.output))
    with open_application(tmp_path, "support-assistant-worked") as coloured:
        coloured.wait_for(READY)
        assert not all(greys(coloured.output)), "otherwise the test could not fail"


AT_THE_END = """
import atexit, pathlib, sys
atexit.register(
    lambda: pathlib.Path(sys.argv[1], "paints").write_text(str(sys.modules["textual.constants"].MAX_FPS))
)
"""


def test_a_paint_waits_for_the_one_before_it_no_longer_than_a_key_takes(tmp_path: Path) -> None:
    """Textual reads how often it may paint when it is imported, so that is said before."""
    with open_application(tmp_path, before=AT_THE_END) as terminal:
        terminal.wait_for("exercise")
        terminal.type(b"\x11")
        assert terminal.exit_code() == 0
    assert (tmp_path / "paints").read_text() == str(PAINTS_PER_S)
