"""The decision as it was made, and the cheapest split over the steps: who serves what, what it costs and how long.

A self-hosted candidate's machines are counted once, with the replicas for the steps that it serves, and for those
where it stands in by the way in which it stands by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.verdicts import range_verdict
from shortlist.core.basics.tolerance import above
from shortlist.core.basics.unknown import LARGEST, Unknown, ratio, times, total
from shortlist.core.comparison.ranking import Placed, cheapest
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.scenario import Limits
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.document.workspace import Choice
from shortlist.core.service.cost import UNKNOWN_PARTS, Cost, Machines, Parts, combine, machines
from shortlist.core.service.latency import Latency, lacking
from shortlist.core.service.serving import Serving
from shortlist.core.service.task import Task, TaskTime

ServingOf = Callable[[str | None, str], Serving | None]
"""The service of a step by a candidate, looked up by candidate and step; None where nobody plays the step."""


class Assigned(NamedTuple):
    """Who serves a step by default and who stands in, as far as they play it."""

    default: Serving | None
    fallback: Serving | None


Assignment = Mapping[str, Assigned]
"""Everybody who serves, by step."""


def assignment(choices: Mapping[str, Choice], serving_of: ServingOf) -> dict[str, Assigned]:
    """The decision's choices with what each serves."""
    return {
        step: Assigned(serving_of(choice.default, step), serving_of(choice.fallback, step))
        for step, choice in choices.items()
    }


def decision_cost(limits: Limits, task: Task, served: Assignment, requests: float, scale: float = 1.0) -> Cost:
    """The cost of an assignment at a scale of the traffic, which has so many requests; unknown while a step has none
    who plays it."""
    rates = {step: _success(limits, one) for step, one in served.items()}
    parts = UNKNOWN_PARTS
    if all(one.default is not None for one in served.values()):
        parts, *others = (_step_parts(limits, one) for one in served.values())
        for step in others:
            parts = parts.plus(step)
        under = assigned_machines(limits, served, scale).values()
        if scale != 1:
            parts = parts.scaled(scale)
        parts = parts._replace(fixed=total(*(one.fixed for one in under)), upkeep=total(*(one.upkeep for one in under)))
    return Cost(parts, min(LARGEST, scale * requests), None, task.successful(rates, scale))


def _shares(limits: Limits, one: Assigned) -> list[tuple[float, Serving]]:
    """Who serves which share of a step's requests."""
    if one.default is None:
        return []
    if one.fallback is None or limits.fallback_share == 0:
        return [(1.0, one.default)]
    return [(1 - limits.fallback_share, one.default), (limits.fallback_share, one.fallback)]


def _step_parts(limits: Limits, one: Assigned) -> Parts:
    first, *others = (
        serving.cost.parts if share == 1 else serving.cost.parts.scaled(share)
        for share, serving in _shares(limits, one)
    )
    for parts in others:
        first = first.plus(parts)
    return first


def _success(limits: Limits, one: Assigned) -> Unknown:
    """The share of a step's requests that succeed; unknown where nobody serves it."""
    rows = _shares(limits, one)
    return sum(share * serving.cost.success_rate for share, serving in rows) if rows else None


class Load(NamedTuple):
    """The work of a self-hosted candidate, in seconds of one replica a month."""

    candidate: Candidate
    by_default: dict[str, Unknown]
    standing_in: dict[str, Unknown]


def assigned_machines(limits: Limits, served: Assignment, scale: float = 1.0) -> dict[str, Machines]:
    """The machines under every self-hosted candidate that is chosen anywhere, by its id."""
    loads: dict[str, Load] = {}
    for step, one in served.items():
        for serving, stands_in in ((one.default, False), (one.fallback, True)):
            if serving is not None and serving.candidate.self_hosted:
                load = loads.setdefault(serving.candidate.id, Load(serving.candidate, {}, {}))
                (load.standing_in if stands_in else load.by_default)[step] = serving.cost.replica_seconds
    return {id_: _machines(limits, load, scale) for id_, load in loads.items()}


def _machines(limits: Limits, load: Load, scale: float) -> Machines:
    """Hot, its machines could carry all; one that only stands in runs its least replicas warm, or starts cold."""

    def carrying(seconds: Iterable[Unknown], share: float = 1.0) -> Machines:
        return machines(load.candidate, limits, times(share * scale, total(*seconds)))

    share, standby = limits.fallback_share, limits.fallback_standby
    if standby != "hot" and load.by_default:
        return carrying(load.by_default.values())
    if standby == "warm":
        return carrying(load.standing_in.values(), share)
    hot = carrying({**load.standing_in, **load.by_default}.values())
    return hot if standby == "hot" else hot._replace(fixed=times(share, hot.fixed))


UNSERVED = Latency(None, None, None, None, measured=False)


def decision_latencies(served: Assignment) -> dict[str, Latency]:
    """How long the default of each step takes; unknown where nobody serves it."""
    return {step: one.default.latency if one.default else UNSERVED for step, one in served.items()}


class LimitState(NamedTuple):
    """A limit of the scenario against what the assignment comes to; money has no range."""

    limit: str
    target: float
    low: Unknown
    high: Unknown
    verdict: Verdict


def limit_states(limits: Limits, cost: Cost, time: TaskTime) -> list[LimitState]:
    """The limits that are set, each with its verdict."""
    ranges: dict[str, tuple[Unknown, Unknown]] = {
        "monthly_budget_usd": (cost.bill, cost.bill),
        "max_cost_per_successful_task_usd": (cost.per_successful_task, cost.per_successful_task),
        "max_task_ttft_s": (time.ttft_s, time.ttft_s),
        "max_task_total_s": (time.total_low_s, time.total_high_s),
    }
    rows = []
    for limit, (low, high) in ranges.items():
        target: float | None = getattr(limits, limit)
        if target is not None:
            rows.append(LimitState(limit, target, low, high, range_verdict(low, high, target)))
    return rows


class Projection(NamedTuple):
    """A month from now: its number from 0, its tasks and requests, and what the decision then costs in USD."""

    month: int
    tasks: float
    requests: float
    monthly: Unknown
    bill: Unknown


MONTHS = 12


def projection(limits: Limits, task: Task, cost_at: Callable[[float], Cost]) -> list[Projection]:
    """Twelve months at the scenario's growth; `cost_at` gives the decision's cost at a scale of today's traffic."""
    rows = []
    for month in range(MONTHS):
        scale = (1 + limits.growth_per_month) ** month
        cost = cost_at(scale)
        rows.append(Projection(month, min(LARGEST, scale * task.monthly), cost.requests, cost.monthly, cost.bill))
    return rows


class Routing(NamedTuple):
    """One model for everything against the cheapest adequate one for each step. USD a month."""

    single: str | None
    single_monthly: Unknown
    mix: Mapping[str, str | None]
    mix_monthly: Unknown


def routing(limits: Limits, places: Mapping[str, Sequence[Placed]], single: CandidateResult | None) -> Routing:
    """The recommended default for all steps, and the cheapest candidate that is adequate for each.

    `places` has the candidates in their order within each step. One for all that is cheaper takes the place of a mix:
    machines that stand idle in one step may carry the next.
    """
    mix = {step: cheapest_for(rows) for step, rows in places.items()}
    groups: dict[str, list[Serving]] = {}
    for step, chosen in mix.items():
        if chosen is not None:
            groups.setdefault(chosen.id, []).append(chosen.steps[step].serving)
    monthly = None
    if None not in mix.values():
        costs = (combine(group[0].candidate, limits, [one.cost for one in group]) for group in groups.values())
        monthly = total(*(cost.monthly for cost in costs))
    ids = {step: None if chosen is None else chosen.id for step, chosen in mix.items()}
    if single is None:
        return Routing(None, None, ids, monthly)
    alone = single.cost.monthly
    if alone is not None and monthly is not None and above(monthly, alone):
        ids, monthly = dict.fromkeys(mix, single.id), alone
    return Routing(single.id, alone, ids, monthly)


def cheapest_for(places: Sequence[Placed]) -> CandidateResult | None:
    """The cheapest candidate that is adequate for a step; ties go to the better-ranked there."""
    able = [place for place in places if place.standing.status == "eligible" and place.settled]
    return cheapest(able, lambda place: place.monthly)


def per_thousand_tasks(parts: Parts, task: Task) -> Parts:
    """The parts of a month's cost per thousand tasks, answered rightly or not; unknown where there are none."""
    return parts.scaled(ratio(1000.0, task.monthly))


class LaneStep(NamedTuple):
    """A step that a task may take at one of its stages."""

    step: str
    stage: int
    """From 0."""
    alternatives: int
    """How many steps the stage has, this one among them."""
    share: Unknown
    """Of the tasks, that take it; unknown where there are none."""
    start_s: float
    """When the stage typically begins, as far as the stages before it are known."""
    latency: Latency
    serving: Serving | None
    """Who serves it; None where nobody was chosen, or one that does not play it."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """The metrics for want of which its time is unknown."""
        one = self.serving
        return () if one is None else lacking(one.step, one.use, one.figures, one.measured)


def lane(task: Task, served: Assignment) -> list[LaneStep]:
    """The steps on the path in their order; alternatives begin at the same moment."""
    latencies = decision_latencies(served)
    steps, start = [], 0.0
    for number, (stage, typical) in enumerate(zip(task.stages, task.stage_times(latencies), strict=True)):
        for step, share in stage:
            steps.append(LaneStep(step, number, len(stage), share, start, latencies[step], served[step].default))
        start += typical or 0.0
    return steps
