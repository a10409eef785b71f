"""When a record must be reopened.

A trigger can be due only once its record is accepted; until then it is listed as waiting. Judged here is what the
workspace itself knows: the figures of the day of acceptance are those observed by then, today's are those in force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from shortlist.core.candidate import Candidate
from shortlist.core.decision import choices
from shortlist.core.evaluation import Evaluation, measured
from shortlist.core.figures import Figures
from shortlist.core.judging import CandidateResult
from shortlist.core.metrics import PRICE_METRICS
from shortlist.core.ranking import dominates
from shortlist.core.record import Record, Trigger
from shortlist.core.wording import count, listed, percent, plain, usd
from shortlist.core.workspace import Workspace


class TriggerState(NamedTuple):
    """Whether a trigger of a record is due, and why or why not."""

    record: int
    kind: str
    due: bool
    message: str


class Review(NamedTuple):
    """What the triggers of one record are judged from."""

    workspace: Workspace
    record: Record
    results: Mapping[str, CandidateResult]
    today: dt.date

    @property
    def chosen(self) -> list[Candidate]:
        """Every candidate that the decision names, once."""
        named = [c for choice in choices(self.workspace).values() for c in (choice.default, choice.fallback)]
        return [self.results[id_].candidate for id_ in dict.fromkeys(named) if id_ is not None]


Answer = tuple[bool, str]


def trigger_states(workspace: Workspace, results: Mapping[str, CandidateResult], today: dt.date) -> list[TriggerState]:
    """The state of every trigger of every record, in the order of the file; `results` by candidate id."""
    rows = []
    for record in workspace.records:
        review = Review(workspace, record, results, today)
        for trigger in record.triggers:
            due, message = _JUDGES[trigger.kind](review, trigger)
            if record.status != "accepted":
                due, message = False, f"The record is {record.status}; triggers start once it is accepted."
            rows.append(TriggerState(record.number, trigger.kind, due, message))
    return rows


def _number(trigger: Trigger) -> float | None:
    return None if isinstance(trigger.value, dt.date) else trigger.value


def _on_date(review: Review, trigger: Trigger) -> Answer:
    day = trigger.value
    if not isinstance(day, dt.date):
        return False, "No day is set."
    return review.today >= day, f"Due on {day}."


def _after_days(review: Review, trigger: Trigger) -> Answer:
    days = _number(trigger)
    if days is None:
        return False, "No number of days is set."
    passed = (review.today - review.record.date).days
    return passed >= days, f"{count(passed, 'day')} since {review.record.date}, due after {days:g}."


def _happened(review: Review, trigger: Trigger) -> Answer:
    day = trigger.happened_on
    if day is None:
        return False, "Has not happened."
    note = f": {trigger.note}" if trigger.note else "."
    return review.today >= day, f"Happened on {day}{note}"


def _volume(review: Review, trigger: Trigger) -> Answer:
    limit = _number(trigger)
    if limit is None:
        return False, "No number of requests is set."
    now = sum(step.usage.requests_per_month or 0 for step in review.workspace.scenario.steps)
    return now >= limit, f"{plain(now)} requests a month, due from {plain(limit)}."


def _deprecation(review: Review, trigger: Trigger) -> Answer:
    ending = [
        f"{c.name} ends on {c.ends_on}" if c.ends_on else f"{c.name} is deprecated"
        for c in review.chosen
        if c.deprecated or c.ends_on
    ]
    return bool(ending), f"{listed(ending)}." if ending else "No chosen candidate is ending."


def _then_and_now(
    review: Review, candidate: Candidate, metric: str, input_tokens: float = 0
) -> tuple[float, float] | None:
    """A figure as it was known on the record's day, and as it is in force now; None where either is unknown."""
    known_then = tuple(o for o in candidate.observations if o.as_of <= review.record.date)
    then = Figures(candidate.model_copy(update={"observations": known_then})).value(metric, input_tokens)
    now = Figures(candidate).value(metric, input_tokens)
    return None if then is None or now is None else (then, now)


def _price_change(review: Review, trigger: Trigger) -> Answer:
    limit = _number(trigger)
    if limit is None:
        return False, "No percentage is set."
    changes = []
    for candidate in review.chosen:
        for metric in PRICE_METRICS:
            pair = _then_and_now(review, candidate, metric)
            # A price that was 0 has changed beyond every percentage once it is not.
            if pair and pair[0] != pair[1] and abs(pair[1] - pair[0]) > limit / 100 * pair[0]:
                changes.append(f"{candidate.name}, {metric.replace('_', ' ')}: {usd(pair[0])} then, {usd(pair[1])} now")
    told = "; ".join(changes) if changes else f"No price of a chosen candidate moved by more than {limit:g} %"
    return bool(changes), f"{told}."


def _quality_drop(review: Review, trigger: Trigger) -> Answer:
    limit = _number(trigger)
    if limit is None:
        return False, "No number of points is set."
    scenario, drops = review.workspace.scenario, []
    for candidate in review.chosen:
        for metric in sorted({scenario.metric_of(step) for step in scenario.steps}):
            pair = _then_and_now(review, candidate, metric)
            if pair and pair[0] - pair[1] >= limit > 0:
                drops.append(f"{candidate.name}, {metric}: {plain(pair[0])} then, {plain(pair[1])} now")
    told = "; ".join(drops) if drops else f"No quality figure fell by {limit:g} points"
    return bool(drops), f"{told}."


def _drift(review: Review, trigger: Trigger) -> Answer:
    worse = [line for step in review.workspace.scenario.steps if (line := _drifted(review, step.id))]
    return bool(worse), f"{'; '.join(worse)}." if worse else "No later evaluation is worse than the accepted one."


def _drifted(review: Review, step: str) -> str | None:
    """The newest run of the step's default against the one known at acceptance, outside that one's interval."""
    default = choices(review.workspace)[step].default
    runs = [r for r in review.workspace.evaluations if r.candidate == default and r.step == step]
    then = _newest([run for run in runs if run.ran_on <= review.record.date])
    now = _newest([run for run in runs if run.ran_on > review.record.date])
    if then is None or now is None:
        return None
    before, after = measured(then), measured(now)
    if before.error_high is None or after.error_rate is None or after.error_rate <= before.error_high:
        return None
    name = review.results[now.candidate].candidate.name
    expected = f"at most {percent(before.error_high)} was to be expected"
    return f"{name} in {step}: {percent(after.error_rate)} errors on {now.ran_on}, {expected}"


def _newest(runs: Sequence[Evaluation]) -> Evaluation | None:
    return max(enumerate(runs), key=lambda row: (row[1].ran_on, row[0]))[1] if runs else None


def _dominated(review: Review, trigger: Trigger) -> Answer:
    default = review.results.get(review.workspace.decision.default or "")
    point = _point(review, default)
    if default is None or point is None:
        return False, "The default has no figures to be compared by."
    better = [
        result.candidate.name
        for result in review.results.values()
        if result.standing.status != "excluded"
        and (other := _point(review, result)) is not None
        and dominates(other, point)
    ]
    what = "in quality, monthly cost and worst latency"
    return bool(better), f"{listed(better)} now beats it {what}." if better else f"Nobody beats it {what}."


def _point(review: Review, result: CandidateResult | None) -> tuple[float, float, float] | None:
    if result is None:
        return None
    quality = result.figures.value(review.workspace.scenario.quality_metric)
    monthly, slowest = result.cost.monthly, result.worst_total_s
    return None if quality is None or monthly is None or slowest is None else (-quality, monthly, slowest)


_JUDGES: dict[str, Callable[[Review, Trigger], Answer]] = {
    "on_date": _on_date,
    "after_days": _after_days,
    "price_change": _price_change,
    "quality_drop": _quality_drop,
    "volume": _volume,
    "deprecation": _deprecation,
    "drift": _drift,
    "dominated": _dominated,
    "compliance": _happened,
    "manual": _happened,
}
