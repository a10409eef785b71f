"""What the first screen tells of the row under the cursor beside its list: a decision at a glance, or what comes."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

from shortlist.tui.draw.lines import Cell, fit, width_of
from shortlist.tui.draw.tones import ODD_TONES
from shortlist.tui.screens.welcome.entries import NEW, PRESET, TOUR, WALK
from shortlist.tui.widgets.pane import Paragraph

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis
    from shortlist.store.workspaces import ListedWorkspace, Store

NAME = 40
"""Columns of the name of a step at most."""
NOTHING = Cell("")
LEADS_TO = {
    WALK: (
        "The exercise: a support assistant whose figures are given, and a decision to make and to record. Every step "
        "says what is still missing; the key that leads there stands beside it."
    ),
    TOUR: (
        "The same product, decided: eight stops, each at its real place, from what is asked to what would settle it. "
        "Each ends with a key that you press."
    ),
    PRESET: "The steps of a common kind of product, with typical traffic as assumptions to be replaced:",
    NEW: "One step, no candidate, no limit: everything is asked for as you go.",
}
"""What each way to begin leads to."""


def of_beginning(key: str) -> list[Paragraph]:
    """What a way to begin leads to; empty where the row is none."""
    if key not in LEADS_TO:
        return []
    lines: list[Paragraph] = [Cell(LEADS_TO[key])]
    if key == PRESET:
        from shortlist.core.document.presets import PRESETS

        for preset in PRESETS.values():
            lines += [NOTHING, Cell(preset.title, "head"), Cell(preset.does, "dim")]
    if key == WALK:
        from shortlist.core.walkthrough import EXERCISE

        lines += [NOTHING, *(Cell(f" {number} {step.title}") for number, step in enumerate(EXERCISE))]
    return lines


def of_workspace(store: Store, entry: ListedWorkspace, today: dt.date) -> list[Paragraph]:
    """A decision at a glance, judged from its whole file; why, where that cannot be opened."""
    from shortlist.core.analysis import analyse
    from shortlist.core.basics.errors import ShortlistError

    if entry.problem is not None:
        return [Cell(f"✖ {entry.problem}", "bad")]
    with suppress(ShortlistError, OSError):
        return _glance(analyse(store.open(str(entry.path)).workspace, None, today), entry)
    return []


def _glance(analysis: Analysis, entry: ListedWorkspace) -> list[Paragraph]:
    from shortlist.core.basics.words import count
    from shortlist.export.verdict import VERDICT_OF, step_sign, verdict_text
    from shortlist.shown import shown
    from shortlist.tui.parts.limit_gauges import limit_gauges
    from shortlist.tui.widgets.summary import walk_line

    walk, scenario = walk_line(analysis), analysis.scenario
    lines: list[Paragraph] = [Cell(verdict_text(analysis), "strong"), NOTHING]
    if scenario.summary:
        lines += [Cell(scenario.summary.partition("\n")[0], "dim"), NOTHING]
    lines.append(Cell("Who serves", "head"))
    widest = min(NAME, max(width_of(step.name) for step in scenario.steps))
    for one in analysis.decided:
        served, tone = "nobody yet", ODD_TONES["unknown"]
        if one.default is not None:
            served, tone = shown(one.default.candidate.name), ODD_TONES[VERDICT_OF.get(one.status, "fail")]
        lines.append(Cell(f"{step_sign(one)} {fit(one.step.name, widest)}  {served}", tone))
    lines += [NOTHING, *limit_gauges(analysis), NOTHING, Cell("Work", "head")]
    status = entry.brief.status if entry.brief else ""
    lines.append(Cell(f"{count(len(analysis.ranking), 'candidate')}, {status or 'no record'}"))
    track, told = walk.laid(90)
    lines.append(Cell("".join(cell.text for cell in track).strip() + f"  {told.strip()}"))
    return [*lines, NOTHING, Cell(f"File: {entry.name}", "dim")]
