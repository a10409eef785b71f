"""A candidate assessed: every check, the status that follows, its columns and its score, whole and by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from shortlist.core.assessment.checks import Checker, ChecklistInput, CheckResult
from shortlist.core.assessment.column_value import NO_STEP, ColumnValue, overridden
from shortlist.core.assessment.columns import common_columns, cost_risk, with_the_whole
from shortlist.core.assessment.reuse import Reuse
from shortlist.core.assessment.served_steps import Joined, Served, StepFit, StepServed, nameless, served, whole_cost
from shortlist.core.assessment.verdicts import BY_STEP, NOT_PLAYED, OF_THE_WHOLE, cost_target, rate_limits, task_time
from shortlist.core.basics.unknown import Unknown
from shortlist.core.document.candidate import Candidate, Observation, Override
from shortlist.core.document.checklist import COST_TARGET, LATENCY_TARGET, RATE_LIMITS
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.scenario import COLUMNS, Column, Limits, Weights
from shortlist.core.document.vocabulary import CandidateStatus, Verdict
from shortlist.core.document.workspace import Workspace
from shortlist.core.service.cost import UNKNOWN_PARTS, Cost, first_above
from shortlist.core.service.figures import Figures
from shortlist.core.service.serving import Serving
from shortlist.core.service.task import TaskTime, task_of


class Standing(NamedTuple):
    """A status with the `must` checks that decide it, sorted."""

    status: CandidateStatus
    blocked_by: tuple[str, ...]
    unknown: tuple[str, ...]
    near_miss: tuple[str, ...] = ()


NO_STANDING = Standing("no_step", (), ())


class Score(NamedTuple):
    """A weighted sum of the counting columns, 0 to 100; unknown where no weight is left to count."""

    low: Unknown
    high: Unknown

    @property
    def middle(self) -> Unknown:
        """What candidates are ordered by."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


class StepResult:
    """A candidate assessed on one step alone; what only some views show is computed when first asked for."""

    def __init__(
        self,
        assessed: StepServed,
        checks: Mapping[str, CheckResult],
        same: Mapping[Column, ColumnValue],
        ratings: Mapping[Column, Override],
        found: Served,
    ) -> None:
        self.serving: Serving = assessed.serving
        self._assessed = assessed
        self._found = found
        self._checks = checks
        self._same = same
        self._ratings = ratings

    @property
    def cost(self) -> Cost:
        """What the step costs by itself, the machines of self-hosting included."""
        return self._assessed.cost

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """The checks that are assessed step by step, a person's answers in their place."""
        verdicts = {check: assessment.verdict for check, assessment in self._assessed.fit.verdicts.items()}
        for check in BY_STEP:
            if self._checks[check].by == "person":
                verdicts[check] = self._checks[check].verdict
        return verdicts

    @cached_property
    def columns(self) -> Mapping[Column, ColumnValue]:
        """The seven columns, for this step alone."""
        cost = cost_risk(self.serving.limits, self.cost, whole_path=False)
        return rated({**self._assessed.fit.columns, "cost_risk": cost, **self._same}, self._ratings)

    @cached_property
    def score(self) -> Score:
        """The score over the columns for which this step sets a target."""
        return score(self.columns, self.serving.limits.weights)

    @cached_property
    def standing(self) -> Standing:
        """The status by the `must` checks assessed on this step alone, without what concerns the whole."""
        musts = [one for one in self._checks.values() if one.importance == "must" and one.id != COST_TARGET]
        verdicts = {one.id: self._verdict(one) for one in musts}
        return _standing(
            [check for check, verdict in verdicts.items() if verdict == "fail"],
            [check for check, verdict in verdicts.items() if verdict == "unknown"],
        )

    @cached_property
    def checks(self) -> Mapping[str, CheckResult]:
        """Every check as it stands for this step alone, in the order of the checklist."""
        derived = {
            **self._assessed.fit.verdicts,
            RATE_LIMITS: rate_limits(self.serving.limits, [self.serving]),
            COST_TARGET: OF_THE_WHOLE,
        }
        return {**self._checks, **{check: self._checks[check].assessed(one) for check, one in derived.items()}}

    @cached_property
    def alone(self) -> CandidateResult:
        """The candidate as if this were its only step; a success is a request of the step that is answered rightly."""
        cost = self.cost._replace(successful_tasks=self.serving.cost.successful)
        standing = self.standing
        near = tuple(check for check in standing.blocked_by if self.checks[check].near)
        return CandidateResult(
            self._found._replace(steps=(self._assessed,), cost=cost, time=None),
            self.columns,
            self.checks,
            standing._replace(near_miss=near),
            self.score,
            {self.serving.step.id: self},
        )

    def _verdict(self, result: CheckResult) -> Verdict:
        if result.id == RATE_LIMITS and result.by == "derived":
            return rate_limits(self.serving.limits, [self.serving]).verdict
        return self.verdicts.get(result.id, result.verdict)


class CandidateResult(NamedTuple):
    """A candidate assessed on the steps that it plays."""

    served: Served
    columns: Mapping[Column, ColumnValue]
    checks: Mapping[str, CheckResult]
    standing: Standing
    score: Score
    steps: Mapping[str, StepResult]
    """By id, those that it plays."""

    @property
    def figures(self) -> Figures:
        return self.served.figures

    @property
    def candidate(self) -> Candidate:
        return self.served.figures.candidate

    @property
    def id(self) -> str:
        return self.candidate.id

    @property
    def cost(self) -> Cost:
        """What it costs over its steps."""
        return self.served.cost

    @property
    def time(self) -> TaskTime | None:
        """How long a task takes with it; None unless it plays the whole path."""
        return self.served.time

    def on(self, step: str) -> CandidateResult:
        """The candidate assessed on one step alone; of one it does not play nothing is known, and nothing asked."""
        played = self.steps.get(step)
        if played is not None:
            return played.alone
        found = self.served._replace(steps=(), cost=Cost(UNKNOWN_PARTS, 0.0), time=None)
        unasked = {check: self.checks[check].assessed(NOT_PLAYED) for check in (*BY_STEP, RATE_LIMITS, COST_TARGET)}
        return CandidateResult(found, NO_STEP, {**self.checks, **unasked}, NO_STANDING, Score(None, None), {})

    def in_force(self, metric: str | None = None) -> list[Observation]:
        """The observations in force, of one metric or of all: a price once for every tier that a call meets."""
        uses = [step.serving.use for step in self.steps.values()]
        # Input sizes, in tokens: of the first call, of the first above each tier that one passes, of the last.
        calls = {size for use in uses for size in (use.input_tokens, use.sent(use.last_call))}
        for use in uses:
            above = (first_above(use, tier) for tier in self.figures.tiers)
            calls.update(use.sent(call) for call in above if call is not None)
        # An answer may come after a part of a loop.
        answers = calls.union(use.sent(use.tool_loops) for use in uses)
        found: dict[int, Observation] = {}
        metrics = self.figures.metrics if metric is None else (metric,)
        for one in metrics:
            sizes = sorted(answers if one in ("output_price", "reasoning_price") else calls) or [0.0]
            for size in sizes if one in PRICE_METRICS else sizes[:1]:
                observation = self.figures.observation(one, size)
                if observation is not None:
                    found[id(observation)] = observation
        return list(found.values())

    @property
    def worst_total_s(self) -> Unknown:
        """The longest tail latency over the steps, in seconds; unknown without a step."""
        tails = [step.serving.latency.total_s for step in self.steps.values()]
        known = [tail for tail in tails if tail is not None]
        return max(known) if known and len(known) == len(tails) else None


class Assessor:
    """Assesses the candidates of a workspace, holding what is the same for all of them.

    `reuse` has what was assessed before an edit, and keeps what is assessed now.
    """

    def __init__(
        self, workspace: Workspace, runs: Mapping[tuple[str, str], Evaluation], today: dt.date, reuse: Reuse
    ) -> None:
        scenario = workspace.scenario
        self._reuse = reuse
        reuse.drop_others({*scenario.by_id, *(one.id for one in workspace.candidates)})
        self._today = reuse.same("today", today)
        self._limits: Limits = reuse.same("limits", scenario.limits)
        self._steps = [
            (reuse.same(("step", step.id), step), reuse.same(("nameless", step.id), nameless(step)))
            for step in scenario.steps
        ]
        self._task = reuse.same("task", task_of(scenario))
        asked = reuse.same("asked", ChecklistInput(workspace.checks, workspace.answers))
        self._checker = reuse.made("checker", Checker, asked)
        self._runs = {pair: reuse.same(("run", *pair), run) for pair, run in runs.items()}

    def served(self, candidate: Candidate) -> Served:
        """A candidate in every step that it plays, with its cost."""
        reuse = self._reuse
        one = reuse.same(("candidate", candidate.id), candidate)
        figures = reuse.made(("figures", one.id), Figures, one, self._today)
        steps = []
        for step, asked in self._steps:
            if one.plays(step):
                run = self._runs.get((one.id, step.id))
                fit = reuse.made(("fit", one.id, step.id), StepFit, self._limits, asked, figures, run)
                steps.append(reuse.made(("step", one.id, step.id), StepServed, step, fit))
        return reuse.made(("served", one.id), served, figures, self._limits, self._task, *steps)

    def assess(self, candidate: Candidate) -> CandidateResult:
        reuse, found, checker = self._reuse, self.served(candidate), self._checker
        id_, figures = candidate.id, found.figures
        lasting = reuse.made(("lasting", id_), Lasting, checker, figures, self._limits)
        fits, names = [step.fit for step in found.steps], [step.serving.step.name for step in found.steps]
        joined = reuse.made(("joined", id_), Joined, *fits, *names)
        fitting = reuse.made(("fitting", id_), Checker.fitting, checker, figures, joined)
        return reuse.made(("assessed", id_), assessed, found, checker, lasting, joined, fitting)


class Lasting:
    """What the traffic of a candidate does not decide, nor anything else of a step."""

    def __init__(self, checker: Checker, figures: Figures, limits: Limits) -> None:
        self.checks = checker.lasting(figures, limits)
        """With a place for everything else, in the order of the checklist."""
        self.columns = common_columns(limits, figures)


def assessed(
    found: Served, checker: Checker, lasting: Lasting, joined: Joined, fitting: Mapping[str, CheckResult]
) -> CandidateResult:
    """A candidate by the checklist; `joined` are its steps together, `fitting` the checks that they decide."""
    checks = checker.results(found, lasting.checks, fitting, joined)
    if not found.steps:
        return CandidateResult(found, NO_STEP, checks, NO_STANDING, Score(None, None), {})
    limits = found.limits
    # Of several for one column the last counts.
    ratings = {rating.column: rating for rating in found.figures.candidate.overrides}
    same = lasting.columns
    by_step = with_the_whole(limits, joined.columns, joined.rows["latency_risk"], found.cost, found.time)
    columns = rated({**by_step, **same}, ratings)
    steps = {step.serving.step.id: StepResult(step, checks, same, ratings, found) for step in found.steps}
    return CandidateResult(found, columns, checks, standing(checks.values()), score(columns, limits.weights), steps)


def rated(columns: Mapping[Column, ColumnValue], ratings: Mapping[Column, Override]) -> dict[Column, ColumnValue]:
    """The columns in their order, a person's ratings in their place."""
    if not ratings:
        return {column: columns[column] for column in COLUMNS}
    return {column: overridden(columns[column], ratings.get(column)) for column in COLUMNS}


def standing(checks: Iterable[CheckResult]) -> Standing:
    """The status that follows from the `must` checks of a candidate; no other check decides it."""
    musts = [result for result in checks if result.importance == "must"]
    blocked = [result.id for result in musts if result.verdict == "fail"]
    unknown = [result.id for result in musts if result.verdict == "unknown"]
    return _standing(blocked, unknown, [result.id for result in musts if result.near])


def standing_for(result: CandidateResult, steps: Collection[str]) -> Standing:
    """A candidate by the `must` checks, for some of the steps that it plays: each step's, and what concerns the whole.

    Its bill, its rates and the time of a task are those of these steps alone. What fails in one step may be unknown in
    another, and is listed as both.
    """
    blocked, unknown = set[str](), set[str]()
    for step in steps:
        blocked.update(result.steps[step].standing.blocked_by)
        unknown.update(result.steps[step].standing.unknown)
    limits, task = result.served.limits, result.served.task
    servings = [result.steps[step].serving for step in steps]
    whole_path = all(step in steps for step in task.steps)
    for check in (COST_TARGET, LATENCY_TARGET, RATE_LIMITS):
        told = result.checks[check]
        if told.importance != "must":
            continue
        verdict = told.verdict
        if told.by == "person":
            pass
        elif check == COST_TARGET:
            verdict = cost_target(limits, whole_cost(result.figures, limits, task, servings), whole_path).verdict
        elif check == RATE_LIMITS:
            verdict = rate_limits(limits, servings).verdict
        elif whole_path and result.time is not None:
            verdict = task_time(limits, result.time).verdict
        else:
            continue
        if verdict == "fail":
            blocked.add(check)
        elif verdict == "unknown":
            unknown.add(check)
    return _standing(sorted(blocked), sorted(unknown))


def _standing(blocked: Sequence[str], unknown: Sequence[str], near: Sequence[str] = ()) -> Standing:
    status: CandidateStatus = "eligible"
    if blocked:
        status = "excluded"
    elif unknown:
        status = "needs_check"
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
