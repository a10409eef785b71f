"""What an analysis comes to, as plain data: the part of it that a decision rests on, to be kept and compared.

Only what follows from the documents by arithmetic is in it, rounded so that platforms agree; findings and triggers,
which depend on the day, are not.
"""

from __future__ import annotations

from typing import Any

from shortlist.core.analysis import Analysis
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.judging.judge import CandidateResult

Data = dict[str, Any]
DIGITS = 10
"""Significant digits that are kept: sums of floats may differ in the last few between platforms."""


def outcome(analysis: Analysis) -> Data:
    """Candidates in rank order, the recommendation and what the decision costs; unknown figures are left out."""
    made, cost, advice = analysis.workspace.decision, analysis.decision, analysis.recommendation
    named = {name: getattr(advice, name) for name in ("default", "fallback", "cheapest_passing", "provisional")}
    ids = {name: result.id for name, result in named.items() if result is not None}
    return {
        "decision": _kept(
            default=made.default,
            fallback=made.fallback,
            monthly_usd=cost.monthly,
            bill_usd=cost.bill,
            per_successful_task_usd=cost.per_successful_task,
        ),
        "recommendation": {**ids, "close_call": advice.close_call},
        "candidates": [_candidate(result) for result in analysis.ranking],
    }


def _kept(**values: object) -> Data:
    known = {key: value for key, value in values.items() if value is not None}
    return known | {key: float(f"{value:.{DIGITS}g}") for key, value in known.items() if isinstance(value, float)}


def _candidate(result: CandidateResult) -> Data:
    standing, cost = result.standing, result.cost
    columns = {column: result.columns[column].value for column in COLUMNS}
    return {
        "id": result.id,
        "status": standing.status,
        "blocked_by": list(standing.blocked_by),
        "unknown": list(standing.unknown),
        **_kept(
            score_low=result.score.low,
            score_high=result.score.high,
            monthly_usd=cost.monthly,
            bill_usd=cost.bill,
            per_successful_task_usd=cost.per_successful_task,
            slowest_step_s=result.worst_total_s,
        ),
        "columns": _kept(**columns),
    }
