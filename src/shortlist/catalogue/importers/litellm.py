"""The LiteLLM price map: one key an offering, USD per token or other unit, tiers and batches in the names of the keys.

https://docs.litellm.ai/docs/provider_registration/add_model_pricing
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    discount,
    flags,
    no_figure,
    not_stated,
    not_taken,
    one_discount,
    per_million,
    read_aside,
    records,
    secure,
    shortened,
    table,
    tried,
)
from shortlist.core.document.channels import channel
from shortlist.core.document.shutdown import End
from shortlist.core.importing.rows import Item, ModelRow, Refused, RowFigure
from shortlist.core.importing.source_file import SourceFile, Twice, as_list, as_table
from shortlist.core.importing.values import (
    MILLION,
    BadValue,
    as_held,
    day,
    exact,
    number,
    positive,
    required,
    text,
    tidy,
)

SOURCE = "LiteLLM price map"
PROVIDERS = {
    "azure_ai": "azure",
    "azure_text": "azure",
    "bedrock": "aws",
    "bedrock_converse": "aws",
    "cohere_chat": "cohere",
    "fireworks_ai": "fireworks",
    "fireworks_ai-embedding-models": "fireworks",
    "gemini": "google",
    "meta_llama": "meta",
    "moonshot": "moonshotai",
    "text-completion-codestral": "mistral",
    "codestral": "mistral",
    "text-completion-openai": "openai",
    "together_ai": "together",
    "voyage": "voyageai",
    "xai": "x-ai",
    "zhipu": "zhipuai",
}
"""What it calls a provider, and what we call it: the id of genai-prices where it has the provider."""
PRICES = {
    "input_cost_per_token": "input_price",
    "output_cost_per_token": "output_price",
    "output_cost_per_reasoning_token": "reasoning_price",
    "cache_read_input_token_cost": "cache_read_price",
    "cache_creation_input_token_cost": "cache_write_price",
}
A_MINUTE = Decimal(60)
PIECES: Mapping[str, tuple[str, Decimal, tuple[str, ...]]] = {
    "input_cost_per_request": ("request_price", Decimal(1), ()),
    "input_cost_per_audio_token": ("audio_token_price", MILLION, ()),
    "input_cost_per_audio_per_second": ("audio_input_price", A_MINUTE, ()),
    "input_cost_per_second": ("audio_input_price", A_MINUTE, ("audio_transcription",)),
    "output_cost_per_second": ("audio_output_price", A_MINUTE, ("audio_speech",)),
    "input_cost_per_character": ("character_price", MILLION, ("audio_speech",)),
    "input_cost_per_image": ("image_price", Decimal(1), ()),
    "output_cost_per_image": ("output_image_price", Decimal(1), ()),
    "input_cost_per_query": ("search_price", Decimal(1), ("rerank",)),
    "ocr_cost_per_page": ("page_price", Decimal(1), ()),
}
"""Prices of other units than tokens: the metric, how many of the key's units its unit is, and the modes in which the
key means that, any where none is named. 0 says nothing."""
SEARCHES = "search_context_cost_per_query"
"""What a search of the web costs by the size of what it finds; a figure where all sizes cost the same."""
PIXELS, SIZE = "input_cost_per_pixel", re.compile(r"(?:.*/)?([0-9]{2,4})-x-([0-9]{2,4})/.+")
"""What a pixel of a picture costs that is made; a figure where the key names the picture's size."""
LIMITS = {
    "max_input_tokens": "context_window",
    "max_output_tokens": "max_output",
    "rpm": "requests_per_minute",
    "tpm": "tokens_per_minute",
}
CAPABILITIES = {
    "supports_function_calling": "tool_calling",
    "supports_response_schema": "structured_outputs",
    "supports_prompt_caching": "prompt_caching",
}
SERVICE_TIERS = ("flex", "priority", "decisions")
"""Endings of keys that price the same model served sooner or later."""
BATCHES, MOST_TIERS, MOST = "_batches", 20, 1e9
MODALITIES = {
    "supports_vision": "image",
    "supports_audio_input": "audio",
    "supports_video_input": "video",
    "supports_pdf_input": "pdf",
}
ROLES = {"embedding": ["embedder"], "rerank": ["reranker"]}
SPECIMEN = "sample_spec"
"""The key that explains the format: no model."""
_TIER = re.compile(r"(.+)_above_([0-9]{1,6})(k|m)_tokens")
_SIZES = {"k": 1_000, "m": 1_000_000}
OTHER_COST = re.compile(r"cost|pric|uplift|multiplier|surcharge|discount|(?:^|_)fees?(?:_|$)", re.IGNORECASE)
"""Keys that say something of prices: those that are not read are named."""
TIERS = "tiered_pricing"
ALIAS = "alias_of"
NO_WINDOW = "The most input that it takes, as the list has it: its window is no smaller, and may be larger."
_UPLIFT = re.compile(r"regional_processing_uplift_multiplier_([a-z]{2,8})")


def sniff(document: SourceFile) -> bool:
    """An object of objects that name their `litellm_provider`; the one that explains the format need not."""
    if not isinstance(document.json, dict):
        return False
    first = zip(range(40), document.json.items(), strict=False)
    values = [value for _, (key, value) in first if key != SPECIMEN]
    entries = [value[0] if isinstance(value, Twice) else value for value in values]
    named = sum(isinstance(value, dict) and bool({"litellm_provider", ALIAS} & value.keys()) for value in entries)
    return named > len(values) / 2


def read(document: SourceFile) -> Iterator[Item]:
    """A row for every key that has a price or a limit."""
    pairs = ((key, (key, value)) for key, value in document.json.items())
    return records(pairs, lambda place, pair: _row(document, *pair), lambda pair: pair[0])


def _row(document: SourceFile, key: str, value: Any) -> ModelRow | Refused:
    if key == SPECIMEN:
        return Refused(key, key, "it explains the format and is no model")
    entry = table(value)
    id_ = required(key, "key")
    if isinstance(entry.get(ALIAS), str):
        raise BadValue(f"it is another name of {shortened(entry[ALIAS])}, which means another model next month")
    named = required(entry.get("litellm_provider"), "litellm_provider")
    origin = Origin(SOURCE, document.day, secure(entry.get("source")))
    notes: list[str] = []
    ends_on = read_aside(notes, "deprecation_date", None, day, entry.get("deprecation_date"))
    ends: tuple[End, ...] = ()
    if ends_on is not None:
        ends = (End(channel(_provider(named)), ends_on, source=f"{SOURCE}, {document.day}"),)
    figures = tuple(_figures(entry, origin, id_, notes))
    if not figures:
        mode = text(entry.get("mode")) or "no mode"
        raise BadValue(f"{no_figure(notes, 'it has no price that is known here and no limit')} ({mode})")
    return ModelRow(
        id=id_,
        place=f"key {id_}",
        name=id_,
        model=id_.removeprefix(f"{named}/"),
        provider=_provider(named),
        facts=_facts(entry),
        figures=figures,
        notes=tuple(notes),
        ends=ends,
    )


def _figures(entry: Mapping[str, Any], origin: Origin, id_: str, notes: list[str]) -> Iterator[RowFigure]:
    used: set[str] = set()
    yield from _token_prices(entry, origin, 0, id_, notes, used)
    yield from _tiered(entry, origin, notes, used)
    used |= {"input_cost_per_token_cache_hit", *(key for key in entry if OTHER_COST.search(key) and not entry[key])}
    if "cache_read_input_token_cost" not in entry:
        hit = entry.get("input_cost_per_token_cache_hit")
        yield from tried(notes, "input_cost_per_token_cache_hit", _figure, origin, "cache_read_price", hit, MILLION)
    for key in entry:
        base, above = _by_length(key)
        metric, factor, modes = PIECES.get(base, ("", Decimal(0), ()))
        # Some entries repeat the price of a token under another unit.
        repeated = metric != "audio_token_price" and entry[key] == entry.get("input_cost_per_token")
        if metric and not repeated and (not modes or entry.get("mode") in modes):
            used.add(key)
            yield from tried(notes, key, _figure, origin, metric, entry[key], factor, above)
    yield from _worked_out(entry, id_, origin, notes, used)
    yield from _batches(entry, origin, notes, used)
    for key, metric in LIMITS.items():
        more = {}
        if metric == "context_window":
            more = {"note": NO_WINDOW, "basis": "estimate"}
        yield from tried(notes, key, origin.read, metric, positive, entry.get(key), **more)
    notes += _uplifts(entry, used)
    notes += _service_tiers(entry, used)
    left = [key for key in entry if OTHER_COST.search(key) and key not in used]
    if left:
        notes.append(not_taken(left))


def _by_length(key: str, otherwise: int = 0) -> tuple[str, int]:
    """The key of a price of a usual prompt, and the length in tokens that its name says that the price is above."""
    match = _TIER.fullmatch(key)
    if match is None:
        return key, otherwise
    return match[1], int(match[2]) * _SIZES[match[3]]


def _figure(origin: Origin, metric: str, value: object, factor: Decimal, above: int = 0) -> Iterator[RowFigure]:
    """A price of a key; 0 says nothing there."""
    return origin.figure(metric, number(value, factor) or None, above_tokens=above)


def _token_prices(
    entry: Mapping[str, Any], origin: Origin, above: int, id_: str, notes: list[str], used: set[str]
) -> Iterator[RowFigure]:
    """The prices of tokens of an entry, or of one of its tiers; those of all lengths in the names of keys."""
    try:
        free = is_free(entry.get("input_cost_per_token"), entry.get("output_cost_per_token"), id_, notes)
    except BadValue:
        free = False
    for key in entry:
        base, tier = _by_length(key, above)
        if base not in PRICES:
            continue
        used.add(key)
        yield from tried(notes, key, _token_price, entry, key, PRICES[base], tier, free, origin, notes)


def _token_price(
    entry: Mapping[str, Any], key: str, metric: str, above: int, free: bool | None, origin: Origin, notes: list[str]
) -> Iterator[RowFigure]:
    price = per_million(entry[key])
    if price != 0 or (free and not above):
        return origin.figure(metric, price, above_tokens=above)
    if free is False:
        notes.append(not_stated(key))
    return iter(())


def _tiered(entry: Mapping[str, Any], origin: Origin, notes: list[str], used: set[str]) -> Iterator[RowFigure]:
    """Prices by the length of the prompt, as a list of ranges; the first range is the price of a short prompt."""
    tiers = entry.get(TIERS)
    if not isinstance(tiers, list) or not 0 < len(tiers) <= MOST_TIERS:
        return
    flat = bool(entry.get("input_cost_per_token") or entry.get("output_cost_per_token"))
    read = list[RowFigure]()
    for tier in tiers:
        start = next(iter(as_list(as_table(tier).get("range"))), None)
        if isinstance(start, bool) or not isinstance(start, int | float) or not 0 <= start < 1e12:
            # A range of something else, or none: named with what is left.
            return
        if start > 0 or not flat:
            read += _token_prices(tier, origin, int(start), "", notes, set())
        more = [key for key in tier if key != "range" and key not in PRICES]
        if more:
            notes.append(f"Of the tier from {start:,.0f} tokens: {not_taken(more)}")
    used.add(TIERS)
    notes.append("Its tiers are taken as prices of the whole request; some providers charge each part at its own.")
    yield from read


def _service_tiers(entry: Mapping[str, Any], used: set[str]) -> Iterator[str]:
    """What it costs at another service tier, which is another offering: in sentences."""
    for tier in SERVICE_TIERS:
        keys = [key for key in entry if key.endswith(f"_{tier}") and OTHER_COST.search(key)]
        told = []
        for key in keys:
            metric, value = PRICES.get(key.removesuffix(f"_{tier}")), entry[key]
            if metric and value and _finite(value):
                name = metric.removesuffix("_price").replace("_", " ")
                told.append(f"{name} {as_held(tidy(Decimal(repr(value)) * MILLION)):g}")
        if told:
            used.update(keys)
            more = ""
            if len(keys) > len(told):
                more = f", and {len(keys) - len(told)} more prices by length and the like"
            yield f"At the service tier {tier}: {', '.join(told)} USD per million tokens{more}."


def _finite(value: object) -> bool:
    """Whether a value is a number, and one that can be told."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < MOST


def _uplifts(entry: Mapping[str, Any], used: set[str]) -> Iterator[str]:
    """What it costs besides, as a factor, in sentences."""
    for key, value in entry.items():
        if not _finite(value) or key in used:
            continue
        region = _UPLIFT.fullmatch(key)
        if region is not None:
            used.add(key)
            yield f"Processing in {region[1].upper()} alone costs {value:g} times as much."
        elif key.endswith("multiplier"):
            used.add(key)
            name = shortened(key.removesuffix("_multiplier").replace("_", " "))
            yield f"With {name} it costs {value:g} times as much."


def _worked_out(
    entry: Mapping[str, Any], id_: str, origin: Origin, notes: list[str], used: set[str]
) -> Iterator[RowFigure]:
    """The prices that a key gives together with what stands beside it."""
    mode, size, sizes = entry.get("mode"), SIZE.fullmatch(id_), entry.get(SEARCHES)
    if mode == "image_generation" and size is not None and PIXELS in entry:
        used.add(PIXELS)
        pixels = Decimal(int(size[1]) * int(size[2]))
        yield from tried(notes, PIXELS, _figure, origin, "output_image_price", entry[PIXELS], pixels)
    if isinstance(sizes, dict) and sizes and len({repr(one) for one in sizes.values()}) == 1:
        used.add(SEARCHES)
        one = next(iter(sizes.values()))
        yield from tried(notes, SEARCHES, _figure, origin, "search_price", one, Decimal(1))
    if mode == "audio_transcription" and entry.get("input_cost_per_second") == entry.get("output_cost_per_second"):
        # One price of a recording, stated at both ends.
        used.add("output_cost_per_second")


def is_free(input_price: object, output_price: object, id_: str, notes: list[str]) -> bool | None:
    """Whether prices of 0 mean free; None where they cannot be told from unknown ones, which is then noted.

    False says that something has a price. Lists write 0 for free, for included in a subscription and for unknown; only
    an id that says `free` is believed.
    """
    prices = [price for price in (exact(input_price), exact(output_price)) if price is not None]
    if any(prices) or not prices:
        return False
    if re.search(r"(?<![a-z])free(?![a-z])", id_.casefold()):
        return True
    notes.append("Prices of 0 may mean free, included in a subscription, or unknown: taken as unknown.")
    return None


def _batches(entry: Mapping[str, Any], origin: Origin, notes: list[str], used: set[str]) -> Iterator[RowFigure]:
    """The discount of batches, where all their prices tell one: cache and tiers among them."""
    shares: dict[str, Decimal | None] = {}
    for key, value in entry.items():
        if not key.endswith(BATCHES):
            continue
        with suppress(BadValue):
            whole, reduced = exact(entry.get(key.removesuffix(BATCHES))), exact(value)
            if whole and reduced is not None:
                shares[key] = discount(whole, reduced)
    if not shares:
        return
    share = one_discount(shares.values())
    if share is None:
        notes.append("Its batch prices do not fit one discount.")
    else:
        used.update(shares)
        yield from origin.figure("batch_discount", share)


def _facts(entry: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    capabilities = flags(entry, CAPABILITIES)
    if any(key.endswith(BATCHES) for key in entry):
        capabilities["batch"] = "yes"
    if capabilities:
        facts["capabilities"] = capabilities
    if any(key in entry for key in MODALITIES):
        facts["modalities"] = ["text", *(ours for key, ours in MODALITIES.items() if entry.get(key) is True)]
    role = ROLES.get(str(entry.get("mode")))
    if role:
        facts["roles"] = role
    return facts


FORMAT = Importer("litellm", "LiteLLM price map", sniff, read)


def _provider(name: str) -> str:
    """Our id of a `litellm_provider`; one on no list keeps its name, and the parts of Google's cloud are one."""
    if name.startswith("vertex_ai"):
        return "google-vertex"
    return PROVIDERS.get(name, name.replace("_", "-"))
