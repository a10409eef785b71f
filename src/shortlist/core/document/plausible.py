"""What a figure can hardly be: a price in another unit than it is taken for, a score outside of its index's range."""

from __future__ import annotations

from shortlist.core.basics.words import plain
from shortlist.core.document.metrics import PER_MILLION_TOKENS, is_quality, is_rating, metric_row

DEAREST, CHEAPEST = 1_000.0, 0.0001
"""USD per million tokens. The dearest price of a token on any list was 600 (OpenAI o1-pro, LiteLLM price map of
2025-08-13), the cheapest that is not free 0.0028 (a cache read at DeepSeek, OpenRouter of 2026-08-01)."""
CHEAPEST_READ, CHEAPEST_WRITTEN = 0.0031, 0.0046
"""The same of what is read and written without a cache: bge-reranker-base at Cloudflare (models.dev of 2026-05-21), a
preview of gemini-1.5-flash (LiteLLM price map of 2025-08-13). What is below is priced by the thousand, or otherwise."""
CHEAPEST_GPU, DEAREST_GPU = 0.02, 200.0
"""USD for a GPU and hour: offers of 2026-05 go from 0.04 (RTX 4060 Ti) to 14 (B200)."""
DEAREST_EACH = 1_000.0
"""USD for one picture, page, search, call or minute."""
HEADLINES = ("aa_index", "livebench", "bfcl", "open_llm", "gpqa", "mmlu", "mmlu_pro")
"""Indices from 0 to 100 in which nobody has less than 1."""
POINTS = ("aa_", "livebench", "bfcl", "open_llm", "gpqa", "hle", "mmlu", "ifeval", "bbh", "musr", "scicode", "tau2")
"""How the names of indices begin that go from 0 to 100."""
RATINGS = (500.0, 2_500.0)
"""Between which Elo-like ratings lie: those of the arena of 2025-08 to 2026-04 go from 830 to 1,550."""


def implausible_rent(usd_per_hour: float) -> str:
    """Why a price for a GPU and hour can hardly be one; empty where nothing speaks against it."""
    if CHEAPEST_GPU <= usd_per_hour <= DEAREST_GPU:
        return ""
    return f"no GPU is let for {plain(usd_per_hour)} USD an hour: is it the lowest bid, or in cents?"


def implausible(metric: str, value: float) -> str:
    """Why a figure can hardly be what it says, and what it may be instead; empty where nothing speaks against it."""
    row = metric_row(metric)
    if is_rating(metric):
        low, high = RATINGS
        if not low <= value <= high:
            return f"ratings lie between {plain(low)} and {plain(high)}, not at {plain(value)}: is it another index?"
    elif is_quality(metric):
        if metric.removeprefix("quality.").startswith(POINTS) and not 0 <= value <= 100:
            return f"the index goes from 0 to 100, not to {plain(value)}: is it another index, or in another unit?"
        if metric.removeprefix("quality.") in HEADLINES and 0 < value < 1:
            return f"the index goes from 0 to 100, and nobody has {plain(value)}: is it a share of 1?"
    elif row.unit == PER_MILLION_TOKENS:
        if value > DEAREST:
            return f"no token costs {plain(value)} USD per million: is it the price of a token, or of a thousand?"
        if 0 < value < CHEAPEST:
            return f"no token costs {plain(value)} USD per million: is it the price of one token?"
        if 0 < value < {"input_price": CHEAPEST_READ, "output_price": CHEAPEST_WRITTEN}.get(metric, 0):
            return f"no token costs {plain(value)} USD per million: is it the price of a thousand, or of a minute?"
    elif row.price and value > DEAREST_EACH:
        return f"{plain(value)} {row.unit} is beyond any list price: is it in another unit?"
    return ""
