"""Prices that hold from a day to a day: of several periods of one thing the one that a day lies in counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from shortlist.core.importing.values import BadValue, day

SINCE = ("from_date", "valid_from", "effective_from", "effectiveStartDate", "effective_start_date")
UNTIL = ("to_date", "valid_until", "valid_to", "effective_until", "effectiveEndDate", "effective_end_date")
"""What lists of prices call the first and the last day of a period; neither is open at that end."""


class Period(NamedTuple):
    """The days of which something holds, both ends among them; None is open."""

    since: date | None
    until: date | None

    def holds(self, on: date) -> bool:
        """Whether a day lies in it."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


def period_of(since: object, until: object) -> Period:
    """A period by its two ends as a file has them. Raises `BadValue`."""
    found = Period(day(since), day(until))
    if None not in found and found.since > found.until:  # type: ignore[operator]
        raise BadValue(f"a period that begins on {found.since} and ends on {found.until}")
    return found


def in_force(values: Sequence[Mapping[str, Any]], on: date) -> list[Mapping[str, Any]]:
    """Of objects that say from when and until when they hold those in force on a day, the latest begun first.

    A list in which nothing says so stays as it is; a period that cannot be read holds on no day.
    """
    ends = [(_named(one, SINCE), _named(one, UNTIL)) for one in values]
    if not any(since or until for since, until in ends):
        return list(values)
    holding: list[tuple[date, Mapping[str, Any]]] = []
    for one, (since, until) in zip(values, ends, strict=True):
        try:
            period = period_of(one.get(since), one.get(until))
        except BadValue:
            continue
        if period.holds(on):
            holding.append((period.since or date.min, one))
    return [one for _, one in sorted(holding, key=lambda pair: pair[0], reverse=True)]


def _named(value: Mapping[str, Any], names: Sequence[str]) -> str:
    """The key of an end; empty where it has none."""
    return next((name for name in names if name in value), "")
