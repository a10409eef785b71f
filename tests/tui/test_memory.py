"""What was shown goes when it goes: lines of closed dialogs, cycles set aside; the catalogue is worked out once."""

from __future__ import annotations

import gc
import time
import weakref
from typing import Any, cast

import pytest
from textual.strip import Strip

from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.app.garbage_collection import COUNT_S, RUNAWAY, SET_ASIDE
from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog
from shortlist.tui.screens.candidates.offerings import Offerings
from shortlist.tui.screens.welcome.screen import WelcomeScreen
from tests.conftest import TODAY
from tests.tui.conftest import Open, ready, until, workspace_screen


class Knot:
    """A cycle of one."""

    def __init__(self) -> None:
        self.own = self


def strips() -> int:
    """How many drawn lines are held, whatever was set aside."""
    gc.unfreeze()
    gc.collect()
    return sum(isinstance(one, Strip) for one in gc.get_objects())


@pytest.mark.walk
async def test_what_is_closed_goes(application: Open) -> None:
    """The lines of a dialog after it was closed; a cycle that was set aside, once enough of them may have been."""
    async with application() as pilot:
        held = []
        for _ in range(3):
            await pilot.press("question_mark")
            await pilot.press("escape")
            await pilot.pause()
            held.append(strips())
        assert held[2] <= held[1] + 5, held
        app = cast(ShortlistApp, pilot.app)
        knot = Knot()
        gone = weakref.ref(knot)
        gc.freeze()
        del knot
        app._tidying._screen_left, app._tidying._set_aside = False, 0
        app._tidying.tidy()
        assert gone() is not None, "it was set aside"
        app._tidying._set_aside = SET_ASIDE + 1
        app._tidying.tidy()
        assert gone() is None and app._tidying._set_aside == 0


async def test_what_is_set_aside_is_counted(application: Open) -> None:
    """Not every time, as the count goes over all of it; what came since all was looked through, once in a while."""
    async with application() as pilot:
        tidying = cast(ShortlistApp, pilot.app)._tidying
        tidying._screen_left = True
        tidying.tidy()
        held = [[] for _ in range(SET_ASIDE + 5_000)]  # type: ignore[var-annotated]
        tidying.tidy()
        assert tidying._set_aside == 0, "nothing was counted yet"
        tidying._counted -= COUNT_S
        tidying.tidy()
        assert SET_ASIDE < tidying._set_aside < SET_ASIDE + 50_000
        del held


async def test_a_screen_that_was_left_is_looked_for_at_once(application: Open) -> None:
    """However long the last look took; what is still there is not looked at again before its share of the time."""
    async with application() as pilot:
        tidying = cast(ShortlistApp, pilot.app)._tidying
        tidying._tidied, tidying._took = time.monotonic(), 1.0
        gone = []
        for left in (False, True):
            knot = Knot()
            gone.append(weakref.ref(knot))
            del knot
            tidying._screen_left = left
            tidying._tidy_when_due()
            assert (gone[-1]() is None) == left


async def test_what_an_edit_is_judged_to_is_set_aside_unlooked_at(application: Open) -> None:
    """What was garbage before is collected; what is made for the edit the collector does not look at, but in a dialog,
    which will go soon."""
    async with application() as pilot:
        app = cast(ShortlistApp, pilot.app)
        made: list[Knot] = []

        def show() -> None:
            made.append(Knot())

        knot = Knot()
        gone = weakref.ref(knot)
        del knot
        app.show_edited(show)
        assert gone() is None
        assert not any(one is made[0] for one in gc.get_objects())
        await pilot.press("question_mark")
        app.show_edited(show)
        assert any(one is made[1] for one in gc.get_objects())
        assert gc.get_threshold()[0] == RUNAWAY


@pytest.mark.walk
async def test_a_thread_holds_no_dialog_that_it_worked_for(application: Open) -> None:
    """The catalogue after it was closed, though the thread that loaded it waits for other work."""
    async with application() as pilot:
        await pilot.press("2", "a")
        app = cast(ShortlistApp, pilot.app)
        assert isinstance(app.screen, CatalogueDialog)
        gone = weakref.ref(app.screen)
        await until(pilot, lambda: not app.workers)
        await pilot.press("escape", "escape", "j", "k")
        await pilot.pause()
        gc.unfreeze()
        gc.collect()
        assert gone() is None


async def test_a_workspace_that_was_left_goes(application: Open) -> None:
    """The screen of one, and what the first one of all showed, which stays beneath the others unseen."""
    async with application() as pilot:
        app = cast(ShortlistApp, pilot.app)
        gone: list[weakref.ref[Any]] = []
        for _ in range(3):
            screen = workspace_screen(pilot)
            gone += [weakref.ref(screen.session.analysis), weakref.ref(screen.body)]
            if gone[2:]:  # the first one stays, empty
                gone.append(weakref.ref(screen))
            await pilot.press("5", "o")
            await until(pilot, lambda: isinstance(app.screen, WelcomeScreen))
            await pilot.press("enter")
            await until(pilot, lambda: ready(app))
            del screen
        await pilot.press("j", "k")
        await pilot.pause()
        app._tidying.screen_left()
        app._tidying.tidy()
        assert [type(one()).__name__ for one in gone if one() is not None] == []


def test_an_offering_is_worked_out_once_for_all_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one dialog worked out the next one takes over; another entry in the same place is another one."""
    made: list[object] = []

    def offering(entry: object, today: object) -> Any:
        made.append(entry)
        return f"offering of {id(entry)}"

    monkeypatch.setattr("shortlist.catalogue.embedded.offering", offering)
    first, other = cast(Any, object()), cast(Any, object())
    told = Offerings(TODAY, lambda: None).worked_out(first)
    after = Offerings(TODAY, lambda: None)
    assert after.begun and after.worked_out(first) is told and made == [first]
    after._known[id(other)] = after._known[id(first)]
    assert after.worked_out(other) is not told and made == [first, other]
    after._known.clear()
