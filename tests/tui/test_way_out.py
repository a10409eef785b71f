"""The way from a workspace to the list of them, titles in it, and short words that hide nothing."""

from __future__ import annotations

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from shortlist.core.document.workspace import read_workspace
from shortlist.sanitising import shown
from shortlist.store.places import shipped_scenarios
from shortlist.store.workspaces import Store
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.session.opening import adopted
from tests.tui.conftest import HOSTILE, Open, screen_text, until, worked_data


def said(pilot: Pilot[None]) -> list[str]:
    """What stands in the corner."""
    return [one.message for one in pilot.app._notifications]


async def test_the_key_of_the_list_stands_in_the_hints_where_there_is_room_and_esc_tells_it_once(
    application: Open,
) -> None:
    """A wide screen shows it; at the top level Esc, which has nowhere to go back to, says it."""
    async with application(size=(120, 40)) as pilot:
        assert "o workspaces" in screen_text(pilot)
        await pilot.press("escape", "escape")
        assert said(pilot) == ["o opens the list of workspaces."]
        await pilot.press("escape", "escape")
        assert said(pilot) == []


async def test_one_thing_is_said_at_a_time_and_goes_with_the_next_key(
    application: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest; what is graver and was not read comes back after it, and outlasts a quick key."""
    async with application(read_workspace(worked_data())) as pilot:
        assert isinstance(pilot.app, ShortlistApp)
        for words in ("One", "Another", "A third"):
            pilot.app.say(words)
        await pilot.pause()
        assert said(pilot) == ["A third"]
        pilot.app.say("Mind this", "warning")
        pilot.app.say("And this", "error")
        pilot.app.say("By the way")
        await pilot.pause()
        (toast,) = pilot.app.screen.query(Toast)
        assert said(pilot) == ["By the way"]
        assert toast.region.bottom <= 21 and toast.region.right >= 78, "above the lines at the bottom"
        await pilot.press("down")
        await until(pilot, lambda: said(pilot) == ["Mind this"])
        await pilot.press("down")
        assert said(pilot) == ["Mind this"], "it was not to be read yet"
        monkeypatch.setattr("shortlist.tui.app.toasts.SEEN_S", 0.0)
        await pilot.press("down")
        await until(pilot, lambda: said(pilot) == ["And this"])
        await pilot.press("down")
        await until(pilot, lambda: not pilot.app.screen.query(Toast) and not said(pilot))
        assert "▸1 Scenario" in screen_text(pilot) and "5 Record" in screen_text(pilot)


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_is_said_is_shown_as_it_stands(application: Open, text: str) -> None:
    """Cleaned, on one line; nothing in it is markup."""
    async with application(None) as pilot:
        assert isinstance(pilot.app, ShortlistApp)
        pilot.app.say(text, title=text)
        await until(pilot, lambda: bool(pilot.app.screen.query(Toast)))
        (told,) = pilot.app._notifications
        assert told.message == told.title == shown(text)
        rendered = pilot.app.screen.query_one(Toast).render()
        assert isinstance(rendered, Content) and rendered.plain == f"{shown(text)}\n{shown(text)}"


def test_a_second_copy_of_an_example_has_a_number_in_its_title(store: Store) -> None:
    """So that two of them are told apart in the list and in the header."""
    example = shipped_scenarios() / "support-assistant.toml"
    titles = [adopted(store, store.open(str(example))).workspace.title for _ in range(3)]
    assert titles == [titles[0], f"{titles[0]} (2)", f"{titles[0]} (3)"]
