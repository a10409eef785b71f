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
from shortlist.core.basics.errors import ShortlistError
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis
    from shortlist.core.changes.result import ResultChange
    from shortlist.core.review.filed_records import Filed


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
    from shortlist.core.changes.decision_changes import changes
    from shortlist.core.changes.words import change_words

    store = store_of(arguments)
    opened = store.open(arguments.name)
    filed = filed_of(store, opened)
    first = arguments.before
    if first is None:
        if not filed:
            where = shown(str(opened.path))
            raise ShortlistError(f"{where}: no record was accepted yet, so there is nothing to compare with")
        first = max(filed)
    before = _side(arguments, filed, first)
    if arguments.after is None:
        after = Side(None, analysis_of_opened(store, opened, today_of(arguments.today)))
    else:
        after = _side(arguments, filed, arguments.after)
    if arguments.json:
        found = changes(before.analysis, after.analysis)
        sides = {"before": before, "after": after}
        told = {key: {"record": side.record, "day": side.analysis.today} for key, side in sides.items()}
        rows = {
            key: [{"place": row.place, "before": row.before, "after": row.after} for row in changed]
            for key, changed in found._asdict().items()
        }
        print_json({**told, **rows})
        return OK
    words = change_words(before.analysis, after.analysis)
    say(f"From {before.told}, to {after.told}.")
    _tell("What it comes to", words.outcome)
    _tell("What it rests on", words.inputs)
    return OK


def _side(arguments: argparse.Namespace, filed: Mapping[int, Filed], number: int) -> Side:
    from shortlist.core.analysis import replayed

    found = filed.get(number) or filed_record(arguments, number)
    if found.frozen is None:
        raise ShortlistError(f"record {number} cannot be compared: {found.place}: {found.problem}")
    return Side(number, replayed(found.frozen))


def _tell(heading: str, rows: tuple[ResultChange, ...]) -> None:
    """What changed, thing by thing."""
    say(f"{heading}:" if rows else f"{heading}: nothing changed")
    for row in rows:
        say(f"  {row.about}")
        for line in row.lines:
            say(f"    {line}")
