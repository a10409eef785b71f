"""What is typed at once is typed: a key that opens a text is done with before the letters behind it are handed over.

The part that had the focus before would take the letters for commands: `/xdel` removed a candidate once.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, TextArea

from shortlist.core.document.leaf_differences import differences
from shortlist.core.document.workspace import to_data
from shortlist.store.places import Places
from shortlist.store.workspaces import Store, load
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.app.key_order import Turns, may_move
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.widgets.grid import Grid
from tests.conftest import TODAY
from tests.tui.conftest import Open, until, workspace_screen
from tests.tui.terminal import open_application
from tests.tui.test_robust_keys import burst, told

LETTERS = "xdelr"
"""On a list: remove, make the default, edit, to the right, rate."""
OPENING = {
    "a field": ("1", ["down", "enter"]),
    "a filter": ("2", ["slash"]),
    "the catalogue": ("2", ["a"]),
    "a candidate by hand": ("2", ["A", "enter"]),
    "a reason, two questions deep": ("2", ["r", "enter", "enter"]),
    "a file to import": ("2", ["i"]),
    "a filter over checks": ("3", ["slash"]),
    "an answer": ("3", ["e", "tab"]),
    "an assumption": ("4", ["e", "enter"]),
    "prose": ("5", ["down", "down", "down", "enter"]),
    "reasons, once they are looked up": ("5", ["A"]),
}


@pytest.mark.parametrize("case", OPENING)
async def test_letters_behind_a_key_that_opens_a_text_are_typed(application: Open, case: str) -> None:
    """All of them, in that text; and nothing else changes."""
    tab, keys = OPENING[case]
    async with application(size=(120, 40)) as pilot:
        await until(pilot, lambda: workspace_screen(pilot).desk.keeper.watching)
        await pilot.press(tab)
        await until(pilot, lambda: workspace_screen(pilot).body is not None and pilot.app.focused is not None)
        session = workspace_screen(pilot).session
        before = session.workspace
        burst(pilot, [*keys, *LETTERS])

        def typed() -> bool:
            field = pilot.app.focused
            text = field.value if isinstance(field, Input) else field.text if isinstance(field, TextArea) else ""
            return text.endswith(LETTERS)

        await until(pilot, typed)
        changed = list(differences(to_data(before), to_data(session.workspace)))
        assert len(changed) <= 1 and not any(one.after is None or "default" in one.place for one in changed)
        assert told(pilot) == ""


async def test_a_part_that_hangs_does_not_take_the_keyboard(application: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A messenger that never comes back is given up."""
    monkeypatch.setattr("shortlist.tui.app.key_order.LONGEST_S", 0.3)
    async with application() as pilot:
        monkeypatch.setattr(Turns, "_follow", lambda *_: None)
        burst(pilot, ["2", "3", "4"])
        await until(pilot, lambda: workspace_screen(pilot).tab == "cost")


async def test_keys_typed_while_a_workspace_is_opened_wait_for_it(places: Places) -> None:
    """They go to what it shows, in their order; before, they fell to a screen that did nothing with them."""
    app = ShortlistApp(places, "support-assistant-worked", TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        assert not workspace_screen(pilot).opened
        burst(pilot, ["6", "R"])
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        assert workspace_screen(pilot).tab == "evidence"
    app = ShortlistApp(places, "support-assistant-worked", TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        burst(pilot, ["ctrl+q"])
        await until(pilot, lambda: not app.is_running or app._exit)


def test_keys_of_one_write_are_typed(tmp_path: Path) -> None:
    """As a terminal hands over what was typed ahead: the letters stand in the filter, and the file is as it was."""
    store = Store(Places(tmp_path, tmp_path / "state"))
    path = store.duplicate("support-assistant-worked", "worked").path
    before = load(path).workspace
    terminal = open_application(tmp_path, str(path))
    terminal.wait_for("a month.", 60)
    terminal.read(0.5)
    terminal.type(b"2/xdelr")
    terminal.wait_for("xdelr", 60)
    terminal.type(b"\x11")
    assert terminal.exit_code(60) == 0
    os.close(terminal.master)
    assert load(path).workspace == before


@pytest.mark.parametrize("key", ["j", "k", "g", "G", "down", "pagedown", "ctrl+f"])
def test_what_moves_in_a_list_is_waited_for_by_no_key(key: str) -> None:
    """Whatever else does may have moved the focus, and so may these where no list has it."""
    step, other = events.Key(key, key if len(key) == 1 else None), events.Key("d", "d")
    assert not may_move(step, Grid()) and may_move(other, Grid())
    assert may_move(step, Input()) is (len(key) > 1)
