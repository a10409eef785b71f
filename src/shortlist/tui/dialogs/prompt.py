"""A question that is answered by typing a line."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys.sentences import ESC


class PromptDialog(Dialog[str]):
    """Asks for a line; None for Esc. A blank line is no answer."""

    def __init__(self, heading: str, text: str, value: str = "", wanted: str = "a title") -> None:
        super().__init__()
        self._heading, self._text, self._value, self._wanted = heading, text, value, wanted

    @property
    def memory(self) -> str:
        return self._heading

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            yield Static(Content(shown(self._text)), id="text")
            yield Input(self._value, select_on_focus=False)
            yield Static(Content(f"Enter goes on, {ESC['given_up']}."), id="foot")

    def action_close(self) -> None:
        """Give it up."""
        self.texts_taken()
        super().action_close()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.texts_taken()
            self.dismiss(event.value.strip())
        else:
            self.query_one("#foot", Static).update(Content(shown(f"Type {self._wanted} first; {ESC['given_up']}.")))
