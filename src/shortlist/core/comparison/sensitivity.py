"""Which assumption moves the cost per successful task most: each usage figure at 80 % and at 120 %."""

from __future__ import annotations

from functools import cmp_to_key
from typing import NamedTuple

from shortlist.core.basics.tolerance import equal
from shortlist.core.basics.unknown import Unknown
from shortlist.core.comparison.assignment import Assigned, Assignment, decision_cost
from shortlist.core.document.scenario import Scenario
from shortlist.core.service.serving import Serving
from shortlist.core.service.task import task_of
from shortlist.core.service.usage import USAGE_FIELDS, USAGE_UNITS, measured_usage

SWING = 0.2
TRAFFIC = "requests_per_month"
LEFT_OUT = ("max_retries", "extra_latency_s")
"""Whole numbers, and what costs nothing."""


class Swing(NamedTuple):
    """USD per successful task of the decision with one assumption at 80 % (low) and at 120 % (high)."""

    step: str
    assumption: str
    low: Unknown
    high: Unknown

    @property
    def size(self) -> float:
        """How far apart the two are; below 0 where either is unknown, so that it sorts last."""
        return -1.0 if self.low is None or self.high is None else abs(self.high - self.low)


def sensitivity(scenario: Scenario, served: Assignment) -> list[Swing]:
    """Every assumption of the defaults that is not 0 and that no evaluation measured, the most telling first."""
    rows = []
    for step, one in served.items():
        if one.default is None:
            continue
        use = one.default.use
        known = {*measured_usage(one.default.measured, use.tool_loops), *LEFT_OUT}
        for name in USAGE_FIELDS:
            if name not in known and use.of(name):
                low, high = (_cost_at(scenario, served, step, name, factor) for factor in (1 - SWING, 1 + SWING))
                rows.append(Swing(step, name, low, high))
    return sorted(rows, key=cmp_to_key(_larger_first))


def _larger_first(one: Swing, other: Swing) -> int:
    """By pairs, not by rounded sizes: what a task costs may be a few billionths, which are equal."""
    if equal(one.size, other.size):
        return 0
    return -1 if one.size > other.size else 1


def _cost_at(scenario: Scenario, served: Assignment, step: str, name: str, factor: float) -> Unknown:
    """The decision's cost per successful task with one figure multiplied.

    The traffic is the same for everybody who serves the step; every other figure is changed for the default alone.
    """

    def varied(serving: Serving) -> Serving:
        value = (serving.use.of(name) or 0) * factor
        if USAGE_UNITS[name] == "share":
            value = min(1.0, value)
        return serving.using(serving.use.at(name, value))

    default, fallback = served[step]
    assert default is not None
    if name == TRAFFIC and fallback is not None:
        fallback = varied(fallback)
    changed = {**served, step: Assigned(varied(default), fallback)}
    requests = {one.id: one.requests for one in scenario.steps}
    if name == TRAFFIC:
        requests[step] *= factor
    task = task_of(scenario, requests)
    return decision_cost(scenario, task, changed, sum(requests.values())).per_successful_task
