"""The days on which something of an accepted decision falls due, as far as a day decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.record import Record
from shortlist.core.document.trigger_names import trigger_words
from shortlist.core.review.triggers import TriggerState


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
