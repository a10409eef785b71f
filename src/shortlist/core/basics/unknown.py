"""Arithmetic with the unknown: None is a figure that nobody has, and 0 times it is still 0.

A result too large for a number is no figure either: it is unknown, never infinite.
"""

from __future__ import annotations

import sys

Unknown = float | None
"""A number, or None where it is unknown."""
LARGEST = sys.float_info.max


def times(a: Unknown, b: Unknown) -> Unknown:
    """The product; 0 times an unknown is 0, otherwise a product with an unknown is unknown."""
    if a is None or b is None:
        return 0.0 if a == 0 or b == 0 else None
    product = a * b
    if -LARGEST <= product <= LARGEST:
        return product
    return None


def total(*terms: Unknown) -> Unknown:
    """The sum; unknown as soon as one term is."""
    result = 0.0
    for term in terms:
        if term is None:
            return None
        result += term
    if -LARGEST <= result <= LARGEST:
        return result
    return None


def minus(a: Unknown, b: Unknown) -> Unknown:
    """The difference; unknown where either is."""
    if b is None:
        return None
    return total(a, -b)


def ratio(a: Unknown, b: Unknown) -> Unknown:
    """The quotient; unknown where either is, or where b is 0."""
    if a is None or not b:
        return None
    quotient = a / b
    if -LARGEST <= quotient <= LARGEST:
        return quotient
    return None
