"""What the keeper of the file, the what-if and the walkthrough need of the frame that holds them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from shortlist.tui.body import Body, Desk
from shortlist.tui.session.saving import Timed


class Frame(Desk, Protocol):
    """The frame as its own parts see it: they may also change what is shown as a whole."""

    tab: str
    """The screen in front, by its id."""

    async def show_tab(self, tab: str) -> None:
        """Bring a screen to the front."""

    @property
    def body(self) -> Body | None:
        """The screen in front, once it is there."""

    @property
    def is_current(self) -> bool:
        """Whether no dialog and no other screen lies over it."""

    def drawn_anew(self) -> None:
        """What is known beside the workspace is another: draw all that is told of it."""

    async def leave(self) -> bool:
        """Save what saves itself, ask about what would be lost, and give the file up; False to stay."""

    def show_anew(self) -> None:
        """Draw what the workspace has become, and save it soon."""

    def leave_field(self) -> None:
        """Leave the field that is being edited, as if its screen were shown for the first time."""

    def run_worker(self, work: Coroutine[Any, Any, Any], *, group: str, exclusive: bool = False) -> object:
        """Do work beside what is done, until the frame goes; an error in it ends the application."""

    def set_interval(self, interval: float, callback: Callable[[], Any]) -> Timed:
        """Call back every so many seconds."""
