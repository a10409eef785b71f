"""What the screen of the record says of each status in `core.document.record_status`: what leads on, by which keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.document.record import Record, Status
from shortlist.core.document.workspace import Workspace
from shortlist.tui.keys.bindings import Hint, hint, hints, keyed


class StatusHelp(NamedTuple):
    """A row of the table."""

    told: str
    """What can be done, in a sentence with the keys."""
    hints: tuple[Hint, ...] = ()
    """The keys that lead on, those first that most people want."""


_AGAIN = StatusHelp(
    "It stays as it was decided on. {record.supersede} starts a new draft from it.",
    (hint("record.supersede", "new draft"),),
)
STATUS_HELP: Mapping[Status, StatusHelp] = {
    "draft": StatusHelp("Enter edits these. {record.propose} proposes the record once it can be read by others."),
    "proposed": StatusHelp(
        "Enter edits these. {record.accept} accepts the record, {record.reject} rejects it, "
        "{record.propose} takes it back to a draft.",
        hints("record.accept record.reject"),
    ),
    "accepted": StatusHelp(
        "It stays as it was decided on. {record.supersede} supersedes it by a new draft, "
        "{record.deprecate} deprecates it, {record.happened} says that something has happened, "
        "{record.changes} shows what changed.",
        hints("record.supersede record.export record.deprecate record.changes record.happened"),
    ),
    "rejected": _AGAIN,
    "deprecated": _AGAIN,
    "superseded": StatusHelp("The record is superseded: its words stay as they were decided on."),
}
_SUCCESSOR = (
    "Enter edits these. {record.propose} proposes the record once it can be read by others, "
    "{record.reject} discards the draft."
)
"""Of a draft that started from an earlier record, which alone can be discarded."""


def ahead(workspace: Workspace, record: Record) -> str:
    """What can be done with the record being edited, with the keys in force."""
    if record.status == "draft" and len(workspace.records) > 1:
        return keyed(_SUCCESSOR)
    return keyed(STATUS_HELP[record.status].told)
