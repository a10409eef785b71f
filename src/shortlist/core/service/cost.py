"""What a step costs with a candidate, and what a candidate costs over the steps it serves. USD a month.

Everything but the machines of a self-hosted candidate grows in proportion to the requests, so a step's cost is kept
for the scenario's traffic and multiplied by a scale where another volume is asked for; the replicas are counted anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from shortlist.core.basics.unknown import LARGEST, Unknown, minus, ratio, times, total
from shortlist.core.document.candidate import Candidate, Hosting
from shortlist.core.service.figures import Figures
from shortlist.core.service.usage import EffectiveUsage

PER_MILLION = 1e-6
"""Prices are stated in USD per million tokens."""

CEILING_SLACK = 1e-9
"""A load that fills its replicas exactly needs no further one, whatever rounding adds."""


class Prices(NamedTuple):
    """The prices in force for an input size: USD per token, and USD per call."""

    input: Unknown
    output: Unknown
    reasoning: Unknown
    cache_read: Unknown
    cache_write: Unknown
    request: float
    batch_discount: float
    caches: bool


class Parts(NamedTuple):
    """The parts of a cost in USD; savings are positive and are taken off."""

    input: Unknown = 0.0
    output: Unknown = 0.0
    reasoning: Unknown = 0.0
    tool_loop: Unknown = 0.0
    caching_savings: Unknown = 0.0
    batch_savings: Unknown = 0.0
    retry: Unknown = 0.0
    human_escalation: Unknown = 0.0
    undetected_error: Unknown = 0.0
    fixed: Unknown = 0.0

    @property
    def monthly(self) -> Unknown:
        """The sum of the parts."""
        return total(self.bill, self.human_escalation, self.undetected_error)

    @property
    def bill(self) -> Unknown:
        """What providers and machines are paid: without the work of people and without the damage of errors."""
        paid = total(self.input, self.output, self.reasoning, self.tool_loop, self.retry, self.fixed)
        return minus(paid, total(self.caching_savings, self.batch_savings))

    def scaled(self, factor: Unknown) -> Parts:
        """Every part multiplied."""
        return Parts(*(times(factor, part) for part in self))

    def plus(self, other: Parts) -> Parts:
        """Part by part, the sum."""
        return Parts(*map(total, self, other))


PART_NAMES: tuple[str, ...] = Parts._fields


class StepCost(NamedTuple):
    """A step with a candidate, at the scenario's traffic, without the machines of self-hosting."""

    requests: float
    parts: Parts
    successful: Unknown
    replica_seconds: Unknown
    """Seconds a month that one replica would work for this step; 0 for candidates that are not self-hosted."""


class Cost(NamedTuple):
    """What a candidate costs over the steps it serves, at a volume. USD a month unless it says otherwise."""

    parts: Parts
    requests: float
    successful_tasks: Unknown
    """Tasks a month that succeed without a person and without an error."""
    replicas: int | None

    @property
    def monthly(self) -> Unknown:
        """All that the decision costs."""
        return self.parts.monthly

    @property
    def bill(self) -> Unknown:
        """What providers and machines are paid; the budget is compared with it."""
        return self.parts.bill

    @property
    def per_request(self) -> Unknown:
        """USD per request."""
        return ratio(self.monthly, self.requests)

    @property
    def per_successful_task(self) -> Unknown:
        """USD per task that succeeds."""
        return ratio(self.monthly, self.successful_tasks)


def prices(figures: Figures, input_tokens: float) -> Prices:
    """The prices of a candidate for an input size; a self-hosted one pays for machines, not for tokens."""
    candidate = figures.candidate
    request = figures.value("request_price", input_tokens) or 0.0
    discount = figures.value("batch_discount") or 0.0
    if candidate.capabilities.batch == "no":
        discount = 0.0
    if candidate.self_hosted:
        return Prices(0.0, 0.0, 0.0, 0.0, 0.0, request, discount, caches=False)

    def per_token(metric: str) -> Unknown:
        price = figures.value(metric, input_tokens)
        return None if price is None else price * PER_MILLION

    output, reasoning = per_token("output_price"), per_token("reasoning_price")
    return Prices(
        input=per_token("input_price"),
        output=output,
        reasoning=output if reasoning is None else reasoning,
        cache_read=per_token("cache_read_price"),
        cache_write=per_token("cache_write_price"),
        request=request,
        batch_discount=discount,
        caches=candidate.capabilities.prompt_caching != "no",
    )


def caching_savings(use: EffectiveUsage, price: Prices) -> Unknown:
    """USD that caching saves per attempt.

    In the first call hits are read and misses written; each later call rereads the prompt of the call before it.
    """
    cacheable = use.cacheable_share * use.input_tokens
    if cacheable == 0 or price.cache_read is None or not price.caches:
        return 0.0
    if price.input is None:
        return None
    read_saves = price.input - price.cache_read
    write_costs = 0.0 if price.cache_write is None else price.cache_write - price.input
    savings = cacheable * (use.cache_hit_rate * read_saves - (1 - use.cache_hit_rate) * write_costs)
    loops, growth = use.tool_loops, use.tool_growth_tokens
    if loops > 0:
        reread = loops * use.input_tokens + growth * max(0.0, loops * (loops - 1) / 2)
        written = (1 - use.cacheable_share) * use.input_tokens + loops * growth
        savings += reread * read_saves - written * write_costs
    return total(savings)


def attempt_parts(use: EffectiveUsage, price: Prices) -> Parts:
    """The parts of one attempt in USD, before retries, people and errors."""
    loops = use.tool_loops
    input_ = total(times(use.input_tokens, price.input), price.request)
    output = times(use.output_tokens, price.output)
    reasoning = times(use.reasoning_tokens, price.reasoning)
    fees = loops * use.tool_fee_usd
    tool_loop = total(
        times(use.loop_input_tokens, price.input),
        times(loops * use.tool_output_tokens, price.output),
        fees,
        loops * price.request,
    )
    caching = caching_savings(use, price)
    discounted = minus(total(input_, output, reasoning, tool_loop), total(fees, caching))
    batch = times(use.batch_share * price.batch_discount, discounted)
    return Parts(input_, output, reasoning, tool_loop, caching, batch)


def step_cost(figures: Figures, use: EffectiveUsage, price: Prices | None = None) -> StepCost:
    """What a step costs with a candidate at its effective usage; `price` where it was looked up already."""
    attempt = attempt_parts(use, prices(figures, use.input_tokens) if price is None else price)
    per_request = Parts(
        attempt.input,
        attempt.output,
        attempt.reasoning,
        attempt.tool_loop,
        attempt.caching_savings,
        attempt.batch_savings,
        retry=times(use.attempts - 1, attempt.bill),
        human_escalation=times(use.escalated_share, use.escalation_cost_usd),
        undetected_error=times(use.unnoticed_share, use.error_cost_usd),
    )
    requests = use.requests_per_month
    load = replica_seconds(figures.candidate, use) if figures.candidate.self_hosted else 0.0
    return StepCost(requests, per_request.scaled(requests), times(requests, use.success_rate), load)


def replica_seconds(candidate: Candidate, use: EffectiveUsage) -> Unknown:
    """Seconds a month that one replica works for a step; unknown without a throughput that its traffic needs."""
    hosting = candidate.hosting or Hosting()
    calls = use.requests_per_month * use.attempts
    reading = _seconds(times(calls, use.total_input_tokens), hosting.input_tokens_per_s)
    writing = _seconds(times(calls, use.total_output_tokens), hosting.output_tokens_per_s)
    return total(reading, writing)


def _seconds(amount: Unknown, per_second: Unknown) -> Unknown:
    return 0.0 if amount == 0 else ratio(amount, per_second)


def replicas(hosting: Hosting, load_s: float) -> int | None:
    """Replicas that carry a month's load (in seconds of one replica) at its peak."""
    busy = hosting.peak_factor * load_s / (hosting.hours_per_month * 3600) / hosting.target_utilisation
    if not math.isfinite(busy):
        return None
    return max(hosting.min_replicas, math.ceil(busy - CEILING_SLACK))


def machines(candidate: Candidate, load_s: Unknown) -> tuple[Unknown, int | None]:
    """The fixed cost in USD a month and the replicas; 0 and None for candidates that are not self-hosted."""
    if not candidate.self_hosted:
        return 0.0, None
    hosting = candidate.hosting
    if hosting is None or hosting.gpu_hour_usd is None or load_s is None:
        return None, None
    number = replicas(hosting, load_s)
    if number is None:
        return None, None
    rent = number * hosting.gpus_per_replica * hosting.gpu_hour_usd * hosting.hours_per_month
    work = hosting.engineering_hours * hosting.engineering_hour_usd
    return total(rent, work, hosting.other_monthly_usd), number


def combine(candidate: Candidate, served: Iterable[StepCost], task: StepCost | None = None, scale: float = 1.0) -> Cost:
    """What a candidate costs over the steps it serves, at a scale of the scenario's traffic.

    `task` is the step whose successes are the product's tasks, where the candidate serves it.
    """
    steps = tuple(served)
    parts = steps[0].parts if steps else Parts()
    for step in steps[1:]:
        parts = parts.plus(step.parts)
    fixed, number = machines(candidate, times(scale, total(*(step.replica_seconds for step in steps))))
    scaled = parts if scale == 1 else parts.scaled(scale)
    return Cost(
        parts=scaled._replace(fixed=fixed),
        requests=min(LARGEST, scale * sum(step.requests for step in steps)),
        successful_tasks=times(scale, task.successful) if task else 0.0,
        replicas=number,
    )
