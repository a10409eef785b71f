"""Ratings of the arena, in which people prefer one of two answers: its JSON, and tables of it from three times.

https://arena.ai/leaderboard/text
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    cells,
    first_items,
    has_columns,
    key_of,
    lines,
    numbered,
    records,
    secure,
    setting,
    table,
)
from shortlist.core.document.metrics import ARENA_ELO
from shortlist.core.importing.document import Document
from shortlist.core.importing.rows import Item, ModelRow
from shortlist.core.importing.values import BadValue, day, number, required, text, told

SOURCE, URL = "Arena", "https://arena.ai/leaderboard/text"
OVERALL = ("overall", "")
"""The category of the rating that is meant where no category is named."""


class Columns(NamedTuple):
    """The headings of one kind of table."""

    model: str
    rating: str
    votes: str
    developer: str
    licence: str
    interval: str = ""
    low: str = ""
    high: str = ""
    category: str = ""
    published: str = ""


TABLES = (
    Columns("model", "arena_score", "votes", "organization", "license", interval="95_pct_ci"),
    Columns("Model", "Arena Score", "Votes", "Organization", "License", interval="95% CI"),
    Columns(
        "model_name",
        "rating",
        "vote_count",
        "organization",
        "license",
        low="rating_lower",
        high="rating_upper",
        category="category",
        published="leaderboard_publish_date",
    ),
)


# --- JSON


def sniff_json(document: Document) -> bool:
    """A list `models` of objects with a model, a score and votes."""
    items = first_items(document, "models")
    return bool(items) and all({"model", "score", "votes"} <= one.keys() for one in items)


def read_json(document: Document) -> Iterator[Item]:
    """A row for every model, dated by the leaderboard's own update or by when it was fetched."""
    meta = table(document.json.get("meta"), "meta")
    as_of = day(meta.get("last_updated")) or day(meta.get("fetched_at")) or document.day
    board = text(meta.get("leaderboard"))
    origin = Origin(SOURCE, as_of, secure(meta.get("source_url")) or URL, document.version or board)

    def make(place: str, value: Any) -> ModelRow:
        entry = table(value)
        spread = number(entry.get("ci"))
        note = _note("" if spread is None else f"±{spread:g}", entry.get("votes"))
        licence = text(entry.get("license"))
        named = "" if licence.casefold() == "open" else licence
        facts = {**licence_facts(named), **({"openness": "open_weight"} if licence and not named else {})}
        return _row(place, entry.get("model"), entry.get("score"), note, text(entry.get("vendor")), facts, origin)

    return records(numbered(document.json["models"], "models"), make, key_of("model"))


# --- tables


def sniff_table(document: Document) -> bool:
    """A table with the headings of one of the three kinds."""
    return _columns(document) is not None


def _columns(document: Document) -> Columns | None:
    return next((one for one in TABLES if has_columns(document, one.model, one.rating, one.votes)), None)


def read_table(document: Document) -> Iterator[Item]:
    """A row for every model; of a history of leaderboards, the newest one's."""
    columns = _columns(document)
    assert columns is not None
    newest = _newest(document, columns)

    def make(place: str, record: Any) -> ModelRow:
        row = cells(record)
        published = day(row.get(columns.published, "")) if columns.published else None
        if newest is not None and published != newest:
            raise BadValue(f"it is of {published}, and the newest leaderboard in the file of {newest}")
        category = row.get(columns.category, "").casefold()
        if category not in OVERALL:
            raise BadValue(f"it is the rating in the category “{category[:40]}”, not the overall one")
        origin = Origin(SOURCE, newest or document.day, URL, document.version or "text")
        licence = text(row.get(columns.licence, ""))
        note = _note(_interval(row, columns), row[columns.votes])
        developer = text(row.get(columns.developer, ""))
        facts = licence_facts(licence)
        return _row(place, row[columns.model], row[columns.rating], note, developer, facts, origin)

    return records(lines(document), make, lambda record: record.cells.get(columns.model))


def _newest(document: Document, columns: Columns) -> date | None:
    """The day of the newest leaderboard, where the table says of which each row is."""
    if not has_columns(document, columns.published):
        return None
    assert document.table is not None
    days = []
    for value in {record.cells.get(columns.published, "") for record in document.table.records()}:
        with suppress(BadValue):
            days.append(day(value))
    return max((one for one in days if one is not None), default=None)


def _interval(row: Mapping[str, str], columns: Columns) -> str:
    """The uncertainty as the table writes it: `+5/-5`, or two bounds."""
    spread = row.get(columns.interval, "") if columns.interval else ""
    if spread:
        match = re.fullmatch(r"\+([0-9]{1,4}(?:\.[0-9]+)?)/-([0-9]{1,4}(?:\.[0-9]+)?)", spread.replace(" ", ""))
        if match is None:
            raise BadValue(f"expected an interval such as +5/-5, found {told(spread)}")
        return f"±{match[1]}" if match[1] == match[2] else f"+{match[1]}/−{match[2]}"
    low, high = number(row.get(columns.low, "")), number(row.get(columns.high, ""))
    return "" if low is None or high is None else f"95 % interval {low:.0f} to {high:.0f}"


def _note(interval: str, votes: object) -> str:
    counted = number(votes, grouped=True)
    return ", ".join(filter(None, (interval, "" if counted is None else f"{counted:,.0f} votes")))


def _row(
    place: str, name: object, rating: object, note: str, developer: str, facts: Mapping[str, Any], origin: Origin
) -> ModelRow:
    id_ = required(name, "model")
    model, effort = setting(id_)
    value = number(rating, grouped=True)
    if value is None:
        raise BadValue("it has no rating")
    return ModelRow(
        id=id_,
        place=place,
        name=id_,
        model=model,
        developer=developer,
        effort=effort,
        facts=facts,
        figures=tuple(origin.figure(ARENA_ELO, value, note=note)),
    )


def licence_facts(licence: str) -> dict[str, Any]:
    """What the name of a licence in a leaderboard says; `Proprietary` is no licence but closed weights."""
    if not licence:
        return {}
    if re.match(r"pro?pr", licence.casefold()):
        return {"openness": "closed"}
    return {"licence": licence, "openness": "open_weight"} if licence.casefold() != "other" else {}


FORMATS = (
    Importer("arena", "Arena, JSON", sniff_json, read_json),
    Importer("arena-table", "Arena, table", sniff_table, read_table),
)
