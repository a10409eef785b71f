"""The tables of the evidence: the one in front with its cursor, and beneath it those that belong to it."""

from __future__ import annotations

from textual.app import ComposeResult

from shortlist.tui.draw.area import Area
from shortlist.tui.draw.evidence_marks import LEGEND
from shortlist.tui.parts.lower_panels import LowerPanels
from shortlist.tui.parts.row_filter import RowFilter, Upper
from shortlist.tui.parts.shared_room import LOW
from shortlist.tui.screens.evidence.run_panels import RunPanels
from shortlist.tui.screens.evidence.views import PANELS, SHARE, VIEWS, EvidencePlace, EvidenceView, Seen, looks_panels
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.panel import Panel

AROUND = 7
"""Lines of the frame and of the names of the views."""
FEWEST, EMPTY = 6, 5
"""Lines of the table at least, and of the panel of one without rows."""


class StackedTables(Area):
    """Gives the table in front the lines that it needs, and no more than its share where others need the rest."""

    def __init__(self, grid: Grid, row_filter: RowFilter) -> None:
        super().__init__(id="tables")
        self._grid, self._filter = grid, row_filter
        self._main = Panel("Runs", id="main")
        self._of_runs, self._of_view = RunPanels(), LowerPanels(4)
        self._needed = 0
        """Lines of the whole table that is shown."""

    def compose(self) -> ComposeResult:
        with self._main, Upper():
            yield self._grid
        yield from (self._of_runs.pairs, self._of_runs.settle, self._of_runs.more)
        yield from self._of_view.panels

    def draw(self, view: EvidenceView, seen: Seen) -> None:
        """Draw all around the table, which is filled already."""
        self._main.name_it(view.view.name, LEGEND if seen.of_runs and seen.analysis.runs else "")
        if seen.panels:
            self._of_runs.show(seen)
        else:
            self._of_runs.hide()
        self._draw_beneath(view, seen)
        if not self._filtering:
            self._share_lines(view, seen)

    def moved(self, view: EvidenceView, seen: Seen) -> None:
        """What stands beneath follows the cursor."""
        if view.follows and _roomy(view, seen):
            self._draw_beneath(view, seen)

    @property
    def _filtering(self) -> bool:
        """Whether the table keeps its lines while a filter lets rows come and go."""
        return bool(self._filter.words) or self._filter.typing

    def _draw_beneath(self, view: EvidenceView, seen: Seen) -> None:
        key = self._grid.row_key
        bare = key is None and not self._grid.table.rows and not self._filter.words
        if not _roomy(view, seen) or (key is None and (not bare or view is VIEWS[EvidencePlace.SETTLE])):
            self._of_view.hide()
            return
        lines = seen.terminal.height - AROUND - (EMPTY if bare else self._main_lines(view, seen))
        if seen.panels:
            lines -= self._of_runs.lines
        if not seen.beside:
            lines -= view.details or 0
        self._of_view.stretch = seen.beside
        parts = view.beneath(seen, key or "") if not bare or seen.panels else looks_panels(seen)
        shown = self._of_view.show(parts, seen.width, lines)
        if seen.panels and not shown:
            self._of_runs.stretch()

    def _main_lines(self, view: EvidenceView, seen: Seen) -> int:
        # On a low terminal it has no border.
        border = 2 * (seen.terminal.height >= LOW)
        if not self._filtering:
            self._needed = len(self._grid.table.rows) + 1 + border
        share = view.share if _roomy(view, seen) else SHARE
        return min(max(FEWEST + border, self._needed), int(seen.terminal.height * share))

    def _share_lines(self, view: EvidenceView, seen: Seen) -> None:
        under = _roomy(view, seen) and bool(self._of_view.shown)
        if seen.beside and not seen.panels and not under:
            self._main.styles.height = "1fr"
        elif not self._grid.table.rows and (under or not seen.beside or seen.panels):
            self._main.styles.height = EMPTY - 2 * (seen.terminal.height < LOW)
        else:
            self._main.styles.height = self._main_lines(view, seen)


def _roomy(view: EvidenceView, seen: Seen) -> bool:
    """Whether the examples and the terms of a view stand beneath it: also above details that say little."""
    brief = view.details is not None and bool(seen.analysis.run_pairs) and seen.terminal.height >= PANELS
    return seen.roomy or brief
