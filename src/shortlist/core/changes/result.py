"""What became of the result between two states: the choice, its cost, every candidate's standing, the findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import level_name
from shortlist.core.basics.words import from_to, listed, money_then_now, or_unknown, seconds, then_now
from shortlist.core.changes.decision_changes import findings_changed, outcome_of
from shortlist.core.changes.place_words import rule_told
from shortlist.core.changes.values import DocumentNames
from shortlist.core.comparison.ranking import Recommendation
from shortlist.core.document.checklist import check_labels
from shortlist.core.document.field_names import label_of
from shortlist.core.document.scenario import COLUMNS, Column
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.document.whole_limits import LIMIT_WORDS
from shortlist.core.document.workspace import Workspace
from shortlist.core.service.cost_parts import COST_TOTALS

COSTS = {"bill": ", a month", "monthly": ", a month", "per_successful_task": ""}
"""The totals that are told, each with what its amounts are for."""
Data = dict[str, Any]
ADVICE = {
    "default": "Recommended",
    "fallback": "Recommended to stand in",
    "cheapest_passing": "Cheapest that passes",
    "provisional": "First of those to be checked",
}


class ResultChange(NamedTuple):
    """What changed about one thing; a line that belongs to the one above it is indented."""

    about: str
    lines: tuple[str, ...]


def outcome_words(before: Analysis, after: Analysis, names: DocumentNames) -> Iterator[ResultChange]:
    """The choice and its cost, then the candidates in rank order, then the findings that came and went."""
    rows = (outcome_of(before), outcome_of(after))
    costs = _costs(before.decision, after.decision, *(side["decision"] for side in rows))
    # As ranked now; those that are gone at the end.
    ids = dict.fromkeys(result.id for side in (after, before) for result in side.ranking)
    findings = [
        f"{what} {finding.severity}: {finding.message} ({rule_told(finding.rule)})"
        for what, found in zip(("new", "gone"), findings_changed(before, after), strict=True)
        for finding in found.values()
    ]
    told = [
        (
            "The decision",
            [
                *chosen_words(before.workspace, after.workspace, names),
                *_advice([before.recommendation, after.recommendation], names),
                *_first_in_rank(before, after, names),
                *costs,
                *_limits(before, after),
            ],
        ),
        *_steps(before, after, names),
        *((names.candidate(id_), _candidate(id_, before, after, rows)) for id_ in ids),
        ("Findings", findings),
    ]
    return (ResultChange(about, tuple(lines)) for about, lines in told if lines)


def chosen_words(before: Workspace, after: Workspace, names: DocumentNames) -> Iterator[str]:
    """Who was chosen to serve and to stand in, for all and for single steps."""
    sides = (before.decision, after.decision)
    for key in ("default", "fallback"):
        yield from _change(label_of(key), *(names.candidate(getattr(side, key)) for side in sides))
    rows = [{row.step: row for row in side.steps} for side in sides]
    for step in dict.fromkeys([*rows[0], *rows[1]]):
        for key in ("default", "fallback"):
            words = (names.candidate(getattr(side.get(step), key, None), "as for all") for side in rows)
            yield from _change(f"{label_of(key)} of {names.step(step)}", *words)


def _change(label: str, was: str, now: str) -> Iterator[str]:
    if was != now:
        yield f"{label}: {then_now(was, now)}"


def _advice(then_and_now: Sequence[Recommendation | None], names: DocumentNames) -> Iterator[str]:
    for key, label in ADVICE.items():
        results = (getattr(one, key, None) for one in then_and_now)
        yield from _change(label, *(names.candidate(getattr(result, "id", None)) for result in results))


def ranked_as_one(*sides: Analysis) -> bool:
    """Whether somebody plays every step, on each side: a rank among candidates of different steps says nothing."""
    return all(any(len(one.steps) == len(side.scenario.steps) for one in side.ranking) for side in sides)


def _first_in_rank(before: Analysis, after: Analysis, names: DocumentNames) -> Iterator[str]:
    close = after.recommendation.close_call
    if before.recommendation.close_call != close:
        yield f"The first two are {'a close call now' if close else 'no close call any more'}"
    if not ranked_as_one(before, after):
        return
    firsts = (next((result.id for result in side.ranking), None) for side in (before, after))
    yield from _change("First in rank", *map(names.candidate, firsts))


def _steps(before: Analysis, after: Analysis, names: DocumentNames) -> Iterator[tuple[str, list[str]]]:
    """For each step who is recommended there, and who stands or ranks otherwise; a product of one step has said it."""
    if len(before.scenario.steps) == len(after.scenario.steps) == 1:
        return
    sides = (before, after)
    for step in dict.fromkeys(step.id for side in sides for step in side.scenario.steps):
        lines = list(_advice([side.step_recommendations.get(step) for side in sides], names))
        places = [{place.id: place for place in side.step_places.get(step, ())} for side in sides]
        ranks = [side.step_ranks.get(step, {}) for side in sides]
        for id_ in dict.fromkeys([*ranks[1], *ranks[0]]):
            who = names.candidate(id_)
            stands = [STATUSES[one[id_].standing.status].name if id_ in one else "not there" for one in places]
            lines += _change(f"{who}, status", *stands)
            if all(id_ in one for one in ranks):
                lines += _change(f"{who}, rank", *(str(one[id_]) for one in ranks))
        yield f"Step {names.step(step)}", lines


def _limits(before: Analysis, after: Analysis) -> Iterator[str]:
    """The limits of the whole that are kept otherwise than before; their figures are told with the costs."""
    sides = [{state.limit: LIMIT_WORDS[state.verdict] for state in side.limits} for side in (before, after)]
    for limit in dict.fromkeys([*sides[0], *sides[1]]):
        yield from _change(label_of(limit), *(side.get(limit, "not set") for side in sides))
    spent = [side.decision_time.total_high_s for side in (before, after)]
    yield from _change("A task in all, at most", *(or_unknown(one, seconds) for one in spent))


def _costs(was: object, now: object, kept: Data, kept_now: Data) -> Iterator[str]:
    """The costs that differ in the digits that are kept."""
    for key, per in COSTS.items():
        if kept.get(f"{key}_usd") != kept_now.get(f"{key}_usd"):
            yield f"{COST_TOTALS[key].title}: {money_then_now(getattr(was, key), getattr(now, key))}{per}"


# --- a candidate ------------------------------------------------------------------------------------------------


def _candidate(id_: str, before: Analysis, after: Analysis, kept: tuple[Data, Data]) -> list[str]:
    """What became of a candidate: whether it may be chosen, its rank, score, costs, speed and columns."""
    if id_ not in before.by_id:
        return [f"new: {_place(after.by_id[id_], after)}"]
    if id_ not in after.by_id:
        return [f"gone; it was {_place(before.by_id[id_], before)}"]
    was, now = before.by_id[id_], after.by_id[id_]
    rows = [next(row for row in side["candidates"] if row["id"] == id_) for side in kept]
    lines = [*_change("Status", _standing(was, before), _standing(now, after))]
    if ranked_as_one(before, after):
        lines += _change("Rank", str(before.ranks[id_]), str(after.ranks[id_]))
    lines += _change("Score", _score(was), _score(now))
    lines += _costs(was.cost, now.cost, *rows)
    lines += _change("Slowest step", *(or_unknown(one.worst_total_s, seconds) for one in (was, now)))
    return [*lines, *(line for column in COLUMNS for line in _column(column, was, now))]


def _place(result: CandidateResult, side: Analysis) -> str:
    rank = f", rank {side.ranks[result.id]}" if ranked_as_one(side) else ""
    return f"{_standing(result, side)}{rank}, score {_score(result)}"


def _standing(result: CandidateResult, side: Analysis) -> str:
    """Whether it may be chosen, and which checks stand in the way."""
    standing = result.standing
    labels = check_labels(side.workspace.checks)
    held = listed(labels.get(id_, id_).lower() for id_ in standing.blocked_by or standing.unknown)
    return {
        "eligible": "eligible",
        "excluded": f"excluded by {held}",
        "needs_check": f"to be checked for {held}",
        "no_step": "playing no step",
    }[standing.status]


def _score(result: CandidateResult) -> str:
    low, high = result.score.low, result.score.high
    if low is None or high is None:
        return "unknown"
    return from_to(f"{low:.1f}", f"{high:.1f}", " to ")


def _column(column: Column, was: CandidateResult, now: CandidateResult) -> Iterator[str]:
    """A column by its level, and by its value where the level is the same."""
    sides = (was.columns[column], now.columns[column])
    levels = ["not counted" if side.level is None else level_name(column, side.level) for side in sides]
    values = ["" if side.value is None else f"{100 * side.value:.0f}" for side in sides]
    if levels[0] != levels[1]:
        yield f"{label_of(column)}: {then_now(*levels)}"
    elif values[0] != values[1]:
        yield f"{label_of(column)}: {levels[0]} as before, {values[0]} of 100 then, {values[1]} now"
