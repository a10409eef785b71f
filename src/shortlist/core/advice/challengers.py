"""Who could take over a step: candidates that fail nothing, and are not dearer than what is served or are better.

What nobody knows of them is told beside each, and what it costs to find out. Whom too little is known of to be compared
at all is no challenger: without a price, or without a figure where the step sets a bar.
"""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.advice.value_of_information import Look, step_value_of_information
from shortlist.core.analysis import Analysis
from shortlist.core.assessment.verdicts import NEAR_SHARE
from shortlist.core.basics.tolerance import above, at_most
from shortlist.core.comparison.ranking import Placed
from shortlist.core.document.checklist import QUALITY_BAR
from shortlist.core.document.scenario import Step

MOST = 3
"""Challengers of a step that are named."""


class Challenger(NamedTuple):
    """A candidate that could take over a step."""

    candidate: str
    monthly: float
    """USD a month for the step alone."""
    quality: float | None
    """On the metric that judges the step."""
    unknown: tuple[str, ...]
    """The `must` checks that are open, by id."""
    evidence: Look | None
    """The cheapest look that would settle most, where one is worth anything; None where nothing can be computed."""

    @property
    def eligible(self) -> bool:
        """Whether nothing that it must have is open."""
        return not self.unknown


class StepChallengers(NamedTuple):
    """A step, who serves it today at which cost, and who could."""

    step: str
    served_by: str | None
    monthly: float | None
    quality: float | None
    challengers: tuple[Challenger, ...]
    failing: tuple[tuple[str, tuple[str, ...]], ...]
    """Candidates of the workspace's own that fail a `must`, with the checks."""
    too_little_known: tuple[str, ...]
    """Candidates that cannot be compared, by id."""


def step_challengers(analysis: Analysis, step: Step, served: str | None, taken: frozenset[str]) -> StepChallengers:
    """The challengers of a step, ranked as the step ranks; `taken` are those that serve or stand in there."""
    places = analysis.step_places.get(step.id, [])
    now = next((place for place in places if place.id == served), None)
    monthly = quality = None
    if now is not None:
        monthly, quality = now.monthly, _quality(now, step)
    found: list[Challenger] = []
    failing: list[tuple[str, tuple[str, ...]]] = []
    unknown: list[str] = []
    looks = {look.candidate: look for look in reversed(step_value_of_information(analysis, step).looks)}
    for place in places:
        if place.id in taken:
            continue
        if place.standing.status == "excluded":
            failing.append((place.id, place.standing.blocked_by))
        elif place.monthly is None or (step.needs.min_quality is not None and QUALITY_BAR in place.standing.unknown):
            unknown.append(place.id)
        elif _worth_it(place, step, monthly, quality):
            cost, figure = place.monthly, _quality(place, step)
            found.append(Challenger(place.id, cost, figure, place.standing.unknown, looks.get(place.id)))
    return StepChallengers(step.id, served, monthly, quality, tuple(found[:MOST]), tuple(failing), tuple(unknown))


def _worth_it(place: Placed, step: Step, monthly: float | None, quality: float | None) -> bool:
    """Not dearer than what is served by more than a near miss, or better; anybody where that cannot be told."""
    if monthly is None:
        return True
    assert place.monthly is not None
    if at_most(place.monthly, monthly * (1 + NEAR_SHARE)):
        return True
    own = _quality(place, step)
    if own is None or quality is None:
        return False
    return above(quality, own) if step.needs.lower_is_better else above(own, quality)


def _quality(place: Placed, step: Step) -> float | None:
    return place.result.steps[step.id].serving.quality
