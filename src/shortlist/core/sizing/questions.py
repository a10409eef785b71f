"""What is asked for an estimate of self-hosting: each number with its unit and where to find it, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import parse_number
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.scenario import Scenario
from shortlist.core.service.usage import effective_usage
from shortlist.core.sizing.constants import CACHE_BYTES, GPUS, PRECISIONS, PRESETS, SERVED_SHARE, SERVER, Preset
from shortlist.core.sizing.estimate import Plan, Shape
from shortlist.core.sizing.published_throughputs import named_gpu, named_precision, named_preset

OWN = "another model"
"""In place of a preset: the numbers come from the model's own page."""
CONFIG = "config.json on the model's page"


class Asked(NamedTuple):
    """A field of the form."""

    name: str
    label: str
    unit: str
    where: str
    """What it is and where to find it."""
    choices: tuple[str, ...] = ()
    needed: bool = True
    whole: bool = False
    high: float = 1e9
    zero: bool = False
    """Whether 0 is an answer."""


ASKED = (
    Asked(
        "model",
        "model",
        "",
        "Fills in the model's published figures; they can be changed below.",
        (*(p.name for p in PRESETS), OWN),
    ),
    Asked(
        "total_b",
        "parameters",
        "billion",
        "All weights, in memory at once. On the model's page: 70.6 for Llama 3.3 70B.",
        high=1e5,
    ),
    Asked(
        "active_b",
        "of them active",
        "billion",
        "Weights that one token uses; in a model that is no mixture of experts all. On the model's page.",
        high=1e5,
    ),
    Asked(
        "precision",
        "weights",
        "",
        "How they are stored: BF16 as trained, FP8 for Hopper and later, Q8_0 and Q4_K_M in GGUF, MXFP4 for gpt-oss.",
        tuple(p.name for p in PRECISIONS),
    ),
    Asked("layers", "layers", "", f"num_hidden_layers in {CONFIG}.", whole=True, high=1000),
    Asked("kv_heads", "KV heads", "", f"num_key_value_heads in {CONFIG}.", whole=True, high=1000),
    Asked(
        "head_size",
        "head size",
        "",
        f"head_dim in {CONFIG}; left out there: hidden_size / num_attention_heads.",
        whole=True,
        high=10000,
    ),
    Asked(
        "attention_width",
        "attention width",
        "",
        f"num_attention_heads times head_dim in {CONFIG}: what long prompts cost. Empty: left out of account.",
        needed=False,
        whole=True,
        high=1e6,
        zero=True,
    ),
    Asked(
        "window_layers",
        "sliding layers",
        "",
        f"Layers of sliding_attention in {CONFIG} (layer_types). Empty: none.",
        needed=False,
        whole=True,
        high=1000,
        zero=True,
    ),
    Asked(
        "window_tokens",
        "their window",
        "tokens",
        f"sliding_window in {CONFIG}.",
        needed=False,
        whole=True,
        high=1e7,
        zero=True,
    ),
    Asked(
        "cache",
        "cache",
        "",
        "How keys and values are kept: BF16 by default, FP8 halves the memory (kv_cache_dtype of the engine).",
        tuple(CACHE_BYTES),
    ),
    Asked(
        "prompt_tokens",
        "context: prompt",
        "tokens",
        "Tokens of a prompt with its documents; from the scenario's longest step at first.",
        high=1e7,
    ),
    Asked(
        "answer_tokens",
        "context: answer",
        "tokens",
        "Tokens of an answer, thinking included; from the scenario's longest step at first.",
        high=1e7,
    ),
    Asked(
        "requests",
        "requests at once",
        "",
        "In one replica: more of them write more tokens a second, each of them more slowly.",
        whole=True,
        high=1e5,
    ),
    Asked(
        "gpu", "GPU", "", "Memory, bandwidth and operations are those of its data sheet.", tuple(g.name for g in GPUS)
    ),
    Asked(
        "gpus",
        "GPUs a replica",
        "",
        "Empty: as few as hold weights and requests. 1, 2, 4 or 8 of one server.",
        needed=False,
        whole=True,
        high=SERVER,
    ),
    Asked(
        "served_share",
        "of a tuned engine",
        "share",
        "What your serving reaches of a tuned engine at full load; 70 % is about the median of published served runs.",
        high=1,
    ),
    Asked(
        "gpu_hour_usd",
        "one GPU, an hour",
        "USD",
        "Rent or depreciation; at first the candidate's own, else the median rent of 2026-05-24. Empty: left as it is.",
        needed=False,
        high=1e6,
        zero=True,
    ),
)
BY_NAME = {asked.name: asked for asked in ASKED}
FROM_PRESET = (
    "total_b",
    "active_b",
    "precision",
    "layers",
    "kv_heads",
    "head_size",
    "attention_width",
    "window_layers",
    "window_tokens",
)


class Understood(NamedTuple):
    """What was typed, read: a plan where all of it is right, else what is wrong, by field."""

    plan: Plan | None
    gpu_hour_usd: float | None
    problems: Mapping[str, str]


def understood(texts: Mapping[str, str]) -> Understood:
    """Read the form; a problem says what is wrong with a field and what would be right."""
    problems: dict[str, str] = {}
    values: dict[str, float | None] = {}
    for asked in ASKED:
        try:
            if asked.choices:
                _chosen(asked, texts.get(asked.name, ""))
            else:
                values[asked.name] = _number(asked, texts.get(asked.name, ""))
        except ShortlistError as error:
            problems[asked.name] = str(error)
    problems |= {name: why for name, why in _together(values).items() if name not in problems}
    hour = values.get("gpu_hour_usd")
    return Understood(None if problems else _plan(texts, values), hour, problems)


def _chosen(asked: Asked, text: str) -> None:
    if text not in asked.choices:
        raise ShortlistError(f"choose one of: {', '.join(asked.choices)}")


def _number(asked: Asked, text: str) -> float | None:
    if not text.strip():
        if asked.needed:
            raise ShortlistError(f"needed: {asked.where[:1].lower()}{asked.where[1:]}")
        return None
    value = parse_number(text)
    if value < 0 or (value == 0 and not asked.zero):
        raise ShortlistError(f"must be {'0 or more' if asked.zero else 'above 0'}")
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


def _plan(texts: Mapping[str, str], values: Mapping[str, float | None]) -> Plan:
    def number(name: str) -> float:
        return values[name] or 0

    shape = Shape(
        number("total_b"),
        number("active_b"),
        int(number("layers")),
        int(number("kv_heads")),
        int(number("head_size")),
        int(number("attention_width")),
        int(number("window_layers")),
        int(number("window_tokens")),
    )
    return Plan(
        shape,
        named_precision(texts["precision"]),
        CACHE_BYTES[texts["cache"]],
        number("prompt_tokens"),
        number("answer_tokens"),
        int(number("requests")),
        named_gpu(texts["gpu"]),
        int(number("gpus")) or None,
        number("served_share"),
    )


# --- what stands in the form at first

BEGUN = {
    "precision": "BF16",
    "cache": "BF16",
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
    return {field: _text(getattr(preset, field)) for field in FROM_PRESET}


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value or "")


def first_texts(candidate: Candidate, scenario: Scenario) -> dict[str, str]:
    """The form as it opens for a candidate: its model's preset, its machines, the scenario's longest request."""
    hosting = candidate.hosting
    preset = preset_of(candidate)
    gpu = (gpu_named(hosting.gpu) if hosting else None) or GPUS[0].name
    rent = named_gpu(gpu).rent
    hour = hosting.gpu_hour_usd if hosting and hosting.gpu_hour_usd is not None else rent and rent.usd_per_hour
    prompt, answer = longest_request(candidate, scenario)
    return {
        **BEGUN,
        "model": preset.name if preset else OWN,
        **(preset_texts(preset.name) if preset else {}),
        "prompt_tokens": prompt,
        "answer_tokens": answer,
        "gpu": gpu,
        "gpu_hour_usd": "" if hour is None else f"{hour:g}",
    }


def longest_request(candidate: Candidate, scenario: Scenario) -> tuple[str, str]:
    """Prompt and answer of the step whose requests hold the most tokens; empty where the scenario has none."""
    uses = [effective_usage(step, candidate, None) for step in scenario.steps]
    held = ((use.sent(use.tool_loops), use.output_tokens + (use.reasoning_tokens or 0)) for use in uses)
    prompt, answer = max(held, key=sum)
    return (f"{prompt:.0f}" if prompt else ""), (f"{answer:.0f}" if answer else "")


def preset_of(candidate: Candidate) -> Preset | None:
    """The model that a candidate seems to be, by its id or name."""
    found = (preset_named(text) for text in (candidate.model, candidate.name, candidate.id))
    return next((preset for preset in found if preset is not None), None)


def preset_named(text: str) -> Preset | None:
    """The model whose name is in a text, however it is spelt: `openai/gpt-oss-120b`."""
    longest = sorted(PRESETS, key=lambda preset: len(preset.name), reverse=True)
    return next((preset for preset in longest if _plain(preset.name) in _plain(text)), None)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def gpu_named(text: str) -> str | None:
    """The GPU that a text means: the first whose name holds it, or is held by it."""
    plain = _plain(text)
    found = (gpu.name for gpu in GPUS if plain and (plain in _plain(gpu.name) or _plain(gpu.name) in plain))
    return next(found, None)
