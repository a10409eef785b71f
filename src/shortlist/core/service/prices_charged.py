"""Which figures a candidate's service of a step needs: the prices it is charged by, and at which input sizes."""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.document.scenario import Step
from shortlist.core.service.cost import by_search, units
from shortlist.core.service.figures import Figures
from shortlist.core.service.latency import writes
from shortlist.core.service.serving import Serving, needs_context
from shortlist.core.service.usage import EffectiveUsage


def charged(step: Step, use: EffectiveUsage, figures: Figures) -> Iterator[tuple[str, float]]:
    """The price metrics with an input size in tokens, those that the cost is unknown without whether known or not.

    Own machines are charged by none of them but what was observed: a request, a picture.
    """
    candidate = figures.candidate
    sizes = sorted({use.sent(call) for call in (0, use.tool_loops, use.last_call)})
    first, last = use.input_tokens, use.sent(use.tool_loops)

    def known(metric: str) -> bool:
        return figures.observation(metric, first) is not None

    if known("request_price"):
        yield "request_price", first
    searches = by_search(step, use, figures)
    if not candidate.self_hosted:
        if not searches and (use.input_tokens or use.loop_input_tokens):
            yield from (("input_price", size) for size in sizes)
            caches = use.cacheable_share or (use.tool_loops and use.hits_in_loops)
            if caches and candidate.capabilities.prompt_caching != "no" and known("cache_read_price"):
                yield from (("cache_read_price", size) for size in sizes)
                yield from (("cache_write_price", size) for size in sizes if known("cache_write_price"))
        if use.output_tokens or use.tool_loops * use.tool_output_tokens:
            yield "output_price", last
        if use.reasoning_tokens != 0:
            yield "reasoning_price" if known("reasoning_price") else "output_price", last
    for unit in units(step, use, figures):
        if known(unit.metric) or not candidate.self_hosted:
            yield unit.metric, first


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
