"""The record's screen as it looks, small and large, dark and light, with no candidate and with many."""

from __future__ import annotations

import tomllib

import pytest

from shortlist.core.analysis import analyse
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.document.workspace import read_workspace
from shortlist.store.records import keep_record
from shortlist.store.workspaces import Store
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.draw.lines import width_of
from shortlist.tui.screens.record.body import RecordBody
from shortlist.tui.screens.record.compared_rows import compared_rows
from shortlist.tui.screens.record.facts_pane import FactsPane
from shortlist.tui.widgets.summary import score_text
from tests.accepting import agreed
from tests.conftest import SCENARIOS
from tests.tui.conftest import (
    TODAY,
    Open,
    ready,
    screen_text,
    until,
    with_candidates,
    worked_data,
    workspace_screen,
)
from tests.tui.snapshots import SIZES, assert_snapshot

ALL_SIZES = (*SIZES, (160, 45), (200, 60))


@pytest.mark.walk
@pytest.mark.parametrize("number", [0, 1, 4, 12])
async def test_a_section_looks_as_it_should(application: Open, number: int) -> None:
    """The list with its states, the question, the facts and the words."""
    async with application(with_candidates(number)) as pilot:
        await pilot.press("5")
        body = workspace_screen(pilot).body
        assert isinstance(body, RecordBody)
        body.go_to_section("rationale")
        await assert_snapshot(pilot, f"record-{number}", ALL_SIZES if number == 4 else SIZES)


@pytest.mark.walk
async def test_the_parts_look_as_they_should(application: Open) -> None:
    """The record itself before anything is written; a draft under its question while it is written."""
    async with application("support-assistant") as pilot:
        await pilot.press("5")
        await assert_snapshot(pilot, "record-empty")
    async with application() as pilot:
        await pilot.press("5")
        body = workspace_screen(pilot).body
        assert isinstance(body, RecordBody)
        body.go_to_section("findings")
        await assert_snapshot(pilot, "record-findings")
        body.go_to_section("review")
        await pilot.press("enter")
        await assert_snapshot(pilot, "record-writing", ALL_SIZES)


@pytest.mark.walk
async def test_an_accepted_record_looks_as_it_should(store: Store) -> None:
    """What became of it and what leads on; its triggers; beneath it, once begun, the draft that is to supersede it."""
    done = agreed()
    opened = store.create(done.workspace, "kept")
    keep_record(opened.path, done.frozen, done.workspace.title)
    app = ShortlistApp(store.places, "kept", TODAY, "record")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: ready(app))
        body = workspace_screen(pilot).body
        assert isinstance(body, RecordBody)
        body.go_to_section("about")
        pane = body.query_one(FactsPane)
        await until(pilot, lambda: any(cell.text.startswith("✓ Replayed") for cell in pane.paragraphs))
        await assert_snapshot(pilot, "record-accepted")
        body.go_to_section("triggers")
        await assert_snapshot(pilot, "record-triggers")
        await pilot.press("S")
        body.go_to_section("about")
        await until(pilot, lambda: "draft record · saved" in screen_text(pilot))
        await assert_snapshot(pilot, "record-successor")


@pytest.mark.walk
async def test_a_proposed_record_with_findings_looks_as_it_should(application: Open) -> None:
    """The record's own row with the errors that stand against it counted."""
    data = worked_data()
    data["records"][0] |= {"triggers": [], "sections": {"risks": "TBD"}}
    async with application(read_workspace(data)) as pilot:
        await pilot.press("5")
        body = workspace_screen(pilot).body
        assert isinstance(body, RecordBody)
        body.go_to_section("about")
        await assert_snapshot(pilot, "record-proposed")


@pytest.mark.parametrize("name", ["support-assistant-worked", "retrieval-assistant", "voice-booking"])
@pytest.mark.parametrize("width", [30, 39, 52, 76, 94, 108])
def test_the_comparison_under_the_card_fits(name: str, width: int) -> None:
    """Every candidate with its score and its status, in whatever width; the levels where there is room for them, and
    the words of the statuses where they cut no name."""
    workspace = read_workspace(tomllib.loads((SCENARIOS / f"{name}.toml").read_text("utf-8")))
    analysis = analyse(workspace, None, TODAY)
    head, *rows = compared_rows(analysis, width)
    assert len(rows) == len(analysis.ranking)
    for result, row in zip(analysis.ranking, rows, strict=True):
        assert width_of(row.text) <= width and score_text(result) in row.text
        assert STATUSES[result.standing.status].sign in row.text
    worded = [STATUSES[one.standing.status].name in row.text for one, row in zip(analysis.ranking, rows, strict=True)]
    whole = [one.candidate.name in row.text for one, row in zip(analysis.ranking, rows, strict=True)]
    assert (all(worded) and all(whole)) or not any(worded)
    words = 1 + max(width_of(STATUSES[one.standing.status].name) for one in analysis.ranking)
    assert any(worded) or not all(whole) or width < max(width_of(row.text) for row in rows) + words
    assert ("mig" in head.text) == (width >= 76)


def test_names_under_the_card_are_whole_where_signs_alone_leave_room() -> None:
    """Beside the list of the sections at 120 columns no name is cut for the same word in every row."""
    analysis = analyse(read_workspace(worked_data()), None, TODAY)
    _, *rows = compared_rows(analysis, 76)
    assert all(one.candidate.name in row.text for one, row in zip(analysis.ranking, rows, strict=True))
    assert [row.text.rstrip()[-1] for row in rows] == [STATUSES[one.standing.status].sign for one in analysis.ranking]


def test_names_under_the_card_are_told_apart_where_they_are_cut() -> None:
    """Two that begin and end alike show where they differ."""
    data = tomllib.loads((SCENARIOS / "support-assistant-worked.toml").read_text("utf-8"))
    for one in data["candidates"]:
        one["name"] = f"{one['name']} with extended reasoning, Azure OpenAI Sweden Central"
    analysis = analyse(read_workspace(data), None, TODAY)
    _, *rows = compared_rows(analysis, 76)
    names = [row.text[3:14].strip() for row in rows]
    assert len(set(names)) == len(rows), names
