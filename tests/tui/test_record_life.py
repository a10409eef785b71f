"""A record's life by keys: accepted with names and reasons, frozen, superseded, deprecated, reopened, compared."""

from __future__ import annotations

import datetime as dt

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Input

from shortlist.core.analysis import analyse
from shortlist.core.document.workspace import read_workspace
from shortlist.core.edits.places import with_value
from shortlist.store.records import keep_record, read_changes, read_events, read_records
from shortlist.store.workspaces import Store
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.frame.walkthrough_dialogs import end_lines
from shortlist.tui.screens.record.body import RecordBody
from shortlist.tui.screens.record.changes_dialog import ChangesDialog
from shortlist.tui.screens.record.decide_dialog import DecideDialog
from shortlist.tui.screens.record.facts_pane import FactsPane
from shortlist.tui.screens.record.section_list import sections_table
from shortlist.tui.session.session import Session
from shortlist.tui.widgets.summary import walk_line
from tests.accepting import agreed
from tests.tui.conftest import HOSTILE, TODAY, Open, ready, screen_text, until, worked_data, workspace_screen
from tests.tui.test_robust_keys import told

REASON = "Labelled in December"


def session_of(pilot: Pilot[None]) -> Session:
    """The session behind the screens."""
    return workspace_screen(pilot).session


def statuses(pilot: Pilot[None]) -> list[str]:
    """Where every record stands."""
    return [record.status for record in session_of(pilot).workspace.records]


def replayed(pilot: Pilot[None]) -> bool:
    """Whether it is said beneath the card that what was frozen gives the same result."""
    pane = workspace_screen(pilot).query_one(FactsPane)
    return any(cell.text.startswith("✓ Replayed") for cell in pane.paragraphs)


async def ask(pilot: Pilot[None], key: str) -> DecideDialog:
    """Press the key of a step, and wait for its dialog."""
    await pilot.press("5", key)
    await until(pilot, lambda: isinstance(pilot.app.screen, DecideDialog))
    dialog = pilot.app.screen
    assert isinstance(dialog, DecideDialog)
    return dialog


async def accept(pilot: Pilot[None]) -> None:
    """Accept the worked example by keys."""
    await ask(pilot, "A")
    await pilot.press(*REASON, "ctrl+s")
    await until(pilot, lambda: statuses(pilot)[-1] == "accepted")


@pytest.mark.walk
async def test_accepting_asks_for_a_reason_beside_each_error_and_freezes(application: Open) -> None:
    """Without it nothing happens and what was typed is kept; with it the inputs are on disk before the status turns."""
    async with application() as pilot:
        await ask(pilot, "A")
        assert "has no evaluation" in screen_text(pilot)
        await pilot.press(*"Half", "escape")
        assert statuses(pilot) == ["proposed"]
        await ask(pilot, "A")
        assert "Half" in screen_text(pilot)
        await pilot.press(*["backspace"] * 4, "ctrl+s")
        assert "Write a reason beside “" in screen_text(pilot)
        await pilot.press(*REASON, "up", *["backspace"] * 99, "up", "up", *["backspace"] * 99, "ctrl+s")
        assert "Name at least one person who decides" in screen_text(pilot)
        await pilot.press(*"Ada; Bo", "ctrl+s")
        await until(pilot, lambda: statuses(pilot) == ["accepted"])
        session = session_of(pilot)
        record = session.workspace.records[0]
        assert (record.date, record.decision_makers) == (TODAY, ("Ada", "Bo"))
        filed = read_records(session.opened.path, session.workspace)[1]
        assert filed.problem is None and filed.frozen and [row.reason for row in filed.frozen.reasons] == [REASON]
        await until(pilot, lambda: replayed(pilot))
        assert "what it rests on is kept in" in told(pilot)
        await pilot.press("ctrl+z")
        assert statuses(pilot) == ["proposed"]
        kept = f"{session.opened.path.stem}.records/0001-"
        assert "Record 1 is proposed again" in told(pilot) and kept in told(pilot) and "stays on disk" in told(pilot)
        await pilot.press("ctrl+y")
        assert statuses(pilot) == ["accepted"]


async def test_what_was_typed_for_a_step_stays_however_often_it_is_left(application: Open) -> None:
    """Also where it was typed anew to the same words; emptied by hand it is gone."""
    async with application() as pilot:
        for keys in (("H", "a", "l", "f"), ("x", "backspace")):
            await ask(pilot, "A")
            await pilot.press(*keys, "escape")
        await ask(pilot, "A")
        assert "Half" in screen_text(pilot)
        await pilot.press(*["backspace"] * 4, "escape")
        assert not session_of(pilot).typed.dialogs


@pytest.mark.walk
@pytest.mark.parametrize("more", [(), ("context", "risks", "review")], ids=["two errors", "five errors"])
async def test_every_error_is_read_with_its_place_and_its_line(application: Open, more: tuple[str, ...]) -> None:
    """At 80x24 the dialog opens at its top, its keys stay in sight, and each line is seen with what it is about."""
    data = worked_data()
    data["records"][0] |= {"triggers": [], "sections": dict.fromkeys(more, "TBD")}
    async with application(read_workspace(data)) as pilot:
        dialog = await ask(pilot, "A")
        lines, foot = dialog.query_one(VerticalScroll), dialog.query_one("#foot")
        await pilot.pause()
        assert lines.scroll_y == 0
        asked = list(dialog.query(".error"))
        assert len(asked) == 2 + len(more)
        for number, one in enumerate(asked):
            assert dialog.focused is one.query_one(Input)
            await until(pilot, lambda one=one: lines.region.contains_region(one.region))  # type: ignore[misc]
            assert dialog.query_one("#box").region.contains_region(foot.region)
            assert dialog.step.places[number][:40] in screen_text(pilot)
            await pilot.press("x", "enter")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: statuses(pilot) == ["accepted"])


def test_done_says_how_many_errors_stand_before_acceptance() -> None:
    """The seven steps ask for no evaluation and no trigger, acceptance does; the key that goes on shows them."""
    data = worked_data()
    data["records"][-1]["triggers"] = []
    analysis = analyse(read_workspace(data), None, TODAY)
    assert [one.rule for one in analysis.against_acceptance] == ["leaderboard-only", "no-review"]
    assert not any(one.severity == "error" for one in analysis.findings)
    assert walk_line(analysis).sentence == "Done, but 2 errors stand before acceptance."
    assert sum(line.text.startswith(" ✖") for line in end_lines(analysis)) == 2
    accepted_now = analyse(with_value(analysis.workspace, ("records", 0, "status"), "accepted"), None, TODAY)
    assert walk_line(accepted_now).sentence == "Done. Next: what to measure."


def test_errors_are_counted_apart_from_the_other_findings() -> None:
    """Of the record two numbers, and of a section its gravest ones alone."""
    data = worked_data()
    data["records"][0] |= {"status": "accepted", "triggers": []}
    analysis = analyse(read_workspace(data), None, TODAY)
    errors = [one.rule for one in analysis.findings if one.severity == "error"]
    assert sorted(errors) == ["leaderboard-only", "no-review"] and len(analysis.findings) > 2
    cells = {row.key: [cell.text for cell in row.cells] for row in sections_table(analysis).rows}
    assert cells["findings"][1:] == ["✖ 2 errors", f"+{len(analysis.findings) - 2}"]
    assert cells["review"][2] == "✖1"


@pytest.mark.walk
async def test_superseded_and_rejected_and_deprecated(application: Open) -> None:
    """Each with its key; a key that leads nowhere from here says what does; deprecating asks who and why."""
    async with application(size=(120, 40)) as pilot:
        await accept(pilot)
        for key in ("A", "R"):
            pilot.app.clear_notifications()
            await pilot.press(key)
            assert "supersede it by a new draft, or deprecate it" in told(pilot)
        await pilot.press("S", "R", "enter")
        assert statuses(pilot) == ["accepted", "draft"]
        await pilot.press("R", "down", "enter")
        assert statuses(pilot) == ["accepted"] and "Record 1 stays in force" in told(pilot)
        pilot.app.clear_notifications()
        await pilot.press("S")
        assert statuses(pilot) == ["accepted", "draft"]
        assert session_of(pilot).workspace.records[1].supersedes == 1
        await until(pilot, lambda: "Record 1 of 2026-11-22, accepted, in force" in screen_text(pilot))
        await pilot.press("s")
        await ask(pilot, "R")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: statuses(pilot) == ["accepted", "rejected"])
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert statuses(pilot) == ["accepted"]
        await pilot.press("S", "s")
        await accept(pilot)
        assert statuses(pilot) == ["superseded", "accepted"]
        await until(pilot, lambda: "superseded by record 2 on 2026-11-22" in screen_text(pilot))
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert statuses(pilot) == ["accepted"]
        await ask(pilot, "D")
        await pilot.press(*"No longer sold", "ctrl+s")
        await until(pilot, lambda: statuses(pilot) == ["deprecated"])
        change = read_changes(session_of(pilot).opened.path)[0]
        assert (change.record, change.date, change.reason) == (1, TODAY, "No longer sold")
        await until(pilot, lambda: "Deprecated on 2026-11-22 by Head of support" in screen_text(pilot))
        await pilot.press("S")
        assert statuses(pilot) == ["deprecated", "draft"]


async def test_old_words_for_a_new_choice_are_seen_before_they_are_accepted(application: Open) -> None:
    """Where default and fallback were swapped: in the list, above the section, over its words, in the dialog."""
    async with application() as pilot:
        await accept(pilot)
        await pilot.press("S")
        body = workspace_screen(pilot).body
        assert isinstance(body, RecordBody)
        body.go_to_section("rationale")
        await until(pilot, lambda: "= record 1" in screen_text(pilot) and "as in record" in screen_text(pilot))
        decision = session_of(pilot).workspace.decision
        for key, id_ in (("default", decision.fallback), ("fallback", decision.default)):
            workspace_screen(pilot).desk.edit(key, lambda w, key=key, id_=id_: with_value(w, ("decision", key), id_))  # type: ignore[misc]
        await until(pilot, lambda: "! These words are still those" in screen_text(pilot))
        assert "! record 1" in screen_text(pilot)
        await pilot.press("s")
        dialog = await ask(pilot, "A")
        assert "still hold the words of record 1" in dialog.step.text


async def test_what_is_due_is_told_on_top_and_compared(store: Store) -> None:
    """Opened where `review --open` opens it; what was frozen is replayed and held against today."""
    done = agreed()
    opened = store.create(with_value(done.workspace, ("scenario", "monthly_budget_usd"), 40.0), "kept")
    keep_record(opened.path, done.frozen, done.workspace.title)
    later = TODAY + dt.timedelta(days=200)
    app = ShortlistApp(store.places, "kept", later, "record")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: ready(app))
        await until(pilot, lambda: "! Due to be reopened: after 90 days" in screen_text(pilot))
        await until(pilot, lambda: replayed(pilot))
        await pilot.press("c")
        assert isinstance(pilot.app.screen, ChangesDialog)
        await pilot.press("G")
        assert "Monthly budget: $400 then, $40 now (−90 %), a month" in screen_text(pilot)
        await pilot.press("escape", "S")
        await until(
            pilot, lambda: "! Record 1, still in force, is due to be reopened: after 90 days" in screen_text(pilot)
        )


async def test_what_was_frozen_and_is_gone_is_told(application: Open, store: Store) -> None:
    """The record's own row says which file, and that it cannot be confirmed."""
    opened = store.create(agreed().workspace, "gone")
    async with application(str(opened.path), (120, 40)) as pilot:
        await pilot.press("5")
        await until(
            pilot, lambda: "✖ Not confirmed:" in screen_text(pilot) and "gone.records/0001-" in screen_text(pilot)
        )


async def test_hostile_names_and_findings_are_text(application: Open) -> None:
    """In the dialog of a step and in what is told of it."""
    data = worked_data()
    word = "".join(HOSTILE)
    data["records"][0] |= {"decision_makers": [word], "title": word, "sections": {"rationale": "TBD " + word}}
    async with application(read_workspace(data)) as pilot:
        await ask(pilot, "A")
        shown = screen_text(pilot)
        assert "\x1b" not in shown and "placeholder" not in told(pilot)
        await pilot.press("escape", "R")
        await until(pilot, lambda: isinstance(pilot.app.screen, DecideDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: statuses(pilot) == ["rejected"])


async def test_a_what_if_is_kept_or_dropped_first(application: Open) -> None:
    """What is only tried is not what anybody decides on."""
    async with application() as pilot:
        await pilot.press("5", "ctrl+t", "A")
        assert "A what-if is open" in told(pilot) and statuses(pilot) == ["proposed"]


async def test_a_session_that_may_only_look_decides_nothing(application: Open) -> None:
    """Nothing is written to the records folder either."""
    async with application() as pilot:
        session = session_of(pilot)
        session.save_state = session.save_state.looked_at("somebody has it open")
        await pilot.press("5", "A")
        assert "Read-only: somebody has it open" in told(pilot) and statuses(pilot) == ["proposed"]


async def test_what_somebody_else_accepted_is_looked_up(application: Open, store: Store) -> None:
    """A version that came from the file is held against its frozen inputs as well."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("5")
        done = agreed()
        keep_record(session_of(pilot).opened.path, done.frozen, done.workspace.title)
        workspace_screen(pilot).desk.edit("the change from outside", lambda _: done.workspace)
        await until(pilot, lambda: replayed(pilot))


@pytest.mark.walk
async def test_somebody_says_that_it_has_happened(application: Open) -> None:
    """By hand, because no figure tells of it: due from now on, and the accepted record is not edited for it."""
    async with application() as pilot:
        await accept(pilot)
        before = session_of(pilot).workspace
        dialog = await ask(pilot, "H")
        assert "It has happened: compliance" in screen_text(pilot) and dialog.is_active
        await pilot.press(*"New terms", "ctrl+s")
        await until(pilot, lambda: "! Due to be reopened: compliance" in screen_text(pilot))
        assert session_of(pilot).workspace is before
        assert read_events(session_of(pilot).opened.path)[0].note == "New terms"
        await pilot.press("H")
        await until(pilot, lambda: "Noted on 2026-11-22: New terms" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DecideDialog))
        await pilot.press(*"Of another contract", "ctrl+s")
        await until(pilot, lambda: "Due to be reopened" not in screen_text(pilot))
        assert session_of(pilot).workspace is before
        told_of = [(event.note, event.taken_back) for event in read_events(session_of(pilot).opened.path)]
        assert told_of == [("New terms", False), ("Of another contract", True)]
