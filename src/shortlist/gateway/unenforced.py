"""What a target cannot hold anybody to: the `must` checks, limits and regions that no setting of it expresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from shortlist.core.basics.words import listed, percent, plain, time_limit, tokens, usd
from shortlist.core.document.checklist import checklist
from shortlist.gateway.plan import GatewayPlan, StepPlan

Target = Literal["litellm", "openrouter", "promptfoo", "inspect-prices"]
HELD: Mapping[Target, frozenset[str]] = {
    "litellm": frozenset({"monthly_budget_usd", "max_retries", "timeout", "max_ttft_s"}),
    "openrouter": frozenset({"capabilities", "first.output_contract", "privacy.training", "privacy.retention"}),
    "promptfoo": frozenset(),
    "inspect-prices": frozenset(),
}
"""By target, the checks and limits that a setting of its file holds the gateway to."""
_LIMITS = {
    "monthly_budget_usd": "the budget of {} a month",
    "max_cost_per_successful_task_usd": "at most {} for a successful task",
    "max_task_ttft_s": "a task's first token within {}",
    "max_task_total_s": "a whole task within {}, 95th percentile",
}
_NEEDS = {
    "min_quality": "a quality of {} on its index",
    "max_error_rate": "at most {} wrong answers",
    "max_escalation_rate": "at most {} handed to a person",
    "min_consistency": "{} of rephrased pairs answered alike",
    "max_ttft_s": "the first token within {}",
    "max_total_s": "the whole answer within {}, 95th percentile",
    "max_p99_s": "the whole answer within {}, 99th percentile",
    "context_tokens": "a prompt of {} must fit",
}
_WORDS = {"usd": usd, "_s": time_limit, "rate": percent, "consistency": percent, "tokens": tokens}


def unenforced(plan: GatewayPlan, target: Target) -> list[str]:
    """Everything that the product asks and the target has no setting for, in words; that of the whole first."""
    return [*_whole(plan, target), *(line for one in plan.steps for line in _of_step(one, target))]


def _whole(plan: GatewayPlan, target: Target) -> Iterator[str]:
    held, scenario = HELD[target], plan.scenario
    questions = {check.id: check.question for check in checklist(plan.workspace.checks)}
    for check in plan.musts:
        if check not in held:
            yield f"{check}, a must: {questions.get(check) or check}"
    for key, words in _LIMITS.items():
        value = getattr(scenario, key)
        if value is not None and key not in held:
            yield f"{key}: {words.format(_told(key, value))}"
    if scenario.regions:
        yield f"regions: processing in {listed(scenario.regions)}"
    if scenario.data_must_stay_inside:
        yield "data_must_stay_inside: nothing may leave the company"


def _of_step(one: StepPlan, target: Target) -> Iterator[str]:
    held, needs = set(HELD[target]), one.step.needs
    if "timeout" in held:
        # A time-out holds the 99th percentile where both are asked for.
        held.add("max_total_s" if needs.max_p99_s is None else "max_p99_s")
    for key, words in _NEEDS.items():
        value = getattr(needs, key)
        if value is not None and key not in held:
            yield f"{one.step.id}, {key}: {words.format(_told(key, value))}"
    if one.step.capabilities and "capabilities" not in held:
        yield f"{one.step.id}, capabilities: {listed(name.replace('_', ' ') for name in one.step.capabilities)}"
    if one.default is not None and one.max_retries and "max_retries" not in held:
        yield f"{one.step.id}, max_retries: a failed call tried again {one.max_retries} times at most"


def _told(key: str, value: float) -> str:
    return next((word(value) for ending, word in _WORDS.items() if key.endswith(ending)), plain(value))
