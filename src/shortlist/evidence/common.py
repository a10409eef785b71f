"""What the readers of runs share: what a format is, the rows of one run with repeats counted, figures from counters."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal, NamedTuple, TypeVar

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count, cut_short
from shortlist.core.evidence.found_run import Deciding, FoundRuns, ReadOptions
from shortlist.core.evidence.rows import ExampleRow, row_of
from shortlist.core.importing.source_file import SourceFile
from shortlist.core.importing.values import BadValue, number

MOST_ROWS = 200_000
"""Rows of one file; a golden dataset has hundreds."""
MOST_REFUSED = 1_000
"""Refusals that are told one by one."""
USUAL = (1e-12, 1e12)
"""Between these lie all tokens, seconds and dollars of an answer."""
LONGEST_ANSWER = 20_000
"""Characters of an answer, or of the reason of a grader, that are kept."""

T = TypeVar("T")


class RunFormat(NamedTuple):
    """A format of runs: how it is recognised, and how its content becomes runs."""

    id: str
    title: str
    sniff: Callable[[SourceFile], bool]
    """Whether a document is of this format, by its content alone and in bounded time."""
    read: Callable[[SourceFile, ReadOptions], FoundRuns]
    """Raises `ShortlistError` where the file as a whole is not to be used, with the reason."""
    asks_for_step: bool = False
    """Whether it holds public benchmarks, which are own evidence only where a person says so by naming a step."""


class Rows:
    """The rows of one run as they are read: repeats counted, what is no row set aside with its reason."""

    def __init__(self, asked: ReadOptions) -> None:
        self._asked = asked
        self._repeats: dict[str, int] = {}
        self.rows: list[ExampleRow] = []
        self.personal = False

    def add(self, values: Mapping[str, Any]) -> None:
        """Take a row. Raises `BadValue` where it is none."""
        if self._asked.tick is not None:
            self._asked.tick(len(self.rows))
        if len(self.rows) >= MOST_ROWS:
            raise ShortlistError(f"the run has more than {MOST_ROWS:,} rows")
        told = {key: kept(values.get(key)) for key in ("answer", "reason")}
        self.personal = self.personal or any(told.values())
        repeat = self._repeats[values["digest"]] = self._repeats.get(values["digest"], 0) + 1
        if not self._asked.answers:
            told = dict.fromkeys(told)
        row = {"repeat": repeat, **values, **told}
        try:
            # A count of 0 is a figure; what is false, or says nothing, is what holds without it.
            row = {key: value for key, value in row.items() if value is not False and value not in ("", {})}
            self.rows.append(row_of(row))
        except ShortlistError as error:
            raise BadValue(str(error)) from None


class Refusals:
    """Rows that are not taken, with the place and the reason."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.number = 0

    def add(self, place: str, why: object) -> None:
        """Count a refusal, and keep it while there is room."""
        self.number += 1
        if len(self.told) < MOST_REFUSED:
            self.told.append((place, str(why)))

    def taking(self, rows: Rows, placed: Iterable[tuple[str, T]], read: Callable[[T], Mapping[str, Any] | None]) -> int:
        """Take the rows that are read; returns how many there are of which nothing says whether they are right."""
        undecided = 0
        for place, value in placed:
            try:
                row = read(value)
                if row is None:
                    undecided += 1
                else:
                    rows.add(row)
            except ShortlistError as error:
                self.add(place, error)
        return undecided

    @property
    def rest(self) -> tuple[str, ...]:
        """What is said of those that are not kept."""
        more = self.number - len(self.told)
        return (f"{count(more, 'more row')} refused.",) if more else ()


def kept(value: object) -> str | None:
    """A text as rows keep it; what is no text, as JSON."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, default=str)
    return cut_short(value, LONGEST_ANSWER)


def amount(value: object) -> float | None:
    """A number of 0 or more, else unknown: what a tool did not count it writes as null, NaN or below 0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        return None
    # What counters and clocks give is as exact as it is; only what lies beyond needs a closer look.
    if value != 0 and not USUAL[0] <= value <= USUAL[1]:
        return number(value)
    return int(value) if value == int(value) else value


def apart(written: float | None, thought: float | None) -> float | None:
    """Tokens of the answer without those of the thinking that the tool counts among them."""
    if written is None or thought is None:
        return written
    return max(0, written - thought)


def day_of(value: object, document: SourceFile) -> dt.date:
    """The day of a time stamp such as 2026-11-29T03:17:15.542Z, else that of the document."""
    if isinstance(value, str):
        with suppress(ValueError):
            return dt.date.fromisoformat(value[:10])
    return document.day


def named(*names: str) -> tuple[str, ...]:
    """Names, each once, with what stands behind the last slash or colon: `openai/gpt-6` is called `gpt-6` as well."""
    found = [one for name in names for one in (name, name.rpartition("/")[2].rpartition(":")[2])]
    return tuple(dict.fromkeys(filter(None, found)))


def deciding(
    what: Literal["scorer", "filter"], names: Sequence[str], chosen: str, together: bool = False
) -> Deciding | None:
    """What may say whether an answer is right; None where there is no choice."""
    return Deciding(what, tuple(names), chosen, together) if len(names) > 1 else None
