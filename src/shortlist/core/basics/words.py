"""Figures as people read them, for the sentences that explain a result.

Only for sentences: the analysis and its JSON carry the unrounded numbers.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable

from shortlist.core.basics.numbers import LARGE

TOO_LARGE = "more than can be counted"
"""What is said of a figure that overflowed."""


def said(value: float | None, say: Callable[[float], str], unknown: str = "?") -> str:
    """A figure in words; where nobody has it what stands for that."""
    return unknown if value is None else say(value)


def seconds(value: float) -> str:
    """0.84 -> `0.84 s`, 2 -> `2.0 s`, 95.2 -> `95 s`."""
    if value < 1:
        return f"{value:.2f} s"
    if value < 60:
        return f"{value:.1f} s"
    return f"{value:,.0f} s"


def time_limit(value: float) -> str:
    """A time as a person gave it, without the digits of one that was measured: 8 -> `8 s`, 0.25 -> `0.25 s`."""
    return f"{plain(value)} s"


def limit_told(limit: float, say: Callable[[float], str]) -> str:
    """What is asked of a figure that is said in this way."""
    return time_limit(limit) if say is seconds else say(limit)


SMALLEST_USD = 0.0001
"""A difference below it is one that nobody would pay."""
LEAST_USD = 1e-6
"""Below it the zeros are too many to count, and an amount is only said to be less."""


def usd(value: float) -> str:
    """Dollars, whole from 100 on, else to the cent, below a dollar to three digits: `$12,300`, `$1.25`, `$0.229`;
    where nobody would pay a difference to two, `$0.000071`; what is less than a millionth `<$0.000001`."""
    if not math.isfinite(value):
        return TOO_LARGE
    size = abs(value)
    sign = "-" if value < 0 else ""
    if 0 < size < LEAST_USD:
        return f"{sign}<${LEAST_USD:.6f}"
    told = f"{size:,.{usd_decimals(size)}f}"
    if 0 < size < 1:
        whole, _, decimals = told.partition(".")
        told = f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
    return f"{sign}${told}"


def usd_decimals(size: float) -> int:
    """With how many decimals an amount of that size is told, the zeros at its end included."""
    if size >= 100:
        return 0
    if size >= 1 or size == 0:
        return 2
    digits = 2 if size < SMALLEST_USD else 3
    return digits - 1 - math.floor(math.log10(size))


def usd_apart(value: float) -> str:
    """A difference in dollars with its sign; one that nobody would pay is told as less than the smallest amount."""
    if value == 0:
        return usd(0)
    sign = "+" if value > 0 else "-"
    if abs(value) < SMALLEST_USD:
        return f"{sign}<{usd(SMALLEST_USD)}"
    return f"{sign}{usd(abs(value))}"


def exact_usd(value: float) -> str:
    """USD to the last digit, exactly as recorded: `$2.00`, `$0.125`."""
    if not math.isfinite(value):
        return TOO_LARGE
    if value != 0 and value < LEAST_USD:
        return f"${value:.3g}"
    whole, _, decimals = f"{value:,.9f}".rstrip("0").partition(".")
    return f"${whole}.{decimals:0<2}"


def price(value: float) -> str:
    """What a unit costs in USD, less the sign of the dollar: to the cent, and below a dollar to three digits:
    `150.00`, `2.50`, `0.125`, `0.0725`; what is less than a millionth in powers of ten."""
    if not math.isfinite(value):
        return TOO_LARGE
    size = abs(value)
    if 0 < size < LEAST_USD or size >= LARGE:
        return f"{value:.3g}"
    decimals = max(2, 2 - math.floor(math.log10(size))) if size else 2
    whole, _, rest = f"{value:,.{decimals}f}".partition(".")
    return f"{whole}.{rest.rstrip('0'):0<2}"


def moved(then: float, now: float) -> str:
    """By how much a figure changed: `+50 %`; empty from 0 on, and where it is less than anybody would say."""
    if not then or not math.isfinite(now / then):
        return ""
    change = percent(now / then - 1)
    if change in ("0 %", "-0 %"):
        return ""
    return f"+{change}" if now > then else change


def then_now(was: str, now: str) -> str:
    """`$2.00 then, $3.00 now`."""
    return f"{was} then, {now} now"


def parts_then_now(line: str) -> dict[str, str] | None:
    """A line of changes that tells so, `what: was then, now nowmore`, in its parts; None where it does not."""
    what, _, told = line.partition(": ")
    was, _, after = told.rpartition(" then, ")
    now, sign, more = after.partition(" now")
    if not (sign and what and was and now):
        return None
    return {"what": what, "was": was, "now": now, "more": more}


def money_then_now(was: float | None, now: float | None) -> str:
    """Dollars then and now with the change in per cent; to the last digit where they would read alike."""
    if was is None or now is None:
        return then_now(or_unknown(was, usd), or_unknown(now, usd))
    told = exact_usd if usd(was) == usd(now) else usd
    words, change = then_now(told(was), told(now)), moved(was, now)
    return f"{words} ({change})" if change else words


def or_unknown(value: float | None, told: Callable[[float], str]) -> str:
    """A figure as it is told; `unknown` where there is none."""
    return said(value, told, "unknown")


def tokens(value: float) -> str:
    """12000 -> `12,000 tokens`."""
    if not math.isfinite(value):
        return TOO_LARGE
    return f"{value:,.0f} tokens"


def percent(value: float) -> str:
    """0.05 -> `5 %`, 0.0512 -> `5.1 %`."""
    if not math.isfinite(value):
        return TOO_LARGE
    points = value * 100
    if abs(points - round(points)) < 0.05:
        return f"{points:.0f} %"
    return f"{points:.1f} %"


def plain(value: float) -> str:
    """A figure without a unit, at most one decimal from 10 on: `38.1`, `1,204`, `0.25`."""
    if not math.isfinite(value):
        return TOO_LARGE
    size = abs(value)
    if size >= 1000 or value == int(value):
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.3g}"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def with_small(words: str) -> str:
    """Words within a sentence; an acronym keeps its capitals."""
    if words[1:2].isupper():
        return words
    return words[:1].lower() + words[1:]


def capitalised(words: str) -> str:
    """Words as they begin a sentence: the first letter large, all others as they are."""
    return words[:1].upper() + words[1:]


def count(number: int, noun: str) -> str:
    """`1 source`, `3 sources`."""
    return f"{number:,} {agreeing(number, noun, f'{noun}s')}"


def days_away(days: int) -> str:
    """How far away a day is: `today`, `in 12 days`, `3 days ago`."""
    if days == 0:
        return "today"
    return f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"


def ago(age: dt.timedelta, brief: bool = False) -> str:
    """How long ago something was, in its largest unit: `2 hours ago`, in a few letters `2 h ago`."""
    seconds = max(0, int(age.total_seconds()))
    for size, name, letters in ((86400, "day", "d"), (3600, "hour", "h"), (60, "minute", "min")):
        if seconds >= size:
            many = seconds // size
            return f"{many:,} {letters} ago" if brief else f"{count(many, name)} ago"
    return "just now"


def cut_short(text: str, most: int) -> str:
    """A text of at most so many characters, the last a … where there were more."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def agreeing(number: float, one: str, many: str) -> str:
    """The form of a word that goes with a number: `is` with 1, `are` with any other."""
    return one if number == 1 else many


def how_often(number: float) -> str:
    """How often: `once`, `3 times`."""
    return "once" if number == 1 else f"{number:g} times"


def yes_no(value: object) -> str:
    """What is true or not, as an answer."""
    return "yes" if value else "no"


def from_to(low: str, high: str, between: str = "–") -> str:
    """Two figures in words as a range: `71–80`; once where they read alike."""
    return low if low == high else f"{low}{between}{high}"


def bullets(lines: Iterable[str]) -> str:
    """A Markdown list; empty without lines."""
    return "\n".join(f"- {line}" for line in lines)
