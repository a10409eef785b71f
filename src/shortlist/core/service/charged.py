"""Which prices a candidate's service of a step is charged by, and at which input sizes."""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.document.scenario import Step
from shortlist.core.service.cost import by_search, units
from shortlist.core.service.figures import Figures
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
