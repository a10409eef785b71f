"""The record in a real terminal: the user's own editor has it for a while; what is typed is soon on disk."""

from __future__ import annotations

import shlex
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal, open_application

EDITOR = """
import os, pathlib, signal, sys
print("EDITOR HAS THE TERMINAL", flush=True)
path = pathlib.Path(sys.argv[-1])


def rescue(number, frame):
    path.with_name("section.md.save").write_text("half a line", "utf-8")
    sys.exit(1)


signal.signal(signal.SIGHUP, rescue)
signal.signal(signal.SIGTERM, rescue)
while True:
    try:
        line = sys.stdin.readline()
    except OSError:
        line = ""
    if not line:
        rescue(0, None)
    answer = line.strip()
    if answer == "fail":
        sys.exit(4)
    if answer == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if answer == "latin":
        path.write_bytes("na\u00efve".encode("latin-1"))
        sys.exit(0)
    path.write_text(path.read_text("utf-8") + answer.removesuffix("…"), "utf-8")
    print("SAVED " + answer, flush=True)
    if not answer.endswith("…"):
        sys.exit(0)
"""


def at_risks(data: Path, visual: str = "", name: str = "") -> Terminal:
    """The worked example, or what of it is there already, with the cursor on its risks."""
    before = f"import os; os.environ['VISUAL'] = {visual!r}\n" if visual else ""
    there = [path.stem for path in (data / "workspaces").glob("*.toml")]
    terminal = open_application(data, name or next(iter(there), "support-assistant-worked"), before)
    terminal.wait_for("a month")
    terminal.read(0.3)
    terminal.type(b"5")
    terminal.wait_for("This record")
    terminal.type(b"Gk")
    terminal.wait_for("What can still go wrong")
    return terminal


def prose(data: Path) -> str:
    """What is on disk."""
    (saved,) = (data / "workspaces").glob("*.toml")
    return saved.read_text("utf-8")


def editor(tmp_path: Path) -> str:
    """The command of an editor that does what it is told on its input; `…` goes on after saving."""
    script = tmp_path / "my editor.py"
    script.write_text(EDITOR, "utf-8")
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} --wait"


def lent(data: Path) -> list[str]:
    """What lies on the disk of texts that the editor had: their names and what they hold."""
    found = sorted((data / "state").glob("*/lent/*/*section.md*"))
    return [f"{path.name}: {path.read_bytes().decode('latin-1')[-15:]}" for path in found]


def to_editor(terminal: Terminal) -> None:
    """Give the section to the editor."""
    terminal.output = b""
    terminal.type(b"E")
    terminal.wait_for("EDITOR HAS THE TERMINAL")


def test_the_own_editor_has_the_terminal_and_gives_it_back(tmp_path: Path) -> None:
    """What it saved is taken over; Ctrl+C there ends the editor alone; a failure leaves the words as they were."""
    with at_risks(tmp_path / "data", editor(tmp_path)) as terminal:
        terminal.type(b"E")
        terminal.wait_for("EDITOR HAS THE TERMINAL")
        terminal.type(b"written outside\n")
        terminal.wait_for("Taken over")
        terminal.read(0.5)
        for keys, told in ((b"fail\n", "with 4"), (b"\x03", "as it was")):
            terminal.output = b""
            terminal.type(b"E")
            terminal.wait_for("EDITOR HAS THE TERMINAL")
            terminal.type(keys)
            terminal.wait_for(told)
            terminal.read(0.5)
        terminal.type(b"\x11")
        assert terminal.exit_code() == 0
    assert prose(tmp_path / "data").count("written outside") == 1
    assert lent(tmp_path / "data") == []


@pytest.mark.walk
@pytest.mark.parametrize(
    ("keys", "told", "kept"),
    [
        (b"fail\n", "with 4", "saved first"),
        (b"die\n", "signal 9", "saved first"),
        (b"latin\n", "no UTF-8", "na\u00efve"),
    ],
    ids=["exit", "killed", "encoding"],
)
def test_what_the_editor_saved_outlives_how_it_ended(tmp_path: Path, keys: bytes, told: str, kept: str) -> None:
    """An exit code, a kill, another encoding: the section is as it was, the text is kept, and E opens it again."""
    data = tmp_path / "data"
    with at_risks(data, editor(tmp_path)) as terminal:
        to_editor(terminal)
        terminal.type("saved first…\n".encode())
        terminal.wait_for("SAVED")
        terminal.type(keys)
        terminal.wait_for(told)
        terminal.wait_for("kept")
        terminal.read(0.5)
        (before,) = lent(data)
        assert before.endswith(kept)
        if told != "no UTF-8":
            to_editor(terminal)
            terminal.type(b", and more\n")
            terminal.wait_for("Taken over")
            terminal.type(b"\x11")
            assert terminal.exit_code() == 0
            assert "saved first, and more" in prose(data) and lent(data) == []


@pytest.mark.walk
@pytest.mark.parametrize("ending", ["TERM", "HUP", "closed", "KILL"])
def test_what_the_editor_has_survives_the_end(tmp_path: Path, ending: str) -> None:
    """A signal ends both, a closed terminal too; a kill leaves the editor. What it saved, and rescued, is offered."""
    data = tmp_path / "data"
    terminal = at_risks(data, editor(tmp_path))
    to_editor(terminal)
    terminal.type("saved first…\n".encode())
    terminal.wait_for("SAVED")
    if ending == "closed":
        terminal.close()
        terminal.read = lambda seconds: None  # type: ignore[method-assign]
    else:
        terminal.signal(signal.Signals[f"SIG{ending}"])
    assert terminal.exit_code() == {"TERM": 143, "HUP": 129, "closed": 129, "KILL": -9}[ending]
    if ending == "KILL":
        terminal.close()  # which ends the editor
    found, until = lent(data), time.monotonic() + 20
    while len(found) < 2 and time.monotonic() < until:
        time.sleep(0.05)
        found = lent(data)
    assert [one.split(":")[0] for one in found] == ["section.md", "section.md.save"]
    assert "saved first" in found[0] and "saved first" not in prose(data)
    with open_application(data, next((data / "workspaces").glob("*.toml")).stem) as again:
        again.wait_for("Recover it")
        again.read(1.5)
        assert b"left a rescue file as well" in again.output
        again.type(b"\r")
        again.wait_for("unsaved")
        again.read(1.5)
        again.type(b"\x11")
        assert again.exit_code() == 0
    assert "saved first" in prose(data) and lent(data) == []


def test_drafts_are_kept_while_the_editor_has_the_terminal(tmp_path: Path) -> None:
    """The loop lives on: a file that was opened by its path is not saved by itself, and what was typed is a draft."""
    data = tmp_path / "data"
    with at_risks(data, editor(tmp_path)) as first:
        first.type(b"\x11")
        assert first.exit_code() == 0
    (path,) = (data / "workspaces").glob("*.toml")
    mine = path.rename(tmp_path / "mine.toml")
    with at_risks(data, editor(tmp_path), str(mine)) as terminal:
        terminal.type(b"\r")
        terminal.wait_for("next place")
        terminal.type(b"Firstwords\x0f")
        terminal.wait_for("EDITOR HAS THE TERMINAL")
        drafts = data / "state"
        until = time.monotonic() + 20
        while not any("Firstwords" in one.read_text() for one in drafts.glob("*/draft*.toml")):
            assert time.monotonic() < until
            time.sleep(0.05)
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_code() == 143
        assert b"kept as a draft" in terminal.output


def test_what_was_typed_is_saved_while_one_types_on(tmp_path: Path) -> None:
    """No pause is waited for: words are on disk soon, and stay there when the process is killed."""
    with at_risks(tmp_path) as terminal:
        terminal.type(b"\r")
        terminal.wait_for("next place")
        terminal.type(b"Firstwords")
        for _ in range(100):
            terminal.type(b"x")
            terminal.read(0.1)
            if "Firstwords" in prose(tmp_path):
                break
        terminal.type(b"y")
        terminal.signal(signal.SIGKILL)
        assert terminal.exit_code() == -signal.SIGKILL
    assert "Firstwords" in prose(tmp_path)
