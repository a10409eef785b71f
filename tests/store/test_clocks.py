"""A clock that is set back, or ahead, for an hour or for years: what came last is kept, and nothing goes for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.document.workspace import new_workspace
from shortlist.core.edits.places import with_value
from shortlist.store import backups
from shortlist.store.backups import worth_keeping
from shortlist.store.places import Places
from shortlist.store.workspaces import Opened, Store, load

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
JUMPS = [-3 * 365 * DAY, -40 * DAY, -HOUR, HOUR, 2 * DAY, 40 * DAY, 3 * 365 * DAY]


class Clock(dt.datetime):
    """A clock that tests set."""

    at = NOW

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        """What it shows; a moment later at every look."""
        Clock.at += dt.timedelta(milliseconds=1)
        return Clock.at.astimezone(tz)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store under a clock that is set by the test."""
    Clock.at = NOW
    monkeypatch.setattr(dt, "datetime", Clock)
    return Store(Places(tmp_path / "data", tmp_path / "data" / "state"))


def saved(store: Store, opened: Opened, titles: list[str], apart: dt.timedelta = dt.timedelta(minutes=2)) -> Opened:
    """The workspace saved under each title."""
    for title in titles:
        Clock.at += apart
        opened = store.save(opened, with_value(opened.workspace, ("title",), title))
    return opened


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_the_last_ten_are_the_last_ten(store: Store, jump: dt.timedelta) -> None:
    """Whatever the clock showed when they were replaced, and in their order."""
    opened = saved(store, store.create(new_workspace("new")), [f"A{n}" for n in range(12)])
    Clock.at += jump
    opened = saved(store, opened, [f"B{n}" for n in range(12)])
    kept = [load(one.path).workspace.title for one in store.backups(opened.path)]
    assert kept[:10] == [f"B{n}" for n in range(10, 0, -1)]
    assert kept[10:] and set(kept[10:]) <= {"B0", "new", *(f"A{n}" for n in range(12))}


def test_versions_whose_names_tell_no_order_are_older_than_those_that_do(store: Store) -> None:
    """Those that were kept before there were numbers, some of them in a time that has not come yet."""
    opened = saved(store, store.create(new_workspace("new")), ["A0", "A1", "A2"])
    for number, one in enumerate(store.backups(opened.path)):
        later = NOW + (900 - number) * DAY
        one.path.rename(one.path.with_name(f"{later:%Y%m%dT%H%M%S%f}Z-{one.digest}.toml"))
    opened = saved(store, opened, [f"B{n}" for n in range(4)])
    kept = [load(one.path).workspace.title for one in store.backups(opened.path)]
    assert kept == ["B2", "B1", "B0", "A2", "A1", "A0", "new"]


@given(st.lists(st.sampled_from([*JUMPS, 3 * DAY, 30 * DAY]), max_size=3), st.integers(0, 40))
def test_no_jump_removes_what_was_worth_keeping(jumps: list[dt.timedelta], count: int) -> None:
    """Saves of two weeks, six hours apart; then the clock jumps, and nothing is given up but what its hours say."""
    moments = [NOW - n * 6 * HOUR for n in range(count)]
    before = worth_keeping(moments, NOW)
    for jump in jumps:
        if abs(jump) > backups.HOLIDAY or jump < dt.timedelta():
            assert worth_keeping(moments, NOW + jump) >= before
        later = [NOW + jump + n * dt.timedelta(minutes=1) for n in range(9, -1, -1)]
        if abs(jump) > backups.HOLIDAY:
            kept = worth_keeping([*later, *moments], later[0])
            assert {one for one in before if NOW - one > HOUR} - kept <= set(moments[:10])
        assert len(worth_keeping([*later, *moments], later[0])) <= 9 + 25 + 15


def test_a_clock_that_is_never_right_fills_no_disk() -> None:
    """Back by a day or ahead by a week with every save: as many versions as two weeks have, no more."""
    kept: list[dt.datetime] = []
    now = NOW
    for number in range(300):
        now += (-DAY, 7 * DAY, -HOUR, -7 * DAY)[number % 4] + dt.timedelta(seconds=number)
        held = worth_keeping(kept, now)
        kept = [now, *(one for one in kept if one in held)]
    assert len(kept) <= 1 + 9 + 25 + 15


# --- the trash


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_no_jump_empties_the_trash(store: Store, jump: dt.timedelta) -> None:
    """Neither while the clock is wrong, for a week of work, nor when it is right again."""
    for name in ("one", "two", "three"):
        store.create(new_workspace(name))
    store.delete("one")
    Clock.at += jump
    store.delete("two")
    for _ in range(7):
        Clock.at += DAY
        store.empty_trash(older=True)
    Clock.at -= jump
    store.delete("three")
    store.empty_trash(older=True)
    assert {one.name for one in store.trash()} == {"one", "two", "three"}


def test_thirty_days_of_work_empty_it(store: Store) -> None:
    """Each counts once, however often the clock goes over it; saving is work, and looking at the trash is."""
    opened = store.create(new_workspace("kept"))
    store.create(new_workspace("gone"))
    store.delete("gone")
    for day in range(1, 31):
        assert [one.name for one in store.trash()] == ["gone"], day
        Clock.at = NOW + day * DAY
        opened = saved(store, opened, [f"{day}"])
        for _ in range(3):
            Clock.at -= HOUR
            assert store.empty_trash(older=True) == 0
    Clock.at += 4 * HOUR
    assert store.empty_trash(older=True) == 1


@pytest.mark.parametrize(
    "told", [b"\xff", b"[]", b"1" * 9999, b'{"count": 1e999, "days": 3, "since": []}', b"\x00" * 99]
)
def test_a_damaged_note_of_the_days_removes_nothing(store: Store, told: bytes) -> None:
    """The thirty days begin anew."""
    store.create(new_workspace("gone"))
    store.delete("gone")
    for day in range(1, 30):
        Clock.at = NOW + day * DAY
        store.empty_trash(older=True)
    store.places.days.write_bytes(told)
    Clock.at = NOW + 40 * DAY
    assert store.empty_trash(older=True) == 0 and len(store.trash()) == 1


def test_a_trash_whose_names_no_calendar_has_is_listed(store: Store) -> None:
    """A file of somebody else's that looks like one from here is left alone."""
    store.create(new_workspace("gone"))
    gone = store.delete("gone")
    for stamp in ("20269999t000000", "00000000t000000", "２０２６1122t120000"):
        gone.with_name(f"x-{stamp}.toml").write_text("theirs")
    assert [one.name for one in store.trash()] == ["gone"]
