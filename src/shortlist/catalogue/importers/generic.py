"""A table of no known format, CSV or JSON, read by a map of its columns that a person confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from shortlist.catalogue.importers.common import Importer, Origin, cells, lines, numbered, records, table
from shortlist.core.document.metrics import UNITS, metric_row
from shortlist.core.document.vocabulary import BASES, basis_of
from shortlist.core.importing.columns import BASIS, DEFAULT_BASIS, KEYS, NUMBERS, SOURCE, stated
from shortlist.core.importing.document import Document
from shortlist.core.importing.numerals import normal, stripped
from shortlist.core.importing.rows import Item, ModelRow, RowFigure
from shortlist.core.importing.values import BadValue, day, number, text, told

ID = "table"
SAMPLED = 200
"""Records from which examples are taken."""


def header_of(document: Document) -> tuple[str, ...]:
    """The headings of a table, or the keys of the first objects of a JSON list; empty where it is neither."""
    if document.table is not None:
        return document.table.header
    keys: dict[str, None] = {}
    for one in _objects(document)[:50]:
        if isinstance(one, dict):
            keys |= dict.fromkeys(key for key, value in one.items() if not isinstance(value, dict | list))
    return tuple(keys)[:500]


def first_record(document: Document) -> Mapping[str, Any]:
    """The first record of a table, as an example of what its columns hold."""
    if document.table is not None:
        return next((record.cells for record in document.table.records() if not record.problem), {})
    return next((one for one in _objects(document) if isinstance(one, dict)), {})


def samples(document: Document, columns: Mapping[str, str]) -> Iterator[str]:
    """The texts of the first records in the columns that hold figures."""
    figures = [title for title, meaning in columns.items() if meaning and meaning not in KEYS]
    if document.table is not None:
        rows: Iterator[Mapping[str, Any]] = (record.cells for record in islice(document.table.records(), SAMPLED))
    else:
        rows = (one for one in _objects(document)[:SAMPLED] if isinstance(one, dict))
    return (value for row in rows for title in figures if isinstance(value := row.get(title), str))


def _objects(document: Document) -> list[Any]:
    values = document.json
    if isinstance(values, dict):
        lists = [one for one in values.values() if isinstance(one, list)]
        values = lists[0] if len(lists) == 1 else None
    return values if isinstance(values, list) else []


def importer(columns: Mapping[str, str]) -> Importer:
    """The format that a map of columns makes of a table."""

    def sniff(document: Document) -> bool:
        return bool(header_of(document))

    def read(document: Document) -> Iterator[Item]:
        values = lines(document) if document.table is not None else numbered(_objects(document), "rows")
        whole = stated(columns, header_of(document))
        titles = {title: meaning for title, meaning in columns.items() if title not in whole}
        by_meaning = {meaning.partition(":")[0]: title for title, meaning in titles.items()}
        name = by_meaning.get("model") or by_meaning["name"]
        return records(
            values,
            lambda place, one: _row(document, place, _cells(document, one), titles, by_meaning, whole),
            lambda one: _cells(document, one).get(name),
        )

    def notices(document: Document) -> tuple[str, ...]:
        whole = stated(columns, header_of(document))
        source, basis = whole.get(SOURCE) or document.name, whole.get(BASIS, DEFAULT_BASIS).replace("_", " ")
        own = " and ".join(one for one in ("source", "basis") if one in columns.values())
        told = f", where a row has no {own} of its own" if own else ""
        return (f"Source “{source}”, basis {basis}{told}.",)

    return Importer(ID, "Your table", sniff, read, notices=notices)


def _cells(document: Document, one: Any) -> Mapping[str, Any]:
    return cells(one) if document.table is not None else table(one)


def _row(
    document: Document,
    place: str,
    row: Mapping[str, Any],
    columns: Mapping[str, str],
    named: Mapping[str, str],
    whole: Mapping[str, str],
) -> ModelRow:
    said = {key: text(row.get(named[key])) for key in KEYS if key in named}
    model = said.get("model") or said.get("name", "")
    if not model:
        raise BadValue("it names no model")
    origin = _origin(document, said, whole)
    provider, effort = said.get("provider", ""), said.get("effort", "")
    style, note = whole.get(NUMBERS, ""), said.get("note", "")
    figures = tuple(_figures(row, columns, origin, note, style))
    if not figures and not said.get("licence"):
        raise BadValue("it holds no figure")
    return ModelRow(
        id="/".join(filter(None, (provider, model))) + (f" ({effort})" if effort else ""),
        place=place,
        name=said.get("name") or model,
        model=model,
        provider=provider,
        developer=said.get("developer", ""),
        effort=effort,
        facts={"licence": said["licence"]} if said.get("licence") else {},
        figures=figures,
    )


def _origin(document: Document, said: Mapping[str, str], whole: Mapping[str, str]) -> Origin:
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
    row: Mapping[str, Any], columns: Mapping[str, str], origin: Origin, note: str, style: str
) -> Iterator[RowFigure]:
    for title, meaning in columns.items():
        if meaning in KEYS:
            continue
        id_, _, unit = meaning.partition(":")
        metric, value = metric_row(id_), row.get(title)
        if isinstance(value, str) and value.rstrip().endswith("%"):
            # A share written in per cent is a hundredth of it; an index from 0 to 100 is the number itself.
            if metric.discount:
                unit = "percent"
            elif unit == "share":
                unit = ""
        try:
            written = normal(stripped(value), style) if isinstance(value, str) else value
            found = number(written, UNITS[unit].factor)
        except BadValue as error:
            unsaid = not style and isinstance(value, str) and "," in value
            remedy = ": state how numbers are written (--map numbers=1.234,5)" if unsaid else ""
            raise BadValue(f"{title}: {error}{remedy}") from None
        if metric.positive and found == 0:
            found = None
        if metric.discount and found is not None and found > 1:
            raise BadValue(f"{title} is {told(row.get(title))}, and a discount is a share from 0 to 1")
        yield from origin.figure(id_, found, note=note)
