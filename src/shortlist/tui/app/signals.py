"""Signals that would end the process without a word: what is unsaved is saved or kept first, and then it ends."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from shortlist.tui.app.lent_terminal import LentTerminal
from shortlist.tui.app.signal_thread import Watchman, end_after
from shortlist.tui.textual_private import give_terminal_back

if TYPE_CHECKING:
    from textual.app import App

    from shortlist.tui.frame.keeper import Keeper

SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")
PATIENCE_S = 5.0
"""How long a signal waits for a save before the process ends without it."""
RESTORING_S = 1.0
"""How long it then waits for the terminal to be restored."""


class Signals:
    """Hears them beside the loop; `keeper` keeps what is unsaved, `say` takes the last words."""

    _loop: asyncio.AbstractEventLoop

    def __init__(
        self,
        app: App[Any],
        terminal: LentTerminal,
        keeper: Callable[[], Keeper | None],
        say: Callable[[str], None],
    ) -> None:
        self._app, self._terminal, self._keeper, self._say = app, terminal, keeper, say
        self._leaving: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Hear them from now on, where this is an application in a terminal."""
        if self._app.is_headless or threading.current_thread() is not threading.main_thread():
            return
        self._loop = asyncio.get_running_loop()
        Watchman(self._loop, self._heard, self._keep_meanwhile).listen(SIGNALS)

    def in_loop(self, call: Callable[..., object], *arguments: object) -> None:
        """Call something in the loop, from beside it."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(call, *arguments)

    def _heard(self, number: int) -> None:
        """A signal, beside the loop: what the loop has to do with it has its time, and then the process ends."""
        if number == signal.SIGINT and self._terminal.lent:
            return
        end_after(PATIENCE_S, 128 + number, self._end_without_loop)
        self.in_loop(self._signalled, number)

    def _end_without_loop(self) -> None:
        try:
            give_terminal_back(self._app)
        finally:
            self._keep_meanwhile()

    def _keep_meanwhile(self) -> None:
        """Keep what is unsaved in place of the loop, which stands still."""
        keeper = self._keeper()
        if keeper is not None:
            keeper.drafts.keep_meanwhile()

    def _signalled(self, number: int) -> None:
        self._leaving = self._loop.create_task(self._save_and_leave(number))

    async def _save_and_leave(self, number: int) -> None:
        keeper = self._keeper()
        try:
            unsaved = "" if keeper is None else await keeper.end()
            if unsaved:
                self._say(unsaved)
            await self._terminal.end_borrower(number)
        finally:
            # A terminal that is gone never takes the sequences that restore it; one that is slow has them in one.
            end_after(RESTORING_S, 128 + number, partial(give_terminal_back, self._app))
            self._app.exit(return_code=128 + number)
