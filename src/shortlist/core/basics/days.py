"""Days as people type them."""

from __future__ import annotations

import datetime as dt

from shortlist.sanitising import shown


def typed_day(text: str) -> dt.date:
    """The day that was typed. Raises `ValueError`, whose message is for who typed it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{shown(text)!r} is not a date such as 2026-11-22") from None
