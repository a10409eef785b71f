"""What was measured of a candidate, as observations: of a load, or of the requests that its logs tell of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.workspace import Workspace, read_workspace, to_data


class MeasuredFigure(NamedTuple):
    """A figure that was measured, in its metric's unit."""

    metric: str
    value: float
    note: str = ""


def observations_of(
    candidate: Candidate, figures: Iterable[MeasuredFigure], source: str, today: dt.date
) -> list[dict[str, Any]]:
    """Figures as observations of a candidate, at its own setting and provider."""
    rows = []
    for one in figures:
        row: dict[str, Any] = {
            "metric": one.metric,
            "value": one.value,
            "source": source,
            "as_of": today,
            "basis": "measured",
        }
        if candidate.effort:
            row["effort"] = candidate.effort
        if one.note:
            row["note"] = one.note
        rows.append(row)
    return rows


def with_measured(
    workspace: Workspace,
    found: Mapping[str, list[dict[str, Any]]],
    usage: Mapping[str, Mapping[str, Any]] | None = None,
) -> Workspace:
    """The workspace with observations of candidates and, by step, figures of its traffic, as one change.

    An observation of the same metric, source and day takes the place of the earlier one. Raises `InvalidDocument`.
    """
    data = to_data(workspace)
    for candidate in data.get("candidates", ()):
        new = found.get(candidate["id"], [])
        keys = {_key(one) for one in new}
        kept = [one for one in candidate.get("observations", ()) if _key(one) not in keys]
        if new:
            candidate["observations"] = [*kept, *new]
    for step in data["scenario"]["steps"]:
        told = (usage or {}).get(step["id"])
        if told:
            step["usage"] = {**step.get("usage", {}), **told}
    return read_workspace(data)


def _key(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return one["metric"], one["source"], one["as_of"], one["basis"]
