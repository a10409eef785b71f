"""A task: the stages that it passes, how often it takes each of their steps, its success and its time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.basics.tolerance import at_least, tie
from shortlist.core.basics.unknown import LARGEST, Unknown, minus, ratio, times, total
from shortlist.core.document.scenario import Scenario
from shortlist.core.service.latency import Latency

NOTICED = 0.05
"""A step that fewer tasks take does not decide how long the slow ones last."""


class TaskTime(NamedTuple):
    """How long a task takes, in seconds; None where it is unknown."""

    ttft_s: Unknown
    """To the first token of its last stage."""
    typical_s: Unknown
    total_low_s: Unknown
    """95th percentile where the tails of the stages have nothing to do with one another."""
    total_high_s: Unknown
    """95th percentile where all stages are slow at once."""


UNKNOWN_TIME = TaskTime(None, None, None, None)
Stage = tuple[tuple[str, Unknown], ...]
"""The alternative steps of a stage, by id, with the share of tasks that take each."""


class Task(NamedTuple):
    """What the product's tasks pass; figures by step id."""

    monthly: float
    """T: tasks a month."""
    stages: tuple[Stage, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """Every step on the path."""
        return tuple(step for stage in self.stages for step, _ in stage)

    def success(self, rates: Mapping[str, Unknown]) -> Unknown:
        """P: the share of tasks that pass every stage rightly, by the success rates of the steps."""
        passed: Unknown = 1.0
        for stage in self.stages:
            failed = total(*(times(share, minus(1.0, rates[step])) for step, share in stage))
            passed = times(passed, None if failed is None else max(0.0, 1 - failed))
        return passed

    def successful(self, rates: Mapping[str, Unknown], scale: float = 1.0) -> Unknown:
        """Tasks a month that succeed, at a scale of the traffic."""
        return times(scale * self.monthly, self.success(rates))

    def stage_times(self, latencies: Mapping[str, Latency]) -> list[Unknown]:
        """How long each stage typically takes a task, in seconds: its steps by their shares."""
        return [total(*(times(share, latencies[step].typical_s) for step, share in stage)) for stage in self.stages]

    def time(self, latencies: Mapping[str, Latency]) -> TaskTime:
        """How long a task takes, by the latencies of the steps."""
        if self.monthly == 0:
            return UNKNOWN_TIME
        stages = self.stage_times(latencies)
        last = self.stages[-1]
        first_token = ratio(
            total(*(times(share, latencies[step].ttft_s) for step, share in last)), total(*(share for _, share in last))
        )
        slowest = [slow for stage in self.stages if (slow := _slowest(stage, latencies))]
        spread = total(*(_square(minus(slow.total_s, slow.typical_s)) for slow in slowest))
        return TaskTime(
            ttft_s=total(*stages[:-1], first_token),
            typical_s=total(*stages),
            total_low_s=total(*(slow.typical_s for slow in slowest), None if spread is None else math.sqrt(spread)),
            total_high_s=total(*(slow.total_s for slow in slowest)),
        )


def _square(tail: Unknown) -> Unknown:
    return None if tail is None else times(max(0.0, tail), max(0.0, tail))


def _slowest(stage: Stage, latencies: Mapping[str, Latency]) -> Latency | None:
    """The step of a stage that lasts longest in the tail; None where only few tasks take any of its steps."""
    noticed = [latencies[step] for step, share in stage if share is not None and at_least(share, NOTICED)]
    unknown = next((one for one in noticed if one.total_s is None), None)
    if unknown is not None:
        return unknown._replace(typical_s=None)
    # Of equals the greater typical time, and an unknown one is the greatest.
    return max(
        noticed,
        key=lambda one: (tie(one.total_s or 0.0), LARGEST if one.typical_s is None else one.typical_s),
        default=None,
    )


def task_of(scenario: Scenario, traffic: Mapping[str, float] | None = None) -> Task:
    """The task of a scenario at its traffic, or at other requests a month by step."""
    requests = traffic or {step.id: step.requests for step in scenario.steps}
    counted = next(stage for stage in scenario.stages if scenario.task.id in stage)
    monthly = min(LARGEST, sum(requests[step] for step in counted))

    def share(step: str) -> Unknown:
        passing = ratio(requests[step], monthly)
        return None if passing is None else min(1.0, passing)

    return Task(monthly, tuple(tuple((step, share(step)) for step in stage) for stage in scenario.stages))
