"""How numbers are compared, against a target, a bound or each other: rounding must not decide.

Two are equal when they agree to nine significant digits, or to a billionth.
"""

from __future__ import annotations

from math import isclose

DIGITS = 9
SMALLEST = 1e-9
"""Differences of no more than this are none, however small the numbers."""


def equal(one: float, other: float) -> bool:
    """Whether two numbers are the same but for rounding."""
    if isclose(one, other, rel_tol=SMALLEST, abs_tol=SMALLEST):
        return True
    return isclose(one, other, rel_tol=10 * SMALLEST) and significant(one) == significant(other)


def at_most(figure: float, bound: float) -> bool:
    """Whether a figure is no larger than a bound."""
    return figure <= bound or equal(figure, bound)


def at_least(figure: float, bound: float) -> bool:
    """Whether a figure is no smaller than a bound."""
    return figure >= bound or equal(figure, bound)


def above(figure: float, bound: float) -> bool:
    """Whether a figure is larger than a bound."""
    return not at_most(figure, bound)


def significant(value: float) -> float:
    """A number by its first nine digits: what two sort by of which even the smallest may differ."""
    return float(f"{value:.{DIGITS}g}")


def tie(value: float) -> float:
    """A number to sort by: equal ones give the same."""
    if -SMALLEST <= value <= SMALLEST:
        return 0.0
    if -1 < value < 1:
        return round(value, DIGITS)
    return significant(value)
