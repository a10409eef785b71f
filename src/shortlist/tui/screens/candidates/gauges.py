"""What a candidate reaches of what is asked, as cells: `24.7 of 10–25`, `3.4 of 8 s`, each with a bar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult, StepResult
from shortlist.core.assessment.column_value import ColumnValue, clamp, level_of, worth_of_less
from shortlist.core.assessment.columns import cost_value, good_quality
from shortlist.core.basics.unknown import Unknown, ratio
from shortlist.core.basics.words import percent, plain, said, time_limit, usd
from shortlist.core.document.scenario import Column, Limits
from shortlist.export.levels import level_word
from shortlist.tui.draw.lines import Tone
from shortlist.tui.draw.tones import LEVEL_TONES


class Gauge(NamedTuple):
    """A figure against its limit."""

    text: str
    share: float | None = None
    """How much of the limit it takes, or of what is good it reaches: 0 to 1; None where there is nothing to draw."""
    tone: Tone = "plain"


class Against(NamedTuple):
    """A figure, its limit, both in words, and how good that is: 0 to 1."""

    figure: Unknown
    limit: float
    text: str
    value: float


def step_gauge(step: StepResult, column: Column) -> Gauge | None:
    """What a step says of a column; None where it sets no target, or where the column is of the candidate."""
    value = step.columns[column]
    if not value.counts:
        return None
    match column:
        case "task_fit":
            return Gauge(level_word(column, value).replace("? ", "?"), value.value, tone_of(value))
        case "expected_quality":
            return _quality(step, value)
        case "latency_risk":
            # The worst of its targets; what is unknown is worse than any.
            worst = min(_latencies(step), key=lambda row: (row.figure is not None, row.value), default=None)
            return None if worst is None else _gauge(worst)
        case _:
            return None


def whole_gauges(result: CandidateResult, limits: Limits, column: Column, alone: bool = False) -> list[Gauge]:
    """What is asked of a candidate as a whole: the time of a task, the bill, a successful task; `alone` says of the
    bill that it has no share of a fallback, where the decision has one."""
    found, time, cost = list[Against](), result.time, result.cost
    match column:
        case "latency_risk" if time is not None:
            if limits.max_task_ttft_s is not None:
                found.append(_time(time.ttft_s, limits.max_task_ttft_s, "first "))
            if limits.max_task_total_s is not None:
                found.append(_time(time.total_high_s, limits.max_task_total_s, ""))
        case "cost_risk":
            if limits.monthly_budget_usd is not None:
                bill = _cost(cost.bill, limits.monthly_budget_usd, " a month")
                found.append(bill._replace(text=f"{bill.text}, alone") if alone and cost.bill is not None else bill)
            if time is not None and limits.max_cost_per_successful_task_usd is not None:
                found.append(_cost(cost.per_successful_task, limits.max_cost_per_successful_task_usd, " a task"))
    return [_gauge(row) for row in found]


def tone_of(value: ColumnValue) -> Tone:
    """The tone of a column's value; what is open is amber, what nobody asks for is grey."""
    if not value.counts:
        return "dim"
    return LEVEL_TONES[value.level] if value.known else "warn"


def _quality(step: StepResult, value: ColumnValue) -> Gauge:
    serving = step.serving
    needs, tested = serving.step.needs, serving.measured
    if needs.max_error_rate is not None and tested is not None and tested.error_rate is not None:
        text = f"{percent(tested.error_rate)} of {percent(needs.max_error_rate)} errors"
        return Gauge(text, _taken(tested.error_rate, needs.max_error_rate), tone_of(value))
    if needs.min_quality is None:
        return Gauge("untested", None, "warn")
    good = good_quality(serving, needs.min_quality)
    asked = f"{plain(needs.min_quality)}–{plain(good)}"
    if serving.quality is None:
        return Gauge(f"? of {asked}", None, "warn")
    return Gauge(f"{plain(serving.quality)} of {asked}", value.high, tone_of(value))


def _latencies(step: StepResult) -> Iterator[Against]:
    needs, time = step.serving.step.needs, step.serving.latency
    for figure, target, what in (
        (time.ttft_s, needs.max_ttft_s, "first "),
        (time.total_s, needs.max_total_s, ""),
        (time.p99_s, needs.max_p99_s, "p99 "),
    ):
        if target is not None:
            yield _time(figure, target, what)


def _time(figure: Unknown, target: float, what: str) -> Against:
    told = "?"
    if figure is not None:
        told = f"{figure:.2f}" if figure < 1 else f"{figure:.1f}"
    return Against(figure, target, f"{what}{told} of {time_limit(target)}", worth_of_less(figure, target)[0])


def _cost(figure: Unknown, target: float, what: str) -> Against:
    limit = f"${target:,.0f}" if target == int(target) else usd(target)
    return Against(figure, target, f"{said(figure, usd)} of {limit}{what}", cost_value(figure, target)[0])


def _gauge(row: Against) -> Gauge:
    if row.figure is None:
        return Gauge(row.text, None, "warn")
    level = level_of(row.value)
    return Gauge(row.text, _taken(row.figure, row.limit), LEVEL_TONES[level])


def _taken(figure: float, limit: float) -> float | None:
    share = ratio(figure, limit)
    return None if share is None else clamp(share)
