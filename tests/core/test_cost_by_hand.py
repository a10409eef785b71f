"""Costs worked out on paper from the contract's formulas, one idea a test."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from documents import (
    TODAY,
    Document,
    analysed,
    assessed,
    assessed_step,
    candidate,
    document,
    evaluation,
    observed,
    self_hosted,
    step,
)

from shortlist.core.comparison.break_even import volume_curve
from shortlist.core.document.metrics import METRICS
from shortlist.core.document.request_units import REQUEST_UNITS
from shortlist.core.service.cost import PART_NAMES, Cost, Parts
from shortlist.core.service.cost_parts import COST_PARTS

ROUND_PRICES = {"input_price": 2.0, "output_price": 10.0}
"""$2 and $10 for a million tokens: a thousand tokens are $0.002 and $0.01."""


def cost_of(traffic: Document, prices: Document | None = None, /, *more: Document, **fields: Any) -> Cost:
    """What one candidate costs in one step; the traffic is 1,000 requests of 1,000 and 100 tokens unless said."""
    whole = {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 100, **traffic}
    rows = [candidate("a", ROUND_PRICES if prices is None else prices, *more, **fields)]
    return assessed(document(step(usage=whole), rows)).cost


def parts(cost: Cost) -> dict[str, float]:
    """The parts that are not 0, to the tenth of a millionth."""
    found = {name: getattr(cost.parts, name) for name in PART_NAMES}
    return {name: pytest.approx(value, abs=1e-9) for name, value in found.items() if value != 0}


def test_tokens() -> None:
    """1,000 requests: 1,000 × $0.002 of input, 1,000 × 100 × $10/M = $1 of output."""
    cost = cost_of({})
    assert parts(cost) == {"input": 2.0, "output": 1.0}
    assert cost.monthly == cost.bill == pytest.approx(3.0)
    assert cost.per_request == pytest.approx(0.003)
    assert cost.per_successful_task == pytest.approx(0.003)
    assert cost.successful_tasks == 1000


@pytest.mark.parametrize("name", PART_NAMES)
def test_a_part_that_is_called_billed_is_part_of_the_bill(name: str) -> None:
    """A dollar of it alone moves the bill, and of one that is not called so moves all that it costs but the bill."""
    alone = Parts(**{name: 1.0})
    assert (alone.bill != 0) is COST_PARTS[name].billed
    assert alone.monthly != 0


def test_reasoning_at_its_own_price_and_at_the_price_of_output() -> None:
    """300 thinking tokens × 1,000: at $10/M $3; at $20/M, where the price is told, $6."""
    assert cost_of({"reasoning_tokens": 300}, size_class="reasoning").parts.reasoning == pytest.approx(3.0)
    prices = {**ROUND_PRICES, "reasoning_price": 20.0}
    assert cost_of({"reasoning_tokens": 300}, prices, size_class="reasoning").parts.reasoning == pytest.approx(6.0)


def test_a_model_that_does_not_think_is_not_charged_for_the_thinking_that_a_step_assumes() -> None:
    """The step's 300 tokens count for reasoning models and for those of unknown class; a candidate's own for all."""
    for size_class in ("fast", "small_specialised", "general"):
        assert cost_of({"reasoning_tokens": 300}, size_class=size_class).parts.reasoning == 0
        own = cost_of({"reasoning_tokens": 300}, size_class=size_class, usage={"answer": {"reasoning_tokens": 100}})
        assert own.parts.reasoning == pytest.approx(1.0)
    assert cost_of({"reasoning_tokens": 300}, size_class="").parts.reasoning == pytest.approx(3.0)
    assert cost_of({}, size_class="").parts.reasoning == 0


def test_the_unknown_thinking_of_a_reasoning_model_makes_its_cost_unknown() -> None:
    """Nobody said how long it thinks: unknown, not 0; a told 0 is 0; where thinking is free nothing is needed."""
    silent = cost_of({}, size_class="reasoning")
    assert (silent.monthly, silent.bill, silent.parts.reasoning) == (None, None, None)
    assert silent.parts.input == pytest.approx(2.0)
    assert cost_of({"reasoning_tokens": 0}, size_class="reasoning").monthly == pytest.approx(3.0)
    own = cost_of({}, size_class="reasoning", usage={"answer": {"reasoning_tokens": 300}})
    assert own.parts.reasoning == pytest.approx(3.0)
    free = cost_of({}, {**ROUND_PRICES, "reasoning_price": 0.0}, size_class="reasoning")
    assert free.monthly == pytest.approx(3.0)


def test_tool_loops_send_the_prompt_again() -> None:
    """Two loops, each result 500 tokens, each call 50 written: the prompt is sent twice more, 2 × 1,000, grown by
    550 and by 1,100, together 550 × 2·3/2 = 1,650: 3,650 × $2/M = $0.0073; 100 tokens written = $0.001; two fees of
    $0.001. Times 1,000: 7.3 + 1 + 2 = $10.3."""
    loops = {"tool_loops": 2, "tool_input_tokens": 500, "tool_output_tokens": 50, "tool_fee_usd": 0.001}
    assert parts(cost_of(loops)) == {"input": 2.0, "output": 1.0, "tool_loop": 10.3}


def test_a_price_per_request_is_paid_for_every_call() -> None:
    """$0.005 a call: 1,000 first calls are $5 on top of the $2 of input; two loops each are $10 more."""
    prices = {**ROUND_PRICES, "request_price": 0.005}
    assert cost_of({}, prices).parts.input == pytest.approx(7.0)
    # The loops without growth: 2 × 1,000 × $2/M = $0.004; and 2 × $0.005.
    assert cost_of({"tool_loops": 2}, prices).parts.tool_loop == pytest.approx(4.0 + 10.0)


CACHE = {**ROUND_PRICES, "cache_read_price": 0.2, "cache_write_price": 2.5}


def test_caching_on_the_first_call() -> None:
    """600 of 1,000 tokens are a prefix; hit in 80 %: 600 × (0.8 × $1.8/M − 0.2 × $0.5/M) = 600 × $1.34/M; × 1,000 =
    $0.804."""
    cost = cost_of({"cacheable_share": 0.6, "cache_hit_rate": 0.8}, CACHE)
    assert parts(cost) == {"input": 2.0, "output": 1.0, "caching_savings": 0.804}
    assert cost.monthly == pytest.approx(2.196)


def test_caching_without_a_write_price_costs_nothing_to_fill() -> None:
    """pcw = pi: 600 × 0.8 × $1.8/M × 1,000 = $0.864."""
    cost = cost_of({"cacheable_share": 0.6, "cache_hit_rate": 0.8}, {**ROUND_PRICES, "cache_read_price": 0.2})
    assert cost.parts.caching_savings == pytest.approx(0.864)


def test_caching_on_later_calls() -> None:
    """Two loops of 500 + 50 tokens. First call as above, $804 a million. The later ones send 1,550 and 2,100 tokens,
    of which 1,000 and 1,550 were sent before: 2,550 × $1.8 = $4,590; they write the growth, 2 × 550 × $0.5 = $550,
    and the first call wrote the rest of its prompt for them, 400 × $0.5 = $200. Of these $3,840 in 80 % of the loops
    $3,072, in all $3,876 for a million requests: $3.876 for a thousand. Always hit, $4.644; never, $0.804."""
    usage = {
        "cacheable_share": 0.6,
        "cache_hit_rate": 0.8,
        "tool_loops": 2,
        "tool_input_tokens": 500,
        "tool_output_tokens": 50,
    }
    assert cost_of(usage, CACHE).parts.caching_savings == pytest.approx(3.876)
    assert cost_of({**usage, "loop_cache_hit_rate": 1}, CACHE).parts.caching_savings == pytest.approx(4.644)
    assert cost_of({**usage, "loop_cache_hit_rate": 0}, CACHE).parts.caching_savings == pytest.approx(0.804)


def test_caching_on_one_later_call_rereads_the_prompt_alone() -> None:
    """L = 1: 1,000 × $1.8 − 550 × $0.5 − 400 × $0.5 = $1,325, of which 80 % are $1,060: with $804 of the first call
    $1.864 for a thousand. Half a loop on average is half of the $1,325: 804 + 530."""
    usage = {"cacheable_share": 0.6, "cache_hit_rate": 0.8, "tool_input_tokens": 500, "tool_output_tokens": 50}
    assert cost_of({**usage, "tool_loops": 1}, CACHE).parts.caching_savings == pytest.approx(1.864)
    assert cost_of({**usage, "tool_loops": 0.5}, CACHE).parts.caching_savings == pytest.approx(1.334)


def test_loops_are_cached_also_where_no_prefix_repeats() -> None:
    """h = 0, always hit: 2 × 1,000 × $1.8 reread, for which the first call wrote 1,000 × $0.5: $3,100 a million."""
    usage = {"cacheable_share": 0.0, "cache_hit_rate": 1, "tool_loops": 2}
    assert cost_of(usage, CACHE).parts.caching_savings == pytest.approx(3.1)


@pytest.mark.parametrize(
    ("usage", "prices", "capabilities"),
    [
        ({"cacheable_share": 0.0, "cache_hit_rate": 0, "tool_loops": 2}, CACHE, {}),
        ({"cacheable_share": 0.6, "cache_hit_rate": 0.8}, ROUND_PRICES, {}),
        ({"cacheable_share": 0.6, "cache_hit_rate": 0.8}, CACHE, {"prompt_caching": "no"}),
        ({"cacheable_share": 0.6, "cache_hit_rate": 0.8, "input_tokens": 0}, CACHE, {}),
    ],
)
def test_no_caching(usage: Document, prices: Document, capabilities: Document) -> None:
    """Nothing is saved without a prefix, without a price of reading, or where the platform does not cache."""
    assert cost_of(usage, prices, capabilities=capabilities).parts.caching_savings == 0


def test_a_cache_that_is_missed_costs_more_than_none() -> None:
    """Never hit: 600 × $0.5/M × 1,000 = $0.30 lost, told as a negative saving."""
    assert cost_of({"cacheable_share": 0.6}, CACHE).parts.caching_savings == pytest.approx(-0.3)


def test_batch() -> None:
    """Half of the traffic at half the price: 0.5 × 0.5 × $3 = $0.75."""
    prices = {**ROUND_PRICES, "batch_discount": 0.5}
    assert cost_of({"batch_share": 0.5}, prices).parts.batch_savings == pytest.approx(0.75)
    assert cost_of({"batch_share": 0.5}, prices).monthly == pytest.approx(2.25)
    assert cost_of({"batch_share": 0.5}).parts.batch_savings == 0
    assert cost_of({"batch_share": 0.5}, prices, capabilities={"batch": "no"}).parts.batch_savings == 0


def test_batch_is_taken_off_what_caching_left_and_not_off_fees() -> None:
    """Two loops and caching as above: (2 + 1 + 10.3 − 2 of fees − 3.876) × 0.5 × 0.5 = 7.424/4 = $1.856."""
    usage = {
        "cacheable_share": 0.6,
        "cache_hit_rate": 0.8,
        "tool_loops": 2,
        "tool_input_tokens": 500,
        "tool_output_tokens": 50,
        "tool_fee_usd": 0.001,
        "batch_share": 0.5,
    }
    cost = cost_of(usage, {**CACHE, "batch_discount": 0.5})
    assert cost.parts.batch_savings == pytest.approx(1.856)
    assert cost.bill == pytest.approx(2 + 1 + 10.3 - 3.876 - 1.856)


def test_retries() -> None:
    """A tenth fails, two retries: 1 + 0.1 + 0.01 attempts, so $3 × 0.11 = $0.33 of retries; 0.001 are exhausted and
    0.999 of the tasks succeed."""
    cost = cost_of({"failure_rate": 0.1, "max_retries": 2})
    assert cost.parts.retry == pytest.approx(0.33)
    assert cost.successful_tasks == pytest.approx(999)
    assert cost.per_successful_task == pytest.approx(3.33 / 999)


def test_everything_fails() -> None:
    """f = 1 and two retries: three attempts, nothing delivered, a task has no price."""
    cost = cost_of({"failure_rate": 1.0, "max_retries": 2, "escalation_cost_usd": 4.0})
    assert cost.parts.retry == pytest.approx(6.0)
    assert cost.parts.human_escalation == pytest.approx(4000.0)
    assert (cost.successful_tasks, cost.per_successful_task) == (0, None)


def test_people_and_errors() -> None:
    """f = 0.1, R = 1: x = 0.01. Escalated 0.01 + 0.99 × 0.05 = 0.0595 at $4: $238. Wrong and unnoticed
    0.99 × 0.95 × 0.2 = 0.1881 at $0.5: $94.05. Right 0.99 × 0.95 × 0.8 = 0.7524. The bill is without both:
    $3 × 1.1 = $3.30."""
    usage = {
        "failure_rate": 0.1,
        "max_retries": 1,
        "escalation_rate": 0.05,
        "escalation_cost_usd": 4.0,
        "error_rate": 0.2,
        "error_cost_usd": 0.5,
    }
    cost = cost_of(usage)
    assert cost.parts.human_escalation == pytest.approx(238.0)
    assert cost.parts.undetected_error == pytest.approx(94.05)
    assert cost.bill == pytest.approx(3.3)
    assert cost.monthly == pytest.approx(335.35)
    assert cost.successful_tasks == pytest.approx(752.4)
    assert cost.per_successful_task == pytest.approx(335.35 / 752.4)


def test_tiers() -> None:
    """A tier applies to a longer input than it names, not to one of that length; of several the highest below."""
    tiers = [observed("input_price", 4.0, above_tokens=1000), observed("input_price", 8.0, above_tokens=2000)]
    assert cost_of({}, None, *tiers).parts.input == pytest.approx(2.0)
    assert cost_of({"input_tokens": 1001}, None, *tiers).parts.input == pytest.approx(4.004)
    assert cost_of({"input_tokens": 2000}, None, *tiers).parts.input == pytest.approx(8.0)
    assert cost_of({"input_tokens": 3000}, None, *tiers).parts.input == pytest.approx(24.0)


def test_every_call_is_charged_by_what_it_sends() -> None:
    """A prompt of 150,000 tokens, five loops that add 20,100 each (100 of them written), an answer of 100; $2 and $12
    up to 200,000 tokens, $4 and $18 above. The calls send 150,000, 170,100 and 190,200 at $2, then 210,300, 230,400
    and 250,500 at $4: $1.0206 + $2.7648. The loops' 100 tokens are written by the calls before them: three at $12,
    two at $18, $0.0072; the answer by the last one at $18, $0.0018. $3.7944 a request."""
    tiers = [
        observed("input_price", 4.0, above_tokens=200_000),
        observed("output_price", 18.0, above_tokens=200_000),
    ]
    usage = {"input_tokens": 150_000, "tool_loops": 5, "tool_input_tokens": 20_000, "tool_output_tokens": 100}
    cost = cost_of(usage, {"input_price": 2.0, "output_price": 12.0}, *tiers)
    assert parts(cost) == {"input": 300.0, "output": 1.8, "tool_loop": 3485.4 + 7.2}
    assert cost.monthly == pytest.approx(3794.40)


def test_a_prompt_that_fills_a_tier_exactly_is_charged_beneath_it() -> None:
    """1,000 tokens at a tier of 1,000: $2/M and $10/M. Two loops that add 500 each send 1,500 and 2,000 at $4/M, 14;
    their 100 tokens are written by the calls before them, one at $10, one at $20 above the tier: 1 + 2."""
    tiers = [observed("input_price", 4.0, above_tokens=1000), observed("output_price", 20.0, above_tokens=1000)]
    usage = {"tool_loops": 2, "tool_input_tokens": 400, "tool_output_tokens": 100}
    assert parts(cost_of(usage, None, *tiers)) == {"input": 2.0, "output": 2.0, "tool_loop": 17.0}


def test_a_price_is_in_force_for_every_tier_that_a_call_meets() -> None:
    """Calls of 1,000, 2,000 and 3,000 tokens: one fills the first tier, one the second, one passes both."""
    rows = [observed("input_price", price, above_tokens=above) for above, price in ((1000, 4.0), (2000, 8.0))]
    usage = {"input_tokens": 1000, "tool_loops": 2, "tool_input_tokens": 1000}
    result = assessed(document(step(usage=usage), [candidate("a", ROUND_PRICES, *rows)]))
    assert sorted(one.value for one in result.in_force("input_price")) == [2.0, 4.0, 8.0]
    assert [one.value for one in result.in_force("output_price")] == [10.0]


def test_a_tier_that_every_call_steps_over_is_not_in_force() -> None:
    """Calls of 1,000 and 3,000 tokens: none is longer than 1,000 and not than 2,000. Half a loop is a whole call
    before an answer that is charged at 1,000 + 0.5 × 2,000 tokens, where the tier between holds."""
    rows = [
        *(observed("input_price", price, above_tokens=above) for above, price in ((1000, 4.0), (2000, 8.0))),
        *(observed("output_price", price, above_tokens=above) for above, price in ((1000, 20.0), (2000, 40.0))),
    ]
    for loops, answers in ((1, [10.0, 40.0]), (0.5, [10.0, 20.0, 40.0])):
        usage = {"input_tokens": 1000, "tool_loops": loops, "tool_input_tokens": 2000}
        result = assessed(document(step(usage=usage), [candidate("a", ROUND_PRICES, *rows)]))
        assert sorted(one.value for one in result.in_force("output_price")) == answers
        assert sorted(one.value for one in result.in_force("input_price")) == [2.0, 8.0]


def test_a_search_is_paid_beside_the_tokens_but_for_a_reranker() -> None:
    """Only a reranker's tokens come with its searches: whoever writes an answer pays for both."""
    cost = cost_of({"searches": 1}, None, observed("search_price", 0.01))
    assert parts(cost) == {"input": 2.0, "output": 1.0, "media": 10.0}


def test_part_of_a_loop_is_a_call_of_that_weight() -> None:
    """L = 1.5: the second loop is made by every other request. 550 added each: 1,550 and half of 2,100 are 2,600
    tokens × $2/M; 50 + 25 written × $10/M; 1.5 fees: 5.2 + 0.75 + 1.5 = $7.45. The answer costs what it costs at
    1,000 + 1.5 × 550 = 1,825 tokens: below a tier at 1,825, although the last call sends 2,100."""
    loops = {"tool_loops": 1.5, "tool_input_tokens": 500, "tool_output_tokens": 50, "tool_fee_usd": 0.001}
    assert parts(cost_of(loops)) == {"input": 2.0, "output": 1.0, "tool_loop": 7.45}
    dearer = observed("output_price", 20.0, above_tokens=1825)
    assert cost_of(loops, None, dearer).parts.output == pytest.approx(1.0)
    assert cost_of({**loops, "tool_loops": 1.6}, None, dearer).parts.output == pytest.approx(2.0)


def test_a_contract_is_in_force_at_every_size_until_it_ends() -> None:
    """An order form of June at $1.40 beats the list price of November, a tier of it as well; the day after its last
    the list price is in force again; a tier of its own holds above it."""
    agreed = observed("input_price", 1.4, basis="contract", as_of=TODAY.replace(month=6))
    tier = observed("input_price", 4.0, above_tokens=500)
    assert cost_of({}, None, agreed, tier).parts.input == pytest.approx(1.4)
    last = {**agreed, "valid_until": TODAY}
    assert cost_of({}, None, last, tier).parts.input == pytest.approx(1.4)
    ended = {**agreed, "valid_until": TODAY - dt.timedelta(days=1)}
    assert cost_of({}, None, ended, tier).parts.input == pytest.approx(4.0)
    own_tier = {**agreed, "value": 1.6, "above_tokens": 800}
    assert cost_of({}, None, agreed, own_tier, tier).parts.input == pytest.approx(1.6)


# --- media -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("usage", "figures", "media"),
    [
        # Of each 1,000 requests.
        ({"images": 2}, {"image_price": 0.003}, 6.0),
        # 1,000 tokens a picture at $2/M.
        ({"images": 2}, {"tokens_per_image": 1000}, 4.0),
        ({"images": 2}, {"tokens_per_image": 1000, "image_price": 0.003}, 6.0),
        ({"images": 2}, {}, None),
        ({"output_images": 0.5}, {"output_image_price": 0.04}, 20.0),
        ({"output_images": 0.5}, {"image_price": 0.04}, None),
        ({"pages": 3}, {"page_price": 0.001}, 3.0),
        ({"searches": 1}, {"search_price": 0.01}, 10.0),
        ({"searches": 1}, {}, None),
        ({"audio_input_minutes": 0.5}, {"audio_input_price": 0.006}, 3.0),
        # 600 tokens a minute: at their own price of $10/M, else at that of the prompt.
        ({"audio_input_minutes": 0.5}, {"tokens_per_audio_minute": 600, "audio_token_price": 10.0}, 3.0),
        ({"audio_input_minutes": 0.5}, {"tokens_per_audio_minute": 600}, 0.6),
        ({"audio_input_minutes": 0.5}, {"audio_token_price": 10.0}, None),
        # Two measures of one thing: the first that has a price.
        ({"audio_output_minutes": 0.5, "input_characters": 400}, {"audio_output_price": 0.02}, 10.0),
        ({"audio_output_minutes": 0.5, "input_characters": 400}, {"character_price": 15.0}, 6.0),
        (
            {"audio_output_minutes": 0.5, "input_characters": 400},
            {"audio_output_price": 0.02, "character_price": 15.0},
            10.0,
        ),
        ({"input_characters": 400}, {"audio_output_price": 0.02}, None),
        ({"input_characters": 400}, {"audio_output_price": 0.02, "character_price": 15.0}, 6.0),
        ({}, {}, 0.0),
    ],
)
def test_media(usage: Document, figures: Document, media: float | None) -> None:
    """Units that are no tokens, each at its price."""
    found = cost_of(usage, {**ROUND_PRICES, **figures}).parts.media
    assert found == (None if media is None else pytest.approx(media))


@pytest.mark.parametrize("metric", REQUEST_UNITS)
def test_whatever_has_a_price_of_its_own_is_charged_by_it(metric: str) -> None:
    """2.5 of it a request at a price of 3, for 1,000 requests: by the row alone."""
    cost = cost_of({REQUEST_UNITS[metric].usage: 2.5}, {**ROUND_PRICES, metric: 3.0})
    assert cost.parts.media == pytest.approx(7500 * METRICS[metric].kind.of_one)


def test_media_is_tried_again_and_neither_cached_nor_batched() -> None:
    """$6 of pictures beside $3 of tokens: a retry of half of all is $4.50, the discount is on the tokens alone."""
    usage = {"images": 2, "failure_rate": 0.5, "max_retries": 1, "batch_share": 1.0}
    cost = cost_of(usage, {**ROUND_PRICES, "image_price": 0.003, "batch_discount": 0.5})
    assert cost.parts.batch_savings == pytest.approx(1.5)
    assert cost.parts.retry == pytest.approx((3 + 6 - 1.5) / 2)
    assert cost.bill == pytest.approx(7.5 * 1.5)


@pytest.mark.parametrize(
    ("usage", "figures", "charged"),
    [
        # By the search where that has a price, and then the 1,000 tokens cost nothing.
        ({"searches": 1}, {"input_price": 2.0, "search_price": 0.002}, (0.0, 2.0)),
        ({"searches": 1}, {"search_price": 0.002}, (0.0, 2.0)),
        ({"searches": 1}, {"input_price": 2.0}, (2.0, 0.0)),
        ({}, {"input_price": 2.0, "search_price": 0.002}, (2.0, 0.0)),
        ({"searches": 1}, {}, (None, None)),
        ({"searches": 1, "input_tokens": 0}, {"input_price": 2.0}, (0.0, None)),
    ],
)
def test_a_reranker_is_paid_by_the_search_or_by_tokens(
    usage: Document, figures: Document, charged: tuple[float | None, float | None]
) -> None:
    """Searches and tokens are two measures of one thing there; nowhere else."""
    whole = {"requests_per_month": 1000, "input_tokens": 1000, **usage}
    row = candidate("a", figures, roles=["reranker"])
    found = assessed(document(step(usage=whole, role="reranker"), [row])).cost.parts
    assert (found.input, found.media) == charged


def test_own_machines_are_paid_for_units_that_have_a_price() -> None:
    """Tokens, those of sound as well, and what has no price are free; a price of a picture and of a call stay."""
    figures = {"input_price": 2.0, "audio_token_price": 10.0, "tokens_per_audio_minute": 600}
    usage = {"requests_per_month": 100, "input_tokens": 1000, "images": 1, "audio_input_minutes": 1, "pages": 1}
    free = assessed(document(step(usage=usage), [self_hosted("a", MACHINE, figures)])).cost
    assert parts(free) == {"fixed": 425.0, "upkeep": 500.0}
    priced = {**figures, "image_price": 0.01, "request_price": 0.02}
    cost = assessed(document(step(usage=usage), [self_hosted("a", MACHINE, priced)])).cost
    assert parts(cost) == {"input": 2.0, "media": 1.0, "fixed": 425.0, "upkeep": 500.0}


def test_a_tier_beats_a_better_basis_and_a_later_date() -> None:
    """First the highest tier below the input, only then basis and date."""
    weak = observed("input_price", 4.0, above_tokens=500, basis="estimate")
    assert cost_of({}, None, weak).parts.input == pytest.approx(4.0)


def test_an_own_usage_replaces_the_steps() -> None:
    """The candidate's own tokens: 500 instead of 1,000."""
    cost = cost_of({}, usage={"answer": {"input_tokens": 500}})
    assert cost.parts.input == pytest.approx(1.0)
    assert cost.parts.output == pytest.approx(1.0)


def test_zero_times_an_unknown_is_zero() -> None:
    """Without output the output price is not needed, without input the input price, without traffic neither."""
    assert cost_of({"output_tokens": 0}, {"input_price": 2.0}).monthly == pytest.approx(2.0)
    assert cost_of({"input_tokens": 0}, {"output_price": 10.0}).monthly == pytest.approx(1.0)
    assert cost_of({"requests_per_month": 0}, {}).monthly == 0
    assert cost_of({"requests_per_month": 0}, {}).per_request is None


def test_a_missing_price_is_told_as_unknown() -> None:
    """The part, the sums and the quotients are unknown; what is known stays known."""
    cost = cost_of({}, {"input_price": 2.0})
    assert cost.parts.output is None
    assert cost.parts.input == pytest.approx(2.0)
    assert (cost.monthly, cost.bill, cost.per_request, cost.per_successful_task) == (None, None, None, None)


def test_two_steps_and_the_task_step() -> None:
    """$3 and $0.6 a month over 1,200 requests; tasks are counted in the step that is named, left out: the last; and
    what lies on no path is paid for all the same."""
    steps = [
        step("answer", {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 100}),
        step("classify", {"requests_per_month": 200, "input_tokens": 1000, "output_tokens": 100}),
    ]
    rows = [candidate("a", ROUND_PRICES)]
    last = assessed(document(steps, rows)).cost
    assert last.monthly == pytest.approx(3.6)
    assert last.per_request == pytest.approx(0.003)
    assert last.per_successful_task == pytest.approx(3.6 / 200)
    named = assessed(document(steps, rows, {"task_step": "answer"})).cost
    assert named.per_successful_task == pytest.approx(3.6 / 1000)


# --- self-hosting ------------------------------------------------------------------------------------------------

MACHINE = {
    "gpu_hour_usd": 2.0,
    "gpus_per_replica": 2,
    "input_tokens_per_s": 1000.0,
    "output_tokens_per_s": 100.0,
    "target_utilisation": 0.5,
    "peak_factor": 3.0,
    "hours_per_month": 100.0,
    "engineering_hours": 10.0,
    "engineering_hour_usd": 50.0,
    "other_monthly_usd": 25.0,
}


def hosted(requests: float, hosting: Document | None = None, fields: Document | None = None, **usage: float) -> Cost:
    """A self-hosted candidate with 1,000 tokens in and 100 out: 1 s of reading and 1 s of writing a request."""
    traffic = {"requests_per_month": requests, "input_tokens": 1000, "output_tokens": 100, **usage}
    rows = [self_hosted("a", MACHINE if hosting is None else hosting, {}, **(fields or {}))]
    return assessed(document(step(usage=traffic), rows)).cost


def test_replicas_and_the_fixed_cost() -> None:
    """2 s a request; a month has 100 × 3,600 = 360,000 s, of which half at the peak of three times the average:
    60,000 s of load are one replica, 30,000 requests. One is 2 × $2 × 100 = $400, with $25 beside it $425; ten hours
    of work at $50 are upkeep, which is no part of the bill."""
    cost = hosted(30_000)
    assert cost.replicas == 1
    assert parts(cost) == {"fixed": 425.0, "upkeep": 500.0}
    assert (cost.monthly, cost.bill) == (pytest.approx(925.0), pytest.approx(425.0))
    assert hosted(30_001).replicas == 2
    assert hosted(30_001).parts.fixed == pytest.approx(825.0)
    assert hosted(90_000).replicas == 3


def test_a_peak_and_a_fill_that_nobody_states() -> None:
    """The scenario's peak of three times the average, machines filled to 60 %, 730 hours: 730 × 3,600 × 0.6/3 =
    525,600 s of load a replica, 262,800 requests of two seconds."""
    hosting = {"gpu_hour_usd": 2.0, "input_tokens_per_s": 1000.0, "output_tokens_per_s": 100.0}
    assert hosted(262_800, hosting).replicas == 1
    assert hosted(262_801, hosting).replicas == 2
    traffic = {"requests_per_month": 394_200, "input_tokens": 1000, "output_tokens": 100}
    calm = document(step(usage=traffic), [self_hosted("a", hosting, {})], {"peak_factor": 2.0})
    assert assessed(calm).cost.replicas == 1


def test_a_cached_prefix_is_not_computed_again() -> None:
    """Half of the prompt, always hit: 500 tokens are read, 0.5 s, and 1 s written: 60,000/1.5 = 40,000 requests fill
    a replica. One loop of 500 tokens rereads all of the 1,000: 500 + 500 are read. Without a word on caching all is."""
    cached = {"cacheable_share": 0.5, "cache_hit_rate": 1.0}
    assert hosted(40_000, **cached).replicas == 1
    assert hosted(40_001, **cached).replicas == 2
    assert hosted(30_000, **cached, tool_loops=1, tool_input_tokens=500).replicas == 1
    assert hosted(30_001, **cached, tool_loops=1, tool_input_tokens=500).replicas == 2
    traffic = {"requests_per_month": 30_001, "input_tokens": 1000, "output_tokens": 100, **cached}
    row = self_hosted("a", MACHINE, {}, capabilities={})
    assert assessed(document(step(usage=traffic), [row])).cost.replicas == 2


def test_replicas_never_fall_below_the_least() -> None:
    """min_replicas stand idle when there is nothing to do; without it one does."""
    assert hosted(0).replicas == 1
    assert hosted(0, {**MACHINE, "min_replicas": 2}).replicas == 2
    assert hosted(0, {**MACHINE, "min_replicas": 0}).parts.fixed == pytest.approx(25.0)


def test_replicas_count_retries_loops_and_thinking() -> None:
    """f = 0.5, R = 1: 1.5 attempts. One loop of 500 + 50: in 1,000 + 1,000 + 550 = 2,550, out 100 + 100 + 50 = 250.
    1.5 × (2.55 + 2.5) = 7.575 s a request; 60,000/7.575 = 7,920.8 requests fill a replica."""
    usage = {
        "failure_rate": 0.5,
        "max_retries": 1,
        "tool_loops": 1,
        "tool_input_tokens": 500,
        "tool_output_tokens": 50,
        "reasoning_tokens": 100,
    }
    thinking = {"size_class": "reasoning"}
    assert hosted(7920, fields=thinking, **usage).replicas == 1
    assert hosted(7921, fields=thinking, **usage).replicas == 2


def test_self_hosted_tokens_are_free_and_tools_are_not() -> None:
    """Token prices do not count; a fee of $0.01 for 100 requests' loops is $1."""
    cost = hosted(100, tool_loops=1, tool_fee_usd=0.01)
    assert parts(cost) == {"tool_loop": 1.0, "fixed": 425.0, "upkeep": 500.0}


@pytest.mark.parametrize("missing", ["gpu_hour_usd", "input_tokens_per_s", "output_tokens_per_s"])
def test_a_machine_that_is_not_known_has_no_cost(missing: str) -> None:
    """Without a price, or a throughput that the traffic needs, cost and replicas are unknown."""
    cost = hosted(100, {key: value for key, value in MACHINE.items() if key != missing})
    assert (cost.monthly, cost.replicas, cost.parts.fixed) == (None, None, None)


def test_a_throughput_is_needed_only_where_something_flows() -> None:
    """Nothing written: the output throughput is not needed."""
    slow = {key: value for key, value in MACHINE.items() if key != "output_tokens_per_s"}
    assert hosted(100, slow, output_tokens=0).replicas == 1


def test_a_self_hosted_candidate_without_machines_has_no_cost() -> None:
    """No hosting table at all: unknown, even without traffic."""
    bare = self_hosted("a", {}, {})
    del bare["hosting"]
    cost = assessed(document(step(usage={}), [bare])).cost
    assert (cost.monthly, cost.replicas) == (None, None)


def test_each_step_tells_the_machines_as_if_it_were_alone() -> None:
    """Two steps of 30,000 requests: two replicas together, one for each step alone; the steps do not add up."""
    traffic = {"requests_per_month": 30_000, "input_tokens": 1000, "output_tokens": 100}
    data = document([step("answer", traffic), step("classify", traffic)], [self_hosted("a", MACHINE, {})])
    assert assessed(data).cost.parts.fixed == pytest.approx(825.0)
    assert assessed_step(data, "answer").cost.parts.fixed == pytest.approx(425.0)
    assert assessed_step(data, "answer").cost.parts.upkeep == pytest.approx(500.0)
    assert assessed_step(data, "classify").cost.replicas == 1


# --- evaluations -------------------------------------------------------------------------------------------------


def measured(successes: int, examples: int, needs: Document | None = None, **run: Any) -> Cost:
    traffic = {
        "requests_per_month": 1000,
        "input_tokens": 1000,
        "output_tokens": 100,
        "failure_rate": 0.5,
        "escalation_rate": 0.5,
        "error_rate": 0.5,
        "escalation_cost_usd": 1.0,
        "error_cost_usd": 1.0,
    }
    runs = [evaluation("a", successes, examples, **run)]
    return assessed(document(step(usage=traffic, needs=needs), [candidate("a", ROUND_PRICES)], evaluations=runs)).cost


@pytest.mark.parametrize(("loops", "output"), [(0, 4.0), (1, 1.0)])
def test_tokens_of_an_example_are_those_of_a_call_only_where_there_is_one(loops: float, output: float) -> None:
    """400 tokens an example replace the 100 of the answer at $10/M, but not where an example is several calls."""
    traffic = {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 100, "tool_loops": loops}
    run = evaluation("a", 90, 100, output_tokens=400.0)
    cost = assessed(document(step(usage=traffic), [candidate("a", ROUND_PRICES)], evaluations=[run])).cost
    assert cost.parts.output == pytest.approx(output)


def test_an_evaluation_replaces_what_it_measured() -> None:
    """100 examples, 2 errors, 3 invalid, 5 escalations, 81 right: f = 0.05; g = 5/95; 90 trials, e = 9/90 = 0.1.
    x = 0.05. Escalated 0.05 + 0.95 × 5/95 = 0.1; wrong 0.95 × 90/95 × 0.1 = 0.09; right 0.81."""
    cost = measured(81, 100, errors=2, invalid_outputs=3, escalations=5)
    assert cost.parts.human_escalation == pytest.approx(100.0)
    assert cost.parts.undetected_error == pytest.approx(90.0)
    assert cost.successful_tasks == pytest.approx(810.0)


def test_what_an_evaluation_does_not_say_stays_assumed() -> None:
    """Only successes: e = 0.1; f and g stay at the assumed half. x = 0.5; wrong 0.5 × 0.5 × 0.1 = 0.025."""
    cost = measured(90, 100)
    assert cost.parts.human_escalation == pytest.approx(750.0)
    assert cost.parts.undetected_error == pytest.approx(25.0)


def test_a_zero_that_was_counted_is_measured() -> None:
    """errors = 0 says that nothing failed: f = 0, and nothing is exhausted; g stays 0.5."""
    assert measured(100, 100, errors=0).parts.human_escalation == pytest.approx(500.0)


def test_an_evaluation_beats_a_candidates_own_rate() -> None:
    """e = 0.1 from the run, not 0.9 from the candidate's usage."""
    rows = [candidate("a", ROUND_PRICES, usage={"answer": {"error_rate": 0.9}})]
    traffic = {"requests_per_month": 1000, "error_cost_usd": 1.0}
    cost = assessed(document(step(usage=traffic), rows, evaluations=[evaluation("a", 90, 100)])).cost
    assert cost.parts.undetected_error == pytest.approx(100.0)


def test_a_run_without_a_trial_leaves_nothing_to_be_wrong() -> None:
    """Everything was escalated, or failed: no answer goes out, so 0 times the unknown error rate is 0, the bill is
    known, and a task that never succeeds has no price."""
    asked = measured(0, 100, {"max_error_rate": 0.1}, errors=0, escalations=100)
    assert asked.bill == pytest.approx(3.0)
    assert (asked.parts.undetected_error, asked.successful_tasks, asked.per_successful_task) == (0, 0, None)
    failed = measured(0, 100, {"max_error_rate": 0.1}, errors=100)
    assert (failed.parts.undetected_error, failed.successful_tasks, failed.per_successful_task) == (0, 0, None)


def test_the_newest_evaluation_is_in_force_then_the_last_in_the_file() -> None:
    """Of runs of one day the last; of several days the newest, wherever it stands."""
    old = TODAY.replace(day=1)
    traffic = {"requests_per_month": 1000, "error_cost_usd": 1.0}

    def wrong(*runs: Document) -> float | None:
        rows = [candidate("a", ROUND_PRICES)]
        return assessed(document(step(usage=traffic), rows, evaluations=list(runs))).cost.parts.undetected_error

    good, bad = evaluation("a", 100, 100), evaluation("a", 50, 100)
    assert wrong(good, {**bad, "ran_on": old}) == 0
    assert wrong(good, bad) == pytest.approx(500.0)
    assert wrong(bad, good) == 0


def test_per_thousand_tasks_is_the_month_over_the_task_steps_requests() -> None:
    """The tasks are the requests of the task step, whatever other steps there are; without any it is unknown."""
    rows = [
        step("sort", usage={"requests_per_month": 4000, "input_tokens": 500}),
        step("answer", usage={"requests_per_month": 2000, "input_tokens": 1000}),
    ]
    analysis = analysed(document(rows, [candidate("a")]))
    # 4,000 and 2,000 requests of 500 and 1,000 tokens at $1 a million: $4 for 2,000 tasks.
    assert analysis.by_id["a"].cost.parts.input == pytest.approx(4)
    assert analysis.per_thousand_tasks["a"].input == pytest.approx(2)
    rows[1]["usage"]["requests_per_month"] = 0
    parts = analysed(document(rows, [candidate("a")])).per_thousand_tasks["a"]
    assert (parts.input, parts.output) == (None, 0)


def test_a_volume_curve_meets_the_analysis_today_and_crosses_at_the_break_even() -> None:
    """Its points are whole analyses at other volumes; it reaches beyond today's traffic and the break-even."""
    hosting = {"gpu_hour_usd": 0.01, "input_tokens_per_s": 5000.0, "output_tokens_per_s": 900.0}
    data = document(step(), [self_hosted("own", hosting), candidate("paid")])
    analysis = analysed(data)
    own, paid = analysis.by_id["own"], analysis.by_id["paid"]
    curve = volume_curve(own, paid, 61)
    (row,) = analysis.break_even
    assert row.factor is not None
    assert curve[0].factor < min(1, row.factor) and curve[-1].factor > max(1, row.factor)
    for point in curve[::12]:
        data["scenario"]["steps"][0]["usage"]["requests_per_month"] = 1000 * point.factor
        again = analysed(data)
        assert point.own == pytest.approx(again.by_id["own"].cost.monthly)
        assert point.against == pytest.approx(again.by_id["paid"].cost.monthly)
        assert point.requests == pytest.approx(1000 * point.factor)
    last_dearer = max(p.factor for p in curve if p.own is not None and p.against is not None and p.own > p.against)
    assert last_dearer <= row.factor < curve[-1].factor


# --- a task over its stages --------------------------------------------------------------------------------------


def traffic(requests: float, **more: float) -> Document:
    """1,000 tokens in and 100 out: $0.003 a request at $2 and $10."""
    return {"requests_per_month": requests, "input_tokens": 1000, "output_tokens": 100, **more}


def test_two_stages_succeed_one_after_the_other() -> None:
    """A tenth of 1,000 tasks fails in the first stage, a fifth in the second: 900 × 0.8 = 720 succeed, for $6."""
    steps = [step("sort", traffic(1000, error_rate=0.1)), step("answer", traffic(1000, error_rate=0.2))]
    cost = assessed(document(steps, [candidate("a", ROUND_PRICES)], {"path": [["sort"], ["answer"]]})).cost
    assert cost.successful_tasks == pytest.approx(720)
    assert cost.per_successful_task == pytest.approx(6 / 720)


def test_a_failure_of_half_upstream_halves_the_successes() -> None:
    """Whatever comes after it."""
    steps = [step("sort", traffic(1000, error_rate=0.5)), step("answer", traffic(1000))]
    rows = [candidate("a", ROUND_PRICES)]
    assert assessed(document(steps, rows)).cost.successful_tasks == 1000
    assert assessed(document(steps, rows, {"path": [["sort"], ["answer"]]})).cost.successful_tasks == 500


def test_alternatives_of_one_stage_share_the_tasks() -> None:
    """700 easy and 300 hard ones are 1,000 tasks. All of the easy ones succeed and half of the hard ones: 850."""
    steps = [step("easy", traffic(700)), step("hard", traffic(300, error_rate=0.5))]
    cost = assessed(document(steps, [candidate("a", ROUND_PRICES)], {"path": [["easy", "hard"]]})).cost
    assert cost.successful_tasks == pytest.approx(850)
    assert cost.per_successful_task == pytest.approx(3 / 850)


def test_a_step_that_only_some_tasks_pass_spoils_only_those() -> None:
    """200 of 1,000 tasks are looked up, and every other look-up fails: 900 succeed. Passed more often than there are
    tasks it counts once a task."""
    rare = [step("look", traffic(200, error_rate=0.5)), step("answer", traffic(1000))]
    often = [step("look", traffic(5000, error_rate=0.5)), step("answer", traffic(1000))]
    path = {"path": [["look"], ["answer"]]}
    rows = [candidate("a", ROUND_PRICES)]
    assert assessed(document(rare, rows, path)).cost.successful_tasks == pytest.approx(900)
    assert assessed(document(often, rows, path)).cost.successful_tasks == pytest.approx(500)


def test_only_who_plays_the_whole_path_has_tasks() -> None:
    """A classifier alone serves $0.30 of 100 requests and finishes no task; what it does not play costs it nothing."""
    steps = [step("sort", traffic(100), role="classifier"), step("answer", traffic(1000), role="generator")]
    rows = [candidate("a", ROUND_PRICES), candidate("c", ROUND_PRICES, roles=["classifier"])]
    data = document(steps, rows, {"path": [["sort"], ["answer"]]})
    part = assessed(data, "c")
    assert list(part.steps) == ["sort"]
    assert part.cost.monthly == pytest.approx(0.3)
    assert part.cost.per_request == pytest.approx(0.003)
    assert (part.cost.successful_tasks, part.cost.per_successful_task, part.time) == (None, None, None)
    assert assessed(data, "a").cost.successful_tasks == 1000


def test_without_tasks_nothing_has_a_price() -> None:
    """No request in the task's stage: 0 tasks succeed, and one has no price and no time."""
    result = assessed(document(step(usage=traffic(0)), [candidate("a", ROUND_PRICES)]))
    assert (result.cost.monthly, result.cost.successful_tasks, result.cost.per_successful_task) == (0, 0, None)
    assert result.time == (None, None, None, None)


# --- the assignment ----------------------------------------------------------------------------------------------

SMALL = {"input_price": 0.1, "output_price": 0.5}
BIG = {"input_price": 2.0, "output_price": 10.0}


def test_routing_by_difficulty_is_one_stage() -> None:
    """70 % of two million tasks at a small model, 5,000 × $0.1 + 400 × $0.5 = $700 a million: $980. 30 % at one that
    thinks 2,000 tokens: 5,000 × $2 + 2,400 × $10 = $34,000 a million: $20,400. $21,380 for two million successes."""
    tokens = {"input_tokens": 5000, "output_tokens": 400}
    steps = [
        step("easy", {"requests_per_month": 1_400_000, **tokens}),
        step("hard", {"requests_per_month": 600_000, **tokens, "reasoning_tokens": 2000}),
    ]
    rows = [candidate("small", SMALL), candidate("big", BIG, size_class="reasoning")]
    decision = {"default": "small", "steps": [{"step": "hard", "default": "big"}]}
    targets = {"path": [["easy", "hard"]], "task_step": "easy", "max_cost_per_successful_task_usd": 0.012}
    found = analysed(document(steps, rows, {**targets, "monthly_budget_usd": 20_000}, decision=decision))
    assert found.decision.monthly == pytest.approx(21_380)
    assert found.decision.per_successful_task == pytest.approx(0.01069)
    assert [(row.limit, row.verdict) for row in found.limits] == [
        ("monthly_budget_usd", "fail"),
        ("max_cost_per_successful_task_usd", "pass"),
    ]


def standing_by(standby: str, share: float = 0.1, **scenario: Any) -> Cost:
    """An API at $3 a thousand requests by default, own machines behind it; 90,000 requests of 2 s of work."""
    rows = [candidate("api", ROUND_PRICES), self_hosted("own", MACHINE, {})]
    told = {"fallback_share": share, "fallback_standby": standby, **scenario}
    decision = {"default": "api", "fallback": "own"}
    return analysed(document(step(usage=traffic(90_000)), rows, told, decision=decision)).decision


def test_machines_that_stand_by() -> None:
    """The API serves nine tenths of $270: $243. All of the load takes three replicas, $1,200 and $25 beside them; a
    tenth of it one, $425; cold they cost a tenth of the $1,225. Ten hours at $50 are upkeep in each case."""
    assert standing_by("hot").parts.fixed == pytest.approx(1225.0)
    assert standing_by("warm").parts.fixed == pytest.approx(425.0)
    assert standing_by("cold").parts.fixed == pytest.approx(122.5)
    for standby in ("hot", "warm", "cold"):
        cost = standing_by(standby)
        assert cost.parts.input == pytest.approx(0.9 * 180)
        assert cost.parts.upkeep == pytest.approx(500.0)
        assert cost.bill == pytest.approx(243.0 + (cost.parts.fixed or 0))
        assert cost.monthly == pytest.approx(243.0 + 500.0 + (cost.parts.fixed or 0))
    assert standing_by("warm", 0.5).parts.fixed == pytest.approx(825.0)
    assert standing_by("warm", 0.0).parts.fixed == pytest.approx(425.0)
    assert standing_by("cold", 0.0).parts.fixed == 0


def test_machines_that_serve_one_step_and_stand_by_for_another() -> None:
    """30,000 requests fill a replica. Serving one step of that and standing by hot for another takes two; warm or
    cold, those of the step that it serves."""
    steps = [step("answer", traffic(30_000)), step("draft", traffic(30_000))]
    rows = [candidate("api", ROUND_PRICES), self_hosted("own", MACHINE, {})]
    decision = {"default": "api", "fallback": "own", "steps": [{"step": "draft", "default": "own", "fallback": "api"}]}

    def fixed(standby: str) -> float | None:
        told = {"fallback_share": 0.1, "fallback_standby": standby}
        return analysed(document(steps, rows, told, decision=decision)).decision.parts.fixed

    assert [fixed(standby) for standby in ("hot", "warm", "cold")] == pytest.approx([825.0, 425.0, 425.0])


def test_a_fallback_has_its_own_successes() -> None:
    """A tenth of the tasks is served by one that fails half of its own: 900 + 50 succeed of 1,000, for 0.9 × $3 and
    0.1 × $30."""
    dear = candidate("b", {"input_price": 20.0, "output_price": 100.0}, usage={"answer": {"error_rate": 0.5}})
    rows = [candidate("a", ROUND_PRICES), dear]
    decision = {"default": "a", "fallback": "b"}
    cost = analysed(document(step(usage=traffic(1000)), rows, {"fallback_share": 0.1}, decision=decision)).decision
    assert cost.successful_tasks == pytest.approx(950)
    assert cost.per_successful_task == pytest.approx((2.7 + 3.0) / 950)


def test_a_fallback_that_does_not_play_the_step_is_none() -> None:
    """All of the traffic is the default's; a default that does not play it makes every cost unknown."""
    rows = [candidate("a", ROUND_PRICES), candidate("c", {"input_price": 90.0}, roles=["classifier"])]
    one = step(usage=traffic(1000), role="generator")
    half = {"fallback_share": 0.5}
    cost = analysed(document(one, rows, half, decision={"default": "a", "fallback": "c"})).decision
    assert cost.monthly == pytest.approx(3.0)
    wrong = analysed(document(one, rows, half, decision={"default": "c", "fallback": "a"})).decision
    assert (wrong.monthly, wrong.bill, wrong.per_successful_task, wrong.parts.input) == (None, None, None, None)


def test_the_time_of_a_task() -> None:
    """Two stages: sorting takes 0.5 + 100/100 = 1.5 s, ×1.5 in the tail 2.25 s; answering 2.5 s and 3.75 s for four
    fifths, 4.5 s and 6.75 s for the rest. Typical 1.5 + 0.8 × 2.5 + 0.2 × 4.5 = 4.4 s; the first token of the answer
    after 1.5 + 0.5 s; the tails of 0.75 s and of the slower answer, 2.25 s, together √(0.75² + 2.25²) above 1.5 +
    4.5 s, at most 2.25 + 6.75 s."""
    steps = [
        step("sort", {"requests_per_month": 1000, "output_tokens": 100}),
        step("short", {"requests_per_month": 800, "output_tokens": 200}),
        step("long", {"requests_per_month": 200, "output_tokens": 400}),
    ]
    targets = {"path": [["sort"], ["short", "long"]], "max_task_ttft_s": 2.0, "max_task_total_s": 8.5}
    analysis = analysed(document(steps, [candidate("a")], targets, decision={"default": "a"}))
    low = 6 + math.sqrt(0.75**2 + 2.25**2)
    assert analysis.decision_time == pytest.approx((2.0, 4.4, low, 9.0))
    assert analysis.by_id["a"].time == analysis.decision_time
    assert [(row.limit, row.verdict) for row in analysis.limits] == [
        ("max_task_ttft_s", "pass"),
        ("max_task_total_s", "unknown"),
    ]
    # A step that fewer than one task in twenty takes is not waited for.
    steps[1]["usage"]["requests_per_month"], steps[2]["usage"]["requests_per_month"] = 951, 49
    rare = analysed(document(steps, [candidate("a")], targets, decision={"default": "a"})).decision_time
    assert rare.total_high_s == pytest.approx(2.25 + 3.75)
    # One that just a twentieth takes is.
    steps[1]["usage"]["requests_per_month"], steps[2]["usage"]["requests_per_month"] = 950, 50
    twentieth = analysed(document(steps, [candidate("a")], targets, decision={"default": "a"})).decision_time
    assert twentieth.total_high_s == pytest.approx(2.25 + 6.75)


def test_a_stage_with_an_unknown_tail_makes_that_of_the_task_unknown() -> None:
    """Whoever takes the harder half may be the slower one: what is known of the other does not stand for both."""
    steps = [step("short"), step("long")]
    rows = [candidate("a"), candidate("b", {"ttft": 0.5, "input_price": 1.0, "output_price": 1.0})]
    decision = {"default": "a", "steps": [{"step": "long", "default": "b"}]}
    data = document(steps, rows, {"path": [["short", "long"]], "max_task_total_s": 100.0}, decision=decision)
    found = analysed(data)
    assert found.decision_time == (0.5, None, None, None)
    assert [row.verdict for row in found.limits] == ["unknown"]


def test_of_two_equal_tails_one_without_a_typical_time_decides() -> None:
    """Both alternatives take 9 s in the tail, and what the second typically takes nobody knows: so may the task's."""
    rows = [candidate("a"), candidate("b", {"input_price": 1.0, "output_price": 1.0})]
    runs = [evaluation(id_, 10, 10, at, latency_p95_s=9.0) for id_, at in (("a", "short"), ("b", "long"))]
    decision = {"default": "a", "steps": [{"step": "long", "default": "b"}]}
    data = document([step("short"), step("long")], rows, {"path": [["short", "long"]]}, decision=decision)
    time = analysed({**data, "evaluations": runs}).decision_time
    assert (time.total_low_s, time.total_high_s) == (None, 9.0)


def test_a_task_that_nobody_serves_takes_an_unknown_time() -> None:
    """Not even its first token comes at once."""
    assert analysed(document(step(), [candidate("a")])).decision_time == (None, None, None, None)
