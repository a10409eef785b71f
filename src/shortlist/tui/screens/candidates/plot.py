"""The candidates as points: any measure against any other, the front of the two drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shortlist.core.basics.words import count, listed
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import Measure, measures, pair_front
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.judging.judge import CandidateResult
from shortlist.export.levels import choice_sign, unplayed
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.draw.plotting import Plan, Point, axis_of
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.candidates.cells import STATUS_TONES, Selected, extent_text, sign_of, size_text
from shortlist.tui.widgets.scatter import Plot

LEGEND = "★ default  ◇ fallback  ● on the front  ○ behind it  ? open  ✖ excluded"
SHORT_LEGEND = "★ default  ◇ fallback  ● front  ○ behind"
LEGEND_WIDTH = 110
"""Under this many columns of the terminal there is room for no more; the pane says of a point what else it is."""


class Axes(NamedTuple):
    """The keys of the measures that a plot shows; None upwards is the scenario's quality."""

    across: str = "task"
    up: str | None = None

    def measures(self, compared: Compared) -> tuple[Measure, Measure]:
        """The measure along the bottom, the one up the side."""
        known = measures(compared)
        first = next(iter(known.values()))
        return known.get(self.across, known["task"]), known.get(self.up or first.key, first)

    def turned(self, compared: Compared, axis: str, by: int) -> Axes:
        """With the next measure on an axis."""
        across, up = self.measures(compared)
        keys = [key for key in measures(compared) if key not in COLUMNS]
        now, other = (across, up) if axis == "x" else (up, across)
        at = keys.index(now.key) if now.key in keys else 0
        following = keys[(at + by) % len(keys)]
        if following == other.key:
            following = keys[(at + 2 * by) % len(keys)]
        return Axes(following, up.key) if axis == "x" else Axes(across.key, following)


def _middle(measure: Measure, result: CandidateResult) -> float | None:
    extent = measure.of(result)
    return None if extent is None else extent[0] / 2 + extent[1] / 2


def plot_of(compared: Compared, selected: Selected, axes: Axes) -> Plot:
    """The plot of some candidates; the chosen, the front and the eligible are labelled first."""
    across, up = axes.measures(compared)
    front = pair_front(selected.results, across, up)
    points, signs = [], {}
    for result in selected.results:
        x, y = _middle(across, result), _middle(up, result)
        if x is not None and y is not None:
            points.append(Point(result.id, result.candidate.name.strip() or result.id, x, y, result.id in front))
            tone: Tone = "good" if result.id in front else STATUS_TONES[result.standing.status]
            sign = sign_of(compared, result)
            if sign == " ":
                sign = "●" if result.id in front else "○"
            signs[result.id] = Cell(sign, tone)
    points.sort(key=lambda one: (choice_sign(compared, one.key) == " ", not one.front, compared.ranks[one.key]))
    axis_across, axis_up = (
        axis_of(values, 1 if measure.higher_is_better else -1, measure.unit != "points")
        for values, measure in (((one.x for one in points), across), ((one.y for one in points), up))
    )
    nothing = selected.empty or empty("candidates")
    if selected.results:
        others = keyed("{candidates.axis_x} and {candidates.axis_y} choose other measures.")
        nothing = f"No candidate here has both {across.title} and {up.title}; {others}"
    return Plot(
        tuple(points),
        axis_across,
        axis_up,
        f"{'' if across.higher_is_better else '◂ better  '}{_title(across, axis_across.log)}"
        f"{'  better ▸' if across.higher_is_better else ''}",
        f"{'▴' if up.higher_is_better else '▾'} better  {_title(up, axis_up.log)}",
        _Text(across),
        _Text(up),
        signs,
        nothing,
    )


@dataclass(frozen=True)
class _Text:
    """Writes a figure of an axis; equal for equal measures, so that plots can be compared."""

    measure: Measure

    def __call__(self, value: float) -> str:
        return size_text(self.measure, value)


def _title(measure: Measure, log: bool) -> str:
    unit = "" if measure.unit == "points" else f", {measure.unit}"
    return f"{measure.title}{unit}{', log scale' if log else ''}"


def plot_detail(compared: Compared, selected: Selected, axes: Axes, key: str | None, plan: Plan) -> Sequence[Cell]:
    """The point under the cursor, and whatever the plot leaves out."""
    across, up = axes.measures(compared)
    lines = []
    result = compared.by_id.get(key or "")
    if result is not None and not result.steps:
        lines.append(Cell(f"{result.candidate.name} {unplayed(compared, result.candidate)}.", "strong"))
    elif result is not None:
        front = key in pair_front(selected.results, across, up)
        figures = f"{up.title} {_told(up, result)}, {across.title} {_told(across, result)}"
        told = f"{sign_of(compared, result)} {result.candidate.name}: {figures}{', on the front' if front else ''}"
        lines.append(Cell(told.strip(), "strong"))
    hidden = {point.key: mark.point for mark in plan.marks for point in mark.shared}
    for point in plan.left_out:
        at = f" (in the same place as {hidden[point.key].label})" if point.key in hidden else ""
        one = compared.by_id[point.key]
        lines.append(Cell(f"Without a label: {point.label}{at}: {_told(up, one)}, {_told(across, one)}", "dim"))
    beside = sum(not one.steps for one in selected.results)
    if beside:
        where = "any step" if compared.step is None else compared.step.name
        lines.append(
            Cell(
                f"Not drawn: {count(beside, 'candidate')} that {'does' if beside == 1 else 'do'} not play {where}",
                "dim",
            )
        )
    for one in selected.results:
        if not one.steps:
            continue
        lacking = [measure.title for measure in (up, across) if measure.of(one) is None]
        if lacking:
            lines.append(Cell(f"Not drawn: {one.candidate.name}, {listed(lacking)} unknown", "warn"))
    return lines or [Cell(empty("candidates"), "dim")]


def _told(measure: Measure, result: CandidateResult) -> str:
    return extent_text(measure, measure.of(result))
