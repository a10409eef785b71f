"""Every figure of every candidate with where it comes from, how old it is, and which other source contradicts it."""

from __future__ import annotations

from typing import Any

from shortlist.core.analysis import Analysis
from shortlist.core.document.candidate import Observation
from shortlist.core.judging.judge import CandidateResult
from shortlist.core.service.figures import disagree


def figures_data(analysis: Analysis) -> list[dict[str, Any]]:
    """The observations of the candidates in rank order, each in the order of the file."""
    rows = []
    for result in analysis.ranking:
        in_force = {id(one) for one in result.in_force()}
        rows += [_figure(analysis, result, one, id(one) in in_force) for one in result.candidate.observations]
    return rows


def _figure(analysis: Analysis, result: CandidateResult, one: Observation, in_force: bool) -> dict[str, Any]:
    others = [other for other in result.figures.applicable(one.metric) if disagree(one, other)]
    return {
        "candidate": result.id,
        "metric": one.metric,
        "value": one.value,
        "in_force": in_force,
        "above_tokens": one.above_tokens,
        "effort": one.effort,
        "source": one.source,
        "url": one.url,
        "as_of": one.as_of.isoformat(),
        "age_days": (analysis.today - one.as_of).days,
        "basis": one.basis,
        "version": one.version,
        "observed_at": one.provider,
        "note": one.note,
        "contradicted_by": [
            {"source": other.source, "as_of": other.as_of.isoformat(), "value": other.value} for other in others
        ],
    }
