"""The candidates as points: any measure against any other, the front of the two drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import agreeing, count, listed
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import Measure, measures, pair_front
from shortlist.core.document.metrics import QUALITY_PREFIX, metric_label
from shortlist.core.document.scenario import COLUMNS
from shortlist.export.levels import choice_sign, standing_sign, unplayed
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.draw.plotting import Bounds, Plan, Point, axis_of
from shortlist.tui.draw.tones import STATUS_TONES
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.candidates.cells import Selected, extent_text, size_text
from shortlist.tui.widgets.pane import Paragraph
from shortlist.tui.widgets.scatter import Plot

LEGEND = "● on the front  ○ behind it  larger: quicker  ? open  ✖ excluded  ░ fails"
SHORT_LEGEND = "● front  ░ fails"
FRONT, BEHIND = "•●⬤", "◦○◯"
"""Marks by their area: the larger, the quicker."""
AREA = "total"
"""The measure that the area of a mark stands for: the 95th percentile of the latency."""
WITHIN = 4
"""How many times the farthest figure a limit may be for the axis to reach as far."""
LEGEND_WIDTH = 140
"""Under this many columns of the terminal there is room for no more; the pane says of a point what else it is."""


class Axes(NamedTuple):
    """The keys of the measures that a plot shows; None upwards is the scenario's quality."""

    across: str | None = None
    """None is the bill, or the cost per success where the candidates differ in what becomes of their answers."""
    up: str | None = None

    def measures(self, compared: Compared) -> tuple[Measure, Measure]:
        """The measure along the bottom, the one up the side."""
        known = measures(compared)
        first = next(iter(known.values()))
        usual = "task" if differ_in_success(compared) else "bill"
        return known.get(self.across or usual, known[usual]), known.get(self.up or first.key, first)

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


def differ_in_success(compared: Compared) -> bool:
    """Whether a success costs the candidates differently for more than their bill: by rates of their own."""
    for result in compared.ranking:
        for id_, step in result.steps.items():
            own = result.candidate.usage.get(id_)
            if step.serving.measured is not None or (own is not None and own.model_fields_set & SUCCESS):
                return True
    return False


SUCCESS = {"error_rate", "escalation_rate", "failure_rate", "error_cost_usd", "escalation_cost_usd"}
"""What of a step's traffic makes a success dearer than an answer."""


def bound_of(compared: Compared, measure: Measure) -> float | None:
    """What is allowed of a measure by all that is looked at: of steps that allow different things, the most."""
    scenario, needs = compared.scenario, [step.needs for step in compared.steps]
    most: Callable[[list[float]], float] = max
    match measure.key:
        case "bill":
            return scenario.monthly_budget_usd
        case "task":
            return scenario.max_cost_per_successful_task_usd if compared.step is None else None
        case "total":
            limits = [one.max_total_s for one in needs]
        case "ttft":
            limits = [one.max_ttft_s for one in needs]
        case key if key.startswith(QUALITY_PREFIX):
            limits = [step.needs.min_quality for step in compared.steps if scenario.metric_of(step) == key]
            if measure.higher_is_better:
                most = min
        case _:
            return None
    known = [one for one in limits if one is not None]
    return most(known) if known and len(known) == len(limits) else None


def _areas(compared: Compared, selected: Selected, shown: Sequence[Measure]) -> dict[str, int]:
    """The size of each mark, 0 to 2, by a measure that no axis shows; all of one size where it is not known."""
    measure = measures(compared)[AREA]
    known = {one.id: extent[0] for one in selected.results if (extent := measure.of(one)) is not None}
    if measure in shown or len(set(known.values())) < len(FRONT):
        return {}
    order = sorted(set(known.values()), reverse=True)
    return {id_: order.index(value) * len(FRONT) // len(order) for id_, value in known.items()}


def _reaching(values: Sequence[float], bound: float | None) -> Sequence[float]:
    """The figures that an axis holds: a limit among them where it is not far off."""
    if bound is None or not values:
        return values
    far = max(map(abs, values))
    return [*values, bound] if 0 < bound <= WITHIN * far and far <= WITHIN * 10 * bound else values


def _middle(measure: Measure, result: CandidateResult) -> float | None:
    extent = measure.of(result)
    return None if extent is None else extent[0] / 2 + extent[1] / 2


def plot_of(compared: Compared, selected: Selected, axes: Axes) -> Plot:
    """The plot of some candidates; the chosen, the front and the eligible are labelled first."""
    across, up = axes.measures(compared)
    front, areas = pair_front(selected.results, across, up), _areas(compared, selected, (across, up))
    bounds = Bounds(bound_of(compared, across), bound_of(compared, up))
    points, signs = [], {}
    for result in selected.results:
        x, y = _middle(across, result), _middle(up, result)
        if x is not None and y is not None:
            points.append(Point(result.id, result.candidate.name.strip() or result.id, x, y, result.id in front))
            tone: Tone = "good" if result.id in front else STATUS_TONES[result.standing.status]
            sign = standing_sign(compared, result)
            if sign == " ":
                sign = (FRONT if result.id in front else BEHIND)[areas.get(result.id, 1)]
            signs[result.id] = Cell(sign, tone)
    points.sort(key=lambda one: (choice_sign(compared, one.key) == " ", not one.front, compared.ranks[one.key]))
    axis_across, axis_up = (
        axis_of(_reaching(values, bound), 1 if measure.higher_is_better else -1, measure.unit != "points")
        for values, measure, bound in (
            ([one.x for one in points], across, bounds.across),
            ([one.y for one in points], up, bounds.up),
        )
    )
    nothing = selected.nothing
    title = _title(across, axis_across.log)
    title = f"{title}  better ▸" if across.higher_is_better else f"◂ better  {title}"
    if selected.results:
        others = keyed("{candidates.axis_x} and {candidates.axis_y} choose other measures.")
        nothing = f"No candidate here has both {across.title} and {up.title}; {others}"
    return Plot(
        tuple(points),
        axis_across,
        axis_up,
        title,
        f"{'▴' if up.higher_is_better else '▾'} better  {_title(up, axis_up.log)}",
        _Text(across),
        _Text(up),
        signs,
        nothing,
        bounds,
    )


@dataclass(frozen=True)
class _Text:
    """Writes a figure of an axis; equal for equal measures, so that plots can be compared."""

    measure: Measure

    def __call__(self, value: float) -> str:
        text = size_text(self.measure, value)
        # Ticks are round: of whole dollars no cents are told.
        return text.removesuffix(".00") if text.startswith("$") else text


def _title(measure: Measure, log: bool) -> str:
    title = measure.title
    if measure.key.startswith(QUALITY_PREFIX):
        title = metric_label(measure.key)
    if measure.unit != "points":
        title += f", {measure.unit}"
    return f"{title}, log scale" if log else title


def plot_detail(
    compared: Compared, selected: Selected, axes: Axes, key: str | None, plan: Plan, width: int | None = None
) -> Sequence[Paragraph]:
    """The point under the cursor, and whatever the plot leaves out; in a pane beside the plot, of so many columns, all
    the points as well, and who stands on the fronts of other measures."""
    across, up = axes.measures(compared)
    lines: list[Paragraph] = []
    result = compared.by_id.get(key or "")
    if result is not None and not result.steps:
        lines.append(Cell(f"{result.candidate.name} {unplayed(compared, result.candidate)}.", "strong"))
    elif result is not None:
        front = key in pair_front(selected.results, across, up)
        figures = f"{up.title} {_told(up, result)}, {across.title} {_told(across, result)}"
        told = f"{standing_sign(compared, result)} {result.candidate.name}: {figures}".lstrip()
        lines.append(Cell(f"{told}, on the front" if front else told, "strong"))
    beneath = {point.key: f" (in the same place as {mark.point.label})" for mark in plan.marks for point in mark.shared}
    for point in plan.left_out:
        one, at = compared.by_id[point.key], beneath.get(point.key, "")
        lines.append(Cell(f"Without a label: {point.label}{at}: {_told(up, one)}, {_told(across, one)}", "dim"))
    beside = sum(not one.steps for one in selected.results)
    if beside:
        where = "any step" if compared.step is None else compared.step.name
        do = agreeing(beside, "does", "do")
        lines.append(Cell(f"Not drawn: {count(beside, 'candidate')} that {do} not play {where}", "dim"))
    lacking: dict[str, list[str]] = {}
    for one in selected.results:
        unknown = [measure.title for measure in (up, across) if measure.of(one) is None]
        if one.steps and unknown:
            lacking.setdefault(listed(unknown), []).append(one.candidate.name)
    for what, names in lacking.items():
        lines.append(Cell(f"Not drawn, {what} unknown: {'; '.join(names)}", "warn"))
    if width is not None:
        lines += [*point_rows(compared, selected, across, up, key, width), *front_lines(compared, selected, across, up)]
    return lines or [Cell(empty("candidates"), "dim")]


PAIRS = (("up", "bill"), ("up", "total"), ("up", "task"), ("bill", "total"))
"""Measures held against each other beside those of the axes; `up` is the quality that counts first."""
NAME = 26


def point_rows(
    compared: Compared, selected: Selected, across: Measure, up: Measure, key: str | None, width: int
) -> Iterator[Paragraph]:
    """The points, each with both figures and how far it is within its limits, and whom it stands behind."""
    front = pair_front(selected.results, across, up)
    bounds = ((up, bound_of(compared, up)), (across, bound_of(compared, across)))
    yield Cell("The points", "head")
    for one in selected.results:
        if across.of(one) is None or up.of(one) is None:
            continue
        sign = standing_sign(compared, one)
        told = f"{_told(up, one)}, {_told(across, one)}"
        tone: Tone = "strong" if one.id == key else "plain"
        yield Cell(f"{sign} {one.candidate.name}: {told}".strip(), tone)
        where = "on the front"
        if one.standing.status == "excluded":
            where = "excluded, so it takes no part in the front"
        elif one.id not in front:
            # Those that are at least as good in both measures and better in one.
            others = (other for other in selected.results if other is not one)
            better = [other.candidate.name for other in others if one.id not in pair_front([other, one], across, up)]
            where = f"behind {listed(better[:2])}" + (f" and {count(len(better) - 2, 'more')}" if better[2:] else "")
        limits = [_within(measure, bound, one) for measure, bound in bounds if bound is not None]
        yield Cell(f"    {', '.join([where, *limits])}", "dim")


def _within(measure: Measure, bound: float, result: CandidateResult) -> str:
    """How much of what is allowed a figure leaves, or by how much it misses that."""
    middle = _middle(measure, result)
    assert middle is not None
    gap = middle - bound if measure.higher_is_better else bound - middle
    size = size_text(measure, abs(gap))
    return f"{measure.title} {size} {'within' if gap >= 0 else 'past'} its limit"


def front_lines(compared: Compared, selected: Selected, across: Measure, up: Measure) -> Iterator[Cell]:
    """Who stands on the fronts of other pairs of measures."""
    known = measures(compared)
    first = next(iter(known.values()))
    told = []
    for one, other in PAIRS:
        pair = (first if one == "up" else known[one], known[other])
        if {pair[0].key, pair[1].key} == {across.key, up.key}:
            continue
        front = pair_front(selected.results, *pair)
        names = [one.candidate.name for one in selected.results if one.id in front]
        if names:
            told.append(Cell(f"{pair[0].title} and {pair[1].title}: {listed(names)}"))
    if told:
        yield Cell("On other fronts", "head")
        yield from told


def _told(measure: Measure, result: CandidateResult) -> str:
    return extent_text(measure, measure.of(result))
