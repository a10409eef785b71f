"""The list at the left of the record: the record itself, what reopens it, what weakens it, and its sections.

And what is drawn beside it: the question of a section, and what is due.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import count, listed
from shortlist.core.changes.carried_words import Carried, carried
from shortlist.core.changes.place_words import place_words
from shortlist.core.document.accepted import in_force, is_open, successor
from shortlist.core.document.record import SECTIONS, trigger_words
from shortlist.core.document.sections import SECTION_ROWS, SectionState, section_name, section_state
from shortlist.core.document.workspace import Workspace
from shortlist.core.findings import Finding
from shortlist.core.findings.rule import section_of
from shortlist.export.finding_kinds import finding_kinds
from shortlist.export.notes import in_spite_of
from shortlist.tui.draw.brief_names import lines_in_brief
from shortlist.tui.draw.drawn_widgets import Still, ToldLine
from shortlist.tui.draw.figures import true_minus
from shortlist.tui.draw.lines import Cell, bar, fit, width_of, wrapped
from shortlist.tui.draw.tones import SEVERITY_TONES
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import DONE, empty
from shortlist.tui.screens.record.status_help import ahead
from shortlist.tui.widgets.pane import ProsePane, hanging
from shortlist.tui.widgets.table import Column, Row, Table

ABOUT, TRIGGERS, FINDINGS = "about", "triggers", "findings"
"""Rows that are no sections."""
SEVERITY = {"error": "✖ error", "warning": "! warning", "info": "· info"}


def findings_by_section(analysis: Analysis) -> dict[str, list[Finding]]:
    """The findings of every section, the gravest first."""
    found: dict[str, list[Finding]] = {section: [] for section in SECTIONS}
    for finding in analysis.findings_ahead:
        found[section_of(finding)].append(finding)
    return found


def state_cell(section: str, state: SectionState, before: Carried) -> Cell:
    """How far a section is: written with its words or in those of an earlier record, places left, begun, empty."""
    if state.stage == "draft":
        return Cell(f"… {len(state.marks)} left", "warn")
    if state.stage == "written" and section in before.sections:
        if before.choice:
            return Cell(f"! record {before.number}", "warn")
        return Cell(f"= record {before.number}", "dim")
    if state.stage == "written":
        return Cell(f"✓ {count(state.words, 'word')}", "good")
    if state.stage == "begun":
        return Cell(f"… {count(state.words, 'word')}", "warn")
    if SECTION_ROWS[section].wanted:
        return Cell("? to write", "warn")
    return Cell("– empty", "dim")


def _found_cell(found: Sequence[Finding]) -> Cell:
    if not found:
        return Cell("")
    worst = found[0].severity
    number = sum(one.severity == worst for one in found)
    return Cell(f"{SEVERITY[worst][0]}{number}", SEVERITY_TONES[worst])


def _findings_cells(found: Sequence[Finding]) -> tuple[Cell, Cell]:
    """All findings: the errors apart from the others."""
    errors = [one for one in found if one.severity == "error"]
    if not errors:
        return Cell(f"{len(found)}"), _found_cell(found)
    others, more = found[len(errors) :], Cell("")
    if others:
        more = Cell(f"+{len(others)}", SEVERITY_TONES[others[0].severity])
    return Cell(f"{SEVERITY['error'][0]} {count(len(errors), 'error')}", "bad"), more


PROGRESS = 12
"""How many columns the bar of the written sections takes."""


def progress_cell(states: Mapping[str, SectionState]) -> Cell:
    """How many sections are written, as a bar and in figures: `Sections ███▏     9 of 17`."""
    written = sum(state.stage == "written" for state in states.values())
    told = f"{written} of {len(states)}"
    drawn = bar(written / len(states), PROGRESS).rstrip()
    return Cell(f"Sections {drawn.ljust(PROGRESS, '░')} {told}", "good" if written == len(states) else "warn")


def sections_table(analysis: Analysis) -> Table:
    """The list, each row with its state and the number of findings that concern it."""
    record = analysis.workspace.record
    found = findings_by_section(analysis)
    before = carried(analysis.workspace, analysis.filed)
    due = sum(state.due for state in analysis.triggers)
    triggers = Cell("– none", "dim")
    if due:
        triggers = Cell(f"! {due} due", "bad")
    elif record and record.triggers:
        triggers = Cell(f"{len(record.triggers)}")
    rows = [
        Row(ABOUT, (Cell("This record"), Cell(record.status if record else "– none yet"), Cell(""))),
        Row(TRIGGERS, (Cell("Triggers"), triggers, Cell(""))),
        Row(FINDINGS, (Cell("Findings"), *_findings_cells(analysis.findings_ahead))),
    ]
    states = {section: section_state(analysis.workspace.prose(section)) for section in SECTIONS}
    rows.append(Row("", (progress_cell(states),), heading=True))
    for section, state in states.items():
        name = SECTION_ROWS[section].brief or section_name(section)
        rows.append(Row(section, (Cell(name), state_cell(section, state, before), _found_cell(found[section]))))
    return Table(
        (Column("name", "part"), Column("state", "state", 11), Column("found", "!", 4)), tuple(rows), widest=19
    )


# --- what stands beside the list --------------------------------------------------------------------------


def finding_lines(workspace: Workspace, found: Sequence[Finding]) -> list[Cell]:
    """Findings by kind, each with where it lies; what is said of several candidates is said once, over their list."""
    lines = []
    for kind in finding_kinds(workspace, found):
        number = f" ({kind.number})" if kind.number > 1 else ""
        lines.append(Cell(f"{SEVERITY[kind.severity]}: {kind.name}{number}", SEVERITY_TONES[kind.severity]))
        for alike in kind.alike:
            lines.append(Cell(f"  {alike.told}"))
            lines += [Cell(f"    · {place_words(workspace, one.where)}", "dim") for one in alike.findings]
    return list(lines_in_brief(lines, workspace))


def about_lines(analysis: Analysis) -> list[Cell]:
    """What stands under the card: the records before, and what leads on."""
    record = analysis.workspace.record
    if record is None:
        return [
            Cell(empty("record_begins"), "plain"),
            Cell("Enter gives it a title, the people who decide, and its triggers.", "dim"),
        ]
    lines: list[Cell] = []
    if record.supersedes and is_open(record):
        until = "which stays in force until this one is accepted"
        lines.append(Cell(f"Is to supersede record {record.supersedes}, {until}"))
    elif record.supersedes and record.status != "rejected":
        lines.append(Cell(f"Supersedes record {record.supersedes}"))
    lines += _earlier(analysis)
    if lines:
        lines.append(Cell(" "))
    return [*lines, Cell(ahead(analysis.workspace, record), "dim")]


def kept_lines(analysis: Analysis) -> list[Cell]:
    """Whether what was frozen on acceptance is there and comes to the same, and the errors it was accepted with."""
    record = analysis.workspace.record
    if record is None or not record.digest:
        return []
    filed = (analysis.filed or {}).get(record.number)
    if filed is None:
        return []
    if filed.problem is not None:
        return [Cell(f"✖ Not confirmed: {filed.place}: {filed.problem}", "bad")]
    digest = f"(digest {record.digest[:12]})"
    lines = [Cell(f"✓ Replayed: what it rests on is kept in {filed.place} and gives the same result {digest}", "good")]
    if filed.other_rules:
        told = f"What it rests on is kept in {filed.place} {digest}; it was computed under earlier rules"
        lines = [Cell(f"✓ {told}, and so it is not replayed.")]
    if filed.change is not None and filed.change.status == record.status:
        change = filed.change
        lines.append(Cell(f"{change.status.capitalize()} on {change.date} by {'; '.join(change.by)}. {change.reason}"))
    if filed.frozen is not None:
        for reason in filed.frozen.reasons:
            lines.append(Cell(in_spite_of(reason), "warn"))
    return lines


def _earlier(analysis: Analysis) -> list[Cell]:
    """The records before this one, with what became of each."""
    lines = []
    for record in analysis.workspace.records[:-1]:
        filed = (analysis.filed or {}).get(record.number)
        became = ""
        if in_force(analysis.workspace, record):
            became = ", in force"
        elif record.status == "superseded" and (later := successor(analysis.workspace, record.number)):
            became = f" by record {later.number} on {later.date}"
        words = f"Record {record.number} of {record.date}, {record.status}{became}"
        if filed is not None and filed.problem:
            lines.append(Cell(f"✖ {words}: {filed.problem}", "bad"))
        else:
            lines.append(Cell(words, "dim"))
    return lines


def due_words(analysis: Analysis) -> str:
    """That the decision is due to be reopened, and by what; empty while it is not."""
    workspace = analysis.workspace
    triggers = [trigger for record in workspace.records for trigger in record.triggers]
    found = [(trigger, state) for trigger, state in zip(triggers, analysis.triggers, strict=True) if state.due]
    if not found:
        return ""
    due = [state for _, state in found]
    kinds = listed(dict.fromkeys(trigger_words(trigger) for trigger, _ in found))
    if workspace.record is not None and not in_force(workspace, workspace.record):
        numbers = listed(dict.fromkeys(f"Record {state.record}" for state in due))
        return f"! {numbers}, still in force, is due to be reopened: {kinds}. See Triggers."
    return f"! Due to be reopened: {kinds}. See Triggers; {keyed('{record.supersede}')} starts what supersedes it."


def trigger_lines(analysis: Analysis) -> list[Cell]:
    """What reopens the decision, and whether it is due."""
    if not analysis.triggers:
        return [
            Cell(empty("no_triggers"), "warn"),
            Cell("Triggers: a day, a number of days, a price that moves, a model that is withdrawn …", "dim"),
        ]
    workspace = analysis.workspace
    lines: list[Cell] = []
    watched = [record for record in workspace.records if in_force(workspace, record) or record is workspace.record]
    for record in watched:
        if len(watched) > 1:
            lines.append(Cell(f"Record {record.number}, {record.status}", "head"))
        states = [state for state in analysis.triggers if state.record == record.number]
        common = states[0].message if len({state.message for state in states}) == 1 < len(states) else ""
        if common:  # of a record that is not in force every trigger says so
            lines.append(Cell(common, "dim"))
        for trigger, state in zip(record.triggers, states, strict=True):
            if state.due:
                lines.append(Cell(f"! due {trigger_words(trigger)}", "bad"))
            else:
                lines.append(Cell(f"· {trigger_words(trigger)}"))
            if told := f"{state.message.removeprefix(common)} {trigger.note}".strip():
                lines.append(Cell(f"  {true_minus(told)}", "dim"))
            lines += [Cell(f"  ? Not judged: {one}", "warn") for one in state.unchecked if one != state.message]
    return lines


READ_FIRST = ("decision", "rationale")
"""The sections that stand under the card where there is room: what was decided, and why."""


def first_words(workspace: Workspace, width: int) -> list[Cell]:
    """What was decided, and why, in the words of the record and in lines of at most that many columns."""
    lines: list[Cell] = []
    for section in READ_FIRST:
        if prose := workspace.prose(section).strip():
            lines += [Cell(" "), Cell(section_name(section), "head")]
            lines += [Cell(line) for part in prose.split("\n") for line in hanging(part, min(ProsePane.prose, width))]
    return lines


def beside_lines(analysis: Analysis, place: str) -> list[Cell]:
    """What weakens the decision and what reopens it, less the one of them that is in front already."""
    lines: list[Cell] = []
    if place != FINDINGS:
        found = finding_lines(analysis.workspace, analysis.findings_ahead)
        lines += [Cell("What weakens it", "head"), *(found or [Cell(DONE["nothing_weakens"], "good")])]
    if place != TRIGGERS:
        lines += [Cell(" ")] * bool(lines) + [Cell("What reopens it", "head"), *trigger_lines(analysis)]
    return lines


def written_told(state: SectionState) -> str:
    """What the line above the editor says of the text."""
    if state.stage == "empty":
        return "empty"
    told = count(state.words, "word")
    if state.marks:
        told += f", {len(state.marks)} to fill in"
    elif state.stage == "begun":
        told += ", no sentence yet"
    return told


class SectionHead(Still):
    """What is shown beside the list: its name, and the question that it answers."""

    DEFAULT_CSS = """
    SectionHead { height: 3; padding: 0 1; }
    SectionHead.-one { height: 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.title, self.question = "", ""

    def show(self, title: str, question: str) -> None:
        """Show another name and question."""
        if (title, question) != (self.title, self.question):
            self.title, self.question = title, question
            self.set_class(width_of(question) <= self.size.width, "-one")
            self.refresh()

    def on_resize(self) -> None:
        self.set_class(width_of(self.question) <= self.size.width, "-one")

    def line(self, y: int, width: int) -> list[Cell]:
        if y == 0:
            return [Cell(fit(self.title, width), "head")]
        lines = [*wrapped(self.question, width), ""]
        return [Cell(fit(lines[min(y, len(lines)) - 1], width))]


class DueLine(ToldLine):
    """Over everything: that the decision is due to be reopened, and by what; not there while nothing is."""

    DEFAULT_CSS = "DueLine { dock: top; display: none; background: $error-muted; }"
