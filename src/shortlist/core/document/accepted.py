"""What holds an accepted record: once accepted it is never edited, only its status; and which record is in force.

A record stays in force until the one that replaces it is accepted: a draft that starts from it takes nothing away.
"""

from __future__ import annotations

from shortlist.core.basics.errors import InvalidDocument, Problem
from shortlist.core.document.record import Record
from shortlist.core.document.record_status import RECORD_STATUSES
from shortlist.core.document.workspace import Workspace, to_data


class RecordKept(InvalidDocument):
    """An edit that would change a record after it was accepted; nothing was changed."""


def is_open(record: Record | None) -> bool:
    """Whether a record may be written; one that is not there yet is begun."""
    return record is None or RECORD_STATUSES[record.status].open


def kept(record: Record | None) -> bool:
    """Whether a record was accepted, and so is no longer edited."""
    return record is not None and RECORD_STATUSES[record.status].kept


def successor(workspace: Workspace, number: int) -> Record | None:
    """The record that replaces another one, or that is to: the accepted one, else the last that was not turned down."""
    later = _later(workspace, number)
    agreed = [record for record in later if kept(record)]
    under_way = [record for record in later if record.status != "rejected"]
    return next(iter(agreed or under_way[-1:]), None)


def _later(workspace: Workspace, number: int) -> list[Record]:
    return [record for record in workspace.records if record.supersedes == number and record.number > number]


def in_force(workspace: Workspace, record: Record) -> bool:
    """Whether a record is followed, and so watched: accepted, and what is to replace it is not accepted yet.

    A file may call a record superseded whose successor is still being written; nothing else is in force then.
    """
    if record.status == "superseded":
        later = _later(workspace, record.number)
        return bool(later) and not any(map(kept, later))
    return record.status == "accepted"


def followed(workspace: Workspace) -> Record | None:
    """The decision in force; None where there is none."""
    return next((record for record in reversed(workspace.records) if in_force(workspace, record)), None)


def replayed_always(workspace: Workspace) -> set[int]:
    """The numbers of the records that are replayed whenever they are looked at: those in force, and the last one."""
    return {record.number for record in workspace.records if in_force(workspace, record) or record is workspace.record}


def refuse_changes(before: Workspace, after: Workspace) -> None:
    """Refuse an edit that changes more of an accepted record than its status, removes it, or takes acceptance back.

    Raises `RecordKept` with a sentence and the place. Undo is not an edit: it returns to a state that there was.
    """
    if before.records is after.records:
        return
    now = {record.number: record for record in after.records}
    problems = []
    for index, record in enumerate(before.records):
        left = now.get(record.number)
        if not kept(record) or left is record:
            continue
        if left is None or not kept(left) or {**to_data(record), "status": ""} != {**to_data(left), "status": ""}:
            told = f"record {record.number} is {record.status} and is kept as it was accepted"
            problems.append(Problem(f"records[{index}]", f"{told}; supersede it by a new draft to change it"))
    if problems:
        raise RecordKept(problems)


def taken_back(before: Workspace, after: Workspace) -> list[Record]:
    """The records that were accepted before and are open again after, as undo and earlier versions leave them."""
    open_again = {record.number for record in after.records if not kept(record)}
    return [record for record in before.records if kept(record) and record.number in open_again]
