"""A run as a table: a line a candidate and step, with its counts, interval, times and what it cost so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shortlist.core.basics.words import said, seconds, usd
from shortlist.core.calling.plan import CallPlan
from shortlist.core.calling.run_progress import RunState, Tally
from shortlist.core.document.workspace import Workspace
from shortlist.core.evidence.pairs import RunPair
from shortlist.core.evidence.rows import percentile
from shortlist.export.evidence_words import NO_DIFFERENCE
from shortlist.export.run_words import unreadable_told
from shortlist.tui.draw.evidence_marks import (
    SIGN_TONES,
    SIGNS,
    TO_COME,
    interval,
    outcome_bar,
    rates_under_another,
    sparkline,
)
from shortlist.tui.draw.figures import decimals_of, figure_text, on_the_point, true_minus
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.widgets.table import Column, Row, Table

BAR_CELLS, INTERVAL_CELLS, SPARK_CELLS = 10, 20, 14
WIDE, WIDEST = 100, 140
"""Columns of the terminal from which on more is shown, and drawn at twice the width."""
OUTCOME_OF = {"ok": "right", "wrong": "wrong", "invalid": "invalid", "cut": "invalid", "escalated": "person"}
OUTCOME_OF |= {"error": "failed"}
"""Under which outcome a verdict is drawn; what waits for a judge or a person is none yet."""


class RunNames(NamedTuple):
    """What candidates and steps are called, by their ids."""

    candidates: Mapping[str, str]
    steps: Mapping[str, str]

    @classmethod
    def of(cls, workspace: Workspace) -> RunNames:
        """Those of a workspace."""
        return cls(workspace.names, {step.id: step.name for step in workspace.scenario.steps})


def progress_bar(done: int, wanted: int, cells: int = BAR_CELLS) -> str:
    """How far something is: filled and empty cells."""
    filled = cells if done >= wanted else int(cells * done / wanted)
    return "█" * filled + "░" * (cells - filled)


def run_table(state: RunState, names: RunNames, width: int) -> Table:
    """The table of a run; the wider the terminal, the more of it. Intervals are drawn from 0 to 100 %."""
    several, wide, larger = len({step for _, step in state.tallies}) > 1, width >= WIDE, 1 + (width >= WIDEST)
    bar_cells, interval_cells = BAR_CELLS * larger, INTERVAL_CELLS * larger
    columns = [
        Column("who", "candidate", 0),
        Column("step", "step", 0),
        Column("done", "answers", 0, True),
        Column("waiting", "waiting", 0, True),
        Column("bar", "outcomes", bar_cells, signs=SIGN_TONES),
        Column("interval", "0–100 %", interval_cells),
        Column("right", "right, %", 0, True),
        Column("retries", "retry", 0, True),
        Column("cost", "cost, USD", 0, True),
        Column("p50", "p50, s", 0, True),
        Column("p95", "p95, s", 0, True),
        Column("spark", "first tokens", SPARK_CELLS),
    ]
    waiting = wide and any(one.verdicts["waiting"] for one in state.tallies.values())
    shown = {
        "step": several,
        "waiting": waiting,
        "interval": wide,
        "retries": wide,
        "p50": wide,
        "spark": width >= WIDEST,
    }
    columns = [column for column in columns if shown.get(column.key, True)]
    keys = [column.key for column in columns]
    tallies = list(state.tallies.values())
    rights = rates_under_another([tally.right for tally in tallies])
    costs = _costs(tallies)
    rows = []
    for ((candidate, step), tally), right, cost in zip(state.tallies.items(), rights, costs, strict=True):
        cells = _cells(tally, right, cost, bar_cells, interval_cells)
        cells["who"] = Cell(names.candidates.get(candidate, candidate), "bad" if tally.stopped else "strong")
        cells["step"] = Cell(names.steps.get(step, step), "dim")
        rows.append(Row(f"{candidate}:{step}", tuple(cells[key] for key in keys)))
    return Table(tuple(columns), tuple(rows), widest=28 if wide else 20)


def _costs(tallies: Sequence[Tally]) -> list[str]:
    """What each cost so far, under each other; `+?` where answers came whose cost is unknown."""
    digits = decimals_of([tally.cost_usd for tally in tallies])
    told = on_the_point([figure_text(tally.cost_usd, digits) for tally in tallies])
    room = "  " if any(tally.unknown_costs for tally in tallies) else ""
    costs = []
    for tally, cost in zip(tallies, told, strict=True):
        if not tally.unknown_costs:
            costs.append(f"{cost}{room}")
        elif tally.cost_usd:
            costs.append(f"{cost}+?")
        else:
            costs.append(f"unknown{room}")
    return costs


def _cells(tally: Tally, right: str, cost: str, bar_cells: int, interval_cells: int) -> dict[str, Cell]:
    found, drawn = tally.right, ""
    if found is not None:
        drawn = interval(found.low, found.share, found.high, interval_cells)
    counts = dict.fromkeys(SIGNS, 0)
    for verdict, outcome in OUTCOME_OF.items():
        counts[outcome] += tally.verdicts[verdict]
    signs = [(SIGNS[key], number) for key, number in counts.items()]
    to_come = max(0, tally.wanted - sum(counts.values()))
    tone: Tone = "plain"
    if tally.stopped:
        tone = "bad"
    elif tally.done >= tally.wanted:
        tone = "good"
    in_seconds = "{:.2f}".format
    return {
        "done": Cell(f"{tally.done}/{tally.wanted}", tone),
        "waiting": Cell(str(tally.verdicts["waiting"] or ""), "warn"),
        "bar": Cell(outcome_bar([*signs, (TO_COME, to_come)], bar_cells)),
        "interval": Cell(drawn),
        "right": Cell(right or "—"),
        "retries": Cell(str(tally.retries), "warn" if tally.retries else "dim"),
        "cost": Cell(cost),
        "p50": Cell(said(percentile(tally.totals, 0.5), in_seconds, "—")),
        "p95": Cell(said(percentile(tally.totals, 0.95), in_seconds, "—")),
        "spark": Cell(sparkline(tally.ttfts[-5 * SPARK_CELLS :], SPARK_CELLS), "head"),
    }


def plan_table(plan: CallPlan, names: RunNames) -> Table:
    """Whom a run would call in which step, how often, and what that costs at most."""
    judged = any(line.judge_calls for line in plan.lines)
    costs = [line.worst_usd for line in plan.lines]
    digits = max(2, decimals_of(costs))
    told = on_the_point([said(one, lambda cost: figure_text(cost, digits), "unknown") for one in costs])
    columns = [
        Column("who", "candidate", 0),
        Column("step", "step", 0),
        Column("examples", "examples", 8, True),
        Column("calls", "calls", 0, True),
    ]
    if judged:
        columns.append(Column("judge", "judge calls", 0, True))
    columns.append(Column("most", "at most, USD", 0, True))
    rows = []
    for line, cost in zip(plan.lines, told, strict=True):
        calls = [line.examples, line.calls, line.judge_calls][: 2 + judged]
        who, step = names.candidates.get(line.candidate, line.candidate), names.steps.get(line.step, line.step)
        cells = (Cell(who, "strong"), Cell(step), *(Cell(f"{number:,}") for number in calls), Cell(cost))
        rows.append(Row(f"{line.candidate}:{line.step}", cells))
    return Table(tuple(columns), tuple(rows))


def pair_lines(pairs: list[RunPair], names: RunNames) -> list[str]:
    """Whom the answers so far tell apart, and whom they do not."""
    told = []
    for pair in pairs:
        assert pair.counts is not None
        first, second = (names.candidates.get(id_, id_) for id_ in (pair.first, pair.second))
        shown = NO_DIFFERENCE
        if pair.better is not None:
            shown = f"{names.candidates.get(pair.better, pair.better)} is better"
        apart = true_minus(f"{100 * pair.difference:+.0f} points ({100 * pair.low:+.0f} to {100 * pair.high:+.0f})")
        told.append(f"{first} / {second} on {pair.counts.examples:,} examples: {apart}, {shown}")
    return told


def state_words(state: RunState, paused: bool, ending: bool, width: int = WIDE) -> str:
    """How far the run is as a whole, and what it spent; in less than `WIDE` columns with a shorter bar."""
    cells = 20 if width >= WIDE else 8
    told = f"{progress_bar(state.done, state.wanted, cells)} {state.done} of {state.wanted} answers · spent at most "
    told += usd(state.spent_usd)
    if state.limit_usd is not None:
        told += f" of {usd(state.limit_usd)}"
    if state.limit_usd:
        told += f" {progress_bar(min(1000, int(1000 * state.spent_usd / state.limit_usd)), 1000, 10)}"
    if ending:
        under_way = sum(one.under_way for one in state.tallies.values())
        return f"{told} · ending, {under_way} answers under way"
    if paused:
        return f"{told} · paused"
    # What stood in the log before says nothing of how fast this run is.
    left, fresh = state.wanted - state.done, state.done - sum(one.before for one in state.tallies.values())
    if left and fresh > 0 and state.seconds > 0:
        told += f" · about {seconds(left / (fresh / state.seconds))} to go"
    return told


def stop_lines(state: RunState, names: RunNames) -> list[str]:
    """Why candidates are not asked any more, and of whose answers a judge said what nobody can read."""
    told = []
    for (candidate, step), tally in state.tallies.items():
        whose = f"{names.candidates.get(candidate, candidate)} in {names.steps.get(step, step)}"
        if tally.stopped:
            told.append(f"{whose} stopped: {tally.stopped}")
        if tally.unreadable:
            told.append(f"{whose}: {unreadable_told(tally)}")
    return told
