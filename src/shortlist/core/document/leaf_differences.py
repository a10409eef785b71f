"""Where two documents differ, or two results: leaf by leaf, as plain data.

The one comparison: what is told of changes, of versions and of a replay is made from it. Rows of a list belong
together by what they are about, not by where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]
NAMED_BY = ("id", "check", "column", "kind", "number", "metric", "candidate", "step", "name")
"""The keys that say what a row is about, the first that it has."""


class Difference(NamedTuple):
    """A place with both of its values, None where there is nothing; a row that came or went is one place."""

    path: tuple[str, ...]
    before: Any
    after: Any
    row: Row | None = None
    """The row that the place is or lies in, as it is now."""
    order: bool = False
    """Whether only the order of its rows differs; the values are what they are called."""

    @property
    def place(self) -> str:
        """The path in one text."""
        return ".".join(self.path)


def differences(before: Any, after: Any, path: tuple[str, ...] = (), row: Row | None = None) -> Iterator[Difference]:
    """Every difference, in the order of the data; a table that is not there is as good as an empty one."""
    if isinstance(before, Mapping | None) and isinstance(after, Mapping | None):
        ours, theirs = before or {}, after or {}
        for key in dict.fromkeys([*ours, *theirs]):
            yield from differences(ours.get(key), theirs.get(key), (*path, key), row)
    elif are_rows(before) or are_rows(after):
        ours, theirs = _by_name(before or ()), _by_name(after or ())
        for name in dict.fromkeys([*ours, *theirs]):
            was, now = ours.get(name), theirs.get(name)
            if was is None or now is None:
                yield Difference((*path, name), was, now, was if now is None else now)
            else:
                yield from differences(was, now, (*path, name), now)
        orders = [[name for name in names if name in ours and name in theirs] for names in (ours, theirs)]
        if orders[0] != orders[1]:
            yield Difference(path, ", ".join(orders[0]), ", ".join(orders[1]), row, order=True)
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        if [*before] != [*after]:
            yield Difference(path, before, after, row)
    elif before != after:
        yield Difference(path, before, after, row)


def are_rows(value: object) -> bool:
    """Whether a value is an array of tables with at least one."""
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _by_name(rows: Sequence[Row]) -> dict[str, Row]:
    """Rows by what they are about; the second of a name by its number too."""
    named: dict[str, Row] = {}
    for row in rows:
        about = name = _name(row)
        number = 2
        while name in named:
            name, number = f"{about} ({number})", number + 1
        named[name] = row
    return named


def _name(row: Row) -> str:
    """What a row is about: a figure by its tier and setting too, an evaluation by its step."""
    name = str(next((row[key] for key in NAMED_BY if key in row), "row"))
    if "metric" not in row:
        return f"{name} in {row.get('step')}" if "candidate" in row else name
    if row.get("above_tokens"):
        name += f" above {row['above_tokens']}"
    if row.get("effort"):
        name += f" at {row['effort']}"
    return name
