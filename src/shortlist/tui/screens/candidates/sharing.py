"""How a wide screen is shared: the list with the details beside it, from still wider ones the figures beside those."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.comparison.compared import Compared
from shortlist.tui.screens.candidates.cells import Selected
from shortlist.tui.screens.candidates.detail import grid_width
from shortlist.tui.screens.candidates.tables import Shape

BESIDE, THREE = 160, 200
"""Columns of the terminal from which on the details stand beside the list, and the figures beside the details."""
DETAILS, FIGURES, NAMES = 62, 45, 24
"""Columns that the details and the figures take at least, and that names in the list keep."""
EDGES = 2
"""Columns at the sides of the list."""
TALL = 36
"""Lines of the terminal from which on the plot stands beneath a list that has the details beside it."""


class Shares(NamedTuple):
    """Columns of the list, and of the details where they stand beside it; the rest is the figures'."""

    listed: int
    details: int | None = None
    figures: bool = False

    @property
    def room(self) -> int:
        """Columns that a row of the list may take."""
        return self.listed - EDGES


def shares(compared: Compared, selected: Selected, width: int) -> Shares:
    """How a terminal of so many columns is shared."""
    if width < BESIDE:
        return Shares(width)
    shape = Shape(compared, selected, width)
    details, least = max(DETAILS, grid_width(compared)), shape.least + min(NAMES, shape.names) + EDGES
    natural = shape.natural + EDGES
    if width >= THREE and least + details + FIGURES <= width:
        return Shares(min(natural, width - details - FIGURES), details, figures=True)
    listed = max(least, min(natural, width - details))
    return Shares(listed, width - listed)
