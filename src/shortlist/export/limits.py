"""The limits of the whole in words: what was decided comes to so much of so much, within, over, or not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import limit_told, seconds, time_limit, usd
from shortlist.core.comparison.assignment import LimitState
from shortlist.core.document.vocabulary import VERDICTS, Verdict
from shortlist.core.document.whole_limits import WHOLE_LIMITS


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
    return span(state.low, state.high, WHOLE_LIMITS[state.limit].say)


def limit_target(state: LimitState) -> str:
    """The limit itself, a time as a person gave it: `$2,500`, `8 s`."""
    return limit_told(state.target, WHOLE_LIMITS[state.limit].say)


def limit_against(state: LimitState) -> str:
    """What the decision comes to and the limit, the unit of a time said once: `$425 of $2,500`, `3.4 of 8 s`."""
    if WHOLE_LIMITS[state.limit].say is seconds:
        return seconds_against(limit_figure(state), state.target)
    return f"{limit_figure(state)} of {limit_target(state)}"


def seconds_against(told: str, most: float) -> str:
    """A time in words and how much it may be: `3.4 of 8 s`."""
    return f"{told.removesuffix(' s')} of {time_limit(most)}"


def limit_verdict(state: LimitState) -> str:
    """Whether it is kept, and by how much: `within, $2,075 left`, `over by $12.00`, `unknown: …`."""
    words = WHOLE_LIMITS[state.limit]
    if state.low is None or state.high is None:
        return f"unknown: {words.unknown}"
    if state.verdict == "pass":
        return f"within, {words.say(max(0.0, state.target - state.high))} left"
    if state.verdict == "fail":
        return f"over by {words.say(state.low - state.target)}"
    return f"unknown: it depends on whether slow stages meet; at most {words.say(state.high - state.target)} over"


def limit_line(state: LimitState) -> str:
    """All of it: `Bill a month: $425 of $2,500 allowed, within, $2,075 left`."""
    told = f"{WHOLE_LIMITS[state.limit].title}: {limit_against(state)} allowed"
    return f"{told}; {limit_verdict(state)}"


# --- as short as it can be said

BRIEF_VERDICTS: Mapping[Verdict, str] = {"pass": "within", "fail": "over", "unknown": "not known"}


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
    if WHOLE_LIMITS[state.limit].say is usd:
        figure = brief_usd(state.low)
    else:
        figure = span(state.low, state.high, seconds).removesuffix(" s")
    if state.verdict == "pass":
        return figure
    return f"{VERDICTS[state.verdict].sign} {figure}"


def brief_limit(state: LimitState) -> str:
    """`$425 of $2.5k`, `9.1–12.3 of 12 s`, with a sign before what is not kept: `✖ $412 of $400`."""
    row = WHOLE_LIMITS[state.limit]
    target = brief_usd(state.target) if row.say is usd else limit_target(state)
    return f"{brief_limit_figure(state)} of {target}{row.about}"
