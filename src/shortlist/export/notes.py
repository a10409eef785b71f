"""What a written record says of its own standing: what it replaces, what replaced it, and on what it was accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.freezing import Change, Filed, Reason
from shortlist.core.lifecycle import successor
from shortlist.core.record import Record
from shortlist.core.workspace import Workspace
from shortlist.export.markup import inline


class RecordNote(NamedTuple):
    """What is known of a record beyond its own words."""

    superseded_by: int | None = None
    change: Change | None = None
    reasons: tuple[Reason, ...] = ()
    replayed: bool = False
    """Whether the figures are those that were frozen on acceptance."""


def note_of(analysis: Analysis, replayed: bool = False) -> RecordNote:
    """The note on the record that an analysis shows, which is the last one."""
    record = analysis.workspace.record
    return RecordNote() if record is None else _note(analysis.workspace, record, analysis.filed or {}, replayed)


def _note(workspace: Workspace, record: Record, filed: Mapping[int, Filed], replayed: bool) -> RecordNote:
    later, kept = successor(workspace, record.number), filed.get(record.number)
    change = kept.change if kept is not None and kept.change and kept.change.status == record.status else None
    reasons = kept.frozen.reasons if kept is not None and kept.frozen is not None else ()
    return RecordNote(later.number if later else None, change, reasons, replayed)


def record_analysis(analysis: Analysis, number: int) -> tuple[Analysis, RecordNote]:
    """The analysis that a record is written from, and the note on it.

    A record that was accepted is written from its frozen inputs, as of its day, under its present status: the same
    text every time. Any other is written from the workspace as it is.
    """
    workspace, filed = analysis.workspace, analysis.filed or {}
    record = next(record for record in workspace.records if record.number == number)
    kept = filed.get(number)
    note = _note(workspace, record, filed, kept is not None and kept.frozen is not None)
    if kept is not None and kept.frozen is not None:
        frozen = kept.frozen.workspace.model_copy(update={"records": (record,)})
        return analyse(frozen, None, kept.frozen.record.date, {number: kept}), note
    if record is workspace.record:
        return analysis, note
    alone = workspace.model_copy(update={"records": (record,)})
    return analyse(alone, analysis.catalogue, analysis.today, filed), note


def standing_lines(record: Record, note: RecordNote) -> list[str]:
    """What replaces what, who deprecated it, and the errors it was accepted in spite of, as Markdown."""
    lines = [f"Supersedes: record {record.supersedes}"] if record.supersedes else []
    if note.superseded_by:
        lines.append(f"Superseded by: record {note.superseded_by}")
    if note.change is not None:
        by = f" by {', '.join(inline(name) for name in note.change.by)}" if note.change.by else ""
        why = f": {inline(note.change.reason)}" if note.change.reason.strip() else ""
        lines.append(f"{note.change.status.capitalize()} on {note.change.date}{by}{why}")
    lines += [
        f"Accepted in spite of {reason.rule}: {inline(reason.message)} Reason: {inline(reason.reason)}"
        for reason in note.reasons
    ]
    if record.digest:
        lines.append(f"Digest of the record and its frozen inputs: {inline(record.digest)}")
    return lines
