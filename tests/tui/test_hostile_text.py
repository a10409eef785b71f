"""No text from a file runs an action, steers the terminal or crashes a screen, whatever field it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from shortlist.store.places import Places
from shortlist.store.workspaces import Store, load
from shortlist.tui.app.application import ShortlistApp
from tests.conftest import TODAY
from tests.tui.conftest import ready, until
from tests.tui.hostile import HOSTILE, hostile_workspace
from tests.tui.terminal import open_application
from tests.tui.test_terminal import STEERING

ROUND = ("2", "v", "v", "down", "3", "down", "4", "down", "5", "down", "1", "question_mark", "escape", "W", "escape")
"""Keys that show every tab, the plot, the help and the steps."""
DIALOGS = (("2", "enter"), ("2", "a"), ("3", "enter"), ("ctrl+r",), ("o",), ("5", "enter"))
"""Keys that open dialogs and the list of workspaces, each tried from the start."""


def actions_in(pilot: Pilot[Any]) -> Iterator[str]:
    """What a click anywhere on the screen would run because a text says so."""
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            meta = segment.style.meta if segment.style is not None else {}
            if "@click" in meta or (segment.style is not None and segment.style.link):
                yield segment.text


def raw_in(pilot: Pilot[Any]) -> set[str]:
    """Control characters that the screen is drawn with, after the last filter."""
    text = "".join(segment.text for strip in pilot.app.screen._compositor.render_strips() for segment in strip)
    return {char for char in text if ord(char) < 32 or 127 <= ord(char) < 160 or "\u202a" <= char <= "\u202e"}


async def walked(places: Places, path: Path, rounds: tuple[tuple[str, ...], ...]) -> None:
    """Press keys on a workspace, and look at every screen that comes."""
    app = ShortlistApp(places, str(path), TODAY)
    quits = 0

    def quit_() -> None:
        nonlocal quits
        quits += 1

    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: ready(app))
        app.action_quit = app.action_bell = quit_  # type: ignore[assignment, method-assign]
        for keys in rounds:
            for key in keys:
                await pilot.press(key)
                assert list(actions_in(pilot)) == []
                assert raw_in(pilot) == set()
            await pilot.click(offset=(30, 8))
            await pilot.press("escape", "escape")
        assert quits == 0 and app.return_code is None


@pytest.mark.walk
@pytest.mark.parametrize(
    "turn", [pytest.param(n, marks=() if n in (0, 15) else pytest.mark.long) for n in range(len(HOSTILE))]
)
async def test_every_screen_shows_hostile_text_as_text(places: Places, store: Store, turn: int) -> None:
    """Thirty strings in turn in every field: no action in what is drawn, no raw control, no crash, no change."""
    path = store.create(hostile_workspace(turn)).path
    before = path.read_bytes()
    await walked(places, path, (ROUND, *DIALOGS))
    assert path.read_bytes() == before and load(path).workspace == hostile_workspace(turn)


@pytest.mark.parametrize("turn", [pytest.param(n, marks=pytest.mark.long) for n in range(0, len(HOSTILE), 3)])
def test_no_byte_that_steers_reaches_the_terminal(tmp_path: Path, turn: int) -> None:
    """The same screens in a real terminal: what goes out holds no sequence from a text."""
    path = Store(Places(tmp_path, tmp_path / "state")).create(hostile_workspace(turn)).path
    terminal = open_application(tmp_path, str(path))
    terminal.wait_for("Walkthrough")
    for key in "2v345W\x1bo":
        terminal.read(0.15)
        terminal.type(key.encode())
    terminal.read(0.5)
    terminal.type(b"\x11")
    assert terminal.exit_code() == 0
    assert STEERING.findall(terminal.output) == []
