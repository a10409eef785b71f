"""What changed since a record was accepted, or between two accepted records."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from shortlist.commands.common import (
    OK,
    analysis_of_opened,
    filed_of,
    filed_record,
    print_json,
    say,
    store_of,
    today_of,
)
from shortlist.core.errors import ShortlistError
from shortlist.shown import shown

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis
    from shortlist.core.freezing import Difference, Filed
    from shortlist.store.workspaces import Opened

LONGEST = 160
"""Characters of a value in the text; the data has all of it."""


class Side(NamedTuple):
    """One of the two states that are compared."""

    record: int | None
    """None: the workspace as it is."""
    analysis: Analysis

    @property
    def told(self) -> str:
        """What it is, for the heading."""
        if self.record is None:
            return f"the workspace on {self.analysis.today}"
        return f"record {self.record}, accepted on {self.analysis.today}"


def diff(arguments: argparse.Namespace) -> int:
    """Print what changed in the inputs and in the outcome."""
    from shortlist.core.recorddiff import diff as compare

    opened = store_of(arguments).open(arguments.name)
    filed = filed_of(opened)
    first = arguments.before if arguments.before is not None else _last(opened, filed)
    before = _side(arguments, filed, first)
    if arguments.after is None:
        after = Side(None, analysis_of_opened(opened, today_of(arguments.today)))
    else:
        after = _side(arguments, filed, arguments.after)
    found = compare(before.analysis, after.analysis)
    if arguments.json:
        sides = {key: {"record": side.record, "day": side.analysis.today} for key, side in _named(before, after)}
        rows = {"inputs": found.inputs, "outcome": found.outcome}
        print_json({**sides, **{key: [row._asdict() for row in changed] for key, changed in rows.items()}})
        return OK
    say(f"From {before.told} to {after.told}.")
    _tell("What it rests on", found.inputs)
    _tell("What it comes to", found.outcome)
    return OK


def _named(before: Side, after: Side) -> tuple[tuple[str, Side], tuple[str, Side]]:
    return ("before", before), ("after", after)


def _last(opened: Opened, filed: Mapping[int, Filed]) -> int:
    if not filed:
        raise ShortlistError(
            f"{shown(str(opened.path))}: no record was accepted yet, so there is nothing to compare with"
        )
    return max(filed)


def _side(arguments: argparse.Namespace, filed: Mapping[int, Filed], number: int) -> Side:
    found = filed.get(number) or filed_record(arguments, number)
    if found.frozen is None:
        raise ShortlistError(f"record {number} cannot be compared: {found.place}: {found.problem}")
    return Side(number, found.frozen.analysis)


def _tell(heading: str, rows: tuple[Difference, ...]) -> None:
    from shortlist.core.recorddiff import value_words

    say(f"{heading}: {'nothing changed' if not rows else ''}".rstrip())
    for row in rows:
        was, now = (_short(value_words(value)) for value in (row.before, row.after))
        say(f"  {row.place}: {was} -> {now}")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
