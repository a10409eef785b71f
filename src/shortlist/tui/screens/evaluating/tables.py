"""A run as a table: a line a candidate and step, with its counts, interval, times and what it cost so far."""

from __future__ import annotations

from shortlist.core.basics.words import percent, seconds, usd
from shortlist.core.calling.tally import RunState, Tally
from shortlist.core.evidence.rows import percentile
from shortlist.tui.draw.evidence_marks import sparkline
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.widgets.grid import Column, Row, Table

BAR_CELLS = 10
SPARK_CELLS = 14
WIDE, WIDEST = 100, 140
"""Columns of the terminal from which on more is shown."""


def bar(done: int, wanted: int, cells: int = BAR_CELLS) -> str:
    """How far something is: filled and empty cells."""
    filled = cells if done >= wanted else int(cells * done / wanted)
    return "█" * filled + "░" * (cells - filled)


def run_table(state: RunState, width: int) -> Table:
    """The table of a run; the wider the terminal, the more of it."""
    columns = [Column("who", "candidate", 0), Column("step", "step", 0), Column("done", "answers", 0, True)]
    columns += [Column("bar", "", BAR_CELLS)] if width >= WIDE else []
    columns += [Column("right", "right", 0, True)]
    columns += [Column("interval", "95 %", 0, True)] if width >= WIDE else []
    columns += [Column("retries", "again", 0, True), Column("cost", "cost", 0, True)]
    columns += [Column("p50", "p50", 0, True), Column("p95", "p95", 0, True)]
    columns += [Column("spark", "last answers", SPARK_CELLS)] if width >= WIDEST else []
    keys = [column.key for column in columns]
    rows = tuple(
        Row(f"{candidate}:{step}", tuple(cells[key] for key in keys))
        for (candidate, step), tally in state.tallies.items()
        for cells in (_cells(candidate, step, tally),)
    )
    return Table(tuple(columns), rows)


def _cells(candidate: str, step: str, tally: Tally) -> dict[str, Cell]:
    found, waiting = tally.right, tally.verdicts["waiting"]
    half, most = percentile(tally.totals, 0.5), percentile(tally.totals, 0.95)
    tone: Tone = "bad" if tally.stopped else "good" if tally.done >= tally.wanted else "plain"
    cost = usd(tally.cost_usd) + ("+?" if tally.unknown_costs else "")
    return {
        "who": Cell(candidate, "bad" if tally.stopped else "strong"),
        "step": Cell(step, "dim"),
        "done": Cell(f"{tally.done}/{tally.wanted}" + (f" ({waiting} wait)" if waiting else ""), tone),
        "bar": Cell(bar(tally.done, tally.wanted), tone),
        "right": Cell("—" if found is None else percent(found.share)),
        "interval": Cell("" if found is None else f"{percent(found.low)}–{percent(found.high)}", "dim"),
        "retries": Cell(str(tally.retries), "warn" if tally.retries else "dim"),
        "cost": Cell(cost),
        "p50": Cell("—" if half is None else seconds(half)),
        "p95": Cell("—" if most is None else seconds(most)),
        "spark": Cell(sparkline(tally.totals[-5 * SPARK_CELLS :], SPARK_CELLS), "accent"),
    }


def state_words(state: RunState, paused: bool, ending: bool) -> str:
    """How far the run is as a whole, and what it spent."""
    limit = "" if state.limit_usd is None else f" of {usd(state.limit_usd)}"
    left = state.wanted - state.done
    speed = state.done / state.seconds if state.seconds > 0 else 0.0
    before = sum(one.before for one in state.tallies.values())
    fresh = (state.done - before) / state.seconds if state.seconds > 0 else 0.0
    told = f"{bar(state.done, state.wanted, 20)} {state.done} of {state.wanted} answers · spent at most "
    told += f"{usd(state.spent_usd)}{limit}"
    if ending:
        under_way = sum(one.under_way for one in state.tallies.values())
        return f"{told} · ending, {under_way} answers under way"
    if paused:
        return f"{told} · paused"
    if left and fresh > 0 and speed:
        told += f" · about {seconds(left / fresh)} to go"
    return told


def stop_lines(state: RunState) -> list[str]:
    """Why candidates are not asked any more."""
    return [f"{candidate} in {step} stopped: {why}" for (candidate, step), why in state.stopped.items()]
