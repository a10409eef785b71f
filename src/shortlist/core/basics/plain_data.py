"""What values of the program hold, as plain data for another program."""

from __future__ import annotations

import datetime as dt
from typing import Any


def plain_fields(one: object, names: str) -> dict[str, Any]:
    """What a value holds under these names, apart by spaces: a tuple as a list, a day as its text."""
    return {name: _plain(getattr(one, name)) for name in names.split()}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, dt.date) else value
