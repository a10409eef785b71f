"""Small workspaces for the examples: plain documents, built from what a test is about and defaults for the rest.

A document built here has one candidate or more that pass every check, so that a test changes one thing and sees it.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.assessment.assessor import CandidateResult, StepResult
from shortlist.core.document.workspace import read_workspace

Document = dict[str, Any]
TODAY = dt.date(2026, 11, 22)

ALL_YES = {
    "structured_outputs": "yes",
    "tool_calling": "yes",
    "prompt_caching": "yes",
    "batch": "yes",
    "data_controls": "yes",
    "regional_availability": "yes",
    "observability": "yes",
    "rate_limits": "yes",
}
FIGURES = {
    "input_price": 1.0,
    "output_price": 4.0,
    "quality.aa_index": 45.0,
    "ttft": 0.5,
    "output_speed": 100.0,
    "context_window": 128_000,
}
EVEN_WEIGHTS = dict.fromkeys(
    (
        "task_fit",
        "expected_quality",
        "latency_risk",
        "cost_risk",
        "privacy_risk",
        "operational_burden",
        "migration_difficulty",
    ),
    10,
)


def observed(metric: str, value: float, **more: Any) -> Document:
    """One observation."""
    return {"metric": metric, "value": value, "source": "A board", "as_of": TODAY, "basis": "published", **more}


def candidate(id_: str, figures: Mapping[str, float] | None = None, *more: Document, **fields: Any) -> Document:
    """A candidate that passes; `figures` replaces the default figures, `more` are further observations."""
    rows = [observed(metric, value) for metric, value in (FIGURES if figures is None else figures).items()]
    return {
        "id": id_,
        "name": f"Model {id_}",
        "developer": f"{id_}-lab",
        "provider": f"{id_}-cloud",
        "access": "managed_api",
        "openness": "closed",
        "size_class": "fast",
        "roles": ["generator", "classifier"],
        "modalities": ["text"],
        "outputs": ["text"],
        "commercial_use": "yes",
        "capabilities": dict(ALL_YES),
        "observations": [*rows, *more],
        **fields,
    }


def self_hosted(id_: str, hosting: Document, figures: Mapping[str, float] | None = None, **fields: Any) -> Document:
    """A self-hosted candidate with open weights."""
    opened = {"access": "self_hosted", "openness": "open_weight", "hosting": hosting, **fields}
    return candidate(id_, figures, **opened)


def step(id_: str = "answer", usage: Document | None = None, needs: Document | None = None, **fields: Any) -> Document:
    """A step; without usage it has 1,000 requests of 1,000 and 200 tokens."""
    traffic = {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 200}
    return {
        "id": id_,
        "name": id_.title(),
        "needs": needs or {},
        "usage": traffic if usage is None else usage,
        **fields,
    }


def document(
    steps: Document | list[Document], candidates: list[Document], scenario: Document | None = None, **tables: Any
) -> Document:
    """A workspace of steps and candidates; `scenario` adds keys to the scenario."""
    told = {"operations": "strong", "data_sensitivity": "internal", **(scenario or {})}
    rows = steps if isinstance(steps, list) else [steps]
    return copy.deepcopy(
        {"schema": 2, "title": "Test", "scenario": {**told, "steps": rows}, "candidates": candidates, **tables}
    )


def evaluation(candidate_id: str, successes: int, examples: int, step_id: str = "answer", **more: Any) -> Document:
    """A run of the golden dataset."""
    return {
        "candidate": candidate_id,
        "step": step_id,
        "ran_on": TODAY,
        "examples": examples,
        "successes": successes,
        **more,
    }


def analysed(data: Document, today: dt.date = TODAY) -> Analysis:
    """The analysis of a document."""
    return analyse(read_workspace(data), None, today)


def assessed(data: Document, id_: str | None = None) -> CandidateResult:
    """One judged candidate of a document: the named one, or the only one."""
    analysis = analysed(data)
    return analysis.by_id[id_ or data["candidates"][0]["id"]]


def assessed_step(data: Document, step_id: str | None = None, id_: str | None = None) -> StepResult:
    """One candidate judged on one step."""
    steps = assessed(data, id_).steps
    return steps[step_id] if step_id else next(iter(steps.values()))
