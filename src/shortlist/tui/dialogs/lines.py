"""Lines to be read over a screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.widgets.pane import Pane


class LinesDialog(Dialog[None]):
    """Shows them in a pane, which the arrows scroll."""

    FOOT = "↑ and ↓ scroll, Esc closes."

    def __init__(self, heading: str, lines: Sequence[Cell]) -> None:
        super().__init__()
        self._heading, self._lines = heading, lines

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            yield Pane()
            yield Static(Content(self.FOOT), id="foot")

    def on_mount(self) -> None:
        self.query_one(Pane).show(self._lines)
        self.query_one(Pane).focus()
