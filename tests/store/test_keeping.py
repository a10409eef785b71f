"""What is kept of earlier versions and of deleted workspaces, under which names, and who may look at it."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import Workspace, new_workspace
from shortlist.core.edits.places import with_value
from shortlist.store import documents
from shortlist.store.atomic import SaveFailed, write_atomic
from shortlist.store.backups import HOLIDAY, worth_keeping
from shortlist.store.open_sessions import begin_session, opened_by
from shortlist.store.places import Places, records_folder
from shortlist.store.workspaces import Opened, Store, Unsure, load

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store on an empty data directory."""
    return Store(Places(tmp_path / "data", tmp_path / "data" / "state"))


def titled(workspace: Workspace, title: str) -> Workspace:
    """The workspace under another title."""
    return with_value(workspace, ("title",), title)


def saved_often(store: Store, times: int) -> Opened:
    """A workspace that was saved a number of times after it was made, under the titles 0, 1, 2 …"""
    opened = store.create(new_workspace("first"))
    for number in range(times):
        opened = store.save(opened, titled(opened.workspace, str(number)))
    return opened


# --- earlier versions


def test_every_save_keeps_what_it_replaces(store: Store) -> None:
    """Three saves leave the three versions before, the newest first, readable and private."""
    opened = saved_often(store, 3)
    kept = store.backups(opened.path)
    assert [load(one.path).workspace.title for one in kept] == ["1", "0", "first"]
    assert {stat.S_IMODE(one.path.stat().st_mode) for one in kept} == {0o600}


def test_ten_of_the_last_minutes_are_kept(store: Store) -> None:
    """Of many saves within an hour the last ten stay, and one of the hour before them."""
    opened = saved_often(store, 14)
    titles = [load(one.path).workspace.title for one in store.backups(opened.path)]
    assert titles[:10] == [str(number) for number in range(12, 2, -1)]
    assert len(titles) <= 12


@given(st.lists(st.integers(0, 40 * 86400), unique=True, max_size=200))
def test_what_is_worth_keeping(ages: list[int]) -> None:
    """The newest nine beside the one being added; one an hour for a day; one a day for two weeks; nothing older, where
    no two lie so far apart that a holiday or a clock may be between them."""
    moments = sorted((NOW - dt.timedelta(seconds=age) for age in ages), reverse=True)
    kept = worth_keeping(moments, NOW)
    assert kept >= set(moments[:9])
    assert len(kept) <= 9 + 25 + 15
    for moment in moments[9:]:
        if NOW - moment <= dt.timedelta(days=1):
            assert any(k.strftime("%d %H") == moment.strftime("%d %H") and k >= moment for k in kept)
    if all(one - other <= HOLIDAY for one, other in pairwise([NOW, *moments])):
        older = [moment for moment in moments[9:] if moment in kept]
        assert all(NOW - moment <= dt.timedelta(days=14) for moment in older)
        hours = [moment.strftime("%d %H") for moment in older if NOW - moment <= dt.timedelta(days=1)]
        days = [moment.date() for moment in older if NOW - moment > dt.timedelta(days=1)]
        assert len(set(hours)) == len(hours) and len(set(days)) == len(days)


def test_a_series_of_daily_saves_stays_a_series() -> None:
    """Pruned at every save, as it is in use: after two months of one save a day, two weeks of them are there."""
    kept: set[dt.datetime] = set()
    for day in range(60):
        now = NOW + dt.timedelta(days=day)
        kept = worth_keeping(sorted(kept, reverse=True), now) | {now}
    assert len(kept) == 15


def test_restoring_is_a_save_that_can_be_taken_back(store: Store) -> None:
    """The version before comes back as the file, and what it replaced is the newest backup."""
    opened = saved_often(store, 2)
    restored = store.restore_backup(opened.path, store.backups(opened.path)[-1], managed=True)
    assert load(opened.path).workspace.title == restored.workspace.title == "first"
    again = store.restore_backup(opened.path, store.backups(opened.path)[0], managed=True)
    assert again.workspace.title == "1"


def test_a_damaged_and_a_missing_file_can_be_restored(store: Store) -> None:
    """Where the file is no workspace any more, or gone, an earlier version takes its place."""
    opened = saved_often(store, 1)
    opened.path.write_bytes(b"= nonsense")
    assert store.restore_backup(opened.path, store.backups(opened.path)[0], True).workspace.title == "first"
    opened.path.unlink()
    assert store.restore_backup(opened.path, store.backups(opened.path)[-1], True).workspace.title == "first"
    assert load(opened.path).workspace.title == "first"


def test_a_save_without_room_for_a_backup_does_not_take_place(store: Store) -> None:
    """A version that cannot be kept is not replaced."""
    opened = saved_often(store, 0)
    before = opened.path.read_bytes()
    (documents_state(store, opened) / "backups").write_text("in the way")
    with pytest.raises(SaveFailed):
        store.save(opened, titled(opened.workspace, "next"))
    assert opened.path.read_bytes() == before


def documents_state(store: Store, opened: Opened) -> Path:
    """The folder of a file's state."""
    from shortlist.store.locking import state_folder

    return state_folder(store.places.state, opened.path)


# --- after the replace


def test_an_error_after_the_replace_is_no_conflict_with_oneself(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder could not be forced to disk: the save failed, the session learns what is there, and saves again."""
    opened = saved_often(store, 0)
    real, broken = os.fsync, True

    def fail(descriptor: int) -> None:
        if broken and stat.S_ISDIR(os.fstat(descriptor).st_mode) and opened.path.read_bytes() != before:
            raise OSError(5, "Input/output error")
        real(descriptor)

    before = opened.path.read_bytes()
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Unsure, match="the folder could not be forced to disk") as unsure:
        store.save(opened, titled(opened.workspace, "next"))
    broken = False
    assert unsure.value.opened.digest == documents.digest_of(opened.path.read_bytes())
    assert store.save(unsure.value.opened, titled(opened.workspace, "later")).workspace.title == "later"


# --- trash and names


def test_a_deleted_workspace_comes_back_with_its_history(store: Store) -> None:
    """Deleting takes earlier versions and frozen records along; restoring brings all of it back."""
    opened = saved_often(store, 2)
    records_folder(opened.path).mkdir()
    (records_folder(opened.path) / "0001-x.toml").write_text("frozen")
    gone = store.delete("first")
    assert gone.parent == store.places.trash and not opened.path.exists() and not records_folder(opened.path).exists()
    assert [one.name for one in store.trash()] == ["first"]
    assert store.backups(opened.path) == []
    assert store.undelete("first") == opened.path
    assert [load(one.path).workspace.title for one in store.backups(opened.path)] == ["0", "first"]
    assert (records_folder(opened.path) / "0001-x.toml").read_text() == "frozen"
    assert store.trash() == []


def test_a_taken_name_is_not_restored_over(store: Store) -> None:
    """The deleted one comes back under a number, the last deleted first; an unknown one is told the nearest."""
    for title in ("one", "two"):
        opened = store.create(new_workspace("same"))
        store.save(opened, titled(opened.workspace, title))
        store.delete("same")
    store.create(new_workspace("same"))
    assert [store.undelete("same").name, store.undelete("same").name] == ["same-2.toml", "same-3.toml"]
    store.delete("same")
    with pytest.raises(ShortlistError, match="did you mean same"):
        store.undelete("sane")


def test_the_trash_is_emptied_after_thirty_days(store: Store) -> None:
    """What was deleted longer ago is gone with its earlier versions; a file of somebody else's stays."""
    saved_often(store, 1)
    gone = store.delete("first")
    other = store.places.trash / "notes.toml"
    other.write_text("mine")
    today = dt.datetime.now(dt.UTC)
    for day in range(30):
        assert store.empty_trash(older=True, now=today + dt.timedelta(days=day)) == 0 and gone.exists()
    assert store.empty_trash(older=True, now=today + dt.timedelta(days=31)) == 1
    assert not gone.exists() and other.exists()
    assert store.backups(gone) == []


def test_renaming_takes_the_earlier_versions_along(store: Store) -> None:
    """The new name knows the versions from before."""
    opened = saved_often(store, 2)
    target = store.rename("first", "Second name")
    assert target.name == "second-name.toml"
    assert len(store.backups(target)) == 2 and store.backups(opened.path) == []


def test_a_workspace_that_is_open_is_neither_renamed_nor_deleted(store: Store) -> None:
    """The session that has it open would save to a name that is gone; the message says who it is."""
    opened = saved_often(store, 0)
    session, other = begin_session(store.places.state, opened.path)
    assert session is not None and other is None
    for act in (lambda: store.rename("first", "second"), lambda: store.delete("first")):
        with pytest.raises(ShortlistError, match=rf"open in process {os.getpid()} on .*close it there first"):
            act()
    session.end()
    assert opened_by(store.places.state, opened.path) is None
    store.rename("first", "second")


def test_the_second_session_learns_of_the_first(store: Store) -> None:
    """It gets a number of its own; when the first has gone, the next one is first again."""
    opened = saved_often(store, 0)
    first, _ = begin_session(store.places.state, opened.path)
    second, other = begin_session(store.places.state, opened.path)
    assert first and second and (first.number, second.number) == (1, 2)
    assert other is not None and str(os.getpid()) in other
    assert first.draft != second.draft
    first.end()
    third, other = begin_session(store.places.state, opened.path)
    assert third is not None and third.number == 1 and other is not None
    second.end()
    third.end()
    fourth, other = begin_session(store.places.state, opened.path)
    assert fourth is not None and fourth.number == 1 and other is None
    fourth.end()


# --- modes


@pytest.fixture(params=[0o000, 0o022, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Every kind of umask that a shell may have."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_everything_is_private_whatever_the_umask(store: Store, umask: int) -> None:
    """Files 0600, folders 0700, in data and state, after every kind of operation."""
    store.places.data.parent.chmod(0o755)
    opened = saved_often(store, 2)
    session, _ = begin_session(store.places.state, opened.path)
    assert session is not None
    write_atomic(session.draft, b"draft")
    store.remember(opened)
    session.end()
    store.delete("first")
    modes = {
        str(path.relative_to(store.places.data)): stat.S_IMODE(path.stat().st_mode)
        for path in [store.places.data, *store.places.data.rglob("*")]
    }
    wrong = {
        name: oct(mode)
        for name, mode in modes.items()
        if mode != (0o700 if (store.places.data / name).is_dir() else 0o600)
    }
    assert wrong == {}
