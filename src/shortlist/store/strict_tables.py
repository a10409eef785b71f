"""JSON and comma-separated tables from outside, read strictly: what two readers could take differently is refused."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from shortlist.core.document.fields import brief
from shortlist.core.document.problems import key_path
from shortlist.core.importing.source_file import Twice
from shortlist.sanitising import shown
from shortlist.store.reading import DIGITS, JSON, UnreadableFile, read_text

COLUMNS, ROW = 1_000, 1_000_000
"""Columns of a table, and characters of one of its rows."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


# --- JSON --------------------------------------------------------------------------------------------------------


class _Refused(Exception):
    """Something that JSON parsers read differently or not at all."""


def read_json(path: Path) -> Any:
    """The data of a JSON file. Raises `UnreadableFile`."""
    return parse_json(read_text(path, JSON), path)


def parse_json(text: str, path: Path, constants: list[str] | None = None, twice: list[str] | None = None) -> Any:
    """The data of a JSON text: no duplicate keys, no NaN or infinity, no lone surrogates, numbers of bounded size.

    With `constants`, NaN and infinities are read, and what of them there is goes there. With `twice`, objects that
    stand under one key are kept as a `Twice`, and the keys go there. Raises `UnreadableFile` with the line, or the
    place, of the mistake.
    """

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        # Called for every object of a file, so that what is usual takes no further call.
        found = dict(pairs)
        return found if len(found) == len(pairs) else _repeated(found, pairs, twice)

    def constant(name: str) -> float:
        if constants is None:
            raise _Refused(no_json(name))
        constants.append(name)
        return float(name)

    try:
        data = json.loads(
            text, object_pairs_hook=table, parse_constant=constant, parse_float=_fraction, parse_int=_whole
        )
        if _SURROGATE.search(text):
            _refuse_surrogates(data)
    except _Refused as refused:
        raise UnreadableFile(path, str(refused)) from None
    except json.JSONDecodeError as error:
        raise UnreadableFile(path, f"line {error.lineno} is not valid JSON: {shown(error.msg)}") from None
    except RecursionError:
        raise UnreadableFile(path, "is nested too deeply") from None
    return data


def _repeated(table: dict[str, Any], pairs: list[tuple[str, Any]], twice: list[str] | None) -> dict[str, Any]:
    """An object in which a key stands more than once."""
    under: dict[str, list[Any]] = {}
    for key, value in pairs:
        under.setdefault(key, []).append(value)
    for key, values in under.items():
        if len(values) == 1:
            continue
        if twice is None or not all(isinstance(value, dict) for value in values):
            raise _Refused(told_twice(key))
        if any(value != values[0] for value in values[1:]):
            twice.append(key)
            table[key] = Twice(values)
    return table


def told_twice(key: str) -> str:
    """What is wrong with a key that stands twice."""
    return f"holds the key {shown(brief(key))!r} twice in one object; which one counts is not said"


def no_json(name: str) -> str:
    """What is wrong with NaN and infinities."""
    return f"holds {name}, which is no JSON; an unknown number is null or left out"


def _fraction(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _Refused(f"holds the number {brief(digits)}, which is too large")
    return value


def _whole(digits: str) -> int:
    if len(digits) > DIGITS:
        raise _Refused(f"holds a number of {len(digits)} digits; at most {DIGITS} are read")
    return int(digits)


def _refuse_surrogates(data: object) -> None:
    """Half of a character is no text: it can be neither shown nor written."""
    left: list[tuple[object, tuple[int | str, ...]]] = [(data, ())]
    while left:
        node, place = left.pop()
        inside: Iterable[tuple[int | str, object]] = ()
        if isinstance(node, dict):
            inside = [(key, value) for key, value in node.items()]
            left += [(key, place) for key in node]
        elif isinstance(node, list):
            inside = enumerate(node)
        elif isinstance(node, str) and any("\ud800" <= char <= "\udfff" for char in node):
            where = shown(key_path(place)) or "the file"
            raise _Refused(f"{where}: the text holds half of a character (a lone surrogate)")
        left += [(value, (*place, key)) for key, value in inside]


# --- tables ------------------------------------------------------------------------------------------------------


class TableRow(NamedTuple):
    """A row of a table with the line that it begins on, for messages."""

    line: int
    cells: tuple[str, ...]


class BadTableRow(NamedTuple):
    """A row that cannot be read, and why."""

    line: int
    why: str
    unclosed: bool = False
    """Whether a quote was opened and took in all that follows."""

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


def table_rows(lines: Iterable[str], delimiter: str = ",") -> Iterator[TableRow | BadTableRow]:
    """Rows with the lines they begin on, from lines with their ends; after a bad one reading goes on with the next."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why = shown(str(error))
            unclosed = "unexpected end of data" in why
            if unclosed:
                why = "a quote is opened and never closed"
            elif "expected after" in why:
                why = 'a quote ends before its cell does; a quote within a quoted cell is written ""'
            yield BadTableRow(line, why, unclosed)
            continue
        if sum(map(len, cells)) + len(cells) > ROW:
            yield BadTableRow(line, f"is longer than {ROW:,} characters")
        else:
            yield TableRow(line, tuple(cells))


def column_names(row: TableRow, path: Path) -> tuple[str, ...]:
    """The names in the first row. Raises `UnreadableFile` where one stands twice or there are too many."""
    names = tuple(cell.strip() for cell in row.cells)
    if len(names) > COLUMNS:
        raise UnreadableFile(path, f"has {len(names):,} columns; at most {COLUMNS:,} are read")
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        why = f"line {row.line}: two columns are named {shown(brief(twice))!r}; rename one"
        raise RepeatedColumn(path, why, names)
    return names


class RepeatedColumn(UnreadableFile):
    """A table of which two columns have one name."""

    def __init__(self, path: Path, why: str, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(path, why)
