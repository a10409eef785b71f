"""Two candidates on the same examples: what differs, whether that can be chance, and how many examples would tell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from shortlist.core.document.evaluation import Z_95, Evaluation, rate_difference, wilson
from shortlist.core.evidence.rates import ANSWERED
from shortlist.core.evidence.rows import ExampleRow, tallied

ENOUGH_COMMON = 10
"""Examples that two runs of different datasets must have in common to be compared one by one."""
SURE = 0.05
"""A probability below which chance alone is no longer believed."""
Z_POWER = 0.8416212335729143
"""Quantile of the standard normal distribution for a power of 0.8."""
MOST_EXAMPLES = 1_000_000
"""More than anybody runs: a number beyond it settles nothing."""

Basis = Literal["paired", "same_examples", "other_examples", "unknown_examples"]
"""What a comparison rests on: the same examples one by one; else the totals, of the same examples, of others, or of
examples of which nobody knows whether they are the same."""


class Discordance(NamedTuple):
    """How two candidates did on the same examples."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def examples(self) -> int:
        """How many there are."""
        return sum(self)


class RunPair(NamedTuple):
    """Two candidates of a step, compared: the difference of their success rates, the first less the second."""

    step: str
    first: str
    second: str
    basis: Basis
    counts: Discordance | None
    difference: float
    low: float
    high: float
    p: float | None = None
    """Exact two-sided probability of as uneven a split of the examples that differ, by chance alone."""
    adjusted_p: float | None = None
    """The same, with all pairs of the step taken into account (Holm)."""
    several: bool = False
    """Whether the step has more than one pair."""
    more: int | None = None
    """Further examples that would settle it at the discordance seen; 0 where it is settled, None where none would."""

    @property
    def better(self) -> str | None:
        """The candidate that did better; None where no difference is shown."""
        by_chance = self.several and self.adjusted_p is not None and self.adjusted_p > SURE
        if by_chance or self.low <= 0 <= self.high:
            return None
        return self.first if self.low > 0 else self.second


# --- the statistics ----------------------------------------------------------------------------------------------


def mcnemar_p(first_only: int, second_only: int) -> float:
    """The exact two-sided McNemar probability: as uneven a split of the discordant ones, or more, at even odds.

    Source: Q. McNemar, Psychometrika 12 (1947), pp. 153-157; exact by the binomial distribution.
    """
    number, fewer = first_only + second_only, min(first_only, second_only)
    if first_only == second_only:
        return 1.0
    whole = math.lgamma(number + 1) - number * math.log(2)
    tail = math.fsum(math.exp(whole - math.lgamma(k + 1) - math.lgamma(number - k + 1)) for k in range(fewer + 1))
    return min(1.0, 2 * tail)


def paired_interval(counts: Discordance) -> tuple[float, float]:
    """The 95 % interval of the difference of two paired shares; there is at least one example.

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998), pp. 2635-2650, method 10: Wilson's intervals of both
    shares, joined by their correlation, which is corrected for continuity where it is positive.
    """
    a, b, c, d = counts
    number = counts.examples
    one, other = (a + b) / number, (a + c) / number
    (low, high), (other_low, other_high) = _wilson(a + b, number), _wilson(a + c, number)
    product = float(a * d - b * c)
    if product > 0:
        product = max(0.0, product - number / 2)
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    phi = product / math.sqrt(margins) if margins else 0.0

    def joined(mine: float, theirs: float) -> float:
        return math.sqrt(max(0.0, mine * mine - 2 * phi * mine * theirs + theirs * theirs))

    difference = one - other
    return (
        max(-1.0, difference - joined(one - low, other_high - other)),
        min(1.0, difference + joined(high - one, other - other_low)),
    )


def _wilson(count: int, of: int) -> tuple[float, float]:
    bounds = wilson(count, of)
    assert bounds is not None
    return bounds


def examples_to_settle(counts: Discordance) -> int | None:
    """Examples, those run among them, that show the difference seen with a power of 0.8; None where none is seen.

    Source: R. J. Connor, Biometrics 43 (1987), pp. 207-211.
    """
    number = counts.examples
    if not number or counts.first_only == counts.second_only:
        return None
    discordant = (counts.first_only + counts.second_only) / number
    difference = (counts.first_only - counts.second_only) / number
    spread = Z_95 * math.sqrt(discordant) + Z_POWER * math.sqrt(max(0.0, discordant - difference * difference))
    needed = math.ceil((spread / difference) ** 2)
    return needed if needed <= MOST_EXAMPLES else None


def holm(chances: Sequence[float]) -> list[float]:
    """Probabilities of several comparisons, adjusted so that one of them in twenty is wrong at most.

    Source: S. Holm, Scandinavian Journal of Statistics 6 (1979), pp. 65-70.
    """
    adjusted, reached = [0.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=lambda at: chances[at])):
        reached = max(reached, min(1.0, (len(chances) - rank) * chances[place]))
        adjusted[place] = reached
    return adjusted


# --- runs --------------------------------------------------------------------------------------------------------


def right_by_example(rows: Iterable[ExampleRow]) -> dict[str, bool]:
    """Whether each example was answered rightly in most of its repeats; calls that failed are no answers."""
    counts = tallied((row.digest, row.verdict == "ok") for row in rows if row.verdict in ANSWERED)
    return {digest: 2 * right > answers for digest, (right, answers) in counts.items()}


def discordance(first: Mapping[str, bool], second: Mapping[str, bool]) -> Discordance:
    """How two runs did on the examples that both answered."""
    common = [(first[digest], second[digest]) for digest in first.keys() & second.keys()]
    return Discordance(*(common.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))))


Right = Mapping[str, bool]
"""Whether each example was answered rightly, by its digest."""


def paired(step: str, first: str, second: str, counts: Discordance, least: int = ENOUGH_COMMON) -> RunPair | None:
    """Two candidates by how they did on the same examples; None where these are fewer than `least`."""
    number = counts.examples
    if number < least:
        return None
    difference = (counts.first_only - counts.second_only) / number
    needed = examples_to_settle(counts)
    return RunPair(
        step,
        first,
        second,
        "paired",
        counts,
        difference,
        *paired_interval(counts),
        p=mcnemar_p(counts.first_only, counts.second_only),
        more=None if needed is None else max(0, needed - number),
    )


def compared(first: Evaluation, second: Evaluation, right: Right | None, other_right: Right | None) -> RunPair | None:
    """Two runs of a step, compared one by one where their rows allow it, else by their totals; None without answers."""
    step, one, other = first.step, first.candidate, second.candidate
    known = bool(first.dataset_sha256 and second.dataset_sha256)
    same = known and first.dataset_sha256 == second.dataset_sha256
    if right and other_right:
        pair = paired(step, one, other, discordance(right, other_right), 1 if same else ENOUGH_COMMON)
        if pair is not None:
            return pair
    told = rate_difference(first, second)
    if told is None:
        return None
    basis: Basis = "other_examples" if known else "unknown_examples"
    if same:
        basis = "same_examples"
    return RunPair(step, one, other, basis, None, told.difference, told.low, told.high)


def run_pairs(runs: Iterable[Evaluation], right: Mapping[str, Right], order: Mapping[str, int]) -> list[RunPair]:
    """Every two candidates of a step, compared, in the order of their ids; `right` by the digest of the run."""
    by_step: dict[str, list[Evaluation]] = {}
    for run in runs:
        by_step.setdefault(run.step, []).append(run)
    told: list[RunPair] = []
    for of_step in by_step.values():
        ranked = sorted(of_step, key=lambda run: order.get(run.candidate, len(order)))
        pairs = [
            pair
            for one, other in combinations(ranked, 2)
            if (pair := compared(one, other, right.get(one.sha256), right.get(other.sha256))) is not None
        ]
        told += together(pairs)
    return told


def together(pairs: Sequence[RunPair]) -> list[RunPair]:
    """The pairs of a step with their probabilities adjusted; what is shown already needs no more examples."""
    tested = [at for at, pair in enumerate(pairs) if pair.p is not None]
    adjusted = dict(zip(tested, holm([pairs[at].p or 0.0 for at in tested]), strict=True))
    found = [pair._replace(adjusted_p=adjusted.get(at), several=len(tested) > 1) for at, pair in enumerate(pairs)]
    return [pair._replace(more=0) if pair.better is not None and pair.p is not None else pair for pair in found]
