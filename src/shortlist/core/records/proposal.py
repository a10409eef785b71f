"""A draft that is to replace a record in force: what has changed, who could take over, and the way back.

It is a draft like any other: nothing of it is accepted by itself, and the record it replaces stays as it is. A person
says why before it can be accepted: a place to fill in stands where the reasons go.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from shortlist.core.document.accepted import is_open
from shortlist.core.document.record import Record
from shortlist.core.document.sections import fill_in
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.record import with_prose
from shortlist.core.records.lifecycle import allowed, started, superseding

REASON = fill_in("why this decision replaces the last one, or why that one stays")
"""Where a person says why."""
_PASSING = re.compile(r"(?<![\w,])\d[\d,]* days?\b|\btoday\b|\b(?:as recorded|in the catalogue)\b")
"""What is another tomorrow of the same thing, or once its figures were taken over."""


def is_proposal(record: Record | None) -> bool:
    """Whether a record was drafted by a watch, and nobody has said why yet."""
    return (
        record is not None
        and record.status == "draft"
        and record.supersedes > 0
        and record.sections.rationale.startswith(REASON)
    )


class Proposed(NamedTuple):
    """What a proposal says, in Markdown, by the section that it is written in."""

    sections: Mapping[str, Sequence[str]]
    """Blocks of text; what the last record said there stays beneath."""
    choices: Mapping[str, str]
    """By step, who is to serve it in place of whom it was served by."""


def why_not_proposed(workspace: Workspace, record: Record, due: Sequence[str]) -> str | None:
    """Why there is nothing to propose once more; None where there is. `due` is what is due, as a proposal says it."""
    last = workspace.records[-1]
    if is_open(last):
        return f"record {last.number} is {last.status} already, and is to replace it"
    told = {clause for line in due for clause in _lasting(line).split(";")}
    later = [one for one in workspace.records if one.number > record.number and one.status == "rejected"]
    turned_down = [one for one in later if all(clause.strip() in _lasting(one.sections.context) for clause in told)]
    if turned_down:
        return f"the same was turned down as record {turned_down[-1].number} on {turned_down[-1].date}"
    return None


def _lasting(text: str) -> str:
    """A text without what only passes, and without the points at the ends of its sentences."""
    return re.sub(r"[\s.,]+", " ", _PASSING.sub("", text))


def proposal(workspace: Workspace, proposed: Proposed, today: dt.date) -> Workspace:
    """The workspace with the draft. Raises `InvalidDocument` where the last record leads on to none."""
    draft = superseding(workspace, today) if allowed(workspace.record, "supersede") else started(workspace, today)
    for section, blocks in (*proposed.sections.items(), ("rationale", (REASON,))):
        text, before = "\n\n".join(blocks), draft.prose(section).strip()
        if before:
            text = f"{text}\n\n{before}"
        draft = with_prose(draft, section, text, today)
    if not proposed.choices:
        return draft
    # The decision with others by default in some steps; whoever served one stands in where nobody else does.
    data = to_data(draft)
    decision: dict[str, Any] = data.get("decision", {})
    rows = {row["step"]: dict(row) for row in decision.get("steps", ())}
    for step, candidate in proposed.choices.items():
        row = rows.setdefault(step, {"step": step})
        row["default"] = candidate
        if row.get("fallback", decision.get("fallback")) == candidate:
            row["fallback"] = ""
    ordered = [rows[step.id] for step in draft.scenario.steps if step.id in rows]
    data["decision"] = {**decision, "steps": [{k: v for k, v in row.items() if v} for row in ordered]}
    return read_workspace(data)
