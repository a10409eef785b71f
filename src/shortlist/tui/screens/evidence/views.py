"""The views of the evidence: for each its table, what is told of a row, what stands beneath, and its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from textual.geometry import Size

from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import count
from shortlist.export.evidence_words import settle_notes
from shortlist.tui.draw.brief_names import in_brief
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, hint, hints, keyed
from shortlist.tui.keys.sentences import coming
from shortlist.tui.parts.lower_panels import LowerTable
from shortlist.tui.parts.table_body import View
from shortlist.tui.screens.evidence import detail, lower_tables
from shortlist.tui.screens.evidence.failure_list import FailureList
from shortlist.tui.screens.evidence.tables import (
    WIDE,
    WorkedOut,
    pairs_table,
    runs_table,
    settle_table,
    slices_table,
)
from shortlist.tui.widgets.table import Table

SHARE = 0.4
"""The share of the lines of a terminal that a table takes at most, where others want the rest."""

PANELS, TALL = 36, 52
"""Lines of the terminal from which on what would settle the choice has a panel of its own beneath the runs, else it
stands among the details; and from which on kinds and failures have room as well."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a view is drawn from."""

    analysis: Analysis
    drawn: WorkedOut | None
    """What was worked out, where it still holds."""
    failures: FailureList
    width: int
    """Columns that a table may count on."""
    terminal: Size
    beside: bool
    """Whether the details stand beside the tables."""
    of_runs: bool
    """Whether the runs are in front."""
    called: str
    """The workspace as the command line calls it."""

    @property
    def narrow(self) -> bool:
        """Whether the details have few lines in sight."""
        return self.terminal.width < WIDE

    @property
    def panels(self) -> bool:
        """Whether what follows from the runs stands in panels beneath them."""
        return self.of_runs and self.terminal.height >= PANELS

    @property
    def roomy(self) -> bool:
        """Whether the examples and the terms of a view stand beneath it."""
        lines = TALL if self.of_runs and self.analysis.runs else PANELS
        return self.beside and self.terminal.height >= lines


class EvidenceView(NamedTuple):
    """A row of the table of views: what one shows, what it says of the row under the cursor, and its keys."""

    view: View
    table: Callable[[Seen], Table]
    told: Callable[[Seen, str], Sequence[Cell]]
    """What the pane says of a row, by its key."""
    beneath: Callable[[Seen, str], Iterator[LowerTable]]
    """What stands beneath for a row, what belongs to it most first."""
    nothing: Callable[[Seen], Sequence[Cell]]
    """What the pane says while there is no row at all."""
    hints: Callable[[Analysis], tuple[Hint, ...]]
    note: Callable[[Seen], str] | None = None
    """What is said beside the names of the views, where it is counted."""
    of_runs: bool = False
    """Whether a row is about a run."""
    follows: bool = True
    """Whether what stands beneath is about the row under the cursor."""
    share: float = SHARE
    """The share of the lines that its table takes at most where something stands beneath."""
    details: int | None = None
    """Lines in which the details beneath the table say all, so that the others are for what belongs to the view."""


class EvidencePlace(IntEnum):
    """The views, in the order of their names on the screen."""

    RUNS = 0
    KINDS = 1
    PAIRS = 2
    FAILURES = 3
    SETTLE = 4


def looks_panels(seen: Seen) -> Iterator[LowerTable]:
    """What would settle the choice, and what that rests on: all that there is beneath a view without rows."""
    yield from _looks_panel(seen)
    if seen.drawn is not None:
        yield from lower_tables.looks_beneath(seen.analysis, seen.drawn, "", seen.width)


def _looks_panel(seen: Seen) -> Iterator[LowerTable]:
    if seen.drawn is not None:
        notes = settle_notes(seen.analysis, seen.drawn.information)
        told = tuple(in_brief(note, seen.analysis.workspace) for note in notes)
        yield LowerTable("What would settle it", settle_table(seen.analysis, seen.drawn), told)


def _looks(seen: Seen, key: str) -> Iterator[LowerTable]:
    if seen.drawn is not None:
        yield from lower_tables.looks_beneath(seen.analysis, seen.drawn, key, seen.width)


def _beneath_kind(seen: Seen, key: str) -> Iterator[LowerTable]:
    run, what = detail.held_at(seen.analysis, key), key.split(":", 2)[2]
    yield from lower_tables.kinds_beneath(seen.analysis, seen.failures, run, what, seen.width)
    yield from _looks_panel(seen)


def _beneath_pair(seen: Seen, key: str) -> Iterator[LowerTable]:
    at = int(key.split(":")[1])
    if at < len(seen.analysis.run_pairs):
        pair = seen.analysis.run_pairs[at]
        yield from lower_tables.pair_beneath(seen.analysis, seen.failures, pair, seen.width)
        yield from _looks_panel(seen)


def _beneath_failure(seen: Seen, key: str) -> Iterator[LowerTable]:
    yield from lower_tables.failures_beneath(seen.analysis, seen.failures.shown)
    yield from looks_panels(seen)


def _failure_told(seen: Seen, key: str) -> Sequence[Cell]:
    example = seen.failures.at(key)
    if example is None:
        return ()
    lines = detail.input_lines(example, seen.failures.known(example))
    for candidate in example.answers:
        lines += [Cell(" "), *detail.answer_lines(seen.analysis, example, candidate)]
    return lines


def _how_runs_come_in(seen: Seen) -> Sequence[Cell]:
    """How one comes in; and what it would settle, where that stands nowhere else."""
    told = [Cell(keyed(detail.HOW_IT_COMES_IN))]
    if not seen.panels and not seen.roomy:
        told += [Cell(" "), *detail.settle_lines(seen.analysis, seen.drawn)]
    return told


def _run_hints(analysis: Analysis) -> tuple[Hint, ...]:
    own = hints("evidence.run evidence.golden evidence.import")
    return (*own, *hints("evidence.failures evidence.remove")) if analysis.runs else own


def _failure_hints(analysis: Analysis) -> tuple[Hint, ...]:
    return (hint("grid.open", "side by side"), *hints("evidence.add evidence.kind evidence.verdict"))


VIEWS: tuple[EvidenceView, ...] = (
    EvidenceView(
        View("Runs"),
        lambda seen: runs_table(seen.analysis, seen.width),
        lambda seen, key: detail.run_detail(seen.analysis, key, seen.drawn, seen.narrow, settle=not seen.panels),
        _looks,
        _how_runs_come_in,
        _run_hints,
        note=lambda seen: count(len(seen.analysis.runs), "run") + " in force",
        of_runs=True,
        follows=False,
    ),
    EvidenceView(
        View("Kinds", "and metrics"),
        lambda seen: slices_table(seen.analysis, seen.width),
        lambda seen, key: detail.slice_detail(seen.analysis, key, seen.drawn, seen.narrow),
        _beneath_kind,
        _how_runs_come_in,
        _run_hints,
        of_runs=True,
    ),
    EvidenceView(
        View("Pairs", "same examples"),
        lambda seen: pairs_table(seen.analysis, seen.width),
        lambda seen, key: detail.pair_detail(seen.analysis, key),
        _beneath_pair,
        _how_runs_come_in,
        _run_hints,
        details=9,
    ),
    EvidenceView(
        View("Failures"),
        lambda seen: seen.failures.table(seen.analysis, seen.width),
        _failure_told,
        _beneath_failure,
        lambda seen: () if seen.analysis.workspace.evaluations else [Cell(line) for line in coming("failures")],
        _failure_hints,
        note=lambda seen: seen.failures.words,
        follows=False,
        share=0.6,
    ),
    EvidenceView(
        View("Settle", "what to look at next"),
        lambda seen: settle_table(seen.analysis, seen.drawn),
        lambda seen, key: detail.look_detail(seen.analysis, key, seen.drawn, seen.called, terms=not seen.roomy),
        _looks,
        lambda seen: detail.settle_lines(seen.analysis, seen.drawn),
        lambda analysis: (hint("grid.open", "run it"), hint("evidence.command")),
    ),
)
"""Every view, in the order of `EvidencePlace`."""
