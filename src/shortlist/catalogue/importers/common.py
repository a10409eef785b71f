"""What the importers share: what a format is, records to rows, figures of one origin, settings in names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from shortlist.core.document.vocabulary import Basis
from shortlist.core.importing.document import Document
from shortlist.core.importing.rows import Item, ModelRow, Refused, RowFigure
from shortlist.core.importing.values import LONGEST_TEXT, MILLION, BadValue, exact, plain, told

MOST_ROWS = 2_000_000
"""Records of one file; a list of models has thousands."""
MOST_NAMES = 200_000
"""Names that are remembered to find one that stands twice; the memory of an import is bounded."""


Sniff = Callable[[Document], bool]
Read = Callable[[Document], Iterator[Item]]


class Importer(NamedTuple):
    """A format: how it is recognised, and how its content becomes rows."""

    id: str
    title: str
    """Who publishes it, and after a comma in which form, where there are several."""
    sniff: Sniff
    """Whether a document is of this format, by its content alone and in bounded time."""
    read: Read
    companion: Callable[[str], str | None] = lambda name: None
    """The name of the file that belongs to one of this name and may lie beside it."""
    notices: Callable[[Document], tuple[str, ...]] = lambda document: ()
    """What a reader of the preview should know of the whole file."""


def forced(importer: Importer) -> Importer:
    """A format that a person names for a file that does not look like it: what does not fit refuses the file."""
    wrong = BadValue(f"is not what {importer.title} files look like: it holds no record of that kind")

    def read(document: Document) -> Iterator[Item]:
        found = False
        try:
            for item in importer.read(document):
                found = True
                yield item
        except (AssertionError, AttributeError, IndexError, KeyError, TypeError):
            # The readers rely on the shape that recognising a file has shown; here nothing has shown it.
            raise wrong from None
        if not found:
            raise wrong

    def notices(document: Document) -> tuple[str, ...]:
        try:
            return importer.notices(document)
        except (AssertionError, AttributeError, IndexError, KeyError, TypeError):
            return ()

    return importer._replace(read=read, notices=notices)


def records(
    values: Iterable[tuple[str, Any]], make: Callable[[str, Any], ModelRow | Refused], name: Callable[[Any], object]
) -> Iterator[Item]:
    """A row for every record, or the reason why there is none; the same id a second time is refused."""
    seen: dict[str, str] = {}
    for number, (place, value) in enumerate(values):
        if number >= MOST_ROWS:
            raise BadValue(f"the file holds more than {MOST_ROWS:,} records")
        try:
            row = make(place, value)
        except BadValue as error:
            yield Refused(place, called(name, value), str(error))
            continue
        if isinstance(row, ModelRow):
            if row.id in seen:
                yield Refused(place, row.id, f"the same name as in {seen[row.id]}; the first one counts")
                continue
            if len(seen) < MOST_NAMES:
                seen[row.id] = place
        yield row


def called(name: Callable[[Any], object], value: object) -> str:
    """What a refused record calls itself, as far as it can be told."""
    try:
        found = name(value)
    except (AttributeError, TypeError, KeyError, IndexError):
        return ""
    return found[:LONGEST_TEXT] if isinstance(found, str) else ""


def key_of(name: str) -> Callable[[Any], object]:
    """The value of a key, for `records`."""
    return lambda value: value.get(name)


def numbered(values: Iterable[Any], list_name: str) -> Iterator[tuple[str, Any]]:
    """Items of a JSON list with their places."""
    return ((f"{list_name}[{index}]", value) for index, value in enumerate(values))


def lines(document: Document) -> Iterator[tuple[str, Any]]:
    """Records of a table with their lines; one that cannot be read carries its problem."""
    assert document.table is not None
    return ((f"line {record.line}", record) for record in document.table.records())


def cells(record: Any) -> dict[str, str]:
    """The cells of a record; raises what is wrong with its line."""
    if record.problem:
        raise BadValue(record.problem)
    return record.cells  # type: ignore[no-any-return]


def table(value: object, what: str = "the record") -> dict[str, Any]:
    """A JSON object, or nothing where there is none."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadValue(f"{what} is no object: {told(value)}")
    return value


def secure(value: object) -> str:
    """An address that begins with `https://`; empty for anything else."""
    return value if isinstance(value, str) and value.startswith("https://") else ""


def flags(entry: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Keys that hold true or false as capabilities of ours, by the key's name."""
    told = {True: "yes", False: "no"}
    return {ours: told[entry[key]] for key, ours in names.items() if isinstance(entry.get(key), bool)}


def first_items(document: Document, key: str | None = None, most: int = 20) -> list[dict[str, Any]]:
    """The first objects of a list, for recognising a format; of the list under a key where one is named."""
    values = document.json
    if key is not None:
        values = values.get(key) if isinstance(values, dict) else None
    return [one for one in values[:most] if isinstance(one, dict)] if isinstance(values, list) else []


def has_columns(document: Document, *names: str) -> bool:
    """Whether a document is a table with these columns."""
    return document.table is not None and set(names) <= set(document.table.header)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures of a row come from."""

    source: str
    as_of: date
    url: str = ""
    version: str = ""
    effort: str = ""
    basis: Basis = "published"

    def figure(self, metric: str, value: float | None, **more: Any) -> Iterator[RowFigure]:
        """The figure, or nothing where the value is unknown; a figure below 0 is refused."""
        if value is None:
            return
        if value < 0 and not metric.startswith("quality."):
            raise BadValue(f"{metric} is {told(value)}, below 0")
        told_of = {"url": self.url, "version": self.version, "effort": self.effort, "basis": self.basis, **more}
        yield RowFigure(metric, value, self.source, self.as_of, **told_of)


def per_million(value: object) -> float | None:
    """USD per token as USD per million tokens, exactly."""
    found = exact(value)
    return None if found is None else plain(found * MILLION)


def discount(standard: Decimal | None, reduced: Decimal | None) -> Decimal | None:
    """The share off that turns a price into its reduced one; None where that cannot be told."""
    if standard is None or reduced is None or standard <= 0 or not 0 <= reduced <= standard:
        return None
    return 1 - reduced / standard


LEVELS = "minimal|low|medium|high|xhigh"
_SETTING = re.compile(
    rf"(?P<base>.*[0-9].*?)[- ](?P<setting>"
    rf"(?:thinking-(?:auto|minimal|[0-9]+k)-)?(?:{LEVELS}|max)-effort"
    rf"|thinking-(?:auto|minimal|[0-9]+k)"
    rf"|(?:{LEVELS})-?thinking|(?:{LEVELS})"
    rf"|non-reasoning|no-?thinking|thinking|reasoning)",
    re.IGNORECASE,
)
_OFF = re.compile(r"non-reasoning|no-?thinking", re.IGNORECASE)


def setting(name: str) -> tuple[str, str]:
    """A model's name without the setting it ends in, and the setting: `gpt-5.4-mini-high` is `gpt-5.4-mini`, `high`.

    `none` is thinking switched off. A name that only looks so is still found by itself: rows are joined by either.
    """
    match = _SETTING.fullmatch(name) if len(name) <= LONGEST_TEXT else None
    if match is None:
        return name, ""
    word = match["setting"].casefold()
    if _OFF.fullmatch(word):
        return match["base"], "none"
    level = re.fullmatch(rf"({LEVELS})-?thinking", word)
    return match["base"], level[1] if level else word.removesuffix("-effort")
