"""When a decision falls due next, for a list of many: from the plain data of files that nobody has checked."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any, TypeGuard

from shortlist.core.basics.words import count
from shortlist.core.document.ending import NOTICE_DAYS

BY_HAND = ("compliance", "manual")
"""Kinds of triggers that are due from the day on which they happened."""
MOST_DAYS = 400_000
"""Days that a trigger may be away: about a thousand years."""


def first_due(records: object, decided: object, candidates: object) -> dt.date | None:
    """The first day on which a record in force falls due, from the plain data of a file that nobody has checked.

    For a list of many: days alone, as the file has them; what only figures decide takes the whole analysis. None where
    no day is known, or no record is in force.
    """
    record = next((row for row in reversed(_tables(records)) if row.get("status") == "accepted"), None)
    if record is None:
        return None
    # The ids that the decision names, for the whole or for a step.
    rows = [decided, *_tables(decided.get("steps"))] if isinstance(decided, dict) else []
    named = {row[role] for row in rows for role in ("default", "fallback") if isinstance(row.get(role), str)}
    ends = [row["ends_on"] for row in _tables(candidates) if row.get("id") in named and _is_day(row.get("ends_on"))]
    found = [day for trigger in _tables(record.get("triggers")) for day in _days(trigger, record.get("date"), ends)]
    return min(found, default=None)


def _tables(value: object) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _days(trigger: dict[str, Any], since: object, ends: list[dt.date]) -> Iterator[dt.date]:
    kind, value, happened = trigger.get("kind"), trigger.get("value"), trigger.get("happened_on")
    number = value if isinstance(value, int | float) and 0 <= value < MOST_DAYS else None
    if kind == "on_date" and _is_day(value):
        yield value
    elif kind == "after_days" and isinstance(since, dt.date) and number is not None:
        yield _shifted(since, math.ceil(number))
    elif kind == "deprecation":
        notice = NOTICE_DAYS if number is None else math.ceil(number)
        yield from (_shifted(end, -notice) for end in ends)
    elif kind in BY_HAND and _is_day(happened):
        yield happened


def _is_day(value: object) -> TypeGuard[dt.date]:
    return type(value) is dt.date


def _shifted(day: dt.date, days: int) -> dt.date:
    """A day so many days later, or earlier; at the edges of the calendar its first or last one."""
    ordinal = min(max(day.toordinal() + days, 1), dt.date.max.toordinal())
    return dt.date.fromordinal(ordinal)


def due_words(day: dt.date, today: dt.date) -> str:
    """How far away a due day is: `due in 12 days`, `due today`, `due since 2026-11-20`."""
    left = (day - today).days
    if left > 0:
        return f"due in {count(left, 'day')}"
    return f"due since {day}" if left else "due today"
