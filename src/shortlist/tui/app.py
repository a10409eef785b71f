"""The application: which screen opens, the keys that work everywhere, leaving in good order, and crashing in short words.

Nothing of the core, the store or a body is imported here: the frame is painted first.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.filter import LineFilter
from textual.screen import Screen

from shortlist.tui import keys
from shortlist.tui.linefilter import ControlFilter

if TYPE_CHECKING:
    from shortlist.store.places import Places
    from shortlist.store.workspaces import Opened, Store
    from shortlist.tui.screens.workspace import WorkspaceScreen

LAST = "last"
"""The store's note of the last workspace, looked for without importing the store."""
SIGNALS = ("SIGTERM", "SIGHUP")
PATIENCE_S = 5.0
"""How long a signal waits for a save before the process ends without it."""


def _commands() -> type[Provider]:
    from shortlist.tui.commands import ShortlistCommands

    return ShortlistCommands


class ShortlistApp(App[None]):
    """Shortlist in a terminal."""

    TITLE = "Shortlist"
    BINDINGS: ClassVar[list[BindingType]] = keys.APP
    COMMANDS = App.COMMANDS | {_commands}

    def __init__(self, places: Places, name: str | None = None, today: dt.date | None = None) -> None:
        super().__init__()
        self.places = places
        self.name_asked = name
        self.today = today
        self.last_words = ""
        """What is said on stderr once the terminal is the user's again."""
        self.crashed = False
        self._filter = ControlFilter()

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
            return self.workspace_screen(lambda: self.store.open(name))
        if (self.places.state / LAST).is_file():
            return self.workspace_screen(self._last)
        from shortlist.tui.screens.welcome import WelcomeScreen

        return WelcomeScreen()

    def _last(self) -> Opened | None:
        path = self.store.last()
        return None if path is None else self.store.open(str(path))

    def workspace_screen(self, find: Callable[[], Opened | None]) -> WorkspaceScreen:
        """A screen that opens a workspace once it is painted; an example is first copied to the data directory."""
        from shortlist.tui.screens.workspace import WorkspaceScreen

        def open_it() -> Opened | None:
            from shortlist.tui.opening import adopted

            opened = find()
            return None if opened is None else adopted(self.store, opened)

        return WorkspaceScreen(open_it, self.today)

    @property
    def workspace(self) -> WorkspaceScreen | None:
        """The workspace screen, wherever it lies under dialogs."""
        from shortlist.tui.screens.workspace import WorkspaceScreen

        return next((s for s in reversed(self.screen_stack) if isinstance(s, WorkspaceScreen)), None)

    # --- leaving

    def on_mount(self) -> None:
        """Answer the signals that would end the process without a word."""
        loop = asyncio.get_running_loop()
        if threading.current_thread() is not threading.main_thread():
            return
        for name in SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                loop.add_signal_handler(number, self._signalled, number)

    def _signalled(self, number: int) -> None:
        # A terminal that is gone may never take its restoring sequences: then the process ends all the same.
        watchdog = threading.Timer(PATIENCE_S, os._exit, (128 + number,))
        watchdog.daemon = True
        watchdog.start()
        self._leaving = asyncio.get_running_loop().create_task(self._save_and_leave(number))

    async def _save_and_leave(self, number: int) -> None:
        workspace = self.workspace
        try:
            if workspace is not None and workspace.opened:
                await workspace.saver.finish()
        finally:
            self.exit(return_code=128 + number)

    async def action_quit(self) -> None:
        """Quit; asks only where something would be lost."""
        self.run_worker(self._quit(), group="leave", exclusive=True)

    async def _quit(self) -> None:
        workspace = self.workspace
        if workspace is None or await workspace.may_leave():
            self.exit()

    def exit_with(self, code: int, words: str) -> None:
        """End with a message on stderr."""
        from shortlist.shown import shown_lines

        self.last_words = shown_lines(words)
        self.exit(return_code=code)

    # --- what happens when the program is wrong

    def _fatal_error(self) -> None:
        """End with a short message: the traceback of a screen holds the user's texts in its local variables."""
        import traceback

        from shortlist.shown import shown_lines

        self.crashed = True
        error = self._exception
        place = ""
        if error is not None and error.__traceback__ is not None:
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f" ({type(error).__name__} in {os.path.basename(last.filename)}:{last.lineno})"  # noqa: PTH119
        self.last_words = shown_lines(
            f"Shortlist made a mistake and had to stop{place}.\n"
            "What was saved is safe. Please report this, with what you did last."
        )
        self._close_messages_no_wait()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Every line passes the control filter before it reaches the terminal."""
        return [*super().get_line_filters(), self._filter]

    # --- everywhere

    def action_help(self) -> None:
        """Show the keys that do something here."""
        from shortlist.tui.dialogs.help import HelpDialog

        found = [active.binding for active in self.screen.active_bindings.values()]
        text = getattr(self.screen, "help_text", "Every action has a key and a name in the command list.")
        self.push_screen(HelpDialog(text, found))
