"""A candidate judged: every check, the status that follows, its columns and its score, whole and by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from shortlist.core import verdicts
from shortlist.core.candidate import Candidate, Override
from shortlist.core.checklist import Answer, Check, CheckSetting, Importance, Verdict, asked_once, checklist
from shortlist.core.columns import ColumnValue, candidate_columns, overridden, overrides_of, step_columns
from shortlist.core.cost import Cost, combine
from shortlist.core.evaluation import Evaluation
from shortlist.core.figures import Figures
from shortlist.core.scenario import COLUMNS, Capability, Column, Scenario, Weights
from shortlist.core.serving import Serving, serve
from shortlist.core.unknown import Unknown
from shortlist.core.verdicts import BY_STEP, Judgement, Sentence, joined
from shortlist.core.workspace import Workspace

Status = Literal["eligible", "needs_check", "excluded"]
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


class Standing(NamedTuple):
    """A status with the `must` checks that decide it, sorted."""

    status: Status
    blocked_by: tuple[str, ...]
    unknown: tuple[str, ...]
    near_miss: tuple[str, ...] = ()


class Score(NamedTuple):
    """A weighted sum of the counting columns, 0 to 100; unknown where no weight is left to count."""

    low: Unknown
    high: Unknown

    @property
    def middle(self) -> Unknown:
        """What candidates are ordered by."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


class StepResult(NamedTuple):
    """A candidate judged on one step alone."""

    serving: Serving
    standing: Standing
    columns: Mapping[Column, ColumnValue]
    score: Score
    cost: Cost
    """What the step costs by itself, the machines of self-hosting included."""
    verdicts: Mapping[str, Verdict]
    """The checks that are judged step by step, a person's answers in their place."""


class CandidateResult(NamedTuple):
    """A candidate judged on the whole scenario."""

    figures: Figures
    cost: Cost
    columns: Mapping[Column, ColumnValue]
    checks: Mapping[str, CheckResult]
    standing: Standing
    score: Score
    steps: Mapping[str, StepResult]

    @property
    def candidate(self) -> Candidate:
        """The candidate as the workspace has it."""
        return self.figures.candidate

    @property
    def id(self) -> str:
        """Its id."""
        return self.candidate.id

    @property
    def worst_total_s(self) -> Unknown:
        """The longest tail latency over the steps, in seconds."""
        worst = 0.0
        for step in self.steps.values():
            if step.serving.latency.total_s is None:
                return None
            worst = max(worst, step.serving.latency.total_s)
        return worst


class Judge:
    """Judges the candidates of a workspace, holding what is the same for all of them."""

    def __init__(self, workspace: Workspace, runs: Mapping[tuple[str, str], Evaluation]) -> None:
        self._scenario = workspace.scenario
        self._runs = runs
        self._checks = checklist(workspace.checks)
        self._importance = _importances(workspace.checks)
        self._team_answers = {answer.check: answer for answer in workspace.answers}
        self._unanswered: dict[tuple[str, Importance], CheckResult] = {}

    def judge(self, candidate: Candidate) -> CandidateResult:
        """Judge one candidate."""
        scenario, figures = self._scenario, Figures(candidate)
        servings = [serve(scenario, step, figures, self._runs.get((candidate.id, step.id))) for step in scenario.steps]
        cost = whole_cost(scenario, servings)
        by_step = [{check: judge(serving) for check, judge in BY_STEP.items()} for serving in servings]
        checks = self._check_results(figures, servings, by_step, cost)
        alone = [combine(candidate, [serving.cost]) for serving in servings]
        raw = [
            step_columns(serving, one, judged["first.context_needs"])
            for serving, one, judged in zip(servings, alone, by_step, strict=True)
        ]
        ratings = overrides_of(candidate)
        columns = _rated(candidate_columns(servings, raw, cost), ratings)
        steps = {
            serving.step.id: self._step_result(serving, judged, checks, _rated(values, ratings), one)
            for serving, judged, values, one in zip(servings, by_step, raw, alone, strict=True)
        }
        return CandidateResult(
            figures, cost, columns, checks, standing(checks.values()), score(columns, scenario.weights), steps
        )

    def _step_result(
        self,
        serving: Serving,
        judged: Mapping[str, Judgement],
        checks: Mapping[str, CheckResult],
        columns: Mapping[Column, ColumnValue],
        alone: Cost,
    ) -> StepResult:
        verdict_of = {
            check: checks[check].verdict if checks[check].by == "person" else judged[check].verdict for check in BY_STEP
        }
        blocked, unknown = [], []
        for result in checks.values():
            if result.importance != "must" or result.id == COST_TARGET:
                continue
            verdict = verdict_of.get(result.id, result.verdict)
            if result.id == RATE_LIMITS and result.by == "derived":
                verdict = verdicts.rate_limits(self._scenario, [serving]).verdict
            if verdict == "fail":
                blocked.append(result.id)
            elif verdict == "unknown":
                unknown.append(result.id)
        return StepResult(
            serving,
            _standing(blocked, unknown),
            columns,
            score(columns, self._scenario.weights),
            alone,
            verdict_of,
        )

    def _check_results(
        self,
        figures: Figures,
        servings: Sequence[Serving],
        by_step: Sequence[Mapping[str, Judgement]],
        cost: Cost,
    ) -> dict[str, CheckResult]:
        candidate = figures.candidate
        derived = _derived(self._scenario, figures, servings, by_step, cost)
        answers = {answer.check: answer for answer in candidate.answers}
        results = {}
        for check in self._checks:
            importance = self._importance.get(check.id) or check.importance_for(candidate.self_hosted, candidate.open)
            answer = (self._team_answers if asked_once(check.id) else answers).get(check.id)
            results[check.id] = self._result(check, importance, answer, derived.get(check.id))
        return results

    def _result(
        self, check: Check, importance: Importance, answer: Answer | None, judgement: Judgement | None
    ) -> CheckResult:
        if answer is not None:
            return CheckResult(
                check.id,
                answer.verdict,
                importance,
                "person",
                lambda: _answered(answer),
                answer=answer,
                derived=judgement,
            )
        if judgement is not None:
            near = judgement.near and judgement.verdict == "fail" and check.id in NEAR_CHECKS
            return CheckResult(
                check.id,
                judgement.verdict,
                importance,
                "derived",
                judgement.sentence,
                near,
                derived=judgement,
            )
        key = (check.id, importance)
        if key not in self._unanswered:
            self._unanswered[key] = CheckResult(
                check.id, "unknown", importance, None, lambda: "Nobody has answered yet."
            )
        return self._unanswered[key]


def _importances(settings: Iterable[CheckSetting]) -> dict[str, Importance]:
    return {setting.id: setting.importance for setting in settings if setting.importance is not None}


def _answered(answer: Answer) -> str:
    who = f" by {answer.checked_by}" if answer.checked_by else ""
    when = f" on {answer.checked_on}" if answer.checked_on else ""
    note = f": {answer.note}" if answer.note else "."
    return f"Answered{who}{when}{note}"


def _derived(
    scenario: Scenario,
    figures: Figures,
    servings: Sequence[Serving],
    by_step: Sequence[Mapping[str, Judgement]],
    cost: Cost,
) -> dict[str, Judgement]:
    """What the figures say on every check that is derived."""
    candidate = figures.candidate
    found = {check: joined([judged[check] for judged in by_step]) for check in BY_STEP}
    found[COST_TARGET] = verdicts.cost_target(scenario, cost)
    found["first.privacy"] = verdicts.privacy(scenario, candidate)
    found["first.licensing"] = verdicts.licensing(candidate)
    found["first.operations"] = verdicts.operations(scenario, candidate)
    found["first.migration"] = verdicts.migration(figures)
    found[RATE_LIMITS] = verdicts.rate_limits(scenario, servings)
    for name in CAPABILITIES:
        found[f"platform.{name}"] = verdicts.capability(candidate, name)
    return found


CAPABILITIES: tuple[Capability, ...] = (
    "structured_outputs",
    "tool_calling",
    "prompt_caching",
    "batch",
    "data_controls",
    "regional_availability",
    "observability",
    "rate_limits",
)


def whole_cost(scenario: Scenario, servings: Sequence[Serving], scale: float = 1.0) -> Cost:
    """What a candidate costs when it serves all steps, at a scale of the scenario's traffic."""
    task = next(serving.cost for serving in servings if serving.step.id == scenario.task.id)
    return combine(servings[0].candidate, [serving.cost for serving in servings], task, scale)


def _rated(columns: Mapping[Column, ColumnValue], ratings: Mapping[Column, Override]) -> dict[Column, ColumnValue]:
    if not ratings:
        return dict(columns)
    return {column: overridden(value, ratings.get(column)) for column, value in columns.items()}


def standing(results: Iterable[CheckResult]) -> Standing:
    """The status of a candidate: only `must` checks decide it."""
    musts = [result for result in results if result.importance == "must"]
    blocked = [result.id for result in musts if result.verdict == "fail"]
    unknown = [result.id for result in musts if result.verdict == "unknown"]
    return _standing(blocked, unknown, [result.id for result in musts if result.near])


def _standing(blocked: list[str], unknown: list[str], near: Iterable[str] = ()) -> Standing:
    status: Status = "excluded" if blocked else "needs_check" if unknown else "eligible"
    return Standing(status, tuple(sorted(blocked)), tuple(sorted(unknown)), tuple(sorted(near)))


def score(columns: Mapping[Column, ColumnValue], weights: Weights) -> Score:
    """The weighted mean of the counting columns, 0 to 100."""
    low = high = whole = 0.0
    for column in COLUMNS:
        value = columns[column]
        if value.low is not None and value.high is not None:
            weight = weights.of(column)
            whole += weight
            low += weight * value.low
            high += weight * value.high
    return Score(100 * low / whole, 100 * high / whole) if whole else Score(None, None)
