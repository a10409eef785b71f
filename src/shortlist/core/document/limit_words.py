"""The limits that a scenario sets for the whole, in words."""

from __future__ import annotations

from shortlist.core.basics.words import time_limit, usd
from shortlist.core.document.scenario import Scenario

FIGURES = {
    "monthly_budget_usd": usd,
    "max_cost_per_successful_task_usd": usd,
    "max_task_ttft_s": time_limit,
    "max_task_total_s": time_limit,
}
"""The fields, in the order in which they are told, with how a value is written."""
PHRASES = (
    "{} a month for the bill",
    "{} for each successful task",
    "{} to the first token of a task",
    "{} for a task in all, at the 95th percentile",
)


def limits_told(scenario: Scenario, phrases: tuple[str, ...] = PHRASES) -> list[str]:
    """Each limit that is set, in its phrase."""
    told = []
    for (field, write), phrase in zip(FIGURES.items(), phrases, strict=True):
        value = getattr(scenario, field)
        if value is not None:
            told.append(phrase.format(write(value)))
    return told
