"""The limits that a scenario sets for the whole: one row for all that each is called, wherever that is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from shortlist.core.basics.words import limit_told, seconds, usd
from shortlist.core.document.scenario import Limits
from shortlist.core.document.vocabulary import Verdict


class WholeLimit(NamedTuple):
    """A limit of the whole, in the words of each place that tells it."""

    field: str
    say: Callable[[float], str]
    """How a figure of it is written."""
    title: str
    """Beside a figure."""
    card: str
    """On the head card."""
    gauge: str
    """Before a gauge."""
    box: tuple[str, str]
    """In the box of the whole, and where there is little room."""
    about: str
    """Behind a figure that has no title; the bill needs none."""
    phrase: str
    """In a list of the limits, with the limit in its place."""
    sentence: str
    """As a driver of the decision."""
    demand: str
    """As what nothing but the one who runs it can hold."""
    unknown: str
    """Why the figure may be unknown."""
    made_of: str
    """What the figure is made of."""

    def target(self, limits: Limits) -> float | None:
        """The limit as it is set; None where it is not."""
        value: float | None = getattr(limits, self.field)
        return value

    def written(self, value: float) -> str:
        """The limit itself in words: a time as a person gave it."""
        return limit_told(value, self.say)


NO_COST = "somebody chosen lacks a price or a usage figure, or a step has nobody"
NO_TIME = "a stage has nobody, or one whose speed or first token is not known"
TAIL_RANGE = (
    "95 of 100 tasks are done by then: the low end where slow stages have nothing to do with one another, the high "
    "end where all are slow at once."
)
"""What the range of a task's time means."""
WHOLE_LIMITS = {
    row.field: row
    for row in (
        WholeLimit(
            "monthly_budget_usd",
            usd,
            "Bill a month",
            "Bill a month",
            "bill a month",
            ("bill", "bill"),
            "",
            "{} a month for the bill",
            "The bill stays within {} a month",
            "the budget of {} a month",
            NO_COST,
            "What providers and machines are paid; the work of people and of your engineers is not in it.",
        ),
        WholeLimit(
            "max_cost_per_successful_task_usd",
            usd,
            "Cost of a successful task",
            "Successful task",
            "a success",
            ("a success", "each"),
            " a task",
            "{} for each successful task",
            "A successful task costs at most {}",
            "at most {} for a successful task",
            NO_COST,
            "All in all, people and errors too, for each task that passes every stage rightly.",
        ),
        WholeLimit(
            "max_task_ttft_s",
            seconds,
            "First token, typical",
            "First token",
            "first token",
            ("first token", "first"),
            " to the first token",
            "{} to the first token of a task",
            "The first token of a task comes within {}",
            "a task's first token within {}",
            NO_TIME,
            "All stages but the last at their typical time, then the wait for the last one's first token.",
        ),
        WholeLimit(
            "max_task_total_s",
            seconds,
            "A task in all, 95 %",
            "Time of a task",
            "a task in all",
            ("a task", "task"),
            "",
            "{} for a task in all, at the 95th percentile",
            "A task takes at most {} at the 95th percentile",
            "a whole task within {}, 95th percentile",
            NO_TIME,
            TAIL_RANGE,
        ),
    )
}
"""In the order of the file."""
LIMIT_WORDS: Mapping[Verdict, str] = {
    "fail": "passed over",
    "unknown": "not known",
    "pass": "kept",
    "not_applicable": "not set",
}
"""How a limit stands, the gravest first."""


def limits_told(limits: Limits, phrase: Callable[[WholeLimit], str] = lambda row: row.phrase) -> list[str]:
    """Each limit of the whole that is set, in its phrase."""
    told = []
    for row in WHOLE_LIMITS.values():
        target = row.target(limits)
        if target is not None:
            told.append(phrase(row).format(row.written(target)))
    return told
