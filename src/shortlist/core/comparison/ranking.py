"""The order of the candidates, of one for all steps and within each, and what is recommended on its strength."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, Protocol, TypeVar

from shortlist.core.assessment.assessor import CandidateResult, Score, Standing
from shortlist.core.assessment.column_value import ColumnValue
from shortlist.core.basics.tolerance import at_most, significant, tie
from shortlist.core.basics.unknown import Unknown, ratio
from shortlist.core.document.checklist import LATENCY_TARGET, QUALITY_BAR
from shortlist.core.document.scenario import Column, Scenario
from shortlist.core.document.vocabulary import STATUSES, Verdict

STATUS_ORDER = {status: place for place, status in enumerate(STATUSES)}
CLOSE_POINTS = 3
"""A lead of no more than this many points is a close call."""
SETTLED_BY = (QUALITY_BAR, LATENCY_TARGET)
"""What a candidate must meet before being cheap is a merit."""

Key = tuple[int, int, bool, float, bool, float, str]


class HasStanding(Protocol):
    """A candidate as it stands somewhere."""

    @property
    def standing(self) -> Standing:
        """Its status there."""


Stands = TypeVar("Stands", bound=HasStanding)


def _key(standing: Standing, steps: int, score: Score, monthly: Unknown, id_: str) -> Key:
    """Sorts by status, number of steps (more first), score, monthly cost, id; what is unknown last."""
    points, cost = score.middle, monthly
    return (
        STATUS_ORDER[standing.status],
        -steps,
        points is None,
        -tie(points or 0.0),
        cost is None,
        tie(cost or 0.0),
        id_,
    )


def rank_key(result: CandidateResult) -> Key:
    """Sorts candidates into rank order."""
    return _key(result.standing, len(result.steps), result.score, result.cost.monthly, result.id)


def ranked(results: Sequence[CandidateResult]) -> tuple[CandidateResult, ...]:
    """The candidates in rank order."""
    return tuple(sorted(results, key=rank_key))


class Placed(NamedTuple):
    """A candidate where it is compared with others: in one step, or as the one for all of them."""

    result: CandidateResult
    standing: Standing
    score: Score
    columns: Mapping[Column, ColumnValue]
    settled: bool
    """Whether it reaches quality and latency there."""
    monthly: Unknown
    per_success: Unknown
    """USD per task that succeeds; in a step per request."""

    @property
    def id(self) -> str:
        return self.result.id


def _settled(verdicts: Mapping[str, Verdict]) -> bool:
    return all(verdicts[check] in ("pass", "not_applicable") for check in SETTLED_BY)


def for_all_steps(ranking: Sequence[CandidateResult], scenario: Scenario) -> list[Placed]:
    """Those that play every step, in rank order."""
    return [
        Placed(
            result,
            result.standing,
            result.score,
            result.columns,
            _settled({check: result.checks[check].verdict for check in SETTLED_BY}),
            result.cost.monthly,
            result.cost.per_successful_task,
        )
        for result in ranking
        if len(result.steps) == len(scenario.steps)
    ]


def in_step(results: Sequence[CandidateResult], step: str) -> list[Placed]:
    """Those that play a step, in their order within it."""
    places = [
        Placed(
            result,
            assessed.standing,
            assessed.score,
            assessed.columns,
            _settled(assessed.verdicts),
            assessed.cost.monthly,
            ratio(assessed.cost.monthly, assessed.serving.cost.successful),
        )
        for result in results
        if (assessed := result.steps.get(step)) is not None
    ]
    return sorted(places, key=lambda place: _key(place.standing, 1, place.score, place.monthly, place.id))


def eligible(rows: Sequence[Stands]) -> list[Stands]:
    """Those that fail and lack nothing that they must have, in their order."""
    return [row for row in rows if row.standing.status == "eligible"]


class Recommendation(NamedTuple):
    """What an order suggests; None where nobody qualifies."""

    default: CandidateResult | None
    fallback: CandidateResult | None
    cheapest_passing: CandidateResult | None
    provisional: CandidateResult | None
    """Where nobody is eligible: the best candidate that only lacks answers; its `unknown` checks hold it."""
    close_call: bool

    @property
    def named(self) -> dict[str, CandidateResult | None]:
        """Who is recommended, by what for."""
        return {name: one for name, one in self._asdict().items() if name != "close_call"}


def recommend(places: Sequence[Placed], or_monthly: bool = False) -> Recommendation:
    """Default, fallback, cheapest that passes, and whether the lead is thin.

    With `or_monthly` the cheapest is told by the month where nobody's cost of a success is known.
    """
    able = eligible(places)
    if not able:
        waiting = next((place.result for place in places if place.standing.status == "needs_check"), None)
        return Recommendation(None, None, None, provisional=waiting, close_call=False)
    default = able[0].result
    fallback = fallback_for(default, [place.result for place in able[1:]])
    return Recommendation(default, fallback, cheapest_passing(able, or_monthly), None, is_close(able))


def fallback_for(default: CandidateResult, others: Sequence[CandidateResult]) -> CandidateResult | None:
    """The first of another provider and another developer, failing that of another provider.

    What takes a provider down takes all its models down; an unnamed developer is taken to be another one.
    """
    chosen = default.candidate
    elsewhere = [other for other in others if other.candidate.provider != chosen.provider]
    unrelated = (other for other in elsewhere if not chosen.developer or other.candidate.developer != chosen.developer)
    return next(chain(unrelated, elsewhere), None)


def cheapest_passing(able: Sequence[Placed], or_monthly: bool) -> CandidateResult | None:
    """The lowest cost of a success among the eligible that reach quality and latency; ties by rank."""
    passing = [place for place in able if place.settled]
    found = cheapest(passing, lambda place: place.per_success)
    if found is None and or_monthly:
        return cheapest(passing, lambda place: place.monthly)
    return found


def cheapest(places: Sequence[Placed], price: Callable[[Placed], Unknown]) -> CandidateResult | None:
    """The first with the lowest price, by the digits that count: a request of an embedder costs less than 1e-9."""
    prices = [(significant(cost), place.result) for place in places if (cost := price(place)) is not None]
    return min(prices, key=lambda row: row[0])[1] if prices else None


def is_close(able: Sequence[Placed]) -> bool:
    """Whether the first two eligible are within three points, or their ranges touch."""
    if len(able) < 2:
        return False
    first, second = able[0].score, able[1].score
    if first.middle is None or second.middle is None:
        return True
    assert first.low is not None and first.high is not None
    assert second.low is not None and second.high is not None
    near = at_most(first.middle - second.middle, CLOSE_POINTS)
    return near or (at_most(first.low, second.high) and at_most(second.low, first.high))


def lower_is_better(scenario: Scenario) -> bool:
    """Whether a step that judges by the scenario's quality metric says that less of it is better."""
    metric = scenario.quality_metric
    return any(step.needs.lower_is_better for step in scenario.steps if scenario.metric_of(step) == metric)


def pareto_front(ranking: Sequence[CandidateResult], scenario: Scenario) -> frozenset[str]:
    """Ids of the candidates that no other beats in quality, monthly cost and worst tail latency at once.

    Among those not excluded that play every step, where nobody does as many as the first; one with an unknown is not
    on the front, and equals all are.
    """
    able = [result for result in ranking if result.standing.status != "excluded"]
    most = len(scenario.steps)
    if all(len(result.steps) < most for result in able) and ranking:
        most = len(ranking[0].steps)
    points: list[tuple[str, tuple[float, float, float]]] = []
    sign = 1 if lower_is_better(scenario) else -1
    for result in able:
        if len(result.steps) != most:
            continue
        figure = result.figures.value(scenario.quality_metric)
        monthly, slowest = result.cost.monthly, result.worst_total_s
        if figure is not None and monthly is not None and slowest is not None:
            points.append((result.id, (tie(sign * figure), tie(monthly), tie(slowest))))
    return frozenset(id_ for id_, point in points if not any(dominates(other, point) for _, other in points))


def dominates(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether one is nowhere larger and somewhere smaller."""
    return all(a <= b for a, b in zip(one, other, strict=True)) and tuple(one) != tuple(other)
