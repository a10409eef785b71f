"""The whole analysis as plain data, for `show --json`: numbers unrounded, unknown is None, keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult, StepResult
from shortlist.core.assessment.column_value import ColumnValue
from shortlist.core.comparison.ranking import Recommendation
from shortlist.core.comparison.robustness import Flip
from shortlist.core.document.candidate import Observation
from shortlist.core.document.evaluation import success_rate
from shortlist.core.document.scenario import COLUMNS, Column
from shortlist.core.document.workspace import SCHEMA
from shortlist.core.service.cost import Parts
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
        "walkthrough": [
            {"step": step.step, "title": step.title, "done": step.done, "missing": list(step.missing)}
            for step in analysis.walkthrough
        ],
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
            "name": source.name,
            "version": source.version,
            "as_of": source.as_of and source.as_of.isoformat(),
            "basis": source.basis,
            "url": source.url,
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
        "status": result.standing.status,
        "blocked_by": list(result.standing.blocked_by),
        "unknown": list(result.standing.unknown),
        "near_miss": list(result.standing.near_miss),
        "score": result.score.middle,
        "score_low": result.score.low,
        "score_high": result.score.high,
        "pareto": result.id in analysis.pareto,
        "first_rank_share": analysis.first_rank_shares[result.id],
        "columns": _columns(result.columns),
        "checks": {
            id_: {"verdict": one.verdict, "importance": one.importance, "by": one.by, "reason": one.reason}
            for id_, one in result.checks.items()
        },
        "cost": {
            **_money(result.cost.parts),
            "per_request": result.cost.per_request,
            "per_successful_task": result.cost.per_successful_task,
            "successful_tasks": result.cost.successful_tasks,
            "replicas": result.cost.replicas,
            "parts": result.cost.parts._asdict(),
        },
        "task": result.time and result.time._asdict(),
        "latency": {step.id: _latency(result.steps.get(step.id)) for step in analysis.scenario.steps},
        "steps": {step.id: _step(analysis, result, step.id) for step in analysis.scenario.steps},
    }


def _columns(columns: Mapping[Column, ColumnValue]) -> Data:
    return {
        column: {
            "value": columns[column].value,
            "low": columns[column].low,
            "high": columns[column].high,
            "level": columns[column].level,
            "reason": columns[column].reason,
            "overridden": columns[column].overridden,
            "counts": columns[column].counts,
        }
        for column in COLUMNS
    }


def _money(parts: Parts) -> Data:
    return {"monthly": parts.monthly, "bill": parts.bill}


def _latency(assessed: StepResult | None) -> Data | None:
    if assessed is None:
        return None
    time = assessed.serving.latency
    return {"ttft_s": time.ttft_s, "typical_s": time.typical_s, "total_s": time.total_s, "measured": time.measured}


def _step(analysis: Analysis, result: CandidateResult, step: str) -> Data:
    assessed = result.steps.get(step)
    if assessed is None:
        return {**dict.fromkeys(OF_A_STEP), "status": "not_played"}
    return {
        "status": assessed.standing.status,
        "blocked_by": list(assessed.standing.blocked_by),
        "unknown": list(assessed.standing.unknown),
        "score": assessed.score.middle,
        "score_low": assessed.score.low,
        "score_high": assessed.score.high,
        "rank": analysis.step_ranks[step][result.id],
        "columns": _columns(assessed.columns),
        "cost": {**_money(assessed.cost.parts), "parts": assessed.cost.parts._asdict()},
    }


def _advice(advice: Recommendation, flips: Sequence[Flip]) -> Data:
    ids = {name: result and result.id for name, result in advice.named.items()}
    return {**ids, "close_call": advice.close_call, "flips": [flip._asdict() for flip in flips]}


def _decision(analysis: Analysis) -> Data:
    decision, cost = analysis.workspace.decision, analysis.decision
    return {
        "default": decision.default,
        "fallback": decision.fallback,
        "steps": {step: choice._asdict() for step, choice in analysis.choices.items()},
        **_money(cost.parts),
        "per_successful_task": cost.per_successful_task,
        "successful_tasks": cost.successful_tasks,
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
                "candidate": run.candidate,
                "step": run.step,
                "examples": run.examples,
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
        "metric": one.metric,
        "value": one.value,
        "in_force": in_force,
        "above_tokens": one.above_tokens,
        "effort": one.effort,
        "source": one.source,
        "url": one.url,
        "as_of": one.as_of.isoformat(),
        "age_days": (analysis.today - one.as_of).days,
        "basis": one.basis,
        "version": one.version,
        "observed_at": one.provider,
        "note": one.note,
        "contradicted_by": [
            {"source": other.source, "as_of": other.as_of.isoformat(), "value": other.value} for other in others
        ],
    }
