"""What the keeper of the file, the what-if and the walkthrough need of the desk at which they stand."""

from __future__ import annotations

from typing import Any, Protocol

from textual.screen import Screen

from shortlist.tui.body import Desk
from shortlist.tui.frame.stage import Stage


class Frame(Desk, Protocol):
    """The desk as the parts of the frame see it: they may also change what is shown as a whole."""

    @property
    def screen(self) -> Screen[Any]:
        """What does work beside what is done, and calls back, until it goes."""

    @property
    def stage(self) -> Stage:
        """The screens, of which one is in front."""

    async def show_tab(self, tab: str) -> None:
        """Bring a screen to the front."""

    def drawn_anew(self) -> None:
        """What is known beside the workspace is another: draw all that is told of it."""

    def show_anew(self) -> None:
        """Draw what the workspace has become, and save it soon."""
