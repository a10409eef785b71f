"""The decision and its record: who decided what, when, why, and what reopens it, in words and with its unit."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from shortlist.core.basics.unknown import LARGEST
from shortlist.core.basics.words import count, plain
from shortlist.core.document.fields import (
    Checked,
    Count,
    Date,
    Items,
    Part,
    PositiveCount,
    Reference,
    Texts,
    described,
    wrong,
)

Status = Literal["draft", "proposed", "accepted", "rejected", "deprecated", "superseded"]
TriggerKind = Literal[
    "on_date",
    "after_days",
    "price_change",
    "quality_drop",
    "volume",
    "deprecation",
    "drift",
    "dominated",
    "compliance",
    "manual",
]


class DecisionStep(Part):
    """A step served by another candidate than the rest."""

    step: str = Field(description="the step's id")
    default: Reference = described("the candidate that serves the step; absent: the decision's")
    fallback: Reference = described("the candidate that stands in; absent: the decision's")


class Decision(Part):
    """Which candidate serves the product, and which stands in for it."""

    default: Reference = described("the candidate that serves the product")
    fallback: Reference = described("the candidate that stands in")
    steps: Items[DecisionStep] = described("only where a step is served by another candidate", default=())


class Sections(Part):
    """The prose of a record, in the order it is read; computed facts are never stored here."""

    decision: str = ""
    context: str = ""
    task_fit: str = ""
    candidates: str = ""
    evaluation: str = ""
    latency_and_cost: str = ""
    context_needs: str = ""
    output_reliability: str = ""
    privacy_and_licence: str = ""
    operational_burden: str = ""
    migration: str = ""
    rationale: str = ""
    leaderboard_showed: str = ""
    leaderboard_could_not_prove: str = ""
    before_launch: str = ""
    risks: str = ""
    review: str = ""

    def of(self, section: str) -> str:
        text: str = getattr(self, section)
        return text

    def written(self, section: str) -> bool:
        """Whether anything was written there."""
        return bool(self.of(section).strip())


SECTIONS: tuple[str, ...] = tuple(Sections.model_fields)


def _number_or_date(value: object) -> float | dt.date:
    if type(value) is dt.date:
        return value
    if type(value) is int or type(value) is float:
        if not 0 <= value <= LARGEST:
            raise wrong(f"must be a finite number, 0 or more, found {value}")
        return value
    raise wrong("expected a number, or for on_date a date such as 2026-11-22 without quotes")


TriggerValue = Annotated[
    float | dt.date,
    Checked(_number_or_date, {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "format": "date"}]}),
]


class Trigger(Part):
    """An event that reopens an accepted decision."""

    kind: TriggerKind = Field(description="what is watched")
    value: TriggerValue | None = described(
        "on_date: the day; after_days: days since acceptance; price_change: per cent; quality_drop: points; "
        "volume: tasks a month; deprecation: days before an end, left out: 90"
    )
    note: str = described("why it matters", default="")
    happened_on: Date | None = described("compliance and manual: due from then")


class Record(Part):
    """A model decision record."""

    number: PositiveCount = Field(description="its number in the workspace")
    title: str = described("its title; left out: the workspace's", default="")
    status: Status = Field(description="where it stands")
    date: Date = Field(description="the day of that status")
    decision_makers: Texts = described("who decides", default=())
    consulted: Texts = described("who was asked", default=())
    informed: Texts = described("who is told", default=())
    supersedes: Count = described("the number of the record it replaces", default=0)
    digest: str = described("digest of the record and its frozen inputs, once accepted", default="")
    sections: Sections = described("the prose", default=Sections.model_construct())
    triggers: Items[Trigger] = described("what reopens it", default=())


class Watch(NamedTuple):
    """A kind of trigger: what it watches, and what its value is, where it takes one."""

    told: str
    value: str = ""
    """What the value is called; empty where the kind takes none."""
    unit: str = ""
    happens: bool = False
    """Whether a person notes the day on which it happened."""


WATCHES: dict[TriggerKind, Watch] = {
    "on_date": Watch("a day comes", "day"),
    "after_days": Watch("days have passed since the record was accepted", "days", "days"),
    "price_change": Watch("a price of a chosen candidate moves by more than a percentage", "per cent", "%"),
    "quality_drop": Watch("a quality figure of a chosen candidate falls by points", "points", "points"),
    "volume": Watch("the product reaches a number of tasks a month", "tasks a month", "tasks"),
    "deprecation": Watch("a chosen candidate is deprecated or nears its end", "days before its end", "days"),
    "drift": Watch("a new evaluation is worse than the accepted one"),
    "dominated": Watch("another candidate beats the default in quality, cost and latency"),
    "compliance": Watch("terms, law or policy change", happens=True),
    "manual": Watch("anything else that a person notices", happens=True),
}
"""Every kind, in the order of the format."""
BY_HAND = tuple(kind for kind, watch in WATCHES.items() if watch.happens)
"""Kinds that no figure tells of: somebody says that it has happened."""
NUMBERED = tuple(kind for kind, watch in WATCHES.items() if watch.unit)
"""Kinds whose value is a number."""


def trigger_value(trigger: Trigger, without: str = "–") -> str:
    """What a trigger waits for, with its unit."""
    value = trigger.value
    if value is None:
        return without
    if not isinstance(value, int | float):
        return str(value)
    match trigger.kind:
        case "after_days" | "deprecation":
            return count(int(value), "day") if value == int(value) else f"{value:g} days"
        case "price_change":
            return f"{value:g} %"
        case "quality_drop":
            return f"{value:g} points"
        case "volume":
            if value % 1 == 0:
                return f"{value:,.0f} tasks a month"
            return f"{plain(value)} tasks a month"
        case _:
            return f"{value:g}"


def trigger_words(trigger: Trigger) -> str:
    """A trigger in a few words: `after 90 days`, `price change 20 %`."""
    kind = trigger.kind.replace("_", " ")
    if trigger.value is None:
        return kind
    kind = {"after_days": "after", "on_date": "on"}.get(trigger.kind, kind)
    return f"{kind} {trigger_value(trigger)}"
