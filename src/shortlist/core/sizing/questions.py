"""What is asked for an estimate of self-hosting: each number with its unit and where to find it, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import typed_number
from shortlist.core.basics.words import said, with_small
from shortlist.core.document.candidate import Candidate, Hosting
from shortlist.core.document.scenario import Scenario
from shortlist.core.service.usage import effective_usage
from shortlist.core.sizing.constants import (
    CACHE_BYTES,
    GPUS,
    NAMED_PRECISIONS,
    PRECISIONS,
    PRESETS,
    SERVED_SHARE,
    SERVER,
    Gpu,
    ModelPreset,
    ModelShape,
)
from shortlist.core.sizing.estimate import Deployment
from shortlist.core.sizing.published_throughputs import named_gpu, named_precision, named_preset

OWN = "another model"
"""In place of a preset: the numbers come from the model's own page."""
TENSOR, DATA = "tensor parallel", "data parallel"
ATTENTION = (TENSOR, DATA)
"""How several GPUs share the work of attention."""
CONFIG = "config.json on the model's page"
_MAKERS = re.compile(
    r"^ *[0-9]+ *[x×] *|nvidia|amd|instinct|geforce|tesla|quadro|tensor core|\bgpus?\b|\bhgx|\bdgx|sxm ?[0-9]?|nvlink"
)
"""What the names of GPUs have of their number, their makers, of machines and of connections."""


class SizingField(NamedTuple):
    name: str
    label: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    needed: bool = True
    whole: bool = False
    high: float = 1e9
    zero: bool = False
    """Whether 0 is an answer."""
    where: str = ""
    """What it is and where to find it."""

    def found(self, where: str) -> SizingField:
        """The same, with where to find it."""
        return self._replace(where=where)


def _words(name: str, label: str, choices: Iterable[str]) -> SizingField:
    return SizingField(name, label, choices=tuple(choices))


def _count(name: str, label: str, high: float = 1000, unit: str = "", needed: bool = True) -> SizingField:
    """A whole number; one that need not be given may be 0."""
    return SizingField(name, label, unit, needed=needed, whole=True, high=high, zero=not needed)


ASKED = (
    _words("model", "model", (*(one.name for one in PRESETS), OWN)).found(
        "Fills in the model's published figures; they can be changed below."
    ),
    SizingField("total_b", "parameters", "billion", high=1e5).found(
        "All weights, in memory at once. On the model's page: 70.6 for Llama 3.3 70B."
    ),
    SizingField("active_b", "of them active", "billion", high=1e5).found(
        "Weights that one token uses; in a model that is no mixture of experts all. On the model's page."
    ),
    _words("precision", "weights", (one.name for one in PRECISIONS)).found(
        "How they are stored: BF16 as trained, FP8 for Hopper and later, INT4 for AWQ and GPTQ, "
        "Q8_0 to Q4_K_M in GGUF, MXFP4 for gpt-oss."
    ),
    _count("layers", "layers").found(f"num_hidden_layers in {CONFIG}."),
    _count("kv_heads", "KV heads").found(
        f"num_key_value_heads in {CONFIG}; with latent attention (kv_lora_rank there) 1, whatever that says."
    ),
    _count("head_size", "head size", 10000).found(
        f"head_dim in {CONFIG}; left out there: hidden_size / num_attention_heads; with latent attention "
        "(kv_lora_rank + qk_rope_head_dim) / 2."
    ),
    _count("attention_width", "attention width", 1e6, needed=False).found(
        f"num_attention_heads times head_dim in {CONFIG}: what long prompts cost. Empty: left out of account."
    ),
    _count("window_layers", "sliding layers", needed=False).found(
        f"Layers of sliding_attention in {CONFIG} (layer_types), or of linear_attention, whose window is 1. "
        "Empty: none."
    ),
    _count("window_tokens", "their window", 1e7, "tokens", needed=False).found(f"sliding_window in {CONFIG}."),
    _words("cache", "cache", CACHE_BYTES).found(
        "How keys and values are kept: BF16 by default, FP8 halves the memory (kv_cache_dtype of the engine)."
    ),
    SizingField("prompt_tokens", "context: prompt", "tokens", high=1e7).found(
        "Tokens of a prompt with its documents; from the scenario's longest step at first."
    ),
    SizingField("answer_tokens", "context: answer", "tokens", high=1e7).found(
        "Tokens of an answer, thinking included; from the scenario's longest step at first."
    ),
    _words("attention", "attention", ATTENTION).found(
        "Tensor parallel: GPUs share the heads of every request, each holds a whole one at least. Data parallel: each "
        "keeps the cache of its own requests; mixtures with few heads or a latent cache are served so."
    ),
    _count("requests", "requests at once", 1e5).found(
        "In one replica: more of them write more tokens a second, each of them more slowly."
    ),
    _words("gpu", "GPU", (one.name for one in GPUS)).found(
        "Memory, bandwidth and operations are those of its data sheet."
    ),
    SizingField("gpus", "GPUs a replica", needed=False, whole=True, high=SERVER).found(
        "Empty: as few as hold weights and requests. 1, 2, 4 or 8 of one server."
    ),
    SizingField("served_share", "of a tuned engine", "share", high=1).found(
        "What your serving reaches of a tuned engine at full load; 70 % is about the median of published served runs."
    ),
    SizingField("gpu_hour_usd", "one GPU, an hour", "USD", needed=False, high=1e6, zero=True).found(
        "Rent or depreciation; at first the candidate's own, else the median rent of 2026-05-24. Empty: left as it is."
    ),
)
BY_NAME = {asked.name: asked for asked in ASKED}


UNSAID = {
    "gpu": "the candidate's GPU is not in the table, and another one's figures are not its; ",
    "precision": "the model's name says that its weights are stored otherwise, not how closely; ",
}
"""Why a choice stands empty."""


class Understood(NamedTuple):
    """What was typed, read: a plan where all of it is right, else what is wrong, by field."""

    plan: Deployment | None
    gpu_hour_usd: float | None
    problems: Mapping[str, str]


def understood(texts: Mapping[str, str]) -> Understood:
    """Read the form; a problem says what is wrong with a field and what would be right."""
    problems: dict[str, str] = {}
    values: dict[str, float | None] = {}
    for asked in ASKED:
        text = texts.get(asked.name, "")
        if asked.choices and text not in asked.choices:
            unknown = "" if text else UNSAID.get(asked.name, "")
            problems[asked.name] = f"{unknown}choose one of: {', '.join(asked.choices)}"
        elif not asked.choices:
            try:
                values[asked.name] = _number(asked, text)
            except ShortlistError as error:
                problems[asked.name] = str(error)
    problems |= {name: why for name, why in _together(values).items() if name not in problems}
    hour = values.get("gpu_hour_usd")
    return Understood(None if problems else _plan(texts, values), hour, problems)


def _number(asked: SizingField, text: str) -> float | None:
    if not text.strip():
        if asked.needed:
            raise ShortlistError(f"needed: {with_small(asked.where)}")
        return None
    value = typed_number(text, asked.unit)
    if value < 0 and asked.zero:
        raise ShortlistError("must be 0 or more")
    if value < 0 or (value == 0 and not asked.zero):
        raise ShortlistError("must be above 0")
    if value > asked.high:
        raise ShortlistError(f"must be {asked.high:,.0f} or less")
    if asked.whole and value != int(value):
        raise ShortlistError("must be a whole number")
    return value


def _together(values: Mapping[str, float | None]) -> dict[str, str]:
    """What is wrong between fields."""
    found = {}
    total, active = values.get("total_b"), values.get("active_b")
    if total is not None and active is not None and active > total:
        found["active_b"] = f"must be {total:g} or less: the active parameters are part of all"
    layers, sliding = values.get("layers"), values.get("window_layers")
    if layers is not None and sliding is not None and sliding > layers:
        found["window_layers"] = f"must be {layers:g} or less: they are some of the layers"
    if sliding and not values.get("window_tokens"):
        found["window_tokens"] = "needed, as there are sliding layers: sliding_window in config.json"
    gpus = values.get("gpus")
    if gpus is not None and gpus not in (1, 2, 4, 8):
        found["gpus"] = "must be 1, 2, 4 or 8: a model is split into equal parts"
    return found


def _plan(texts: Mapping[str, str], values: Mapping[str, float | None]) -> Deployment:
    def number(name: str) -> float:
        return values[name] or 0

    shape = ModelShape(number("total_b"), number("active_b"), *(int(number(name)) for name in ModelShape._fields[2:]))
    return Deployment(
        shape,
        named_precision(texts["precision"]),
        CACHE_BYTES[texts["cache"]],
        number("prompt_tokens"),
        number("answer_tokens"),
        int(number("requests")),
        named_gpu(texts["gpu"]),
        int(number("gpus")) or None,
        number("served_share"),
        texts["attention"] == DATA,
    )


# --- what stands in the form at first

BEGUN = {
    "precision": "BF16",
    "cache": "BF16",
    "attention": TENSOR,
    "prompt_tokens": "2000",
    "answer_tokens": "500",
    "requests": "32",
    "gpu": GPUS[0].name,
    "gpus": "",
    "served_share": f"{SERVED_SHARE * 100:g}%",
    "gpu_hour_usd": "",
}
"""A form of which nothing is known."""


def preset_texts(name: str) -> dict[str, str]:
    """The fields that a model fills in; nothing for another model."""
    if name == OWN:
        return {}
    preset = named_preset(name)
    shape = {field: f"{value:g}" if value else "" for field, value in preset.shape._asdict().items()}
    return {**shape, "precision": preset.precision}


def first_texts(candidate: Candidate, scenario: Scenario) -> dict[str, str]:
    """The form as it opens for a candidate: its model's preset, its machines, the scenario's longest request."""
    hosting, preset = candidate.hosting or Hosting(), preset_of(candidate)
    model = preset.name if preset else OWN
    # A GPU that is not in the table is asked for: another one's figures would be those of another machine.
    gpu, hour = GPUS[0].name, hosting.gpu_hour_usd
    if hosting.gpu:
        gpu = gpu_named(hosting.gpu) or ""
    if hour is None and gpu and (rent := named_gpu(gpu).rent):
        hour = rent.usd_per_hour
    uses = [effective_usage(step, candidate, None) for step in scenario.steps]
    held = ((use.sent(use.tool_loops), use.output_tokens + (use.reasoning_tokens or 0)) for use in uses)
    prompt, answer = max(held, key=sum)
    return {
        **BEGUN,
        "model": model,
        **preset_texts(model),
        **precision_texts(candidate.model, candidate.name, candidate.id),
        "prompt_tokens": said(prompt or None, "{:.0f}".format, ""),
        "answer_tokens": said(answer or None, "{:.0f}".format, ""),
        "gpu": gpu,
        "gpu_hour_usd": said(hour, "{:g}".format, ""),
    }


def preset_of(candidate: Candidate) -> ModelPreset | None:
    """The model that a candidate seems to be, by its id or name."""
    found = (preset_named(text) for text in (candidate.model, candidate.name, candidate.id))
    return next((preset for preset in found if preset is not None), None)


def preset_named(text: str) -> ModelPreset | None:
    """The model whose name is in a text as whole words, however they are joined: `openai/gpt-oss-120b`."""
    for preset in sorted(PRESETS, key=lambda preset: len(preset.name), reverse=True):
        words = "[^a-z0-9]*".join(re.findall(r"[a-z]+|[0-9]+", preset.name.casefold()))
        if re.search(rf"(?<![a-z0-9]){words}(?![a-z0-9])", text.casefold()):
            return preset
    return None


def precision_named(text: str) -> str | None:
    """How the name of a model says that its weights are stored: empty where it is no precision of the table.

    None where the name says nothing of it.
    """
    words = text.casefold()
    found = (name for sign, name in NAMED_PRECISIONS if re.search(rf"(?<![a-z0-9])(?:{sign})(?![a-z0-9])", words))
    return next(found, None)


def precision_texts(*names: str) -> dict[str, str]:
    """The field of the precision as the first name that tells one has it; nothing where none does."""
    for name in names:
        said = precision_named(name)
        if said is not None:
            return {"precision": said}
    return {}


def gpu_named(text: str) -> str | None:
    """The GPU of the table that a text names by whole words; memory and connection, where said, are the same."""
    said = re.sub(r"([0-9]) *gi?b\b", r"\1gb", _MAKERS.sub(" ", text.casefold()))
    words = set(re.findall(r"[a-z0-9]+", said))
    # Of two that differ by their connection, the one that says none is meant where none is said.
    return min((gpu.name for gpu in GPUS if _means(words, gpu)), key=len, default=None)


def _means(said: set[str], gpu: Gpu) -> bool:
    own = re.findall(r"[a-z0-9]+", gpu.name.casefold())
    model = [word for word in own if not word.endswith("gb") and word != "pcie"]
    named = said - {"pcie", f"{gpu.memory_gb:g}gb"}
    same = named in (set(model), {"".join(model)}, {model[-1]})
    return same and ("pcie" not in said or "pcie" in own)
