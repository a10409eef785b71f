"""Bars of several parts on one scale, each part drawn with a sign of its own."""

from __future__ import annotations

from collections.abc import Sequence

SLIVER = "▏"
"""What is there and too little to take a column."""


def stacked(amounts: Sequence[float], scale: float, width: int) -> list[int]:
    """How many columns each part takes of a width that stands for `scale`; together they are as long as their sum.

    The ends of the parts are rounded rather than the parts, so that bars of the same sum are of the same length.
    """
    if scale <= 0:
        return [0] * len(amounts)
    ends, reached = [], 0.0
    for amount in amounts:
        reached += amount
        ends.append(min(width, round(reached / scale * width)))
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]
