"""A candidate in the steps that it plays, and what follows from its figures and the traffic: all but checks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from shortlist.core.assessment.column_value import ColumnValue
from shortlist.core.assessment.columns import BY_STEPS, expected_quality, joined_over_steps, latency_risk, task_fit
from shortlist.core.assessment.verdicts import BY_STEP, Assessment, over_steps
from shortlist.core.document.checklist import CONTEXT_NEEDS
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.scenario import Column, Limits, Step
from shortlist.core.service.cost import Cost, StepCost, combine
from shortlist.core.service.figures import Figures
from shortlist.core.service.prices_charged import needed
from shortlist.core.service.serving import Serving, serve
from shortlist.core.service.task import Task, TaskTime


def nameless(step: Step) -> Step:
    """A step without what decides neither a check nor a column of it: its name and its traffic."""
    usage = step.usage.model_copy(update={"requests_per_month": None})
    return step.model_copy(update={"name": "", "usage": usage})


class StepFit:
    """How a candidate fits a step, whatever that is called and however many requests reach it.

    What is most of the work of assessing stands while a figure of the traffic is typed. Assessed when first asked for.
    """

    def __init__(self, limits: Limits, step: Step, figures: Figures, run: Evaluation | None) -> None:
        self.serving, self.each = serve(limits, step, figures, run)
        """Of the `nameless` step, and what one request costs."""

    @cached_property
    def verdicts(self) -> dict[str, Assessment]:
        """The checks that are assessed step by step, as the figures have them."""
        return {check: judge(self.serving) for check, judge in BY_STEP.items()}

    @cached_property
    def needed(self) -> tuple[tuple[str, float], ...]:
        """The metrics that the step needs a figure of, each with an input size in tokens."""
        return tuple(needed(self.serving))

    @cached_property
    def columns(self) -> dict[Column, ColumnValue]:
        """The columns that are assessed step by step, before overrides."""
        return {
            "task_fit": task_fit(self.serving, self.verdicts[CONTEXT_NEEDS]),
            "expected_quality": expected_quality(self.serving),
            "latency_risk": latency_risk(self.serving),
        }


class StepServed:
    """A candidate's service of one step with what it alone decides."""

    def __init__(self, step: Step, fit: StepFit) -> None:
        self.fit = fit
        self.serving = fit.serving.at_traffic_of(step, fit.each)

    @cached_property
    def cost(self) -> Cost:
        """What the step costs by itself, the machines of self-hosting included."""
        return combine(self.serving.candidate, self.serving.limits, [self.serving.cost])


class Joined:
    """A candidate over the steps that it plays, as far as neither the traffic nor the bill decides."""

    def __init__(self, *fits_and_names: StepFit | str) -> None:
        """The fit of each step, then the name of each."""
        fits = [one for one in fits_and_names if isinstance(one, StepFit)]
        names = [one for one in fits_and_names if isinstance(one, str)]
        self.verdicts: dict[str, Assessment] = {
            check: over_steps(names, [fit.verdicts[check] for fit in fits]) for check in BY_STEP
        }
        """The checks that are assessed step by step."""
        self.rows: dict[Column, list[tuple[str, ColumnValue]]] = {
            column: [(name, fit.columns[column]) for name, fit in zip(names, fits, strict=True)] for column in BY_STEPS
        }
        """The columns of each step, with its name."""
        self.columns: dict[Column, ColumnValue] = {
            column: joined_over_steps(rows) for column, rows in self.rows.items() if rows
        }


class Served(NamedTuple):
    """A candidate in every step that it plays."""

    figures: Figures
    limits: Limits
    task: Task
    steps: tuple[StepServed, ...]
    cost: Cost
    time: TaskTime | None
    """How long a task takes; None unless it plays the whole path."""

    @property
    def needed(self) -> dict[str, float]:
        """The metrics that its steps need a figure of, with the least input size in tokens that each is needed at."""
        found: dict[str, float] = {}
        for step in self.steps:
            for metric, size in step.fit.needed:
                found[metric] = min(size, found.get(metric, size))
        return found

    @property
    def servings(self) -> list[Serving]:
        """The service of every step that it plays."""
        return [step.serving for step in self.steps]


def served(figures: Figures, limits: Limits, task: Task, *steps: StepServed) -> Served:
    """A candidate over the steps that it plays."""
    by_step = {step.serving.step.id: step.serving for step in steps}
    cost = whole_cost(figures, limits, task, list(by_step.values()))
    time = None
    if all(step in by_step for step in task.steps):
        time = task.time({step: serving.latency for step, serving in by_step.items()})
    return Served(figures, limits, task, steps, cost, time)


def whole_cost(figures: Figures, limits: Limits, task: Task, servings: Sequence[Serving]) -> Cost:
    """What a candidate costs over the steps that it plays.

    Tasks succeed by a candidate that plays the whole path, and are unknown of any other.
    """
    costs: dict[str, StepCost] = {serving.step.id: serving.cost for serving in servings}
    cost = combine(figures.candidate, limits, costs.values())
    if any(step not in costs for step in task.steps):
        return cost
    rates = {step: one.success_rate for step, one in costs.items()}
    return cost._replace(successful_tasks=task.successful(rates))
