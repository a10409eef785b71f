"""Due days as a calendar file (RFC 5545): an all-day event each, the same bytes for the same days."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

from shortlist.core.review.calendar import DueDay
from shortlist.shown import shown

LONGEST_LINE = 75  # bytes of a line before it is folded (section 3.1)


def calendar(days: Iterable[DueDay], today: dt.date) -> str:
    """The text of the calendar, in the order of the days; `today` stamps it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Shortlist//Due days//EN", "CALSCALE:GREGORIAN"]
    for day in sorted(days):
        lines += _event(day, today)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(due: DueDay, today: dt.date) -> Iterator[str]:
    uid = hashlib.sha256(f"{due.workspace}\n{due.record}\n{due.key}".encode()).hexdigest()[:32]
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@shortlist"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}"
    if due.day < dt.date.max:
        yield f"DTEND;VALUE=DATE:{due.day + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(due.what)}"
    told = " ".join(filter(None, (f"Workspace {due.workspace}, record {due.record}.", due.message)))
    yield f"DESCRIPTION:{_text(told)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A value of type TEXT, cleaned, on one line (section 3.3.11)."""
    clean = shown(value)
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, no character torn; each but the first begins with a space."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode("utf-8"))
        if size + width > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + width
    yield piece
