"""Files to import, read in bounded memory: JSON as values, tables line by line, a model card as text."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shortlist.core.importing.document import BY_NAME, BY_PERSON, BY_WRITING, Document, Record
from shortlist.shown import shown
from shortlist.store.archives import MAGIC, ZipArchive
from shortlist.store.folders import changed_at
from shortlist.store.reading import CSV, JSON, MEGABYTE, Format, UnreadableFile, decode_text, read_bytes
from shortlist.store.strict_tables import BadTableRow, TableRow, column_names, no_json, parse_json, table_rows

CARD = Format("a model card", "a model card is Markdown with YAML at its head", MEGABYTE)
IMPORT = Format("a file to import", "an import is JSON, CSV or a model card", 160 * MEGABYTE)
"""Runs repeat their prompts with every answer: ten thousand answers of promptfoo are 150 MB of JSON."""
_DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})[-_](0[1-9]|1[0-2])(?:[-_](0[1-9]|[12][0-9]|3[01]))?(?![0-9])")


@dataclass(frozen=True, slots=True)
class StreamedTable:
    """A table whose bytes are held once and whose rows are made as they are asked for."""

    path: Path
    data: bytes
    header: tuple[str, ...]
    delimiter: str

    def records(self) -> Iterator[Record]:
        """Every row below the names, by name; a row that cannot be read says why."""
        rows = _rows(self.path, self.data, self.delimiter)
        next(rows)
        for row in rows:
            if isinstance(row, BadTableRow):
                yield Record(row.line, {}, row.why)
            elif len(row.cells) != len(self.header):
                told = f"has {len(row.cells)} cells, and the table has {len(self.header)} columns"
                yield Record(row.line, {}, told)
            else:
                yield Record(row.line, dict(zip(self.header, row.cells, strict=True)))


def read_document(path: Path, day: dt.date | None = None) -> Document:
    """A file to import. Raises `UnreadableFile`.

    What the file is, its first characters tell: a brace or a bracket opens JSON, or JSON Lines, PK an archive, three
    dashes a model card, anything else is a table. `day` is what a person says of its date; else the name of the file,
    else when it was written.
    """
    data = read_bytes(path, IMPORT)
    when, dated_by = (day, BY_PERSON) if day else _day(path)
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise UnreadableFile(path, "is empty; give a JSON file, a table or a model card")
    if start.startswith(MAGIC):
        return Document(path.name, when, dated_by, len(data), archive=ZipArchive(path, data))
    if start[:1] in (b"{", b"["):
        constants: list[str] = []
        size, text = len(data), decode_text(data, path, JSON)
        del data  # of a large file neither its bytes nor a copy of its text are held while its values are made
        values = _values(text, path, constants)
        no_values = no_json(constants[0]) if constants else ""
        return Document(path.name, when, dated_by, size, json=values, no_json=no_values)
    if start.startswith(b"---"):
        if len(data) > CARD.limit:
            raise UnreadableFile(path, f"is larger than {CARD.limit // MEGABYTE} MB; {CARD.file} never is")
        return Document(path.name, when, dated_by, len(data), text=decode_text(data, path, CARD))
    if len(data) > CSV.limit:
        raise UnreadableFile(path, f"is larger than {CSV.limit // MEGABYTE} MB; {CSV.file} never is")
    return Document(path.name, when, dated_by, len(data), table=_table(path, data))


def _values(text: str, path: Path, constants: list[str]) -> Any:
    """The values of a JSON text; of JSON Lines, whose first line is a whole object already, as a list."""
    if _LINES.match(text) is None:
        return parse_json(text, path, constants)
    values = []
    for number, line in enumerate(_lines(text), 1):
        if line.strip():
            try:
                values.append(parse_json(line, path, constants))
            except UnreadableFile as error:
                raise UnreadableFile(path, f"line {number} {error.why.removeprefix('line 1 ')}") from None
    return values


_LINES = re.compile(r"[^\n]*\}[^\S\n]*\n\s*\{")
"""How JSON Lines begin: a line that ends an object, and one that begins the next."""


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, one at a time: all of them at once would be another copy of it."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def read_beside(path: Path) -> Any:
    """The values of a companion JSON file, or None where there is none. Raises `UnreadableFile`."""
    return parse_json(decode_text(read_bytes(path, JSON), path, JSON), path) if path.is_file() else None


def _day(path: Path) -> tuple[dt.date, str]:
    """The last date in the file's name, else the day on which it was written."""
    for year, month, day in reversed(_DAY_IN_NAME.findall(path.name)):
        try:
            return dt.date(int(year), int(month), int(day or 1)), BY_NAME
        except ValueError:
            continue
    return changed_at(path.stat()).date(), BY_WRITING


def _table(path: Path, data: bytes) -> StreamedTable:
    if b"\x00" in data:
        raise UnreadableFile(path, f"is not a text file; {IMPORT.text}")
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    delimiter = ";" if first.count(b";") > first.count(b",") else ","
    if b"\t" in first:
        delimiter = "\t"
    head = next(_rows(path, data, delimiter), None)
    if head is None or isinstance(head, BadTableRow):
        raise UnreadableFile(path, str(head) if head else "is empty; the first line holds the names of the columns")
    if len(head.cells) < 2:
        raise UnreadableFile(path, f"is no JSON, no table and no model card; {IMPORT.text}")
    return StreamedTable(path, data, column_names(head, path), delimiter)


def _rows(path: Path, data: bytes, delimiter: str) -> Iterator[TableRow | BadTableRow]:
    lines = io.TextIOWrapper(io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")), encoding="utf-8", newline="")
    try:
        for row in table_rows(lines, delimiter):
            if isinstance(row, BadTableRow) or any(cell.strip() for cell in row.cells):
                yield row
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"is not UTF-8: {shown(error.reason)}; save the file as UTF-8") from None
