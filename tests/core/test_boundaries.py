"""Costs, columns and verdicts where a rule begins and ends: what is unknown, filled exactly, too large, or 0."""

from __future__ import annotations

import math

import pytest
from documents import FIGURES, Document, analysed, assessed, candidate, document, self_hosted, step

from shortlist.core.service.cost import Cost

HUGE = 1e300


def cost_with(capabilities: Document, usage: Document, **prices: float) -> Cost:
    """What 1,000 requests of 1,000 tokens in and 100 out cost at $2 and $10: $2 and $1 without savings."""
    traffic = {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 100, **usage}
    figures = {**FIGURES, "input_price": 2.0, "output_price": 10.0, **prices}
    return assessed(document(step(usage=traffic), [candidate("a", figures, capabilities=capabilities)])).cost


@pytest.mark.parametrize(("known", "monthly"), [("yes", 1.5), ("unknown", 1.5), (None, 1.5), ("no", 3.0)])
def test_a_batch_is_discounted_unless_there_is_none(known: str | None, monthly: float) -> None:
    """Half of everything, where nobody says whether the platform has batches too."""
    capabilities = {} if known is None else {"batch": known}
    cost = cost_with(capabilities, {"batch_share": 1.0}, batch_discount=0.5)
    assert cost.monthly == pytest.approx(monthly)


@pytest.mark.parametrize(("known", "monthly"), [("yes", 1.2), ("unknown", 1.2), (None, 1.2), ("no", 3.0)])
def test_a_prefix_is_cached_unless_there_is_no_cache(known: str | None, monthly: float) -> None:
    """A tenth of the $2 of input, where nobody says whether the platform caches too."""
    capabilities = {} if known is None else {"prompt_caching": known}
    cost = cost_with(capabilities, {"cacheable_share": 1.0, "cache_hit_rate": 1.0}, cache_read_price=0.2)
    assert cost.monthly == pytest.approx(monthly)


def machines(requests: float, **hosting: float) -> Cost:
    """Own machines that read a request in a second: 525,600 of them a replica, at 60 % and with a peak of three."""
    usage = {"requests_per_month": requests, "input_tokens": 1000}
    speeds = {"input_tokens_per_s": 1000.0, "gpu_hour_usd": 1.0, "target_utilisation": 0.6, "peak_factor": 3.0}
    return assessed(document(step(usage=usage), [self_hosted("a", {**speeds, **hosting})])).cost


def test_a_load_that_fills_its_replicas_needs_no_further_one() -> None:
    """Whatever the floats add to it; the next request does."""
    for number in range(1, 40):
        assert machines(525_600 * number).replicas == number
        assert machines(525_600 * number + 1).replicas == number + 1


def test_machines_that_cannot_be_counted_are_unknown() -> None:
    """A peak beyond all numbers is no error."""
    cost = machines(HUGE, peak_factor=HUGE)
    assert (cost.replicas, cost.monthly) == (None, None)


def test_requests_that_cannot_be_counted_are_a_number() -> None:
    """Together more than a float holds, and still nothing infinite is told."""
    usage = {"requests_per_month": 1.5e308, "input_tokens": 1}
    free = candidate("a", {**FIGURES, "input_price": 0.0, "output_price": 0.0})
    analysis = analysed(document([step("one", usage), step("two", usage)], [free], decision={"default": "a"}))
    assert all(month.requests is None or math.isfinite(month.requests) for month in analysis.projection)
    assert math.isfinite(analysis.by_id["a"].cost.requests)


@pytest.mark.parametrize(("figure", "verdict"), [(0.3, "pass"), (0.2999, "fail")])
def test_a_figure_at_its_lower_bound_reaches_it(figure: float, verdict: str) -> None:
    """The bound is a little more than 0.3 in floats."""
    bar = 0.1 + 0.2
    assert figure < bar
    row = candidate("a", {**FIGURES, "quality.aa_index": figure})
    found = assessed(document(step(needs={"min_quality": bar, "good_quality": 1.0}), [row]))
    assert found.checks["first.quality_bar"].verdict == verdict


def test_thinking_that_nobody_knows_costs_no_tokens_where_nobody_asks() -> None:
    """Without a request any limit is enough; with some it is unknown."""
    limits = {**FIGURES, "requests_per_minute": 10.0, "tokens_per_minute": 10.0}
    for requests, verdict in ((0, "pass"), (1, "unknown")):
        usage = {"requests_per_month": requests, "input_tokens": 1, "output_tokens": 1}
        row = candidate("a", limits, size_class="reasoning")
        assert assessed(document(step(usage=usage), [row])).checks["reliability.rate_limits"].verdict == verdict


def test_a_figure_beyond_all_proportion_to_its_target_is_worth_nothing() -> None:
    """How many times the target it is no float holds, which is as bad as it gets and no unknown."""
    slow = candidate("a", {**FIGURES, "ttft": 1e300, "request_price": 1e300})
    limits = {"monthly_budget_usd": 1e-300}
    found = assessed(document(step(needs={"max_ttft_s": 1e-300}), [slow], limits))
    for column in ("latency_risk", "cost_risk"):
        value = found.columns[column]
        assert (value.low, value.high) == (0.0, 0.0), column
