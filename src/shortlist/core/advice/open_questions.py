"""The unknown checks, those first whose answer could change what is recommended.

An answer changes no figure and no score: it decides the status of a candidate, and with it the order. So every unknown
`must` check is tried as a pass and as a fail, and what is recommended then is compared with what is recommended now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from shortlist.core.assessment.assessor import CandidateResult, standing
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.ranking import eligible, fallback_for, rank_key, ranked
from shortlist.core.document.checklist import Importance, asked_once, checklist
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.document.workspace import choices

Bearing = Literal["first", "fallback", "together", "must", "should"]
"""What an answer bears on: who comes first, the fallback, who comes first once the candidate's other open checks pass
as well, the candidate's own status alone, nothing that decides."""
BEARINGS: tuple[Bearing, ...] = get_args(Bearing)
TELLING: frozenset[Bearing] = frozenset(("first", "fallback", "together"))
"""Bearings of answers that could change the recommendation."""


class Outcome(NamedTuple):
    """What is recommended, by id; the provisional one only where nobody is eligible."""

    default: str | None
    fallback: str | None
    provisional: str | None

    @property
    def first(self) -> str | None:
        """The default, else the best that only lacks answers."""
        return self.default or self.provisional


class OpenQuestion(NamedTuple):
    """An unknown check of a candidate; candidate is None for a check that is asked once per workspace."""

    check: str
    candidate: str | None
    importance: Importance
    bearing: Bearing
    if_pass: Outcome
    if_fail: Outcome
    if_all_pass: Outcome
    """What is recommended once all open `must` checks of the candidate pass."""


def open_questions(analysis: Compared) -> tuple[OpenQuestion, ...]:
    """Every unknown check that must or should pass, by bearing; then the chosen candidates, then rank, then the list.

    What a person looked into and left unknown comes after what nobody looked into; what is asked of an excluded
    candidate, where no answer helps, comes last.
    """
    order = {check.id: place for place, check in enumerate(checklist(analysis.workspace.checks))}
    made = choices(analysis.workspace)
    chosen = {id_ for step in analysis.steps for id_ in made[step.id]}

    def key(question: OpenQuestion) -> tuple[bool, int, bool, bool, int, int]:
        id_ = question.candidate
        result, rank = analysis.ranking[0], 0
        if id_ is not None:
            result, rank = analysis.by_id[id_], analysis.ranks[id_]
        return (
            is_idle(analysis, question),
            BEARINGS.index(question.bearing),
            result.checks[question.check].by == "person",
            id_ is not None and id_ not in chosen,
            rank,
            order[question.check],
        )

    return tuple(sorted(_questions(analysis), key=key))


def is_idle(analysis: Compared, question: OpenQuestion) -> bool:
    """Whether it is asked of a candidate that another check excludes, whatever the answer."""
    if question.candidate is None or question.bearing in TELLING:
        return False
    return analysis.by_id[question.candidate].standing.status == "excluded"


def what_it_changes(analysis: Compared, question: OpenQuestion) -> str:
    """In a sentence or two, what an answer to a question would change."""
    now = outcome(analysis)
    if is_idle(analysis, question):
        return "It changes nothing: the candidate is excluded by another check."
    if question.bearing == "should":
        return "It changes no recommendation: only what must pass decides."
    told = [_told(analysis, "A pass", now, question.if_pass), _told(analysis, "A fail", now, question.if_fail)]
    if question.bearing == "together":
        told = [_told(analysis, "With all its open checks passed, it", now, question.if_all_pass)]
    found = " ".join(text for text in told if text)
    return found or "It decides a status, and changes no recommendation."


def outcome(analysis: Compared) -> Outcome:
    """What is recommended now."""
    now = analysis.recommendation
    return Outcome(*(one.id if one else None for one in (now.default, now.fallback, now.provisional)))


def _questions(analysis: Compared) -> Iterator[OpenQuestion]:
    now, trial = outcome(analysis), _Trial(analysis)
    for result in analysis.ranking:
        if analysis.step is not None and not result.steps:
            continue
        musts = [id_ for id_ in result.standing.unknown if not asked_once(id_)]
        every: dict[str, Verdict] = dict.fromkeys(result.standing.unknown, "pass")
        all_pass = trial.with_one(result, every) if musts else now
        for must in musts:
            passed = all_pass if len(every) == 1 else trial.with_one(result, {must: "pass"})
            failed = trial.with_one(result, {must: "fail"})
            yield _assessed(must, result.id, now, passed, failed, all_pass)
        for check in result.checks.values():
            if check.importance == "should" and check.verdict == "unknown" and not asked_once(check.id):
                yield OpenQuestion(check.id, result.id, "should", "should", now, now, now)
    if analysis.ranking:
        # What is answered once for all candidates; its importance is the same for all of them.
        for check in analysis.ranking[0].checks.values():
            if not asked_once(check.id) or check.verdict != "unknown" or check.importance == "info":
                continue
            if check.importance == "should":
                yield OpenQuestion(check.id, None, "should", "should", now, now, now)
                continue
            passed, failed = trial.with_all({check.id: "pass"}), trial.with_all({check.id: "fail"})
            yield _assessed(check.id, None, now, passed, failed, passed)


def _assessed(
    check: str, candidate: str | None, now: Outcome, passed: Outcome, failed: Outcome, all_pass: Outcome
) -> OpenQuestion:
    alone = (passed, failed)
    bearing: Bearing = "must"
    if any((one.default, one.provisional) != (now.default, now.provisional) for one in alone):
        bearing = "first"
    elif any(one.fallback != now.fallback for one in alone):
        bearing = "fallback"
    elif all_pass != now:
        bearing = "together"
    return OpenQuestion(check, candidate, "must", bearing, passed, failed, all_pass)


class _Trial:
    """What would be recommended with other verdicts; nobody's score or cost depends on them."""

    def __init__(self, analysis: Compared) -> None:
        self._steps = len(analysis.steps)
        self._ranking = list(analysis.ranking)
        self._keys = [rank_key(result) for result in self._ranking]
        self._places = {result.id: place for place, result in enumerate(self._ranking)}

    def with_one(self, result: CandidateResult, verdicts: Mapping[str, Verdict]) -> Outcome:
        """With other verdicts of one candidate, which alone changes its place."""
        place, changed = self._places[result.id], _with(result, verdicts)
        others, keys = self._ranking[:place] + self._ranking[place + 1 :], self._keys[:place] + self._keys[place + 1 :]
        at = bisect_left(keys, rank_key(changed))
        return self._outcome([*others[:at], changed, *others[at:]])

    def with_all(self, verdicts: Mapping[str, Verdict]) -> Outcome:
        """With other verdicts of all candidates."""
        return self._outcome(ranked([_with(result, verdicts) for result in self._ranking]))

    def _outcome(self, ranking: Sequence[CandidateResult]) -> Outcome:
        """What is recommended for all steps, of those that play every one."""
        playing = [result for result in ranking if len(result.steps) == self._steps]
        able = eligible(playing)
        if able:
            fallback = fallback_for(able[0], able[1:])
            return Outcome(able[0].id, fallback.id if fallback else None, None)
        waiting = next((result.id for result in playing if result.standing.status == "needs_check"), None)
        return Outcome(None, None, waiting)


def _with(result: CandidateResult, verdicts: Mapping[str, Verdict]) -> CandidateResult:
    if not result.steps:
        return result
    musts = [check for check in result.checks.values() if check.importance == "must"]
    changed = [check._replace(verdict=verdicts[check.id]) if check.id in verdicts else check for check in musts]
    return result._replace(standing=standing(changed))


def _told(analysis: Compared, subject: str, now: Outcome, then: Outcome) -> str:
    def name(id_: str | None) -> str:
        return analysis.by_id[id_].candidate.name if id_ else "nobody"

    parts = []
    if then.default is None and now.default is not None:
        parts.append("leave nobody eligible")
    elif then.default != now.default:
        instead = f" instead of {name(now.default)}" if now.default else ""
        parts.append(f"recommend {name(then.default)}{instead}")
    if then.default is None and then.provisional != now.provisional:
        parts.append(f"leave {name(then.provisional)} the best so far")
    if then.default is not None and then.fallback != now.fallback:
        parts.append(f"make {name(then.fallback)} the fallback")
    return f"{subject} would {' and '.join(parts)}." if parts else ""
