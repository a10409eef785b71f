"""How a table and its details share a terminal: beside each other where it is wide; on a low one who is read has it."""

from __future__ import annotations

import sys

from textual.widget import Widget

from shortlist.tui.keys.bindings import hint
from shortlist.tui.widgets.pane import Pane

LOW = 30
"""Under this many lines of the terminal the details take room from the table while they are read."""
THREE = 200
"""Columns of the terminal from which on there is a third column, where a screen has one."""
OF_DETAILS = (
    hint("pane.down", keys="{pane.down:2} {pane.up:2}"),
    hint("pane.page_down"),
    hint("pane.first", keys="{pane.first:2} {pane.last:2}"),
    hint("nav.back"),
)
"""The keys while the details are read."""


class SharedRoom:
    """Has the parts of a body laid out by the size of the terminal, and by which of them has the keys."""

    def __init__(self, body: Widget, beside: int = sys.maxsize, stacked: int = THREE) -> None:
        """Columns of the terminal: from `beside` on the details stand beside the table, from `stacked` on another part
        beneath them, until there is a third column for it."""
        self._body, self._beside, self._stacked = body, beside, stacked

    @property
    def low(self) -> bool:
        """Whether the terminal has few lines."""
        return self._body.app.size.height < LOW

    @property
    def boxed(self) -> bool:
        """Whether the table lies in a box of its own, as the details may stand beside it."""
        return self._beside < sys.maxsize

    @property
    def beside(self) -> bool:
        """Whether the details stand beside the table."""
        return self._body.app.size.width >= self._beside

    @property
    def stacked(self) -> bool:
        """Whether another part stands beneath the details, as there is room for it and no third column."""
        return self._stacked <= self._body.app.size.width < THREE and not self.low

    @property
    def three(self) -> bool:
        """Whether there is room for a third column."""
        return self._body.app.size.width >= THREE

    @property
    def reading(self) -> bool:
        """Whether the keys go to the details."""
        return any(pane.has_focus for pane in self._body.query(Pane))

    def share(self) -> None:
        """Give each part what it may take now."""
        self._body.set_class(self.beside, "-sides")
        self._body.set_class(self.three, "-thirds")
        self._body.set_class(self.stacked, "-stacked")
        self._body.set_class(self.low, "-short")
        self._body.set_class(self.reading and self.low and not self.beside, "-reading")
