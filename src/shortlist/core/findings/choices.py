"""Rules on the decision: whether what was chosen may be chosen, and whether something better was passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from shortlist.core.assessment.assessor import CandidateResult, standing_for
from shortlist.core.basics.tolerance import above
from shortlist.core.basics.words import agreeing, from_to, listed, plain, seconds, time_limit, usd
from shortlist.core.comparison.assignment import LimitState, assigned_machines
from shortlist.core.comparison.ranking import Placed, eligible
from shortlist.core.document.task_fit import TASK_FIT
from shortlist.core.findings.finding import AssignedChoice, Case, by_candidate, name
from shortlist.core.findings.rule import ANSWERS, CHOICE, PROSE, THERE, Found, grave_once_proposed, rule

WAITING_POINTS = 3


@rule("same-provider-fallback", "warning", order=100, section="decision", mend=THERE)
def same_provider_fallback(case: Case) -> Found:
    """Default and fallback of a step go down together."""
    pairs: dict[tuple[str, str], list[tuple[AssignedChoice, AssignedChoice]]] = {}
    stand_ins = {pick.step.id: pick for pick in case.picks if pick.key == "fallback"}
    for default in case.defaults:
        fallback = stand_ins.get(default.step.id)
        if fallback and default.result.candidate.provider == fallback.result.candidate.provider:
            pairs.setdefault((default.result.id, fallback.result.id), []).append((default, fallback))
    for rows in pairs.values():
        default, fallback = rows[0]
        inherited = fallback.where == "decision.fallback" and default.where != "decision.default"
        first, other = default.result.candidate, fallback.result.candidate
        advice = "choose a fallback elsewhere."
        if first.regions and other.regions and not set(first.regions) & set(other.regions):
            advice = (
                f"in different regions ({listed(first.regions)}; {listed(other.regions)}): the outage of one is "
                "covered, that of the provider, its accounts or its quota is not."
            )
        yield (
            default.where if inherited else fallback.where,
            f"{name(default.result)} and {name(fallback.result)} are both served by "
            f"{first.provider}{case.inside(step.step for step, _ in rows)}; {advice}",
        )


def _held(case: Case, by: Literal["unknown", "blocked_by"]) -> Iterator[tuple[str, str, str]]:
    """The choices that must checks hold, where they were chosen: the place, the name and the checks."""
    for picks in by_candidate(case.picks):
        checks = getattr(standing_for(picks[0].result, {pick.step.id for pick in picks}), by)
        if checks:
            where = next((pick.where for pick in picks if getattr(pick.assessed.standing, by)), picks[0].where)
            yield where, name(picks[0].result), case.checks(checks)


@rule("unchecked-must", "error", order=110, section="decision", mend=ANSWERS)
def unchecked_must(case: Case) -> Found:
    """A choice with a must check that nobody knows the answer to."""
    for where, who, unknown in _held(case, "unknown"):
        yield where, f"{who}: not known yet: {unknown}; answer before deciding."


@rule("excluded-choice", "error", order=120, section="decision", mend=ANSWERS)
def excluded_choice(case: Case) -> Found:
    """A choice that fails a must check in a step that it is chosen for, or one that concerns it as a whole."""
    for where, who, failed in _held(case, "blocked_by"):
        yield where, f"{who} fails {failed}; choose another, or change the requirement."


def _passed_over(case: Case, which: str) -> Iterator[tuple[list[AssignedChoice], list[CandidateResult]]]:
    """The defaults that are not what is recommended in their steps, each with what is.

    Who serves every step and is the one recommended for all of them is no other than the recommended one.
    """
    for_all = getattr(case.recommendation, which)
    for picks in by_candidate(case.defaults):
        if for_all is not None and picks[0].result is for_all and len(picks) == len(case.workspace.scenario.steps):
            continue
        others = [(pick, getattr(case.step_recommendations[pick.step.id], which)) for pick in picks]
        rows = [(pick, other) for pick, other in others if other is not None and other.id != pick.result.id]
        if rows:
            yield [pick for pick, _ in rows], [other for _, other in rows]


@rule("not-recommended", "warning", order=130, section="rationale", mend=PROSE)
def not_recommended(case: Case) -> Found:
    """Another default than the recommended one, without a reason."""
    if not case.rationale_empty:
        return
    for picks, others in _passed_over(case, "default"):
        told = listed(
            f"{name(best)} ranks first{case.inside([pick.step])}" for pick, best in zip(picks, others, strict=True)
        )
        yield picks[0].where, f"{told}, not {name(picks[0].result)}; write into the rationale why."


@rule("close-call", "info", order=140, section="rationale", mend=PROSE)
def close_call(case: Case) -> Found:
    """The first two are too close for the score to decide, and nobody wrote what did."""
    if case.recommendation.close_call and case.rationale_empty:
        first, second = [one for one in eligible(case.ranking) if case.plays_all(one)][:2]
        yield "records", f"{name(first)} and {name(second)} are close; write into the rationale what decides."


@rule("dearer-than-needed", "warning", order=280, section="rationale", mend=PROSE)
def dearer_than_needed(case: Case) -> Found:
    """Something cheaper passes, and nobody wrote why it is not taken."""
    if not case.rationale_empty:
        return
    for picks, others in _passed_over(case, "cheapest_passing"):
        told = []
        for pick, least in zip(picks, others, strict=True):
            mine, theirs = pick.assessed.cost.monthly, least.steps[pick.step.id].cost.monthly
            if mine is None or theirs is None:
                apart = "what it costs is unknown"
            elif above(mine, theirs):
                apart = f"it costs {usd(mine - theirs)} a month more in all"
            elif above(theirs, mine):
                apart = f"its successes cost more, although its month costs {usd(theirs - mine)} less"
            else:
                apart = "a month costs the same, and more of the other's requests succeed"
            told.append(
                f"{name(least)} passes and is the cheapest{case.inside([pick.step])}, not {name(pick.result)}: {apart}"
            )
        yield picks[0].where, f"{'; '.join(told)}; write into the rationale why."


@rule("waiting-candidate", "warning", order=250, section="rationale", mend=THERE)
def waiting_candidate(case: Case) -> Found:
    """A candidate that only lacks answers scores clearly above the default of a step."""
    ahead: dict[str, list[tuple[float, Placed, AssignedChoice]]] = {}
    for pick in case.defaults:
        own = pick.assessed.score.middle
        for place in case.step_places[pick.step.id]:
            score = place.score.middle
            if place.standing.status != "needs_check" or own is None or score is None:
                continue
            if above(lead := score - own, WAITING_POINTS):
                ahead.setdefault(place.id, []).append((lead, place, pick))
    for rows in ahead.values():
        result = rows[0][1].result
        lead = max(lead for lead, _, _ in rows)
        lacking = sorted({check for _, place, _ in rows for check in place.standing.unknown})
        yield (
            case.where(result),
            f"{name(result)} scores {plain(lead)} points above the default{case.inside(pick.step for *_, pick in rows)}"
            f" and waits for {case.checks(lacking)}; answer that first.",
        )


@rule("assumed-against-measured", "warning", order=240, section="evaluation", mend=THERE)
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


@rule("reasoning-for-routine", "warning", order=150, section="task_fit", mend=THERE)
def reasoning_for_routine(case: Case) -> Found:
    """A reasoning model chosen for a step that is routine."""
    routine = [
        pick
        for pick in case.picks
        if pick.step.use_case is not None
        and TASK_FIT[pick.step.use_case].reasoning == "no"
        and pick.result.candidate.size_class == "reasoning"
    ]
    for picks in by_candidate(routine):
        steps = list(dict.fromkeys(f"“{pick.step.name}”" for pick in picks))
        are = agreeing(len(steps), "is", "are")
        yield (
            picks[0].where,
            f"{name(picks[0].result)} is a reasoning model, and {listed(steps)} {are} routine; "
            "a smaller one is enough.",
        )


@rule("deprecated", "error", order=200, section="migration", mend=THERE)
def deprecated(case: Case) -> Found:
    """A choice that is being withdrawn."""
    for pick, *_ in by_candidate(case.picks):
        candidate, offering = pick.result.candidate, case.offering(pick.result)
        ends_on = candidate.ends_on or (offering.ends_on if offering else None)
        if ends_on or candidate.deprecated or (offering and offering.deprecated):
            what = "is deprecated"
            if ends_on:
                what = f"ended on {ends_on}" if ends_on < case.today else f"ends on {ends_on}"
            if not candidate.deprecated and not candidate.ends_on:
                what = f"{what} according to the catalogue"
            yield pick.where, f"{name(pick.result)} {what}; choose what replaces it."


@rule("no-spare-replica", "info", order=270, section="operational_burden", mend=THERE)
def no_spare_replica(case: Case) -> Found:
    """A self-hosted choice with nothing to take over when its machine fails."""
    under = assigned_machines(case.workspace.scenario.limits, case.assignment)
    for pick, *_ in by_candidate(case.picks):
        if pick.result.candidate.self_hosted and under[pick.result.id].replicas == 1:
            yield (
                pick.where,
                f"{name(pick.result)} runs on one replica; set its least replicas to 2 to survive the loss of one.",
            )


@rule("no-upkeep", "warning", order=420, section="operational_burden", mend=THERE)
def no_upkeep(case: Case) -> Found:
    """A self-hosted choice that nobody's time is counted for."""
    for pick, *_ in by_candidate(case.picks):
        candidate = pick.result.candidate
        if candidate.self_hosted and (candidate.hosting is None or not candidate.hosting.engineering_hours):
            key = ".engineering_hours" if candidate.hosting else ""
            yield (
                f"{case.where(pick.result)}.hosting{key}",
                f"{name(pick.result)} is self-hosted and no engineer's hours are counted; "
                "add the hours a month that running it takes.",
            )


# --- the assignment against the limits of the whole ----------------------------------------------------------------


def _limits(case: Case, verdict: str, *limits: str) -> Iterator[LimitState]:
    return (state for state in case.limits if state.limit in limits and state.verdict == verdict)


@rule("decision-over-budget", "error", order=320, section="latency_and_cost", mend=THERE)
def decision_over_budget(case: Case) -> Found:
    """What providers and machines are paid passes the budget."""
    for state in _limits(case, "fail", "monthly_budget_usd"):
        yield (
            "scenario.monthly_budget_usd",
            f"The decision's bill of {usd(state.low or 0)} a month passes the budget of {usd(state.target)}; "
            "choose something cheaper, or ask for more.",
        )


@rule("decision-over-task-limit", "error", order=330, section="latency_and_cost", mend=THERE)
def decision_over_task_limit(case: Case) -> Found:
    """A successful task costs more than it may."""
    for state in _limits(case, "fail", "max_cost_per_successful_task_usd"):
        yield (
            "scenario.max_cost_per_successful_task_usd",
            f"A successful task costs {usd(state.low or 0)} as decided, and may cost {usd(state.target)}; "
            "choose something cheaper or more reliable, or change the limit.",
        )


TIMES = {"max_task_ttft_s": "The first token of a task's answer", "max_task_total_s": "A whole task"}


@rule("decision-too-slow", "error", order=340, section="latency_and_cost", mend=THERE)
def decision_too_slow(case: Case) -> Found:
    """A task takes longer than it may, whichever end of the range holds."""
    for state in _limits(case, "fail", *TIMES):
        yield (
            f"scenario.{state.limit}",
            f"{TIMES[state.limit]} takes {_range(state)} as decided, above the limit of {time_limit(state.target)}; "
            "choose something faster, or change the limit.",
        )


@rule("decision-maybe-slow", "warning", order=350, section="latency_and_cost", mend=THERE)
def decision_maybe_slow(case: Case) -> Found:
    """A task may take longer than it may."""
    for state in _limits(case, "unknown", *TIMES):
        if state.low is not None and state.high is not None:
            yield (
                f"scenario.{state.limit}",
                f"{TIMES[state.limit]} takes {_range(state)} as decided, in part above the limit of "
                f"{time_limit(state.target)}; measure whole tasks.",
            )


def _range(state: LimitState) -> str:
    return from_to(seconds(state.low or 0), seconds(state.high or 0), " to ")


@rule("unserved-step", grave_once_proposed, order=360, section="decision", mend=CHOICE)
def unserved_step(case: Case) -> Found:
    """A step without a default, or with one that does not play it."""
    served = {pick.step.id for pick in case.defaults}
    for index, step in enumerate(case.workspace.scenario.steps):
        if step.id not in served:
            named = case.by_id.get(case.chosen[step.id].default or "")
            told = f"{name(named)} does not take its role" if named else "nobody was chosen"
            yield f"scenario.steps[{index}]", f"“{step.name}” is served by nobody: {told}; choose a default for it."
