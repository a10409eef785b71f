"""Sentences of the frame: how far the walkthrough is, what is recommended, what an edit did to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.words import agreeing, count, from_to, listed, said, usd
from shortlist.core.comparison.cost_gaps import without_traffic
from shortlist.export.verdict import told, verdict_lines
from shortlist.sanitising import shown
from shortlist.tui.draw.brief_names import in_brief
from shortlist.tui.draw.lines import Cell, width_of
from shortlist.tui.draw.tones import ODD_TONES, VERDICT_TONES
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.stepper import Stepper

if TYPE_CHECKING:
    from shortlist.core.document.workspace import Workspace
    from shortlist.tui.session.session import Session

MEASURE = "Done. Next: what to measure."
NAME_ROOM = 32
"""Columns that the name of a candidate takes at most in a sentence of the frame."""


def walk_line(analysis: Analysis) -> Stepper:
    """The steps with a tick for each that is done, and what is missing next."""
    steps = analysis.walkthrough
    done = tuple(step.done for step in steps)
    pending = next((step for step in steps if not step.done), None)
    if pending is not None:
        return Stepper(done, pending.step, in_brief(pending.missing[0], analysis.workspace), pending.title)
    errors = len(analysis.against_acceptance)
    if not errors:
        return Stepper(done, None, MEASURE, MEASURE)
    stand = agreeing(errors, "stands", "stand")
    told = f"Done, but {count(errors, 'error')} {stand} before acceptance."
    return Stepper(done, None, told, f"{count(errors, 'error')} before acceptance")


def verdict_cells(analysis: Analysis, width: int) -> list[Cell]:
    """The verdict on the decision, the longest that fits, coloured by how who serves stands.

    Where all of them stand well that is said; else what is well is plain, so that the rest is seen.
    """
    lines = list(verdict_lines(analysis))
    line = next((one for one in lines if width_of(told(one)) <= width), lines[-1])
    head = next((at for at, piece in enumerate(line) if at and not piece.joined), len(line))
    all_well = all(piece.verdict == "pass" for piece in line[:head])
    cells: list[Cell] = []
    for at, piece in enumerate(line):
        if at and not piece.joined:
            cells.append(Cell(" · ", "dim"))
        tone = ODD_TONES[piece.verdict]
        if piece.verdict == "pass" and at < head and all_well:
            tone = VERDICT_TONES["pass"]
        elif piece.first and tone == "plain":
            tone = "strong"
        cells.append(Cell(piece.text, tone))
    return cells


def score_text(result: CandidateResult) -> str:
    """`78`, `71–80` where something is unknown, `?` where nothing counts."""
    low, high = result.score.low, result.score.high
    if low is None or high is None:
        return "?"
    return from_to(f"{low:.0f}", f"{high:.0f}")


def money(value: float | None) -> str:
    """An amount, or `?` where it is unknown."""
    return said(value, usd)


def brief(result: CandidateResult) -> str:
    """A candidate's name, cut where it would leave no room for what is told of it."""
    return both_ends(result.candidate.name, NAME_ROOM)


def leader(analysis: Analysis) -> CandidateResult | None:
    """The recommended default; where nobody is eligible the best that only lacks answers."""
    return analysis.recommendation.default or analysis.recommendation.provisional


def recommendation_line(now: Analysis) -> str:
    """What is recommended, with its score and its cost."""
    first = leader(now)
    if first is None:
        if not now.workspace.candidates:
            return empty("no_candidate")
        return _by_step(now) if len(now.scenario.steps) > 1 else empty("none_passes")
    kind = "Recommended" if now.recommendation.default else "Nobody is eligible yet; best so far"
    close = ", a close call" if now.recommendation.close_call else ""
    cost = f"{money(first.cost.bill)} bill and {money(first.cost.monthly)} in all a month"
    if first.cost.bill is None and first.cost.monthly is None:
        cost = "its cost unknown"
    if without_traffic(now.workspace):
        cost = keyed("no cost yet, as no traffic is set: {cost.edit} on screen {tab.cost}")
    return f"{kind}: {brief(first)}, {score_text(first)} points{close}, {cost}."


def _by_step(now: Analysis) -> str:
    """Who is recommended for each step, where nobody is for all of them; those decided on already in one word."""
    names = short_names([step.name for step in now.scenario.steps])
    told, kept, able = [], [], 0
    for one, name in zip(now.decided, names, strict=True):
        first = now.step_recommendations[one.step.id].default
        able += first is not None
        if first is None:
            told.append(f"{name} → nobody")
        elif one.default is not None and first.id == one.default.id:
            kept.append(name)
        else:
            told.append(f"{name} → {shown(first.candidate.name)}")
    if not able:
        return empty("none_passes")
    if kept:
        told.append("every step as decided" if len(kept) == len(names) else f"{listed(kept)} as decided")
    return f"Recommended: {'; '.join(told)}."


def running_line(session: Session, begun: Workspace) -> str:
    """What is recommended while a form is as it was opened, then what its last edit did to that."""
    if session.workspace is begun:
        return recommendation_line(session.analysis)
    return change_line(session.before, session.analysis)


def change_line(before: Analysis, now: Analysis) -> str:
    """What an edit did to the recommendation: another first, or its score and cost before and after."""
    old, new = leader(before), leader(now)
    if old is None or new is None:
        line, was, bill = recommendation_line(now), money(before.decision.bill), money(now.decision.bill)
        if line != recommendation_line(before):
            return f"Changed. {line}"
        return line if was == bill else f"The decision's bill {was} → {bill}. {line}"
    if old.id != new.id or (before.recommendation.default is None) != (now.recommendation.default is None):
        return f"Changed from {brief(old)}. {recommendation_line(now)}"
    told = []
    if score_text(old) != score_text(new):
        told.append(f"{score_text(old)} → {score_text(new)} points")
    if money(old.cost.bill) != money(new.cost.bill):
        told.append(f"bill {money(old.cost.bill)} → {money(new.cost.bill)}")
    if money(old.cost.monthly) != money(new.cost.monthly):
        told.append(f"{money(old.cost.monthly)} → {money(new.cost.monthly)} in all a month")
    if not told:
        return recommendation_line(now)
    return f"Still {brief(new)}: {', '.join(told)}."
