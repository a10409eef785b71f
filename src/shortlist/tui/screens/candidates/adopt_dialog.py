"""What adopting the recommendation would set, step by step, and what it costs before and after; Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from shortlist.core.advice.adopting import Adoption, Held
from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import listed
from shortlist.core.document.checklist import check_labels
from shortlist.core.edits.candidates import PLACES
from shortlist.export.levels import brief_steps
from shortlist.tui.dialogs.lines import LinesDialog
from shortlist.tui.draw.brief_names import lines_in_brief
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.summary import money


class AdoptDialog(LinesDialog[bool]):
    """Returns True for Enter, where there is something to adopt."""

    DEFAULT_CSS = "AdoptDialog Pane { height: auto; max-height: 16; }"
    PANE = "bare"
    BINDINGS: ClassVar[list[BindingType]] = bound("adopt")

    def __init__(self, analysis: Analysis, found: Adoption, where: str) -> None:
        self._some = bool(found.choices)
        lines = lines_in_brief(adoption_lines(analysis, found), analysis.workspace)
        super().__init__(f"Adopt what is recommended{where}", lines)
        self.foot = "Enter adopts it as one edit, Esc leaves all as it is." if self._some else "Esc closes."

    def action_take(self) -> None:
        """Agree; where nothing would change, only close."""
        self.dismiss(self._some)


def adoption_lines(analysis: Analysis, found: Adoption) -> Sequence[Cell]:
    """What it costs, then step by step what changes, what cannot be adopted, and what stays."""
    brief, before, after = brief_steps(analysis.scenario), found.before, found.after
    names: dict[str | None, str] = {id_: one.candidate.name for id_, one in analysis.by_id.items()}
    names[None] = "nobody"
    changed = [row for row in found.steps if row.changed]
    lines: list[Cell] = []
    if changed:
        lines.append(Cell(f"Bill a month of the whole decision: {_moved(before.bill, after.bill)}"))
        per_task = _moved(before.per_successful_task, after.per_successful_task)
        lines.append(Cell(f"Cost per successful task: {per_task}"))
    else:
        told = "Nothing to adopt" if found.held else "What is recommended is chosen already"
        lines.append(Cell(f"{told}.", "strong"))
    for row in changed:
        lines.append(Cell(brief[row.step.id], "head"))
        for place, was, now in zip(PLACES, row.before, row.after, strict=True):
            if names[was] == names[now]:
                lines.append(Cell(f"  {place:<9} {names[now]}", "dim"))
            else:
                lines.append(Cell(f"  {place:<9} {names[was]}"))
                lines.append(Cell(f"  {'':<9} → {names[now]}"))
    lines += [Cell(f"{brief[row.step.id]}: {_held(analysis, row)}.", "warn") for row in found.held]
    stays = [brief[row.step.id] for row in found.steps if not row.changed]
    if stays and changed:
        lines.append(Cell(f"As chosen already: {listed(stays)}.", "dim"))
    return lines


def _held(analysis: Analysis, row: Held) -> str:
    if row.best is None:
        return "nobody plays it, and nothing is set"
    labels = check_labels(analysis.workspace.checks)
    checks = listed(f"“{labels[check]}”" for check in row.checks)
    name = row.best.candidate.name
    if row.best.standing.status == "excluded":
        return f"nobody is eligible, and nothing is set; the best, {name}, fails {checks}"
    return f"nobody is eligible yet, and nothing is set; {name} lacks an answer to {checks}"


def _moved(before: Unknown, after: Unknown) -> str:
    """`$40 → $52`; amounts that read alike are told once."""
    old, new = money(before), money(after)
    return f"stays {new}" if old == new else f"{old} → {new}"
