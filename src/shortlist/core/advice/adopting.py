"""Adopting what is recommended: who would serve which step, what that costs, and which steps nobody can be chosen for.

Nothing is decided here: what is proposed is shown with its cost before and after, and applied as one edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.object_cache import once_for_each
from shortlist.core.comparison.compared import nobody_serves
from shortlist.core.document.scenario import Step
from shortlist.core.document.structural_sharing import shared
from shortlist.core.document.workspace import Choice
from shortlist.core.edits.candidates import with_choices
from shortlist.core.service.cost import Cost


class Adopted(NamedTuple):
    """A step that what is recommended is adopted for; `after` equals `before` where it is chosen already."""

    step: Step
    before: Choice
    after: Choice

    @property
    def changed(self) -> bool:
        """Whether anything would change."""
        return self.before != self.after


class Held(NamedTuple):
    """A step for which nobody is eligible, so that nothing is adopted."""

    step: Step
    best: CandidateResult | None
    """Who comes nearest, judged on that step: the provisional one, else the first of the excluded; None where nobody
    plays it."""

    @property
    def checks(self) -> tuple[str, ...]:
        """What holds that one: its open checks, or those that it fails."""
        if self.best is None:
            return ()
        return self.best.standing.blocked_by or self.best.standing.unknown


class Adoption(NamedTuple):
    """What adopting the recommendation would do. The costs are of the whole decision, before and after."""

    steps: tuple[Adopted, ...]
    held: tuple[Held, ...]
    before: Cost
    after: Cost

    @property
    def choices(self) -> Mapping[str, Choice]:
        """Who serves each step that changes."""
        return {row.step.id: row.after for row in self.steps if row.changed}


def adoption(analysis: Analysis, step: str | None = None) -> Adoption:
    """What adopting what is recommended would do, for every step or for one.

    The default is the first of those eligible in the step, the fallback who stands in for it there. Where no fallback
    is recommended, the one that is chosen stays if it plays the step and is not the default by then.
    """
    looked_at = [one for one in analysis.steps if step in (None, one.id)]
    adopted, held = [], []
    for one in looked_at:
        compared = analysis.on(one.id)
        default, fallback = compared.recommendation.default, compared.recommendation.fallback
        if default is None:
            held.append(Held(one, next((place.result for place in compared.places), None)))
            continue
        before, stands_in = analysis.choices[one.id], None
        kept = compared.by_id.get(before.fallback or "")
        if fallback is not None:
            stands_in = fallback.id
        elif kept is not None and kept.steps and kept.id != default.id:
            stands_in = before.fallback
        adopted.append(Adopted(one, before, Choice(default.id, stands_in)))
    found = Adoption(tuple(adopted), tuple(held), analysis.decision, analysis.decision)
    if not found.choices:
        return found
    changed = with_choices(analysis.workspace, found.choices)
    later = analyse(changed, analysis.catalogue, analysis.today, analysis.filed, analysis, analysis.evidence)
    return found._replace(after=later.decision)


@once_for_each
def as_recommended(analysis: Analysis) -> Analysis | None:
    """The workspace judged as if who is recommended were chosen, found once for each analysis; where nobody is
    eligible, the best so far. None where anything is decided, or nobody can be chosen.
    """
    if not nobody_serves(analysis.choices.values()):
        return None
    whole, wanted = analysis.recommendation, {}
    for step, own in analysis.step_recommendations.items():
        advice = own if (whole.default or whole.provisional) is None else whole
        default = advice.default or advice.provisional
        if default is not None:
            wanted[step] = Choice(default.id, None if advice.fallback is None else advice.fallback.id)
    if not wanted:
        return None
    supposed = shared(analysis.workspace, with_choices(analysis.workspace, wanted))
    return analyse(supposed, analysis.catalogue, analysis.today, analysis.filed, analysis, analysis.evidence)
