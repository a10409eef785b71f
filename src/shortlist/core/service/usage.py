"""The traffic that a candidate sees in a step: the step's assumptions, its own overrides, and what was measured."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown, minus, times
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Measured
from shortlist.core.document.field_names import unit_of
from shortlist.core.document.scenario import Step, Usage, UsageFigures


class EffectiveUsage(NamedTuple):
    """Every usage figure with its value in force; absent is 0.

    None are the thinking of a reasoning model that nobody stated, and the error rate where an evaluation left no
    answer to count errors in.
    """

    requests_per_month: float
    input_tokens: float
    output_tokens: float
    reasoning_tokens: float | None
    cacheable_share: float
    cache_hit_rate: float
    batch_share: float
    tool_loops: float
    tool_input_tokens: float
    tool_output_tokens: float
    tool_fee_usd: float
    failure_rate: float
    max_retries: float
    escalation_rate: float
    escalation_cost_usd: float
    error_rate: float | None
    error_cost_usd: float
    extra_latency_s: float

    @property
    def tool_growth_tokens(self) -> float:
        """Tokens that one round of tools adds to the prompt: what the tool returned and what the call said."""
        return self.tool_input_tokens + self.tool_output_tokens

    @property
    def longest_prompt_tokens(self) -> float:
        """The prompt of the last call of a request."""
        return self.input_tokens + self.tool_loops * self.tool_growth_tokens

    @property
    def loop_input_tokens(self) -> float:
        """Prompt tokens of all calls after the first: each sends the prompt again, grown by what came before."""
        loops = self.tool_loops
        return loops * self.input_tokens + self.tool_growth_tokens * loops * (loops + 1) / 2

    @property
    def total_input_tokens(self) -> float:
        """Prompt tokens of all calls of a request."""
        return self.input_tokens + self.loop_input_tokens

    @property
    def total_output_tokens(self) -> float | None:
        """Written tokens of all calls of a request; None where the thinking is unknown."""
        if self.reasoning_tokens is None:
            return None
        return self.output_tokens + self.reasoning_tokens + self.tool_loops * self.tool_output_tokens

    @property
    def attempts(self) -> float:
        """Expected attempts of a request: 1 + f + … + f^R."""
        rate, retries = self.failure_rate, self.max_retries
        if rate == 1:
            return retries + 1
        return 1.0 if rate == 0 else (1 - rate ** (retries + 1)) / (1 - rate)

    @property
    def success_rate(self) -> Unknown:
        """Share of requests answered rightly, by the model, without a person."""
        return times(self._answered_share, minus(1.0, self.error_rate))

    @property
    def _answered_share(self) -> float:
        return self.delivered_share * (1 - self.escalation_rate)

    @property
    def exhausted_share(self) -> float:
        """Share of requests whose last retry failed as well."""
        return float(self.failure_rate ** (self.max_retries + 1))

    @property
    def delivered_share(self) -> float:
        """Share of requests that get a valid answer within the retries."""
        return 1 - self.exhausted_share

    @property
    def escalated_share(self) -> float:
        """Share of requests that a person handles: retries exhausted, or handed over."""
        return self.exhausted_share + self.delivered_share * self.escalation_rate

    @property
    def unnoticed_share(self) -> Unknown:
        """Share of requests answered wrongly without anybody noticing."""
        return times(self._answered_share, self.error_rate)


USAGE_FIELDS: tuple[str, ...] = tuple(Usage.model_fields)
"""The names of all usage figures, in the order of the document."""

OVERRIDABLE: tuple[str, ...] = tuple(UsageFigures.model_fields)
"""Those that a candidate may override."""

USAGE_UNITS = {name: unit_of(field) for name, field in Usage.model_fields.items()}
"""The unit of each, as the document names it."""


def effective_usage(step: Step, candidate: Candidate, measured: Measured | None) -> EffectiveUsage:
    """The usage of a step overlaid by the candidate's own, and by the rates that an evaluation measured."""
    own, base = candidate.usage.get(step.id), step.usage
    values: dict[str, float | None] = {name: getattr(base, name) for name in USAGE_FIELDS}
    if own is not None:
        values |= {name: value for name in OVERRIDABLE if (value := getattr(own, name)) is not None}
    if measured is not None:
        rates = (measured.failure_rate, measured.escalation_rate, measured.error_rate)
        for name, rate in zip(("failure_rate", "escalation_rate", "error_rate"), rates, strict=True):
            values[name] = values[name] if rate is None else rate
    # A target that was tested without a single answer left to judge must not pass on the strength of an assumption.
    untold = measured is not None and measured.trials == 0 and step.needs.max_error_rate is not None
    thinks = candidate.size_class == "reasoning"
    known = {
        name: value if value is not None or (name == "reasoning_tokens" and thinks) else 0
        for name, value in values.items()
    }
    if untold:
        known["error_rate"] = None
    return EffectiveUsage(**known)  # type: ignore[arg-type]
