"""Whom and which assumption a cell of the cost screen is about."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.comparison.cost_gaps import cost_gaps, without_traffic
from shortlist.core.edits.candidates import index_of
from shortlist.core.edits.places import KeyPath
from shortlist.core.service.cost_parts import COST_TOTALS
from shortlist.tui.forms.cost import field_of, field_under
from shortlist.tui.screens.cost.curves import REST
from shortlist.tui.screens.cost.own_curves import break_evens
from shortlist.tui.screens.cost.parts import candidate_of


class CostView(IntEnum):
    """The views, in the order of their names on the screen."""

    PARTS = 0
    DECISION = 1
    LEVERS = 2
    BREAK_EVEN = 3
    MONTHS = 4
    SENSITIVITY = 5


PARTS, DECISION, LEVERS, BREAK_EVEN, MONTHS, SENSITIVITY = CostView


class CostCell(NamedTuple):
    """Where the cursor is: the view, the key of the row and that of the column."""

    view: int
    row: str | None
    column: str | None


def candidate_at(analysis: Analysis, place: CostCell) -> str | None:
    """The id of the candidate that a place is about, else the default, else the first of the ranking."""
    key = place.row
    if place.view == PARTS and candidate_of(place.column) in analysis.costs:
        return candidate_of(place.column)
    if place.view == BREAK_EVEN and key is not None:
        row = break_evens(analysis)[int(key)]
        return row.self_hosted if row.self_hosted in analysis.by_id else row.against
    step = analysis.workspace.scenario.task.id
    if place.view == SENSITIVITY and key not in (None, REST):
        step = analysis.sensitivity[int(key or 0)].step
    default = analysis.choices[step].default
    return default or next(iter(analysis.by_id), None)


def field_at(analysis: Analysis, place: CostCell) -> KeyPath:
    """The assumption that the figure at a place rests on, or that it lacks."""
    candidate, key, workspace = candidate_at(analysis, place), place.row, analysis.workspace
    index = index_of(workspace, candidate or "")
    if without_traffic(workspace) and (place.view != PARTS or key in COST_TOTALS):
        return field_of(workspace, index, "requests_per_month")
    if place.view == PARTS and key is not None:
        result = analysis.by_id.get(candidate or "")
        gaps = cost_gaps(result, key) if result is not None and key not in ("requests", "replicas") else ()
        if gaps:
            return field_of(workspace, index, gaps[0].figure, gaps[0].step)
        return field_under(workspace, index, key, result)
    if place.view == SENSITIVITY and key not in (None, REST):
        swing = analysis.sensitivity[int(key or 0)]
        return field_of(workspace, index, swing.assumption, swing.step)
    if place.view == BREAK_EVEN and analysis.break_even:
        return field_of(workspace, index, "gpu_hour_usd")
    return field_of(workspace, index, "growth_per_month" if place.view == MONTHS else "fallback_share")
