"""What an unknown cost lacks: the figures without which it stays unknown.

Found by asking the formulas themselves. All unknown figures but one are filled in; where the cost is still unknown
then, it needs that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.document.candidate import Candidate, Hosting
from shortlist.core.document.metrics import NEEDED_PRICES
from shortlist.core.document.workspace import Workspace
from shortlist.core.judging.judge import CandidateResult
from shortlist.core.service.cost import PART_NAMES, Cost, StepCost, combine, prices, step_cost
from shortlist.core.service.figures import Figures
from shortlist.core.service.serving import Serving

USAGE = ("reasoning_tokens", "error_rate")
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
    if _value(result.cost, figure) is not None:
        return ()
    return tuple(gap for gap in dict.fromkeys(_unknown(result)) if _value(_filled(result, gap), figure) is None)


def _value(cost: Cost, figure: str) -> Unknown:
    found: Unknown = getattr(cost.parts if figure in PART_NAMES else cost, figure)
    return found


def _unknown(result: CandidateResult) -> Iterator[Gap]:
    for step, judged in result.steps.items():
        use = judged.serving.use
        price = prices(result.figures, use.input_tokens)
        needed = zip(NEEDED_PRICES, (price.input, price.output), strict=True)
        yield from (Gap(name) for name, value in needed if value is None)
        yield from (Gap(name, step) for name in USAGE if getattr(use, name) is None)
    if result.candidate.self_hosted:
        hosting = result.candidate.hosting or Hosting()
        yield from (Gap(name) for name in HOSTING if getattr(hosting, name) is None)


def _filled(result: CandidateResult, gap: Gap) -> Cost:
    """The cost with every unknown filled in but one."""
    candidate = _hosted(result.candidate, gap)
    figures = Figures(candidate)
    servings = [judged.serving for judged in result.steps.values()]
    costs = [_step(serving, figures, gap) for serving in servings]
    task = next(cost for cost, serving in zip(costs, servings, strict=True) if serving.step is serving.scenario.task)
    return combine(candidate, costs, task)


def _step(serving: Serving, figures: Figures, gap: Gap) -> StepCost:
    use, price = serving.use, prices(figures, serving.use.input_tokens)
    if price.input is None and gap.figure != "input_price":
        price = price._replace(input=ANY)
    if gap.figure != "output_price":
        price = price._replace(
            output=ANY if price.output is None else price.output,
            reasoning=ANY if price.reasoning is None else price.reasoning,
        )
    if use.reasoning_tokens is None and gap != Gap("reasoning_tokens", serving.step.id):
        use = use._replace(reasoning_tokens=ANY)
    if use.error_rate is None and gap != Gap("error_rate", serving.step.id):
        use = use._replace(error_rate=0.0)
    return step_cost(figures, use, price)


def _hosted(candidate: Candidate, gap: Gap) -> Candidate:
    if not candidate.self_hosted:
        return candidate
    hosting = candidate.hosting or Hosting()
    missing = {name: ANY for name in HOSTING if getattr(hosting, name) is None and name != gap.figure}
    return candidate.model_copy(update={"hosting": hosting.model_copy(update=missing)})
