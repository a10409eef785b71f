"""The decision as it was made, and the cheapest split over the steps: who serves what, and what it costs a month.

A set of candidates that share the steps is an assignment. A self-hosted candidate's machines are counted once, with
the replicas for the steps it serves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from shortlist.core.basics.unknown import LARGEST, Unknown, ratio, times, total
from shortlist.core.comparison.ranking import DECIMALS
from shortlist.core.document.choice import choices
from shortlist.core.document.scenario import Scenario
from shortlist.core.document.workspace import Workspace
from shortlist.core.judging.judge import CandidateResult
from shortlist.core.service.cost import Cost, Parts, combine
from shortlist.core.service.serving import Serving

ROUTABLE = ("first.task_fit", "first.quality_bar", "first.latency_target")
"""What a candidate must meet in a step before it may be routed there for its price."""


ServingOf = Callable[[str, str], Serving]
"""The service of a step by a candidate, looked up by candidate and step."""


def assignment_costs(
    scenario: Scenario, assigned: Mapping[str, str], serving_of: ServingOf, scale: float = 1.0
) -> list[Cost]:
    """What each candidate of an assignment (step to candidate) costs over the steps it serves."""
    groups: dict[str, list[Serving]] = {}
    for step, candidate in assigned.items():
        groups.setdefault(candidate, []).append(serving_of(candidate, step))
    task = scenario.task.id
    return [
        combine(
            group[0].candidate,
            [serving.cost for serving in group],
            next((serving.cost for serving in group if serving.step.id == task), None),
            scale,
        )
        for group in groups.values()
    ]


def per_thousand_tasks(cost: Cost, scenario: Scenario) -> Parts:
    """The parts of a month's cost per thousand tasks, answered rightly or not; unknown where there are none.

    The product's tasks are the requests of the task step.
    """
    return cost.parts.scaled(ratio(1000.0, scenario.task.usage.requests_per_month))


class DecisionCost(NamedTuple):
    """What the decision costs, in USD a month, with the fallback's share of the traffic."""

    monthly: Unknown
    bill: Unknown
    per_successful_task: Unknown
    requests: float


def decision_cost(workspace: Workspace, serving_of: ServingOf, scale: float = 1.0) -> DecisionCost:
    """The cost of the decision at a scale of the traffic; unknown while a step has no default.

    Without a fallback all traffic is the default's.
    """
    scenario, chosen = workspace.scenario, choices(workspace)
    requests = min(LARGEST, scale * sum(step.usage.requests_per_month or 0 for step in scenario.steps))
    defaults = {step: choice.default for step, choice in chosen.items() if choice.default}
    if len(defaults) < len(chosen):
        return DecisionCost(None, None, None, requests)
    standins = {step: choice.fallback or defaults[step] for step, choice in chosen.items()}
    main = assignment_costs(scenario, defaults, serving_of, scale)
    task = scenario.task.id
    tasks = times(scale, serving_of(defaults[task], task).cost.successful)
    share = scenario.fallback_share if any(choice.fallback for choice in chosen.values()) else 0.0
    if share == 0:
        monthly, bill = total(*(c.monthly for c in main)), total(*(c.bill for c in main))
        return DecisionCost(monthly, bill, ratio(monthly, tasks), requests)
    other = assignment_costs(scenario, standins, serving_of, scale)
    monthly = _mixed(share, [c.monthly for c in main], [c.monthly for c in other])
    bill = _mixed(share, [c.bill for c in main], [c.bill for c in other])
    return DecisionCost(monthly, bill, ratio(monthly, tasks), requests)


def _mixed(share: float, main: Sequence[Unknown], other: Sequence[Unknown]) -> Unknown:
    return total(times(1 - share, total(*main)), times(share, total(*other)))


class Projection(NamedTuple):
    """A month from now: its number from 0, its requests, and what the decision then costs in USD."""

    month: int
    requests: float
    monthly: Unknown
    bill: Unknown


MONTHS = 12


def projection(workspace: Workspace, serving_of: ServingOf) -> list[Projection]:
    """Twelve months at the scenario's growth, with replicas counted anew."""
    rows = []
    for month in range(MONTHS):
        scale = (1 + workspace.scenario.growth_per_month) ** month
        cost = decision_cost(workspace, serving_of, scale=scale)
        rows.append(Projection(month, cost.requests, cost.monthly, cost.bill))
    return rows


class Routing(NamedTuple):
    """One model for everything against the cheapest adequate one for each step. USD a month."""

    single: str | None
    single_monthly: Unknown
    mix: Mapping[str, str | None]
    mix_monthly: Unknown


def routing(
    workspace: Workspace,
    ranking: Sequence[CandidateResult],
    default: CandidateResult | None,
    serving_of: ServingOf,
) -> Routing:
    """The recommended default for all steps, and the cheapest candidate that is adequate for each."""
    mix = {step.id: cheapest_for(step.id, ranking) for step in workspace.scenario.steps}
    assigned = {step: candidate for step, candidate in mix.items() if candidate is not None}
    monthly = None
    if len(assigned) == len(mix):
        monthly = total(*(c.monthly for c in assignment_costs(workspace.scenario, assigned, serving_of)))
    return Routing(default.id if default else None, default.cost.monthly if default else None, mix, monthly)


def cheapest_for(step: str, ranking: Sequence[CandidateResult]) -> str | None:
    """The id of the cheapest candidate that is adequate for a step; ties go to the better-ranked."""
    able = [
        (round(cost, DECIMALS), rank, result.id)
        for rank, result in enumerate(ranking)
        if (cost := result.steps[step].cost.monthly) is not None
        and result.steps[step].standing.status == "eligible"
        and all(result.steps[step].verdicts[check] in ("pass", "not_applicable") for check in ROUTABLE)
    ]
    return min(able)[2] if able else None
