"""Which recorded figures a candidate's service of a step needs: to be judged, to be costed, to be timed."""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.service.charged import charged
from shortlist.core.service.latency import writes
from shortlist.core.service.serving import Serving, needs_context


def needed(serving: Serving) -> Iterator[tuple[str, float]]:
    """The metrics with an input size in tokens, those that something stays unknown without whether known or not.

    The quality that judges the step, the prices that its usage is charged by, the times that make up its latency as
    far as no evaluation measured it, and the context window where something must fit.
    """
    step, use, facts = serving.step, serving.use, serving.measured
    if step.needs.min_quality is not None:
        yield serving.metric, 0.0
    yield from charged(step, use, serving.figures)
    if facts is None or facts.ttft_s is None:
        yield "ttft", 0.0
    timed = facts is not None and facts.typical_s is not None and facts.total_s is not None
    if writes(step) and not timed and (use.output_tokens or use.tool_loops * use.tool_output_tokens):
        yield "output_speed", 0.0
    if needs_context(step):
        yield "context_window", 0.0
