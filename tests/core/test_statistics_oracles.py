"""Statistics of runs against statsmodels and scipy on generated tables, and by simulation: how often intervals hold."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from documents import evaluation
from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.core.document.evaluation import Evaluation, rate_difference, wilson
from shortlist.core.evidence.calibration import BlindVerdicts, Judging, calibration, corrected
from shortlist.core.evidence.pairs import Discordance, holm, mcnemar_p, paired_interval
from shortlist.core.evidence.rates import clustered_rate

JUDGE = Judging("answer", "gpt-6-sol", "5" * 64)


@settings(max_examples=200)
@given(st.integers(0, 400), st.integers(1, 400))
def test_wilsons_interval_is_that_of_statsmodels(hits: int, of: int) -> None:
    """At 95 %."""
    from statsmodels.stats.proportion import proportion_confint

    bounds = wilson(min(hits, of), of)
    assert bounds is not None
    assert bounds == pytest.approx(proportion_confint(min(hits, of), of, 0.05, "wilson"), abs=1e-9)


@settings(max_examples=200)
@given(*[st.integers(0, 80)] * 4)
def test_mcnemars_probability_is_that_of_statsmodels(both: int, first: int, second: int, neither: int) -> None:
    """Exact and two-sided, whatever the answers have in common."""
    from statsmodels.stats.contingency_tables import mcnemar

    expected = mcnemar([[both, first], [second, neither]], exact=True).pvalue
    assert mcnemar_p(first, second) == pytest.approx(min(1.0, expected), rel=1e-9)


@settings(max_examples=15)  # a call of theirs takes a seventh of a second
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_probabilities_are_those_of_statsmodels(chances: list[float]) -> None:
    """By Holm."""
    from statsmodels.stats.multitest import multipletests

    assert holm(chances) == pytest.approx(multipletests(chances, method="holm")[1], abs=1e-12)


@settings(max_examples=200)
@given(*[st.integers(0, 60)] * 2, *[st.integers(1, 60)] * 2)
def test_totals_are_compared_as_statsmodels_does(one: int, other: int, of: int, other_of: int) -> None:
    """Newcombe's interval of two independent shares."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    runs = [
        Evaluation.model_validate(evaluation("a", min(hits, number), number))
        for hits, number in ((one, of), (other, other_of))
    ]
    found = rate_difference(*runs)
    assert found is not None
    expected = confint_proportions_2indep(min(one, of), of, min(other, other_of), other_of, method="newcomb")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


def paired_again(a: int, b: int, c: int, d: int) -> tuple[float, float]:
    """Newcombe's method 10 from the paper's own formulas, with the intervals of statsmodels."""
    from statsmodels.stats.proportion import proportion_confint

    n = a + b + c + d
    theta = (b - c) / n
    l1, u1 = proportion_confint(a + b, n, 0.05, "wilson")
    l2, u2 = proportion_confint(a + c, n, 0.05, "wilson")
    d2, e2 = (a + b) / n - l1, u1 - (a + b) / n
    f2, g2 = (a + c) / n - l2, u2 - (a + c) / n
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        phi = 0.0
    else:
        cross = a * d - b * c
        cross = max(cross - n / 2, 0.0) if cross > 0 else float(cross)
        phi = cross / margins**0.5
    delta = max(0.0, d2 * d2 - 2 * phi * d2 * g2 + g2 * g2) ** 0.5
    epsilon = max(0.0, f2 * f2 - 2 * phi * f2 * e2 + e2 * e2) ** 0.5
    return max(-1.0, theta - delta), min(1.0, theta + epsilon)


@settings(max_examples=300)
@given(st.tuples(*[st.integers(0, 80)] * 4).filter(lambda counts: sum(counts) > 0))
def test_the_interval_of_a_pair_is_newcombes(counts: tuple[int, int, int, int]) -> None:
    """On any table."""
    assert paired_interval(Discordance(*counts)) == pytest.approx(paired_again(*counts), abs=1e-9)


@settings(max_examples=200)
@given(st.tuples(*[st.integers(0, 60)] * 4).filter(lambda counts: sum(counts) > 0))
def test_kappa_is_that_of_statsmodels(counts: tuple[int, int, int, int]) -> None:
    """Cohen's, of a table of two by two; without a verdict of either kind there is none."""
    from statsmodels.stats.inter_rater import cohens_kappa

    both, judge, person, neither = counts
    found = calibration(JUDGE, BlindVerdicts(*counts))
    with numpy.errstate(invalid="ignore", divide="ignore"):
        expected: Any = cohens_kappa(numpy.array([[both, person], [judge, neither]])).kappa
    if found.kappa is None:
        assert not numpy.isfinite(expected)
    else:
        assert found.kappa == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("right", "sensitive", "false"), [(0.8, 0.95, 0.2), (0.6, 0.9, 0.05), (0.95, 0.85, 0.3)])
def test_a_corrected_rate_is_the_true_one(right: float, sensitive: float, false: float) -> None:
    """Rogan and Gladen: what a judge of known errors finds right of ever so many, corrected, is what is right."""
    number = 1_000_000
    true = round(number * right)
    both, judge_only = round(true * sensitive), round((number - true) * false)
    found = calibration(JUDGE, BlindVerdicts(both, judge_only, true - both, number - true - judge_only))
    share = right * sensitive + (1 - right) * false
    assert corrected(share, found) == pytest.approx(right, abs=1e-5)


# --- how often intervals hold the truth

SPLITS = ((0.6, 0.15, 0.1, 0.15), (0.5, 0.2, 0.1, 0.2), (0.7, 0.1, 0.1, 0.1), (0.4, 0.25, 0.2, 0.15))
"""Probabilities of both right, the first alone, the second alone, neither: a fifth of the examples differ or more."""
RARE = ((0.8, 0.08, 0.06, 0.06), (0.85, 0.06, 0.03, 0.06), (0.95, 0.02, 0.02, 0.01))
"""Of few examples the answers differ: the interval is on the wide side then, never on the narrow one."""
CLUSTERS = ((0.9, 0.3, 3), (0.8, 0.5, 3), (0.7, 0.3, 5), (0.9, 0.6, 2), (0.8, 0.1, 4))
"""How many are right, what the repeats of an example have in common, and how many there are."""


def paired_coverage(number: int, split: tuple[float, ...], draws: int) -> float:
    """How often the interval of a paired difference holds it."""
    chance = numpy.random.default_rng(number)
    tables, times = numpy.unique(chance.multinomial(number, split, size=draws), axis=0, return_counts=True)
    truth, held = split[1] - split[2], 0
    for table, often in zip(tables.tolist(), times.tolist(), strict=True):
        low, high = paired_interval(Discordance(*table))
        held += often * (low <= truth <= high)
    return held / draws


def clustered_coverage(number: int, share: float, alike: float, repeats: int, draws: int) -> float:
    """How often the interval over clusters holds the share; what repeats share is drawn from a Beta distribution."""
    chance = numpy.random.default_rng(number)
    spread = (1 - alike) / alike
    hits = chance.binomial(repeats, chance.beta(share * spread, (1 - share) * spread, size=(draws, number)))
    held = 0
    for row in hits.tolist():
        found = clustered_rate((one, repeats) for one in row)
        assert found is not None
        held += found.low <= share <= found.high
    return held / draws


def test_intervals_hold_about_nineteen_times_in_twenty() -> None:
    """A small count of what the long tests count."""
    assert 0.935 < paired_coverage(100, SPLITS[0], 4000) < 0.965
    assert 0.93 < clustered_coverage(100, *CLUSTERS[0], draws=800) < 0.97


@pytest.mark.long
@pytest.mark.parametrize("number", [60, 100, 200, 400])
@pytest.mark.parametrize("split", SPLITS)
def test_the_paired_interval_holds_as_often_as_it_says(number: int, split: tuple[float, ...]) -> None:
    """Between 94 and 96 % of 40,000 times."""
    assert 0.94 <= paired_coverage(number, split, 40_000) <= 0.96


@pytest.mark.long
@pytest.mark.parametrize("number", [60, 100, 200, 400])
@pytest.mark.parametrize("split", RARE)
def test_where_answers_seldom_differ_the_paired_interval_is_no_narrower(number: int, split: tuple[float, ...]) -> None:
    """At least 94 % of the times: with a handful of examples that differ it holds more often than it says."""
    assert paired_coverage(number, split, 40_000) >= 0.94


@pytest.mark.long
@pytest.mark.parametrize("number", [60, 100, 200, 400])
@pytest.mark.parametrize("cluster", CLUSTERS)
def test_the_clustered_interval_holds_as_often_as_it_says(number: int, cluster: tuple[float, float, int]) -> None:
    """Between 94 and 96 % of 10,000 times, give or take what so many draws leave open."""
    open_ = 3 * (0.95 * 0.05 / 10_000) ** 0.5
    assert 0.94 - open_ <= clustered_coverage(number, *cluster, draws=10_000) <= 0.96 + open_
