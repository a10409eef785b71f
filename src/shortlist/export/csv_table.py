"""The comparison as CSV, one row a candidate: numbers unrounded, unknown empty, no formula in a cell."""

from __future__ import annotations

import csv
import io
import re

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import yes_no
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.scenario import COLUMNS
from shortlist.export.sources import cited_by
from shortlist.sanitising import shown

_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]")
"""What a spreadsheet may take for a formula; a text that already begins with an apostrophe gets one more."""

FIGURES = ("output_speed", "ttft", "context_window", "max_output", "alternative_hosts")
OF_A_STEP = ("total_s", "rank", "status", "score", "bill_usd_month")
Cell = str | float | bool | None


def neutralised(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before one that looks like it."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_table(analysis: Analysis) -> str:
    """The comparison in rank order; prices are USD per million tokens at the input size of the task step.

    The last column has the sources of the row, numbered over the whole table.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    sources, cited = cited_by(analysis)
    listed = {number: source.plain for number, source in sources.numbered().items()}
    rows = []
    for result in analysis.ranking:
        told = "; ".join(f"{number}. {listed[number]}" for number in cited[result.id])
        rows.append({**_row(analysis, result), "sources": told})
    names = list(rows[0]) if rows else ["rank", "id", "name"]
    writer.writerow(names)
    writer.writerows([_written(row[name]) for name in names] for row in rows)
    return out.getvalue()


def _written(cell: Cell) -> str | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return yes_no(cell)
    return neutralised(shown(cell)) if isinstance(cell, str) else cell


def _row(analysis: Analysis, result: CandidateResult) -> dict[str, Cell]:
    candidate, standing, cost = result.candidate, result.standing, result.cost
    scenario = analysis.workspace.scenario
    serves = [one.step.id for one in analysis.decided if one.default and one.default.id == candidate.id]
    stands_in = [one.step.id for one in analysis.decided if one.fallback and one.fallback.id == candidate.id]
    choice = None
    if serves:
        choice = "default"
    elif stands_in:
        choice = "fallback"
    row: dict[str, Cell] = {
        "rank": analysis.ranks[result.id],
        "id": candidate.id,
        "name": candidate.name,
        "choice": choice,
        "default_of": "; ".join(serves),
        "fallback_of": "; ".join(stands_in),
        "plays": "; ".join(result.steps),
    }
    for name in ("model", "developer", "provider", "access", "openness", "size_class", "effort", "licence"):
        row[name] = getattr(candidate, name) or None
    row |= {
        "status": standing.status,
        "blocked_by": "; ".join(standing.blocked_by),
        "unknown": "; ".join(standing.unknown),
        "near_miss": "; ".join(standing.near_miss),
        "score": result.score.middle,
        "score_low": result.score.low,
        "score_high": result.score.high,
        "pareto": result.id in analysis.pareto,
        "first_rank_share": analysis.first_rank_shares[result.id],
    }
    for column in COLUMNS:
        value = result.columns[column]
        row |= {column: value.value, f"{column}_low": value.low, f"{column}_high": value.high}
        row[f"{column}_level"] = value.level
    row |= {
        "bill_usd_month": cost.bill,
        "human_escalation_usd_month": cost.parts.human_escalation,
        "undetected_error_usd_month": cost.parts.undetected_error,
        "upkeep_usd_month": cost.parts.upkeep,
        "monthly_usd": cost.monthly,
        "per_request_usd": cost.per_request,
        "per_successful_task_usd": cost.per_successful_task,
        "replicas": cost.replicas,
        "worst_total_s": result.worst_total_s,
    }
    for step in scenario.steps:
        assessed, id_ = result.steps.get(step.id), shown(step.id)
        told: tuple[Cell, ...] = (None, None, "not_played", None, None)
        if assessed is not None:
            rank, standing_there = analysis.step_ranks[step.id].get(result.id), assessed.standing.status
            told = (assessed.serving.latency.total_s, rank, standing_there, assessed.score.middle, assessed.cost.bill)
        row |= {f"{key}.{id_}": cell for key, cell in zip(OF_A_STEP, told, strict=True)}
    for metric in (*dict.fromkeys(scenario.metric_of(step) for step in scenario.steps), *FIGURES):
        row[shown(metric)] = result.figures.value(metric)
    task = result.steps.get(scenario.task.id)
    task_input = task.serving.use.input_tokens if task else 0
    row |= {metric: result.figures.value(metric, task_input) for metric in PRICE_METRICS}
    row |= {id_: check.verdict for id_, check in result.checks.items() if id_.startswith("first.")}
    return row
