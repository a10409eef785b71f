"""Files in and out: strict reading, canonical writing, names, and saves that are all or nothing."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.new_workspace import new_workspace
from shortlist.core.document.workspace import read_workspace, to_data
from shortlist.core.edits.places import with_value
from shortlist.shown import shown, shown_lines
from shortlist.store import atomic, locking
from shortlist.store.atomic import SaveFailed, write_atomic
from shortlist.store.drafts import Draft, read_draft, write_draft
from shortlist.store.naming import RESERVED, folded, slug, unique_slug
from shortlist.store.places import Places
from shortlist.store.reading import MEGABYTE, WORKSPACE, has_comments, parse_toml
from shortlist.store.toml_text import data_text, workspace_text
from shortlist.store.workspaces import Conflict, Store, load
from tests.conftest import SCENARIOS

PROSE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(Places(tmp_path / "data", tmp_path / "data" / "state"))


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_saving_a_loaded_file_changes_nothing_but_layout(path: Path) -> None:
    """The canonical text of every shipped file holds the same data; writing it again gives the same bytes."""
    text = workspace_text(load(path).workspace)
    assert tomllib.loads(text) == tomllib.loads(path.read_text("utf-8"))
    assert workspace_text(read_workspace(tomllib.loads(text))) == text


@given(PROSE, PROSE, PROSE)
def test_any_text_survives_a_save(title: str, name: str, note: str) -> None:
    """Quotes, controls, every kind of line end and non-Latin text come back as they were."""
    workspace = with_value(new_workspace("x" + title), ("scenario", "summary"), note)
    workspace = with_value(workspace, ("scenario", "steps", 0, "name"), name)
    workspace = with_value(workspace, ("records",), [{"number": 1, "status": "draft", "date": dt.date(2026, 1, 1)}])
    workspace = with_value(workspace, ("records", 0, "sections"), {"rationale": note, "risks": f"{name}\r\n{note}"})
    assert read_workspace(tomllib.loads(workspace_text(workspace))) == workspace


@given(st.dictionaries(PROSE, st.integers() | PROSE | st.lists(PROSE, max_size=3), max_size=4))
def test_any_key_is_written_so_that_it_reads_back(table: dict[str, object]) -> None:
    """Keys that are not bare, at any depth and in lists of tables, are quoted."""
    data = {**table, "inner": {"deeper.still": table or {"a": 1}}, "rows": [table or {"a": 1}, {"b c": 2}]}
    assert tomllib.loads(data_text(data)) == data


def test_one_more_word_moves_nothing_else() -> None:
    """A list of tables has headings whatever the length of its rows, so that a small edit is a small difference."""
    short = read_workspace({**to_data(new_workspace("T")), "answers": [{"check": "golden.targets", "verdict": "pass"}]})
    long = with_value(short, ("answers", 0, "note"), "x" * 200)
    assert set(workspace_text(short).splitlines()) <= set(workspace_text(long).splitlines())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a = "# no"', False),
        ("a = '# no'", False),
        ('a = """\n# no\n"""', False),
        ("a = '''\n# no\n'''", False),
        ('a = "\\"# no"', False),
        ("a = 1 # yes", True),
        ("# yes\na = 1", True),
        ('a = "x" # yes', True),
    ],
)
def test_comments_are_told_from_text(text: str, expected: bool) -> None:
    """A `#` inside any kind of string is no comment."""
    assert has_comments(text) is expected


@given(st.text(max_size=80))
def test_slugs_are_safe_file_names(title: str) -> None:
    """At most 40 letters, digits and hyphens, never reserved, and the same for names that fold alike."""
    name = slug(title)
    assert 0 < len(name) <= 40
    assert all(char.isalnum() or char == "-" for char in name)
    assert name not in RESERVED
    assert unique_slug(title, [name]) != name
    assert len(unique_slug(title, [name])) <= 40
    assert folded(name) == name or not title.isascii()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "workspace-con"),
        ("", "workspace"),
        ("Straße 7", "strasse-7"),
        ("支援", "支援"),
    ],
)
def test_slugs_of_difficult_titles(title: str, expected: str) -> None:
    """Paths, device names and empty titles become harmless; other scripts stay readable."""
    assert slug(title) == expected


def test_a_save_keeps_the_mode_and_leaves_nothing_else(tmp_path: Path) -> None:
    """An existing file keeps its permissions, a new one is private, and no temporary file stays."""
    path = tmp_path / "a.toml"
    write_atomic(path, b"one")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    write_atomic(path, b"two")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o644)
    assert [p.name for p in tmp_path.iterdir()] == ["a.toml"]


def test_a_save_follows_a_link(tmp_path: Path) -> None:
    """A workspace that is a symbolic link stays one; its target is replaced."""
    target, link = tmp_path / "target.toml", tmp_path / "link.toml"
    target.write_bytes(b"one")
    link.symlink_to(target)
    write_atomic(link, b"two")
    assert link.is_symlink()
    assert target.read_bytes() == b"two"


@pytest.mark.parametrize("call", ["write", "fsync", "fchmod", "close"])
def test_a_failed_call_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Whichever call fails, the old bytes stay, no temporary file is left, and the message is plain."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")
    real = getattr(os, call)
    broken = True

    def fail(*arguments: object) -> object:
        nonlocal broken
        if broken:
            broken = False
            if call == "close":
                real(*arguments)
            raise OSError(28, "No space left on device")
        return real(*arguments)

    monkeypatch.setattr(atomic.os, call, fail)
    with pytest.raises(SaveFailed, match="not saved: no space left on device"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.toml"]


def test_a_read_only_file_is_its_owners_wish(tmp_path: Path) -> None:
    """A file without write permission is not replaced, although the folder would allow it."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(SaveFailed, match="read-only"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"


def test_the_new_file_is_made_where_nothing_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that somebody laid under the name of the new file is not followed."""
    path, victim = tmp_path / "a.toml", tmp_path / "victim"
    path.write_bytes(b"old")
    victim.write_bytes(b"theirs")
    monkeypatch.setattr(atomic.os, "urandom", bytes)
    (tmp_path / f".a.toml.{bytes(6).hex()}.tmp").symlink_to(victim)
    with pytest.raises(SaveFailed, match="file exists"):
        write_atomic(path, b"new")
    assert (path.read_bytes(), victim.read_bytes()) == (b"old", b"theirs")


def test_what_would_not_open_again_for_its_size_is_not_saved_and_stays_a_draft(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of reading is one of writing; the draft of the same is larger, and reads."""
    opened = store.create(new_workspace("Small"))
    before = opened.path.read_bytes()
    for place in ("documents", "reading"):
        monkeypatch.setattr(f"shortlist.store.{place}.WORKSPACE", WORKSPACE._replace(limit=MEGABYTE))
    large = with_value(opened.workspace, ("scenario", "summary"), "a b " * 260_000)
    with pytest.raises(SaveFailed, match="larger than 1 MB and not open again; shorten"):
        store.save(opened, large)
    assert opened.path.read_bytes() == before
    draft = opened.path.with_name("draft.toml")
    write_draft(draft, Draft(large, opened.digest, dt.datetime(2026, 11, 22, tzinfo=dt.UTC)))
    assert read_draft(draft).workspace == large


def test_a_save_removes_what_a_killed_one_left(store: Store) -> None:
    """The new file of a save that was killed before it replaced the old one; that of another file is left alone."""
    opened = store.create(new_workspace("One"))
    left, other = (opened.path.with_name(f".{name}.0123456789ab.tmp") for name in (opened.path.name, "other.toml"))
    for one in (left, other):
        one.write_bytes(b"half")
    store.save(opened, with_value(opened.workspace, ("title",), "Two"))
    assert not left.exists() and other.exists()


def test_a_disk_that_takes_a_little_at_a_time_gets_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write may take fewer bytes than it was given."""
    write = os.write
    monkeypatch.setattr(atomic.os, "write", lambda descriptor, data: write(descriptor, data[:7]))
    write_atomic(tmp_path / "a.toml", b"0123456789" * 9)
    assert (tmp_path / "a.toml").read_bytes() == b"0123456789" * 9


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text.replace("Mine", "Mind"), "would not read back as it is"),
        (lambda text: f"{text}[[[", "would not read back"),
        (lambda text: f"{text}\ud800", "would not read back"),
    ],
)
def test_a_save_that_would_not_read_back_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[str], str], told: str
) -> None:
    """Whatever a defect of the writer made of the text: the file stays as it was."""
    opened = store.create(new_workspace("Before"))
    before = opened.path.read_bytes()
    monkeypatch.setattr("shortlist.store.toml_text.workspace_text", lambda one: spoil(workspace_text(one)))
    with pytest.raises(SaveFailed, match=told):
        store.save(opened, with_value(opened.workspace, ("title",), "Mine"))
    assert opened.path.read_bytes() == before


def test_a_file_changed_by_somebody_else_is_not_overwritten(store: Store) -> None:
    """A save compares the file with what was read; a difference is a conflict and nothing is written."""
    opened = store.create(new_workspace("Mine"))
    theirs = opened.path.read_bytes() + b"\n"
    opened.path.write_bytes(theirs)
    with pytest.raises(Conflict, match="changed by somebody else"):
        store.save(opened, with_value(opened.workspace, ("title",), "Other"))
    assert opened.path.read_bytes() == theirs
    opened.path.unlink()
    with pytest.raises(Conflict):
        store.save(opened, opened.workspace)
    assert not opened.path.exists()


def test_saves_follow_one_another(store: Store) -> None:
    """After a save the next one knows the new digest."""
    opened = store.create(new_workspace("Mine"))
    for title in ("Two", "Three"):
        opened = store.save(opened, with_value(opened.workspace, ("title",), title))
    assert load(opened.path).workspace.title == "Three"


def test_a_save_waits_for_another_one_and_names_it(store: Store) -> None:
    """While somebody else holds the lock nothing is written, and the message says who holds it."""
    opened = store.create(new_workspace("Mine"))
    before = opened.path.read_bytes()
    folder = locking.state_folder(store.places.state, opened.path)
    with FileLock(folder / locking.LOCK):
        (folder / locking.HOLDER).write_text("process 1 on elsewhere")
        with (
            pytest.raises(SaveFailed, match="process 1 on elsewhere is saving it"),
            locking.saving(store.places.state, opened.path, patience_s=0.05),
        ):
            raise AssertionError("the lock was not held")
    assert opened.path.read_bytes() == before
    assert store.save(opened, with_value(opened.workspace, ("title",), "Later")).workspace.title == "Later"


def test_creating_never_overwrites(store: Store) -> None:
    """Titles that fold alike get files of their own."""
    paths = {store.create(new_workspace(title)).path.name for title in ("Größe", "GRÖSSE", "größe")}
    assert len(paths) == 3


def test_the_last_workspace_is_remembered_until_it_is_gone(store: Store) -> None:
    """What was open last is offered, and forgotten with its file."""
    assert store.last() is None
    opened = store.create(new_workspace("Mine"))
    store.remember(opened)
    assert store.last() == opened.path
    opened.path.unlink()
    assert store.last() is None


def test_a_broken_file_in_the_folder_spoils_no_list(store: Store) -> None:
    """A file that cannot be read is listed with the reason."""
    opened = store.create(new_workspace("Mine"))
    (opened.path.parent / "broken.toml").write_bytes(b"= nonsense")
    (opened.path.parent / ".hidden.toml").write_bytes(b"")
    entries = {entry.name: entry.problem for entry in store.workspaces()}
    assert entries["mine"] is None
    assert "not valid TOML" in (entries["broken"] or "")
    assert len(entries) == 2


@pytest.mark.parametrize(
    "text", ["a." * 20_000 + "b = 1", "[" + "a." * 20_000 + "b]", "x = {" + "a . " * 20_000 + "b = 1}"]
)
def test_a_deep_key_is_refused_before_it_is_parsed(text: str) -> None:
    """A dotted key of thousands of parts would occupy the parser for seconds."""
    with pytest.raises(ShortlistError, match="64 parts"):
        parse_toml(text, Path("x.toml"))


def test_shown_text_steers_nothing_and_keeps_what_is_text() -> None:
    """Controls, marks of direction and line separators go; emoji, accents and other scripts stay."""
    assert (
        shown("A\x1b]52;c;aGk=\x07B\x9b1mC\u202eD\u2028E\r\nF\x00")
        == "A\ufffd]52;c;aGk=\ufffdB\ufffd1mC\ufffdD E F\ufffd"
    )
    for kept in ("👩\u200d🚀", "e\u0301", "数据", "نص", "[bold]x[/bold]", "a\u200cb"):
        assert shown(kept) == kept
    assert shown_lines("a\tb\r\nc\x85d\x1b") == "a\tb\nc\nd\ufffd"


@given(st.text())
def test_shown_text_holds_no_control_character(text: str) -> None:
    """Whatever the text, nothing below a space, no DEL, no C1 and no surrogate is left, and twice is once."""
    clean = shown(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000 for c in clean)
    assert shown(clean) == clean
