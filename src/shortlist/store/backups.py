"""Earlier versions of a file: the last ten, then one an hour for a day, then one a day for two weeks."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from shortlist.store.atomic import private_folder, sweep_folder, write_atomic
from shortlist.store.folders import entries

FOLDER = "backups"
LAST = 10
HOURLY, DAILY = dt.timedelta(days=1), dt.timedelta(days=14)
_NAME = re.compile(r"(\d{8}T\d{12})Z-([0-9a-f]{12})\.toml")
_STAMP = "%Y%m%dT%H%M%S%f"


class Backup(NamedTuple):
    """A version of a file as it was until a save replaced it."""

    until: dt.datetime
    digest: str
    """The beginning of the digest of its bytes."""
    path: Path


def backups(state: Path) -> list[Backup]:
    """The versions kept in the state folder of a file, the newest first. Raises `UnreadableFile`."""
    found = []
    for path in entries(state / FOLDER, "the folder of the earlier versions"):
        name = _NAME.fullmatch(path.name)
        if name is not None:
            with suppress(ValueError):
                until = dt.datetime.strptime(name[1], _STAMP).replace(tzinfo=dt.UTC)
                found.append(Backup(until, name[2], path))
    return sorted(found, reverse=True)


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
    path = folder / f"{now:{_STAMP}}Z-{digest}.toml"
    write_atomic(path, data)
    kept = worth_keeping((one.until for one in there), now)
    for one in there:
        if one.until not in kept:
            with suppress(OSError):
                one.path.unlink()


def worth_keeping(until: Iterable[dt.datetime], now: dt.datetime) -> set[dt.datetime]:
    """Which versions stay beside one that is being added: the newest nine, and of older ones the newest of each hour
    or day, as far back as that goes."""
    kept: set[dt.datetime] = set()
    spans: set[tuple[str, int]] = set()
    for number, moment in enumerate(sorted(until, reverse=True)):
        age = now - moment
        if number < LAST - 1:
            kept.add(moment)
            continue
        hour, day = int(moment.timestamp() // 3600), int(moment.timestamp() // 86400)
        span = ("hour", hour) if age <= HOURLY else ("day", day)
        if age <= DAILY and span not in spans:
            spans.add(span)
            kept.add(moment)
    return kept
