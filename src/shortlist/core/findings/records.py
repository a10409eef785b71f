"""Rules on the record: what reopens it, and what was never written."""

from __future__ import annotations

from shortlist.core.document.accepted import kept
from shortlist.core.document.placeholders import placeholder_in
from shortlist.core.document.record import SECTIONS
from shortlist.core.findings.case import Case, Finding, Found


def no_review(case: Case) -> Found:
    """An accepted record that nothing would reopen."""
    for index, record in enumerate(case.workspace.records):
        if record.status == "accepted" and not record.triggers:
            yield Finding(
                "no-review",
                "error",
                f"records[{index}].triggers",
                f"Record {record.number} is accepted and nothing reopens it; add a trigger, such as after_days 90.",
            )


def placeholder(case: Case) -> Found:
    """Text in the record that was meant to be replaced."""
    record = case.workspace.record
    if record is None:
        return
    for section in SECTIONS:
        mark = placeholder_in(record.sections.of(section))
        if mark is not None:
            yield Finding(
                "placeholder",
                "error" if case.accepted else "warning",
                f"records[{len(case.workspace.records) - 1}].sections.{section}",
                f"“{section.replace('_', ' ')}” still holds “{mark}”; replace it.",
            )


def record_mismatch(case: Case) -> Found:
    """A record that was accepted, and whose frozen inputs are gone, changed, or come to another result now."""
    for index, record in enumerate(case.workspace.records):
        filed = (case.filed or {}).get(record.number)
        if kept(record) and record.digest and filed is not None and filed.problem:
            yield Finding(
                "record-mismatch",
                "error",
                f"records[{index}].digest",
                f"Record {record.number} cannot be confirmed, {filed.place}: {filed.problem}; "
                "restore it from a backup or from version control.",
            )


def not_frozen(case: Case) -> Found:
    """A record that calls itself accepted, and of which nothing was kept."""
    for index, record in enumerate(case.workspace.records):
        if record.status == "accepted" and not record.digest:
            yield Finding(
                "not-frozen",
                "warning",
                f"records[{index}].digest",
                f"Record {record.number} is called accepted, but the figures it rests on were not kept; "
                "set it to proposed and accept it in the application.",
            )
