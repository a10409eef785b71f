"""Due days as a calendar, opened by a parser that nobody here wrote."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import icalendar
import pytest

from shortlist.core.edits.places import with_value
from shortlist.export.ics import DueDay, calendar
from shortlist.store.records import keep_record
from shortlist.store.toml_text import workspace_text
from tests.accepting import WORKED, agreed
from tests.conftest import TODAY, Run

END = dt.date(2027, 6, 30)


def test_a_calendar_opens_with_every_day(run: Run, tmp_path: Path) -> None:
    """Triggers by their day, ends of whom was chosen, the last day of an agreed price; written again it is equal."""
    workspace = with_value(
        WORKED,
        ("records", 0, "triggers"),
        [
            {"kind": "after_days", "value": 90},
            {"kind": "deprecation"},
            {"kind": "on_date", "value": END},
            {"kind": "drift"},
        ],
    )
    at = next(index for index, one in enumerate(workspace.candidates) if one.id == "gpt-6-luna")
    workspace = with_value(workspace, ("candidates", at, "ends_on"), END)
    agreed_price = {"metric": "input_price", "value": 0.1, "source": "order form", "as_of": TODAY, "basis": "contract"}
    count = len(workspace.candidates[at].observations)
    until = dt.date(2027, 3, 31)
    workspace = with_value(workspace, ("candidates", at, "observations", count), {**agreed_price, "valid_until": until})
    done = agreed(workspace, TODAY)
    path, file = tmp_path / "support.toml", tmp_path / "due.ics"
    path.write_text(workspace_text(done.workspace), "utf-8")
    keep_record(path, done.frozen, done.workspace.title)
    assert run("review", path, "--ics", file).returncode == 0
    data = file.read_bytes()
    assert run("review", path, "--ics", file).returncode == 0 and file.read_bytes() == data
    found = icalendar.Calendar.from_ical(data.decode("utf-8"))
    events = list(found.walk("VEVENT"))
    days = {
        event.decoded("DTSTART"): str(event["SUMMARY"]) for event in events if "review" not in str(event["SUMMARY"])
    }
    assert set(days) == {END, until} and days[END] == "Support assistant (worked example): GPT-6 Luna ends"
    reviews = sorted(event.decoded("DTSTART") for event in events if "review" in str(event["SUMMARY"]))
    assert reviews == [TODAY + dt.timedelta(days=90), END - dt.timedelta(days=90), END]
    told = {str(event["SUMMARY"]).partition(": ")[2] for event in events}
    assert {"review, after 90 days", f"review, on {END}", "review, deprecation"} <= told
    assert all(event.decoded("DTEND") - event.decoded("DTSTART") == dt.timedelta(days=1) for event in events)
    assert len({str(event["UID"]) for event in events}) == len(events) == 5


@pytest.mark.parametrize("text", ["plain", "a;b,c\\d\ne\x1b[2J", "é" * 200, "\u202e\u2028", "😀" * 40, ""])
def test_any_text_reads_back(text: str) -> None:
    """Signs that mean something there, long lines and letters of several bytes; what steers a terminal is replaced."""
    ics = calendar([DueDay(END, "w", 1, f"title {text}", text, "k")], TODAY)
    assert all(len(line.encode("utf-8")) <= 75 for line in ics.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(ics).walk("VEVENT")
    from shortlist.sanitising import shown

    assert str(event["SUMMARY"]).strip() == shown(f"title {text}").strip()


def test_an_empty_calendar_is_one() -> None:
    """Of no decision."""
    assert list(icalendar.Calendar.from_ical(calendar([], TODAY)).walk("VEVENT")) == []


def test_the_last_day_of_all() -> None:
    """It ends on no later one."""
    (event,) = icalendar.Calendar.from_ical(calendar([DueDay(dt.date.max, "w", 1, "t", "", "k")], TODAY)).walk("VEVENT")
    assert event.decoded("DTSTART") == dt.date.max
