"""A file being read: how far it is, and Esc to stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from shortlist.core.basics.errors import ShortlistError
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.textual_private import in_thread

if TYPE_CHECKING:
    from shortlist.core.importing.plan import Tick

EVERY = 1_000
"""Records between two words about how far it is."""


class Stopped(ShortlistError):
    """The person stopped the reading."""


Result = object
Work = Callable[["Tick"], Result]


class ReadingDialog(Dialog[Result]):
    """Does work in a thread and returns its result, or what it raised as a `ShortlistError`; None for Esc."""

    DEFAULT_CSS = """
    ReadingDialog > #box { width: 60; }
    ReadingDialog #text { margin-bottom: 0; }
    """

    def __init__(self, what: str, work_: Work) -> None:
        super().__init__(what, "Esc stops it; nothing has changed.")
        self._work_asked, self._stopped = work_, False

    def inside(self) -> ComposeResult:
        yield words("text", "Opening …")

    def on_mount(self) -> None:
        self._run()

    @work(thread=True, group="import", exclusive=True, exit_on_error=False)
    @in_thread
    def _run(self) -> None:
        try:
            result = self._work_asked(self._tick)
        except ShortlistError as error:
            result = error
        except Exception as error:  # a worker would end in silence, and the dialog would say "Opening" for ever
            result = ShortlistError(f"a defect: {type(error).__name__}; nothing has changed")
        if not self._stopped:
            self.app.call_from_thread(self._done, result)

    def _tick(self, number: int) -> None:
        if self._stopped:
            raise Stopped("stopped")
        if number % EVERY == 0:
            self.app.call_from_thread(self._tell, number)

    def _tell(self, number: int) -> None:
        if self.is_attached and self.query("#text"):
            self.write("text", f"{number:,} rows", layout=False)

    def _done(self, result: Result) -> None:
        if self.is_attached and not self._stopped:
            self.dismiss(result)

    def action_close(self) -> None:
        self._stopped = True
        self.dismiss(None)
