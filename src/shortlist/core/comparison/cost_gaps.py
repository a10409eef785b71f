"""What an unknown cost lacks: the figures without which it stays unknown.

Found by asking the formulas themselves. All unknown figures but one are filled in; where the cost is still unknown
then, it needs that one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.served_steps import whole_cost
from shortlist.core.basics.unknown import Unknown
from shortlist.core.document.candidate import Hosting, Observation
from shortlist.core.document.workspace import Workspace
from shortlist.core.service.cost import PART_NAMES, Cost, units
from shortlist.core.service.figures import Figures

HOSTING = ("gpu_hour_usd", "input_tokens_per_s", "output_tokens_per_s")
ANY = 1.0
"""What stands in for a figure that is not asked about; which number it is does not matter."""


class Gap(NamedTuple):
    """A figure that a cost needs and nobody gave: a price, a usage figure of a step, or a figure of the machines."""

    figure: str
    step: str | None = None
    """The step whose usage figure it is."""


def without_traffic(workspace: Workspace) -> bool:
    """Whether no step says how many requests reach it: what grows with them then adds up to 0, which says nothing."""
    return all(step.usage.requests_per_month is None for step in workspace.scenario.steps)


def cost_gaps(result: CandidateResult, figure: str) -> tuple[Gap, ...]:
    """What a part or a total of a candidate's cost lacks; empty where it is known, or only divided by nothing."""
    if not result.steps or _value(result.cost, figure) is not None:
        return ()
    gaps = list(dict.fromkeys(_unknown(result)))
    return tuple(gap for gap in gaps if _value(_filled(result, [g for g in gaps if g != gap]), figure) is None)


def _value(cost: Cost, figure: str) -> Unknown:
    found: Unknown = getattr(cost.parts if figure in PART_NAMES else cost, figure)
    return found


def _unknown(result: CandidateResult) -> Iterator[Gap]:
    for id_, assessed in result.steps.items():
        step, use, figures = assessed.serving.step, assessed.serving.use, result.figures
        if not result.candidate.self_hosted:
            # Of two measures of one thing the first that is used.
            prices = [] if step.role == "reranker" and use.held["searches"] else ["input_price"]
            prices += ["output_price", *(unit.metric for unit in units(step, use, figures))]
            yield from (Gap(price) for price in prices if figures.observation(price) is None)
        if use.reasoning_tokens is None:
            yield Gap("reasoning_tokens", id_)
    if result.candidate.self_hosted:
        hosting = result.candidate.hosting or Hosting()
        yield from (Gap(name) for name in HOSTING if getattr(hosting, name) is None)


def _filled(result: CandidateResult, gaps: Sequence[Gap]) -> Cost:
    """The cost with some of the unknown figures filled in."""
    served, candidate = result.served, result.candidate
    missing = [gap.figure for gap in gaps if gap.step is None]
    if candidate.self_hosted:
        hosting = (candidate.hosting or Hosting()).model_copy(update=dict.fromkeys(missing, ANY))
        candidate = candidate.model_copy(update={"hosting": hosting})
    else:
        rows = [
            Observation.model_construct(metric=metric, value=ANY, source="", as_of=dt.date.min, basis="estimate")
            for metric in missing
        ]
        candidate = candidate.model_copy(update={"observations": (*candidate.observations, *rows)})
    figures = Figures(candidate, result.figures.today)
    servings = []
    for serving in served.servings:
        use = serving.use
        if Gap("reasoning_tokens", serving.step.id) in gaps:
            use = use._replace(reasoning_tokens=ANY)
        servings.append(serving._replace(figures=figures).using(use))
    return whole_cost(figures, served.limits, served.task, servings)
