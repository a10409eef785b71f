"""Rules on constraints: context, licence, weights, budget, batches, answers without evidence."""

from __future__ import annotations

from shortlist.core.basics.tolerance import above
from shortlist.core.basics.words import listed, percent, tokens, usd
from shortlist.core.comparison.ranking import eligible
from shortlist.core.document.checklist import VENDOR_CHECKS
from shortlist.core.document.vocabulary import restriction
from shortlist.core.findings.finding import Case, metric_name, name
from shortlist.core.findings.rule import ANSWERS, PROSE, THERE, Found, rule
from shortlist.core.service.figures import TOKEN_PRICES
from shortlist.core.service.prices_charged import charged

LONG_CONTEXT_TOKENS = 32_000
SAFE_FORMATS = ("safetensors", "gguf")
"""Formats that hold numbers only; others may run code when they are loaded."""


@rule("long-context", "info", order=160, section="context_needs", mend=PROSE)
def long_context(case: Case) -> Found:
    """A long context that nobody wrote about."""
    if case.workspace.prose("context_needs").strip():
        return
    for index, step in enumerate(case.workspace.scenario.steps):
        need = step.needs.context_tokens
        if need is not None and above(need, LONG_CONTEXT_TOKENS):
            yield (
                f"scenario.steps[{index}].needs.context_tokens",
                f"“{step.name}” needs {tokens(need)}; write into context needs why less will not do.",
            )


@rule("open-washing", "error", order=170, section="privacy_and_licence", mend=THERE)
def open_washing(case: Case) -> Found:
    """Called open source under terms that restrict its use."""
    for result in case.ranking:
        candidate, why = result.candidate, None
        if candidate.commercial_use == "no":
            why = "commercial use is not allowed"
        elif named := restriction(candidate.licence):
            why = f"its licence ({candidate.licence}) restricts use: {named}"
        if candidate.openness == "open_source" and why:
            yield (
                f"{case.where(result)}.openness",
                f"{name(result)} is called open source, but {why}; call it open weight.",
            )


@rule("unsafe-format", "error", order=180, section="operational_burden", mend=THERE)
def unsafe_format(case: Case) -> Found:
    """Self-hosted weights in a format that may run code."""
    for result in case.ranking:
        hosting = result.candidate.hosting
        form = hosting.file_format.strip().casefold().lstrip(".") if hosting else ""
        if result.candidate.self_hosted and form and form not in SAFE_FORMATS:
            yield (
                f"{case.where(result)}.hosting.file_format",
                f"{name(result)}: loading {form} can run code; use {' or '.join(SAFE_FORMATS)}.",
            )


@rule("price-unknown", "warning", order=190, section="latency_and_cost", mend=THERE)
def price_unknown(case: Case) -> Found:
    """An eligible candidate whose cost nobody knows."""
    for result in eligible(case.ranking):
        if result.cost.monthly is None:
            yield (
                case.where(result),
                f"What {name(result)} costs a month is unknown; add the prices or the token figures it lacks.",
            )


@rule("tier-unstated", "info", order=710, section="latency_and_cost", mend=THERE)
def tier_unstated(case: Case) -> Found:
    """A price of long prompts that nobody states while others of the candidate are: that of shorter ones is taken."""
    for result in eligible(case.ranking):
        figures, unstated = result.figures, dict[str, float]()
        for assessed in result.steps.values():
            serving = assessed.serving
            for metric, size in charged(serving.step, serving.use, figures):
                tier = max((one for one in figures.tiers if above(size, one)), default=0)
                row = figures.observation(metric, size) if metric in TOKEN_PRICES else None
                if row is not None and row.above_tokens < tier and row.basis != "contract":
                    unstated[metric] = max(tier, unstated.get(metric, 0))
        if unstated:
            yield (
                case.where(result, figures.observation(next(iter(unstated)))),
                f"{name(result)} charges more above {tokens(max(unstated.values()))} of input, and its "
                f"{listed(map(metric_name, unstated))} there is not stated: that of shorter prompts is taken; look it "
                "up.",
            )


@rule("over-budget-later", "info", order=230, section="latency_and_cost", mend=THERE)
def over_budget_later(case: Case) -> Found:
    """Growth takes the decision's bill over the budget within a year."""
    scenario = case.workspace.scenario
    growth, budget = scenario.growth_per_month, scenario.monthly_budget_usd
    if budget is None or growth <= 0:
        return
    now, *later = case.projection()
    if now.bill is None or above(now.bill, budget):
        return
    passing = next((month for month in later if month.bill is not None and above(month.bill, budget)), None)
    if passing is not None and passing.bill is not None:
        yield (
            "scenario.growth_per_month",
            f"At {percent(growth)} growth a month the decision costs {usd(passing.bill)} in month {passing.month}, "
            f"above the budget of {usd(budget)}; plan for that, or for a cheaper one.",
        )


@rule("batch-with-latency", "warning", order=260, section="latency_and_cost", mend=THERE)
def batch_with_latency(case: Case) -> Found:
    """Traffic that waits for a batch in a step that somebody waits for."""
    for index, step in enumerate(case.workspace.scenario.steps):
        waits = (step.needs.max_ttft_s, step.needs.max_total_s, step.needs.max_p99_s) != (None, None, None)
        if waits and step.usage.batch_share:
            yield (
                f"scenario.steps[{index}].usage.batch_share",
                f"“{step.name}” has a latency target and a batch share, and a batch answers within hours; drop one.",
            )


@rule("assumed-answer", "info", order=310, section="privacy_and_licence", mend=ANSWERS)
def assumed_answer(case: Case) -> Found:
    """A check about a vendor that passes without an address."""
    for result in case.ranking:
        bare = [
            check.id
            for check in result.checks.values()
            if check.id in VENDOR_CHECKS and check.answer and check.verdict == "pass" and not check.answer.url.strip()
        ]
        if bare:
            yield (
                f"{case.where(result)}.answers",
                f"{name(result)} passes without an address: {case.checks(bare)}; add where it can be read.",
            )
