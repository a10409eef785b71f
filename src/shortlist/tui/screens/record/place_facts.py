"""What is told beside the list of a row of the record: a title, lines of a card, and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.changes.carried_words import carried
from shortlist.export.head_card import card_rows
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.sentences import DONE
from shortlist.tui.screens.record.compared_rows import compared_rows
from shortlist.tui.screens.record.facts_pane import Line, card_lines
from shortlist.tui.screens.record.section_list import (
    ABOUT,
    TRIGGERS,
    about_lines,
    finding_lines,
    findings_by_section,
    first_words,
    kept_lines,
    trigger_lines,
)
from shortlist.tui.widgets.pane import Paragraph


class PlaceFacts(NamedTuple):
    """What the pane of facts shows of a row."""

    title: str
    lines: Sequence[Paragraph]
    card: Sequence[Line] = ()


def place_facts(analysis: Analysis, place: str, width: int, read_first: bool) -> PlaceFacts:
    """Of a row that is no section, in so many columns; `read_first` tells under the card what was decided, and why."""
    if place == TRIGGERS:
        return PlaceFacts("", trigger_lines(analysis))
    if place != ABOUT:
        lines = finding_lines(analysis.workspace, analysis.findings_ahead)
        return PlaceFacts("", lines or [Cell(DONE["nothing_weakens"], "good")])
    record = analysis.workspace.record
    told: list[Paragraph] = [*about_lines(analysis)]
    if record is None:
        return PlaceFacts("", told)
    if analysis.ranking:
        told += [Cell(" "), *compared_rows(analysis, width)]
    if read_first:
        told += first_words(analysis.workspace, width)
    card = [*card_lines(card_rows(analysis), width, kept_lines(analysis)), [Cell(" ")]]
    return PlaceFacts(record.title or analysis.workspace.title, told, card)


def section_facts_told(analysis: Analysis, section: str, facts: Sequence[Cell]) -> PlaceFacts:
    """Of a section: that its words come from another record, its findings, and its facts, which the caller has."""
    lines = []
    if warned := carried(analysis.workspace, analysis.filed).told(section):
        lines.append(Cell(f"! {warned}", "warn"))
    lines += finding_lines(analysis.workspace, findings_by_section(analysis)[section])
    if lines:
        lines.append(Cell(" "))
    return PlaceFacts("Facts", [*lines, *(facts or [Cell("Nothing can be computed here yet.", "dim")])])
