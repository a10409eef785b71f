"""The tour: eight stops at their real places, each ended by the real key; left and begun anew at will."""

from __future__ import annotations

import pytest
from textual.geometry import Offset

from shortlist.tui.frame.tour import TourBox
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.table import ACTIONS
from shortlist.tui.parts.tour_stops import STOPS
from shortlist.tui.tabs import TAB
from shortlist.tui.widgets.grid import Grid
from tests.tui.conftest import Open, screen_text, until, workspace_screen


def test_the_stops_can_be_told() -> None:
    """Each has a key that there is, and no more words than two or three lines of 76 columns."""
    assert len(STOPS) == 8
    for stop in STOPS:
        assert stop.key in ACTIONS and stop.tab in TAB
        assert len(keyed(stop.told)) <= 3 * 72


@pytest.mark.walk
async def test_the_tour_is_walked_with_the_real_keys(application: Open) -> None:
    """From the first screen to the last stop; nothing of the decision is changed, and every word is in sight."""
    async with application(None) as pilot:
        await until(pilot, lambda: "Take the tour" in screen_text(pilot))
        await pilot.press("T")
        await until(pilot, lambda: bool(pilot.app.screen.query(TourBox)))
        screen = workspace_screen(pilot)
        begun = screen.session.workspace
        for number, stop in enumerate(STOPS, 1):
            title = f"Tour, stop {number} of 8: {stop.title}"
            await until(pilot, lambda: title in screen_text(pilot) and screen.tab == stop.tab)  # noqa: B023 - now
            pilot.app.clear_notifications()
            await pilot.pause()
            shown = " ".join(screen_text(pilot).replace("│", " ").split())
            assert all(word in shown for word in keyed(stop.told).split()) and "q leaves the tour" in shown
            assert stop.does in shown
            if stop.at == "default":
                assert screen.body is not None
                await until(pilot, lambda: screen.body.query_one(Grid).row_key == begun.decision.default)  # type: ignore[union-attr]
            if number == 5:  # off the way, the way back is told, and the same key elsewhere does not count
                await pilot.press("2")
                await until(pilot, lambda: "(back to Cost), then t" in screen_text(pilot))
                await pilot.press("4")
            await pilot.press(ACTIONS[stop.key].keys[0])
        await until(pilot, lambda: not screen.query(TourBox))
        await pilot.press("escape")
        assert screen.session.workspace == begun and not screen.desk.tour.under_way


async def test_the_tour_is_left_with_one_key_and_begun_anew(application: Open) -> None:
    """By name from within the workspace; the key that leaves it does nothing without one."""
    async with application() as pilot:
        await pilot.press("q")
        assert not pilot.app.screen.query(TourBox)
        for _ in range(2):
            pilot.app.windows.begin_tour()  # type: ignore[attr-defined]
            await until(pilot, lambda: "stop 1 of 8" in screen_text(pilot))
            await pilot.press("2")
            await until(pilot, lambda: "stop 2 of 8" in screen_text(pilot))
        assert len(pilot.app.screen.query(TourBox)) == 1
        assert pilot.app.screen.query_one(TourBox).region.offset == Offset(0, 15)
        await pilot.press("q")
        await until(pilot, lambda: not pilot.app.screen.query(TourBox))
        assert "stop 2" not in screen_text(pilot)
