"""The candidates: the comparison in seven columns and the recorded figures, with the provenance of both."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.analysis import Analysis
from shortlist.core.candidate import Observation
from shortlist.core.columnvalue import ColumnValue
from shortlist.core.judging import CandidateResult
from shortlist.core.metrics import METRIC_UNITS
from shortlist.core.scenario import COLUMNS
from shortlist.core.scenario import Column as Criterion
from shortlist.core.wording import percent, plain, seconds
from shortlist.export.levels import COLUMN_NAMES, STATUS_SIGNS, STATUS_WORDS, choice_sign, level_word
from shortlist.tui.body import style_beside
from shortlist.tui.lines import Cell, Tone
from shortlist.tui.numbers import number_text
from shortlist.tui.screens.candidate_edits import CandidateEdits
from shortlist.tui.summary import money, score_text
from shortlist.tui.tablebody import View
from shortlist.tui.widgets.grid import Column, Row, Table

WIDE = 110
"""From here on there is room for more than the comparison itself."""
TITLES: dict[Criterion, tuple[str, str]] = {
    "task_fit": ("fit", "fit"),
    "expected_quality": ("quality", "qual"),
    "latency_risk": ("latency", "laten"),
    "cost_risk": ("cost", "cost"),
    "privacy_risk": ("privacy", "priv"),
    "operational_burden": ("ops", "ops"),
    "migration_difficulty": ("migrate", "migr"),
}
"""The heading of each column, in full and in six characters."""
LEVEL_TONES: dict[str, Tone] = {"good": "good", "medium": "plain", "poor": "bad"}
STATUS_TONES: dict[str, Tone] = {"eligible": "good", "needs_check": "warn", "excluded": "bad"}
EMPTY = "No candidates yet. Three are a good start: a managed API, a cheaper one, an open-weight one."


def level_text(criterion: Criterion, value: ColumnValue, short: bool = False) -> str:
    """A level in a word; `?0–50` where something is unknown; a dash where the scenario sets no target."""
    word = level_word(criterion, value)
    if word.startswith("?"):
        return word.replace("? ", "?")
    return (word[:3] if short and len(word) > 5 else word) + ("*" if value.overridden else "")


def _level(criterion: Criterion, value: ColumnValue, short: bool) -> Cell:
    text = level_text(criterion, value, short)
    if text == "–":
        return Cell(text, "dim")
    return Cell(text, "warn" if text.startswith("?") else LEVEL_TONES[value.level or "medium"])


def _name(analysis: Analysis, result: CandidateResult) -> Cell:
    tone: Tone = "dim" if result.standing.status == "excluded" else "plain"
    sign = choice_sign(analysis, result.id)
    if sign == " " and result.standing.status != "eligible":
        sign = STATUS_SIGNS[result.standing.status]
    return Cell(f"{sign} {result.candidate.name}", tone)


def reached(result: CandidateResult) -> str:
    """How it is reached: `managed · openai`."""
    access = {"managed_api": "managed", "hosted_inference": "hosted", "self_hosted": "self-hosted"}
    return f"{access[result.candidate.access]} · {result.candidate.provider}"


def status_cell(result: CandidateResult) -> Cell:
    """The status in words; for those held back, what holds them."""
    standing = result.standing
    held = ", ".join(map(check_name, standing.blocked_by or standing.unknown))
    words = f"{STATUS_SIGNS[standing.status]} {held or STATUS_WORDS[standing.status]}"
    return Cell(words, STATUS_TONES[standing.status])


def comparison(analysis: Analysis, width: int) -> Table:
    """The candidates in rank order against the seven columns."""
    wide = width >= WIDE
    levels = [Column(one, title[0 if wide else 1], 7 if wide else 6) for one, title in TITLES.items()]
    status, access = Column("status", "status", 22), Column("access", "reached", 24)
    tail = (status, *levels, access) if wide else (*levels, status, access)
    rows = []
    for result in analysis.ranking:
        cells = [_level(criterion, result.columns[criterion], not wide) for criterion in COLUMNS]
        told = [status_cell(result), *cells] if wide else [*cells, status_cell(result)]
        score = Cell(score_text(result), "strong")
        rows.append(Row(result.id, (_name(analysis, result), score, *told, Cell(reached(result), "dim"))))
    columns = (Column("name", "candidate"), Column("score", "score", 6, right=True), *tail)
    return Table(columns, tuple(rows), EMPTY, widest=44)


FACTS = ("input_price", "output_price", "output_speed", "ttft", "context_window")


def facts(analysis: Analysis, width: int) -> Table:
    """The figures in force, and what they come to."""
    metric = analysis.workspace.scenario.quality_metric
    columns = (
        Column("name", "candidate"),
        Column(metric, metric.removeprefix("quality."), 9, right=True),
        Column("input_price", "in $/M", 7, right=True),
        Column("output_price", "out $/M", 7, right=True),
        Column("output_speed", "tok/s", 6, right=True),
        Column("ttft", "ttft", 6, right=True),
        Column("context_window", "context", 9, right=True),
        Column("total", "p95 s", 7, right=True),
        Column("monthly", "$/month", 9, right=True),
        Column("task", "$/task", 9, right=True),
        Column("status", "status", 22),
        Column("access", "reached", 24),
    )
    rows = []
    for result in analysis.ranking:
        figures = result.figures
        cells = [_name(analysis, result), *(_figure(figures.value(one)) for one in (metric, *FACTS))]
        worst = result.worst_total_s
        cells += [
            Cell("?", "warn") if worst is None else Cell(seconds(worst)),
            Cell(money(result.cost.monthly)),
            Cell(money(result.cost.per_successful_task)),
            status_cell(result),
            Cell(reached(result), "dim"),
        ]
        rows.append(Row(result.id, tuple(cells)))
    return Table(columns, tuple(rows), EMPTY, widest=44)


def _figure(value: float | None) -> Cell:
    return Cell("?", "warn") if value is None else Cell(plain(value))


def check_name(check: str) -> str:
    """A check's id in words: `first.cost_target` -> `cost target`."""
    return check.partition(".")[2].replace("_", " ")


def standing_lines(result: CandidateResult) -> list[Cell]:
    """The status, with what blocks or what is missing and why."""
    standing = result.standing
    lines = [Cell(f"{STATUS_SIGNS[standing.status]} {STATUS_WORDS[standing.status]}", STATUS_TONES[standing.status])]
    for check in (*standing.blocked_by, *standing.unknown):
        near = " (near miss)" if check in standing.near_miss else ""
        tone: Tone = "bad" if check in standing.blocked_by else "warn"
        lines.append(Cell(f"  {check_name(check).capitalize()}{near}: {result.checks[check].reason}", tone))
    return lines


def reasons(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """Why the row stands where it stands, the column under the cursor first; then every figure's source."""
    result = analysis.by_id[key]
    rank = f"rank {analysis.ranks[key]} of {len(analysis.ranking)}"
    head = f"{result.candidate.name}: {rank}, {score_text(result)} points, {reached(result)}"
    lines = [Cell(head, "strong"), *standing_lines(result)]
    wanted = sorted(COLUMNS, key=lambda one: one != column)
    for one in wanted:
        value = result.columns[one]
        share = analysis.weight_shares[one]
        counts = f", {percent(share)} of the weight" if value.counts else ""
        lines.append(
            Cell(
                f"{COLUMN_NAMES[one]}: {level_text(one, value)}{counts}. {value.reason}",
                "plain" if one != column else "strong",
            )
        )
    return [*lines, *provenance(analysis, result)]


def provenance(analysis: Analysis, result: CandidateResult) -> list[Cell]:
    """Every observation with its source, date, basis and age; the ones in force marked."""
    if not result.candidate.observations:
        return [Cell("No figures are recorded for it yet.", "dim")]
    force = result.in_force()
    lines = [Cell("Figures (● in force)", "head")]
    for observation in result.candidate.observations:
        mark = "●" if any(observation is one for one in force) else " "
        lines.append(Cell(f" {mark} {_sourced(observation, analysis)}", "plain" if mark == "●" else "dim"))
    return lines


def _sourced(one: Observation, analysis: Analysis) -> str:
    unit = METRIC_UNITS.get(one.metric, "")
    tier = f" above {one.above_tokens:,.0f} tokens" if one.above_tokens else ""
    age = (analysis.today - one.as_of).days
    extra = [
        text
        for text in (
            one.version,
            one.effort and f"effort {one.effort}",
            one.provider and f"at {one.provider}",
            one.url,
            one.note,
        )
        if text
    ]
    told = f"{one.metric} {number_text(one.value)} {unit}".rstrip() + tier
    return " · ".join(
        [told, one.source or "no source", f"{one.as_of}, {age} days old", one.basis.replace("_", " "), *extra]
    )


class CandidatesBody(CandidateEdits):
    """The comparison, and the facts under it."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "Candidates in rank order. ★ is the default and ◇ the fallback: those decided on, before that the recommended "
        "ones. ✖ is excluded, ? lacks an answer that it must have. "
        "Levels with ? hold an unknown and show their range; * is a person's own rating."
    )
    VIEWS = (
        View("Comparison", comparison, reasons, "★ default  ◇ fallback  ✖ excluded  ? unknown"),
        View("Facts", facts, reasons, "the figures in force"),
    )
