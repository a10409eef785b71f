"""The api.json of models.dev: providers with their models, USD per million tokens, tiers by the size of the context.

https://models.dev
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shortlist.catalogue.access import PROVIDERS, access
from shortlist.catalogue.aliases import canonical, developer
from shortlist.catalogue.attributes import attributes
from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    flags,
    not_stated,
    not_taken,
    part,
    read_aside,
    records,
    secure,
    shortened,
    table,
    tried,
)
from shortlist.catalogue.importers.litellm import is_free
from shortlist.core.document.vocabulary import Openness
from shortlist.core.importing.rows import Item, ModelRow, RowFigure
from shortlist.core.importing.source_file import SourceFile, as_table
from shortlist.core.importing.values import BadValue, number, positive, required, text

SOURCE = "models.dev"
NAMES = {
    "amazon-bedrock": "aws",
    "azure-cognitive-services": "azure",
    "cloudflare-workers-ai": "cloudflare",
    "fireworks-ai": "fireworks",
    "llama": "meta",
    "novita-ai": "novita",
    "togetherai": "together",
    "xai": "x-ai",
}
"""What it calls a provider, and what we call it: the id of genai-prices where it has the provider."""
PRICES = {
    "input": "input_price",
    "output": "output_price",
    "reasoning": "reasoning_price",
    "cache_read": "cache_read_price",
    "cache_write": "cache_write_price",
    "input_audio": "audio_token_price",
}
OVER_200K = "context_over_200k"
"""An older form of one tier; where `tiers` stand beside it, it repeats one of them under a wrong size."""
LIMITS = {"context": "context_window", "output": "max_output"}
LENGTHS = ("input", "context")
"""What it takes at most of input, where that is less than the window that input and answer share."""
TOLD_STATUS = ("alpha", "beta")


def sniff(document: SourceFile) -> bool:
    """An object of providers that have an id and an object of models."""
    if not isinstance(document.json, dict):
        return False
    values = [value for _, value in zip(range(20), document.json.values(), strict=False)]
    return bool(values) and all(
        isinstance(value, dict) and isinstance(value.get("models"), dict) and "id" in value for value in values
    )


def read(document: SourceFile) -> Iterator[Item]:
    """A row for every model of every provider."""
    return records(_models(document), lambda place, pair: _row(document, place, *pair), lambda pair: pair[1].get("id"))


def _models(document: SourceFile) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name, provider in document.json.items():
        if not isinstance(provider, dict):
            yield name, ({}, provider)
            continue
        for key, model in as_table(provider.get("models")).items():
            yield f"{name}.models.{key}", (provider, model)


def _row(document: SourceFile, place: str, provider: Mapping[str, Any], value: Any) -> ModelRow:
    entry = table(value)
    model = required(entry.get("id"), "id")
    named = required(provider.get("id"), "provider")
    origin = Origin(SOURCE, document.day, secure(provider.get("doc")))
    notes: list[str] = []
    ours = NAMES.get(named, named)
    id_ = f"{named}/{model}"
    figures = tuple(_figures(entry, origin, id_, notes))
    openness = _openness(entry, ours, model)
    facts: dict[str, Any] = {"openness": openness, "access": access(ours, openness)}
    modalities = part(notes, entry, "modalities")
    reads = modalities.get("input")
    if isinstance(reads, list) and reads and all(isinstance(one, str) for one in reads):
        facts["modalities"] = [shortened(one) for one in reads[:20]]
    capabilities = flags(entry, {"tool_call": "tool_calling", "structured_output": "structured_outputs"})
    if capabilities:
        facts["capabilities"] = capabilities
    if entry.get("status") == "deprecated":
        facts["deprecated"] = True
    facts = {key: value for key, value in facts.items() if value is not None}
    return ModelRow(
        id=id_,
        place=place[:300],
        name=text(entry.get("name")) or model,
        model=model,
        provider=ours,
        developer=developer(canonical(ours, model)) or "",
        facts=facts,
        figures=figures,
        notes=tuple(notes),
    )


def _figures(entry: Mapping[str, Any], origin: Origin, id_: str, notes: list[str]) -> Iterator[RowFigure]:
    cost = part(notes, entry, "cost")
    priced: bool | None = False
    free = read_aside(notes, "cost", priced, is_free, cost.get("input"), cost.get("output"), id_, notes)
    if free is not None:
        yield from _prices(cost, origin, 0, free, notes)
    none: list[tuple[int, Mapping[str, Any]]] = []
    for above, tier in read_aside(notes, "tiers", none, lambda: list(_tiers(cost))):
        yield from _prices(tier, origin, above, False, notes)
    left = [key for key in cost if key not in PRICES and key not in ("tiers", OVER_200K)]
    tried_out = part(notes, entry, "experimental")
    modes = part(notes, tried_out, "modes")
    left += [f"mode {mode}" for mode in modes]
    if left:
        notes.append(not_taken(left))
    if entry.get("status") in TOLD_STATUS:
        notes.append(f"Marked as {entry['status']}.")
    limit = part(notes, entry, "limit")
    for key, metric in LIMITS.items():
        yield from tried(notes, f"limit {key}", origin.read, metric, positive, limit.get(key))
    most, window = (read_aside(notes, f"limit {key}", None, positive, limit.get(key)) for key in LENGTHS)
    if most is not None and (window is None or most < window):
        notes.append(f"It takes at most {most:,.0f} tokens of input; the rest of its window is for the answer.")


def _prices(cost: Mapping[str, Any], origin: Origin, above: int, free: bool, notes: list[str]) -> Iterator[RowFigure]:
    for key, metric in PRICES.items():
        yield from tried(notes, key, _price, cost, key, metric, origin, above, free, notes)


def _price(
    cost: Mapping[str, Any], key: str, metric: str, origin: Origin, above: int, free: bool, notes: list[str]
) -> Iterator[RowFigure]:
    price = number(cost.get(key))
    if price == 0 and not free:
        notes.append(not_stated(key))
        return iter(())
    return origin.figure(metric, price, above_tokens=above)


def _tiers(cost: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    tiers = cost.get("tiers")
    if tiers is None:
        if cost.get(OVER_200K) is not None:
            yield 200_000, table(cost[OVER_200K], OVER_200K)
        return
    if not isinstance(tiers, list) or len(tiers) > 20:
        raise BadValue("its tiers are no short list")
    for one in tiers:
        tier = table(one, "a tier")
        about = table(tier.get("tier"), "a tier")
        size = positive(about.get("size"))
        if about.get("type") != "context" or size is None or size != int(size):
            raise BadValue("a tier that is not by the size of the context")
        yield int(size), tier


def _openness(entry: Mapping[str, Any], provider: str, model: str) -> Openness | None:
    """Open where the list says so; its no is often a reseller's silence, so another source comes first."""
    said = entry.get("open_weights")
    if said is True:
        return "open_weight"
    known = attributes(provider, model, canonical(provider, model)).openness
    if known is None and said is False and provider in PROVIDERS:
        return "closed"
    return known


FORMAT = Importer("models.dev", "models.dev, api.json", sniff, read)
