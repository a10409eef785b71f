"""The user's own editor: what it saves is taken over to the byte; what goes wrong loses neither text."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shortlist.store.lent_texts import LentText, left_texts, lend
from shortlist.tui.session.lent_texts import LentTexts
from shortlist.tui.session.own_editor import NotEdited, editor_command, text_saved

TEXT = "One\r\ntwo\u2028three\n\tfour"


def edited(tmp_path: Path, body: str, text: str = TEXT) -> LentText:
    """A text after a program has done something with its file."""
    lent = lend(tmp_path / "state" / "key", "risks", text)
    code = f"import sys, os, pathlib\npath = pathlib.Path(sys.argv[-1])\n{body}\n"
    subprocess.run([sys.executable, "-c", code, str(lent.file)], check=False)
    return lent


def test_what_was_saved_is_taken_over(tmp_path: Path) -> None:
    """Byte by byte, with every line end that was there; the file is private and, once it was taken over, gone."""
    lent = edited(tmp_path, "path.write_bytes(path.read_bytes() + 'é\\n'.encode())")
    assert text_saved(lent) == f"{TEXT}é"
    assert stat.S_IMODE(lent.folder.stat().st_mode) == 0o700 and stat.S_IMODE(lent.file.stat().st_mode) == 0o600
    LentTexts(lambda: None).done(lent)
    assert not lent.folder.exists()


@pytest.mark.parametrize("text", ["", TEXT, f"{TEXT}\n"])
def test_nothing_changed_is_nothing_changed(tmp_path: Path, text: str) -> None:
    """An editor that only looks, or that ends the last line as many do."""
    assert text_saved(edited(tmp_path, "", text)) == text
    body = "path.write_bytes(path.read_bytes().rstrip(b'\\n') + b'\\n')"
    assert text_saved(edited(tmp_path, body, text)) == text


@pytest.mark.parametrize(
    ("body", "told", "something"),
    [
        ("path.unlink()", "is gone", False),
        ("path.write_bytes(b'ab\\xff')", "no UTF-8 text, at byte 3", True),
        ("path.write_bytes('mögen'.encode('utf-16'))", "no UTF-8 text, at byte 1", True),
        ("path.write_bytes(b'a\\x00b')", "NUL", True),
        ("path.write_bytes(b'a' * 9_000_000)", "more than a workspace can hold", True),
        ("path.unlink(); path.mkdir()", "cannot be read", True),
        ("path.unlink(); os.mkfifo(path)", "no file", True),
        ("path.unlink(); path.symlink_to('/dev/zero')", "no file", True),
        ("path.unlink(); path.symlink_to('/etc/hostname')", "no file", True),
        ("path.unlink(); path.symlink_to('/proc/kmsg')", "no file", True),
    ],
)
def test_what_cannot_be_taken_over_is_told_and_stays(tmp_path: Path, body: str, told: str, something: bool) -> None:
    """Each with a plain sentence; and a later session finds it."""
    lent = edited(tmp_path, body)
    with pytest.raises(NotEdited, match=told):
        text_saved(lent)
    assert left_texts(tmp_path / "state" / "key") == ([lent] if something else [])
    assert lent.folder.exists() == something


RESCUED = [".section.md.swp", "section.md.save", "#section.md#", "section.md.save.1", ".#section.md"]


@pytest.mark.parametrize("name", RESCUED)
def test_what_an_editor_rescued_is_left_and_found(tmp_path: Path, name: str) -> None:
    """Under whatever name; a copy of the text from before, and what a killed writer left, are no rescue."""
    lent = edited(tmp_path, f"path.with_name({name!r}).write_bytes(b'b0VIM \\x00 half a line')")
    for other in ("section.md~", "section.md.bak"):
        (lent.folder / other).write_bytes(lent.before)
    (lent.folder / ".section.md.0123456789ab.tmp").write_bytes(b"half")
    (found,) = left_texts(tmp_path / "state" / "key")
    assert [path.name for path in found.rescued()] == [name] and found.holds_something()


def test_what_holds_nothing_new_is_removed(tmp_path: Path) -> None:
    """And what was not laid out to the end when its session was killed."""
    state = tmp_path / "state" / "key"
    lent = lend(state, "risks", TEXT)
    (state / "lent" / "20261122t000000000000-abcdef").mkdir()
    half = lend(state, "risks", TEXT)
    half.file.unlink()
    (half.folder / ".section").unlink()
    assert left_texts(state) == [] and list((state / "lent").iterdir()) == []
    assert not lent.folder.exists()


def test_a_text_that_a_program_still_has_is_left_alone(tmp_path: Path) -> None:
    """The program inherits the lock of whoever started it, and holds it when that one was killed."""
    lent = lend(tmp_path / "state" / "key", "risks", TEXT)
    held = lent.lock()
    assert held is not None and lent.lock() is None
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(held,)) as program:
        os.close(held)
        assert lent.held() and left_texts(tmp_path / "state" / "key") == [lent] and lent.file.exists()
        program.communicate(b"\n")
    assert not lent.held() and left_texts(tmp_path / "state" / "key") == []


def test_what_was_left_of_a_section_is_opened_again(tmp_path: Path) -> None:
    """Until it is taken over; another section has a text of its own, without state in the system's folder."""
    texts = LentTexts(lambda: tmp_path / "state" / "key")
    first = texts.open("risks", "a")
    texts.left(first)
    assert texts.open("risks", "b") == first and texts.open("rationale", "c") != first
    texts.done(first)
    assert texts.open("risks", "b") != first
    nowhere = LentTexts(lambda: None).open("risks", "a")
    assert nowhere.file.read_text() == "a" and stat.S_IMODE(nowhere.folder.stat().st_mode) == 0o700
    nowhere.give_up()


def test_the_editor_is_named_by_the_environment() -> None:
    """VISUAL before EDITOR; arguments may be quoted; none set, or one that cannot be read, says what to do."""
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_command({"VISUAL": " ", "EDITOR": "'/opt/my editor/ed' -n"}) == ["/opt/my editor/ed", "-n"]
    with pytest.raises(NotEdited, match="set VISUAL or EDITOR"):
        editor_command({})
    with pytest.raises(NotEdited, match="EDITOR cannot be read as a command"):
        editor_command({"EDITOR": "vi 'open"})
