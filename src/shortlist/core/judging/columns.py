"""The seven columns of the comparison: an interval between 0 (bad) and 1 (good), and the sentence that says why.

Values are anchored at the scenario's own targets, never at the other candidates: adding or removing a candidate
reorders nobody. An unknown widens the interval; it is never read as good or bad.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shortlist.core.basics.unknown import Unknown, ratio, times, total
from shortlist.core.basics.words import listed, percent, plain, seconds, usd
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.metrics import ARENA_ELO
from shortlist.core.document.scenario import COLUMNS, Column, Scenario, Step
from shortlist.core.document.task_fit import FIT, TASK_FIT
from shortlist.core.document.vocabulary import ACCESS
from shortlist.core.judging.column_value import (
    ANYTHING,
    NO_TARGET,
    ColumnValue,
    Interval,
    clamp,
    lower_is_better,
    valued,
    worse,
)
from shortlist.core.judging.verdicts import Judgement, capability
from shortlist.core.service.cost import Cost
from shortlist.core.service.figures import Figures
from shortlist.core.service.serving import Serving, needs_context

PRIVACY_BASE = {"public": 1.0, "internal": 0.75, "personal": 0.5, "regulated": 0.25}
"""What an external provider is worth before its controls are known, by the most sensitive data."""
PRIVACY_CONTROLS = 0.25
"""What data controls add, or their absence takes."""
OPERATIONS_VALUE = {
    "managed_api": {"none": 1.0, "some": 1.0, "strong": 1.0},
    "hosted_inference": {"none": 0.75, "some": 0.85, "strong": 0.95},
    "self_hosted": {"none": 0.0, "some": 0.5, "strong": 0.8},
}
"""How light running it is, by access mode and the team's experience."""
DEFAULT_GOOD_RATIO = 1.5
"""Without a stated good quality, this many times the lowest acceptable one."""
DEFAULT_GOOD_ELO = 100
"""Ratings have no zero to multiply: points above the lowest acceptable one."""


# --- which columns count -----------------------------------------------------------------------------------------


def counts_in_step(scenario: Scenario, step: Step, column: Column) -> bool:
    """Whether a step sets a target for a column; it depends on the scenario alone."""
    needs = step.needs
    match column:
        case "task_fit":
            asked = (needs.capabilities, needs.modalities, step.role, step.use_case)
            return any(asked) or needs_context(step)
        case "expected_quality":
            return needs.min_quality is not None or needs.max_error_rate is not None
        case "latency_risk":
            return needs.max_ttft_s is not None or needs.max_total_s is not None
        case "cost_risk":
            return scenario.monthly_budget_usd is not None
        case _:
            return True


def counts(scenario: Scenario, column: Column) -> bool:
    """Whether the scenario sets a target for a column."""
    if column == "cost_risk":
        limits = (scenario.monthly_budget_usd, scenario.max_cost_per_successful_task_usd)
        return any(limit is not None for limit in limits)
    return any(counts_in_step(scenario, step, column) for step in scenario.steps)


# --- the columns of a step ---------------------------------------------------------------------------------------

_VERDICT: dict[str, Interval] = {"pass": (1.0, 1.0), "fail": (0.0, 0.0), "unknown": ANYTHING}


def _judged(judgement: Judgement) -> Interval:
    return _VERDICT[judgement.verdict]


def task_fit(serving: Serving, context: Judgement) -> ColumnValue:
    """The mean of what the step asks: capabilities, context, modalities, role, size class."""
    step, candidate = serving.step, serving.candidate
    parts: list[tuple[Interval, str]] = []
    for name in step.needs.capabilities:
        parts.append((_judged(capability(candidate, name)), name.replace("_", " ")))
    if needs_context(step):
        parts.append((_judged(context), "context"))
    if step.needs.modalities:
        has = candidate.modalities
        parts.append((ANYTHING if has is None else _truth(set(step.needs.modalities) <= set(has)), "modalities"))
    if step.role is not None:
        roles = candidate.roles
        parts.append((ANYTHING if roles is None else _truth(step.role in roles), f"role {step.role}"))
    if step.use_case is not None:
        parts.append((_size_fit(serving), f"size class for {step.use_case.replace('_', ' ')}"))
    if not parts:
        return NO_TARGET["task_fit"]
    low = sum(interval[0] for interval, _ in parts) / len(parts)
    high = sum(interval[1] for interval, _ in parts) / len(parts)
    return valued((low, high), lambda: _fit_sentence(parts))


def _truth(value: bool) -> Interval:
    return (1.0, 1.0) if value else (0.0, 0.0)


def _size_fit(serving: Serving) -> Interval:
    size, use_case = serving.candidate.size_class, serving.step.use_case
    if size is None or use_case is None:
        return ANYTHING
    fit = FIT[TASK_FIT[use_case].of(size)]
    return fit, fit


def _fit_sentence(parts: Sequence[tuple[Interval, str]]) -> str:
    met = [name for interval, name in parts if interval == (1.0, 1.0)]
    open_ = [name for interval, name in parts if interval[0] != interval[1]]
    short = [name for interval, name in parts if interval[0] == interval[1] != 1.0]
    told = [f"{len(met)} of {len(parts)} asked for are met"]
    if short:
        told.append(f"short in {listed(short)}")
    if open_:
        told.append(f"unknown: {listed(open_)}")
    return "; ".join(told) + "."


def expected_quality(serving: Serving) -> ColumnValue:
    """The tested error rate against its target, else the figure between the lowest and the good quality."""
    needs, facts = serving.step.needs, serving.measured
    if needs.max_error_rate is not None and facts is not None:
        return _tested_quality(serving, needs.max_error_rate)
    if needs.min_quality is None:
        if needs.max_error_rate is None:
            return NO_TARGET["expected_quality"]
        target = needs.max_error_rate
        return valued(ANYTHING, lambda: f"Untested: no evaluation shows the error rate, {percent(target)} allowed.")
    return _published_quality(serving, needs.min_quality, untested=needs.max_error_rate is not None)


def _tested_quality(serving: Serving, target: float) -> ColumnValue:
    facts = serving.measured
    assert facts is not None
    rate, low, high = facts.error_rate, facts.error_low, facts.error_high
    if rate is None or low is None or high is None:
        return valued(ANYTHING, lambda: "The evaluation left no answer to count errors in.")
    worst, best = lower_is_better(high, target)[0], lower_is_better(low, target)[0]
    return valued(
        (worst, best),
        lambda: (
            f"{percent(rate)} errors in {facts.trials} tested answers ({percent(low)} to {percent(high)}) "
            f"against {percent(target)} allowed."
        ),
    )


def good_quality(serving: Serving, lowest: float) -> float:
    """The figure that counts as fully good."""
    if serving.step.needs.good_quality is not None:
        return serving.step.needs.good_quality
    return lowest + DEFAULT_GOOD_ELO if serving.metric == ARENA_ELO else lowest * DEFAULT_GOOD_RATIO


def _published_quality(serving: Serving, lowest: float, untested: bool) -> ColumnValue:
    figure, name = serving.quality, serving.metric.removeprefix("quality.")
    if figure is None:
        return valued(ANYTHING, lambda: f"No figure on {name}, {plain(lowest)} needed.")
    good = good_quality(serving, lowest)
    span = good - lowest
    # A bar so high or so low that the next number is the good one leaves nothing in between.
    value = clamp(0.5 + 0.5 * (figure - lowest) / span) if span > 0 else float(figure >= lowest)
    note = "; the error rate is untested" if untested else ""
    return valued(
        (value / 2 if untested else value, value),
        lambda: f"{name} {plain(figure)} against {plain(lowest)} needed and {plain(good)} good{note}.",
    )


def latency_risk(serving: Serving) -> ColumnValue:
    """The worse of time to first token and tail latency against their targets."""
    needs, time = serving.step.needs, serving.latency
    asked = (
        (time.ttft_s, needs.max_ttft_s, "to first token"),
        (time.total_s, needs.max_total_s, "in all, 95th percentile,"),
    )
    told = [(figure, target, what) for figure, target, what in asked if target is not None]
    if not told:
        return NO_TARGET["latency_risk"]
    interval: Interval = (1.0, 1.0)
    for figure, target, _ in told:
        interval = worse(interval, lower_is_better(figure, target))
    return valued(interval, lambda: _against(told, seconds, "allowed"))


def _against(rows: Sequence[tuple[Unknown, float, str]], say: Callable[[float], str], limit: str) -> str:
    return (
        "; ".join(
            f"{'unknown' if figure is None else say(figure)} {what} against {say(target)} {limit}"
            for figure, target, what in rows
        )
        + "."
    )


def step_budget(scenario: Scenario, step: Step) -> float:
    """The part of the budget that falls to a step, by the tokens of the scenario's own usage. USD a month."""
    return (scenario.monthly_budget_usd or 0.0) * token_share(scenario, step)


def token_share(scenario: Scenario, step: Step) -> float:
    """A step's share of the scenario's tokens: requests times input and output."""

    def flow(one: Step) -> Unknown:
        use = one.usage
        return times(use.requests_per_month or 0, total(use.input_tokens or 0, use.output_tokens or 0))

    return ratio(flow(step), total(*map(flow, scenario.steps))) or 0.0


def step_cost_risk(serving: Serving, cost: Cost) -> ColumnValue:
    """A step's bill against its part of the budget."""
    if serving.scenario.monthly_budget_usd is None:
        return NO_TARGET["cost_risk"]
    target = step_budget(serving.scenario, serving.step)
    if target == 0:
        return valued(ANYTHING, lambda: "No part of the budget falls to this step.")
    return valued(
        lower_is_better(cost.bill, target),
        lambda: _against([(cost.bill, target, "a month")], usd, "of the budget"),
    )


# --- the columns of a candidate ----------------------------------------------------------------------------------


def cost_risk(scenario: Scenario, cost: Cost) -> ColumnValue:
    """The worse of the bill against the budget and a successful task against what it may cost."""
    asked = (
        (cost.bill, scenario.monthly_budget_usd, "a month"),
        (cost.per_successful_task, scenario.max_cost_per_successful_task_usd, "per successful task"),
    )
    told = [(figure, target, what) for figure, target, what in asked if target is not None]
    if not told:
        return NO_TARGET["cost_risk"]
    interval: Interval = (1.0, 1.0)
    for figure, target, _ in told:
        interval = worse(interval, lower_is_better(figure, target))
    return valued(interval, lambda: _against(told, usd, "allowed"))


def privacy_risk(scenario: Scenario, candidate: Candidate) -> ColumnValue:
    """How safe the data is there, by its sensitivity, the provider's controls and the region."""
    if candidate.self_hosted:
        return valued((1.0, 1.0), lambda: "Self-hosted: the data stays inside.")
    if scenario.data_must_stay_inside:
        return valued((0.0, 0.0), lambda: "The data must stay inside, and this candidate is not self-hosted.")
    low = high = PRIVACY_BASE[scenario.data_sensitivity]
    controls = candidate.capabilities.data_controls
    if scenario.data_sensitivity != "public":
        low += -PRIVACY_CONTROLS if controls in ("no", "unknown") else PRIVACY_CONTROLS
        high += PRIVACY_CONTROLS if controls in ("yes", "unknown") else -PRIVACY_CONTROLS
    region = candidate.capabilities.regional_availability if scenario.regions else "yes"
    if region != "yes":
        low = 0.0
    if region == "no":
        high = 0.0
    return valued((clamp(low), clamp(high)), lambda: _privacy_sentence(scenario, candidate))


def _privacy_sentence(scenario: Scenario, candidate: Candidate) -> str:
    told = [f"{scenario.data_sensitivity} data at {candidate.provider}"]
    if scenario.data_sensitivity != "public":
        told.append(f"data controls {candidate.capabilities.data_controls}")
    if scenario.regions:
        told.append(f"in {listed(scenario.regions)}: {candidate.capabilities.regional_availability}")
    sentence = ", ".join(told) + "."
    return sentence[0].upper() + sentence[1:]


def operational_burden(scenario: Scenario, candidate: Candidate) -> ColumnValue:
    """How much work running it is for this team."""
    value = OPERATIONS_VALUE[candidate.access][scenario.operations]
    return valued(
        (value, value),
        lambda: f"{ACCESS[candidate.access].told}, serving experience in the team: {scenario.operations}.",
    )


def migration_difficulty(figures: Figures) -> ColumnValue:
    """How easily the product could leave it, by openness and the number of other hosts."""
    hosts = figures.value("alternative_hosts")
    if figures.candidate.open:
        interval = (0.6, 1.0) if hosts is None else _hosts_value(hosts)
        kind = "Open weights"
    else:
        interval = (0.25, 0.5) if hosts is None else (0.5, 0.5) if hosts > 0 else (0.25, 0.25)
        kind = "Closed"
    told = "unknown" if hosts is None else plain(hosts)
    return valued(interval, lambda: f"{kind}, other providers that serve it: {told}.")


def _hosts_value(hosts: float) -> Interval:
    value = 1.0 if hosts >= 4 else 0.85 if hosts > 0 else 0.6
    return value, value


# --- joining and overriding --------------------------------------------------------------------------------------


def over_steps(servings: Sequence[Serving], values: Sequence[ColumnValue]) -> ColumnValue:
    """A column over several steps: the smallest low and the smallest high of those that set a target."""
    told = [(s, v) for s, v in zip(servings, values, strict=True) if v.low is not None and v.high is not None]
    if len(told) < 2:
        return told[0][1] if told else values[0]
    low = min(value.low for _, value in told if value.low is not None)
    high = min(value.high for _, value in told if value.high is not None)
    return valued((low, high), lambda: " ".join(f"{s.step.name}: {v.reason}" for s, v in told))


def step_columns(serving: Serving, context: Judgement) -> dict[Column, ColumnValue]:
    """The columns of a candidate that depend on the step, before overrides.

    `context` is the judgement on what must fit the window. The cost of a step by itself is `step_cost_risk`.
    """
    return {
        "task_fit": task_fit(serving, context),
        "expected_quality": expected_quality(serving),
        "latency_risk": latency_risk(serving),
    }


def common_columns(scenario: Scenario, figures: Figures) -> dict[Column, ColumnValue]:
    """The columns of a candidate that are the same in every step, before overrides."""
    return {
        "privacy_risk": privacy_risk(scenario, figures.candidate),
        "operational_burden": operational_burden(scenario, figures.candidate),
        "migration_difficulty": migration_difficulty(figures),
    }


def candidate_columns(
    servings: Sequence[Serving], by_step: Sequence[dict[Column, ColumnValue]], cost: Cost
) -> dict[Column, ColumnValue]:
    """The columns of a candidate over all steps, before overrides."""
    first = by_step[0]
    return {
        column: cost_risk(servings[0].scenario, cost)
        if column == "cost_risk"
        else over_steps(servings, [columns[column] for columns in by_step])
        if column in ("task_fit", "expected_quality", "latency_risk")
        else first[column]
        for column in COLUMNS
    }
