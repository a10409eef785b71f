"""Searching the embedded catalogue by words; the first search loads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from shortlist.catalogue.access import PROVIDERS
from shortlist.catalogue.aliases import aliases
from shortlist.catalogue.candidate import slug
from shortlist.catalogue.embedded import CatalogueEntry, load, offering, split, squash
from shortlist.core.document.offering import Offering

LIMIT = 50
MOST_OFFERED = 20
"""Offerings of one model, to choose from."""
EXACT, WORDS, BEGINNINGS, PARTS, SQUASHED, NONE = range(6)


class SearchWords(NamedTuple):
    """A query in lower case, its words, and the same without separators."""

    query: str
    words: tuple[str, ...]
    squashed: str


def search(query: str, today: date, limit: int = LIMIT) -> tuple[Offering, ...]:
    """The offerings with every word of `query` in provider, id, name or developer, best first, up to `limit`.

    An exact id comes first, then whole words, beginnings of words, parts of words; among equals what is not
    deprecated, what has a price, the developer's own API, short ids. An empty query finds everything.
    """
    return tuple(offering(entry, today) for entry in islice(matching(query), limit))


def matching(query: str) -> list[CatalogueEntry]:
    """What `search` finds, all of it and in its order, before any prices are worked out."""
    query = query.casefold().strip()
    found: list[list[CatalogueEntry]] = [[] for _ in range(NONE + 1)]
    asked = SearchWords(query, tuple(split(query)), squash(query))
    for entry in _ordered():
        found[_match(entry, asked)].append(entry)
    return [entry for group in found[:NONE] for entry in group]


def find(provider: str, model: str, today: date) -> Offering | None:
    """The offering with exactly these two ids (letter case of the model's aside), or None."""
    entry = load().by_id.get((provider, model.casefold()))
    return None if entry is None else offering(entry, today)


def find_named(provider: str, name: str, today: date) -> Offering | None:
    """The one offering of a provider, told by its id or its name, that has this id or name.

    Letter case and what stands between words aside: `GPT-5.4 mini` of `OpenAI` is `gpt-5.4-mini` of `openai`. None
    where several have the name, for then a person has to say which is meant.
    """
    found = _named().get((slug(provider), slug(name)), ())
    return offering(found[0], today) if len(found) == 1 else None


def served_as(names: Iterable[str], today: date) -> tuple[Offering, ...]:
    """The offerings whose model, without its author, has one of these names: the developer's own API first.

    What stands in brackets, letter case and what stands between words aside: `GLM-5.3 (Max)` is `z-ai/glm-5-3`. Where
    none has such a name, those of which the words stand in another order: `Claude 4.5 Haiku` is `claude-haiku-4-5`.
    """
    names = list(names)
    for form in (bare_name, _words_and_numbers):
        wanted = set(map(form, names)) - {form("")}
        found = [entry for entry in _ordered() if wanted & {form(name) for name in (entry.model.id, *entry.names)}]
        if found:
            return tuple(offering(entry, today) for entry in found[:MOST_OFFERED])
    return ()


def _words_and_numbers(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a name in any order, and its numbers in theirs: GPT-4.5 is not GPT-5.4."""
    parts = bare_name(name).split("-")
    return tuple(sorted(part for part in parts if not part.isdigit())), tuple(part for part in parts if part.isdigit())


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str:
    """The name of a model as words joined by hyphens, without its author and what stands in brackets.

    Cached: an import asks for those of the catalogue with every row.
    """
    return slug(re.sub(r"\([^()]*\)|:[a-z]+$", " ", name.rpartition("/")[2]))


def offerings(today: date) -> Iterator[Offering]:
    """Every offering of the catalogue, in its own order."""
    return (offering(entry, today) for entry in load().entries)


# The catalogue is read once a process (`load`), and so are its names.
@cache
def _named() -> dict[tuple[str, str], list[CatalogueEntry]]:
    """Every entry by the forms of its provider and of its own id and name."""
    named: dict[tuple[str, str], list[CatalogueEntry]] = {}
    for entry in load().entries:
        for served in {slug(entry.provider.id), slug(entry.provider.name)} - {""}:
            for name in set(map(slug, entry.names)) - {""}:
                named.setdefault((served, name), []).append(entry)
    return named


# As above: of one catalogue there is one order.
@cache
def _ordered() -> tuple[CatalogueEntry, ...]:
    """All entries, those first that win among equals."""
    return tuple(sorted(load().entries, key=_rank))


def _rank(entry: CatalogueEntry) -> tuple[bool, bool, int, int, str, str]:
    model, provider = entry.model, entry.provider
    row = PROVIDERS.get(provider.id)
    # How far the provider stands from the model's developer: their own API, a cloud or host, a reseller.
    distance = 2 if row is None or row.kind in ("router", "tool") else 1
    author = aliases().first_party.get(provider.id)
    if author is not None and (entry.key or "").startswith(f"{author}/"):
        distance = 0
    return bool(model.deprecated), not model.prices, distance, len(model.id), provider.id, model.id


def _match(entry: CatalogueEntry, asked: SearchWords) -> int:
    """How well an entry answers; plain searches of text, for this runs two thousand times for every key."""
    text = entry.text
    for word in asked.words:
        if word not in text:
            return SQUASHED if asked.squashed and asked.squashed in entry.squashed else NONE
    if asked.query in entry.names:
        return EXACT
    known, whole = entry.words, True
    for word in asked.words:
        if f" {word}" not in known:
            return PARTS
        whole = whole and f" {word} " in known
    return WORDS if whole else BEGINNINGS
