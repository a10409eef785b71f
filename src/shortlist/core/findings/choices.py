"""Rules on the decision: whether what was chosen may be chosen, and whether something better was passed over."""

from __future__ import annotations

from shortlist.core.basics.comparing import above
from shortlist.core.basics.words import listed, plain, usd
from shortlist.core.comparison.ranking import eligible
from shortlist.core.document.task_fit import TASK_FIT
from shortlist.core.findings.case import Case, name
from shortlist.core.findings.rule import ANSWERS, PROSE, THERE, Found, rule

WAITING_POINTS = 3


@rule("same-provider-fallback", "warning", order=10, section="decision", mend=THERE)
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
            yield (
                where,
                f"{name(default)} and {name(fallback)} are both served by {default.candidate.provider}; "
                "choose a fallback elsewhere.",
            )


@rule("unchecked-must", "error", order=11, section="decision", mend=ANSWERS)
def unchecked_must(case: Case) -> Found:
    """A choice with a must check that nobody knows the answer to."""
    for where, result, standing in case.decided():
        if standing.unknown:
            yield where, f"{name(result)}: not known yet: {listed(standing.unknown)}; answer before deciding."


@rule("excluded-choice", "error", order=12, section="decision", mend=ANSWERS)
def excluded_choice(case: Case) -> Found:
    """A choice that fails a must check."""
    for where, result, standing in case.decided():
        if standing.blocked_by:
            yield (
                where,
                f"{name(result)} fails {listed(standing.blocked_by)}; choose another, or change the requirement.",
            )


@rule("not-recommended", "warning", order=13, section="rationale", mend=PROSE)
def not_recommended(case: Case) -> Found:
    """Another default than the recommended one, without a reason."""
    default, best = case.default, case.recommendation.default
    if default is not None and best is not None and default.id != best.id and case.rationale_empty:
        yield "decision.default", f"{name(best)} ranks first, not {name(default)}; write into the rationale why."


@rule("close-call", "info", order=14, section="rationale", mend=PROSE)
def close_call(case: Case) -> Found:
    """The first two are too close for the score to decide, and nobody wrote what did."""
    if case.recommendation.close_call and case.rationale_empty:
        first, second = eligible(case.ranking)[:2]
        yield "records", f"{name(first)} and {name(second)} are close; write into the rationale what decides."


@rule("dearer-than-needed", "warning", order=28, section="rationale", mend=PROSE)
def dearer_than_needed(case: Case) -> Found:
    """Something cheaper passes, and nobody wrote why it is not taken."""
    default, cheapest = case.default, case.recommendation.cheapest_passing
    if default is None or cheapest is None or default.id == cheapest.id or not case.rationale_empty:
        return
    mine, least = default.cost.monthly, cheapest.cost.monthly
    if mine is None or least is None:
        told = "what it costs is unknown"
    elif mine > least:
        told = f"it costs {usd(mine - least)} a month more in all"
    else:
        told = f"its successful tasks cost more, although its month costs {usd(least - mine)} less"
    yield (
        "decision.default",
        f"{name(cheapest)} passes and is the cheapest, not {name(default)}: {told}; write into the rationale why.",
    )


@rule("waiting-candidate", "warning", order=25, section="rationale", mend=THERE)
def waiting_candidate(case: Case) -> Found:
    """A candidate that only lacks answers scores clearly above the default."""
    default = case.default
    if default is None or default.score.middle is None:
        return
    for result in case.ranking:
        if result.standing.status == "needs_check" and result.score.middle is not None:
            lead = result.score.middle - default.score.middle
            if above(lead, WAITING_POINTS):
                yield (
                    case.where(result),
                    f"{name(result)} scores {plain(lead)} points above the default and waits for "
                    f"{listed(result.standing.unknown)}; answer that first.",
                )


@rule("assumed-against-measured", "warning", order=24, section="evaluation", mend=THERE)
def assumed_against_measured(case: Case) -> Found:
    """One of the first two was tested and the other was not."""
    first_two = eligible(case.ranking)[:2]
    tested = {candidate for candidate, _ in case.evaluations}
    untested = [result for result in first_two if result.id not in tested]
    if len(first_two) == 2 and len(untested) == 1:
        yield (
            case.where(untested[0]),
            f"Of the first two, {name(untested[0])} has no evaluation; run the same examples against it.",
        )


@rule("reasoning-for-routine", "warning", order=15, section="task_fit", mend=THERE)
def reasoning_for_routine(case: Case) -> Found:
    """A reasoning model chosen for a step that is routine."""
    for step in case.workspace.scenario.steps:
        if step.use_case is None or TASK_FIT[step.use_case].reasoning != "no":
            continue
        choice = case.chosen[step.id]
        for key, id_ in (("default", choice.default), ("fallback", choice.fallback)):
            result = case.by_id.get(id_ or "")
            if result and result.candidate.size_class == "reasoning":
                rows = case.workspace.decision.steps
                own = next((n for n, row in enumerate(rows) if row.step == step.id and getattr(row, key)), None)
                yield (
                    f"decision.{key}" if own is None else f"decision.steps[{own}].{key}",
                    f"{name(result)} is a reasoning model, and “{step.name}” is routine; a smaller one is enough.",
                )


@rule("deprecated", "error", order=20, section="migration", mend=THERE)
def deprecated(case: Case) -> Found:
    """A choice that is being withdrawn."""
    for where, result in case.chosen_once():
        candidate, offering = result.candidate, case.offering(result)
        ends_on = candidate.ends_on or (offering and offering.ends_on)
        if ends_on or candidate.deprecated or (offering and offering.deprecated):
            what = f"ends on {ends_on}" if ends_on else "is deprecated"
            by = "" if candidate.deprecated or candidate.ends_on else " according to the catalogue"
            yield where, f"{name(result)} {what}{by}; choose what replaces it."


@rule("no-spare-replica", "info", order=27, section="operational_burden", mend=THERE)
def no_spare_replica(case: Case) -> Found:
    """A self-hosted choice with nothing to take over when its machine fails."""
    for where, result in case.chosen_once():
        if result.candidate.self_hosted and result.cost.replicas == 1:
            yield where, f"{name(result)} runs on one replica; set min_replicas to 2 to survive the loss of one."
