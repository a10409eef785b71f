"""A run as a table: a line a candidate and step, with its counts, interval, times and what it cost so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shortlist.core.basics.words import seconds, usd
from shortlist.core.calling.plan import CallPlan
from shortlist.core.calling.tally import RunState, Tally
from shortlist.core.evidence.pairs import RunPair
from shortlist.core.evidence.rows import percentile
from shortlist.export.evidence_words import NO_DIFFERENCE
from shortlist.tui.draw.evidence_marks import (
    SIGN_TONES,
    SIGNS,
    TO_COME,
    interval,
    outcome_bar,
    rates_under_another,
    sparkline,
)
from shortlist.tui.draw.figures import decimals_of, figure_text, on_the_point
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.widgets.grid import Column, Row, Table

BAR_CELLS, INTERVAL_CELLS, SPARK_CELLS = 10, 20, 14
WIDE, WIDEST = 100, 140
"""Columns of the terminal from which on more is shown."""
OUTCOME_OF = {"ok": "right", "wrong": "wrong", "invalid": "invalid", "cut": "invalid", "escalated": "person"}
OUTCOME_OF |= {"error": "failed"}
"""Under which outcome a verdict is drawn; what waits for a judge or a person is none yet."""


class RunNames(NamedTuple):
    """What candidates and steps are called, by their ids."""

    candidates: Mapping[str, str]
    steps: Mapping[str, str]


def bar(done: int, wanted: int, cells: int = BAR_CELLS) -> str:
    """How far something is: filled and empty cells."""
    filled = cells if done >= wanted else int(cells * done / wanted)
    return "█" * filled + "░" * (cells - filled)


def outcomes_bar(tally: Tally, cells: int = BAR_CELLS) -> str:
    """What became of the answers, as far as they are there, and what is to come."""
    counts = dict.fromkeys(SIGNS, 0)
    for verdict, outcome in OUTCOME_OF.items():
        counts[outcome] += tally.verdicts[verdict]
    to_come = max(0, tally.wanted - sum(counts.values()))
    return outcome_bar([*((SIGNS[key], number) for key, number in counts.items()), (TO_COME, to_come)], cells)


def run_table(state: RunState, names: RunNames, width: int) -> Table:
    """The table of a run; the wider the terminal, the more of it. Intervals are drawn from 0 to 100 %."""
    several, wide = len({step for _, step in state.tallies}) > 1, width >= WIDE
    columns = [Column("who", "candidate", 0)]
    columns += [Column("step", "step", 0)] if several else []
    columns += [Column("done", "answers", 0, True)]
    columns += [Column("waiting", "waiting", 0, True)] if wide else []
    columns += [Column("bar", "outcomes", BAR_CELLS, signs=SIGN_TONES)]
    columns += [Column("interval", "0–100 %", INTERVAL_CELLS)] if wide else []
    columns += [Column("right", "right, %", 0, True)]
    columns += [Column("retries", "again", 0, True)] if wide else []
    columns += [Column("cost", "cost, USD", 0, True)]
    columns += [Column("p50", "p50, s", 0, True)] if wide else []
    columns += [Column("p95", "p95, s", 0, True)]
    columns += [Column("spark", "first tokens", SPARK_CELLS)] if width >= WIDEST else []
    keys = [column.key for column in columns]
    tallies = list(state.tallies.values())
    rights = rates_under_another([tally.right for tally in tallies])
    costs = _costs(tallies)
    rows = []
    for ((candidate, step), tally), right, cost in zip(state.tallies.items(), rights, costs, strict=True):
        cells = _cells(tally, right, cost)
        cells["who"] = Cell(names.candidates.get(candidate, candidate), "bad" if tally.stopped else "strong")
        cells["step"] = Cell(names.steps.get(step, step), "dim")
        rows.append(Row(f"{candidate}:{step}", tuple(cells[key] for key in keys)))
    return Table(tuple(columns), tuple(rows), widest=28 if wide else 20)


def _costs(tallies: Sequence[Tally]) -> list[str]:
    """What each cost so far, under each other; `+?` where answers came whose cost is unknown."""
    digits = decimals_of([tally.cost_usd for tally in tallies])
    told = on_the_point([figure_text(tally.cost_usd, digits) for tally in tallies])
    more = "  " if any(tally.unknown_costs for tally in tallies) else ""
    return [
        f"unknown{more}"
        if tally.unknown_costs and not tally.cost_usd
        else cost + ("+?" if tally.unknown_costs else more)
        for tally, cost in zip(tallies, told, strict=True)
    ]


def _cells(tally: Tally, right: str, cost: str) -> dict[str, Cell]:
    found, waiting = tally.right, tally.verdicts["waiting"]
    half, most = percentile(tally.totals, 0.5), percentile(tally.totals, 0.95)
    tone: Tone = "bad" if tally.stopped else "good" if tally.done >= tally.wanted else "plain"
    drawn = "" if found is None else interval(found.low, found.share, found.high, INTERVAL_CELLS)
    return {
        "done": Cell(f"{tally.done}/{tally.wanted}", tone),
        "waiting": Cell(str(waiting) if waiting else "", "warn"),
        "bar": Cell(outcomes_bar(tally)),
        "interval": Cell(drawn),
        "right": Cell(right or "—"),
        "retries": Cell(str(tally.retries), "warn" if tally.retries else "dim"),
        "cost": Cell(cost),
        "p50": Cell("—" if half is None else f"{half:.2f}"),
        "p95": Cell("—" if most is None else f"{most:.2f}"),
        "spark": Cell(sparkline(tally.ttfts[-5 * SPARK_CELLS :], SPARK_CELLS), "head"),
    }


def plan_table(plan: CallPlan, names: RunNames) -> Table:
    """Whom a run would call in which step, how often, and what that costs at most."""
    judged = any(line.judge_calls for line in plan.lines)
    costs = [line.worst_usd for line in plan.lines]
    digits = max(2, decimals_of(costs))
    told = on_the_point(["unknown" if one is None else figure_text(one, digits) for one in costs])
    columns = [
        Column("who", "candidate", 0),
        Column("step", "step", 0),
        Column("examples", "examples", 8, True),
        Column("calls", "calls", 7, True),
        *([Column("judge", "judge's calls", 13, True)] if judged else []),
        Column("most", "at most, USD", 12, True),
    ]
    rows = []
    for line, cost in zip(plan.lines, told, strict=True):
        calls = [line.examples, line.calls, *([line.judge_calls] if judged else [])]
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
        apart = f"{100 * pair.difference:+.0f} points ({100 * pair.low:+.0f} to {100 * pair.high:+.0f})"
        told.append(f"{first} / {second} on {pair.counts.examples:,} examples: {apart}, {shown}")
    return told


def state_words(state: RunState, paused: bool, ending: bool) -> str:
    """How far the run is as a whole, and what it spent."""
    limit = "" if state.limit_usd is None else f" of {usd(state.limit_usd)}"
    left = state.wanted - state.done
    speed = state.done / state.seconds if state.seconds > 0 else 0.0
    before = sum(one.before for one in state.tallies.values())
    fresh = (state.done - before) / state.seconds if state.seconds > 0 else 0.0
    told = f"{bar(state.done, state.wanted, 20)} {state.done} of {state.wanted} answers · spent at most "
    told += f"{usd(state.spent_usd)}{limit}"
    if state.limit_usd:
        told += f" {bar(min(1000, int(1000 * state.spent_usd / state.limit_usd)), 1000, 10)}"
    if ending:
        under_way = sum(one.under_way for one in state.tallies.values())
        return f"{told} · ending, {under_way} answers under way"
    if paused:
        return f"{told} · paused"
    if left and fresh > 0 and speed:
        told += f" · about {seconds(left / fresh)} to go"
    return told


def stop_lines(state: RunState, names: RunNames) -> list[str]:
    """Why candidates are not asked any more."""
    return [
        f"{names.candidates.get(candidate, candidate)} in {names.steps.get(step, step)} stopped: {why}"
        for (candidate, step), why in state.stopped.items()
    ]
