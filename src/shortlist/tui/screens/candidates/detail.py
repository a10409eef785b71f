"""What the pane says of a candidate: why it stands where it stands, and every figure with its source."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.basics.numbers import number_text
from shortlist.core.basics.words import listed, percent
from shortlist.core.comparison.compared import Compared, open_rank
from shortlist.core.comparison.measures import measures
from shortlist.core.comparison.open_rank import open_rank_words
from shortlist.core.document.candidate import Observation
from shortlist.core.document.choice import choices
from shortlist.core.document.evaluation import success_rate
from shortlist.core.document.field_names import label_of
from shortlist.core.document.metrics import METRIC_UNITS
from shortlist.core.document.scenario import COLUMNS, Column
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.judging.column_value import COLUMN_NAMES
from shortlist.core.judging.judge import CandidateResult
from shortlist.core.service.figures import disagree, of_another_host, uncounted
from shortlist.export.levels import brief_steps, played, unplayed
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.candidates.tables import (
    STATUS_TONES,
    check_name,
    drawn,
    extent_text,
    level_text,
    reached,
    row_title,
)
from shortlist.tui.widgets.summary import score_text

BAR = 16
"""Columns that the range of a level is drawn in."""


def standing_lines(result: CandidateResult) -> list[Cell]:
    """The status, with what blocks or what is missing and why."""
    standing = result.standing
    lines = [Cell(STATUSES[standing.status].marked, STATUS_TONES[standing.status])]
    for check in (*standing.blocked_by, *standing.unknown):
        near = " (near miss)" if check in standing.near_miss else ""
        tone: Tone = "bad" if check in standing.blocked_by else "warn"
        lines.append(Cell(f"  {check_name(check).capitalize()}{near}: {result.checks[check].reason}", tone))
    return lines


def reasons(compared: Compared, key: str, column: str | None) -> Sequence[Cell]:
    """Why the row stands where it stands, the column under the cursor first; then every figure's source."""
    result = compared.by_id[key]
    if not result.steps:
        told = f"{result.candidate.name} {unplayed(compared, result.candidate)}."
        lines = [Cell(told, "strong"), Cell("It is not excluded: it is not asked for that.", "dim")]
        return [*lines, *provenance(compared, result)]
    head = f"{result.candidate.name}: {ranked(compared, result)}, {score_text(result)} points, {reached(result)}"
    columns = {one: _column_line(compared, result, one, one == column) for one in COLUMNS}
    first = [columns.pop(one) for one in COLUMNS if one == column]
    lines = [Cell(head, "strong"), *first, *open_lines(compared, result), *plays_lines(compared, result)]
    lines += [*serves_lines(compared, result), *own_machines(result), *standing_lines(result), *columns.values()]
    return [*lines, *evaluated(compared, result), *provenance(compared, result)]


def ranked(compared: Compared, result: CandidateResult) -> str:
    """`rank 2 of 9`; on one step `rank 2 of the 3 that play “Rerank”`."""
    rank = compared.ranks[result.id]
    if compared.step is None:
        return f"rank {rank} of {len(compared.ranking)}"
    playing = sum(bool(one.steps) for one in compared.ranking)
    return f"rank {rank} of the {playing} that play “{compared.step.name}”"


def open_lines(compared: Compared, result: CandidateResult) -> list[Cell]:
    """That the rank is open, what makes it so, and what to find out first."""
    figures = open_rank(compared, result.id)
    if not figures:
        return []
    words, first = open_rank_words(figures), figures[0]
    places = {"observations": "{candidates.figures} types it", "evaluations": "a run of your own examples shows it"}
    key = keyed(places.get(first.where, "{candidates.edit} fills it in"))
    return [Cell(f"{words[0].upper()}{words[1:]}. Ask for the {first.name} first: {key}.", "warn")]


def plays_lines(compared: Compared, result: CandidateResult) -> list[Cell]:
    """Which steps it plays, where that is not all of them."""
    told = played(result, compared.steps)
    if not told:
        return []
    brief = brief_steps(compared.scenario)
    names = listed(brief[step] for step in result.steps)
    return [Cell(f"{told[0].upper()}{told[1:]} steps: {names}. It is judged on those alone.")]


def serves_lines(compared: Compared, result: CandidateResult) -> list[Cell]:
    """For which steps it was chosen, where the steps are served by several."""
    if compared.step is not None or not compared.workspace.decision.steps:
        return []
    brief, made = brief_steps(compared.scenario), choices(compared.workspace)
    told = []
    for place, words in (("default", "serves"), ("fallback", "stands in for")):
        steps = [brief[step] for step, choice in made.items() if getattr(choice, place) == result.id]
        told += [f"{words} {listed(steps)}"] * bool(steps)
    return [Cell(f"As decided it {' and '.join(told)}.")] if told else []


def own_machines(result: CandidateResult) -> list[Cell]:
    """Of a candidate that the team runs itself: the figures in force that do not hold for its machines."""
    force, candidate = result.in_force(), result.candidate
    unpaid = [label_of(one.metric).lower() for one in force if uncounted(candidate, one.metric)]
    elsewhere = [label_of(one.metric).lower() for one in force if of_another_host(candidate, one)]
    told = []
    if unpaid:
        told.append(f"not counted: {listed(dict.fromkeys(unpaid))}")
    if elsewhere:
        told.append(f"seen at another host, and counted until you have your own: {listed(dict.fromkeys(elsewhere))}")
    keys = keyed("{candidates.machines} estimates the machines, {candidates.figures} takes figures.")
    return [Cell(f"On your own machines: {'; '.join(told)}. {keys}", "warn")] if told else []


def _column_line(compared: Compared, result: CandidateResult, column: Column, here: bool) -> Cell:
    """A column: its level with its range, how much it counts, and why."""
    value = result.columns[column]
    counts = f", {percent(compared.weight_shares[column])} of the weight" if value.counts else ""
    bounds = value.low is not None and value.high is not None and value.low != value.high
    bar = f" {drawn(100 * (value.low or 0), 100 * (value.high or 0), BAR)}" if bounds else ""
    told = f"{COLUMN_NAMES[column]}: {level_text(column, value)}{bar}{counts}. {value.reason}"
    return Cell(told, "strong" if here else "plain")


def evaluated(compared: Compared, result: CandidateResult) -> list[Cell]:
    """The team's own evaluations in force, with their success rate and its interval drawn."""
    lines = []
    for (candidate, step), run in compared.evaluations.items():
        if candidate == result.id:
            rate = success_rate(run)
            told = f"Evaluated on {run.ran_on}, step {step}: {run.successes} of {run.answered:,} examples right"
            if rate is not None:
                share, low, high = rate
                told += f", {percent(share)} {drawn(100 * low, 100 * high, BAR)} {percent(low)} to {percent(high)}"
            lines.append(Cell(f"{told}."))
    return lines


def provenance(compared: Compared, result: CandidateResult) -> list[Cell]:
    """Every observation with its source, date, basis and age; the ones in force marked."""
    if not result.candidate.observations:
        return [Cell(empty("no_figures"), "dim")]
    force = result.in_force()
    lines = [Cell("Figures (● in force)", "head")]
    for observation in result.candidate.observations:
        held = any(observation is one for one in force)
        if uncounted(result.candidate, observation.metric) or not held:
            lines.append(Cell(f"   {_sourced(observation, compared)}", "dim"))
            continue
        lines.append(Cell(f" ● {_sourced(observation, compared)}"))
        for other in result.figures.applicable(observation.metric):
            if disagree(observation, other):
                side = "less" if other.value < observation.value else "more"
                if observation.value:
                    side = f"{percent(abs(other.value - observation.value) / abs(observation.value))} {side}"
                told = f"{other.source} says {number_text(other.value)}, {side}; find out which holds."
                lines.append(Cell(f"   ≠ {told}", "warn"))
    return lines


def _sourced(one: Observation, compared: Compared) -> str:
    unit = METRIC_UNITS.get(one.metric, "")
    tier = f" above {one.above_tokens:,.0f} tokens" if one.above_tokens else ""
    age = (compared.today - one.as_of).days
    told = f"{one.metric} {number_text(one.value)} {unit}".rstrip() + tier
    parts = [told, one.source or "no source", f"{one.as_of}, {age} days old", one.basis.replace("_", " ")]
    parts += [one.version, one.effort and f"effort {one.effort}", one.provider and f"at {one.provider}"]
    return " · ".join(filter(None, [*parts, one.url, one.note]))


def measured(compared: Compared, key: str, column: str | None) -> Sequence[Cell]:
    """A row of the comparison of several: what the measure is, and why the candidate under the cursor has it."""
    measure = measures(compared).get(key)
    result = compared.by_id.get(column or "")
    lines = []
    if measure is not None:
        better = "more" if measure.higher_is_better else "less"
        unit = "" if measure.unit in measure.title else f", in {measure.unit}"
        lines.append(Cell(f"{row_title(measure).capitalize()}{unit}: {better} is better.", "strong"))
    if result is None:
        return lines
    name = result.candidate.name
    if measure is None:
        if result.steps:
            lines.append(Cell(f"{name}: {ranked(compared, result)}", "strong"))
        lines += [*open_lines(compared, result), *plays_lines(compared, result)] if result.steps else []
    criterion = next((one for one in COLUMNS if one == key), None)
    if criterion is not None:
        lines.append(Cell(f"{name}: {result.columns[criterion].reason}"))
    elif measure is not None:
        lines.append(Cell(f"{name}: {extent_text(measure, measure.of(result))}"))
        lines += [Cell(f"  {_sourced(one, compared)}", "dim") for one in result.in_force(key)]
    if not result.steps:
        return [*lines, Cell(f"{name} {unplayed(compared, result.candidate)}.", "dim")]
    return [*lines, *standing_lines(result)]
