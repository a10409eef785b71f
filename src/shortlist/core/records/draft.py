"""Starter prose for the record: what the figures say, with source and date, and marked places for what only a person
knows.

A draft is a beginning, not a result: every section holds at least one mark, so that none passes for written. The
computed facts stand beside it and are never part of the stored text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from shortlist.core.advice.value_of_information import best_looks, look_words, value_of_information
from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import bullets, count, listed, percent, plain, usd
from shortlist.core.comparison.decided_steps import DecidedStep
from shortlist.core.comparison.ranking import eligible
from shortlist.core.comparison.robustness import Flip
from shortlist.core.document.metrics import index_name, is_quality
from shortlist.core.document.record import trigger_words
from shortlist.core.document.sections import fill_in as ask
from shortlist.core.document.vocabulary import ACCESS
from shortlist.core.document.whole_limits import limits_told
from shortlist.core.records import draft_criteria as criteria
from shortlist.core.records.draft_sentences import Facts, checks_named, cited, known, line, named, numbered, placed
from shortlist.core.records.unproven import to_measure, unproven

SHOWN = 4  # candidates that are named in one sentence
WHY = "what decided, what was given up for it, and who agreed"
MOST_LOOKS = 3
"""Looks that are proposed before launch: those that save most."""


def draft(analysis: Analysis, section: str) -> str:
    """A first text for a section, in Markdown."""
    paragraphs = DRAFTS[section](Facts(analysis))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


# --- the decision -----------------------------------------------------------------------------------------


def _decision(facts: Facts) -> list[str]:
    default, fallback, cost = facts.default, facts.fallback, facts.analysis.decision
    best = facts.analysis.recommendation.default
    if default is None:
        advice = f"; the comparison recommends {placed(best)}" if best else ""
        return [ask(f"who serves the product and who stands in{advice}")]
    if facts.by_step:
        told, price = f"Each step is served by its own model:\n\n{bullets(map(_served, facts.by_step))}", None
    else:
        told = f"{placed(default)} serves the product; {_stands_in(fallback)}."
        price = default.figures.observation("output_price")
    bill = (
        f"At the assumed traffic the bill is {known(cost.bill, usd)} a month, and a successful task costs "
        f"{known(cost.per_successful_task, usd)} with the work of people and the damage of errors"
    )
    return [
        told,
        f"{cited(bill, price)}.",
        f"The decision takes effect {ask('from when, and what has to happen before')}.",
    ]


def _served(one: DecidedStep) -> str:
    """Who serves a step, and who stands in."""
    name = f"“{line(one.step.name)}”"
    if one.default is None:
        return f"{name}: {ask('who serves it')}"
    return f"{name}: {placed(one.default)}; {_stands_in(one.fallback)}."


def _stands_in(fallback: CandidateResult | None) -> str:
    if fallback is None:
        return ask("who stands in when it fails")
    return f"{placed(fallback)} stands in"


def _context(facts: Facts) -> list[str]:
    scenario = facts.scenario
    requests = sum(step.usage.requests_per_month or 0 for step in scenario.steps)
    steps = [
        f"{line(step.name)}: {step.usage.requests_per_month or 0:,.0f} requests a month" for step in scenario.steps
    ]
    limits = f"Limits: {ask('what it may cost, and who says so')}."
    if told := limits_told(scenario):
        limits = f"The limits are {listed(told)}."
    where = f", processed in {listed(scenario.regions)}" if scenario.regions else ""
    return [
        ask("what the product is, in the words of those who use it, and why it is decided now"),
        f"It handles {facts.analysis.task.monthly:,.0f} tasks a month, {requests:,.0f} requests in "
        f"{count(len(scenario.steps), 'step')}:",
        bullets(steps),
        limits,
        f"The data is {scenario.data_sensitivity}{where}. The team has {facts.experience} experience with serving "
        f"models. {ask('who confirmed these assumptions, and when')}",
    ]


def _candidates(facts: Facts) -> list[str]:
    if not facts.analysis.ranking:
        return [ask("who is compared, and how these were found")]
    lines = []
    for result in facts.analysis.ranking:
        one, standing = result.candidate, result.standing
        why = checks_named(standing.blocked_by or standing.unknown)
        state = {
            "eligible": "eligible",
            "excluded": f"excluded: {why}",
            "needs_check": f"still open: {why}",
            "no_step": "plays no step",
        }
        told = f"{placed(result)}, {ACCESS[one.access].name}: {facts.prices(result)}"
        if one.self_hosted:
            told = f"{placed(result)}: bill {known(result.cost.bill, usd)} a month"
        lines.append(f"{told}; {state[standing.status]}.")
    return [bullets(lines), ask("who was left out, and why; how the candidates were found")]


def _rationale(facts: Facts) -> list[str]:
    analysis, default = facts.analysis, facts.default
    if facts.by_step:
        return [bullets(_step_order(facts, one) for one in facts.by_step), ask(WHY)]
    ranking = [result for result in analysis.ranking if result.standing.status == "eligible"]
    if not ranking:
        waiting = [result for result in facts.analysis.ranking if result.standing.status == "needs_check"]
        if not waiting:
            return [ask("why this one, while nobody passes every check that must be passed")]
        first = waiting[0]
        return [
            f"Nobody passes every check yet. By score the order is {_order(waiting)}; open for {named(first)}: "
            f"{checks_named(first.standing.unknown)}.",
            *_differences(facts),
            ask("why this one is chosen before that is known, what was given up for it, and who agreed"),
        ]
    paragraphs = [
        " ".join([_lead(facts, ranking), *_nearest_flip(facts, analysis.flips)]),
        *_differences(facts),
        ask(WHY),
    ]
    if default is None:
        paragraphs.append(ask("who was chosen"))
    return paragraphs


def _nearest_flip(facts: Facts, flips: Iterable[Flip]) -> list[str]:
    """The smallest change of a weight that turns the order, as a sentence; none where none does."""
    flip = min(flips, key=lambda flip: abs(flip.share_at_flip - flip.share_now), default=None)
    if flip is None:
        return []
    return [
        f"If {flip.column.replace('_', ' ')} counted {percent(flip.share_at_flip)} instead of "
        f"{percent(flip.share_now)}, {named(facts.analysis.by_id[flip.new_first])} would draw level."
    ]


def _step_order(facts: Facts, one: DecidedStep) -> str:
    """The order of the eligible within a step, what would turn it, and where the choice is another than the first."""
    analysis, step = facts.analysis, one.step.id
    able = eligible(analysis.step_places[step])
    name = f"“{line(one.step.name)}”"
    if not able:
        return f"{name}: nobody is eligible; {ask('why this one is chosen all the same')}"
    scores = listed(f"{named(place.result)} ({known(place.score.middle, plain)})" for place in able[:SHOWN])
    order = f"the order is {scores}" if len(able) > 1 else f"{scores} is the only eligible candidate"
    told = [f"{name}: {order}.", *_nearest_flip(facts, analysis.step_flips[step])]
    if one.default is not None and one.default.id != able[0].id:
        told.append(f"{named(one.default)} is chosen; {ask(f'why {named(able[0].result)} is not')}.")
    return " ".join(told)


def _lead(facts: Facts, ranking: Sequence[CandidateResult]) -> str:
    """The order by score and how firm its first place is; of an only one no order, but against whom it stands."""
    if len(ranking) == 1:
        others = [one for one in facts.analysis.ranking if one is not ranking[0]]
        told = listed(f"{named(one)} ({_score(one)}, {_standing(one)})" for one in others[:SHOWN])
        more = ""
        if len(others) > SHOWN:
            more = f", and {count(len(others) - SHOWN, 'other')} that may not be chosen"
        alone = f"{named(ranking[0])} ({_score(ranking[0])} points) is the only eligible candidate"
        if not others:
            return f"{alone}, and nobody else is compared."
        return f"{alone}: what must be passed decides, not the score. Beside it stand {told}{more}."
    lead = percent(facts.analysis.first_rank_shares[ranking[0].id])
    first = f"{named(ranking[0])} comes first under {lead} of all possible weightings"
    return f"By score the order is {_order(ranking)}. {first}."


def _score(result: CandidateResult) -> str:
    return known(result.score.middle, plain)


def _standing(result: CandidateResult) -> str:
    """Why a candidate may not be chosen, or not yet."""
    standing = result.standing
    words = checks_named(standing.blocked_by or standing.unknown)
    return f"excluded by {words}" if standing.status == "excluded" else f"still open: {words}"


def _order(ranking: Sequence[CandidateResult]) -> str:
    return listed(f"{named(one)} ({_score(one)})" for one in ranking[:SHOWN])


def _differences(facts: Facts) -> list[str]:
    """Where the choice is not what the comparison says, the sentence that asks why."""
    default, advice = facts.default, facts.analysis.recommendation
    if default is None:
        return []
    told = []
    if advice.default is not None and advice.default.id != default.id:
        told.append(f"The comparison recommends {named(advice.default)}; {ask('why it is not taken')}.")
    cheapest = advice.cheapest_passing
    if cheapest is not None and cheapest.id != default.id:
        mine, least = default.cost.monthly, cheapest.cost.monthly
        what = "costs less for a successful task"
        if mine is not None and least is not None and mine > least:
            what = f"costs {usd(mine - least)} a month less in all"
        told.append(f"{named(cheapest)} passes as well and {what}; {ask('what the difference buys')}.")
    fallback = facts.fallback
    if fallback is not None and advice.fallback is not None and fallback.id != advice.fallback.id:
        told.append(f"{named(fallback)} stands in and not {named(advice.fallback)}; {ask('why')}.")
    return told


# --- the leaderboard, and what is left --------------------------------------------------------------------


def _showed(facts: Facts) -> list[str]:
    groups: dict[tuple[str, str, str, str], list[tuple[float, str]]] = {}
    for result in facts.analysis.ranking:
        for one in result.in_force():
            if is_quality(one.metric):
                key = (index_name(one.metric), line(one.source), line(one.version), one.as_of.isoformat())
                groups.setdefault(key, []).append((one.value, named(result)))
    paragraphs = []
    for (index, source, version, day), rows in groups.items():
        figures = ", ".join(f"{name} {plain(value)}" for value, name in sorted(rows, reverse=True))
        origin = ", ".join(word for word in (source or "no source", version, index, day) if word)
        paragraphs.append(f"{origin}: {figures}.")
    return [
        *(paragraphs or ["No leaderboard figure is recorded."]),
        ask("what you take from these figures, and what the index is made of"),
    ]


def _could_not_prove(facts: Facts) -> list[str]:
    return [bullets(unproven(facts.analysis)), ask("what else of your product no index measures: tone, languages …")]


def _before_launch(facts: Facts) -> list[str]:
    """What is to be measured, and what would settle the choice: whom to look at, what that costs, what it saves."""
    telling = [look for look in best_looks(value_of_information(facts.analysis)) if look.saves_usd > 0][:MOST_LOOKS]
    looks = [line(look_words(facts.analysis, look)) for look in telling]
    last = ask("what else must hold before launch, who does it, and by when")
    return [numbered([*to_measure(facts.analysis), *looks, last])]


def _risks(facts: Facts) -> list[str]:
    lines = []
    if facts.default is not None:
        defaults = {one.default.id: one.default for one in facts.analysis.decided if one.default is not None}
        who = " or ".join(map(named, defaults.values()))
        lines.append(f"The provider changes or withdraws {who}: {ask('who notices, and what happens then')}.")
    rate = facts.scenario.task.usage.error_rate
    if rate:
        worse = percent(min(1.0, 2 * rate))
        lines.append(
            f"Wrong answers come to {worse} instead of the assumed {percent(rate)}: {ask('who notices, and how soon')}."
        )
    lines.append(f"The traffic is another than assumed: {ask('from which volume on the choice would change')}.")
    return [bullets(lines), ask("what can go wrong that no figure shows")]


def _review(facts: Facts) -> list[str]:
    record = facts.analysis.workspace.record
    when = ask("after how many days, at most")
    if record is not None and record.triggers:
        when = f"This decision is reopened by: {'; '.join(map(trigger_words, record.triggers))}."
    return [when, ask("who looks at it, and what they compare it with")]


DRAFTS: dict[str, Callable[[Facts], list[str]]] = {
    "decision": _decision,
    "context": _context,
    "task_fit": criteria.task_fit,
    "candidates": _candidates,
    "evaluation": criteria.evaluation,
    "latency_and_cost": criteria.latency_and_cost,
    "context_needs": criteria.context_needs,
    "output_reliability": criteria.output_reliability,
    "privacy_and_licence": criteria.privacy_and_licence,
    "operational_burden": criteria.operational_burden,
    "migration": criteria.migration,
    "rationale": _rationale,
    "leaderboard_showed": _showed,
    "leaderboard_could_not_prove": _could_not_prove,
    "before_launch": _before_launch,
    "risks": _risks,
    "review": _review,
}
"""What drafts each section, as paragraphs."""


# --- against what is there --------------------------------------------------------------------------------


class DraftLine(NamedTuple):
    """A line of a comparison: kept, gone or new."""

    sign: Literal[" ", "-", "+"]
    text: str


def line_difference(old: str, new: str) -> list[DraftLine]:
    """What replacing a text by another one would change, line by line."""
    before, after = old.split("\n"), new.split("\n")
    lines: list[DraftLine] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [DraftLine(" ", text) for text in before[i1:i2]]
        else:
            lines += [DraftLine("-", text) for text in before[i1:i2]] + [DraftLine("+", text) for text in after[j1:j2]]
    return lines
