"""Edits of the decision record: its prose, its status, its fields, its triggers; the first of them begins it.

Prose is set without reading the whole document again: any text is a valid one, and it is edited key by key.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.accepted import is_open
from shortlist.core.document.record import Record, Sections, Status, Trigger
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.places import KeyPath, value_at, with_value


class RecordClosed(ShortlistError):
    """A record that was decided on: its words stay as they were."""

    def __init__(self, record: Record) -> None:
        super().__init__(f"Record {record.number} is {record.status}: its words stay as they were decided on.")


def with_record(workspace: Workspace, today: dt.date) -> Workspace:
    """The workspace with a record to write in. Raises `RecordClosed` where the last one was decided on."""
    if workspace.record is None:
        return with_value(workspace, ("records", 0), {"number": 1, "status": "draft", "date": today})
    if not is_open(workspace.record):
        raise RecordClosed(workspace.record)
    return workspace


def record_place(workspace: Workspace) -> int:
    """The index of the record being edited, or of the one that will be begun."""
    return max(0, len(workspace.records) - 1)


def with_prose(workspace: Workspace, section: str, text: str, today: dt.date) -> Workspace:
    """What a section says; without a text it is empty again. Begins the record; raises `RecordClosed`."""
    begun = with_record(workspace, today)
    record = begun.records[-1]
    texts: dict[str, Any] = {name: record.sections.of(name) for name in record.sections.model_fields_set}
    if text:
        texts[section] = text
    else:
        texts.pop(section, None)
    changed = record.model_copy(update={"sections": Sections.model_construct(set(texts), **texts)})
    return begun.model_copy(update={"records": (*begun.records[:-1], changed)})


def with_status(workspace: Workspace, status: Status, today: dt.date) -> Workspace:
    """An open record under another status, from today. Raises `RecordClosed`."""
    begun = with_record(workspace, today)
    data = to_data(begun)
    data["records"] = [*data["records"][:-1], {**data["records"][-1], "status": status, "date": today}]
    return read_workspace(data)


def with_record_value(workspace: Workspace, path: KeyPath, value: object | None, today: dt.date) -> Workspace:
    """A field of the record set or emptied; a list that becomes empty goes. Raises `RecordClosed`."""
    changed = with_value(with_record(workspace, today), path, value)
    triggers: KeyPath = ("records", record_place(changed), "triggers")
    if value_at(changed, triggers) == ():
        return with_value(changed, triggers, None)
    return changed


def triggers_of(workspace: Workspace) -> tuple[Trigger, ...]:
    """The triggers of the record being edited."""
    return workspace.record.triggers if workspace.record else ()
