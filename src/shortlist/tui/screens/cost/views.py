"""The views of the cost: for each its table, what is told of a row and stands beneath, and what a row leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from shortlist.core.advice.adopting import as_recommended
from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.comparison.compared import nobody_serves
from shortlist.core.comparison.cost_gaps import cost_gaps, without_traffic
from shortlist.core.edits.candidates import index_of
from shortlist.core.edits.places import KeyPath
from shortlist.core.service.cost_parts import COST_TOTALS
from shortlist.export.levels import step_briefs
from shortlist.tui.draw.lines import Cell
from shortlist.tui.forms.cost import field_of, field_under
from shortlist.tui.keys.bindings import Hint, hint, keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.parts.lower_panels import LowerTable
from shortlist.tui.parts.table_body import View
from shortlist.tui.screens.cost.curves import (
    REST,
    projection_detail,
    projection_table,
    sensitivity_detail,
    sensitivity_table,
)
from shortlist.tui.screens.cost.decision import decision_detail, decision_table
from shortlist.tui.screens.cost.levers import Tried, lever_detail, levers_table, meanings, savings_table
from shortlist.tui.screens.cost.own_curves import (
    break_even_detail,
    break_even_table,
    break_evens,
    own_of,
    traffic_table,
)
from shortlist.tui.screens.cost.parts import candidate_of, part_detail, parts_table, steps_table
from shortlist.tui.screens.cost.room import Room
from shortlist.tui.widgets.pane import Paragraph
from shortlist.tui.widgets.table import Table


@dataclass(frozen=True, slots=True)
class Shown:
    """What a view is drawn from."""

    analysis: Analysis
    base: Analysis | None
    """What changes are told against, while something is edited or tried."""
    width: int
    """Columns that a table may count on."""
    tried: Tried
    thousand: bool
    """Whether the parts are those of a thousand tasks."""
    room: Room
    rest_open: bool | None
    """Whether the assumptions that hardly matter are listed; None: where there is room for all of them."""
    editing: bool
    """Whether every key is an edit, so that what takes many analyses waits."""

    @property
    def made(self) -> Analysis:
        """The analysis with the decision: as it was made, or as it is recommended while nothing is decided."""
        return as_recommended(self.analysis) or self.analysis

    @property
    def was(self) -> Analysis | None:
        """The same of what changes are told against."""
        if self.base is None or self.made is self.analysis:
            return self.base
        return as_recommended(self.base) or self.base

    @property
    def by(self) -> str:
        """Whose choice the decision is: `decided`, `recommended`, `best so far`."""
        if self.made is self.analysis:
            return "decided"
        return "recommended" if self.analysis.recommendation.default is not None else "best so far"

    @property
    def rest(self) -> bool:
        """Whether the assumptions that hardly matter are listed."""
        if self.rest_open is not None:
            return self.rest_open
        # The row that stands for the rest comes on top.
        return len(self.made.sensitivity) + 1 <= self.room.rows

    def in_columns(self, width: int) -> Shown:
        """The same in so many columns."""
        return self if width == self.width else replace(self, width=width)

    @property
    def waits(self) -> bool:
        """Whether what rests on the decision waits: supposing one is an analysis, and every key is one edit."""
        return self.editing and nobody_serves(self.analysis.choices.values())

    def titled(self, title: str) -> str:
        """A title of what rests on the decision; while nothing is decided it says on whose choice."""
        return title if self.made is self.analysis else f"{title}, as {self.by}"


class CostView(NamedTuple):
    """A view. A row of its table is known by its key, a cell by that of its column too."""

    view: View
    table: Callable[[Shown], Table]
    told: Callable[[Shown, str, str | None], Sequence[Paragraph]]
    """What the pane says of a cell."""
    beneath: Callable[[Shown, str | None], Iterator[LowerTable]]
    """What may stand beneath, looked at without a cursor, what belongs to the row most first."""
    whom: Callable[[Analysis, str | None, str | None], str | None]
    """The id of the candidate that a cell is about, where it is about one."""
    field: Callable[[Analysis, int | None, str | None, str | None], KeyPath]
    """The assumption that the figure of a cell rests on, or lacks, of the candidate at a place in the file."""
    aside: Callable[[Shown, str | None, str | None], Iterator[LowerTable]]
    """What may stand beneath the details of a cell, where they are high."""
    decides: bool = True
    """Whether what it shows rests on the decision."""
    coming: str = ""
    """Under which name it is told what will stand there while it is empty."""
    enter: tuple[str, str] = ("cost.edit", "")
    """The key of what it is there for, and the words beside that."""
    other: tuple[str, str] = ("cost.unit", "")
    follows: bool = False
    """Whether what stands beneath is about the row under the cursor."""
    pictured: bool = False
    """Whether the bills of all stand above it as bars."""
    plotted: bool = False
    """Whether the row under the cursor is plotted above it."""

    def hints(self, thousand: bool) -> tuple[Hint, Hint]:
        """Its own keys."""
        key, words = self.other
        return hint(*self.enter), hint(key, words or ("per month" if thousand else "per 1,000"))


class CostPlace(IntEnum):
    """The views, in the order of their names on the screen."""

    PARTS = 0
    DECISION = 1
    LEVERS = 2
    BREAK_EVEN = 3
    MONTHS = 4
    SENSITIVITY = 5


# --- what stands beneath


def _decision(shown: Shown) -> Iterator[LowerTable]:
    if not shown.waits and not nobody_serves(shown.made.choices.values()):
        yield LowerTable(shown.titled("Decision"), decision_table(shown.made, shown.was, shown.by), whole=True)


def _months(shown: Shown) -> Iterator[LowerTable]:
    if not shown.waits and shown.made.decision.bill is not None:
        yield LowerTable(shown.titled("12 months"), projection_table(shown.made, shown.was), whole=True)


def _levers(shown: Shown) -> Iterator[LowerTable]:
    # These and what matters most are many analyses, and every key is one edit.
    if not shown.editing and not nobody_serves(shown.made.choices.values()):
        yield LowerTable(shown.titled("Levers"), levers_table(shown.made, shown.tried, shown.width), whole=True)


def _swings(shown: Shown, whole: bool = True) -> Iterator[LowerTable]:
    if not shown.editing and shown.made.sensitivity:
        table = sensitivity_table(shown.made, None, shown.width)
        yield LowerTable(shown.titled("What matters most"), table, whole=whole)


def _greatest_swings(shown: Shown) -> Iterator[LowerTable]:
    """The same where not all of them have room: what moves the cost most comes first."""
    yield from _swings(shown, whole=False)


def _meanings(shown: Shown) -> Iterator[LowerTable]:
    if not shown.editing:
        yield LowerTable("What the levers mean", meanings(shown.analysis, shown.width), whole=True)


def _beneath(*parts: Callable[[Shown], Iterable[LowerTable]]) -> Callable[[Shown, str | None], Iterator[LowerTable]]:
    def all_of(shown: Shown, key: str | None) -> Iterator[LowerTable]:
        for part in parts:
            yield from part(shown)

    return all_of


def _beneath_break_even(shown: Shown, key: str | None) -> Iterator[LowerTable]:
    if key is not None and not shown.editing:
        yield LowerTable("By traffic, USD a month", traffic_table(shown.analysis, key), whole=True)
    yield from _months(shown)


# --- what stands beneath the details


def _by_step(analysis: Analysis, result: CandidateResult) -> Iterator[LowerTable]:
    """What each step costs with a candidate."""
    costs = [(one.serving.step.name, one.cost) for one in result.steps.values()]
    if len(costs) > 1:
        yield LowerTable(f"{result.candidate.name}, by step", steps_table(costs, step_briefs(analysis.scenario)))


def _decision_by_step(shown: Shown, key: str | None, column: str | None) -> Iterator[LowerTable]:
    served = [step for one in shown.made.decided if (step := one.assessed) is not None]
    if len(served) > 1:
        costs = [(one.serving.step.name, one.cost) for one in served]
        table = steps_table(costs, step_briefs(shown.made.scenario))
        yield LowerTable(f"As {shown.by}, by step", table, ("Without a fallback.",))


def _column_by_step(shown: Shown, key: str | None, column: str | None) -> Iterator[LowerTable]:
    result = shown.analysis.by_id.get(candidate_of(column))
    if result is not None:
        yield from _by_step(shown.analysis, result)
    savings = savings_table(shown.made, shown.tried)
    if savings.rows:
        yield LowerTable(shown.titled("Levers that apply"), savings, whole=True)
    yield from _months(shown)


def _row_by_step(shown: Shown, key: str | None, column: str | None) -> Iterator[LowerTable]:
    """Both of a row: where what they differ by comes from."""
    if key is not None:
        row = break_evens(shown.analysis)[int(key)]
        yield from _by_step(shown.analysis, own_of(shown.analysis, row))
        yield from _by_step(shown.analysis, shown.analysis.by_id[row.against])


# --- what is told


def _lever_told(shown: Shown, key: str, column: str | None) -> Sequence[Paragraph]:
    decided = shown.made is shown.analysis
    return lever_detail(shown.made, key, column, shown.tried if decided else None)


def _told(detail: Callable[[Analysis, str, str | None], Sequence[Paragraph]]) -> Callable[..., Sequence[Paragraph]]:
    return lambda shown, key, column: detail(shown.made, key, column)


# --- whom and which assumption a cell is about


def _nobody(analysis: Analysis, key: str | None, column: str | None) -> str | None:
    return None


def _of_column(analysis: Analysis, key: str | None, column: str | None) -> str | None:
    return candidate_of(column) if candidate_of(column) in analysis.costs else None


def _who_runs(analysis: Analysis, key: str | None, column: str | None) -> str | None:
    if key is None:
        return None
    row = break_evens(analysis)[int(key)]
    return row.self_hosted if row.self_hosted in analysis.by_id else row.against


def _who_serves(analysis: Analysis, key: str | None, column: str | None) -> str | None:
    made = as_recommended(analysis) or analysis
    return None if key in (None, REST) else made.choices[made.sensitivity[int(key or 0)].step].default


def _of_part(analysis: Analysis, index: int | None, key: str | None, column: str | None) -> KeyPath:
    workspace = analysis.workspace
    if key is None:
        return field_of(workspace, index, "fallback_share")
    id_ = None if index is None else workspace.candidates[index].id
    result = analysis.by_id.get(id_ or "")
    gaps = cost_gaps(result, key) if result is not None and key not in ("requests", "replicas") else ()
    if gaps:
        return field_of(workspace, index, gaps[0].figure, gaps[0].step)
    return field_under(workspace, index, key, result)


def _of_swing(analysis: Analysis, index: int | None, key: str | None, column: str | None) -> KeyPath:
    if key in (None, REST):
        return field_of(analysis.workspace, index, "fallback_share")
    swing = (as_recommended(analysis) or analysis).sensitivity[int(key or 0)]
    return field_of(analysis.workspace, index, swing.assumption, swing.step)


def _the_field(figure: str) -> Callable[[Analysis, int | None, str | None, str | None], KeyPath]:
    return lambda analysis, index, key, column: field_of(analysis.workspace, index, figure)


def _of_machines(analysis: Analysis, index: int | None, key: str | None, column: str | None) -> KeyPath:
    return field_of(analysis.workspace, index, "gpu_hour_usd" if analysis.break_even else "fallback_share")


VIEWS: tuple[CostView, ...] = (
    CostView(
        View("Parts"),
        lambda shown: parts_table(shown.analysis, shown.thousand, shown.base),
        lambda shown, key, column: part_detail(
            shown.analysis, key, column, not shown.room.spare or len(shown.analysis.steps) < 2
        ),
        _beneath(_decision, lambda shown: () if shown.room.spare else _months(shown), _swings),
        _of_column,
        _of_part,
        _column_by_step,
        decides=False,
        coming="parts",
        pictured=True,
    ),
    CostView(
        View("Decision", "as decided"),
        lambda shown: decision_table(shown.made, shown.was, shown.by),
        _told(decision_detail),
        _beneath(_months, _swings, _levers, _greatest_swings),
        _nobody,
        _the_field("fallback_share"),
        _decision_by_step,
    ),
    CostView(
        View("Levers", "Enter tries one"),
        lambda shown: levers_table(shown.made, shown.tried, shown.width),
        _lever_told,
        _beneath(_meanings, _decision, _months, _swings),
        _nobody,
        _the_field("fallback_share"),
        _decision_by_step,
        enter=("grid.open", "try"),
    ),
    CostView(
        View("Break-even", "self-hosting"),
        lambda shown: break_even_table(shown.analysis),
        lambda shown, key, column: break_even_detail(shown.analysis, key, column),
        _beneath_break_even,
        _who_runs,
        _of_machines,
        _row_by_step,
        decides=False,
        coming="break-even",
        follows=True,
        plotted=True,
    ),
    CostView(
        View("12 months", "the decision"),
        lambda shown: projection_table(shown.made, shown.was),
        _told(projection_detail),
        _beneath(_decision, _swings, _levers, _greatest_swings),
        _nobody,
        _the_field("growth_per_month"),
        _decision_by_step,
    ),
    CostView(
        View("Sensitivity", "USD a task"),
        lambda shown: sensitivity_table(shown.made, shown.rest, shown.width),
        _told(sensitivity_detail),
        _beneath(_decision, _months, _levers),
        _who_serves,
        _of_swing,
        _decision_by_step,
        coming="sensitivity",
        other=("cost.rest", "all of it"),
    ),
)
"""Every view, in the order of `CostPlace`."""


def told_of(view: CostView, shown: Shown, key: str, column: str | None) -> Sequence[Paragraph]:
    """What the pane says of a cell, what stands in the way of all figures first."""
    lines: list[Paragraph] = []
    if without_traffic(shown.analysis.workspace):
        lines.append(Cell(empty("no_traffic"), "warn"))
    if view.decides and nobody_serves(shown.analysis.choices.values()):
        lines.append(Cell(empty("undecided"), "warn"))
    return [*lines, *view.told(shown, key, column)]


def note_of(view: CostView, shown: Shown) -> str:
    """What is said beside the names of the views; nothing where it is always the same."""
    if without_traffic(shown.analysis.workspace):
        return keyed("no traffic: {cost.edit}")
    if view is VIEWS[CostPlace.PARTS]:
        return "per 1,000 tasks" if shown.thousand else "per month"
    if view.decides and (by := shown.by) != "decided":
        return keyed(f"as {by}, nobody is chosen yet: {{candidates.default}} on screen {{tab.candidates}}")
    return ""


def candidate_at(view: CostView, analysis: Analysis, key: str | None, column: str | None) -> str | None:
    """The id of the candidate that a cell is about, else the default, else the first of the ranking."""
    found = view.whom(analysis, key, column) or analysis.choices[analysis.workspace.scenario.task.id].default
    return found or next(iter(analysis.by_id), None)


def field_at(view: CostView, analysis: Analysis, key: str | None, column: str | None) -> KeyPath:
    """The assumption that the figure of a cell rests on, or that it lacks."""
    workspace = analysis.workspace
    index = index_of(workspace, candidate_at(view, analysis, key, column) or "")
    if without_traffic(workspace) and (view is not VIEWS[CostPlace.PARTS] or key in COST_TOTALS):
        return field_of(workspace, index, "requests_per_month")
    return view.field(analysis, index, key, column)
