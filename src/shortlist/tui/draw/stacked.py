"""Bars of several parts on one scale, each part drawn with a sign of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

SLIVER = "▏"
"""What is there and too little to take a column."""


def stacked(amounts: Sequence[float], scale: float, width: int) -> list[int]:
    """How many columns each part takes of a width that stands for `scale`; together they are as long as their sum.

    Bars of the same sum are of the same length, and a column that several parts share is that of the one that fills
    most of it: what is left of whole columns goes to the largest remainders.
    """
    if scale <= 0:
        return [0] * len(amounts)
    ends = [min(width, end / scale * width) for end in accumulate(amounts, initial=0.0)]
    due = [end - start for start, end in pairwise(ends)]
    columns = [int(one) for one in due]
    largest_first = sorted(range(len(due)), key=lambda place: columns[place] - due[place])
    for place in largest_first[: round(ends[-1]) - sum(columns)]:
        columns[place] += 1
    return columns
