"""What weakens the decision: a rule for each common mistake, with its place in the document and what to do.

A rule is a function from the judged workspace to findings; `RULES` lists them in the order they are told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal, NamedTuple

from shortlist.core.candidate import Candidate, Observation
from shortlist.core.checklist import VENDOR_CHECKS
from shortlist.core.decision import MONTHS, Choice, choices
from shortlist.core.evaluation import ENOUGH_EXAMPLES, Evaluation
from shortlist.core.judging import CandidateResult, Standing, whole_cost
from shortlist.core.licences import restriction
from shortlist.core.metrics import PRICE_METRICS, is_quality
from shortlist.core.placeholders import placeholder_in
from shortlist.core.ranking import DECIMALS, Recommendation, eligible
from shortlist.core.record import SECTIONS
from shortlist.core.taskfit import TASK_FIT
from shortlist.core.wording import count, listed, percent, plain, tokens, usd
from shortlist.core.workspace import Workspace

Severity = Literal["error", "warning", "info"]
STALE_DAYS = 60
MIXED_DAYS = 45
DISAGREEMENT = 0.2
LONG_CONTEXT_TOKENS = 32_000
WAITING_POINTS = 3
SAFE_FORMATS = ("safetensors", "gguf")
"""Formats that hold numbers only; others may run code when they are loaded."""
CORRECTNESS_USE_CASES = ("document_extraction", "lead_routing", "legal_review", "risk_analysis")
"""Use cases in which being right matters and being liked does not."""


class Finding(NamedTuple):
    """One weakness: its rule, how bad it is, the key path where it lies, and what was found and what to do."""

    rule: str
    severity: Severity
    where: str
    message: str


@dataclass(frozen=True)
class Case:
    """The judged workspace that the rules look at."""

    workspace: Workspace
    ranking: Sequence[CandidateResult]
    recommendation: Recommendation
    evaluations: Mapping[tuple[str, str], Evaluation]
    today: dt.date

    @cached_property
    def by_id(self) -> dict[str, CandidateResult]:
        """The results by candidate id."""
        return {result.id: result for result in self.ranking}

    @cached_property
    def places(self) -> dict[str, int]:
        """The index of each candidate in the file."""
        return {candidate.id: index for index, candidate in enumerate(self.workspace.candidates)}

    @cached_property
    def chosen(self) -> dict[str, Choice]:
        """Who serves and who stands in, by step."""
        return choices(self.workspace)

    @property
    def default(self) -> CandidateResult | None:
        """The decision's default."""
        return self.by_id.get(self.workspace.decision.default or "")

    @property
    def accepted(self) -> bool:
        """Whether the record being edited is accepted."""
        return self.workspace.record is not None and self.workspace.record.status == "accepted"

    @property
    def rationale_empty(self) -> bool:
        """Whether nobody has written why."""
        return not self.workspace.prose("rationale").strip()

    @cached_property
    def quality_metrics(self) -> list[str]:
        """The quality metrics that judge the scenario or a step, each once."""
        scenario = self.workspace.scenario
        return list(dict.fromkeys([scenario.quality_metric, *(scenario.metric_of(s) for s in scenario.steps)]))

    def where(self, result: CandidateResult, observation: Observation | None = None) -> str:
        """The key path of a candidate, or of one of its observations."""
        index = self.places[result.id]
        if observation is None:
            return f"candidates[{index}]"
        number = next(n for n, other in enumerate(result.candidate.observations) if other is observation)
        return f"candidates[{index}].observations[{number}]"

    def in_force(self, result: CandidateResult) -> list[Observation]:
        """The figures in force of a candidate, a price for the input size of every step."""
        found: dict[int, Observation] = {}
        sizes = [step.serving.use.input_tokens for step in result.steps.values()]
        for metric in result.figures.metrics:
            for size in sizes if metric in PRICE_METRICS else sizes[:1]:
                observation = result.figures.observation(metric, size)
                if observation is not None:
                    found[id(observation)] = observation
        return list(found.values())

    def decided(self) -> Iterator[tuple[str, CandidateResult, Standing]]:
        """Every choice of the decision with the standing it is judged by: its key path, the candidate, the standing."""
        decision = self.workspace.decision
        for key, id_ in (("default", decision.default), ("fallback", decision.fallback)):
            if id_ is not None:
                yield f"decision.{key}", self.by_id[id_], self.by_id[id_].standing
        for index, row in enumerate(decision.steps):
            for key, id_ in (("default", row.default), ("fallback", row.fallback)):
                if id_ is not None:
                    result = self.by_id[id_]
                    yield f"decision.steps[{index}].{key}", result, result.steps[row.step].standing

    def chosen_once(self) -> Iterator[tuple[str, CandidateResult]]:
        """Every candidate that the decision names, once, with the place that names it first."""
        seen = set()
        for where, result, _ in self.decided():
            if result.id not in seen:
                seen.add(result.id)
                yield where, result


Found = Iterator[Finding]


def _name(result: CandidateResult) -> str:
    return f"“{result.candidate.name}”"


# --- quality and its sources -------------------------------------------------------------------------------------


def top_score_only(case: Case) -> Found:
    """The default leads in quality while its cost or latency is unknown."""
    default, metric = case.default, case.workspace.scenario.quality_metric
    figures = {r.id: value for r in case.ranking if (value := r.figures.value(metric)) is not None}
    if default is None or default.id not in figures or figures[default.id] < max(figures.values()):
        return
    unknown = [what for what, v in (("cost", default.cost.monthly), ("latency", default.worst_total_s)) if v is None]
    if unknown:
        yield Finding(
            "top-score-only",
            "warning",
            "decision.default",
            f"{_name(default)} leads in quality, but its {listed(unknown)} is unknown; find out before choosing it.",
        )


def single_source(case: Case) -> Found:
    """A candidate's quality rests on one source."""
    tested = {candidate for candidate, _ in case.evaluations}
    for result in case.ranking:
        rows = [o for metric in result.figures.metrics if is_quality(metric) for o in result.figures.applicable(metric)]
        sources = {o.source.strip().casefold() for o in rows}
        if len(sources) == 1 and result.id not in tested:
            yield Finding(
                "single-source",
                "warning",
                case.where(result, rows[0]),
                f"The quality of {_name(result)} rests on {rows[0].source} alone; add a source or an evaluation.",
            )


def _quality_rows(case: Case, metric: str) -> list[tuple[CandidateResult, Observation]]:
    return [(r, o) for r in case.ranking if (o := r.figures.observation(metric)) is not None]


def mixed_versions(case: Case) -> Found:
    """Figures of one index from different versions of it."""
    for metric in case.quality_metrics:
        versions = sorted({o.version for _, o in _quality_rows(case, metric) if o.version})
        if len(versions) > 1:
            yield Finding(
                "mixed-versions",
                "warning",
                "candidates",
                f"{metric} comes from {listed(versions)}, which are not comparable; use one version for all.",
            )


def mixed_dates(case: Case) -> Found:
    """Figures of one index observed too far apart."""
    for metric in case.quality_metrics:
        days = sorted(o.as_of for _, o in _quality_rows(case, metric))
        if days and (days[-1] - days[0]).days > MIXED_DAYS:
            yield Finding(
                "mixed-dates",
                "warning",
                "candidates",
                f"{metric} was observed between {days[0]} and {days[-1]}, {(days[-1] - days[0]).days} days apart; "
                "read all figures on one day.",
            )


def other_provider(case: Case) -> Found:
    """Speed, latency or price observed at another provider than the candidate's."""
    served = ("output_speed", "ttft", *PRICE_METRICS)
    for result in case.ranking:
        rows = [
            o
            for o in case.in_force(result)
            if o.metric in served and o.provider and o.provider != result.candidate.provider
        ]
        if rows:
            told = listed(sorted({f"{o.metric} at {o.provider}" for o in rows}))
            yield Finding(
                "other-provider",
                "warning",
                case.where(result, rows[0]),
                f"{_name(result)} is served by {result.candidate.provider}, but was observed elsewhere: {told}.",
            )


def stale_figure(case: Case) -> Found:
    """Figures in force that are old."""
    for result in case.ranking:
        rows = [o for o in case.in_force(result) if (case.today - o.as_of).days > STALE_DAYS]
        if rows:
            told = listed(f"{o.metric} ({(case.today - o.as_of).days} days)" for o in rows)
            yield Finding(
                "stale-figure",
                "warning",
                case.where(result, rows[0]),
                f"{_name(result)}: older than {STALE_DAYS} days: {told}; look them up again.",
            )


def vendor_claim(case: Case) -> Found:
    """Figures in force that only the vendor states."""
    for result in case.ranking:
        rows = [o for o in case.in_force(result) if o.basis == "self_reported"]
        if rows:
            yield Finding(
                "vendor-claim",
                "warning",
                case.where(result, rows[0]),
                f"{_name(result)}: only the vendor says so: {listed(o.metric for o in rows)}; "
                "find an independent figure or measure.",
            )


def sources_disagree(case: Case) -> Found:
    """Two sources of one metric that lie far apart; figures of different index versions are not compared."""
    for result in case.ranking:
        for metric in result.figures.metrics:
            pair = _disagreement(result.figures.applicable(metric))
            if pair:
                low, high = sorted(pair, key=lambda o: o.value)
                yield Finding(
                    "sources-disagree",
                    "warning",
                    case.where(result, high),
                    f"{_name(result)}, {metric}: {plain(low.value)} by {low.source}, {plain(high.value)} by "
                    f"{high.source}; find out which holds.",
                )


def _disagreement(rows: Iterable[Observation]) -> tuple[Observation, Observation] | None:
    for one, other in combinations(rows, 2):
        same_index = not one.version or not other.version or one.version == other.version
        apart = abs(one.value - other.value) > DISAGREEMENT * min(abs(one.value), abs(other.value)) * (1 + 1e-9)
        if one.source != other.source and one.above_tokens == other.above_tokens and same_index and apart:
            return one, other
    return None


def leaderboard_only(case: Case) -> Found:
    """The default was never tested on the team's own examples."""
    default = case.default
    if default is not None and not any(candidate == default.id for candidate, _ in case.evaluations):
        yield Finding(
            "leaderboard-only",
            "error" if case.accepted else "warning",
            "decision.default",
            f"{_name(default)} has no evaluation; run your own examples before trusting a leaderboard.",
        )


def small_evaluation(case: Case) -> Found:
    """An evaluation in force with too few examples to tell."""
    for index, run in enumerate(case.workspace.evaluations):
        if run.examples < ENOUGH_EXAMPLES and case.evaluations[(run.candidate, run.step)] is run:
            yield Finding(
                "small-evaluation",
                "info",
                f"evaluations[{index}]",
                f"{count(run.examples, 'example')} of {run.candidate} in {run.step}; {ENOUGH_EXAMPLES} narrow it down.",
            )


def preference_not_correctness(case: Case) -> Found:
    """Votes of users as the quality of a step in which answers are right or wrong."""
    for index, step in enumerate(case.workspace.scenario.steps):
        metric = case.workspace.scenario.metric_of(step)
        if metric.startswith("quality.arena") and step.use_case in CORRECTNESS_USE_CASES:
            yield Finding(
                "preference-not-correctness",
                "warning",
                f"scenario.steps[{index}].needs.quality_metric",
                f"{metric} counts votes, and “{step.name}” needs right answers; use a graded index or an evaluation.",
            )


# --- the decision ------------------------------------------------------------------------------------------------


def same_provider_fallback(case: Case) -> Found:
    """Default and fallback go down together."""
    decision = case.workspace.decision
    pairs = [("decision.fallback", decision.default, decision.fallback)]
    for index, row in enumerate(decision.steps):
        choice = case.chosen[row.step]
        pairs.append((f"decision.steps[{index}]", choice.default, choice.fallback))
    for where, default_id, fallback_id in pairs:
        default, fallback = case.by_id.get(default_id or ""), case.by_id.get(fallback_id or "")
        if default and fallback and default.candidate.provider == fallback.candidate.provider:
            yield Finding(
                "same-provider-fallback",
                "warning",
                where,
                f"{_name(default)} and {_name(fallback)} are both served by {default.candidate.provider}; "
                "choose a fallback elsewhere.",
            )


def _choice_place(case: Case, step: str, key: str) -> str:
    rows = case.workspace.decision.steps
    own = next((n for n, row in enumerate(rows) if row.step == step and getattr(row, key)), None)
    return f"decision.{key}" if own is None else f"decision.steps[{own}].{key}"


def unchecked_must(case: Case) -> Found:
    """A choice with a must check that nobody knows the answer to."""
    for where, result, standing in case.decided():
        if standing.unknown:
            yield Finding(
                "unchecked-must",
                "error",
                where,
                f"{_name(result)}: not known yet: {listed(standing.unknown)}; answer before deciding.",
            )


def excluded_choice(case: Case) -> Found:
    """A choice that fails a must check."""
    for where, result, standing in case.decided():
        if standing.blocked_by:
            yield Finding(
                "excluded-choice",
                "error",
                where,
                f"{_name(result)} fails {listed(standing.blocked_by)}; choose another, or change the requirement.",
            )


def not_recommended(case: Case) -> Found:
    """Another default than the recommended one, without a reason."""
    default, best = case.default, case.recommendation.default
    if default is not None and best is not None and default.id != best.id and case.rationale_empty:
        yield Finding(
            "not-recommended",
            "warning",
            "decision.default",
            f"{_name(best)} ranks first, not {_name(default)}; write into the rationale why.",
        )


def close_call(case: Case) -> Found:
    """The first two are too close for the score to decide, and nobody wrote what did."""
    if case.recommendation.close_call and case.rationale_empty:
        first, second = eligible(case.ranking)[:2]
        yield Finding(
            "close-call",
            "info",
            "records",
            f"{_name(first)} and {_name(second)} are close; write into the rationale what decides.",
        )


def dearer_than_needed(case: Case) -> Found:
    """Something cheaper passes, and nobody wrote why it is not taken."""
    default, cheapest = case.default, case.recommendation.cheapest_passing
    if default is None or cheapest is None or default.id == cheapest.id or not case.rationale_empty:
        return
    more = "more than it" if default.cost.monthly is None else "more"
    if default.cost.monthly is not None and cheapest.cost.monthly is not None:
        more = f"{usd(default.cost.monthly - cheapest.cost.monthly)} a month more"
    yield Finding(
        "dearer-than-needed",
        "warning",
        "decision.default",
        f"{_name(default)} costs {more} than {_name(cheapest)}, which passes; write into the rationale why.",
    )


def waiting_candidate(case: Case) -> Found:
    """A candidate that only lacks answers scores clearly above the default."""
    default = case.default
    if default is None or default.score.middle is None:
        return
    for result in case.ranking:
        if result.standing.status == "needs_check" and result.score.middle is not None:
            lead = round(result.score.middle - default.score.middle, DECIMALS)
            if lead > WAITING_POINTS:
                yield Finding(
                    "waiting-candidate",
                    "warning",
                    case.where(result),
                    f"{_name(result)} scores {plain(lead)} points above the default and waits for "
                    f"{listed(result.standing.unknown)}.",
                )


def assumed_against_measured(case: Case) -> Found:
    """One of the first two was tested and the other was not."""
    first_two = eligible(case.ranking)[:2]
    tested = {candidate for candidate, _ in case.evaluations}
    untested = [result for result in first_two if result.id not in tested]
    if len(first_two) == 2 and len(untested) == 1:
        yield Finding(
            "assumed-against-measured",
            "warning",
            case.where(untested[0]),
            f"Of the first two, {_name(untested[0])} has no evaluation; run the same examples against it.",
        )


def reasoning_for_routine(case: Case) -> Found:
    """A reasoning model chosen for a step that is routine."""
    for step in case.workspace.scenario.steps:
        if step.use_case is None or TASK_FIT[step.use_case].reasoning != "no":
            continue
        for key, id_ in (
            ("default", case.chosen[step.id].default),
            ("fallback", case.chosen[step.id].fallback),
        ):
            result = case.by_id.get(id_ or "")
            if result and result.candidate.size_class == "reasoning":
                yield Finding(
                    "reasoning-for-routine",
                    "warning",
                    _choice_place(case, step.id, key),
                    f"{_name(result)} is a reasoning model, and “{step.name}” is routine; a smaller one is enough.",
                )


def deprecated(case: Case) -> Found:
    """A choice that is being withdrawn."""
    for where, result in case.chosen_once():
        candidate = result.candidate
        if candidate.deprecated or candidate.ends_on:
            what = f"ends on {candidate.ends_on}" if candidate.ends_on else "is deprecated"
            yield Finding("deprecated", "error", where, f"{_name(result)} {what}; choose what replaces it.")


def no_spare_replica(case: Case) -> Found:
    """A self-hosted choice with nothing to take over when its machine fails."""
    for where, result in case.chosen_once():
        if result.candidate.self_hosted and result.cost.replicas == 1:
            yield Finding(
                "no-spare-replica",
                "info",
                where,
                f"{_name(result)} runs on one replica; set min_replicas to 2 to survive the loss of one.",
            )


# --- constraints -------------------------------------------------------------------------------------------------


def long_context(case: Case) -> Found:
    """A long context that nobody wrote about."""
    if case.workspace.prose("context_needs").strip():
        return
    for index, step in enumerate(case.workspace.scenario.steps):
        need = step.needs.context_tokens
        if need is not None and need > LONG_CONTEXT_TOKENS:
            yield Finding(
                "long-context",
                "info",
                f"scenario.steps[{index}].needs.context_tokens",
                f"“{step.name}” needs {tokens(need)}; write into context needs why less will not do.",
            )


def open_washing(case: Case) -> Found:
    """Called open source under terms that restrict its use."""
    for result in case.ranking:
        candidate = result.candidate
        why = _restricted(candidate)
        if candidate.openness == "open_source" and why:
            yield Finding(
                "open-washing",
                "error",
                f"{case.where(result)}.openness",
                f"{_name(result)} is called open source, but {why}; call it open_weight.",
            )


def _restricted(candidate: Candidate) -> str | None:
    if candidate.commercial_use == "no":
        return "commercial use is not allowed"
    named = restriction(candidate.licence)
    return f"its licence ({candidate.licence}) restricts use: {named}" if named else None


def unsafe_format(case: Case) -> Found:
    """Self-hosted weights in a format that may run code."""
    for result in case.ranking:
        hosting = result.candidate.hosting
        form = hosting.file_format.strip().casefold().lstrip(".") if hosting else ""
        if result.candidate.self_hosted and form and form not in SAFE_FORMATS:
            yield Finding(
                "unsafe-format",
                "error",
                f"{case.where(result)}.hosting.file_format",
                f"{_name(result)}: loading {form} can run code; use {' or '.join(SAFE_FORMATS)}.",
            )


def price_unknown(case: Case) -> Found:
    """An eligible candidate whose cost nobody knows."""
    for result in eligible(case.ranking):
        if result.cost.monthly is None:
            yield Finding(
                "price-unknown",
                "warning",
                case.where(result),
                f"What {_name(result)} costs a month is unknown; add the prices or the token figures it lacks.",
            )


def over_budget_later(case: Case) -> Found:
    """Growth takes the default's bill over the budget within a year."""
    default, scenario = case.default, case.workspace.scenario
    budget = scenario.monthly_budget_usd
    if default is None or budget is None or default.cost.bill is None or default.cost.bill > budget:
        return
    servings = [step.serving for step in default.steps.values()]
    for month in range(1, MONTHS):
        bill = whole_cost(scenario, servings, (1 + scenario.growth_per_month) ** month).bill
        if bill is not None and bill > budget:
            yield Finding(
                "over-budget-later",
                "info",
                "scenario.growth_per_month",
                f"At {percent(scenario.growth_per_month)} growth a month {_name(default)} costs {usd(bill)} in month "
                f"{month}, above the budget of {usd(budget)}.",
            )
            return


def batch_with_latency(case: Case) -> Found:
    """Traffic that waits for a batch in a step that somebody waits for."""
    for index, step in enumerate(case.workspace.scenario.steps):
        waits = step.needs.max_ttft_s is not None or step.needs.max_total_s is not None
        if waits and step.usage.batch_share:
            yield Finding(
                "batch-with-latency",
                "warning",
                f"scenario.steps[{index}].usage.batch_share",
                f"“{step.name}” has a latency target and a batch share; a batch answers within hours.",
            )


def assumed_answer(case: Case) -> Found:
    """A check about a vendor that passes without an address."""
    for result in case.ranking:
        bare = [
            check.id
            for check in result.checks.values()
            if check.id in VENDOR_CHECKS and check.answer and check.verdict == "pass" and not check.answer.url.strip()
        ]
        if bare:
            yield Finding(
                "assumed-answer",
                "info",
                f"{case.where(result)}.answers",
                f"{_name(result)} passes without an address: {listed(bare)}; add where it can be read.",
            )


# --- the record --------------------------------------------------------------------------------------------------


def no_review(case: Case) -> Found:
    """An accepted record that nothing would reopen."""
    for index, record in enumerate(case.workspace.records):
        if record.status == "accepted" and not record.triggers:
            yield Finding(
                "no-review",
                "error",
                f"records[{index}].triggers",
                f"Record {record.number} is accepted and nothing reopens it; add a trigger, such as after_days 90.",
            )


def placeholder(case: Case) -> Found:
    """Text in the record that was meant to be replaced."""
    record = case.workspace.record
    if record is None:
        return
    for section in SECTIONS:
        mark = placeholder_in(record.sections.of(section))
        if mark is not None:
            yield Finding(
                "placeholder",
                "error" if case.accepted else "warning",
                f"records[{len(case.workspace.records) - 1}].sections.{section}",
                f"“{section.replace('_', ' ')}” still holds “{mark}”; replace it.",
            )


RULES: tuple[Callable[[Case], Found], ...] = (
    top_score_only,
    single_source,
    mixed_versions,
    mixed_dates,
    other_provider,
    stale_figure,
    sources_disagree,
    leaderboard_only,
    small_evaluation,
    same_provider_fallback,
    unchecked_must,
    excluded_choice,
    not_recommended,
    close_call,
    reasoning_for_routine,
    long_context,
    open_washing,
    unsafe_format,
    price_unknown,
    deprecated,
    no_review,
    placeholder,
    over_budget_later,
    assumed_against_measured,
    waiting_candidate,
    batch_with_latency,
    no_spare_replica,
    dearer_than_needed,
    vendor_claim,
    preference_not_correctness,
    assumed_answer,
)
_GRAVITY = {"error": 0, "warning": 1, "info": 2}


def findings(case: Case) -> list[Finding]:
    """Everything that weakens the decision, the gravest first; each told once."""
    told = dict.fromkeys(finding for rule in RULES for finding in rule(case))
    return sorted(told, key=lambda finding: _GRAVITY[finding.severity])
