"""Axes of plots, whatever draws them: where a value lies, and the round values that are written beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

FAR_APART = 20.0
"""Where the largest value is this many times the smallest, an axis of money or time is logarithmic."""
NEAR = 1e-9
"""How far outside of the axis, in steps, a round value is still its end."""


def share(value: float, low: float, high: float, log: bool = False) -> float:
    """Where a value lies: 0 at the low end, 1 at the high end; in the middle of an axis without length."""
    if high == low:
        return 0.5
    if not log:
        return (value - low) / (high - low)
    return math.log(value / low) / math.log(high / low)


def powers(low: float, high: float, factors: Sequence[int] = (1, 2, 5)) -> list[float]:
    """The powers of ten between two positive ends, each times the factors."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [value for power in exponents for factor in factors if low <= (value := factor * 10.0**power) <= high]


def round_values(low: float, high: float, most: int, factors: Sequence[float] = (1, 2, 5, 10)) -> list[float]:
    """Multiples of a round step between two ends, about as many as asked for."""
    if not high - low > 0:
        return []
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next((power * factor for factor in factors if (high - low) / (power * factor) <= most), power * 10)
    if not step > 0:
        return []
    first, last = math.ceil(low / step - NEAR), math.floor(high / step + NEAR)
    return [number * step for number in range(first, last + 1)]
