"""The panels beneath the runs: their pairs, what would settle the choice, and on tall terminals kinds and failures."""

from __future__ import annotations

from dataclasses import replace

from shortlist.export.evidence_words import settle_notes
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.brief_names import in_brief
from shortlist.tui.screens.evidence import detail
from shortlist.tui.screens.evidence.tables import pairs_table, settle_table, slices_table
from shortlist.tui.screens.evidence.views import TALL, Seen
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.still_table import StillTable

MOST_LOOKS = 8
"""Looks that are listed there at most; the view of its own has all of them."""
FRAME = 12
"""Lines of the frame, of the names of the views and of a table without rows."""


class RunPanels:
    """Two panels, each as high as what it says, up to a quarter of the terminal; the pairs only where `beside`, as the
    details stand beside the tables and leave room for them. On a tall terminal two more."""

    def __init__(self) -> None:
        self._pairs, self._settle = StillTable(), StillTable()
        self._kinds, self._failures = StillTable(), StillTable()
        self.pairs = Panel("Pairs", self._pairs, id="pairs")
        self.settle = Panel("What would settle it", self._settle, id="settle")
        kinds, self._failing = Panel("Kinds", self._kinds), Panel("Failures", self._failures)
        self.more = Area(kinds, self._failing, id="more")
        self.lines = 0
        """Lines that they take where something stands beneath them."""

    def hide(self) -> None:
        """Leave the room to the table of another view."""
        self.pairs.display = self.settle.display = self.more.display = False

    def stretch(self) -> None:
        """Give the last of them the lines that are left."""
        (self.more if self.more.display else self.settle).styles.height = "1fr"

    def show(self, seen: Seen) -> None:
        """Show them as the runs are in front."""
        analysis, drawn, width, terminal, beside = seen.analysis, seen.drawn, seen.width, seen.terminal, seen.beside
        quarter, self.lines = terminal.height // 4, 0
        self.more.display = beside and terminal.height >= TALL and bool(analysis.runs)
        if self.more.display:
            self._kinds.show(slices_table(analysis, width // 2))
            table = seen.failures.table(analysis, width // 2)
            self._failures.show(replace(table, rows=table.rows[: terminal.height]))
            self._failing.name_it("Failures", seen.failures.words)
            rows = max(len(shown.table.rows) for shown in (self._kinds, self._failures))
            self.lines = rows + 3
            self.more.styles.height = self.lines
        self.pairs.display = beside and bool(analysis.run_pairs)
        if self.pairs.display:
            table = pairs_table(analysis, width)
            self._pairs.show(table)
            high = min(len(table.rows) + 3, quarter)
            self.lines += high
            self.pairs.styles.height = high
        self.settle.display = True
        # Without a run little is said beside it, and it has the room.
        roomy = beside or not analysis.runs
        most: int | None = MOST_LOOKS if roomy else detail.MOST_LOOKS
        if beside and not analysis.runs and drawn is not None and drawn.information.looks:
            most = None
        table = settle_table(analysis, drawn, most)
        notes: tuple[str, ...] = ()
        # Beneath what is to be looked at there is room for what is said of it only where the panel is high.
        if drawn is not None and (roomy or not table.rows):
            notes = tuple(in_brief(note, analysis.workspace) for note in settle_notes(analysis, drawn.information))
        self._settle.show(table, notes)
        need = len(self._settle.lines(max(20, width - 4))) + 2
        if beside and not analysis.runs:
            self.lines = min(need, terminal.height - FRAME)
            self.settle.styles.height = self.lines
        elif beside and not self.more.display:
            self.settle.styles.height = "1fr"
        else:
            high = min(need, quarter * (1 + roomy))
            self.lines += high
            self.settle.styles.height = high
