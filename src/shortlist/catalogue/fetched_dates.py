"""Dates of withdrawal fetched on request, beside the prices: kept as rows, and looked up for every offering.

They come from price lists that anybody may fetch, and from addresses that the user names, each known by its content.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from shortlist.catalogue.aliases import canonical
from shortlist.catalogue.updating import SCHEMA, Get, kept_values, location, over_the_network
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.channels import channel
from shortlist.core.document.shutdown import End
from shortlist.core.importing.rows import ModelRow
from shortlist.core.importing.source_file import BY_WRITING, SourceFile
from shortlist.core.importing.values import BadValue
from shortlist.sanitising import shown

NAME = "shutdowns.json"
SOURCES = {
    "LiteLLM": "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
    "OpenRouter": "https://openrouter.ai/api/v1/models",
}
"""Lists that give dates of withdrawal beside their prices, and take no key."""


class FetchedDates(NamedTuple):
    """What was fetched: how many models have a date, the bytes to keep, and which source could not be read."""

    models: int
    data: bytes
    problems: tuple[str, ...]


def fetch_dates(today: date, more: Iterable[str], get: Get | None = None) -> FetchedDates:
    """The dates of every source; one that cannot be fetched or read is told, and the others count."""
    rows: list[dict[str, Any]] = []
    problems = []
    for address in (*SOURCES.values(), *more):
        try:
            rows += [
                {"names": [row.model, *row.also], "provider": row.provider, "ends": list(map(asdict, row.ends))}
                for row in _rows(address, (get or over_the_network)(address), today)
            ]
        except (ShortlistError, BadValue) as error:
            problems.append(f"{shown(address)}: {error}")
    data = json.dumps({"schema": SCHEMA, "fetched_on": today, "rows": rows}, default=date.isoformat)
    return FetchedDates(len(rows), data.encode("ascii"), tuple(problems))


def _rows(address: str, data: bytes, today: date) -> Iterator[ModelRow]:
    from shortlist.catalogue.importers import recognised

    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise ShortlistError("what came is no JSON") from None
    document = SourceFile(address.rpartition("/")[2], today, BY_WRITING, len(data), json=content)
    importer = recognised(document)
    if importer is None:
        raise ShortlistError("what came is no list of models with dates that is known here")
    for item in importer.read(document):
        if isinstance(item, ModelRow) and item.ends:
            yield item


def ends_of(provider: str, model: str) -> tuple[End, ...]:
    """The dates that were fetched for a model of a provider; none where nobody fetched any."""
    path = location()
    if path is None:
        return ()
    known = _known(path.with_name(NAME))
    names = (model.casefold(), canonical(provider, model) or "")
    found = known.get((channel(provider), names[0]), ())
    wherever = next((known["", name] for name in names if name and ("", name) in known), ())
    return (*found, *wherever)


# Asked for with every offering. A command fetches the file, in a process of its own: this one goes on as it began.
@cache
def _known(path: Path) -> dict[tuple[str, str], tuple[End, ...]]:
    """By channel, empty for any, and name. What cannot be read is as good as nothing: it is fetched again."""
    try:
        found: dict[tuple[str, str], tuple[End, ...]] = {}
        for row in kept_values(path)["rows"]:
            ends = tuple(_end(one) for one in row["ends"])
            via = channel(row["provider"]) if row["provider"] else ""
            for name in row["names"]:
                found[via, str(name).casefold()] = ends
        return found
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _end(one: Any) -> End:
    announced = one["announced"]
    return End(
        str(one["via"]),
        date.fromisoformat(one["day"]),
        one["earliest"] is True,
        str(one["source"]),
        None if announced is None else date.fromisoformat(announced),
        str(one["replacement"]),
    )
