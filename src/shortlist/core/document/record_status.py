"""The statuses of a record: what may be done in each, what leads on from it, and the remedy where a step does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from shortlist.core.document.record import Status
from shortlist.core.document.vocabulary import Verdict

RecordStep = Literal["propose", "accept", "reject", "supersede", "deprecate"]
"""What leads a record from one status to another."""


class RecordStatus(NamedTuple):
    """A row of the table."""

    remedy: str
    """What it can become, said where a step does not lead on from it."""
    steps: tuple[RecordStep, ...] = ()
    """Those that lead on from it."""
    open: bool = False
    """Whether the record may still be written."""
    kept: bool = False
    """Whether it was accepted, and so is never edited again."""
    closed: bool = False
    """Whether nothing follows but a new draft that starts from it."""
    followed: Verdict = "not_applicable"
    """Whether the decision is followed."""


RECORD_STATUSES: Mapping[Status, RecordStatus] = {
    "draft": RecordStatus("propose it first", ("propose",), open=True),
    "proposed": RecordStatus("accept it first", ("accept", "reject"), open=True),
    "accepted": RecordStatus(
        "supersede it by a new draft, or deprecate it", ("supersede", "deprecate"), kept=True, followed="pass"
    ),
    "rejected": RecordStatus("start a new draft from it", closed=True, followed="fail"),
    "deprecated": RecordStatus("start a new draft from it", kept=True, closed=True, followed="fail"),
    "superseded": RecordStatus("the record that replaces it is the one to work on", kept=True, followed="fail"),
}
