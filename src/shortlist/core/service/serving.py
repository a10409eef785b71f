"""A candidate serving a step: everything that columns and checks are judged from, computed once."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Evaluation, Measured, measured_rates
from shortlist.core.document.scenario import Limits, Step
from shortlist.core.service.cost import Parts, StepCost, cost_of_requests, request_parts
from shortlist.core.service.figures import Figures
from shortlist.core.service.latency import Latency, latency
from shortlist.core.service.usage import EffectiveUsage, effective_usage


class Serving(NamedTuple):
    """One candidate in one step that it plays."""

    limits: Limits
    step: Step
    figures: Figures
    use: EffectiveUsage
    measured: Measured | None
    cost: StepCost
    latency: Latency

    @property
    def candidate(self) -> Candidate:
        return self.figures.candidate

    @property
    def metric(self) -> str:
        """The quality metric that judges the step."""
        return self.limits.metric_of(self.step)

    @property
    def quality(self) -> float | None:
        """The quality figure in force on that metric."""
        return self.figures.value(self.metric)

    def at_traffic_of(self, step: Step, each: Parts) -> Serving:
        """The same where the step is another in its name and its traffic alone; `each` is what one request costs."""
        requests = step.usage.requests_per_month
        use = self.use._replace(requests_per_month=0 if requests is None else requests)
        return self._replace(step=step, use=use, cost=cost_of_requests(each, use, self.candidate))

    def using(self, use: EffectiveUsage) -> Serving:
        """The same at another usage, as far as cost goes."""
        parts = request_parts(self.step, use, self.figures)
        return self._replace(use=use, cost=cost_of_requests(parts, use, self.candidate))


def serve(limits: Limits, step: Step, figures: Figures, run: Evaluation | None) -> tuple[Serving, Parts]:
    """What a candidate's service of a step uses, costs and takes, and what one request of it costs.

    `run` is the evaluation in force.
    """
    facts = None if run is None else measured_rates(run)
    use = effective_usage(step, figures.candidate, facts)
    time = latency(step, use, figures, facts, limits.tail_factor)
    each = request_parts(step, use, figures)
    return Serving(limits, step, figures, use, facts, cost_of_requests(each, use, figures.candidate), time), each


def needs_context(step: Step) -> bool:
    """Whether the step asks anything of the context window; it depends on the scenario alone.

    What a reranker reads are many short prompts, so that its tokens say nothing of the longest.
    """
    use = step.usage
    tokens = (use.input_tokens, use.output_tokens, use.reasoning_tokens, use.tool_input_tokens, use.tool_output_tokens)
    return step.needs.context_tokens is not None or (step.role != "reranker" and any(tokens))


class ContextNeed(NamedTuple):
    """What must fit, in tokens; unknown thinking counts as 0 and makes a pass unknown."""

    window: float
    output: float
    thinking_known: bool


def context_need(serving: Serving) -> ContextNeed:
    """What a step asks of the context window and of the longest output."""
    step, use = serving.step, serving.use
    asked = step.needs.context_tokens or 0
    if step.role == "reranker":
        return ContextNeed(asked, 0, thinking_known=True)
    written = use.output_tokens + (use.reasoning_tokens or 0)
    pictures = use.held["images"] * (serving.figures.value("tokens_per_image") or 0)
    longest = use.sent(use.tool_loops) + pictures + written
    return ContextNeed(max(asked, longest), written, use.reasoning_tokens is not None)
