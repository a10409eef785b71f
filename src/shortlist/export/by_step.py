"""What is decided and what is recommended, step by step, in words: for tables of the terminal and for the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_NAMES
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.words import count, listed, percent
from shortlist.core.comparison.decided_steps import DecidedStep, one_for_all
from shortlist.core.comparison.ranking import Recommendation
from shortlist.core.comparison.robustness import Flip
from shortlist.core.document.checklist import check_labels
from shortlist.export.levels import score_word

CLOSE = "a close call: the first two lie within 3 points, or their ranges touch"
NOBODY = "nobody is eligible"
NO_FALLBACK = "nobody eligible at another provider"
MOST_HELD = 3  # how many are named of those that nothing but a check, or their provider, holds back


class StepAdvice(NamedTuple):
    """A step with who was chosen and who is recommended for it."""

    made: DecidedStep
    advice: Recommendation
    flips: list[Flip]

    def score(self, result: CandidateResult) -> str:
        """A candidate's score in this step; a dash where it does not play it."""
        if self.made.step.id not in result.steps:
            return "–"
        return score_word(result.steps[self.made.step.id].score)


def by_step(analysis: Analysis) -> list[StepAdvice]:
    """Every step, in the order of the scenario."""
    return [
        StepAdvice(made, analysis.step_recommendations[made.step.id], analysis.step_flips[made.step.id])
        for made in analysis.decided
    ]


def checks_told(analysis: Analysis, checks: Iterable[str]) -> str:
    """Checks by their names: `“Cost target” and “Licensing”`."""
    labels = check_labels(analysis.workspace.checks)
    return listed(f"“{labels[check]}”" for check in checks)


def recommended_told(analysis: Analysis, row: StepAdvice) -> str:
    """Who is recommended for a step, each with the score there, and who stands in."""
    advice, step = row.advice, row.made.step.id
    if advice.default is None:
        best = advice.provisional
        if best is None:
            return NOBODY
        held = checks_told(analysis, best.steps[step].standing.unknown)
        return f"{NOBODY}; {best.candidate.name} {row.score(best)} once {held} is known"
    stands_in = NO_FALLBACK
    if advice.fallback is not None:
        stands_in = f"{advice.fallback.candidate.name} {row.score(advice.fallback)}"
    return f"{advice.default.candidate.name} {row.score(advice.default)}, fallback {stands_in}"


def nobody_told(analysis: Analysis, row: StepAdvice) -> str:
    """Why nobody is recommended for a step, or to stand in there, and what holds those back that play it.

    Empty where there is somebody, and where nobody plays the step.
    """
    advice, step = row.advice, row.made.step
    first = advice.default
    others = [place for place in analysis.step_places[step.id] if first is None or place.id != first.id]
    if not others or (first is not None and advice.fallback is not None):
        return ""
    held = [_held_back(analysis, row, place.result) for place in others[:MOST_HELD]]
    if len(others) > MOST_HELD:
        held.append(f"and {count(len(others) - MOST_HELD, 'other')}")
    if first is None:
        return f"Nobody is eligible for “{step.name}”, as each must pass every “must” check: {'; '.join(held)}"
    asked = f"passes every “must” check and is had from another provider than {first.candidate.name}"
    return f"Nobody can stand in for “{step.name}” yet; it takes one that {asked}: {'; '.join(held)}"


def _held_back(analysis: Analysis, row: StepAdvice, result: CandidateResult) -> str:
    standing = result.steps[row.made.step.id].standing
    if standing.blocked_by:
        return f"{result.candidate.name} fails {checks_told(analysis, standing.blocked_by)}"
    if standing.unknown:
        return f"{result.candidate.name} leaves {checks_told(analysis, standing.unknown)} open"
    return f"{result.candidate.name} comes from the same provider, {result.candidate.provider}"


def flip_told(rival: str, flip: Flip) -> str:
    """At which weight somebody else, by this name, draws level with the first."""
    now, then = percent(flip.share_now), percent(flip.share_at_flip)
    return f"{rival} draws level if {COLUMN_NAMES[flip.column].lower()} counts {then} instead of {now}"


def nearest_flips(flips: list[Flip], most: int) -> list[Flip]:
    """The flips that ask for the smallest change of a weight."""
    return sorted(flips, key=lambda one: abs(one.share_at_flip - one.share_now))[:most]


def chosen_roles(analysis: Analysis) -> dict[str, str]:
    """What each chosen candidate was chosen for, by id: `default`, `default for Classify and Answer; fallback …`."""
    made = analysis.decided
    names = short_names([one.step.name for one in made])
    serves: dict[str, dict[str, list[str]]] = {}
    for one, name in zip(made, names, strict=True):
        for kind, result in (("default", one.default), ("fallback", one.fallback)):
            if result is not None:
                serves.setdefault(result.id, {}).setdefault(kind, []).append(name)
    roles: dict[str, list[str]] = {}
    for id_, by_kind in serves.items():
        for kind, steps in by_kind.items():
            told = kind
            if len(steps) < len(made):
                told = f"{kind} for {listed(steps)}"
            roles.setdefault(id_, []).append(told)
    return {id_: "; ".join(told) for id_, told in roles.items()}


def decided_alone(analysis: Analysis) -> CandidateResult | None:
    """The candidate that serves every step; None where the decision is one by step."""
    return one_for_all(analysis.decided)
