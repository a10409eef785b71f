"""The record in a real terminal: the user's own editor has it for a while; what is typed is soon on disk."""

from __future__ import annotations

import shlex
import signal
import sys
from pathlib import Path

from tests.tui.terminal import Terminal, open_application

EDITOR = """
import pathlib, signal, sys
print("EDITOR HAS THE TERMINAL", flush=True)
answer = sys.stdin.readline().strip()
if answer == "fail":
    sys.exit(4)
path = pathlib.Path(sys.argv[-1])
path.write_text(path.read_text("utf-8") + answer, "utf-8")
"""


def at_risks(data: Path, monkeypatch_editor: str = "") -> Terminal:
    """The worked example, with the cursor on its risks."""
    before = f"import os; os.environ['VISUAL'] = {monkeypatch_editor!r}\n" if monkeypatch_editor else ""
    terminal = open_application(data, "support-assistant-worked", before)
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


def test_the_own_editor_has_the_terminal_and_gives_it_back(tmp_path: Path) -> None:
    """What it saved is taken over; Ctrl+C there ends the editor alone; a failure leaves the words as they were."""
    script = tmp_path / "my editor.py"
    script.write_text(EDITOR, "utf-8")
    with at_risks(tmp_path / "data", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} --wait") as terminal:
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
