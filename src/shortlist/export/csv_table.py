"""The comparison as CSV, one row a candidate: numbers unrounded, unknown empty, no formula in a cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from shortlist.core.analysis import Analysis
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.judging.judge import CandidateResult
from shortlist.export.sources import cited_by
from shortlist.shown import shown

_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]")
"""What a spreadsheet may take for a formula; a text that already begins with an apostrophe gets one more."""

FIGURES = ("output_speed", "ttft", "context_window", "max_output", "alternative_hosts")
Cell = str | float | bool | None


def neutralised(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before one that looks like it."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(cell: str) -> str:
    """The text that `neutralised` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def csv_table(analysis: Analysis) -> str:
    """The comparison in rank order; prices are USD per million tokens at the input size of the task step.

    The last column has the sources of the row, numbered over the whole table.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    sources, cited = cited_by(analysis)
    listed = {number: source.plain for number, source in sources.numbered().items()}
    rows = [
        {
            **dict(_row(analysis, result)),
            "sources": "; ".join(f"{number}. {listed[number]}" for number in cited[result.id]),
        }
        for result in analysis.ranking
    ]
    names = list(rows[0]) if rows else ["rank", "id", "name"]
    writer.writerow(names)
    writer.writerows([_written(row[name]) for name in names] for row in rows)
    return out.getvalue()


def _written(cell: Cell) -> str | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return neutralised(shown(cell)) if isinstance(cell, str) else cell


def _row(analysis: Analysis, result: CandidateResult) -> Iterator[tuple[str, Cell]]:
    yield "rank", analysis.ranks[result.id]
    yield from _identity(analysis, result)
    yield from _standing(analysis, result)
    for column in COLUMNS:
        value = result.columns[column]
        yield column, value.value
        yield f"{column}_low", value.low
        yield f"{column}_high", value.high
        yield f"{column}_level", value.level
    yield from _cost(result)
    yield from _latency(analysis, result)
    yield from _figures(analysis, result)
    for id_, check in result.checks.items():
        if id_.startswith("first."):
            yield id_, check.verdict


def _identity(analysis: Analysis, result: CandidateResult) -> Iterator[tuple[str, Cell]]:
    candidate, decision = result.candidate, analysis.workspace.decision
    yield "id", candidate.id
    yield "name", candidate.name
    yield "choice", {decision.fallback: "fallback", decision.default: "default"}.get(candidate.id)
    for name in ("model", "developer", "provider", "access", "openness", "size_class", "effort", "licence"):
        yield name, getattr(candidate, name) or None


def _standing(analysis: Analysis, result: CandidateResult) -> Iterator[tuple[str, Cell]]:
    standing = result.standing
    yield "status", standing.status
    yield "blocked_by", "; ".join(standing.blocked_by)
    yield "unknown", "; ".join(standing.unknown)
    yield "near_miss", "; ".join(standing.near_miss)
    yield "score", result.score.middle
    yield "score_low", result.score.low
    yield "score_high", result.score.high
    yield "pareto", result.id in analysis.pareto
    yield "first_rank_share", analysis.first_rank_shares[result.id]


def _cost(result: CandidateResult) -> Iterator[tuple[str, Cell]]:
    cost = result.cost
    yield "bill_usd_month", cost.bill
    yield "human_escalation_usd_month", cost.parts.human_escalation
    yield "undetected_error_usd_month", cost.parts.undetected_error
    yield "upkeep_usd_month", cost.parts.upkeep
    yield "monthly_usd", cost.monthly
    yield "per_request_usd", cost.per_request
    yield "per_successful_task_usd", cost.per_successful_task
    yield "replicas", cost.replicas


def _latency(analysis: Analysis, result: CandidateResult) -> Iterator[tuple[str, Cell]]:
    yield "worst_total_s", result.worst_total_s
    for step in analysis.scenario.steps:
        judged = result.steps.get(step.id)
        yield f"total_s.{shown(step.id)}", judged.serving.latency.total_s if judged else None


def _figures(analysis: Analysis, result: CandidateResult) -> Iterator[tuple[str, Cell]]:
    scenario = analysis.workspace.scenario
    metrics = dict.fromkeys(scenario.metric_of(step) for step in scenario.steps)
    task = result.steps.get(scenario.task.id)
    task_input = task.serving.use.input_tokens if task else 0
    for metric in (*metrics, *FIGURES):
        yield shown(metric), result.figures.value(metric)
    for metric in PRICE_METRICS:
        yield metric, result.figures.value(metric, task_input)
