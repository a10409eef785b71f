"""`analyse`: all that any screen, command or export shows of a workspace.

What every view needs is computed at once; what is costly and not always shown (sensitivity, flips, the share of
weights under which a candidate leads, findings) is computed when first asked for, and kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from shortlist.core.assessment.assessor import Assessor, CandidateResult
from shortlist.core.assessment.columns import counts
from shortlist.core.assessment.reuse import Reuse
from shortlist.core.assessment.served_steps import Served
from shortlist.core.comparison.assignment import (
    Assigned,
    LaneStep,
    LimitState,
    Projection,
    Routing,
    assignment,
    decision_cost,
    decision_latencies,
    lane,
    limit_states,
    per_thousand_tasks,
    projection,
    routing,
)
from shortlist.core.comparison.decided_steps import DecidedStep, decided
from shortlist.core.comparison.open_rank import open_ranks
from shortlist.core.comparison.ranking import (
    Placed,
    Recommendation,
    eligible,
    for_all_steps,
    in_step,
    pareto_front,
    ranked,
    recommend,
)
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Evaluation, RateDifference, evaluations_in_force, same_examples
from shortlist.core.document.scenario import COLUMNS, Column, Scenario, Step
from shortlist.core.document.workspace import Choice, Workspace, choices
from shortlist.core.service.cost import Cost, Parts
from shortlist.core.service.serving import Serving
from shortlist.core.service.task import Task, TaskTime, task_of

if TYPE_CHECKING:
    # What only some views show is imported when it is asked for: the first figures wait for none of it.
    from shortlist.core.comparison.break_even import BreakEven
    from shortlist.core.comparison.compared import ChosenCandidates, Compared, OneStep
    from shortlist.core.comparison.robustness import Flip
    from shortlist.core.comparison.sensitivity import Swing
    from shortlist.core.document.offering import Catalogue
    from shortlist.core.evidence.files import EvidenceFiles
    from shortlist.core.evidence.pairs import RunPair
    from shortlist.core.evidence.runs import RunInForce
    from shortlist.core.findings import Case, Finding
    from shortlist.core.review.filed_records import Filed, Frozen
    from shortlist.core.review.triggers import TriggerState
    from shortlist.core.walkthrough import WalkStep


class Analysis:
    """A workspace judged on a day."""

    step = None
    """All steps are looked at."""

    def __init__(
        self,
        workspace: Workspace,
        catalogue: Catalogue | None,
        today: dt.date,
        filed: Mapping[int, Filed] | None = None,
        before: Analysis | None = None,
        evidence: EvidenceFiles | None = None,
    ) -> None:
        self.workspace = workspace
        self.catalogue = catalogue
        self.today = today
        self.filed = filed
        """The records folder by record number; None where nobody looked."""
        self.evidence = evidence
        """The rows of runs and the golden datasets beside the workspace; None where nobody looked."""
        self.evaluations: dict[tuple[str, str], Evaluation] = evaluations_in_force(workspace.evaluations)
        self.choices: dict[str, Choice] = choices(workspace)
        self._reuse: Reuse = Reuse(None if before is None else before._reuse)
        self._alone: dict[str, OneStep] = {}
        self._assessor = Assessor(workspace, self.evaluations, today, self._reuse)

    @property
    def scenario(self) -> Scenario:
        return self.workspace.scenario

    @property
    def whole(self) -> Analysis:
        """This one looks at all steps."""
        return self

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.scenario.steps

    @cached_property
    def task(self) -> Task:
        """What the product's tasks pass, and how many there are."""
        return task_of(self.scenario)

    @cached_property
    def _served(self) -> dict[str, Served]:
        """Every candidate in its steps; known before anything is judged, so that a figure may follow a key at once."""
        return {one.id: self._assessor.served(one) for one in self.workspace.candidates}

    @cached_property
    def costs(self) -> dict[str, Cost]:
        """What every candidate costs."""
        return {id_: served.cost for id_, served in self._served.items()}

    @cached_property
    def ranking(self) -> tuple[CandidateResult, ...]:
        """The candidates in rank order."""
        return ranked([self._assessor.assess(one) for one in self.workspace.candidates])

    @cached_property
    def by_id(self) -> dict[str, CandidateResult]:
        return {result.id: result for result in self.ranking}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of every candidate, from 1."""
        return {result.id: rank for rank, result in enumerate(self.ranking, 1)}

    @cached_property
    def places(self) -> list[Placed]:
        """The candidates that could serve every step, in rank order."""
        return for_all_steps(self.ranking, self.scenario)

    @cached_property
    def step_places(self) -> dict[str, list[Placed]]:
        """Those that play each step, in their order within it."""
        return {step.id: in_step(self.ranking, step.id) for step in self.scenario.steps}

    @cached_property
    def chosen(self) -> ChosenCandidates:
        """Who is shown as default and fallback: of the steps as decided, while nothing is decided as recommended."""
        from shortlist.core.comparison.compared import chosen_for

        return chosen_for(self.choices.values(), self.recommendation)

    @cached_property
    def chosen_results(self) -> list[CandidateResult]:
        """Everybody whom the decision names, once, defaults first."""
        ids = [one.default for one in self.choices.values()] + [one.fallback for one in self.choices.values()]
        return [self.by_id[id_] for id_ in dict.fromkeys(ids) if id_ is not None]

    @cached_property
    def open_ranks(self) -> frozenset[str]:
        """Ids of the candidates whose own unknown figures could move them."""
        return open_ranks(self.ranking)

    def assessing(self) -> Callable[[Candidate], CandidateResult]:
        """Judges a changed candidate on all its steps."""
        return Assessor(self.workspace, self.evaluations, self.today, Reuse()).assess

    def on(self, step: str | None) -> Compared:
        """The candidates on one step alone, or for None on all; worked out when first asked for, and kept."""
        from shortlist.core.comparison.compared import on_one_step

        if step is None:
            return self
        if step not in self._alone:
            self._alone[step] = on_one_step(self, step)
        return self._alone[step]

    def forget_steps(self) -> None:
        """Keep no longer what was looked at on one step alone: it holds this analysis, which another one replaces.

        A cycle goes only when all is looked through for cycles; of ten megabytes each that would be late.
        """
        self._alone.clear()

    @cached_property
    def recommendation(self) -> Recommendation:
        """Who should serve every step, and who should stand in."""
        return recommend(self.places, or_monthly=True)

    @cached_property
    def step_recommendations(self) -> dict[str, Recommendation]:
        """Who should serve each step, and who should stand in there."""
        return {step: recommend(places) for step, places in self.step_places.items()}

    @cached_property
    def weight_shares(self) -> dict[Column, float]:
        """The share of each column among those that count, 0 for the others."""
        from shortlist.core.comparison.robustness import shares

        scenario = self.workspace.scenario
        return shares([column for column in COLUMNS if counts(scenario, column)], scenario.weights)

    @cached_property
    def step_ranks(self) -> dict[str, dict[str, int]]:
        """The rank of every candidate in the steps that it plays: step, then candidate."""
        return {
            step: {place.id: rank for rank, place in enumerate(places, 1)} for step, places in self.step_places.items()
        }

    @cached_property
    def pareto(self) -> frozenset[str]:
        """Ids of the candidates on the Pareto front of quality, monthly cost and worst latency."""
        return pareto_front(self.ranking, self.scenario)

    @cached_property
    def flips(self) -> list[Flip]:
        """Where a change of one weight turns the order at the top."""
        from shortlist.core.comparison.robustness import flips

        return flips(eligible(self.places), self.scenario.weights)

    @cached_property
    def step_flips(self) -> dict[str, list[Flip]]:
        """The same within each step."""
        from shortlist.core.comparison.robustness import flips

        return {step: flips(eligible(places), self.scenario.weights) for step, places in self.step_places.items()}

    @cached_property
    def first_rank_shares(self) -> dict[str, float]:
        """The share of all weights under which a candidate leads those that could serve every step; else 0."""
        from shortlist.core.comparison.robustness import first_rank_shares

        return {**dict.fromkeys(self.by_id, 0.0), **first_rank_shares(eligible(self.places))}

    def serving(self, candidate: str | None, step: str) -> Serving | None:
        """The service of a step by a candidate; None where it does not play it, or nobody is named."""
        servings = [] if candidate is None else self._served[candidate].servings
        return next((serving for serving in servings if serving.step.id == step), None)

    @cached_property
    def assignment(self) -> dict[str, Assigned]:
        """Who serves each step as it was decided, and who stands in."""
        return assignment(self.choices, self.serving)

    @cached_property
    def decided(self) -> list[DecidedStep]:
        """Who was chosen for each step, and how they stand there."""
        return decided(self.scenario.steps, self.choices, self.by_id)

    def _decision_at(self, scale: float) -> Cost:
        requests = sum(step.requests for step in self.scenario.steps)
        return decision_cost(self.scenario, self.task, self.assignment, requests, scale)

    @cached_property
    def decision(self) -> Cost:
        """What the decision as made costs."""
        return self._decision_at(1.0)

    @cached_property
    def decision_time(self) -> TaskTime:
        """How long a task takes as decided; unknown as far as nobody serves a step that it passes."""
        return self.task.time(decision_latencies(self.assignment))

    @cached_property
    def lane(self) -> list[LaneStep]:
        """The steps that a task passes as decided, with the time that each takes."""
        return lane(self.task, self.assignment)

    @cached_property
    def limits(self) -> list[LimitState]:
        """The scenario's limits against what was decided."""
        return limit_states(self.scenario, self.decision, self.decision_time)

    @cached_property
    def routing(self) -> Routing:
        """One model for all steps against the cheapest adequate one for each."""
        return routing(self.scenario, self.step_places, self.recommendation.default)

    @cached_property
    def per_thousand_tasks(self) -> dict[str, Parts]:
        """The parts of every candidate's cost per thousand tasks, in USD."""
        return {id_: per_thousand_tasks(cost.parts, self.task) for id_, cost in self.costs.items()}

    @cached_property
    def break_even(self) -> list[BreakEven]:
        """From which traffic on self-hosting is no dearer."""
        from shortlist.core.comparison.break_even import break_evens

        return break_evens(self.ranking)

    @cached_property
    def projection(self) -> list[Projection]:
        """The decision's cost over twelve months."""
        return projection(self.scenario, self.task, self._decision_at)

    @cached_property
    def sensitivity(self) -> list[Swing]:
        """Which assumption moves the decision's cost per successful task most."""
        from shortlist.core.comparison.sensitivity import sensitivity

        return sensitivity(self.scenario, self.assignment)

    @cached_property
    def evaluation_pairs(self) -> list[RateDifference]:
        """Candidates that were run on the same examples, two by two."""
        return same_examples(self.evaluations.values())

    @cached_property
    def runs(self) -> list[RunInForce]:
        """The evaluations in force, with what their rows tell where those were read."""
        from shortlist.core.evidence.runs import runs_in_force

        return runs_in_force(self.workspace, self.evaluations, self.evidence)

    @cached_property
    def run_pairs(self) -> list[RunPair]:
        """Every two candidates of a step that were run, compared; by their rows where those were read."""
        from shortlist.core.evidence.pairs import run_pairs

        right = {one.run.sha256: one.kept.right for one in self.runs if one.kept and one.kept.rows}
        return run_pairs((one.run for one in self.runs), right, self.ranks)

    @cached_property
    def findings(self) -> list[Finding]:
        """What weakens the decision, the gravest first."""
        from shortlist.core.findings import findings

        return findings(self.case)

    @cached_property
    def against_acceptance(self) -> list[Finding]:
        """The errors that stand before the record being edited can be accepted without a reason beside each."""
        from shortlist.core.findings import against_acceptance

        return against_acceptance(self.case)

    @cached_property
    def findings_ahead(self) -> list[Finding]:
        """The findings, each as grave as it will be once the record being edited is accepted."""
        from shortlist.core.findings import ahead

        return ahead(self.case)

    @property
    def case(self) -> Case:
        """What the rules of the findings look at."""
        from shortlist.core.findings import Case

        return Case(
            self.workspace,
            self.ranking,
            self.recommendation,
            self.step_recommendations,
            self.step_places,
            self.evaluations,
            self.assignment,
            self.limits,
            lambda: self.projection,
            self.today,
            self.catalogue,
            self.filed,
            self.runs,
        )

    @cached_property
    def walkthrough(self) -> tuple[WalkStep, ...]:
        """How far the workspace is in the steps of the exercise."""
        from shortlist.core.walkthrough import walkthrough

        leader = self.recommendation.default or self.recommendation.provisional
        uncertain = leader.id if leader is not None and leader.id in self.open_ranks else None
        return walkthrough(self.workspace, self.by_id, uncertain, self._reuse)

    @cached_property
    def triggers(self) -> list[TriggerState]:
        """Which triggers of which record are due."""
        from shortlist.core.review.triggers import trigger_states

        return trigger_states(
            self.workspace, self.by_id, self.today, self.catalogue, self.filed, lambda frozen: replayed(frozen).by_id
        )


def analyse(
    workspace: Workspace,
    catalogue: Catalogue | None,
    today: dt.date,
    filed: Mapping[int, Filed] | None = None,
    before: Analysis | None = None,
    evidence: EvidenceFiles | None = None,
) -> Analysis:
    """Judge a workspace on a day; the one entry to the arithmetic, called by every screen, command and export.

    `catalogue` has today's offerings of the chosen candidates, `filed` what was frozen when records were accepted,
    `evidence` the rows of runs; None where nobody looked, and then nothing is said of what only they know. The result
    is the same with and without `before`, the analysis of the workspace before an edit: what the edit did not touch is
    taken from there, so that a figure of one candidate among two hundred is not waited for.
    """
    return Analysis(workspace, catalogue, today, filed, before, evidence)


# A kept record never changes, and so neither does what follows from it.
@lru_cache(maxsize=8)  # a large one is ten megabytes
def replayed(frozen: Frozen) -> Analysis:
    """The kept inputs of an accepted record, judged on the day of acceptance; kept, as replaying and reviewing ask."""
    return analyse(frozen.workspace, None, frozen.record.date)
