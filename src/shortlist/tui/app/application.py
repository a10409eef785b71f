"""The application: which screen opens, what works everywhere, leaving in good order, crashing in short words.

Nothing of the core, the store or a body is imported here: the frame is painted first.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.actions import ActionParseResult
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.command import CommandPalette, Provider
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.notifications import Notify
from textual.screen import ModalScreen, Screen

from shortlist.tui.app.key_order import Turns
from shortlist.tui.app.terminal_writer import TerminalWriter
from shortlist.tui.app.waiting import ended
from shortlist.tui.app.watchman import Watchman, end_after
from shortlist.tui.draw.line_filter import ControlFilter
from shortlist.tui.draw.theme import keep_theme, kept_theme, readable_light, readable_theme
from shortlist.tui.host import Host
from shortlist.tui.keys import bindings as keys
from shortlist.tui.seams import (
    Failing,
    drop_short_words,
    ending,
    forgive_bytes,
    give_terminal_back,
    let_lines_go,
    present,
    write_with,
)

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.theme import Theme
    from textual.timer import Timer

    from shortlist.store.places import Places
    from shortlist.store.workspaces import Opened, Store
    from shortlist.tui.frame.workspace import WorkspaceScreen

SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")
PATIENCE_S = 5.0
"""How long a signal waits for a save before the process ends without it."""
PAINTED_S = 0.1
"""Until a palette that was left is no longer in the picture."""
TIDY_S = 2.0
"""From one look for what is garbage to the next."""
AWAY_S, ALL_S = 10.0, 60.0
"""How long nobody has typed when all is looked through, and how long that is not done again."""
SET_ASIDE = 100_000
"""Objects that are set aside before all is looked through while somebody types, some ten megabytes: it alone finds
what went as a cycle after that, a dialog that was open then or what was said in the corner."""
RETURN_S = 0.2
"""From the return of a terminal that was lent until Ctrl+C means this application again."""
RESCUING_S = 1.5
"""How long it waits for a program that has the terminal to rescue what it holds."""
RESTORING_S = 1.0
"""How long it then waits for the terminal to be restored."""


def _commands() -> type[Provider]:
    from shortlist.tui.app.commands import ShortlistCommands

    return ShortlistCommands


class ShortlistApp(Turns, Failing, Host):
    """Shortlist in a terminal."""

    # Over the rule under the tabs, so that it never hides the prose, the pane or the row that it speaks of.
    CSS = """
    ToastRack { dock: top; align: right top; margin: 2 0 0 0; }
    Toast { margin: 0 0 1 0; padding: 0 1; }
    """

    TITLE = "Shortlist"
    BINDINGS: ClassVar[list[BindingType]] = keys.bound("app")
    COMMANDS = App.COMMANDS | {_commands}

    def __init__(
        self, places: Places, name: str | None = None, today: dt.date | None = None, tab: str | None = None
    ) -> None:
        super().__init__()
        self.places = places
        self.name_asked = name
        self.today = today
        self.first_tab = tab
        self.last_words = ""
        """What is said on stderr once the terminal is the user's again."""
        self.crashed = False
        self._tidying: Timer | None = None
        self._screen_left, self._all_tidied = False, time.monotonic()
        self._set_aside = 0
        """Objects that were set aside since all was last looked through."""
        self._lent = False
        self._borrower: subprocess.Popen[bytes] | None = None
        """The program that has the terminal."""
        self._filter = ControlFilter()
        self.register_theme(readable_light(self.available_themes["textual-light"]))
        self.theme = readable_theme(kept_theme(places), self.theme, self.available_themes)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The themes to choose from: those that leave the colours to the terminal have no greys to show without any."""
        themes = super().available_themes
        if not getattr(self, "no_color", False):
            return themes
        return {name: theme for name, theme in themes.items() if not theme.ansi}

    @cached_property
    def store(self) -> Store:
        """The workspaces on disk; imported when first asked for."""
        from shortlist.store.workspaces import Store

        return Store(self.places)

    # --- screens

    def get_default_screen(self) -> Screen[None]:
        """What was asked for, else the workspace that was open last, else the welcome screen."""
        name = self.name_asked
        if name is not None:
            return self.workspace_screen(lambda: self.store.open(name, newer=True), self.first_tab)
        if self.places.last.is_file():
            return self.workspace_screen(self._last)
        return self._welcome_screen()

    def _welcome_screen(self) -> Screen[None]:
        from shortlist.tui.screens.welcome.screen import WelcomeScreen

        return WelcomeScreen()

    def show_welcome(self) -> None:
        """Replace the screen by the welcome screen."""
        self.go_to(self._welcome_screen())

    def _last(self) -> Opened | None:
        path = self.store.last()
        return None if path is None else self.store.open(str(path), newer=True)

    def workspace_screen(
        self, find: Callable[[], Opened | None], tab: str | None = None, walk: bool = False
    ) -> WorkspaceScreen:
        """A screen that opens a workspace once it is painted; an example is first copied to the data directory."""
        from shortlist.tui.frame.workspace import WorkspaceScreen

        def open_it() -> Opened | None:
            from shortlist.tui.session.opening import adopted

            opened = find()
            return None if opened is None else adopted(self.store, opened)

        return WorkspaceScreen(open_it, self.today, tab, walk)

    @property
    def workspace(self) -> WorkspaceScreen | None:
        """The workspace screen, wherever it lies under dialogs."""
        from shortlist.tui.frame.workspace import WorkspaceScreen
        from shortlist.tui.screens.welcome.screen import WelcomeScreen

        top = (s for s in reversed(self.screen_stack) if isinstance(s, WorkspaceScreen | WelcomeScreen))
        found = next(top, None)
        return found if isinstance(found, WorkspaceScreen) else None

    def go_to(self, screen: Screen[None]) -> None:
        """Replace the screen by another; the first one, which Textual cannot replace, stays beneath unseen."""
        self._screen_left = True
        while isinstance(self.screen, ModalScreen):
            self.screen.dismiss(None)
        if len(self.screen_stack) == 1:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def settled(self) -> None:
        """The first figures are there: what was built until now stays, and the collector need not look at it."""
        gc.freeze()
        gc.enable()
        if self._tidying is None:
            self._tidying = self.set_interval(TIDY_S, self.tidy)

    def tidy(self) -> None:
        """Collect what came since the last time, and never go over what stays of it again.

        A large workspace judged is some hundred thousand objects without a cycle: to go over all of them, as the
        collector does from time to time, holds a key up for as long as a hundred keys take. What was a screen goes as
        a cycle, so that all is gone over where one was left, and where nobody types. A dialog will go soon.
        """
        # While the application ends, no screen is left.
        if not self.screen_stack or isinstance(self.screen, ModalScreen):
            return
        now = time.monotonic()
        away = now - self.last_key_at > AWAY_S and now - self._all_tidied > ALL_S
        if self._screen_left or away or self._set_aside > SET_ASIDE:
            self._screen_left, self._all_tidied, self._set_aside = False, now, 0
            gc.unfreeze()
            gc.collect()
        else:
            gc.collect()
            self._set_aside += len(gc.get_objects())
        gc.freeze()

    # --- leaving

    def on_mount(self) -> None:
        """Signals that would end the process without a word save first."""
        self.call_after_refresh(self.take_keys)
        if self.is_headless or threading.current_thread() is not threading.main_thread():
            return
        self._own_loop = asyncio.get_running_loop()
        Watchman(self._own_loop, self._heard, self._keep_meanwhile).listen(SIGNALS)

    @contextmanager
    def _terminal_lent(self) -> Iterator[None]:
        """The terminal is another program's: Ctrl+C is meant for that one then. Raises `SuspendNotSupported`."""
        self._lent, wrong = True, None
        try:
            with self.suspend():
                try:
                    yield
                except Exception as error:
                    # An error that passed through here would leave the terminal lent.
                    wrong = error
            if wrong is not None:
                raise wrong
        finally:
            # What was pressed there is handed over once the loop runs again.
            self.set_timer(RETURN_S, self._returned)

    def _returned(self) -> None:
        self._lent = False

    async def lend(self, command: Sequence[str], held: int | None = None) -> int:
        """Lend the terminal to another program until it ends, and give its exit code; the loop goes on meanwhile.

        `held` is a descriptor that it inherits. Raises `SuspendNotSupported`, or `OSError` where it cannot be started.
        """
        with self._terminal_lent():
            inherited = () if held is None else (held,)
            self._borrower = subprocess.Popen(command, pass_fds=inherited)
            try:
                return await ended(self._borrower)
            finally:
                self._borrower = None

    async def _end_borrower(self, number: int) -> None:
        """Hand a signal on to whom the terminal is lent, so that it can rescue what it holds, and wait a moment."""
        borrower = self._borrower
        if borrower is not None:
            with suppress(OSError):
                borrower.send_signal(number)
            with suppress(TimeoutError):
                async with asyncio.timeout(RESCUING_S):
                    await ended(borrower)

    def _heard(self, number: int) -> None:
        """A signal, beside the loop: what the loop has to do with it has its time, and then the process ends."""
        if number == signal.SIGINT and self._lent:
            return
        end_after(PATIENCE_S, 128 + number, self._end_without_loop)
        with suppress(RuntimeError):  # the loop has ended
            self._own_loop.call_soon_threadsafe(self._signalled, number)

    def _end_without_loop(self) -> None:
        try:
            give_terminal_back(self)
        finally:
            self._keep_meanwhile()

    def _keep_meanwhile(self) -> None:
        """Keep what is unsaved in place of the loop, which stands still."""
        workspace = self.workspace
        if workspace is not None:
            workspace.keep_meanwhile()

    def _signalled(self, number: int) -> None:
        self._leaving = self._own_loop.create_task(self._save_and_leave(number))

    async def _save_and_leave(self, number: int) -> None:
        try:
            unsaved = "" if self.workspace is None else await self.workspace.end()
            if unsaved:
                self._say_last(unsaved)
            await self._end_borrower(number)
        finally:
            # A terminal that is gone never takes the sequences that restore it.
            end_after(RESTORING_S, 128 + number)
            self.exit(return_code=128 + number)

    async def on_exit_app(self) -> None:
        """Save what saves itself before the loop ends: a browser's tab is closed without asking anybody."""
        if self.workspace is not None:
            await self.workspace.save_rest()

    async def action_quit(self) -> None:
        """Quit; asks only where something would be lost, and only once."""
        self.leave(self._quit)

    def leave(self, way: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run what leaves a workspace, unless that is being done already: its question is asked then."""
        if all(worker.is_finished for worker in self.workers if worker.group == "leave"):
            self.run_worker(way(), group="leave")

    async def _quit(self) -> None:
        if self.workspace is None or await self.workspace.leave():
            self.exit()

    def exit_with(self, code: int, words: str) -> None:
        """End with a message on stderr."""
        self._say_last(words)
        self.exit(return_code=code)

    def _say_last(self, words: str) -> None:
        from shortlist.shown import shown_lines

        self.last_words = shown_lines(words)

    # --- what happens when the program is wrong

    def failed(self, error: BaseException | None) -> None:
        """Save, and end with a short message."""
        import traceback

        from shortlist.shown import shown_lines

        self.crashed = True
        place, trace = "", ""
        if error is not None and error.__traceback__ is not None:
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f" ({type(error).__name__} in {Path(last.filename).name}:{last.lineno})"
        if error is not None and os.environ.get("SHORTLIST_DEBUG"):
            trace = shown_lines("".join(traceback.format_exception(error)))
        saved = "" if self.workspace is None else self.workspace.save_at_once()
        self.last_words = (
            f"{trace}Shortlist made a mistake and had to stop{place}.\n"
            f"{saved or 'No workspace was open.'} Please report this, with what you did last."
        )

    def get_driver_class(self) -> type[Driver]:
        """The terminal's driver; a byte on the keyboard's line that cannot be read is skipped rather than fatal."""
        let_lines_go()
        driver = super().get_driver_class()
        forgive_bytes(driver)
        write_with(driver, lambda file: TerminalWriter(file, self._draw_anew))
        return driver

    def _draw_anew(self) -> None:
        """The terminal reads again and has not seen all; called beside the loop."""
        with suppress(RuntimeError):  # the loop has ended
            self._own_loop.call_soon_threadsafe(lambda: self.refresh(layout=True))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Every line passes the control filter before it reaches the terminal."""
        return [*super().get_line_filters(), self._filter]

    # --- keys that come too fast

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key means, unless the screen that it was meant for has gone meanwhile."""
        if default_namespace is not None and not present(self, default_namespace):
            return False
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except NoMatches:
            if not ending(self):
                raise
            return False  # what it was for is being taken away

    def action_command_palette(self) -> None:
        from shortlist.tui.app.palette import Palette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """Show the list of themes."""
        from textual.theme import ThemeProvider

        from shortlist.tui.app.palette import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    # --- the user's own keys

    def take_keys(self) -> None:
        """Read the user's keys and take in force what of them holds; the rest is told, and nothing is held up."""
        from shortlist.store.keymap import read_keymap

        entries, mistakes = read_keymap(self.places)
        keys.move({})
        if entries:
            from shortlist.tui.app.keymap_file import understood

            keymap = understood(entries, str(self.places.keymap))
            mistakes = (*mistakes, *keymap.mistakes)
            keys.move(keymap.keys)
            self.set_keymap({id_: ",".join(own) for id_, own in keymap.keys.items()})
            if self.workspace is not None:
                self.workspace.hints_changed()
        if mistakes:
            more = f"; {len(mistakes) - 1} more: `shortlist keys` tells them." if len(mistakes) > 1 else ""
            self.say(f"{mistakes[0]}{more}", "warning", title="Not all of your keys hold", seconds=15)

    # --- everywhere

    def on_notify(self, event: Notify) -> None:
        """A short word takes the place of the one before, while warnings and errors stay."""
        if event.notification.severity == "information":
            drop_short_words(self)

    def watch_theme(self, before: str, now: str) -> None:
        if self.is_running and before != now:
            keep_theme(self.places, now)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Textual's own commands, without those that this application has words of its own for or no use."""
        yield from (one for one in super().get_system_commands(screen) if one.title in ("Theme",))
        yield SystemCommand("Screenshot", "Save a picture of the screen as SVG", self._picture)

    def _picture(self) -> None:
        """Once the palette is gone, into the folder of downloads; where there is none, beside the workspaces."""
        from shortlist.store.folders import here

        downloads = Path.home() / "Downloads"
        folders = (folder for folder in (downloads, here()) if folder.is_dir() and os.access(folder, os.W_OK))
        folder = next(folders, self.places.data)
        self.set_timer(PAINTED_S, lambda: self.deliver_screenshot(path=str(folder)))

    def action_jump(self) -> None:
        from shortlist.tui.app.jump import JumpScreen
        from shortlist.tui.draw.jump_letters import targets

        if not isinstance(self.screen, CommandPalette | JumpScreen):
            self.push_screen(JumpScreen(targets(self.screen)), lambda found: found.go() if found else None)

    def action_help(self) -> None:
        from shortlist.tui.app.help import HelpDialog

        found = [active.binding for active in self.screen.active_bindings.values()]
        text = getattr(self.screen, "help_text", "Every action has a key and a name in the command list.")
        self.push_screen(HelpDialog(keys.keyed(text), found))
