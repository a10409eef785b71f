"""Values as files hold them, read strictly: numbers without guessing at a locale, exact unit changes, dates.

Of several periods of one thing the one that a day lies in counts.

Every function returns None for what holds no value, and raises `BadValue` for what is no value of its kind.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import NOTHING
from shortlist.core.basics.words import cut_short

NO_VALUE = NOTHING | {"n.a.", "nan", "not available", "tbd", "#n/a", "#na", "#null!", "#value!", "#ref!", "#name?"}
"""Texts that say that there is no value, in files."""
LONGEST_NUMBER = 40
LARGEST = Decimal(10) ** 18
"""No figure of a model is larger; a number beyond it is a mistake."""
LONGEST_TEXT = 300
"""Characters of an id or a name; more is no name."""
MILLION = Decimal(1_000_000)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


class BadValue(ShortlistError):
    """A value that is not of its kind; the sentence has no place, the reader of the row knows it."""


def told(value: object) -> str:
    """A mistaken value, short enough for a sentence."""
    return cut_short(repr(value), 40)


def exact(value: object, grouped: bool = False) -> Decimal | None:
    """A number without rounding. A thousands comma is read only where the format is known to write one."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadValue(f"expected a number, found {told(value)}")
    if isinstance(value, float) and math.isnan(value):
        # What writers of JSON put for an unknown number, though JSON knows no such.
        return None
    if isinstance(value, float) and not math.isfinite(value):
        raise BadValue(f"expected a finite number, found {told(value)}")
    if isinstance(value, str):
        text = value.strip()
    elif isinstance(value, int) and value.bit_length() > 128:
        # Of a whole number of many digits not even the text is made.
        text = "x"
    else:
        text = repr(value)
    if text.casefold() in NO_VALUE:
        return None
    if len(text) > LONGEST_NUMBER:
        raise BadValue(f"expected a number, found {told(value)}")
    if grouped and _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _DECIMAL.fullmatch(text):
        comma = ""
        if re.search(r"[0-9],[0-9]", text):
            comma = "; a comma may mark thousands or decimals"
        raise BadValue(f"expected a number, found {told(value)}{comma}")
    number = Decimal(text)
    if abs(number) > LARGEST or (number != 0 and number.adjusted() < -30):
        raise BadValue(f"{told(value)} is beyond any figure of a model")
    return number


def number(value: object, factor: Decimal = Decimal(1), grouped: bool = False) -> float | None:
    """A number times a factor, worked out exactly before it becomes a float; whole numbers stay whole."""
    found = exact(value, grouped)
    if found is None:
        return None
    return as_held(found * factor)


def tidy(value: Decimal) -> Decimal:
    """A decimal to twelve digits: what lists of prices hold beyond them is left by their own arithmetic."""
    return value.normalize(Context(prec=12))


def as_held(value: Decimal) -> float:
    """A decimal as the workspace holds it."""
    if value == value.to_integral_value() and abs(value) < 2**53:
        return int(value)
    return float(value)


def percentage(value: object) -> float | None:
    """A percentage as points from 0 to 100: `77.47%`, `77.47 %` or 77.47."""
    if isinstance(value, str):
        value = value.strip().removesuffix("%").rstrip()
    return number(value)


def number_or_unmeasured(value: object) -> float | None:
    """A number of which 0 means that nobody measured it."""
    return number(value) or None


def positive(value: object) -> float | None:
    """A count of tokens or the like; 0 is unknown, less is a mistake."""
    found = number(value)
    if found is not None and found < 0:
        raise BadValue(f"expected 0 or more, found {told(value)}")
    return found or None


def text(value: object) -> str:
    """A text on one line, at most `LONGEST_TEXT` characters; anything but a text is refused, nothing is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadValue(f"expected text, found {told(value)}")
    clean = " ".join(value.split())
    if len(clean) > LONGEST_TEXT:
        raise BadValue(f"a text of {len(clean):,} characters is no name")
    return clean


def word(value: object) -> str:
    """A text on one line, cut at `LONGEST_TEXT` characters; anything else is none."""
    return " ".join(value.split())[:LONGEST_TEXT] if isinstance(value, str) else ""


def required(value: object, what: str) -> str:
    """A text that must be there."""
    found = text(value)
    if not found:
        raise BadValue(f"it has no {what}")
    return found


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = frozenset(
    ("january", "february", "march", "april", "june", "july", "august", "september", "sept", "october", "november")
) | {"december"}
_DAY = re.compile(r"([0-9]{4})([-/.])([0-9]{2})(?:\2([0-9]{2}))?(?![0-9])")
_NAMED_DAY = re.compile(
    r"(?:(?P<month>[a-z]{3,9})\.? +(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? +|"
    r"(?P<first>[0-9]{1,2})(?:st|nd|rd|th|\.)? +(?P<then>[a-z]{3,9})\.?,? +)(?P<year>[0-9]{4})(?![0-9])"
)


def day(value: object) -> date | None:
    """A date, alone or at the start of a time: `2026-10-03`, `2026-10-03 11:57:24`, `Apr 14, 2026`, `14 April 2026`.

    A month is its first day. Days of numbers alone that do not begin with the year are refused: which of them is the
    month, two people read differently.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadValue(f"expected a date, found {told(value)}")
    clean = value.strip()[:60].casefold()
    match, named = _DAY.match(clean), _NAMED_DAY.match(clean)
    try:
        if match is not None:
            return date(int(match[1]), int(match[3]), int(match[4] or 1))
        if named is not None:
            month = named["month"] or named["then"]
            if month not in (*MONTHS, *_LONG_MONTHS):
                raise ValueError
            return date(int(named["year"]), MONTHS.index(month[:3]) + 1, int(named["day"] or named["first"]))
    except ValueError:
        raise BadValue(f"there is no day {told(value)}") from None
    raise BadValue(f"expected a date such as 2026-11-22, found {told(value)}")


def stamp_day(value: object) -> date | None:
    """The day (UTC) of a time stamp in seconds; None where there is none that can be."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 4e9:
        return None
    return datetime.fromtimestamp(value, UTC).date()


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


def valid_on(values: Sequence[Mapping[str, Any]], on: date) -> list[Mapping[str, Any]]:
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
