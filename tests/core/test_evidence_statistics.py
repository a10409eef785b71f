"""What is concluded from runs: intervals, pairs, beliefs and judges, against other libraries and by enumeration."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product

import numpy
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.document.evaluation import wilson
from shortlist.core.evidence.beta import Beta
from shortlist.core.evidence.calibration import BlindVerdicts, Judging, calibration, corrected
from shortlist.core.evidence.pairs import Discordance, examples_to_settle, holm, mcnemar_p, paired_interval
from shortlist.core.evidence.rates import clustered_rate, correlation, cost_per_success
from shortlist.core.evidence.rows import ExampleRow, percentile, row_of
from tests.counts import counted

COUNTS = st.tuples(*[st.integers(0, 60)] * 4).filter(lambda counts: sum(counts) > 0).map(lambda c: Discordance(*c))
SHARES = st.floats(0.001, 0.999)
PARAMETERS = st.floats(0.05, 500)

# --- rates over clusters


@given(st.lists(st.booleans(), min_size=1, max_size=200))
def test_without_repeats_the_interval_is_wilsons(answers: list[bool]) -> None:
    """Every example once: as many independent answers as there are."""
    rate = clustered_rate((int(one), 1) for one in answers)
    assert rate is not None
    assert (rate.low, rate.high, rate.effective) == (*(wilson(sum(answers), len(answers)) or ()), len(answers))
    expected = scipy.stats.binomtest(sum(answers), len(answers)).proportion_ci(method="wilson")
    assert (rate.low, rate.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(st.lists(st.booleans(), min_size=2, max_size=60), st.integers(2, 8))
def test_repeats_that_never_differ_are_no_further_examples(answers: list[bool], repeats: int) -> None:
    """However often an example is repeated with the same outcome, the interval is the one over examples."""
    once = clustered_rate((int(one), 1) for one in answers)
    often = clustered_rate((repeats * int(one), repeats) for one in answers)
    assert once is not None and often is not None
    assert often.effective == pytest.approx(len(answers))
    assert (often.low, often.high) == pytest.approx((once.low, once.high))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 6)).map(lambda c: (min(c), c[1])), min_size=1, max_size=40))
def test_an_interval_over_clusters_is_never_narrower_than_one_over_rows(clusters: list[tuple[int, int]]) -> None:
    """Its effective number lies between one and the rows, and it holds the rate."""
    rate = clustered_rate(clusters)
    assert rate is not None
    assert 1 - 1e-9 <= rate.effective <= rate.of + 1e-9
    assert rate.low - 1e-12 <= rate.share <= rate.high + 1e-12
    whole = wilson(rate.hits, rate.of)
    assert whole is not None and rate.high - rate.low >= whole[1] - whole[0] - 1e-12


def test_the_correlation_is_that_of_the_analysis_of_variance() -> None:
    """Four clusters of three, worked out by hand: MSB 13/36, MSW 1/4, rho = (13/36 - 1/4) / (13/36 + 2/4)."""
    clusters = [(3, 3), (2, 3), (1, 3), (1, 3)]
    groups = [[1.0] * hits + [0.0] * (of - hits) for hits, of in clusters]
    mean = sum(map(sum, groups)) / 12
    between = sum(3 * (sum(group) / 3 - mean) ** 2 for group in groups) / 3
    within = sum((one - sum(group) / 3) ** 2 for group in groups for one in group) / 8
    assert correlation(clusters) == pytest.approx((between - within) / (between + 2 * within))
    assert scipy.stats.f_oneway(*groups).statistic == pytest.approx(between / within)
    assert correlation([(1, 2), (1, 2)]) == 0
    assert correlation([(5, 9)]) == 1


def test_percentiles_are_numpys() -> None:
    """Linear interpolation, as numpy's default."""
    assert percentile([], 0.5) is None
    assert percentile([3.0], 0.99) == 3
    assert percentile([4, 1, 3, 2], 0.5) == 2.5
    assert percentile(list(range(101)), 0.95) == 95
    assert percentile([1, 2], 0.95) == pytest.approx(1.95)


# --- pairs


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_probability_of_a_split_is_the_binomial_tests(first: int, second: int) -> None:
    """McNemar's test, exact and two-sided."""
    expected = scipy.stats.binomtest(first, first + second).pvalue if first + second else 1.0
    assert mcnemar_p(first, second) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((36, 12, 2, 0), 0.0569, 0.3404), ((4, 3, 9, 16), -0.3807, 0.0273)],
)
def test_the_interval_of_a_paired_difference_is_newcombes(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    """Method 10, to four digits."""
    assert paired_interval(Discordance(*counts)) == pytest.approx((low, high), abs=5e-5)


@given(COUNTS)
def test_a_paired_interval_holds_the_difference_and_turns_with_the_pair(counts: Discordance) -> None:
    """It lies within -1 to 1, and the other way round it is the same with its sign turned."""
    low, high = paired_interval(counts)
    difference = (counts.first_only - counts.second_only) / counts.examples
    assert -1 <= low <= difference + 1e-12 and difference - 1e-12 <= high <= 1
    turned = paired_interval(Discordance(counts.both, counts.second_only, counts.first_only, counts.neither))
    assert turned == pytest.approx((-high, -low), abs=1e-9)


@pytest.mark.parametrize(("both", "first", "second"), [(0.6, 0.15, 0.1), (0.8, 0.1, 0.05), (0.3, 0.2, 0.2)])
def test_the_interval_holds_the_true_difference_about_nineteen_times_in_twenty(
    both: float, first: float, second: float
) -> None:
    """Coverage over all tables of 20 examples, enumerated with their probabilities."""
    number, covered = 20, 0.0
    neither = 1 - both - first - second
    for a, b in product(range(number + 1), repeat=2):
        for c in range(number + 1 - a - b) if a + b <= number else ():
            d = number - a - b - c
            ways = math.factorial(number) / math.prod(map(math.factorial, (a, b, c, d)))
            low, high = paired_interval(Discordance(a, b, c, d))
            if low <= first - second <= high:
                covered += ways * both**a * first**b * second**c * neither**d
    assert 0.93 < covered < 0.99


def coverage_of_pairs(examples: int, shares: tuple[float, float, float], draws: int) -> float:
    """How often the interval holds the true difference, over tables drawn with these shares of both, first, second."""
    both, first, second = shares
    drawn = numpy.random.default_rng(7).multinomial(examples, (*shares, 1 - both - first - second), size=draws)
    held = 0
    for table, often in Counter(tuple(map(int, one)) for one in drawn).items():
        low, high = paired_interval(Discordance(*table))
        held += often * (low <= first - second <= high)
    return held / draws


MANY_DIFFER = [(60, (0.3, 0.2, 0.2)), (60, (0.3, 0.35, 0.15)), (100, (0.6, 0.15, 0.15)), (200, (0.6, 0.15, 0.1))]
MANY_DIFFER += [(200, (0.8, 0.1, 0.05)), (400, (0.8, 0.06, 0.04)), (400, (0.45, 0.05, 0.05))]
FEW_DIFFER = [(60, (0.8, 0.1, 0.05)), (60, (0.9, 0.03, 0.02)), (100, (0.85, 0.02, 0.02)), (200, (0.9, 0.02, 0.01))]
FEW_DIFFER += [(400, (0.95, 0.02, 0.01))]


@pytest.mark.parametrize(("examples", "shares"), MANY_DIFFER)
def test_where_thirty_examples_differ_the_interval_holds_what_it_says(
    examples: int, shares: tuple[float, float, float]
) -> None:
    """Between 94 and 96 of a hundred intervals hold the true difference, from 24 examples on that differ."""
    assert 24 <= examples * (shares[1] + shares[2]) <= 60
    assert 0.94 <= coverage_of_pairs(examples, shares, 8_000) <= 0.96


@pytest.mark.parametrize(("examples", "shares"), FEW_DIFFER)
def test_where_few_examples_differ_the_interval_is_wider_than_it_says(
    examples: int, shares: tuple[float, float, float]
) -> None:
    """It is careful there by its nature: with fewer than some fifteen that differ it holds 96 to 100 of a hundred.

    Newcombe's method joins two intervals of Wilson, which are wide at the edge, and takes their correlation corrected
    for continuity, so less of it than there is. It shows a difference later than it might, and never too early.
    """
    assert examples * (shares[1] + shares[2]) < 15
    assert coverage_of_pairs(examples, shares, 8_000) > 0.96


def coverage_of_clusters(examples: int, repeats: int, share: float, alike: float, draws: int) -> float:
    """How often the interval holds the true rate, over examples whose repeats have so much in common."""
    chance, held = numpy.random.default_rng(11), 0
    spread = (1 - alike) / alike if alike else 0.0
    for _ in range(draws):
        rates = chance.beta(share * spread, (1 - share) * spread, size=examples) if alike else share
        right = chance.binomial(repeats, rates, size=examples)
        found = clustered_rate((int(hits), repeats) for hits in right)
        assert found is not None
        held += found.low <= share <= found.high
    return held / draws


CLUSTERS = [(60, 3, 0.7, 0.3), (60, 3, 0.9, 0.0), (100, 3, 0.9, 0.7), (200, 5, 0.95, 0.5), (400, 2, 0.9, 0.4)]


@pytest.mark.parametrize(("examples", "repeats", "share", "alike"), CLUSTERS[:2])
def test_the_interval_over_repeats_holds_what_it_says(examples: int, repeats: int, share: float, alike: float) -> None:
    """Within what so few draws leave open, which is one in a hundred either way."""
    assert 0.93 <= coverage_of_clusters(examples, repeats, share, alike, 1_500) <= 0.97


@pytest.mark.long
@pytest.mark.parametrize(("examples", "repeats", "share", "alike"), CLUSTERS)
def test_the_interval_over_repeats_holds_what_it_says_of_many(
    examples: int, repeats: int, share: float, alike: float
) -> None:
    """Between 94 and 96 of a hundred, repeats alike or not."""
    assert 0.94 <= coverage_of_clusters(examples, repeats, share, alike, 12_000) <= 0.96


@pytest.mark.long
def test_the_interval_over_repeats_is_too_narrow_where_few_examples_fail() -> None:
    """Of sixty examples at 95 % some three fail, and so few tell little of how much their repeats have in common.

    The correlation that they show is then too low as often as not: nine in ten intervals hold the rate, not nineteen in
    twenty. With two hundred examples nothing of that is left.
    """
    assert 0.90 <= coverage_of_clusters(60, 5, 0.95, 0.5, 12_000) < 0.94


def test_so_many_examples_show_the_difference_four_times_in_five() -> None:
    """The power of the normal test at the number that is told, by the distribution of the discordant ones."""
    counts = Discordance(70, 14, 6, 10)
    needed = examples_to_settle(counts)
    assert needed is not None
    shown = 0.0
    for discordant in range(1, needed + 1):
        chance = scipy.stats.binom.pmf(discordant, needed, 0.2)
        split = scipy.stats.binom(discordant, 0.7)
        bar = 1.959963984540054 * math.sqrt(discordant)
        most = math.floor((discordant - bar) / 2)
        shown += chance * (split.cdf(most) + split.sf(discordant - most - 1))
    assert 0.77 < shown < 0.85
    assert examples_to_settle(Discordance(5, 3, 3, 5)) is None
    assert examples_to_settle(Discordance(10, 0, 0, 0)) is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_probabilities_are_holms(chances: list[float]) -> None:
    """As by the definition: of those at least as small, the largest of their products with the number left."""
    ordered = sorted(chances)
    for chance, adjusted in zip(chances, holm(chances), strict=True):
        smaller = ordered[: ordered.index(chance) + ordered.count(chance)]
        expected = max(min(1.0, (len(chances) - rank) * one) for rank, one in enumerate(smaller))
        assert adjusted >= chance and adjusted <= expected + 1e-12
    assert max(holm(chances)) == pytest.approx(
        max(min(1.0, (len(chances) - rank) * one) for rank, one in enumerate(ordered))
    )


def test_three_comparisons_adjusted_by_hand() -> None:
    """0.01, 0.04, 0.03: 0.03, then 0.06, which the last one cannot fall below."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


# --- beliefs


@given(SHARES, PARAMETERS, PARAMETERS)
def test_the_incomplete_beta_function_is_scipys(share: float, alpha: float, beta: float) -> None:
    """To eleven digits after the point."""
    assert Beta(alpha, beta).below(share) == pytest.approx(scipy.stats.beta.cdf(share, alpha, beta), abs=1e-11)


@counted(30, 100, SHARES, PARAMETERS, PARAMETERS, st.sampled_from([0, 1, 20, 200]))
def test_what_is_believed_after_more_examples(bar: float, alpha: float, beta: float, examples: int) -> None:
    """The Beta-binomial distribution, the mean above the bar, and both average to what is believed now."""
    now = Beta(alpha, beta)
    shown = list(now.after(examples))
    excesses = list(now.excesses(bar, examples))
    for wrong, ((chance, then), excess) in enumerate(zip(shown, excesses, strict=True)):
        assert chance == pytest.approx(scipy.stats.betabinom.pmf(wrong, examples, alpha, beta), abs=1e-9)
        above = then.mean * scipy.stats.beta.sf(bar, then.alpha + 1, then.beta) - bar * scipy.stats.beta.sf(bar, *then)
        assert excess == pytest.approx(above, abs=1e-9)
    assert sum(chance for chance, _ in shown) == pytest.approx(1)
    assert sum(chance * then.mean for chance, then in shown) == pytest.approx(now.mean)
    assert sum(c * e for (c, _), e in zip(shown, excesses, strict=True)) == pytest.approx(now.excess(bar), abs=1e-9)


def test_many_trials_are_no_smaller_than_a_number() -> None:
    """A million answers: what is far too improbable for a number is 0, and the rest is right."""
    belief = Beta(50_001, 950_001)
    assert belief.excess(0.05) == pytest.approx(math.sqrt(0.05 * 0.95 / 1_000_002 / (2 * math.pi)), rel=1e-2)
    assert belief.excess(0.5) == 0
    assert next(belief.excesses(0.9, 200)) == 0
    assert belief.excess(0) == belief.mean and belief.excess(1) == 0


# --- what a success costs


def answer(example: str, verdict: str, **more: object) -> ExampleRow:
    """A row with a digest of its example's name."""
    return row_of({"example": example, "digest": example, "verdict": verdict, **more})


def test_the_cost_of_a_success_has_an_interval_over_examples() -> None:
    """The same every time; wider where repeats are alike; unknown where one cost is."""
    rows = [answer(str(n), "ok" if n % 5 else "wrong", cost_usd=0.001 * (1 + n % 3)) for n in range(60)]
    found = cost_per_success(rows)
    assert found is not None and found.low is not None and found.high is not None
    assert found.usd == pytest.approx(sum(row.cost_usd or 0 for row in rows) / 48)
    assert found.low < found.usd < found.high
    assert cost_per_success(rows) == found
    twice = cost_per_success([*rows, *rows])
    assert twice is not None and twice.low == pytest.approx(found.low) and twice.high == pytest.approx(found.high)
    assert cost_per_success([*rows, answer("x", "ok")]) is None
    assert cost_per_success([answer("x", "wrong", cost_usd=1)]) is None


def test_a_single_success_has_no_bound_above_it() -> None:
    """A draw of examples without a success costs without end."""
    rows = [answer(str(n), "wrong", cost_usd=1) for n in range(9)] + [answer("x", "ok", cost_usd=1)]
    found = cost_per_success(rows)
    assert found is not None and found.usd == 10 and found.high is None and found.low is not None


# --- judges

JUDGE = Judging("answer", "gpt-6-sol", "5" * 64)


def test_a_judge_held_against_a_person() -> None:
    """Fifty verdicts: 30 both right, 4 the judge alone, 6 the person alone, 10 both wrong; by hand."""
    found = calibration(JUDGE, BlindVerdicts(30, 4, 6, 10))
    assert found.trust == "sure" and found.agreement is not None and found.agreement.share == 0.8
    expected = (34 * 36 + 16 * 14) / 2500
    assert found.kappa == pytest.approx((0.8 - expected) / (1 - expected))
    assert found.true_positive is not None and found.true_positive.share == pytest.approx(30 / 36)
    assert found.false_positive is not None and found.false_positive.share == pytest.approx(4 / 14)
    # What the judge finds right of the same answers is corrected to what the person found right.
    assert corrected(34 / 50, found) == pytest.approx(36 / 50)


@pytest.mark.parametrize(
    ("number", "trust"), [(19, "not_calibrated"), (20, "calibrated"), (49, "calibrated"), (50, "sure")]
)
def test_how_many_checks_make_a_judge(number: int, trust: str) -> None:
    """Twenty, and fifty to be sure."""
    assert calibration(JUDGE, BlindVerdicts(number - 5, 0, 0, 5)).trust == trust


@given(st.tuples(*[st.integers(0, 30)] * 4), st.floats(0, 1))
def test_a_judge_no_better_than_chance_corrects_nothing(counts: tuple[int, int, int, int], share: float) -> None:
    """A corrected rate is a rate; kappa is at most 1."""
    found = calibration(JUDGE, BlindVerdicts(*counts))
    rate = corrected(share, found)
    assert rate is None or 0 <= rate <= 1
    assert found.kappa is None or -1 - 1e-9 <= found.kappa <= 1 + 1e-9
    if found.true_positive and found.false_positive and found.true_positive.share <= found.false_positive.share:
        assert rate is None
