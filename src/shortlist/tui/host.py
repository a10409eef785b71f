"""What the screens and dialogs need of the application, without knowing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

from textual.app import App

from shortlist.sanitising import shown

if TYPE_CHECKING:
    from shortlist.store.places import Places
    from shortlist.store.workspaces import Opened, Store
    from shortlist.tui.session.typed import Typed

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
    """The application as its screens see it; the real one provides what is declared here."""

    places: Places
    name_asked: str | None
    """The workspace that the command line asked for."""
    today: dt.date | None
    """The day that was asked for; None for the user's own."""
    windows: Windows

    def say(
        self, words: str, gravity: Gravity = "information", *, title: str = "", seconds: float | None = None
    ) -> None:
        """Say something in the corner: cleaned, and never read as markup; `seconds` for what takes longer to read."""
        self.notify(
            shown(words), title=shown(title), severity=gravity, timeout=seconds or SECONDS[gravity], markup=False
        )

    @property
    def typed(self) -> Typed:
        """What was typed in dialogs while no workspace is open, until it is taken."""
        raise NotImplementedError

    @property
    def store(self) -> Store:
        """The workspaces on disk."""
        raise NotImplementedError

    @property
    def workspace(self) -> WorkspaceBeneath | None:
        """The workspace beneath the dialogs, where one is open."""
        raise NotImplementedError

    def settled(self) -> None:
        """The first figures are there."""
        raise NotImplementedError

    def show_edited(self, show: Callable[[], None]) -> None:
        """Show what an edit came to."""
        raise NotImplementedError

    def leave(self, way: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run what leaves a workspace, unless that is being done already."""
        raise NotImplementedError

    def exit_with(self, code: int, words: str) -> None:
        """End with a message on stderr."""
        raise NotImplementedError

    async def lend(self, command: Sequence[str], held: int | None = None) -> int:
        """Lend the terminal to another program until it ends, and give its exit code; the loop goes on meanwhile.

        `held` is a descriptor that it inherits. Raises `SuspendNotSupported`, or `OSError` where it cannot be started.
        """
        raise NotImplementedError
