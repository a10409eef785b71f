"""What a list of many files says of each, read from its bare tables: what was decided, and when that falls due next.

None of the files is checked for it. Whatever is not as it should be counts as not there; opening the file tells what is
wrong.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeGuard

from shortlist.core.basics.plain_data import table_at
from shortlist.core.basics.words import count
from shortlist.core.document.record import BY_HAND
from shortlist.core.document.shutdown import NOTICE_DAYS

UNDECIDED = "undecided"
MOST_DAYS = 400_000
"""Days that a trigger may be away: about a thousand years."""


class WorkspaceSummary(NamedTuple):
    """What was decided, and the state of the last record; empty where there is none."""

    told: str
    status: str

    @property
    def line(self) -> str:
        """Both in one: `★ GPT-6 Luna, draft`."""
        return ", ".join(filter(None, self))


def summary_of(data: Mapping[str, Any]) -> WorkspaceSummary:
    """`★ GPT-6 Luna`, `4 of 5 steps`, `undecided`, with the state of the last record where there is one."""
    steps = [step.get("id") for step in _texts(table_at(data, "scenario"), "steps")]
    decision = table_at(data, "decision")
    own = {row.get("step"): row.get("default") for row in _texts(decision, "steps")}
    names = {one["id"]: one.get("name", one["id"]) for one in _texts(data, "candidates") if "id" in one}
    for_all = decision.get("default")
    chosen = [own.get(step) or for_all for step in steps]
    known = [id_ for id_ in chosen if isinstance(id_, str) and id_ in names]
    told = f"{len(known)} of {len(steps)} steps"
    if not known:
        told = UNDECIDED
    elif len(known) == len(steps) and len(set(known)) == 1:
        told = f"★ {names[known[0]]}"
    records = _texts(data, "records")
    status = records[-1].get("status", "") if records else ""
    return WorkspaceSummary(told, status)


def first_due(records: object, decided: object, candidates: object) -> dt.date | None:
    """The first day on which a record in force falls due, from its plain data.

    Days alone, as the file has them; what only figures decide takes the whole analysis. None where
    no day is known, or no record is in force.
    """
    record = next((row for row in reversed(_tables(records)) if row.get("status") == "accepted"), None)
    if record is None:
        return None
    # The ids that the decision names, for the whole or for a step.
    rows = [decided, *_tables(decided.get("steps"))] if isinstance(decided, Mapping) else []
    named = {row[role] for row in rows for role in ("default", "fallback") if isinstance(row.get(role), str)}
    ends = [row["ends_on"] for row in _tables(candidates) if row.get("id") in named and _is_day(row.get("ends_on"))]
    found = [day for trigger in _tables(record.get("triggers")) for day in _days(trigger, record.get("date"), ends)]
    return min(found, default=None)


def _days(trigger: Mapping[str, Any], since: object, ends: list[dt.date]) -> Iterator[dt.date]:
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


def _tables(value: object) -> list[Mapping[str, Any]]:
    """The rows of an array of tables."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _texts(data: Mapping[str, Any], key: str) -> list[Mapping[str, str]]:
    """The rows of an array of tables, each with its texts alone."""
    return [{name: value for name, value in row.items() if isinstance(value, str)} for row in _tables(data.get(key))]
