"""What weakens the decision: a rule for each common mistake, with its place in the document and what to do.

A rule is a function from the judged workspace to findings, named after its rule; `RULES` lists them in the order in
which they are told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shortlist.core.document.accepted import is_open
from shortlist.core.findings import choices, constraints, evidence, records
from shortlist.core.findings.case import Case, Finding, Found, Severity

# Those on the safe-keeping of accepted records come last.
RULES: tuple[Callable[[Case], Found], ...] = (
    evidence.top_score_only,
    evidence.single_source,
    evidence.mixed_versions,
    evidence.mixed_dates,
    evidence.other_provider,
    evidence.stale_figure,
    evidence.sources_disagree,
    evidence.leaderboard_only,
    evidence.small_evaluation,
    choices.same_provider_fallback,
    choices.unchecked_must,
    choices.excluded_choice,
    choices.not_recommended,
    choices.close_call,
    choices.reasoning_for_routine,
    constraints.long_context,
    constraints.open_washing,
    constraints.unsafe_format,
    constraints.price_unknown,
    choices.deprecated,
    records.no_review,
    records.placeholder,
    constraints.over_budget_later,
    choices.assumed_against_measured,
    choices.waiting_candidate,
    constraints.batch_with_latency,
    choices.no_spare_replica,
    choices.dearer_than_needed,
    evidence.vendor_claim,
    evidence.preference_not_correctness,
    constraints.assumed_answer,
    records.record_mismatch,
    records.not_frozen,
)
_GRAVITY = {"error": 0, "warning": 1, "info": 2}


def findings(case: Case) -> list[Finding]:
    """Everything that weakens the decision, the gravest first; each told once."""
    told = dict.fromkeys(_explained(case, finding) for rule in RULES for finding in rule(case))
    return sorted(told, key=lambda finding: _GRAVITY[finding.severity])


def against_acceptance(case: Case) -> list[Finding]:
    """The errors that stand against accepting the record being edited, as they would be once it is accepted.

    Empty where there is no record, or it was decided on already.
    """
    workspace, record = case.workspace, case.workspace.record
    if record is None or not is_open(record):
        return []
    rows = [
        one.model_copy(update={"status": "accepted", "date": case.today})
        if one is record
        else one.model_copy(update={"status": "superseded"})
        if one.number == record.supersedes and one.status == "accepted"
        else one
        for one in workspace.records
    ]
    accepted = replace(case, workspace=workspace.model_copy(update={"records": tuple(rows)}), filed=None)
    return [finding for finding in findings(accepted) if finding.severity == "error"]


def _explained(case: Case, finding: Finding) -> Finding:
    """An error that was accepted for a written reason says so; it stays an error."""
    reason = case.accepted_despite.get((finding.rule, finding.where))
    return finding if reason is None else finding._replace(message=f"{finding.message} Accepted all the same: {reason}")


__all__ = ["RULES", "Case", "Finding", "Severity", "findings"]
