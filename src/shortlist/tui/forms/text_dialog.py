"""A longer text, edited in place; every change counts at once, so that closing loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import TextArea

from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys.bindings import bound
from shortlist.tui.keys.sentences import ESC


class TextDialog(Dialog[None]):
    """Edits a text of several lines."""

    DEFAULT_CSS = """
    TextDialog TextArea, TextDialog TextArea:focus { height: auto; min-height: 8; border: none; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bound("tabs")

    def __init__(self, heading: str, help_: str, text: str, typed: Callable[[str], None]) -> None:
        super().__init__(heading, f"{help_} {ESC['counts']}.")
        self._text, self._typed = text, typed

    memory = ""
    """None: every change counts at once."""

    def inside(self) -> ComposeResult:
        yield TextArea(self._text, soft_wrap=True, show_line_numbers=False, classes="fits")

    def action_tab(self, tab: str) -> None:
        """Go to a screen, as from within any other text."""
        workspace = self.app.workspace
        self.action_close()
        if workspace is not None:
            self.app.call_later(workspace.action_tab, tab)

    def on_mount(self) -> None:
        """Start behind the text; what the area made of its line ends is no edit."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self._loaded = area.text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        text = event.text_area.text
        self._typed(self._text if text == self._loaded else text)
