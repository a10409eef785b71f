"""The head card of a record: who serves, who stands in, what it comes to, how far it is, by whom, and until when.

Plain text in rows of a title and what is said under it; the screen draws them as lines, the HTML page as a grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.unknown import Unknown, ratio
from shortlist.core.basics.words import count, days_away, listed
from shortlist.core.comparison.decided_steps import DecidedStep
from shortlist.core.document.record import Record, trigger_words
from shortlist.core.document.record_status import RECORD_STATUSES
from shortlist.core.document.vocabulary import ACCESS, STATUSES, Verdict
from shortlist.core.document.whole_limits import WHOLE_LIMITS
from shortlist.export.by_step import decided_alone
from shortlist.export.facts import score
from shortlist.export.levels import score_word
from shortlist.export.limits import BRIEF_VERDICTS, limit_against
from shortlist.export.notes import RecordNote, note_of, state_words
from shortlist.export.verdict import VERDICT_OF, limit_states, step_sign


class CardRow(NamedTuple):
    title: str
    told: str
    beside: str = ""
    """What may be skipped."""
    verdict: Verdict = "not_applicable"
    """Whether it is good; the words say it as well."""
    share: Unknown = None
    """How much of a limit, or of the best score, it comes to; may be above 1."""
    limit: bool = False
    """Whether that is of a limit, so that less is better."""


def card_rows(analysis: Analysis, note: RecordNote | None = None) -> list[CardRow]:
    """The card of the last record of a workspace; of one without a record, what is decided so far."""
    record = analysis.workspace.record
    rows = [*_choices(analysis), *_sums(analysis)]
    if record is None:
        return [*rows, CardRow("Status", "no record yet")]
    told = note or note_of(analysis)
    return [*rows, *_life(record, told), CardRow(*_review(analysis, record))]


# --- who serves


def _choices(analysis: Analysis) -> Iterator[CardRow]:
    """Default, fallback and score where one serves all; else a row a step."""
    made, alone = analysis.decided, decided_alone(analysis)
    if all(one.default is None for one in made):
        yield CardRow("Default", "not chosen", verdict="unknown")
        return
    if alone is None:
        names = short_names([one.step.name for one in made])
        for one, name in zip(made, names, strict=True):
            yield _step_row(one, name)
        return
    verdict = VERDICT_OF[alone.standing.status]
    yield CardRow("Default", alone.candidate.name, _offering(alone), verdict)
    stands_in = made[0].fallback
    if any(one.fallback is not stands_in for one in made):
        names = short_names([one.step.name for one in made])
        told = (f"{name}: {_name(one.fallback)}" for one, name in zip(made, names, strict=True))
        yield CardRow("Fallback", "; ".join(told))
    elif stands_in is None:
        yield CardRow("Fallback", "not chosen", verdict="unknown")
    else:
        yield CardRow("Fallback", stands_in.candidate.name, _offering(stands_in))
    rank = f"rank {analysis.ranks[alone.id]} of {len(analysis.ranking)}, {STATUSES[alone.standing.status].name}"
    yield CardRow("Score", f"{score(alone)} of 100", rank, verdict, ratio(alone.score.middle, 100.0))


def _step_row(one: DecidedStep, name: str) -> CardRow:
    stands_in = f"fallback {_name(one.fallback)}"
    if one.default is None:
        return CardRow(name, f"{step_sign(one)} nobody is chosen", stands_in, "unknown")
    told = f"{step_sign(one)} {one.default.candidate.name}"
    if one.assessed is None:
        return CardRow(name, told, f"does not take its role; {stands_in}", "fail")
    status = one.assessed.standing.status
    standing = f"{STATUSES[status].name}, score {score_word(one.assessed.score)}"
    return CardRow(name, told, f"{standing}; {stands_in}", VERDICT_OF[status])


def _name(result: CandidateResult | None) -> str:
    return "none" if result is None else result.candidate.name


def _offering(result: CandidateResult) -> str:
    candidate = result.candidate
    return " · ".join(filter(None, (ACCESS[candidate.access].name, candidate.provider)))


# --- what it comes to


def _sums(analysis: Analysis) -> Iterator[CardRow]:
    """The bill, a task and its time, each against its limit where one is set."""
    if all(one.default is None for one in analysis.decided):
        return
    states = limit_states(analysis)
    limited = {state.limit for state in states}
    cost = analysis.decision
    for limit, value in (
        ("monthly_budget_usd", cost.bill),
        ("max_cost_per_successful_task_usd", cost.per_successful_task),
    ):
        if limit not in limited and value is not None:
            yield CardRow(WHOLE_LIMITS[limit].card, WHOLE_LIMITS[limit].say(value), "no limit is set")
    for state in states:
        share = ratio(state.high, state.target)
        told = limit_against(state)
        beside = BRIEF_VERDICTS.get(state.verdict, "")
        yield CardRow(WHOLE_LIMITS[state.limit].card, told, beside, state.verdict, share, True)


# --- how far it is


def _life(record: Record, note: RecordNote) -> Iterator[CardRow]:
    verdict = RECORD_STATUSES[record.status].followed
    yield CardRow("Status", f"record {record.number}, {state_words(record, note)}", verdict=verdict)
    others = (("asked", record.consulted), ("told", record.informed))
    beside = " · ".join(f"{word}: {'; '.join(names)}" for word, names in others if names)
    if record.decision_makers:
        yield CardRow("Decided by", "; ".join(record.decision_makers), beside)
    else:
        yield CardRow("Decided by", "nobody named", beside, "unknown")


def _review(analysis: Analysis, record: Record) -> tuple[str, str, str, Verdict]:
    """When it is looked at again."""
    if not record.triggers:
        return "Reviewed", "never: no trigger is set", "", "unknown"
    states = [state for state in analysis.triggers if state.record == record.number]
    words = [trigger_words(trigger) for trigger in record.triggers]
    due = [word for word, state in zip(words, states, strict=True) if state.due]
    if due:
        return "Reviewed", f"due now: {listed(due)}", "", "fail"
    days = sorted(state.due_on for state in states if state.due_on is not None)
    first, *others = words
    if days:
        told, sooner = f"on {days[0]}, {days_away((days[0] - analysis.today).days)}", ""
        if others:
            sooner = f"or sooner, by {count(len(others), 'other trigger')}"
        return "Reviewed", told, sooner, "not_applicable"
    if record.status != "accepted":
        first = f"once accepted: {first}"
    sooner = "; ".join(others)
    return "Reviewed", first, sooner and f"or by: {sooner}", "not_applicable"
