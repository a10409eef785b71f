"""What a written record says of its own standing: what it replaces, what replaced it, and on what it was accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.changes.place_words import rule_told
from shortlist.core.document.accepted import kept, successor
from shortlist.core.document.record import Record
from shortlist.core.document.workspace import Workspace
from shortlist.core.review.filed_records import Filed, Reason, StatusChange
from shortlist.export.markup import inline


class RecordNote(NamedTuple):
    """What is known of a record beyond its own words."""

    superseded_by: int | None = None
    superseded_on: dt.date | None = None
    """The day on which the record that replaces it was accepted."""
    change: StatusChange | None = None
    reasons: tuple[Reason, ...] = ()
    replayed: bool = False
    """Whether the figures are those that were frozen on acceptance."""


def title_of(workspace: Workspace) -> str:
    """What the decision is called: as its last record, where that has a title of its own."""
    own = workspace.record.title.strip() if workspace.record is not None else ""
    return own or workspace.title


def note_of(analysis: Analysis) -> RecordNote:
    """The note on the record that an analysis shows, which is the last one."""
    record = analysis.workspace.record
    if record is None:
        return RecordNote()
    return _note(analysis.workspace, record, analysis.filed or {}, replayed=False)


def _note(workspace: Workspace, record: Record, filed: Mapping[int, Filed], replayed: bool) -> RecordNote:
    note = RecordNote(replayed=replayed)
    if record.status == "superseded" and (later := successor(workspace, record.number)) is not None:
        note = note._replace(superseded_by=later.number)
        if kept(later):
            note = note._replace(superseded_on=later.date)
    found = filed.get(record.number, Filed(None))
    if found.change is not None and found.change.status == record.status:
        note = note._replace(change=found.change)
    if found.frozen is not None:
        note = note._replace(reasons=found.frozen.reasons)
    return note


def record_analysis(analysis: Analysis, number: int) -> tuple[Analysis, RecordNote]:
    """The analysis that a record is written from, and the note on it.

    A record that was accepted is written from its frozen inputs, as of its day, under its present status: the same
    text every time. Any other is written from the workspace as it is.
    """
    workspace, filed = analysis.workspace, analysis.filed or {}
    record = next(record for record in workspace.records if record.number == number)
    frozen = filed.get(number, Filed(None)).frozen
    note = _note(workspace, record, filed, replayed=frozen is not None)
    if frozen is not None:
        alone = frozen.workspace.model_copy(update={"records": (record,)})
        return analyse(alone, None, frozen.record.date, {number: filed[number]}), note
    if record is workspace.record:
        return analysis, note
    alone = workspace.model_copy(update={"records": (record,)})
    return analyse(alone, analysis.catalogue, analysis.today, filed), note


def ceased_on(record: Record, note: RecordNote) -> dt.date | None:
    """The day on which an accepted record was superseded or deprecated; None where it was not, or nobody knows it."""
    if not kept(record) or record.status == "accepted":
        return None
    return note.superseded_on or (note.change and note.change.date)


def state_words(record: Record, note: RecordNote) -> str:
    """Where a record stands and since when; of one that has ceased also when it was accepted: its own day is that."""
    if not kept(record) or record.status == "accepted":
        return f"{record.status} on {record.date}"
    ceased = ceased_on(record, note)
    since = f"{record.status} on {ceased}" if ceased else f"since {record.status}"
    return f"accepted on {record.date}, {since}"


_SUPERSEDES = {
    "draft": "Once accepted, supersedes",
    "proposed": "Once accepted, supersedes",
    "rejected": "Was to supersede",
}
"""What a record that is not in force says of the one that it was written to replace."""


def standing_lines(record: Record, note: RecordNote) -> list[str]:
    """What replaces what, who deprecated it, and the errors it was accepted in spite of, as Markdown."""
    return [*succession_lines(record, note), *exception_lines(note), *digest_lines(record)]


def succession_lines(record: Record, note: RecordNote) -> list[str]:
    """What replaces what, and who deprecated it, as Markdown."""
    lines = []
    if record.supersedes:
        lines.append(f"{_SUPERSEDES.get(record.status, 'Supersedes')}: record {record.supersedes}")
    if note.superseded_by:
        on = f", accepted on {note.superseded_on}" if note.superseded_on else ""
        lines.append(f"Superseded by: record {note.superseded_by}{on}")
    if note.change is not None:
        change = f"{note.change.status.capitalize()} on {note.change.date}"
        if note.change.by:
            change += f" by {', '.join(map(inline, note.change.by))}"
        if note.change.reason.strip():
            change += f": {inline(note.change.reason)}"
        lines.append(change)
    return lines


def in_spite_of(reason: Reason) -> str:
    """An error that a record was accepted in spite of, and why."""
    return f"Accepted in spite of “{rule_told(reason.rule)}”: {reason.reason}"


def exception_lines(note: RecordNote) -> list[str]:
    """The errors that a record was accepted in spite of, each with its reason, as Markdown."""
    return [
        f"Accepted in spite of “{rule_told(reason.rule)}”: {inline(reason.message)} Reason: {inline(reason.reason)}"
        for reason in note.reasons
    ]


def digest_lines(record: Record) -> list[str]:
    """The digest of what was frozen, once a record was accepted, as Markdown."""
    if not record.digest:
        return []
    return [f"Digest of the record and its frozen inputs: {inline(record.digest)}"]
