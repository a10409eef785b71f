"""The decision against the limits of the whole as gauges, and the time of a task as a lane of its stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from shortlist.core.analysis import Analysis
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import listed, percent, said, seconds
from shortlist.core.comparison.assignment import LaneStep, LimitState
from shortlist.core.document.field_names import label_of
from shortlist.core.document.vocabulary import VERDICTS
from shortlist.core.document.whole_limits import TAIL_RANGE, WHOLE_LIMITS
from shortlist.core.service.task import NOTICED
from shortlist.export.limits import BRIEF_VERDICTS, limit_against, limit_line, limit_verdict, seconds_against, span
from shortlist.export.verdict import limit_states
from shortlist.tui.draw.gauges import FULL, MARK, RANGE, TAIL, gauge
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.draw.tones import VERDICT_TONES
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.widgets.table import Row

LIMIT, LANE, TASK = "limit:", "lane:", "lane"
"""How the keys of these rows begin, and that of the whole task."""
FIGURES = 20
"""Columns for the figures before a bar."""
WORTH_A_BAR = 24
"""Columns of a bar beside which the verdicts are told whole."""


# --- gauges


def limit_rows(analysis: Analysis) -> Iterator[Row]:
    """A gauge for every limit: the figure, a bar with the limit in it, and whether it is kept, in words."""
    states = limit_states(analysis)
    yield Row(
        "", (Cell(f"The decision against its limits, {MARK} the limit: shorter is better", "head"),), heading=True
    )
    figures = max([FIGURES, *(width_of(limit_against(state)) for state in states)])
    verdicts = max((width_of(limit_verdict(state)) for state in states), default=0)
    for state in states:
        told = f"{limit_against(state)} {VERDICTS[state.verdict].sign} {limit_verdict(state)}"
        cells = Cell(WHOLE_LIMITS[state.limit].title), Cell(told, VERDICT_TONES[state.verdict])
        yield Row(f"{LIMIT}{state.limit}", cells, drawn=partial(_gauged, state, figures, verdicts))
    if not states:
        none = keyed("The scenario sets no limit: screen {tab.scenario} has its budget and its times.")
        yield Row("limits", (Cell("No limits", "dim"), Cell(none, "dim")))


def _gauged(state: LimitState, figures: int, verdicts: int, room: int) -> list[Cell]:
    """The figure, the bar and the verdict in so many columns; where it is narrow the bar gives way to the words.

    `figures` and `verdicts` are the columns of the longest among the gauges, so that all limits stand in one column.
    """
    tone, sign = VERDICT_TONES[state.verdict], VERDICTS[state.verdict].sign
    whole = room - figures - 4 - verdicts >= WORTH_A_BAR
    beside = verdicts if whole else max(map(width_of, BRIEF_VERDICTS.values()))
    width = max(12, min(60, room - figures - 4 - beside))
    left = room - figures - width - 2
    told = f"{sign} {limit_verdict(state) if whole else BRIEF_VERDICTS[state.verdict]}"
    drawn = gauge(state.low, state.high, state.target, width)
    # What keeps its limit is plain, so that what does not is seen.
    bar: Tone = "head" if state.verdict == "pass" else tone
    return [Cell(f"{fit(limit_against(state), figures)} "), Cell(drawn, bar), Cell(fit(f" {told}", left + 1), tone)]


# --- the lane


def lane_rows(analysis: Analysis) -> Iterator[Row]:
    """A row for every step on the path, beginning where the stages before it typically end; beneath, the task."""
    legend = f"The time of a task, s: {FULL} typical {TAIL} 95 of 100 {RANGE} if all are slow at once {MARK} limit"
    yield Row("", (Cell(legend, "head"),), heading=True)
    if analysis.task.monthly == 0:
        yield Row(TASK, (Cell("Not known", "warn"), Cell(keyed("no traffic: {cost.edit} enters it"), "warn")))
        return
    limit = next((one.target for one in limit_states(analysis) if one.limit == "max_task_total_s"), None)
    ends = [one.start_s + one.latency.total_s for one in analysis.lane if one.latency.total_s is not None]
    # The right edge of the scale, in seconds.
    most = max([limit or 0.0, analysis.decision_time.total_high_s or 0.0, *ends]) or 1.0
    names = [analysis.scenario.step_name(one.step) for one in analysis.lane]
    for one, name, short in zip(analysis.lane, names, short_names(names), strict=True):
        label = Cell(f"{one.stage + 1} {name if width_of(name) <= SHORT_ENOUGH else short}")
        if one.latency.typical_s is None:
            yield Row(f"{LANE}{one.step}", (label, Cell(f"? {_missing(analysis, one)}", "warn")))
            continue
        figures = span(one.latency.typical_s, one.latency.total_s, seconds)
        if one.alternatives > 1 and one.share is not None:
            figures = f"{percent(one.share)} {figures}"
        stretch = partial(lane_bar, one.start_s, one.latency.typical_s, one.latency.total_s, most, limit)
        yield _on_the_lane(f"{LANE}{one.step}", label, fit(figures, FIGURES), stretch)
    time, label = analysis.decision_time, Cell("The task", "strong")
    if time.typical_s is None or time.total_low_s is None or time.total_high_s is None:
        yield Row(TASK, (label, Cell("? not known, as a stage is not", "warn")))
        return
    figures = fit(span(time.total_low_s, time.total_high_s, seconds), FIGURES)
    stretch = partial(lane_bar, 0.0, time.typical_s, time.total_low_s, most, limit, high=time.total_high_s)
    yield _on_the_lane(TASK, label, figures, stretch)


SHORT_ENOUGH = 20
"""Columns of a step's name before its time; the details have a longer one whole."""
LONGEST_LANE = 90
"""Columns that the lane takes at most."""


def _on_the_lane(key: str, label: Cell, figures: str, stretch: Callable[[int], str]) -> Row:
    def drawn(room: int) -> list[Cell]:
        width = max(10, min(LONGEST_LANE, room - width_of(figures) - 1))
        return [Cell(f"{figures} {stretch(width)}", label.tone)]

    return Row(key, (label, Cell(figures, label.tone)), drawn=drawn)


def lane_bar(
    start: float, typical: float, total: Unknown, most: float, limit: float | None, width: int, *, high: Unknown = None
) -> str:
    """A stretch of the scale: typical, then the tail, then what is only reached where all stages are slow at once."""

    def place(value: float) -> int:
        return min(width, round(value / most * width))

    cells = [" "] * width
    edge = place(start)
    # A total is counted from the start of its stage; that of the task from 0, where it starts.
    tail = None if total is None else start + total
    for end, sign in ((start + typical, FULL), (tail, TAIL), (high, RANGE)):
        if end is None:
            continue
        stop = max(edge, place(end))
        if sign == FULL and typical > 0:
            stop = max(stop, min(width, edge + 1))
        cells[edge:stop] = sign * (stop - edge)
        edge = stop
    if limit is not None:
        cells[min(width - 1, place(limit))] = MARK
    return "".join(cells)


def _missing(analysis: Analysis, one: LaneStep) -> str:
    if one.serving is None:
        chosen = analysis.by_id.get(analysis.choices[one.step].default or "")
        if chosen is None:
            return "nobody is chosen"
        return f"{chosen.candidate.name} does not take its role"
    lacks = listed(label_of(metric).lower() for metric in one.lacks)
    return f"{one.serving.candidate.name} lacks {lacks or 'what its time rests on'}"


# --- in words


def limit_detail(analysis: Analysis, limit: str) -> Sequence[Cell]:
    """A limit in a sentence, and what its figure is made of."""
    state = next(one for one in limit_states(analysis) if one.limit == limit)
    return [Cell(f"{limit_line(state)}.", VERDICT_TONES[state.verdict]), Cell(WHOLE_LIMITS[limit].made_of)]


def _allowed(value: Unknown, most: float | None) -> str:
    """A time, and how much it may be where that is limited."""
    told = said(value, seconds, "unknown")
    return told if most is None else f"{seconds_against(told, most)} allowed"


def lane_detail(analysis: Analysis, id_: str) -> Sequence[Cell]:
    """A stage of a task in words: who serves it, how long, of how much, and for how many tasks."""
    one = next(row for row in analysis.lane if row.step == id_)
    name, time = analysis.scenario.named(id_), one.latency
    if time.typical_s is None:
        return [Cell(f"{name}: its time is unknown, as {_missing(analysis, one)}, and so is that of the task.", "warn")]
    assert one.serving is not None
    needs = one.serving.step.needs

    told = f"typically {seconds(time.typical_s)}, at the 95th percentile {_allowed(time.total_s, needs.max_total_s)}"
    if time.measured:
        told += " (measured)"
    lines = [Cell(f"{name}, by {one.serving.candidate.name}: {told}.", "strong")]
    if time.ttft_s is not None:
        lines.append(Cell(f"Its first token after {_allowed(time.ttft_s, needs.max_ttft_s)}."))
    if one.alternatives > 1 and one.share is not None:
        few = "" if one.share >= NOTICED else "; too few for the tail of the task to count it"
        lines.append(Cell(f"{percent(one.share)} of the tasks take it at stage {one.stage + 1}{few}."))
    return lines


def task_detail(analysis: Analysis) -> Sequence[Cell]:
    """The time of the whole task in words."""
    time = analysis.decision_time
    if time.typical_s is None:
        unknown = [one for one in analysis.lane if one.latency.typical_s is None]
        lacks = [f"  {analysis.scenario.named(one.step)}: {_missing(analysis, one)}." for one in unknown]
        return [Cell("The time of a task is unknown.", "warn"), *map(Cell, lacks)]
    told = f"A task typically takes {seconds(time.typical_s)}"
    if time.ttft_s is not None:
        told += f"; the first token of the last stage after {seconds(time.ttft_s)}"
    lines = [
        Cell(f"{told}.", "strong"),
        Cell(f"95th percentile: {span(time.total_low_s, time.total_high_s, seconds)}. {TAIL_RANGE}"),
    ]
    beside = [step.name for step in analysis.scenario.steps if step.id not in analysis.task.steps]
    if beside:
        lines.append(Cell(f"Beside the path of a task: {listed(f'“{name}”' for name in beside)}.", "dim"))
    return lines
