"""The record's screen as it looks, small and large, dark and light, with no candidate and with many."""

from __future__ import annotations

import pytest

from shortlist.tui.screens.record import RecordBody
from tests.tui.conftest import Open, with_candidates, workspace_screen
from tests.tui.snapshots import assert_snapshot


@pytest.mark.parametrize("number", [0, 1, 4, 12])
async def test_a_section_looks_as_it_should(application: Open, number: int) -> None:
    """The list with its states, the question, the facts and the words."""
    async with application(with_candidates(number)) as pilot:
        await pilot.press("5")
        body = workspace_screen(pilot).body
        assert isinstance(body, RecordBody)
        body.go_to_section("rationale")
        await assert_snapshot(pilot, f"record-{number}")


async def test_the_parts_look_as_they_should(application: Open) -> None:
    """The record itself before anything is written; a draft under its question while it is written; the findings."""
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
        await assert_snapshot(pilot, "record-writing")
