"""One candidate held against another: measures down, candidates across, with what differs from the first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_NAMES
from shortlist.core.basics.words import capitalised, from_to
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import (
    Extent,
    Measure,
    extent_difference,
    measures,
    needed_metrics,
    quality_metrics,
)
from shortlist.core.document.metrics import METRICS, QUALITY_PREFIX, metric_heading, short_unit
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.scenario import Column as Criterion
from shortlist.export.levels import played, standing_sign
from shortlist.tui.draw.gauges import FULL, RANGE
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.draw.widths import shared_widths
from shortlist.tui.parts.heat_cells import level_text
from shortlist.tui.screens.candidates.cells import (
    Selected,
    extent_text,
    plays_cell,
    size_text,
    status_cell,
)
from shortlist.tui.screens.candidates.figures import decimal_points
from shortlist.tui.widgets.table import Column, Row, Table

LEAST, MEASURE = 17, 28
"""Columns of a candidate at least, and of what is compared at most."""
OF_NOTHING = 10
"""Columns of a candidate that has nothing to say of any measure, where others need the room."""
LEAST_BAR, MOST_BAR = 6, 60
"""Columns of the bar behind a figure; where there are fewer, none is drawn."""
THIN = ("━", "╌")
"""Of bars in rows beneath each other, which would run into one block."""
POINTS = 100.0
"""The whole of a scale of points."""
COMING_TO = ("total", "bill", "monthly", "task", *COLUMNS)
"""What the figures come to."""


def against(compared: Compared, width: int, selected: Selected | None = None, bars: bool = False) -> Table:
    """Measures down, candidates across: the first in full, the others with their difference from it.

    With `bars` each row has bars on one scale, where all columns have room for them.
    """
    selected = selected or Selected(compared.ranking)
    results, known = selected.results, measures(compared)
    qualities, playing = quality_metrics(compared), [one for one in results if one.steps]
    indices = [
        key
        for key, measure in known.items()
        if key.startswith(QUALITY_PREFIX) and (key in qualities or any(measure.of(one) is not None for one in playing))
    ]
    keys = ("score", *indices, *(one for one in needed_metrics(compared) if one in known), *COMING_TO)
    head = Column("measure", "against the first" if len(results) > 1 else "measure")
    if not results:
        return Table((head,), (), selected.nothing)
    rows = [Row("status", (Cell("status"), *(status_cell(compared, one) for one in results)))]
    if compared.step is None and any(played(one, compared.steps) for one in results):
        rows.append(Row("plays", (Cell("plays"), *(plays_cell(compared, one) for one in results))))
    headings = [row_heading(known[key]) for key in keys]
    beside = width - max(map(width_of, (head.title, *headings)))
    room = beside - len(results)
    cells = [[against_cell(known[key], one, results[0]) for one in results] for key in keys]
    aligned = under_each_other(cells)
    titles = [f"{standing_sign(compared, result)} {result.candidate.name}" for result in results]
    if sum(_naturals(titles, [*(row.cells[1:] for row in rows), *aligned])) <= room:
        cells = aligned
    naturals = _naturals(titles, [*(row.cells[1:] for row in rows), *cells])
    # A name gives way before a figure does.
    least = _naturals([""] * len(results), [*(row.cells[1:] for row in rows), *cells], OF_NOTHING)
    if sum(least) > room:
        least = [min(one, LEAST) for one in least]
        cells = [[_narrow(cell) for cell in row] for row in cells]
    widths = shared_widths(naturals, room, least)
    # What is scrolled to leaves what is in sight its room, but for the sign that there is more.
    seen, left = 0, beside
    while seen < len(widths) and widths[seen] < left - (seen < len(widths) - 1):
        left -= widths[seen] + 1
        seen += 1
    for at in range(seen if seen < len(widths) else 0):
        more = max(0, min(left - 1, naturals[at] - widths[at]))
        widths[at] += more
        left -= more
    size = min(MOST_BAR, (room - sum(widths)) // len(results) - 1) if bars and len(results) > 1 else 0
    if size < LEAST_BAR:
        size = 0
    for key, heading, row in zip(keys, headings, cells, strict=True):
        drawn = _with_bars(known[key], results, row, widths, size) if size else row
        rows.append(Row(key, (Cell(heading), *drawn)))
    columns = [head]
    for result, title, wide in zip(results, titles, widths, strict=True):
        wide += size + bool(size)
        columns.append(Column(result.id, title, wide, of_name=True))
    return Table(tuple(columns), tuple(rows), widest=MEASURE)


def _narrow(cell: Cell) -> Cell:
    """A figure and its difference closer to each other, where only so both are whole."""
    return cell._replace(text=cell.text.replace("  ", " ")) if width_of(cell.text) > LEAST else cell


def _naturals(titles: Sequence[str], rows: Sequence[Sequence[Cell]], floor: int = LEAST) -> list[int]:
    """Columns that each candidate asks for, so that nothing of it is cut."""
    return [max(floor, width_of(title), *(width_of(row[at].text) for row in rows)) for at, title in enumerate(titles)]


def _with_bars(
    measure: Measure, results: Sequence[CandidateResult], cells: Sequence[Cell], widths: Sequence[int], size: int
) -> list[Cell]:
    """The cells of a row with bars on the scale of the row behind them, a range lighter up to its end."""
    extents = [measure.of(one) for one in results]
    whole = max((extent[1] for extent in extents if extent is not None), default=0.0)
    if measure.key == "score" or measure.key in COLUMNS:
        whole = POINTS
    if whole <= 0 or all(extent is None or extent == extents[0] for extent in extents):
        return list(cells)
    return [
        cell._replace(text=f"{fit(cell.text, wide)} {extent_bar(extent, whole, size, THIN)}") if extent else cell
        for cell, extent, wide in zip(cells, extents, widths, strict=True)
    ]


def extent_bar(extent: Extent, whole: float, size: int, signs: tuple[str, str] = (FULL, RANGE)) -> str:
    """A range as a bar of so many columns, up to its least, and lighter up to its most."""
    full_sign, range_sign = signs
    low, high = extent
    full = max(int(low > 0), round(max(0.0, low) / whole * size))
    more = max(0, round(max(0.0, high) / whole * size) - full)
    return f"{full_sign * full}{range_sign * more}".ljust(size)


def under_each_other(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Cells of figures, down each column with their decimal points beneath each other; words stay as they are."""
    found = [list(row) for row in rows]
    for at in range(len(rows[0])):
        parts = {place: row[at].text.partition("  ") for place, row in enumerate(rows) if FIGURE.match(row[at].text)}
        texts = decimal_points([figure for figure, _, _ in parts.values()])
        for (place, (_, gap, rest)), text in zip(parts.items(), texts, strict=True):
            found[place][at] = rows[place][at]._replace(text=f"{text}{gap}{rest}")
    return found


FIGURE = re.compile(r"[<−-]?\$?[0-9]")
"""How a figure begins."""


def criterion_of(key: str) -> Criterion | None:
    """The column of the comparison that a measure is, where it is one."""
    return next((column for column in COLUMNS if column == key), None)


def row_title(measure: Measure) -> str:
    """What a row of the comparison is called."""
    criterion = criterion_of(measure.key)
    return measure.title if criterion is None else COLUMN_NAMES[criterion]


def what_is_better(measure: Measure) -> Cell:
    """What a measure is, its unit, and whether more of it is better or less."""
    better = "more" if measure.higher_is_better else "less"
    unit = "" if measure.unit in measure.title else f", in {measure.unit}"
    return Cell(f"{capitalised(row_title(measure))}{unit}: {better} is better.", "strong")


def row_heading(measure: Measure) -> str:
    """The title of a row with the unit that its figures leave out, where there is room for it."""
    title, unit = row_title(measure), short_unit(measure.key)
    if measure.unit.startswith("USD "):
        unit = next((part for part in metric_heading(measure.key).split(" ", 1) if part.startswith("$/")), unit)
    told = f"{title}, {unit}"
    if measure.key not in METRICS or unit in ("s", "share") or width_of(told) > MEASURE:
        return title
    return told


def against_cell(measure: Measure, result: CandidateResult, first: CandidateResult) -> Cell:
    """A measure, and how much it differs from the first one's: the tone says whether for the better."""
    extent, criterion = measure.of(result), criterion_of(measure.key)
    text = extent_text(measure, extent)
    if criterion is not None:
        text = level_text(criterion, result.columns[criterion])
    elif extent is None:
        # Of a recorded figure an unknown is missed only where a step needs it, of all else where it plays one.
        recorded = measure.key in METRICS or measure.key.startswith(QUALITY_PREFIX)
        if not (measure.key in result.served.needed if recorded else result.steps):
            return Cell("–", "dim")
    gap = None if result is first else extent_difference(measure.of(first), extent)
    if gap is None:
        return Cell(text, "warn" if text.startswith("?") else "plain")
    if gap == (0, 0):
        return Cell(f"{text}  =", "dim")
    # It is for the better, or for the worse, where it is so at both ends of a range.
    least, most = gap if measure.higher_is_better else (-gap[1], -gap[0])
    tone: Tone = "warn"
    if least >= 0:
        tone = "good"
    elif most <= 0:
        tone = "bad"
    return Cell(f"{text}  {signed_gap(measure, gap)}", tone)


def signed_gap(measure: Measure, gap: Extent) -> str:
    """`+2.3`, `−$0.05`; `−7…+2` where one of the two is a range."""
    # Finer than the sizes: those are rounded, and 90 and 84 may be 5.2 apart.
    points = measure.key == "score" or measure.key in COLUMNS
    told = []
    for value in gap:
        size = f"{abs(value):.1f}" if points else size_text(measure, abs(value))
        told.append(f"−{size}" if value < 0 else f"+{size}")
    least, most = told
    return from_to(least, most, "…")
