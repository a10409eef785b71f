"""The user's own editor: what it saves is taken over to the byte; whatever goes wrong leaves the text as it was."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from shortlist.tui.screens.record.external_editor import NotEdited, edited_outside, editor_command

TEXT = "One\r\ntwo\u2028three\n\tfour"


def program(tmp_path: Path, body: str) -> list[str]:
    """An editor that does something with the file, and takes an argument of two words before it."""
    script = tmp_path / "my editor.py"
    script.write_text(f"import sys, os, pathlib\npath = pathlib.Path(sys.argv[-1])\n{body}\n", "utf-8")
    return [sys.executable, str(script), "--wait for it"]


def test_what_was_saved_is_taken_over(tmp_path: Path) -> None:
    """Byte by byte, with every line end that was there; the file is private and gone afterwards."""
    body = "assert path.stat().st_mode & 0o77 == 0 or os.name == 'nt' or path.parent.stat().st_mode & 0o77 == 0\n"
    body += "assert sys.argv[1] == '--wait for it'\n"
    body += f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(str(path))\n"
    body += "path.write_bytes(path.read_bytes() + 'é\\n'.encode())"
    assert edited_outside(TEXT, program(tmp_path, body)) == f"{TEXT}é"
    assert not Path((tmp_path / "seen").read_text()).exists()


@pytest.mark.parametrize("text", ["", TEXT, f"{TEXT}\n"])
def test_nothing_changed_is_nothing_changed(tmp_path: Path, text: str) -> None:
    """An editor that only looks, or that ends the last line as many do."""
    assert edited_outside(text, program(tmp_path, "")) == text
    assert (
        edited_outside(text, program(tmp_path, "path.write_bytes(path.read_bytes().rstrip(b'\\n') + b'\\n')")) == text
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("sys.exit(3)", "ended with 3"),
        ("os.kill(os.getpid(), 15)", "signal 15"),
        ("path.unlink()", "is gone"),
        ("path.write_bytes(b'ab\\xff')", "no UTF-8 text, at byte 3"),
        ("path.write_bytes(b'a\\x00b')", "NUL"),
        ("path.write_bytes(b'a' * 9_000_000)", "more than a workspace can hold"),
        ("path.unlink(); path.mkdir()", "cannot be read"),
        ("path.unlink(); os.mkfifo(path)", "no file"),
        ("path.unlink(); path.symlink_to('/dev/zero')", "no file"),
    ],
)
def test_what_goes_wrong_leaves_the_text(tmp_path: Path, body: str, told: str) -> None:
    """Each with a plain sentence that says so."""
    with pytest.raises(NotEdited, match=told) as error:
        edited_outside(TEXT, program(tmp_path, body))
    assert str(error.value).endswith("The text is as it was.")


def test_a_missing_editor_is_told(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(NotEdited, match=r"no-such-editor cannot be started: no such file"):
        edited_outside(TEXT, ["no-such-editor"])


def test_the_editor_is_named_by_the_environment() -> None:
    """VISUAL before EDITOR; arguments may be quoted; none set, or one that cannot be read, says what to do."""
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_command({"VISUAL": " ", "EDITOR": "'/opt/my editor/ed' -n"}) == ["/opt/my editor/ed", "-n"]
    with pytest.raises(NotEdited, match="set VISUAL or EDITOR"):
        editor_command({})
    with pytest.raises(NotEdited, match="EDITOR cannot be read as a command"):
        editor_command({"EDITOR": "vi 'open"})
