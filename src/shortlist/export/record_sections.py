"""The computed facts of decision, context, rationale, risks and review."""

from __future__ import annotations

from collections.abc import Callable

from shortlist.core.basics.words import percent, plain, seconds, tokens, usd
from shortlist.core.document.accepted import is_open
from shortlist.core.document.record import Record
from shortlist.core.document.scenario import COLUMNS, Step
from shortlist.core.document.trigger_names import trigger_words
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.judging.column_value import COLUMN_NAMES
from shortlist.core.review.triggers import not_watched
from shortlist.export.facts import (
    NOTHING,
    Blocks,
    Report,
    check_name,
    digits,
    each,
    known,
    listing,
    metric_name,
    money,
    score,
    words,
)
from shortlist.export.markup import bullets, inline, table

# --- decision ---------------------------------------------------------------------------------------------


def decision(report: Report) -> Blocks:
    """Who serves, who stands in, what that costs, and what the comparison recommends."""
    made = report.analysis.workspace.decision
    lines = [f"Default: {_choice(report, made.default)}", f"Fallback: {_choice(report, made.fallback)}"]
    lines += step_choices(report)
    if report.chosen:
        cost, share = report.analysis.decision, report.scenario.fallback_share
        lines.append(
            f"Cost: a bill of {money(cost.bill)} a month; {money(cost.monthly)} with the work of people and "
            f"the damage of errors; {each(cost.per_successful_task)} for each successful task"
        )
        if made.fallback and share:
            lines.append(f"Share of the traffic that the fallback serves: {percent(share)}")
    return [bullets(lines), bullets(_advice(report))]


def step_choices(report: Report) -> list[str]:
    """Who serves the steps that are decided by themselves."""
    lines = []
    for row in report.analysis.workspace.decision.steps:
        choice = report.analysis.choices[row.step]
        default, fallback = report.label(choice.default), report.label(choice.fallback)
        lines.append(f"{report.step_name(row.step)}: {default}, fallback {fallback}")
    return lines


def _choice(report: Report, id_: str | None) -> str:
    if id_ is None:
        return "not chosen"
    result = report.analysis.by_id[id_]
    return (
        f"**{report.labels[id_]}** ({inline(result.candidate.provider)}), rank {report.analysis.ranks[id_]}, "
        f"{STATUSES[result.standing.status].name}, score {score(result)}"
    )


def _advice(report: Report) -> list[str]:
    advice = report.analysis.recommendation
    if not report.results:
        return []
    if advice.default is None:
        lines = ["Recommended by the comparison: nobody is eligible"]
        if advice.provisional:
            held = listing(check_name(check) for check in advice.provisional.standing.unknown)
            lines.append(f"Provisionally: {report.labels[advice.provisional.id]}, once known: {held}")
        return lines
    fallback = report.label(advice.fallback.id) if advice.fallback else "nobody eligible at another provider"
    lines = [f"Recommended by the comparison: {report.label(advice.default.id)}, fallback {fallback}"]
    if advice.cheapest_passing:
        cheapest = advice.cheapest_passing
        price = each(cheapest.cost.per_successful_task)
        lines.append(f"Cheapest that passes: {report.labels[cheapest.id]}, {price} for each successful task")
    return lines


# --- context ----------------------------------------------------------------------------------------------


def context(report: Report) -> Blocks:
    """The product, its limits, and its steps with their traffic and their targets."""
    scenario = report.scenario
    told = [("Users", scenario.users), ("Outcome", scenario.outcome)]
    regions = listing((inline(region) for region in scenario.regions), "anywhere")
    inside = "; it must stay inside the company" if scenario.data_must_stay_inside else ""
    lines = [
        *(f"{title}: {inline(text)}" for title, text in told if text.strip()),
        f"Data: {scenario.data_sensitivity}, processed {'in ' if scenario.regions else ''}{regions}{inside}",
        f"Experience with serving models: {scenario.operations}",
        f"Limits: {_limits(report)}",
        f"Busiest minute: {plain(scenario.peak_factor)} times the average; "
        f"growth of the traffic: {percent(scenario.growth_per_month)} a month",
    ]
    summary = "\n\n".join(inline(line) for line in scenario.summary.splitlines() if line.strip())
    errors = [
        f"{inline(step.name)}, errors that no rate excuses: {inline(step.needs.unacceptable_errors)}"
        for step in scenario.steps
        if step.needs.unacceptable_errors.strip()
    ]
    return [summary, bullets(lines), _steps(report), _targets(report), bullets(errors)]


def _limits(report: Report) -> str:
    scenario, told = report.scenario, []
    if scenario.monthly_budget_usd is not None:
        told.append(f"{usd(scenario.monthly_budget_usd)} a month for the bill")
    if scenario.max_cost_per_successful_task_usd is not None:
        told.append(f"{usd(scenario.max_cost_per_successful_task_usd)} for each successful task")
    return listing(told, "none set")


def _steps(report: Report) -> str:
    head = ["step", "role", "use case", "output", "requests a month", "tokens in", "tokens out"]
    rows = []
    for step in report.scenario.steps:
        use = step.usage
        figures = [digits(figure or 0) for figure in (use.requests_per_month, use.input_tokens, use.output_tokens)]
        output = listing(inline(words(item)) for item in step.output_contract)
        use_case = words(step.use_case) if step.use_case else NOTHING
        rows.append([inline(step.name), step.role or NOTHING, use_case, output, *figures])
    return table(head, rows, "llllr")


def _targets(report: Report) -> str:
    asked: dict[str, Callable[[Step], str]] = {
        "lowest quality": lambda step: _quality_target(report, step),
        "wrong answers": lambda step: known(step.needs.max_error_rate, percent, NOTHING),
        "handed to a person": lambda step: known(step.needs.max_escalation_rate, percent, NOTHING),
        "first token": lambda step: known(step.needs.max_ttft_s, seconds, NOTHING),
        "whole answer, 95 %": lambda step: known(step.needs.max_total_s, seconds, NOTHING),
        "prompt that must fit": lambda step: known(step.needs.context_tokens, tokens, NOTHING),
        "capabilities": lambda step: listing(words(name) for name in step.needs.capabilities),
        "input": lambda step: listing(inline(name) for name in step.needs.modalities),
    }
    steps = report.scenario.steps
    rows = [[title, *(say(step) for step in steps)] for title, say in asked.items()]
    told = [row for row in rows if any(cell != NOTHING for cell in row[1:])]
    return table(["target", *(inline(step.name) for step in steps)], told)


def _quality_target(report: Report, step: Step) -> str:
    needs = step.needs
    if needs.min_quality is None:
        return NOTHING
    good = f", good from {plain(needs.good_quality)}" if needs.good_quality is not None else ""
    return f"{plain(needs.min_quality)} on {metric_name(report.scenario.metric_of(step))}{good}"


# --- rationale, risks, review -----------------------------------------------------------------------------


def rationale(report: Report) -> Blocks:
    """The weights, how the candidates stand under them, and how far the order depends on them."""
    if not report.results:
        return []
    shares = report.analysis.weight_shares
    weights = [f"{COLUMN_NAMES[column].lower()} {percent(shares[column])}" for column in COLUMNS if shares[column]]
    rows = [
        [
            report.labels[result.id],
            score(result),
            percent(report.analysis.first_rank_shares[result.id]),
            "yes" if result.id in report.analysis.pareto else "no",
        ]
        for result in report.results
        if result.standing.status != "excluded"
    ]
    head = ["candidate", "score", "first under this share of all weights", "unbeaten in quality, cost and latency"]
    return [f"Weights: {listing(weights, 'none counts')}.", table(head, rows, "lrrl"), bullets(_order(report))]


def _order(report: Report) -> list[str]:
    lines = []
    if report.analysis.recommendation.close_call:
        lines.append("A close call: the first two lie within 3 points, or their ranges touch")
    for flip in report.analysis.flips:
        now, then = percent(flip.share_now), percent(flip.share_at_flip)
        name = COLUMN_NAMES[flip.column].lower()
        lines.append(f"{report.label(flip.new_first)} draws level if {name} counts {then} instead of {now}")
    return lines


def risks(report: Report) -> Blocks:
    """What weakens the decision, the gravest first."""
    rows = [[one.severity, f"{inline(one.message)} ({one.rule})"] for one in report.analysis.findings]
    return [table(["severity", "found"], rows) or "The checks for common mistakes found nothing."]


def review(report: Report) -> Blocks:
    """What reopens the decision, and whether it has happened."""
    record = report.analysis.workspace.record
    if record is None or not record.triggers:
        return ["No trigger is set: nothing reopens the decision."]
    states = [state for state in report.analysis.triggers if state.record == record.number]
    active, rows = record.status == "accepted", []
    for trigger, state in zip(record.triggers, states, strict=True):
        told, why = "waiting" if is_open(record) else "over", trigger.note
        if active:
            told, why = "due" if state.due else "not due", f"{state.message} {trigger.note}"
        rows.append([trigger_words(trigger), told, inline(why) or NOTHING])
    waiting = "" if active else not_watched(record)
    return [table(["trigger", "state", "why"], rows), waiting]


def people(record: Record) -> list[str]:
    """Who took part in the decision."""
    groups = (
        ("Decision makers", record.decision_makers),
        ("Consulted", record.consulted),
        ("Informed", record.informed),
    )
    return [f"{title}: {listing((inline(name) for name in names), between='; ')}" for title, names in groups if names]
