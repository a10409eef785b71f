"""Deleted workspaces: kept for thirty days under their name and the moment, then gone.

A clock that jumps makes nothing old: the thirty days must have been seen as well, one by one, by a program at work.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.store.atomic import LONGEST_NAME, is_there, private_folder, write_atomic
from shortlist.store.folders import entries
from shortlist.store.places import BESIDE
from shortlist.store.reading import read_bytes

KEPT = dt.timedelta(days=30)
_NAME = re.compile(r"(?P<name>.+)-(?P<stamp>[0-9]{8}t[0-9]{6})(?:-[0-9]+)?(?P<ending>\.[a-z]+)")
_STAMP = "%Y%m%dt%H%M%S"
DAMAGED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a note that is not as it was written raises."""
DAYS_TOLD_APART = 400
"""Days of which it is known that they were seen already."""


class Deleted(NamedTuple):
    """A workspace in the trash."""

    deleted: dt.datetime
    name: str
    """What it was called."""
    path: Path

    @property
    def until(self) -> dt.datetime:
        """When it is removed for good at the earliest."""
        return self.deleted + KEPT


def trash_name(name: str, now: dt.datetime) -> str:
    """The name under which a workspace lies in the trash, without its ending; of a long name the beginning."""
    while len(os.fsencode(name)) > LONGEST_NAME - 40:
        name = name[:-1]
    return f"{name}-{now:{_STAMP}}"


def deleted_in(trash: Path) -> list[Deleted]:
    """What lies in the trash, the last deleted first; files that are not from here are left alone.

    Raises `UnreadableFile`.
    """
    deleted = []
    for path in entries(trash, "the trash"):
        found = _NAME.fullmatch(path.name)
        if found is not None and found["ending"] == ".toml":
            with suppress(ValueError, OverflowError):
                moment = dt.datetime.strptime(found["stamp"], _STAMP).replace(tzinfo=dt.UTC)
                deleted.append(Deleted(moment, found["name"], path))
    return sorted(deleted, reverse=True)


def left_alone(trash: Path) -> list[Path]:
    """Folders in the trash whose workspace has been removed for good."""
    found = [path for path in entries(trash, "the trash") if path.suffix in BESIDE and _NAME.fullmatch(path.name)]
    return [path for path in found if not is_there(path.with_suffix(".toml"))]


class Days:
    """The note of the days that were seen, and since which of them each deleted workspace lies in the trash."""

    def __init__(self, note: Path) -> None:
        self._note = note
        self._count, self._days, self._since = self._read()

    def see(self, today: dt.date) -> None:
        """Count a day, unless it was seen already. That it cannot be noted is not told: all is kept longer then."""
        if today.isoformat() not in self._days:
            self._days = [*self._days, today.isoformat()][-DAYS_TOLD_APART:]
            self._count += 1
            self._write()

    def lain(self, deleted: Sequence[Deleted]) -> list[int]:
        """On how many days since each was first seen in the trash the program was at work."""
        since = {one.path.stem: self._since.get(one.path.stem, self._count) for one in deleted}
        if since != self._since:
            self._since = since
            self._write()
        return [self._count - since[one.path.stem] for one in deleted]

    def _read(self) -> tuple[int, list[str], dict[str, int]]:
        with suppress(ShortlistError, *DAMAGED):
            data = json.loads(read_bytes(self._note, follow=False))
            since = {str(stem): int(count) for stem, count in data["since"].items()}
            return int(data["count"]), list(map(str, data["days"])), since
        return 0, [], {}

    def _write(self) -> None:
        data = {"count": self._count, "days": self._days, "since": self._since}
        with suppress(ShortlistError, OSError):
            private_folder(self._note.parent)
            write_atomic(self._note, json.dumps(data).encode("ascii"), follow=False)
