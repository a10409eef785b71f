"""Costs worked out on paper from the contract's formulas, one idea a test."""

from __future__ import annotations

from typing import Any

import pytest
from documents import (
    TODAY,
    Document,
    analysed,
    candidate,
    document,
    evaluation,
    judged,
    judged_step,
    observed,
    self_hosted,
    step,
)

from shortlist.core.comparison.break_even import volume_curve
from shortlist.core.service.cost import PART_NAMES, Cost

ROUND_PRICES = {"input_price": 2.0, "output_price": 10.0}
"""$2 and $10 for a million tokens: a thousand tokens are $0.002 and $0.01."""


def cost_of(traffic: Document, prices: Document | None = None, /, *more: Document, **fields: Any) -> Cost:
    """What one candidate costs in one step; the traffic is 1,000 requests of 1,000 and 100 tokens unless said."""
    whole = {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 100, **traffic}
    rows = [candidate("a", ROUND_PRICES if prices is None else prices, *more, **fields)]
    return judged(document(step(usage=whole), rows)).cost


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


def test_reasoning_at_its_own_price_and_at_the_price_of_output() -> None:
    """300 thinking tokens × 1,000: at $10/M $3; at $20/M, where the price is told, $6."""
    assert cost_of({"reasoning_tokens": 300}).parts.reasoning == pytest.approx(3.0)
    told = cost_of({"reasoning_tokens": 300}, {**ROUND_PRICES, "reasoning_price": 20.0})
    assert told.parts.reasoning == pytest.approx(6.0)


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
    """Two loops of 500 + 50 tokens. First call as above, $0.000804. Later calls reread 2 × 1,000 + 550 × 1 = 2,550
    tokens, saving 2,550 × $1.8/M = $0.00459, and write what was not yet there, 400 + 2 × 550 = 1,500 tokens, for
    1,500 × $0.5/M = $0.00075. Together 0.000804 + 0.00459 − 0.00075 = $0.004644; × 1,000."""
    usage = {
        "cacheable_share": 0.6,
        "cache_hit_rate": 0.8,
        "tool_loops": 2,
        "tool_input_tokens": 500,
        "tool_output_tokens": 50,
    }
    assert cost_of(usage, CACHE).parts.caching_savings == pytest.approx(4.644)


def test_caching_on_one_later_call_rereads_the_prompt_alone() -> None:
    """L = 1: growth reread is 550 × 1·0/2 = 0; reread 1,000 × $1.8/M = $0.0018, written 400 + 550 = 950 × $0.5/M =
    $0.000475: 0.000804 + 0.0018 − 0.000475 = $0.002129. Half a loop on average rereads 500 and no growth, and writes
    400 + 275: 0.000804 + 0.0009 − 0.0003375 = $0.0013665."""
    usage = {"cacheable_share": 0.6, "cache_hit_rate": 0.8, "tool_input_tokens": 500, "tool_output_tokens": 50}
    assert cost_of({**usage, "tool_loops": 1}, CACHE).parts.caching_savings == pytest.approx(2.129)
    assert cost_of({**usage, "tool_loops": 0.5}, CACHE).parts.caching_savings == pytest.approx(1.3665)


@pytest.mark.parametrize(
    ("usage", "prices", "capabilities"),
    [
        ({"cacheable_share": 0.0, "cache_hit_rate": 1, "tool_loops": 2}, CACHE, {}),
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
    """Two loops and caching as above: (2 + 1 + 10.3 − 2 of fees − 4.644) × 0.5 × 0.5 = 6.656/4 = $1.664."""
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
    assert cost.parts.batch_savings == pytest.approx(1.664)
    assert cost.bill == pytest.approx(2 + 1 + 10.3 - 4.644 - 1.664)


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
    """$3 and $0.6 a month over 1,200 requests; tasks are counted in the step that is named, left out: the last."""
    steps = [
        step("answer", {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 100}),
        step("classify", {"requests_per_month": 200, "input_tokens": 1000, "output_tokens": 100}),
    ]
    rows = [candidate("a", ROUND_PRICES)]
    last = judged(document(steps, rows)).cost
    assert last.monthly == pytest.approx(3.6)
    assert last.per_request == pytest.approx(0.003)
    assert last.per_successful_task == pytest.approx(3.6 / 200)
    named = judged(document(steps, rows, {"task_step": "answer"})).cost
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


def hosted(requests: float, hosting: Document | None = None, **usage: float) -> Cost:
    """A self-hosted candidate with 1,000 tokens in and 100 out: 1 s of reading and 1 s of writing a request."""
    traffic = {"requests_per_month": requests, "input_tokens": 1000, "output_tokens": 100, **usage}
    rows = [self_hosted("a", MACHINE if hosting is None else hosting, {})]
    return judged(document(step(usage=traffic), rows)).cost


def test_replicas_and_the_fixed_cost() -> None:
    """2 s a request; a month has 100 × 3,600 = 360,000 s, of which half at the peak of three times the average:
    60,000 s of load are one replica, 30,000 requests. One is 2 × $2 × 100 = $400; with $500 of work and $25: $925."""
    cost = hosted(30_000)
    assert cost.replicas == 1
    assert parts(cost) == {"fixed": 925.0}
    assert cost.monthly == cost.bill == pytest.approx(925.0)
    assert hosted(30_001).replicas == 2
    assert hosted(30_001).parts.fixed == pytest.approx(1325.0)
    assert hosted(90_000).replicas == 3


def test_replicas_never_fall_below_the_least() -> None:
    """min_replicas stand idle when there is nothing to do; without it one does."""
    assert hosted(0).replicas == 1
    assert hosted(0, {**MACHINE, "min_replicas": 2}).replicas == 2
    assert hosted(0, {**MACHINE, "min_replicas": 0}).parts.fixed == pytest.approx(525.0)


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
    assert hosted(7920, **usage).replicas == 1
    assert hosted(7921, **usage).replicas == 2


def test_self_hosted_tokens_are_free_and_tools_are_not() -> None:
    """Token prices do not count; a fee of $0.01 for 100 requests' loops is $1."""
    cost = hosted(100, tool_loops=1, tool_fee_usd=0.01)
    assert parts(cost) == {"tool_loop": 1.0, "fixed": 925.0}


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
    cost = judged(document(step(usage={}), [bare])).cost
    assert (cost.monthly, cost.replicas) == (None, None)


def test_each_step_tells_the_machines_as_if_it_were_alone() -> None:
    """Two steps of 30,000 requests: two replicas together, one for each step alone; the steps do not add up."""
    traffic = {"requests_per_month": 30_000, "input_tokens": 1000, "output_tokens": 100}
    data = document([step("answer", traffic), step("classify", traffic)], [self_hosted("a", MACHINE, {})])
    assert judged(data).cost.parts.fixed == pytest.approx(1325.0)
    assert judged_step(data, "answer").cost.parts.fixed == pytest.approx(925.0)
    assert judged_step(data, "classify").cost.replicas == 1


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
    return judged(document(step(usage=traffic, needs=needs), [candidate("a", ROUND_PRICES)], evaluations=runs)).cost


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
    cost = judged(document(step(usage=traffic), rows, evaluations=[evaluation("a", 90, 100)])).cost
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
        return judged(document(step(usage=traffic), rows, evaluations=list(runs))).cost.parts.undetected_error

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
