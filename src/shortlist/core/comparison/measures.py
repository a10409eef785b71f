"""What can be asked of a judged candidate: the measures and words that tables sort by, filters ask for, plots show.

A measure is an interval, because a score may be one; a figure is an interval of one point, an unknown is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.object_cache import once_for_each
from shortlist.core.basics.tolerance import tie
from shortlist.core.basics.unknown import Unknown, times
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.ranking import STATUS_ORDER, dominates
from shortlist.core.document.metrics import (
    METRIC_UNITS,
    METRICS,
    QUALITY_PREFIX,
    counts_errors,
    metric_heading,
    metric_row,
)
from shortlist.core.document.scenario import COLUMNS, Column, Scenario

Extent = tuple[float, float]
"""The least and the most that a measure can be; equal where nothing about it is unknown."""


class Measure(NamedTuple):
    """Something about a candidate that has a size."""

    key: str
    title: str
    unit: str
    """`USD`, a unit of `METRIC_UNITS`, or `points`."""
    higher_is_better: bool
    of: Callable[[CandidateResult], Extent | None]


def extent(low: Unknown, high: Unknown) -> Extent | None:
    """What lies between two bounds; None where either is unknown."""
    return None if low is None or high is None else (low, high)


def point(value: Unknown) -> Extent | None:
    """A figure as an extent."""
    return extent(value, value)


def recorded_figure(metric: str) -> Measure:
    """The observation in force of a metric, as the table of metrics has its name, its unit and which way is better."""
    row = metric_row(metric)
    unit = METRIC_UNITS.get(metric, "points")
    return Measure(metric, row.name, unit, row.higher_is_better, lambda result: point(result.figures.value(metric)))


def quality(metric: str, higher_is_better: bool = True) -> Measure:
    """An index of quality; a step that judges by it may say that less of it is better."""
    title = f"quality ({metric_heading(metric)})"
    return recorded_figure(metric)._replace(title=title, higher_is_better=higher_is_better)


def level(column: Column) -> Measure:
    """A column as points from 0 (bad) to 100 (good)."""

    def of(result: CandidateResult) -> Extent | None:
        value = result.columns[column]
        return extent(times(100.0, value.low), times(100.0, value.high))

    return Measure(column, f"{column.replace('_', ' ')}, as points", "points", True, of)


FIXED: tuple[Measure, ...] = (
    Measure("score", "score", "points", True, lambda r: extent(r.score.low, r.score.high)),
    Measure("task", "cost per successful task", "USD", False, lambda r: point(r.cost.per_successful_task)),
    Measure("monthly", "cost a month", "USD", False, lambda r: point(r.cost.monthly)),
    Measure("bill", "bill a month", "USD", False, lambda r: point(r.cost.bill)),
    Measure("total", "95th percentile latency", "s", False, lambda r: point(r.worst_total_s)),
    *map(recorded_figure, ("ttft", "output_speed", "input_price", "output_price", "context_window")),
)


@once_for_each  # a screen asks several times for each state that it draws
def measures(compared: Compared) -> Mapping[str, Measure]:
    """Every measure by its key; the quality index first, then the others that somebody has, then what never changes.

    Of prices those that somebody is charged by; in a step a success is that of a request.
    """
    scenario, first = compared.scenario, quality_metrics(compared)
    indices = {one.metric for candidate in compared.workspace.candidates for one in candidate.observations}
    others = sorted(metric for metric in indices if metric.startswith(QUALITY_PREFIX))
    qualities = [quality(one, not fewer_is_better(scenario, one)) for one in dict.fromkeys((*first, *others))]
    known = {measure.key: measure for measure in (*qualities, *FIXED)}
    if compared.step is not None:
        known["task"] = known["task"]._replace(title="cost per successful request")
    for metric in needed_metrics(compared):
        known.setdefault(metric, recorded_figure(metric))
    return {**known, **{measure.key: measure for measure in map(level, COLUMNS)}}


def quality_metrics(compared: Compared) -> list[str]:
    """The quality indices that the steps are judged by; where none is, that of the scenario."""
    scenario = compared.scenario
    assessed = [scenario.metric_of(step) for step in compared.steps if step.needs.min_quality is not None]
    if compared.step is None and scenario.quality_metric in assessed:
        assessed.insert(0, scenario.quality_metric)
    return list(dict.fromkeys(assessed)) or [scenario.metric_of(compared.steps[0])]


def fewer_is_better(scenario: Scenario, metric: str) -> bool:
    """Whether an index counts what is wrong: a step that judges by it says so, or its name does."""
    told = [step.needs.lower_is_better for step in scenario.steps if scenario.metric_of(step) == metric]
    return any(told) or counts_errors(metric)


def needed_metrics(compared: Compared) -> list[str]:
    """The metrics that somebody needs a figure of, in the order of the table; quality indices left out."""
    needed = {metric for result in compared.ranking for metric in result.served.needed}
    return [metric for metric in METRICS if metric in needed]


SORTED_BY_WORD: dict[str, Callable[[CandidateResult], str | int]] = {
    "name": lambda result: result.candidate.name.casefold(),
    "status": lambda result: STATUS_ORDER[result.standing.status],
    "plays": lambda result: -len(result.steps),
    "access": lambda result: f"{result.candidate.access} {result.candidate.provider.casefold()}",
}
"""What has no size but an order."""


def ordered(
    ranking: Sequence[CandidateResult], key: str, known: Mapping[str, Measure], backwards: bool = False
) -> list[CandidateResult]:
    """The candidates by a measure, the best first, or by a word, from a to z; unknown last either way.

    Those that are equal stay in the order of the ranking.
    """
    if key in SORTED_BY_WORD:
        return sorted(ranking, key=SORTED_BY_WORD[key], reverse=backwards)
    measure = known[key]
    sizes = {result.id: measure.of(result) for result in ranking}
    sign = -1 if measure.higher_is_better != backwards else 1

    def place(result: CandidateResult) -> tuple[bool, float]:
        size = sizes[result.id]
        if size is None:
            return True, 0.0
        return False, sign * tie((size[0] + size[1]) / 2)

    return sorted(ranking, key=place)


def rises(key: str, known: Mapping[str, Measure], backwards: bool) -> bool:
    """Whether the order that `ordered` gives goes from small to large."""
    better = key in known and known[key].higher_is_better
    return better == backwards


def extent_difference(first: Extent | None, other: Extent | None) -> Extent | None:
    """How much larger the other one is than the first, at least and at most."""
    if first is None or other is None:
        return None
    return other[0] - first[1], other[1] - first[0]


def pair_front(results: Iterable[CandidateResult], across: Measure, up: Measure) -> frozenset[str]:
    """Ids of those that no other beats in both measures at once; excluded and unknown ones take no part."""
    places: dict[str, tuple[float, float]] = {}
    for result in results:
        x, y = across.of(result), up.of(result)
        if result.standing.status != "excluded" and x is not None and y is not None:
            places[result.id] = (_loss(across, x), _loss(up, y))
    return frozenset(id_ for id_, one in places.items() if not any(dominates(other, one) for other in places.values()))


def _loss(measure: Measure, extent: Extent) -> float:
    middle = tie((extent[0] + extent[1]) / 2)
    return -middle if measure.higher_is_better else middle
