"""The prices of one genai-prices model on one day, as figures and as sentences about when they hold.

genai-prices bills a tier on the whole request once its input is longer than the tier's start, which is what
`above_tokens` means too. It prices more units than a workspace has metrics for: what cannot be a figure
becomes a sentence, so that nobody takes the figures for all of the bill.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from shortlist.core.document.metrics import metric_row

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, TieredPrices

    Price = Decimal | TieredPrices

METRICS = {
    "input_mtok": "input_price",
    "output_mtok": "output_price",
    "output_reasoning_mtok": "reasoning_price",
    "cache_read_mtok": "cache_read_price",
    "cache_write_mtok": "cache_write_price",
}
"""Price keys of the tokens of a call, USD per million here and there."""

PIECES = {"requests_kcount": ("request_price", 1000)}
"""Price keys of a call as a whole: the metric, and how many of its units the key's price is for."""

MEDIA = {
    "input_audio_mtok": ("audio_token_price", 1),
    "input_audio_hours": ("audio_input_price", 60),
    "output_audio_hours": ("audio_output_price", 60),
    "input_mchars": ("character_price", 1),
    "input_document_kpages": ("page_price", 1000),
    "web_searches_kcount": ("search_price", 1000),
    "rerank_searches_kcount": ("search_price", 1000),
}
"""The same of what is neither: no batch makes it cheaper in a workspace's cost."""
KEYS = {**{key: (metric, 1) for key, metric in METRICS.items()}, **PIECES, **MEDIA}
"""Every price key that becomes a figure."""
EITHER_WAY = ("audio_hours", "input_audio_hours")
"""Sound whichever way it goes, and sound that is heard: of a model that only hears the two are one price."""

UNITS = {
    "_mtok": "million tokens",
    "_mchars": "million characters",
    "_kcount": "thousand",
    "_kpages": "thousand pages",
    "_hours": "hour",
}
"""What a price key's ending says that its price is for."""

BATCH = {"processing": "batch"}
MIDNIGHT = time(tzinfo=UTC)


class Tariff(NamedTuple):
    """The prices in force, by price key, and what to know about them."""

    prices: Mapping[str, Price]
    batch_discount: Decimal | None
    has_batch: bool
    hours: str
    """At which hours these prices hold; empty where every hour costs the same."""
    conditions: tuple[str, ...]


class PriceStep(NamedTuple):
    """One price of a key: in force above this many tokens of input, 0 for always."""

    above_tokens: int
    price: Decimal


def tariff(model: ModelInfo, day: date) -> Tariff:
    """The standard prices of `model` on `day` (UTC), at the dearest hour of that day."""
    moment, hours, cheaper = _dearest_moment(model, day)
    prices = _prices_at(model, moment)
    batch = _prices_at(model, moment, BATCH)
    discount, misfit = batch_fit(prices, batch)
    told = (*_announced(model, day), misfit, *_service_tiers(model, moment, prices), _left_out(prices))
    conditions = (hours, cheaper, *told)
    return Tariff(prices, discount, batch != prices, hours, tuple(filter(None, conditions)))


def rates(price: Price) -> Iterator[PriceStep]:
    """The tiers of a price, the base first."""
    if isinstance(price, Decimal):
        yield PriceStep(0, price)
        return
    yield PriceStep(0, price.base)
    for tier in price.tiers:
        yield PriceStep(tier.start, tier.price)


def rate_at(price: Price, tokens: int) -> Decimal:
    """What a request with `tokens` of input pays, per unit of the price."""
    return [rate.price for rate in rates(price) if rate.above_tokens == 0 or tokens > rate.above_tokens][-1]


def batch_fit(standard: Mapping[str, Price], batch: Mapping[str, Price]) -> tuple[Decimal | None, str]:
    """The one share off that turns the standard prices into the batch prices, or None and why there is none.

    A batch price that the provider rounded up at its last digit still fits; one that is not reduced does not.
    """
    if standard == batch or "input_mtok" not in standard or "input_mtok" not in batch:
        return None, ""
    discount = 1 - rate_at(batch["input_mtok"], 0) / (rate_at(standard["input_mtok"], 0) or Decimal(1))
    pairs = [pair for key in (*METRICS, *PIECES) for pair in _pairs(standard.get(key), batch.get(key))]
    if discount > 0 and all(_reduced(usual, reduced, discount) for usual, reduced in pairs):
        return discount, ""
    return None, f"Batch prices do not fit one discount: {describe(batch)}."


def describe(prices: Mapping[str, Price]) -> str:
    """The token prices in words, in USD per million tokens."""
    parts = [f"{metric_row(metric).title} {_words(prices[key])}" for key, metric in METRICS.items() if key in prices]
    if not parts:
        return "no token prices"
    return f"{', '.join(parts)} per million tokens"


def _prices_at(model: ModelInfo, moment: datetime, context: Mapping[str, str] | None = None) -> dict[str, Price]:
    stored: dict[str, Price | None] = vars(model.get_prices(moment, context))
    return {key: price for key, price in stored.items() if price is not None}


def _dearest_moment(model: ModelInfo, day: date) -> tuple[datetime, str, str]:
    """A moment of the dearest hours, which those are, and what the others cost; empty where all are equal."""
    from genai_prices.types import TimeOfDateConstraint

    spans: dict[str, list[str]] = {}
    turns = {MIDNIGHT}  # the times of the day, in UTC, at which a price begins or ends
    for entry in model.prices if isinstance(model.prices, list) else []:
        if isinstance(entry.constraint, TimeOfDateConstraint):
            turns |= {_utc(entry.constraint.start_time), _utc(entry.constraint.end_time)}
    moments = [datetime.combine(day, moment) for moment in sorted(turns)]
    prices = {moment: _prices_at(model, moment) for moment in moments}
    ends = [*(f"{moment:%H:%M}" for moment in moments[1:]), "24:00"]
    for start, end in zip(moments, ends, strict=True):
        spans.setdefault(describe(prices[start]), []).append(f"{start:%H:%M}–{end}")

    def weight(moment: datetime) -> Decimal:
        # Every day with hours in the data has one that is dearer in each price, so any positive weights find it.
        return sum((rate_at(price, 0) for key, price in prices[moment].items() if key in METRICS), Decimal(0))

    dearest = max(moments, key=weight)
    peak = ", ".join(spans.pop(describe(prices[dearest])))
    if not spans:
        return dearest, "", ""
    cheaper = "; ".join(f"{', '.join(hours)} UTC: {told}" for told, hours in spans.items())
    return dearest, f"Dearest hours of the day: {peak} UTC.", f"Cheaper {cheaper}."


def _utc(moment: time) -> time:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return datetime.combine(date(2000, 1, 1), moment).astimezone(UTC).timetz()


def _announced(model: ModelInfo, day: date) -> Iterator[str]:
    from genai_prices.types import StartDateConstraint

    for entry in model.prices if isinstance(model.prices, list) else []:
        constraint = entry.constraint
        if isinstance(constraint, StartDateConstraint) and constraint.start_date > day:
            start = constraint.start_date
            prices = _prices_at(model, datetime.combine(start, MIDNIGHT))
            yield f"Announced from {start.isoformat()}: {describe(prices)}."


def _service_tiers(model: ModelInfo, moment: datetime, standard: Mapping[str, Price]) -> Iterator[str]:
    told: list[dict[str, str]] = [BATCH]
    for variant in model.price_variants or ():
        if variant.when in told:
            continue
        told.append(variant.when)
        prices = _prices_at(model, moment, variant.when)
        if prices != standard:
            name = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in sorted(variant.when.items()))
            yield f"With {name}: {describe(prices)}."


def _left_out(prices: Mapping[str, Price]) -> str:
    """What is charged by a unit that a workspace has no metric for."""
    charges = []
    either, heard = (prices.get(key) for key in EITHER_WAY)
    for key in sorted(prices):
        if key not in KEYS and not (key == EITHER_WAY[0] and either == heard):
            ending = next((ending for ending in UNITS if key.endswith(ending)), "")
            name = key.removesuffix(ending).replace("_", " ")
            charges.append(f"{name} {_words(prices[key])} per {UNITS.get(ending, 'unit')}")
    if not charges:
        return ""
    said = "Also charged" if any(key in KEYS for key in prices) else "Charged"
    return f"{said}: {', '.join(charges)}."


def _words(price: Price) -> str:
    base, *tiers = rates(price)
    return f"${base.price:f}" + "".join(f" (above {tier.above_tokens:,} tokens ${tier.price:f})" for tier in tiers)


def _pairs(standard: Price | None, batch: Price | None) -> Iterator[tuple[Decimal, Decimal]]:
    if standard is None or batch is None:
        if standard is not batch:
            yield Decimal(0), Decimal(1)
        return
    for start in {rate.above_tokens for price in (standard, batch) for rate in rates(price)}:
        yield rate_at(standard, start + 1), rate_at(batch, start + 1)


def _reduced(usual: Decimal, reduced: Decimal, discount: Decimal) -> bool:
    exact = usual * (1 - discount)
    rounded = exact.quantize(Decimal(1).scaleb(int(reduced.as_tuple().exponent)), ROUND_HALF_UP)
    return reduced == exact or (reduced < usual and reduced == rounded)
