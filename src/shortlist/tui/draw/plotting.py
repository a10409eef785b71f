"""Where everything in a scatter plot goes: marks, the front's staircase, ticks, and labels that avoid each other.

Pure: points and a size in, places in terminal cells out. Every point is a mark, every label is whole and covers
neither a label nor a mark; a point that shares its cell with another, or has no room for its label, is `left_out`,
and the caller lists it beneath.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from shortlist.core.basics import axes
from shortlist.core.basics.short_names import told_apart
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.draw.widths import both_ends

LOG_UP_TO = 1e30
"""Where the largest figure is that many times the smallest, not even a logarithm keeps the points apart."""
LARGEST = sys.float_info.max / 4
"""No axis reaches further, so that its width is a number."""
LABEL_SIZES = (28, 18, 11)
"""How wide a label may be: the widest that finds room is taken."""


class Point(NamedTuple):
    """A point with its label; the earlier in the list, the earlier it is labelled."""

    key: str
    label: str
    x: float
    y: float
    front: bool = False


class Axis(NamedTuple):
    """An axis over the values of the points."""

    low: float
    high: float
    log: bool = False
    better: int = 1
    """1 where more is better, −1 where less is."""

    def share(self, value: float) -> float:
        """Where a value lies: 0 at the low end and below, 1 at the high end and above."""
        return max(0.0, min(1.0, axes.share(value, self.low, self.high, self.log)))


class Tick(NamedTuple):
    """A value of an axis, with the row or column it stands at."""

    value: float
    place: int


class Mark(NamedTuple):
    """A point in its cell, with those that share the cell."""

    point: Point
    column: int
    row: int
    shared: tuple[Point, ...] = ()


class Caption(NamedTuple):
    """A text, already cut to the width that it has room for."""

    key: str
    text: str
    column: int
    row: int


class Bounds(NamedTuple):
    """The most, or the least, that is allowed on each axis; None where nothing is asked."""

    across: float | None = None
    up: float | None = None


class Wall(NamedTuple):
    """A limit in cells, and on which side of it lies what fails: 1 to the right or beneath, −1 the other way."""

    place: int
    failing: int

    def fails(self, place: int) -> bool:
        """Whether a column, or a row, lies beyond it."""
        return (place - self.place) * self.failing > 0


class Plan(NamedTuple):
    """A plot laid out in cells: column 0 is the left, row 0 the top."""

    marks: tuple[Mark, ...]
    labels: tuple[Caption, ...]
    left_out: tuple[Point, ...]
    line: dict[tuple[int, int], str]
    """The staircase of the front: a character by column and row."""
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    wall: Wall | None = None
    """The limit of the lower axis, at a column."""
    floor: Wall | None = None
    """The limit of the upright axis, at a row."""

    def fails(self, column: int, row: int) -> bool:
        """Whether a place lies beyond a limit."""
        return (self.wall is not None and self.wall.fails(column)) or (self.floor is not None and self.floor.fails(row))


def axis_of(values: Iterable[float], better: int, may_be_log: bool) -> Axis:
    """An axis with a little room around the values."""
    known = list(values) or [0.0, 1.0]
    low, high = min(known), max(known)
    if may_be_log and low > sys.float_info.min and axes.FAR_APART <= high / low <= LOG_UP_TO:
        margin = (high / low) ** 0.06
        return Axis(low / margin, min(high * margin, LARGEST), True, better)
    margin = (high / 2 - low / 2) * 0.12 or abs(high) * 0.1 or 1.0
    return Axis(max(low - margin, -LARGEST), min(high + margin, LARGEST), False, better)


NO_BOUNDS = Bounds()


def plan(points: Sequence[Point], across: Axis, up: Axis, width: int, height: int, bounds: Bounds = NO_BOUNDS) -> Plan:
    """Lay out a plot of that many columns and rows."""
    marks = _marks(points, across, up, width, height)
    line = dict(_staircase(marks, across, up, width, height))
    wall = floor = None
    walls: set[tuple[int, int]] = set()
    if bounds.across is not None and across.low <= bounds.across <= across.high:
        wall = Wall(round(across.share(bounds.across) * (width - 1)), -across.better)
        walls |= {(wall.place, row) for row in range(height)}
    if bounds.up is not None and up.low <= bounds.up <= up.high:
        floor = Wall(_row(up, bounds.up, height), up.better)
        walls |= {(column, floor.place) for column in range(width)}
    labels, without = _labels(marks, line.keys() | walls, width, height)
    shared = [point for mark in marks for point in mark.shared]
    ticks_up = tuple(Tick(value, _row(up, value, height)) for value in ticks(up, height // 3))
    return Plan(
        tuple(marks), tuple(labels), (*without, *shared), line, ticks_across(across, width), ticks_up, wall, floor
    )


def ticks_across(axis: Axis, width: int) -> tuple[Tick, ...]:
    """The ticks of the lower axis, as many as there is room for figures."""
    return tuple(Tick(value, round(axis.share(value) * (width - 1))) for value in ticks(axis, width // 14))


def _row(up: Axis, value: float, height: int) -> int:
    return height - 1 - round(up.share(value) * (height - 1))


def _marks(points: Sequence[Point], across: Axis, up: Axis, width: int, height: int) -> list[Mark]:
    cells: dict[tuple[int, int], list[Point]] = {}
    for point in points:
        cell = round(across.share(point.x) * (width - 1)), _row(up, point.y, height)
        cells.setdefault(cell, []).append(point)
    return [Mark(found[0], *cell, tuple(found[1:])) for cell, found in cells.items()]


# --- ticks


def ticks(axis: Axis, most: int) -> list[float]:
    """Round values within an axis, about as many as asked for."""
    most = max(2, most)
    if not axis.log:
        found = axes.round_values(axis.low, axis.high, most, (1, 2, 2.5, 5, 10))
        return [value for value in found if axis.low <= value <= axis.high]
    for factors in ((1, 2, 5), (1, 3), (1,)):
        found = axes.powers(axis.low, axis.high, factors)
        if len(found) <= most:
            return found
    return found[:: math.ceil(len(found) / most)]


# --- the front


def _staircase(
    marks: Sequence[Mark], across: Axis, up: Axis, width: int, height: int
) -> Iterator[tuple[tuple[int, int], str]]:
    """The edge of what the front beats: from each of its points as far as the next, the worse of both between."""
    # In columns and rows a better value across lies at the right or the left, a better one up at the top or the bottom.
    cells = sorted(
        {(mark.column, mark.row) for mark in marks if any(point.front for point in (mark.point, *mark.shared))},
        key=lambda cell: (-cell[0] * across.better, -cell[1] * up.better),
    )
    if not cells:
        return
    end = 0 if across.better > 0 else width - 1
    floor = height - 1 if up.better > 0 else 0
    corners: list[tuple[int, int]] = [(cells[0][0], floor), cells[0]]
    for cell in cells[1:]:
        corners += [(cell[0], corners[-1][1]), cell]
    corners.append((end, corners[-1][1]))
    yield from _drawn(corners)


LEFT, RIGHT, UP, DOWN = (-1, 0), (1, 0), (0, -1), (0, 1)
_TURNS = {
    frozenset((LEFT, RIGHT)): "─",
    frozenset((UP, DOWN)): "│",
    frozenset((LEFT, DOWN)): "╮",
    frozenset((LEFT, UP)): "╯",
    frozenset((RIGHT, DOWN)): "╭",
    frozenset((RIGHT, UP)): "╰",
}


def _drawn(corners: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], str]]:
    path = [corners[0]]
    for column, row in corners[1:]:
        while path[-1] != (column, row):
            x, y = path[-1]  # beside the corner before or above it: one of the two steps is 0
            path.append((x + (column > x) - (column < x), y + (row > y) - (row < y)))
    for index, cell in enumerate(path):
        beside = path[max(0, index - 1) : index] + path[index + 1 : index + 2]
        sides = {(x - cell[0], y - cell[1]) for x, y in beside}
        if len(sides) == 1:
            sides |= {(-across, -down) for across, down in sides}
        if sides:
            yield cell, _TURNS[frozenset(sides)]


# --- labels


def _labels(
    marks: Sequence[Mark], lines: Collection[tuple[int, int]], width: int, height: int
) -> tuple[list[Caption], list[Point]]:
    taken = {(mark.column, mark.row) for mark in marks}
    labels: list[Caption] = []
    without: list[Point] = []
    names = tuple(dict.fromkeys(mark.point.label for mark in marks))
    shortened: set[str] = set()
    for mark in marks:
        texts = dict.fromkeys(_short_labels(names, size)[mark.point.label] for size in LABEL_SIZES)
        label = _label(mark, [text for text in texts if text not in shortened], taken, lines, width, height)
        if label is None:
            without.append(mark.point)
            continue
        labels.append(label)
        if label.text != mark.point.label:
            shortened.add(label.text)
        # A column on either side stays free, so that two labels never read as one.
        taken |= {(label.column + step, label.row) for step in range(-1, width_of(label.text) + 1)}
    return labels, without


# Telling many names from each other takes as long as the plot itself, which every move of its cursor draws anew; the
# names and the room alone decide.
@lru_cache(maxsize=8)
def _short_labels(names: tuple[str, ...], size: int) -> Mapping[str, str]:
    """Names in at most so many columns, cut in their middle, or where two would read alike told from each other."""
    short = {name: both_ends(name, size) for name in names}
    often = Counter(short.values())
    if len(often) == len(short):
        return short
    briefs = dict(told_apart(names, size))
    return {name: text if often[text] < 2 else both_ends(briefs.get(name, name), size) for name, text in short.items()}


def _label(
    mark: Mark,
    texts: Sequence[str],
    taken: set[tuple[int, int]],
    lines: Collection[tuple[int, int]],
    width: int,
    height: int,
) -> Caption | None:
    """Where a label goes, and which of its texts, the widest first: over no mark, no other label and no line."""
    for text in texts:
        length = width_of(text)
        for column, row in _places(mark, length) if length else ():
            if not (0 <= row < height and column >= 0 and column + length <= width):
                continue
            cells = [(column + step, row) for step in range(-1, length + 1)]
            # Beside it too: the blank at either end of a label would break a line.
            if not any(cell in taken or cell in lines for cell in cells):
                return Caption(mark.point.key, text, column, row)
    return None


def _places(mark: Mark, length: int) -> Iterator[tuple[int, int]]:
    """Where a label may stand, the best place first: beside its mark, then above or below it."""
    right, left, middle = mark.column + 2, mark.column - 1 - length, mark.column - length // 2
    yield right, mark.row
    yield left, mark.row
    for row in (mark.row - 1, mark.row + 1):
        yield from ((middle, row), (mark.column, row), (mark.column - length + 1, row), (right, row), (left, row))
    # Between a line and an edge there may be room a little to the side alone.
    for apart in range(1, length // 2 + 1):
        yield from ((middle + by, mark.row + row) for row in (-1, 1) for by in (-apart, apart))


GUTTER = 9
"""Columns for the figures of the upright axis."""
Span = tuple[int, str, Tone]
"""Where a text begins, the text, its tone."""


def gutter(ticks: Sequence[Tick], text: Callable[[float], str], row: int) -> list[Cell]:
    """The upright axis beside a row of the plot, with a figure where there is a tick."""
    for tick in ticks:
        if tick.place == row:
            return [Cell(fit(text(tick.value), GUTTER - 2, right=True), "dim"), Cell(" ┤", "dim")]
    return [Cell(" " * (GUTTER - 2), "dim"), Cell(" │", "dim")]


def foot(ticks: Sequence[Tick], text: Callable[[float], str], width: int) -> list[Cell]:
    """The corner and the figures of the lower axis, as many as fit beside each other."""
    spans: list[Span] = []
    edge = 0
    for tick in ticks:
        figure = text(tick.value)
        size = width_of(figure)
        start = max(0, min(tick.place - size // 2, width - size))
        if start >= edge:
            spans.append((start, figure, "dim"))
            edge = start + size + 1
    return [Cell(" " * (GUTTER - 1) + "└", "dim"), *spanned(spans)]


def spanned(spans: list[Span]) -> list[Cell]:
    """Texts at their columns, with blanks between."""
    cells: list[Cell] = []
    used = 0
    for column, text, tone in spans:
        cells += [Cell(" " * (column - used)), Cell(text, tone)]
        used = column + width_of(text)
    return cells
