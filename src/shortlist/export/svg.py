"""Pieces of inline SVG: numbers in, elements out, every text escaped, no style but classes, nothing loaded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from shortlist.core.basics.axes import FAR_APART, powers, round_values, share
from shortlist.sanitising import shown

WIDTH, HEIGHT = 360.0, 230.0
"""A plot's size in its own units: one pixel each on a narrow phone."""


MOST_TICKS = 5


class Box(NamedTuple):
    """The part of a plot in which values are drawn."""

    left: float = 46.0
    top: float = 12.0
    right: float = WIDTH - 14.0
    bottom: float = HEIGHT - 40.0


class Scale(NamedTuple):
    """From values to places along an axis, linear or, where values lie far apart, logarithmic."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """Where a value lies."""
        return self.start + share(value, self.low, self.high, self.log) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Round values to be written at the axis."""
        if self.low == self.high:
            return [self.low]
        if not self.log:
            return round_values(self.low, self.high, MOST_TICKS)
        inside = powers(self.low, self.high)
        return inside[:: max(1, math.ceil(len(inside) / MOST_TICKS))]


def scale(values: Sequence[float], start: float, end: float, zero: bool = False) -> Scale:
    """A scale over values, with some room around them; from 0 on where lengths are to be compared."""
    low, high = min(values), max(values)
    if zero:
        return Scale(0.0, high + high * 0.05, start, end)
    if low > 0 and high / low > FAR_APART:
        return Scale(low / 1.3, high * 1.3, start, end, log=True)
    room = (high - low) * 0.08 or abs(high) * 0.2 or 1.0
    return Scale(low - room, high + room, start, end)


def number(value: float) -> str:
    """A place, short and never in a form that is no number."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    """Words at a place; `anchor` is start, middle or end."""
    mark = f' class="{kind}"' if kind else ""
    return f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{mark}>{escape(shown(words))}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" class="{kind}"/>'


def path(points: Iterable[tuple[float, float]], kind: str) -> str:
    """A line through points."""
    return f'<polyline points="{" ".join(f"{number(x)},{number(y)}" for x, y in points)}" class="{kind}"/>'


def bar(x: float, y: float, end: float, kind: str) -> str:
    """A bar of a chart, from one place to another beside it."""
    width = number(max(0.0, end - x))
    return f'<rect x="{number(x)}" y="{number(y)}" width="{width}" height="11" class="{kind}"/>'


def circle(x: float, y: float, radius: float, kind: str) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" class="{kind}"/>'


def figure(title: str, words: str, parts: Iterable[str], height: float = HEIGHT) -> str:
    """A plot with its title, and under it in words what it shows; a screen reader reads the words."""
    drawn, name = "".join(parts), escape(shown(title))
    return (
        f'<figure><svg viewBox="0 0 {number(WIDTH)} {number(height)}" role="img" aria-label="{name}">'
        f"{drawn}</svg><figcaption><strong>{name}.</strong> {escape(shown(words))}</figcaption></figure>"
    )
