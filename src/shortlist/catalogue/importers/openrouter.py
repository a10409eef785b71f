"""The answer of OpenRouter's /api/v1/models: prices as texts in USD per token, "-1" variable, "0" free.

https://openrouter.ai/docs/api/api-reference/models/get-models
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shortlist.catalogue.access import access
from shortlist.catalogue.aliases import canonical, developer
from shortlist.catalogue.attributes import attributes
from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    first_items,
    key_of,
    numbered,
    per_million,
    records,
    table,
)
from shortlist.core.document.ending import End
from shortlist.core.document.metrics import METRIC_UNITS, PER_MILLION_TOKENS
from shortlist.core.importing.document import Document
from shortlist.core.importing.rows import Item, ModelRow, RowFigure
from shortlist.core.importing.values import BadValue, day, exact, plain, positive, required, stamp_day, text
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
PARAMETERS = {"tools": "tool_calling", "structured_outputs": "structured_outputs"}


def sniff(document: Document) -> bool:
    """A list `data` of objects with an id and `pricing` of a prompt."""
    items = first_items(document, "data")
    return bool(items) and all(
        "id" in one and isinstance(one.get("pricing"), dict) and "prompt" in one["pricing"] for one in items
    )


def read(document: Document) -> Iterator[Item]:
    """A row for every model; moving names are refused."""
    as_of = _day(document)
    values = numbered(document.json["data"], "data")
    return records(values, lambda place, value: _row(as_of, place, value), key_of("id"))


def _day(document: Document) -> date:
    """The document's day; a name that gives a month means no day before that of the newest model in the list."""
    values = document.json["data"]
    created = [day for one in values if isinstance(one, dict) and (day := stamp_day(one.get("created")))]
    return max([document.day, *created]) if document.dated_by_name else document.day


def _notices(document: Document) -> tuple[str, ...]:
    as_of = _day(document)
    return () if as_of == document.day else (f"The figures are of {as_of}, the day of the newest model in the list.",)


def _row(as_of: date, place: str, value: Any) -> ModelRow:
    entry = table(value)
    id_ = required(entry.get("id"), "id")
    if id_.startswith("~"):
        raise BadValue("it is a moving name, which means another model next month")
    origin = Origin(SOURCE, as_of, f"https://openrouter.ai/{id_}")
    notes: list[str] = []
    ends_on = day(entry.get("expiration_date"))
    figures = tuple(_figures(entry, origin, notes))
    key = canonical(PROVIDER, id_)
    open_weights = bool(text(entry.get("hugging_face_id")))
    openness = "open_weight" if open_weights else attributes(PROVIDER, id_, key).openness
    facts = _facts(entry)
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
        ends=() if ends_on is None else (End(PROVIDER, ends_on, source=f"{SOURCE}, {as_of}"),),
    )


def _figures(entry: Mapping[str, Any], origin: Origin, notes: list[str]) -> Iterator[RowFigure]:
    pricing = table(entry.get("pricing"), "pricing")
    left, prompt = [], exact(pricing.get("prompt"))
    for key in pricing:
        price = exact(pricing[key])
        if price is None:
            continue
        if price == -1:
            notes.append(f"The price {key} is variable (-1): unknown.")
        elif key == "image" and 0 < price < DEAREST_TOKEN:
            # The price of a token of a picture, under the key of a picture's; how many it takes is not said.
            if price != prompt:
                left.append(key)
        elif key in PRICES:
            metric = PRICES[key]
            value = per_million(pricing[key]) if METRIC_UNITS[metric] == PER_MILLION_TOKENS else plain(price)
            yield from origin.figure(metric, value if metric in TOKEN_PRICES else value or None)
        elif price:
            left.append(key)
    if left:
        notes.append(f"Also priced, and not taken: {', '.join(map(text, left[:6]))}.")
    top = table(entry.get("top_provider"), "top_provider")
    window = positive(top.get("context_length")) or positive(entry.get("context_length"))
    yield from origin.figure("context_window", window)
    yield from origin.figure("max_output", positive(top.get("max_completion_tokens")))


def _facts(entry: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    reads = table(entry.get("architecture"), "architecture").get("input_modalities")
    if isinstance(reads, list) and all(isinstance(one, str) for one in reads):
        facts["modalities"] = [text(one) for one in reads[:20]]
    parameters = entry.get("supported_parameters")
    if isinstance(parameters, list):
        # A parameter that is missing from the list may still be served by one of the hosts behind the router.
        known = {ours: "yes" for name, ours in PARAMETERS.items() if name in parameters}
        if known:
            facts["capabilities"] = known
    return facts


FORMAT = Importer("openrouter", "OpenRouter, /api/v1/models", sniff, read, notices=_notices)
