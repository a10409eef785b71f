"""Plain data: what values of the program hold, for another program, and what tables of files hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any


def plain_fields(one: object, names: str) -> dict[str, Any]:
    """What a value holds under these names, apart by spaces: a tuple as a list, a day as its text."""
    return {name: _plain(getattr(one, name)) for name in names.split()}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def table_at(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The table under a key; an empty one where there is none, or something else."""
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}
