"""How runs are drawn in a line: an interval on a scale, outcomes as a bar, times as a sparkline.

Every mark is told apart by its sign, not by its colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from shortlist.core.evidence.rates import Rate
from shortlist.tui.draw.lines import Cell, Tone

SIGNS: dict[str, str] = {"right": "█", "wrong": "▒", "invalid": "░", "person": "▚", "failed": "×"}
"""How the outcomes are drawn in a bar."""
OUTCOMES = {
    "right": "right",
    "wrong": "wrong",
    "invalid": "invalid or cut",
    "person": "to a person",
    "failed": "failed",
}
LEGEND = "  ".join(f"{SIGNS[key]} {words}" for key, words in OUTCOMES.items())
TO_COME = "·"
"""An answer that has not come yet."""
SIGN_TONES: dict[str, Tone] = {
    SIGNS["right"]: "good",
    SIGNS["wrong"]: "bad",
    SIGNS["invalid"]: "warn",
    SIGNS["person"]: "plain",
    SIGNS["failed"]: "strong",
    TO_COME: "dim",
}
"""How each of them is toned: a call that failed is no answer, and so neither right nor wrong."""
STEPS = "▁▂▃▄▅▆▇█"


def interval(low: float, middle: float, high: float, width: int, scale: tuple[float, float] = (0.0, 1.0)) -> str:
    """An interval with its middle on a dotted scale: `···├──●─┤··`; outside the scale it runs to the edge."""
    start, end = scale
    span = (end - start) or 1.0

    def place(value: float) -> int:
        return round(max(0.0, min(1.0, (value - start) / span)) * (width - 1))

    first, at, last = place(low), place(middle), place(high)
    line = ["·"] * width
    line[first : last + 1] = "─" * (last - first + 1)
    line[first], line[last] = "├", "┤"
    line[at] = "●"
    return "".join(line)


def difference(low: float, middle: float, high: float, width: int, widest: float) -> str:
    """The interval of a difference on a scale with 0 in its middle: `··├─●│─┤··`, as far as `widest` to either side."""
    line = list(interval(low, middle, high, width, (-widest, widest)))
    centre = (width - 1) // 2
    line[centre] = {"·": "│", "─": "┼"}.get(line[centre], line[centre])
    return "".join(line)


def outcome_bar(counts: Sequence[tuple[str, int]], width: int) -> str:
    """Counts as a bar of signs, as long as their shares; what there is has at least one column."""
    whole = sum(number for _, number in counts)
    if not whole:
        return " " * width
    held = [(sign, number) for sign, number in counts if number]
    shares = [max(1, math.floor(number / whole * width)) for _, number in held]
    largest = max(range(len(held)), key=lambda at: held[at][1])
    shares[largest] = max(1, shares[largest] + width - sum(shares))
    return "".join(sign * share for (sign, _), share in zip(held, shares, strict=True))[:width].ljust(width)


def sparkline(values: Sequence[float], width: int) -> str:
    """Values in their order, as columns of an eighth to a whole line; one that holds several is their mean."""
    if not values:
        return ""
    columns = min(width, len(values))
    edges = [round(at * len(values) / columns) for at in range(columns + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in pairwise(edges)]
    least, most = min(means), max(means)
    span = (most - least) or 1.0
    return "".join(STEPS[round((value - least) / span * (len(STEPS) - 1))] for value in means)


def rates_under_another(rates: Sequence[Rate | None], bare: Iterable[int] = ()) -> list[str]:
    """Rates in per cent with their intervals, the points and the brackets of each beneath those of the others.

    `96.7 (89–99)`; empty for None. Those at the places of `bare` have no interval.
    """
    alone = set(bare)
    known = {at: rate for at, rate in enumerate(rates) if rate is not None}
    ends = {at: f"({100 * rate.low:.0f}–{100 * rate.high:.0f})" for at, rate in known.items() if at not in alone}
    widest = max(map(len, ends.values()), default=0)
    told = {at: f"{100 * rate.share:.1f} {ends.get(at, ''):>{widest}}" for at, rate in known.items()}
    return [told.get(at, "") for at in range(len(rates))]


def example_lines(text: str, expected: object | None) -> list[Cell]:
    """What an example asks, and what is expected of an answer where the dataset says so."""
    lines = [Cell("Input", "head"), Cell(text)]
    if expected is not None:
        lines += [Cell("Expected", "head"), Cell(str(expected))]
    return lines
