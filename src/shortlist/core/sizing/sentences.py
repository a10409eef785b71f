"""An estimate of self-hosting in words: each result with its unit and what it rests on, the checks, the sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from shortlist.core.basics.words import count
from shortlist.core.sizing.constants import (
    BANDWIDTH_EFFICIENCY,
    COMPUTE_EFFICIENCY,
    DOUBLING_EFFICIENCY,
    MEMORY_SHARE,
    MIXTURE_EFFICIENCY,
    RENTS,
    ModelPreset,
)
from shortlist.core.sizing.estimate import Deployment, Estimate, held
from shortlist.core.sizing.hosting_values import rounded
from shortlist.core.sizing.published_throughputs import PUBLISHED, ThroughputKind, comparable_throughputs, spread

KINDS: dict[ThroughputKind, str] = {"tuned": "Tuned engines at full load", "served": "Served endpoints"}


class Result(NamedTuple):
    """A line of the estimate."""

    name: str
    value: float
    unit: str
    basis: str

    @property
    def text(self) -> str:
        """The value with its unit, as exactly as an estimate is told."""
        value = self.value if self.unit in ("", "requests") else rounded(self.value)
        digits = f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.3g}"
        return f"{digits} {self.unit}".rstrip()


def results(plan: Deployment, estimate: Estimate) -> tuple[Result, ...]:
    """The estimate, line by line."""
    shape, gpu, asked = plan.shape, plan.gpu, plan.requests
    window = ""
    if shape.window_layers:
        window = f", {shape.window_layers} of them {shape.window_tokens} tokens"
    waiting = ""
    if estimate.requests < asked:
        waiting = f"; {asked - estimate.requests:,} of {asked:,} wait"
    kept = _kept(plan, estimate.gpus)
    share = "" if plan.served_share == 1 else f", {plan.served_share:.0%} of it"
    return (
        Result(
            "weights",
            estimate.weights_gb,
            "GB",
            f"{shape.total_b:g} billion × {plan.precision.bytes_per_weight:g} bytes ({plan.precision.name})",
        ),
        Result(
            "cache, each",
            estimate.cache_request_gb,
            "GB",
            f"2 × {shape.kv_heads} heads × {shape.head_size} × {plan.cache_bytes:g} bytes, "
            f"{plan.context:,.0f} tokens, {shape.layers} layers{window}",
        ),
        Result("cache, all", estimate.cache_gb, "GB", f"{estimate.requests:,} requests at once{waiting}{kept}"),
        Result(
            "memory left",
            estimate.usable_gb - estimate.weights_gb - estimate.cache_gb,
            "GB",
            f"of {estimate.gpus} × {gpu.memory_gb:g} GB × {MEMORY_SHARE:.0%} that an engine takes",
        ),
        Result("GPUs", estimate.gpus, "", "given" if plan.gpus else "the fewest of a replica that hold it"),
        Result("room for", estimate.room, "requests", "at once beside the weights"),
        Result(
            "reads",
            estimate.prefill_tokens_per_s,
            "tokens/s",
            f"bound by computing: 2 operations a weight and token{share}; nothing written meanwhile",
        ),
        Result(
            "writes",
            estimate.decode_tokens_per_s,
            "tokens/s",
            f"{estimate.requests:,} requests together, bound by memory and computing{share}; nothing read meanwhile",
        ),
        Result("each of them", estimate.request_tokens_per_s, "tokens/s", "what one user sees, at that many at once"),
        Result(
            "both at once",
            estimate.mixed_tokens_per_s,
            "tokens/s",
            "written while the prompts that they answer are read too",
        ),
    )


def _kept(plan: Deployment, gpus: int) -> str:
    """How the GPUs of a replica share the cache, where there are several."""
    if gpus == 1:
        return ""
    if plan.data_parallel:
        return "; data parallel, each GPU keeps that of its own requests"
    times = held(plan, gpus)
    if times == 1:
        return "; tensor parallel, the heads are shared among the GPUs"
    return f"; tensor parallel, held {times:g} times: {gpus} GPUs share {count(plan.shape.kv_heads, 'head')}"


def error_told(plan: Deployment) -> tuple[str, ...]:
    """How far such estimates are off, against what was published."""
    kind_of_model = "mixtures of experts" if plan.shape.mixture else "models without experts"
    told = []
    for kind, name in KINDS.items():
        figures = comparable_throughputs(plan, kind)
        low, high = spread(figures)
        told.append(
            f"{name}, {kind_of_model}: {low:.2f} to {high:.2f} of {len(figures)} published figures, before the share."
        )
    return tuple(told)


def checks_told() -> Iterable[tuple[str, float]]:
    """Every published figure with the estimate over it."""
    return ((f"{figure} ({figure.source.title})", figure.ratio) for figure in PUBLISHED)


def sources_told(plan: Deployment, preset: ModelPreset | None) -> tuple[str, ...]:
    """Where the constants behind a plan can be read."""
    precision, rent, model, rented = plan.precision, plan.gpu.rent, [], []
    if preset is not None:
        note = f"{preset.note}. " if preset.note else ""
        model = [f"{preset.name}: {note}{preset.source}"]
    if rent is not None:
        rented = [f"Rent: median of {rent.offers} offers, {rent.usd_per_hour:g} USD an hour. {RENTS}"]
    return (
        f"{plan.gpu.name}: {plan.gpu.memory_gb:g} GB, {plan.gpu.bandwidth_gb_s:,g} GB/s, "
        f"{plan.gpu.flops_per_s(precision.fp8) / 1e12:,g} TFLOP/s dense. {plan.gpu.source}",
        *model,
        f"{precision.name}: {precision.bytes_per_weight:g} bytes a weight, {precision.why}.",
        *rented,
        f"Reached of the data sheet: {BANDWIDTH_EFFICIENCY:.0%} of the bandwidth, {COMPUTE_EFFICIENCY:.0%} of the "
        f"operations, {DOUBLING_EFFICIENCY:.0%} for each doubling of GPUs, {MIXTURE_EFFICIENCY:.0%} for experts; "
        "fitted on the tuned tables below.",
        *dict.fromkeys(str(figure.source) for figure in PUBLISHED),
    )
