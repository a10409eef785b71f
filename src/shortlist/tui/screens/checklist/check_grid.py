"""The grid of the checklist: beneath each candidate's name how far its checks are answered; headings fold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from shortlist.tui.draw.lines import Cell, Tone, bar, fit, strip_of
from shortlist.tui.widgets.grid import GAP, Grid

BAR_WIDTH = 4
SHINE_S = 1.2
"""How long it is seen that somebody became eligible."""


class VerdictGrid(Grid):
    """A grid with a second line of header: answered checks against all, with a small bar."""

    header_lines = 2

    class Folded(Message):
        """A heading was clicked."""

        def __init__(self, group: str) -> None:
            super().__init__()
            self.group = group

    def __init__(self) -> None:
        super().__init__()
        self.progress: Mapping[str, tuple[int, int]] = {}
        self._shining: frozenset[str] = frozenset()
        self._fading: Timer | None = None

    def shine(self, candidates: Iterable[str]) -> None:
        """Let the heads of some columns be seen for a moment: they became eligible."""
        self._shining = frozenset(candidates)
        self.refresh()
        if self._fading is not None:
            self._fading.stop()
        self._fading = self.set_timer(SHINE_S, self._fade)

    def _fade(self) -> None:
        self._shining = frozenset()
        self.refresh()

    def tell(self, progress: Mapping[str, tuple[int, int]]) -> None:
        """Show other progress, by column key; without any there is one line of header."""
        if progress != self.progress:
            self.refresh()
        self.progress = progress
        self.header_lines = 2 if progress else 1

    def point_at(self, row: str, column: str | None) -> bool:
        """Move the cursor to a cell; False where there is no such row."""
        places = [place for place, one in enumerate(self.table.rows) if one.key == row and not one.heading]
        keys = [one.key for one in self.table.columns]
        if not places:
            return False
        if column in keys[1:]:
            self.put_column(keys.index(column))
        self.place_cursor(places[0])
        return True

    def on_click(self, event: events.Click) -> None:
        """A click on a heading folds its group; the rest is the grid's own."""
        spot = event.get_content_offset(self)
        if spot is None or spot.y < self.header_lines:
            event.prevent_default()
            return
        place = self.scroll_offset.y + spot.y - self.header_lines
        if place < self.count() and self.table.rows[place].heading:
            self.post_message(self.Folded(self.table.rows[place].key))

    def render_line(self, y: int) -> Strip:
        if y != 1 or self.header_lines == 1 or not self.table.rows:
            return super().render_line(y)
        cells = [Cell(fit("  answered", self._widths[0]), "dim")]
        for index in self._visible():
            key = self.table.columns[index].key
            if key in self._shining:
                cells += [Cell(GAP), Cell(fit("★ eligible", self._widths[index]), "tint_good")]
                continue
            done, asked = self.progress.get(key, (0, 0))
            text = f"{bar(done / max(1, asked), BAR_WIDTH)} {done}/{asked}"
            cells.append(Cell(GAP + fit(text, self._widths[index]), "good" if done == asked else "dim"))
        return strip_of(cells, self.room, self.tones, self.rich_style)

    def _title_tone(self, index: int) -> Tone:
        return "tint_good" if self.table.columns[index].key in self._shining else super()._title_tone(index)
