"""How long a candidate takes in a step: to the first answer token, in all, and in the tail. Seconds."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown, times, total
from shortlist.core.document.evaluation import Measured
from shortlist.core.document.scenario import Step
from shortlist.core.service.cost import processing_s
from shortlist.core.service.figures import Figures
from shortlist.core.service.usage import EffectiveUsage


class Latency(NamedTuple):
    """Seconds; `measured` where an evaluation of the team stands in for published figures."""

    ttft_s: Unknown
    """To the first answer token, thinking included; to the first sound, picture or vector where no text comes out."""
    typical_s: Unknown
    total_s: Unknown
    """95th percentile: measured, or the typical latency times the scenario's tail factor."""
    p99_s: Unknown
    """99th percentile, which only an evaluation can show."""
    measured: bool


def writes(step: Step) -> bool:
    """Whether what comes out is written token by token."""
    outputs = step.needs.outputs
    return step.role not in ("embedder", "reranker") and (not outputs or "text" in outputs)


def lacking(step: Step, use: EffectiveUsage, figures: Figures, measured: Measured | None) -> tuple[str, ...]:
    """The metrics without which the typical latency stays unknown; empty where it is known."""
    if measured is not None and measured.typical_s is not None:
        return ()
    found = []
    if figures.value("ttft") is None and (measured is None or measured.ttft_s is None):
        found.append("ttft")
    written = writes(step) and (use.output_tokens or use.tool_loops * use.tool_output_tokens)
    if written and figures.value("output_speed") is None:
        found.append("output_speed")
    return tuple(found)


def latency(
    step: Step, use: EffectiveUsage, figures: Figures, measured: Measured | None, tail_factor: float
) -> Latency:
    """The latency of a request, retries and tool loops included."""
    ttft = figures.value("ttft")
    if measured is not None and measured.ttft_s is not None:
        ttft = measured.ttft_s
    once = ttft
    if writes(step):
        speed = figures.value("output_speed")
        answer = total(ttft, processing_s(use.output_tokens, speed))
        loops = times(use.tool_loops, total(ttft, processing_s(use.tool_output_tokens, speed)))
        once = total(answer, loops)
    typical = total(times(use.attempts, once), use.extra_latency_s)
    if measured is None:
        return Latency(ttft, typical, times(tail_factor, typical), None, measured=False)
    if measured.typical_s is not None:
        typical = measured.typical_s
    tail = measured.total_s
    if tail is None:
        tail = times(tail_factor, typical)
    elif typical is not None:
        typical = min(typical, tail)
    replaced = any(time is not None for time in (measured.ttft_s, measured.typical_s, measured.total_s))
    return Latency(ttft, typical, tail, measured.p99_s, replaced)
