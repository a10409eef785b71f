"""What holds in every workspace: sums, directions, independence of the field, and honesty about the unknown."""

from __future__ import annotations

import copy
import itertools
import math
from random import Random
from typing import Any

import pytest
from documents import Document, analysed, candidate, document, judged, observed, self_hosted
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import CAPABILITIES, documents, seeds, some_of, without_candidate

from shortlist.core.analysis import Analysis
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.judging.judge import CandidateResult
from shortlist.core.service.cost import PART_NAMES, Cost

SAVINGS = ("caching_savings", "batch_savings")


def close(one: float | None, other: float | None, scale: float = 1.0) -> bool:
    """Equal but for rounding at the size of what was summed."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9 * max(1.0, scale))


# --- sums --------------------------------------------------------------------------------------------------------


def check_sums(cost: Cost) -> None:
    parts = {name: getattr(cost.parts, name) for name in PART_NAMES}
    if None in parts.values():
        assert cost.monthly is None
        return
    scale = max(map(abs, parts.values()))
    signed = sum(-value if name in SAVINGS else value for name, value in parts.items())
    assert close(signed, cost.monthly, scale)
    people = parts["human_escalation"] + parts["undetected_error"]
    assert cost.monthly is not None
    assert close(cost.monthly - people, cost.bill, scale)


@settings(max_examples=300)
@given(documents(least=1))
def test_the_parts_add_up_to_the_monthly_cost(data: Document) -> None:
    """The signed parts of a cost are its monthly cost, of the whole and of every step; one unknown part is enough to
    make the sum unknown. The bill is the same sum without people and errors."""
    for result in analysed(data).ranking:
        check_sums(result.cost)
        for judged_step in result.steps.values():
            check_sums(judged_step.cost)


@settings(max_examples=300)
@given(documents(least=1))
def test_the_steps_add_up_to_the_whole(data: Document) -> None:
    """Unless self-hosted, where every step tells the machines as if it were alone, the steps' costs are the whole."""
    for result in analysed(data).ranking:
        steps = [judged_step.cost.monthly for judged_step in result.steps.values()]
        if result.candidate.self_hosted:
            continue
        whole = None if None in steps else sum(value for value in steps if value is not None)
        assert close(whole, result.cost.monthly, abs(whole or 0))
        assert result.cost.parts.fixed == 0
        assert result.cost.replicas is None


# --- one priced candidate in one step ----------------------------------------------------------------------------

PRICES = ("input_price", "output_price", "reasoning_price", "cache_read_price", "cache_write_price", "request_price")
VOLUMES = {
    "requests_per_month": (1, 5000),
    "input_tokens": (1, 20000),
    "output_tokens": (1, 3000),
    "reasoning_tokens": (1, 3000),
    "tool_loops": (0.25, 3),
    "tool_input_tokens": (1, 3000),
    "tool_output_tokens": (1, 300),
    "tool_fee_usd": (0.0001, 0.01),
    "escalation_cost_usd": (0.01, 5),
    "error_cost_usd": (0.01, 5),
}
amounts = st.integers(0, 4000).map(lambda number: number / 100)
shares = st.integers(0, 20).map(lambda number: number / 20)


@st.composite
def priced(draw: st.DrawFn) -> tuple[Document, Document]:
    """The traffic of a step, and the prices of a candidate; dearer above a tier, and writing a cache no cheaper than
    not caching, as every provider has it.

    Fewer than one tool loop on average is left out: there the contract's formula writes more into the cache than the
    loops send, and a dearer input price lowers the cost.
    """
    traffic = {
        "requests_per_month": draw(st.integers(0, 40)) * 1000,
        "input_tokens": draw(st.integers(0, 60)) * 250,
        "output_tokens": draw(st.integers(0, 40)) * 50,
        "reasoning_tokens": draw(st.integers(0, 10)) * 100,
        "cacheable_share": draw(shares),
        "cache_hit_rate": draw(shares),
        "batch_share": draw(shares),
        "tool_loops": draw(st.sampled_from((0, 0, 1, 1.5, 2, 7))),
        "tool_input_tokens": draw(st.integers(0, 10)) * 200,
        "tool_output_tokens": draw(st.integers(0, 10)) * 20,
        "tool_fee_usd": draw(st.sampled_from((0, 0.001, 0.01))),
        "failure_rate": draw(shares),
        "max_retries": draw(st.integers(0, 4)),
        "escalation_rate": draw(shares),
        "escalation_cost_usd": draw(amounts),
        "error_rate": draw(shares),
        "error_cost_usd": draw(amounts),
    }
    input_price = draw(amounts)
    figures = {
        "input_price": input_price,
        "output_price": draw(amounts),
        "reasoning_price": draw(amounts),
        "cache_read_price": input_price * draw(shares),
        "cache_write_price": input_price * (1 + draw(shares)),
        "request_price": draw(st.sampled_from((0, 0.0002, 0.005))),
        "batch_discount": draw(shares),
    }
    for metric in ("reasoning_price", "cache_write_price", "request_price", "batch_discount"):
        if draw(st.booleans()):
            del figures[metric]
    return traffic, figures


def one_step(traffic: Document, figures: Document, tiers: bool = False) -> Document:
    """A workspace of that step and candidate; above 6,000 tokens every price is half as dear again."""
    dearer = [
        observed(metric, value * 1.5, above_tokens=6000)
        for metric, value in figures.items()
        if tiers and metric.endswith("price")
    ]
    step = {"id": "answer", "name": "Answer", "usage": traffic}
    return document(step, [candidate("a", figures, *dearer)])


def monthly(data: Document) -> float:
    result = judged(data).cost.monthly
    assert result is not None
    return result


def no_less(after: float, before: float) -> bool:
    return after >= before - 1e-9 * max(1.0, abs(before))


@settings(max_examples=300)
@given(priced(), st.sampled_from(PRICES), amounts, st.booleans())
def test_cost_grows_with_every_price(case: tuple[Document, Document], metric: str, more: float, tiers: bool) -> None:
    """Raising one price never lowers the monthly cost. An absent price is not raised: what stands in for it is."""
    traffic, figures = case
    assume(metric in figures)
    dearer = {**figures, metric: figures[metric] + more}
    if metric == "cache_read_price":
        # Reading a cache above the price of not caching would be no saving, and nobody sells it.
        dearer[metric] = min(dearer[metric], figures["input_price"])
    assert no_less(monthly(one_step(traffic, dearer, tiers)), monthly(one_step(traffic, figures, tiers)))


@settings(max_examples=300)
@given(priced(), st.sampled_from(sorted(VOLUMES)), st.integers(0, 10), st.booleans())
def test_cost_grows_with_every_volume(case: tuple[Document, Document], field: str, share: int, tiers: bool) -> None:
    """More requests, tokens, loops or dearer people and errors never lower the monthly cost, tiers crossed or not."""
    traffic, figures = case
    least, most = VOLUMES[field]
    more = {**traffic, field: traffic[field] + least + (most - least) * share / 10}
    if field == "tool_loops":
        more[field] = max(1, more[field])
    assert no_less(monthly(one_step(more, figures, tiers)), monthly(one_step(traffic, figures, tiers)))


@settings(max_examples=300)
@given(priced(), shares)
def test_cost_grows_with_the_failure_rate(case: tuple[Document, Document], rate: float) -> None:
    """Where a wrong answer costs no more than an escalation, more failures never lower the monthly cost."""
    traffic, figures = case
    traffic["error_cost_usd"] = min(traffic["error_cost_usd"], traffic["escalation_cost_usd"])
    low, high = sorted((rate, traffic["failure_rate"]))
    before = one_step({**traffic, "failure_rate": low}, figures)
    after = one_step({**traffic, "failure_rate": high}, figures)
    assert no_less(monthly(after), monthly(before))


@settings(max_examples=200)
@given(priced())
def test_caching_at_the_input_price_saves_nothing(case: tuple[Document, Document]) -> None:
    """A cache that is read and written at the price of input saves exactly 0."""
    traffic, figures = case
    same = {**figures, "cache_read_price": figures["input_price"], "cache_write_price": figures["input_price"]}
    assert judged(one_step(traffic, same)).cost.parts.caching_savings == 0


@settings(max_examples=300)
@given(priced())
def test_cost_is_the_formula_of_the_contract(case: tuple[Document, Document]) -> None:
    """The monthly cost, the bill and the cost of a task equal the contract's formula, written here as it stands."""
    use, price = case
    n, ti, to, tr = (use[k] for k in ("requests_per_month", "input_tokens", "output_tokens", "reasoning_tokens"))
    loops, ai, ao = (use[k] for k in ("tool_loops", "tool_input_tokens", "tool_output_tokens"))
    fee, h, q, b = (use[k] for k in ("tool_fee_usd", "cacheable_share", "cache_hit_rate", "batch_share"))
    f, retries, g, e = (use[k] for k in ("failure_rate", "max_retries", "escalation_rate", "error_rate"))
    pi, po, pcr = (price[k] / 1e6 for k in ("input_price", "output_price", "cache_read_price"))
    pr = price["reasoning_price"] / 1e6 if "reasoning_price" in price else po
    pcw = price["cache_write_price"] / 1e6 if "cache_write_price" in price else pi
    rp, d = price.get("request_price", 0), price.get("batch_discount", 0)
    loop = (loops * ti + (ai + ao) * loops * (loops + 1) / 2) * pi + loops * ao * po + loops * fee + loops * rp
    caching = h * ti * (q * (pi - pcr) - (1 - q) * (pcw - pi))
    if loops > 0:
        caching += (loops * ti + (ai + ao) * max(0, loops * (loops - 1) / 2)) * (pi - pcr)
        caching -= ((1 - h) * ti + loops * (ai + ao)) * (pcw - pi)
    if h * ti == 0:
        caching = 0
    gross = ti * pi + rp + to * po + tr * pr + loop
    attempt = gross - caching - b * d * (gross - loops * fee - caching)
    attempts = sum(f**k for k in range(retries + 1))
    x = f ** (retries + 1)
    escalated, wrong, right = x + (1 - x) * g, (1 - x) * (1 - g) * e, (1 - x) * (1 - g) * (1 - e)
    people = escalated * use["escalation_cost_usd"] + wrong * use["error_cost_usd"]
    cost = judged(one_step(use, price)).cost
    assert close(cost.bill, n * attempt * attempts)
    assert close(cost.monthly, n * (attempt * attempts + people))
    assert close(cost.per_successful_task, (attempt * attempts + people) / right if n * right else None)


# --- independence of the field -----------------------------------------------------------------------------------


def standing_alone(result: CandidateResult) -> dict[str, Any]:
    """Everything about a candidate that must not depend on who else is compared."""
    return {
        "score": (result.score.low, result.score.high),
        "columns": {column: (value.low, value.high) for column, value in result.columns.items()},
        "standing": (result.standing.status, result.standing.blocked_by, result.standing.unknown),
        "near": result.standing.near_miss,
        "checks": {id_: check.verdict for id_, check in result.checks.items()},
        "cost": (result.cost.monthly, result.cost.bill, result.cost.replicas),
        "steps": {id_: (step.score.low, step.score.high, step.standing.status) for id_, step in result.steps.items()},
    }


def step_orders(analysis: Analysis) -> dict[str, list[str]]:
    return {step: sorted(ranks, key=ranks.__getitem__) for step, ranks in analysis.step_ranks.items()}


def check_independence(data: Document, which: int) -> None:
    gone = data["candidates"][which % len(data["candidates"])]["id"]
    full, fewer = analysed(data), analysed(without_candidate(data, gone))
    assert [r.id for r in full.ranking if r.id != gone] == [r.id for r in fewer.ranking]
    for step, order in step_orders(fewer).items():
        assert [id_ for id_ in step_orders(full)[step] if id_ != gone] == order
    for result in fewer.ranking:
        assert standing_alone(full.by_id[result.id]) == standing_alone(result)


independence = given(documents(least=2, most=4), st.integers(0, 3))


@settings(max_examples=1000)
@independence
def test_another_candidate_changes_nobody(data: Document, which: int) -> None:
    """Adding or removing a candidate changes no other's score, columns, checks or cost, nor their order."""
    check_independence(data, which)


@pytest.mark.long
@settings(max_examples=20_000)
@independence
def test_another_candidate_changes_nobody_in_many_cases(data: Document, which: int) -> None:
    """The same, twenty times as often."""
    check_independence(data, which)


# --- the unknown -------------------------------------------------------------------------------------------------

FIGURES_WITHOUT_STAND_IN = (
    "quality.aa_index",
    "quality.arena_elo",
    "quality.livebench",
    "output_speed",
    "ttft",
    "input_price",
    "output_price",
    "context_window",
    "requests_per_minute",
    "tokens_per_minute",
    "alternative_hosts",
)
"""The other prices have a stand-in, and a longest output that is not known is not judged."""
FACTS = ("roles", "modalities", "commercial_use", "size_class")
MACHINE_FACTS = ("gpu_hour_usd", "input_tokens_per_s", "output_tokens_per_s")


def forget(row: Document, fact: str) -> bool:
    """Make one fact of a candidate unknown; False where it was, or where something stands in for it."""
    if fact in FIGURES_WITHOUT_STAND_IN:
        left = [o for o in row["observations"] if o["metric"] != fact]
        known, row["observations"] = len(left) < len(row["observations"]), left
        return known
    if fact in MACHINE_FACTS:
        return row.get("hosting", {}).pop(fact, None) is not None
    if fact in CAPABILITIES:
        was = row.get("capabilities", {}).pop(fact, None)
        # Without a word about them, caching and batch are taken to be had where there is a price for them.
        return was == "yes" or (was == "no" and fact not in ("prompt_caching", "batch"))
    # A reasoning model of unknown size class is taken not to think: a usage figure that is absent is 0.
    return row.pop(fact, None) not in (None, "reasoning")


def widened(before: tuple[float | None, float | None], after: tuple[float | None, float | None]) -> bool:
    (low, high), (new_low, new_high) = before, after
    if low is None or high is None or new_low is None or new_high is None:
        return before == after
    return new_low <= low + 1e-9 and new_high >= high - 1e-9


@settings(max_examples=1000)
@given(
    documents(least=1, most=1),
    st.sampled_from((*FIGURES_WITHOUT_STAND_IN, *FACTS, *MACHINE_FACTS, *CAPABILITIES)),
)
def test_an_unknown_widens_every_range_and_passes_nothing(data: Document, fact: str) -> None:
    """Forgetting a fact leaves every column, score and step column at least as wide, and no check passes for it."""
    before = judged(data)
    poorer = copy.deepcopy(data)
    assume(forget(poorer["candidates"][0], fact))
    after = judged(poorer)
    assert widened((before.score.low, before.score.high), (after.score.low, after.score.high))
    for column in COLUMNS:
        was, now = before.columns[column], after.columns[column]
        assert widened((was.low, was.high), (now.low, now.high)), column
    for id_, step in before.steps.items():
        for column in COLUMNS:
            was, now = step.columns[column], after.steps[id_].columns[column]
            assert widened((was.low, was.high), (now.low, now.high)), (id_, column)
    for id_, check in before.checks.items():
        assert check.verdict == "pass" or after.checks[id_].verdict != "pass", id_


@settings(max_examples=500)
@given(documents(least=1, most=1), st.sampled_from(("input_price", "output_price")))
def test_a_missing_price_never_reads_as_zero(data: Document, metric: str) -> None:
    """Where a cost is known without a price, no price changes it: what the price would multiply is 0. Everywhere else
    the cost is unknown, its column reaches down to 0 and its check does not pass."""
    row = data["candidates"][0]
    row["observations"] = [o for o in row["observations"] if o["metric"] not in (metric, "reasoning_price")]
    without = judged(data)
    for value in (0, 7.5):
        row["observations"].append(observed(metric, value, basis="measured"))
        known = judged(data)
        del row["observations"][-1]
        if without.cost.monthly is not None:
            assert close(known.cost.monthly, without.cost.monthly, abs(without.cost.monthly))
    if without.cost.bill is None:
        assert without.checks["first.cost_target"].verdict != "pass" or (
            without.checks["first.cost_target"].by == "person"
        )
        low = without.columns["cost_risk"].low
        assert low in (0, None) or without.columns["cost_risk"].overridden


@settings(max_examples=300)
@given(documents(least=1, most=1), st.sampled_from(("ttft", "output_speed")))
def test_a_missing_speed_never_reads_as_fast(data: Document, metric: str) -> None:
    """Where a latency is known without a speed, no speed changes it."""
    row = data["candidates"][0]
    row["observations"] = [o for o in row["observations"] if o["metric"] != metric]
    without = judged(data)
    row["observations"].append(observed(metric, 3.0))
    for id_, step in judged(data).steps.items():
        before = without.steps[id_].serving.latency
        for name in ("ttft_s", "typical_s", "total_s"):
            if getattr(before, name) is not None:
                assert getattr(before, name) == getattr(step.serving.latency, name), name


# --- machines ----------------------------------------------------------------------------------------------------


def machine(g: Random) -> Document:
    """Hosting that is known."""
    return {
        "gpu_hour_usd": g.choice((0.4, 2.34)),
        "input_tokens_per_s": g.choice((500.0, 20000.0)),
        "output_tokens_per_s": g.choice((50.0, 2500.0)),
        **some_of(
            g,
            {
                "gpus_per_replica": (1, 2, 8),
                "target_utilisation": (0.3, 0.6, 1.0),
                "min_replicas": (0, 1, 3),
                "peak_factor": (1.0, 3.0),
                "hours_per_month": (730.0, 200.0),
                "other_monthly_usd": (0.0, 25.0),
                "engineering_hours": (0, 8),
                "engineering_hour_usd": (0, 90),
            },
        ),
    }


@settings(max_examples=200)
@given(seeds, priced(), st.lists(st.integers(1, 40_000_000), min_size=2, max_size=6))
def test_self_hosted_cost_is_a_staircase_in_the_volume(
    g: Random, case: tuple[Document, Document], volumes: list[int]
) -> None:
    """More requests never lower the fixed cost; it moves by whole replicas, each of which costs the same; and the
    replicas carry the peak: one fewer would not."""
    traffic, _ = case
    hosting = machine(g)
    per_replica = hosting.get("gpus_per_replica", 1) * hosting["gpu_hour_usd"] * hosting.get("hours_per_month", 730)
    treads = []
    for requests in sorted(volumes):
        step = {"id": "answer", "name": "Answer", "usage": {**traffic, "requests_per_month": requests}}
        result = judged(document(step, [self_hosted("a", hosting, {})]))
        load = result.steps["answer"].serving.cost.replica_seconds
        fixed, replicas = result.cost.parts.fixed, result.cost.replicas
        assert fixed is not None and replicas is not None and load is not None
        treads.append((fixed, replicas))
        seconds = hosting.get("hours_per_month", 730) * 3600 * hosting.get("target_utilisation", 1)
        needed = hosting.get("peak_factor", 1) * load / seconds
        assert replicas >= needed - 1e-6
        assert replicas == hosting.get("min_replicas", 1) or replicas - 1 < needed
    for (fixed, replicas), (more_fixed, more_replicas) in itertools.pairwise(treads):
        assert more_replicas >= replicas
        assert close(more_fixed - fixed, (more_replicas - replicas) * per_replica, more_fixed)
