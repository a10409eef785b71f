"""What the screens and dialogs need of the application, without knowing it."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from textual.app import App
from textual.screen import Screen

from shortlist.sanitising import shown, shown_lines

if TYPE_CHECKING:
    from shortlist.store.places import Places
    from shortlist.store.workspaces import Opened, Store
    from shortlist.tui.session.typed import Typed

Answer = TypeVar("Answer")
Gravity = Literal["information", "warning", "error"]
SECONDS: dict[Gravity, float] = {"information": 2.5, "warning": 5, "error": 5}
"""How long what is said stands there."""


class WorkspaceBeneath(Protocol):
    """The workspace beneath a dialog: what the keys of the dialog reach of it."""

    def action_undo(self) -> None:
        """Take the last edit back."""

    def action_redo(self) -> None:
        """Make it again."""

    async def action_tab(self, tab: str) -> None:
        """Go to a screen."""

    async def leave(self) -> bool:
        """Leave the workspace in good order; False to stay."""


class Windows(Protocol):
    """What the application has open, one in the place of another; dialogs over it go with it."""

    def show_workspace(self, find: Callable[[], Opened | None], tab: str | None = None, walk: bool = False) -> None:
        """Open a workspace, and with `walk` list the steps of the walkthrough; an example is first copied to the data
        directory."""

    def show_welcome(self) -> None:
        """Show the welcome screen."""

    def begin_tour(self) -> None:
        """Begin the tour, anew where it was begun before."""


class Host(App[None]):
    """The application as its screens see it: what needs no screen is here, and the real one opens them."""

    places: Places
    name_asked: str | None
    """The workspace that the command line asked for."""
    today: dt.date | None
    """The day that was asked for; None for the user's own."""
    windows: Windows
    last_words = ""
    """What is said on stderr once the terminal is the user's again."""

    def say(
        self, words: str, gravity: Gravity = "information", *, title: str = "", seconds: float | None = None
    ) -> None:
        """Say something in the corner: cleaned, and never read as markup; `seconds` for what takes longer to read."""
        self.notify(
            shown(words), title=shown(title), severity=gravity, timeout=seconds or SECONDS[gravity], markup=False
        )

    def ask(self, question: Screen[Answer | None], then: Callable[[Answer], object]) -> None:
        """Show a dialog and go on with what it returns; nothing happens on Esc."""

        def answered(answer: Answer | None) -> None:
            if answer is not None:
                then(answer)

        self.push_screen(question, answered)

    @cached_property
    def typed(self) -> Typed:
        """What was typed in dialogs while no workspace is open, until it is taken; imported when first asked for."""
        from shortlist.tui.session.typed import Typed

        return Typed()

    @cached_property
    def store(self) -> Store:
        """The workspaces on disk; imported when first asked for."""
        from shortlist.store.workspaces import Store

        return Store(self.places)

    def leave(self, way: Callable[[], Awaitable[None] | None]) -> None:
        """Leave the workspace where one is open and may be left, and go on a way from there, unless that is being done
        already: its question is asked then."""
        if all(worker.is_finished for worker in self.workers if worker.group == "leave"):
            self.run_worker(self._leave(way), group="leave")

    async def _leave(self, way: Callable[[], Awaitable[None] | None]) -> None:
        if self.workspace is None or await self.workspace.leave():
            going = way()
            if going is not None:
                await going

    def say_last(self, words: str) -> None:
        """Say something on stderr once the application has ended."""
        self.last_words = shown_lines(words)

    def exit_with(self, code: int, words: str) -> None:
        """End with a message on stderr."""
        self.say_last(words)
        self.exit(return_code=code)

    @property
    @abstractmethod
    def workspace(self) -> WorkspaceBeneath | None:
        """The workspace beneath the dialogs, where one is open."""

    @abstractmethod
    def first_shown(self) -> None:
        """The first figures are there."""

    @abstractmethod
    def show_edited(self, show: Callable[[], None]) -> None:
        """Show what an edit came to."""

    @abstractmethod
    async def lend(self, command: Sequence[str], held: int | None = None) -> int:
        """Lend the terminal to another program until it ends, and give its exit code; the loop goes on meanwhile.

        `held` is a descriptor that it inherits. Raises `SuspendNotSupported`, or `OSError` where it cannot be started.
        """
