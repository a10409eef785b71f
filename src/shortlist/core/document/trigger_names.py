"""What each kind of trigger waits for, in words and with the unit of its value."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.basics.words import count, plain
from shortlist.core.document.record import Trigger, TriggerKind


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
