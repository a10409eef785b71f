"""The way from a workspace to the list of them, titles in it, and short words that hide nothing."""

from __future__ import annotations

import pytest
from textual.content import Content
from textual.widgets._toast import Toast

from shortlist.core.document.workspace import read_workspace
from shortlist.shown import shown
from shortlist.store.places import shipped_scenarios
from shortlist.store.workspaces import Store
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.session.opening import adopted
from tests.tui.conftest import HOSTILE, Open, screen_text, until, worked_data


async def test_the_key_of_the_list_stands_in_the_hints_where_there_is_room_and_esc_tells_it_once(
    application: Open,
) -> None:
    """A wide screen shows it; at the top level Esc, which has nowhere to go back to, says it."""
    async with application(size=(120, 40)) as pilot:
        assert "o workspaces" in screen_text(pilot)
        await pilot.press("escape", "escape", "escape")
        told = [note.message for note in pilot.app._notifications]
        assert told == ["o opens the list of workspaces."]


async def test_a_short_word_stands_under_the_tabs_and_takes_the_place_of_the_one_before(application: Open) -> None:
    """Beneath the rule at most three lines of the corner are taken; a warning stays beside it."""
    async with application(read_workspace(worked_data())) as pilot:
        assert isinstance(pilot.app, ShortlistApp)
        for words in ("One", "Another", "A third"):
            pilot.app.say(words)
        pilot.app.say("Mind this", "warning")
        await pilot.pause()
        toasts = list(pilot.app.screen.query(Toast))
        assert [one.message for one in pilot.app._notifications] == ["A third", "Mind this"] and len(toasts) == 2
        assert [toast.region.y for toast in toasts] == [2, 4]
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
