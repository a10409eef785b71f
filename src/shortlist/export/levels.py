"""The words and signs for levels, statuses and intervals, the same in every table and screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from shortlist.core.assessment.assessor import CandidateResult, Score
from shortlist.core.assessment.column_value import ColumnValue, level_name
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.words import agreeing, from_to, listed
from shortlist.core.comparison.compared import Compared, nobody_serves
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.scenario import Column, Scenario, Step
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.document.workspace import choices


def level_word(column: Column, value: ColumnValue) -> str:
    """A column as read: good to poor, or low to high risk; `? 0–50` for an interval, `–` without a target."""
    if value.level is None or value.low is None or value.high is None:
        return "–"
    if value.low != value.high:
        return f"? {100 * value.low:.0f}–{100 * value.high:.0f}"
    return level_name(column, value.level)


def score_word(score: Score) -> str:
    """A score as read: `78`, or `71–80` where something is unknown."""
    if score.low is None or score.high is None:
        return "–"
    return from_to(f"{score.low:.0f}", f"{score.high:.0f}")


def choice_sign(compared: Compared, candidate: str) -> str:
    """★ for a default, ◇ for a fallback: those decided on, while nothing is decided the recommended ones."""
    if candidate in compared.chosen.defaults:
        return "★"
    return "◇" if candidate in compared.chosen.fallbacks else " "


def standing_sign(compared: Compared, result: CandidateResult) -> str:
    """★ and ◇ for those chosen, else the sign of a status that is not eligible."""
    sign = choice_sign(compared, result.id)
    if sign == " " and result.standing.status != "eligible":
        return STATUSES[result.standing.status].sign
    return sign


def choice_legend(compared: Compared, brief: bool = False) -> str:
    """What ★ and ◇ are: those decided on, or the recommended ones while nothing is decided."""
    made = choices(compared.workspace)
    if not nobody_serves(made[step.id] for step in compared.steps):
        return "★ default  ◇ fallback"
    return "★ ◇ recommended" if brief else "★ recommended  ◇ to stand in"


def brief_steps(scenario: Scenario) -> dict[str, str]:
    """The steps by id, each in as few words as tell it from the others."""
    names = _short_names(tuple(step.name for step in scenario.steps))
    return {step.id: name for step, name in zip(scenario.steps, names, strict=True)}


def step_briefs(scenario: Scenario) -> dict[str, str]:
    """The same by the names of the steps."""
    brief = brief_steps(scenario)
    return {step.name: brief[step.id] for step in scenario.steps}


# A table names the steps in every row; the names alone decide, and nobody writes into the list.
@lru_cache(maxsize=8)
def _short_names(names: tuple[str, ...]) -> list[str]:
    return short_names(names)


def unplayed(compared: Compared, candidate: Candidate, brief: bool = False) -> str:
    """Why it plays none of the steps looked at: `does not play Rerank, which asks for reranker: its role is code`.

    In brief without what the steps ask for, where that stands beside it.
    """
    wanted = listed(dict.fromkeys(str(step.role) for step in compared.steps))
    where, asks = "any step", f"; they ask for {wanted}"
    if compared.step is not None:
        where, asks = brief_steps(compared.scenario)[compared.step.id], f", which asks for {wanted}"
    roles = agreeing(len(candidate.roles or ()), "role is", "roles are")
    why = f"its {roles} {listed(candidate.roles or ())}"
    if candidate.roles is None:
        why = f"its roles are unknown, and {wanted} is not taken for granted"
    elif not candidate.roles:
        why = "it has no role"
    if not brief:
        where += asks
    return f"does not play {where}: {why}"


def played(result: CandidateResult, steps: Sequence[Step]) -> str:
    """`plays 3 of 5` where it does not play every one of some steps; empty where it does."""
    if len(result.steps) == len(steps):
        return ""
    return f"plays {len(result.steps)} of {len(steps)}"
