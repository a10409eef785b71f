"""The two axes of a plot as lines of cells: figures up the side, figures along the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.draw.plotting import Tick

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
