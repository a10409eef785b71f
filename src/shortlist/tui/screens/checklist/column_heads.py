"""The heads of the checklist's columns: how far each candidate's checks are answered, and who became eligible."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from textual.timer import Timer
from textual.widget import Widget

from shortlist.core.comparison.compared import Compared
from shortlist.tui.draw.lines import Cell, bar
from shortlist.tui.screens.checklist.tables import progress
from shortlist.tui.widgets.table import Column, Table

BAR_WIDTH = 4
SHINE_S = 1.2
"""How long it is seen that somebody became eligible."""


def headed(table: Table, compared: Compared, shining: Collection[str]) -> Table:
    """A table of candidates, beneath their names answered checks against all with a small bar."""
    if not compared.ranking:
        return table
    first, *others = table.columns
    heads = [_head(one, *progress(compared.by_id[one.key]), one.key in shining) for one in others]
    return replace(table, columns=(first._replace(under=Cell("  answered", "dim")), *heads))


def _head(column: Column, done: int, asked: int, shines: bool) -> Column:
    if shines:
        return column._replace(head="tint_good", under=Cell("★ eligible", "tint_good"))
    told = f"{bar(done / max(1, asked), BAR_WIDTH)} {done}/{asked}"
    return column._replace(under=Cell(told, "good" if done == asked else "dim"))


class Highlight:
    """Who became eligible, for a moment; `draw` shows it when it begins and when it is over."""

    def __init__(self, owner: Widget, draw: Callable[[], None]) -> None:
        self._owner, self._draw = owner, draw
        self.candidates: frozenset[str] = frozenset()
        """Their ids."""
        self._fading: Timer | None = None

    def begin(self, candidates: Iterable[str]) -> None:
        """Let some be seen, in place of those before."""
        self.candidates = frozenset(candidates)
        self._draw()
        if self._fading is not None:
            self._fading.stop()
        self._fading = self._owner.set_timer(SHINE_S, self.fade)

    def fade(self) -> None:
        """It is over."""
        self.candidates = frozenset()
        self._draw()
