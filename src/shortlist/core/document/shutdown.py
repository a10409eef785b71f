"""When an offering is withdrawn: the dates that a source gives by channel, and which of them counts for a candidate.

One model has several clocks: its maker's, and those of the clouds that serve it, months apart. The date of the channel
that a candidate uses counts before the maker's; where nobody gives one for that channel the earliest of all counts, and
it is said so. A date before which nothing ends is a bound and is worded as one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shortlist.core.basics.words import days_away
from shortlist.core.document.channels import MAKERS, channel

NOTICE_DAYS = 90
"""So many days before an end a decision is to be reopened, where its trigger does not say otherwise."""
_LINE = re.compile(r"Ends (?P<how>not before|on) (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\b[^\n]*")


@dataclass(frozen=True, slots=True)
class End:
    """A date that a source gives."""

    via: str
    """The channel, as `channels.channel` calls it; empty for the maker's own."""
    day: dt.date
    earliest: bool = False
    """Whether it ends not before that day, and when is not known."""
    source: str = ""
    announced: dt.date | None = None
    replacement: str = ""


class Ending(NamedTuple):
    """The date that counts for a candidate."""

    day: dt.date
    earliest: bool
    sentence: str
    """Day, channel, source and replacement, as the candidate's notes hold it: a line of its own."""


def ending_for(ends: Sequence[End], provider: str, developer: str = "") -> Ending | None:
    """Which date counts for a candidate of a provider; None where the source gives none."""
    if not ends:
        return None
    served = channel(provider)
    own = [end for end in ends if end.via == served]
    if own:
        end, where = min(own, key=_sooner), f" at {served}"
    else:
        makers = [end for end in ends if end.via == ""]
        if makers and (served in MAKERS or served == channel(developer)):
            end, where = min(makers, key=_sooner), " at its maker"
        else:
            end = min(ends, key=_sooner)
            where = f" at {end.via or 'its maker'}, the earliest date of all, for none is given for {served}"
    how = "not before" if end.earliest else "on"
    told = f"Ends {how} {end.day}{where}"
    if end.source:
        told += f" ({end.source})"
    if end.announced is not None:
        told += f", announced on {end.announced}"
    if end.replacement:
        told += f"; named in its place: {end.replacement}"
    return Ending(end.day, end.earliest, f"{told}.")


def _sooner(end: End) -> tuple[dt.date, bool]:
    return end.day, not end.earliest


def with_ending(notes: str, sentence: str) -> str:
    """Notes with the line on the end, in place of an earlier one."""
    lines = [line for line in notes.split("\n") if line.strip() and not _LINE.fullmatch(line.strip())]
    return "\n".join([*lines, sentence])


def is_bound(notes: str, day: dt.date) -> bool:
    """Whether notes say of a day that it is a bound: the offering ends not before it."""
    return any(found["how"] == "not before" and found["day"] == str(day) for found in _LINE.finditer(notes))


def ends_words(day: dt.date, today: dt.date, earliest: bool = False) -> str:
    """When something ends, and in how many days: `ends on 2027-02-27, in 90 days`."""
    left = (day - today).days
    if earliest:
        return f"ends not before {day}, {days_away(left)}"
    verb = "ended" if left < 0 else "ends"
    return f"{verb} on {day}, {days_away(left)}"
