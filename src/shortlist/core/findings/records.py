"""Rules on the record: what reopens it, and what was never written."""

from __future__ import annotations

from shortlist.core.document.accepted import is_open, kept
from shortlist.core.document.record import SECTIONS, WATCHES
from shortlist.core.document.sections import placeholder_in, section_name
from shortlist.core.findings.finding import Case
from shortlist.core.findings.rule import PROSE, THERE, Found, grave_once_accepted, rule
from shortlist.core.review.filed_records import Filed, Frozen
from shortlist.core.review.triggers import trigger_states


@rule("no-review", "error", order=210, section="review", mend=PROSE)
def no_review(case: Case) -> Found:
    """An accepted record that nothing would reopen."""
    for index, record in enumerate(case.workspace.records):
        if record.status == "accepted" and not record.triggers:
            yield (
                f"records[{index}].triggers",
                f"Nothing reopens record {record.number} once it is accepted; add a trigger, such as “after 90 days”.",
            )


@rule("placeholder", grave_once_accepted, order=220, section="decision", mend=THERE)
def placeholder(case: Case) -> Found:
    """Text in the record that was meant to be replaced."""
    record = case.workspace.record
    if record is None:
        return
    for section in SECTIONS:
        mark = placeholder_in(record.sections.of(section))
        if mark is not None:
            yield (
                f"records[{len(case.workspace.records) - 1}].sections.{section}",
                f"“{section_name(section)}” still holds “{mark}”; replace it.",
            )


@rule("trigger-already-due", "warning", order=440, section="review", mend=PROSE)
def trigger_already_due(case: Case) -> Found:
    """A trigger that would reopen the record on the day that it is accepted."""
    record = case.workspace.record
    if record is None or not is_open(record):
        return
    accepted = record.model_copy(update={"status": "accepted", "date": case.today})
    workspace = case.workspace.model_copy(update={"records": (accepted,)})
    frozen = Frozen(workspace, (), {}, "", case.catalogue or {})
    states = trigger_states(
        workspace, case.by_id, case.today, case.catalogue, {record.number: Filed(frozen)}, lambda _: case.by_id
    )
    for index, state in enumerate(states):
        if state.due:
            yield (
                f"records[{len(case.workspace.records) - 1}].triggers[{index}]",
                f"The trigger “{WATCHES[record.triggers[index].kind].told}” would be due on the day of acceptance "
                f"({state.message.rstrip('.')}); set it to what is still to come.",
            )


@rule("record-mismatch", "error", order=980, section="decision", mend=THERE, of_the_files=True)
def record_mismatch(case: Case) -> Found:
    """A record that was accepted, and whose frozen inputs are gone, changed, or come to another result now."""
    for index, record in enumerate(case.workspace.records):
        filed = (case.filed or {}).get(record.number)
        if kept(record) and record.digest and filed is not None and filed.problem:
            yield (
                f"records[{index}].digest",
                f"Record {record.number} cannot be confirmed, {filed.place}: {filed.problem}; "
                "restore it from a backup or from version control.",
            )


@rule("not-frozen", "warning", order=990, section="decision", mend=THERE, of_the_files=True)
def not_frozen(case: Case) -> Found:
    """A record that calls itself accepted, and of which nothing was kept."""
    for index, record in enumerate(case.workspace.records):
        if record.status == "accepted" and not record.digest:
            yield (
                f"records[{index}].digest",
                f"Record {record.number} is called accepted, but the figures it rests on were not kept; "
                "set it to proposed and accept it in the application.",
            )


@rule("other-rules", "info", order=450, section="decision", mend=THERE)
def other_rules(case: Case) -> Found:
    """An accepted record whose result was computed under earlier rules."""
    for index, record in enumerate(case.workspace.records):
        filed = (case.filed or {}).get(record.number)
        if kept(record) and filed is not None and filed.other_rules and not filed.problem:
            yield (
                f"records[{index}].digest",
                f"Record {record.number} was computed under earlier rules, {filed.place}: its figures stand as they "
                "were accepted; the same inputs may come to others now.",
            )
