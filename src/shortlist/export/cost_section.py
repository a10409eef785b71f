"""The computed facts on latency and cost: prices, the bill, assumptions, routing, break-even, growth."""

from __future__ import annotations

from collections.abc import Callable

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.tolerance import above
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import (
    bullets,
    count,
    exact_usd,
    or_unknown,
    percent,
    plain,
    said,
    seconds,
    time_limit,
    usd,
)
from shortlist.core.comparison.break_even import HIGHEST
from shortlist.core.document.candidate import Hosting
from shortlist.core.document.metrics import BILL_METRICS, PER_MILLION_TOKENS, Metric, metric_row
from shortlist.core.document.scenario import Usage, UsageFigures
from shortlist.core.service.cost_parts import COST_PARTS
from shortlist.core.service.latency import lacking
from shortlist.core.service.prices_charged import charged
from shortlist.core.service.usage import USAGE_UNITS
from shortlist.export.facts import NOTHING, UNKNOWN, Blocks, Report, digits, each, listing, money, per_task, time, words
from shortlist.export.limits import seconds_against, span
from shortlist.export.markup import inline, table

MOST_SWINGS = 5
"""Assumptions that are listed; the others move the result less."""


def latency_and_cost(report: Report) -> Blocks:
    """How long each candidate takes, what it costs, and what that rests on."""
    if not report.results:
        return _assumptions(report)
    return [
        *_latency(report),
        *_task(report),
        *_cost(report),
        *_prices(report),
        *_assumptions(report),
        bullets([*_routing(report), *_projection(report)]),
        _break_even(report),
        *_sensitivity(report),
    ]


# --- latency ----------------------------------------------------------------------------------------------


def _latency(report: Report) -> Blocks:
    steps = report.scenario.steps
    head = ["candidate", "first token", "tokens/s", *(inline(step.name) for step in steps)]
    rows = [
        [
            report.labels[result.id],
            _first_token(report, result),
            _speed(report, result),
            *(_tail(result, step.id) for step in steps),
        ]
        for result in report.results
    ]
    factor = plain(report.scenario.tail_factor)
    note = (
        "In the columns of the steps: the whole answer at the 95th percentile, which is the typical latency "
        f"times {factor} unless it was measured."
    )
    return [table(head, rows, "lr"), note]


def _speed(report: Report, result: CandidateResult) -> str:
    """The published figure; a dash where there is none and no step that it plays needs it."""
    servings = [step.serving for step in result.steps.values()]
    needed = any("output_speed" in lacking(one.step, one.use, one.figures, one.measured) for one in servings)
    if not needed and not result.in_force("output_speed"):
        return NOTHING
    return report.figure(result, "output_speed", plain)


def _task(report: Report) -> Blocks:
    """The time of a task as decided: its stages one after the other, and what they come to."""
    if not report.analysis.chosen_results or not report.several:
        return []
    rows = []
    for one in report.analysis.lane:
        needs = report.scenario.by_id[one.step].needs
        share, served = "all", "nobody"
        if one.share is not None and one.alternatives > 1:
            share = percent(one.share)
        if one.serving is not None:
            served = report.labels[one.serving.candidate.id]
        times = (one.latency.ttft_s, one.latency.typical_s, one.latency.total_s)
        allowed = said(needs.max_total_s, time_limit, NOTHING)
        rows.append([str(one.stage + 1), report.step_name(one.step), served, share, *map(time, times), allowed])
    head = ["stage", "step", "served by", "tasks", "first token", "typical", "95 %", "95 % allowed"]
    spent = report.analysis.decision_time
    tail = span(spent.total_low_s, spent.total_high_s, seconds)
    if report.scenario.max_task_total_s is not None:
        tail = f"{seconds_against(tail, report.scenario.max_task_total_s)} allowed"
    note = (
        f"A task as decided: typically {time(spent.typical_s)}, {time(spent.ttft_s)} to the first token of its last "
        f"stage; at the 95th percentile {tail}, the low end where slow stages have nothing to do with one "
        "another, the high end where all are slow at once."
    )
    return [table(head, rows, "lllr"), note]


def _first_token(report: Report, result: CandidateResult) -> str:
    """The published figure, or what evaluations measured in its place, which may differ by step."""
    assessed = result.steps.values()
    if not any(step.serving.measured and step.serving.measured.ttft_s is not None for step in assessed):
        return report.figure(result, "ttft", time)
    told = list(dict.fromkeys(time(step.serving.latency.ttft_s) for step in assessed))
    runs = [report.analysis.evaluations.get((result.id, step.serving.step.id)) for step in assessed]
    return report.sources.cited(" / ".join(told), *runs, *result.in_force("ttft"))


def _tail(result: CandidateResult, step: str) -> str:
    assessed = result.steps.get(step)
    if assessed is None:
        return "–"
    told, measured = time(assessed.serving.latency.total_s), assessed.serving.measured
    if measured is not None and measured.total_s is not None:
        return f"{told} (measured)"
    return told


# --- cost -------------------------------------------------------------------------------------------------


def _cost(report: Report) -> Blocks:
    kept_up = any(result.cost.parts.upkeep for result in report.results)
    upkeep = ["upkeep"] if kept_up else []
    head = ["USD a month", "bill", "people", "errors", *upkeep, "in all", "per request", "per successful task"]
    rows = []
    for result in report.results:
        cost, of = result.cost, result.cost.parts
        parts = [cost.bill, of.human_escalation, of.undetected_error, cost.monthly]
        if kept_up:
            parts.insert(3, of.upkeep)
        rows.append([report.labels[result.id], *map(money, parts), each(cost.per_request), per_task(result)])
    note = ""
    if any(result.time is None for result in report.results):
        note = (
            "Each over the steps that it plays. "
            f"{NOTHING}: it does not play all that a task passes, so no task is its own."
        )
    return [table(head, rows, "lr"), note, _step_bills(report), _parts(report)]


def _step_bills(report: Report) -> str:
    """The bill of every candidate in each step that it plays; empty for one step."""
    if not report.several:
        return ""
    steps = report.scenario.steps
    rows = []
    for result in report.results:
        assessed = (result.steps.get(step.id) for step in steps)
        rows.append([report.labels[result.id], *(NOTHING if one is None else money(one.cost.bill) for one in assessed)])
    return table(["bill of a step alone", *(inline(step.name) for step in steps)], rows, "lr")


def _parts(report: Report) -> str:
    """What the bill is made of; parts that are 0 for everybody are left out."""

    def part(result: CandidateResult, name: str) -> Unknown:
        value: Unknown = getattr(result.cost.parts, name)
        return -value if value and COST_PARTS[name].saving else value

    names = [
        name
        for name, row in COST_PARTS.items()
        if row.billed and any(part(result, name) != 0 for result in report.results)
    ]
    rows = [[report.labels[r.id], *(money(part(r, name)) for name in names)] for r in report.results]
    if not names:
        return ""
    titles = (COST_PARTS[name].brief or words(name) for name in names)
    return table(["parts of the bill", *titles], rows, "lr")


def _prices(report: Report) -> Blocks:
    """The prices in force; columns that nobody has a figure for are left out, except what nobody can do without."""
    paid = [result for result in report.results if not result.candidate.self_hosted]
    metrics = [
        row
        for row in map(metric_row, BILL_METRICS)
        if row.needed or any(result.figures.applicable(row.id) for result in paid)
    ]
    rows = [[report.labels[result.id], *(_price(report, result, row) for row in metrics)] for result in paid]
    head = [PER_MILLION_TOKENS, *(row.title for row in metrics)]
    return [table(head, rows, "lr"), bullets(machines(report))]


def _price(report: Report, result: CandidateResult, row: Metric) -> str:
    """A price with its source; a dash where there is none and no step that it plays is charged by it."""
    steps = [step.serving for step in result.steps.values()]
    needed = {metric for one in steps for metric, _ in charged(one.step, one.use, result.figures)}
    if any(one.use.cacheable_share for one in steps):
        needed.add("cache_read_price")
    if any(one.use.batch_share for one in steps):
        needed.add("batch_discount")
    if not result.figures.applicable(row.id) and row.id not in needed:
        return NOTHING
    return report.figure(result, row.id, percent if row.discount else exact_usd)


def machines(report: Report) -> list[str]:
    """What each self-hosted candidate runs on and what that costs."""
    return [
        f"{report.labels[result.id]}: {_machines(result, result.candidate.hosting)}"
        for result in report.results
        if result.candidate.self_hosted
    ]


def _machines(result: CandidateResult, hosting: Hosting | None) -> str:
    if hosting is None:
        return "machines unknown"
    replicas = f"{UNKNOWN} number of replicas"
    if result.cost.replicas is not None:
        replicas = count(result.cost.replicas, "replica")
    gpu = inline(hosting.gpu) or "GPU"
    rent = f"{or_unknown(hosting.gpu_hour_usd, usd)} an hour for {plain(hosting.hours_per_month)} hours"
    told = [f"{replicas} of {plain(hosting.gpus_per_replica)} × {gpu} at {rent}"]
    if hosting.other_monthly_usd:
        told.append(f"{usd(hosting.other_monthly_usd)} for the rest")
    machines = f"{', '.join(told)}: {money(result.cost.parts.fixed)} a month"
    if not hosting.engineering_hours:
        return machines
    hours = f"{plain(hosting.engineering_hours)} hours of engineering at {usd(hosting.engineering_hour_usd)}"
    return f"{machines}; upkeep, {hours}: {money(result.cost.parts.upkeep)} a month"


# --- assumptions ------------------------------------------------------------------------------------------


def usage_name(name: str) -> str:
    """A usage figure as words, without its unit."""
    return words(name.removesuffix("_usd").removesuffix("_s"))


def usage_value(name: str, value: Unknown) -> str:
    """A usage figure with its unit."""
    if value is None:
        return UNKNOWN
    said: dict[str, Callable[[float], str]] = {"share": percent, "USD": exact_usd, "s": time}
    return said.get(USAGE_UNITS[name], digits)(value)


def _assumptions(report: Report) -> Blocks:
    """The traffic that the cost rests on, where it is not 0, and what differs for single candidates."""
    steps = report.scenario.steps
    rows = [
        [usage_name(name), *(usage_value(name, value or 0) for value in values)]
        for name in Usage.model_fields
        if any(values := [getattr(step.usage, name) for step in steps])
    ]
    different = []
    for result in report.results:
        for step in steps:
            own = result.candidate.usage.get(step.id, UsageFigures())
            told = [f"{usage_name(name)} {usage_value(name, value)}" for name, value in own if value is not None]
            if told:
                different.append([report.labels[result.id], inline(step.name), listing(told)])
    head = ["assumption", *(inline(step.name) for step in steps)]
    return [table(head, rows, "lr"), table(["different for", "step", "assumed"], different)]


# --- routing, growth, break-even, sensitivity -------------------------------------------------------------


def _routing(report: Report) -> list[str]:
    routing = report.analysis.routing
    if not report.several:
        return []
    single = "One model for all steps: nobody is eligible for every step"
    if routing.single is not None:
        one = report.label(routing.single)
        single = f"One model for all steps: {one}, {money(routing.single_monthly)} a month in all"
    names = set(routing.mix.values())
    if len(names) == 1 and None not in names:
        mix = f"Cheapest adequate for every step: {report.label(names.pop())}"
    else:
        steps = {step.id: inline(step.name) for step in report.scenario.steps}
        split = [f"{steps[step]} {report.label(id_, 'nobody')}" for step, id_ in routing.mix.items()]
        mix = f"Cheapest adequate for each step: {'; '.join(split)}"
    return [single, f"{mix}, {money(routing.mix_monthly)} a month in all"]


def _projection(report: Report) -> list[str]:
    scenario, rows = report.scenario, report.analysis.projection
    if not scenario.growth_per_month or not report.analysis.chosen_results:
        return []
    last = rows[-1]
    line = (
        f"At {percent(scenario.growth_per_month)} growth a month the bill of the decision goes from "
        f"{money(rows[0].bill)} to {money(last.bill)} in month {last.month + 1}"
    )
    budget = scenario.monthly_budget_usd
    over = next((r for r in rows if budget is not None and r.bill is not None and above(r.bill, budget)), None)
    if over:
        line += f"; it passes the budget in month {over.month + 1}"
    return [line]


def _break_even(report: Report) -> str:
    head = ["break-even of", "against", "requests a month", "times the traffic"]
    rows = [
        [
            report.label(row.self_hosted),
            report.label(row.against),
            said(row.requests_per_month, lambda number: digits(round(number)), "never"),
            said(row.factor, plain, f"none up to {HIGHEST:,.0f}"),
        ]
        for row in report.analysis.break_even
    ]
    return table(head, rows, "llr")


def _sensitivity(report: Report) -> Blocks:
    swings = [row for row in report.analysis.sensitivity if row.size > 0][:MOST_SWINGS]
    names = {step.id: inline(step.name) for step in report.scenario.steps}
    rows = [[usage_name(row.assumption), names[row.step], each(row.low), each(row.high)] for row in swings]
    head = ["what moves a successful task most", "step", "at −20 %", "at +20 %"]
    return [table(head, rows, "llr")]
