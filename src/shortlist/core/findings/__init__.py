"""What weakens the decision: a rule for each common mistake, with its place in the document and what to do.

A rule is a function from the judged workspace to what it finds there, under a row (`rule.py`) that says all that is
known of it.
"""

from __future__ import annotations

from dataclasses import replace

from shortlist.core.document.accepted import is_open

# The rooms of the rules: each adds its own to RULES.
from shortlist.core.findings import choices, constraints, evidence, names, records  # noqa: F401
from shortlist.core.findings.finding import Case, Finding, Severity
from shortlist.core.findings.rule import RULES

_GRAVITY = {"error": 0, "warning": 1, "info": 2}


def findings(case: Case) -> list[Finding]:
    """Everything that weakens the decision, the gravest first; each told once.

    An error that was accepted for a written reason says so; it stays an error.
    """
    told: dict[Finding, None] = {}
    for rule in RULES.values():
        for finding in rule.findings(case):
            reason = case.accepted_despite.get((finding.rule, finding.where))
            if reason is not None:
                finding = finding._replace(message=f"{finding.message} Accepted all the same: {reason}")
            told[finding] = None
    return sorted(told, key=_order)


def against_acceptance(case: Case) -> list[Finding]:
    """The errors that stand against accepting the record being edited, as they would be once it is accepted.

    Empty where there is no record, or it was decided on already.
    """
    workspace, record = case.workspace, case.workspace.record
    if record is None or not is_open(record):
        return []
    rows = []
    for one in workspace.records:
        if one is record:
            one = one.model_copy(update={"status": "accepted", "date": case.today})
        elif one.number == record.supersedes and one.status == "accepted":
            one = one.model_copy(update={"status": "superseded"})
        rows.append(one)
    accepted = replace(case, workspace=workspace.model_copy(update={"records": tuple(rows)}), filed=None)
    return [finding for finding in findings(accepted) if finding.severity == "error"]


def ahead(case: Case) -> list[Finding]:
    """Everything that weakens the decision, as grave as it will be once the record being edited is accepted."""
    graver = against_acceptance(case)
    told = {(finding.rule, finding.where) for finding in graver}
    found = [*graver, *(finding for finding in findings(case) if (finding.rule, finding.where) not in told)]
    return sorted(found, key=_order)


def _order(finding: Finding) -> tuple[int, int]:
    return _GRAVITY[finding.severity], RULES[finding.rule].order


__all__ = ["RULES", "Case", "Finding", "Severity", "findings"]
