"""The result of every check for a candidate: what the figures say, and a person's answer in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.capabilities import CAPABILITIES
from shortlist.core.document.checklist import Answer, CheckSetting, Importance, asked_once, checklist
from shortlist.core.document.scenario import Scenario
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.document.workspace import Workspace
from shortlist.core.judging import verdicts
from shortlist.core.judging.verdicts import BY_STEP, Judgement, Sentence, over_steps
from shortlist.core.service.cost import Cost
from shortlist.core.service.figures import Figures
from shortlist.core.service.serving import Serving

By = Literal["derived", "person"]
NEAR_CHECKS = frozenset({"first.quality_bar", "first.latency_target", "first.cost_target", "first.context_needs"})
"""The checks whose target can be missed by little."""
COST_TARGET, RATE_LIMITS = "first.cost_target", "reliability.rate_limits"


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
    derived: Judgement | None = None
    """What the figures say, also where a person's answer stands in its place."""

    @property
    def reason(self) -> str:
        """Why, in a sentence."""
        return self.sentence()


class PlannedCheck(NamedTuple):
    """A check as it is asked of a kind of candidate."""

    id: str
    importance: Importance
    once: bool
    """Whether it is answered once per workspace."""
    unanswered: CheckResult


class Checker:
    """Runs the checklist of a workspace over its candidates.

    `before` ran it over a workspace whose scenario differs in its steps alone: what no step decides is taken over.
    """

    def __init__(self, workspace: Workspace, before: Checker | None = None) -> None:
        self._scenario = workspace.scenario
        self._settings, self._answers = workspace.checks, workspace.answers
        self._team_answers = {answer.check: answer for answer in workspace.answers}
        if before is not None and (before._settings, before._answers) != (workspace.checks, workspace.answers):
            before = None
        self._plans: dict[tuple[bool, bool], dict[str, PlannedCheck]] = {} if before is None else before._plans
        self._before = {} if before is None else before._lasting
        self._lasting: dict[str, tuple[Candidate, dict[str, CheckResult]]] = {}

    def results(
        self, figures: Figures, servings: Sequence[Serving], by_step: Sequence[Mapping[str, Judgement]], cost: Cost
    ) -> dict[str, CheckResult]:
        """The result of every check; `by_step` holds the judgements of the checks that are judged step by step."""
        candidate = figures.candidate
        plan, answers = self._plan(candidate), {answer.check: answer for answer in candidate.answers}
        # A copy, in the order of the checklist: what the traffic decides takes the places that are kept for it.
        results = dict(self._lasting_results(figures, plan, answers))
        for check, judgement in _by_traffic(self._scenario, servings, by_step, cost).items():
            results[check] = _result(plan[check], answers.get(check), judgement)
        return results

    def _lasting_results(
        self, figures: Figures, plan: Mapping[str, PlannedCheck], answers: Mapping[str, Answer]
    ) -> dict[str, CheckResult]:
        """What the traffic does not decide, with a place for everything else."""
        candidate = figures.candidate
        found = self._lasting.get(candidate.id) or self._before.get(candidate.id)
        # The same id may stand for a candidate as it is and as it might be.
        if found is None or found[0] is not candidate:
            derived = _by_candidate(self._scenario, figures)
            results = {}
            for id_, planned in plan.items():
                answer = (self._team_answers if planned.once else answers).get(id_)
                results[id_] = _result(planned, answer, derived.get(id_))
            found = candidate, results
        self._lasting[candidate.id] = found
        return found[1]

    def _plan(self, candidate: Candidate) -> dict[str, PlannedCheck]:
        """The checklist for a kind of candidate; the same for all of the kind, so made once."""
        kind = (candidate.self_hosted, candidate.open)
        if kind not in self._plans:
            importance = _importances(self._settings)
            self._plans[kind] = {
                check.id: _planned(check.id, importance.get(check.id) or check.importance_for(*kind))
                for check in checklist(self._settings)
            }
        return self._plans[kind]


def _planned(check: str, importance: Importance) -> PlannedCheck:
    blank = CheckResult(check, "unknown", importance, None, lambda: "Nobody has answered yet.")
    return PlannedCheck(check, importance, asked_once(check), blank)


def _result(planned: PlannedCheck, answer: Answer | None, judgement: Judgement | None) -> CheckResult:
    if answer is not None:
        told = answer
        return CheckResult(
            planned.id,
            told.verdict,
            planned.importance,
            "person",
            lambda: _answered(told),
            answer=told,
            derived=judgement,
        )
    if judgement is None:
        return planned.unanswered
    near = judgement.near and judgement.verdict == "fail" and planned.id in NEAR_CHECKS
    return CheckResult(
        planned.id, judgement.verdict, planned.importance, "derived", judgement.sentence, near, derived=judgement
    )


def _importances(settings: Iterable[CheckSetting]) -> dict[str, Importance]:
    return {setting.id: setting.importance for setting in settings if setting.importance is not None}


def _answered(answer: Answer) -> str:
    who = f" by {answer.checked_by}" if answer.checked_by else ""
    when = f" on {answer.checked_on}" if answer.checked_on else ""
    note = f": {answer.note}" if answer.note else "."
    return f"Answered{who}{when}{note}"


def _by_traffic(
    scenario: Scenario, servings: Sequence[Serving], by_step: Sequence[Mapping[str, Judgement]], cost: Cost
) -> dict[str, Judgement]:
    """What the figures say on the checks that the traffic and the bill decide."""
    found = {check: over_steps(servings, [judged[check] for judged in by_step]) for check in BY_STEP}
    found[COST_TARGET] = verdicts.cost_target(scenario, cost)
    found[RATE_LIMITS] = verdicts.rate_limits(scenario, servings)
    return found


def _by_candidate(scenario: Scenario, figures: Figures) -> dict[str, Judgement]:
    """What the figures say on the checks that the candidate alone decides, by the scenario's limits."""
    candidate = figures.candidate
    found = {f"platform.{name}": verdicts.capability(candidate, name) for name in CAPABILITIES}
    found["first.privacy"] = verdicts.privacy(scenario, candidate)
    found["first.licensing"] = verdicts.licensing(candidate)
    found["first.operations"] = verdicts.operations(scenario, candidate)
    found["first.migration"] = verdicts.migration(figures)
    return found
