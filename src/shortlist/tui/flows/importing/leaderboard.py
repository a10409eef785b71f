"""A leaderboard's rows as a table and as points: which figures they share, their order, quality against speed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from shortlist.core.basics.words import plain, said
from shortlist.core.document.metrics import figure_shown, is_quality, metric_heading, metric_row
from shortlist.core.importing.plan import ImportLine, ImportPlan
from shortlist.core.importing.rows import ModelRow
from shortlist.sanitising import shown
from shortlist.tui.draw.lines import Cell, fit, width_of
from shortlist.tui.draw.plotting import Point, axis_of
from shortlist.tui.widgets.scatter import Plot

FIGURES = ("output_speed", "ttft", "first_token", "input_price", "output_price", "context_window")
"""What is shown beside the quality, as far as there is room; in the order in which it is asked about."""
MOST_INDICES, LEAST_ROWS = 2, 3
"""Indices in columns of their own, and rows that a table is worth."""
SPEED = "output_speed"
LABELLED = 60
"""Points that are labelled at most: more labels would lie over each other."""


class BoardColumn(NamedTuple):
    """A figure that the rows share."""

    metric: str
    title: str
    width: int
    decimals: int
    """Of the figure that has most of them."""

    def text(self, row: ModelRow) -> str:
        """A row's figure, its decimal point beneath those of the others; empty where it has none."""
        text = value_text(row, self.metric)
        if not text or not self.decimals:
            return text
        missing = self.decimals - len(text.partition(".")[2])
        if self.decimals == 1 and missing:
            return f"{text}.0"
        return text + " " * (missing + ("." not in text))


def board_columns(plan: ImportPlan) -> list[BoardColumn]:
    """The figures that most rows have, the quality first; none where there are too few rows for a table."""
    rows = [line.row for line in plan.lines if line.row.kind == "model"]
    if len(rows) < LEAST_ROWS:
        return []
    counted = Counter(metric for row in rows for metric in {one.metric for one in row.figures if not one.minor})
    indices = [metric for metric, number in counted.most_common() if is_quality(metric) and number * 2 >= len(rows)]
    metrics = [*indices[:MOST_INDICES], *(metric for metric in FIGURES if counted[metric])]
    found = []
    for metric in metrics:
        title = metric_heading(metric)
        texts = [value_text(row, metric) for row in rows]
        decimals = max(len(text.partition(".")[2]) for text in texts)
        whole = max(len(text.partition(".")[0]) for text in texts)
        found.append(BoardColumn(metric, title, max(width_of(title), whole + decimals + 1), decimals))
    return found


def value_of(row: ModelRow, metric: str) -> float | None:
    """A row's figure, that of the lowest tier where it is a price."""
    return next((one.value for one in row.figures if one.metric == metric and not one.above_tokens), None)


def value_text(row: ModelRow, metric: str) -> str:
    """The same in words; empty where it has none."""
    return said(value_of(row, metric), partial(figure_shown, metric), "")


def board_order(lines: Sequence[ImportLine], metric: str | None) -> list[ImportLine]:
    """Lines by a figure, the best first, those without it last; without a figure as the file has them."""
    if metric is None:
        return list(lines)
    sign = -1 if metric_row(metric).higher_is_better else 1

    def place(line: ImportLine) -> tuple[bool, float]:
        value = value_of(line.row, metric)
        return value is None, sign * (value or 0.0)

    return sorted(lines, key=place)


class FittedNames:
    """Names in so many columns; one that must be cut keeps what tells it from the others."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [shown(name) for name in names]
        self.widest = max(map(width_of, self._names), default=0)
        self._ends: dict[int, Counter[str]] = {}

    def fit(self, name: str, width: int) -> str:
        """A name in exactly that many columns: cut at its end, or where that would make two alike in its middle."""
        clean = shown(name)
        cut = fit(clean, width)
        if width_of(clean) <= width:
            return cut
        if width not in self._ends:
            self._ends[width] = Counter(fit(one, width) for one in set(self._names))
        if self._ends[width][cut] < 2:
            return cut
        tail, opened = clean[-(width // 2) :], clean.rfind("(")
        if opened > 0 and clean.endswith(")") and width_of(clean[opened:]) * 2 <= width:
            tail = clean[opened:]
        return fit(fit(clean, width - width_of(tail)).rstrip() + tail, width)


def board_plot(columns: Sequence[BoardColumn], lines: Sequence[ImportLine], chosen: Collection[str]) -> Plot | None:
    """Quality against speed; what is taken lights up, your candidates are marked. None where a row has not both."""
    index = next((one.metric for one in columns if is_quality(one.metric)), None)
    if index is None:
        return None
    points: list[Point] = []
    signs: dict[str, Cell] = {}
    picks = [line for line in lines if line.key in chosen]
    own = [line for line in lines if line.key not in chosen and line.candidate is not None]
    others = [line for line in lines if line.key not in chosen and line.candidate is None]
    for line in (*picks, *own, *others):
        x, y = value_of(line.row, SPEED), value_of(line.row, index)
        if x is None or y is None or line.key in signs:
            continue
        label = shown(line.row.name) if len(points) < LABELLED else ""
        points.append(Point(line.key, label, x, y))
        sign = Cell("·", "plain")
        if line.key in chosen:
            sign = Cell("●", "good")
        elif line.candidate is not None:
            sign = Cell("◆", "warn")
        signs[line.key] = sign
    if len(points) < LEAST_ROWS:
        return None
    better, arrow = 1, "▴"
    if not metric_row(index).higher_is_better:
        better, arrow = -1, "▾"
    across, up = axis_of((one.x for one in points), 1, True), axis_of((one.y for one in points), better, False)
    return Plot(
        tuple(points),
        across,
        up,
        "output speed, tokens/s  better ▸",
        f"{arrow} better  {metric_heading(index)}   ● taken  ◆ yours",
        plain,
        plain,
        signs,
    )
