"""A candidate serving a step: everything that columns and checks are judged from, computed once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Evaluation, Measured, measured
from shortlist.core.document.scenario import Scenario, Step
from shortlist.core.service.cost import Prices, StepCost, prices, step_cost
from shortlist.core.service.figures import Figures
from shortlist.core.service.latency import Latency, latency
from shortlist.core.service.usage import EffectiveUsage, effective_usage


class Serving(NamedTuple):
    """One candidate in one step."""

    scenario: Scenario
    step: Step
    figures: Figures
    use: EffectiveUsage
    measured: Measured | None
    cost: StepCost
    latency: Latency

    @property
    def candidate(self) -> Candidate:
        """The candidate that serves."""
        return self.figures.candidate

    @property
    def metric(self) -> str:
        """The quality metric that judges the step."""
        return self.scenario.metric_of(self.step)

    @property
    def quality(self) -> float | None:
        """The quality figure in force on that metric."""
        return self.figures.value(self.metric)


def serve_all(scenario: Scenario, figures: Figures, runs: Mapping[tuple[str, str], Evaluation]) -> list[Serving]:
    """What a candidate's service of every step uses, costs and takes; `runs` are the evaluations in force."""
    # Without tiers the prices are the same whatever the input.
    price = None if figures.tiered else prices(figures, 0)
    return [serve(scenario, step, figures, runs.get((figures.candidate.id, step.id)), price) for step in scenario.steps]


def serve(
    scenario: Scenario, step: Step, figures: Figures, run: Evaluation | None, price: Prices | None = None
) -> Serving:
    """What a candidate's service of a step uses, costs and takes; `price` where it was looked up already."""
    facts = None if run is None else measured(run)
    use = effective_usage(step, figures.candidate, facts)
    return Serving(
        scenario,
        step,
        figures,
        use,
        facts,
        step_cost(figures, use, price),
        latency(figures, use, facts, scenario.tail_factor),
    )


def has_tokens(step: Step) -> bool:
    """Whether the scenario's own usage of a step has any tokens."""
    use = step.usage
    return any(
        (
            use.input_tokens,
            use.output_tokens,
            use.reasoning_tokens,
            use.tool_input_tokens,
            use.tool_output_tokens,
        )
    )


def needs_context(step: Step) -> bool:
    """Whether the step asks anything of the context window; it depends on the scenario alone."""
    return step.needs.context_tokens is not None or has_tokens(step)


class ContextNeed(NamedTuple):
    """What must fit, in tokens; unknown thinking counts as 0 and makes a pass unknown."""

    window: float
    output: float
    thinking_known: bool


def context_need(serving: Serving) -> ContextNeed:
    """What a step asks of the context window and of the longest output."""
    use = serving.use
    written = use.output_tokens + (use.reasoning_tokens or 0)
    window = max(serving.step.needs.context_tokens or 0, use.longest_prompt_tokens + written)
    return ContextNeed(window, written, use.reasoning_tokens is not None)
