"""The tables of the candidates: the comparison in seven columns, the figures in force, one held against another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shortlist.core.basics.words import plain, seconds, usd
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import (
    Extent,
    Measure,
    difference,
    measures,
    needed_metrics,
    quality_metrics,
)
from shortlist.core.document.metrics import METRICS, QUALITY_PREFIX, metric_row
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.scenario import Column as Criterion
from shortlist.core.document.vocabulary import ACCESS, STATUSES
from shortlist.core.judging.column_value import COLUMN_NAMES, COLUMN_WORDS, ColumnValue
from shortlist.core.judging.judge import CandidateResult
from shortlist.export.levels import choice_sign, level_word, played, unplayed
from shortlist.tui.draw.lines import Cell, Tone, width_of
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.grid import Column, Row, Table
from shortlist.tui.widgets.summary import money, score_text

WIDE = 110
"""From here on levels are words and the range of a score is drawn."""
LEVEL_TONES: dict[str, Tone] = {"good": "good", "medium": "plain", "poor": "bad"}
STATUS_TONES: dict[str, Tone] = {"eligible": "good", "needs_check": "warn", "excluded": "bad", "no_step": "dim"}
MARK, OPEN = "■", "↕"
"""Of a row that is marked, and of a rank that the candidate's own unknown figures could move."""
LEAST_FIGURE, CONTEXT_FIGURE, WIDEST_FIGURE = 6, 9, 16
"""Columns that a figure takes at least; those of a window have six digits."""


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


def sign_of(compared: Compared, result: CandidateResult) -> str:
    """★ and ◇ for those chosen, else the sign of a status that is not eligible."""
    sign = choice_sign(compared, result.id)
    return STATUSES[result.standing.status].sign if sign == " " and result.standing.status != "eligible" else sign


def name_cell(compared: Compared, result: CandidateResult, marked: Sequence[str] = ()) -> Cell:
    """The name with its mark and its sign."""
    tone: Tone = "dim" if result.standing.status in ("excluded", "no_step") else "plain"
    mark = MARK if result.id in marked else " "
    return Cell(f"{mark}{sign_of(compared, result)} {result.candidate.name}", "accent" if mark == MARK else tone)


def reached(result: CandidateResult) -> str:
    """How it is reached: `managed · openai`."""
    return f"{ACCESS[result.candidate.access].short} · {result.candidate.provider}"


def check_name(check: str) -> str:
    """A check's id in words: `first.cost_target` -> `cost target`."""
    return check.partition(".")[2].replace("_", " ")


def score_cell(compared: Compared, result: CandidateResult) -> Cell:
    """The score, with a sign where its own unknown figures could move the rank."""
    open_ = result.id in compared.open_ranks
    return Cell(f"{score_text(result)}{OPEN if open_ else ''}", "warn" if open_ else "strong")


def status_cell(compared: Compared, result: CandidateResult, width: int | None = None) -> Cell:
    """The status in words; for those held back, what holds them: in a width the first of it, and how much more.

    Of one that nothing holds back, that its rank is open where it is.
    """
    standing = result.standing
    if standing.status == "eligible" and result.id in compared.open_ranks:
        return Cell(f"{STATUSES['eligible'].sign} rank open", "warn")
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


def unplayed_cell(compared: Compared, result: CandidateResult) -> Cell:
    """Why it plays none of the steps that are looked at: it is beside the comparison, and not excluded."""
    return Cell(f"{STATUSES['no_step'].sign} {unplayed(compared, result.candidate)}", "dim")


def comparison(compared: Compared, width: int, selected: Selected | None = None, whole: bool = False) -> Table:
    """The candidates against the seven columns; of an excluded one the reason, unless the whole table is asked for."""
    selected = selected or Selected(compared.ranking)
    wide = width >= WIDE
    levels = [
        Column(one, words.heading if wide else words.heading[:3], 7 if wide else 3)
        for one, words in COLUMN_WORDS.items()
    ]
    score = Column("score", "score", 6 + bool(compared.open_ranks), right=True)
    status = Column("status", "status", 16 if wide else 19)
    range_, access = Column("range", "0…100", 10), Column("access", "reached", 24)
    rests, metric = Column("index", "effort, n, version", 24), quality_metrics(compared)[0]
    some = any(len(result.steps) < len(compared.steps) for result in compared.ranking)
    plays = [Column("plays", "plays", 6)] if some and compared.step is None else []
    rows = []
    for result in selected.results:
        low, high = result.score.low, result.score.high
        head = name_cell(compared, result, selected.marked)
        if not result.steps and not whole:
            rows.append(Row(result.id, (head, Cell("–", "dim"), unplayed_cell(compared, result))))
            continue
        if result.standing.status == "excluded" and not whole:
            rows.append(Row(result.id, (head, Cell(score_text(result), "dim"), excluded_cell(result))))
            continue
        told = [level_cell(criterion, result.columns[criterion], not wide) for criterion in COLUMNS]
        bar = Cell(drawn(low, high, range_.width), "plain" if low == high else "warn")
        ends, rest = Cell(reached(result), "dim"), Cell(comparable(compared, result, metric), "dim")
        state = status_cell(compared, result, None if whole else status.width)
        steps = [plays_cell(compared, result)] * len(plays)
        tail = [bar, state, *steps, *told, ends, rest] if wide else [*told, state, *steps, ends, bar, rest]
        rows.append(Row(result.id, (head, score_cell(compared, result), *tail)))
    columns = (
        (range_, status, *plays, *levels, access, rests) if wide else (*levels, status, *plays, access, range_, rests)
    )
    name = Column("name", "   candidate")
    return Table((name, score, *columns), tuple(rows), selected.empty or empty("candidates"), 44, selected.order)


def plays_cell(compared: Compared, result: CandidateResult) -> Cell:
    """`3 of 5`: how many of the steps it plays; quiet where it plays all of them."""
    told = played(result, compared.steps).removeprefix("plays ")
    return Cell(told, "warn") if told else Cell("all", "dim")


def facts(compared: Compared, width: int, selected: Selected | None = None) -> Table:
    """The figures in force that the steps need, and what they come to; beside the quality what makes it comparable."""
    selected = selected or Selected(compared.ranking)
    first, *others = quality_metrics(compared)
    needed = needed_metrics(compared)
    columns = (
        Column("name", "   candidate"),
        _figure_column(first),
        Column("index", "effort, n, version", 20 if width >= WIDE else 18),
        *map(_figure_column, (*others, *needed)),
        Column("total", "p95 s", 7, right=True),
        Column("monthly", "$/month", 9, right=True),
        Column("task", "$/task" if compared.step is None else "$/success", 9, right=True),
        Column("status", "status", 22),
        Column("access", "reached", 24),
    )
    rows = []
    for result in selected.results:
        if not result.steps:
            rows.append(
                Row(
                    result.id,
                    (
                        name_cell(compared, result, selected.marked),
                        _figure(result, first),
                        unplayed_cell(compared, result),
                    ),
                )
            )
            continue
        worst, per_success = result.worst_total_s, result.cost.per_successful_task
        cells = [
            name_cell(compared, result, selected.marked),
            _figure(result, first),
            Cell(comparable(compared, result, first), "dim"),
            *(_figure(result, metric) for metric in (*others, *needed)),
            Cell("?", "warn") if worst is None else Cell(seconds(worst)),
            Cell(money(result.cost.monthly)),
            Cell("–", "dim") if per_success is None and played(result, compared.steps) else Cell(money(per_success)),
            status_cell(compared, result),
            Cell(reached(result), "dim"),
        ]
        rows.append(Row(result.id, tuple(cells)))
    return Table(columns, tuple(rows), selected.empty or empty("candidates"), 44, selected.order)


def _figure_column(metric: str) -> Column:
    """The column of a metric, as wide as its heading and its figures ask."""
    title = metric_row(metric).heading or metric.removeprefix(QUALITY_PREFIX)
    least = CONTEXT_FIGURE if metric == "context_window" or metric.startswith(QUALITY_PREFIX) else LEAST_FIGURE
    return Column(metric, title, max(least, min(width_of(title), WIDEST_FIGURE)), right=True)


def _figure(result: CandidateResult, metric: str) -> Cell:
    """The figure in force, as its steps are charged by it; `?` is unknown and needed, a dash is needed by nobody."""
    needed = result.served.needed
    value = result.figures.value(metric, needed.get(metric, 0.0))
    if value is not None:
        return Cell(plain(value))
    return Cell("?", "warn") if metric in needed else Cell("–", "dim")


def comparable(compared: Compared, result: CandidateResult, metric: str) -> str:
    """What a quality figure must be read with: index version, effort, examples of the team's own evaluations."""
    found = result.figures.observation(metric)
    examples = sum(run.examples for (candidate, _), run in compared.evaluations.items() if candidate == result.id)
    version, effort = (found.version, found.effort) if found is not None else ("", "")
    return " · ".join(filter(None, [effort, f"n={examples:,}" if examples else "", version])) or "–"


# --- one held against another

COMING_TO = ("total", "bill", "monthly", "task", *COLUMNS)
"""What the figures come to."""


def against(compared: Compared, width: int, selected: Selected | None = None) -> Table:
    """Measures down, candidates across: the first in full, the others with their difference from it."""
    results = (selected or Selected(compared.ranking)).results
    size = 22 if width >= WIDE else 17
    columns = [Column(result.id, f"{sign_of(compared, result)} {result.candidate.name}", size) for result in results]
    known = measures(compared)
    qualities, playing = quality_metrics(compared), [one for one in results if one.steps]
    indices = [
        key
        for key, measure in known.items()
        if key.startswith(QUALITY_PREFIX) and (key in qualities or any(measure.of(one) is not None for one in playing))
    ]
    keys = ("score", *indices, *(one for one in needed_metrics(compared) if one in known), *COMING_TO)
    head = Column("measure", f"against {results[0].candidate.name}" if results else "measure")
    if not results:
        return Table((head,), (), (selected and selected.empty) or empty("candidates"))
    rows = [Row("status", (Cell("status"), *(status_cell(compared, one) for one in results)))]
    if compared.step is None and any(played(one, compared.steps) for one in results):
        rows.append(Row("plays", (Cell("plays"), *(plays_cell(compared, one) for one in results))))
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
    if extent is None and criterion is None and not asked(measure, result):
        return Cell("–", "dim")
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


def asked(measure: Measure, result: CandidateResult) -> bool:
    """Whether an unknown of it is missed: a recorded figure only where a step needs it, all else where it plays one."""
    recorded = measure.key in METRICS or measure.key.startswith(QUALITY_PREFIX)
    return measure.key in result.served.needed if recorded else bool(result.steps)


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
