"""How much the order depends on the weights: exact flips, and the share of all weights that a candidate leads under."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from shortlist.core.judging import CandidateResult
from shortlist.core.scenario import COLUMNS, Column, Weights

SAMPLES = 10_000
SEED = 20_260_101
"""Fixed, so that the same workspace gives the same figure every time."""
LEVEL = 1e-12
"""Differences below this are rounding, not a difference."""


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of a column's weight share at which another candidate draws level with the first."""

    column: Column
    share_now: float
    share_at_flip: float
    new_first: str


def counting(result: CandidateResult) -> list[Column]:
    """The columns that count; they are the same for every candidate of a scenario."""
    return [column for column in COLUMNS if result.columns[column].counts]


def shares(columns: Sequence[Column], weights: Weights) -> dict[Column, float]:
    """Weight shares of all seven columns: of those that count, they add up to 1; the others have 0."""
    whole = sum(weights.of(column) for column in columns)
    return {column: weights.of(column) / whole if column in columns and whole else 0.0 for column in COLUMNS}


def _middles(result: CandidateResult, columns: Sequence[Column]) -> list[float]:
    return [result.columns[column].value or 0.0 for column in columns]


def flips(able: Sequence[CandidateResult], weights: Weights) -> list[Flip]:
    """For each counting column, where the order at the top turns; the others keep their proportions.

    A score is linear in one share t: t·v + (1−t)·o, with o the mean of the other columns, so the level is a quotient.
    """
    if len(able) < 2:
        return []
    columns = counting(able[0])
    now = shares(columns, weights)
    return [flip for column in columns if (flip := _flip(able, columns, now, column))]


def _flip(
    able: Sequence[CandidateResult], columns: Sequence[Column], now: dict[Column, float], column: Column
) -> Flip | None:
    others = [(other, now[other]) for other in columns if other != column]
    rest = sum(share for _, share in others)
    if rest <= LEVEL:
        return None

    def line(result: CandidateResult) -> tuple[float, float]:
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


def first_rank_shares(able: Sequence[CandidateResult]) -> dict[str, float]:
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


def _bounds(result: CandidateResult, columns: Sequence[Column]) -> list[tuple[float, float]]:
    return [(result.columns[column].low or 0.0, result.columns[column].high or 0.0) for column in columns]


def _contenders(able: Sequence[CandidateResult]) -> list[CandidateResult]:
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


def _draw(rivals: Sequence[CandidateResult], wins: dict[str, int]) -> None:
    columns = counting(rivals[0])
    draw = random.Random(SEED).random
    log = math.log
    middles = [_middles(result, columns) for result in rivals]
    spans = [
        [(index, low, high - low) for index, (low, high) in enumerate(_bounds(result, columns)) if high > low]
        for result in rivals
    ]
    rows = list(zip([result.id for result in rivals], middles, spans, strict=True))
    width = range(len(columns))
    for _ in range(SAMPLES):
        # Independent exponentials are uniform on the simplex once divided by their sum, which orders nothing.
        weights = [-log(1.0 - draw()) for _ in width]
        leader, best = rows[0][0], -1.0
        for id_, values, unknown in rows:
            for index, low, span in unknown:
                values[index] = low + draw() * span
            points = sum(map(mul, weights, values))
            if points > best + LEVEL:
                leader, best = id_, points
        wins[leader] += 1
