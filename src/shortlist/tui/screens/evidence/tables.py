"""The tables of the evidence: runs by step, kinds and metrics, pairs, failures, and what would settle the choice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from shortlist.core.advice.settling import Look, Settling, best_looks
from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import percent
from shortlist.core.document.checklist import checklist
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.evidence.calibration import FEW_CHECKS
from shortlist.core.evidence.failures import ExampleOutcome
from shortlist.core.evidence.pairs import RunPair
from shortlist.core.evidence.rates import CostPerSuccess, Rate, rates_of_totals
from shortlist.core.evidence.rows import RowVerdict
from shortlist.core.evidence.runs import RunInForce
from shortlist.core.evidence.stale import IN_PART
from shortlist.export.evidence_json import modelled_per_success
from shortlist.export.evidence_words import NO_DIFFERENCE, p_words
from shortlist.tui.draw.evidence_marks import (
    SIGN_TONES,
    SIGNS,
    difference,
    interval,
    outcome_bar,
    rates_under_another,
    sparkline,
)
from shortlist.tui.draw.figures import decimals_of, figure_text, on_the_point
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.grid import Column, Row, Table

WIDE, WIDER, ROOMY = 100, 160, 116
"""From here on intervals are drawn, and drawn larger; from the last on the bars of runs are."""
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


class Drawn(NamedTuple):
    """What is worked out beside the event loop, because it takes longer than a key may."""

    costs: Mapping[str, CostPerSuccess | None]
    """What a success cost as measured, by the digest of the run."""
    settling: Settling
    """What would settle the choice."""


# --- runs


def outcomes(run: Evaluation) -> dict[str, int]:
    """What became of the examples of a run, by its totals."""
    invalid, failed, person = (getattr(run, key) or 0 for key in ("invalid_outputs", "errors", "escalations"))
    wrong = max(0, run.examples - run.successes - invalid - failed - person)
    return {"right": run.successes, "wrong": wrong, "invalid": invalid, "person": person, "failed": failed}


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
    rows = [(at, run) for at, run in enumerate(analysis.workspace.evaluations) if run.step == step]
    old = [(at, run) for at, run in rows if id(run) not in held]
    return sorted(old, key=lambda row: (row[1].ran_on, row[0]), reverse=True)


def runs_table(analysis: Analysis, width: int, drawn: Drawn | None = None) -> Table:
    """The runs in force by step, each as a bar of outcomes and an interval; beneath them those before."""
    bar, line = (12, 16) if width >= ROOMY else (8, 12) if width >= WIDE else (8, 0)
    scale = scale_of(one.rates.success for one in analysis.runs)
    marked = len(analysis.workspace.evaluations) > len(analysis.runs) or any(marks_of(one) for one in analysis.runs)
    columns = [
        Column("name", "run", 0),
        *([Column("marks", "", 0)] if marked else []),
        Column("outcomes", "outcomes", bar, signs=SIGN_TONES),
        Column("n", "n", 5, right=True),
        *([Column("interval", scale_words(scale), line)] if line else []),
        Column("right", "right, %", 15, right=True),
        Column("p50", "p50, s", 6, right=True),
        Column("p95", "p95, s", 6, right=True),
        *([Column("spark", "first tokens", SPARK)] if width >= SPARKS else []),
        Column("cost", "USD/success", 11, right=True),
        Column("modelled", "modelled", 9, right=True),
        Column("p99", "p99, s", 17, right=True),
    ]
    keys = [column.key for column in columns]
    texts = _run_texts(analysis)
    rows: list[Row] = []
    for step in analysis.scenario.steps:
        held = [one for one in analysis.runs if one.run.step == step.id]
        old = earlier_runs(analysis, step.id)
        if not held and not old:
            continue
        bar_told = "" if step.needs.max_error_rate is None else f" · at most {percent(step.needs.max_error_rate)} wrong"
        rows.append(Row(f"step:{step.id}", (Cell(f"{step.name}{bar_told}", "head"),), heading=True))
        for one in held:
            cells = _run_cells(analysis, one, bar, line, scale, texts)
            rows.append(Row(f"run:{one.place}", tuple(cells[key] for key in keys), also=f"{step.id} {one.run.tool}"))
        for place, run in old:
            cells = _earlier_cells(analysis, run, bar, texts)
            rows.append(Row(f"run:{place}", tuple(cells.get(key, Cell("")) for key in keys), also="earlier"))
    return Table(tuple(columns), tuple(rows), empty("no_runs"), widest=30)


class RunTexts(NamedTuple):
    """The figures of all runs as they stand under each other; by the place of a run in the file."""

    right: Mapping[int, str]
    p50: Mapping[int, str]
    p95: Mapping[int, str]
    p99: Mapping[int, str]
    cost: Mapping[int, str]
    modelled: Mapping[int, str]


def _run_texts(analysis: Analysis) -> RunTexts:
    held = {one.place: one for one in analysis.runs}
    rates = {at: rates_of_totals(run).success for at, run in enumerate(analysis.workspace.evaluations)}
    rates |= {at: one.rates.success for at, one in held.items()}
    waits = [(one.waiting.p50, one.waiting.p95, one.waiting.p99) for one in held.values()]
    # One that takes minutes is told without hundredths, and so are those beside it.
    decimals = 1 if max((value for row in waits for value in row if value is not None), default=0.0) >= 100 else 2
    p50, p95, p99 = (
        dict(
            zip(
                held,
                on_the_point(["–" if row[at] is None else f"{row[at]:,.{decimals}f}" for row in waits]),
                strict=True,
            )
        )
        for at in range(3)
    )
    cost = [
        None if one.run.cost_usd is None or not one.run.successes else one.run.cost_usd / one.run.successes
        for one in held.values()
    ]
    modelled = [modelled_per_success(analysis, one.run.candidate, one.run.step) for one in held.values()]
    digits = decimals_of([*cost, *modelled])
    measured, as_modelled = (
        dict(
            zip(
                held,
                on_the_point(["unknown" if one is None else figure_text(one, digits) for one in column]),
                strict=True,
            )
        )
        for column in (cost, modelled)
    )
    right = dict(zip(rates, rates_under_another(list(rates.values())), strict=True))
    return RunTexts(right, p50, p95, p99, measured, as_modelled)


def _run_cells(
    analysis: Analysis, one: RunInForce, bar: int, line: int, scale: tuple[float, float], texts: RunTexts
) -> dict[str, Cell]:
    run, waits, rate = one.run, one.waiting, one.rates.success
    marks = marks_of(one)
    told = Cell("every call failed", "bad") if rate is None else Cell(texts.right[one.place], _tone(analysis, one))
    only = "" if waits.of_only is None or waits.p99 is None else f" of only {waits.of_only:,}"
    return {
        "name": Cell(analysis.by_id[run.candidate].candidate.name),
        "outcomes": Cell(outcome_bar([(SIGNS[key], number) for key, number in outcomes(run).items()], bar)),
        "n": Cell(f"{run.examples:,}"),
        "interval": Cell("" if rate is None or not line else interval(rate.low, rate.share, rate.high, line, scale)),
        "right": told,
        "p50": Cell(texts.p50[one.place]),
        "p95": Cell(texts.p95[one.place]),
        "spark": Cell(sparkline(one.kept.first_tokens, SPARK) if one.kept is not None else "", "head"),
        "p99": Cell(f"{texts.p99[one.place]}{only}", "dim" if only else "plain"),
        "cost": Cell(texts.cost[one.place], "dim" if texts.cost[one.place].startswith("unknown") else "plain"),
        "modelled": Cell(texts.modelled[one.place], "dim"),
        "marks": Cell(marks, "warn"),
    }


def _tone(analysis: Analysis, one: RunInForce) -> Tone:
    """Whether the errors stay within the bar of the step, where there is one and the interval tells."""
    step = next(step for step in analysis.scenario.steps if step.id == one.run.step)
    bar, error = step.needs.max_error_rate, one.rates.error
    if bar is None or error is None:
        return "strong"
    return "good" if error.high <= bar else "bad" if error.low > bar else "warn"


def _earlier_cells(analysis: Analysis, run: Evaluation, bar: int, texts: RunTexts) -> dict[str, Cell]:
    place = next(at for at, one in enumerate(analysis.workspace.evaluations) if one is run)
    return {
        "name": Cell(f"  {run.ran_on}: {analysis.by_id[run.candidate].candidate.name}", "dim"),
        "outcomes": Cell(outcome_bar([(SIGNS[key], number) for key, number in outcomes(run).items()], bar), "dim"),
        "n": Cell(f"{run.examples:,}", "dim"),
        "right": Cell(texts.right[place], "dim"),
        "marks": Cell("earlier", "dim"),
    }


# --- kinds and metrics


def slices_table(analysis: Analysis, width: int) -> Table:
    """By kind of example, and by each rate of the runs' own, what was right; how much of the golden dataset was run."""
    line = 16 if width < WIDE else 24 if width < WIDER else 40
    parts = [(one, [*_coverage(one), *_sliced(one)]) for one in analysis.runs]
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
        rows.append(Row(f"of:{one.place}", (Cell(f"{name} in {_step_name(analysis, one)}", "head"),), heading=True))
        for what, rate in slices:
            few = Cell("few: it tells little", "dim") if rate.of < FEW_CHECKS else Cell("")
            cells = (
                Cell(f"  {what}"),
                Cell(f"{rate.of:,}"),
                Cell(next(told)),
                Cell(interval(rate.low, rate.share, rate.high, line, scale)),
                few if not what.startswith(COVERED) else Cell("of the golden dataset", "dim"),
            )
            rows.append(Row(f"slice:{one.place}:{what}", cells, also=name))
    return Table(columns, tuple(rows), empty("no_runs"), widest=44)


COVERED = "examples run"


def _coverage(one: RunInForce) -> list[tuple[str, Rate]]:
    """How much of the golden dataset it ran, as a share without a doubt of its own."""
    if one.coverage is None:
        return []
    ran, of = one.coverage
    return [(COVERED, Rate(ran, of, ran / of, ran / of, float(of)))]


def _sliced(one: RunInForce) -> list[tuple[str, Rate]]:
    kinds = [(kind.replace("_", " "), rate) for kind, rate in one.by_kind.items()]
    return kinds + [(f"metric {name}", rate) for name, rate in one.by_metric.items()]


def _step_name(analysis: Analysis, one: RunInForce) -> str:
    return next(step.name for step in analysis.scenario.steps if step.id == one.run.step)


# --- pairs


def pairs_table(analysis: Analysis, width: int) -> Table:
    """Every two candidates of a step: who alone was right how often, the difference and whether chance explains it."""
    line = 0 if width < ROOMY else 21 if width < WIDER else 41
    pairs = analysis.run_pairs
    widest = max((max(abs(pair.low), abs(pair.high)) for pair in pairs), default=0.1)
    columns = (
        Column("pair", "pair", 0),
        Column("of", "n", 6, right=True),
        Column("apart", "points apart", 16, right=True),
        *([Column("interval", f"±{100 * widest:.0f} points", line)] if line else []),
        Column("told", "shown", 0),
        Column("alone", "alone", 9, right=True),
        Column("p", "p", 6, right=True),
    )
    rows: list[Row] = []
    for step in analysis.scenario.steps:
        held = [(at, pair) for at, pair in enumerate(pairs) if pair.step == step.id]
        if held:
            rows.append(Row(f"step:{step.id}", (Cell(step.name, "head"),), heading=True))
        for at, pair in held:
            rows.append(Row(f"pair:{at}", tuple(_pair_cells(analysis, pair, line, widest))))
    return Table(columns, tuple(rows), empty("no_pairs"), widest=52)


def _pair_cells(analysis: Analysis, pair: RunPair, line: int, widest: float) -> list[Cell]:
    names = [analysis.by_id[id_].candidate.name for id_ in (pair.first, pair.second)]
    counts = pair.counts
    of = alone = "–"
    if counts is not None:
        of, alone = f"{counts.examples:,}", f"{counts.first_only:,} / {counts.second_only:>2,}"
    shown = Cell(NO_DIFFERENCE, "plain")
    if pair.better is not None:
        shown = Cell(f"{analysis.by_id[pair.better].candidate.name} is better", "strong")
    return [
        Cell(f"{names[0]} / {names[1]}"),
        Cell(of),
        Cell(f"{100 * pair.difference:+.0f} ({100 * pair.low:+.0f} to {100 * pair.high:>+3.0f})"),
        *([Cell(difference(pair.low, pair.difference, pair.high, line, widest))] if line else []),
        shown,
        Cell(alone),
        Cell(p_words(pair)),
    ]


# --- failures


class WantedFailures(NamedTuple):
    """Which failures are shown: those of one run, of a kind, with a verdict; None where all are."""

    run: tuple[str, str] | None = None
    """A candidate and a step."""
    kind: str | None = None
    verdict: RowVerdict | None = None

    def takes(self, example: ExampleOutcome) -> bool:
        """Whether an example is among them."""
        if self.kind is not None and example.kind != self.kind:
            return False
        if self.run is not None and example.step != self.run[1]:
            return False
        asked = [self.run[0]] if self.run is not None else list(example.answers)
        rows = [row for candidate in asked for row in example.answers.get(candidate, ())]
        if self.verdict is None:
            return any(row.verdict != "ok" for row in rows)
        return any(row.verdict == self.verdict for row in rows)


def failures_table(
    analysis: Analysis,
    width: int,
    examples: Sequence[ExampleOutcome],
    columns: Sequence[str],
    inputs: Mapping[str, str],
) -> Table:
    """The examples that somebody failed at, a column a candidate; `inputs` by the digest, where they are kept."""
    size = 10 if width < WIDE else 16
    names = [analysis.by_id[id_].candidate.name for id_ in columns]
    head = (
        Column("example", "example", 14),
        Column("kind", "kind", 12),
        *(Column(id_, name, least=size, names=True) for id_, name in zip(columns, names, strict=True)),
        # Its cell is the last of a row, and runs on to the edge.
        *((Column("input", "input", 12), Column("edge", "", 1)) if inputs else ()),
    )
    rows: list[Row] = []
    for step in analysis.scenario.steps:
        held = [one for one in examples if one.step == step.id]
        if held:
            rows.append(Row(f"step:{step.id}", (Cell(step.name, "head"),), heading=True))
        for one in held:
            cells = (
                Cell(one.id, "strong" if one.critical else "plain"),
                Cell(one.kind.replace("_", " "), "dim"),
                *(_answer_cell(one, id_) for id_ in columns),
                *([Cell(" ".join(inputs.get(one.digest, "")[:200].split()), "dim")] if inputs else []),
            )
            also = "critical" if one.critical else ""
            rows.append(Row(f"example:{one.step}:{one.digest}", cells, also=also))
    return Table(head, tuple(rows), empty("no_failures"))


def _answer_cell(example: ExampleOutcome, candidate: str) -> Cell:
    verdict = example.verdict(candidate)
    if verdict is None:
        return Cell("")
    right, of = example.right(candidate)
    told, tone = VERDICTS[verdict]
    return Cell(f"{told} {of - right}/{of}" if of > 1 and right < of else told, tone)


# --- what would settle it


def settle_table(analysis: Analysis, width: int, drawn: Drawn | None, most: int | None = None) -> Table:
    """Whom to try on how many more examples, what it costs, what it saves and changes; then open questions.

    What saves nothing stands apart. With `most` only so many that save something are listed, by their numbers.
    """
    if drawn is None:
        return Table((Column("candidate", "candidate", 0),), (), WAITING)
    columns = (
        Column("candidate", "candidate", 0),
        Column("step", "step", least=12),
        Column("examples", "more", 5, right=True),
        Column("costs", "costs, USD", 10, right=True),
        Column("saves", "saves USD/month", 15, right=True),
        Column("changes", "changes, %", 10, right=True),
        Column("settles", "settles, %", 10, right=True),
    )
    looks = sorted(best_looks(drawn.settling), key=lambda look: look.saves_usd <= 0)
    telling = sum(look.saves_usd > 0 for look in looks)
    if most is not None:
        looks = looks[: min(most, telling)]
    cells = _look_cells(analysis, looks)
    rows = [Row(look_key(look), tuple(own), also=look.candidate) for look, own in zip(looks, cells, strict=True)]
    if len(rows) > telling:
        rows.insert(telling, Row("nothing", (Cell("Saves nothing", "head"),), heading=True))
    if drawn.settling.questions and most is None:
        told = "Open questions of the checklist that could change it"
        rows.append(Row("questions", (Cell(told, "head"),), heading=True))
        labels = {one.id: one.label for one in checklist(analysis.workspace.checks)}
        for at, one in enumerate(drawn.settling.questions):
            name = analysis.by_id[one.candidate].candidate.name if one.candidate else "every candidate"
            rows.append(Row(f"question:{at}", (Cell(name), Cell(labels.get(one.check, one.check)))))
    return Table(columns, tuple(rows), empty("nothing_to_settle"), widest=32)


def look_key(look: Look) -> str:
    """By what the line of a look is known."""
    return f"look:{look.step}:{look.candidate}:{look.examples}"


def _look_cells(analysis: Analysis, looks: Sequence[Look]) -> list[list[Cell]]:
    costs = [look.costs_usd for look in looks]
    digits = decimals_of(costs)
    told = on_the_point(["unknown" if one is None else figure_text(one, digits) for one in costs])
    rows = []
    for look, cost in zip(looks, told, strict=True):
        saves = look.saves_usd > 0
        tone: Tone = "plain" if saves else "dim"
        cells = [
            Cell(analysis.by_id[look.candidate].candidate.name, tone),
            Cell(next(step.name for step in analysis.scenario.steps if step.id == look.step), tone),
            Cell(f"{look.examples:,}", tone),
            Cell(cost, tone),
            Cell(f"{look.saves_usd:,.2f}", "good" if saves else "dim"),
            Cell(f"{100 * look.changes:.1f}", tone),
            Cell("–  " if look.settles is None else f"{100 * look.settles:.1f}", tone),
        ]
        rows.append(cells)
    return rows
