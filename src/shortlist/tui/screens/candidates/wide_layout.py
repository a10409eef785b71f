"""How a wide screen is shared: the list with the details beside it, from still wider ones the figures beside those."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.comparison.compared import Compared
from shortlist.tui.screens.candidates.cells import Selected
from shortlist.tui.screens.candidates.detail import grid_width
from shortlist.tui.screens.candidates.side_by_side import MEASURE
from shortlist.tui.screens.candidates.tables import Shape
from shortlist.tui.widgets.table import Table

BESIDE, THREE = 160, 200
"""Columns of the terminal from which on the details stand beside the list, and the figures beside the details."""
DETAILS, FIGURES, NAMES = 62, 44, 24
"""Columns that the details and the figures take at least, and that names in the list keep."""
EDGES, BOXED = 2, 4
"""Columns at the sides of the list, and where it lies in a box."""
MORE = 2
"""Columns of the sign that the list goes on to the right, apart from the heading before it."""
AROUND = 5
"""Columns of the details that are not their text: a box, the space on either side and the bar that scrolls it."""
TALL = 36
"""Lines of the terminal from which on the plot stands beneath a list that has the details beside it."""
ROOMY = 44
"""Lines from which on a list that takes the whole width has two or three panes beside each other beneath it."""
POINTS = 64
"""Columns of what is said of the points beside a plot."""


class Shares(NamedTuple):
    """Columns of the list, and of the details where they stand beside it; the rest is the figures'."""

    listed: int
    details: int | None = None
    figures: bool = False
    more: bool = False
    """Whether a third pane stands beside the figures."""
    edges: int = EDGES

    @property
    def room(self) -> int:
        """Columns that a row of the list may take."""
        return self.listed - self.edges


def shares(compared: Compared, selected: Selected, width: int, edges: int = EDGES) -> Shares:
    """How a terminal of so many columns is shared: the figures stand apart where no name is cut for that."""
    if width < BESIDE:
        return Shares(width, edges=edges)
    shape, details = Shape(compared, selected, width), max(DETAILS, grid_width(compared) + AROUND)
    natural, whole = shape.natural + edges + MORE, shape.whole + edges + MORE
    if width >= THREE and whole + details + FIGURES <= width:
        return Shares(min(natural, width - details - FIGURES), details, True, edges=edges)
    listed = max(shape.least + min(NAMES, shape.names) + edges, min(natural, width - details))
    return Shares(listed, width - listed, edges=edges)


def shares_beneath(width: int, height: int, edges: int) -> Shares:
    """The same for a list that takes the whole width: three panes beneath it where they have room."""
    return Shares(
        width, figures=width >= THREE and height >= ROOMY, more=width >= THREE and height >= ROOMY, edges=edges
    )


def shares_of_nobody(width: int, height: int, edges: int) -> Shares:
    """The same while there is nobody: beneath the empty list how to begin, and what is asked of whoever comes."""
    roomy = height >= ROOMY
    return Shares(width, figures=width >= BESIDE and roomy, more=width >= THREE and roomy, edges=edges)


def shares_of_one(table: Table, width: int, edges: int) -> Shares:
    """The same for one that is held against nobody: why it stands where it stands, and its figures, beside it."""
    listed = MEASURE + sum(column.width + 1 for column in table.columns[1:]) + edges
    if width < BESIDE or listed + DETAILS > width:
        return Shares(width, edges=edges)
    if width < THREE or listed + DETAILS + FIGURES > width:
        return Shares(listed, width - listed, edges=edges)
    return Shares(listed, (width - listed) // 2, True, edges=edges)


def shares_of_plot(width: int, height: int, edges: int) -> Shares:
    """The same for the plot: what is said of the points stands beside it."""
    if width < BESIDE or height < ROOMY:
        return Shares(width, edges=edges)
    return Shares(width - POINTS, POINTS, edges=edges)


def shares_beside(table: Table, width: int, height: int, edges: int) -> Shares:
    """The same for several held against each other: details and what tells them apart stand beneath them; on lower
    terminals the details beside them, where all their columns have room."""
    if width >= BESIDE and height >= ROOMY:
        return Shares(width, figures=True, edges=edges)
    others = [column.width for column in table.columns[1:]]
    listed = MEASURE + len(others) * (max(others, default=0) + 1) + edges
    if width < BESIDE or listed + DETAILS > width:
        return Shares(width, edges=edges)
    return Shares(listed, width - listed, edges=edges)
