"""The tables of the candidates: the comparison in seven columns, the figures in force, one held against another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import plain, seconds, usd
from shortlist.core.comparison.measures import Extent, Measure, difference, measures
from shortlist.core.document.metrics import METRICS
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.scenario import Column as Criterion
from shortlist.core.document.vocabulary import ACCESS, STATUSES
from shortlist.core.judging.column_value import COLUMN_NAMES, COLUMN_WORDS, ColumnValue
from shortlist.core.judging.judge import CandidateResult
from shortlist.export.levels import choice_sign, level_word
from shortlist.tui.draw.lines import Cell, Tone, width_of
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.grid import Column, Row, Table
from shortlist.tui.widgets.summary import money, score_text

WIDE = 110
"""From here on levels are words and the range of a score is drawn."""
LEVEL_TONES: dict[str, Tone] = {"good": "good", "medium": "plain", "poor": "bad"}
STATUS_TONES: dict[str, Tone] = {"eligible": "good", "needs_check": "warn", "excluded": "bad", "no_step": "plain"}
MARK = "■"
FACTS = {"input_price": 7, "output_price": 7, "output_speed": 6, "ttft": 6, "context_window": 9}
"""The metrics that have a column, and how wide it is."""


class Selected(NamedTuple):
    """Which candidates a table shows, in which order, and which of them are marked."""

    results: Sequence[CandidateResult]
    marked: tuple[str, ...] = ()
    order: tuple[str, bool] | None = None
    """The column that they are sorted by, and whether it rises."""
    empty: str = ""
    """What stands in place of the rows; empty where there are no candidates at all."""


def level_text(criterion: Criterion, value: ColumnValue, short: bool = False) -> str:
    """A level in a word, or in its first letter; a range where something is unknown; a dash without a target."""
    word = level_word(criterion, value)
    if word.startswith("?"):
        return "?" if short else word.replace("? ", "?")
    return (word[:1] if short else word) + ("*" if value.overridden else "")


def level_cell(criterion: Criterion, value: ColumnValue, short: bool = False) -> Cell:
    """The same in its tone."""
    text = level_text(criterion, value, short)
    if text == "–":
        return Cell(text, "dim")
    return Cell(text, "warn" if text.startswith("?") else LEVEL_TONES[value.level or "medium"])


def sign_of(analysis: Analysis, result: CandidateResult) -> str:
    """★ and ◇ for those chosen, else the sign of a status that is not eligible."""
    sign = choice_sign(analysis, result.id)
    return STATUSES[result.standing.status].sign if sign == " " and result.standing.status != "eligible" else sign


def name_cell(analysis: Analysis, result: CandidateResult, marked: Sequence[str] = ()) -> Cell:
    """The name with its mark and its sign."""
    tone: Tone = "dim" if result.standing.status == "excluded" else "plain"
    mark = MARK if result.id in marked else " "
    return Cell(f"{mark}{sign_of(analysis, result)} {result.candidate.name}", "accent" if mark == MARK else tone)


def reached(result: CandidateResult) -> str:
    """How it is reached: `managed · openai`."""
    return f"{ACCESS[result.candidate.access].short} · {result.candidate.provider}"


def check_name(check: str) -> str:
    """A check's id in words: `first.cost_target` -> `cost target`."""
    return check.partition(".")[2].replace("_", " ")


def status_cell(result: CandidateResult, width: int | None = None) -> Cell:
    """The status in words; for those held back, what holds them: in a width the first of it, and how much more."""
    standing = result.standing
    names = [check_name(check) for check in standing.blocked_by or standing.unknown]
    held = ", ".join(names)
    if width is not None and names[1:] and width_of(held) + 2 > width:
        held = f"{names[0]} +{len(names) - 1}"
    words = f"{STATUSES[standing.status].sign} {held or STATUSES[standing.status].name}"
    return Cell(words, STATUS_TONES[standing.status])


def excluded_cell(result: CandidateResult) -> Cell:
    """Why it is excluded, check by check, with the figures; one that it misses by little says so."""
    told = []
    for check in result.standing.blocked_by:
        near = " (near miss)" if check in result.standing.near_miss else ""
        told.append(f"{check_name(check).capitalize()}{near}: {result.checks[check].reason.removesuffix('.')}")
    return Cell(f"{STATUSES['excluded'].sign} {'. '.join(told)}.", "bad")


def drawn(low: float | None, high: float | None, width: int) -> str:
    """A range from 0 to 100 on a dotted scale: `···├──┤···`, one figure as `···┃···`."""
    if low is None or high is None:
        return "?".center(width)
    first, last = (round(max(0.0, min(100.0, value)) / 100 * (width - 1)) for value in (low, high))
    if f"{low:.0f}" == f"{high:.0f}":
        inner = "┃"
    elif first == last:
        inner = "│"
    else:
        inner = f"├{'─' * (last - first - 1)}┤"
    return "·" * first + inner + "·" * (width - first - len(inner))


def comparison(analysis: Analysis, width: int, selected: Selected | None = None, whole: bool = False) -> Table:
    """The candidates against the seven columns; of an excluded one the reason, unless the whole table is asked for."""
    selected = selected or Selected(analysis.ranking)
    wide = width >= WIDE
    levels = [
        Column(one, words.heading if wide else words.heading[:3], 7 if wide else 3)
        for one, words in COLUMN_WORDS.items()
    ]
    score, status = Column("score", "score", 6, right=True), Column("status", "status", 16 if wide else 19)
    range_, access = Column("range", "0…100", 10), Column("access", "reached", 24)
    rests, metric = Column("index", "effort, n, version", 24), analysis.workspace.scenario.quality_metric
    rows = []
    for result in selected.results:
        low, high = result.score.low, result.score.high
        if result.standing.status == "excluded" and not whole:
            head = name_cell(analysis, result, selected.marked), Cell(score_text(result), "dim")
            rows.append(Row(result.id, (*head, excluded_cell(result))))
            continue
        told = [level_cell(criterion, result.columns[criterion], not wide) for criterion in COLUMNS]
        bar = Cell(drawn(low, high, range_.width), "plain" if low == high else "warn")
        own = [Cell(score_text(result), "strong")]
        ends, rest = Cell(reached(result), "dim"), Cell(comparable(analysis, result, metric), "dim")
        state = status_cell(result, None if whole else status.width)
        tail = [bar, state, *told, ends, rest] if wide else [*told, state, ends, bar, rest]
        rows.append(Row(result.id, (name_cell(analysis, result, selected.marked), *own, *tail)))
    columns = (range_, status, *levels, access, rests) if wide else (*levels, status, access, range_, rests)
    name = Column("name", "   candidate")
    return Table((name, score, *columns), tuple(rows), selected.empty or empty("candidates"), 44, selected.order)


def facts(analysis: Analysis, width: int, selected: Selected | None = None) -> Table:
    """The figures in force, and what they come to; beside the quality what makes it comparable."""
    selected = selected or Selected(analysis.ranking)
    metric = analysis.workspace.scenario.quality_metric
    columns = (
        Column("name", "   candidate"),
        Column(metric, metric.removeprefix("quality."), 9, right=True),
        Column("index", "effort, n, version", 20 if width >= WIDE else 18),
        *(Column(one, METRICS[one].heading, size, right=True) for one, size in FACTS.items()),
        Column("total", "p95 s", 7, right=True),
        Column("monthly", "$/month", 9, right=True),
        Column("task", "$/task", 9, right=True),
        Column("status", "status", 22),
        Column("access", "reached", 24),
    )
    rows = []
    for result in selected.results:
        figures = result.figures
        known = [_figure(figures.value(one)) for one in (metric, *FACTS)]
        worst = result.worst_total_s
        cells = [
            name_cell(analysis, result, selected.marked),
            known[0],
            Cell(comparable(analysis, result, metric), "dim"),
            *known[1:],
            Cell("?", "warn") if worst is None else Cell(seconds(worst)),
            Cell(money(result.cost.monthly)),
            Cell(money(result.cost.per_successful_task)),
            status_cell(result),
            Cell(reached(result), "dim"),
        ]
        rows.append(Row(result.id, tuple(cells)))
    return Table(columns, tuple(rows), selected.empty or empty("candidates"), 44, selected.order)


def _figure(value: float | None) -> Cell:
    return Cell("?", "warn") if value is None else Cell(plain(value))


def comparable(analysis: Analysis, result: CandidateResult, metric: str) -> str:
    """What a quality figure must be read with: index version, effort, examples of the team's own evaluations."""
    found = result.figures.observation(metric)
    examples = sum(run.examples for (candidate, _), run in analysis.evaluations.items() if candidate == result.id)
    version, effort = (found.version, found.effort) if found is not None else ("", "")
    return " · ".join(filter(None, [effort, f"n={examples:,}" if examples else "", version])) or "–"


# --- one held against another

COMPARED = ("score", *FACTS, "total", "bill", "monthly", "task", *COLUMNS)


def against(analysis: Analysis, width: int, selected: Selected | None = None) -> Table:
    """Measures down, candidates across: the first in full, the others with their difference from it."""
    results = (selected or Selected(analysis.ranking)).results
    size = 22 if width >= WIDE else 17
    columns = [Column(result.id, f"{sign_of(analysis, result)} {result.candidate.name}", size) for result in results]
    known = measures(analysis.workspace)
    quality = analysis.workspace.scenario.quality_metric
    indices = [
        key
        for key, measure in known.items()
        if key.startswith("quality.") and (key == quality or any(measure.of(one) is not None for one in results))
    ]
    keys = (COMPARED[0], *indices, *COMPARED[1:])
    head = Column("measure", f"against {results[0].candidate.name}" if results else "measure")
    if not results:
        return Table((head,), (), (selected and selected.empty) or empty("candidates"))
    rows = [Row("status", (Cell("status"), *map(status_cell, results)))]
    for key in keys:
        cells = [against_cell(known[key], one, results[0], at == 0) for at, one in enumerate(results)]
        rows.append(Row(key, (Cell(row_title(known[key])), *cells)))
    return Table((head, *columns), tuple(rows), widest=26)


def row_title(measure: Measure) -> str:
    """What a row of the comparison is called."""
    return next((name for column, name in COLUMN_NAMES.items() if column == measure.key), measure.title)


def against_cell(measure: Measure, result: CandidateResult, first: CandidateResult, is_first: bool) -> Cell:
    """A measure, and how much it differs from the first one's: the tone says whether for the better."""
    extent = measure.of(result)
    criterion = next((column for column in COLUMNS if column == measure.key), None)
    text = level_text(criterion, result.columns[criterion]) if criterion else extent_text(measure, extent)
    gap = None if is_first else difference(measure.of(first), extent)
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
    return Cell(f"{text}  {signed(measure, gap)}", tone)


def signed(measure: Measure, gap: Extent) -> str:
    """`+2.3`, `−$0.05`; `−7…+2` where one of the two is a range."""
    # Finer than the sizes: those are rounded, and 90 and 84 may be 5.2 apart.
    points = measure.key == "score" or measure.key in COLUMNS
    sizes = (f"{abs(value):.1f}" if points else size_text(measure, abs(value)) for value in gap)
    low, high = (f"{'−' if value < 0 else '+'}{size}" for value, size in zip(gap, sizes, strict=True))
    return low if low == high else f"{low}…{high}"


def extent_text(measure: Measure, extent: Extent | None) -> str:
    """A measure as read, a range from its least to its most; `?` where it is unknown."""
    if extent is None:
        return "?"
    low, high = (size_text(measure, value) for value in extent)
    return low if low == high else f"{low}–{high}"


def size_text(measure: Measure, value: float) -> str:
    """A size with its unit where the unit is short."""
    if measure.unit.startswith("USD"):
        return usd(value)
    if measure.unit == "s":
        return seconds(value)
    return f"{value:.0f}" if measure.key == "score" or measure.key in COLUMNS else plain(value)
