"""The life of a record: draft, proposed, accepted or rejected; accepted, then superseded or deprecated.

What is to supersede an accepted record is a new draft that starts from it and names it. The old record stays in force,
and is watched, until the new one is accepted; only then is it superseded.

Every step is an edit, `Workspace -> Workspace`, that says why where it is refused. An accepted record is kept as it
is: of its bytes only the status may change from then on, which `document.accepted` holds for every edit there is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from shortlist.core.analysis import analyse
from shortlist.core.basics.errors import InvalidDocument, Problem
from shortlist.core.document.accepted import followed
from shortlist.core.document.offering import Catalogue
from shortlist.core.document.record import Record
from shortlist.core.document.record_status import RECORD_STATUSES, RecordStep
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.findings import Finding
from shortlist.core.records.freezing import freeze
from shortlist.core.review.filed_records import Frozen, Reason

Data = dict[str, Any]


class People(NamedTuple):
    """Who took part in a step."""

    decision_makers: tuple[str, ...]
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


class Accepted(NamedTuple):
    """An acceptance: the workspace with the accepted record, and what is to be kept in the records folder."""

    workspace: Workspace
    frozen: Frozen


class NotAcceptable(InvalidDocument):
    """An acceptance that is refused because errors stand against it without a written reason."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            Problem(finding.where, f"{finding.message} ({finding.rule}: mend it, or write why it is accepted)")
            for finding in findings
        )


def _refused(workspace: Workspace, message: str) -> InvalidDocument:
    return InvalidDocument([Problem(f"records[{max(0, len(workspace.records) - 1)}].status", message)])


def allowed(record: Record | None, step: RecordStep) -> bool:
    """Whether a step leads on from where a record stands."""
    return record is not None and step in RECORD_STATUSES[record.status].steps


def status_and_remedy(record: Record) -> str:
    """Where a record stands, and what it can become: `record 2 is proposed; accept it first`."""
    return f"record {record.number} is {record.status}; {RECORD_STATUSES[record.status].remedy}"


def _edited(workspace: Workspace, step: RecordStep) -> Record:
    """The record being edited, from which the step must lead on."""
    record = workspace.record
    if record is None:
        raise _refused(workspace, "there is no record yet; start one first")
    if not allowed(record, step):
        raise _refused(workspace, status_and_remedy(record))
    return record


def _named(workspace: Workspace, people: People) -> Data:
    makers = [name.strip() for name in people.decision_makers if name.strip()]
    if not makers:
        raise _refused(workspace, "name at least one person who decides")
    others = {key: [name for name in getattr(people, key) if name.strip()] for key in ("consulted", "informed")}
    return {"decision_makers": makers, **{key: names for key, names in others.items() if names}}


def _with_record(workspace: Workspace, **values: object) -> Workspace:
    """The record being edited with other values, written where the schema has them."""
    data = to_data(workspace)
    record = {**data["records"][-1], **values}
    data["records"] = [*data["records"][:-1], {key: record[key] for key in Record.model_fields if key in record}]
    return read_workspace(data)


def _with_status(workspace: Workspace, number: int, status: str) -> Workspace:
    """Any record in another status, and nothing else changed."""
    data = to_data(workspace)
    data["records"] = [{**row, "status": status} if row["number"] == number else row for row in data["records"]]
    return read_workspace(data)


def started(workspace: Workspace, today: dt.date) -> Workspace:
    """A first draft; after a rejected or a deprecated record a new one that starts from its prose and triggers.

    Where another record is still in force, the draft is to supersede that one.
    """
    last, still = workspace.record, followed(workspace)
    if last is not None and not RECORD_STATUSES[last.status].closed:
        raise _refused(workspace, status_and_remedy(last))
    return _with_draft(workspace, today, supersedes=still.number if still else 0)


def discarded(workspace: Workspace) -> Workspace:
    """Without the draft that started from an earlier record; what it was to replace stays in force."""
    record = workspace.record
    if record is None or record.status != "draft" or len(workspace.records) < 2:
        raise _refused(workspace, "only a draft that started from another record can be discarded")
    data = to_data(workspace)
    return read_workspace(_reinstated({**data, "records": data["records"][:-1]}, record.supersedes))


def _reinstated(data: Data, number: int) -> Data:
    """A file that called a record superseded before what was to replace it was accepted, put right."""
    waits = {"number": number, "status": "superseded"}
    rows = [{**row, "status": "accepted"} if row.items() >= waits.items() else row for row in data["records"]]
    return {**data, "records": rows}


def proposed(workspace: Workspace, today: dt.date, people: People) -> Workspace:
    """The draft put before those who decide."""
    _edited(workspace, "propose")
    return _with_record(workspace, status="proposed", date=today, **_named(workspace, people))


def rejected(workspace: Workspace, today: dt.date, people: People) -> Workspace:
    """The proposal turned down; what it was to replace stays in force."""
    record = _edited(workspace, "reject")
    turned_down = _with_record(workspace, status="rejected", date=today, **_named(workspace, people))
    return read_workspace(_reinstated(to_data(turned_down), record.supersedes))


def blocking(workspace: Workspace, catalogue: Catalogue | None, today: dt.date) -> list[Finding]:
    """The errors that stand against accepting the record being edited, as they would be once it is accepted."""
    return analyse(workspace, catalogue, today).against_acceptance


def accepted(
    workspace: Workspace,
    today: dt.date,
    people: People,
    reasons: Mapping[tuple[str, str], str],
    catalogue: Catalogue | None = None,
) -> Accepted:
    """The proposal accepted; `reasons` by rule and place of the errors that stand against it.

    Raises `NotAcceptable` where an error has no reason, `InvalidDocument` where the record is no proposal, nobody is
    named, or nothing was chosen. What it replaces is superseded from now on.
    """
    record = _edited(workspace, "accept")
    named = _named(workspace, people)
    if workspace.decision.default is None and not any(step.default for step in workspace.decision.steps):
        raise InvalidDocument([Problem("decision.default", "nothing is chosen; choose a default first")])
    errors = blocking(workspace, catalogue, today)
    unexplained = [finding for finding in errors if not reasons.get((finding.rule, finding.where), "").strip()]
    if unexplained:
        raise NotAcceptable(unexplained)
    agreed = _with_record(workspace, status="accepted", date=today, **named)
    written = [Reason(f.rule, f.where, f.message, reasons[f.rule, f.where].strip()) for f in errors]
    frozen = freeze(agreed, written, catalogue)
    done = _with_record(agreed, digest=frozen.digest)
    if any(one.number == record.supersedes and one.status == "accepted" for one in done.records):
        done = _with_status(done, record.supersedes, "superseded")
    return Accepted(done, frozen)


def superseding(workspace: Workspace, today: dt.date) -> Workspace:
    """A new draft that starts from the accepted record, which stays in force until the draft is accepted."""
    record = _edited(workspace, "supersede")
    return _with_draft(workspace, today, supersedes=record.number)


def deprecated(workspace: Workspace) -> Workspace:
    """The record in force no longer followed, and replaced by nothing; who said so when is kept beside it."""
    record = followed(workspace) or _edited(workspace, "deprecate")
    return _with_status(workspace, record.number, "deprecated")


def _with_draft(workspace: Workspace, today: dt.date, supersedes: int) -> Workspace:
    """One more record at the end, which starts from the prose, the people and the triggers of the last one."""
    data = to_data(workspace)
    records = list(data.get("records", ()))
    copied = ("title", "decision_makers", "consulted", "informed", "sections")
    last: Data = records[-1] if records else {}
    draft = {key: last[key] for key in copied if key in last}
    draft |= {"number": max((row["number"] for row in records), default=0) + 1, "status": "draft", "date": today}
    if supersedes:
        draft["supersedes"] = supersedes
    if "triggers" in last:
        draft["triggers"] = [_armed(row, today) for row in last["triggers"]]
    data["records"] = [*records, {key: draft[key] for key in Record.model_fields if key in draft}]
    return read_workspace(data)


def _armed(trigger: Data, today: dt.date) -> Data:
    """A trigger for the next record: what has happened already reopens nothing, and a day gone by is left open."""
    day = trigger.get("value")
    past = trigger["kind"] == "on_date" and isinstance(day, dt.date) and day <= today
    return {key: value for key, value in trigger.items() if key != "happened_on" and not (past and key == "value")}
