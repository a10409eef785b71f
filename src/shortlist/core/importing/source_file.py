"""A file that was read, before anybody knows what it says: its content, and the day it can be dated by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

BY_NAME, BY_WRITING, BY_PERSON = "the name of the file", "the day the file was written", "you"


class Twice(list[Any]):
    """The objects that stand under one key of one object: which of them counts, the file does not say."""


def as_table(value: object) -> dict[str, Any]:
    """A JSON object; anything else holds nothing."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """A JSON list; anything else holds nothing."""
    return value if isinstance(value, list) else []


def as_objects(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON list; anything else holds none."""
    return [one for one in as_list(value) if isinstance(one, dict)]


def first_objects(values: object) -> list[dict[str, Any]]:
    """The objects among the first items of a list, by which a format is recognised."""
    return as_objects(as_list(values)[:20])


class TableRecord(NamedTuple):
    """A line of a table: where it begins, its cells by heading, or why it cannot be read."""

    line: int
    cells: Mapping[str, str]
    problem: str = ""


class SourceTable(Protocol):
    """A table that is read line by line, as often as it is asked for."""

    @property
    def header(self) -> tuple[str, ...]:
        """The headings, in their order."""

    @property
    def header_line(self) -> int:
        """The line that they stand in."""

    def records(self) -> Iterator[TableRecord]:
        """Every line below the headings."""


class Archive(Protocol):
    """An archive of JSON files, each read when it is asked for."""

    @property
    def names(self) -> frozenset[str]:
        """Paths within the archive, each of which `json` takes."""

    def json(self, name: str) -> Any:
        """The values of a member, NaN among them."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What a file holds: JSON values (of JSON Lines a list), a table, text, or an archive; exactly one of the four."""

    name: str
    """The file's name, without its folder."""
    day: date
    """The day that figures without a date of their own are taken to be of."""
    dated_by: str
    """How that day is known: `BY_NAME`, `BY_WRITING` or `BY_PERSON`."""
    size: int = 0
    json: Any = None
    table: SourceTable | None = None
    text: str | None = None
    archive: Archive | None = None
    no_json: str = ""
    """What strict JSON does not allow and the values hold all the same, in a sentence: NaN, or an infinity."""
    twice: str = ""
    """That an object holds a key twice, in a sentence; in its place stands a `Twice`."""
    beside: Any = None
    """JSON of the companion file, where the format has one and it lies beside."""

    version: str = ""
    """What a person says of the version of an index, where the file does not."""

    notices: tuple[str, ...] = ()
    """What a reader should know of how the file was read."""
