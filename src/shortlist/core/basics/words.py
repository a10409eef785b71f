"""Figures as people read them, for the sentences that explain a result.

Only for sentences: the analysis and its JSON carry the unrounded numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

TOO_LARGE = "more than can be counted"
"""What is said of a figure that overflowed."""


def said(value: float | None, say: Callable[[float], str], unknown: str = "?") -> str:
    """A figure in words; where nobody has it what stands for that."""
    return unknown if value is None else say(value)


def seconds(value: float) -> str:
    """0.84 -> `0.84 s`, 2 -> `2.0 s`, 95.2 -> `95 s`."""
    if value < 1:
        return f"{value:.2f} s"
    return f"{value:.1f} s" if value < 60 else f"{value:,.0f} s"


SMALLEST_USD = 0.0001
"""A difference below it is one that nobody would pay."""
LEAST_USD = 1e-6
"""Below it the zeros are too many to count, and an amount is only said to be less."""


def usd(value: float) -> str:
    """Dollars, whole from 100 on, else to the cent, below a dollar to three digits: `$12,300`, `$1.25`, `$0.229`;
    where nobody would pay a difference to two, `$0.000071`; what is less than a millionth `<$0.000001`."""
    if not math.isfinite(value):
        return TOO_LARGE
    size, sign = abs(value), "-" if value < 0 else ""
    if size >= 100:
        return f"{sign}${size:,.0f}"
    if size >= 1 or size == 0:
        return f"{sign}${size:,.2f}"
    if size < LEAST_USD:
        return f"{sign}<${LEAST_USD:.6f}"
    digits = 2 if size < SMALLEST_USD else 3
    whole, _, decimals = f"{size:.{digits - 1 - math.floor(math.log10(size))}f}".partition(".")
    return f"{sign}${whole}.{decimals.rstrip('0').ljust(2, '0')}"


def usd_apart(value: float) -> str:
    """A difference in dollars with its sign; one that nobody would pay is told as less than the smallest amount."""
    if value == 0:
        return usd(0)
    sign, size = "+" if value > 0 else "-", abs(value)
    return f"{sign}<{usd(SMALLEST_USD)}" if size < SMALLEST_USD else f"{sign}{usd(size)}"


def exact_usd(value: float) -> str:
    """USD to the last digit, exactly as recorded: `$2.00`, `$0.125`."""
    if not math.isfinite(value):
        return TOO_LARGE
    whole, _, decimals = f"{value:,.9f}".rstrip("0").partition(".")
    return f"${whole}.{decimals:0<2}" if value == 0 or value >= 1e-6 else f"${value:.3g}"


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


def money_then_now(was: float | None, now: float | None) -> str:
    """Dollars then and now with the change in per cent; to the last digit where they would read alike."""
    alike = was is not None and now is not None and usd(was) == usd(now)
    told = exact_usd if alike else usd
    words = then_now(*("unknown" if amount is None else told(amount) for amount in (was, now)))
    change = moved(was, now) if was is not None and now is not None else ""
    return f"{words} ({change})" if change else words


def tokens(value: float) -> str:
    """12000 -> `12,000 tokens`."""
    return f"{value:,.0f} tokens" if math.isfinite(value) else TOO_LARGE


def percent(value: float) -> str:
    """0.05 -> `5 %`, 0.0512 -> `5.1 %`."""
    if not math.isfinite(value):
        return TOO_LARGE
    points = value * 100
    return f"{points:.0f} %" if abs(points - round(points)) < 0.05 else f"{points:.1f} %"


def plain(value: float) -> str:
    """A figure without a unit, at most one decimal from 10 on: `38.1`, `1,204`, `0.25`."""
    if not math.isfinite(value):
        return TOO_LARGE
    size = abs(value)
    if size >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 10 else f"{value:.3g}"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    items = list(words)
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def count(number: int, noun: str) -> str:
    """`1 source`, `3 sources`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def bullets(lines: Iterable[str]) -> str:
    """A Markdown list; empty without lines."""
    return "\n".join(f"- {line}" for line in lines)
