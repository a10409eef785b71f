"""The decision step by step: who serves, who stands in, and whether the one who serves may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult, Standing, StepResult, standing_for
from shortlist.core.document.scenario import Step
from shortlist.core.document.vocabulary import CandidateStatus
from shortlist.core.document.workspace import Choice


class DecidedStep(NamedTuple):
    """A step as it was decided; None where nobody was chosen."""

    step: Step
    default: CandidateResult | None
    fallback: CandidateResult | None

    @property
    def assessed(self) -> StepResult | None:
        """The default in this step; None where nobody was chosen, or one that does not play it."""
        return None if self.default is None else self.default.steps.get(self.step.id)

    def names(self, id_: str) -> bool:
        """Whether a candidate was chosen for the step, to serve or to stand in."""
        return any(one is not None and one.id == id_ for one in (self.default, self.fallback))

    @property
    def status(self) -> CandidateStatus | None:
        """How the default stands in this step alone; None where nobody was chosen."""
        if self.default is None:
            return None
        return "no_step" if self.assessed is None else self.assessed.standing.status


def decided(
    steps: Sequence[Step], choices: Mapping[str, Choice], results: Mapping[str, CandidateResult]
) -> list[DecidedStep]:
    """Every step with who was chosen for it; `results` by candidate id."""
    return [
        DecidedStep(step, results.get(choices[step.id].default or ""), results.get(choices[step.id].fallback or ""))
        for step in steps
    ]


def one_for_all(made: Sequence[DecidedStep]) -> CandidateResult | None:
    """The candidate that serves every step by default; None where there are several, or a step has nobody."""
    first = made[0].default if made else None
    if first is None or any(one.default is None or one.default.id != first.id for one in made):
        return None
    return first


def serving_standings(made: Sequence[DecidedStep]) -> dict[str, Standing]:
    """How everybody who serves by default stands for the steps that were given to them, by candidate id."""
    found: dict[str, tuple[CandidateResult, list[str]]] = {}
    for one in made:
        if one.default is not None and one.assessed is not None:
            found.setdefault(one.default.id, (one.default, []))[1].append(one.step.id)
    return {id_: standing_for(result, steps) for id_, (result, steps) in found.items()}
