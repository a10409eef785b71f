"""The constants behind an estimate of self-hosting, each with its source and date: GPUs, precisions, models, prices.

What is measured here by nobody is fitted, and says on what; `published_throughputs` is what estimates are held against.
"""

from __future__ import annotations

from typing import NamedTuple


class Publication(NamedTuple):
    """Where a constant can be read, and when what says it was published."""

    title: str
    address: str
    dated: str

    def __str__(self) -> str:
        return f"{self.title}, {self.dated}, {self.address}"


class Rent(NamedTuple):
    """The median of the offers that are not spot prices."""

    usd_per_hour: float
    offers: int
    models: tuple[str, ...]
    """What the offers call the GPU."""


class Gpu(NamedTuple):
    """A GPU: memory in GB, bandwidth in GB/s, dense TFLOP/s; without FP8 units `fp8_tflops` is None."""

    name: str
    memory_gb: float
    bandwidth_gb_s: float
    bf16_tflops: float
    fp8_tflops: float | None
    source: Publication
    rent: Rent | None = None

    def flops_per_s(self, fp8: bool) -> float:
        """Dense operations a second; a GPU without FP8 units computes in BF16."""
        if fp8 and self.fp8_tflops is not None:
            return self.fp8_tflops * 1e12
        return self.bf16_tflops * 1e12


class Precision(NamedTuple):
    """How a weight is stored: bytes a weight, whether it is computed with in FP8, the usual file format."""

    name: str
    bytes_per_weight: float
    fp8: bool
    file_format: str
    why: str


class ModelShape(NamedTuple):
    """What of a model decides its memory and speed; parameters in billions."""

    total_b: float
    active_b: float
    layers: int
    kv_heads: int
    head_size: int
    attention_width: int = 0
    """Query heads times head size; in what a prompt costs to read."""
    window_layers: int = 0
    """Of the layers, those that look back over a window only."""
    window_tokens: int = 0

    @property
    def mixture(self) -> bool:
        """Whether a token uses a part of the weights only."""
        return self.active_b < self.total_b

    def cached_tokens(self, context: float) -> float:
        """Tokens that are kept, summed over the layers, for one request of that length."""
        full = self.layers - self.window_layers
        return full * context + self.window_layers * min(context, self.window_tokens)


class ModelPreset(NamedTuple):
    """A model as its published configuration describes it."""

    name: str
    shape: ModelShape
    precision: str
    """How its maker publishes the weights, or how they are usually served."""
    page: str
    """Its repository at Hugging Face."""
    dated: str
    note: str = ""

    @property
    def source(self) -> Publication:
        """Where its configuration can be read."""
        return Publication("config.json and model card", f"https://huggingface.co/{self.page}", self.dated)


RENTS = Publication(
    "gpu-pricing, 310 offers of 21 providers (MIT licence)", "each offer names its own page", "2026-05-24"
)
"""The rents: the median of the offers that are not spot."""

_NVIDIA = "https://www.nvidia.com/en-us/data-center"
_ADA = Publication(
    "NVIDIA Ada GPU architecture, version 2.01",
    "https://images.nvidia.com/aem-dam/Solutions/Data-Center/l4/nvidia-ada-gpu-architecture-whitepaper-v2.1.pdf",
    "2023",
)
_H100 = Publication("NVIDIA H100 data sheet", f"{_NVIDIA}/h100/", "2023")
_H200 = Publication("NVIDIA H200 data sheet", f"{_NVIDIA}/h200/", "2023")
_B200 = Publication("NVIDIA DGX B200 data sheet, a GPU's share of eight", f"{_NVIDIA}/dgx-b200/", "2024")
_L40S = Publication("NVIDIA L40S data sheet", f"{_NVIDIA}/l40s/", "2023")
_L4 = Publication("NVIDIA L4 data sheet", f"{_NVIDIA}/l4/", "2023")
_A100 = Publication(
    "NVIDIA A100 data sheet",
    "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf",
    "2021",
)
_MI300X = Publication(
    "AMD Instinct MI300X data sheet",
    "https://www.amd.com/content/dam/amd/en/documents/instinct-tech-docs/data-sheets/amd-instinct-mi300x-data-sheet.pdf",
    "2023",
)
GPUS = (
    Gpu("H100 80GB", 80, 3350, 989.4, 1978.9, _H100, Rent(2.4, 11, ("NVIDIA H100 SXM", "NVIDIA H100 SXM5"))),
    Gpu("H100 PCIe 80GB", 80, 2000, 756, 1513, _H100, Rent(1.99, 7, ("NVIDIA H100 PCIe",))),
    Gpu("H200 141GB", 141, 4800, 989.4, 1978.9, _H200, Rent(3.39, 9, ("NVIDIA H200", "NVIDIA H200 SXM5"))),
    Gpu("B200 180GB", 180, 8000, 2250, 4500, _B200, Rent(5.89, 6, ("NVIDIA B200", "NVIDIA B200 SXM6"))),
    Gpu(
        "A100 80GB",
        80,
        2039,
        312,
        None,
        _A100,
        Rent(1.49, 9, ("NVIDIA A100 SXM", "NVIDIA A100 SXM4", "NVIDIA A100 NVLink")),
    ),
    Gpu("L40S 48GB", 48, 864, 362.05, 733, _L40S, Rent(0.915, 10, ("NVIDIA L40S",))),
    Gpu("L4 24GB", 24, 300, 121, 242.5, _L4, Rent(0.44, 4, ("NVIDIA L4",))),
    Gpu("RTX 4090 24GB", 24, 1008, 165.2, 330.3, _ADA, Rent(0.45, 4, ("RTX 4090",))),
    Gpu("MI300X 192GB", 192, 5300, 1307.4, 2614.9, _MI300X),
)

PRECISIONS = (
    Precision("BF16", 2.0, False, "safetensors", "16 bits"),
    Precision("FP8", 1.0, True, "safetensors", "8 bits; the scales are negligible"),
    Precision("Q8_0", 1.0625, False, "gguf", "34 bytes for 32 weights"),
    Precision("INT8", 1.0, False, "safetensors", "8 bits, multiplied in 16"),
    Precision(
        "INT4",
        0.564,
        False,
        "safetensors",
        "AWQ or GPTQ: 4.16 bits in groups of 128, embeddings at 16; 39.8 GB for the 70.6 billion of Llama 3.3 70B",
    ),
    Precision("NVFP4", 0.5625, False, "safetensors", "9 bytes for 16 weights"),
    Precision("Q6_K", 0.8203, False, "gguf", "210 bytes for 256 weights"),
    Precision(
        "Q5_K_M", 0.6875, False, "gguf", "176 bytes for 256 weights in its Q5_K blocks; more where Q6_K is mixed in"
    ),
    Precision(
        "Q4_K_M", 0.5625, False, "gguf", "144 bytes for 256 weights in its Q4_K blocks; more where Q6_K is mixed in"
    ),
    Precision("MXFP4", 0.531, False, "safetensors", "17 bytes for 32 weights"),
)
"""Block layouts of GGUF (https://github.com/ggml-org/llama.cpp, ggml-common.h) and of the OCP MX format 1.0 (2023)."""
NAMED_PRECISIONS: tuple[tuple[str, str], ...] = (
    (r"nvfp4", "NVFP4"),
    (r"mxfp4", "MXFP4"),
    (r"fp8|e4m3", "FP8"),
    (r"q4[a-z0-9_]*|iq4[a-z0-9_]*", "Q4_K_M"),
    (r"q5[a-z0-9_]*", "Q5_K_M"),
    (r"q6[a-z0-9_]*", "Q6_K"),
    (r"q8[a-z0-9_]*", "Q8_0"),
    (r"awq|gptq|w4a16|w4a8|int4|u?4bit|bnb4", "INT4"),
    (r"w8a8|w8a16|int8|8bit", "INT8"),
    (r"bf16|fp16|f16", "BF16"),
    (r"i?q[123][a-z0-9_]*|tq[0-9][a-z0-9_]*|exl[23]|hqq|aqlm|[23567]bit|mxfp[68]|fp[46]|gguf|ggml|mlx", ""),
)
"""Words in the name of a repository that say how its weights are stored, and the precision that they are sized at;
empty where they are not stored as trained and none here is theirs. The first that is found counts."""
CACHE_BYTES = {"BF16": 2.0, "FP8": 1.0}
"""Bytes of a cached value."""


_OSS = "every second layer looks back over 128 tokens; parameters from the model card, arXiv 2508.10925"
_LATENT = "its latent cache of 512 + 64 values a layer is entered as one head of 288, key and value; R1 is the same"
_LLAMA = "meta-llama/Llama"
PRESETS = (
    ModelPreset(
        "gpt-oss-20b", ModelShape(20.9, 3.6, 24, 8, 64, 4096, 12, 128), "MXFP4", "openai/gpt-oss-20b", "2025-08", _OSS
    ),
    ModelPreset(
        "gpt-oss-120b",
        ModelShape(116.8, 5.1, 36, 8, 64, 4096, 18, 128),
        "MXFP4",
        "openai/gpt-oss-120b",
        "2025-08",
        _OSS,
    ),
    ModelPreset(
        "Llama 3.1 8B", ModelShape(8.03, 8.03, 32, 8, 128, 4096), "BF16", f"{_LLAMA}-3.1-8B-Instruct", "2024-07"
    ),
    ModelPreset(
        "Llama 3.1 70B", ModelShape(70.6, 70.6, 80, 8, 128, 8192), "BF16", f"{_LLAMA}-3.1-70B-Instruct", "2024-07"
    ),
    ModelPreset(
        "Llama 3.3 70B", ModelShape(70.6, 70.6, 80, 8, 128, 8192), "BF16", f"{_LLAMA}-3.3-70B-Instruct", "2024-12"
    ),
    ModelPreset(
        "Llama 3.1 405B", ModelShape(405.9, 405.9, 126, 8, 128, 16384), "FP8", f"{_LLAMA}-3.1-405B-Instruct", "2024-07"
    ),
    ModelPreset("Qwen3 8B", ModelShape(8.2, 8.2, 36, 8, 128, 4096), "BF16", "Qwen/Qwen3-8B", "2025-04"),
    ModelPreset("Qwen3 32B", ModelShape(32.8, 32.8, 64, 8, 128, 8192), "BF16", "Qwen/Qwen3-32B", "2025-04"),
    ModelPreset("Qwen3 30B A3B", ModelShape(30.5, 3.3, 48, 4, 128, 4096), "BF16", "Qwen/Qwen3-30B-A3B", "2025-04"),
    ModelPreset("Qwen3 235B A22B", ModelShape(235, 22, 94, 4, 128, 8192), "FP8", "Qwen/Qwen3-235B-A22B", "2025-04"),
    ModelPreset(
        "Mistral Small 3.2 24B",
        ModelShape(24, 24, 40, 8, 128, 4096),
        "BF16",
        "mistralai/Mistral-Small-3.2-24B-Instruct-2506",
        "2025-06",
    ),
    ModelPreset(
        "DeepSeek V3", ModelShape(671, 37, 61, 1, 288, 20480), "FP8", "deepseek-ai/DeepSeek-V3", "2024-12", _LATENT
    ),
)

MEMORY_SHARE = 0.9
"""What an engine takes of a GPU's memory: the default of vLLM's gpu_memory_utilization.

https://docs.vllm.ai/en/latest/models/engine_args.html
"""
LARGEST_BATCH = 2048
"""Requests that one step takes at most: the default of trtllm-bench, with which the figures of the fit were made."""
SERVER = 8
"""GPUs of one server: a replica over several servers is slower in ways that are not estimated here."""

# Fitted together on NVIDIA's 89 published figures for Hopper GPUs; `published_throughputs` has them and what is left.
BANDWIDTH_EFFICIENCY = 0.8
"""Share of the memory's bandwidth that a step of decoding reaches."""
COMPUTE_EFFICIENCY = 0.6
"""Share of the dense operations that large matrix products reach."""
DOUBLING_EFFICIENCY = 0.85
"""What is left of both whenever the GPUs of a replica double."""
MIXTURE_EFFICIENCY = 0.6
"""What is left of both in a mixture of experts, whose tokens are spread over many small products."""
LAYER_OVERHEAD_S = 20e-6
"""What a layer costs a step beside reading and computing: launches, synchronisation."""
SERVED_SHARE = 0.7
"""What of a tuned engine at full load a served endpoint reaches: about the median of the published served runs."""
