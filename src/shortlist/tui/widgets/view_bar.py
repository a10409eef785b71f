"""One line that names the views of a screen and says what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual import events

from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.jump_letters import Target
from shortlist.tui.draw.lines import Cell, fit, width_of


class ViewBar(Still):
    """The names of the views, the one in front marked, and a note at the right."""

    DEFAULT_CSS = "ViewBar { height: 1; }"

    def __init__(self, views: tuple[str, ...], choose: Callable[[int], None]) -> None:
        """`choose` is told which view was clicked."""
        super().__init__()
        self.views, self.view, self.note = views, 0, ""
        self._choose = choose

    def show(self, view: int, note: str) -> None:
        """Mark a view, and show the note."""
        if (view, note) != (self.view, self.note):
            self.view, self.note = view, note
            self.refresh()

    def line(self, y: int, width: int) -> list[Cell]:
        cells = [Cell(" ")]
        for index, name in enumerate(self.views):
            cells.append(Cell(f"[{name}]", "strong") if index == self.view else Cell(f" {name} ", "dim"))
        room = width - sum(width_of(cell.text) for cell in cells) - 2
        note = self.note if width_of(self.note) <= room else self.note.replace("  ", " ")
        return [*cells, Cell("  "), Cell(fit(note, room), "dim")]

    def _places(self) -> Iterator[tuple[int, int]]:
        """For each view the columns at which its name begins and ends."""
        edge = 1
        for name in self.views:
            yield edge, edge + len(name) + 2
            edge += len(name) + 2

    def jump_targets(self) -> Iterator[Target]:
        for view, (start, _) in enumerate(self._places()):
            yield Target(self.region.x + start, self.region.y, partial(self._choose, view))

    def on_click(self, event: events.Click) -> None:
        clicked = next((view for view, (_, end) in enumerate(self._places()) if event.x < end), None)
        if clicked is not None:
            self._choose(clicked)
