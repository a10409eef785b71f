"""What every rule sees and says: the judged workspace, and a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from shortlist.core.comparison.ranking import Recommendation
from shortlist.core.document.accepted import followed
from shortlist.core.document.candidate import Observation
from shortlist.core.document.choice import Choice, choices
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.offering import Catalogue, Offering, offering_key
from shortlist.core.document.workspace import Workspace
from shortlist.core.evidence.runs import RunInForce
from shortlist.core.judging.judge import CandidateResult, Standing
from shortlist.core.review.filed import Filed

Severity = Literal["error", "warning", "info"]


class Finding(NamedTuple):
    """One weakness: its rule, how bad it is, the key path where it lies, and what was found and what to do."""

    rule: str
    severity: Severity
    where: str
    message: str


@dataclass(frozen=True)
class Case:
    """The judged workspace that the rules look at."""

    workspace: Workspace
    ranking: Sequence[CandidateResult]
    recommendation: Recommendation
    evaluations: Mapping[tuple[str, str], Evaluation]
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
        filed = (self.filed or {}).get(record.number) if record is not None else None
        reasons = filed.frozen.reasons if filed is not None and filed.frozen is not None else ()
        told = (row for row in reasons if self.accepted or row.where.startswith("records["))
        return {(row.rule, row.where): row.reason for row in told}

    def offering(self, result: CandidateResult) -> Offering | None:
        """What the catalogue knows of a candidate."""
        candidate = result.candidate
        return (self.catalogue or {}).get(offering_key(candidate.provider, candidate.model))

    @cached_property
    def by_id(self) -> dict[str, CandidateResult]:
        """The results by candidate id."""
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
    def default(self) -> CandidateResult | None:
        """The decision's default."""
        return self.by_id.get(self.workspace.decision.default or "")

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

    def decided(self) -> Iterator[tuple[str, CandidateResult, Standing]]:
        """Every choice of the decision with the standing it is judged by: its key path, the candidate, the standing."""
        decision = self.workspace.decision
        for key, id_ in (("default", decision.default), ("fallback", decision.fallback)):
            if id_ is not None:
                yield f"decision.{key}", self.by_id[id_], self.by_id[id_].standing
        for index, row in enumerate(decision.steps):
            for key, id_ in (("default", row.default), ("fallback", row.fallback)):
                judged = self.by_id[id_].steps.get(row.step) if id_ is not None else None
                if id_ is not None and judged is not None:
                    yield f"decision.steps[{index}].{key}", self.by_id[id_], judged.standing

    def chosen_once(self) -> Iterator[tuple[str, CandidateResult]]:
        """Every candidate that the decision names, once, with the place that names it first."""
        seen = set()
        for where, result, _ in self.decided():
            if result.id not in seen:
                seen.add(result.id)
                yield where, result


Found = Iterator[Finding]


def name(result: CandidateResult) -> str:
    """A candidate's name, as the sentences say it."""
    return f"“{result.candidate.name}”"
