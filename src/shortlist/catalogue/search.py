"""Searching the embedded catalogue by words; the first search loads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice

from shortlist.catalogue.access import PROVIDERS
from shortlist.catalogue.aliases import own_model
from shortlist.catalogue.embedded import Entry, load, offering, split, squash
from shortlist.core.offering import Offering

LIMIT = 50
EXACT, WORDS, BEGINNINGS, PARTS, SQUASHED, NONE = range(6)


def search(query: str, today: date, limit: int = LIMIT) -> tuple[Offering, ...]:
    """The offerings with every word of `query` in provider, id, name or developer, best first, up to `limit`.

    An exact id comes first, then whole words, beginnings of words, parts of words; among equals what is not
    deprecated, what has a price, the developer's own API, short ids. An empty query finds everything.
    """
    return tuple(offering(entry, today) for entry in islice(matching(query), limit))


def matching(query: str) -> list[Entry]:
    """What `search` finds, all of it and in its order, before any prices are worked out."""
    query = query.casefold().strip()
    words, squashed = split(query), squash(query)
    found: list[list[Entry]] = [[] for _ in range(NONE + 1)]
    for entry in _ordered():
        found[_match(entry, query, words, squashed)].append(entry)
    return [entry for group in found[:NONE] for entry in group]


def find(provider: str, model: str, today: date) -> Offering | None:
    """The offering with exactly these two ids (letter case of the model's aside), or None."""
    entry = load().by_id.get((provider, model.casefold()))
    return None if entry is None else offering(entry, today)


def offerings(today: date) -> Iterator[Offering]:
    """Every offering of the catalogue, in its own order."""
    return (offering(entry, today) for entry in load().entries)


@cache
def _ordered() -> tuple[Entry, ...]:
    """All entries, those first that win among equals."""
    return tuple(sorted(load().entries, key=_rank))


def _rank(entry: Entry) -> tuple[bool, bool, int, int, str, str]:
    model, provider = entry.model, entry.provider
    return bool(model.deprecated), not model.prices, _distance(entry), len(model.id), provider.id, model.id


def _match(entry: Entry, query: str, words: list[str], squashed: str) -> int:
    if query in entry.names:
        return EXACT
    if entry.words.issuperset(words):
        return WORDS
    if not all(word in entry.text for word in words):
        return SQUASHED if squashed and squashed in entry.squashed else NONE
    return BEGINNINGS if all(any(known.startswith(word) for known in entry.words) for word in words) else PARTS


def _distance(entry: Entry) -> int:
    """How far the provider stands from the model's developer: their own API, a cloud or host, a reseller."""
    if own_model(entry.provider.id, entry.key):
        return 0
    row = PROVIDERS.get(entry.provider.id)
    return 2 if row is None or row.kind in ("router", "tool") else 1
