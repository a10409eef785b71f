"""What an unknown cost lacks: the figures without which it stays unknown.

Found by asking the formulas themselves. All unknown figures but one are filled in; where the cost is still unknown
then, it needs that one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.document.candidate import Candidate, Hosting, Observation
from shortlist.core.document.workspace import Workspace
from shortlist.core.judging.judge import CandidateResult
from shortlist.core.judging.served import whole_cost
from shortlist.core.service.cost import PART_NAMES, Cost, units
from shortlist.core.service.figures import Figures
from shortlist.core.service.serving import Serving

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
    for step, judged in result.steps.items():
        figures, use = result.figures, judged.serving.use
        if not result.candidate.self_hosted:
            yield from (Gap(price) for price in _prices(judged.serving) if figures.observation(price) is None)
        if use.reasoning_tokens is None:
            yield Gap("reasoning_tokens", step)
    if result.candidate.self_hosted:
        hosting = result.candidate.hosting or Hosting()
        yield from (Gap(name) for name in HOSTING if getattr(hosting, name) is None)


def _prices(serving: Serving) -> Iterator[str]:
    """The prices that a step's usage is charged by; of two measures of one thing the first that is used."""
    if serving.step.role != "reranker" or not serving.use.searches:
        yield "input_price"
    yield "output_price"
    for unit in units(serving.step, serving.use, serving.figures):
        yield unit.metric


def _filled(result: CandidateResult, gaps: Sequence[Gap]) -> Cost:
    """The cost with some of the unknown figures filled in."""
    served = result.served
    figures = Figures(_with_figures(result.candidate, gaps), result.figures.today)
    servings = []
    for serving in served.servings:
        use = serving.use
        if Gap("reasoning_tokens", serving.step.id) in gaps:
            use = use._replace(reasoning_tokens=ANY)
        servings.append(serving._replace(figures=figures).using(use))
    return whole_cost(figures, served.limits, served.task, servings)


def _with_figures(candidate: Candidate, gaps: Sequence[Gap]) -> Candidate:
    if not candidate.self_hosted:
        rows = [
            Observation.model_construct(metric=gap.figure, value=ANY, source="", as_of=dt.date.min, basis="estimate")
            for gap in gaps
            if gap.step is None
        ]
        return candidate.model_copy(update={"observations": (*candidate.observations, *rows)})
    hosting = candidate.hosting or Hosting()
    missing = {gap.figure: ANY for gap in gaps if gap.step is None}
    return candidate.model_copy(update={"hosting": hosting.model_copy(update=missing)})
