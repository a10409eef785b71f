"""Keys that come faster than screens, that nobody sees the effect of, or in any order; a disk that takes nothing."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual import events
from textual.css.query import NoMatches
from textual.pilot import Pilot
from textual.widgets import TextArea

from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.app.commands import Palette
from shortlist.tui.frame.keeper import KEPT
from shortlist.tui.frame.walkthrough_dialogs import WalkDialog
from shortlist.tui.frame.workspace import WorkspaceScreen
from shortlist.tui.screens.welcome.screen import WelcomeScreen
from shortlist.tui.widgets.frame_lines import TooSmall
from tests.conftest import TODAY
from tests.tui.conftest import Open, ready, screen_text, until, workspace_screen
from tests.tui.terminal import open_application

READY = "a month."
CHARACTERS = {"space": " ", "slash": "/", "question_mark": "?", "plus": "+", "minus": "-", "full_stop": "."}
KEYS = (
    *"12345wWovVYaxdefnryujkhlgGJKst+-./?m ",
    *("enter", "enter", "enter", "escape", "escape", "tab", "shift+tab", "up", "down", "left", "right"),
    *("pageup", "pagedown", "home", "end", "space", "delete", "backspace"),
    *("ctrl+p", "ctrl+z", "ctrl+y", "ctrl+s", "ctrl+n", "ctrl+t", "f1", "f2", "f3", "f4", "f5", "f5", "f6", "f8", "f9"),
)
NAMED = {" ": "space", "/": "slash", "?": "question_mark", "+": "plus", "-": "minus", ".": "full_stop"}


BURSTS: dict[str, list[list[str]]] = {
    "1": [
        [*["down"] * 6, "enter", "enter", "enter", "escape"],
        ["enter", "pagedown", "pageup", "enter", "escape"],
        ["ctrl+p", "enter", "enter", "escape"],
        ["ctrl+p", "pagedown", "pageup", "down", "escape"],
        ["ctrl+p", *"undo", "enter", "enter", "escape"],
        ["question_mark", "escape", "escape", "f1", "enter", "escape"],
        ["W", "pagedown", "pageup", "enter", "enter", "escape"],
        ["W", "escape", "escape", "escape"],
        ["W", "enter", "enter"],
    ],
    "2": [
        ["enter", "enter", "enter", "escape", "escape", "escape"],
        ["a", "pagedown", "escape", "escape", "3", "enter", "enter", "escape"],
    ],
    "3": [
        ["enter", "enter", "escape", "escape"],
        ["1", "2", "3", "ctrl+z", "4", "ctrl+y", "5", "ctrl+z", "1"],
        ["o", "W", "enter", "o", "enter"],
    ],
    "4": [
        ["enter", "enter", "7", "tab", "8", "escape", "escape", "ctrl+z", "escape"],
        ["t", "v", "v", "down", "enter", "enter", "f8", "f9", "ctrl+z"],
        ["e", "enter", "5", "f9", "6", "escape", "v", "e", "tab", "V", "l", "enter"],
        ["ctrl+t", "ctrl+t", "enter", "ctrl+t", "1", "4", "ctrl+t", "escape", "u", "f9"],
        ["v", "v", "v", "e", "delete", "escape", "e", "2", "4", "enter", "escape"],
    ],
}
"""What was typed at once, by the screen that it was typed on."""


def burst(pilot: Pilot[None], keys: Sequence[str]) -> None:
    """Hand over keys at once, as a terminal does what was typed while it was busy."""
    driver = pilot.app._driver
    assert driver is not None
    for key in keys:
        name = NAMED.get(key, key)
        event = events.Key(name, CHARACTERS.get(name, name if len(name) == 1 else None))
        event.set_sender(pilot.app)
        driver.send_message(event)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing is left to do."""
    for _ in range(4):
        await pilot.pause()
    await pilot.pause(0.02)


def told(pilot: Pilot[None]) -> str:
    """All that was told beside the screen."""
    return " ".join(str(one.message) for one in pilot.app._notifications)


@pytest.mark.walk
@pytest.mark.parametrize("tab", sorted(BURSTS))
async def test_a_burst_of_keys_ends_nothing(application: Open, tab: str) -> None:
    """Each dialog is left once, whatever the number of keys; the application goes on."""
    async with application() as pilot:
        await pilot.press(tab)
        for keys in BURSTS[tab]:
            burst(pilot, keys)
            await settle(pilot)
            burst(pilot, ["escape"] * 6)
            await settle(pilot)
        assert isinstance(pilot.app.screen, WorkspaceScreen | WelcomeScreen)


async def test_a_dialog_that_was_left_takes_no_other_with_it(application: Open) -> None:
    """A late answer of the lower dialog does not close the upper one."""
    async with application() as pilot:
        steps = workspace_screen(pilot).session.analysis.walkthrough
        lower, upper = WalkDialog(steps), WalkDialog(steps)
        pilot.app.push_screen(lower)
        pilot.app.push_screen(upper)
        await settle(pilot)
        lower.dismiss(1)
        assert pilot.app.screen is upper
        upper.dismiss(2)
        upper.dismiss(3)
        await settle(pilot)
        assert pilot.app.screen is lower


async def test_letters_typed_right_before_leaving_stay(application: Open) -> None:
    """A text that is typed and left in one burst is kept."""
    async with application() as pilot:
        await pilot.press("down", "enter")
        assert isinstance(pilot.app.focused, TextArea)
        burst(pilot, ["Q", "escape"])
        await settle(pilot)
        assert workspace_screen(pilot).session.workspace.scenario.summary.endswith("Q")


async def test_a_command_is_run_once(application: Open) -> None:
    """A second Enter on a command does not run it again."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        await pilot.press("tab", "down", "u", "u", "ctrl+p")
        assert isinstance(pilot.app.screen, Palette)
        await pilot.press(*"undo")
        await until(pilot, lambda: "Undo" in screen_text(pilot))
        past = len(screen.session.history.past)
        burst(pilot, ["enter", "enter", "enter"])
        await settle(pilot)
        assert len(screen.session.history.past) == past - 1


async def test_nothing_is_done_unseen(application: Open) -> None:
    """Where only the notice of the size is seen, keys change nothing, over a dialog as well; larger, they do."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        before = screen.session.workspace
        await pilot.press("enter")
        await pilot.resize_terminal(79, 23)
        await settle(pilot)
        await pilot.press("X", "ctrl+z", "ctrl+p", "2")
        pilot.app.post_message(events.Paste("pasted"))
        await settle(pilot)
        assert screen.session.workspace is before and pilot.app.screen is screen and screen.tab == "scenario"
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        await pilot.press("X")
        assert screen.session.workspace.title.endswith("X")
        for key in ("W", "ctrl+p"):
            await pilot.press("escape", "escape", key)
            top = pilot.app.screen
            assert top is not screen
            await pilot.resize_terminal(79, 23)
            await settle(pilot)
            assert top.query_one(TooSmall).display
            await pilot.press("enter", "escape")
            assert pilot.app.screen is top
            await pilot.resize_terminal(80, 24)
            await settle(pilot)
            assert not top.query_one(TooSmall).display


async def test_quitting_works_in_a_small_terminal(application: Open) -> None:
    """Ctrl+Q is obeyed, and nothing is asked where nothing would be lost."""
    async with application(size=(40, 10)) as pilot:
        await pilot.press("ctrl+q")
        await until(pilot, lambda: pilot.app._exit)


async def test_quitting_twice_asks_once(places: Places, tmp_path: Path) -> None:
    """A file that saves itself only when asked: a second Ctrl+Q waits for the answer to the first."""
    source = Store(places).open("support-assistant-worked").path
    own = tmp_path / "own.toml"
    own.write_bytes(source.read_bytes())
    app = ShortlistApp(places, str(own), TODAY)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: ready(app))
        await pilot.press("enter", "X", "escape")
        burst(pilot, ["ctrl+q", "ctrl+q", "ctrl+q"])
        await settle(pilot)
        assert len(app.screen_stack) == 2
        await pilot.press("escape")
        assert app.screen is workspace_screen(pilot) and workspace_screen(pilot).session.dirty
        await pilot.press("ctrl+q")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        burst(pilot, ["down", "enter", "enter"])
        await until(pilot, lambda: app._exit)
    assert own.read_bytes() == source.read_bytes()


# --- a disk that takes nothing


async def test_a_file_where_the_data_directory_should_be(tmp_path: Path) -> None:
    """What cannot be created is told, and the list stays."""
    file = tmp_path / "some.csv"
    file.write_text("a,b\n", "utf-8")
    app = ShortlistApp(Places(file, file / "state"), None, TODAY)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: ready(app))
        await pilot.press("n", *"new", "enter")
        await settle(pilot)
        assert isinstance(app.screen, WelcomeScreen) and "not saved" in told(pilot)
        app.clear_notifications()
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, WelcomeScreen) and "something else is in its place" in told(pilot)
        assert app.workspace is None
    assert file.read_text("utf-8") == "a,b\n"


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied", "/data"), OSError(28, "No space left")])
async def test_a_disk_that_refuses(application: Open, monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    """A save that fails is told and tried again with the next; nothing is said to be saved that is not."""
    async with application() as pilot:
        screen, app = workspace_screen(pilot), pilot.app
        assert isinstance(app, ShortlistApp)

        def refuse(*_: object) -> None:
            raise error

        with monkeypatch.context() as broken:
            broken.setattr(Store, "save", refuse)
            broken.setattr(Store, "create", refuse)
            await pilot.press("enter", "X", "escape", "ctrl+s")
            await until(pilot, lambda: screen.session.save_state.problem is not None)
            assert str(error.strerror).lower() in told(pilot) and "not saved" in screen_text(pilot).split("\n")[0]
            assert screen.desk.keeper.save_at_once() == KEPT
            assert not app._exit
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not screen.session.dirty)
        assert screen.desk.keeper.save_at_once() == "Everything was saved."


def test_an_interrupt_saves(tmp_path: Path) -> None:
    """SIGINT saves, restores the terminal and ends with 130."""
    terminal = open_application(tmp_path, "support-assistant-worked")
    terminal.wait_for(READY)
    terminal.read(0.3)
    terminal.type(b"\r")
    terminal.read(0.2)
    terminal.type(b"Q")
    terminal.wait_for("unsaved")
    terminal.signal(signal.SIGINT)
    assert terminal.exit_code() == 130
    assert b"\x1b[?1049l" in terminal.output
    (saved,) = (tmp_path / "workspaces").glob("*.toml")
    assert saved.read_text("utf-8").split("\n")[1].endswith('Q"')


def test_a_crash_tells_where_when_asked(tmp_path: Path) -> None:
    """SHORTLIST_DEBUG=1 adds the traceback, after the terminal is the user's again."""
    before = (
        "import os; os.environ['SHORTLIST_DEBUG'] = '1'\n"
        "from shortlist.tui.app.application import ShortlistApp\n"
        "def broken(self): raise ValueError('broken')\n"
        "ShortlistApp.action_help = broken\n"
    )
    terminal = open_application(tmp_path, "support-assistant-worked", before)
    terminal.wait_for(READY)
    terminal.read(0.3)
    terminal.type(b"?")
    assert terminal.exit_code() == 70
    after = terminal.output.split(b"\x1b[?1049l")[-1]
    assert b"had to stop (ValueError" in after and b"Everything was saved." in after
    assert b"Traceback" in after


# --- any keys in any order


LENGTH = 20
"""Keys of one run."""


async def wander(data: Path, tab: int, keys: Sequence[str], bursts: Sequence[int], shrinks: int) -> None:
    """Keys on a screen, some in bursts, a resize; then an open what-if is dropped and everything is undone."""
    app = ShortlistApp(Places(data, data / "state"), "support-assistant-worked", TODAY)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: ready(app))
        screen = workspace_screen(pilot)
        session = screen.session
        start = session.workspace
        burst(pilot, [str(tab)])
        await settle(pilot)
        left = list(keys)
        for number, size in enumerate((*bursts, *([1] * len(left)))):
            burst(pilot, left[:size])
            left = left[size:]
            if number == shrinks:
                await pilot.resize_terminal(60, 20)
                await pilot.resize_terminal(80, 24)
            await pilot.pause()
            if not left or app._exit or app.workspace is not screen:
                break
        await settle(pilot)
        assert not app._exit
        session.drop_trial()
        if app.workspace is not screen:
            # It was left: what there was to undo went with it, and what was edited is on the disk.
            path = session.opened.path
            assert not path.exists() or app.store.open(str(path)).workspace == session.workspace
            return
        for _ in range(1000):
            if session.undo() is None:
                break
        assert session.workspace == start


runs = given(
    st.integers(1, 5),
    st.lists(st.sampled_from(KEYS), min_size=LENGTH, max_size=LENGTH),
    st.lists(st.integers(1, 6), max_size=6),
    st.integers(0, 9),
)
unhurried = settings(suppress_health_check=[*HealthCheck], phases=[Phase.generate, Phase.shrink])


def check_run(tab: int, keys: list[str], bursts: list[int], shrinks: int) -> None:
    """One run, on a data directory of its own."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        asyncio.run(wander(Path(folder), tab, keys, bursts, shrinks))


@pytest.mark.walk
@settings(unhurried, max_examples=3)
@runs
def test_random_keys_end_nothing(tab: int, keys: list[str], bursts: list[int], shrinks: int) -> None:
    """On any screen: no exception, and undoing everything leads back to the start."""
    check_run(tab, keys, bursts, shrinks)


@pytest.mark.long
@settings(unhurried, max_examples=50)
@runs
def test_many_random_keys_end_nothing(tab: int, keys: list[str], bursts: list[int], shrinks: int) -> None:
    """The same, fifty times."""
    check_run(tab, keys, bursts, shrinks)


async def test_a_part_that_has_gone_is_silent(application: Open) -> None:
    """Actions of what is no longer there do nothing; a part that is there and lacks something still fails aloud."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        dialog = WalkDialog(screen.session.analysis.walkthrough)
        await pilot.app.push_screen(dialog)
        await pilot.press("escape")
        assert not await pilot.app.run_action("close", dialog)
        with pytest.raises(NoMatches):
            screen.query_one(WalkDialog)
