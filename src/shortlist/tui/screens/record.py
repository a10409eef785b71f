"""The record: its sections with their state and prose, the findings, and what would reopen the decision."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.analysis import Analysis
from shortlist.core.record import SECTIONS
from shortlist.core.walkthrough import WANTED_SECTIONS
from shortlist.tui.body import style_beside
from shortlist.tui.lines import Cell, Tone
from shortlist.tui.tablebody import TableBody, View
from shortlist.tui.widgets.grid import Column, Row, Table

SEVERITY = {"error": "✖ error", "warning": "! warning", "info": "· info"}
SEVERITY_TONES: dict[str, Tone] = {"error": "bad", "warning": "warn", "info": "dim"}


def section_name(section: str) -> str:
    """A section's key as a heading."""
    return section.replace("_", " ").capitalize()


def sections_table(analysis: Analysis, width: int) -> Table:
    """The sections in order, each with how far it is."""
    columns = (Column("section", "section"), Column("state", "state", 14))
    rows = []
    for section in SECTIONS:
        words = len(analysis.workspace.prose(section).split())
        if words:
            state = Cell(f"✓ {words:,} words", "good")
        else:
            state = Cell("? to write", "warn") if section in WANTED_SECTIONS else Cell("– empty", "dim")
        rows.append(Row(section, (Cell(section_name(section)), state)))
    return Table(columns, tuple(rows), widest=27)


def prose(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """What a section says."""
    record = analysis.workspace.record
    lines = [Cell(section_name(key), "head")]
    if record is None:
        return [*lines, Cell("There is no record yet.", "dim")]
    title = record.title or analysis.workspace.title
    lines.append(Cell(f"Record {record.number}, {record.status}, {record.date}: {title}", "dim"))
    text = analysis.workspace.prose(key)
    return [*lines, Cell(" "), Cell(text) if text.strip() else Cell("Nothing is written here yet.", "dim")]


def findings_table(analysis: Analysis, width: int) -> Table:
    """What weakens the decision, the gravest first."""
    columns = (
        Column("severity", "severity"),
        Column("rule", "rule", 22),
        Column("message", "what", max(20, width - 42)),
    )
    rows = [
        Row(
            f"{index}",
            (Cell(SEVERITY[f.severity], SEVERITY_TONES[f.severity]), Cell(f.rule), Cell(f.message)),
        )
        for index, f in enumerate(analysis.findings)
    ]
    return Table(columns, tuple(rows), "Nothing weakens the decision, as far as the rules can see.", widest=10)


def finding(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """A finding in full, with its place in the document."""
    found = analysis.findings[int(key)]
    return [
        Cell(f"{SEVERITY[found.severity]}: {found.rule}", SEVERITY_TONES[found.severity]),
        Cell(found.message),
        Cell(f"at {found.where}", "dim"),
    ]


def triggers_table(analysis: Analysis, width: int) -> Table:
    """What reopens the decision, and whether it is due."""
    columns = (
        Column("kind", "trigger"),
        Column("record", "record", 7, right=True),
        Column("due", "due", 7),
        Column("message", "what", max(20, width - 42)),
    )
    rows = [
        Row(
            f"{index}",
            (
                Cell(state.kind.replace("_", " ")),
                Cell(f"{state.record}"),
                Cell("! due", "bad") if state.due else Cell("no", "dim"),
                Cell(state.message),
            ),
        )
        for index, state in enumerate(analysis.triggers)
    ]
    return Table(columns, tuple(rows), "No trigger: nothing would reopen this decision.", widest=18)


def trigger(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """A trigger in full."""
    state = analysis.triggers[int(key)]
    return [
        Cell(f"{state.kind.replace('_', ' ').capitalize()}, of record {state.record}", "head"),
        Cell(state.message),
    ]


class RecordBody(TableBody):
    """Sections, findings and triggers."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = "The decision record: its sections and what they say, what weakens the decision, what would reopen it."
    VIEWS = (
        View("Sections", sections_table, prose, "? still to be written"),
        View("Findings", findings_table, finding, "the gravest first"),
        View("Triggers", triggers_table, trigger, "what reopens the decision"),
    )

    @property
    def pane_grows(self) -> bool:
        """Beside the table it has the whole height."""
        return self.view != 0

    def refresh_analysis(self) -> None:
        """Prose stands beside its sections, a sentence beneath its table."""
        self.set_class(self.view == 0, "-beside")
        self._share_room()
        super().refresh_analysis()
