"""The days on which something of an accepted decision falls due, as far as a day decides, and a calendar file of them.

The file is that of RFC 5545: an all-day event each, the same bytes for the same days.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.record import Record, trigger_words
from shortlist.core.review.triggers import TriggerState
from shortlist.sanitising import shown


class DueDay(NamedTuple):
    """A day of the calendar: what falls due, of which record of which workspace."""

    day: dt.date
    workspace: str
    record: int
    what: str
    """In a few words, as the title of the day."""
    message: str
    key: str
    """What no other day of the record has: the same from one writing to the next."""


def due_days(
    workspace: str, title: str, record: Record, states: Iterable[TriggerState], chosen: Iterable[Candidate]
) -> Iterator[DueDay]:
    """The days of a record in force: of its triggers, of the ends of whom it chose, and of the prices agreed with
    them."""
    for place, state in enumerate(states):
        if state.due_on is not None:
            what = f"{title}: review, {trigger_words(record.triggers[place])}"
            yield DueDay(state.due_on, workspace, record.number, what, state.message, f"trigger-{place}")
    for candidate in chosen:
        if candidate.ends_on is not None:
            told = f"{title}: {candidate.name} ends"
            yield DueDay(candidate.ends_on, workspace, record.number, told, candidate.notes, f"end-{candidate.id}")
        agreed = {one.valid_until for one in candidate.observations if one.basis == "contract" and one.valid_until}
        for day in sorted(agreed):
            told = f"{title}: last day of the prices agreed with {candidate.provider} for {candidate.name}"
            yield DueDay(day, workspace, record.number, told, "", f"contract-{candidate.id}-{day}")


LONGEST_LINE = 75  # bytes of a line before it is folded (section 3.1)


def calendar(days: Iterable[DueDay], today: dt.date) -> str:
    """The text of the calendar, in the order of the days; `today` stamps it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Shortlist//Due days//EN", "CALSCALE:GREGORIAN"]
    for due in sorted(days):
        uid = hashlib.sha256(f"{due.workspace}\n{due.record}\n{due.key}".encode()).hexdigest()[:32]
        lines += ["BEGIN:VEVENT", f"UID:{uid}@shortlist", f"DTSTAMP:{today:%Y%m%d}T000000Z"]
        lines.append(f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}")
        if due.day < dt.date.max:
            lines.append(f"DTEND;VALUE=DATE:{due.day + dt.timedelta(days=1):%Y%m%d}")
        told = " ".join(filter(None, (f"Workspace {due.workspace}, record {due.record}.", due.message)))
        lines += [f"SUMMARY:{_text(due.what)}", f"DESCRIPTION:{_text(told)}", "TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


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
