"""Published throughputs that the estimates are held against, and how far they are off.

`tuned` figures are of an engine at full load, measured by its maker: the constants were fitted on the two tables that
they are taken from, so their error is what the fit leaves. `served` ones are of endpoints and were not used in the fit:
a tuned one comes near the estimate, one with defaults may reach less than half of it. `SERVED_SHARE` is about their
median.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from shortlist.core.sizing.constants import (
    CACHE_BYTES,
    GPUS,
    PRECISIONS,
    PRESETS,
    Gpu,
    ModelPreset,
    Precision,
    Publication,
)
from shortlist.core.sizing.estimate import Deployment, size

ThroughputKind = Literal["tuned", "served"]


def named_gpu(name: str) -> Gpu:
    return next(gpu for gpu in GPUS if gpu.name == name)


def named_precision(name: str) -> Precision:
    return next(one for one in PRECISIONS if one.name == name)


def named_preset(name: str) -> ModelPreset:
    return next(one for one in PRESETS if one.name == name)


class Published(NamedTuple):
    """A published throughput: what ran on what, and the answer tokens a second of all GPUs together."""

    kind: ThroughputKind
    model: str
    precision: str
    cache: str
    gpu: str
    gpus: int
    prompt_tokens: int
    answer_tokens: int
    requests: int
    """Offered at once."""
    tokens_per_s: float
    source: Publication
    data_parallel: bool = False
    """Whether each GPU attended to requests of its own (`enable_attention_dp`)."""

    @property
    def plan(self) -> Deployment:
        """The same as a plan, of a tuned engine."""
        return Deployment(
            named_preset(self.model).shape,
            named_precision(self.precision),
            CACHE_BYTES[self.cache],
            self.prompt_tokens,
            self.answer_tokens,
            self.requests,
            named_gpu(self.gpu),
            self.gpus,
            data_parallel=self.data_parallel,
        )

    @property
    def ratio(self) -> float:
        """The estimate over the published figure."""
        return size(self.plan).mixed_tokens_per_s / self.tokens_per_s

    def __str__(self) -> str:
        many = f"{self.gpus} × " if self.gpus > 1 else ""
        return (
            f"{self.model} {self.precision}, {many}{self.gpu}, {self.prompt_tokens:,}/{self.answer_tokens:,} tokens, "
            f"{self.requests:,} at once: {self.tokens_per_s:,.0f} tokens/s published"
        )


_TRTLLM = "https://github.com/NVIDIA/TensorRT-LLM/blob"
TRTLLM_10 = Publication(
    "TensorRT-LLM 1.0, performance overview",
    f"{_TRTLLM}/00f37686aa854010d68bcbd0f4ab000221541ca6/docs/source/performance/perf-overview.md",
    "2025",
)
TRTLLM_12 = Publication(
    "TensorRT-LLM 1.2, performance overview",
    f"{_TRTLLM}/03e27c7d5ff0c6e89f8328838c0a8e64f1b34f9d/docs/source/developer-guide/perf-overview.md",
    "2026",
)
NIM = Publication(
    "NVIDIA NIM 1.8.0, LLM benchmarking guide, performance",
    "https://docs.nvidia.com/nim/benchmarking/llm/1.0.0/performance",
    "read 2026-11-25",
)
_GPUSTACK = "https://github.com/gpustack/gpustack/blob"
GPUSTACK_OSS = Publication(
    "GPUStack performance lab, vLLM 0.10.2",
    f"{_GPUSTACK}/72aee9dd195ff5c9bf3a4886add80038ce79aef8/docs/performance-lab/gpt-oss-120b/h100.md",
    "2025",
)
GPUSTACK_QWEN = Publication(
    "GPUStack performance lab, vLLM 0.11.0 and TensorRT-LLM 1.2.0rc1",
    f"{_GPUSTACK}/10e9444a07c73556f2ef0d10d2b2766bbf54c9c0/docs/performance-lab/qwen3-32b/h100.md",
    "2025",
)

H100, H200 = "H100 80GB", "H200 141GB"
PUBLISHED = (
    Published("tuned", "Llama 3.1 8B", "FP8", "FP8", H100, 1, 128, 4096, 1500, 14325, TRTLLM_10),
    Published("tuned", "Llama 3.1 8B", "FP8", "FP8", H100, 1, 1000, 1000, 3000, 15220, TRTLLM_10),
    Published("tuned", "Llama 3.1 8B", "FP8", "FP8", H100, 1, 2048, 128, 3000, 3450, TRTLLM_10),
    Published("tuned", "Llama 3.1 8B", "FP8", "FP8", H100, 1, 20000, 2000, 1000, 1351, TRTLLM_10),
    Published("tuned", "Llama 3.1 8B", "FP8", "FP8", H200, 1, 128, 128, 30000, 27911, TRTLLM_10),
    Published("tuned", "Llama 3.3 70B", "FP8", "FP8", H100, 2, 1000, 1000, 3000, 4205, TRTLLM_10),
    Published("tuned", "Llama 3.3 70B", "FP8", "FP8", H100, 2, 2048, 2048, 1500, 3082, TRTLLM_10),
    Published("tuned", "Llama 3.3 70B", "FP8", "FP8", H200, 1, 1000, 1000, 3000, 2909, TRTLLM_10),
    Published("tuned", "Llama 3.1 405B", "FP8", "FP8", H200, 8, 2048, 2048, 1500, 2948, TRTLLM_10),
    Published("tuned", "Llama 3.1 405B", "FP8", "FP8", H100, 8, 5000, 500, 1500, 610, TRTLLM_10),
    Published("tuned", "Qwen3 235B A22B", "FP8", "FP8", H200, 8, 128, 2048, 3000, 42821, TRTLLM_10, True),
    Published("tuned", "Qwen3 235B A22B", "FP8", "FP8", H200, 8, 1000, 2000, 1500, 22061, TRTLLM_10, True),
    Published("tuned", "Qwen3 235B A22B", "FP8", "FP8", H200, 8, 5000, 500, 1500, 3623, TRTLLM_10, True),
    Published("tuned", "gpt-oss-20b", "MXFP4", "BF16", H100, 1, 1000, 1000, 3000, 11557, TRTLLM_12),
    Published("tuned", "gpt-oss-20b", "MXFP4", "BF16", H100, 1, 8192, 1024, 1500, 3366, TRTLLM_12),
    Published("tuned", "gpt-oss-120b", "MXFP4", "BF16", H200, 1, 1000, 1000, 3000, 6868, TRTLLM_12),
    Published("tuned", "gpt-oss-120b", "MXFP4", "BF16", H200, 1, 8192, 1024, 1500, 1828, TRTLLM_12),
    Published("served", "Llama 3.3 70B", "FP8", "FP8", H100, 2, 5000, 500, 1, 51.67, NIM),
    Published("served", "Llama 3.3 70B", "FP8", "FP8", H100, 2, 5000, 500, 25, 623.4, NIM),
    Published("served", "Llama 3.3 70B", "FP8", "FP8", H100, 2, 5000, 500, 250, 920.12, NIM),
    Published("served", "gpt-oss-120b", "MXFP4", "BF16", H100, 1, 215, 196, 1000, 2901.05, GPUSTACK_OSS),
    Published("served", "gpt-oss-120b", "MXFP4", "BF16", H100, 2, 215, 196, 1000, 7648.67, GPUSTACK_OSS),
    Published("served", "gpt-oss-120b", "MXFP4", "BF16", H100, 1, 2000, 100, 500, 14385.69 / 21, GPUSTACK_OSS),
    Published("served", "gpt-oss-120b", "MXFP4", "BF16", H100, 1, 4000, 200, 500, 14247.47 / 21, GPUSTACK_OSS),
    Published("served", "gpt-oss-120b", "MXFP4", "BF16", H100, 2, 4000, 200, 500, 34491.13 / 21, GPUSTACK_OSS),
    Published("served", "Qwen3 32B", "BF16", "BF16", H100, 1, 217, 201, 1000, 1131.55, GPUSTACK_QWEN),
    Published("served", "Qwen3 32B", "BF16", "BF16", H100, 1, 2000, 100, 500, 152.42, GPUSTACK_QWEN),
    Published("served", "Qwen3 32B", "FP8", "BF16", H100, 1, 217, 201, 1000, 2060.40, GPUSTACK_QWEN),
    Published("served", "Qwen3 32B", "FP8", "BF16", H100, 1, 2000, 100, 500, 5901.95 / 21, GPUSTACK_QWEN),
    Published("served", "Qwen3 32B", "FP8", "BF16", H100, 1, 4000, 200, 500, 4929.16 / 21, GPUSTACK_QWEN),
)
"""Where only all tokens are given, one in twenty-one is of an answer, as in the prompts that were used."""


def spread(figures: Iterable[Published]) -> tuple[float, float]:
    """The smallest and the largest ratio of estimate to published figure."""
    ratios = [figure.ratio for figure in figures]
    return min(ratios), max(ratios)


def comparable_throughputs(plan: Deployment, kind: ThroughputKind) -> tuple[Published, ...]:
    """The published figures of a kind that bear on a plan: mixtures of experts, or models without."""
    return tuple(
        figure for figure in PUBLISHED if figure.kind == kind and figure.plan.shape.mixture == plan.shape.mixture
    )
