"""What the triggers of a record are judged from: the decision as it was accepted, and what is known of it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import evaluations_in_force, measured_rates
from shortlist.core.document.offering import Catalogue, Offering, offering_key
from shortlist.core.document.record import Record
from shortlist.core.document.workspace import Workspace, choices, chosen_candidates
from shortlist.core.review.filed_records import Frozen
from shortlist.core.service.figures import Figures
from shortlist.core.service.prices_charged import charged
from shortlist.core.service.usage import effective_usage

Replay = Callable[[Frozen], Mapping[str, CandidateResult]]
"""Gives the results of a frozen record's own day, by candidate id."""


class Review(NamedTuple):
    """One record under review.

    Without frozen inputs the decision is the workspace's, and the figures of the record's day are those observed by
    then.
    """

    workspace: Workspace
    record: Record
    results: Mapping[str, CandidateResult]
    today: dt.date
    replay: Replay
    catalogue: Catalogue | None = None
    frozen: Frozen | None = None

    @property
    def decided(self) -> Workspace:
        """The workspace in which the decision was made."""
        return self.workspace if self.frozen is None else self.frozen.workspace

    @property
    def chosen(self) -> list[Candidate]:
        """Every candidate that the decision named, as it was then."""
        return chosen_candidates(self.decided)

    def then(self, candidate: Candidate) -> Figures:
        """A candidate's figures as they were known on the record's day."""
        if self.frozen is not None:
            return Figures(candidate, self.record.date)
        known = tuple(o for o in candidate.observations if o.as_of <= self.record.date)
        return Figures(candidate.model_copy(update={"observations": known}), self.record.date)

    def current(self, candidate: Candidate) -> Candidate | None:
        """The same candidate as the workspace has it now; None where it was removed."""
        return self.workspace.candidate(candidate.id)

    def offering_then(self, candidate: Candidate) -> Offering | None:
        """What the catalogue of the record's day said of a candidate, where that was kept."""
        if self.frozen is None:
            return None
        return self.frozen.offerings.get(offering_key(candidate.provider, candidate.model))

    def offering_now(self, candidate: Candidate) -> Offering | None:
        """What today's catalogue says of a candidate."""
        return (self.catalogue or {}).get(offering_key(candidate.provider, candidate.model))

    def unmatched(self, candidate: Candidate) -> str | None:
        """Why today's catalogue says nothing of a candidate; None where it does, or needs not."""
        if candidate.self_hosted or self.offering_now(candidate) is not None:
            return None
        if self.catalogue is None:
            return f"{candidate.name}: the catalogue was not looked into"
        if not candidate.model.strip():
            return f"{candidate.name}: has no model id, so no offering of the catalogue can be matched to it"
        return f"{candidate.name}: no offering “{candidate.model}” at {candidate.provider} in the catalogue"

    def paid(self, candidate: Candidate) -> dict[tuple[str, float], None]:
        """What the assignment pays a chosen candidate by: prices with the input sizes that it was chosen for."""
        runs, then = evaluations_in_force(self.decided.evaluations), self.then(candidate)
        found: dict[tuple[str, float], None] = {}
        for step in self.decided.scenario.steps:
            if candidate.id in choices(self.decided)[step.id] and candidate.plays(step):
                run = runs.get((candidate.id, step.id))
                use = effective_usage(step, candidate, None if run is None else measured_rates(run))
                if use.requests_per_month:
                    found |= dict.fromkeys(charged(step, use, then))
        return found
