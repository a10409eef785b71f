"""What is hinted works where it is hinted: while a text has the focus letters are text, and the hints say so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from shortlist.store.places import Places
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.screens.welcome.screen import WelcomeScreen
from shortlist.tui.widgets.frame_lines import BottomBar
from tests.tui.conftest import Open, screen_text, until, workspace_screen

TEXTS = {
    "a field of the scenario": ("1", "down", "down", "down", "down", "down", "enter"),
    "the filter of the candidates": ("2", "slash"),
    "the filter of the checklist": ("3", "slash"),
    "the filter of the costs": ("4", "slash"),
    "an assumption of the cost": ("4", "e", "enter"),
    "the prose of the record": ("5", "end", "enter"),
    "what is found in the record": ("5", "slash"),
}


@pytest.mark.walk
@pytest.mark.parametrize("presses", TEXTS.values(), ids=list(TEXTS))
async def test_no_letter_is_hinted_while_a_text_has_the_focus(application: Open, presses: Sequence[str]) -> None:
    """Neither in the line of keys nor in that of the walkthrough; Esc and then the letter does it, as is said."""
    async with application("support-assistant") as pilot:
        await pilot.press("2", "slash", "escape", *presses)
        bar = workspace_screen(pilot).query_one(BottomBar)
        assert pilot.app.screen is workspace_screen(pilot) and pilot.app.focused is not None
        assert pilot.app.focused.check_consume_key("w", "w")
        assert [hint for hint in bar.hints if len(hint.key) == 1 or hint.key.split() == ["j", "k"]] == []
        *_, walk, keys = screen_text(pilot).splitlines()
        assert "─⑦  Esc w Choose a leaderboard" in walk and "W steps" not in walk
        assert " F1 " in keys and " ? " not in keys and " o workspaces" not in keys
        tab = workspace_screen(pilot).tab
        await pilot.press("escape")
        walk = screen_text(pilot).splitlines()[-2]
        assert "─⑦  w Choose a leaderboard" in walk and walk.rstrip().endswith(" W steps")
        await pilot.press("w")
        assert workspace_screen(pilot).tab == "candidates" or pilot.app.screen is not workspace_screen(pilot), tab


async def what_esc_does(pilot: Pilot[None], presses: Sequence[str], typed: str) -> tuple[str, bool]:
    """What a dialog says of Esc, and whether what was typed stands there when it is opened again."""
    await pilot.press(*presses, *typed)
    foot = str(pilot.app.screen.query_one("#foot", Static).render())
    await pilot.press("escape")
    while pilot.app.screen.is_modal:
        await pilot.press("escape")
    pilot.app.clear_notifications()
    await pilot.press(*presses)
    await pilot.pause()
    return foot, typed in screen_text(pilot)


KEEPS = {
    "figures in a line": (("2", "plus"), "kept", True),
    "a table of figures": (("2", "t"), "kept", True),
    "the title of a workspace": (("o", "n"), "kept", True),
    "another name of the workspace": (("1", "f11"), "kept", True),
    "the form of a candidate": (("2", "e", "enter"), "field", True),
    "an answer": (("3", "enter", "tab"), "field", True),
    "a longer text of the scenario": (("1", "up", "down", "enter"), "counts", True),
}


@pytest.mark.walk
@pytest.mark.parametrize(("presses", "claim", "kept"), KEEPS.values(), ids=list(KEEPS))
async def test_esc_does_with_what_is_typed_what_is_said(
    application: Open, presses: Sequence[str], claim: str, kept: bool
) -> None:
    """One sentence for each: counted already, kept for the next time, given up, or left standing in its field."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press(presses[0])
        if presses[0] == "o":
            await until(pilot, lambda: isinstance(pilot.app.screen, WelcomeScreen))
            presses = presses[1:]
        foot, found = await what_esc_does(pilot, presses, "zyx987")
        assert ESC[claim].removeprefix("Esc ") in foot
        assert found == kept


async def test_a_moved_key_that_is_no_letter_works_in_a_text(application: Open, places: Places) -> None:
    """Ctrl and a letter is no text, so no Esc is asked for."""
    places.keymap.parent.mkdir(parents=True, exist_ok=True)
    places.keymap.write_text('"walk.next" = "ctrl+k"\n"walk.steps" = "9"\n', "utf-8")
    async with application("support-assistant") as pilot:
        await pilot.press("2")
        assert " Ctrl+K Choose a leaderboard" in screen_text(pilot) and " 9 steps" in screen_text(pilot)
        await pilot.press("slash")
        walk = screen_text(pilot).splitlines()[-2]
        assert "Ctrl+K Choose a leaderboard" in walk and "Esc" not in walk and " 9 " not in walk


async def test_every_mistake_of_an_origin_stands_beneath_its_field(application: Open) -> None:
    """Date and basis at once, and in full in the preview; mended, the lines are gone."""
    async with application() as pilot:
        await pilot.press("2", "plus", *"quality 30", "tab", "tab", "tab", *"soon", "tab", *"xyz")
        text = screen_text(pilot)
        assert "✖ write it as 2026-11-22" in text and "✖ write c, m, p, s or e" in text
        assert "✖ date: write a date such as" in text and "✖ basis: contract, measured" in text
        await pilot.press(*["backspace"] * 9, "p")
        text = screen_text(pilot)
        assert "✖ write it as 2026-11-22" in text and "basis: contract" not in text
