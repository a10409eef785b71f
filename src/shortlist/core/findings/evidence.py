"""Rules on figures: where quality, prices and speeds come from, how old they are, and whether anybody tested."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.tolerance import above, equal
from shortlist.core.basics.words import agreeing, capitalised, count, listed, percent, plain, seconds, usd
from shortlist.core.comparison.ranking import eligible
from shortlist.core.document.candidate import Observation, can_be_called
from shortlist.core.document.evaluation import ENOUGH_EXAMPLES, Z_95, Evaluation, measured_rates
from shortlist.core.document.metrics import PRICE_METRICS, figures_apart, is_quality
from shortlist.core.document.plausible import implausible
from shortlist.core.evidence.runs import OWN_TOOL
from shortlist.core.findings.finding import AssignedChoice, Case, by_candidate, metric_name, name
from shortlist.core.findings.rule import THERE, Found, grave_once_accepted, rule
from shortlist.core.service.cost import attempt_parts
from shortlist.core.service.figures import disagreement

STALE_DAYS = 60
MIXED_DAYS = 45
CONTRACT_DAYS = 60
JUDGE_CHECKED = 20
JUDGE_AGREED = 0.8
COST_APART = 0.2
CORRECTNESS_USE_CASES = ("document_extraction", "lead_routing", "legal_review", "risk_analysis")
"""Use cases in which being right matters and being liked does not."""


@rule("top-score-only", "warning", order=10, section="rationale", mend=THERE)
def top_score_only(case: Case) -> Found:
    """A default leads in the quality of its step while its cost or latency there is unknown."""
    blind: list[tuple[AssignedChoice, list[str]]] = []
    for pick in case.defaults:
        metric, sign = pick.assessed.serving.metric, -1 if pick.step.needs.lower_is_better else 1
        figures = [place.result.figures.value(metric) for place in case.step_places[pick.step.id]]
        own = pick.assessed.serving.quality
        known = ("cost", pick.assessed.cost.monthly), ("latency", pick.assessed.serving.latency.total_s)
        unknown = [what for what, value in known if value is None]
        leads = own is not None and not any(above(sign * other, sign * own) for other in figures if other is not None)
        if leads and unknown:
            blind.append((pick, unknown))
    for picks in by_candidate(pick for pick, _ in blind):
        told = listed(dict.fromkeys(what for pick, unknown in blind if pick in picks for what in unknown))
        yield (
            picks[0].where,
            f"{name(picks[0].result)} leads in quality{case.inside(pick.step for pick in picks)}, but its {told} is "
            "unknown; find out before choosing it.",
        )


@rule("single-source", "warning", order=20, section="leaderboard_showed", mend=THERE)
def single_source(case: Case) -> Found:
    """A candidate's quality rests on one source."""
    tested = {candidate for candidate, _ in case.evaluations}
    for result in case.ranking:
        rows = [o for metric in result.figures.metrics if is_quality(metric) for o in result.figures.applicable(metric)]
        sources = {o.source.strip().casefold() for o in rows}
        if len(sources) == 1 and result.id not in tested:
            yield (
                case.where(result, rows[0]),
                f"The quality of {name(result)} rests on {rows[0].source} alone; add a source or an evaluation.",
            )


def _quality_rows(case: Case, metric: str) -> list[tuple[CandidateResult, Observation]]:
    return [(r, o) for r in case.ranking if (o := r.figures.observation(metric)) is not None]


@rule("mixed-versions", "warning", order=30, section="leaderboard_showed", mend=THERE)
def mixed_versions(case: Case) -> Found:
    """Figures of one index from different versions of it."""
    for metric in case.quality_metrics:
        versions = sorted({o.version for _, o in _quality_rows(case, metric) if o.version})
        if len(versions) > 1:
            yield (
                "candidates",
                f"{capitalised(metric_name(metric))} comes from {listed(versions)}, which are not comparable; "
                "use one version for all.",
            )


@rule("mixed-dates", "warning", order=40, section="leaderboard_showed", mend=THERE)
def mixed_dates(case: Case) -> Found:
    """Figures of one index observed too far apart."""
    for metric in case.quality_metrics:
        days = sorted(o.as_of for _, o in _quality_rows(case, metric))
        if days and (days[-1] - days[0]).days > MIXED_DAYS:
            yield (
                "candidates",
                f"{capitalised(metric_name(metric))} was observed between {days[0]} and {days[-1]}, "
                f"{(days[-1] - days[0]).days} days apart; read all figures on one day.",
            )


@rule("other-provider", "warning", order=50, section="leaderboard_could_not_prove", mend=THERE)
def other_provider(case: Case) -> Found:
    """Speed, latency or price observed at another provider than the candidate's."""
    served = ("output_speed", "ttft", *PRICE_METRICS)
    for result, where, rows in _with_figures(
        case, lambda one, o: o.metric in served and o.provider not in ("", one.candidate.provider)
    ):
        told = listed(sorted({f"{metric_name(o.metric)} at {o.provider}" for o in rows}))
        yield (
            where,
            f"{name(result)} is served by {result.candidate.provider}, but was observed elsewhere: {told}; "
            "find figures from there, or measure.",
        )


def _with_figures(
    case: Case, asked: Callable[[CandidateResult, Observation], bool]
) -> Iterator[tuple[CandidateResult, str, list[Observation]]]:
    """The candidates with figures in force that are asked for: where the first of those stands, and all of them."""
    for result in case.ranking:
        if rows := [one for one in result.in_force() if asked(result, one)]:
            yield result, case.where(result, rows[0]), rows


@rule("stale-figure", "warning", order=60, section="leaderboard_showed", mend=THERE)
def stale_figure(case: Case) -> Found:
    """Figures in force that are old."""
    for result, where, rows in _with_figures(case, lambda _, o: (case.today - o.as_of).days > STALE_DAYS):
        told = listed(f"{metric_name(o.metric)} ({(case.today - o.as_of).days} days)" for o in rows)
        yield where, f"{name(result)}: older than {STALE_DAYS} days: {told}; look them up again."


@rule("implausible-figure", "warning", order=700, section="leaderboard_showed", mend=THERE)
def implausible_figure(case: Case) -> Found:
    """A figure in force that can hardly be what it says: in another unit, or outside of its index's range."""
    for result, where, rows in _with_figures(case, lambda _, o: bool(implausible(o.metric, o.value))):
        told = listed(f"{metric_name(o.metric)} ({implausible(o.metric, o.value).partition(': ')[0]})" for o in rows)
        yield where, f"{name(result)}: {told}; look up the figure and its unit again."


@rule("vendor-claim", "warning", order=290, section="leaderboard_showed", mend=THERE)
def vendor_claim(case: Case) -> Found:
    """Figures in force that only the vendor states."""
    for result, where, rows in _with_figures(case, lambda _, o: o.basis == "self_reported"):
        told = listed(metric_name(o.metric) for o in rows)
        yield where, f"{name(result)}: only the vendor says so: {told}; find an independent figure or measure."


@rule("sources-disagree", "warning", order=70, section="leaderboard_showed", mend=THERE)
def sources_disagree(case: Case) -> Found:
    """Two sources of one metric that lie far apart; figures of different index versions are not compared."""
    for result in case.ranking:
        for metric in result.figures.metrics:
            pair = disagreement(result.figures.applicable(metric))
            if pair:
                low, high = sorted(pair, key=lambda o: o.value)
                least, most = figures_apart(metric, low.value, high.value)
                yield (
                    case.where(result, high),
                    f"{name(result)}, {metric_name(metric)}: {least} by {low.source}, "
                    f"{most} by {high.source}; find out which holds.",
                )


@rule("leaderboard-only", grave_once_accepted, order=80, section="evaluation", mend=THERE)
def leaderboard_only(case: Case) -> Found:
    """A default that was never tested on the team's own examples of its step."""
    untested = [pick for pick in case.defaults if (pick.result.id, pick.step.id) not in case.evaluations]
    for picks in by_candidate(untested):
        yield (
            picks[0].where,
            f"{name(picks[0].result)} has no evaluation{case.inside(pick.step for pick in picks)}; "
            "run your own examples before trusting a leaderboard.",
        )


@rule("small-evaluation", "info", order=90, section="evaluation", mend=THERE)
def small_evaluation(case: Case) -> Found:
    """An evaluation in force with too few examples to tell."""
    for where, run, _ in case.assessed_runs():
        if run.examples < ENOUGH_EXAMPLES:
            yield where, f"{count(run.examples, 'example')} {_of(case, run)}; run {ENOUGH_EXAMPLES} or more."


def _of(case: Case, run: Evaluation) -> str:
    return f"of {name(case.by_id[run.candidate])} in {case.workspace.scenario.named(run.step)}"


@rule("undecided-evaluation", "warning", order=370, section="evaluation", mend=THERE)
def undecided_evaluation(case: Case) -> Found:
    """Too few examples to tell whether a chosen candidate errs less often than it may."""
    for where, run, assessed in case.assessed_runs():
        target, facts = assessed.serving.step.needs.max_error_rate, measured_rates(run)
        if target is None or not case.is_chosen(run) or facts.error_low is None or facts.error_high is None:
            continue
        if not (above(target, facts.error_low) and above(facts.error_high, target)):
            continue
        rate = facts.error_rate or 0.0
        told = "at this rate no number of examples settles it; change the limit, or improve the prompt"
        if not equal(rate, target):
            # The bounds are those of the score test: the target lies outside from so many trials on.
            trials = math.ceil(Z_95**2 * target * (1 - target) / (rate - target) ** 2)
            examples = math.ceil(trials * run.examples / run.trials)
            told = f"at this rate {count(examples, 'example')} would settle it"
        yield (
            where,
            f"The evaluation {_of(case, run)} found {percent(rate)} errors, between "
            f"{percent(facts.error_low)} and {percent(facts.error_high)}: whether they stay within {percent(target)} "
            f"is open; {told}.",
        )


@rule("critical-failure", "error", order=380, section="evaluation", mend=THERE)
def critical_failure(case: Case) -> Found:
    """A chosen candidate was wrong in a way that no rate excuses."""
    for where, run, _ in case.assessed_runs():
        if case.is_chosen(run) and run.critical_failures:
            yield (
                where,
                f"The evaluation {_of(case, run)} counts {count(run.critical_failures, 'critical failure')}; "
                "mend what caused it and run it again, or choose another.",
            )


@rule("uncalibrated-judge", "warning", order=390, section="evaluation", mend=THERE)
def uncalibrated_judge(case: Case) -> Found:
    """A model graded the answers, and nobody knows how often it is right."""
    for where, run, _ in case.assessed_runs():
        if run.graded_by != "judge":
            continue
        held = next((one.judge for one in case.runs if one.run is run), None)
        checked, agreed = run.judge_checked or 0, run.judge_agreed
        if held is not None and held.checked > checked and held.agreement is not None:
            checked, agreed = held.checked, held.agreement.hits
        if checked < JUDGE_CHECKED:
            told = f"and a person checked {count(checked, 'answer')} of it; check {JUDGE_CHECKED} or more"
        elif agreed is not None and above(JUDGE_AGREED, agreed / checked):
            told = f"and a person agreed in {percent(agreed / checked)} of {checked}; give it clearer rules"
        else:
            continue
        yield where, f"The evaluation {_of(case, run)} was graded by a judge model, {told}."


@rule("measured-cost-differs", "warning", order=400, section="latency_and_cost", mend=THERE)
def measured_cost_differs(case: Case) -> Found:
    """What the run cost is not what the cost is worked out from."""
    for where, run, assessed in case.assessed_runs():
        serving = assessed.serving
        modelled = attempt_parts(serving.step, serving.use, serving.figures).bill
        if run.cost_usd is None or modelled is None or serving.candidate.self_hosted:
            continue
        each = run.cost_usd / run.examples
        # By the ratio: a request of an embedder costs less than what two numbers may differ by.
        if each != modelled and (modelled == 0 or above(abs(each / modelled - 1), COST_APART)):
            yield (
                where,
                f"The evaluation {_of(case, run)} cost {usd(each)} an example, and {usd(modelled)} is worked "
                "out from prices and tokens; correct the token figures, or look for what the run paid besides.",
            )


@rule("plain-calls", "info", order=405, section="latency_and_cost", mend=THERE)
def plain_calls(case: Case) -> Found:
    """A run of `evaluate` gives the time of a step that uses tools or retrieval, which it does not."""
    for where, run, assessed in case.assessed_runs():
        use, times = assessed.serving.use, (run.latency_p50_s, run.latency_p95_s)
        besides = []
        if use.tool_loops:
            besides.append(f"{plain(use.tool_loops)} {agreeing(use.tool_loops, 'round', 'rounds')} of tools")
        if use.extra_latency_s:
            besides.append(f"{seconds(use.extra_latency_s)} for retrieval, tools and validation")
        if run.tool == OWN_TOOL and besides and times != (None, None):
            yield (
                where,
                f"The evaluation {_of(case, run)} called its endpoint once for each answer, and its time stands for "
                f"the modelled one, which counts {listed(besides)}; unless the endpoint does all that itself, run the "
                "examples through the product and import that run.",
            )


@rule("same-assumptions", "info", order=410, section="latency_and_cost", mend=THERE)
def same_assumptions(case: Case) -> Found:
    """Everybody fails as often by assumption, so that only prices tell the cost of a success apart."""
    able = eligible(case.ranking)
    rates: set[tuple[float | None, float | None]] = set()
    for result in able:
        own = (*result.candidate.usage.values(), *(step.serving.measured for step in result.steps.values()))
        rates.update((one.error_rate, one.escalation_rate) for one in own if one is not None)
    if len(able) > 1 and rates <= {(None, None)}:
        yield (
            "candidates",
            "No eligible candidate has an error or escalation rate of its own, so the cost per successful task does "
            "not tell them apart; run an evaluation, or set the rates.",
        )


@rule("contract-ends", "warning", order=430, section="latency_and_cost", mend=THERE)
def contract_ends(case: Case) -> Found:
    """A figure that was agreed in writing ends soon, or has ended and one that was not agreed took its place."""
    for result in case.ranking:
        rows = {
            id(o): (o, f"{metric_name(o.metric)} until {o.valid_until}")
            for o in result.in_force()
            if o.basis == "contract" and o.valid_until and (o.valid_until - case.today).days < CONTRACT_DAYS
        }
        now = {o.metric: o for o in result.in_force()}
        for o in result.candidate.observations:
            after = now.get(o.metric)
            ended = o.valid_until is not None and o.valid_until < case.today
            ours = o.effort in ("", result.candidate.effort)
            if o.basis == "contract" and ended and ours and after is not None and after.basis != "contract":
                rows[id(o)] = (o, f"{metric_name(o.metric)} ended on {o.valid_until}, {after.source} took its place")
        if rows:
            yield (
                case.where(result, next(iter(rows.values()))[0]),
                f"{name(result)}, agreed by contract: {listed(told for _, told in rows.values())}; "
                "agree on what follows, or plan with list prices.",
            )


@rule("preference-not-correctness", "warning", order=300, section="leaderboard_could_not_prove", mend=THERE)
def preference_not_correctness(case: Case) -> Found:
    """Votes of users as the quality of a step in which answers are right or wrong."""
    for index, step in enumerate(case.workspace.scenario.steps):
        metric = case.workspace.scenario.metric_of(step)
        if "arena" in metric and step.use_case in CORRECTNESS_USE_CASES:
            yield (
                f"scenario.steps[{index}].needs.quality_metric",
                f"{capitalised(metric_name(metric))} counts votes, and “{step.name}” needs right answers; "
                "use a graded index or an evaluation.",
            )


@rule("endpoint-address", "warning", order=595, section="evaluation", mend=THERE)
def endpoint_address(case: Case) -> Found:
    """An endpoint whose address no run can call."""
    for result in case.ranking:
        endpoint = result.candidate.endpoint
        if endpoint is not None and endpoint.base_url and not can_be_called(endpoint.base_url):
            yield (
                f"{case.where(result)}.endpoint.base_url",
                f"No run reaches {name(result)} at “{endpoint.base_url}”; write the whole address, such as "
                "http://localhost:8000/v1.",
            )


@rule("stale-evaluation", "warning", order=600, section="evaluation", mend=THERE)
def stale_evaluation(case: Case) -> Found:
    """An evaluation in force that may speak of something else by now."""
    for one in case.runs:
        if one.stale:
            yield (
                f"evaluations[{one.place}]",
                f"The evaluation {_of(case, one.run)} is of {one.run.ran_on}: {listed(one.stale)}; run it again.",
            )


@rule("evidence-mismatch", "warning", order=610, section="evaluation", mend=THERE)
def evidence_mismatch(case: Case) -> Found:
    """An evaluation in force whose rows are gone, or are not what was written."""
    for one in case.runs:
        if one.kept is not None and one.kept.problem:
            yield (
                f"evaluations[{one.place}].sha256",
                f"The rows {_of(case, one.run)} cannot be used, only their totals: "
                f"{one.kept.problem}; restore them from a backup, or import the run again.",
            )
