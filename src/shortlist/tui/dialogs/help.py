"""Help: what this screen is for, and every key that does something here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys import key_name, keyed


class HelpDialog(Dialog[None]):
    """The keys, the nearest first."""

    DEFAULT_CSS = """
    HelpDialog > #box { height: 90%; }
    HelpDialog #keys { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1,q", "close", "Close", id="help.close", show=False),
        Binding("down,j", "scroll_keys(1)", "Down", id="help.down", show=False),
        Binding("up,k", "scroll_keys(-1)", "Up", id="help.up", show=False),
    ]

    def __init__(self, text: str, bindings: Iterable[Binding]) -> None:
        super().__init__()
        self._text, self._keys = text, key_lines(bindings)

    def compose(self) -> ComposeResult:
        """The text and the list."""
        with Vertical(id="box"):
            yield Static(Content("Help"), id="heading")
            yield Static(Content(shown(self._text)), id="text")
            with VerticalScroll(id="keys"):
                yield Static(Content("\n".join(self._keys)))
            yield Static(
                Content(keyed("Esc closes, ↑ and ↓ scroll; {app.palette=Ctrl+P} lists every command by name.")),
                id="foot",
            )

    def action_scroll_keys(self, by: int) -> None:
        """Scroll the list."""
        self.query_one("#keys", VerticalScroll).scroll_relative(y=by * 3, animate=False)


def key_lines(bindings: Iterable[Binding]) -> list[str]:
    """One line for each action: its keys, and what it does."""
    told: dict[str, list[str]] = {}
    for binding in bindings:
        # What has no id is Textual's own.
        if binding.description and binding.id is not None:
            told.setdefault(binding.description, []).append(key_name(binding.key))
    return [f"{', '.join(dict.fromkeys(names)):<18} {what}" for what, names in told.items()]
