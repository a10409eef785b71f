"""A longer text, edited in place; every change counts at once, so that closing loses nothing."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys.sentences import ESC


class TextDialog(Dialog[None]):
    """Edits a text of several lines."""

    DEFAULT_CSS = """
    TextDialog TextArea, TextDialog TextArea:focus { height: 14; border: none; padding: 0 1; }
    """

    def __init__(self, heading: str, help_: str, text: str, typed: Callable[[str], None]) -> None:
        super().__init__()
        self._heading, self._help, self._text, self._typed = heading, help_, text, typed

    @property
    def memory(self) -> str:
        """None: every change counts at once."""
        return ""

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            yield TextArea(self._text, soft_wrap=True, show_line_numbers=False)
            yield Static(Content(shown(f"{self._help} {ESC['counts']}.")), id="foot")

    def on_mount(self) -> None:
        """Start behind the text; what the area made of its line ends is no edit."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self._loaded = area.text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        text = event.text_area.text
        self._typed(self._text if text == self._loaded else text)
