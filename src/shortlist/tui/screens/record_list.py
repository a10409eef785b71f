"""The list at the left of the record: the record itself, what reopens it, what weakens it, and its sections."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.analysis import Analysis
from shortlist.core.findings import Finding
from shortlist.core.findings.sections import section_of
from shortlist.core.record import SECTIONS, Record
from shortlist.core.sections import SectionState, section_state
from shortlist.core.triggerwords import trigger_words
from shortlist.core.walkthrough import WANTED_SECTIONS
from shortlist.core.wording import count
from shortlist.tui.lines import Cell, Tone
from shortlist.tui.widgets.grid import Column, Row, Table

ABOUT, TRIGGERS, FINDINGS = "about", "triggers", "findings"
"""Rows that are no sections."""
SEVERITY = {"error": "✖ error", "warning": "! warning", "info": "· info"}
SEVERITY_TONES: dict[str, Tone] = {"error": "bad", "warning": "warn", "info": "dim"}
NAMES = {"leaderboard_could_not_prove": "It could not prove"}
"""What a section is called where its key is too long for the list."""


def section_name(section: str) -> str:
    """A section's key as a heading."""
    return section.replace("_", " ").capitalize()


def findings_by_section(analysis: Analysis) -> dict[str, list[Finding]]:
    """The findings of every section, the gravest first."""
    found: dict[str, list[Finding]] = {section: [] for section in SECTIONS}
    for finding in analysis.findings:
        found[section_of(finding)].append(finding)
    return found


def state_cell(section: str, state: SectionState) -> Cell:
    """How far a section is: written with its words, drafted with the places left, empty."""
    if state.stage == "draft":
        return Cell(f"… {len(state.marks)} left", "warn")
    if state.stage == "written":
        return Cell(f"✓ {state.words:,}", "good")
    return Cell("? to write", "warn") if section in WANTED_SECTIONS else Cell("– empty", "dim")


def _found_cell(found: Sequence[Finding]) -> Cell:
    if not found:
        return Cell("")
    worst = found[0].severity
    return Cell(f"{SEVERITY[worst][0]}{len(found)}", SEVERITY_TONES[worst])


def sections_table(analysis: Analysis) -> Table:
    """The list, each row with its state and the number of findings that concern it."""
    record = analysis.workspace.record
    found = findings_by_section(analysis)
    due = sum(state.due for state in analysis.triggers)
    triggers = len(record.triggers) if record else 0
    rows = [
        Row(ABOUT, (Cell("This record"), Cell(record.status if record else "– none yet"), Cell(""))),
        Row(TRIGGERS, (Cell("Triggers"), _trigger_cell(triggers, due), Cell(""))),
        Row(FINDINGS, (Cell("Findings"), Cell(f"{len(analysis.findings)}"), _found_cell(analysis.findings))),
        Row("", (Cell("Sections"),), heading=True),
    ]
    for section in SECTIONS:
        state = section_state(analysis.workspace.prose(section))
        name = NAMES.get(section, section_name(section))
        rows.append(Row(section, (Cell(name), state_cell(section, state), _found_cell(found[section]))))
    return Table(
        (Column("name", "part"), Column("state", "state", 10), Column("found", "!", 3)), tuple(rows), widest=19
    )


def _trigger_cell(triggers: int, due: int) -> Cell:
    if due:
        return Cell(f"! {due} due", "bad")
    return Cell(f"{triggers}") if triggers else Cell("– none", "dim")


# --- what stands beside the list --------------------------------------------------------------------------


def finding_lines(found: Sequence[Finding]) -> list[Cell]:
    """Findings in full, each with where it lies."""
    return [
        line
        for one in found
        for line in (
            Cell(f"{SEVERITY[one.severity]}: {one.message}", SEVERITY_TONES[one.severity]),
            Cell(f"  {one.rule}, at {one.where}", "dim"),
        )
    ]


def about_lines(analysis: Analysis) -> list[Cell]:
    """The record's own fields."""
    record = analysis.workspace.record
    if record is None:
        return [
            Cell("There is no record yet. It begins with the first words that you write, or with a draft: d.", "plain"),
            Cell("Enter gives it a title, the people who decide, and its triggers.", "dim"),
        ]
    people = (("Decided by", record.decision_makers), ("Consulted", record.consulted), ("Informed", record.informed))
    lines = [
        Cell(record.title or analysis.workspace.title, "head"),
        Cell(f"Record {record.number}, {record.status} since {record.date}"),
        *(Cell(f"{title}: {'; '.join(names) or '–'}", "plain" if names else "dim") for title, names in people),
    ]
    if record.supersedes:
        lines.append(Cell(f"Supersedes record {record.supersedes}"))
    return [*lines, Cell(" "), Cell(_next_status(record), "dim")]


def _next_status(record: Record) -> str:
    if record.status == "draft":
        return "Enter edits these. s proposes the record once it can be read by others."
    if record.status == "proposed":
        return "Enter edits these. s takes it back to a draft."
    return f"The record is {record.status}: its words stay as they were decided on."


def trigger_lines(analysis: Analysis) -> list[Cell]:
    """What reopens the decision, and whether it is due."""
    if not analysis.triggers:
        return [
            Cell("Nothing reopens this decision yet.", "warn"),
            Cell(
                "Enter adds triggers: a day, a number of days, a price that moves, a model that is withdrawn …", "dim"
            ),
        ]
    lines: list[Cell] = []
    for record in analysis.workspace.records:
        states = [state for state in analysis.triggers if state.record == record.number]
        for trigger, state in zip(record.triggers, states, strict=True):
            lines.append(
                Cell(f"{'! due' if state.due else '·'} {trigger_words(trigger)}", "bad" if state.due else "plain")
            )
            lines.append(Cell(f"  {state.message}{f' {trigger.note}' if trigger.note else ''}", "dim"))
    return lines


def written_told(state: SectionState) -> str:
    """What the line above the editor says of the text."""
    if state.stage == "empty":
        return "empty"
    told = count(state.words, "word")
    return f"{told}, {count(len(state.marks), 'place')} to fill in" if state.marks else told
