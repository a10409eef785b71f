"""What self-hosting a model takes, estimated: memory for weights and cache, GPUs of a replica, tokens a second.

A roofline: a step of decoding reads the weights and the cache of all requests at once from memory and computes two
operations a weight and token; reading a prompt computes the same for each of its tokens, and is bound by that alone.
What machines reach of their data sheets is fitted on published figures. Everything here is an estimate.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.sizing.constants import (
    BANDWIDTH_EFFICIENCY,
    COMPUTE_EFFICIENCY,
    DOUBLING_EFFICIENCY,
    LARGEST_BATCH,
    LAYER_OVERHEAD_S,
    MEMORY_SHARE,
    MIXTURE_EFFICIENCY,
    SERVER,
    Gpu,
    ModelShape,
    Precision,
)


class Deployment(NamedTuple):
    """What is to be served, how precisely, how long the requests are, how many at once, on what."""

    shape: ModelShape
    precision: Precision
    cache_bytes: float
    prompt_tokens: float
    answer_tokens: float
    requests: int
    """At once, in one replica."""
    gpu: Gpu
    gpus: int | None = None
    """Of one replica; None: as few as hold the weights and the requests."""
    served_share: float = 1.0
    """What the serving reaches of a tuned engine at full load."""
    data_parallel: bool = False
    """Whether each GPU attends to requests of its own; else every GPU takes a part of the heads of all requests."""

    @property
    def context(self) -> float:
        """The tokens of one request, prompt and answer."""
        return self.prompt_tokens + self.answer_tokens


class Estimate(NamedTuple):
    """What a plan comes to. Memory in GB (10^9 bytes), speeds in tokens a second of one replica."""

    weights_gb: float
    cache_token_kb: float
    """Cache that a further token of a request takes, in kB."""
    cache_request_gb: float
    cache_gb: float
    """Of all requests at once, on all GPUs together."""
    usable_gb: float
    """Of all GPUs of the replica."""
    gpus: int
    room: int
    """Requests of that length that fit at once beside the weights."""
    requests: int
    """Requests at once that the speeds are for: those asked for, as far as they fit."""
    prefill_tokens_per_s: float
    """Prompts read, no answers written meanwhile."""
    decode_tokens_per_s: float
    """Answers written, no prompts read meanwhile."""
    request_tokens_per_s: float
    """Of that, one request's."""
    mixed_tokens_per_s: float
    """Answers written while the prompts that they answer are read as well."""


class DoesNotFit(ShortlistError):
    """A plan that no server holds."""


def bytes_cached(plan: Deployment, context: float) -> float:
    """The cache of one request of that many tokens: a key and a value for every head of every layer."""
    shape = plan.shape
    return 2 * shape.kv_heads * shape.head_size * plan.cache_bytes * shape.cached_tokens(context)


def held(plan: Deployment, gpus: int) -> float:
    """How often the cache is held over all GPUs together.

    In tensor parallelism a GPU holds whole heads and at least one, so heads are held more than once where the GPUs
    outnumber them; a latent cache is one head. https://docs.vllm.ai/en/latest/serving/data_parallel_deployment.html
    """
    if plan.data_parallel:
        return 1.0
    return math.ceil(plan.shape.kv_heads / gpus) * gpus / plan.shape.kv_heads


def weight_bytes(plan: Deployment) -> float:
    """The weights; all of them are in memory, whatever a token uses."""
    return plan.shape.total_b * 1e9 * plan.precision.bytes_per_weight


def usable_bytes(plan: Deployment, gpus: int) -> float:
    """What the engine may take of the memory of that many GPUs."""
    return gpus * plan.gpu.memory_gb * 1e9 * MEMORY_SHARE


def room(plan: Deployment, gpus: int) -> int:
    """Requests that fit at once beside the weights; below 0 where the weights alone do not."""
    left = usable_bytes(plan, gpus) - weight_bytes(plan)
    cached = bytes_cached(plan, plan.context) * held(plan, gpus)
    if left <= 0:
        return -1
    if cached == 0:
        return LARGEST_BATCH
    return min(LARGEST_BATCH, math.floor(left / cached))


def gpus_needed(plan: Deployment) -> int:
    """The fewest GPUs, a power of two, that hold the weights and the requests at once.

    Raises `DoesNotFit` where a server does not.
    """
    counts: list[int] = [2**power for power in range(SERVER.bit_length())]
    found = next((gpus for gpus in counts if room(plan, gpus) >= min(plan.requests, LARGEST_BATCH)), None)
    if found is None:
        raise DoesNotFit(_too_large(plan))
    return found


def _too_large(plan: Deployment) -> str:
    weights = weight_bytes(plan) / 1e9
    usable = usable_bytes(plan, SERVER) / 1e9
    name = plan.gpu.name
    if weights >= usable:
        return (
            f"the weights take {weights:,.0f} GB and {SERVER} × {name} leave {usable:,.0f} GB; "
            "take a larger GPU or less precise weights"
        )
    return (
        f"{SERVER} × {name} hold {max(0, room(plan, SERVER)):,} such requests at once; "
        "ask for fewer at once, shorter ones, a more compact cache or a larger GPU"
    )


def size(plan: Deployment) -> Estimate:
    """Estimate a plan; raises `DoesNotFit` where the memory does not hold the weights and a request."""
    gpus = plan.gpus or gpus_needed(plan)
    fits = room(plan, gpus)
    if fits < 1:
        raise DoesNotFit(_no_room(plan, gpus))
    requests = min(plan.requests, fits)
    decode = requests / step_seconds(plan, gpus, requests) * plan.served_share
    prefill = prefill_per_s(plan, gpus) * plan.served_share
    per_answer = plan.prompt_tokens / plan.answer_tokens / prefill + 1 / decode
    return Estimate(
        weights_gb=weight_bytes(plan) / 1e9,
        cache_token_kb=(bytes_cached(plan, plan.context + 1) - bytes_cached(plan, plan.context)) / 1e3,
        cache_request_gb=bytes_cached(plan, plan.context) / 1e9,
        cache_gb=requests * bytes_cached(plan, plan.context) * held(plan, gpus) / 1e9,
        usable_gb=usable_bytes(plan, gpus) / 1e9,
        gpus=gpus,
        room=fits,
        requests=requests,
        prefill_tokens_per_s=prefill,
        decode_tokens_per_s=decode,
        request_tokens_per_s=decode / requests,
        mixed_tokens_per_s=1 / per_answer,
    )


def _no_room(plan: Deployment, gpus: int) -> str:
    weights, usable = weight_bytes(plan) / 1e9, usable_bytes(plan, gpus) / 1e9
    if weights >= usable:
        return f"the weights take {weights:,.1f} GB and {gpus} × {plan.gpu.name} leave {usable:,.1f} GB; take more GPUs"
    cached = bytes_cached(plan, plan.context) * held(plan, gpus) / 1e9
    return (
        f"beside the weights {usable - weights:,.1f} GB are left, and one request takes {cached:,.1f} GB; "
        "take more GPUs or a shorter context"
    )


def step_seconds(plan: Deployment, gpus: int, requests: float) -> float:
    """How long one step of decoding takes, in which every request gets one token.

    Requests are half through their answers on average.
    """
    shape = plan.shape
    context = plan.prompt_tokens + plan.answer_tokens / 2
    # In a mixture, the more requests, the more of the experts are used.
    weights = weight_bytes(plan) * (1 - math.pow(1 - shape.active_b / shape.total_b, requests))
    read = weights + requests * bytes_cached(plan, context) * held(plan, gpus)
    bandwidth = gpus * plan.gpu.bandwidth_gb_s * 1e9 * BANDWIDTH_EFFICIENCY * _joint(plan, gpus)
    attention = 4 * shape.attention_width * shape.cached_tokens(context)
    computed = requests * (2 * shape.active_b * 1e9 + attention)
    return read / bandwidth + computed / _flops(plan, gpus) + LAYER_OVERHEAD_S * shape.layers


def prefill_per_s(plan: Deployment, gpus: int) -> float:
    """Prompt tokens read a second; each looks back over half of the prompt on average."""
    shape = plan.shape
    full = shape.layers - shape.window_layers
    back = full * plan.prompt_tokens / 2 + shape.window_layers * min(plan.prompt_tokens / 2, shape.window_tokens)
    return _flops(plan, gpus) / (2 * shape.active_b * 1e9 + 4 * shape.attention_width * back)


def _flops(plan: Deployment, gpus: int) -> float:
    return gpus * plan.gpu.flops_per_s(plan.precision.fp8) * COMPUTE_EFFICIENCY * _joint(plan, gpus)


def _joint(plan: Deployment, gpus: int) -> float:
    """What is left where several GPUs work on one token, and where it is spread over experts."""
    shared = math.pow(DOUBLING_EFFICIENCY, math.log2(gpus))
    if plan.shape.mixture:
        shared *= MIXTURE_EFFICIENCY
    return shared
