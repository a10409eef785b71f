"""Cells that the tables of the candidates share: names with their signs, scores, statuses, ranges, sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import from_to, plain, seconds, usd
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import Extent, Measure
from shortlist.core.document.checklist import checklist
from shortlist.core.document.metrics import METRICS, figure_shown, is_quality
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.vocabulary import ACCESS, STATUSES
from shortlist.export.levels import brief_steps, played, standing_sign, unplayed
from shortlist.tui.draw.lines import ELLIPSIS, Cell, cut, width_of
from shortlist.tui.draw.tones import STATUS_TONES
from shortlist.tui.keys.sentences import empty

MARK, OPEN = "■", "↕"
"""Of a row that is marked, and of a rank that the candidate's own unknown figures could move."""


class Selected(NamedTuple):
    """Which candidates a table shows, in which order, and which of them are marked."""

    results: Sequence[CandidateResult]
    marked: tuple[str, ...] = ()
    order: tuple[str, bool] | None = None
    """The column that they are sorted by, and whether it rises."""
    hidden: str = ""
    """Why there is none of them, where there are candidates at all."""

    @property
    def nothing(self) -> str:
        """What stands in place of the rows."""
        return self.hidden or empty("candidates")


def name_cell(compared: Compared, result: CandidateResult, marked: Sequence[str] = ()) -> Cell:
    """The name with its mark and its sign."""
    words = f"{standing_sign(compared, result)} {result.candidate.name}"
    if result.id in marked:
        return Cell(MARK + words, "accent")
    return Cell(f" {words}", "dim" if result.standing.status == "no_step" else "plain")


def reached(result: CandidateResult) -> str:
    """How it is reached: `managed · openai`."""
    return f"{ACCESS[result.candidate.access].short} · {result.candidate.provider}"


def check_label(compared: Compared, check: str) -> str:
    """What a check is called: `Cost target`; one of the team's own by its question."""
    return next((one.label for one in checklist(compared.workspace.checks) if one.id == check), check)


def status_cell(compared: Compared, result: CandidateResult, width: int | None = None) -> Cell:
    """The status in words; for those held back what holds them, in a width how many checks that are where they do not
    fit; of one that nothing holds back, that its rank is open where it is.
    """
    standing = result.standing
    if standing.status == "eligible" and result.id in compared.open_ranks:
        return Cell(f"{STATUSES['eligible'].sign} rank open", "warn")
    if width is not None and standing.status == "eligible":
        return Cell(STATUSES["eligible"].sign, "dim")
    names = [check_label(compared, check).lower() for check in standing.blocked_by or standing.unknown]
    held = ", ".join(names)
    if width is not None and width_of(held) + 2 > width:
        held = f"{len(names)} open"
    words = f"{STATUSES[standing.status].sign} {held or STATUSES[standing.status].name}"
    return Cell(words, STATUS_TONES[standing.status])


def excluded_cell(compared: Compared, result: CandidateResult) -> Cell:
    """Why it is excluded, check by check, with the figures; one that it misses by little says so.

    What the figures say names itself; what a person answered is told with what was asked.
    """
    told = []
    for check in result.standing.blocked_by:
        held, near = result.checks[check], near_miss(result, check)
        reason = held.reason.removesuffix(".").replace(" against ", ", ")
        if held.derived:
            told.append(f"{reason}{near}")
        else:
            told.append(f"{check_label(compared, check)}{near}: {reason}")
    words = ". ".join(told)
    # What is over its limit comes before the rest of a long name.
    briefly = brief_steps(compared.scenario)
    for step in compared.scenario.steps:
        words = words.replace(f"{step.name}: ", f"{briefly[step.id]}: ")
    return Cell(f"{STATUSES['excluded'].sign} {words}.", "bad")


@dataclass(frozen=True, slots=True)
class WholeSentences:
    """Draws a cell in so many columns; of the same text it is the same, so that its row is drawn anew for none."""

    cell: Cell

    def __call__(self, room: int) -> list[Cell]:
        """Where not all of it has room, as many whole sentences as do, and that there are more; the first is cut where
        not even that has."""
        sentences = self.cell.text.split(". ")
        texts = [self.cell.text]
        for left in range(1, len(sentences)):
            some = ". ".join(sentences[:-left])
            texts += [f"{some} · {left} more", f"{some} {ELLIPSIS}"]
        text = next((one for one in texts if width_of(one) <= room), cut(self.cell.text, room))
        return [self.cell._replace(text=text)]


def near_miss(result: CandidateResult, check: str) -> str:
    """Said behind a check that is missed by little."""
    return " (near miss)" if check in result.standing.near_miss else ""


def plays_cell(compared: Compared, result: CandidateResult) -> Cell:
    """`3 of 5`: how many of the steps it plays; quiet where it plays all of them."""
    told = played(result, compared.steps).removeprefix("plays ")
    return Cell(told or "all", "warn" if told else "dim")


def unplayed_cell(compared: Compared, result: CandidateResult) -> Cell:
    """Why it plays none of the steps that are looked at: it is beside the comparison, and not excluded."""
    return Cell(f"{STATUSES['no_step'].sign} {unplayed(compared, result.candidate, brief=True)}", "dim")


def drawn(low: float | None, high: float | None, width: int) -> str:
    """A range from 0 to 100 on a dotted scale: `···├──┤···`, one figure as `···┃···`."""
    if low is None or high is None:
        return "?".center(width)
    first, last = (round(max(0.0, min(100.0, value)) / 100 * (width - 1)) for value in (low, high))
    if f"{low:.0f}" == f"{high:.0f}":
        inner = "┃"
    elif first == last:
        inner = "│"
    else:
        inner = f"├{'─' * (last - first - 1)}┤"
    return "·" * first + inner + "·" * (width - first - len(inner))


def extent_text(measure: Measure, extent: Extent | None) -> str:
    """A measure as read, a range from its least to its most; `?` where it is unknown."""
    if extent is None:
        return "?"
    return from_to(*(size_text(measure, value) for value in extent))


def size_text(measure: Measure, value: float) -> str:
    """A size with its unit where the unit is short."""
    recorded = measure.key in METRICS or is_quality(measure.key)
    if recorded and measure.unit.startswith("USD"):
        return f"${figure_shown(measure.key, value)}"
    if measure.unit == "USD":
        return usd(value)
    if measure.unit == "s":
        return seconds(value)
    if recorded:
        return figure_shown(measure.key, value)
    return f"{value:.0f}" if measure.key == "score" or measure.key in COLUMNS else plain(value)
