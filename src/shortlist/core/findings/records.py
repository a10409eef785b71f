"""Rules on the record: what reopens it, and what was never written."""

from __future__ import annotations

from shortlist.core.findings.case import Case, Finding, Found
from shortlist.core.placeholders import placeholder_in
from shortlist.core.record import SECTIONS


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
