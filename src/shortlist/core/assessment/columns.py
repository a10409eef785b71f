"""The seven columns of the comparison: an interval between 0 (bad) and 1 (good), and the sentence that says why.

Values are anchored at the scenario's own targets, never at the other candidates: adding or removing a candidate
reorders nobody. An unknown widens the interval; it is never read as good or bad.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import log10

from shortlist.core.assessment.column_value import (
    ANYTHING,
    NO_TARGET,
    ColumnValue,
    Interval,
    clamp,
    uncounted,
    valued,
    worst,
    worth_of_less,
)
from shortlist.core.assessment.regions import region_answer
from shortlist.core.assessment.verdicts import NO_ANSWER_LEFT, Assessment, capability, only_tasks_are_limited
from shortlist.core.basics.tolerance import above
from shortlist.core.basics.unknown import Unknown, ratio
from shortlist.core.basics.words import capitalised, limit_told, listed, or_unknown, percent, plain, seconds, usd
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.metrics import ARENA_ELO, index_name
from shortlist.core.document.scenario import Column, Limits, Scenario, Step
from shortlist.core.document.task_fit import TASK_FIT
from shortlist.core.document.vocabulary import ACCESS, Known
from shortlist.core.service.cost import Cost
from shortlist.core.service.figures import Figures
from shortlist.core.service.serving import Serving, needs_context
from shortlist.core.service.task import TaskTime

PRIVACY_BASE = {"public": 1.0, "internal": 0.75, "personal": 0.5, "regulated": 0.25}
"""What an external provider is worth before its controls are known, by the most sensitive data."""
PRIVACY_CONTROLS: Mapping[Known, Interval] = {"yes": (0.25, 0.25), "unknown": (-0.25, 0.25), "no": (-0.25, -0.25)}
"""What data controls add, or their absence takes: at the low end and at the high end."""
OPERATIONS_VALUE = {
    "managed_api": {"none": 1.0, "some": 1.0, "strong": 1.0},
    "hosted_inference": {"none": 0.75, "some": 0.85, "strong": 0.95},
    "self_hosted": {"none": 0.0, "some": 0.5, "strong": 0.8},
}
"""How light running it is, by access mode and the team's experience."""
HOSTS_VALUE: dict[bool, tuple[str, Interval, tuple[tuple[int, float], ...]]] = {
    True: ("Open weights", (0.6, 1.0), ((4, 1.0), (1, 0.85), (0, 0.6))),
    False: ("Closed", (0.25, 0.5), ((1, 0.5), (0, 0.25))),
}
"""How easily it is left by whether its weights are open: in words, with an unknown number of other hosts, and from so
many hosts on."""
DEFAULT_GOOD_RATIO = 1.5
"""Without a stated good quality, this many times the lowest acceptable one."""
DEFAULT_GOOD_ELO = 100
"""Ratings have no zero to multiply: points above the lowest acceptable one."""
FULL_MARKS = 100
"""An index whose lowest acceptable figure lies below ends here."""
PER_TENTH = 0.25
"""What a cost gains on the column with every tenth part: half the budget and a tenth of it are not the same."""
BY_STEPS: tuple[Column, ...] = ("task_fit", "expected_quality", "latency_risk")
"""The columns that are assessed step by step and joined."""


# --- which columns count -----------------------------------------------------------------------------------------


def counts_in_step(limits: Limits, step: Step, column: Column) -> bool:
    """Whether a step sets a target for a column; it depends on the scenario alone."""
    needs = step.needs
    match column:
        case "task_fit":
            asked: Sequence[object] = (step.capabilities, needs.modalities, needs.outputs, step.use_case)
            return any(asked) or needs_context(step)
        case "expected_quality":
            return needs.min_quality is not None or needs.max_error_rate is not None
        case "latency_risk":
            return any(target is not None for target in (needs.max_ttft_s, needs.max_total_s, needs.max_p99_s))
        case "cost_risk":
            return limits.monthly_budget_usd is not None
        case _:
            return True


def counts(scenario: Scenario, column: Column) -> bool:
    """Whether the scenario sets a target for a column, in a step or for a task as a whole."""
    of_tasks: Sequence[float | None] = ()
    if column == "cost_risk":
        of_tasks = (scenario.max_cost_per_successful_task_usd,)
    if column == "latency_risk":
        of_tasks = (scenario.max_task_ttft_s, scenario.max_task_total_s)
    if any(target is not None for target in of_tasks):
        return True
    return any(counts_in_step(scenario, step, column) for step in scenario.steps)


# --- the columns of a step ---------------------------------------------------------------------------------------

_VERDICT: dict[str, Interval] = {"pass": (1.0, 1.0), "fail": (0.0, 0.0), "unknown": ANYTHING}


def task_fit(serving: Serving, context: Assessment) -> ColumnValue:
    """The mean of what the step asks: capabilities, context, what goes in and comes out, size class."""
    step, needs, candidate = serving.step, serving.step.needs, serving.candidate
    parts = [(_VERDICT[capability(candidate, name).verdict], name.replace("_", " ")) for name in step.capabilities]
    if needs_context(step):
        parts.append((_VERDICT[context.verdict], "context"))
    if needs.modalities:
        parts.append((_all_there(needs.modalities, candidate.modalities), "modalities"))
    if needs.outputs:
        parts.append((_all_there(needs.outputs, candidate.outputs), "outputs"))
    if step.use_case is not None:
        interval = ANYTHING
        if candidate.size_class is not None:
            interval = (TASK_FIT[step.use_case].value(candidate.size_class),) * 2
        parts.append((interval, "size class (fast, general, reasoning) for this use case"))
    if not parts:
        return NO_TARGET["task_fit"]
    low = sum(interval[0] for interval, _ in parts) / len(parts)
    high = sum(interval[1] for interval, _ in parts) / len(parts)
    return valued((low, high), partial(_fit_sentence, parts))


def fit_unsaid(serving: Serving) -> tuple[str, ...]:
    """The field that a candidate's fit for a step is unknown for, by its keys; none where no field is."""
    needs, candidate = serving.step.needs, serving.candidate
    for name in serving.step.capabilities:
        if candidate.capabilities.of(name) == "unknown":
            return ("capabilities", name)
    asked = {"modalities": needs.modalities, "outputs": needs.outputs, "size_class": serving.step.use_case}
    return next(((name,) for name, wanted in asked.items() if wanted and getattr(candidate, name) is None), ())


def _all_there(needed: Sequence[str], has: Sequence[str] | None) -> Interval:
    if has is None:
        return ANYTHING
    return (1.0, 1.0) if set(needed) <= set(has) else (0.0, 0.0)


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
    needs, facts, target = serving.step.needs, serving.measured, serving.step.needs.max_error_rate
    if target is not None and facts is not None:
        rate, low, high = facts.error_rate, facts.error_low, facts.error_high
        if rate is None or low is None or high is None:
            return valued(ANYTHING, lambda: NO_ANSWER_LEFT)
        return valued(
            (worth_of_less(high, target)[0], worth_of_less(low, target)[0]),
            lambda: (
                f"{percent(rate)} errors in {facts.trials} tested answers ({percent(low)} to {percent(high)}) "
                f"against {percent(target)} allowed."
            ),
        )
    if needs.min_quality is not None:
        return _published_quality(serving, needs.min_quality, untested=target is not None)
    if target is None:
        return NO_TARGET["expected_quality"]
    return valued(ANYTHING, lambda: f"Untested: no evaluation shows the error rate, {percent(target)} allowed.")


def good_quality(serving: Serving, lowest: float) -> float:
    """The figure that counts as fully good; left out, above the lowest by what the metric allows."""
    good = serving.step.needs.good_quality
    if good is not None:
        return good
    if serving.metric == ARENA_ELO:
        return lowest + DEFAULT_GOOD_ELO
    good = lowest * DEFAULT_GOOD_RATIO
    return min(good, FULL_MARKS) if above(FULL_MARKS, lowest) else good


def _published_quality(serving: Serving, lowest: float, untested: bool) -> ColumnValue:
    figure, name = serving.quality, index_name(serving.metric)
    if figure is None:
        return valued(ANYTHING, lambda: f"No figure on {name}, {plain(lowest)} needed.")
    good = good_quality(serving, lowest)
    share = ratio(figure - lowest, good - lowest)
    # A bar so high or so low that the next number is the good one leaves nothing in between.
    passes = (figure >= lowest) != (good < lowest)
    value = float(passes) if share is None else clamp(0.5 + 0.5 * share)
    low, note = value, ""
    if untested:
        low, note = value / 2, "; the error rate is untested"
    return valued(
        (low, value), lambda: f"{name} {plain(figure)} against {plain(lowest)} needed and {plain(good)} good{note}."
    )


def latency_risk(serving: Serving) -> ColumnValue:
    """The worst of the time to the first token and the tails against their targets."""
    needs, time = serving.step.needs, serving.latency
    asked = (
        (time.ttft_s, needs.max_ttft_s, "to first token"),
        (time.total_s, needs.max_total_s, "in all, 95th percentile,"),
        (time.p99_s, needs.max_p99_s, "in all, 99th percentile,"),
    )
    told = [(figure, target, what) for figure, target, what in asked if target is not None]
    if not told:
        only_tasks = only_tasks_are_limited(serving.limits)
        return uncounted(only_tasks) if only_tasks else NO_TARGET["latency_risk"]
    interval = worst(worth_of_less(figure, target) for figure, target, _ in told)
    return valued(interval, partial(_against, told, seconds))


def _against(rows: Sequence[tuple[Unknown, float, str]], say: Callable[[float], str]) -> str:
    told = []
    for figure, target, what in rows:
        told.append(f"{or_unknown(figure, say)} {what} against {limit_told(target, say)} allowed")
    return f"{'; '.join(told)}."


def cost_value(figure: Unknown, target: float) -> Interval:
    """0.5 at the target and 0 from one and a half times it; beneath it a quarter more for every tenth of it."""
    if figure is None:
        return ANYTHING
    share = ratio(figure, target)
    if share is None:
        value = 0.0
    elif share >= 1:
        value = clamp(1.5 - share)
    elif share <= 0:
        value = 1.0
    else:
        value = min(1.0, 0.5 + PER_TENTH * log10(1 / share))
    return value, value


def cost_risk(limits: Limits, cost: Cost, whole_path: bool) -> ColumnValue:
    """The worse of the bill against the budget and a successful task against what it may cost.

    For one step: its bill, machines included, against the whole budget.
    """
    asked = [(cost.bill, limits.monthly_budget_usd, "a month")]
    if whole_path:
        asked.append((cost.per_successful_task, limits.max_cost_per_successful_task_usd, "per successful task"))
    told = [(figure, target, what) for figure, target, what in asked if target is not None]
    if not told:
        return NO_TARGET["cost_risk"]
    interval = worst(cost_value(figure, target) for figure, target, _ in told)
    return valued(interval, partial(_against, told, usd))


# --- the columns of a candidate ----------------------------------------------------------------------------------


def task_latency_risk(limits: Limits, time: TaskTime) -> ColumnValue:
    """The time of a whole task against its limits, of a candidate that plays all of its path."""
    told: list[tuple[Unknown, float, str]] = []
    intervals: list[Interval] = []
    first, whole = limits.max_task_ttft_s, limits.max_task_total_s
    if first is not None:
        told.append((time.ttft_s, first, "to a task's first token"))
        intervals.append(worth_of_less(time.ttft_s, first))
    if whole is not None:
        told.append((time.total_high_s, whole, "for a whole task at most, 95th percentile,"))
        intervals.append((worth_of_less(time.total_high_s, whole)[0], worth_of_less(time.total_low_s, whole)[1]))
    if not told:
        return NO_TARGET["latency_risk"]
    return valued(worst(intervals), partial(_against, told, seconds))


def privacy_risk(limits: Limits, candidate: Candidate) -> ColumnValue:
    """How safe the data is there, by its sensitivity, the provider's controls and the region."""
    low = high = PRIVACY_BASE[limits.data_sensitivity]
    if candidate.self_hosted:
        low = high = 1.0
    elif limits.data_must_stay_inside:
        low = high = 0.0
    elif limits.data_sensitivity != "public":
        at_low, at_high = PRIVACY_CONTROLS[candidate.capabilities.data_controls]
        low, high = clamp(low + at_low), clamp(high + at_high)
    region: Known = region_answer(limits, candidate) if limits.regions else "yes"
    if region != "yes":
        low = 0.0
    if region == "no":
        high = 0.0
    return valued((low, high), partial(_privacy_sentence, limits, candidate, region))


def privacy_unsaid(limits: Limits, candidate: Candidate) -> tuple[str, ...]:
    """The field that a candidate's privacy is unknown for, by its keys; none where nothing is."""
    if candidate.self_hosted:
        return ()
    sensitive = limits.data_sensitivity != "public" and not limits.data_must_stay_inside
    if sensitive and candidate.capabilities.data_controls == "unknown":
        return ("capabilities", "data_controls")
    if limits.regions and region_answer(limits, candidate) == "unknown":
        return ("regions",)
    return ()


def _privacy_sentence(limits: Limits, candidate: Candidate, region: Known) -> str:
    if candidate.self_hosted:
        told = ["self-hosted: the data stays inside"]
    elif limits.data_must_stay_inside:
        told = ["the data must stay inside, and this candidate is not self-hosted"]
    else:
        told = [f"{limits.data_sensitivity} data at {candidate.provider}"]
        if limits.data_sensitivity != "public":
            told.append(f"data controls {candidate.capabilities.data_controls}")
    if limits.regions:
        told.append(f"in {listed(limits.regions)}: {region}")
    return f"{capitalised(', '.join(told))}."


def operational_burden(limits: Limits, candidate: Candidate) -> ColumnValue:
    """How much work running it is for this team."""
    value = OPERATIONS_VALUE[candidate.access][limits.operations]
    return valued(
        (value, value), lambda: f"{ACCESS[candidate.access].told}, serving experience in the team: {limits.operations}."
    )


def migration_difficulty(figures: Figures) -> ColumnValue:
    """How easily the product could leave it, by openness and the number of other hosts."""
    hosts = figures.value("alternative_hosts")
    kind, unknown, by_hosts = HOSTS_VALUE[figures.candidate.open]
    told, interval = "unknown", unknown
    if hosts is not None:
        told = plain(hosts)
        value = next(value for least, value in by_hosts if hosts >= least)
        interval = value, value
    return valued(interval, lambda: f"{kind}, other providers that serve it: {told}.")


# --- joining and overriding --------------------------------------------------------------------------------------


def joined_over_steps(rows: Sequence[tuple[str, ColumnValue]]) -> ColumnValue:
    """A column over several steps, by name: the smallest low and the smallest high of those that set a target."""
    told = [(name, value) for name, value in rows if value.low is not None and value.high is not None]
    if len(told) < 2:
        return (told or rows)[0][1]
    low = min(value.low for _, value in told if value.low is not None)
    high = min(value.high for _, value in told if value.high is not None)
    return valued((low, high), lambda: " ".join(f"{name}: {value.reason}" for name, value in told))


def common_columns(limits: Limits, figures: Figures) -> dict[Column, ColumnValue]:
    """The columns of a candidate that are the same in every step, before overrides."""
    return {
        "privacy_risk": privacy_risk(limits, figures.candidate),
        "operational_burden": operational_burden(limits, figures.candidate),
        "migration_difficulty": migration_difficulty(figures),
    }


def with_the_whole(
    limits: Limits,
    by_step: Mapping[Column, ColumnValue],
    latencies: Sequence[tuple[str, ColumnValue]],
    cost: Cost,
    time: TaskTime | None,
) -> dict[Column, ColumnValue]:
    """The columns that depend on the steps, over all that a candidate plays, before overrides.

    `latencies` are those of the steps with their names; `time` is that of a whole task, where it plays all of its path.
    """
    found: dict[Column, ColumnValue] = {"cost_risk": cost_risk(limits, cost, whole_path=time is not None), **by_step}
    if time is not None:
        whole = task_latency_risk(limits, time)
        if whole is not NO_TARGET["latency_risk"]:
            found["latency_risk"] = joined_over_steps([*latencies, ("A task", whole)])
    return found
