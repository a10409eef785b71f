"""What the pane says of a run, a pair, an example or a look, and what would settle the choice beneath."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.advice.value_of_information import ValueOfInformation, best_looks, look_words
from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import count, listed, percent, said, seconds, usd
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.vocabulary import GRADERS
from shortlist.core.evidence.failures import ExampleOutcome
from shortlist.core.evidence.files import KnownExample
from shortlist.core.evidence.rates import Rate
from shortlist.core.evidence.runs import RunInForce
from shortlist.export.evidence_json import command_of, modelled_per_success
from shortlist.export.evidence_words import (
    check_told,
    cost_words,
    judge_words,
    pair_words,
    rate_words,
    run_notes,
    settle_notes,
)
from shortlist.tui.draw.evidence_marks import OUTCOMES, example_lines, sparkline
from shortlist.tui.draw.figures import true_minus
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.evidence.lower_tables import LOOK_NOTES
from shortlist.tui.screens.evidence.tables import VERDICTS, WAITING, WorkedOut, against_bar, asked_of

MOST_PAIRS, MOST_NAMES = 4, 5
"""Pairs that are told one by one, and names of those that are told together; the view Pairs has all of them."""
MOST_LOOKS = 3
"""Looks that are told beneath a run; the view of its own has all of them."""
HOW_IT_COMES_IN = (
    "A run of your own examples decides what no leaderboard can. {evidence.golden} keeps the examples of a step: from "
    "a file, from a starter set, or one by one. {evidence.run} asks them of every candidate with an address (it asks "
    "for one where it lacks), within a budget. {evidence.import} reads what promptfoo, Inspect, DeepEval or "
    "lm-evaluation-harness wrote, and tables of examples as CSV, JSON or JSON Lines: you see its counts for each "
    "candidate and step before anything is changed."
)


def run_at(analysis: Analysis, key: str) -> Evaluation | None:
    """The run of a line."""
    place = key.split(":", 2)[1]
    if not place.isdigit() or int(place) >= len(analysis.workspace.evaluations):
        return None
    return analysis.workspace.evaluations[int(place)]


def held_at(analysis: Analysis, key: str) -> RunInForce | None:
    """What is concluded from the run of a line, where it is in force."""
    place = key.split(":", 2)[1]
    return next((one for one in analysis.runs if f"{one.place}" == place), None)


def run_detail(analysis: Analysis, key: str, drawn: WorkedOut | None, narrow: bool, settle: bool) -> list[Cell]:
    """A run in sentences: counts, rates, times, cost measured and modelled, pairs, what it rests on; with `settle`
    what would settle the choice."""
    run, held = run_at(analysis, key), held_at(analysis, key)
    if run is None:
        return []
    step = analysis.scenario.by_id[run.step]
    told = f"{analysis.by_id[run.candidate].candidate.name} in “{step.name}”, {run.ran_on}"
    if held is not None and (stands := against_bar(analysis, held)):
        told += f": {stands} the bar of {percent(step.needs.max_error_rate or 0.0)} wrong"
    lines = [Cell(told, "strong")]
    if held is not None:
        lines += [Cell(f"✖ {told}", "warn") for told in run_notes(analysis, held)]
    counts = [f"{number:,} {OUTCOMES[key]}" for key, number in run.outcomes.items() if number or key == "right"]
    lines.append(Cell(f"{count(run.examples, 'answer')}: {', '.join(counts)}."))
    if held is None:
        return [*lines, Cell("A later run of this candidate in this step is in force.", "dim")]
    if narrow and settle:
        # Where few lines are in sight, what to do next comes before how it is known.
        lines += settle_lines(analysis, drawn, 1)[:2]
    cost = held.cost_of_totals if drawn is None else drawn.costs.get(run.sha256, held.cost_of_totals)
    modelled = said(modelled_per_success(analysis, run.candidate, run.step), usd, "an unknown amount")
    told = f"A success cost {cost_words(cost)} as measured, and {modelled} as modelled from prices and tokens."
    lines += [*_rates(held), *_waits(held), Cell(told), *_against(analysis, run)]
    # The name of a file of rows is its digest.
    digest = "" if run.sha256[:16] in run.file else run.sha256[:16]
    graded = GRADERS[run.graded_by].told if run.graded_by else ""
    parts = (run.tool, run.prompt_version and f"prompt {run.prompt_version}", run.file, digest, graded)
    lines.append(Cell(" · ".join(filter(None, parts)) or "Typed in.", "dim"))
    if settle:
        lines += [Cell(" "), *settle_lines(analysis, drawn)]
    return lines


def _against(analysis: Analysis, run: Evaluation) -> list[Cell]:
    """The run against those of the other candidates: each in a sentence, or where they are many, by what is shown."""
    pairs = [
        (analysis.by_id[pair.second if run.candidate == pair.first else pair.first].candidate.name, pair)
        for pair in analysis.run_pairs
        if pair.step == run.step and run.candidate in (pair.first, pair.second)
    ]
    if len(pairs) <= MOST_PAIRS:
        return [Cell(f"Against {name}: {pair_words(analysis, pair)}.") for name, pair in pairs]
    better = [name for name, pair in pairs if pair.better == run.candidate]
    worse = [name for name, pair in pairs if pair.better not in (None, run.candidate)]
    alike = [name for name, pair in pairs if pair.better is None]
    lines = []
    for what, names in (("Better than", better), ("Worse than", worse), ("No difference shown against", alike)):
        told, more = listed(names), len(names) - MOST_NAMES
        if more > 1:
            told = f"{', '.join(names[:MOST_NAMES])} and {more} others"
        if names:
            lines.append(Cell(f"{what} {told}."))
    return lines


def _rates(one: RunInForce) -> list[Cell]:
    named: list[tuple[str, Rate | None]] = [
        ("right", one.rates.success),
        ("wrong", one.rates.error),
        ("failed or invalid", one.rates.failure),
        ("to a person", one.rates.escalation),
    ]
    told = [f"{what} {rate_words(rate)} of {rate.of:,}" for what, rate in named if rate is not None]
    cells = []
    if told:
        cells.append(Cell(f"With 95 % intervals: {'; '.join(told)}."))
    if one.run.consistency is not None:
        cells.append(Cell(f"Rephrased pairs answered alike: {percent(one.run.consistency)}."))
    return cells


def _waits(one: RunInForce) -> list[Cell]:
    waits = one.waiting
    only = said(waits.of_only, " of only {:,}".format, "")
    named = (
        ("p50", waits.p50, ""),
        ("p95", waits.p95, ""),
        ("p99", waits.p99, only),
        ("first token", waits.ttft_p50, ""),
    )
    told = [f"{what} {seconds(value)}{more}" for what, value, more in named if value is not None]
    if not told:
        return [Cell("How long answers took is not known.", "dim")]
    lines = [Cell(f"{', '.join(told)}.")]
    if one.kept is not None and len(one.kept.first_tokens) > 1:
        lines.append(Cell(f"First tokens, in order: {sparkline(one.kept.first_tokens, 40)}"))
    return lines


# --- judges, slices and pairs


def slice_detail(analysis: Analysis, key: str, drawn: WorkedOut | None, narrow: bool) -> list[Cell]:
    """A kind or a metric of a run, and the run."""
    _, _, what = key.split(":", 2)
    one, lines = held_at(analysis, key), []
    if one is None:
        return []
    worst = min(one.by_kind.items(), key=lambda row: row[1].share, default=None)
    if worst is not None and len(one.by_kind) > 1:
        kind, rate = worst
        lines.append(Cell(f"It does worst at {kind.replace('_', ' ')}: {rate_words(rate)} of {rate.of:,}.", "strong"))
    judge = judge_words(one)
    if judge:
        lines.append(Cell(judge, "warn" if one.judge is not None and one.judge.trust == "not_calibrated" else "plain"))
    return [*lines, Cell(f"“{what}” of:", "dim"), *run_detail(analysis, key, drawn, narrow, settle=False)]


def pair_detail(analysis: Analysis, key: str) -> list[Cell]:
    """Two candidates of a step in sentences."""
    at = int(key.split(":")[1])
    if at >= len(analysis.run_pairs):
        return []
    pair = analysis.run_pairs[at]
    first, second = (analysis.by_id[id_].candidate.name for id_ in (pair.first, pair.second))
    step = analysis.scenario.named(pair.step)
    lines = [Cell(f"{first} / {second} in {step}: {pair_words(analysis, pair)}.", "strong")]
    counts = pair.counts
    if counts is not None:
        both = f"Of {count(counts.examples, 'example')} that both answered, both were right in {counts.both:,}"
        alone = f"{first} alone in {counts.first_only:,}, {second} alone in {counts.second_only:,}"
        lines.append(Cell(f"{both}, {alone}, neither in {counts.neither:,}."))
    certain = f"with 95 % certainty {100 * pair.low:+.1f} to {100 * pair.high:+.1f}"
    lines.append(Cell(true_minus(f"They lie {100 * pair.difference:+.1f} points apart, {certain}.")))
    if pair.p is not None:
        told = f"By chance alone a split as uneven has the probability {_chance(pair.p)} (McNemar, exact)"
        if pair.several and pair.adjusted_p is not None:
            told += f", {_chance(pair.adjusted_p)} with all pairs of the step taken into account (Holm)"
        lines.append(Cell(f"{told}."))
    return lines


def _chance(probability: float) -> str:
    return f"{probability:.4f}" if probability >= 0.00005 else "under 0.0001"


# --- failures


def input_lines(example: ExampleOutcome, known: KnownExample | None) -> list[Cell]:
    """What was asked and what was expected, where they are kept."""
    kind = f" · {example.kind.replace('_', ' ')}" if example.kind else ""
    critical = " · critical: no rate excuses a wrong answer" if example.critical else ""
    lines = [Cell(f"{example.id}{kind}{critical}", "strong")]
    if known is None:
        lines.append(Cell("Its input is not kept: it stands in the golden dataset, or in the tool's own file.", "dim"))
        return lines
    lines += example_lines(known.input, known.expected or None)
    if known.note:
        lines.append(Cell(known.note, "dim"))
    return lines


def answer_lines(analysis: Analysis, example: ExampleOutcome, candidate: str) -> list[Cell]:
    """What a candidate answered, each repeat with its verdict and why."""
    lines = []
    rows = example.answers[candidate]
    for row in rows:
        word, tone = VERDICTS[row.verdict]
        repeat = f", repeat {row.repeat}" if len(rows) > 1 else ""
        lines.append(Cell(f"{analysis.by_id[candidate].candidate.name}{repeat}: {word}", tone))
        lines.append(Cell("(the answer is not kept)" if row.answer is None else row.answer))
        more = [said(row.total_s, seconds, ""), row.finish_reason or ""]
        if row.reason and row.reason != row.answer:
            more.insert(0, row.reason)
        if told := " · ".join(filter(None, more)):
            lines.append(Cell(told, "dim"))
    return lines


# --- what would settle it


def settle_lines(analysis: Analysis, drawn: WorkedOut | None, most: int = MOST_LOOKS) -> list[Cell]:
    """What would settle the choice, the most telling looks first."""
    if drawn is None:
        return [Cell(WAITING, "dim")]
    information = drawn.information
    telling = [look for look in best_looks(information) if look.saves_usd > 0]
    lines = [Cell("What would settle it", "head")]
    lines += [Cell(f"{at}. {look_words(analysis, look)}") for at, look in enumerate(telling[:most], 1)]
    if len(telling) > most:
        lines.append(Cell(f"{len(telling) - most} more in the view Settle.", "dim"))
    return [*lines, *(Cell(note, "dim") for note in settle_notes(analysis, information))]


def look_detail(analysis: Analysis, key: str, drawn: WorkedOut | None, name: str, terms: bool) -> list[Cell]:
    """A look in a sentence with its command, or an open question; with `terms` what the columns say; then what is said
    of the steps."""
    if drawn is None:
        return [Cell(WAITING, "dim")]
    notes = settle_notes(analysis, drawn.information)
    said_of = [*LOOK_NOTES, *notes] if terms else notes
    return [*_one_look(analysis, key, drawn.information, name), *(Cell(note, "dim") for note in said_of)]


def _one_look(analysis: Analysis, key: str, information: ValueOfInformation, name: str) -> Sequence[Cell]:
    if key.startswith("question:"):
        question = information.questions[int(key.split(":")[1])]
        about = f"{check_told(analysis, question.check)} holds of {asked_of(analysis, question)}"
        return [Cell(f"Whether {about} could change what is recommended. Enter goes there.", "strong")]
    _, step, candidate, _ = key.split(":")
    looks = [look for look in information.looks if (look.step, look.candidate) == (step, candidate)]
    if not looks:
        return []
    best, *others = looks
    lines = [Cell(look_words(analysis, best), "strong")]
    if others:
        sizes = []
        for look in others:
            cost = said(look.costs_usd, usd, "an unknown cost")
            sizes.append(f"{look.examples} more: {usd(look.saves_usd)} less {cost}")
        lines.append(Cell(f"Other sizes: {listed(sizes)}."))
    lines.append(Cell(command_of(analysis, best, name), "accent"))
    return [*lines, Cell(keyed("Enter runs it; {evidence.command} copies the command."), "dim")]
