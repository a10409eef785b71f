"""A candidate judged: every check, the status that follows, its columns and its score, whole and by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.document.candidate import Candidate, Observation, Override
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.scenario import COLUMNS, Column, Scenario, Weights
from shortlist.core.document.vocabulary import CandidateStatus, Verdict
from shortlist.core.document.workspace import Workspace
from shortlist.core.judging.checks import COST_TARGET, RATE_LIMITS, Checker, CheckResult
from shortlist.core.judging.column_value import ColumnValue, overridden, overrides_of
from shortlist.core.judging.columns import candidate_columns, common_columns, step_columns, step_cost_risk
from shortlist.core.judging.verdicts import BY_STEP, Judgement, rate_limits
from shortlist.core.service.cost import Cost, combine, prices
from shortlist.core.service.figures import Figures
from shortlist.core.service.serving import Serving, serve


class Standing(NamedTuple):
    """A status with the `must` checks that decide it, sorted."""

    status: CandidateStatus
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


class StepResult:
    """A candidate judged on one step alone; what only some views show is computed when first asked for."""

    def __init__(
        self,
        serving: Serving,
        verdicts: Mapping[str, Verdict],
        musts: Sequence[CheckResult],
        columns: Mapping[Column, ColumnValue],
        ratings: Mapping[Column, Override],
    ) -> None:
        self.serving = serving
        self.verdicts = verdicts
        """The checks that are judged step by step, a person's answers in their place."""
        self._musts = musts
        self._columns = columns
        self._ratings = ratings

    @cached_property
    def cost(self) -> Cost:
        """What the step costs by itself, the machines of self-hosting included."""
        return combine(self.serving.candidate, [self.serving.cost])

    @cached_property
    def columns(self) -> Mapping[Column, ColumnValue]:
        """The seven columns, for this step alone."""
        known = {**self._columns, "cost_risk": step_cost_risk(self.serving, self.cost)}
        return _rated({column: known[column] for column in COLUMNS}, self._ratings)

    @cached_property
    def score(self) -> Score:
        """The score over the columns for which this step sets a target."""
        return score(self.columns, self.serving.scenario.weights)

    @cached_property
    def standing(self) -> Standing:
        """The status by the `must` checks judged on this step alone, the cost target left out."""
        verdicts = {result.id: self._verdict(result) for result in self._musts if result.id != COST_TARGET}
        return _standing(
            [check for check, verdict in verdicts.items() if verdict == "fail"],
            [check for check, verdict in verdicts.items() if verdict == "unknown"],
        )

    def _verdict(self, result: CheckResult) -> Verdict:
        if result.id == RATE_LIMITS and result.by == "derived":
            return rate_limits(self.serving.scenario, [self.serving]).verdict
        return self.verdicts.get(result.id, result.verdict)


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

    def in_force(self, metric: str | None = None) -> list[Observation]:
        """The observations in force, of one metric or of all: a price once for every tier that a step's input meets."""
        sizes = [step.serving.use.input_tokens for step in self.steps.values()]
        found: dict[int, Observation] = {}
        for one in self.figures.metrics if metric is None else (metric,):
            for size in sizes if one in PRICE_METRICS else sizes[:1]:
                observation = self.figures.observation(one, size)
                if observation is not None:
                    found[id(observation)] = observation
        return list(found.values())

    @property
    def worst_total_s(self) -> Unknown:
        """The longest tail latency over the steps, in seconds."""
        worst = 0.0
        for step in self.steps.values():
            if step.serving.latency.total_s is None:
                return None
            worst = max(worst, step.serving.latency.total_s)
        return worst


class StepJudged:
    """A candidate's service of one step with what it alone decides; judged when first asked for."""

    def __init__(self, serving: Serving, run: Evaluation | None) -> None:
        self.serving = serving
        self.run = run
        """The evaluation it was computed from."""

    @cached_property
    def verdicts(self) -> dict[str, Judgement]:
        """The checks that are judged step by step, as the figures have them."""
        return {check: judge(self.serving) for check, judge in BY_STEP.items()}

    @cached_property
    def columns(self) -> dict[Column, ColumnValue]:
        """The columns that depend on the step."""
        return step_columns(self.serving, self.verdicts["first.context_needs"])

    def within(self, scenario: Scenario) -> StepJudged:
        """The same in a scenario of which only other steps differ: what was judged already stays so."""
        copied = StepJudged(self.serving._replace(scenario=scenario), self.run)
        vars(copied).update({key: value for key, value in vars(self).items() if key in ("verdicts", "columns")})
        return copied


class Served(NamedTuple):
    """A candidate in every step, and what that costs: all that follows from its figures and the traffic."""

    figures: Figures
    steps: list[StepJudged]
    cost: Cost

    @property
    def servings(self) -> list[Serving]:
        """The service of every step."""
        return [step.serving for step in self.steps]


class Judge:
    """Judges the candidates of a workspace, holding what is the same for all of them.

    `before` judged the workspace before an edit. What depends on nothing that the edit touched, a step or an answer of
    a candidate, is taken from there; parts that an edit leaves alone are told by identity.
    """

    def __init__(
        self, workspace: Workspace, runs: Mapping[tuple[str, str], Evaluation], before: Judge | None = None
    ) -> None:
        self._scenario = workspace.scenario
        self._runs = runs
        alike = before is not None and same_but_steps(before._scenario, workspace.scenario)
        self._before = before._served if before is not None and alike else {}
        self._checker: Checker = Checker(workspace, before._checker if before is not None and alike else None)
        self._served: dict[str, Served] = {}

    def served(self, candidate: Candidate) -> Served:
        """A candidate in every step with its cost, computed once."""
        found = self._served.get(candidate.id)
        # The same id may stand for a candidate as it is and as it might be.
        if found is None or found.figures.candidate is not candidate:
            found = self._served[candidate.id] = self._serve(candidate)
        return found

    def _serve(self, candidate: Candidate) -> Served:
        scenario, old = self._scenario, self._before.get(candidate.id)
        if old is not None and old.figures.candidate is not candidate:
            old = None
        figures = Figures(candidate) if old is None else old.figures
        known = {} if old is None else {step.serving.step.id: step for step in old.steps}
        # Without tiers the prices are the same whatever the input.
        price = None if figures.tiered else prices(figures, 0)
        steps = []
        for step in scenario.steps:
            run, same = self._runs.get((candidate.id, step.id)), known.get(step.id)
            if same is not None and same.serving.step is step and same.run is run:
                steps.append(same.within(scenario))
            else:
                steps.append(StepJudged(serve(scenario, step, figures, run, price), run))
        return Served(figures, steps, whole_cost(scenario, [step.serving for step in steps]))

    def judge(self, candidate: Candidate) -> CandidateResult:
        """Judge one candidate."""
        scenario, (figures, by_step, cost) = self._scenario, self.served(candidate)
        servings = [step.serving for step in by_step]
        checks = self._checker.results(figures, servings, [step.verdicts for step in by_step], cost)
        musts = [result for result in checks.values() if result.importance == "must"]
        same = common_columns(scenario, figures)
        raw = [step.columns | same for step in by_step]
        ratings = overrides_of(candidate)
        columns = _rated(candidate_columns(servings, raw, cost), ratings)
        steps = {
            step.serving.step.id: StepResult(step.serving, _in_step(step.verdicts, checks), musts, values, ratings)
            for step, values in zip(by_step, raw, strict=True)
        }
        return CandidateResult(figures, cost, columns, checks, standing(musts), score(columns, scenario.weights), steps)


def same_but_steps(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios differ in nothing but their steps."""
    names = (name for name in Scenario.model_fields if name != "steps")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def whole_cost(scenario: Scenario, servings: Sequence[Serving], scale: float = 1.0) -> Cost:
    """What a candidate costs when it serves all steps, at a scale of the scenario's traffic."""
    task = next(serving.cost for serving in servings if serving.step.id == scenario.task.id)
    return combine(servings[0].candidate, [serving.cost for serving in servings], task, scale)


def _rated(columns: Mapping[Column, ColumnValue], ratings: Mapping[Column, Override]) -> dict[Column, ColumnValue]:
    if not ratings:
        return dict(columns)
    return {column: overridden(value, ratings.get(column)) for column, value in columns.items()}


def _in_step(judged: Mapping[str, Judgement], checks: Mapping[str, CheckResult]) -> dict[str, Verdict]:
    """The verdicts of the checks that are judged step by step, a person's answer in their place."""
    return {
        check: checks[check].verdict if checks[check].by == "person" else judged[check].verdict for check in BY_STEP
    }


def standing(musts: Sequence[CheckResult]) -> Standing:
    """The status that follows from the `must` checks of a candidate; no other check decides it."""
    blocked = [result.id for result in musts if result.verdict == "fail"]
    unknown = [result.id for result in musts if result.verdict == "unknown"]
    return _standing(blocked, unknown, [result.id for result in musts if result.near])


def _standing(blocked: list[str], unknown: list[str], near: Iterable[str] = ()) -> Standing:
    status: CandidateStatus = "excluded" if blocked else "needs_check" if unknown else "eligible"
    return Standing(status, tuple(sorted(blocked)), tuple(sorted(unknown)), tuple(sorted(near)))


def score(columns: Mapping[Column, ColumnValue], weights: Weights) -> Score:
    """The weighted mean of the counting columns, 0 to 100."""
    low = high = whole = 0.0
    top = max(weights.of(column) for column in COLUMNS)
    for column in COLUMNS:
        value = columns[column]
        if value.low is not None and value.high is not None:
            # By the largest one, so that no sum of weights can overflow.
            weight = weights.of(column) / top
            whole += weight
            low += weight * value.low
            high += weight * value.high
    return Score(100 * low / whole, 100 * high / whole) if whole else Score(None, None)
