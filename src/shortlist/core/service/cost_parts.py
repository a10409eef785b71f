"""The parts, sums and counts of a cost as people read them: their names, what they mean, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class CostFigure(NamedTuple):
    """A part, a sum or a count of a cost."""

    title: str
    meaning: str
    rests_on: str
    """The assumption that moves it first of all: a figure of the usage, of the machines or of the scenario."""
    saving: bool = False
    """Whether it is taken off."""
    billed: bool = True
    """Of a part: whether a provider or a machine is paid with it."""
    brief: str = ""
    """Over a narrow column, where its key does not say it."""


COST_PARTS: Mapping[str, CostFigure] = {
    "input": CostFigure(
        "Input tokens",
        "tokens of the prompt times their price, plus the price of a call where there is one",
        "input_tokens",
    ),
    "output": CostFigure("Output tokens", "tokens of the answer times their price", "output_tokens"),
    "reasoning": CostFigure(
        "Reasoning tokens", "thinking tokens times their price, that of output where they have none", "reasoning_tokens"
    ),
    "tool_loop": CostFigure(
        "Tool calls", "each loop sends the prompt again, grown by what came before, and pays its fee", "tool_loops"
    ),
    "media": CostFigure("Pictures, pages, sound", "units that are no tokens, each times its price", "images"),
    "caching_savings": CostFigure(
        "Saved by caching",
        "hits read at the cache's price, misses written; later calls reread the prompt",
        "cacheable_share",
        saving=True,
    ),
    "batch_savings": CostFigure(
        "Saved by batches", "share of the traffic that can wait, times the discount", "batch_share", saving=True
    ),
    "retry": CostFigure(
        "Retries", "the same attempt again wherever one failed detectably, as often as it may be tried", "failure_rate"
    ),
    "human_escalation": CostFigure(
        "Escalation to people",
        "retries exhausted or handed over, times what a person's work costs",
        "escalation_rate",
        billed=False,
    ),
    "undetected_error": CostFigure(
        "Undetected errors", "wrong answers that nobody catches, times what one costs", "error_rate", billed=False
    ),
    "fixed": CostFigure(
        "Machines",
        "self-hosted: replicas, their GPUs, storage, network; 0 for others",
        "gpu_hour_usd",
        brief="machines",
    ),
    "upkeep": CostFigure(
        "Upkeep", "self-hosted: engineers' hours at the machines; 0 for others", "engineering_hours", billed=False
    ),
}
"""A row for every field of `Parts`."""
COST_TOTALS: Mapping[str, CostFigure] = {
    "bill": CostFigure(
        "Bill", "what providers and machines are paid; the budget is compared with it", "monthly_budget_usd"
    ),
    "monthly": CostFigure(
        "All in all", "the bill, the work of people, the damage of errors, upkeep", "requests_per_month"
    ),
    "per_request": CostFigure("Per request", "all in all over the requests of its steps", "requests_per_month"),
    "per_successful_task": CostFigure(
        "Per successful task",
        "all in all over the tasks answered rightly, without a person",
        "max_cost_per_successful_task_usd",
    ),
}
COST_COUNTS: Mapping[str, CostFigure] = {
    "successful_tasks": CostFigure(
        "Successful tasks", "tasks a month answered rightly, without a person; a count, not an amount", "error_rate"
    ),
    "requests": CostFigure("Requests", "requests a month over its steps; a count, not an amount", "requests_per_month"),
    "replicas": CostFigure(
        "Replicas", "copies of the model that the peak needs, for self-hosted candidates", "output_tokens_per_s"
    ),
}
COST_FIGURES: Mapping[str, CostFigure] = {**COST_PARTS, **COST_TOTALS, **COST_COUNTS}
