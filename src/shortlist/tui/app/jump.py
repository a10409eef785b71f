"""The letters of jump mode, over a screen or a dialog."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from shortlist.tui.dialogs.base import DismissedOnce
from shortlist.tui.draw.jump_letters import Target
from shortlist.tui.keys.bindings import bound


class JumpScreen(DismissedOnce[Target | None]):
    """Lies over a screen and shows the letters."""

    DEFAULT_CSS = """
    JumpScreen { background: transparent; }
    JumpScreen .letter {
        position: absolute; width: 2; height: 1;
        background: $accent; color: $text; text-style: bold; text-align: right;
    }
    JumpScreen #told { dock: bottom; height: 1; background: $accent; color: $text; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("jump")

    def __init__(self, found: list[Target]) -> None:
        super().__init__()
        self._found = {one.letter: one for one in found}
        self._laid: Size | None = None

    def compose(self) -> ComposeResult:
        for letter, one in self._found.items():
            label = Static(Content(letter), classes="letter")
            label.styles.offset = (max(0, one.x - 1), one.y)
            yield label
        yield Static(Content("Type a letter to go there; Esc stays."), id="told")

    def on_key(self, event: events.Key) -> None:
        found = self._found.get(event.character or "")
        if found is not None:
            event.stop()
            self.dismiss(found)

    def on_resize(self, event: events.Resize) -> None:
        """On a terminal of another size the letters stand where nothing is any more."""
        if self._laid is not None and event.size != self._laid:
            self.dismiss(None)
        self._laid = event.size
