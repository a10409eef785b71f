"""The views of the candidates: the table of each, and what is said beside its name."""

from __future__ import annotations

from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import measures
from shortlist.export.levels import choice_legend
from shortlist.tui.body import Desk
from shortlist.tui.screens.candidates.plot import LEGEND_WIDTH, SHORT_LEGEND
from shortlist.tui.screens.candidates.selection import Selection
from shortlist.tui.screens.candidates.side_by_side import against
from shortlist.tui.screens.candidates.tables import comparison, facts
from shortlist.tui.widgets.table import Table

COMPARISON, FACTS, PLOT, COMPARE = range(4)
"""The views of the candidates."""
TITLES = ("Candidates", "Facts", "Plot", "Compare")
"""What the list is called in each."""

FULL_SIGNS = 100
"""Columns of the terminal from which on there is room to say what each of the signs of a choice is."""


class Views:
    """Shows the candidates that are selected."""

    def __init__(self, desk: Desk, selection: Selection) -> None:
        self._desk, self._selection = desk, selection

    @property
    def _compared(self) -> Compared:
        return self._desk.session.compared

    def table(self, view: int, room: int, whole: bool = False, bars: bool = False) -> Table:
        """The table of a view in a room of so many columns; behind the plot lies the comparison, with its cursor.

        `bars` stand behind the figures of what is compared, where they have room. `whole` is without the marks, and
        with every column of the excluded as well.
        """
        selected = self._selection.now
        if whole:
            selected = selected._replace(marked=())
        if view == COMPARE:
            return against(self._compared, room, self._selection.compared, bars)
        if view == FACTS:
            return facts(self._compared, room, selected, aligned=not whole)
        return comparison(self._compared, room, selected, whole)

    def note(self, view: int, usual: str, width: int) -> str:
        """The order, the marks, or what the signs mean, on a terminal of so many columns."""
        signs = choice_legend(self._compared, brief=width < FULL_SIGNS)
        if view == PLOT and width < LEGEND_WIDTH:
            return f"{signs}  {SHORT_LEGEND}"
        told, known = [], measures(self._compared)
        if self._selection.sorted and view in (COMPARISON, FACTS):
            key = self._selection.sorted[0]
            told.append(f"by {known[key].title if key in known else key}")
        marked = len(self._selection.now.marked)
        if marked and view != COMPARE:
            told.append(f"{marked} marked")
        if view == COMPARE and marked < 2:
            whom = "all" if self._compared.step is None else "all that play it"
            told.append(f"{whom}; Space marks the rows to compare")
        if view in (COMPARISON, PLOT):
            usual = f"{signs}  {usual}"
        if view == COMPARISON and self._compared.open_ranks:
            usual += "  ↕ rank open"
        return ", ".join(told) or usual

    def note_of_all(self, view: int) -> str:
        """By what the rows are ranked, where more than the score decides."""
        played = {len(result.steps) for result in self._compared.ranking}
        if view not in (COMPARISON, FACTS) or self._selection.sorted is not None or len(played) < 2:
            return ""
        return "sorted by status, steps played, score"
