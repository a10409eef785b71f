"""Rates with their 95 % intervals, one over examples: the repeats of an example are no further examples.

A row's example is a cluster. What repeats have in common is the intra-cluster correlation by analysis of variance, and
the interval is Wilson's with the effective number n / (1 + (m - 1) rho) (A. Donner, J. J. Koval, Biometrics 36 (1980),
pp. 19-25; L. Kish, Survey Sampling (1965), for clusters of unequal size).
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shortlist.core.document.evaluation import Evaluation, wilson
from shortlist.core.evidence.rows import ExampleRow, RowVerdict, latencies, tallied

ENOUGH_FOR_P99 = 300
"""Answers under which a 99th percentile rests on fewer than three of them."""


class Rate(NamedTuple):
    """How often something was so, with its 95 % interval."""

    hits: int
    of: int
    low: float
    high: float
    effective: float
    """As how many independent answers they count."""

    @property
    def share(self) -> float:
        """The rate itself."""
        return self.hits / self.of


def rate(count: int, of: int) -> Rate | None:
    """A rate over independent answers; None where nothing was counted."""
    bounds = wilson(count, of)
    return None if bounds is None else Rate(count, of, *bounds, float(of))


def clustered_rate(clusters: Iterable[tuple[int, int]]) -> Rate | None:
    """A rate over clusters, each with how often it was so and of how many; None where nothing was counted."""
    counted = [(count, of) for count, of in clusters if of]
    count, of = sum(count for count, _ in counted), sum(of for _, of in counted)
    if not of:
        return None
    size = sum(of * of for _, of in counted) / of
    effective = of / (1 + (size - 1) * correlation(counted))
    bounds = wilson(count / of * effective, effective)
    assert bounds is not None
    return Rate(count, of, *bounds, effective)


def correlation(clusters: Sequence[tuple[int, int]]) -> float:
    """What the answers within a cluster have in common, 0 to 1, by analysis of variance.

    Where no two answers differ, or there is one cluster alone, nothing shows that a repeat tells anything of its own.
    """
    number, of = len(clusters), sum(of for _, of in clusters)
    if number == of:
        return 0.0
    if number < 2:
        return 1.0
    mean = sum(count for count, _ in clusters) / of
    between = sum(of * (count / of - mean) ** 2 for count, of in clusters) / (number - 1)
    within = sum(count * (of - count) / of for count, of in clusters) / (of - number)
    size = (of - sum(of * of for _, of in clusters) / of) / (number - 1)
    whole = between + (size - 1) * within
    return min(1.0, max(0.0, (between - within) / whole)) if whole > 0 else 1.0


def rate_of(
    rows: Iterable[ExampleRow], counted: frozenset[RowVerdict], among: frozenset[RowVerdict] | None = None
) -> Rate | None:
    """How often rows have one of the verdicts, among those with one of others (all of them, left out)."""
    told = ((row.digest, row.verdict in counted) for row in rows if among is None or row.verdict in among)
    return clustered_rate(tallied(told).values())


RIGHT: frozenset[RowVerdict] = frozenset({"ok"})
ANSWERED: frozenset[RowVerdict] = frozenset({"ok", "wrong", "invalid", "escalated", "cut"})
TRIED: frozenset[RowVerdict] = frozenset({"ok", "wrong"})
"""Valid answers that nobody took over: those in which errors are counted."""


class Rates(NamedTuple):
    """The rates of a run; None where nothing was counted that they are shares of."""

    success: Rate | None
    """Of the answers that came."""
    error: Rate | None
    """Wrong, of the valid answers that were not handed to a person."""
    failure: Rate | None
    """Failed calls and invalid outputs, of all rows."""
    escalation: Rate | None
    """Handed to a person, of the valid answers; None where no run tells."""


def rates_of(rows: Sequence[ExampleRow]) -> Rates:
    escalates = any(row.verdict == "escalated" for row in rows)
    return Rates(
        rate_of(rows, RIGHT, ANSWERED),
        rate_of(rows, frozenset({"wrong"}), TRIED),
        rate_of(rows, frozenset({"error", "invalid", "cut"})),
        rate_of(rows, frozenset({"escalated"}), TRIED | {"escalated"}) if escalates else None,
    )


def rates_of_totals(run: Evaluation) -> Rates:
    """The rates of a run by its totals, in which repeats cannot be told from examples."""
    failed = (run.errors or 0) + (run.invalid_outputs or 0)
    told = run.errors is not None or run.invalid_outputs is not None
    return Rates(
        rate(run.successes, run.answered),
        rate(run.trials - run.successes, run.trials),
        rate(failed, run.examples) if told else None,
        None if run.escalations is None else rate(run.escalations, run.delivered),
    )


# --- what a success cost -----------------------------------------------------------------------------------------

DRAWS = 2_000
"""Times that the examples are drawn anew."""
MOST_DRAWN = 1_000_000
"""Examples drawn in all, so that a large run takes no longer than a moment."""
SEED = 20261129


class CostPerSuccess(NamedTuple):
    """USD for an answer that is right, as measured, with its 95 % interval; a bound that cannot be told is None."""

    usd: float
    low: float | None
    high: float | None


def cost_per_success(rows: Sequence[ExampleRow]) -> CostPerSuccess | None:
    """What a run cost for each success; None where that is unknown. The same every time.

    The interval is the percentile bootstrap over examples (B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap
    (1993), chapter 13): a draw without a success has no bound above it.
    """
    clusters: dict[str, tuple[float, int]] = {}
    for row in rows:
        if row.cost_usd is None:
            return None
        cost, right = clusters.get(row.digest, (0.0, 0))
        clusters[row.digest] = (cost + row.cost_usd, right + (row.verdict == "ok"))
    examples = list(clusters.values())
    successes = sum(right for _, right in examples)
    if not successes:
        return None
    usd = sum(cost for cost, _ in examples) / successes
    if len(examples) < 2:
        return CostPerSuccess(usd, None, None)
    chance, drawn = random.Random(SEED), list[float]()
    for _ in range(max(200, min(DRAWS, MOST_DRAWN // len(examples)))):
        draw = chance.choices(examples, k=len(examples))
        right = sum(one for _, one in draw)
        drawn.append(sum(cost for cost, _ in draw) / right if right else math.inf)
    drawn.sort()
    # An interpolated quantile between a number and infinity would be no number.
    place = int(0.025 * (len(drawn) - 1))
    low, high = (one if math.isfinite(one) else None for one in (drawn[place], drawn[-1 - place]))
    return CostPerSuccess(usd, low, high)


# --- how long answers took ---------------------------------------------------------------------------------------


class Waiting(NamedTuple):
    """How long answers took, in seconds."""

    p50: float | None
    p95: float | None
    p99: float | None
    ttft_p50: float | None
    of: int
    """Answers that took a known time."""

    @property
    def of_only(self) -> int | None:
        """The number of answers, where they are too few for a 99th percentile."""
        return self.of if self.p99 is not None and self.of < ENOUGH_FOR_P99 else None


def waiting(run: Evaluation, rows: Sequence[ExampleRow] | None) -> Waiting:
    """The times of a run; of a run without rows as many answers count as came."""
    times = run.latency_p50_s, run.latency_p95_s, run.latency_p99_s, run.ttft_p50_s
    return Waiting(*times, run.answered if rows is None else len(latencies(rows)))
