"""Ratings of the arena, in which people prefer one of two answers: its JSON, and tables of it from three times.

Each of its boards (text, vision, code …) rates from its own votes: a rating of one is not comparable with one of
another, so that each board is a metric. Of which a file is, it says, or its name, or a person.
https://arena.ai/leaderboard/text
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    Question,
    has_columns,
    key_of,
    numbered,
    objects_with,
    read_aside,
    records,
    secure,
    setting,
    table,
    table_records,
)
from shortlist.core.basics.words import said
from shortlist.core.document.metrics import ARENA_BOARDS, ARENA_ELO
from shortlist.core.importing.rows import Item, ModelRow
from shortlist.core.importing.source_file import SourceFile, as_table
from shortlist.core.importing.values import BadValue, day, number, required, text, told

SOURCE, URL = "Arena", "https://arena.ai/leaderboard"
BOARDS = (
    "text-to-image",
    "image-edit",
    "text-to-video",
    "image-to-video",
    "text",
    "vision",
    "webdev",
    "code",
    "search",
    "copilot",
    "document",
)
"""The boards, those first whose names hold another's."""
QUESTION = Question("Of which board of the arena are the ratings?", BOARDS)
OVERALL = ("overall", "")  # the category of the rating that is meant where no category is named


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


is_json = objects_with("model", "score", "votes", under="models")


def read_json(document: SourceFile) -> Iterator[Item]:
    """A row for every model, dated by the leaderboard's own update or by when it was fetched."""
    meta = table(document.json.get("meta"), "meta")
    as_of = _updated(meta) or document.day
    board = _board(document)
    origin = Origin(SOURCE, as_of, secure(meta.get("source_url")) or f"{URL}/{board}", document.version or board)

    def make(place: str, value: Any) -> ModelRow:
        entry, notes = table(value), list[str]()
        spread = read_aside(notes, "ci", "", _spread, entry.get("ci"))
        note = _note(spread, entry.get("votes"), notes)
        licence = read_aside(notes, "license", "", text, entry.get("license"))
        facts = licence_facts(licence)
        if licence.casefold() == "open":
            facts = {"openness": "open_weight"}
        vendor = read_aside(notes, "vendor", "", text, entry.get("vendor"))
        return _row(place, entry.get("model"), entry.get("score"), note, vendor, facts, origin, board, notes)

    return records(numbered(document.json["models"], "models"), make, key_of("model"))


def _updated(meta: Mapping[str, Any]) -> date | None:
    """The leaderboard's own update, else when it was fetched; a day that cannot be read is none."""
    for key in ("last_updated", "fetched_at"):
        with suppress(BadValue):
            if found := day(meta.get(key)):
                return found
    return None


def notices_json(document: SourceFile) -> tuple[str, ...]:
    """That a day stands there and cannot be read."""
    meta = table(document.json.get("meta"), "meta")
    told = []
    for key in ("last_updated", "fetched_at"):
        try:
            day(meta.get(key))
        except BadValue as error:
            told.append(f"{key}: {error}; the figures are of {_updated(meta) or document.day}.")
    return tuple(told)


# --- boards


def _board(document: SourceFile) -> str:
    """The board that the ratings are of; refused where nothing says it."""
    named = board_of(document)
    if named is None:
        raise BadValue(f"it does not say of which board its ratings are; say it: {', '.join(BOARDS)}")
    return named


def board_of(document: SourceFile) -> str | None:
    """What a person says, else the file, else its name; None where none of them does."""
    meta = as_table(as_table(document.json).get("meta"))
    said, told = _slug(document.version), _slug(meta.get("leaderboard"))
    if said in BOARDS:
        return said
    return _known(told) or told or _known(_slug(document.name)) or said or None


def _slug(words: object) -> str:
    if isinstance(words, str):
        return re.sub(r"[^a-z0-9]+", "-", words.casefold()[:200]).strip("-")[:80]
    return ""


def _known(slug: str) -> str | None:
    return next((board for board in BOARDS if re.search(rf"(?:^|-){board}(?:$|-)", slug)), None)


def asked(document: SourceFile) -> Question | None:
    """Of which board the ratings are, where nothing says it."""
    return None if board_of(document) else QUESTION


# --- tables


def sniff_table(document: SourceFile) -> bool:
    """A table with the headings of one of the three kinds."""
    return _columns(document) is not None


def _columns(document: SourceFile) -> Columns | None:
    return next((one for one in TABLES if has_columns(document, one.model, one.rating, one.votes)), None)


def read_table(document: SourceFile) -> Iterator[Item]:
    """A row for every model; of a history of leaderboards, the newest one's."""
    columns = _columns(document)
    assert columns is not None
    newest, board = _newest(document, columns), _board(document)

    def make(place: str, row: dict[str, str]) -> ModelRow:
        notes: list[str] = []
        published = day(row.get(columns.published, "")) if columns.published else None
        if newest is not None and published != newest:
            raise BadValue(f"it is of {published}, and the newest leaderboard in the file of {newest}")
        category = row.get(columns.category, "").casefold()
        if category not in OVERALL:
            raise BadValue(f"it is the rating in the category “{category[:40]}”, not the overall one")
        origin = Origin(SOURCE, newest or document.day, f"{URL}/{board}", document.version or board)
        licence = text(row.get(columns.licence, ""))
        interval = read_aside(notes, "interval", "", _interval, row, columns)
        note = _note(interval, row[columns.votes], notes)
        developer = text(row.get(columns.developer, ""))
        facts = licence_facts(licence)
        return _row(place, row[columns.model], row[columns.rating], note, developer, facts, origin, board, notes)

    return table_records(document, make, columns.model)


def _newest(document: SourceFile, columns: Columns) -> date | None:
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
        return _spread(spread)
    low, high = number(row.get(columns.low, "")), number(row.get(columns.high, ""))
    return "" if low is None or high is None else f"95 % interval {low:.0f} to {high:.0f}"


def _spread(value: object) -> str:
    """An uncertainty: `±6`, `+5/-5`, `-4/+6`, or the number alone."""
    if not isinstance(value, str):
        return said(number(value), "±{:g}".format, "")
    bare = value.replace(" ", "").replace("−", "-")
    digits = r"([0-9]{1,4}(?:\.[0-9]{1,4})?)"
    if match := re.fullmatch(rf"(?:±|\+/-|\+-)?{digits}", bare):
        return f"±{match[1]}"
    for pattern, up, down in ((rf"\+{digits}[/,]-{digits}", 1, 2), (rf"-{digits}[/,]\+{digits}", 2, 1)):
        if match := re.fullmatch(pattern, bare):
            return f"±{match[up]}" if match[up] == match[down] else f"+{match[up]}/−{match[down]}"
    raise BadValue(f"expected an interval such as ±6 or +5/-5, found {told(value)}")


def _note(interval: str, votes: object, notes: list[str]) -> str:
    counted = read_aside(notes, "votes", None, number, votes, grouped=True)
    if counted is None:
        return interval
    return ", ".join(filter(None, (interval, f"{counted:,.0f} votes")))


def _row(
    place: str,
    name: object,
    rating: object,
    note: str,
    developer: str,
    facts: Mapping[str, Any],
    origin: Origin,
    board: str,
    notes: Iterable[str],
) -> ModelRow:
    id_ = required(name, "model")
    model, effort = setting(id_)
    value = number(rating, grouped=True)
    if value is None:
        raise BadValue("it has no rating")
    metric = f"{ARENA_BOARDS}{re.sub(r'[^a-z0-9]+', '_', board)}"
    if board == "text":
        metric = ARENA_ELO
    return ModelRow(
        id=id_,
        place=place,
        name=id_,
        model=model,
        developer=developer,
        effort=effort,
        facts=facts,
        figures=tuple(origin.figure(metric, value, note=note)),
        notes=tuple(notes),
    )


def licence_facts(licence: str) -> dict[str, Any]:
    """What the name of a licence in a leaderboard says; `Proprietary` is no licence but closed weights."""
    if not licence:
        return {}
    if re.match(r"pro?pr", licence.casefold()):
        return {"openness": "closed"}
    if licence.casefold() != "other":
        return {"licence": licence, "openness": "open_weight"}
    return {}


FORMATS = (
    Importer("arena", "Arena, JSON", is_json, read_json, notices=notices_json, asks=asked),
    Importer("arena-table", "Arena, table", sniff_table, read_table, asks=asked),
)
