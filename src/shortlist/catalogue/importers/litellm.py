"""The LiteLLM price map: one key an offering, USD per token or other unit, tiers and batches in the names of the keys.

https://docs.litellm.ai/docs/provider_registration/add_model_pricing
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from shortlist.catalogue.importers.common import Importer, Origin, discount, flags, per_million, records, secure, table
from shortlist.catalogue.importers.providers import from_litellm
from shortlist.core.document.channels import channel
from shortlist.core.document.ending import End
from shortlist.core.importing.document import Document
from shortlist.core.importing.rows import Item, ModelRow, Refused, RowFigure
from shortlist.core.importing.values import MILLION, BadValue, day, exact, number, plain, positive, required, text

SOURCE = "LiteLLM price map"
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
MODALITIES = {
    "supports_vision": "image",
    "supports_audio_input": "audio",
    "supports_video_input": "video",
    "supports_pdf_input": "pdf",
}
ROLES = {"embedding": ["embedder"], "rerank": ["reranker"]}
SPECIMEN = "sample_spec"
"""The key that explains the format: no model."""
_TIER = re.compile(r"(.+)_above_([0-9]{1,6})k_tokens")
OTHER_COST = re.compile(r"cost|_price")


def sniff(document: Document) -> bool:
    """An object of objects that name their `litellm_provider`; the one that explains the format need not."""
    if not isinstance(document.json, dict):
        return False
    first = zip(range(40), document.json.items(), strict=False)
    values = [value for _, (key, value) in first if key != SPECIMEN]
    named = sum(isinstance(value, dict) and "litellm_provider" in value for value in values)
    return named > len(values) / 2


def read(document: Document) -> Iterator[Item]:
    """A row for every key that has a price or a limit."""

    def make(key: str, value: Any) -> ModelRow | Refused:
        return _row(document, key, value)

    yield from records(
        ((key, (key, value)) for key, value in document.json.items()),
        lambda place, pair: make(pair[0], pair[1]),
        lambda pair: pair[0],
    )


def _row(document: Document, key: str, value: Any) -> ModelRow | Refused:
    if key == SPECIMEN:
        return Refused(key, key, "it explains the format and is no model")
    entry = table(value)
    id_ = required(key, "key")
    named = required(entry.get("litellm_provider"), "litellm_provider")
    origin = Origin(SOURCE, document.day, secure(entry.get("source")))
    notes: list[str] = []
    ends_on, list_ = day(entry.get("deprecation_date")), f"{SOURCE}, {document.day}"
    figures = tuple(_figures(entry, origin, id_, notes))
    if not figures:
        mode = text(entry.get("mode")) or "no mode"
        why = notes[0] if notes else "it has no price that is known here and no limit"
        raise BadValue(f"{why} ({mode})")
    return ModelRow(
        id=id_,
        place=f"key {id_}",
        name=id_,
        model=id_.removeprefix(f"{named}/"),
        provider=from_litellm(named),
        facts=_facts(entry),
        figures=figures,
        notes=tuple(notes),
        ends=() if ends_on is None else (End(channel(from_litellm(named)), ends_on, source=list_),),
    )


def _figures(entry: Mapping[str, Any], origin: Origin, id_: str, notes: list[str]) -> Iterator[RowFigure]:
    free = is_free(entry.get("input_cost_per_token"), entry.get("output_cost_per_token"), id_, notes)
    used = set()
    for key in entry:
        match = _TIER.fullmatch(key)
        base, above = (match[1], int(match[2]) * 1000) if match else (key, 0)
        metric = PRICES.get(base)
        if metric is not None:
            used.add(key)
            price = per_million(entry[key])
            if price or free:
                yield from origin.figure(metric, price, above_tokens=above)
            elif price == 0 and free is not None:
                notes.append(f"{key} is 0 beside a price: taken as not stated.")
    used |= {"input_cost_per_token_cache_hit", *(key for key in entry if OTHER_COST.search(key) and not entry[key])}
    if "cache_read_input_token_cost" not in entry:
        yield from origin.figure("cache_read_price", per_million(entry.get("input_cost_per_token_cache_hit")) or None)
    for key in entry:
        match = _TIER.fullmatch(key)
        base, above = (match[1], int(match[2]) * 1000) if match else (key, 0)
        metric, factor, modes = PIECES.get(base, ("", Decimal(0), ()))
        # Some entries repeat the price of a token under another unit.
        repeated = metric != "audio_token_price" and entry[key] == entry.get("input_cost_per_token")
        if metric and not repeated and (not modes or entry.get("mode") in modes):
            used.add(key)
            yield from origin.figure(metric, number(entry[key], factor) or None, above_tokens=above)
    for key, metric, price in _worked_out(entry, id_):
        used.add(key)
        yield from origin.figure(metric, price)
    yield from _batches(entry, origin, notes)
    for key, metric in LIMITS.items():
        yield from origin.figure(metric, positive(entry.get(key)))
    left = [key for key in entry if OTHER_COST.search(key) and key not in used and not key.endswith("_batches")]
    if left:
        more = f" and {len(left) - 4} more" if len(left) > 4 else ""
        notes.append(f"Also priced, and not taken: {', '.join(map(text, left[:4]))}{more}.")


def _worked_out(entry: Mapping[str, Any], id_: str) -> Iterator[tuple[str, str, float | None]]:
    """The prices that a key gives together with what stands beside it: the key, the metric, the price."""
    mode, size, sizes = entry.get("mode"), SIZE.fullmatch(id_), entry.get(SEARCHES)
    if mode == "image_generation" and size is not None and PIXELS in entry:
        yield PIXELS, "output_image_price", number(entry[PIXELS], Decimal(int(size[1]) * int(size[2]))) or None
    if isinstance(sizes, dict) and len(set(map(exact, sizes.values()))) == 1:
        yield SEARCHES, "search_price", number(next(iter(sizes.values()))) or None
    if mode == "audio_transcription" and entry.get("input_cost_per_second") == entry.get("output_cost_per_second"):
        # One price of a recording, stated at both ends.
        yield "output_cost_per_second", "audio_input_price", None


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


def _batches(entry: Mapping[str, Any], origin: Origin, notes: list[str]) -> Iterator[RowFigure]:
    shares = []
    for key in ("input_cost_per_token", "output_cost_per_token"):
        standard, reduced = exact(entry.get(key)), exact(entry.get(f"{key}_batches"))
        if reduced is not None and standard:
            shares.append(discount(standard, reduced))
    if not shares:
        return
    first = shares[0]
    if first is None or any(share is None or abs(share - first) > 1e-9 for share in shares):
        notes.append("Its batch prices do not fit one discount.")
    else:
        yield from origin.figure("batch_discount", plain(first))


def _facts(entry: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    capabilities = flags(entry, CAPABILITIES)
    if any(key.endswith("_batches") for key in entry):
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
