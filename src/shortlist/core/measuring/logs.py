"""Request logs: what their columns mean, and what the requests of each candidate come to in a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count, listed, percent, plain, seconds
from shortlist.core.document.problems import meant
from shortlist.core.document.scenario import Step
from shortlist.core.measuring.measured_figures import MeasuredFigure

DAYS_A_MONTH = 365.25 / 12


class LogMeaning(NamedTuple):
    """What a column of a log may mean."""

    id: str
    what: str
    called: str
    """What it is called by tools, in small letters and apart by spaces; of several the first."""


MEANINGS = (
    LogMeaning("candidate", "the model", "gen_ai.request.model model_group model model_id gen_ai.response.model"),
    LogMeaning(
        "at", "when it began", "starttime start_time timestamp starttimeunixnano time_unix_nano time created_at at"
    ),
    LogMeaning("end", "when it ended", "endtime end_time endtimeunixnano"),
    LogMeaning("first", "when the answer began", "completionstarttime completion_start_time"),
    LogMeaning(
        "input_tokens",
        "tokens sent, cached ones among them",
        "gen_ai.usage.input_tokens gen_ai.usage.prompt_tokens prompt_tokens input_tokens",
    ),
    LogMeaning(
        "cached_tokens",
        "tokens read from the cache",
        "gen_ai.usage.cache_read.input_tokens gen_ai.usage.cache_read_input_tokens cache_read_input_tokens "
        "cached_tokens",
    ),
    LogMeaning(
        "stored_tokens",
        "tokens written into the cache",
        "gen_ai.usage.cache_creation.input_tokens gen_ai.usage.cache_write.input_tokens "
        "gen_ai.usage.cache_creation_input_tokens cache_creation_input_tokens cache_write_tokens",
    ),
    LogMeaning(
        "output_tokens",
        "tokens answered, thinking among them",
        "gen_ai.usage.output_tokens gen_ai.usage.completion_tokens completion_tokens output_tokens",
    ),
    LogMeaning(
        "reasoning_tokens",
        "tokens thought",
        "gen_ai.usage.reasoning.output_tokens gen_ai.usage.reasoning_tokens reasoning_tokens",
    ),
    LogMeaning(
        "latency",
        "how long it took",
        "gen_ai.client.operation.duration duration_s latency_s total_s duration_ms latency_ms request_duration_ms "
        "duration_ns duration_nano duration latency",
    ),
    LogMeaning(
        "ttft",
        "how long until the answer began",
        "gen_ai.server.time_to_first_token gen_ai.response.time_to_first_chunk ttft_s ttft time_to_first_token "
        "ttft_ms time_to_first_token_ms",
    ),
    LogMeaning("error", "why it failed, empty where it did not", "error.type error_type error"),
    LogMeaning("status", "a word or a code that tells whether it failed", "status status_code http_status"),
    LogMeaning("ok", "true where it did not fail", "success ok"),
    LogMeaning("retries", "calls that failed before", "retries retry_count num_retries"),
    LogMeaning("cached", "true where a cache of one's own answered", "cache_hit"),
    LogMeaning("cost", "what it cost, USD", "spend cost_usd cost"),
)
FACTORS = {
    **dict.fromkeys(("duration_ms", "latency_ms", "request_duration_ms", "ttft_ms", "time_to_first_token_ms"), 0.001),
    **dict.fromkeys(("duration_ns", "duration_nano"), 1e-9),
}
"""What the values of a column are multiplied by that holds no seconds; those of any other by 1."""
BY_ID = {one.id: one for one in MEANINGS}
UNITS = {"s": 1.0, "ms": 0.001, "us": 1e-6, "ns": 1e-9}
"""What a time may be written in, behind the column's name: `latency=took:ms`."""


class LogColumn(NamedTuple):
    """A column of a log with what its values are multiplied by."""

    name: str
    factor: float = 1.0


def columns_of(header: Iterable[str], said: Mapping[str, str]) -> dict[str, LogColumn]:
    """What each column means, by meaning: what a person says comes before what tools call it.

    Raises `ShortlistError` for a column or a meaning that is none.
    """
    names = {one.casefold(): one for one in header}
    by_sign = {one.replace(".", "_"): original for one, original in names.items()}
    found: dict[str, LogColumn] = {}
    for meaning, told in said.items():
        if meaning not in BY_ID:
            raise ShortlistError(f"no meaning {meaning!r}; {meant(meaning, BY_ID)}")
        name, colon, unit = told.rpartition(":")
        if not colon or unit not in UNITS:
            name, unit = told, "s"
        if name not in names.values():
            raise ShortlistError(f"no column {name!r}; {meant(name, sorted(names.values()))}")
        found[meaning] = LogColumn(name, UNITS[unit] if meaning in ("latency", "ttft") else 1.0)
    for one in MEANINGS:
        if one.id not in found:
            for name in one.called.split():
                column = names.get(name) or by_sign.get(name.replace(".", "_"))
                if column is not None:
                    found[one.id] = LogColumn(column, FACTORS.get(name, 1.0))
                    break
    return found


class Group(NamedTuple):
    """The requests of one model; times in seconds, None is unknown."""

    model: str
    requests: int
    first: dt.datetime | None
    last: dt.datetime | None
    input_tokens: float | None
    """The mean, as of the others, over the requests that did not fail and that no own cache answered."""
    cached_tokens: float | None
    output_tokens: float | None
    """Thinking among them."""
    reasoning_tokens: float | None
    failed: int | None
    retries: float | None
    """A request."""
    own_cache: int | None
    latency: tuple[float | None, float | None, float | None]
    """Median, 95th and 99th percentile, of requests that did not fail and that no own cache answered."""
    ttft: tuple[float | None, float | None, float | None]
    speed: float | None
    """Tokens a second once the answer has begun, the median."""
    cost_usd: float | None
    approximate: bool = False
    """Whether the engine's percentiles are approximate."""
    added: tuple[str, ...] = ()
    """What the log counts apart, and is added here: `cached` to what is sent, `thought` to what is answered."""

    @property
    def reached(self) -> int:
        """The requests that reached the model: those that a cache of one's own answered did not."""
        return self.requests - (self.own_cache or 0)

    @property
    def cache_share(self) -> float | None:
        """The share of what is sent that the provider's cache held."""
        if not self.input_tokens or self.cached_tokens is None:
            return None
        return min(1.0, self.cached_tokens / self.input_tokens)

    @property
    def figures(self) -> list[MeasuredFigure]:
        """What was measured, by metric."""
        told = (("ttft", self.ttft[0]), ("output_speed", self.speed))
        note = group_words(self)
        return [MeasuredFigure(metric, value, note) for metric, value in told if value]


class MeasuredLog(NamedTuple):
    groups: tuple[Group, ...]
    days: float | None
    """That it spans; None where no column says when."""
    notices: tuple[str, ...]


def span_days(groups: Sequence[Group]) -> float | None:
    """The days from the first request to the last."""
    firsts = [one.first for one in groups if one.first is not None]
    lasts = [one.last for one in groups if one.last is not None]
    if not firsts or not lasts:
        return None
    days = (max(lasts) - min(firsts)).total_seconds() / 86_400
    return days if days > 0 else None


def proposed_usage(found: MeasuredLog, step: Step) -> dict[str, Any]:
    """The figures of a step's traffic that the requests of all its candidates come to."""
    groups = found.groups
    requests = sum(one.reached for one in groups)
    told: dict[str, Any] = {}
    if found.days is not None:
        told["requests_per_month"] = round(requests / found.days * DAYS_A_MONTH)
    sent, cached = _mean(groups, "input_tokens"), _mean(groups, "cached_tokens")
    answered, thought = _mean(groups, "output_tokens"), _mean(groups, "reasoning_tokens")
    if answered is not None:
        answered = max(0.0, answered - (thought or 0.0))
    for name, value in (("input_tokens", sent), ("reasoning_tokens", thought), ("output_tokens", answered)):
        if value is not None:
            told[name] = round(value)
    if sent and cached is not None:
        share, prefix = min(1.0, cached / sent), step.usage.cacheable_share
        if prefix and prefix >= share:
            told["cache_hit_rate"] = round(share / prefix, 4)
        elif share:
            # How long the repeated prefix is no log tells: what was found is all that is known of it.
            told |= {"cacheable_share": round(share, 4), "cache_hit_rate": 1.0}
        else:
            told["cache_hit_rate"] = 0.0
    failed = [one.failed for one in groups]
    if requests and all(one is not None for one in failed):
        told["failure_rate"] = round(sum(one or 0 for one in failed) / requests, 5)
    return told


def _mean(groups: Sequence[Group], field: str) -> float | None:
    """A mean of the groups over their requests that did not fail; None where nothing is known."""
    known = [(value, one.reached - (one.failed or 0)) for one in groups if (value := getattr(one, field)) is not None]
    weight = sum(number for _, number in known)
    return sum(value * number for value, number in known) / weight if weight else None


def group_words(one: Group) -> str:
    """What the requests of a model come to, in words."""
    about = "about " if one.approximate else ""
    parts = [count(one.requests, "request")]
    for name, value in (("sent", one.input_tokens), ("answered", one.output_tokens)):
        if value is not None:
            parts.append(f"{plain(round(value))} tokens {name}")
    if one.cache_share is not None:
        parts.append(f"{percent(one.cache_share)} of it cached")
    if one.failed is not None and one.requests:
        parts.append(f"{percent(one.failed / one.requests)} failed")
    if one.retries is not None:
        parts.append(f"{plain(one.retries)} retries a request")
    for name, times in (("first token", one.ttft), ("whole answer", one.latency)):
        told = [
            f"p{share} {about}{seconds(value)}"
            for share, value in zip((50, 95, 99), times, strict=True)
            if value is not None
        ]
        if told:
            parts.append(f"{name} {listed(told)}")
    if one.own_cache:
        parts.append(f"{one.own_cache:,} answered by a cache of one's own, and in no time")
    return "; ".join(parts)
