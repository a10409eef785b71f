"""What a call may cost at most, and what it did cost by the usage that it reports. Amounts in USD."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from shortlist.core.basics.unknown import Unknown, times, total
from shortlist.core.calling.request import longest_answer
from shortlist.core.golden.examples import as_text
from shortlist.core.service.figures import Figures

CHARACTERS_PER_TOKEN = 3
"""Characters of a prompt that are counted as a token: real text has more, so the estimate is on the high side."""


class TokenUsage(NamedTuple):
    """The tokens of a call as its usage tells them; None is unknown."""

    input_tokens: float | None = None
    """Cached ones among them."""
    cached_tokens: float | None = None
    output_tokens: float | None = None
    """Thinking left out, where it is told apart."""
    reasoning_tokens: float | None = None


def usage_of(told: object) -> TokenUsage:
    """The usage that the protocol reports; anything that is no count is unknown."""
    if not isinstance(told, dict):
        return TokenUsage()
    prompt = _count(told.get("prompt_tokens"))
    written = _count(told.get("completion_tokens"))
    cached = _count(_inside(told, "prompt_tokens_details", "cached_tokens"))
    if cached is None:
        cached = _count(told.get("prompt_cache_hit_tokens"))
    thought = _count(_inside(told, "completion_tokens_details", "reasoning_tokens"))
    if written is not None and thought is not None:
        written = max(0, written - thought)
    return TokenUsage(prompt, cached, written, thought)


def _inside(told: Mapping[str, Any], key: str, name: str) -> object:
    found = told.get(key)
    return found.get(name) if isinstance(found, dict) else None


def _count(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e15:
        return None
    return value


def cost_of(figures: Figures, usage: TokenUsage) -> Unknown:
    """What a call cost; unknown where a price or a count is that it takes."""
    sent, written = usage.input_tokens, usage.output_tokens
    if sent is None or written is None:
        return None
    price, cached = figures.prices(sent), min(usage.cached_tokens or 0, sent)
    read = price.input if price.cache_read is None else price.cache_read
    fee = figures.value("request_price", sent)
    return total(
        times(sent - cached, price.input),
        times(cached, read),
        times(written, price.output),
        times(usage.reasoning_tokens or 0, price.reasoning),
        fee or 0.0,
    )


def prompt_tokens(body: Mapping[str, Any]) -> int:
    """The tokens that a request sends, estimated by its length: messages, tools and schema."""
    words = [_words(one.get("content")) for one in body["messages"]]
    words += [_words(one["tool_calls"]) for one in body["messages"] if one.get("tool_calls")]
    words += [_words(body[key]) for key in ("tools", "response_format") if key in body]
    return math.ceil(sum(len(one.encode("utf-8", "surrogatepass")) for one in words) / CHARACTERS_PER_TOKEN)


def _words(content: object) -> str:
    return "" if content is None else as_text(content)


def worst_case(figures: Figures, body: Mapping[str, Any], grown: float = 1.0) -> Unknown:
    """What a call may cost at most; unknown without a price. `grown` is by how much prompts turned out longer."""
    sent, written = math.ceil(prompt_tokens(body) * grown), longest_answer(body)
    price = figures.prices(sent)
    dearest = max((one for one in (price.input, price.cache_write) if one is not None), default=None)
    if price.input is None or price.output is None or dearest is None:
        return None
    thought = price.output if price.reasoning is None else max(price.output, price.reasoning)
    fee = figures.value("request_price", sent)
    return total(times(sent, dearest), times(written, thought), fee or 0.0)
