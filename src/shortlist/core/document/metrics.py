"""The metrics an observation may be of, and which of them are prices, tiered by the size of the input."""

from __future__ import annotations

import re
from typing import Annotated

from shortlist.core.document.fields import checked_text, closest, wrong

PRICE_METRICS = (
    "input_price",
    "output_price",
    "reasoning_price",
    "cache_read_price",
    "cache_write_price",
    "request_price",
    "audio_token_price",
    "character_price",
    "image_price",
    "output_image_price",
    "page_price",
    "search_price",
    "audio_input_price",
    "audio_output_price",
)
"""USD per million tokens unless `METRIC_UNITS` says otherwise. Only these may have a tier."""

POSITIVE_METRICS = ("output_speed",)
"""A speed of 0 means that nobody measured it, so it is refused."""
WHOLE_METRICS = ("alternative_hosts",)
"""Counts of things."""

OTHER_METRICS = (
    "output_speed",
    "ttft",
    "first_token",
    "batch_discount",
    "tokens_per_image",
    "tokens_per_audio_minute",
    "context_window",
    "max_output",
    "requests_per_minute",
    "tokens_per_minute",
    "alternative_hosts",
)

KNOWN_METRICS = PRICE_METRICS + OTHER_METRICS
QUALITY_PREFIX = "quality."
ARENA_ELO = "quality.arena_elo"
"""Elo-like ratings have no natural zero: their distances are counted in points, not in shares."""
WORDS_OF_ERRORS = frozenset(
    [
        "wer",
        "cer",
        "perplexity",
        "mae",
        "rmse",
        "error",
        "errors",
        "hallucination",
        "hallucinations",
        "toxicity",
        "refusal",
    ]
)
"""Words in the name of an index that say that a lower figure is the better one."""

METRIC_UNITS = {
    **dict.fromkeys(PRICE_METRICS, "USD per million tokens"),
    "request_price": "USD per call",
    "character_price": "USD per million characters",
    "image_price": "USD an image",
    "output_image_price": "USD an image",
    "page_price": "USD a page",
    "search_price": "USD a search",
    "audio_input_price": "USD a minute",
    "audio_output_price": "USD a minute",
    "tokens_per_image": "tokens",
    "tokens_per_audio_minute": "tokens",
    "output_speed": "tokens/s",
    "ttft": "s",
    "first_token": "s",
    "batch_discount": "share",
    "context_window": "tokens",
    "max_output": "tokens",
    "requests_per_minute": "requests/min",
    "tokens_per_minute": "tokens/min",
    "alternative_hosts": "hosts",
}


def is_quality(metric: str) -> bool:
    """Whether the metric is a quality index."""
    return metric.startswith(QUALITY_PREFIX) and len(metric) > len(QUALITY_PREFIX)


def counts_errors(metric: str) -> bool:
    """Whether the name of a quality index says that it counts what is wrong."""
    return is_quality(metric) and not WORDS_OF_ERRORS.isdisjoint(re.split(r"[._-]", metric.casefold()))


def _metric(value: str) -> str:
    if value in KNOWN_METRICS or is_quality(value):
        return value
    near = closest(value, KNOWN_METRICS)
    hint = f"did you mean {near}?" if near else f"known: quality.<index>, {', '.join(KNOWN_METRICS)}"
    raise wrong(f"unknown metric {value!r}; {hint}")


def _quality_metric_or_nothing(value: str) -> str | None:
    return _quality_metric(value) if value else None


def _quality_metric(value: str) -> str:
    if is_quality(value):
        return value
    raise wrong(f"expected quality.<index>, such as quality.aa_index, found {value!r}")


Metric = Annotated[str, checked_text(_metric)]
"""A known metric or `quality.<index>`."""
QualityMetric = Annotated[str, checked_text(_quality_metric, {"pattern": r"^quality\..+"})]
"""`quality.<index>`."""
OwnQualityMetric = Annotated[str | None, checked_text(_quality_metric_or_nothing)]
"""`quality.<index>`; an empty text names none."""
