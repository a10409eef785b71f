"""How much the order depends on the weights: exact flips, and the share of all weights that a candidate leads under."""

from __future__ import annotations

import math
import random
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from shortlist.core.assessment.column_value import ColumnValue
from shortlist.core.document.scenario import COLUMNS, Column, Weights

SAMPLES = 10_000
BYTES = array("I").itemsize
SEED = 20_260_101
"""Fixed, so that the same workspace gives the same figure every time."""
LEVEL = 1e-9
"""Differences below this are rounding, not a difference."""


class ComparedCandidate(Protocol):
    """A candidate where it is compared with others."""

    @property
    def id(self) -> str:
        """That of the workspace file."""

    @property
    def columns(self) -> Mapping[Column, ColumnValue]:
        """What each column says of it: over all steps, or in the one that is looked at alone."""


class Flip(NamedTuple):
    """The smallest change of a column's weight share at which another candidate draws level with the first."""

    column: Column
    share_now: float
    share_at_flip: float
    new_first: str


def counting(result: ComparedCandidate) -> list[Column]:
    """The columns that count; they are the same for all that are compared in one place."""
    return [column for column in COLUMNS if result.columns[column].counts]


def shares(columns: Sequence[Column], weights: Weights) -> dict[Column, float]:
    """Weight shares of all seven columns: of those that count, they add up to 1; the others have 0."""
    top = max(weights.of(column) for column in COLUMNS)
    parts = {column: weights.of(column) / top if column in columns else 0.0 for column in COLUMNS}
    whole = sum(parts.values())
    return {column: part / whole if whole else 0.0 for column, part in parts.items()}


def flips(able: Sequence[ComparedCandidate], weights: Weights) -> list[Flip]:
    """For each counting column, where the order at the top turns; the others keep their proportions.

    A score is linear in one share t: t·v + (1−t)·o, with o the mean of the other columns, so the level is a quotient.
    """
    if len(able) < 2:
        return []
    columns = counting(able[0])
    now = shares(columns, weights)
    return [flip for column in columns if (flip := _flip(able, columns, now, column))]


def _flip(
    able: Sequence[ComparedCandidate], columns: Sequence[Column], now: dict[Column, float], column: Column
) -> Flip | None:
    others = [(other, now[other]) for other in columns if other != column]
    rest = sum(share for _, share in others)
    if rest <= LEVEL:
        return None

    def line(result: ComparedCandidate) -> tuple[float, float]:
        mean = sum(share * (result.columns[other].value or 0.0) for other, share in others) / rest
        return result.columns[column].value or 0.0, mean

    first_value, first_rest = line(able[0])
    best: Flip | None = None
    for rival in able[1:]:
        value, mean = line(rival)
        ahead_rest, ahead_value = first_rest - mean, first_value - value
        if abs(ahead_rest - ahead_value) <= LEVEL:
            continue
        level = ahead_rest / (ahead_rest - ahead_value)
        if not LEVEL < level < 1 - LEVEL:
            continue
        if best is None or abs(level - now[column]) < abs(best.share_at_flip - now[column]) - LEVEL:
            best = Flip(column, now[column], level, rival.id)
    return best


def first_rank_shares(able: Sequence[ComparedCandidate]) -> dict[str, float]:
    """The share of 10,000 weight vectors, uniform over all weights, under which each candidate leads.

    Values are drawn evenly between their bounds. (Stochastic multicriteria acceptability, Lahdelma, Hokkanen and
    Salminen, European Journal of Operational Research 106 (1998).) A candidate that another beats in every column,
    bound against bound, never leads and is not drawn.
    """
    wins = dict.fromkeys((result.id for result in able), 0)
    rivals = _contenders(able)
    if len(rivals) == 1:
        wins[rivals[0].id] = SAMPLES
    elif rivals:
        _draw(rivals, wins)
    return {id_: number / SAMPLES for id_, number in wins.items()}


def _bounds(result: ComparedCandidate, columns: Sequence[Column]) -> list[tuple[float, float]]:
    return [(result.columns[column].low or 0.0, result.columns[column].high or 0.0) for column in columns]


def _contenders(able: Sequence[ComparedCandidate]) -> list[ComparedCandidate]:
    """Those that are not beaten or equalled in every column by one ranked before them, or beaten by any other."""
    if not able:
        return []
    columns = counting(able[0])
    bounds = [_bounds(result, columns) for result in able]

    def beaten(index: int) -> bool:
        mine = bounds[index]
        for other, theirs in enumerate(bounds):
            if other == index or not all(a[0] >= b[1] for a, b in zip(theirs, mine, strict=True)):
                continue
            if other < index or any(a[0] > b[1] for a, b in zip(theirs, mine, strict=True)):
                return True
        return False

    return [result for index, result in enumerate(able) if not beaten(index)]


def _draw(rivals: Sequence[ComparedCandidate], wins: dict[str, int]) -> None:
    """Count who leads under each weight vector; ties go to the better-ranked.

    Only the columns in which the rivals differ are drawn: what a weight adds to all alike orders nothing, and the
    other weights of a uniform vector are uniform among themselves. Column by column over all samples, because a list
    at a time is several times faster than a sample at a time.
    """
    columns = _telling(rivals)
    generator = random.Random(SEED)
    draw = generator.random
    # Independent exponentials are uniform on the simplex once divided by their sum, which orders nothing.
    weights = [_exponentials(generator) for _ in columns]
    bounds = [_bounds(result, columns) for result in rivals]
    # What all have in common in a column is taken off: it orders nothing, and what is left is often 0.
    common = [min(low for low, _ in column) for column in zip(*bounds, strict=True)]
    scores = []
    for row in bounds:
        points = [0.0] * SAMPLES
        for (low, high), least, column in zip(row, common, weights, strict=True):
            above, span = low - least, high - low
            if span:
                points = [p + w * (above + draw() * span) for p, w in zip(points, column, strict=True)]
            elif above:
                points = [p + w * above for p, w in zip(points, column, strict=True)]
        scores.append(points)
    leaders = Counter(points.index(max(points)) for points in zip(*scores, strict=True))
    for index, result in enumerate(rivals):
        wins[result.id] = leaders[index]


def _exponentials(generator: random.Random) -> list[float]:
    """Draws from the unit exponential distribution, made in bulk: one at a time they take most of the time."""
    whole = array("I", generator.randbytes(SAMPLES * BYTES))
    top = math.log(2.0 ** (8 * BYTES))
    # A 0 has no logarithm; it comes once in 400,000 calls, and never with the fixed seed.
    return [top - logarithm for logarithm in map(math.log, whole)]


def _telling(rivals: Sequence[ComparedCandidate]) -> list[Column]:
    """The columns in which the rivals are not all known to be alike."""
    columns = counting(rivals[0])
    values = {column: {(r.columns[column].low, r.columns[column].high) for r in rivals} for column in columns}
    return [c for c in columns if len(values[c]) > 1 or not rivals[0].columns[c].known]
