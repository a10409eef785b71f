"""The layout of the scatter plot: labels avoid each other and the marks, and nothing is lost."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.tui.draw.curve import Series
from shortlist.tui.draw.lines import width_of
from shortlist.tui.draw.plotting import Axis, Bounds, Plan, Point, axis_of, plan, ticks
from shortlist.tui.widgets.curves import CurvePlot, Upright, _laid_out

NAMES = (
    "GPT-6 Luna",
    "DeepSeek V4.1 Flash",
    "通义千问 最大型号",
    "e\u0301\u0301 combining",
    "👩\u200d💻 coder",
    "x" * 120,
    "A",
    "\u0301starts combining",
)
SIZES = ((60, 10), (100, 26), (24, 6))


def random_points(seed: int) -> list[Point]:
    """2 to 40 points: spread, in clusters, or partly in one place, with names of every kind."""
    chance = random.Random(seed)
    number = chance.randint(2, 40)
    wide = chance.choice([0.0, 0.01, 1.0])
    points = []
    for index in range(number):
        x = chance.choice([1.0, 2.0]) + wide * chance.random()
        y = chance.lognormvariate(0, 2) if chance.random() < 0.7 else 1.0
        points.append(Point(f"c{index}", f"{chance.choice(NAMES)} {index}", x, y, chance.random() < 0.3))
    return points


def laid_out(points: list[Point], width: int, height: int, better: tuple[int, int] = (-1, 1), log: bool = True) -> Plan:
    """A plot of points on their own axes."""
    across = axis_of((point.x for point in points), better[0], log)
    up = axis_of((point.y for point in points), better[1], log)
    return plan(points, across, up, width, height)


def check(points: list[Point], found: Plan, width: int, height: int) -> None:
    """What holds of every plot."""
    told = [mark.point for mark in found.marks] + [point for mark in found.marks for point in mark.shared]
    assert sorted(told) == sorted(points)
    cells: set[tuple[int, int]] = set()
    for mark in found.marks:
        assert 0 <= mark.column < width and 0 <= mark.row < height
        assert (mark.column, mark.row) not in cells
        cells.add((mark.column, mark.row))
    for label in found.labels:
        covered = {(label.column + step, label.row) for step in range(width_of(label.text))}
        assert covered and not covered & cells
        assert all(0 <= column < width and 0 <= row < height for column, row in covered)
        cells |= covered
    labelled = [label.key for label in found.labels]
    left_out = [point.key for point in found.left_out]
    assert sorted(labelled + left_out) == sorted(point.key for point in points)
    assert all(0 <= column < width and 0 <= row < height for column, row in found.line)
    assert all(0 <= tick.place < width for tick in found.across) and all(0 <= tick.place < height for tick in found.up)


@pytest.mark.parametrize("size", SIZES)
def test_no_label_overlaps_in_500_random_sets(size: tuple[int, int]) -> None:
    """Every point is a mark; its label covers nothing, or it is in the list of those left out."""
    for seed in range(500):
        points = random_points(seed)
        better = random.Random(seed).choice([(-1, 1), (1, 1), (-1, -1), (1, -1)])
        check(points, laid_out(points, *size, better=better, log=seed % 2 == 0), *size)


def test_few_points_are_all_labelled_whole() -> None:
    """Where there is room, nothing is cut and nothing left out."""
    points = [Point(f"c{index}", name, index, index % 3) for index, name in enumerate(NAMES[:5])]
    found = laid_out(points, 100, 26)
    assert not found.left_out
    assert {label.text for label in found.labels} == set(NAMES[:5])


def test_a_label_leaves_a_limit_whole() -> None:
    """Neither it nor the blank beside it lies on the line of a limit, on whichever side of it the mark stands."""
    across, up = Axis(0, 60), Axis(0, 12)
    for column in range(61):
        points = [Point("a", "GPT-6 Luna", column, 6)]
        found = plan(points, across, up, 61, 13, Bounds(30.0, 3.0))
        assert found.wall is not None and found.floor is not None
        for label in found.labels:
            covered = range(label.column - 1, label.column + width_of(label.text) + 1)
            assert found.wall.place not in covered and label.row != found.floor.place


def test_a_label_that_is_whole_a_little_to_the_side_is_not_cut() -> None:
    """Between a limit and the edge, where it has room neither beside its mark nor in the middle above it."""
    points = [Point("a", "gpt-oss-120b (low)", 33, 0)]
    found = plan(points, Axis(0, 39), Axis(0, 12), 40, 13, Bounds(20.0, 0.0))
    assert [label.text for label in found.labels] == ["gpt-oss-120b (low)"]


def test_a_label_is_cut_without_splitting_a_wide_character() -> None:
    """It is as wide as it says, and keeps both ends around an ellipsis."""
    found = laid_out([Point("a", "通" * 60, 0, 0), Point("b", "b", 1, 1)], 100, 20)
    text = next(label.text for label in found.labels if label.key == "a")
    assert text.startswith("通") and "…" in text and text.endswith("通") and width_of(text) <= 28
    assert all(unicodedata.category(one) != "Cc" for one in text)


@given(st.lists(st.tuples(st.floats(-1e308, 1e308), st.floats(-1e308, 1e308)), min_size=1, max_size=12), st.booleans())
def test_any_figures_can_be_plotted(values: list[tuple[float, float]], log: bool) -> None:
    """Huge, tiny, negative, equal: everything stays within the plot."""
    points = [Point(f"{index}", "name", x, y) for index, (x, y) in enumerate(values)]
    check(points, laid_out(points, 60, 12, log=log), 60, 12)


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(2, 9), st.booleans())
def test_ticks_are_round_and_within(low: float, width: float, most: int, log: bool) -> None:
    """At least one, not many more than asked for."""
    axis = axis_of([abs(low) + 1, abs(low) + 1 + width] if log else [low, low + width], 1, log)
    found = ticks(axis, most)
    assert len(found) <= most + 1
    assert all(axis.low <= value <= axis.high for value in found)
    assert found == sorted(found)


def test_the_staircase_joins_the_front() -> None:
    """From the cheapest down, from each point across to the next and up to it, from the best on to the dear side."""
    points = [Point("a", "a", 0, 0, True), Point("b", "b", 1, 1, True), Point("c", "c", 1, 0)]
    found = laid_out(points, 41, 11, log=False)
    a, b = (next(mark for mark in found.marks if mark.point.key == key) for key in "ab")
    assert found.line[a.column, 10] == "│" and found.line[40, b.row] == "─"
    assert found.line[b.column, a.row] == "╯"
    assert all((column, a.row) in found.line for column in range(a.column, b.column + 1))
    assert not laid_out([point._replace(front=False) for point in points], 41, 11).line


@pytest.mark.parametrize("slope", [0.0, 1.0, -1.0])
def test_the_words_of_a_mark_lie_on_no_curve(slope: float) -> None:
    """Whatever passes at the top: the words go down to where nothing is, and each mark has a row of its own."""

    def sample(dots: int) -> tuple[Series, Series]:
        values = tuple(1000.0 * (1 + slope * at / dots * 0.9) for at in range(dots))
        return Series("own", values, "accent"), Series("other", tuple(value / 2 for value in values), "plain")

    plot = CurvePlot(
        sample, Axis(1.0, 1000.0, True), "across", "up", str, str, (Upright(30.0, "today"), Upright(31.0, "break-even"))
    )
    for width, height in ((60, 6), (90, 20), (130, 40)):
        laid = _laid_out(plot, width, height)
        assert len({mark.row for mark in laid.marks}) == 2
        for mark in laid.marks:
            cells = {(at, mark.row) for at in range(mark.start, mark.start + len(mark.words))}
            assert not cells & set(laid.drawn), (width, height, mark)
