"""A scatter plot drawn in characters: marks, the staircase of the front, labels that avoid each other, two axes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from shortlist.tui.draw.drawn_widgets import Toned
from shortlist.tui.draw.lines import Cell, fit, strip_of, width_of, wrapped
from shortlist.tui.draw.plotting import GUTTER, NO_BOUNDS, Axis, Bounds, Plan, Point, Span, foot, gutter, plan, spanned
from shortlist.tui.keys.bindings import bound

WALL, FLOOR, SHADE, BREAK = "┊", "┄", "░", "≈"
"""A limit of the lower and of the upright axis, what lies beyond one, and an axis that does not begin at 0."""
FRAME = 3
"""Lines for the title, the figures of the lower axis and its title."""


def _plain(value: float) -> str:
    return f"{value:g}"


@dataclass(frozen=True, slots=True)
class Plot:
    """What a scatter shows."""

    points: tuple[Point, ...]
    across: Axis
    up: Axis
    across_title: str = ""
    up_title: str = ""
    across_text: Callable[[float], str] = _plain
    up_text: Callable[[float], str] = _plain
    signs: dict[str, Cell] = field(default_factory=dict)
    """The character of each point, by key."""
    empty: str = ""
    """What stands where there is no point."""
    bounds: Bounds = NO_BOUNDS
    """What is allowed: a line on each axis, and what lies beyond is shaded."""


class Scatter(Toned, can_focus=True):
    """Shows a `Plot`; the arrows and the mouse go from point to point, which posts `PointHighlighted`."""

    DEFAULT_CSS = "Scatter { height: 1fr; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("scatter")

    @dataclass
    class PointHighlighted(Message):
        """Another point was chosen."""

        key: str

    class Laid(Message):
        """The plot has another size."""

    class PointSelected(Message):
        """Enter was pressed on a point."""

    @dataclass
    class Titled(Message):
        """The title of an axis was clicked: `x` or `y`."""

        axis: str

    def __init__(self) -> None:
        super().__init__()
        self.plot = Plot((), Axis(0, 1), Axis(0, 1))
        self.cursor: str | None = None
        """The key of the chosen point."""
        self._plan: tuple[tuple[int, int], Plan] | None = None

    # --- what it shows

    def show(self, plot: Plot, cursor: str | None) -> None:
        """Show a plot with a point chosen."""
        if (plot, cursor) != (self.plot, self.cursor):
            if plot != self.plot:
                self._plan = None
            self.plot, self.cursor = plot, cursor
            self.refresh()

    def point_at(self, key: str | None) -> None:
        """Choose a point, and tell nobody."""
        if key != self.cursor:
            self.cursor = key
            self.refresh()

    @property
    def plan(self) -> Plan:
        """The layout at the present size."""
        room = self._room()
        if self._plan is None or self._plan[0] != room:
            self._plan = room, plan(self.plot.points, self.plot.across, self.plot.up, *room, self.plot.bounds)
        return self._plan[1]

    def _room(self) -> tuple[int, int]:
        size = self.content_region
        return max(10, size.width - GUTTER), max(3, size.height - FRAME)

    def on_resize(self) -> None:
        """Say that other labels may have room now."""
        self.post_message(self.Laid())

    # --- the cursor

    def action_along(self, axis: str, by: int) -> None:
        order = sorted(self.plot.points, key=lambda one: (one.x, one.y) if axis == "x" else (one.y, one.x))
        keys = [point.key for point in order]
        if not keys:
            return
        at = keys.index(self.cursor) + by if self.cursor in keys else 0
        self._choose(keys[max(0, min(len(keys) - 1, at))])

    def action_open(self) -> None:
        if self.cursor is not None:
            self.post_message(self.PointSelected())

    def _choose(self, key: str) -> None:
        self.cursor = key
        self.refresh()
        self.post_message(self.PointHighlighted(key))

    def on_click(self, event: events.Click) -> None:
        """A click on a mark or a label chooses its point, one on a title changes the axis."""
        spot = event.get_content_offset(self)
        if spot is None:
            return
        if spot.y == 0 or spot.y == self.content_region.height - 1:
            self.post_message(self.Titled("y" if spot.y == 0 else "x"))
            return
        column, row = spot.x - GUTTER, spot.y - 1
        for mark in self.plan.marks:
            if (mark.column, mark.row) == (column, row):
                self._choose(mark.point.key)
        for label in self.plan.labels:
            if label.row == row and label.column <= column < label.column + width_of(label.text):
                self._choose(label.key)

    # --- drawing

    def render_line(self, y: int) -> Strip:
        width, height = self.content_region.width, self._room()[1]
        return strip_of(self._line(y, width, height), width, self.tones, self.rich_style)

    def _line(self, y: int, width: int, height: int) -> list[Cell]:
        if not self.plot.points:
            lines = wrapped(self.plot.empty, width)
            return [Cell(lines[y - 1], "dim")] if 0 < y <= len(lines) else []
        if y == 0:
            return [Cell(fit(self.plot.up_title, width), "head")]
        if y <= height:
            cells = gutter(self.plan.up, self.plot.up_text, y - 1)
            if y == height and broken(self.plot.up):
                cells[-1] = Cell(f" {BREAK}", "warn")
            return [*cells, *spanned(self._spans(y - 1))]
        if y == height + 1:
            cells = foot(self.plan.across, self.plot.across_text, width - GUTTER)
            if broken(self.plot.across):
                cells[0] = Cell(" " * (GUTTER - 1) + BREAK, "warn")
            return cells
        if y == height + 2:
            title = self.plot.across_title
            return [Cell(" " * max(GUTTER, width - width_of(title))), Cell(title, "head")]
        return []

    def _spans(self, row: int) -> list[Span]:
        marks = [mark for mark in self.plan.marks if mark.row == row]
        labels = [label for label in self.plan.labels if label.row == row]
        covered = {mark.column for mark in marks}
        spans: list[Span] = []
        for mark in marks:
            sign = self.plot.signs.get(mark.point.key, Cell("●"))
            chosen = self.cursor in (mark.point.key, *(point.key for point in mark.shared))
            spans.append((mark.column, sign.text, "accent" if chosen else sign.tone))
        for label in labels:
            covered |= {label.column + step for step in range(-1, width_of(label.text) + 1)}
            spans.append((label.column, label.text, "accent" if label.key == self.cursor else "plain"))
        return sorted([*spans, *self._ground(row, covered)])

    def _ground(self, row: int, covered: Set[int]) -> Iterator[Span]:
        """What lies behind marks and labels: the front, the limits, and what fails them."""
        found, width = self.plan, self._room()[0]
        for column in range(width):
            if column in covered:
                continue
            if found.wall is not None and column == found.wall.place:
                yield column, WALL, "warn"
            elif found.floor is not None and row == found.floor.place:
                yield column, FLOOR, "warn"
            elif (column, row) in found.line:
                yield column, found.line[column, row], "dim"
            elif found.fails(column, row):
                yield column, SHADE, "dim"


def broken(axis: Axis) -> bool:
    """Whether an axis does not begin at 0, so that lengths along it are no shares; a logarithm never does."""
    return axis.low > 0 and not axis.log
