"""What the importers share: what a format is, records to rows, figures of one origin, settings in names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, ParamSpec, TypeVar

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import cut_short
from shortlist.core.document.vocabulary import EFFORTS, Basis
from shortlist.core.importing.rows import Item, ModelRow, Refused, RowFigure, Withdrawn
from shortlist.core.importing.source_file import SourceFile, Twice, as_table, first_objects
from shortlist.core.importing.values import LONGEST_TEXT, MILLION, BadValue, as_held, exact, tidy, told

MOST_ROWS = 2_000_000
"""Records of one file; a list of models has thousands."""
MOST_NAMES = 200_000
"""Names that are remembered to find one that stands twice; the memory of an import is bounded."""
MOST_NAMED = 100
"""Keys that a sentence names; no list of prices comes near it."""

NO_SUCH_SHAPE = (AssertionError, AttributeError, IndexError, KeyError, TypeError)
"""What the readers raise on a file of another shape than that by which they recognise theirs."""

T = TypeVar("T")
P = ParamSpec("P")
Sniff = Callable[[SourceFile], bool]
Read = Callable[[SourceFile], Iterator[Item]]


class Question(NamedTuple):
    """What a file does not say and cannot be read without, and the usual answers."""

    text: str
    answers: tuple[str, ...]


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
    notices: Callable[[SourceFile], tuple[str, ...]] = lambda document: ()
    """What a reader of the preview should know of the whole file."""
    asks: Callable[[SourceFile], Question | None] = lambda document: None
    """What has to be said before the file can be read; it is said as its version."""


def forced(importer: Importer) -> Importer:
    """A format that a person names for a file that does not look like it: what does not fit refuses the file."""
    wrong = BadValue(f"is not what {importer.title} files look like: it holds no record of that kind")

    def read(document: SourceFile) -> Iterator[Item]:
        found = False
        try:
            for item in importer.read(document):
                found = True
                yield item
        except NO_SUCH_SHAPE:
            raise wrong from None
        if not found:
            raise wrong

    def notices(document: SourceFile) -> tuple[str, ...]:
        try:
            return importer.notices(document)
        except NO_SUCH_SHAPE:
            return ()

    def asks(document: SourceFile) -> Question | None:
        try:
            return importer.asks(document)
        except NO_SUCH_SHAPE:
            return None

    return importer._replace(read=read, notices=notices, asks=asks)


def records(
    values: Iterable[tuple[str, Any]], make: Callable[[str, Any], ModelRow | Refused], name: Callable[[Any], object]
) -> Iterator[Item]:
    """A row for every record, or the reason why there is none.

    Of two records of one thing the younger counts; where both are of one day and say different things, neither does.
    """
    seen: dict[str, _Seen] = {}
    for number, (place, value) in enumerate(values):
        if number >= MOST_ROWS:
            raise BadValue(f"the file holds more than {MOST_ROWS:,} records")
        try:
            row = make(place, value)
        except BadValue as error:
            yield Refused(place, called(name, value), str(error))
            continue
        if not isinstance(row, ModelRow):
            yield row
            continue
        here, key = _seen(row), row.id
        if row.model:  # an offering at a setting, else what the file calls by one name
            key = "\t".join((row.provider, row.model.casefold(), row.effort, str(row.facts.get("service_tier", ""))))
        first = seen.get(key)
        if first is None:
            if len(seen) < MOST_NAMES:
                seen[key] = here
            yield row
            continue
        taken = yield from _again(row, first, here)
        seen[key] = taken or first._replace(told=None)
        if taken is here:
            yield row


class _Seen(NamedTuple):
    """What is remembered of a row: what it is called and where it stood, its figures (None: they were contradicted)."""

    id: str
    place: str
    name: str
    told: Mapping[tuple[str, int, str], float] | None
    day: date


def _seen(row: ModelRow) -> _Seen:
    told = {(one.metric, one.above_tokens, one.provider): one.value for one in row.figures}
    if row.hosting is not None:
        told |= {("gpu_hour_usd", 0, row.hosting["gpu"]): row.hosting["gpu_hour_usd"]}
    day = max((one.as_of for one in row.figures), default=date.min)
    return _Seen(row.id, row.place, row.name, told, day)


def _again(row: ModelRow, first: _Seen, here: _Seen) -> Generator[Item, None, _Seen | None]:
    """What becomes of a second row of one thing, and of the first; returns the row that counts, None for neither."""
    before, now = first.told, here.told
    assert now is not None
    if before is not None and all(now.get(key, value) == value for key, value in before.items()):
        if first.id != row.id:
            return here
        yield Refused(row.place, row.id, f"it says what {first.place} says")
        return first
    if here.day > first.day:
        if before is not None:
            yield Withdrawn(first.id, first.place, first.name, f"{row.place} is of the same and younger")
        return here
    if here.day < first.day:
        yield Refused(row.place, row.id, f"{first.place} is of the same and younger")
        return first
    why = "it contradicts {}, which is of the same: neither is taken before something tells them apart"
    if before is not None:
        yield Withdrawn(first.id, first.place, first.name, why.format(row.place))
    yield Refused(row.place, row.id, why.format(first.place))
    return None


def called(name: Callable[[Any], object], value: object) -> str:
    """What a refused record calls itself, as far as it can be told."""
    try:
        found = name(value)
    except (AttributeError, TypeError, KeyError, IndexError, ShortlistError):
        return ""
    return found[:LONGEST_TEXT] if isinstance(found, str) else ""


def key_of(name: str) -> Callable[[Any], object]:
    """The value of a key, for `records`."""
    return lambda value: value.get(name)


def numbered(values: Iterable[Any], list_name: str) -> Iterator[tuple[str, Any]]:
    """Items of a JSON list with their places."""
    return ((f"{list_name}[{index}]", value) for index, value in enumerate(values))


def lines(document: SourceFile) -> Iterator[tuple[str, Any]]:
    """Records of a table with their lines; one that cannot be read carries its problem."""
    assert document.table is not None
    return ((f"line {record.line}", record) for record in document.table.records())


def cells(record: Any) -> dict[str, str]:
    """The cells of a record; raises what is wrong with its line."""
    if record.problem:
        raise BadValue(record.problem)
    return record.cells  # type: ignore[no-any-return]


def table_records(
    document: SourceFile, make: Callable[[str, dict[str, str]], ModelRow | Refused], column: str
) -> Iterator[Item]:
    """A row for every line of a table; one that is refused is called by what stands in a column."""
    return records(
        lines(document), lambda place, record: make(place, cells(record)), lambda record: record.cells.get(column)
    )


def table(value: object, what: str = "the record") -> dict[str, Any]:
    """A JSON object, or nothing where there is none."""
    if value is None:
        return {}
    if isinstance(value, Twice):
        raise BadValue(f"{what} stands {len(value)} times in the file, and differs; which one counts is not said")
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


def first_items(document: SourceFile, key: str | None = None) -> list[dict[str, Any]]:
    """The first objects of a list, for recognising a format; of the list under a key where one is named."""
    return first_objects(document.json if key is None else as_table(document.json).get(key))


def objects_with(*keys: str, under: str | None = None) -> Sniff:
    """Recognises a list of objects that have these keys; the list under a key of the file where one is named."""

    def sniff(document: SourceFile) -> bool:
        items = first_items(document, under)
        return bool(items) and all(one.keys() >= set(keys) for one in items)

    return sniff


def table_with(*names: str) -> Sniff:
    """Recognises a table with these columns."""
    return lambda document: has_columns(document, *names)


def has_columns(document: SourceFile, *names: str) -> bool:
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

    def read(
        self, metric: str, taken: Callable[[object], float | None], value: object, **more: Any
    ) -> Iterator[RowFigure]:
        """The figure of a field, by what takes a value for a number."""
        return self.figure(metric, taken(value), **more)


def not_stated(key: str) -> str:
    """What is noted of a price of 0 beside one that is more: nobody gives a part of a call away."""
    return f"{key} is 0 beside a price: taken as not stated."


def tried(
    notes: list[str], what: str, make: Callable[P, Iterable[RowFigure]], *args: P.args, **named: P.kwargs
) -> list[RowFigure]:
    """The figures that one field of a record gives; what cannot be read is told and left out, never the record."""
    try:
        return list(make(*args, **named))
    except BadValue as error:
        notes.append(f"{what} is not taken: {error}.")
        return []


def read_aside(notes: list[str], what: str, otherwise: T, read: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What a field beside the figures says; where it cannot be read, that is told and the record goes on without."""
    try:
        return read(*args, **named)
    except BadValue as error:
        notes.append(f"{what} is not taken: {error}.")
        return otherwise


def part(notes: list[str], entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The object under a key; empty where there is none, and told where it is none."""
    none: dict[str, Any] = {}
    return read_aside(notes, key, none, table, entry.get(key), key)


def no_figure(notes: list[str], otherwise: str) -> BadValue:
    """Why a record has no figure: what was told of its first field, else what is said here."""
    return BadValue(notes[0].removesuffix(".") if notes else otherwise)


def not_taken(keys: Iterable[str]) -> str:
    """The sentence on what a record prices besides, all of it."""
    named = [shortened(key) for key in keys]
    listed = ", ".join(named[:MOST_NAMED])
    if len(named) > MOST_NAMED:
        listed += f" and {len(named) - MOST_NAMED:,} more"
    return f"Also priced, and not taken: {listed}."


def shortened(key: str) -> str:
    """A key of a file, for a sentence."""
    return cut_short(" ".join(key.split()), 80)


def per_million(value: object) -> float | None:
    """USD per token as USD per million tokens, exactly."""
    found = exact(value)
    return None if found is None else as_held(tidy(found * MILLION))


def discount(standard: Decimal | None, reduced: Decimal | None) -> Decimal | None:
    """The share off that turns a price into its reduced one; None where that cannot be told."""
    if standard is None or reduced is None or standard <= 0 or not 0 <= reduced <= standard:
        return None
    return 1 - reduced / standard


def one_discount(shares: Collection[Decimal | None]) -> float | None:
    """The discount that all shares off tell; None where one of them is unknown, or they differ."""
    known = [share for share in shares if share is not None]
    if not known or len(known) < len(shares) or max(known) - min(known) > Decimal("1e-9"):
        return None
    return as_held(tidy(known[0]))


LEVELS = "|".join(EFFORTS[1:-1])
_SETTING = re.compile(
    rf"(?P<base>.*?[0-9].*?)[- ](?P<setting>"
    rf"(?:thinking-(?:auto|minimal|[0-9]+k)-)?(?:{LEVELS}|max)-effort"
    rf"|thinking-(?:auto|minimal|[0-9]+k)"
    rf"|(?:{LEVELS})-?thinking|(?:{LEVELS})"
    rf"|non-reasoning|no-?thinking|thinking|reasoning|(?<=[0-9]{{8}}-)base)",
    re.IGNORECASE,
)
_OFF = re.compile(r"non-reasoning|no-?thinking|base", re.IGNORECASE)


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
    if level is not None:
        return match["base"], level[1]
    return match["base"], word.removesuffix("-effort")
