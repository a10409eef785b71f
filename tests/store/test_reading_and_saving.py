"""Files in and out: strict reading, canonical writing, names, and saves that are all or nothing."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import new_workspace, read_workspace, to_data
from shortlist.core.edits.places import with_value
from shortlist.core.edits.record import with_prose
from shortlist.core.review.filed_records import Event
from shortlist.sanitising import shown, shown_lines
from shortlist.store import atomic, locking, reading
from shortlist.store.atomic import SaveFailed, write_atomic
from shortlist.store.documents import changed_elsewhere
from shortlist.store.drafts import Draft, read_draft, write_draft
from shortlist.store.export_log import ExportLog
from shortlist.store.folders import RESERVED, folded, slug, unique_slug
from shortlist.store.locking import state_folder
from shortlist.store.open_sessions import begin_session, left_drafts, opened_by
from shortlist.store.path_completion import recent_imports
from shortlist.store.places import Places
from shortlist.store.reading import MEGABYTE, WORKSPACE, has_comments, parse_toml
from shortlist.store.records import note_event
from shortlist.store.toml_text import candidate_text, data_text, workspace_text
from shortlist.store.workspaces import Conflict, Store, load
from shortlist.tui.draw.theme import kept_theme
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
    workspace = with_value(workspace, ("scenario", "steps", 0, "name"), "x" + name)
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
    monkeypatch.setattr("shortlist.store.toml_text.workspace_text", lambda *of: spoil(workspace_text(*of)))
    with pytest.raises(SaveFailed, match=told):
        store.save(opened, with_value(opened.workspace, ("title",), "Mine"))
    assert opened.path.read_bytes() == before


@pytest.mark.parametrize("spoil", [("Second", "Secund"), ("First", "Third"), ('provider = "p"', '"'), ("First\n", "")])
def test_what_was_saved_before_is_looked_at_in_the_next_text(
    store: Store, monkeypatch: pytest.MonkeyPatch, spoil: tuple[str, str]
) -> None:
    """A defect in the text of a candidate that was saved just so a moment ago, or in another's: the file stays."""
    rows = [
        {"id": name, "name": f"{name}\n", "provider": "p", "access": "managed_api", "openness": "closed"}
        for name in ("First", "Second")
    ]
    opened = store.create(with_value(new_workspace("Before"), ("candidates",), rows))
    opened = store.save(opened, with_value(opened.workspace, ("title",), "Mine"))
    before = opened.path.read_bytes()
    spoiled = str.replace
    monkeypatch.setattr("shortlist.store.toml_text.workspace_text", lambda *of: spoiled(workspace_text(*of), *spoil))
    with pytest.raises(SaveFailed, match="would not read back"):
        store.save(opened, with_value(opened.workspace, ("candidates", 1, "notes"), "New"))
    assert opened.path.read_bytes() == before


def test_a_save_parses_what_is_new(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two candidates one was edited: the other is not parsed again, and the text is the one of the whole, also where
    a text of the one holds what the other is written as."""
    rows = [{"id": name, "name": name, "provider": "p", "access": "managed_api", "openness": "closed"} for name in "ab"]
    opened = store.create(with_value(new_workspace("Before"), ("candidates",), rows))
    parsed: list[str] = []

    def parse(text: str, path: Path) -> object:
        parsed.append(text)
        return parse_toml(text, path)

    monkeypatch.setattr("shortlist.store.documents.parse_toml", parse)
    texts = [candidate_text(one) for one in opened.workspace.candidates]
    for note in ("New", texts[1], f'"""\n{texts[1]}'):
        opened = store.save(opened, with_value(opened.workspace, ("candidates", 0, "notes"), note))
        assert opened.path.read_text("utf-8") == workspace_text(opened.workspace)
    assert texts[1] not in parsed[0] and load(opened.path).workspace == opened.workspace


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


# --- between looking and replacing


def name_of(descriptor: int) -> str:
    """The name of an open file."""
    return Path(f"/proc/self/fd/{descriptor}").readlink().name


@pytest.mark.parametrize("change", ["renamed over", "written into", "removed", "a link instead"])
def test_what_comes_in_during_a_save_is_not_overwritten(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """On a slow disk git or an editor puts its version in place while the new file is forced to disk: it stays."""
    opened = store.create(new_workspace("Mine"))
    before, real = opened.path.read_bytes(), os.fsync
    kept = state_folder(store.places.state, opened.path) / "backups"
    theirs = tmp_path / "theirs"
    theirs.write_bytes(before.replace(b"Mine", b"Theirs"))

    def slow(descriptor: int) -> None:
        real(descriptor)
        if theirs.exists() and ".mine.toml." in name_of(descriptor):
            if change == "renamed over":
                theirs.rename(opened.path)
            elif change == "written into":
                opened.path.write_bytes(theirs.read_bytes())
            else:
                opened.path.unlink()
                if change == "a link instead":
                    opened.path.symlink_to(theirs)

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(Conflict):
        store.save(opened, with_value(opened.workspace, ("title",), "Other"))
    left = opened.path.read_bytes() if opened.path.exists() else None
    assert left == (None if change == "removed" else before.replace(b"Mine", b"Theirs"))
    assert [path.read_bytes() for path in kept.iterdir()] == [before]
    assert not list(opened.path.parent.glob(".*"))


def test_a_new_workspace_takes_no_name_that_is_taken_meanwhile(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program makes while the new one is written stays."""
    store.create(new_workspace("Other"))
    path, real = store.places.workspaces / "mine.toml", os.fsync

    def slow(descriptor: int) -> None:
        real(descriptor)
        if ".mine.toml." in name_of(descriptor):
            path.write_text("theirs")

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(Conflict):
        store.create(new_workspace("Mine"))
    assert path.read_text() == "theirs"


# --- places that go, names that are long, notes that are none


def test_state_that_is_removed_is_made_anew(store: Store, tmp_path: Path) -> None:
    """By a cleaner, while a file is open: drafts are kept again, and the next session finds the file open."""
    opened = store.create(new_workspace("Mine"))
    session, _ = begin_session(store.places.state, opened.path)
    assert session is not None
    draft = Draft(opened.workspace, opened.digest, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    write_draft(session.draft, draft)
    for gone in (store.places.state, session.folder):
        shutil.rmtree(gone)
        write_draft(session.draft, draft)
        assert read_draft(session.draft).workspace == opened.workspace
        assert {path.stat().st_mode & 0o777 for path in (store.places.state, session.folder)} == {0o700}
        second, other = begin_session(store.places.state, opened.path)
        assert second is not None and other is not None and str(os.getpid()) in other
        assert second.draft != session.draft
        write_draft(second.draft, draft)
        second.end()
    session.end()
    assert opened_by(store.places.state, opened.path) is None
    opened = store.save(opened, with_value(opened.workspace, ("title",), "Next"))
    assert len(store.backups(opened.path)) == 1


def test_a_session_that_lost_its_number_takes_another_one(store: Store) -> None:
    """The state was removed and another session has begun: neither writes over the other's draft."""
    opened = store.create(new_workspace("Mine"))
    first, _ = begin_session(store.places.state, opened.path)
    shutil.rmtree(store.places.state)
    second, other = begin_session(store.places.state, opened.path)
    assert first is not None and second is not None and other is None
    assert first.draft != second.draft and opened_by(store.places.state, opened.path) is not None
    second.end()
    assert opened_by(store.places.state, opened.path) is not None
    first.end()
    assert opened_by(store.places.state, opened.path) is None


def test_a_session_ends_for_whichever_thread_it_began(store: Store) -> None:
    """It begins off the event loop, and ends on it."""
    opened = store.create(new_workspace("Mine"))
    with ThreadPoolExecutor(1) as other:
        session, _ = other.submit(begin_session, store.places.state, opened.path).result()
        assert session is not None
        session.end()
        assert opened_by(store.places.state, opened.path) is None


@pytest.mark.parametrize("letter", ["x", "ü", "数"])
def test_a_name_may_be_as_long_as_a_disk_allows(store: Store, tmp_path: Path, letter: str) -> None:
    """Everything that is made beside it has a shorter one; what cannot be made is refused in plain words."""
    name = letter * (250 // len(letter.encode())) + ".toml"
    path = tmp_path / name
    path.write_bytes(store.create(new_workspace("Mine")).path.read_bytes())
    opened = store.save(load(path), with_value(load(path).workspace, ("title",), "Next"))
    left = path.with_name(f".{atomic.short_name(name)}.0123456789ab.tmp")
    left.write_bytes(b"half")
    store.save(opened, with_value(opened.workspace, ("title",), "Third"))
    assert load(path).workspace.title == "Third" and not left.exists()
    assert store.duplicate(str(path), "copy").path.name == "copy.toml"
    assert len(store.copy_beside(opened, opened.workspace).path.name) < 60
    with pytest.raises(SaveFailed, match="its name is too long for this disk; choose a shorter one"):
        note_event(path, Event(1, 0, dt.date(2026, 11, 22), ("A",), "x"))
    inside = store.places.workspaces / name
    path.rename(inside)
    gone = store.delete(inside.stem)
    assert store.undelete(gone.stem).exists()


NOTES = [
    b"\xff",
    b"\x00",
    b"1" * 9999,
    b"",
    b"[" * 99_999,
    "/x/\udcff".encode("utf-8", "surrogateescape"),
    b"0x" + b"f" * 9999,
]


@pytest.mark.parametrize("note", NOTES, ids=range(len(NOTES)))
def test_a_note_that_is_none_stops_nothing(store: Store, tmp_path: Path, note: bytes) -> None:
    """Whatever stands in a note of the state: what it was for is as if it were not there."""
    opened = store.create(new_workspace("Mine"))
    store.remember(opened)
    state = state_folder(store.places.state, opened.path)
    for path in (store.places.last, store.places.imported, store.places.exported, store.places.theme, state / "saved"):
        path.write_bytes(note)
    for path in (state / "holder", state / "holder-1", state / "draft.toml"):
        path.write_bytes(note)
    assert store.last() is None
    assert recent_imports(store.places) == []
    kept_theme(store.places)
    changed_elsewhere(store.places.state, opened)
    assert ExportLog(store.places).write({tmp_path / "x.md": b"x"}) == [tmp_path / "x.md"]
    with pytest.raises(ShortlistError):
        read_draft(state / "draft.toml")
    session, _ = begin_session(store.places.state, opened.path)
    assert session is not None and len(left_drafts(session.folder)) == 1
    session.end()
    store.remember(opened)
    assert store.last() == opened.path


def test_a_path_that_is_no_text_is_remembered(store: Store, tmp_path: Path) -> None:
    """A folder may have a name of another encoding."""
    folder = tmp_path / os.fsdecode(b"M\xfcller")
    folder.mkdir()
    path = folder / "x.toml"
    path.write_bytes(store.create(new_workspace("Mine")).path.read_bytes())
    store.remember(load(path))
    assert store.last() == path


@pytest.mark.parametrize(
    "digits", ["0x" + "f" * 5000, "9" * 4000, "0b" + "1" * 20_000, "-" + "9" * 101, "0o" + "7" * 9000]
)
def test_a_number_that_is_too_large_to_be_told_is_refused(tmp_path: Path, digits: str) -> None:
    """Wherever it stands, also as the version of the format, which messages tell; one of a hundred digits is read."""
    for text in (f"schema = {digits}", f"schema = 1\na = [{{b = {digits}}}]"):
        with pytest.raises(ShortlistError, match="more than 100 digits"):
            parse_toml(text, tmp_path)
    assert parse_toml(f'a = {"9" * 100}\nb = "{digits}"', tmp_path)["a"] == 10**100 - 1


def test_a_queue_that_calls_itself_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kind: /proc/kmsg is a regular file by its mode, and a read that may not wait gives nothing at all."""

    class Queue:
        def __enter__(self) -> Queue:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def read(self, size: int) -> None:
            return None

    path = tmp_path / "kernel.toml"
    path.write_text("")
    monkeypatch.setattr(reading.os, "fdopen", lambda *_, **__: Queue())
    with pytest.raises(ShortlistError, match="is no file on a disk"):
        load(path)


PEM = "-----BEGIN RSA PRIVATE KEY-----"


@pytest.mark.parametrize("key", ["sk-proj-Ab3dEf6hIj9lMn2pQr5tUv8x", "AKIAIOSFODNN7EXAMPLE", PEM])
def test_a_draft_of_a_record_with_a_key_holds_all_but_the_key(key: str, tmp_path: Path) -> None:
    """Kind: prose may hold anything until it is saved: its draft held the key, and was refused when it was read."""
    workspace = with_prose(new_workspace("T"), "context", f"before\nthe key is {key} and\nafter", dt.date(2026, 11, 30))
    path = tmp_path / "state" / "draft.toml"
    write_draft(path, Draft(workspace, "digest", dt.datetime.now(dt.UTC), tried=workspace))
    assert key not in path.read_text("utf-8")
    draft = read_draft(path)
    for one in (draft.workspace, draft.tried):
        prose = one.prose("context") if one else ""
        assert prose.startswith("before\n") and "[key]" in prose and prose.endswith("\nafter")
