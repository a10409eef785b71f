"""The tables of the evidence: runs by step, kinds and metrics, pairs, failures, and what would settle the choice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from shortlist.core.advice.open_questions import OpenQuestion
from shortlist.core.advice.value_of_information import Look, ValueOfInformation, best_looks
from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import ratio
from shortlist.core.basics.words import or_unknown, percent, said
from shortlist.core.document.checklist import check_labels
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.evidence.calibration import FEW_CHECKS
from shortlist.core.evidence.pairs import RunPair
from shortlist.core.evidence.rates import CostPerSuccess, Rate, rates_of_totals
from shortlist.core.evidence.rows import RowVerdict
from shortlist.core.evidence.runs import IN_PART, RunInForce
from shortlist.export.evidence_json import modelled_per_success
from shortlist.export.evidence_words import NO_DIFFERENCE, p_words
from shortlist.export.levels import step_briefs
from shortlist.tui.draw.evidence_marks import (
    SIGN_TONES,
    SIGNS,
    difference,
    interval,
    outcome_bar,
    rates_under_another,
    sparkline,
)
from shortlist.tui.draw.figures import amount_text, decimals_of, figure_text, on_the_point, true_minus
from shortlist.tui.draw.lines import Cell, Tone, width_of
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.table import Column, Row, Table

WIDE, WIDER, ROOMY = 100, 160, 116
"""From here on intervals are drawn, and drawn larger; from the last on the bars of runs are."""
MARKS = 16
"""Columns of the marks of a run on a narrow terminal."""
SPARKS, SPARK = 130, 12
"""The columns of the table from which on first tokens are drawn, and how many they take."""
WAITING = "What would settle it is being worked out …"
VERDICTS: dict[RowVerdict, tuple[str, Tone]] = {
    "ok": ("✔ ok", "good"),
    "wrong": ("✖ wrong", "bad"),
    "invalid": ("░ invalid", "warn"),
    "cut": ("… cut", "warn"),
    "escalated": ("▚ to a person", "plain"),
    "error": ("× error", "dim"),
}
"""Every verdict in a word with its sign, and its tone."""


class WorkedOut(NamedTuple):
    """What is worked out beside the event loop, because it takes longer than a key may."""

    costs: Mapping[str, CostPerSuccess | None]
    """What a success cost as measured, by the digest of the run."""
    information: ValueOfInformation
    """What would settle the choice."""


# --- runs


def marks_of(one: RunInForce) -> str:
    """What has to be known of a run before its figures are believed, in single words."""
    told = []
    if one.kept is not None and one.kept.problem:
        told.append("rows missing")
    if IN_PART in one.stale:
        told.append("part")
    if set(one.stale) - {IN_PART}:
        told.append("stale")
    if one.judge is not None and one.judge.trust == "not_calibrated":
        told.append("judge unchecked")
    if one.run.critical_failures:
        told.append(f"{one.run.critical_failures} critical")
    return ", ".join(told)


def scale_of(rates: Iterable[Rate | None]) -> tuple[float, float]:
    """The scale on which all intervals of a table are drawn: tenths around the lowest bound, up to 1."""
    lows = [rate.low for rate in rates if rate is not None]
    return (min(0.9, math.floor(min(lows, default=0.0) * 10) / 10), 1.0)


def scale_words(scale: tuple[float, float]) -> str:
    """The scale in words: `60–100 %`."""
    return f"{100 * scale[0]:.0f}–{100 * scale[1]:.0f} %"


def earlier_runs(analysis: Analysis, step: str) -> list[tuple[int, Evaluation]]:
    """The runs of a step that a later one has taken the place of, with their places, the newest first."""
    held = {id(run) for run in analysis.evaluations.values()}
    runs = enumerate(analysis.workspace.evaluations)
    old = [(at, run) for at, run in runs if run.step == step and id(run) not in held]
    return sorted(old, key=lambda row: (row[1].ran_on, row[0]), reverse=True)


def _line(width: int, *drawn: tuple[int, int]) -> int:
    """Columns of the interval of a row: those of the first width, of the widest first, that there is; 0 for none."""
    return next((line for least, line in drawn if width >= least), 0)


def runs_table(analysis: Analysis, width: int) -> Table:
    """The runs in force by step, each as a bar of outcomes and an interval; beneath them those before."""
    bar, line = 12 if width >= ROOMY else 8, _line(width, (ROOMY, 16), (WIDE, 12))
    scale = scale_of(one.rates.success for one in analysis.runs)
    marked = len(analysis.workspace.evaluations) > len(analysis.runs) or any(marks_of(one) for one in analysis.runs)
    columns = [
        Column("name", "run", 0),
        Column("marks", "", 0),
        Column("outcomes", "outcomes", bar, signs=SIGN_TONES),
        Column("n", "n", 5, right=True),
        Column("interval", scale_words(scale), line),
        Column("right", "right, %", 15, right=True),
        Column("p50", "p50, s", 6, right=True),
        Column("p95", "p95, s", 6, right=True),
        Column("spark", "first tokens", SPARK),
        Column("cost", "USD/success", 11, right=True),
        Column("modelled", "modelled", 9, right=True),
        Column("p99", "p99, s", 17, right=True),
    ]
    left_out = {"marks": not marked, "interval": not line, "spark": width < SPARKS}
    columns = [column for column in columns if not left_out.get(column.key)]
    if marked and width < WIDE:
        # What is right comes first where the marks, which the details say in full, would push it off the screen.
        marks = columns.pop(1)
        after = next(at for at, column in enumerate(columns, 1) if column.key == "right")
        columns.insert(after, marks._replace(width=MARKS))
    keys = [column.key for column in columns]
    texts = _run_texts(analysis)
    rows: list[Row] = []
    for step in analysis.scenario.steps:
        held = [one for one in analysis.runs if one.run.step == step.id]
        old = earlier_runs(analysis, step.id)
        if not held and not old:
            continue
        most = said(step.needs.max_error_rate, lambda most: f" · at most {percent(most)} wrong", "")
        rows.append(Row(f"step:{step.id}", (Cell(f"{step.name}{most}", "head"),), heading=True))
        for one in held:
            cells = _run_cells(analysis, one, bar, line, scale, texts)
            rows.append(Row(f"run:{one.place}", tuple(cells[key] for key in keys), also=f"{step.id} {one.run.tool}"))
        for place, run in old:
            cells = {
                "name": Cell(f"  {run.ran_on}: {analysis.by_id[run.candidate].candidate.name}", "dim"),
                "outcomes": Cell(_outcomes_drawn(run, bar), "dim"),
                "n": Cell(f"{run.examples:,}", "dim"),
                "right": Cell(texts["right"][place], "dim"),
                "marks": Cell("earlier", "dim"),
            }
            rows.append(Row(f"run:{place}", tuple(cells.get(key, Cell("")) for key in keys), also="earlier"))
    return Table(tuple(columns), tuple(rows), empty("no_runs"), widest=30)


Texts = Mapping[str, Mapping[int, str]]
"""The figures of runs as they stand under each other, by the column and the place of a run in the file."""


def _run_texts(analysis: Analysis) -> Texts:
    held = {one.place: one for one in analysis.runs}
    rates = {at: rates_of_totals(run).success for at, run in enumerate(analysis.workspace.evaluations)}
    rates |= {at: one.rates.success for at, one in held.items()}
    waits = [one.waiting for one in held.values()]
    seconds = {"p50": [one.p50 for one in waits], "p95": [one.p95 for one in waits], "p99": [one.p99 for one in waits]}
    cost = {
        "cost": [ratio(one.run.cost_usd, one.run.successes) for one in held.values()],
        "modelled": [modelled_per_success(analysis, one.run.candidate, one.run.step) for one in held.values()],
    }
    # One that takes minutes is told without hundredths, and so are those beside it.
    longest = max((value for column in seconds.values() for value in column if value is not None), default=0.0)
    in_seconds = "{:,.1f}".format if longest >= 100 else "{:,.2f}".format
    digits = decimals_of([*cost["cost"], *cost["modelled"]])
    told = {key: [said(value, in_seconds, "–") for value in column] for key, column in seconds.items()}
    for key, column in cost.items():
        told[key] = [said(value, lambda usd: figure_text(usd, digits), "unknown") for value in column]
    texts = {key: dict(zip(held, on_the_point(column), strict=True)) for key, column in told.items()}
    return {**texts, "right": dict(zip(rates, rates_under_another(list(rates.values())), strict=True))}


def _run_cells(
    analysis: Analysis, one: RunInForce, bar: int, line: int, scale: tuple[float, float], texts: Texts
) -> dict[str, Cell]:
    run, waits, rate, place = one.run, one.waiting, one.rates.success, one.place
    drawn, told = "", Cell("every call failed", "bad")
    if rate is not None:
        told = Cell(texts["right"][place], BAR_TONES[against_bar(analysis, one)])
        if line:
            drawn = interval(rate.low, rate.share, rate.high, line, scale)
    p99, cost = Cell(texts["p99"][place]), Cell(texts["cost"][place])
    if waits.of_only is not None and waits.p99 is not None:
        p99 = Cell(f"{p99.text} of only {waits.of_only:,}", "dim")
    if cost.text.startswith("unknown"):
        cost = cost._replace(tone="dim")
    first_tokens: Sequence[float] = ()
    if one.kept is not None:
        first_tokens = one.kept.first_tokens
    return {
        "name": Cell(analysis.by_id[run.candidate].candidate.name),
        "outcomes": Cell(_outcomes_drawn(run, bar)),
        "n": Cell(f"{run.examples:,}"),
        "interval": Cell(drawn),
        "right": told,
        "p50": Cell(texts["p50"][place]),
        "p95": Cell(texts["p95"][place]),
        "spark": Cell(sparkline(first_tokens, SPARK), "head"),
        "p99": p99,
        "cost": cost,
        "modelled": Cell(texts["modelled"][place], "dim"),
        "marks": Cell(marks_of(one), "warn"),
    }


def _outcomes_drawn(run: Evaluation, width: int) -> str:
    return outcome_bar([(SIGNS[key], number) for key, number in run.outcomes.items()], width)


def against_bar(analysis: Analysis, one: RunInForce) -> str:
    """How the errors of a run stand to the bar of its step, as far as the interval tells: a key of `BAR_TONES`, empty
    where there is no bar, or no answer."""
    bar, error = analysis.scenario.by_id[one.run.step].needs.max_error_rate, one.rates.error
    if bar is None or error is None:
        return ""
    if error.high <= bar:
        return "within"
    return "beyond" if error.low > bar else "open against"


BAR_TONES: dict[str, Tone] = {"within": "good", "beyond": "bad", "open against": "warn", "": "strong"}


def without_drawings(table: Table) -> Table:
    """A table without its bars and intervals, for copying."""
    drawn = [at for at, column in enumerate(table.columns) if column.key in ("interval", "outcomes")]
    rows = []
    for row in table.rows:
        if not row.heading and len(row.cells) == len(table.columns):
            row = row._replace(cells=tuple(cell for at, cell in enumerate(row.cells) if at not in drawn))
        rows.append(row)
    columns = tuple(column for at, column in enumerate(table.columns) if at not in drawn)
    return replace(table, columns=columns, rows=tuple(rows))


# --- kinds and metrics


def slices_table(analysis: Analysis, width: int) -> Table:
    """By kind of example, and by each rate of the runs' own, what was right; how much of the golden dataset was run."""
    line = max(16, min(MOST_LINE, width - AROUND_SLICE))
    parts = [(one, _slices(one)) for one in analysis.runs]
    scale = scale_of(rate for _, slices in parts for _, rate in slices)
    columns = (
        Column("what", "kind, metric", 0),
        Column("of", "n", 6, right=True),
        Column("right", "right, %", 15, right=True),
        Column("interval", scale_words(scale), line),
        Column("note", "", 22),
    )
    every = [(what, rate) for _, slices in parts for what, rate in slices]
    # How much was run is no sample, and has no interval.
    whole = [at for at, (what, _) in enumerate(every) if what.startswith(COVERED)]
    told = iter(rates_under_another([rate for _, rate in every], whole))
    rows = []
    for one, slices in parts:
        if not slices:
            continue
        name = analysis.by_id[one.run.candidate].candidate.name
        head = Cell(f"{name} in {analysis.scenario.step_name(one.run.step)}", "head")
        rows.append(Row(f"of:{one.place}", (head,), heading=True))
        for what, rate in slices:
            note = Cell("")
            if what.startswith(COVERED):
                note = Cell("of the golden dataset", "dim")
            elif rate.of < FEW_CHECKS:
                note = Cell("few: it tells little", "dim")
            cells = (
                Cell(f"  {what}"),
                Cell(f"{rate.of:,}"),
                Cell(next(told)),
                Cell(interval(rate.low, rate.share, rate.high, line, scale)),
                note,
            )
            rows.append(Row(f"slice:{one.place}:{what}", cells, also=name))
    return Table(columns, tuple(rows), empty("no_runs"), widest=44)


COVERED = "examples run"
MOST_LINE = 60
"""Columns that an interval is drawn in at most."""
AROUND_SLICE, AROUND_PAIR = 80, 50
"""Columns that stand around the interval of a kind, and around that of a pair beside the names."""


def _slices(one: RunInForce) -> list[tuple[str, Rate]]:
    """How much of the golden dataset a run ran, as a share without a doubt of its own; its kinds; its own metrics."""
    slices = []
    if one.coverage is not None:
        ran, of = one.coverage
        slices.append((COVERED, Rate(ran, of, ran / of, ran / of, float(of))))
    slices += [(kind.replace("_", " "), rate) for kind, rate in one.by_kind.items()]
    return slices + [(f"metric {name}", rate) for name, rate in one.by_metric.items()]


# --- pairs


def pairs_table(analysis: Analysis, width: int) -> Table:
    """Every two candidates of a step: who alone was right how often, the difference and whether chance explains it."""
    pairs = analysis.run_pairs
    widest = max((max(abs(pair.low), abs(pair.high)) for pair in pairs), default=0.1)
    columns = [
        Column("pair", "pair", 0),
        Column("of", "n", 6, right=True),
        Column("apart", "points apart", 16, right=True),
        Column("told", "shown", 0),
        Column("alone", "alone", 9, right=True),
        Column("p", "p", 6, right=True),
    ]
    cells = [_pair_cells(analysis, one) for one in pairs]
    longest = max((width_of(own[0].text) for own in cells), default=0)
    told = max((width_of(own[INTERVAL].text) for own in cells), default=0)
    free = width - AROUND_PAIR - min(PAIR_MOST, longest) - told
    # An odd number of columns has one in its middle.
    line = 0 if free < LEAST_LINE else min(MOST_LINE, free) - 1 + min(MOST_LINE, free) % 2
    if line:
        sides = "◀ second, first ▶: " if line > 30 else ""
        columns.insert(INTERVAL, Column("interval", f"{sides}±{100 * widest:.0f} points", line))
    rows: list[Row] = []
    for step in analysis.scenario.steps:
        held = [(at, pair) for at, pair in enumerate(pairs) if pair.step == step.id]
        if held:
            rows.append(Row(f"step:{step.id}", (Cell(step.name, "head"),), heading=True))
        for at, pair in held:
            own = cells[at]
            if line:
                own.insert(INTERVAL, Cell(difference(pair.low, pair.difference, pair.high, line, widest)))
            rows.append(Row(f"pair:{at}", tuple(own)))
    return Table(tuple(columns), tuple(rows), empty("no_pairs"), widest=PAIR_MOST)


PAIR_MOST, LEAST_LINE = 52, 15
"""Columns of a pair's names at most, and of an interval at least."""
INTERVAL = 3
"""Before which column the interval stands, where it is drawn."""


def _pair_cells(analysis: Analysis, pair: RunPair) -> list[Cell]:
    names = [analysis.by_id[id_].candidate.name for id_ in (pair.first, pair.second)]
    counts = pair.counts
    of = alone = "–"
    if counts is not None:
        of, alone = f"{counts.examples:,}", f"{counts.first_only:,} / {counts.second_only:>2,}"
    shown = Cell(NO_DIFFERENCE)
    if pair.better is not None:
        shown = Cell(f"{analysis.by_id[pair.better].candidate.name} is better", "strong")
    return [
        Cell(f"{names[0]} / {names[1]}"),
        Cell(of),
        Cell(true_minus(f"{100 * pair.difference:+.0f} ({100 * pair.low:+.0f} to {100 * pair.high:>+3.0f})")),
        shown,
        Cell(alone),
        Cell(p_words(pair)),
    ]


# --- what would settle it


def settle_table(analysis: Analysis, drawn: WorkedOut | None, most: int | None = None) -> Table:
    """Whom to try on how many more examples, what it costs, what it saves and changes; then open questions.

    What saves nothing stands apart. With `most` only so many that save something are listed, by their numbers.
    """
    if drawn is None:
        return Table((Column("candidate", "candidate", 0),), (), WAITING)
    columns = (
        Column("candidate", "candidate", 0),
        Column("step", "step", least=12, briefs=step_briefs(analysis.scenario)),
        *LOOK_COLUMNS,
    )
    looks = sorted(best_looks(drawn.information), key=lambda look: look.saves_usd <= 0)
    telling = sum(look.saves_usd > 0 for look in looks)
    if most is not None:
        looks = looks[: min(most, telling)]
    rows = []
    for look, cells in zip(looks, look_cells(looks), strict=True):
        tone: Tone = "plain" if look.saves_usd > 0 else "dim"
        name = Cell(analysis.by_id[look.candidate].candidate.name, tone)
        step = Cell(analysis.scenario.step_name(look.step), tone)
        rows.append(Row(look_key(look), (name, step, *cells), also=look.candidate))
    if len(rows) > telling:
        rows.insert(telling, Row("nothing", (Cell("Saves nothing", "head"),), heading=True))
    if drawn.information.questions and most is None:
        told = "Open questions of the checklist that could change it"
        rows.append(Row("questions", (Cell(told, "head"),), heading=True))
        labels = check_labels(analysis.workspace.checks)
        for at, one in enumerate(drawn.information.questions):
            rows.append(Row(f"question:{at}", (Cell(asked_of(analysis, one)), Cell(labels.get(one.check, one.check)))))
    nothing = "nothing_to_settle" if analysis.workspace.candidates else "nobody_to_settle"
    return Table(columns, tuple(rows), empty(nothing), widest=32)


def asked_of(analysis: Analysis, question: OpenQuestion) -> str:
    """Of whom an open question is asked."""
    if question.candidate is None:
        return "every candidate"
    return analysis.by_id[question.candidate].candidate.name


def look_key(look: Look) -> str:
    """By what the line of a look is known."""
    return f"look:{look.step}:{look.candidate}:{look.examples}"


LOOK_COLUMNS = (
    Column("examples", "more", 5, right=True),
    Column("costs", "costs, USD", 10, right=True),
    Column("saves", "saves USD/month", 15, right=True),
    Column("changes", "changes, %", 10, right=True),
    Column("settles", "settles, %", 10, right=True),
)
"""What is said of a look."""


def look_cells(looks: Sequence[Look]) -> list[list[Cell]]:
    """What is said of looks, in `LOOK_COLUMNS`."""
    costs = on_the_point([or_unknown(look.costs_usd, amount_text) for look in looks])
    saved = on_the_point([amount_text(look.saves_usd) for look in looks])
    rows = []
    for look, cost, saves in zip(looks, costs, saved, strict=True):
        tone: Tone = "plain" if look.saves_usd > 0 else "dim"
        cells = [
            Cell(f"{look.examples:,}", tone),
            Cell(cost, tone),
            Cell(saves, "good" if look.saves_usd > 0 else "dim"),
            Cell(f"{100 * look.changes:.1f}", tone),
            Cell(said(look.settles, lambda share: f"{100 * share:.1f}", "–  "), tone),
        ]
        rows.append(cells)
    return rows
