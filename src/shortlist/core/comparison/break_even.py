"""Where self-hosting becomes no dearer than paying by the token, as a factor on the traffic.

Machines come in whole replicas, so the cost of self-hosting is a staircase. On one tread both costs are straight
lines, and the excess of self-hosting falls while its tokens are the cheaper ones; at the next tread it jumps up
again. The break-even lies on the last tread on which self-hosting is anywhere dearer, which is found from the treads,
not by solving one line through them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.tolerance import at_most, significant
from shortlist.core.basics.unknown import Unknown, minus, total
from shortlist.core.document.candidate import Hosting
from shortlist.core.service.cost import CEILING_SLACK, Cost, combine, replicas

LOWEST, HIGHEST = 0.001, 10_000.0
"""The range of factors on all requests that is searched."""


class BreakEven(NamedTuple):
    """The smallest factor from which self-hosting is no dearer, to the end of the range; None where there is none."""

    self_hosted: str
    against: str
    steps: tuple[str, ...]
    """The steps that both play, over which they are compared."""
    factor: float | None
    requests_per_month: float | None


class Staircase(NamedTuple):
    """The excess of self-hosting over a priced candidate, in USD a month, as a function of the factor."""

    hosting: Hosting
    peak_factor: float
    load_s: float
    per_replica: float
    base: float
    slope: float
    """USD a month by which the excess grows per factor, replicas staying: below 0 where self-hosted tokens save."""

    def steps_at(self, factor: float) -> int:
        """Replicas at a factor."""
        return replicas(self.hosting, self.peak_factor, factor * self.load_s) or 0

    def excess(self, factor: float) -> float:
        """What self-hosting costs more at a factor."""
        return self.steps_at(factor) * self.per_replica + self.base + self.slope * factor

    def level_on(self, number: int) -> float:
        """The factor at which a tread of that many replicas meets the priced cost, were it long enough."""
        return (number * self.per_replica + self.base) / -self.slope

    def starts(self, number: int) -> float:
        """The factor at which a tread begins."""
        busy = self.load_s * self.peak_factor / self.hosting.target_utilisation
        per_factor = busy / (self.hosting.hours_per_month * 3600)
        if number <= self.steps_at(LOWEST) or per_factor == 0:
            return LOWEST
        return (number - 1 + CEILING_SLACK) / per_factor


def _last_dearer(stairs: Staircase) -> int | None:
    """The last tread on which self-hosting is somewhere dearer.

    Where a tread begins the excess is a straight line in the tread's number, so it changes its sign at most once and
    bisection finds the place.
    """
    first, last = stairs.steps_at(LOWEST), stairs.steps_at(HIGHEST)

    def dearer(number: int) -> bool:
        return stairs.level_on(number) > stairs.starts(number)

    if dearer(last):
        return last
    if first == last:
        return None
    # The first tread is cut off at the start of the range, so the straight line is that of the treads after it.
    low, high = first + 1, last
    if not dearer(low):
        return first if dearer(first) else None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if dearer(middle) else (low, middle)
    return low


def shared_steps(own: CandidateResult, other: CandidateResult) -> tuple[str, ...]:
    """The steps that both play."""
    return tuple(step for step in own.steps if step in other.steps)


def _cost_over(result: CandidateResult, steps: Sequence[str], scale: float = 1.0) -> Cost:
    costs = [result.steps[step].serving.cost for step in steps]
    return combine(result.candidate, result.served.limits, costs, scale)


def break_even(own: CandidateResult, priced: CandidateResult) -> float | None:
    """The break-even factor of a self-hosted candidate against a priced one, over the steps that both play."""
    steps, hosting = shared_steps(own, priced), own.candidate.hosting
    mine, theirs = _cost_over(own, steps), _cost_over(priced, steps)
    load = total(*(own.steps[step].serving.cost.replica_seconds for step in steps))
    # What grows with the traffic: everything but the machines.
    variable, upkeep = mine.parts._replace(fixed=0.0, upkeep=0.0).monthly, mine.parts.upkeep
    slope = minus(variable, theirs.monthly)
    if variable is not None and theirs.monthly is not None and significant(variable) == significant(theirs.monthly):
        slope = 0.0  # Rounding of two that are equal must not add up over ten thousand times the traffic.
    if hosting is None or hosting.gpu_hour_usd is None or load is None or slope is None or upkeep is None:
        return None
    per_replica = hosting.gpus_per_replica * hosting.gpu_hour_usd * hosting.hours_per_month
    base = upkeep + hosting.other_monthly_usd
    peak_factor = hosting.peak_factor or own.served.limits.peak_factor
    if not all(map(math.isfinite, (HIGHEST * load * peak_factor, slope, per_replica, base))):
        return None
    # The smallest factor from which the excess is 0 or less up to the end of the range.
    stairs = Staircase(hosting, peak_factor, load, per_replica, base, slope)
    if stairs.slope >= 0:
        return LOWEST if at_most(stairs.excess(HIGHEST), 0) else None
    number = _last_dearer(stairs)
    if number is None:
        return LOWEST
    level = stairs.level_on(number)
    return level if level <= HIGHEST else None


def break_evens(ranking: Sequence[CandidateResult]) -> list[BreakEven]:
    """Every self-hosted candidate against every priced one whose cost is known where they meet, in rank order."""
    rows = []
    for own in (one for one in ranking if one.candidate.self_hosted):
        for priced in (one for one in ranking if not one.candidate.self_hosted):
            steps = shared_steps(own, priced)
            theirs = _cost_over(priced, steps)
            if steps and theirs.monthly is not None:
                factor = break_even(own, priced)
                requests = None if factor is None else factor * theirs.requests
                rows.append(BreakEven(own.id, priced.id, steps, factor, requests))
    return rows


class VolumePoint(NamedTuple):
    """A factor on all requests, the requests a month that it makes, and what either side then costs a month in USD."""

    factor: float
    requests: float
    own: Unknown
    against: Unknown


SPREAD = 8.0
"""A curve reaches this many times below and above today's traffic and the break-even."""


def volume_curve(own: CandidateResult, priced: CandidateResult, points: int) -> tuple[VolumePoint, ...]:
    """The monthly cost of both over the steps that both play, at factors in equal proportions, from below to above
    today's traffic and the break-even."""
    level = break_even(own, priced)
    low = max(LOWEST, min(1.0, level or 1.0) / SPREAD)
    high = min(HIGHEST, max(1.0, level or 1.0) * SPREAD)
    factors = [low * (high / low) ** (index / (points - 1)) for index in range(points)]
    return tuple(volume_point(own, priced, factor) for factor in factors)


def volume_point(own: CandidateResult, priced: CandidateResult, factor: float) -> VolumePoint:
    """What both cost over the steps that both play at a factor on today's traffic."""
    steps = shared_steps(own, priced)
    mine, theirs = _cost_over(own, steps, factor), _cost_over(priced, steps, factor)
    return VolumePoint(factor, mine.requests, mine.monthly, theirs.monthly)
