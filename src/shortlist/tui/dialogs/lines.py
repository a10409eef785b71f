"""Lines to be read over a screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult

from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.widgets.pane import Pane


class LinesDialog(Dialog[None]):
    """Shows them in a pane, which the arrows scroll."""

    FOOT = "↑ and ↓ scroll, Esc closes."

    def __init__(self, heading: str, lines: Sequence[Cell]) -> None:
        super().__init__(heading, self.FOOT)
        self._lines = lines

    def inside(self) -> ComposeResult:
        yield Pane(classes="fits")

    def on_mount(self) -> None:
        self.query_one(Pane).show(self._lines)
        self.query_one(Pane).focus()

    @on(events.Resize)
    def tell_keys(self) -> None:
        """The keys that scroll are told where there is something to scroll."""
        self.call_after_refresh(self._tell_keys)

    def _tell_keys(self) -> None:
        pane = self.query_one(Pane)
        if self.foot == self.FOOT:
            self.write("foot", self.FOOT if pane.count() > pane.content_size.height else "Esc closes.")
