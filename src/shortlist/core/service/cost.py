"""What a step costs with a candidate, and what a candidate costs over the steps it plays. USD a month.

Everything but the machines of a self-hosted candidate grows in proportion to the requests, so a step's cost is kept
for the scenario's traffic and multiplied by a scale where another volume is asked for; the replicas are counted anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from shortlist.core.basics.tolerance import above
from shortlist.core.basics.unknown import LARGEST, Unknown, minus, ratio, times, total
from shortlist.core.document.candidate import Candidate, Hosting
from shortlist.core.document.metrics import METRICS, RequestUnit
from shortlist.core.document.request_units import REQUEST_UNITS
from shortlist.core.document.scenario import Limits, Step
from shortlist.core.service.figures import Figures, TokenPrices
from shortlist.core.service.usage import EffectiveUsage

CEILING_SLACK = 1e-9
"""A load that fills its replicas exactly needs no further one, whatever rounding adds."""


class Parts(NamedTuple):
    """The parts of a cost in USD; savings are positive and are taken off."""

    input: Unknown = 0.0
    output: Unknown = 0.0
    reasoning: Unknown = 0.0
    tool_loop: Unknown = 0.0
    media: Unknown = 0.0
    caching_savings: Unknown = 0.0
    batch_savings: Unknown = 0.0
    retry: Unknown = 0.0
    human_escalation: Unknown = 0.0
    undetected_error: Unknown = 0.0
    fixed: Unknown = 0.0
    """Machines."""
    upkeep: Unknown = 0.0
    """Engineers' time at the machines."""

    @property
    def monthly(self) -> Unknown:
        """The sum of the parts: all that the decision costs."""
        return total(self.bill, self.human_escalation, self.undetected_error, self.upkeep)

    @property
    def bill(self) -> Unknown:
        """What providers and machines are paid: without the work of people and without the damage of errors."""
        charged = total(self.input, self.output, self.reasoning, self.tool_loop, self.media, self.retry, self.fixed)
        return minus(charged, total(self.caching_savings, self.batch_savings))

    def scaled(self, factor: Unknown) -> Parts:
        """Every part multiplied."""
        return Parts(*(times(factor, part) for part in self))

    def plus(self, other: Parts) -> Parts:
        """Part by part, the sum."""
        return Parts(*map(total, self, other))


PART_NAMES: tuple[str, ...] = Parts._fields
UNKNOWN_PARTS = Parts(*(None for _ in PART_NAMES))


class StepCost(NamedTuple):
    """A step with a candidate, at the scenario's traffic, without the machines of self-hosting."""

    requests: float
    parts: Parts
    success_rate: float
    """s: the share of requests answered rightly, by the model, without a person."""
    replica_seconds: Unknown
    """Seconds a month that one replica would work for this step; 0 for candidates that are not self-hosted."""

    @property
    def successful(self) -> Unknown:
        """Requests a month that succeed."""
        return times(self.requests, self.success_rate)


class Cost(NamedTuple):
    """What a candidate costs over steps that it plays, or a decision over all, at a volume, with the fallback's share
    of the traffic in it. USD a month unless it says otherwise."""

    parts: Parts
    requests: float
    replicas: int | None = None
    successful_tasks: Unknown = None
    """Tasks a month that succeed without a person and without an error; unknown unless it plays the whole path."""

    @property
    def monthly(self) -> Unknown:
        """All that it costs."""
        return self.parts.monthly

    @property
    def bill(self) -> Unknown:
        """What providers and machines are paid; the budget is compared with it."""
        return self.parts.bill

    @property
    def per_request(self) -> Unknown:
        """USD of one request on average, with its retries and all else that the month costs."""
        return ratio(self.monthly, self.requests)

    @property
    def per_successful_task(self) -> Unknown:
        """USD per task that succeeds."""
        return ratio(self.monthly, self.successful_tasks)


# --- an attempt --------------------------------------------------------------------------------------------------


class Calls(NamedTuple):
    """Calls of an attempt that are charged alike, their weights w_k and the tokens they send added up."""

    weight: float
    sent: float
    """Σ w_k·I_k"""
    resent: float
    """Σ w_k·I_(k−1): what the call before each has sent already."""
    price: TokenPrices
    """In force at I_k."""
    before: TokenPrices
    """In force at I_(k−1)."""


def later_calls(use: EffectiveUsage, figures: Figures) -> list[Calls]:
    """The calls after the first one: one row, or several where the growing prompt passes a tier of the prices."""
    if use.tool_loops == 0:
        return []
    passed = [call for tier in figures.tiers if (call := first_above(use, tier)) is not None]
    # At the tier the call before is charged otherwise; from the next one on both are alike.
    starts = sorted({1, *(start for call in passed for start in (call, call + 1) if 1 < start <= use.last_call)})
    rows = []
    for first, after in zip(starts, [*starts[1:], use.last_call + 1], strict=True):
        weight, sent = use.sent_by(first, after - 1)
        price, before = figures.prices(use.sent(first)), figures.prices(use.sent(first - 1))
        rows.append(Calls(weight, sent, sent - weight * use.growth_tokens, price, before))
    return rows


def first_above(use: EffectiveUsage, tier: float) -> int | None:
    """The first of the calls after the first that sends more tokens than a tier; None where none, or all do."""
    first, last = 1, use.last_call
    if above(use.input_tokens, tier) or not above(use.sent(last), tier):
        return None
    while first < last:
        middle = (first + last) // 2
        first, last = (first, middle) if above(use.sent(middle), tier) else (middle + 1, last)
    return first


def caching_savings(use: EffectiveUsage, first: TokenPrices, later: Iterable[Calls]) -> Unknown:
    """USD that caching saves per attempt.

    In the first call hits are read and misses written; later calls reread the prompt of the call before them, for
    which the first call wrote the rest of its prompt.
    """
    calls = list(later)
    # A price that is known at the first prompt is known at every longer one.
    if first.cache_read is None:
        return 0.0
    h, q, ql = use.cacheable_share, use.cache_hit_rate, use.hits_in_loops
    prompt, growth = use.input_tokens, use.growth_tokens
    hits = times(h * prompt * q, minus(first.input, first.cache_read))
    misses = times(h * prompt * (1 - q), _writing(first))
    reread = total(*(times(call.resent, minus(call.price.input, call.price.cache_read)) for call in calls))
    grown = total(*(times(call.weight * growth, _writing(call.price)) for call in calls))
    rest = times(min(1.0, use.tool_loops) * (1 - h) * prompt, _writing(first))
    return total(minus(hits, misses), times(ql, minus(reread, total(grown, rest))))


def _writing(price: TokenPrices) -> Unknown:
    """What writing a token into the cache costs more than sending it; nothing where that has no price of its own."""
    return minus(price.input if price.cache_write is None else price.cache_write, price.input)


class ChargedUnit(NamedTuple):
    """What is charged for by the picture, the page, the minute, the character or the search."""

    metric: str
    """The price that it is charged by: its own, or that of the tokens that it is turned into."""
    amount: float
    each: Unknown
    """USD for one; on own machines what has no price costs nothing."""


def units(step: Step, use: EffectiveUsage, figures: Figures) -> list[ChargedUnit]:
    """The units of an attempt that are no tokens, each with the price in force for it."""
    size, self_hosted = use.input_tokens, figures.candidate.self_hosted

    def price(metric: str) -> Unknown:
        return times(METRICS[metric].kind.of_one, figures.value(metric, size))

    def charged(metric: str, unit: RequestUnit) -> ChargedUnit:
        each = price(metric)
        tokens = figures.value(unit.tokens[0], size) if unit.tokens and each is None else None
        if unit.tokens and tokens is not None:
            metric = unit.tokens[1]
            token = price(metric)
            if token is None or self_hosted:
                metric, token = "input_price", figures.prices(size).input
            each = times(tokens, token)
        return ChargedUnit(metric, use.held[unit.usage], each)

    rows = {metric: charged(metric, unit) for metric, unit in REQUEST_UNITS.items() if use.held[unit.usage]}
    for metric, unit in REQUEST_UNITS.items():
        if metric in rows and unit.instead in rows:
            # Two measures of one thing: the first that has a price is charged, the other not.
            if rows[unit.instead].each is None and rows[metric].each is not None:
                del rows[unit.instead]
            else:
                del rows[metric]
    if searches := rows.get("search_price"):
        del rows["search_price"]
        if not _by_tokens(step, use, figures):
            rows["search_price"] = searches
    return [one._replace(each=0.0) if self_hosted and one.each is None else one for one in rows.values()]


def by_search(step: Step, use: EffectiveUsage, figures: Figures) -> bool:
    """Whether a reranker is paid by the search, and its tokens cost nothing."""
    priced = figures.value("search_price", use.input_tokens) is not None
    return step.role == "reranker" and use.held["searches"] != 0 and priced


def _by_tokens(step: Step, use: EffectiveUsage, figures: Figures) -> bool:
    """Whether a reranker that has no price of a search is paid by its tokens."""
    if step.role != "reranker" or by_search(step, use, figures):
        return False
    return use.input_tokens != 0 and figures.prices(use.input_tokens).input is not None


_FREE_INPUT: dict[str, Unknown] = {"input": 0.0, "cache_read": 0.0, "cache_write": 0.0}


def attempt_parts(step: Step, use: EffectiveUsage, figures: Figures) -> Parts:
    """The parts of one attempt in USD, before retries, people and errors."""
    candidate = figures.candidate
    first, later = figures.prices(use.input_tokens), later_calls(use, figures)
    last = figures.prices(use.sent(use.tool_loops)) if later else first
    if by_search(step, use, figures):
        first = first._replace(**_FREE_INPUT)
        later = [call._replace(price=call.price._replace(**_FREE_INPUT)) for call in later]
    request = figures.value("request_price", use.input_tokens) or 0.0
    fees = use.tool_loops * use.tool_fee_usd
    input_ = total(times(use.input_tokens, first.input), request)
    output = times(use.output_tokens, last.output)
    reasoning = times(use.reasoning_tokens, last.reasoning)
    tool_loop: Unknown = fees
    for call in later:
        written = times(call.weight * use.tool_output_tokens, call.before.output)
        tool_loop = total(tool_loop, times(call.sent, call.price.input), written, call.weight * request)
    caching = 0.0 if candidate.capabilities.prompt_caching == "no" else caching_savings(use, first, later)
    discount = 0.0 if candidate.capabilities.batch == "no" else figures.value("batch_discount") or 0.0
    discounted = minus(total(input_, output, reasoning, tool_loop), total(fees, caching))
    batch = times(use.batch_share * discount, discounted)
    media = total(*(times(unit.amount, unit.each) for unit in units(step, use, figures)))
    return Parts(input_, output, reasoning, tool_loop, media, caching, batch)


# --- a month -----------------------------------------------------------------------------------------------------


def request_parts(step: Step, use: EffectiveUsage, figures: Figures) -> Parts:
    """What one request of a step costs with a candidate, whatever the traffic."""
    attempt = attempt_parts(step, use, figures)
    return attempt._replace(
        retry=times(use.attempts - 1, attempt.bill),
        human_escalation=times(use.escalated_share, use.escalation_cost_usd),
        undetected_error=times(use.unnoticed_share, use.error_cost_usd),
    )


def cost_of_requests(each: Parts, use: EffectiveUsage, candidate: Candidate) -> StepCost:
    """What the requests of a month cost, by what each does."""
    requests = use.requests_per_month
    load = replica_seconds(candidate, use) if candidate.self_hosted else 0.0
    return StepCost(requests, each.scaled(requests), use.success_rate, load)


def computed_input_tokens(candidate: Candidate, use: EffectiveUsage) -> Unknown:
    """Tin: the tokens that all calls of an attempt send, but for a cached prefix, which is not computed again."""
    sent = use.input_tokens + use.loop_input_tokens
    if candidate.capabilities.prompt_caching != "yes":
        return total(sent)
    first = use.cacheable_share * use.cache_hit_rate * use.input_tokens
    return minus(sent, total(first, times(use.hits_in_loops, use.reread_tokens)))


def replica_seconds(candidate: Candidate, use: EffectiveUsage) -> Unknown:
    """Seconds a month that one replica works for a step; unknown without a throughput that its traffic needs."""
    hosting = candidate.hosting or Hosting()
    attempts = use.requests_per_month * use.attempts
    reading = processing_s(times(attempts, computed_input_tokens(candidate, use)), hosting.input_tokens_per_s)
    writing = processing_s(times(attempts, use.written_tokens), hosting.output_tokens_per_s)
    return total(reading, writing)


def processing_s(amount: Unknown, per_second: Unknown) -> Unknown:
    """How long an amount takes at a speed, which nothing needs."""
    return 0.0 if amount == 0 else ratio(amount, per_second)


def replicas(hosting: Hosting, peak_factor: float, load_s: float) -> int | None:
    """Replicas that carry a month's load (in seconds of one replica) at its peak; None where they cannot be counted."""
    busy = peak_factor * load_s / (hosting.hours_per_month * 3600) / hosting.target_utilisation
    if not math.isfinite(busy):
        return None
    return max(hosting.min_replicas, math.ceil(busy - CEILING_SLACK))


class Machines(NamedTuple):
    """What the machines under a candidate cost, USD a month."""

    fixed: Unknown
    upkeep: Unknown
    replicas: int | None


def machines(candidate: Candidate, limits: Limits, load_s: Unknown) -> Machines:
    """The machines under a self-hosted candidate that carry a load of so many seconds of one replica."""
    hosting = candidate.hosting or Hosting()
    upkeep = times(hosting.engineering_hours, hosting.engineering_hour_usd)
    number = None
    if hosting.gpu_hour_usd is not None and load_s is not None:
        number = replicas(hosting, hosting.peak_factor or limits.peak_factor, load_s)
    return Machines(rent(hosting, number), upkeep, number)


def rent(hosting: Hosting, number: int | None) -> Unknown:
    """What so many replicas cost a month, with what is paid beside them."""
    each = times(hosting.gpus_per_replica, times(hosting.gpu_hour_usd, hosting.hours_per_month))
    return None if number is None else total(times(number, each), hosting.other_monthly_usd)


def combine(candidate: Candidate, limits: Limits, served: Iterable[StepCost], scale: float = 1.0) -> Cost:
    """What a candidate costs over the steps it plays, at a scale of the scenario's traffic; unknown without any."""
    steps = tuple(served)
    if not steps:
        return Cost(UNKNOWN_PARTS, 0.0)
    parts = steps[0].parts
    if len(steps) > 1:
        parts = Parts(*map(total, *(step.parts for step in steps)))
    if scale != 1:
        parts = parts.scaled(scale)
    requests = min(LARGEST, scale * sum(step.requests for step in steps))
    if not candidate.self_hosted:
        return Cost(parts, requests)
    under = machines(candidate, limits, times(scale, total(*(step.replica_seconds for step in steps))))
    return Cost(parts._replace(fixed=under.fixed, upkeep=under.upkeep), requests, under.replicas)
