"""The whole analysis as plain data, for `show --json`: numbers unrounded, unknown is None, keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult, Score, StepResult
from shortlist.core.assessment.column_value import ColumnValue
from shortlist.core.basics.plain_data import plain_fields
from shortlist.core.comparison.ranking import Recommendation
from shortlist.core.comparison.robustness import Flip
from shortlist.core.document.candidate import Observation
from shortlist.core.document.evaluation import success_rate
from shortlist.core.document.scenario import COLUMNS, Column
from shortlist.core.document.workspace import SCHEMA
from shortlist.core.service.figures import disagree
from shortlist.export.sources import cited_by

Data = dict[str, Any]
OF_A_STEP = ("status", "blocked_by", "unknown", "score", "score_low", "score_high", "rank", "columns", "cost")


def analysis_json(analysis: Analysis) -> str:
    """All of the analysis as text."""
    return json.dumps(analysis_data(analysis), ensure_ascii=True, allow_nan=False, indent=2) + "\n"


def analysis_data(analysis: Analysis) -> Data:
    """All of the analysis; the JSON Schema of it is `export.schemas.analysis_schema`."""
    routing = analysis.routing
    steps = {step: _advice(advice, analysis.step_flips[step]) for step, advice in analysis.step_recommendations.items()}
    return {
        "schema": SCHEMA,
        "title": analysis.workspace.title,
        "today": analysis.today.isoformat(),
        "weights": dict(analysis.weight_shares),
        "candidates": [_candidate(analysis, result) for result in analysis.ranking],
        "recommendation": {**_advice(analysis.recommendation, analysis.flips), "steps": steps},
        "decision": _decision(analysis),
        "routing": {
            "single": {"candidate": routing.single, "monthly": routing.single_monthly},
            "mix": dict(routing.mix),
            "mix_monthly": routing.mix_monthly,
        },
        "break_even": [{**row._asdict(), "steps": list(row.steps)} for row in analysis.break_even],
        "projection": [row._asdict() for row in analysis.projection],
        "sensitivity": [row._asdict() for row in analysis.sensitivity],
        "evaluations": _evaluations(analysis),
        "findings": [finding._asdict() for finding in analysis.findings],
        "walkthrough": [plain_fields(step, "step title done missing") for step in analysis.walkthrough],
        "triggers": [state.data for state in analysis.triggers],
        "evaluation_pairs": [{**pair._asdict(), "better": pair.better} for pair in analysis.evaluation_pairs],
        "sources": _sources(analysis),
        "figures": _figures(analysis),
    }


def _sources(analysis: Analysis) -> list[Data]:
    """Everything that the figures rest on, numbered, with the candidates that rest on it."""
    sources, cited = cited_by(analysis)
    return [
        {
            "number": number,
            **plain_fields(source, "name version as_of basis url"),
            "observed_at": source.place,
            "candidates": [id_ for id_, numbers in cited.items() if number in numbers],
        }
        for number, source in sources.numbered().items()
    ]


def _candidate(analysis: Analysis, result: CandidateResult) -> Data:
    return {
        "id": result.id,
        "name": result.candidate.name,
        "rank": analysis.ranks[result.id],
        "plays": list(result.steps),
        **plain_fields(result.standing, "status blocked_by unknown near_miss"),
        **_score(result.score),
        "pareto": result.id in analysis.pareto,
        "first_rank_share": analysis.first_rank_shares[result.id],
        "columns": _columns(result.columns),
        "checks": {id_: plain_fields(one, "verdict importance by reason") for id_, one in result.checks.items()},
        "cost": {
            **plain_fields(result.cost, "monthly bill per_request per_successful_task successful_tasks replicas"),
            "parts": result.cost.parts._asdict(),
        },
        "task": result.time and result.time._asdict(),
        "latency": {step.id: _latency(result.steps.get(step.id)) for step in analysis.scenario.steps},
        "steps": {step.id: _step(analysis, result, step.id) for step in analysis.scenario.steps},
    }


def _columns(columns: Mapping[Column, ColumnValue]) -> Data:
    told = "value low high level reason overridden counts"
    return {column: plain_fields(columns[column], told) for column in COLUMNS}


def _score(score: Score) -> Data:
    return {"score": score.middle, "score_low": score.low, "score_high": score.high}


def _latency(assessed: StepResult | None) -> Data | None:
    if assessed is None:
        return None
    return plain_fields(assessed.serving.latency, "ttft_s typical_s total_s measured")


def _step(analysis: Analysis, result: CandidateResult, step: str) -> Data:
    assessed = result.steps.get(step)
    if assessed is None:
        return {**dict.fromkeys(OF_A_STEP), "status": "not_played"}
    return {
        **plain_fields(assessed.standing, "status blocked_by unknown"),
        **_score(assessed.score),
        "rank": analysis.step_ranks[step][result.id],
        "columns": _columns(assessed.columns),
        "cost": {**plain_fields(assessed.cost.parts, "monthly bill"), "parts": assessed.cost.parts._asdict()},
    }


def _advice(advice: Recommendation, flips: Sequence[Flip]) -> Data:
    ids = {name: result and result.id for name, result in advice.named.items()}
    return {**ids, "close_call": advice.close_call, "flips": [flip._asdict() for flip in flips]}


def _decision(analysis: Analysis) -> Data:
    decision, cost = analysis.workspace.decision, analysis.decision
    return {
        **plain_fields(decision, "default fallback"),
        "steps": {step: choice._asdict() for step, choice in analysis.choices.items()},
        **plain_fields(cost, "monthly bill per_successful_task successful_tasks"),
        "parts": cost.parts._asdict(),
        "task": analysis.decision_time._asdict(),
        "limits": [limit._asdict() for limit in analysis.limits],
    }


def _evaluations(analysis: Analysis) -> list[Data]:
    rows = []
    for run in analysis.workspace.evaluations:
        rate, low, high = success_rate(run) or (None, None, None)
        rows.append(
            {
                **plain_fields(run, "candidate step examples"),
                "success_rate": rate,
                "low": low,
                "high": high,
                "in_force": analysis.evaluations[(run.candidate, run.step)] is run,
            }
        )
    return rows


def _figures(analysis: Analysis) -> list[Data]:
    """The observations of the candidates in rank order, each in the order of the file; what contradicts them beside."""
    rows = []
    for result in analysis.ranking:
        in_force = {id(one) for one in result.in_force()}
        rows += [_figure(analysis, result, one, id(one) in in_force) for one in result.candidate.observations]
    return rows


def _figure(analysis: Analysis, result: CandidateResult, one: Observation, in_force: bool) -> Data:
    others = [other for other in result.figures.applicable(one.metric) if disagree(one, other)]
    return {
        "candidate": result.id,
        **plain_fields(one, "metric value"),
        "in_force": in_force,
        **plain_fields(one, "above_tokens effort source url as_of"),
        "age_days": (analysis.today - one.as_of).days,
        **plain_fields(one, "basis version"),
        "observed_at": one.provider,
        "note": one.note,
        "contradicted_by": [plain_fields(other, "source as_of value") for other in others],
    }
