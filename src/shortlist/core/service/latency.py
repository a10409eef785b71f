"""How long a candidate takes in a step: to the first answer token, in all, and in the tail. Seconds."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown, ratio, times, total
from shortlist.core.document.evaluation import Measured
from shortlist.core.service.figures import Figures
from shortlist.core.service.usage import EffectiveUsage


class Latency(NamedTuple):
    """Seconds; `measured` where an evaluation of the team stands in for published figures."""

    ttft_s: Unknown
    """To the first answer token, thinking included."""
    typical_s: Unknown
    total_s: Unknown
    """95th percentile: measured, or the typical latency times the scenario's tail factor."""
    measured: bool


def latency(figures: Figures, use: EffectiveUsage, measured: Measured | None, tail_factor: float) -> Latency:
    """The latency of a request, retries and tool loops included."""
    ttft = figures.value("ttft")
    tail = None
    if measured is not None:
        ttft = ttft if measured.ttft_s is None else measured.ttft_s
        tail = measured.total_s
    speed = figures.value("output_speed")
    call = total(ttft, _writing(use.output_tokens, speed))
    loops = times(use.tool_loops, total(ttft, _writing(use.tool_output_tokens, speed)))
    typical = total(times(use.attempts, total(call, loops)), use.extra_latency_s)
    replaced = measured is not None and (measured.ttft_s is not None or tail is not None)
    return Latency(ttft, typical, times(tail_factor, typical) if tail is None else tail, replaced)


def _writing(tokens: float, speed: Unknown) -> Unknown:
    return 0.0 if tokens == 0 else ratio(tokens, speed)
