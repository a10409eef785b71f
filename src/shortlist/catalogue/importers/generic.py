"""A table of no known format, CSV or JSON, read by a map of its columns that a person confirmed.

Of JSON a list of objects is a table, and so is an object of objects, whose keys are a column of their own; what stands
in objects within is a column by its path, such as `pricing.input`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    cells,
    discount,
    lines,
    no_figure,
    one_discount,
    read_aside,
    records,
    shortened,
    table,
)
from shortlist.core.basics.numbers import currency_of, in_cents
from shortlist.core.document.metrics import COUNTS, PER_MILLION_TOKENS, TIME, UNITS, metric_row
from shortlist.core.document.vocabulary import BASES, basis_of
from shortlist.core.importing.columns import (
    ACCESS_WORDS,
    BASIS,
    DEFAULT_BASIS,
    KEY_COLUMN,
    KEYS,
    NUMBERS,
    OPENNESS_WORDS,
    SOURCE,
    STANDARD,
    above_of,
    price_factor,
    stated,
    word_of,
)
from shortlist.core.importing.numerals import COMMAS, POINTS, NumeralStyle, normal, stripped, written
from shortlist.core.importing.rows import Item, ModelRow, Refused, RowFigure, Withdrawn
from shortlist.core.importing.source_file import SourceFile, Twice
from shortlist.core.importing.values import LONGEST_TEXT, BadValue, day, number, period_of, text, told, valid_on

ID = "table"
SAMPLED = 200
"""Records from which examples are taken."""
MOST_KEYS, DEEPEST, MOST_PERIODS = 500, 5, 200
"""Columns of a record of JSON, how deep its objects are looked into, and how many of a list of them."""
Keyed = tuple[str, Any]
"""The key of an object among objects, empty of one in a list, and the object."""
BATCH = "batch"


# --- the records


def header_of(document: SourceFile) -> tuple[str, ...]:
    """The headings of a table, or the paths of what the first objects of JSON hold; empty where it is neither."""
    if document.table is not None:
        return document.table.header
    keys: dict[str, None] = {}
    for row in islice(_every(document), 50):
        keys |= dict.fromkeys(row or ())
    return tuple(keys)[:MOST_KEYS]


def first_record(document: SourceFile) -> Mapping[str, Any]:
    """The first record of a table, as an example of what its columns hold."""
    return next((row for row in _every(document) if row is not None), {})


def first_records(document: SourceFile) -> list[Mapping[str, Any]]:
    """The first records, for telling what their columns hold."""
    return [row for row in islice(_every(document), SAMPLED) if row is not None]


def samples(document: SourceFile, columns: Mapping[str, str]) -> Iterator[str]:
    """The texts of the first records in the columns that hold figures."""
    figures = [title for title, meaning in columns.items() if meaning and meaning not in KEYS]
    return (value for row in first_records(document) for title in figures if isinstance(value := row.get(title), str))


def _every(document: SourceFile) -> Iterator[Mapping[str, Any] | None]:
    """What every record holds; None of one that cannot be read."""
    if document.table is not None:
        for record in document.table.records():
            yield None if record.problem else record.cells
        return
    for one in _objects(document):
        yield _flat(one, document.day) if isinstance(one[1], dict) else None


def _objects(document: SourceFile) -> Iterator[Keyed]:
    values = document.json
    if isinstance(values, dict):
        lists = [one for one in values.values() if isinstance(one, list)]
        filled = [one for one in lists if any(isinstance(item, dict) for item in one[:20])] or lists
        inside = [one for one in values.values() if isinstance(one, dict)]
        if len(filled) == 1 and not (len(inside) > 1 and all(isinstance(one, dict) for one in values.values())):
            values = filled[0]
        elif len(inside) > 1 and 2 * len(inside) > len(values):
            return iter(values.items())
        elif len(inside) == 1 and not lists:
            return _objects(replace(document, json=inside[0]))
    return (("", one) for one in values) if isinstance(values, list) else iter(())


def _flat(keyed: Keyed, on: date) -> dict[str, Any]:
    """What an object holds by its path; an object within is looked into, and so is a list of objects.

    Of periods only those count that hold on the day of the file: the first in the list is the one in force.
    """
    key, value = keyed
    found: dict[str, Any] = {KEY_COLUMN: key} if key else {}
    left = [("", table(value), 0)]
    while left and len(found) < MOST_KEYS:
        path, node, depth = left.pop(0)
        for name, inside in node.items():
            place = f"{path}{name}"
            if isinstance(inside, Twice):
                continue
            if isinstance(inside, list) and inside and all(isinstance(one, dict) for one in inside[:20]):
                inside = {str(index): one for index, one in enumerate(valid_on(inside[:MOST_PERIODS], on)[:20])}
            if isinstance(inside, dict):
                if depth < DEEPEST:
                    left.append((f"{place}.", inside, depth + 1))
            elif not isinstance(inside, list) and len(place) <= LONGEST_TEXT and len(found) < MOST_KEYS:
                found.setdefault(place, inside)
    return found


# --- the format


class _Map(NamedTuple):
    """A map of columns, made ready."""

    columns: Mapping[str, str]
    """Heading to meaning."""
    named: Mapping[str, str]
    """Meaning without its unit to heading."""
    whole: Mapping[str, str]
    """What is said of the table."""
    style: str
    undecided: str
    """Why no number of the table can be read, before somebody says how they are written; empty where they can."""


def importer(columns: Mapping[str, str]) -> Importer:
    """The format that a map of columns makes of a table."""

    def sniff(document: SourceFile) -> bool:
        return bool(header_of(document))

    kept: list[tuple[SourceFile, _Map]] = []

    def made(document: SourceFile) -> _Map:
        # Its cells are looked through once, for the rows and for what is said of the whole.
        if not kept or kept[0][0] is not document:
            whole = stated(columns, header_of(document))
            titles = {title: meaning for title, meaning in columns.items() if title not in whole}
            style, undecided = whole.get(NUMBERS, ""), ""
            if not style:
                style, undecided = _style(document, titles)
            named = {meaning.partition(":")[0]: title for title, meaning in titles.items()}
            kept[:] = [(document, _Map(titles, named, whole, style, undecided))]
        return kept[0][1]

    def read(document: SourceFile) -> Iterator[Item]:
        map_ = made(document)
        name = map_.named.get("model") or map_.named["name"]
        found = records(
            lines(document) if document.table is not None else _placed(document),
            lambda place, one: _row(document, place, _cells(document, one), map_),
            lambda one: _cells(document, one).get(name),
        )
        return _joined(found) if {"tier", "above_tokens"} & map_.named.keys() else found

    def notices(document: SourceFile) -> tuple[str, ...]:
        map_ = made(document)
        source = map_.whole.get(SOURCE) or document.name
        basis = map_.whole.get(BASIS, DEFAULT_BASIS).replace("_", " ")
        own = " and ".join(one for one in ("source", "basis") if one in columns.values())
        said = f", where a row has no {own} of its own" if own else ""
        told = [f"Source “{source}”, basis {basis}{said}."]
        if map_.undecided:
            told.append(f"No number is read before it is said how they are written: {map_.undecided}.")
        return tuple(told)

    return Importer(ID, "Your table", sniff, read, notices=notices)


def _placed(document: SourceFile) -> Iterator[tuple[str, Any]]:
    for index, one in enumerate(_objects(document)):
        key, _ = one
        yield f"key {shortened(key)}" if key else f"rows[{index}]", one


def _cells(document: SourceFile, one: Any) -> Mapping[str, Any]:
    return cells(one) if document.table is not None else _flat(one, document.day)


def _style(document: SourceFile, columns: Mapping[str, str]) -> tuple[str, str]:
    """The style that the cells tell, and why somebody has to say it."""
    found = _written(document, columns)
    if not found.open:
        return (COMMAS if found.style == COMMAS else ""), ""
    if not found.style and found.example:
        return "", f"{found.example!r} and {found.open!r} contradict each other"
    mark = "comma" if "," in found.open else "point"
    beside = ""
    if found.example not in ("", found.open):
        beside = f"{found.example!r} is written like {found.style}, and "
    return "", f"{beside}in {found.open!r} a {mark} may mark thousands or decimals"


def _written(document: SourceFile, columns: Mapping[str, str]) -> NumeralStyle:
    figures = {
        title: metric_row(meaning.partition(":")[0]).kind in COUNTS and not meaning.partition(":")[2]
        for title, meaning in columns.items()
        if meaning and meaning not in KEYS
    }
    return written(
        (value[:100], counts)
        for row in _every(document)
        if row is not None
        for title, counts in figures.items()
        if isinstance(value := row.get(title), str)
    )


def style_told(document: SourceFile, columns: Mapping[str, str]) -> str:
    """How a table writes numbers, where its cells tell it and somebody has to confirm it; else empty."""
    found = _written(document, columns)
    return found.style if found.style == POINTS else ""


# --- a row


def _row(document: SourceFile, place: str, row: Mapping[str, Any], map_: _Map) -> ModelRow:
    notes: list[str] = []
    said = {key: _said(key, row.get(map_.named[key]), notes) for key in KEYS if key in map_.named}
    model = said.get("model") or said.get("name", "")
    if not model:
        raise BadValue("it names no model")
    if map_.undecided:
        raise BadValue(f"{map_.undecided}: state how numbers are written (--map numbers={POINTS})")
    # The figures of a period hold only where the day of the file lies in it.
    held = period_of(said.get("valid_from"), said.get("valid_until"))
    if held.until is not None and held.until < document.day:
        raise BadValue(f"its figures held until {held.until}, and the file is of {document.day}")
    if not held.holds(document.day):
        raise BadValue(f"its figures hold from {held.since} on, and the file is of {document.day}")
    origin = _origin(document, said, map_.whole)
    tier, above = said.get("tier", "").casefold(), above_of(said.get("above_tokens", ""))
    if tier in STANDARD:
        tier = ""
    figures = tuple(_figures(row, map_, origin, said, above, notes))
    if not figures and not said.get("licence"):
        why = "it holds no figure"
        if any(re.search(r"\.[0-9]+\.", title) for title in map_.columns):
            why = f"it holds no figure that is in force on {document.day}"
        raise no_figure(notes, why)
    provider, effort = said.get("provider", ""), said.get("effort", "")
    return ModelRow(
        id=_id(provider, model, effort, tier, f"above {above:,}" if above else ""),
        place=place,
        name=said.get("name") or model,
        model=model,
        provider=provider,
        developer=said.get("developer", ""),
        effort=effort,
        facts=_facts(said, tier, notes),
        figures=figures,
        notes=tuple(notes),
    )


def _id(provider: str, model: str, *marks: str) -> str:
    """What an offering is called, with the marks that it has in brackets."""
    return " ".join(["/".join(filter(None, (provider, model))), *(f"({one})" for one in marks if one)])


def _said(key: str, value: object, notes: list[str]) -> str:
    """What a row says under a key; a number is taken as its digits."""
    if isinstance(value, float) and not math.isfinite(value):
        value = ""
    elif isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:.17g}"
    if key in ("model", "name"):
        return text(value)
    return read_aside(notes, key, "", text, value)


def _facts(said: Mapping[str, str], tier: str, notes: list[str]) -> dict[str, Any]:
    facts: dict[str, Any] = {"licence": said.get("licence"), "service_tier": tier}
    facts["access"] = read_aside(notes, "access", None, word_of, ACCESS_WORDS, said.get("access", ""))
    facts["openness"] = read_aside(notes, "openness", None, word_of, OPENNESS_WORDS, said.get("openness", ""))
    return {key: value for key, value in facts.items() if value}


def _origin(document: SourceFile, said: Mapping[str, str], whole: Mapping[str, str]) -> Origin:
    """Where the figures of a row come from: what the row says goes before what a person says of the table."""
    named = said.get("basis") or whole.get(BASIS, DEFAULT_BASIS)
    basis = basis_of(named)
    if basis is None:
        raise BadValue(f"the basis {told(named)} is none of {', '.join(BASES)}")
    return Origin(
        said.get("source") or whole.get(SOURCE) or document.name,
        day(said.get("as_of")) or document.day,
        said.get("url", ""),
        said.get("version") or document.version,
        basis=basis,
    )


def _figures(
    row: Mapping[str, Any], map_: _Map, origin: Origin, said: Mapping[str, str], above: int, notes: list[str]
) -> Iterator[RowFigure]:
    for title, meaning in map_.columns.items():
        if meaning not in KEYS:
            try:
                yield from list(_figure(meaning, row.get(title), map_.style, origin, said, above))
            except BadValue as error:
                notes.append(f"{shortened(title)}: {error}.")


def _figure(
    meaning: str, value: Any, style: str, origin: Origin, said: Mapping[str, str], above: int
) -> Iterator[RowFigure]:
    id_, _, unit = meaning.partition(":")
    metric, factor = metric_row(id_), Decimal(1)
    if isinstance(value, str) and value.rstrip().endswith("%"):
        # A share written in per cent is a hundredth of it; an index from 0 to 100 is the number itself.
        if metric.discount:
            unit = "percent"
        elif unit == "share":
            unit = ""
    if metric.price and value not in (None, ""):
        foreign = currency_of(str(value)) or currency_of(said.get("currency", ""))
        if foreign:
            raise BadValue(f"{told(value)} is in {foreign}, and prices here are in USD")
        cents = in_cents(str(value)) or (in_cents(said.get("currency", "")) and "$" not in str(value))
        if cents and "cents" not in unit:
            factor = Decimal("0.01")
        if metric.unit == PER_MILLION_TOKENS and said.get("unit"):
            factor *= price_factor(said["unit"])
    written_ = value
    if isinstance(value, str):
        written_ = normal(stripped(value), style, large=metric.kind in COUNTS)
    found = number(written_, UNITS[unit].factor * factor)
    if unit == "share" and found is not None and not 0 <= found <= 100:
        raise BadValue(f"{told(value)}, and a share lies between 0 and 1")
    if metric.discount and found is not None and found > 1:
        raise BadValue(f"{told(value)}, and a discount is a share from 0 to 1")
    if found == 0 and (metric.positive or metric.kind in (TIME, *COUNTS)):
        found = None
    if metric.kind in COUNTS and found is not None and found != int(found):
        raise BadValue(f"{told(value)} is no whole number")
    return origin.figure(id_, found, note=said.get("note", ""), above_tokens=above if metric.price else 0)


# --- several rows of one offering


def _joined(items: Iterator[Item]) -> Iterator[Item]:
    """One row for all that a table says of an offering in several: its lengths of prompts, its batches.

    What holds for batches becomes the discount of the usual prices; another service tier is another offering.
    """
    rows: dict[tuple[str, str], ModelRow] = {}
    for item in items:
        if isinstance(item, Refused):
            yield item
        elif isinstance(item, Withdrawn):
            rows.pop((item.id, item.place), None)
            yield Refused(item.place, item.name, item.why)
        else:
            rows[(item.id, item.place)] = item
    whole: dict[tuple[str, str, str, str], ModelRow] = {}
    for row in rows.values():
        key = (row.provider, row.model, row.effort, row.facts.get("service_tier", ""))
        if key in whole:
            whole[key] = _together(whole[key], row)
        else:  # under the name of its offering, whatever the length is that the row speaks of
            whole[key] = replace(row, id=_id(row.provider, row.model, row.effort, key[3]))
    for key, row in whole.items():
        if key[3] != BATCH:
            yield row if key[3] else _with_batches(row, whole.get((*key[:3], BATCH)))
        elif (*key[:3], "") not in whole:
            yield Refused(row.place, row.name, "it prices batches, and no row says what it costs otherwise")


def _together(one: ModelRow, other: ModelRow) -> ModelRow:
    """Two rows of one offering as one; what both say stands once."""
    had = {(figure.metric, figure.above_tokens) for figure in one.figures}
    more = [figure for figure in other.figures if (figure.metric, figure.above_tokens) not in had]
    notes = [*one.notes, *(note for note in other.notes if note not in one.notes)]
    return replace(one, figures=(*one.figures, *more), facts={**other.facts, **one.facts}, notes=tuple(notes))


def _with_batches(row: ModelRow, batches: ModelRow | None) -> ModelRow:
    if batches is None:
        return row
    usual = {(figure.metric, figure.above_tokens): figure for figure in row.figures}
    shares = []
    for figure in batches.figures:
        standard = usual.get((figure.metric, figure.above_tokens))
        if standard is not None and metric_row(figure.metric).price:
            shares.append(discount(Decimal(repr(standard.value)), Decimal(repr(figure.value))))
    share = one_discount(shares)
    if share is None:
        return replace(row, notes=(*row.notes, "Its batch prices do not fit one discount."))
    first = replace(batches.figures[0], metric="batch_discount", value=share, above_tokens=0)
    return replace(row, figures=(*row.figures, first))
