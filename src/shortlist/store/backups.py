"""Earlier versions of a file: the last ten, then one an hour for a day, then one a day for two weeks.

Which is the later of two, their numbers say, for a clock may be set. How old one is, the times between the versions
say: what lies further apart than two days was a holiday, or a clock that jumped, and makes nothing older.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from shortlist.store.atomic import private_folder, sweep_folder, write_atomic
from shortlist.store.folders import entries

FOLDER = "backups"
LAST = 10
HOURLY, DAILY = dt.timedelta(days=1), dt.timedelta(days=14)
MOST = {"hour": 25, "day": 15}
"""Versions that are kept of an hour, and of a day, at most: as many as a day, and two weeks, can touch."""
HOLIDAY = dt.timedelta(days=2)
_NAME = re.compile(r"([0-9]{8}T[0-9]{12})Z-([0-9a-f]{12})(?:-([0-9]{6,12}))?\.toml")
_STAMP = "%Y%m%dT%H%M%S%f"


class Backup(NamedTuple):
    """A version of a file as it was until a save replaced it."""

    until: dt.datetime
    digest: str
    """The beginning of the digest of its bytes."""
    path: Path
    number: int = 0
    """Its place in the order in which they were kept; 0 where the name tells none."""


def backups(state: Path) -> list[Backup]:
    """The versions kept in the state folder of a file, the newest first. Raises `UnreadableFile`."""
    found = []
    for path in entries(state / FOLDER, "the folder of the earlier versions"):
        name = _NAME.fullmatch(path.name)
        if name is not None:
            with suppress(ValueError):
                until = dt.datetime.strptime(name[1], _STAMP).replace(tzinfo=dt.UTC)
                found.append(Backup(until, name[2], path, int(name[3] or 0)))
    return sorted(found, key=lambda one: (one.number, one.until, one.digest), reverse=True)


def keep(state: Path, data: bytes, now: dt.datetime) -> None:
    """Keep a version that is about to be replaced; the newest one is not kept twice.

    Raises `SaveFailed`, or `UnreadableFile` where those that are there cannot be listed.

    The caller holds the lock of the file.
    """
    digest = hashlib.sha256(data).hexdigest()[:12]
    folder = state / FOLDER
    private_folder(folder)
    there = backups(state)
    if there and there[0].digest == digest:
        return
    sweep_folder(folder)
    number = there[0].number + 1 if there else 1
    write_atomic(folder / f"{now:{_STAMP}}Z-{digest}-{number:06d}.toml", data, follow=False)
    kept = worth_keeping([one.until for one in there], now)
    for one in there:
        if one.until not in kept:
            with suppress(OSError):
                one.path.unlink()


def worth_keeping(until: Sequence[dt.datetime], now: dt.datetime) -> set[dt.datetime]:
    """Which versions stay beside one that is being added, given the newest first: the newest nine, and of older ones
    the newest of each hour or day, as far back as that goes."""
    kept: set[dt.datetime] = set()
    spans: dict[str, set[int]] = {"hour": set(), "day": set()}
    later, age = now, dt.timedelta()
    for number, moment in enumerate(until):
        apart, later = later - moment, moment
        if dt.timedelta() < apart <= HOLIDAY:
            age += apart
        if number < LAST - 1:
            kept.add(moment)
            continue
        kind, seconds = ("hour", 3600) if age <= HOURLY else ("day", 86400)
        span = int(moment.timestamp() // seconds)
        if age <= DAILY and span not in spans[kind] and len(spans[kind]) < MOST[kind]:
            spans[kind].add(span)
            kept.add(moment)
    return kept
