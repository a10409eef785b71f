"""The limits of the whole in words: what was decided comes to so much of so much, within, over, or not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import limit_told, seconds, time_limit, usd
from shortlist.core.comparison.assignment import LimitState
from shortlist.core.document.vocabulary import Verdict

VERDICT_SIGNS: Mapping[Verdict, str] = {"pass": "✓", "unknown": "?", "fail": "✖", "not_applicable": "–"}


class LimitWords(NamedTuple):
    """What a limit is called, and how its figures are said."""

    title: str
    of_task: str
    """What of a task is limited; empty for the bill."""
    say: Callable[[float], str]
    unknown: str
    """Why the figure may be unknown."""


NO_COST = "somebody chosen lacks a price or a usage figure, or a step has nobody"
NO_TIME = "a stage has nobody, or one whose speed or first token is not known"
LIMITS: dict[str, LimitWords] = {
    "monthly_budget_usd": LimitWords("Bill a month", "", usd, NO_COST),
    "max_cost_per_successful_task_usd": LimitWords("Cost of a successful task", "cost", usd, NO_COST),
    "max_task_ttft_s": LimitWords("First token, typical", "first token", seconds, NO_TIME),
    "max_task_total_s": LimitWords("A task in all, 95 %", "time", seconds, NO_TIME),
}
"""The limits of the whole, in the order of the file."""


def span(low: Unknown, high: Unknown, say: Callable[[float], str]) -> str:
    """A figure, or a range of which the unit is said once: `3.4 s`, `9.1–12.3 s`."""
    if low is None or high is None:
        return "unknown"
    first, last = say(low), say(high)
    if first == last:
        return last
    unit = last.rpartition(" ")[2]
    if first.endswith(f" {unit}"):
        return f"{first.removesuffix(unit).rstrip()}–{last}"
    return f"{first} to {last}"


def limit_figure(state: LimitState) -> str:
    """What the decision comes to: `$425`, `9.1–12.3 s`, `unknown`."""
    return span(state.low, state.high, LIMITS[state.limit].say)


def limit_target(state: LimitState) -> str:
    """The limit itself, a time as a person gave it: `$2,500`, `8 s`."""
    return limit_told(state.target, LIMITS[state.limit].say)


def limit_against(state: LimitState) -> str:
    """What the decision comes to and the limit, the unit of a time said once: `$425 of $2,500`, `3.4 of 8 s`."""
    if LIMITS[state.limit].say is seconds:
        return seconds_against(limit_figure(state), state.target)
    return f"{limit_figure(state)} of {limit_target(state)}"


def seconds_against(told: str, most: float) -> str:
    """A time in words and how much it may be: `3.4 of 8 s`."""
    return f"{told.removesuffix(' s')} of {time_limit(most)}"


def limit_verdict(state: LimitState) -> str:
    """Whether it is kept, and by how much: `within, $2,075 left`, `over by $12.00`, `unknown: …`."""
    words = LIMITS[state.limit]
    if state.low is None or state.high is None:
        return f"unknown: {words.unknown}"
    if state.verdict == "pass":
        return f"within, {words.say(max(0.0, state.target - state.high))} left"
    if state.verdict == "fail":
        return f"over by {words.say(state.low - state.target)}"
    return f"unknown: it depends on whether slow stages meet; at most {words.say(state.high - state.target)} over"


def limit_line(state: LimitState) -> str:
    """All of it: `Bill a month: $425 of $2,500 allowed, within, $2,075 left`."""
    told = f"{LIMITS[state.limit].title}: {limit_against(state)} allowed"
    return f"{told}; {limit_verdict(state)}"


# --- as short as it can be said


def brief_usd(value: Unknown) -> str:
    """Dollars in few characters: `$1.2k`, `$44`, `$0.229`."""
    if value is None:
        return "?"
    for factor, suffix in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if factor <= value < 1000 * factor:
            return f"${value / factor:.3g}{suffix}"
    if 10 <= value < 1000:
        return f"${value:,.0f}"
    return usd(value).removesuffix(".00")


def brief_limit_figure(state: LimitState) -> str:
    """`$425`, `9.1–12.3`, with a sign before what is not kept: `✖ $412`."""
    if state.low is None or state.high is None:
        return "?"
    if LIMITS[state.limit].say is usd:
        figure = brief_usd(state.low)
    else:
        figure = span(state.low, state.high, seconds).removesuffix(" s")
    if state.verdict == "pass":
        return figure
    return f"{VERDICT_SIGNS[state.verdict]} {figure}"


def brief_limit(state: LimitState) -> str:
    """`$425 of $2.5k`, `9.1–12.3 of 12 s`, with a sign before what is not kept: `✖ $412 of $400`."""
    words = LIMITS[state.limit]
    target = brief_usd(state.target) if words.say is usd else limit_target(state)
    about = {"cost": " a task", "first token": " to the first token"}.get(words.of_task, "")
    return f"{brief_limit_figure(state)} of {target}{about}"
