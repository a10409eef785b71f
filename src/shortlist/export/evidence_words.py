"""Own evidence as tables and sentences: plain values that a terminal prints and a screen draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shortlist.core.advice.value_of_information import ValueOfInformation, best_looks
from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import count, listed, percent, said, usd
from shortlist.core.document.checklist import check_labels
from shortlist.core.document.field_names import label_of
from shortlist.core.evidence.pairs import ENOUGH_COMMON, RunPair
from shortlist.core.evidence.rates import CostPerSuccess, Rate
from shortlist.core.evidence.runs import IN_PART, RunInForce
from shortlist.export.facts import NOTHING, money, time

NO_DIFFERENCE = "no difference shown"
UNPAIRED = {
    "same_examples": "of the same examples, but unpaired: the rows of one are missing",
    "other_examples": f"unpaired, and of different examples: fewer than {ENOUGH_COMMON} in common",
    "unknown_examples": "unpaired, and nothing says that the examples are the same",
}
"""What is said of a comparison of totals."""
TRUST = {
    "not_calibrated": "its judge is not calibrated: {checked} verdicts checked by a person, 20 needed",
    "calibrated": "its judge is calibrated by {checked} verdicts; 50 make it sure",
    "sure": "its judge is calibrated by {checked} verdicts",
}
MOST_LOOKS = 10
"""Looks that a table shows: of each candidate in each step the one that saves most."""
MOST_NAMED = 3  # candidates that are named with what keeps them from being looked at


class TextTable(NamedTuple):
    """A table of texts: its headings, which of its columns hold numbers, its rows, and what is said beneath it.

    The first heading is its title.
    """

    headings: tuple[str, ...]
    numbers: frozenset[int]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def _table(headings: Sequence[str], texts: int, rows: Iterable[Sequence[str]], notes: Iterable[str] = ()) -> TextTable:
    """A table whose first columns are texts, so many, and the others numbers."""
    numbers = frozenset(range(texts, len(headings)))
    return TextTable(tuple(headings), numbers, tuple(tuple(row) for row in rows), tuple(notes))


def _name(analysis: Analysis, candidate: str) -> str:
    return analysis.by_id[candidate].candidate.name


def rate_words(rate: Rate | None) -> str:
    """A rate with its interval in whole percent: `93.3 % (84–97)`."""
    if rate is None:
        return "unknown"
    return f"{percent(rate.share)} ({100 * rate.low:.0f}–{100 * rate.high:.0f})"


# --- runs --------------------------------------------------------------------------------------------------------


def runs_table(analysis: Analysis) -> TextTable:
    """The runs in force: what was right, wrong and failed, with the 95 % intervals."""
    rows = [
        (
            _name(analysis, one.run.candidate),
            one.run.step,
            f"{one.run.examples:,}",
            rate_words(one.rates.success),
            rate_words(one.rates.error),
            rate_words(one.rates.failure),
        )
        for one in analysis.runs
    ]
    notes = [note for one in analysis.runs for note in run_notes(analysis, one)]
    headings = ("Runs in force", "step", "of", "right", "wrong", "failed")
    return _table(headings, 2, rows, notes)


def times_table(analysis: Analysis) -> TextTable:
    """How long the answers of the runs took."""
    rows = []
    for one in analysis.runs:
        waited, p99 = one.waiting, time(one.waiting.p99)
        if waited.of_only is not None:
            p99 += f" of only {waited.of_only:,}"
        name = _name(analysis, one.run.candidate)
        rows.append((name, one.run.step, time(waited.p50), time(waited.p95), p99, time(waited.ttft_p50)))
    headings = ("Times", "step", "median", "95 %", "99 %", "first token")
    return _table(headings, 2, rows)


def run_notes(analysis: Analysis, one: RunInForce) -> list[str]:
    """What has to be known of a run besides its figures, in sentences."""
    of = f"{_name(analysis, one.run.candidate)} in {analysis.scenario.named(one.run.step)}"
    told = []
    success = one.rates.success
    if success is not None and success.effective < success.of * 0.995:
        told.append(f"{of}: its repeats count as {success.effective:.0f} independent answers.")
    if one.kept is not None and one.kept.problem:
        told.append(f"{of}: only its totals are used: {one.kept.problem}.")
    elif one.kept is None:
        told.append(f"{of}: only its totals are known; pairs and repeats need its rows.")
    if one.coverage is not None and one.coverage[0] < one.coverage[1]:
        told.append(f"{of}: it ran {one.coverage[0]:,} of the {one.coverage[1]:,} examples of the golden dataset.")
    if one.run.critical_failures:
        told.append(f"{of}: {count(one.run.critical_failures, 'critical failure')}, which no rate excuses.")
    judge = judge_words(one)
    if judge:
        told.append(f"{of}: {judge}")
    if stale := [reason for reason in one.stale if reason != IN_PART]:
        told.append(f"{of}: {listed(stale)}.")
    return told


def judge_words(one: RunInForce) -> str:
    """How far the judge of a run can be relied on, a sentence; empty where none graded."""
    judge = one.judge
    if judge is None:
        return ""
    told = [TRUST[judge.trust].format(checked=judge.checked)]
    if judge.agreement is not None:
        told.append(f"it agreed with the person in {rate_words(judge.agreement)}")
    found = one.calibration
    if found is not None:
        if found.kappa is not None:
            told.append(f"Cohen's kappa {found.kappa:.2f}")
        for what, rate in (("finds right what is right", found.true_positive), ("what is wrong", found.false_positive)):
            if rate is not None:
                told.append(f"{what} in {rate_words(rate)}")
    if one.corrected is not None:
        told.append(f"corrected for that, {percent(one.corrected)} are right")
    return f"{'; '.join(told)}."


def costs_table(analysis: Analysis, modelled: Sequence[Unknown]) -> TextTable:
    """What a success cost as measured, beside what the figures and assumptions make of it, in the order of the runs."""
    rows = [
        (_name(analysis, one.run.candidate), one.run.step, cost_words(one.cost_per_success), money(value))
        for one, value in zip(analysis.runs, modelled, strict=True)
    ]
    return _table(("Cost of a success", "step", "measured", "modelled"), 2, rows)


def cost_words(cost: CostPerSuccess | None) -> str:
    """What a success cost, with its 95 % interval where it has one: `$0.012 ($0.01–$0.015)`."""
    if cost is None:
        return "unknown"
    if cost.low is None and cost.high is None:
        return usd(cost.usd)
    return f"{usd(cost.usd)} ({said(cost.low, usd)}–{said(cost.high, usd)})"


def slices_table(analysis: Analysis) -> TextTable:
    """By kind of example, and by each rate of the runs' own, what was right."""
    rows = [
        (_name(analysis, one.run.candidate), one.run.step, what, f"{rate.of:,}", rate_words(rate))
        for one in analysis.runs
        for what, rate in (*one.by_kind.items(), *((f"metric {name}", rate) for name, rate in one.by_metric.items()))
    ]
    return _table(("By kind and metric", "step", "of", "answers", "right"), 3, rows)


# --- pairs -------------------------------------------------------------------------------------------------------


def pair_words(analysis: Analysis, pair: RunPair) -> str:
    """What a comparison shows: who is better, or that no difference is shown, and what would settle it."""
    told = NO_DIFFERENCE
    if pair.better is not None:
        told = f"{_name(analysis, pair.better)} is better"
    if pair.basis != "paired":
        return f"{told}; {UNPAIRED[pair.basis]}"
    if pair.better is not None:
        return told
    if pair.more is None:
        return f"{told}; at the difference seen no number of examples would"
    if pair.more == 0:
        return f"{told}; as many examples as this would show it in four of five runs"
    return f"{told}; {pair.more:,} examples more would, at the discordance seen"


def p_words(pair: RunPair) -> str:
    """The probability that chance alone splits the examples as unevenly: of several pairs the adjusted one."""
    p = pair.adjusted_p if pair.several else pair.p
    if p is None:
        return "–"
    return f"{p:.3f}" if p >= 0.001 else "<0.001"


def pairs_table(analysis: Analysis) -> TextTable:
    """Every two candidates of a step on the same examples: who alone was right how often, and the difference."""
    rows = []
    for pair in analysis.run_pairs:
        names = f"{_name(analysis, pair.first)} / {_name(analysis, pair.second)}"
        counts = ["–", "–", "–"]
        if pair.counts is not None:
            counts = [f"{one:,}" for one in (pair.counts.examples, pair.counts.first_only, pair.counts.second_only)]
        apart = f"{100 * pair.difference:+.0f} ({100 * pair.low:+.0f} to {100 * pair.high:+.0f})"
        rows.append((names, pair.step, *counts, apart, p_words(pair)))
    headings = ("Pairs", "step", "of", "1st alone", "2nd alone", "points apart", "p")
    notes = [
        f"{_name(analysis, pair.first)} / {_name(analysis, pair.second)} in {analysis.scenario.named(pair.step)}: "
        f"{pair_words(analysis, pair)}."
        for pair in analysis.run_pairs
    ]
    return _table(headings, 2, rows, notes)


# --- what would settle it ----------------------------------------------------------------------------------------


def looks_table(analysis: Analysis, information: ValueOfInformation) -> TextTable:
    """What would settle the choice: whom to try on how many more examples, what it costs and saves, what it changes."""
    looks = best_looks(information)
    rows = [
        (
            _name(analysis, look.candidate),
            look.step,
            f"{look.examples:,}",
            money(look.costs_usd),
            usd(look.saves_usd),
            percent(look.changes),
            said(look.settles, percent, NOTHING),
        )
        for look in looks[:MOST_LOOKS]
    ]
    headings = ("What would settle it", "step", "more", "costs", "saves/month", "changes", "settles")
    notes = []
    if looks:
        notes.append("Examples more, their cost, the saving; how likely they change the choice and settle the bar.")
    if len(looks) > MOST_LOOKS:
        notes.append(f"{len(looks) - MOST_LOOKS} more in --json.")
    return _table(headings, 2, rows, [*notes, *settle_notes(analysis, information)])


def settle_notes(analysis: Analysis, information: ValueOfInformation) -> list[str]:
    """What is said of the steps besides the looks, and of the questions that are open; the same of several once."""
    steps_of: dict[str, list[str]] = {}
    for step in information.steps:
        for told in _step_notes(analysis, step.step, information):
            steps_of.setdefault(told, []).append(analysis.scenario.named(step.step))
    notes = [f"{listed(names)}: {told}" for told, names in steps_of.items()]
    if any(one.chosen and _why_another(analysis, one.step, one.chosen) for one in information.steps):
        notes.append("Here expected cost alone counts, and quality only as the error rate, assumed or measured.")
    if information.questions:
        asked = listed(dict.fromkeys(check_told(analysis, question.check) for question in information.questions))
        notes.append(f"Open questions of the checklist that could change it: {asked}.")
    return notes


def check_told(analysis: Analysis, check: str) -> str:
    return f"“{check_labels(analysis.workspace.checks).get(check, check)}”"


def _step_notes(analysis: Analysis, step: str, information: ValueOfInformation) -> list[str]:
    found, told = next(one for one in information.steps if one.step == step), []
    if found.chosen is not None:
        expected = usd(found.expected_usd[found.chosen])
        why = _why_another(analysis, step, found.chosen)
        told.append(f"one would take {_name(analysis, found.chosen)} now, {expected} a month expected{why}.")
    elif not found.unpriced:
        told.append(f"{_nobody(analysis, step)}.")
    if found.asks_for_costs:
        told.append(
            f"a wrong answer costs nothing there, so nothing can be saved; set “{label_of('error_cost_usd')}”, "
            f"or “{label_of('escalation_cost_usd')}” and “{label_of('max_error_rate')}”, of the step."
        )
    elif found.looks and not any(look.saves_usd for look in found.looks):
        told.append("no look saves anything; nothing that it may show makes another one the better choice.")
    if found.unpriced:
        names = listed(_name(analysis, one) for one in found.unpriced)
        told.append(f"{names} cannot be judged, because the cost is unknown.")
    return told


def _nobody(analysis: Analysis, step: str) -> str:
    """Why no candidate can be looked at in a step: what each of them fails, or lacks besides evidence."""
    told = []
    for result in analysis.ranking:
        one = result.steps.get(step)
        if one is None or one.standing.status == "no_step":
            continue
        for verb, checks in (("fails", one.standing.blocked_by), ("lacks", one.standing.unknown)):
            if checks:
                held = f"{result.candidate.name} {verb} {check_told(analysis, checks[0])}"
                if len(checks) > 1:
                    held += f" and {len(checks) - 1} more"
                told.append(held)
                break
    if not told:
        return "no candidate plays it yet"
    named = ", ".join(told[:MOST_NAMED])
    if len(told) > MOST_NAMED:
        named += f"; {len(told) - MOST_NAMED} others likewise"
    return f"nobody can be looked at: {named}"


def _why_another(analysis: Analysis, step: str, chosen: str) -> str:
    """Why one would take another candidate than the one that is recommended for a step; empty where it is the same."""
    recommended = analysis.step_recommendations[step].default
    if recommended is None or recommended.id == chosen:
        return ""
    return f"; {recommended.candidate.name} is recommended by its score"


def evidence_tables(
    analysis: Analysis, information: ValueOfInformation, modelled: Sequence[Unknown]
) -> list[TextTable]:
    """Everything that `shortlist evidence` tells; tables without a row are left out, but for the last."""
    tables = [
        runs_table(analysis),
        times_table(analysis),
        costs_table(analysis, modelled),
        slices_table(analysis),
        pairs_table(analysis),
    ]
    return [*(table for table in tables if table.rows), looks_table(analysis, information)]
