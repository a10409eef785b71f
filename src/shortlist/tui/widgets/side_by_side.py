"""Texts side by side, each in a pane of its own, as many as have room: answers that are compared."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual.containers import Horizontal

from shortlist.tui.draw.lines import Cell
from shortlist.tui.widgets.pane import Pane

LEAST = 34
"""Columns that a text takes at least, to be read beside another."""
AROUND = 6
"""Columns of a dialog that are not its own: its border, its padding, a scroll bar."""


class SideBySide(Horizontal):
    """Panes in a row. Which texts they hold is the owner's to say: as many as there is room for."""

    DEFAULT_CSS = """
    SideBySide { height: 1fr; }
    SideBySide Pane { width: 1fr; height: 100%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._room_then = 0

    @property
    def room(self) -> int:
        """How many texts have room beside each other; one at least."""
        return max(1, (self.app.size.width - AROUND) // LEAST)

    @property
    def has_other_room(self) -> bool:
        """Whether there is room for more or for fewer than when the texts were laid out."""
        return self._room_then not in (0, self.room)

    @property
    def panes(self) -> list[Pane]:
        """The panes from left to right."""
        return list(self.query(Pane))

    @property
    def focused(self) -> int:
        """Which pane has the focus, counted from 0; the first where none has."""
        return next((at for at, pane in enumerate(self.panes) if pane.has_focus), 0)

    async def laid_out(self, texts: Sequence[Sequence[Cell]], about: Hashable) -> list[Pane]:
        """Show these texts, a pane each, and return the panes; `about` is what they are said of, as for `Pane.show`."""
        panes, self._room_then = self.panes, self.room
        while len(panes) < len(texts):
            panes.append(Pane())
            await self.mount(panes[-1])
        for pane in panes[len(texts) :]:
            await pane.remove()
        for pane, text in zip(panes, texts, strict=False):
            pane.show(text, about)
        return panes[: len(texts)]
