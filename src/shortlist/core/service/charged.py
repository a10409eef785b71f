"""Which prices a candidate's service of a step is charged by, and at which input sizes."""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.document.scenario import Step
from shortlist.core.service.cost import by_search
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
    by_tokens = step.role == "reranker" and use.input_tokens and not searches
    media = [
        (use.images, _first(figures, "image_price", ("tokens_per_image", "input_price"))),
        (use.output_images, "output_image_price"),
        (use.pages, "page_price"),
        (0.0 if by_tokens else use.searches, "search_price"),
        (use.audio_input_minutes, _first(figures, "audio_input_price", ("tokens_per_audio_minute", _sound(figures)))),
        (use.audio_output_minutes or use.input_characters, _speech(use, figures)),
    ]
    for amount, metric in media:
        if amount and (known(metric) or not candidate.self_hosted):
            yield metric, first


def _first(figures: Figures, price: str, by_tokens: tuple[str, str]) -> str:
    """The price of a unit, or that of the tokens that it is turned into."""
    turned, token = by_tokens
    return token if figures.observation(price) is None and figures.observation(turned) is not None else price


def _sound(figures: Figures) -> str:
    return "input_price" if figures.observation("audio_token_price") is None else "audio_token_price"


def _speech(use: EffectiveUsage, figures: Figures) -> str:
    """Of two measures of speech the first that has a price; without one the first that is used."""
    measures = (use.audio_output_minutes, "audio_output_price"), (use.input_characters, "character_price")
    asked = [metric for amount, metric in measures if amount] or ["character_price"]
    return next((metric for metric in asked if figures.observation(metric) is not None), asked[0])
