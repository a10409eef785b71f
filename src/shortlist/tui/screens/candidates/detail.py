"""What the details say of a candidate: what it reaches of what is asked, as a grid, what is open, its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_WORDS, ColumnValue
from shortlist.core.basics.words import capitalised, from_to, listed, percent
from shortlist.core.comparison.compared import Compared, open_rank
from shortlist.core.comparison.measures import Measure, measures
from shortlist.core.comparison.open_rank import open_rank_words
from shortlist.core.document.evaluation import success_rate
from shortlist.core.document.metrics import METRICS, is_quality, metric_label
from shortlist.core.document.scenario import COLUMNS, Column
from shortlist.core.document.terms import TERMS, explained
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.document.workspace import choices
from shortlist.core.service.figures import of_another_host, unpriced
from shortlist.export.levels import brief_steps, played, unplayed
from shortlist.tui.draw.gauges import RANGE
from shortlist.tui.draw.lines import Cell, Tone, bar, fit, width_of
from shortlist.tui.draw.tones import STATUS_TONES
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.candidates.cells import (
    check_label,
    drawn,
    extent_text,
    near_miss,
    reached,
)
from shortlist.tui.screens.candidates.comparison_lines import step_lines
from shortlist.tui.screens.candidates.figures import figure_lines, in_force_lines
from shortlist.tui.screens.candidates.gauges import Gauge, step_gauge, tone_of, whole_gauges
from shortlist.tui.screens.candidates.side_by_side import criterion_of, extent_bar, what_is_better
from shortlist.tui.widgets.pane import DrawnLine, Paragraph
from shortlist.tui.widgets.summary import score_text

BAR = 16
"""Columns that the interval of a run is drawn in."""
LEAST_BAR, MOST_BAR = 4, 12
"""Columns of the bar of a gauge; where there are fewer, none is drawn."""
NAME, WEIGHT, POINTS, GAP = 9, 6, 7, 2
FIXED = 1 + NAME + WEIGHT + POINTS
"""Columns of the grid beside those of the steps."""
MOST_STEPS, ASKED = 3, 3
"""How many steps are given room for, and how many of the first candidates are asked how much that is."""
SPANNED_BAR = 8
USUAL_WIDTH = 118
TITLE_EDGES = 8
"""Columns of a title in a border that are not its words."""


class DetailExtent(NamedTuple):
    """How much the details tell."""

    column: str | None = None
    """The column under the cursor of the table, whose sentence is told whatever else is."""
    sentences: bool = False
    """Whether the sentences behind the cells are told, and addresses and notes of the figures."""
    figures: bool = True
    """Whether the figures are told here, and not beside."""


BRIEFLY = DetailExtent()


def reasons(compared: Compared, key: str, width: int, shown: DetailExtent = BRIEFLY) -> Sequence[Paragraph]:
    """Why the row stands where it stands: each column against what is asked, what is open, every figure's source."""
    result = compared.by_id[key]
    lines: list[Paragraph]
    if not result.steps:
        told = f"{result.candidate.name} {unplayed(compared, result.candidate)}."
        keys = keyed("It is not excluded: it is not asked for that. {candidates.edit} changes its roles.")
        lines = [Cell(told, "strong"), Cell(keys, "dim"), *step_lines(compared, [result], width)]
    else:
        lines, name = [], result.candidate.name
        # The title of the pane says the name, as far as that has room there.
        if width_of(name) > width - TITLE_EDGES:
            lines.append(Cell(name, "strong"))
        head = f"{ranked(compared, result)}, {score_text(result)} points, {reached(result)}"
        lines.append(Cell(capitalised(head), "strong"))
        lines += explained_column(shown.column)
        lines += grid_lines(compared, result, width, shown)
        lines += [*open_lines(compared, result), *standing_lines(compared, result), *plays_lines(compared, result)]
        if shown.sentences and compared.step is not None:
            lines += step_lines(compared, [result], width)
        lines += [*serves_lines(compared, result), *own_machines(result), *evaluated(compared, result)]
    if shown.figures:
        lines += figure_lines(compared, result, width, shown.sentences)
    return lines


COLUMN_TERMS = {"total": "p95", "monthly": "bill", "task": "successful_task"}
"""The terms that explain columns which are no metric."""


def explained_column(column: str | None) -> list[Cell]:
    """What the figure under the cursor is, where a column of the table is one."""
    term = TERMS.get(COLUMN_TERMS.get(column or "", ""))
    told = explained(column or "") if term is None else term.line
    return [Cell(told, "dim")] if told else []


# --- the grid: columns of the comparison down, what each step reaches across


def grid_width(compared: Compared) -> int:
    """Columns in which the grid of a candidate usually has room, without bars."""
    fields = (_fields(compared, result)[:MOST_STEPS] for result in compared.ranking[:ASKED])
    return FIXED + max((sum(one.width + GAP for one in steps) for steps in fields), default=0)


class Field(NamedTuple):
    """A step in the grid: its name, what it says of each column of the comparison, and the columns of its words."""

    title: str
    gauges: dict[Column, Gauge]
    width: int


class Laid(NamedTuple):
    """The steps that there is room for, and the columns of the bar behind each figure; 0 where there is none."""

    fields: list[Field]
    bar: int
    room: int
    """Columns of all of them together."""


def grid_lines(compared: Compared, result: CandidateResult, width: int, shown: DetailExtent) -> Iterator[Paragraph]:
    """The columns of the comparison with weight and points, and what the candidate reaches of what is asked."""
    fields = _fields(compared, result)
    laid = _laid(fields, width - FIXED)
    chosen = choices(compared.workspace).values()
    alone = bool(compared.scenario.fallback_share) and any(one.fallback is not None for one in chosen)
    titles = "".join(" " * GAP + fit(one.title, one.width + laid.bar + bool(laid.bar)) for one in laid.fields)
    yield DrawnLine((Cell(f" {'':{NAME}}{'weight':>{WEIGHT}}{'points':>{POINTS}}{titles}", "head"),))
    for column in COLUMNS:
        value, here = result.columns[column], column == shown.column
        points, weight = _points(value), percent(compared.weight_shares[column]) if value.counts else "–"
        title = COLUMN_WORDS[column].title
        cells = [Cell(f"›{title:{NAME}}", "strong") if here else Cell(f" {title:{NAME}}")]
        cells += [Cell(f"{weight:>{WEIGHT}}", "dim"), Cell(f"{points:>{POINTS}}", tone_of(value))]
        whole = whole_gauges(result, compared.scenario, column, alone)
        if alone and sum(GAP + width_of(gauge.text) for gauge in whole) > laid.room:
            whole = whole_gauges(result, compared.scenario, column)  # the figures come before the word
        sentence = here or shown.sentences
        if any(column in field.gauges for field in fields):
            for field in laid.fields:
                cells += _gauge_cells(field.gauges.get(column), field.width, laid.bar)
            yield DrawnLine(tuple(cells))
            if whole and len(fields) > 1:
                yield DrawnLine(
                    (Cell(f"   {'a task':{NAME + WEIGHT + POINTS - 2}}", "dim"), *_spanned(whole, laid.room))
                )
        elif whole:
            yield DrawnLine((*cells, *_spanned(whole, laid.room)))
        else:
            # What says nothing in figures says its sentence: here, where that has room.
            sentence = width_of(value.reason) + GAP > laid.room
            told = "" if sentence else value.reason
            yield DrawnLine((*cells, Cell(" " * GAP + told, "dim")))
        if sentence:
            yield Cell(f"   {value.reason}", "plain" if here else "dim")
    if len(laid.fields) < len(fields):
        rest = listed(field.title for field in fields[len(laid.fields) :])
        yield Cell(keyed(f" Also plays {rest}: {{step.next}} looks at a step alone."), "dim")


def _laid(fields: list[Field], room: int) -> Laid:
    fitting = len(fields)
    while fitting > 1 and sum(field.width + GAP for field in fields[:fitting]) > room:
        fitting -= 1
    seen = fields[:fitting]
    spare = (room - sum(field.width + GAP for field in seen)) // max(1, len(seen)) - 1
    if spare < LEAST_BAR:
        spare = 0
    return Laid(seen, min(MOST_BAR, spare), room)


def _fields(compared: Compared, result: CandidateResult) -> list[Field]:
    """What each step that it plays asks."""
    brief = brief_steps(compared.scenario)
    found = []
    for id_, step in result.steps.items():
        asked = {one: gauge for one in COLUMNS if (gauge := step_gauge(step, one)) is not None}
        words = (brief[id_], *(gauge.text for gauge in asked.values()))
        found.append(Field(brief[id_], asked, max(map(width_of, words))))
    return found


def _gauge_cells(gauge: Gauge | None, width: int, size: int) -> list[Cell]:
    if gauge is None:
        return [Cell(" " * (GAP + width + size + bool(size)))]
    cells = [Cell(" " * GAP), Cell(fit(gauge.text, width), gauge.tone)]
    if size:
        told = " " * size
        if gauge.share is not None:
            told = bar(gauge.share, size)
        cells += [Cell(" "), Cell(told, "good" if gauge.tone == "plain" else gauge.tone)]
    return cells


def _spanned(gauges: Sequence[Gauge], room: int) -> list[Cell]:
    """Figures of the whole beside each other, as many as there is room for; with bars where all have one."""
    seen, left = [], room
    for gauge in gauges:
        left -= GAP + width_of(gauge.text)
        if left < 0:
            break
        seen.append(gauge)
    size = SPANNED_BAR if seen and left >= len(seen) * (SPANNED_BAR + 1) else 0
    return [cell for gauge in seen for cell in _gauge_cells(gauge, width_of(gauge.text), size)]


def _points(value: ColumnValue) -> str:
    if value.low is None or value.high is None:
        return "–"
    return from_to(f"{100 * value.low:.0f}", f"{100 * value.high:.0f}")


# --- in words


def standing_lines(compared: Compared, result: CandidateResult) -> list[Cell]:
    """The status, with what blocks or what is missing and why."""
    standing = result.standing
    lines = [Cell(STATUSES[standing.status].marked, STATUS_TONES[standing.status])]
    for check in (*standing.blocked_by, *standing.unknown):
        told = f"  {check_label(compared, check)}{near_miss(result, check)}: {result.checks[check].reason}"
        lines.append(Cell(told, "bad" if check in standing.blocked_by else "warn"))
    return lines


def ranked(compared: Compared, result: CandidateResult) -> str:
    """`rank 2 of 9`; on one step `rank 2 of the 3 that play “Rerank”`."""
    rank = compared.ranks[result.id]
    if compared.step is None:
        return f"rank {rank} of {len(compared.ranking)}"
    playing = sum(bool(one.steps) for one in compared.ranking)
    return f"rank {rank} of the {playing} that play “{compared.step.name}”"


def open_lines(compared: Compared, result: CandidateResult) -> list[Cell]:
    """That the rank is open, what makes it so, and what to find out first."""
    figures = open_rank(compared, result.id)
    if not figures:
        return []
    words, first = open_rank_words(figures), figures[0]
    places = {"observations": "{candidates.figures} types it", "evaluations": "a run of your own examples shows it"}
    key = keyed(places.get(first.where, "{candidates.edit} fills it in"))
    return [Cell(f"{capitalised(words)}. Ask for the {first.name} first: {key}.", "warn")]


def plays_lines(compared: Compared, result: CandidateResult) -> list[Cell]:
    """Which steps it plays, where that is not all of them."""
    told = played(result, compared.steps)
    if not told:
        return []
    brief = brief_steps(compared.scenario)
    names = listed(brief[step] for step in result.steps)
    return [Cell(f"{capitalised(told)} steps: {names}. It is judged on those alone.")]


def serves_lines(compared: Compared, result: CandidateResult) -> list[Cell]:
    """For which steps it was chosen, where the steps are served by several."""
    if compared.step is not None or not compared.workspace.decision.steps:
        return []
    brief, made = brief_steps(compared.scenario), choices(compared.workspace)
    told = []
    for place, words in (("default", "serves"), ("fallback", "stands in for")):
        steps = [brief[step] for step, choice in made.items() if getattr(choice, place) == result.id]
        if steps:
            told.append(f"{words} {listed(steps)}")
    return [Cell(f"As decided it {' and '.join(told)}.")] if told else []


def own_machines(result: CandidateResult) -> list[Cell]:
    """Of a candidate that the team runs itself: the figures in force that do not hold for its machines."""
    force, candidate = result.in_force(), result.candidate
    unpaid = [metric_label(one.metric).lower() for one in force if unpriced(candidate, one.metric)]
    elsewhere = [metric_label(one.metric).lower() for one in force if of_another_host(candidate, one)]
    told = []
    if unpaid:
        told.append(f"not counted: {listed(dict.fromkeys(unpaid))}")
    if elsewhere:
        told.append(f"seen at another host, and counted until you have your own: {listed(dict.fromkeys(elsewhere))}")
    keys = keyed("{candidates.machines} estimates the machines, {candidates.figures} takes figures.")
    return [Cell(f"On your own machines: {'; '.join(told)}. {keys}", "warn")] if told else []


def evaluated(compared: Compared, result: CandidateResult) -> list[Cell]:
    """The team's own evaluations in force, with their success rate and its interval drawn."""
    lines = []
    for (candidate, step), run in compared.evaluations.items():
        if candidate == result.id:
            rate = success_rate(run)
            told = f"Evaluated on {run.ran_on}, {compared.scenario.named(step)}: "
            told += f"{run.successes} of {run.answered:,} examples right"
            if rate is not None:
                share, low, high = rate
                told += f", {percent(share)} {drawn(100 * low, 100 * high, BAR)} {percent(low)} to {percent(high)}"
            lines.append(Cell(f"{told}."))
    return lines


MEASURE_NAME, MEASURE_BAR = 30, 30
"""Columns of a name beside a bar of a measure at most, and of the bar."""


def measure_bars(
    measure: Measure, results: Sequence[CandidateResult], here: str | None, width: int
) -> Iterator[Paragraph]:
    """A measure of several candidates as bars on one scale, a range lighter up to its end."""
    extents = [(one, measure.of(one)) for one in results]
    whole = max((extent[1] for _, extent in extents if extent is not None), default=0.0)
    if whole <= 0:
        return
    name = min(MEASURE_NAME, max(width_of(one.candidate.name) for one in results))
    size = min(MEASURE_BAR, width - name - 14)
    for one, extent in extents:
        tone: Tone = "strong" if one.id == here else "plain"
        low, high, told = 0.0, 0.0, Cell("?", "warn")
        if extent is not None:
            (low, high), told = extent, Cell(extent_text(measure, extent), tone)
        drawn = extent_bar((low, high), whole, size)
        yield DrawnLine(
            (
                Cell(f" {fit(both_ends(one.candidate.name, name), name)} ", tone),
                Cell(f"{drawn} ", "warn" if RANGE in drawn else "good"),
                told,
            )
        )


def measured(
    compared: Compared,
    key: str,
    column: str | None,
    results: Sequence[CandidateResult] = (),
    width: int = USUAL_WIDTH,
) -> Sequence[Paragraph]:
    """A row of the comparison of several: what the measure is, how they stand in it, and why the candidate under the
    cursor has it."""
    measure = measures(compared).get(key)
    result = compared.by_id.get(column or "")
    lines: list[Paragraph] = []
    if measure is not None:
        lines.append(what_is_better(measure))
        lines += measure_bars(measure, results, column, width)
    if result is None:
        return lines
    name = result.candidate.name
    if measure is None and result.steps:
        lines.append(Cell(f"{name}: {ranked(compared, result)}", "strong"))
        lines += [*open_lines(compared, result), *plays_lines(compared, result)]
    criterion = criterion_of(key)
    if criterion is not None:
        lines.append(Cell(f"{name}: {result.columns[criterion].reason}"))
    elif measure is not None:
        lines.append(Cell(f"{name}: {extent_text(measure, measure.of(result))}"))
        lines += in_force_lines(compared, result, key)
    if not result.steps:
        return [*lines, Cell(f"{name} {unplayed(compared, result.candidate)}.", "dim")]
    return [*lines, *standing_lines(compared, result)]


def measured_of_all(
    compared: Compared, key: str, column: str | None, results: Sequence[CandidateResult]
) -> Sequence[Paragraph]:
    """The same where a table with bars stands above it: of every one of several why, or from whom, it has that."""
    measure, criterion = measures(compared).get(key), criterion_of(key)
    lines: list[Paragraph] = []
    if measure is not None:
        lines.append(what_is_better(measure))
        lines += explained_column(key)
    recorded = key in METRICS or is_quality(key)
    for one in results:
        name = one.candidate.name
        tone: Tone = "strong" if one.id == column else "plain"
        if not one.steps:
            lines.append(Cell(f"{name} {unplayed(compared, one.candidate)}.", "dim"))
        elif measure is None:
            lines.append(Cell(f"{name}: {ranked(compared, one)}", "strong"))
            lines += [*open_lines(compared, one), *standing_lines(compared, one), *plays_lines(compared, one)]
        elif criterion is not None:
            lines.append(Cell(f"{name}: {one.columns[criterion].reason}", tone))
        elif recorded:
            lines.append(Cell(f"{name}: {extent_text(measure, measure.of(one))}", tone))
            lines += in_force_lines(compared, one, key)
        else:
            lines.append(Cell(f"{name}: {worked_out(compared, one, key)}", tone))
    return lines


def worked_out(compared: Compared, result: CandidateResult, key: str) -> str:
    """What a figure that is worked out comes from: its parts step by step, or the columns that decide a score."""
    if key == "score":
        told = [
            f"{COLUMN_WORDS[column].title} {_points(value)} × {percent(share)}"
            for column, value in result.columns.items()
            if (share := compared.weight_shares[column]) and value.counts
        ]
        return ", ".join(told)
    measure, brief = measures(compared)[key], brief_steps(compared.scenario)
    told = [f"{brief[id_]} {extent_text(measure, measure.of(step.alone))}" for id_, step in result.steps.items()]
    whole = extent_text(measure, measure.of(result))
    return f"{whole}; {', '.join(told)}" if len(told) > 1 else whole
