"""When a record must be reopened.

A trigger can be due only while its record is in force; until then it is listed as waiting. Old figures are those that
were frozen on acceptance, new ones those of the workspace and of today's catalogue. What cannot be judged is told,
never taken for quiet.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.tolerance import above, at_least
from shortlist.core.basics.words import count, listed, percent, plain, seconds, then_now, usd
from shortlist.core.comparison.ranking import dominates, lower_is_better
from shortlist.core.document.accepted import in_force, kept
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Evaluation, wilson
from shortlist.core.document.offering import Catalogue, Offering
from shortlist.core.document.record import BY_HAND, Record, Trigger
from shortlist.core.document.scenario import Scenario
from shortlist.core.document.shutdown import NOTICE_DAYS, ends_words, is_bound
from shortlist.core.document.workspace import Workspace, choices
from shortlist.core.review.evidence_then_now import Replay, Review
from shortlist.core.review.filed_records import Event, Filed
from shortlist.core.review.price_change import moves, unpriced
from shortlist.core.service.figures import Figures
from shortlist.core.service.task import task_of

SLOWER = 1.2
"""A later run that takes so many times as long has drifted."""


class TriggerState(NamedTuple):
    """Whether a trigger of a record is due, and why or why not."""

    record: int
    kind: str
    due: bool
    message: str
    unchecked: tuple[str, ...] = ()
    """What could not be judged, and why."""
    about: tuple[str, ...] = ()
    """The candidates that it speaks of, by id; empty where it speaks of the whole."""
    due_on: dt.date | None = None
    """The day from which it is due, where a day decides; of several the first."""

    @property
    def data(self) -> dict[str, Any]:
        """The same as plain data, for another program."""
        return {**self._asdict(), "due_on": None if self.due_on is None else self.due_on.isoformat()}


class TriggerAssessment(NamedTuple):
    """What a trigger's judge found."""

    due: bool
    message: str
    unchecked: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    due_on: dt.date | None = None


def trigger_states(
    workspace: Workspace,
    results: Mapping[str, CandidateResult],
    today: dt.date,
    catalogue: Catalogue | None,
    filed: Mapping[int, Filed] | None,
    replay: Replay,
) -> list[TriggerState]:
    """The state of every trigger of every record, in the order of the file; `results` by candidate id.

    `replay` gives the results of a frozen record's own day: this room judges, and analyses nothing itself.
    """
    rows = []
    for record in workspace.records:
        found = (filed or {}).get(record.number, Filed(None))
        trusted = None
        if found.problem is None and in_force(workspace, record):
            trusted = found.frozen
        review = Review(workspace, record, results, today, replay, catalogue, trusted)
        events = {event.trigger: event for event in found.events}
        for place, written in enumerate(record.triggers):
            event = events.get(place)
            trigger = _since(written, event)
            if in_force(workspace, record):
                answer = _ASSESSORS[trigger.kind](review, trigger)
            else:
                answer = TriggerAssessment(False, not_watched(record))
            rows.append(TriggerState(record.number, trigger.kind, *_corrected(answer, event)))
    return rows


def not_watched(record: Record) -> str:
    """Why nothing reopens a decision that is not in force, in a sentence."""
    if kept(record):
        return f"The record is {record.status}, so nothing is watched any more."
    if record.status == "rejected":
        return "The record is rejected, so nothing is watched."
    return f"The record is {record.status}; triggers start once it is accepted."


def _since(trigger: Trigger, event: Event | None) -> Trigger:
    """The trigger with what was noted to have happened since its record was accepted."""
    if event is None or event.taken_back or trigger.kind not in BY_HAND:
        return trigger
    return trigger.model_copy(update={"happened_on": event.date, "note": event.note or trigger.note})


def _corrected(answer: TriggerAssessment, event: Event | None) -> TriggerAssessment:
    """What was noted by mistake is told with who took it back."""
    if event is None or not event.taken_back or answer.due:
        return answer
    told = f"Has not happened: what was noted was taken back on {event.date}"
    if event.by:
        told += f" by {listed(event.by)}"
    return answer._replace(message=f"{told}: {event.note}" if event.note else f"{told}.")


def _number(trigger: Trigger) -> float | None:
    return None if isinstance(trigger.value, dt.date) else trigger.value


def _unset(what: str) -> TriggerAssessment:
    told = f"No {what} is set."
    return TriggerAssessment(False, told, (told,))


Of = tuple[str, str]
"""Of which candidate something was found, by id, and what."""


def _found(lines: Sequence[Of], quiet: str, unchecked: Sequence[str | None] = ()) -> TriggerAssessment:
    """Due where anything was found; what could not be judged is told apart."""
    told = f"{'; '.join(dict.fromkeys(line for _, line in lines))}." if lines else quiet
    about = tuple(dict.fromkeys(id_ for id_, _ in lines))
    return TriggerAssessment(bool(lines), told, tuple(f"{line}." for line in unchecked if line), about)


def _on_date(review: Review, trigger: Trigger) -> TriggerAssessment:
    day = trigger.value
    if not isinstance(day, dt.date):
        return _unset("day")
    return TriggerAssessment(review.today >= day, f"Due on {day}.", due_on=day)


def _after_days(review: Review, trigger: Trigger) -> TriggerAssessment:
    days = _number(trigger)
    if days is None:
        return _unset("number of days")
    passed = (review.today - review.record.date).days
    told = f"{count(passed, 'day')} since {review.record.date}, due after {days:g}."
    return TriggerAssessment(passed >= days, told, due_on=_later(review.record.date, math.ceil(days)))


def _later(day: dt.date, days: int) -> dt.date | None:
    """A day so many days later, or earlier; None beyond the calendar."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def _happened(review: Review, trigger: Trigger) -> TriggerAssessment:
    day = trigger.happened_on
    if day is None:
        return TriggerAssessment(False, "Has not happened.")
    note = f": {trigger.note}" if trigger.note else "."
    return TriggerAssessment(review.today >= day, f"Happened on {day}{note}", due_on=day)


def _volume(review: Review, trigger: Trigger) -> TriggerAssessment:
    limit = _number(trigger)
    if limit is None:
        return _unset("number of tasks")
    now = task_of(review.workspace.scenario).monthly
    told = f"{plain(now)} tasks a month"
    if review.frozen is not None:
        told = f"{plain(task_of(review.decided.scenario).monthly)} tasks a month then, {plain(now)} now"
    return TriggerAssessment(at_least(now, limit), f"{told}, due from {plain(limit)}.")


# --- prices, ends, quality ----------------------------------------------------------------------------------


def _price_change(review: Review, trigger: Trigger) -> TriggerAssessment:
    limit = _number(trigger)
    if limit is None:
        return _unset("percentage")
    lines = [(c.id, move.sentence) for c in review.chosen for move in moves(review, c) if move.beyond(limit)]
    quiet = f"No price of a chosen candidate moved by more than {limit:g} %."
    return _found(lines, quiet, [unpriced(review, candidate) for candidate in review.chosen])


def _deprecation(review: Review, trigger: Trigger) -> TriggerAssessment:
    """Due so many days before an end; of a deprecation without a day at once, unless it was known on acceptance."""
    days = _number(trigger)
    notice = NOTICE_DAYS if days is None else math.ceil(days)
    signs = [sign for candidate in review.chosen for sign in _signs(review, candidate, notice)]
    quiet = "No chosen candidate is ending."
    if signs:
        quiet = f"{'; '.join(dict.fromkeys(sign.line for sign in signs))}; due {count(notice, 'day')} before."
    unmatched = [review.unmatched(candidate) for candidate in review.chosen]
    assessed = _found([(sign.candidate, sign.line) for sign in signs if sign.due], quiet, unmatched)
    first = min((sign.due_on for sign in signs if sign.due_on is not None), default=None)
    return assessed._replace(due_on=first)


class Sign(NamedTuple):
    """That a chosen candidate is ending: in words, whether that reopens the decision, and from which day on."""

    candidate: str
    line: str
    due: bool
    due_on: dt.date | None


def _signs(review: Review, candidate: Candidate, notice: int) -> Iterator[Sign]:
    """How a candidate is ending, by the workspace and by the catalogue."""
    own, kept, offering = review.current(candidate), review.offering_then(candidate), review.offering_now(candidate)
    sources: list[tuple[str, Candidate | Offering | None, Candidate | Offering | None]] = [
        ("", candidate if review.frozen else None, own),
        (" in the catalogue", kept, offering),
    ]
    for where, before, now in sources:
        if now is None:
            continue
        was = f", {_how(before)} then" if before else ""
        if now.ends_on is not None:
            told = f"{candidate.name}: {ends_words(now.ends_on, review.today, _bound(now))}{where}{was}"
            due = (now.ends_on - review.today).days <= notice
            yield Sign(candidate.id, told, due, _later(now.ends_on, -notice))
        elif now.deprecated and (before is None or not before.deprecated):
            yield Sign(candidate.id, f"{candidate.name}: deprecated{where}{was}", True, None)


def _bound(offered: Candidate | Offering) -> bool:
    """Whether the day of an end is one before which it does not end."""
    if isinstance(offered, Offering):
        return offered.ends_earliest
    return offered.ends_on is not None and is_bound(offered.notes, offered.ends_on)


def _how(offered: Candidate | Offering) -> str:
    if offered.ends_on:
        return f"ending on {offered.ends_on}"
    return "deprecated" if offered.deprecated else "not"


def _quality_drop(review: Review, trigger: Trigger) -> TriggerAssessment:
    limit = _number(trigger)
    if limit is None:
        return _unset("number of points")
    lines: list[Of] = []
    unknown = []
    for candidate, metric, lower in _assessed_by(review):
        own, name = review.current(candidate), f"{candidate.name}, {metric}"
        then = review.then(candidate).observation(metric)
        now = Figures(own, review.today).observation(metric) if own else None
        if then is None:
            unknown.append(f"{name}: no figure then")
        elif now is None:
            unknown.append(f"{name}: no figure now")
        elif then.version != now.version:
            versions = then_now(then.version or "no version", now.version or "no version")
            unknown.append(f"{name}: index changed, not judged ({versions})")
        else:
            lost = now.value - then.value if lower else then.value - now.value
            if lost > 0 and at_least(lost, limit):
                lines.append((candidate.id, f"{name}: {then_now(plain(then.value), plain(now.value))}"))
    return _found(lines, f"No quality figure fell by {limit:g} points.", unknown)


def _assessed_by(review: Review) -> list[tuple[Candidate, str, bool]]:
    """Who was chosen, with the quality metrics of their steps and whether less of it is better; each once."""
    rows: dict[tuple[str, str], tuple[Candidate, str, bool]] = {}
    for step in review.decided.scenario.steps:
        for id_ in choices(review.decided)[step.id]:
            candidate = review.decided.candidate(id_)
            if candidate is not None and candidate.plays(step):
                metric = review.decided.scenario.metric_of(step)
                rows.setdefault((candidate.id, metric), (candidate, metric, step.needs.lower_is_better))
    return list(rows.values())


# --- the team's own evaluations, and better candidates -----------------------------------------------------


def _drift(review: Review, trigger: Trigger) -> TriggerAssessment:
    lines: list[Of] = []
    unchecked = []
    for step in review.decided.scenario.steps:
        default = choices(review.decided)[step.id].default
        before, after = _runs(review, default, step.id)
        candidate = review.decided.candidate(default)
        if before is None and candidate is not None:
            unchecked.append(f"{candidate.name} in {step.name}: no evaluation was accepted")
        if before is not None and after is not None and candidate is not None:
            worse = _worse(f"{candidate.name} in {step.name}", before, after)
            if before.dataset_sha256 and after.dataset_sha256 not in ("", before.dataset_sha256):
                worse = [f"{told}, on other examples than those accepted" for told in worse]
            lines += [(candidate.id, told) for told in worse]
    return _found(lines, "No later evaluation is worse than the accepted one.", unchecked)


def _runs(review: Review, default: str | None, step: str) -> tuple[Evaluation | None, Evaluation | None]:
    """The run that was accepted and the newest one since, of a step's default."""
    runs = [r for r in review.workspace.evaluations if r.candidate == default and r.step == step]
    if review.frozen is None:
        then = _newest([run for run in runs if run.ran_on <= review.record.date])
        return then, _newest([run for run in runs if run.ran_on > review.record.date])
    known = [r for r in review.decided.evaluations if r.candidate == default and r.step == step]
    then = _newest(known)
    # By the digest too: the file of the rows is called otherwise once the workspace was renamed.
    digests = {run.sha256 for run in known if run.sha256}
    new = [run for run in runs if run not in known and run.sha256 not in digests]
    later = [run for run in new if then is not None and run.ran_on >= then.ran_on]
    return then, _newest(later)


def _newest(runs: Sequence[Evaluation]) -> Evaluation | None:
    return max(enumerate(runs), key=lambda row: (row[1].ran_on, row[0]))[1] if runs else None


def _worse(name: str, then: Evaluation, now: Evaluation) -> list[str]:
    """In what the later run is worse: outside the interval of the accepted one, or slower by more than a fifth."""
    lines = []
    right = wilson(then.successes, then.answered)
    if right is not None and now.answered > 0 and above(right[0], rate := now.successes / now.answered):
        was = percent(then.successes / then.answered)
        lines.append(
            f"{name}: {was} right then, {percent(rate)} on {now.ran_on}, at least {percent(right[0])} "
            "was to be expected"
        )
    if then.invalid_outputs is not None and now.invalid_outputs is not None:
        invalid, rate = wilson(then.invalid_outputs, then.examples), now.invalid_outputs / now.examples
        if invalid is not None and above(rate, invalid[1]):
            was = percent(then.invalid_outputs / then.examples)
            lines.append(
                f"{name}: {was} of the outputs invalid then, {percent(rate)} on {now.ran_on}, at most "
                f"{percent(invalid[1])} was to be expected"
            )
    slow, slower = then.latency_p95_s, now.latency_p95_s
    if slow is not None and slower is not None and above(slower, slow * SLOWER):
        lines.append(f"{name}: 95th percentile {seconds(slow)} then, {seconds(slower)} on {now.ran_on}")
    return lines


def _dominated(review: Review, trigger: Trigger) -> TriggerAssessment:
    """Whether somebody who can take over all that a default plays has come to beat it in all three."""
    better: list[Of] = []
    unknown = []
    served = dict.fromkeys(choice.default for choice in choices(review.decided).values())
    before = review.replay(review.frozen) if review.frozen is not None else {}
    for default in filter(None, served):
        own, then = review.results.get(default), before.get(default)
        if own is None:
            unknown.append("The default is no longer a candidate")
            continue
        point = _point(review.workspace.scenario, own)
        if point is None:
            unknown.append("The default has no figures to be compared by")
            continue
        known = set[str]()
        if then is not None:
            # Who beat it when the record was accepted, and was not chosen all the same.
            known = {result.id for result, _ in _beating(review.decided.scenario, then, before)}
        against = f"{_figures(point)} of {own.candidate.name}"
        better += [
            (default, f"{result.candidate.name}: {_figures(other)} against {against}")
            for result, other in _beating(review.workspace.scenario, own, review.results)
            if result.id not in known
        ]
    if not served.keys() - {None}:
        unknown.append("Nobody was chosen")
    quiet = "Nobody has come to beat the default in quality, monthly cost and worst latency."
    if unknown:
        quiet = f"{unknown[0]}."
    return _found(better, quiet, unknown)


def _beating(
    scenario: Scenario, own: CandidateResult, results: Mapping[str, CandidateResult]
) -> Iterator[tuple[CandidateResult, TradeOff]]:
    """Who is not excluded, plays all the steps that another plays, and beats it in all three; with their figures."""
    point = _point(scenario, own)
    if point is None:
        return
    for result in results.values():
        if result.standing.status == "excluded" or not own.steps.keys() <= result.steps.keys():
            continue
        other = _point(scenario, result)
        if other is not None and dominates(other.losses, point.losses):
            yield result, other


class TradeOff(NamedTuple):
    """What a candidate is compared by: its quality, USD a month and the seconds of its slowest step."""

    quality: float
    monthly: float
    slowest: float
    less_is_better: bool

    @property
    def losses(self) -> tuple[float, float, float]:
        """All three so that less is better."""
        return self.quality if self.less_is_better else -self.quality, self.monthly, self.slowest


def _point(scenario: Scenario, result: CandidateResult) -> TradeOff | None:
    quality = result.figures.value(scenario.quality_metric)
    monthly, slowest = result.cost.monthly, result.worst_total_s
    if quality is None or monthly is None or slowest is None:
        return None
    return TradeOff(quality, monthly, slowest, lower_is_better(scenario))


def _figures(point: TradeOff) -> str:
    return listed([f"quality {plain(point.quality)}", f"{usd(point.monthly)} a month", seconds(point.slowest)])


_ASSESSORS: dict[str, Callable[[Review, Trigger], TriggerAssessment]] = {
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
