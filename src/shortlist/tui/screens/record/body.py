"""The record: its sections at the left; the question, the computed facts and the prose of the one in front beside them.

Every key goes into the workspace at once; what it changes elsewhere is computed when the keys pause.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget

from shortlist.core.analysis import Analysis
from shortlist.core.changes.carried_words import carried
from shortlist.core.document.accepted import is_open
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.sections import QUESTIONS, section_state
from shortlist.core.edits.record import record_place, with_prose
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.hint import Hint, hint
from shortlist.tui.keys.sentences import DONE
from shortlist.tui.screens.record.drawn_parts import DueLine, ProseRule, SectionHead
from shortlist.tui.screens.record.fact_cache import MANY, KnownFacts
from shortlist.tui.screens.record.find import FindLine
from shortlist.tui.screens.record.life import RecordLife
from shortlist.tui.screens.record.section_list import (
    ABOUT,
    FINDINGS,
    TRIGGERS,
    about_lines,
    due_words,
    finding_lines,
    findings_by_section,
    section_name,
    sections_table,
    trigger_lines,
    written_told,
)
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.prose import ProseArea

TITLES = {
    ABOUT: ("This record", "Who decides, who was asked, who is told, and how far it is."),
    TRIGGERS: ("Triggers", "What reopens this decision, and whether it has happened."),
    FINDINGS: ("Findings", "What weakens the decision, as far as the rules can see. Enter goes to one."),
}
PLACEHOLDER = (
    "Write here, or begin with a draft from the figures: {record.draft} in the list, {record.draft:2} in the text."
)
WIDE = 120
"""From this many columns on there is room for more keys."""


class RecordBody(RecordLife):
    """Sections, facts and prose."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "The decision record. Above the rule stands what is computed, and it stays computed; beneath it stand your "
        "words. {record.draft} drafts a section from the figures and leaves marked places where only a person knows; "
        "it never replaces what you wrote unasked. {editor.next_mark} goes to the next marked place, Esc leaves "
        "the text, {record.find} finds. {record.propose} proposes the record, {record.accept} accepts it: what "
        "it rests on is then kept, and it is never edited again. In the draft that replaces it, = marks sections in "
        "its words, ! those that were written for another choice."
    )
    LOW = 30
    """Under this many lines of the terminal what has the focus takes room from the rest."""
    BINDINGS: ClassVar[list[BindingType]] = bound("record")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown: tuple[object, ...] = ()
        self._known = KnownFacts()
        self._held = ""
        """The row that is shown beside the list; what is typed belongs to it."""

    def compose(self) -> ComposeResult:
        """The list, and what stands beside it."""
        yield DueLine()
        yield Grid(id="sections")
        with Vertical(id="beside"):
            yield SectionHead()
            yield Pane(id="facts")
            yield ProseRule()
            yield ProseArea()

    def on_mount(self) -> None:
        """The parts beside follow the cursor; what is typed goes into the workspace."""
        self.query_one(Grid).follow = self._follow
        self.query_one(ProseArea).typed = self._typed

    def _follow(self) -> None:
        if self.is_mounted and self.place != self._held:
            self.desk.seal()
            self._show_beside()
            if not self.stale:
                self.desk.hints_changed()

    # --- showing

    @property
    def place(self) -> str:
        """The row under the cursor: a section, or one of the rows above them."""
        return self.query_one(Grid).row_key or ABOUT

    @property
    def section(self) -> str | None:
        """The section under the cursor."""
        return self.place if self.place in SECTIONS else None

    @property
    def area(self) -> ProseArea:
        """The editor."""
        return self.query_one(ProseArea)

    def refresh_analysis(self) -> None:
        """Fill the list and what stands beside it."""
        self.query_one(Grid).show(sections_table(self.desk.session.analysis))
        self.query_one(DueLine).show(due_words(self.desk.session.analysis))
        self._show_beside()

    def _show_beside(self) -> None:
        section, session = self.section, self.desk.session
        self._held = self.place
        title, question = (section_name(section), QUESTIONS[section]) if section else TITLES[self.place]
        self.query_one(SectionHead).show(title, question)
        self.set_class(section is None, "-no-prose")
        if section is not None:
            self.area.read_only = not is_open(session.workspace.record) or bool(session.read_only)
            self.area.placeholder = "" if self.area.read_only else keyed(PLACEHOLDER)
            self.area.show(session.workspace.prose(section), section)
        self._show_rule()
        self._show_facts()

    def _show_rule(self) -> None:
        section = self.section
        if section is not None:
            session = self.desk.session
            told = written_told(section_state(session.workspace.prose(section)))
            before = carried(session.workspace, session.filed)
            same = f", as in record {before.number}" if section in before.sections else ""
            closed = "" if is_open(session.workspace.record) else ", closed"
            self.query_one(ProseRule).show(f"{told}{same}{closed}", self.writing)

    def _show_facts(self) -> None:
        pane = self.query_one(Pane)
        about = (self.desk.session.analysis, self.place, pane.size.width)
        if about != self._shown:
            self._shown = about
            width = max(20, pane.content_region.width - 1)
            if self.section is not None:
                pane.show(self._section_lines(self.section, width), self.place)
            else:
                pane.show(self._other_lines(), self.place)

    def _other_lines(self) -> Sequence[Cell]:
        """What stands beside a row that is no section."""
        analysis = self.desk.session.analysis
        match self.place:
            case "about":
                return about_lines(analysis)
            case "triggers":
                return trigger_lines(analysis)
            case _:
                return finding_lines(analysis.findings) or [Cell(DONE["nothing_weakens"], "good")]

    def _section_lines(self, section: str, width: int) -> Sequence[Cell]:
        """The findings of a section and its facts; with many candidates those come once they are computed."""
        analysis = self.desk.session.analysis
        facts = self._known.of(analysis, section, width)
        if facts is None and len(analysis.ranking) > MANY:
            self.run_worker(self._compute(analysis, section, width), group="facts", exclusive=True)
            facts = [Cell("The facts are being computed …", "dim")]
        elif facts is None:
            facts = self._known.compute(analysis, section, width)
        warned = carried(analysis.workspace, analysis.filed).told(section)
        found = [Cell(f"! {warned}", "warn")] if warned else []
        found += finding_lines(findings_by_section(analysis)[section])
        lines = facts or [Cell("Nothing can be computed here yet.", "dim")]
        return [*found, Cell(" "), *lines] if found else lines

    async def _compute(self, analysis: Analysis, section: str, width: int) -> None:
        """Compute facts off the event loop, and show them where they are still asked for."""
        await asyncio.to_thread(self._known.compute, analysis, section, width)
        if self.is_mounted and not self.stale:
            self._shown = ()
            self._show_facts()

    def on_resize(self) -> None:
        """Another width lays the facts out anew."""
        self._share_room()
        if not self.stale:
            self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self.is_mounted and not self.stale:
            self._show_beside()
            self.desk.hints_changed()

    # --- focus

    @property
    def writing(self) -> bool:
        """Whether the keys go to the text."""
        return self.area.has_focus

    def focus_first(self) -> None:
        """Focus the list."""
        self.query_one(Grid).focus()

    def on_descendant_focus(self) -> None:
        """What has the focus gets room."""
        self._share_room()
        self._show_rule()

    def on_descendant_blur(self) -> None:
        """Leaving the text ends the visit: what was typed is one edit of the common history."""
        self._share_room()
        if not self.writing and self.area.history.undo_stack:
            self.area.forget_edits()
            self.desk.seal()
        self._show_rule()

    def _share_room(self) -> None:
        low = self.app.size.height < self.LOW
        self.set_class(low and self.writing, "-writing")
        self.set_class(low and self.query_one(Pane).has_focus, "-reading")

    @property
    def _parts(self) -> list[Widget]:
        return [self.query_one(Grid), self.query_one(Pane), *([self.area] if self.section else [])]

    def action_part(self, by: int) -> None:
        """Move the focus to another part."""
        parts = self._parts
        here = next((at for at, part in enumerate(parts) if part.has_focus), 0)
        parts[(here + by) % len(parts)].focus()

    def back(self) -> bool:
        """From the text or the facts to the list."""
        if self.close_find():
            return True
        grid = self.query_one(Grid)
        if grid.has_focus:
            return False
        grid.focus()
        return True

    def on_prose_area_left(self) -> None:
        """Esc in the text."""
        self.back()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the text, of the facts or of the list."""
        if any(line.has_focus for line in self.query(FindLine)):
            return (hint("editor.find_next", keys="{editor.find_next} {editor.find_before}"), hint("editor.find_close"))
        if self.writing:
            return (
                hint("editor.leave_prose"),
                hint("editor.next_mark"),
                hint("record.draft", keys="{record.draft:2}"),
                hint("record.outside", keys="{record.outside:2}"),
                hint("record.preview", keys="{record.preview:2}"),
            )
        if self.query_one(Pane).has_focus:
            return (hint("pane.down", keys="{pane.down:2} {pane.up:2}"), hint("pane.page_down"), hint("nav.back"))
        first = hint("grid.open", "write" if self.section else "open")
        record = self.desk.session.workspace.record
        may_write = is_open(record)
        own = [hint("record.draft")] if may_write else []
        own += [hint("record.propose")] if record is not None and record.status == "draft" else []
        own += [hint("record.export"), hint("record.preview"), hint("record.find")]
        if self.app.size.width >= WIDE:
            proposed = record is not None and record.status == "proposed"
            own += [hint("record.propose", "as draft")] if may_write and proposed else []
            own += [hint("record.findings")]
            own += [hint("record.outside")] if may_write else []
        life = self.life_hints()
        return (first, *life, *(one for one in own if one not in life))

    # --- writing

    def on_grid_opened(self) -> None:
        """Enter goes to the text, or opens what the row stands for."""
        if not self.screen.is_active:
            return
        if self.section is not None:
            self.write()
        elif self.place == FINDINGS:
            self.action_findings()
        else:
            self.action_fields()

    def write(self) -> None:
        """Go to the text of the section."""
        self.tell_closed()
        self.area.focus()
        self.area.begin()

    def _typed(self, text: str) -> None:
        """A key in the text: into the workspace at once."""
        section, session = self._held, self.desk.session
        if section not in SECTIONS or text == session.workspace.prose(section):
            return
        self.desk.note(
            f"write “{section_name(section).lower()}”",
            lambda workspace: with_prose(workspace, section, text, session.today),
            ("records", record_place(session.workspace), "sections", section),
        )

    def go_to_section(self, section: str) -> None:
        """Put the cursor on a row of the list."""
        grid = self.query_one(Grid)
        at = next((place for place, row in enumerate(grid.table.rows) if row.key == section), None)
        if at is not None:
            grid.place_cursor(at)
