"""The embedded catalogue: what the genai-prices package knows, without the network, as offerings.

Importing genai-prices takes a third of a second, so nothing here imports it before the catalogue is searched,
and an offering is only made when somebody looks at it: prices depend on the day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from shortlist.catalogue.access import access, operator
from shortlist.catalogue.aliases import canonical, developer
from shortlist.catalogue.attributes import Attributes, Limit, attributes
from shortlist.catalogue.fetched_dates import ends_of
from shortlist.catalogue.pricing import KEYS, Tariff, rates, tariff
from shortlist.catalogue.updating import fetched
from shortlist.core.document.offering import Figure, Offering, YesNo
from shortlist.core.document.shutdown import ending_for

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, Provider

PACKAGE = "genai-prices"

RELEASED = {"0.2.3": date(2026, 11, 10)}
"""The day each version was released. The package dates no single price: it vouches for all up to this day."""


OUTPUTS = {"rerank": ("score",), "embed": ("vector",)}
"""What comes out of models with such a word in their id: the sources say text of them, for want of another word."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One line of the catalogue before its prices are worked out."""

    provider: Provider
    model: ModelInfo
    key: str | None
    """The model's canonical id."""
    names: tuple[str, str]
    """The model's id and name in lower case."""
    words: str
    """The words of the text, each between spaces."""
    text: str
    """Provider, ids, name and developer in lower case."""
    squashed: str
    """The same without separators, so that gpt6 finds GPT-6."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The loaded catalogue."""

    source: str
    as_of: date
    entries: tuple[CatalogueEntry, ...]
    by_id: dict[tuple[str, str], CatalogueEntry]
    hosts: dict[str, tuple[str, ...]]
    """Canonical id to the providers on whose own machines the model runs, sorted."""
    problem: str = ""
    """Why prices that were fetched are not used."""


# It takes some tenths of a second. A command fetches prices, in a process of its own: this one goes on as it began.
@cache
def load() -> Embedded:
    """The catalogue, read once: the prices that were fetched last, else those of the installed genai-prices package.

    The first call imports the package.
    """
    from importlib.metadata import version

    release = version(PACKAGE)
    # An unlisted version is newer than the listed ones: its figures are then taken for older than they are.
    released = RELEASED.get(release, max(RELEASED.values()))
    newer, problem = fetched(since=released)
    if newer is not None:
        return _catalogue(newer.providers, f"{PACKAGE} {newer.fetched_on}", newer.fetched_on)
    from genai_prices.data import providers

    return replace(_catalogue(providers, f"{PACKAGE} {release}", released), problem=problem)


def _catalogue(providers: list[Provider], source: str, as_of: date) -> Embedded:
    entries = []
    for provider in providers:
        for model in provider.models:
            key = canonical(provider.id, model.id)
            parts = (provider.id, provider.name, model.id, model.name, developer(key))
            text = " ".join(filter(None, parts)).casefold()
            names = (model.id.casefold(), (model.name or model.id).casefold())
            words = f" {' '.join(split(text))} "
            entries.append(CatalogueEntry(provider, model, key, names, words, text, squash(text)))
    by_id = {(entry.provider.id, entry.model.id.casefold()): entry for entry in entries}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        host = operator(entry.provider.id)
        if entry.key and host and entry.model.prices and not entry.model.deprecated:
            found[entry.key].add(host)
    return Embedded(source, as_of, tuple(entries), by_id, {key: tuple(sorted(hosts)) for key, hosts in found.items()})


def offering(entry: CatalogueEntry, today: date) -> Offering:
    """The offering that an entry is on this day."""
    catalogue = load()
    known = attributes(entry.provider.id, entry.model.id, entry.key)
    prices = tariff(entry.model, today)
    ends = ends_of(entry.provider.id, entry.model.id)
    ending = ending_for(ends, entry.provider.id, developer(entry.key) or "")
    comments = (entry.model.price_comments, entry.provider.price_comments)
    return Offering(
        provider=entry.provider.id,
        provider_name=entry.provider.name,
        model=entry.model.id,
        name=entry.model.name or entry.model.id,
        developer=developer(entry.key),
        access=access(entry.provider.id, known.openness),
        openness=known.openness,
        modalities=known.modalities,
        outputs=next((out for word, out in OUTPUTS.items() if word in entry.names[0]), known.outputs),
        capabilities=tuple(_capabilities(known, prices)),
        reasoning=known.reasoning,
        context_window=entry.model.context_window or _tokens(known.context_window),
        max_output=_tokens(known.max_output),
        figures=tuple(_figures(catalogue, entry, known, prices)),
        conditions=(*prices.conditions, *(comment.strip() for comment in comments if comment)),
        deprecated=bool(entry.model.deprecated) or known.deprecated,
        released=known.released,
        ends_on=None if ending is None else ending.day,
        ends_earliest=ending is not None and ending.earliest,
        ends=ends,
    )


def split(text: str) -> list[str]:
    """The words of a lower-case text; a point stays inside a number: `gpt-5.4` is `gpt` and `5.4`."""
    return re.findall(r"[^\W_]+(?:\.[^\W_]+)*", text)


def squash(text: str) -> str:
    """A lower-case text without anything between its letters and digits."""
    return re.sub(r"[\W_]+", "", text)


def _tokens(limit: Limit | None) -> int | None:
    return None if limit is None else limit.tokens


def _capabilities(known: Attributes, prices: Tariff) -> Iterator[tuple[str, YesNo]]:
    for name, value in (("structured_outputs", known.structured_outputs), ("tool_calling", known.tool_calling)):
        if value is not None:
            yield name, "yes" if value else "no"
    # A price for it shows that it is sold; no price shows nothing.
    if "cache_read_mtok" in prices.prices:
        yield "prompt_caching", "yes"
    if prices.has_batch:
        yield "batch", "yes"


def _figures(catalogue: Embedded, entry: CatalogueEntry, known: Attributes, prices: Tariff) -> Iterator[Figure]:
    url = (entry.provider.pricing_urls or [""])[0]

    def listed(metric: str, value: float, above_tokens: int = 0, note: str = "") -> Figure:
        return Figure(metric, value, catalogue.source, catalogue.as_of, url, above_tokens, note)

    for key, (metric, units) in KEYS.items():
        for rate in rates(prices.prices[key]) if key in prices.prices else ():
            yield listed(metric, float(rate.price / units), rate.above_tokens, prices.hours)
    if prices.batch_discount is not None:
        yield listed("batch_discount", float(prices.batch_discount))
    if entry.model.context_window:
        yield listed("context_window", entry.model.context_window)
    elif known.context_window is not None:
        yield _limit("context_window", known.context_window)
    if known.max_output is not None:
        yield _limit("max_output", known.max_output)
    yield from alternative_hosts(entry.provider.id, entry.key)


def _limit(metric: str, limit: Limit) -> Figure:
    return Figure(metric, limit.tokens, limit.source.name, limit.source.as_of)


def alternative_hosts(provider: str, key: str | None) -> Iterator[Figure]:
    """How many others serve the model of a canonical id, counted in the catalogue; nothing where none is listed."""
    catalogue = load()
    others = [host for host in catalogue.hosts.get(key or "", ()) if host != operator(provider)]
    # None in the catalogue does not mean none at all, so nothing is said then.
    if others:
        note = f"Counted in the catalogue, the same model by exact id or reviewed alias: {', '.join(others)}."
        yield Figure("alternative_hosts", len(others), catalogue.source, catalogue.as_of, note=note)
