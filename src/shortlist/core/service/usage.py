"""The traffic that a candidate sees in a step: the step's assumptions, its own overrides, and what was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Measured
from shortlist.core.document.field_names import unit_of
from shortlist.core.document.request_units import REQUEST_UNITS
from shortlist.core.document.scenario import Step, Usage, UsageFigures


class EffectiveUsage(NamedTuple):
    """Every usage figure with its value in force; absent is 0.

    None is the thinking of a reasoning model that nobody stated, and a hit rate of loops that nobody set: it is that
    of the first call then.
    """

    requests_per_month: float
    input_tokens: float
    output_tokens: float
    reasoning_tokens: Unknown
    cacheable_share: float
    cache_hit_rate: float
    batch_share: float
    tool_loops: float
    tool_input_tokens: float
    tool_output_tokens: float
    tool_fee_usd: float
    loop_cache_hit_rate: float | None
    failure_rate: float
    max_retries: float
    escalation_rate: float
    escalation_cost_usd: float
    error_rate: float
    error_cost_usd: float
    extra_latency_s: float
    held: Mapping[str, float]
    """What a request holds besides tokens, by the figure that counts it: of every unit that has a price of its own."""

    def of(self, name: str) -> float | None:
        """A figure by its name."""
        value: float | None = self.held[name] if name in self.held else getattr(self, name)
        return value

    def at(self, name: str, value: float) -> EffectiveUsage:
        """The same with another figure in place of one."""
        if name in self.held:
            return self._replace(held={**self.held, name: value})
        return self._replace(**{name: value})  # type: ignore[arg-type]

    # --- the calls of an attempt: k = 0 … K, of weight 1 but for a last one that only a part of the requests needs

    @property
    def last_call(self) -> int:
        """K: the number of the last call, counted from 0."""
        return math.ceil(self.tool_loops)

    @property
    def growth_tokens(self) -> float:
        """Tokens that a round of tools adds to the prompt: what the tool returned and what the call said."""
        return self.tool_input_tokens + self.tool_output_tokens

    def sent(self, call: float) -> float:
        """I_k: the tokens that a call sends, the prompt grown by what came before it."""
        return self.input_tokens + call * self.growth_tokens

    def sent_by(self, first: int, last: int) -> tuple[float, float]:
        """The weights of the later calls from one to another added up, and the tokens that they send: Σ w_k·I_k."""
        missing = self.last_call - self.tool_loops if last == self.last_call else 0.0
        number = float(last - first + 1)
        weight = number - missing
        rounds = (float(first) + last) * number / 2 - missing * last
        return weight, weight * self.input_tokens + rounds * self.growth_tokens

    @property
    def loop_input_tokens(self) -> float:
        """What all calls after the first send."""
        return self.sent_by(1, self.last_call)[1] if self.tool_loops else 0.0

    @property
    def reread_tokens(self) -> float:
        """What they send again: of each the prompt of the call before it."""
        return self.loop_input_tokens - self.tool_loops * self.growth_tokens

    @property
    def written_tokens(self) -> Unknown:
        """Tout: what all calls write; None where the thinking is unknown."""
        if self.reasoning_tokens is None:
            return None
        return self.output_tokens + self.reasoning_tokens + self.tool_loops * self.tool_output_tokens

    @property
    def hits_in_loops(self) -> float:
        """Of what a loop sends again, the share that is read from the cache."""
        if self.loop_cache_hit_rate is None:
            return self.cache_hit_rate
        return self.loop_cache_hit_rate

    # --- what becomes of a request

    @property
    def attempts(self) -> float:
        """A: expected attempts, 1 + f + … + f^R."""
        rate, retries = self.failure_rate, self.max_retries
        if rate == 1:
            return retries + 1
        return 1.0 if rate == 0 else (1 - rate ** (retries + 1)) / (1 - rate)

    @property
    def exhausted_share(self) -> float:
        """x: the share whose last retry failed as well."""
        return float(self.failure_rate ** (self.max_retries + 1))

    @property
    def escalated_share(self) -> float:
        """es: the share that a person handles, retries exhausted or handed over."""
        x, g = self.exhausted_share, self.escalation_rate
        return x + (1 - x) * g

    @property
    def unnoticed_share(self) -> float:
        """u: the share answered wrongly without anybody noticing."""
        return (1 - self.exhausted_share) * (1 - self.escalation_rate) * self.error_rate

    @property
    def success_rate(self) -> float:
        """s: the share answered rightly, by the model, without a person."""
        return (1 - self.exhausted_share) * (1 - self.escalation_rate) * (1 - self.error_rate)


USAGE_FIELDS: tuple[str, ...] = tuple(Usage.model_fields)
"""The names of all usage figures, in the order of the document."""

OVERRIDABLE: tuple[str, ...] = tuple(UsageFigures.model_fields)
"""Those that a candidate may override."""
MAY_BE_ABSENT = ("reasoning_tokens", "loop_cache_hit_rate")
"""Those of which absent does not mean 0."""


def measured_usage(measured: Measured | None, loops: float) -> dict[str, float]:
    """The usage figures that an evaluation measured; tokens only where an example is one call."""
    if measured is None:
        return {}
    found = {
        "failure_rate": measured.failure_rate,
        "escalation_rate": measured.escalation_rate,
        "error_rate": measured.error_rate,
    }
    if loops == 0:
        found |= {"output_tokens": measured.output_tokens, "reasoning_tokens": measured.reasoning_tokens}
    return {name: value for name, value in found.items() if value is not None}


USAGE_UNITS = {name: unit_of(field) for name, field in Usage.model_fields.items()}
"""The unit of each, as the document names it."""


def effective_usage(step: Step, candidate: Candidate, measured: Measured | None) -> EffectiveUsage:
    """The usage of a step overlaid by the candidate's own figures, and by what an evaluation measured.

    The thinking that the step assumes is that of a model which thinks: it does not count for one known not to.
    """
    base, own = step.usage, candidate.usage.get(step.id)
    values: dict[str, float | None] = {**vars(base)}
    if candidate.size_class not in (None, "reasoning"):
        values["reasoning_tokens"] = None
    if own is not None:
        values |= {name: value for name in OVERRIDABLE if (value := getattr(own, name)) is not None}
    values |= measured_usage(measured, values["tool_loops"] or 0)
    if values["reasoning_tokens"] is None and candidate.size_class != "reasoning":
        values["reasoning_tokens"] = 0
    held = {unit.usage: values.pop(unit.usage) or 0 for unit in REQUEST_UNITS.values()}
    absent = [name for name, value in values.items() if value is None and name not in MAY_BE_ABSENT]
    return EffectiveUsage(**{**values, **dict.fromkeys(absent, 0)}, held=held)  # type: ignore[arg-type]
