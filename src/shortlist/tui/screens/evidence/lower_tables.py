"""What stands beneath kinds, pairs and looks where there is room: candidates side by side, the examples behind a line,
what each candidate is expected to cost, and what the columns say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import get_args

from shortlist.core.advice.value_of_information import Look, StepValueOfInformation
from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import count
from shortlist.core.evidence.failures import ExampleOutcome
from shortlist.core.evidence.pairs import RunPair, right_by_example
from shortlist.core.evidence.rates import Rate
from shortlist.core.evidence.rows import RowVerdict
from shortlist.core.evidence.runs import RunInForce
from shortlist.tui.draw.evidence_marks import rates_under_another
from shortlist.tui.draw.figures import amount_text, on_the_point
from shortlist.tui.draw.lines import Cell, Tone, bar
from shortlist.tui.parts.lower_panels import LowerTable
from shortlist.tui.screens.evidence.failure_list import FailureList, WantedFailures
from shortlist.tui.screens.evidence.tables import LOOK_COLUMNS, VERDICTS, WorkedOut, look_cells
from shortlist.tui.widgets.table import Column, Row, Table

SURELY_WORSE = "▼"
KIND_NOTES = (
    "right, % with its 95 % interval: between these the rate lies in 19 of 20 such samples.",
    f"{SURELY_WORSE} the whole interval lies beneath that of the best candidate at this kind.",
)
PAIR_NOTES = (
    "points apart: of 100 examples the first is right in so many more (+) or fewer (−) than the second, with the 95 % "
    "interval. Where that holds 0, no difference is shown.",
    "alone: examples that only the first / only the second answered rightly. p: how likely chance alone splits those "
    "as unevenly (McNemar's test); where a step has several pairs, with all of them taken into account (Holm).",
)
LOOK_NOTES = (
    "more: further examples to run. costs: what the run takes, once. saves: by how much the expected cost of a month "
    "falls, on average over all that the run may show.",
    "changes: how likely another candidate is taken then. settles: how likely it is certain then, at 95 %, that the "
    "limit of errors in the step is kept or passed; – where the step sets none.",
)
EXPECTED_NOTES = (
    "What a month is expected to cost with each, errors at their rate as it is believed now included; the least is "
    "what one would take.",
)
LONGEST = 60
"""Columns of a bar at most."""


# --- kinds


def kinds_beneath(
    analysis: Analysis, failures: FailureList, one: RunInForce | None, what: str, width: int
) -> Iterator[LowerTable]:
    """The kinds with the candidates side by side; the examples of the kind under the cursor that its run failed at."""
    matrix = kinds_matrix(analysis)
    if matrix.rows:
        yield LowerTable("Kinds, candidates side by side", matrix, KIND_NOTES)
    if one is None:
        return
    kind, candidate = next((kind for kind in one.by_kind if kind.replace("_", " ") == what), None), one.run.candidate
    of_all = WantedFailures(None, kind)
    examples = [example for example in failures.examples if example.step == one.run.step and of_all.takes(example)]
    own = [example for example in examples if WantedFailures((candidate, one.run.step)).takes(example)]
    told = f"Failures at “{what}”" if kind is not None else "Failures"
    name = analysis.by_id[candidate].candidate.name
    ordered = [*own, *(example for example in examples if example not in own)]
    table = failures.table_of(analysis, ordered, candidate, width)
    yield LowerTable(f"{told}: {count(len(examples), 'example')}, {len(own)} of them by {name}", table)


def kinds_matrix(analysis: Analysis) -> Table:
    """Every kind of a step in a row, every candidate that ran it in a column: what was right, who is surely worse."""
    ran = [id_ for id_ in analysis.by_id if any(one.run.candidate == id_ for one in analysis.runs)]
    names = analysis.workspace.names
    columns = (Column("kind", "right, %"), *(Column(id_, names[id_], right=True, least=16, names=True) for id_ in ran))
    rows: list[Row] = []
    for step in analysis.scenario.steps:
        runs = {one.run.candidate: one for one in analysis.runs if one.run.step == step.id}
        kinds = list(dict.fromkeys(kind for one in runs.values() for kind in one.by_kind))
        if len(runs) > 1 and kinds:
            rows.append(Row(f"step:{step.id}", (Cell(step.name, "head"),), heading=True))
            cells = _compared([[runs[id_].by_kind.get(kind) if id_ in runs else None for id_ in ran] for kind in kinds])
            for kind, own in zip(kinds, cells, strict=True):
                rows.append(Row(f"{step.id}:{kind}", (Cell(f"  {kind.replace('_', ' ')}"), *own)))
    return Table(columns, tuple(rows), widest=32)


def _compared(rates: Sequence[Sequence[Rate | None]]) -> list[list[Cell]]:
    """Rates of kinds, a row for each, those of a candidate under each other; what lies beneath the best for certain is
    told apart."""
    texts = zip(*map(rates_under_another, map(list, zip(*rates, strict=True))), strict=True)
    rows = []
    for row, told in zip(rates, texts, strict=True):
        best, cells = max((rate.low for rate in row if rate is not None), default=0.0), []
        for rate, text in zip(row, told, strict=True):
            worse = rate is not None and rate.high < best
            cells.append(Cell(f"{text} {SURELY_WORSE if worse else ' '}", "bad" if worse else "plain"))
        rows.append(cells)
    return rows


# --- failures


def failures_beneath(analysis: Analysis, examples: Sequence[ExampleOutcome]) -> Iterator[LowerTable]:
    """What went wrong with whom among some examples; the kinds with the candidates side by side."""
    wrong = verdicts_matrix(analysis, examples)
    if wrong.rows:
        yield LowerTable("What went wrong, in examples", wrong)
    matrix = kinds_matrix(analysis)
    if matrix.rows:
        yield LowerTable("Kinds, candidates side by side", matrix, KIND_NOTES)


def verdicts_matrix(analysis: Analysis, examples: Sequence[ExampleOutcome]) -> Table:
    """How many of some examples ended how with each candidate, and at how many it failed where all others were right:
    what everybody fails at speaks of the example rather than of a candidate."""
    asked = {id_ for example in examples for id_ in example.answers}
    ids, names = [id_ for id_ in analysis.by_id if id_ in asked], analysis.workspace.names
    columns = (Column("what", "what"), *(Column(id_, names[id_], right=True, least=16, names=True) for id_ in ids))
    ended = [{id_: example.verdict(id_) for id_ in example.answers} for example in examples]
    failed = [[id_ for id_, verdict in one.items() if verdict != "ok"] for one in ended]
    verdicts: list[RowVerdict] = [one for one in get_args(RowVerdict) if one != "ok"]
    counts = {VERDICTS[what][0]: [sum(one.get(id_) == what for one in ended) for id_ in ids] for what in verdicts}
    if len(ids) > 1:
        counts["failed alone"] = [failed.count([id_]) for id_ in ids]
        counts["all failed"] = [sum(len(one) == len(ids) for one in failed)] * len(ids)
    rows = [
        Row(told, (Cell(told), *(Cell(f"{number:,}" if number else "–") for number in numbers)))
        for told, numbers in counts.items()
        if any(numbers)
    ]
    return Table(columns, tuple(rows))


# --- pairs


def pair_beneath(analysis: Analysis, failures: FailureList, pair: RunPair, width: int) -> Iterator[LowerTable]:
    """What the columns of the pairs say; the examples that one of the two got right and the other did not."""
    yield LowerTable("What the columns say", Table((), ()), PAIR_NOTES)
    if pair.counts is None:
        return
    both = (pair.first, pair.second)
    apart = []
    for one in failures.examples:
        right = [right_by_example(one.answers.get(id_, ())).get(one.digest) for id_ in both]
        if one.step == pair.step and None not in right and right[0] != right[1]:
            apart.append(one)
    named = " and ".join(analysis.by_id[id_].candidate.name for id_ in both)
    shown = [one._replace(answers={id_: one.answers[id_] for id_ in both}) for one in apart]
    table = failures.table_of(analysis, shown, pair.first, width)
    yield LowerTable(f"{count(len(apart), 'example')} on which {named} differ", table)


# --- looks


def looks_beneath(analysis: Analysis, drawn: WorkedOut, key: str, width: int) -> Iterator[LowerTable]:
    """Other sizes of the look under the cursor; what the columns say; what each candidate is expected to cost now."""
    if key.startswith("look:"):
        _, step, candidate, _ = key.split(":")
        looks = [one for one in drawn.information.looks if (one.step, one.candidate) == (step, candidate)]
        name = analysis.by_id[candidate].candidate.name
        yield LowerTable(f"{name} in {analysis.scenario.named(step)}, by examples", sizes_table(looks))
    if drawn.information.looks:
        yield LowerTable("What the columns say", Table((), ()), LOOK_NOTES)
    expected = expected_table(analysis, drawn.information.steps)
    if expected.rows:
        yield LowerTable("Expected cost now", expected, EXPECTED_NOTES)


def sizes_table(looks: Sequence[Look]) -> Table:
    """Looks of one candidate by how many examples they are made of."""
    ordered = sorted(looks, key=lambda look: look.examples)
    best = looks[0] if looks else None
    rows = []
    for look, cells in zip(ordered, look_cells(ordered), strict=True):
        told = "saves most for what it costs" if look is best and look.saves_usd > 0 else ""
        rows.append(Row(f"{look.examples}", (Cell(f"{look.examples:,} more"), *cells[1:], Cell(told, "dim"))))
    return Table((Column("examples", "examples"), *LOOK_COLUMNS[1:], Column("best", "")), tuple(rows))


def expected_table(analysis: Analysis, steps: Sequence[StepValueOfInformation]) -> Table:
    """USD a month that are expected with each candidate of a step, the least first, as bars."""
    columns = (
        Column("candidate", "candidate"),
        Column("usd", "USD a month", 12, right=True),
        Column("bar", "expected: shorter is better", least=20),
    )
    rows: list[Row] = []
    for step in steps:
        ordered = sorted(step.expected_usd.items(), key=lambda one: one[1])
        if len(ordered) < 2:
            continue
        rows.append(Row(f"step:{step.step}", (Cell(analysis.scenario.step_name(step.step), "head"),), heading=True))
        figures = on_the_point([amount_text(value) for _, value in ordered])
        most = max(abs(value) for _, value in ordered) or 1.0
        for (id_, value), figure in zip(ordered, figures, strict=True):
            chosen = id_ == step.chosen
            tone: Tone = "strong" if chosen else "plain"
            name = Cell(f"{'▸' if chosen else ' '} {analysis.by_id[id_].candidate.name}", tone)
            cells = (name, Cell(figure, tone), Cell("one would take it" if chosen else ""))
            rows.append(Row(f"{step.step}:{id_}", cells, drawn=partial(_expected_drawn, max(0.0, value) / most)))
    return Table(columns, tuple(rows), widest=44)


def _expected_drawn(share: float, room: int) -> list[Cell]:
    return [Cell(bar(share, min(LONGEST, room)), "head")]
