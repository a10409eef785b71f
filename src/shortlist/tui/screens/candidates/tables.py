"""The tables of the candidates: the comparison in seven columns, and the figures in force."""

from __future__ import annotations

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_WORDS
from shortlist.core.basics.words import seconds
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import needed_metrics, quality_metrics
from shortlist.core.document.metrics import QUALITY_PREFIX, figure_shown, metric_heading
from shortlist.core.document.scenario import COLUMNS
from shortlist.export.levels import played
from shortlist.tui.draw.lines import Cell, width_of
from shortlist.tui.parts.heat_cells import heat_cell, score_bar, usual_levels
from shortlist.tui.screens.candidates.cells import (
    OPEN,
    Selected,
    WholeSentences,
    excluded_cell,
    name_cell,
    plays_cell,
    reached,
    status_cell,
    unplayed_cell,
)
from shortlist.tui.screens.candidates.figures import decimal_points
from shortlist.tui.widgets.summary import money, score_text
from shortlist.tui.widgets.table import Column, Row, Table

BAR, LEAST_BAR = 10, 5
"""Columns of the bar of a score, and how many it has at least."""
NAME = 44
"""Columns that a name asks for at most before other columns give way to it."""
LEAST_NAME = 12
LEAST_CHIP, CHIP, STATUS = 4, 8, 19
"""Columns of the number of open checks, and of their names."""
LEAST_FIGURE, CONTEXT_FIGURE, WIDEST_FIGURE = 6, 9, 16
"""Columns that a figure takes at least; those of a window have six digits."""
ROOMY = 110
"""From here on the facts tell versions and statuses whole."""


class Shape:
    """Which columns of the comparison there is room for: words before bars, bars before longer words."""

    def __init__(self, compared: Compared, selected: Selected, room: int) -> None:
        some = any(len(result.steps) < len(compared.steps) for result in compared.ranking)
        told = [one for one in selected.results if one.steps and one.standing.status != "excluded"]
        values = [value for one in told for value in one.columns.values()]
        rated, ranges = any(one.overridden for one in values), any(one.low != one.high for one in values)
        self.names = names = max((width_of(one.candidate.name) for one in selected.results), default=0) + 3
        self.plays = some and compared.step is None
        scores = max((width_of(score_text(one)) for one in selected.results), default=0)
        self.score = max(5, scores + bool(compared.open_ranks))
        waiting = any(one.standing.status == "needs_check" or one.id in compared.open_ranks for one in selected.results)
        self.level = 4 + rated
        self.status, named = (CHIP, STATUS) if waiting else (LEAST_CHIP, LEAST_CHIP)
        self.least = self.score + 1 + len(COLUMNS) * (self.level + 1) + self.status + 1 + 7 * self.plays
        """Columns of all that stands beside the name at least."""
        self.whole = min(names, NAME) + self.least
        """Columns of a table in which no name is cut, with levels in short words."""
        self.natural = self.whole + BAR + 1
        """The same with bars."""
        left = room - self.whole
        # One more for the gap, and two for the sign that there are more columns to the right, apart from the last.
        self.bar = max(LEAST_BAR, min(BAR, left - 3)) if left > LEAST_BAR + 1 else 0
        """Columns of a bar; 0 where there is no room for one."""
        left -= self.bar + bool(self.bar)
        wide = 7 + (rated and not ranges)
        more = len(COLUMNS) * (wide - self.level) + named - self.status
        self.words = left >= more
        """Whether levels are whole words, open ranges are told and checks named."""
        if self.words:
            self.level, self.status = wide, named
        beside = self.least + self.bar + bool(self.bar) + more * self.words
        # One column stays for the sign that there are more to the right; beside the word “plays” there is one.
        self.name = max(LEAST_NAME, min(names, room - beside - (not self.plays)))


def comparison(compared: Compared, room: int, selected: Selected | None = None, whole: bool = False) -> Table:
    """The candidates against the seven columns in a room of so many columns.

    Of an excluded one the reason stands in its row, unless the whole table is asked for.
    """
    selected = selected or Selected(compared.ranking)
    shape, usual = Shape(compared, selected, room), usual_levels(compared.ranking)
    metric, status = quality_metrics(compared)[0], Column("status", "open", shape.status)
    if whole:
        status = Column("status", "status")
    rows = []
    for result in selected.results:
        low, high = result.score.low, result.score.high
        head = [name_cell(compared, result, selected.marked)]
        bar = [Cell(score_bar(low, high, shape.bar), "plain" if low == high else "warn")] * bool(shape.bar)
        if not result.steps and not whole:
            rows.append(Row(result.id, (*head, Cell("–", "dim"), unplayed_cell(compared, result))))
            continue
        if result.standing.status == "excluded" and not whole:
            bar = [cell._replace(tone="dim") for cell in bar]
            why = excluded_cell(compared, result)
            cells = [*head, Cell(score_text(result), "dim"), *bar, why]
            rows.append(Row(result.id, tuple(cells), drawn=WholeSentences(why)))
            continue
        score = Cell(score_text(result), "strong")
        if result.id in compared.open_ranks:  # its own unknown figures could move the rank
            score = Cell(score.text + OPEN, "warn")
        cells = [*head, score, *bar]
        for criterion in COLUMNS:
            cells.append(heat_cell(criterion, result.columns[criterion], usual.get(criterion), not shape.words))
        cells.append(status_cell(compared, result, status.width or None))
        cells += [plays_cell(compared, result)] * shape.plays
        cells += [Cell(reached(result), "dim"), Cell(comparable(compared, result, metric), "dim")]
        rows.append(Row(result.id, tuple(cells)))
    columns = [
        Column("name", "   candidate", shape.name, names=True),
        Column("score", "score", shape.score, right=True),
    ]
    columns += [Column("range", "0…100", shape.bar)] * bool(shape.bar)
    for one, words in COLUMN_WORDS.items():
        columns.append(Column(one, words.heading if shape.words else words.brief, shape.level))
    columns.append(status)
    columns += [Column("plays", "plays", 6)] * shape.plays
    columns += [Column("access", "reached"), Column("index", "effort, n, version")]
    return Table(tuple(columns), tuple(rows), selected.nothing, max(NAME, shape.name), selected.order)


def facts(compared: Compared, room: int, selected: Selected | None = None, aligned: bool = True) -> Table:
    """The figures in force that the steps need, and what they come to; beside the quality what makes it comparable.

    The decimal points of a column stand beneath each other, unless the figures are wanted as they are.
    """
    selected = selected or Selected(compared.ranking)
    first, *others = quality_metrics(compared)
    needed = needed_metrics(compared)
    index, status, widest = 18, 22, NAME
    if room >= ROOMY:
        index, status, widest = 0, 0, max(NAME, room // 3)
    columns = (
        Column("name", "   candidate", names=True),
        _figure_column(first),
        Column("index", "effort, n, version", index),
        *map(_figure_column, (*others, *needed)),
        Column("total", "p95 s", 7, right=True),
        Column("monthly", "all in $/mo", 11, right=True),
        Column("task", "$/task" if compared.step is None else "$/success", 9, right=True),
        Column("status", "status", status),
        Column("access", "reached"),
    )
    rows = []
    for result in selected.results:
        head = name_cell(compared, result, selected.marked), _figure(result, first)
        if not result.steps:
            rows.append(Row(result.id, (*head, unplayed_cell(compared, result))))
            continue
        worst, per_success = Cell("?", "warn"), Cell(money(result.cost.per_successful_task))
        if result.worst_total_s is not None:
            worst = Cell(seconds(result.worst_total_s))
        if result.cost.per_successful_task is None and played(result, compared.steps):
            per_success = Cell("–", "dim")
        cells = [
            *head,
            Cell(comparable(compared, result, first), "dim"),
            *(_figure(result, metric) for metric in (*others, *needed)),
            worst,
            Cell(money(result.cost.monthly)),
            per_success,
            status_cell(compared, result),
            Cell(reached(result), "dim"),
        ]
        rows.append(Row(result.id, tuple(cells)))
    if aligned:
        rows, columns = _aligned(rows, columns)
    return Table(columns, tuple(rows), selected.nothing, widest, selected.order)


def _aligned(rows: list[Row], columns: tuple[Column, ...]) -> tuple[list[Row], tuple[Column, ...]]:
    """The rows with the figures of every column beneath each other, and the columns as wide as those ask."""
    whole = [row for row in rows if len(row.cells) == len(columns)]
    for at, column in enumerate(columns):
        if not column.right or not whole:
            continue
        texts = decimal_points([row.cells[at].text for row in whole])
        wide = max(column.width, width_of(texts[0]))
        columns = (*columns[:at], column._replace(width=wide), *columns[at + 1 :])
        for place, (row, text) in enumerate(zip(whole, texts, strict=True)):
            cells = (*row.cells[:at], row.cells[at]._replace(text=text), *row.cells[at + 1 :])
            whole[place] = row._replace(cells=cells)
    shown = {row.key: row for row in whole}
    return [shown.get(row.key, row) for row in rows], columns


def _figure_column(metric: str) -> Column:
    """The column of a metric, as wide as its heading and its figures ask."""
    title, least = metric_heading(metric), LEAST_FIGURE
    if metric == "context_window" or metric.startswith(QUALITY_PREFIX):
        least = CONTEXT_FIGURE
    return Column(metric, title, max(least, min(width_of(title), WIDEST_FIGURE)), right=True)


def _figure(result: CandidateResult, metric: str) -> Cell:
    """The figure in force, as its steps are charged by it; `?` is unknown and needed, a dash is needed by nobody."""
    needed = result.served.needed
    value = result.figures.value(metric, needed.get(metric, 0.0))
    if value is not None:
        return Cell(figure_shown(metric, value))
    return Cell("?", "warn") if metric in needed else Cell("–", "dim")


def comparable(compared: Compared, result: CandidateResult, metric: str) -> str:
    """What a quality figure must be read with: index version, effort, examples of the team's own evaluations."""
    found = result.figures.observation(metric)
    examples = sum(run.examples for (candidate, _), run in compared.evaluations.items() if candidate == result.id)
    effort, number, version = "", "", ""
    if found is not None:
        effort, version = found.effort, found.version
    if examples:
        number = f"n={examples:,}"
    return " · ".join(filter(None, (effort, number, version))) or "–"
