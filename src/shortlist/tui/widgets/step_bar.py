"""One line that names the steps of the scenario, of which one may be looked at alone: `[for all]│ Classify │ Embed`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from textual import events

from shortlist.sanitising import shown
from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.jump_letters import Target
from shortlist.tui.draw.lines import Cell, fit, width_of

FOR_ALL = "for all"
BETWEEN = "│"
LEAST_NAME = 6
"""Columns that a name keeps at least; where that is too much, some names are not in sight."""
LEAST_NOTE = 12


class Named(NamedTuple):
    """A step in the line: its id, its name there; the id is None for all steps."""

    step: str | None
    name: str


class StepBar(Still):
    """The names of the steps, the one in front marked, and a note at the right; it is not there for a single step."""

    DEFAULT_CSS = "StepBar { height: 1; }"

    def __init__(self, choose: Callable[[str | None], None]) -> None:
        """`choose` is told which name was clicked; None is all steps."""
        super().__init__()
        self._choose = choose
        self._names: tuple[Named, ...] = ()
        self._at = 0
        self._note = ""

    def show(self, steps: Sequence[Named], step: str | None, note: str) -> None:
        """Name the steps, mark the one in front, and show the note."""
        names = (Named(None, FOR_ALL), *(Named(one.step, shown(one.name)) for one in steps))
        at = next((place for place, one in enumerate(names) if one.step == step), 0)
        self.display = len(steps) > 1
        if (names, at, note) != (self._names, self._at, self._note):
            self._names, self._at, self._note = names, at, note
            self.refresh()

    def line(self, y: int, width: int) -> list[Cell]:
        cells = [Cell(" ")]
        first, labels = self._laid(width)
        if first:
            cells.append(Cell("‹", "dim"))
        for place, label in enumerate(labels, first):
            if place > first:
                cells.append(Cell(BETWEEN, "dim"))
            cells.append(Cell(f"[{label}]", "strong") if place == self._at else Cell(f" {label} ", "dim"))
        if first + len(labels) < len(self._names):
            cells.append(Cell("›", "dim"))
        room = width - sum(width_of(cell.text) for cell in cells) - 2
        if room >= LEAST_NOTE:
            cells += [Cell("  "), Cell(fit(self._note, room), "dim")]
        return cells

    def _laid(self, width: int) -> tuple[int, list[str]]:
        """The first name in sight, and the names that follow as they are drawn: the one in front is always there."""
        names, room = [one.name for one in self._names], width - 3
        longest = max(map(width_of, names), default=0)
        # The longest names give way first, the one in front last.
        fitting = next((most for most in range(longest, LEAST_NAME, -1) if self._wide(most) <= room), LEAST_NAME)
        labels = [self._label(place, fitting, room) for place in range(len(names))]
        first, last = self._at, self._at + 1
        while first > 0 or last < len(labels):
            before, after = labels[max(0, first - 1) : last], labels[first : last + 1]
            if last < len(labels) and _columns(after) <= room:
                last += 1
            elif first > 0 and _columns(before) <= room:
                first -= 1
            else:
                break
        return first, labels[first:last]

    def _label(self, place: int, most: int, room: int) -> str:
        name = self._names[place].name
        if place == self._at:
            most = max(most, min(width_of(name), room - 4, 3 * most))
        return name if width_of(name) <= most else fit(name, most)

    def _wide(self, most: int) -> int:
        return _columns([self._label(place, most, 10_000) for place in range(len(self._names))])

    def _places(self) -> Iterator[tuple[int, int, int]]:
        """For each name in sight its place, and the columns at which it begins and ends."""
        first, labels = self._laid(self.size.width)
        edge = 1 + bool(first)
        for place, label in enumerate(labels, first):
            end = edge + width_of(label) + 2
            yield place, edge, end
            edge = end + 1

    def jump_targets(self) -> Iterator[Target]:
        for place, start, _ in self._places():
            go = partial(self._choose, self._names[place].step)
            yield Target(self.region.x + start, self.region.y, go)

    def on_click(self, event: events.Click) -> None:
        clicked = next((place for place, start, end in self._places() if start <= event.x < end), None)
        if clicked is not None:
            self._choose(self._names[clicked].step)


def _columns(labels: Sequence[str]) -> int:
    """How many columns names take with what stands around and between them."""
    return sum(width_of(label) + 3 for label in labels)
