"""What every file says of itself first: whose decision it is, where that stands, and what the file cannot hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from shortlist.core.basics.words import listed
from shortlist.core.document.record import Record
from shortlist.core.document.trigger_names import trigger_words
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
    title = f" “{record.title.strip()}”" if record.title.strip() else ""
    yield f"Record {record.number}{title}, {record.status} on {record.date}."
    if record.digest:
        yield f"Digest: {record.digest}"
    if record.decision_makers:
        verb = {"accepted": "Accepted by", "superseded": "Accepted by", "deprecated": "Accepted by"}
        yield f"{verb.get(record.status, 'Decides:')} {listed(record.decision_makers)}."
    yield f"Reviewed: {'; '.join(_reviewed(record)) or 'no trigger is set'}."


def _reviewed(record: Record) -> Iterator[str]:
    for trigger in record.triggers:
        if trigger.kind == "after_days" and isinstance(trigger.value, int | float):
            yield f"on {record.date + dt.timedelta(days=min(trigger.value, 365_000))}"
        else:
            yield trigger_words(trigger)


def clean(text: str) -> str:
    """A text of the workspace on one line of a comment, without what no YAML file may hold."""
    return shown(text).replace("\ufffe", REPLACEMENT).replace("\uffff", REPLACEMENT)


def commented(lines: Iterable[str], sign: str, indent: str = "") -> list[str]:
    """Lines as comments."""
    return [f"{indent}{sign} {clean(line)}".rstrip() for line in lines]
