"""What every file says of itself first: whose decision it is, where that stands, and what the file cannot hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from shortlist.core.basics.words import listed
from shortlist.core.document.accepted import kept
from shortlist.core.document.record import Record, trigger_words
from shortlist.gateway.plan import GatewayPlan
from shortlist.shown import REPLACEMENT, shown


def header(plan: GatewayPlan, target: str, unenforced: Iterable[str]) -> list[str]:
    """The lines of the comment, each clean and without its sign."""
    workspace, record = plan.workspace, plan.record
    lines = [f"{workspace.title}: {target}, written by Shortlist on {plan.today}."]
    if record is None:
        lines.append("There is no decision record yet: this is the decision as it stands in the workspace.")
    else:
        lines += _record(record)
    lines += [f"not enforced by this file: {one}" for one in unenforced]
    return [clean(line) for line in lines]


def _record(record: Record) -> Iterator[str]:
    told = f"Record {record.number}"
    if record.title.strip():
        told += f" “{record.title.strip()}”"
    yield f"{told}, {record.status} on {record.date}."
    if record.digest:
        yield f"Digest: {record.digest}"
    if record.decision_makers:
        verb = "Accepted by" if kept(record) else "Decides:"
        yield f"{verb} {listed(record.decision_makers)}."
    reviewed = []
    for trigger in record.triggers:
        words = trigger_words(trigger)
        if trigger.kind == "after_days" and isinstance(trigger.value, int | float):
            words = f"on {record.date + dt.timedelta(days=min(trigger.value, 365_000))}"
        reviewed.append(words)
    yield f"Reviewed: {'; '.join(reviewed) or 'no trigger is set'}."


def clean(text: str) -> str:
    """A text of the workspace on one line of a comment, without what no YAML file may hold."""
    return shown(text).replace("\ufffe", REPLACEMENT).replace("\uffff", REPLACEMENT)


def commented(lines: Iterable[str], sign: str, indent: str = "") -> list[str]:
    """Lines as comments."""
    return [f"{indent}{sign} {clean(line)}".rstrip() for line in lines]
