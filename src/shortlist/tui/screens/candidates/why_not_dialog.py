"""Why not this one? What stands between a candidate and the first place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from shortlist.core.advice.why_not import why_not
from shortlist.core.basics.words import capitalised
from shortlist.core.comparison.compared import Compared
from shortlist.export.levels import unplayed
from shortlist.tui.dialogs.lines import LinesDialog
from shortlist.tui.draw.lines import NAME, Cell
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.keys.bindings import bound
from shortlist.tui.screens.candidates.detail import ranked, standing_lines
from shortlist.tui.widgets.summary import score_text


def why_not_lines(compared: Compared, id_: str) -> Sequence[Cell]:
    """What holds it, and each change that alone would make it the first."""
    found, result = why_not(compared, id_), compared.by_id[id_]
    if not result.steps:
        return [Cell(f"{result.candidate.name} {unplayed(compared, result.candidate)}.")]
    rank = f"{capitalised(ranked(compared, result))}, {score_text(result)} points"
    if found.first == id_:
        return [Cell(f"{rank}. It is the one that is recommended: nothing has to change.", "good")]
    first, ahead = compared.by_id.get(found.first or ""), "nobody is eligible"
    if any(one.standing.status == "eligible" for one in compared.ranking):
        ahead = "nobody serves every step"
    if first is not None:
        ahead = f"first is {first.candidate.name} with {score_text(first)} points"
    lines = [Cell(f"{rank}; {ahead}.")]
    if found.held_by:
        lines += standing_lines(compared, result)
    if not found.changes:
        nothing = "No single change of price, speed, quality, errors or weights makes it the first."
        return [*lines, Cell(nothing, "warn")]
    lines.append(Cell("It would come first if, everything else being the same,", "head"))
    return [*lines, *(Cell(f"  {'or ' if at else ''}{one.sentence}") for at, one in enumerate(found.changes))]


class WhyNotDialog(LinesDialog[None]):
    """The question and its answer."""

    BINDINGS: ClassVar[list[BindingType]] = bound("why_not")

    def __init__(self, compared: Compared, id_: str) -> None:
        where = f" for “{compared.step.name}”" if compared.step is not None else ""
        name = both_ends(compared.by_id[id_].candidate.name, NAME)
        super().__init__(f"Why not {name}{where}?", why_not_lines(compared, id_))
