"""What the figures of the cost may take of the terminal, by how much room their names and the details need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from textual.widget import Widget

from shortlist.tui.draw.lines import width_of
from shortlist.tui.parts.shared_room import SharedRoom
from shortlist.tui.widgets.column_layout import in_two_lines

BESIDE, TALL, HIGH = 160, 52, 40
"""Columns of the terminal from which on the details stand beside the figures; lines from which on they have room
beneath the parts as well, and from which on those of other views, which say less, leave some."""
ITEMS, EACH, LEFT, DETAILS = 28, 11, 80, 56
"""Columns of the names of the parts, of a candidate's figures and of what stands to the left of them at least; of the
details."""
FRAME, PANE, PANE_OF_MONTHS, BENEATH = 8, 8, 6, 10
"""Lines around a view, of the details where they stand beneath, of those of the months, which say less, as in the style
sheet, and what details take of a table's at most."""
AROUND = 3
"""Lines around the rows of a table, its border and its heading."""
MARGIN = 4
"""Columns around what stands in a panel."""


class Room(NamedTuple):
    """What the figures may take."""

    lines: int
    """Those between the lines of the frame."""
    width: int
    """Columns."""
    pane: int
    """Lines of the details beneath them; 0 where those stand beside them."""
    parts: int
    """Columns of the parts where they stand beside the picture; 0 where they stand beneath it."""
    beneath: bool
    """Whether other views have room beneath the one in front."""
    spare: bool
    """Whether the details leave lines for what belongs to them."""

    @property
    def rows(self) -> int:
        """Lines that the rows of a table may count on."""
        return self.lines - AROUND - (BENEATH if self.pane else 0)


class CostRoom(SharedRoom):
    """Puts beside the parts only what leaves all of their columns in sight."""

    def __init__(self, body: Widget, names: Callable[[], Iterable[str]], parts: Callable[[], bool]) -> None:
        """`names` are those of the candidates; `parts` tells whether the parts are in front."""
        super().__init__(body, BESIDE)
        self._names, self._parts = names, parts

    def _wanted(self, width: Callable[[str], int]) -> int:
        """The columns in which every candidate's figures have room, with headings of such a width."""
        return ITEMS + sum(max(EACH, width(name)) + 1 for name in self._names())

    @property
    def beside(self) -> bool:
        """Also only where the parts have room there, unless the details would take lines from them."""
        width, height = self._body.app.size
        if not super().beside or not self._parts() or height < TALL:
            return super().beside
        return self._wanted(in_two_lines) <= width - DETAILS

    @property
    def three(self) -> bool:
        """Also only where the parts have room beside the picture and what stands beneath that."""
        width = self._body.app.size.width
        return super().three and self._parts() and self._wanted(width_of) + LEFT <= width - DETAILS

    def of_figures(self, editing: bool, months: bool = False) -> Room:
        """What the figures may take, while assumptions are edited or not, with the months in front or another view."""
        (width, height), beside = self._body.app.size, self.beside
        pane = PANE_OF_MONTHS if months else PANE
        return Room(
            lines=height - FRAME,
            width=width - beside * DETAILS,
            pane=0 if beside else pane,
            parts=self._wanted(width_of) + MARGIN if self.three else 0,
            beneath=not self.low and (beside or not editing),
            spare=beside and not editing and height >= (TALL if self._parts() else HIGH),
        )
