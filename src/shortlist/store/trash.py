"""Deleted workspaces: kept for thirty days under their name and the moment, then gone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from shortlist.store.folders import entries

KEPT = dt.timedelta(days=30)
_NAME = re.compile(r"(?P<name>.+)-(?P<stamp>\d{8}t\d{6})(?:-\d+)?\.toml")
_STAMP = "%Y%m%dt%H%M%S"


class Deleted(NamedTuple):
    """A workspace in the trash."""

    deleted: dt.datetime
    name: str
    """What it was called."""
    path: Path

    @property
    def until(self) -> dt.datetime:
        """When it is removed for good."""
        return self.deleted + KEPT


def trash_name(name: str, now: dt.datetime) -> str:
    """The name under which a workspace lies in the trash, without its ending."""
    return f"{name}-{now:{_STAMP}}"


def deleted_in(trash: Path) -> list[Deleted]:
    """What lies in the trash, the last deleted first; files that are not from here are left alone.

    Raises `UnreadableFile`.
    """
    return sorted(_deleted(trash), reverse=True)


def _deleted(trash: Path) -> Iterator[Deleted]:
    for path in entries(trash, "the trash"):
        found = _NAME.fullmatch(path.name)
        if found is not None:
            with suppress(ValueError):
                moment = dt.datetime.strptime(found["stamp"], _STAMP).replace(tzinfo=dt.UTC)
                yield Deleted(moment, found["name"], path)
