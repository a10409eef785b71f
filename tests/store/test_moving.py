"""A workspace and the folders beside it move as one, whatever comes between, and nothing goes through a link."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import new_workspace
from shortlist.core.edits.places import with_value
from shortlist.core.review.filed_records import Event
from shortlist.store.atomic import SaveFailed
from shortlist.store.locking import state_folder
from shortlist.store.places import Places
from shortlist.store.records import note_event
from shortlist.store.workspaces import Store, load

BESIDE = (".records", ".evidence")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one workspace that was saved twice, and has records and evidence."""
    made = Store(Places(tmp_path / "data", tmp_path / "data" / "state"))
    opened = made.create(new_workspace("aa"))
    made.save(opened, with_value(opened.workspace, ("title",), "Mine"))
    filled(opened.path, "mine")
    return made


def filled(path: Path, text: str) -> None:
    """Something in each folder beside a workspace."""
    for ending in BESIDE:
        path.with_suffix(ending).mkdir()
        (path.with_suffix(ending) / "0001-x.toml").write_text(text)
        (path.with_suffix(ending) / "0001-x.toml").chmod(0o640)


def held(path: Path) -> list[str]:
    """What lies beside a workspace."""
    return [(path.with_suffix(ending) / "0001-x.toml").read_text() for ending in BESIDE]


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but locks and who holds them."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("lock", "holder", "seats")
    }


# --- what goes along


def test_all_that_belongs_to_it_goes_along(store: Store) -> None:
    """Through renaming, deleting, restoring and copying, with modes and earlier versions; nothing is left behind."""
    renamed = store.rename("aa", "bb")
    assert held(renamed) == ["mine", "mine"] and len(store.backups(renamed)) == 1
    assert stat.S_IMODE((renamed.with_suffix(".evidence") / "0001-x.toml").stat().st_mode) == 0o640
    assert sorted(p.name for p in renamed.parent.iterdir()) == ["bb.evidence", "bb.records", "bb.toml"]
    gone = store.delete("bb")
    assert held(gone) == ["mine", "mine"] and list(renamed.parent.iterdir()) == []
    assert store.undelete("bb") == renamed and held(renamed) == ["mine", "mine"]
    copy = store.duplicate("bb", "cc").path
    (renamed.with_suffix(".evidence") / "0001-x.toml").write_text("changed")
    assert held(copy) == ["mine", "mine"]
    assert not list(store.places.state.rglob("moving-*"))


def test_what_is_purged_leaves_nothing_in_the_trash(store: Store) -> None:
    """Nor what an earlier purge that was killed has left: folders whose workspace is gone."""
    gone = store.delete("aa")
    gone.unlink()
    theirs = store.places.trash / "notes.records"
    theirs.mkdir()
    store.empty_trash()
    assert [path.name for path in store.places.trash.iterdir()] == ["notes.records"]


# --- leftovers of other names


def test_a_name_that_is_left_over_is_not_taken(store: Store) -> None:
    """A folder beside no workspace may hold somebody's records: nobody else gets them, and they stay."""
    folder = store.places.workspaces
    filled(folder / "bb.toml", "theirs")
    before = everything(store.places.data)
    with pytest.raises(ShortlistError, match=r"bb.records is there, and belongs to no workspace; move it away"):
        store.rename("aa", "bb")
    assert everything(store.places.data) == before
    assert store.duplicate("aa", "bb").path.name == "bb-2.toml"
    assert store.create(new_workspace("bb")).path.name == "bb-3.toml"
    store.delete("aa")
    filled(folder / "aa.toml", "theirs")
    assert store.undelete("aa").name == "aa-2.toml"
    assert held(folder / "aa-2.toml") == ["mine", "mine"] and held(folder / "aa.toml") == ["theirs", "theirs"]


# --- errors and kills


Act = Callable[[Store], object]
ACTS: dict[str, Act] = {
    "rename": lambda store: store.rename("aa", "bb"),
    "delete": lambda store: store.delete("aa"),
    "restore": lambda store: store.undelete("aa"),
    "duplicate": lambda store: store.duplicate("aa", "bb"),
}
STEPS = [4, pytest.param(1, marks=pytest.mark.long)]
"""Every call in the long run, every fourth one else."""
CALLS = ("link", "mkdir", "rename", "replace", "unlink", "rmdir", "fsync", "chmod", "open")


def disturbed(monkeypatch: pytest.MonkeyPatch, at: int, what: Callable[[], None]) -> list[str]:
    """Let the call of that number, of those that change a disk, come to something else; the calls until then."""
    made: list[str] = []

    def instead(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*arguments: object, **more: object) -> object:
            made.append(name)
            if len(made) == at:
                what()
            return real(*arguments, **more)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, instead(name))
    return made


def whole(store: Store, act: str) -> list[str]:
    """What is wrong with what is there: each workspace has all of its own, and there is one, or one and its copy."""
    folders = (store.places.workspaces, store.places.trash)
    found = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))]
    wrong = [f"{path.name} is another one" for path in found if load(path).workspace.title != "Mine"]
    for path in found:
        for ending in BESIDE:
            file = path.with_suffix(ending) / "0001-x.toml"
            if not file.is_file() or file.read_text() != "mine":
                wrong.append(f"{path.name} has not its {ending}")
    if not 1 <= len(found) <= (2 if act == "duplicate" else 1):
        wrong.append(f"there are {len(found)}")
    return wrong


def settled(store: Store) -> list[str]:
    """What is still double or left over after the next writer has been at work."""
    store.create(new_workspace("next"))
    folders = [folder for folder in (store.places.workspaces, store.places.trash) if folder.is_dir()]
    known = {path.stem for folder in folders for path in folder.glob("*.toml")}
    there = [path for folder in folders for path in folder.iterdir()]
    return [path.name for path in there if path.stem not in known or path.suffix == ".tmp"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("act", ACTS)
def test_an_error_at_any_call_leaves_it_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch, act: str, step: int
) -> None:
    """Under the old name or the new one, with all that belongs to it, and the next writer finds no trace."""
    _everywhere(store, monkeypatch, act, step, killed=False)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("act", ACTS)
def test_a_kill_at_any_call_leaves_it_whole(store: Store, monkeypatch: pytest.MonkeyPatch, act: str, step: int) -> None:
    """The same without a chance to clean up: a reader finds it whole at once."""
    _everywhere(store, monkeypatch, act, step, killed=True)


def _everywhere(store: Store, monkeypatch: pytest.MonkeyPatch, act: str, step: int, killed: bool) -> None:
    if act == "restore":
        store.delete("aa")
    before, at, reached = saved(store.places.data), [*ACTS].index(act) - step + 1, True
    while reached:
        at += step
        restored(store.places.data, before)
        reached = _child(store, monkeypatch, act, at, killed)
        assert whole(store, act) == [], f"call {at}"
        assert settled(store) == [], f"after call {at}"
    assert at > 15 + step


def _child(store: Store, monkeypatch: pytest.MonkeyPatch, act: str, at: int, killed: bool) -> bool:
    """Run an act in a fork that is disturbed at a call; whether it came so far."""
    pid = os.fork()
    if not pid:
        code = 3
        try:

            def fail() -> None:
                if killed:
                    os._exit(9)
                raise OSError(5, "Input/output error")

            made = disturbed(monkeypatch, at, fail)
            with suppress(ShortlistError, OSError):
                ACTS[act](store)
            code = 9 if len(made) >= at else 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, 9)
    return code == 9


def saved(folder: Path) -> dict[str, tuple[bytes | None, int]]:
    """Every file and folder as it is."""
    return {
        str(path.relative_to(folder)): (path.read_bytes() if path.is_file() else None, path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
    }


def restored(folder: Path, before: dict[str, tuple[bytes | None, int]]) -> None:
    """Every file and folder as it was."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    for name, (data, mode) in before.items():
        path = folder / name
        if data is None:
            path.mkdir()
        else:
            path.write_bytes(data)
        path.chmod(stat.S_IMODE(mode))


def test_a_disk_without_second_names_gets_copies(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A move works there as well."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    (store.places.workspaces / "aa.records" / "latest").symlink_to("0001-x.toml")
    target = store.rename("aa", "bb")
    assert held(target) == ["mine", "mine"] and (target.with_suffix(".records") / "latest").is_symlink()
    assert not (store.places.workspaces / "aa.records").exists()


def test_a_note_that_is_none_stops_nobody(store: Store) -> None:
    """A damaged note of a move is forgotten; what one says of a stranger's files is not enough to remove them."""
    folder = store.places.workspaces
    notes = state_folder(store.places.state, folder)
    damaged = ("", "[]", '{"from": 1}', "\udcff", '{"from": "/x", "to": "/y", "move": 9}', "1" * 9999)
    for number, told in enumerate(damaged):
        (notes / f"moving-{number}").write_bytes(told.encode("utf-8", "surrogateescape"))
    filled(folder / "bb.toml", "theirs")
    told = {"from": str(folder / "aa.toml"), "to": str(folder / "bb.toml"), "move": True}
    (notes / "moving-x").write_text(json.dumps(told))
    store.create(new_workspace("next"))
    assert held(folder / "bb.toml") == ["theirs", "theirs"] and held(folder / "aa.toml") == ["mine", "mine"]
    assert not list(notes.glob("moving-*"))


# --- links, devices and pipes


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of somebody else's."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret").write_text("theirs")
    return folder


def test_a_copy_takes_nothing_through_a_link(store: Store, outside: Path) -> None:
    """Neither what a link among the records leads to, nor a whole folder; a pipe is not waited for."""
    records = store.places.workspaces / "aa.records"
    before = everything(outside)
    spoils: tuple[Callable[[], object], ...] = (
        lambda: (records / "0002-x.toml").symlink_to(outside / "secret"),
        lambda: (records / "inner").symlink_to(outside),
        lambda: (records / "zero").symlink_to("/dev/zero"),
        lambda: os.mkfifo(records / "pipe"),
    )
    for spoil in spoils:
        made = {path.name for path in records.iterdir()}
        spoil()
        with pytest.raises(SaveFailed, match=r"it is (a link|no file), and is not copied; move it away"):
            store.duplicate("aa", "bb")
        assert [path.name for path in store.places.workspaces.iterdir() if path.name.startswith("bb")] == []
        for path in records.iterdir():
            if path.name not in made:
                path.unlink()
    os.rename(records, outside / "moved")  # noqa: PTH104
    records.symlink_to(outside / "moved")
    with pytest.raises(SaveFailed, match="it is a link"):
        store.duplicate("aa", "bb")
    assert everything(outside) == before | {"moved/0001-x.toml": b"mine"}


def test_a_move_takes_a_link_as_it_is(store: Store, outside: Path) -> None:
    """And a pipe: what they lead to is neither read nor moved nor removed, with the trash emptied at the end."""
    records = store.places.workspaces / "aa.records"
    (records / "0002-x.toml").symlink_to(outside / "secret")
    (records / "inner").symlink_to(outside)
    os.mkfifo(records / "pipe")
    target = store.rename("aa", "bb").with_suffix(".records")
    assert (target / "inner").is_symlink() and (target / "0002-x.toml").is_symlink()
    assert stat.S_ISFIFO((target / "pipe").lstat().st_mode)
    store.delete("bb")
    assert store.empty_trash() == 1
    assert everything(outside) == {"secret": b"theirs"} and list(store.places.trash.iterdir()) == []


def test_a_workspace_that_is_a_link_moves_as_one(store: Store, outside: Path) -> None:
    """What it leads to stays where it is, with its own state."""
    (store.places.workspaces / "aa.toml").rename(outside / "aa.toml")
    (store.places.workspaces / "aa.toml").symlink_to(outside / "aa.toml")
    store.save(store.open("aa"), with_value(store.open("aa").workspace, ("title",), "Later"))
    target = store.rename("aa", "bb")
    assert target.is_symlink() and load(outside / "aa.toml").workspace.title == "Later"
    assert len(store.backups(outside / "aa.toml")) == 1
    store.empty_trash()
    store.delete("bb")
    store.empty_trash()
    assert (outside / "aa.toml").is_file() and len(store.backups(outside / "aa.toml")) == 1


def test_accepting_writes_nothing_through_a_link(store: Store, outside: Path) -> None:
    """Neither into a folder that is elsewhere, nor where a link to nothing has the name of a record or of the log."""
    path = store.places.workspaces / "aa.toml"
    event = Event(1, "x", dt.date(2026, 11, 22), ("A",), "happened")
    (path.with_suffix(".records") / "changes.toml").symlink_to(outside / "changes.toml")
    with pytest.raises(ShortlistError, match="link"):
        note_event(path, event)
    (path.with_suffix(".records")).rename(outside / "records")
    path.with_suffix(".records").symlink_to(outside / "records")
    (outside / "records" / "changes.toml").unlink()
    with pytest.raises(SaveFailed, match="it is a link, and none is followed here"):
        note_event(path, event)
    assert sorted(everything(outside)) == ["records/0001-x.toml", "secret"]
