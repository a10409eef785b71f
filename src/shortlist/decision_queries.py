"""What other programs ask of decisions: which there are, who serves and why, what would change it, what is due.

Plain data, made anew from the files for every question. Texts of files are data in it: each is cleaned and cut, and
none of them is ever a sentence of this program's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from shortlist.core.advice.why_not import why_not
from shortlist.core.analysis import Analysis
from shortlist.core.basics.plain_data import plain_fields
from shortlist.core.document.accepted import followed
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.offering import Offering
from shortlist.core.document.workspace import choices
from shortlist.core.review.filed_records import decided_workspace
from shortlist.core.service.figures import Figures
from shortlist.gateway.litellm_names import litellm_model
from shortlist.sanitising import shown_lines

Data = dict[str, Any]
LONGEST = 4_000
"""Characters of a text that are given at most."""


def clean(value: Any) -> Any:
    """Data whose texts are cleaned and cut; days as texts."""
    if isinstance(value, str):
        text = shown_lines(value)
        if len(text) > LONGEST:
            return f"{text[:LONGEST]}…"
        return text
    if isinstance(value, Mapping):
        return {str(clean(key)): clean(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inside) for inside in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def decision(name: str, analysis: Analysis) -> Data:
    """A workspace and where its decision stands."""
    workspace = analysis.workspace
    record, force = workspace.record, followed(workspace)
    due = [state for state in analysis.triggers if state.due]
    return {
        "workspace": name,
        "title": workspace.title,
        "steps": [plain_fields(step, "id name") for step in workspace.scenario.steps],
        "last_record": record and plain_fields(record, "number status date"),
        "in_force": force and force.number,
        "due": len(due),
    }


def served(name: str, analysis: Analysis, step: str | None = None) -> Data:
    """Who serves each step and who stands in: by the record in force, else as it stands and so not decided yet."""
    record = followed(analysis.workspace)
    workspace = decided_workspace(analysis.workspace, analysis.filed, record)
    made = choices(workspace)
    rows = []
    for one in workspace.scenario.steps:
        if step is not None and one.id != step:
            continue
        roles = {"default": made[one.id].default, "fallback": made[one.id].fallback}
        told: Data = {"step": one.id, "name": one.name}
        for role, id_ in roles.items():
            candidate = analysis.workspace.candidate(id_) or workspace.candidate(id_)
            told[role] = candidate and _candidate(candidate, workspace.scenario.regions, analysis.today)
        rows.append(told)
    why = record or workspace.record
    return {
        "workspace": name,
        "decided": record is not None,
        "record": why and why.number,
        "status": "as it stands, not accepted" if record is None else record.status,
        "why": "" if why is None else why.sections.rationale,
        "steps": rows,
    }


def _candidate(candidate: Candidate, regions: tuple[str, ...], today: dt.date) -> Data:
    figures = Figures(candidate, today)
    prices = []
    for metric in figures.metrics:
        one = figures.observation(metric)
        if metric in PRICE_METRICS and one is not None:
            prices.append(plain_fields(one, "metric value source as_of url"))
    return {
        **plain_fields(candidate, "id name model provider effort service_tier"),
        "litellm_model": litellm_model(figures, regions).model,
        "ends_on": candidate.ends_on,
        "prices": prices,
    }


def changing(name: str, analysis: Analysis) -> Data:
    """What would change the choice: weights at which the order turns, what keeps each other candidate back, and the
    triggers."""
    others = []
    for result in analysis.ranking:
        answer = why_not(analysis, result.id)
        changes = [change._asdict() for change in answer.changes]
        others.append({"candidate": result.id, "name": result.candidate.name, **answer._asdict(), "changes": changes})
    return {
        "workspace": name,
        "weights": [flip._asdict() for flip in analysis.flips],
        "by_step": {step: [flip._asdict() for flip in flips] for step, flips in analysis.step_flips.items()},
        "candidates": others,
        "triggers": [state.data for state in analysis.triggers],
    }


def due(name: str, analysis: Analysis) -> Data:
    """What is due of the record in force, and what falls due on a day."""
    record = followed(analysis.workspace)
    states = [state for state in analysis.triggers if record is not None and state.record == record.number]
    return {
        "workspace": name,
        "record": record and record.number,
        "due": [state.data for state in states if state.due],
        "to_come": [
            {**state.data, "in_days": (state.due_on - analysis.today).days}
            for state in states
            if not state.due and state.due_on is not None
        ],
        "not_judged": [line for state in states for line in state.unchecked],
    }


def offering(one: Offering) -> Data:
    """An offering of the catalogue with its prices, each with its source."""
    return {
        **plain_fields(one, "provider model name developer deprecated ends_on"),
        "prices": [
            plain_fields(figure, "metric value above_tokens source as_of")
            for figure in one.figures
            if figure.metric in PRICE_METRICS
        ],
        "context_window": one.context_window,
    }
