"""A plot of curves drawn in characters: a legend, upright marks with their words, two axes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.strip import Strip

from shortlist.tui.draw.curve import DOTS_ACROSS, Drawn, Series, draw
from shortlist.tui.draw.drawn_widgets import Toned
from shortlist.tui.draw.lines import Cell, fit, strip_of, width_of
from shortlist.tui.draw.plotting import GUTTER, Axis, Span, Tick, axis_of, foot, gutter, spanned, ticks, ticks_across
from shortlist.tui.draw.widths import both_ends, shared_widths

FRAME = 2
"""Lines for the legend and for the figures of the lower axis."""
SOLID, BROKEN = "━━", "╺╸"
NAME_WIDTH = 12
"""How much of a curve's name the legend shows at least."""


class Upright(NamedTuple):
    """A mark at a value of the lower axis, with its words."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class CurvePlot:
    """What is shown: curves sampled from left to right at as many places as there are dots."""

    sample: Callable[[int], Sequence[Series]]
    across: Axis
    across_title: str
    up_title: str
    across_text: Callable[[float], str]
    up_text: Callable[[float], str]
    marks: tuple[Upright, ...] = ()


class Layout(NamedTuple):
    """A plot laid out for a size."""

    series: tuple[Series, ...]
    drawn: Drawn
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    marks: tuple[LaidUpright, ...]


class LaidUpright(NamedTuple):
    """An upright and its words, laid out."""

    column: int
    row: int
    """That of the words."""
    start: int
    """Their first column."""
    words: str


class Curves(Toned):
    """Shows a `CurvePlot`; the same figures stand beside it in words, so it takes no focus."""

    DEFAULT_CSS = "Curves { height: 1fr; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.plot: CurvePlot | None = None
        self._laid: tuple[tuple[int, int], Layout] | None = None

    def show(self, plot: CurvePlot | None) -> None:
        """Show a plot, or nothing."""
        self.plot, self._laid = plot, None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.content_region.width, self.content_region.height
        cells: list[Cell] = []
        if self.plot is not None:
            plot, rows, room = self.plot, height - FRAME, (max(10, width - GUTTER), max(3, height - FRAME))
            if self._laid is None or self._laid[0] != room:
                self._laid = room, _laid_out(plot, *room)
            laid = self._laid[1]
            if y == 0:
                cells = _legend(plot, laid, width)
            elif y <= rows:
                cells = [*gutter(laid.up, plot.up_text, y - 1), *spanned(_spans(laid, y - 1))]
            elif y == rows + 1:
                cells = foot(laid.across, plot.across_text, width - GUTTER)
        return strip_of(cells, width, self.tones, self.rich_style)


def _laid_out(plot: CurvePlot, width: int, height: int) -> Layout:
    series = tuple(plot.sample(width * DOTS_ACROSS))
    known = [value for one in series for value in one.values if value is not None]
    up = axis_of(known, -1, True)
    drawn = draw(series, up, height)
    return Layout(
        series,
        drawn,
        ticks_across(plot.across, width),
        tuple(Tick(value, round((1 - up.share(value)) * (height - 1))) for value in ticks(up, max(2, height // 3))),
        _marked(plot, drawn, width, height),
    )


def _marked(plot: CurvePlot, drawn: Drawn, width: int, height: int) -> tuple[LaidUpright, ...]:
    """The words of each upright on the highest row where they hide neither a curve nor other words."""
    marks: list[LaidUpright] = []
    for upright in plot.marks:
        column, size = round(plot.across.share(upright.x) * (width - 1)), width_of(upright.words)
        start = column + 2 if column + 2 + size <= width else column - 1 - size
        rows = [row for row in range(height) if row not in {mark.row for mark in marks}]
        free = (row for row in rows if not any((at, row) in drawn for at in range(start - 1, start + size + 1)))
        marks.append(LaidUpright(column, next(free, min(rows, default=0)), start, upright.words))
    return tuple(marks)


def _legend(plot: CurvePlot, laid: Layout, width: int) -> list[Cell]:
    cells = [Cell(f"{plot.up_title}  ", "head")]
    signs = sum(width_of(SOLID) + 3 for _ in laid.series) + width_of(cells[0].text) + width_of(plot.across_title) + 2
    needs = [width_of(one.label) for one in laid.series]
    for one, room in zip(laid.series, shared_widths(needs, width - signs, [NAME_WIDTH] * len(needs)), strict=True):
        name = both_ends(one.label, room)
        cells += [Cell(SOLID if one.solid else BROKEN, one.tone), Cell(f" {name}  ")]
    used = sum(width_of(cell.text) for cell in cells)
    return [*cells, Cell(fit(f"{plot.across_title} →", max(0, width - used), right=True), "head")]


def _spans(laid: Layout, row: int) -> list[Span]:
    """The curves of a row, the uprights behind them, and the words of an upright in a row of its own."""
    spans: list[Span] = []
    covered: set[int] = set()
    for mark in laid.marks:
        if mark.row == row:
            spans.append((mark.start, mark.words, "strong"))
            covered |= set(range(mark.start, mark.start + width_of(mark.words)))
    for (column, y), (text, tone) in laid.drawn.items():
        if y == row and column not in covered:
            spans.append((column, text, tone))
            covered.add(column)
    spans += [(column, "┊", "dim") for column in {mark.column for mark in laid.marks} - covered]
    return sorted(spans)
