"""Why not this one? What would have to change, one thing at a time, for a candidate to be recommended first.

Every answer is found by judging the candidate again with that one thing changed: the others' scores do not depend on
it. What acts in one direction is searched by bisection; the weights are solved exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import listed, percent, plain
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.ranking import eligible, rank_key
from shortlist.core.comparison.robustness import LEVEL, counting, shares
from shortlist.core.document.candidate import Candidate, Hosting, Observation
from shortlist.core.document.checklist import Answer, asked_once
from shortlist.core.document.metrics import PRICE_METRICS, index_name
from shortlist.core.document.scenario import UsageFigures

STEPS = 40  # halvings of a search: twelve digits
HIGHEST_FACTOR = 10.0  # how far a figure that should rise is raised before it is given up
LOWEST_FACTOR = 1e-6
Wins = Callable[[Candidate], bool]


class _Lever(NamedTuple):
    """A thing that is changed by a factor alone: how far it is tried, and the sentence that says how much it takes."""

    id: str
    at: Callable[[float], Candidate]
    far: float
    told: Callable[[float], str]


class Change(NamedTuple):
    """One thing that would make a candidate the first: what it is, and the sentence that says how much."""

    lever: str
    sentence: str


class WhyNot(NamedTuple):
    """What stands between a candidate and the first place."""

    candidate: str
    first: str | None
    """The recommended default; None where nobody is eligible."""
    held_by: tuple[str, ...]
    """The `must` checks that it fails or that nobody has answered."""
    changes: tuple[Change, ...]
    """Each is enough by itself."""


def why_not(analysis: Compared, id_: str) -> WhyNot:
    """What would have to change for a candidate to be first, of all steps or of one; nothing for the one that is."""
    result = analysis.by_id[id_]
    first = analysis.recommendation.default
    held = (*result.standing.blocked_by, *result.standing.unknown)
    if first is not None and first.id == id_:
        return WhyNot(id_, id_, (), ())
    return WhyNot(id_, first.id if first else None, held, tuple(_changes(analysis, result)))


class WhyNotThere(NamedTuple):
    """What stands between a candidate and the first place in a step that it plays."""

    step: str
    rank: int
    of: int
    """How many play the step."""
    why: WhyNot


class WhyNotAnywhere(NamedTuple):
    """The same for each of its steps, and for all of them at once."""

    candidate: str
    steps: tuple[WhyNotThere, ...]
    whole: WhyNot
    """Of no use where it does not play every step: nothing could make it the first of those who do."""
    plays_all: bool


def why_not_anywhere(analysis: Analysis, id_: str) -> WhyNotAnywhere:
    """What would have to change for a candidate to be first, in each step that it plays and for all of them."""
    result = analysis.by_id[id_]
    steps = tuple(
        WhyNotThere(
            step.id,
            analysis.step_ranks[step.id][id_],
            len(analysis.step_places[step.id]),
            why_not(analysis.on(step.id), id_),
        )
        for step in analysis.scenario.steps
        if step.id in result.steps
    )
    return WhyNotAnywhere(id_, steps, why_not(analysis, id_), len(steps) == len(analysis.scenario.steps))


def _changes(analysis: Compared, result: CandidateResult) -> Iterator[Change]:
    assess = analysis.assessing()
    rivals = [place.result for place in eligible(analysis.places) if place.id != result.id]
    best, steps = min(map(rank_key, rivals), default=None), len(analysis.steps)

    def wins(candidate: Candidate) -> bool:
        """Whether it would play every step as it is changed, and rank before every other eligible one that does."""
        changed = assess(candidate)
        able = changed.standing.status == "eligible" and len(changed.steps) == steps
        return able and (best is None or rank_key(changed) < best)

    for lever in _levers(analysis, result.candidate):
        factor = _factor(lever.at, wins, lever.far)
        if factor is not None:
            yield Change(lever.id, lever.told(factor))
    yield from _answers(analysis, result, wins)
    yield from _weights(analysis, result)


def _factor(change: Callable[[float], Candidate], wins: Wins, far: float) -> float | None:
    """The factor nearest to 1 between 1 and the far end at which the candidate wins; None where it never does."""
    if not wins(change(far)):
        return None
    near = 1.0
    for _ in range(STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if wins(change(middle)) else (middle, far)
    return far


def _scaled(candidate: Candidate, metrics: Callable[[str], bool], factor: float) -> Candidate:
    """The candidate with every observation of some metrics multiplied."""

    def one(observation: Observation) -> Observation:
        if not metrics(observation.metric):
            return observation
        return observation.model_copy(update={"value": observation.value * factor})

    return candidate.model_copy(update={"observations": tuple(map(one, candidate.observations))})


def _levers(analysis: Compared, candidate: Candidate) -> Iterator[_Lever]:
    """What may be changed of a candidate: its prices or its machines, its quality, its speed, its errors."""
    hosting, own = candidate.hosting, analysis.by_id[candidate.id]
    if not candidate.self_hosted:
        prices = partial(_scaled, candidate, PRICE_METRICS.__contains__)
        yield _Lever("price", prices, 0, lambda factor: f"its prices fell by {percent(1 - factor)}")
    elif hosting is not None and hosting.gpu_hour_usd:
        rented = partial(_rented, candidate, hosting, hosting.gpu_hour_usd)
        yield _Lever("machines", rented, 0, lambda factor: f"a GPU hour cost {percent(1 - factor)} less")
    scenario = analysis.workspace.scenario
    metrics = {scenario.metric_of(step) for step in analysis.steps if step.needs.min_quality is not None}
    known = {metric: value for metric in sorted(metrics) if (value := own.figures.value(metric))}
    if known:
        better = partial(_scaled, candidate, known.__contains__)
        yield _Lever("quality", better, HIGHEST_FACTOR, partial(_quality_told, known))
    sooner = partial(_sooner, candidate)
    yield _Lever("latency", sooner, LOWEST_FACTOR, lambda factor: f"it answered in {percent(factor)} of the time")
    rates: dict[str, float] = {}
    for id_, step in own.steps.items():
        facts, rate = step.serving.measured, step.serving.use.error_rate
        if rate and (facts is None or facts.error_rate is None):
            rates[id_] = rate
    if rates:
        rarer = partial(_wrong, candidate, rates)
        yield _Lever("errors", rarer, 0, lambda factor: f"it made {percent(1 - factor)} fewer unnoticed errors")


def _rented(candidate: Candidate, hosting: Hosting, rent: float, factor: float) -> Candidate:
    """The candidate with the rent of its GPUs multiplied."""
    return candidate.model_copy(update={"hosting": hosting.model_copy(update={"gpu_hour_usd": rent * factor})})


def _quality_told(known: Mapping[str, float], factor: float) -> str:
    told = listed(f"{index_name(metric)} {plain(value * factor)}" for metric, value in known.items())
    return f"its quality rose by {percent(factor - 1)}, to {told}"


def _sooner(candidate: Candidate, factor: float) -> Candidate:
    """The candidate answering in a part of the time."""
    return _scaled(_scaled(candidate, "ttft".__eq__, factor), "output_speed".__eq__, 1 / factor)


def _wrong(candidate: Candidate, rates: Mapping[str, float], factor: float) -> Candidate:
    """The candidate with its rates of errors, by step, multiplied."""
    usage = dict(candidate.usage)
    for step, rate in rates.items():
        own = usage.get(step)
        told = own.model_dump(exclude_unset=True) if own else {}
        usage[step] = UsageFigures(**{**told, "error_rate": rate * factor})
    return candidate.model_copy(update={"usage": usage})


def _answers(analysis: Compared, result: CandidateResult, wins: Wins) -> Iterator[Change]:
    """Every unknown `must` answered with a pass."""
    unknown = [check for check in result.standing.unknown if not asked_once(check)]
    if result.standing.status != "needs_check" or len(unknown) < len(result.standing.unknown):
        return
    passed = tuple(Answer(check=check, verdict="pass") for check in unknown)
    candidate = result.candidate
    if wins(candidate.model_copy(update={"answers": (*candidate.answers, *passed)})):
        yield Change("answers", f"{listed(unknown)} turned out to be met")


def _weights(analysis: Compared, result: CandidateResult) -> Iterator[Change]:
    """For each counting column the share nearest to today's at which the candidate leads, the rest in proportion."""
    able = eligible(analysis.places)
    rivals = [place for place in able if place.id != result.id]
    if len(rivals) == len(able):
        return
    columns = counting(result)
    now = shares(columns, analysis.workspace.scenario.weights)
    for column in columns:
        rest = 1 - now[column]
        if rest <= LEVEL:
            continue
        low, high = 0.0, 1.0
        for rival in rivals:
            ahead = (result.columns[column].value or 0.0) - (rival.columns[column].value or 0.0)
            behind = sum(
                now[other] * ((rival.columns[other].value or 0.0) - (result.columns[other].value or 0.0)) / rest
                for other in columns
                if other != column
            )
            low, high = _narrowed(low, high, ahead, behind)
        if low < high and not low < now[column] < high:
            share = low if now[column] <= low else high
            name = column.replace("_", " ")
            yield Change("weight", f"{name} counted {percent(share)} instead of {percent(now[column])}")


def _narrowed(low: float, high: float, ahead: float, behind: float) -> tuple[float, float]:
    """The shares t with t·ahead ≥ (1−t)·behind, within what is left."""
    slope = ahead + behind
    if slope > 0:
        return max(low, behind / slope), high
    if slope < 0:
        return low, min(high, behind / slope)
    return (low, high) if behind <= 0 else (1.0, 0.0)
