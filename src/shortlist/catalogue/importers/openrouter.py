"""The answer of OpenRouter's /api/v1/models: prices as texts in USD per token, "-1" variable, "0" free.

https://openrouter.ai/docs/api/api-reference/models/get-models
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shortlist.catalogue.access import access
from shortlist.catalogue.aliases import canonical, developer
from shortlist.catalogue.attributes import attributes
from shortlist.catalogue.importers.artificial_analysis import INDICES
from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    first_items,
    key_of,
    not_stated,
    not_taken,
    numbered,
    part,
    read_aside,
    records,
    shortened,
    table,
    tried,
)
from shortlist.core.document.metrics import METRIC_UNITS, PER_MILLION_TOKENS
from shortlist.core.document.shutdown import End
from shortlist.core.importing.rows import UNSTATED, Item, ModelRow, RowFigure
from shortlist.core.importing.source_file import BY_NAME, SourceFile, as_list, as_objects, as_table
from shortlist.core.importing.values import (
    MILLION,
    BadValue,
    as_held,
    day,
    exact,
    number,
    positive,
    required,
    stamp_day,
    text,
    tidy,
)
from shortlist.core.service.figures import TOKEN_PRICES

PROVIDER, SOURCE = "openrouter", "OpenRouter"
PRICES = {
    "prompt": "input_price",
    "completion": "output_price",
    "internal_reasoning": "reasoning_price",
    "input_cache_read": "cache_read_price",
    "input_cache_write": "cache_write_price",
    "request": "request_price",
    "audio": "audio_token_price",
    "web_search": "search_price",
    "image": "image_price",
}
DEAREST_TOKEN = Decimal("0.0001")
"""USD that a token of a picture costs at most: what is below is no picture's price."""
SEPARATE = ("internal_reasoning", "input_cache_read", "input_cache_write")
"""Prices that are 0 where they are not priced separately: thinking is then billed as output, a cache is not known."""
LISTS = ("data", "models", None)
"""Under which key the list of models stands; None: the file is the list."""
TIERS, ABOVE, MOST_TIERS = "overrides", "min_prompt_tokens", 50
CONDITIONS = frozenset({"utc_start", "utc_end", "weekdays", "region", "max_prompt_tokens"})
"""Keys that say of prices that they hold for some calls only, otherwise than by the length of the prompt."""
AA = "artificial_analysis"
PARAMETERS = {"tools": "tool_calling", "structured_outputs": "structured_outputs"}


def sniff(document: SourceFile) -> bool:
    """A list of objects with an id and `pricing` of a prompt, by itself or as `data` or `models`."""
    return any(_looks_so(document, key) for key in LISTS)


def _looks_so(document: SourceFile, key: str | None) -> bool:
    items = first_items(document, key)
    return bool(items) and all(
        "id" in one and isinstance(one.get("pricing"), dict) and "prompt" in one["pricing"] for one in items
    )


def _models(document: SourceFile) -> tuple[str, list[Any]]:
    """The list of models, and what it is called."""
    if isinstance(document.json, list):
        return "models", document.json
    key = next((key for key in LISTS if key and _looks_so(document, key)), "data")
    return key, document.json[key]


def read(document: SourceFile) -> Iterator[Item]:
    """A row for every model; moving names are refused."""
    as_of = _day(document)
    name, values = _models(document)
    return records(numbered(values, name), lambda place, value: _row(as_of, place, value), key_of("id"))


def _day(document: SourceFile) -> date:
    """The document's day; a name that gives a month means no day before that of the newest model in the list."""
    _, values = _models(document)
    created = [day for one in values if isinstance(one, dict) and (day := stamp_day(one.get("created")))]
    return max([document.day, *created]) if document.dated_by == BY_NAME else document.day


def _notices(document: SourceFile) -> tuple[str, ...]:
    as_of = _day(document)
    if as_of == document.day:
        return ()
    return (f"The figures are of {as_of}, the day of the newest model in the list.",)


def _row(as_of: date, place: str, value: Any) -> ModelRow:
    entry = table(value)
    id_ = required(entry.get("id"), "id")
    if id_.startswith("~"):
        raise BadValue("it is a moving name, which means another model next month")
    origin = Origin(SOURCE, as_of, f"https://openrouter.ai/{id_}")
    notes: list[str] = []
    ends_on = read_aside(notes, "expiration_date", None, day, entry.get("expiration_date"))
    ends: tuple[End, ...] = ()
    if ends_on is not None:
        ends = (End(PROVIDER, ends_on, source=f"{SOURCE}, {as_of}"),)
    figures = tuple(_figures(entry, origin, notes))
    if not figures and not isinstance(entry.get("pricing"), dict):
        raise BadValue("it has no prices")
    key = canonical(PROVIDER, id_)
    openness = attributes(PROVIDER, id_, key).openness
    if read_aside(notes, "hugging_face_id", "", text, entry.get("hugging_face_id")):
        openness = "open_weight"
    facts = _facts(entry, notes)
    if openness is not None:
        facts |= {"openness": openness, "access": access(PROVIDER, openness)}
    return ModelRow(
        id=id_,
        place=place,
        # The name begins with its author, who is told apart from it.
        name=re.sub(r"^[^:]{1,40}: +(?=\S)", "", text(entry.get("name"))) or id_,
        model=id_,
        provider=PROVIDER,
        developer=developer(key) or "",
        facts={key: value for key, value in facts.items() if value is not None},
        figures=figures,
        notes=tuple(notes),
        ends=ends,
    )


def _figures(entry: Mapping[str, Any], origin: Origin, notes: list[str]) -> Iterator[RowFigure]:
    pricing = table(entry.get("pricing"), "pricing")
    left: list[str] = []
    yield from _prices(pricing, origin, 0, notes, left)
    for place, tier in enumerate(_tiers(pricing.get(TIERS))):
        above = tier.get(ABOVE)
        if isinstance(above, int) and not isinstance(above, bool) and above > 0 and not tier.keys() & CONDITIONS:
            yield from _prices({key: tier[key] for key in tier if key != ABOVE}, origin, above, notes, left)
        else:
            left.append(_condition(tier, place))
    if left:
        notes.append(not_taken(dict.fromkeys(left)))
    top = part(notes, entry, "top_provider")
    for metric, values in (
        ("context_window", (top.get("context_length"), entry.get("context_length"))),
        ("max_output", (top.get("max_completion_tokens"),)),
    ):
        yield from tried(notes, metric, _first, origin, metric, values)
    yield from _indices(entry, origin, notes)


def _first(origin: Origin, metric: str, values: Iterable[object]) -> Iterator[RowFigure]:
    return origin.figure(metric, next((found for value in values if (found := positive(value))), None))


def _prices(
    pricing: Mapping[str, Any], origin: Origin, above: int, notes: list[str], left: list[str]
) -> Iterator[RowFigure]:
    """The prices of an object of them; what is no number, or no price that is known here, is named in `left`."""
    numbers: dict[str, Decimal] = {}
    for key, value in pricing.items():
        if key == TIERS:
            continue
        try:
            found = exact(value)
        except BadValue:
            left.append(key)
            continue
        if found is not None:
            numbers[key] = found
    beside = any(numbers.get(key, 0) > 0 for key in ("prompt", "completion"))
    for key, price in numbers.items():
        if price == -1:
            notes.append(f"The price {key} is variable (-1): unknown.")
        elif price < 0:
            left.append(key)
        elif price == 0 and beside and key in SEPARATE:
            # Billed as the tokens that it is a part of: https://openrouter.ai/docs/use-cases/reasoning-tokens
            notes.append(not_stated(key))
        elif key == "image" and 0 < price < DEAREST_TOKEN:
            # The price of a token of a picture, under the key of a picture's; how many it takes is not said.
            if price != numbers.get("prompt"):
                left.append(key)
        elif key in PRICES:
            metric = PRICES[key]
            if METRIC_UNITS[metric] == PER_MILLION_TOKENS:
                price = tidy(price * MILLION)
            if price or metric in TOKEN_PRICES:
                yield from origin.figure(metric, as_held(price), above_tokens=above)
        elif price:
            left.append(key)


def _tiers(value: object) -> list[Mapping[str, Any]]:
    """The objects in the list of prices that hold for some calls only; anything else in their place is one of those."""
    if value is None or value == []:
        return []
    if not isinstance(value, list):
        return [{}]
    return [as_table(one) for one in value[:MOST_TIERS]]


def _condition(tier: Mapping[str, Any], place: int) -> str:
    """What is said of prices that are left out because of when they hold."""
    told = ", ".join(f"{key} {str(tier[key])[:40]}" for key in tier if key not in PRICES and key != TIERS)
    prices = ", ".join(f"{key} {str(tier[key])[:40]}" for key in tier if key in PRICES)
    if not told and not prices:
        return f"{TIERS}[{place}]"
    return f"{TIERS}[{place}] ({shortened(told)}: {shortened(prices)})"


def _indices(entry: Mapping[str, Any], origin: Origin, notes: list[str]) -> Iterator[RowFigure]:
    """What others found of the model, as OpenRouter repeats it; of which setting and version it does not say."""
    told = part(notes, entry, "benchmarks")
    indices = part(notes, told, AA)
    for name, metric in INDICES.items():
        note = "The index of Artificial Analysis as OpenRouter repeats it; of which setting it does not say."
        version = f"{UNSTATED} ({origin.as_of})"
        key = f"{name}_index"
        more = {"version": version, "note": note, "unset": True}
        yield from tried(notes, key, origin.read, metric, number, indices.get(key), **more)
    for one in as_objects(as_list(told.get("design_arena"))[:50]):
        if isinstance(one.get("category"), str):
            metric = "quality.design_arena_" + re.sub(r"[^a-z0-9]+", "_", one["category"].casefold())[:40].strip("_")
            note = "The rating of Design Arena as OpenRouter repeats it."
            yield from tried(notes, "design_arena", origin.read, metric, number, one.get("elo"), note=note, minor=True)


def _facts(entry: Mapping[str, Any], notes: list[str]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    built = part(notes, entry, "architecture")
    reads = built.get("input_modalities")
    if isinstance(reads, list) and all(isinstance(one, str) for one in reads):
        facts["modalities"] = [shortened(one) for one in reads[:20]]
    parameters = entry.get("supported_parameters")
    if isinstance(parameters, list):
        # A parameter that is missing from the list may still be served by one of the hosts behind the router.
        known = {ours: "yes" for name, ours in PARAMETERS.items() if name in parameters}
        if known:
            facts["capabilities"] = known
    return facts


FORMAT = Importer("openrouter", "OpenRouter, /api/v1/models", sniff, read, notices=_notices)
