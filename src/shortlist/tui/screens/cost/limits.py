"""The decision against the limits of the whole as gauges, and the time of a task as a lane of its stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import listed, percent, seconds
from shortlist.core.comparison.assignment import LimitState
from shortlist.core.comparison.lane import LaneStep
from shortlist.core.document.field_names import label_of
from shortlist.core.service.task import NOTICED
from shortlist.export.limits import LIMITS, VERDICT_SIGNS, limit_figure, limit_line, limit_target, limit_verdict, span
from shortlist.export.verdict import limit_states
from shortlist.tui.draw.gauges import FULL, MARK, RANGE, TAIL, gauge
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.widgets.grid import Row
from shortlist.tui.widgets.summary import VERDICT_TONES

LIMIT, LANE, TASK = "limit:", "lane:", "lane"
"""How the keys of these rows begin, and that of the whole task."""
FIGURES = 20
"""Columns for the figures before a bar."""
WORTH_A_BAR = 24
"""Columns of a bar beside which the verdicts are told whole."""
SHORT = {"pass": "within", "fail": "over", "unknown": "not known"}


# --- gauges


def limit_rows(analysis: Analysis) -> Iterator[Row]:
    """A gauge for every limit: the figure, a bar with the limit in it, and whether it is kept, in words."""
    states = limit_states(analysis)
    yield Row("", (Cell(f"The decision against its limits, {MARK} the limit", "head"),), heading=True)
    figures = max([FIGURES, *(width_of(_of_limit(state)) for state in states)])
    verdicts = max((width_of(limit_verdict(state)) for state in states), default=0)
    for state in states:
        told = f"{_of_limit(state)} {VERDICT_SIGNS[state.verdict]} {limit_verdict(state)}"
        cells = Cell(LIMITS[state.limit].title), Cell(told, VERDICT_TONES[state.verdict])
        yield Row(f"{LIMIT}{state.limit}", cells, drawn=partial(_gauged, state, figures, verdicts))
    if not states:
        none = keyed("The scenario sets no limit: screen {tab.scenario} has its budget and its times.")
        yield Row("limits", (Cell("No limits", "dim"), Cell(none, "dim")))


def _of_limit(state: LimitState) -> str:
    return f"{limit_figure(state)} of {limit_target(state)}"


def _gauged(state: LimitState, figures: int, verdicts: int, room: int) -> list[Cell]:
    """The figure, the bar and the verdict in so many columns; where it is narrow the bar gives way to the words.

    `figures` and `verdicts` are the columns of the longest among the gauges, so that all limits stand in one column.
    """
    tone, sign = VERDICT_TONES[state.verdict], VERDICT_SIGNS[state.verdict]
    whole = room - figures - 4 - verdicts >= WORTH_A_BAR
    beside = verdicts if whole else max(map(width_of, SHORT.values()))
    width = max(12, min(60, room - figures - 4 - beside))
    left = room - figures - width - 2
    told = f"{sign} {limit_verdict(state) if whole else SHORT[state.verdict]}"
    drawn = gauge(state.low, state.high, state.target, width)
    # What keeps its limit is plain, so that what does not is seen.
    bar: Tone = "head" if state.verdict == "pass" else tone
    return [Cell(f"{fit(_of_limit(state), figures)} "), Cell(drawn, bar), Cell(fit(f" {told}", left + 1), tone)]


# --- the lane


def lane_rows(analysis: Analysis) -> Iterator[Row]:
    """A row for every step on the path, beginning where the stages before it typically end; beneath, the task."""
    legend = f"The time of a task, s: {FULL} typical {TAIL} 95 of 100 {RANGE} if all are slow at once {MARK} limit"
    yield Row("", (Cell(legend, "head"),), heading=True)
    if analysis.task.monthly == 0:
        yield Row(TASK, (Cell("Not known", "warn"), Cell(keyed("no traffic: {cost.edit}"), "warn")))
        return
    limit = _limit(analysis)
    most = _most(analysis, limit)
    for one in analysis.lane:
        label = Cell(lane_label(analysis, one))
        if one.latency.typical_s is None:
            yield Row(f"{LANE}{one.step}", (label, Cell(f"? {_missing(analysis, one)}", "warn")))
            continue
        share = f"{percent(one.share)} " if one.alternatives > 1 and one.share is not None else ""
        figures = fit(f"{share}{span(one.latency.typical_s, one.latency.total_s, seconds)}", FIGURES)
        stretch = partial(lane_bar, one.start_s, one.latency.typical_s, one.latency.total_s, most, limit)
        yield _on_the_lane(f"{LANE}{one.step}", label, figures, stretch)
    yield _task_row(analysis, most, limit)


LONGEST_LANE = 90
"""Columns that the lane takes at most."""


def _on_the_lane(key: str, label: Cell, figures: str, stretch: Callable[[int], str]) -> Row:
    def drawn(room: int) -> list[Cell]:
        width = max(10, min(LONGEST_LANE, room - width_of(figures) - 1))
        return [Cell(f"{figures} {stretch(width)}", label.tone)]

    return Row(key, (label, Cell(figures, label.tone)), drawn=drawn)


def lane_label(analysis: Analysis, one: LaneStep) -> str:
    """The stage of a step and its name."""
    return f"{one.stage + 1} {_step_name(analysis, one.step)}"


def _limit(analysis: Analysis) -> float | None:
    return next((one.target for one in limit_states(analysis) if one.limit == "max_task_total_s"), None)


def _most(analysis: Analysis, limit: float | None) -> float:
    """The right edge of the scale, in seconds."""
    ends = [one.start_s + one.latency.total_s for one in analysis.lane if one.latency.total_s is not None]
    return max([limit or 0.0, analysis.decision_time.total_high_s or 0.0, *ends]) or 1.0


def _task_row(analysis: Analysis, most: float, limit: float | None) -> Row:
    time = analysis.decision_time
    label = Cell("The task", "strong")
    if time.typical_s is None or time.total_low_s is None or time.total_high_s is None:
        return Row(TASK, (label, Cell("? not known, as a stage is not", "warn")))
    figures = fit(span(time.total_low_s, time.total_high_s, seconds), FIGURES)
    stretch = partial(lane_bar, 0.0, time.typical_s, time.total_low_s, most, limit, high=time.total_high_s)
    return _on_the_lane(TASK, label, figures, stretch)


def lane_bar(
    start: float, typical: float, total: Unknown, most: float, limit: float | None, width: int, *, high: Unknown = None
) -> str:
    """A stretch of the scale: typical, then the tail, then what is only reached where all stages are slow at once."""

    def place(value: float) -> int:
        return min(width, round(value / most * width))

    cells = [" "] * width
    edge = place(start)
    for end, sign in ((start + typical, FULL), (None if total is None else start + total, TAIL), (high, RANGE)):
        # A total is counted from the start of its stage; that of the task from 0, where it starts.
        if end is None:
            continue
        stop = max(place(end), min(width, edge + 1) if sign == FULL and typical > 0 else edge)
        cells[edge:stop] = sign * (stop - edge)
        edge = max(edge, stop)
    if limit is not None:
        cells[min(width - 1, place(limit))] = MARK
    return "".join(cells)


def _missing(analysis: Analysis, one: LaneStep) -> str:
    if one.serving is None:
        chosen = analysis.by_id.get(analysis.choices[one.step].default or "")
        return "nobody is chosen" if chosen is None else f"{chosen.candidate.name} does not take its role"
    lacks = listed(label_of(metric).lower() for metric in one.lacks)
    return f"{one.serving.candidate.name} lacks {lacks or 'what its time rests on'}"


def _step_name(analysis: Analysis, id_: str) -> str:
    return next(step.name for step in analysis.scenario.steps if step.id == id_)


# --- in words


def limit_detail(analysis: Analysis, limit: str) -> Sequence[Cell]:
    """A limit in a sentence, and what its figure is made of."""
    state = next(one for one in limit_states(analysis) if one.limit == limit)
    lines = [Cell(f"{limit_line(state)}.", VERDICT_TONES[state.verdict])]
    if limit == "monthly_budget_usd":
        lines.append(
            Cell("What providers and machines are paid; the work of people and of your engineers is not in it.")
        )
    elif limit == "max_cost_per_successful_task_usd":
        lines.append(Cell("All in all, people and errors too, for each task that passes every stage rightly."))
    elif limit == "max_task_ttft_s":
        lines.append(
            Cell("All stages but the last at their typical time, then the wait for the last one's first token.")
        )
    else:
        lines.append(Cell(RANGE_WORDS))
    return lines


RANGE_WORDS = (
    "95 of 100 tasks are done by then: the low end where slow stages have nothing to do with one another, the high "
    "end where all are slow at once."
)


def lane_detail(analysis: Analysis, id_: str) -> Sequence[Cell]:
    """A stage of a task in words: who serves it, how long, of how much, and for how many tasks."""
    one = next(row for row in analysis.lane if row.step == id_)
    name = _step_name(analysis, id_)
    if one.latency.typical_s is None:
        return [
            Cell(f"“{name}”: its time is unknown, as {_missing(analysis, one)}, and so is that of the task.", "warn")
        ]
    assert one.serving is not None
    needs, time = one.serving.step.needs, one.latency
    tail = "unknown" if time.total_s is None else seconds(time.total_s)
    allowed = "" if needs.max_total_s is None else f" of {seconds(needs.max_total_s)} allowed"
    told = f"typically {seconds(time.typical_s or 0.0)}, at the 95th percentile {tail}{allowed}"
    measured = " (measured)" if time.measured else ""
    lines = [Cell(f"“{name}”, by {one.serving.candidate.name}: {told}{measured}.", "strong")]
    if time.ttft_s is not None:
        wait = "" if needs.max_ttft_s is None else f" of {seconds(needs.max_ttft_s)} allowed"
        lines.append(Cell(f"Its first token after {seconds(time.ttft_s)}{wait}."))
    if one.alternatives > 1 and one.share is not None:
        few = "" if one.share >= NOTICED else "; too few for the tail of the task to count it"
        lines.append(Cell(f"{percent(one.share)} of the tasks take it at stage {one.stage + 1}{few}."))
    return lines


def task_detail(analysis: Analysis) -> Sequence[Cell]:
    """The time of the whole task in words."""
    time = analysis.decision_time
    if time.typical_s is None:
        lines = [Cell("The time of a task is unknown.", "warn")]
        for one in analysis.lane:
            if one.latency.typical_s is None:
                lines.append(Cell(f"  “{_step_name(analysis, one.step)}”: {_missing(analysis, one)}."))
        return lines
    first = "" if time.ttft_s is None else f"; the first token of the last stage after {seconds(time.ttft_s)}"
    lines = [Cell(f"A task typically takes {seconds(time.typical_s)}{first}.", "strong")]
    lines.append(Cell(f"95th percentile: {span(time.total_low_s, time.total_high_s, seconds)}. {RANGE_WORDS}"))
    beside = [step.name for step in analysis.scenario.steps if step.id not in analysis.task.steps]
    if beside:
        lines.append(Cell(f"Beside the path of a task: {listed(f'“{name}”' for name in beside)}.", "dim"))
    return lines
