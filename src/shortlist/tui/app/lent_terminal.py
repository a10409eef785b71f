"""The terminal lent to another program, such as the user's own editor, and taken back."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

RETURN_S = 0.2
"""From the return of a terminal that was lent until Ctrl+C means this application again."""
RESCUING_S = 1.5
"""How long it waits for a program that has the terminal to rescue what it holds."""


class LentTerminal:
    """Lends the terminal of an application to one program at a time."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.lent = False
        """Whether another program has it, so that Ctrl+C is meant for that one."""
        self._borrower: subprocess.Popen[bytes] | None = None

    async def lend(self, command: Sequence[str], held: int | None = None) -> int:
        """Lend it until a program ends, and give its exit code; the loop goes on meanwhile.

        `held` is a descriptor that it inherits. Raises `SuspendNotSupported`, or `OSError` where it cannot be started.
        """
        with self._away():
            inherited = () if held is None else (held,)
            self._borrower = subprocess.Popen(command, pass_fds=inherited)
            try:
                return await ended(self._borrower)
            finally:
                self._borrower = None

    async def end_borrower(self, number: int) -> None:
        """Hand a signal on to whom it is lent, so that it can rescue what it holds, and wait a moment."""
        borrower = self._borrower
        if borrower is not None:
            with suppress(OSError):
                borrower.send_signal(number)
            with suppress(TimeoutError):
                async with asyncio.timeout(RESCUING_S):
                    await ended(borrower)

    @contextmanager
    def _away(self) -> Iterator[None]:
        self.lent, wrong = True, None
        try:
            with self._app.suspend():
                try:
                    yield
                except Exception as error:
                    # An error that passed through here would leave the terminal lent.
                    wrong = error
            if wrong is not None:
                raise wrong
        finally:
            # What was pressed there is handed over once the loop runs again.
            self._app.set_timer(RETURN_S, self._returned)

    def _returned(self) -> None:
        self.lent = False


async def ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a program, once it has ended; the loop may end before."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[int] = loop.create_future()

    def tell(code: int) -> None:
        if not found.done():
            found.set_result(code)

    def wait() -> None:
        code = process.wait()
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(tell, code)

    threading.Thread(target=wait, daemon=True, name="waiting").start()
    return await found
