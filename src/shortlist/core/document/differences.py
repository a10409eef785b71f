"""How two workspaces differ, place by place, in words a person can compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from shortlist.core.document.problems import key_path
from shortlist.core.document.workspace import Workspace, to_data

NAMED_BY = ("id", "check", "column", "number", "step", "metric", "kind")
"""The keys that tell the items of a list apart, the first that an item has."""
LONGEST = 60


class Difference(NamedTuple):
    """A place, what one workspace holds there and what the other does; None where it holds nothing."""

    place: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.place}: added {self.after}"
        if self.after is None:
            return f"{self.place}: removed {self.before}"
        return f"{self.place}: {self.before} → {self.after}"


def differences(before: Workspace, after: Workspace) -> tuple[Difference, ...]:
    """Every difference, in the order of the document; items of lists are compared with those of the same name."""
    return tuple(_between(to_data(before), to_data(after), ""))


def summary(found: tuple[Difference, ...]) -> str:
    """Differences in one line: the first one, and how many more."""
    if not found:
        return "no difference"
    return str(found[0]) + (f", and {len(found) - 1} more" if len(found) > 1 else "")


def _between(before: Any, after: Any, place: str) -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*before, *(key for key in after if key not in before)]:
            below = f"{place}.{key_path((key,))}" if place else key_path((key,))
            yield from _between(before.get(key), after.get(key), below)
    elif _is_list(before) and _is_list(after) and (_tables(before) or _tables(after)):
        ours, theirs = _by_name(before), _by_name(after)
        for name in [*ours, *(name for name in theirs if name not in ours)]:
            yield from _between(ours.get(name), theirs.get(name), f"{place}[{name}]")
        if list(ours) != list(theirs) and sorted(ours) == sorted(theirs):
            yield Difference(place, "in this order: " + ", ".join(ours), ", ".join(theirs))
    elif before != after:
        yield Difference(place, _told(before), _told(after))


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _tables(rows: Any) -> bool:
    return any(isinstance(row, Mapping) for row in rows)


def _by_name(rows: Any) -> dict[str, Any]:
    """The items of a list by what they are called; the second of a name by its number too."""
    named: dict[str, Any] = {}
    for row in rows:
        table = row if isinstance(row, Mapping) else {}
        name = str(next((table[key] for key in NAMED_BY if key in table), len(named)))
        again = sum(1 for other in named if other == name or other.startswith(f"{name} #"))
        named[f"{name} #{again + 1}" if again else name] = row
    return named


def _told(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Mapping):
        names = [str(value[key]) for key in ("name", *NAMED_BY) if key in value]
        return names[0] if names else f"{len(value)} values"
    if isinstance(value, list | tuple):
        return ", ".join(_told(item) or "" for item in value) or "nothing"
    text = " ".join(str(value).split())
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"“{short}”" if isinstance(value, str) else short
