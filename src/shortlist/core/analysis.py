"""`analyse`: all that any screen, command or export shows of a workspace.

What every view needs is computed at once; what is costly and not always shown (sensitivity, flips, the share of
weights under which a candidate leads, findings) is computed when first asked for, and kept.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, lru_cache

from shortlist.core.comparison.assignment import (
    DecisionCost,
    Projection,
    Routing,
    decision_cost,
    per_thousand_tasks,
    projection,
    routing,
)
from shortlist.core.comparison.break_even import BreakEven, break_evens
from shortlist.core.comparison.ranking import Recommendation, eligible, pareto_front, ranked, recommend, step_ranks
from shortlist.core.comparison.robustness import Flip, first_rank_shares, flips, shares
from shortlist.core.comparison.sensitivity import Swing, sensitivity
from shortlist.core.document.choice import Choice, choices
from shortlist.core.document.evaluation import Evaluation, RateDifference, in_force, same_examples, wilson
from shortlist.core.document.offering import Catalogue
from shortlist.core.document.scenario import COLUMNS, Column
from shortlist.core.document.workspace import Workspace
from shortlist.core.evidence.beside import Beside
from shortlist.core.evidence.pairs import RunPair, run_pairs
from shortlist.core.evidence.runs import RunInForce, runs_in_force
from shortlist.core.findings import Case, Finding, against_acceptance, findings
from shortlist.core.judging.columns import counts
from shortlist.core.judging.judge import CandidateResult, Judge
from shortlist.core.review.filed import Filed, Frozen
from shortlist.core.review.triggers import TriggerState, trigger_states
from shortlist.core.service.cost import Cost, Parts
from shortlist.core.service.serving import Serving
from shortlist.core.walkthrough import WalkStep, walkthrough


class Analysis:
    """A workspace judged on a day."""

    def __init__(
        self,
        workspace: Workspace,
        catalogue: Catalogue | None,
        today: dt.date,
        filed: Mapping[int, Filed] | None = None,
        before: Analysis | None = None,
        evidence: Beside | None = None,
    ) -> None:
        self.workspace = workspace
        self.catalogue = catalogue
        self.today = today
        self.filed = filed
        """The records folder by record number; None where nobody looked."""
        self.evidence = evidence
        """The rows of runs and the golden datasets beside the workspace; None where nobody looked."""
        self.evaluations: dict[tuple[str, str], Evaluation] = in_force(workspace.evaluations)
        self.choices: dict[str, Choice] = choices(workspace)
        self._judge: Judge = Judge(workspace, self.evaluations, None if before is None else before._judge)
        self._judged = {} if before is None else self._as_before(before)

    @cached_property
    def costs(self) -> dict[str, Cost]:
        """What every candidate costs; known before anything is judged, so that a figure may follow a key at once."""
        kept, judge = self._judged, self._judge
        with without_collecting():
            return {
                one.id: kept[one.id].cost if one.id in kept else judge.served(one).cost
                for one in self.workspace.candidates
            }

    @cached_property
    def ranking(self) -> tuple[CandidateResult, ...]:
        """The candidates in rank order."""
        kept, judge = self._judged, self._judge
        with without_collecting():
            return ranked([kept.get(one.id) or judge.judge(one) for one in self.workspace.candidates])

    @cached_property
    def by_id(self) -> dict[str, CandidateResult]:
        """The candidates by id, in rank order."""
        return {result.id: result for result in self.ranking}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of every candidate, from 1."""
        return {result.id: rank for rank, result in enumerate(self.ranking, 1)}

    @cached_property
    def recommendation(self) -> Recommendation:
        """Who should serve, and who should stand in."""
        return recommend(self.ranking)

    def _as_before(self, before: Analysis) -> dict[str, CandidateResult]:
        """The candidates that another analysis judged by the same scenario, checks, figures and evaluations."""
        old, new = before.workspace, self.workspace
        if (old.scenario, old.checks, old.answers) != (new.scenario, new.checks, new.answers):
            return {}
        # What was never asked for is not judged now either.
        known = before.by_id if "ranking" in vars(before) else before._judged
        alike = {one.id: known[one.id] for one in new.candidates if one.id in known and known[one.id].candidate == one}
        runs, other = self.evaluations, before.evaluations
        changed = {pair[0] for pair in runs.keys() | other.keys() if runs.get(pair) != other.get(pair)}
        return {id_: result for id_, result in alike.items() if id_ not in changed}

    @cached_property
    def weight_shares(self) -> dict[Column, float]:
        """The share of each column among those that count, 0 for the others."""
        scenario = self.workspace.scenario
        return shares([column for column in COLUMNS if counts(scenario, column)], scenario.weights)

    @cached_property
    def step_ranks(self) -> dict[str, dict[str, int]]:
        """The rank of every candidate in every step: step, then candidate."""
        return {step.id: step_ranks(self.ranking, step.id) for step in self.workspace.scenario.steps}

    @cached_property
    def pareto(self) -> frozenset[str]:
        """Ids of the candidates on the Pareto front of quality, monthly cost and worst latency."""
        metric = self.workspace.scenario.quality_metric
        return pareto_front(self.ranking, lambda result: result.figures.value(metric))

    @cached_property
    def flips(self) -> list[Flip]:
        """Where a change of one weight turns the order at the top."""
        return flips(eligible(self.ranking), self.workspace.scenario.weights)

    @cached_property
    def first_rank_shares(self) -> dict[str, float]:
        """The share of all weights under which a candidate leads; 0 for those not eligible."""
        return {**dict.fromkeys(self.by_id, 0.0), **first_rank_shares(eligible(self.ranking))}

    def serving(self, candidate: str, step: str) -> Serving:
        """The service of a step by a candidate."""
        return self.by_id[candidate].steps[step].serving

    @cached_property
    def decision(self) -> DecisionCost:
        """What the decision as made costs."""
        return decision_cost(self.workspace, self.serving)

    @cached_property
    def routing(self) -> Routing:
        """One model for all steps against the cheapest adequate one for each."""
        return routing(self.workspace, self.ranking, self.recommendation.default, self.serving)

    @cached_property
    def per_thousand_tasks(self) -> dict[str, Parts]:
        """The parts of every candidate's cost per thousand tasks, in USD."""
        return {id_: per_thousand_tasks(cost, self.workspace.scenario) for id_, cost in self.costs.items()}

    @cached_property
    def break_even(self) -> list[BreakEven]:
        """From which traffic on self-hosting is no dearer."""
        return break_evens(self.ranking)

    @cached_property
    def projection(self) -> list[Projection]:
        """The decision's cost over twelve months."""
        return projection(self.workspace, self.serving)

    @cached_property
    def sensitivity(self) -> list[Swing]:
        """Which assumption moves the decision's cost per successful task most."""
        return sensitivity(self.workspace, self.serving)

    def success_rate(self, run: Evaluation) -> tuple[float, float, float] | None:
        """The success rate of an evaluation with its 95 % interval; None where every call failed."""
        bounds = wilson(run.successes, run.answered)
        return None if bounds is None else (run.successes / run.answered, *bounds)

    @cached_property
    def evaluation_pairs(self) -> list[RateDifference]:
        """Candidates that were run on the same examples, two by two."""
        return same_examples(self.evaluations.values())

    @cached_property
    def runs(self) -> list[RunInForce]:
        """The evaluations in force, with what their rows tell where those were read."""
        return runs_in_force(self.workspace, self.evaluations, self.evidence)

    @cached_property
    def run_pairs(self) -> list[RunPair]:
        """Every two candidates of a step that were run, compared; by their rows where those were read."""
        right = {one.run.sha256: one.kept.right for one in self.runs if one.kept is not None and one.kept.rows}
        return run_pairs((one.run for one in self.runs), right, self.ranks)

    @cached_property
    def findings(self) -> list[Finding]:
        """What weakens the decision, the gravest first."""
        return findings(self.case)

    @cached_property
    def against_acceptance(self) -> list[Finding]:
        """The errors that stand before the record being edited can be accepted without a reason beside each."""
        return against_acceptance(self.case)

    @property
    def case(self) -> Case:
        """What the rules of the findings look at."""
        return Case(
            self.workspace,
            self.ranking,
            self.recommendation,
            self.evaluations,
            self.today,
            self.catalogue,
            self.filed,
            self.runs,
        )

    @cached_property
    def walkthrough(self) -> tuple[WalkStep, ...]:
        """How far the workspace is in the seven steps of the exercise."""
        return walkthrough(self.workspace, self.by_id)

    @cached_property
    def triggers(self) -> list[TriggerState]:
        """Which triggers of which record are due."""
        return trigger_states(self.workspace, self.by_id, self.today, self.catalogue, self.filed, results_then)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pause the cycle collector: a large table makes 50,000 objects, and looking for cycles doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # Otherwise the collector would look at all of them at once as soon as it is back.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def analyse(
    workspace: Workspace,
    catalogue: Catalogue | None,
    today: dt.date,
    filed: Mapping[int, Filed] | None = None,
    before: Analysis | None = None,
    evidence: Beside | None = None,
) -> Analysis:
    """Judge a workspace on a day; the one entry to the arithmetic, called by every screen, command and export.

    `catalogue` has today's offerings of the chosen candidates, `filed` what was frozen when records were accepted,
    `evidence` the rows of runs; None where nobody looked, and then nothing is said of what only they know. The result
    is the same with and without `before`, the analysis of the workspace before an edit: what the edit did not touch is
    taken from there, so that a figure of one candidate among two hundred is not waited for.
    """
    return Analysis(workspace, catalogue, today, filed, before, evidence)


@lru_cache(maxsize=32)
def replayed(frozen: Frozen) -> Analysis:
    """The kept inputs of an accepted record, judged on the day of acceptance; kept, as replaying and reviewing ask."""
    return analyse(frozen.workspace, None, frozen.record.date)


def results_then(frozen: Frozen) -> Mapping[str, CandidateResult]:
    """How the candidates stood on the day of acceptance, by their id."""
    return replayed(frozen).by_id
