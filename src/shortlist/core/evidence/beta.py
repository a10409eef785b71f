"""What is believed of a rate of errors: a Beta distribution, and what further examples would make of it, exactly."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

ACCURACY = 1e-15
MOST_STEPS = 10_000
"""Steps of the continued fraction; it takes about the root of the greater parameter."""


class Beta(NamedTuple):
    """A Beta distribution of a share, both parameters above 0."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The share that is expected."""
        return self.alpha / (self.alpha + self.beta)

    def below(self, share: float) -> float:
        """The probability that it lies below a share: the regularised incomplete beta function.

        Source: NIST Digital Library of Mathematical Functions, 8.17.22, by the method of Lentz.
        """
        if share <= 0:
            return 0.0
        if share >= 1:
            return 1.0
        a, b = self
        if share > (a + 1) / (a + b + 2):
            return 1.0 - Beta(b, a).below(1 - share)
        log_density = (a - 1) * math.log(share) + (b - 1) * math.log1p(-share) - log_beta(a, b)
        return math.exp(log_density) * share * (1 - share) / a * _fraction(share, a, b)

    def after(self, examples: int) -> Iterator[tuple[float, Beta]]:
        """For 0, 1 … wrong ones of so many examples: how probable that is, and what is believed then."""
        a, b = self
        whole = math.lgamma(examples + 1) - log_beta(a, b)
        for wrong in range(examples + 1):
            right = examples - wrong
            ways = -math.lgamma(wrong + 1) - math.lgamma(right + 1)
            yield math.exp(whole + ways + log_beta(a + wrong, b + right)), Beta(a + wrong, b + right)

    def excess(self, bar: float) -> float:
        """By how much it is expected to lie above a bar: the mean of max(0, share - bar)."""
        return next(self.excesses(bar, 0))

    def excesses(self, bar: float, examples: int) -> Iterator[float]:
        """The same for what is believed after 0, 1 … wrong ones of so many examples, each from the one before."""
        a, b = self.alpha, self.beta + examples
        if bar <= 0 or bar >= 1:
            for wrong in range(examples + 1):
                yield (a + wrong) / (a + b) if bar <= 0 else 0.0
            return
        above = 1 - Beta(a, b).below(bar)
        # In logarithms: of many examples the first terms are too small for a number, and the later ones are not.
        step = a * math.log(bar) + (b - 1) * math.log1p(-bar) - math.log(a) - log_beta(a, b)
        for wrong in range(examples + 1):
            if wrong:
                above = min(1.0, above + math.exp(step))
                step += math.log(bar) - math.log1p(-bar) + math.log(b - 1) - math.log(a + 1)
                a, b = a + 1, b - 1
            edge = math.exp(step) * (1 - bar) * a / (a + b)
            yield max(0.0, (a / (a + b) - bar) * above + edge)


def log_beta(a: float, b: float) -> float:
    """The logarithm of the beta function."""
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    d = 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    c, value = 1.0, d
    for m in range(1, MOST_STEPS):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + factor * d
            c = 1 + factor / c
            d = 1 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1) < ACCURACY:
            break
    return value
