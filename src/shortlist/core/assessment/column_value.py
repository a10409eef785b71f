"""A column's value: an interval between 0 (bad) and 1 (good), its level, and a person's rating in its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from shortlist.core.assessment.verdicts import Sentence
from shortlist.core.basics.tolerance import at_least
from shortlist.core.basics.unknown import Unknown, ratio
from shortlist.core.document.candidate import Override
from shortlist.core.document.scenario import COLUMNS, Column
from shortlist.core.document.vocabulary import RISK_WORDS, Level

GOOD_FROM, MEDIUM_FROM = 2 / 3, 1 / 3
OVERRIDE_VALUE: dict[str, float] = {"good": 5 / 6, "medium": 1 / 2, "poor": 1 / 6}
"""A person's rating counts as the middle of its level."""


def level_of(value: float) -> Level:
    """The level of a value between 0 and 1: good from 2/3, medium from 1/3, else poor."""
    if at_least(value, GOOD_FROM):
        return "good"
    return "medium" if at_least(value, MEDIUM_FROM) else "poor"


class ColumnWords(NamedTuple):
    """What a column is called, by how much room there is."""

    title: str
    """Over a column of words."""
    heading: str
    """Over a narrow column."""
    risk: bool = True
    """Whether it is named after what is bad: a good value reads as a low risk."""
    short: str = ""
    """Where four letters have room; empty where the heading has no more."""

    @property
    def brief(self) -> str:
        """At most four letters."""
        return self.short or self.heading


COLUMN_WORDS: dict[Column, ColumnWords] = {
    "task_fit": ColumnWords("fit", "fit", risk=False),
    "expected_quality": ColumnWords("quality", "quality", risk=False, short="qual"),
    "latency_risk": ColumnWords("latency", "latency", short="lat"),
    "cost_risk": ColumnWords("cost", "cost"),
    "privacy_risk": ColumnWords("privacy", "privacy", short="priv"),
    "operational_burden": ColumnWords("operation", "ops"),
    "migration_difficulty": ColumnWords("migration", "migrate", short="mig"),
}
COLUMN_NAMES: dict[Column, str] = {column: column.replace("_", " ").capitalize() for column in COLUMNS}


def level_name(column: Column, level: Level) -> str:
    """A level as read in its column: `good` as quality, `low` as a risk."""
    return RISK_WORDS[level] if COLUMN_WORDS[column].risk else level


class ColumnValue(NamedTuple):
    """A column of a candidate; without a target it counts for nobody and has no value."""

    low: Unknown
    high: Unknown
    sentence: Sentence
    counts: bool = True
    overridden: bool = False

    @property
    def value(self) -> Unknown:
        """The middle of the interval."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2

    @property
    def level(self) -> Level | None:
        """good from 2/3, medium from 1/3, else poor."""
        return None if self.value is None else level_of(self.value)

    @property
    def reason(self) -> str:
        """Why, in figures."""
        return self.sentence()

    @property
    def known(self) -> bool:
        """Whether nothing that it needs is unknown."""
        return self.counts and self.low == self.high


Interval = tuple[float, float]
ANYTHING: Interval = (0.0, 1.0)


def valued(interval: Interval, sentence: Sentence) -> ColumnValue:
    """A column that counts, with its interval and the sentence for it."""
    return ColumnValue(interval[0], interval[1], sentence)


def uncounted(sentence: str) -> ColumnValue:
    """A column without a target here, and the sentence that says so."""
    return ColumnValue(None, None, lambda: sentence, counts=False)


NO_TARGET: dict[Column, ColumnValue] = {
    column: uncounted(f"No target is set for {column.replace('_', ' ')}.") for column in COLUMNS
}
NO_STEP: dict[Column, ColumnValue] = dict.fromkeys(COLUMNS, uncounted("It plays no step here."))


def clamp(value: float) -> float:
    """The value, held between 0 and 1."""
    return min(1.0, max(0.0, value))


def worth_of_less(figure: Unknown, target: float) -> Interval:
    """1 up to half the target, 0.5 at it, 0 from one and a half times it."""
    if figure is None:
        return ANYTHING
    share = ratio(figure, target)
    value = 0.0 if share is None else clamp(1.5 - share)
    return value, value


def worst(intervals: Iterable[Interval]) -> Interval:
    """The worst of some intervals, bound by bound."""
    lows, highs = zip(*intervals, strict=True)
    return min(lows), min(highs)


def overridden(value: ColumnValue, override: Override | None) -> ColumnValue:
    """The column with a person's rating in its place; where it has no target the rating is told but not counted."""
    if override is None:
        return value
    word = level_name(override.column, override.level)
    if not value.counts:
        return ColumnValue(
            None,
            None,
            lambda: f"{value.reason} Rated {word} by a person, which does not count: {override.reason}",
            counts=False,
        )
    rating = OVERRIDE_VALUE[override.level]
    return ColumnValue(rating, rating, lambda: f"Rated {word} by a person: {override.reason}", overridden=True)
