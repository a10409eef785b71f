"""The days on which something of an accepted decision falls due: whose they are, and what tells one from another."""

from __future__ import annotations

import datetime as dt

from documents import TODAY, candidate, document, observed, step

from shortlist.core.document.workspace import read_workspace
from shortlist.core.review.triggers import TriggerState
from shortlist.export.ics import DueDay, due_days

END, UNTIL = dt.date(2027, 6, 30), dt.date(2027, 3, 31)


def days(*states: TriggerState, rows: tuple[dict[str, object], ...] = ()) -> list[DueDay]:
    """The days of a record with a trigger for each state, which chose a candidate with these observations."""
    triggers = [{"kind": state.kind, "value": 90} for state in states]
    record = {"number": 1, "status": "draft", "date": TODAY, "triggers": triggers}
    one = candidate("a", None, *rows, ends_on=END, notes="Its maker says so.")
    workspace = read_workspace(document(step(), [one], records=[record]))
    return list(due_days("w", "Desk", workspace.records[0], states, workspace.candidates))


def due(day: dt.date | None, kind: str = "after_days") -> TriggerState:
    """A trigger that is due from a day on, where a day decides."""
    return TriggerState(1, kind, False, "told", due_on=day)


def test_triggers_ends_and_agreed_prices_each_have_a_day() -> None:
    """In this order; what no day decides has none, and a day on which two agreed prices end is told once."""
    agreed = [observed(metric, 1.0, basis="contract", valid_until=UNTIL) for metric in ("input_price", "output_price")]
    found = days(due(None, "volume"), due(END), rows=tuple(agreed))
    assert [(one.day, one.what, one.message) for one in found] == [
        (END, "Desk: review, after 90 days", "told"),
        (END, "Desk: Model a ends", "Its maker says so."),
        (UNTIL, "Desk: last day of the prices agreed with a-cloud for Model a", ""),
    ]


def test_a_figure_that_ends_without_a_contract_is_no_agreed_price() -> None:
    """A list price or a test that holds until a day ends with nobody's agreement."""
    rows = (observed("input_price", 1.0, valid_until=UNTIL), observed("ttft", 0.4, basis="measured", valid_until=UNTIL))
    assert [one.day for one in days(rows=rows)] == [END]


def test_two_triggers_of_one_day_are_two_days_of_the_calendar() -> None:
    """And one that moves to another day stays the same one, so that a calendar moves it."""
    first, second = (one.key for one in days(due(END), due(END))[:2])
    assert first != second
    assert days(due(UNTIL))[0].key == days(due(END))[0].key == first
