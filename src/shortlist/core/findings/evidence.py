"""Rules on figures: where quality, prices and speeds come from, how old they are, and whether anybody tested."""

from __future__ import annotations

from shortlist.core.basics.words import count, listed, plain
from shortlist.core.document.candidate import Observation
from shortlist.core.document.evaluation import ENOUGH_EXAMPLES
from shortlist.core.document.metrics import PRICE_METRICS, is_quality
from shortlist.core.findings.case import Case, name
from shortlist.core.findings.rule import THERE, Found, grave_once_accepted, rule
from shortlist.core.judging.judge import CandidateResult
from shortlist.core.service.figures import disagreement

STALE_DAYS = 60
MIXED_DAYS = 45
CORRECTNESS_USE_CASES = ("document_extraction", "lead_routing", "legal_review", "risk_analysis")
"""Use cases in which being right matters and being liked does not."""


@rule("top-score-only", "warning", order=1, section="rationale", mend=THERE)
def top_score_only(case: Case) -> Found:
    """The default leads in quality while its cost or latency is unknown."""
    default, metric = case.default, case.workspace.scenario.quality_metric
    figures = {r.id: value for r in case.ranking if (value := r.figures.value(metric)) is not None}
    if default is None or default.id not in figures or figures[default.id] < max(figures.values()):
        return
    unknown = [what for what, v in (("cost", default.cost.monthly), ("latency", default.worst_total_s)) if v is None]
    if unknown:
        yield (
            "decision.default",
            f"{name(default)} leads in quality, but its {listed(unknown)} is unknown; find out before choosing it.",
        )


@rule("single-source", "warning", order=2, section="leaderboard_showed", mend=THERE)
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


@rule("mixed-versions", "warning", order=3, section="leaderboard_showed", mend=THERE)
def mixed_versions(case: Case) -> Found:
    """Figures of one index from different versions of it."""
    for metric in case.quality_metrics:
        versions = sorted({o.version for _, o in _quality_rows(case, metric) if o.version})
        if len(versions) > 1:
            yield (
                "candidates",
                f"{metric} comes from {listed(versions)}, which are not comparable; use one version for all.",
            )


@rule("mixed-dates", "warning", order=4, section="leaderboard_showed", mend=THERE)
def mixed_dates(case: Case) -> Found:
    """Figures of one index observed too far apart."""
    for metric in case.quality_metrics:
        days = sorted(o.as_of for _, o in _quality_rows(case, metric))
        if days and (days[-1] - days[0]).days > MIXED_DAYS:
            yield (
                "candidates",
                f"{metric} was observed between {days[0]} and {days[-1]}, {(days[-1] - days[0]).days} days apart; "
                "read all figures on one day.",
            )


@rule("other-provider", "warning", order=5, section="leaderboard_could_not_prove", mend=THERE)
def other_provider(case: Case) -> Found:
    """Speed, latency or price observed at another provider than the candidate's."""
    served = ("output_speed", "ttft", *PRICE_METRICS)
    for result in case.ranking:
        rows = [
            o
            for o in result.in_force()
            if o.metric in served and o.provider and o.provider != result.candidate.provider
        ]
        if rows:
            told = listed(sorted({f"{o.metric} at {o.provider}" for o in rows}))
            yield (
                case.where(result, rows[0]),
                f"{name(result)} is served by {result.candidate.provider}, but was observed elsewhere: {told}; "
                "find figures from there, or measure.",
            )


@rule("stale-figure", "warning", order=6, section="leaderboard_showed", mend=THERE)
def stale_figure(case: Case) -> Found:
    """Figures in force that are old."""
    for result in case.ranking:
        rows = [o for o in result.in_force() if (case.today - o.as_of).days > STALE_DAYS]
        if rows:
            told = listed(f"{o.metric} ({(case.today - o.as_of).days} days)" for o in rows)
            yield (
                case.where(result, rows[0]),
                f"{name(result)}: older than {STALE_DAYS} days: {told}; look them up again.",
            )


@rule("vendor-claim", "warning", order=29, section="leaderboard_showed", mend=THERE)
def vendor_claim(case: Case) -> Found:
    """Figures in force that only the vendor states."""
    for result in case.ranking:
        rows = [o for o in result.in_force() if o.basis == "self_reported"]
        if rows:
            yield (
                case.where(result, rows[0]),
                f"{name(result)}: only the vendor says so: {listed(o.metric for o in rows)}; "
                "find an independent figure or measure.",
            )


@rule("sources-disagree", "warning", order=7, section="leaderboard_showed", mend=THERE)
def sources_disagree(case: Case) -> Found:
    """Two sources of one metric that lie far apart; figures of different index versions are not compared."""
    for result in case.ranking:
        for metric in result.figures.metrics:
            pair = disagreement(result.figures.applicable(metric))
            if pair:
                low, high = sorted(pair, key=lambda o: o.value)
                yield (
                    case.where(result, high),
                    f"{name(result)}, {metric}: {plain(low.value)} by {low.source}, {plain(high.value)} by "
                    f"{high.source}; find out which holds.",
                )


@rule("leaderboard-only", grave_once_accepted, order=8, section="evaluation", mend=THERE)
def leaderboard_only(case: Case) -> Found:
    """The default was never tested on the team's own examples."""
    default = case.default
    if default is not None and not any(candidate == default.id for candidate, _ in case.evaluations):
        yield (
            "decision.default",
            f"{name(default)} has no evaluation; run your own examples before trusting a leaderboard.",
        )


@rule("small-evaluation", "info", order=9, section="evaluation", mend=THERE)
def small_evaluation(case: Case) -> Found:
    """An evaluation in force with too few examples to tell."""
    for index, run in enumerate(case.workspace.evaluations):
        if run.examples < ENOUGH_EXAMPLES and case.evaluations[(run.candidate, run.step)] is run:
            yield (
                f"evaluations[{index}]",
                f"{count(run.examples, 'example')} of {run.candidate} in {run.step}; run {ENOUGH_EXAMPLES} or more.",
            )


@rule("preference-not-correctness", "warning", order=30, section="leaderboard_could_not_prove", mend=THERE)
def preference_not_correctness(case: Case) -> Found:
    """Votes of users as the quality of a step in which answers are right or wrong."""
    for index, step in enumerate(case.workspace.scenario.steps):
        metric = case.workspace.scenario.metric_of(step)
        if "arena" in metric and step.use_case in CORRECTNESS_USE_CASES:
            yield (
                f"scenario.steps[{index}].needs.quality_metric",
                f"{metric} counts votes, and “{step.name}” needs right answers; use a graded index or an evaluation.",
            )


@rule("stale-evaluation", "warning", order=60, section="evaluation", mend=THERE)
def stale_evaluation(case: Case) -> Found:
    """An evaluation in force that may speak of something else by now."""
    for one in case.runs:
        if one.stale:
            yield (
                f"evaluations[{one.place}]",
                f"The evaluation of {one.run.candidate} in {one.run.step} is of {one.run.ran_on}: "
                f"{listed(one.stale)}; run it again.",
            )


@rule("evidence-mismatch", "warning", order=61, section="evaluation", mend=THERE)
def evidence_mismatch(case: Case) -> Found:
    """An evaluation in force whose rows are gone, or are not what was written."""
    for one in case.runs:
        if one.kept is not None and one.kept.problem:
            yield (
                f"evaluations[{one.place}].sha256",
                f"The rows of {one.run.candidate} in {one.run.step} cannot be used, only their totals: "
                f"{one.kept.problem}; restore them from a backup, or import the run again.",
            )
