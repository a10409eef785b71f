"""A load: so many calls a second for so long, whether the answers keep up or not; times of the wire.

Calls go out at fixed moments, so that a slow server is not spared the calls that its slowness would have held back.
Nothing is retried, no call is graded.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from shortlist.core.basics.words import count, percent, seconds
from shortlist.core.calling.call_cost import usage_of, worst_case
from shortlist.core.calling.request import Asking, longest_answer
from shortlist.core.evidence.rows import percentile
from shortlist.core.measuring.measured_figures import MeasuredFigure
from shortlist.evaluating.budget import Budget
from shortlist.evaluating.evaluation_run import STOPS, Party, cost_of_call

MOST_UNDER_WAY = 1_000
"""Calls that wait for their answers at once; one that is due beyond them is not made, and counted."""


@dataclass
class Loaded:
    """What became of a load on one candidate; times in seconds, amounts in USD."""

    candidate: str
    step: str
    rate: float
    lasting_s: float
    calls: int = 0
    answered: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    """By what the server said."""
    not_made: int = 0
    """Calls that were due while too many were under way, or that the budget does not hold."""
    ttfts: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)
    totals: list[float] = field(default_factory=list)
    speeds: list[float] = field(default_factory=list)
    """Tokens a second of one answer, once it has begun."""
    written: float = 0.0
    """Tokens of all answers, thinking among them."""
    most_under_way: int = 0
    took_s: float = 0.0
    stopped: str = ""
    cost_usd: float = 0.0

    @property
    def tokens_per_s(self) -> float | None:
        """Tokens a second over all answers together."""
        return self.written / self.took_s if self.took_s and self.written else None

    @property
    def figures(self) -> list[MeasuredFigure]:
        """What was measured, by metric."""
        note = self.note
        told = (
            ("ttft", percentile(self.ttfts, 0.5)),
            ("first_token", percentile(self.firsts, 0.5)),
            ("output_speed", percentile(self.speeds, 0.5)),
        )
        return [MeasuredFigure(metric, value, note) for metric, value in told if value]

    @property
    def note(self) -> str:
        """Under which load it was so, and how the slow answers were."""
        parts = [f"median under {self.rate:g} calls/s for {seconds(self.lasting_s)}"]
        for name, times in (("first token", self.ttfts), ("whole answer", self.totals)):
            if times:
                told = ", ".join(f"p{share} {seconds(percentile(times, share / 100) or 0.0)}" for share in (50, 95, 99))
                parts.append(f"{name} {told}")
        failed = sum(self.errors.values())
        parts.append(f"{percent(failed / self.calls)} failed" if self.calls else "no call was made")
        if self.tokens_per_s is not None:
            parts.append(f"{self.tokens_per_s:,.0f} tokens/s in all")
        return "; ".join(parts)


async def load(
    askings: list[Asking],
    party: Party,
    rate: float,
    lasting_s: float,
    budget: Budget,
    stopping: Callable[[], bool] = lambda: False,
) -> Loaded:
    """Put a load on a candidate with these examples, over and over."""
    found = Loaded(party.candidate.id, askings[0].step, rate, lasting_s)
    under_way: set[asyncio.Task[None]] = set()
    begun = time.monotonic()
    number = 0
    while number < max(1, round(rate * lasting_s)) and not found.stopped and not stopping():
        ahead = begun + number / rate - time.monotonic()
        if ahead > 0:
            await asyncio.sleep(ahead)
        one = askings[number % len(askings)]
        number += 1
        worst = worst_case(party.figures, one.body)
        if len(under_way) >= MOST_UNDER_WAY or (worst is not None and not budget.holds(worst)):
            found.not_made += 1
            continue
        if worst is not None:
            budget.set_aside(worst)
        found.calls += 1
        task = asyncio.create_task(_one(one, party, worst, budget, found))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        found.most_under_way = max(found.most_under_way, len(under_way))
    if under_way:
        await asyncio.wait(under_way)
    found.took_s = time.monotonic() - begun
    return found


async def _one(asking: Asking, party: Party, worst: float | None, budget: Budget, found: Loaded) -> None:
    reply = await party.endpoint.ask(asking.body, longest_answer(asking.body))
    usage = usage_of(reply.usage)
    cost = cost_of_call(party, reply, usage)
    if worst is not None:
        budget.settle(worst, cost)
    found.cost_usd += cost or 0.0
    if reply.kind != "answer":
        found.errors[str(reply.status or reply.kind)] += 1
        if reply.status in STOPS:
            found.stopped = reply.why
        return
    found.answered += 1
    tokens = (usage.output_tokens or 0) + (usage.reasoning_tokens or 0)
    for value, into in ((reply.ttft_s, found.ttfts), (reply.first_any_s, found.firsts), (reply.total_s, found.totals)):
        if value is not None:
            into.append(value)
    found.written += tokens
    if reply.total_s is not None and reply.first_any_s is not None and tokens > 1 and reply.total_s > reply.first_any_s:
        found.speeds.append((tokens - 1) / (reply.total_s - reply.first_any_s))


def told(found: Loaded) -> str:
    parts = [f"{count(found.calls, 'call')}, {count(found.answered, 'answer')}", found.note]
    if found.errors:
        errors = ", ".join(f"{number} {what}" for what, number in sorted(found.errors.items()))
        parts.append(f"failed: {errors}")
    if found.not_made:
        calls = count(found.not_made, "call")
        parts.append(f"{calls} not made, for {MOST_UNDER_WAY:,} were under way or the budget ends")
    if found.stopped:
        parts.append(f"stopped: {found.stopped}")
    return f"{found.candidate} in {found.step}: {'; '.join(parts)}"
