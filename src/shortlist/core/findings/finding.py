"""What every rule sees and says: the judged workspace, and a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from shortlist.core.assessment.assessor import CandidateResult, StepResult
from shortlist.core.basics.words import listed
from shortlist.core.comparison.assignment import Assigned, LimitState, Projection
from shortlist.core.comparison.ranking import Placed, Recommendation
from shortlist.core.document.accepted import followed
from shortlist.core.document.candidate import Observation
from shortlist.core.document.checklist import check_labels
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.metrics import index_name, is_quality, metric_row
from shortlist.core.document.offering import Catalogue, Offering, offering_key
from shortlist.core.document.scenario import Step
from shortlist.core.document.workspace import Choice, Workspace, choices
from shortlist.core.evidence.runs import RunInForce
from shortlist.core.review.filed_records import Filed

Severity = Literal["error", "warning", "info"]


class Finding(NamedTuple):
    """One weakness: its rule, how bad it is, the key path where it lies, and what was found and what to do."""

    rule: str
    severity: Severity
    where: str
    message: str


class AssignedChoice(NamedTuple):
    """A choice of the assignment: the key path that names it, as default or as fallback, the step, the candidate."""

    where: str
    key: str
    step: Step
    result: CandidateResult

    @property
    def assessed(self) -> StepResult:
        """The candidate in that step."""
        return self.result.steps[self.step.id]


def by_candidate(picks: Iterable[AssignedChoice]) -> list[list[AssignedChoice]]:
    """The choices of each candidate together: a finding is told once a candidate."""
    groups: dict[str, list[AssignedChoice]] = {}
    for pick in picks:
        groups.setdefault(pick.result.id, []).append(pick)
    return list(groups.values())


@dataclass(frozen=True)
class Case:
    """The judged workspace that the rules look at."""

    workspace: Workspace
    ranking: Sequence[CandidateResult]
    recommendation: Recommendation
    step_recommendations: Mapping[str, Recommendation]
    step_places: Mapping[str, Sequence[Placed]]
    evaluations: Mapping[tuple[str, str], Evaluation]
    assignment: Mapping[str, Assigned]
    limits: Sequence[LimitState]
    projection: Callable[[], Sequence[Projection]]
    """Worked out where a rule asks for it only."""
    today: dt.date
    catalogue: Catalogue | None = None
    filed: Mapping[int, Filed] | None = None
    runs: Sequence[RunInForce] = ()
    """The evaluations in force."""

    @cached_property
    def accepted_despite(self) -> dict[tuple[str, str], str]:
        """The reason written beside each error, by rule and place, when the record in force was accepted.

        While a new draft is written, only what lies in the old record itself was accepted; the rest is the draft's.
        """
        record = followed(self.workspace)
        if record is None:
            return {}
        frozen = (self.filed or {}).get(record.number, Filed(None)).frozen
        if frozen is None:
            return {}
        told = (row for row in frozen.reasons if self.accepted or row.where.startswith("records["))
        return {(row.rule, row.where): row.reason for row in told}

    def offering(self, result: CandidateResult) -> Offering | None:
        """What the catalogue knows of a candidate."""
        candidate = result.candidate
        return (self.catalogue or {}).get(offering_key(candidate.provider, candidate.model))

    @cached_property
    def by_id(self) -> dict[str, CandidateResult]:
        return {result.id: result for result in self.ranking}

    @cached_property
    def places(self) -> dict[str, int]:
        """The index of each candidate in the file."""
        return {candidate.id: index for index, candidate in enumerate(self.workspace.candidates)}

    @cached_property
    def chosen(self) -> dict[str, Choice]:
        """Who serves and who stands in, by step."""
        return choices(self.workspace)

    @property
    def accepted(self) -> bool:
        """Whether the record being edited is accepted."""
        return self.workspace.record is not None and self.workspace.record.status == "accepted"

    @property
    def rationale_empty(self) -> bool:
        """Whether nobody has written why."""
        return not self.workspace.prose("rationale").strip()

    @cached_property
    def quality_metrics(self) -> list[str]:
        """The quality metrics that judge the scenario or a step, each once."""
        scenario = self.workspace.scenario
        return list(dict.fromkeys([scenario.quality_metric, *(scenario.metric_of(s) for s in scenario.steps)]))

    def where(self, result: CandidateResult, observation: Observation | None = None) -> str:
        """The key path of a candidate, or of one of its observations."""
        index = self.places[result.id]
        if observation is None:
            return f"candidates[{index}]"
        number = next(n for n, other in enumerate(result.candidate.observations) if other is observation)
        return f"candidates[{index}].observations[{number}]"

    @cached_property
    def picks(self) -> list[AssignedChoice]:
        """Every choice of the assignment that is one: the candidate plays the step; in the order of the steps."""
        return [
            AssignedChoice(self.named(step.id, key), key, step, self.by_id[id_])
            for step in self.workspace.scenario.steps
            for key, id_ in zip(Choice._fields, self.chosen[step.id], strict=True)
            if id_ is not None and step.id in self.by_id[id_].steps
        ]

    @property
    def defaults(self) -> list[AssignedChoice]:
        """Who serves each step, as far as somebody does."""
        return [pick for pick in self.picks if pick.key == "default"]

    def named(self, step: str, key: str) -> str:
        """The place that names who serves a step, or who stands in there: its own row, else the decision's."""
        rows = enumerate(self.workspace.decision.steps)
        own = next((index for index, row in rows if row.step == step and getattr(row, key)), None)
        return f"decision.{key}" if own is None else f"decision.steps[{own}].{key}"

    def assessed_runs(self) -> Iterator[tuple[str, Evaluation, StepResult]]:
        """The evaluations in force of candidates that play the step, each with its place."""
        for index, run in enumerate(self.workspace.evaluations):
            assessed = self.by_id[run.candidate].steps.get(run.step)
            if assessed is not None and self.evaluations[(run.candidate, run.step)] is run:
                yield f"evaluations[{index}]", run, assessed

    def is_chosen(self, run: Evaluation) -> bool:
        """Whether a run is one of a candidate that was chosen for its step."""
        return any((pick.result.id, pick.step.id) == (run.candidate, run.step) for pick in self.picks)

    def plays_all(self, result: CandidateResult) -> bool:
        """Whether a candidate could serve every step."""
        return len(result.steps) == len(self.workspace.scenario.steps)

    def inside(self, steps: Iterable[Step]) -> str:
        """` in “Answer”`: the steps that a sentence is about; empty where there is one step only."""
        if len(self.workspace.scenario.steps) == 1:
            return ""
        return f" in {listed(f'“{step.name}”' for step in steps)}"

    def checks(self, ids: Iterable[str]) -> str:
        """Checks as people call them."""
        named = check_labels(self.workspace.checks)
        return listed(f"“{named[id_]}”" for id_ in ids)


Found = Iterator[Finding]


def name(result: CandidateResult) -> str:
    """A candidate's name, as the sentences say it."""
    return f"“{result.candidate.name}”"


def metric_name(metric: str) -> str:
    """A metric as people call it: `input price`, `quality (AA Intelligence Index)`."""
    if is_quality(metric):
        return f"quality ({index_name(metric)})"
    return metric_row(metric).name
