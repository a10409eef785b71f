"""The result of every check for a candidate: what the figures say, and a person's answer in its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal, NamedTuple

from shortlist.core.assessment import verdicts
from shortlist.core.assessment.served_steps import Joined, Served
from shortlist.core.assessment.verdicts import Assessment, Sentence
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.capabilities import CAPABILITIES
from shortlist.core.document.checklist import (
    CONTEXT_NEEDS,
    COST_TARGET,
    LATENCY_TARGET,
    QUALITY_BAR,
    RATE_LIMITS,
    Answer,
    CheckSetting,
    Importance,
    asked_once,
    checklist,
)
from shortlist.core.document.scenario import Limits
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.service.figures import Figures

By = Literal["derived", "person"]
NEAR_CHECKS = frozenset({QUALITY_BAR, LATENCY_TARGET, COST_TARGET, CONTEXT_NEEDS})
"""The checks whose target can be missed by little."""


class CheckResult(NamedTuple):
    """What a check says of a candidate."""

    id: str
    verdict: Verdict
    importance: Importance
    by: By | None
    """Who says so; None where nobody has answered."""
    sentence: Sentence
    near: bool = False
    answer: Answer | None = None
    """A person's answer, where one stands."""
    derived: Assessment | None = None
    """What the figures say, also where a person's answer stands in its place."""

    @property
    def reason(self) -> str:
        """Why, in a sentence."""
        return self.sentence()

    def assessed(self, assessment: Assessment) -> CheckResult:
        """The same with what the figures say; a person's answer stays in its place."""
        if self.by == "person":
            return self._replace(derived=assessment)
        verdict, sentence, near = assessment
        near = near and verdict == "fail" and self.id in NEAR_CHECKS
        return CheckResult(self.id, verdict, self.importance, "derived", sentence, near, self.answer, assessment)


class PlannedCheck(NamedTuple):
    """A check as it is asked of a kind of candidate."""

    once: bool
    """Whether it is answered once per workspace."""
    unanswered: CheckResult


class ChecklistInput(NamedTuple):
    """What a workspace changes of the checklist, and the answers of the team."""

    settings: tuple[CheckSetting, ...]
    answers: tuple[Answer, ...]


class Checker:
    """Runs the checklist of a workspace over its candidates."""

    def __init__(self, asked: ChecklistInput) -> None:
        self._settings = asked.settings
        self._team_answers = {answer.check: answer for answer in asked.answers}
        self._plans: dict[tuple[bool, bool], dict[str, PlannedCheck]] = {}

    def lasting(self, figures: Figures, limits: Limits) -> dict[str, CheckResult]:
        """What the traffic does not decide, with a place for everything else, in the order of the checklist."""
        derived = _by_candidate(limits, figures)
        answers = _answers(figures.candidate)
        return {
            id_: _result(planned, (self._team_answers if planned.once else answers).get(id_), derived.get(id_))
            for id_, planned in self._plan(figures.candidate).items()
        }

    def fitting(self, figures: Figures, joined: Joined) -> dict[str, CheckResult]:
        """What is assessed step by step."""
        return self._results(figures.candidate, joined.verdicts)

    def results(
        self, served: Served, lasting: Mapping[str, CheckResult], fitting: Mapping[str, CheckResult], joined: Joined
    ) -> dict[str, CheckResult]:
        """The result of every check."""
        # The checks that the traffic and the bill decide.
        limits = served.limits
        decided: dict[str, Assessment] = {}
        if served.time is not None:
            parts = [joined.verdicts[LATENCY_TARGET], verdicts.task_time(limits, served.time)]
            decided[LATENCY_TARGET] = verdicts.joined([part for part in parts if part.verdict != "not_applicable"])
        decided[COST_TARGET] = verdicts.NOT_ASKED
        if served.steps:
            decided[COST_TARGET] = verdicts.cost_target(limits, served.cost, served.time is not None)
        decided[RATE_LIMITS] = verdicts.rate_limits(limits, served.servings)
        return {**lasting, **fitting, **self._results(served.figures.candidate, decided)}

    def _results(self, candidate: Candidate, assessments: Mapping[str, Assessment]) -> dict[str, CheckResult]:
        plan, answers = self._plan(candidate), _answers(candidate)
        return {check: _result(plan[check], answers.get(check), one) for check, one in assessments.items()}

    def _plan(self, candidate: Candidate) -> dict[str, PlannedCheck]:
        """The checklist for a kind of candidate; the same for all of the kind, so made once."""
        kind = (candidate.self_hosted, candidate.open)
        if kind not in self._plans:
            importance = {one.id: one.importance for one in self._settings if one.importance is not None}
            plan: dict[str, PlannedCheck] = {}
            for check in checklist(self._settings):
                weight = importance.get(check.id) or check.importance_for(*kind)
                blank = CheckResult(check.id, "unknown", weight, None, lambda: "Nobody has answered yet.")
                plan[check.id] = PlannedCheck(asked_once(check.id), blank)
            self._plans[kind] = plan
        return self._plans[kind]


def _answers(candidate: Candidate) -> dict[str, Answer]:
    """A person's answers; of several to one check the last."""
    return {answer.check: answer for answer in candidate.answers}


def _result(planned: PlannedCheck, answer: Answer | None, assessment: Assessment | None) -> CheckResult:
    blank = planned.unanswered
    if answer is not None:
        told = partial(_answered, answer)
        return CheckResult(
            blank.id, answer.verdict, blank.importance, "person", told, answer=answer, derived=assessment
        )
    return blank if assessment is None else blank.assessed(assessment)


def _answered(answer: Answer) -> str:
    told = "Answered"
    if answer.checked_by:
        told += f" by {answer.checked_by}"
    if answer.checked_on:
        told += f" on {answer.checked_on}"
    return f"{told}: {answer.note}" if answer.note else f"{told}."


def _by_candidate(limits: Limits, figures: Figures) -> dict[str, Assessment]:
    """What the figures say on the checks that the candidate alone decides, by the scenario's limits."""
    candidate = figures.candidate
    found = {f"platform.{name}": verdicts.capability(candidate, name) for name in CAPABILITIES}
    found["first.privacy"] = verdicts.privacy(limits, candidate)
    found["first.licensing"] = verdicts.licensing(limits, candidate)
    found["first.operations"] = verdicts.operations(limits, candidate)
    found["first.migration"] = verdicts.migration(figures)
    return found
