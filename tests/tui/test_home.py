"""The first screen: what each workspace decides, ways to begin, examples by what they show; read beside the loop."""

from __future__ import annotations

import datetime as dt
import re
import threading
from pathlib import Path

import pytest

from shortlist.core.basics.words import ago
from shortlist.core.document.workspace import read_workspace
from shortlist.core.document.workspace_summary import WorkspaceSummary
from shortlist.core.walkthrough import EXERCISE
from shortlist.store.places import Places
from shortlist.store.workspaces import ListedWorkspace, Store
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.parts.tour_stops import STOPS
from shortlist.tui.screens.welcome.about import of_beginning, of_workspace
from shortlist.tui.screens.welcome.boxed_table import BOTTOM, TOP
from shortlist.tui.screens.welcome.entries import BEGINNINGS, SHOWS, TOUR, WALK, entry_table
from shortlist.tui.screens.welcome.screen import WelcomeScreen
from shortlist.tui.screens.welcome.who_serves import served
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import ProsePane, laid_out
from tests.conftest import TODAY
from tests.tui.conftest import Open, screen_text, until, with_candidates, worked_data
from tests.tui.empty_room import empty_share
from tests.tui.snapshots import assert_snapshot, settle


def listed(
    name: str, brief: WorkspaceSummary | None, due: dt.date | None = None, problem: str | None = None
) -> ListedWorkspace:
    """A workspace of the list that was changed two hours ago."""
    then = dt.datetime.now(dt.UTC) - dt.timedelta(hours=2, minutes=1)
    return ListedWorkspace(name, name.title(), Path(f"{name}.toml"), then, problem, brief, due)


def rows_of(own: list[ListedWorkspace], width: int) -> dict[str, list[str]]:
    """The cells of the rows, by their keys."""
    return {row.key: [cell.text for cell in row.cells] for row in entry_table(own, [], {}, TODAY, width).rows}


def test_what_a_row_says(store: Store) -> None:
    """Who serves, the record, when it is due, the age in a column of its own where there is room; what is wrong."""
    soon = TODAY + dt.timedelta(days=12)
    own = [
        listed("due", WorkspaceSummary("★ A", "accepted"), soon),
        listed("late", WorkspaceSummary("★ A", "accepted"), TODAY),
        listed("draft", WorkspaceSummary("4 of 5 steps", "draft")),
        listed("huge", None),
        listed("broken", None, problem="line 3 is no TOML"),
    ]
    rows = rows_of(own, 80)
    assert rows["own:due"] == ["Due", "★ A", "due in 12 days"] and rows["own:late"][2] == "due today"
    assert rows["own:draft"] == ["Draft", "4 of 5 steps", "draft · 2 h ago"] and rows["own:huge"][1:] == ["", "2 h ago"]
    assert rows["own:broken"] == ["Broken", "✖ line 3 is no TOML"]
    assert rows_of(own, 120)["own:due"] == ["Due", "★ A", "accepted · due in 12 days", "2 h ago"]
    titles = [key for key in rows if key.startswith(("own:", "walk", "tour"))]
    assert titles[-2:] == ["walk", "tour"] and next(iter(rows_of([], 80))) == TOP
    assert list(rows_of([], 80))[1] == "walk", "the exercise is first where there is nothing yet"
    assert [ago(dt.timedelta(seconds=s), brief=True) for s in (5, 90, 7200, 200_000)] == [
        *("just now", "1 min ago", "2 h ago", "2 d ago")
    ]
    assert {entry.name for entry in store.scenarios()} == set(SHOWS)


def test_who_serves_is_judged_from_the_file(store: Store) -> None:
    """With the score, a chip a step where there is room, a sign where it stands badly, nothing where it cannot be."""
    store.duplicate("support-assistant-worked", "One")
    data = worked_data()
    data["scenario"]["monthly_budget_usd"] = 1.0
    store.create(read_workspace(data), "Dear")
    store.duplicate("retrieval-assistant", "Five")
    store.duplicate("support-assistant", "None")
    found = {entry.name: served(store, entry, TODAY) for entry in store.workspaces()}
    assert found["none"] is None
    one, five, dear = found["one"], found["five"], found["dear"]
    assert one is not None and five is not None and dear is not None
    assert one.within(25) == one.within(56) == "★ DeepSeek V4.1 Flash 86"
    assert five.within(56) == "Classify ✓ Embed ✓ Rerank ✓ Answer ✓ Check ✓" and five.within(25) == "5 of 5 steps"
    assert dear.tone == "bad" and dear.within(25).endswith(" ✖") and len(dear.within(25)) <= 25
    assert "fails cost target" in dear.within(80)
    broken = store.places.workspaces / "one.toml"
    broken.write_text("title = 'One'\nnonsense = 1\n", "utf-8")
    assert served(store, next(entry for entry in store.workspaces() if entry.name == "one"), TODAY) is None


async def test_the_first_frame_waits_for_no_file(places: Places, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its keys stand there while the disk does not answer; then all of it is listed, with who serves."""
    for number in range(3):
        store.duplicate("support-assistant-worked", f"Copy {number}")
    answers, listing = threading.Event(), Store.listing

    def slow(self: Store):  # type: ignore[no-untyped-def]
        answers.wait(20)
        yield from listing(self)

    monkeypatch.setattr(Store, "listing", slow)
    app = ShortlistApp(places, None, TODAY)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "^q quit" in screen_text(pilot))
        screen = app.screen
        assert isinstance(screen, WelcomeScreen) and not screen._entries
        answers.set()
        await until(pilot, lambda: screen_text(pilot).count("★ DeepSeek V4.1 Flash 86") == 3)
        grid = screen.query_one(Grid)
        assert grid.row_key == "own:copy-2" or (grid.row_key or "").startswith("own:copy")
        for size in ((120, 40), (160, 45), (200, 60)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            # The scale of a score is cut nowhere, nor is the sentence that several findings of a kind share.
            shown = screen_text(pilot).replace("0…100", "").replace("The quality of … rests", "")
            assert "…" not in shown, size
        first = screen_text(pilot).splitlines()
        assert first[2].startswith("╭─ Workspaces ─") and all(len(line) == 200 for line in first)


async def test_the_groups_are_moved_through_as_one(application: Open, store: Store) -> None:
    """The cursor passes from box to box, and the box that it is in stands out; a click selects a row."""
    store.duplicate("support-assistant-worked", "Copy")
    async with application(None) as pilot:
        await until(pilot, lambda: "★ DeepSeek V4.1 Flash 86" in screen_text(pilot))
        grid = pilot.app.screen.query_one(Grid)
        keys = [grid.row_key]
        for _ in range(5):
            await pilot.press("down")
            keys.append(grid.row_key)
        assert keys == ["own:copy", "walk", "tour", "preset", "new", "example:support-assistant-worked"]
        assert not any(grid.row_key in (TOP, BOTTOM) for _ in keys)
        await pilot.click(Grid, offset=(10, 1))
        assert grid.row_key == "own:copy" and screen_text(pilot).splitlines()[3].startswith("│▸")


async def test_keys_of_a_workspace_are_hinted_on_one_alone(application: Open, store: Store) -> None:
    """An example cannot be renamed or deleted, nor has it earlier versions."""
    store.duplicate("support-assistant-worked", "One")
    async with application(None, size=(120, 40)) as pilot:
        await until(pilot, lambda: pilot.app.screen.query_one(Grid).row_key == "own:one")
        await until(pilot, lambda: "Del delete" in screen_text(pilot))
        await pilot.press("down")
        await until(pilot, lambda: "Del delete" not in screen_text(pilot))
        assert not re.search(r"b earlier|F11 rename", screen_text(pilot))


@pytest.mark.walk
async def test_home_looks_as_it_should(application: Open) -> None:
    """Without a workspace."""
    async with application(None) as pilot:
        await until(pilot, lambda: "Coding agent" in screen_text(pilot))
        await pilot.resize_terminal(120, 40)
        # What is missing in the exercise is read beside the loop.
        await until(pilot, lambda: "Add a managed API" in screen_text(pilot))
        await assert_snapshot(pilot, "home-0")


@pytest.mark.long
async def test_five_hundred_workspaces_are_listed(application: Open, store: Store) -> None:
    """All of them, the last changed first, however long it takes; keys are taken meanwhile."""
    text = store.open("support-assistant-worked").path.read_text("utf-8")
    store.places.workspaces.mkdir(parents=True, exist_ok=True)
    for number in range(500):
        (store.places.workspaces / f"copy-{number}.toml").write_text(text, "utf-8")
    async with application(None) as pilot:
        await pilot.press("down", "down")
        await until(pilot, lambda: len(pilot.app.screen._own) == 500)  # type: ignore[attr-defined]
        await pilot.press("end")
        assert pilot.app.screen.query_one(Grid).row_key == "example:coding-agent"


async def test_what_is_under_the_cursor_stands_beside_the_list(application: Open, store: Store) -> None:
    """From 160 columns: what a way to begin leads to, a decision at a glance; an example is judged when it is asked
    for. Beneath it there is more on a tall screen, and nothing on a small one."""
    async with application(size=(160, 45)) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, WelcomeScreen))
        await until(pilot, lambda: "Who serves" in screen_text(pilot))
        grid, pane = pilot.app.screen.query_one(Grid), pilot.app.screen.query_one("#beside", ProsePane)
        assert pane.region.x >= grid.region.right and not pane.can_focus
        assert "File: " in screen_text(pilot) and "bill a month" in screen_text(pilot)
        grid.at_row("walk")
        assert "7 Write the record" in "\n".join(line.text for line in pane.paragraphs), "in the same call"
        grid.at_row("example:voice-booking")
        await until(pilot, lambda: "Voice booking" in str(pane.border_title))
        assert "Who serves" in "\n".join(line.text for line in pane.paragraphs)
        await assert_snapshot(pilot, "home-beside", ((160, 45), (200, 60)))
        beneath = pilot.app.screen.query_one("#beneath", ProsePane)
        assert beneath.region.y >= grid.region.bottom and "Deepgram Nova-3" in screen_text(pilot)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert not pane.display and beneath.display
        grid.at_row("preset")
        assert beneath.paragraphs == tuple(of_beginning("preset"))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not beneath.display and grid.region.height == 20, "the list has the room that it needs"
        await pilot.resize_terminal(120, 40)
        grid.at_row("walk")
        await pilot.pause()
        assert beneath.display


async def test_a_large_terminal_is_used_from_the_first_screen_on(application: Open, store: Store) -> None:
    """Without a workspace, and with three of them, less than two thirds of the screen stand empty."""
    for number in range(2):
        async with application(None, size=(200, 60)) as pilot:
            await until(pilot, lambda: "File: " in screen_text(pilot))
            await settle(pilot)
            assert empty_share(screen_text(pilot).splitlines()) < 0.66, number
        for name in ("voice-booking", "retrieval-assistant", "support-assistant-worked"):
            store.duplicate(name, name)


def test_the_steps_are_counted_as_they_are_listed() -> None:
    """What the first screen promises is what the list beside it has."""
    assert len(EXERCISE) == 8 and "in eight steps" in BEGINNINGS[WALK][2]
    assert sum(bool(re.match(" [0-9] ", line.text)) for line in of_beginning(WALK)) == len(EXERCISE)
    assert len(of_beginning(TOUR)) - 2 == len(STOPS) == 8 and "eight stops" in BEGINNINGS[TOUR][2]


def test_the_candidates_of_a_decision_stand_beneath_the_list(store: Store) -> None:
    """As ranked, with what they cost; who completes no task alone has no cost of one, and what excludes one is said."""
    entries = {one.name: one for one in store.scenarios()}
    told = of_workspace(store, entries["support-assistant-worked"], TODAY)
    lines = [line.text.rstrip() for line in told.headed(110)]
    assert lines[0].startswith("★ DeepSeek V4.1 Flash 86") and len(lines[0]) <= 110
    assert lines[2].split() == ["candidate", "score", "0…100", "$/month", "$/success", "open"]
    assert lines[3].startswith("★ DeepSeek V4.1 Flash") and lines[3].endswith("43.72     0.229 ✓")
    assert next(line for line in lines if "gpt-oss" in line).startswith("✖ gpt-oss-120b (low)")
    assert "Before acceptance (1)" in lines and "✖ leaderboard only" in lines
    voice = of_workspace(store, entries["voice-booking"], TODAY).beneath(110)
    assert "$/success" not in voice[0].text and any("Voxtral Mini Transcribe Realtime" in row.text for row in voice)
    assert of_workspace(store, entries["support-assistant"], TODAY).beneath(110) == []


async def test_a_pane_that_is_told_as_it_is_mounted_has_its_width(application: Open, store: Store) -> None:
    """Also where it hears of no size of its own: nothing stays wrapped to a few columns; no record is told as none."""
    name = store.create(with_candidates(0)).path.stem
    async with application(None, size=(160, 45)) as pilot:
        grid = pilot.app.screen.query_one(Grid)
        await until(pilot, lambda: any(row.key == f"own:{name}" for row in grid.table.rows))
        grid.at_row(f"own:{name}")
        await until(pilot, lambda: "Who serves" in screen_text(pilot))
        pane = pilot.app.screen.query_one("#beside", ProsePane)
        # As if it had been laid out before there was any room, and nobody had said so.
        pane._drawn, pane._wide = laid_out(pane.paragraphs, 10, pane.prose, pane.beginning), 0
        pane.refresh()
        await until(pilot, lambda: max(len(line) for line, _ in pane._drawn) > 40)
        assert "0 candidates, proposed" in screen_text(pilot)
