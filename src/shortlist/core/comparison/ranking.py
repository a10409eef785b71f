"""The order of the candidates, and what is recommended on its strength."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.judging.judge import CandidateResult, Score, Standing

STATUS_ORDER = {status: place for place, status in enumerate(STATUSES)}
DECIMALS = 9
"""Scores and costs that agree to this many decimals are equal; rounding must not decide."""
CLOSE_POINTS = 3
"""A lead of no more than this many points is a close call."""
SettledBy = ("first.quality_bar", "first.latency_target")
"""What a candidate must meet before being cheap is a merit."""

Key = tuple[int, float, bool, float, str]


def rank_key(standing: Standing, score: Score, monthly: Unknown, id_: str) -> Key:
    """Sorts by status, score, monthly cost (unknown last), id."""
    points = round(score.middle or 0.0, DECIMALS)
    return STATUS_ORDER[standing.status], -points, monthly is None, monthly or 0.0, id_


def ranked(results: Sequence[CandidateResult]) -> tuple[CandidateResult, ...]:
    """The candidates in rank order."""
    return tuple(sorted(results, key=lambda r: rank_key(r.standing, r.score, r.cost.monthly, r.id)))


def step_ranks(results: Sequence[CandidateResult], step: str) -> dict[str, int]:
    """The rank of every candidate in one step, from 1."""

    def key(result: CandidateResult) -> Key:
        judged = result.steps[step]
        return rank_key(judged.standing, judged.score, judged.cost.monthly, result.id)

    return {result.id: rank for rank, result in enumerate(sorted(results, key=key), 1)}


def eligible(ranking: Sequence[CandidateResult]) -> list[CandidateResult]:
    """Those that fail and lack nothing that they must have, in rank order."""
    return [result for result in ranking if result.standing.status == "eligible"]


class Recommendation(NamedTuple):
    """What the ranking suggests; None where nobody qualifies."""

    default: CandidateResult | None
    fallback: CandidateResult | None
    cheapest_passing: CandidateResult | None
    provisional: CandidateResult | None
    """Where nobody is eligible: the best candidate that only lacks answers; its `unknown` checks hold it."""
    close_call: bool


def recommend(ranking: Sequence[CandidateResult]) -> Recommendation:
    """Default, fallback, cheapest that passes, and whether the lead is thin."""
    able = eligible(ranking)
    waiting = next((r for r in ranking if r.standing.status == "needs_check"), None)
    return Recommendation(
        default=able[0] if able else None,
        fallback=fallback_for(able[0], able[1:]) if able else None,
        cheapest_passing=cheapest_passing(able),
        provisional=None if able else waiting,
        close_call=is_close(able),
    )


def fallback_for(default: CandidateResult, others: Sequence[CandidateResult]) -> CandidateResult | None:
    """The first of another provider and another developer, failing that of another provider.

    What takes a provider down takes all its models down; an unnamed developer is taken to be another one.
    """
    chosen = default.candidate
    elsewhere = [other for other in others if other.candidate.provider != chosen.provider]
    unrelated = (other for other in elsewhere if not chosen.developer or other.candidate.developer != chosen.developer)
    return next(unrelated, elsewhere[0] if elsewhere else None)


def cheapest_passing(able: Sequence[CandidateResult]) -> CandidateResult | None:
    """The lowest cost per successful task among the eligible that reach quality and latency; ties by rank."""
    passing = [
        (round(price, DECIMALS), rank, result)
        for rank, result in enumerate(able)
        if (price := result.cost.per_successful_task) is not None
        and all(result.checks[check].verdict in ("pass", "not_applicable") for check in SettledBy)
    ]
    return min(passing, key=lambda row: row[:2])[2] if passing else None


def is_close(able: Sequence[CandidateResult]) -> bool:
    """Whether the first two eligible are within three points, or their ranges touch."""
    if len(able) < 2:
        return False
    first, second = able[0].score, able[1].score
    if first.middle is None or second.middle is None:
        return True
    assert first.low is not None and first.high is not None
    assert second.low is not None and second.high is not None
    lead = round(first.middle - second.middle, DECIMALS)
    apart = round(max(first.low - second.high, second.low - first.high), DECIMALS)
    return lead <= CLOSE_POINTS or apart <= 0


Measure = Callable[[CandidateResult], Unknown]


def pareto_front(ranking: Sequence[CandidateResult], quality: Measure) -> frozenset[str]:
    """Ids of the candidates that no other beats in quality, monthly cost and worst tail latency at once.

    Excluded candidates take no part, one with an unknown is not on the front, and equals all are.
    """
    points: list[tuple[str, tuple[float, float, float]]] = []
    for result in ranking:
        figure, monthly, slowest = quality(result), result.cost.monthly, result.worst_total_s
        if result.standing.status != "excluded" and None not in (figure, monthly, slowest):
            assert figure is not None and monthly is not None and slowest is not None
            points.append((result.id, (-figure, monthly, slowest)))
    return frozenset(id_ for id_, point in points if not any(dominates(other, point) for _, other in points))


def dominates(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether one is nowhere larger and somewhere smaller."""
    return all(a <= b for a, b in zip(one, other, strict=True)) and tuple(one) != tuple(other)
