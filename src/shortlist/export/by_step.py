"""What is decided and what is recommended, step by step, in words: for tables of the terminal and for the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.words import count, listed, percent
from shortlist.core.comparison.decided import Decided, one_for_all
from shortlist.core.comparison.ranking import Recommendation
from shortlist.core.comparison.robustness import Flip
from shortlist.core.document.checklist import checklist
from shortlist.core.judging.column_value import COLUMN_NAMES
from shortlist.core.judging.judge import CandidateResult
from shortlist.export.facts import money
from shortlist.export.levels import score_word

CLOSE = "a close call: the first two lie within 3 points, or their ranges touch"
NOBODY = "nobody is eligible"
NO_FALLBACK = "nobody eligible at another provider"


class StepAdvice(NamedTuple):
    """A step with who was chosen and who is recommended for it."""

    made: Decided
    advice: Recommendation
    flips: list[Flip]

    def score(self, result: CandidateResult) -> str:
        """A candidate's score in this step; a dash where it does not play it."""
        judged = result.steps.get(self.made.step.id)
        return "–" if judged is None else score_word(judged.score)


def by_step(analysis: Analysis) -> list[StepAdvice]:
    """Every step, in the order of the scenario."""
    return [
        StepAdvice(made, analysis.step_recommendations[made.step.id], analysis.step_flips[made.step.id])
        for made in analysis.decided
    ]


def check_labels(analysis: Analysis) -> Mapping[str, str]:
    """What every check is called, by its id."""
    return {check.id: check.label for check in checklist(analysis.workspace.checks)}


def open_words(analysis: Analysis, result: CandidateResult, step: str | None = None) -> str:
    """The `must` checks that nobody has answered for a candidate, by their names; for one step or for all."""
    labels = check_labels(analysis)
    standing = result.standing if step is None else result.steps[step].standing
    return listed(f"“{labels[check]}”" for check in standing.unknown)


def recommended_told(analysis: Analysis, row: StepAdvice) -> str:
    """Who is recommended for a step, each with the score there, and who stands in."""
    advice, step = row.advice, row.made.step.id
    if advice.default is None:
        best = advice.provisional
        if best is None:
            return NOBODY
        return f"{NOBODY}; {best.candidate.name} {row.score(best)} once {open_words(analysis, best, step)} is known"
    told = f"{advice.default.candidate.name} {row.score(advice.default)}"
    fallback = advice.fallback
    stands_in = NO_FALLBACK
    if fallback is not None:
        stands_in = f"{fallback.candidate.name} {row.score(fallback)}"
    return f"{told}, fallback {stands_in}"


MOST_HELD = 3
"""How many are named of those that nothing but a check, or their provider, holds back."""


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
    standing, labels = result.steps[row.made.step.id].standing, check_labels(analysis)
    if standing.blocked_by:
        return f"{result.candidate.name} fails {listed(f'“{labels[check]}”' for check in standing.blocked_by)}"
    if standing.unknown:
        return f"{result.candidate.name} leaves {listed(f'“{labels[check]}”' for check in standing.unknown)} open"
    return f"{result.candidate.name} comes from the same provider, {result.candidate.provider}"


def cheapest_told(row: StepAdvice) -> str:
    """Who is the cheapest that passes in a step, and its bill there; empty without one."""
    cheapest = row.advice.cheapest_passing
    if cheapest is None:
        return ""
    return f"{cheapest.candidate.name}, bill {money(cheapest.steps[row.made.step.id].cost.bill)} a month"


def flip_told(analysis: Analysis, flip: Flip) -> str:
    """At which weight somebody else draws level with the first."""
    rival = analysis.by_id[flip.new_first].candidate.name
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
    return {
        id_: "; ".join(kind if len(steps) == len(made) else f"{kind} for {listed(steps)}" for kind, steps in of.items())
        for id_, of in serves.items()
    }


def decided_alone(analysis: Analysis) -> CandidateResult | None:
    """The candidate that serves every step; None where the decision is one by step."""
    return one_for_all(analysis.decided)
