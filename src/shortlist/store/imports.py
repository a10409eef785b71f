"""Files to import, read in bounded memory: JSON as values, tables line by line, a model card as text."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from shortlist.core.importing.source_file import BY_NAME, BY_PERSON, BY_WRITING, SourceFile, TableRecord
from shortlist.sanitising import shown
from shortlist.store.archives import MAGIC, ZipArchive
from shortlist.store.folders import changed_at
from shortlist.store.import_text import BINARY, OTHER_TEXTS, SAMPLE, SHEETS, delimiter_of, in_utf8, table_text, unpacked
from shortlist.store.reading import CSV, JSON, MEGABYTE, FileFormat, UnreadableFile, decode_text, read_bytes
from shortlist.store.strict_tables import (
    BadTableRow,
    TableRow,
    column_names,
    no_json,
    parse_json,
    table_rows,
    told_twice,
)

CARD = FileFormat("a model card", "a model card is Markdown with YAML at its head", MEGABYTE)
IMPORT = FileFormat("a file to import", "an import is JSON, CSV or a model card", 160 * MEGABYTE)
"""Runs repeat their prompts with every answer: ten thousand answers of promptfoo are 150 MB of JSON."""
_SEPARATOR = re.compile(r"sep=[,;|\t]?[,;|\t]?", re.IGNORECASE)
_RULE = re.compile(r"(?::?-{2,}:?)?")
_DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})[-_](0[1-9]|1[0-2])(?:[-_](0[1-9]|[12][0-9]|3[01]))?(?![0-9])")


MOST_UNCLOSED = 20  # rows whose quote is never closed, after which reading goes on with the next line
MOST_TITLES = 50  # lines above the names of the columns
_LINES = re.compile(r"[^\n]*\}[^\S\n]*\n\s*\{")
"""How JSON Lines begin: a line that ends an object, and one that begins the next."""


@dataclass(frozen=True, slots=True)
class StreamedTable:
    """A table whose bytes are held once and whose rows are made as they are asked for."""

    path: Path
    data: bytes
    header: tuple[str, ...]
    delimiter: str
    header_line: int = 1
    """The line that the names of the columns stand in."""

    def records(self) -> Iterator[TableRecord]:
        """Every row below the names, by name; a row that cannot be read says why."""
        columns = len(self.header)
        for row in _rows(self.path, self.data, self.delimiter):
            if row.line <= self.header_line or (isinstance(row, TableRow) and _ruled(row.cells)):
                continue
            if isinstance(row, BadTableRow):
                yield TableRecord(row.line, {}, row.why)
                continue
            cells = row.cells
            if len(cells) > columns and not any(cell.strip() for cell in cells[columns:]):
                # Spreadsheets end rows with empty cells beyond the names.
                cells = cells[:columns]
            if len(cells) != columns:
                yield TableRecord(row.line, {}, f"has {len(cells)} cells, and the table has {columns} columns")
            else:
                yield TableRecord(row.line, dict(zip(self.header, cells, strict=True)))


def read_document(path: Path, day: dt.date | None = None, header_line: int = 0) -> SourceFile:
    """A file to import. Raises `UnreadableFile`.

    What the file is, its first characters tell: a brace or a bracket opens JSON, or JSON Lines, PK an archive, three
    dashes a model card, anything else is a table. `day` is what a person says of its date; else the name of the file,
    else when it was written. `header_line` is the line of a table's names, where a person says it.
    """
    data = unpacked(read_bytes(path, IMPORT), path, IMPORT)
    when, dated_by = (day, BY_PERSON) if day else _day(path)
    binary = next((why for begins, why in BINARY if data.startswith(begins)), None)
    if binary is not None:
        raise UnreadableFile(path, binary)
    if data.startswith(MAGIC):
        archive = ZipArchive(path, data)
        sheet = next((why for member, why in SHEETS.items() if member in archive.names), None)
        if sheet is not None:
            raise UnreadableFile(path, sheet)
        return SourceFile(path.name, when, dated_by, len(data), archive=archive)
    data = in_utf8(data, path)
    start = data[:4096].lstrip()
    if not start:
        raise UnreadableFile(path, "is empty; give a JSON file, a table or a model card")
    if start[:1] in (b"{", b"["):
        constants, twice = list[str](), list[str]()
        size, text = len(data), decode_text(data, path, JSON)
        del data  # of a large file neither its bytes nor a copy of its text are held while its values are made
        values = _values(text, path, constants, twice)
        no_values = no_json(constants[0]) if constants else ""
        more = told_twice(twice[0]) if twice else ""
        return SourceFile(path.name, when, dated_by, size, json=values, no_json=no_values, twice=more)
    if start.startswith(b"---"):
        if len(data) > CARD.limit:
            raise UnreadableFile(path, f"is larger than {CARD.limit // MEGABYTE} MB; {CARD.file} never is")
        return SourceFile(path.name, when, dated_by, len(data), text=decode_text(data, path, CARD))
    if len(data) > CSV.limit:
        raise UnreadableFile(path, f"is larger than {CSV.limit // MEGABYTE} MB; {CSV.file} never is")
    if b"\x00" in data:
        raise UnreadableFile(path, f"is not a text file; {IMPORT.text}")
    data, told = table_text(data, path)
    table = _table(path, data, header_line)
    return SourceFile(path.name, when, dated_by, len(data), table=table, notices=(told,) if told else ())


def _values(text: str, path: Path, constants: list[str], twice: list[str]) -> Any:
    """The values of a JSON text; of JSON Lines, whose first line is a whole object already, as a list."""
    if _LINES.match(text) is None:
        return parse_json(text, path, constants, twice)
    values = []
    for number, line in enumerate(_lines(text), 1):
        if line.strip():
            try:
                values.append(parse_json(line, path, constants))
            except UnreadableFile as error:
                raise UnreadableFile(path, f"line {number} {error.why.removeprefix('line 1 ')}") from None
    return values


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, one at a time: all of them at once would be another copy of it."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def read_beside(path: Path) -> Any:
    """The values of a companion JSON file, or None where there is none. Raises `UnreadableFile`."""
    if path.is_file():
        return parse_json(decode_text(read_bytes(path, JSON), path, JSON), path)
    return None


def _day(path: Path) -> tuple[dt.date, str]:
    """The last date in the file's name, else the day on which it was written."""
    for year, month, day in reversed(_DAY_IN_NAME.findall(path.name)):
        try:
            return dt.date(int(year), int(month), int(day or 1)), BY_NAME
        except ValueError:
            continue
    return changed_at(path.stat()).date(), BY_WRITING


def _table(path: Path, data: bytes, header_line: int) -> StreamedTable:
    stated = re.match(rb"sep=([,;|\t])\r?\n", data, re.IGNORECASE)  # as spreadsheets write it for each other
    beginning = data[: 4 * SAMPLE].decode("utf-8", "ignore")
    delimiter = stated[1].decode() if stated else delimiter_of(beginning)
    head = _head(path, data, delimiter, header_line)
    if head is None:
        raise UnreadableFile(path, "is empty; the first line holds the names of the columns")
    if isinstance(head, BadTableRow):
        raise UnreadableFile(path, str(head))
    if len(head.cells) < 2:
        other = OTHER_TEXTS.get(path.suffix.casefold())
        raise UnreadableFile(path, other or f"is no JSON, no table and no model card; {IMPORT.text}")
    return StreamedTable(path, data, column_names(head, path), delimiter, head.line)


def _ruled(cells: Sequence[str]) -> bool:
    """Whether a row is the line that Markdown draws under the headings."""
    return (
        len(cells) > 1
        and all(_RULE.fullmatch(cell.strip(" ")) for cell in cells)
        and any("---" in cell for cell in cells)
    )


def _head(path: Path, data: bytes, delimiter: str, header_line: int) -> TableRow | BadTableRow | None:
    """The row of the names: in the line that a person says, else the first with two or more; titles stand above."""
    first = None
    for row in islice(_rows(path, data, delimiter), None if header_line else MOST_TITLES):
        if isinstance(row, TableRow) and _SEPARATOR.fullmatch(delimiter.join(row.cells).strip()):
            continue
        if header_line and row.line >= header_line:
            return row
        first = first or row
        if not header_line and (isinstance(row, BadTableRow) or sum(bool(cell.strip()) for cell in row.cells) > 1):
            return row
    if header_line:
        raise UnreadableFile(path, f"has no line {header_line} for the names of the columns")
    return first


def _rows(path: Path, data: bytes, delimiter: str) -> Iterator[TableRow | BadTableRow]:
    """Rows of a table; where a quote is never closed, reading goes on with the line after it."""
    begun = 0
    for _ in range(MOST_UNCLOSED):
        last = None
        for row in _rows_from(path, data, delimiter, begun):
            last = row
            yield row
        if not isinstance(last, BadTableRow) or not last.unclosed:
            return
        begun = last.line


def _rows_from(path: Path, data: bytes, delimiter: str, begun: int) -> Iterator[TableRow | BadTableRow]:
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    try:
        for row in table_rows(islice(lines, begun, None), delimiter):
            if isinstance(row, BadTableRow) or any(cell.strip() for cell in row.cells):
                yield row._replace(line=row.line + begun)
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"is not UTF-8: {shown(error.reason)}; save the file as UTF-8") from None
