"""Arithmetic with the unknown: None is a figure that nobody has, and 0 times it is still 0."""

from __future__ import annotations

Unknown = float | None
"""A number, or None where it is unknown."""


def times(a: Unknown, b: Unknown) -> Unknown:
    """The product; 0 times an unknown is 0, otherwise a product with an unknown is unknown."""
    if a is None:
        return 0.0 if b == 0 else None
    if b is None:
        return 0.0 if a == 0 else None
    return a * b


def total(*terms: Unknown) -> Unknown:
    """The sum; unknown as soon as one term is."""
    result = 0.0
    for term in terms:
        if term is None:
            return None
        result += term
    return result


def minus(a: Unknown, b: Unknown) -> Unknown:
    """The difference; unknown where either is."""
    return None if a is None or b is None else a - b


def ratio(a: Unknown, b: Unknown) -> Unknown:
    """The quotient; unknown where either is, or where b is 0."""
    return None if a is None or not b else a / b
