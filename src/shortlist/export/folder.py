"""A folder of records with an index: which file holds which record of which workspace, and what each says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from shortlist.core.analysis import Analysis
from shortlist.core.document.record import Record
from shortlist.core.review.triggers import TriggerState
from shortlist.export.html_page import page
from shortlist.export.madr import record_name
from shortlist.export.markup import inline, joined, table
from shortlist.export.notes import RecordNote, record_analysis
from shortlist.formats import FORMATS
from shortlist.sanitising import shown


class RecordFile(NamedTuple):
    """One record as a file of the folder."""

    workspace: str
    title: str
    path: str
    """Relative to the folder, with a slash between parts."""
    record: Record
    note: RecordNote
    text: str
    due: tuple[TriggerState, ...]


def entries(name: str, analysis: Analysis, format_: str) -> Iterator[RecordFile]:
    """Every record of a workspace, each from what it was decided from."""
    for record in analysis.workspace.records:
        assessed, note = record_analysis(analysis, record.number)
        file = f"{record_name(record, analysis.workspace.title)}.{FORMATS[format_].ending}"
        due = tuple(state for state in analysis.triggers if state.record == record.number and state.due)
        text = FORMATS[format_].write(assessed, note)
        yield RecordFile(name, record.title or analysis.workspace.title, f"{name}/{file}", record, note, text, due)


def index_name(format_: str) -> str:
    return f"index.{FORMATS[format_].ending}"


def index(rows: Iterable[RecordFile], format_: str) -> str:
    """A table of all records, with links; what is due to be reopened says so."""
    listed = list(rows)
    if format_ == "html":
        lines = []
        for entry in listed:
            number, title, *rest = (escape(shown(cell)) for cell in _cells(entry))
            cells = [number, f'<a href="{quote(entry.path)}">{title}</a>', *rest]
            lines.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
        head = "".join(f"<th>{cell}</th>" for cell in HEAD)
        body = "<p>No record.</p>"
        if lines:
            inside = "".join(lines)
            body = f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{inside}</tbody></table></div>'
        return page(INDEX_TITLE, f"<h1>{INDEX_TITLE}</h1>{body}")
    told = []
    for entry in listed:
        number, title, *rest = map(inline, _cells(entry))
        told.append([number, f"[{title}]({quote(entry.path)})", *rest])
    body = table([*HEAD], told) or "No record has been started."
    return joined([f"# {INDEX_TITLE}", body]) + "\n"


INDEX_TITLE = "Model decision records"
HEAD = ("record", "decision", "status", "date", "decided by")


def _cells(entry: RecordFile) -> tuple[str, ...]:
    record, later = entry.record, entry.note.superseded_by
    status = f"superseded by {later:04d}" if later else record.status
    if entry.due:
        status += ", due to be reopened"
    return (f"{record.number:04d}", entry.title, status, str(record.date), "; ".join(record.decision_makers))
