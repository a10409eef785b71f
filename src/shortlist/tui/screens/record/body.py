"""The record: its sections at the left; the question, the computed facts and the prose of the one in front beside them.

Every key goes into the workspace at once; what it changes elsewhere is computed when the keys pause.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from shortlist.core.analysis import Analysis
from shortlist.core.changes.carried_words import carried
from shortlist.core.document.accepted import is_open
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.sections import SECTION_ROWS, section_name, section_state
from shortlist.core.edits.places import KeyPath
from shortlist.core.edits.record import record_place, with_prose
from shortlist.tui.body import Body, Desk, style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, bound, hint, keyed
from shortlist.tui.screens.record.actions import RecordActions
from shortlist.tui.screens.record.fact_lines import MANY, KnownFacts
from shortlist.tui.screens.record.facts_pane import FactsPane
from shortlist.tui.screens.record.find import Match, RecordFind
from shortlist.tui.screens.record.lifecycle_keys import LifecycleKeys
from shortlist.tui.screens.record.place_facts import PlaceFacts, place_facts, section_facts_told
from shortlist.tui.screens.record.section_list import (
    ABOUT,
    FINDINGS,
    TRIGGERS,
    DueLine,
    SectionHead,
    beside_lines,
    due_words,
    sections_table,
    written_told,
)
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import ProsePane
from shortlist.tui.widgets.panel import Panel
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


class RecordBody(Body):
    """Sections, facts and prose."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "The decision record. Above the rule stands what is computed, and it stays computed; beneath it stand your "
        "words. {record.draft} drafts a section from the figures, on “This record” every empty one, and leaves marked "
        "places where only a person knows; it never replaces what you wrote unasked. {editor.next_mark} goes to the "
        "next marked place, Esc leaves the text, {record.find} finds. {record.propose} proposes the record, "
        "{record.accept} accepts it: what it rests on is then kept, and it is never edited again. In the draft that "
        "replaces it, = marks sections in its words, ! those that were written for another choice."
    )
    LOW = 30
    """Under this many lines of the terminal the facts that are read take room from the rest."""
    BESIDE = 160
    """From this many columns on facts and words stand side by side."""
    THREE = 200
    """From this many columns on what weakens and what reopens the decision stands beside its card."""
    BINDINGS: ClassVar[list[BindingType]] = bound("record")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.area = ProseArea()
        """The editor."""
        self._more = ProsePane(id="more")
        """What weakens and what reopens the decision, where there is room for it."""
        self.actions = RecordActions(desk, self.app, self.area, lambda: self.place)
        take_step = partial(self.run_worker, group="life", exclusive=True)
        self.life = LifecycleKeys(desk, self.app, take_step, self.refresh_analysis)
        self._find = RecordFind(desk, self, lambda: self.section, self._show_match)
        self._grid, self._head, self._pane = Grid(id="sections"), SectionHead(), FactsPane(id="facts")
        self._words = Panel("Your words", self.area, id="words")
        self._shown: tuple[object, ...] = ()
        self._told: dict[tuple[object, ...], PlaceFacts] = {}
        """What was told of each row in the present analysis, for who goes back and forth."""
        self._known = KnownFacts()
        self._held = ""
        """The row that is shown beside the list; what is typed belongs to it."""

    def compose(self) -> ComposeResult:
        yield DueLine()
        with Panel("Record", id="list"):
            yield self._grid
        with Area(id="beside"):
            yield self._head
            with Area(id="halves"):
                yield self._pane
                yield self._words
                yield self._more

    def on_mount(self) -> None:
        self._grid.follow = self._follow
        self._pane.resized = self._facts_resized
        self.area.typed = self._typed

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
        return self._grid.row_key or ABOUT

    @property
    def section(self) -> str | None:
        """The section under the cursor."""
        return self.place if self.place in SECTIONS else None

    def refresh_analysis(self) -> None:
        self._grid.show(sections_table(self.desk.session.analysis))
        due, told = self.query_one(DueLine), due_words(self.desk.session.analysis)
        due.display = bool(told)
        due.show(Cell(told, "strong"))
        self._show_beside()

    def _show_beside(self) -> None:
        section, session = self.section, self.desk.session
        self._held = self.place
        # Not by a class of this one: the styles of all that lies beneath would be looked up anew between two moves.
        self._words.display = section is not None
        self._more.display = section is None and self.three
        self._shape_facts()
        if section is None:
            title, question = TITLES[self.place]
        else:
            title, question = section_name(section), SECTION_ROWS[section].question
            self.area.read_only = not is_open(session.workspace.record) or bool(session.read_only)
            self.area.placeholder = "" if self.area.read_only else keyed(PLACEHOLDER)
            self.area.show(session.workspace.prose(section), section)
        self._head.show(title, question)
        self._show_rule()
        self._show_facts()

    def _shape_facts(self) -> None:
        # To look up the styles of a class costs a move: only where it makes a difference, beside the words.
        self._pane.set_class(self.section is None and self.has_class("-beside"), "-whole")

    def _show_rule(self) -> None:
        """Write into the frame of the words how far they are."""
        section = self.section
        if section is not None:
            session = self.desk.session
            told = written_told(section_state(session.workspace.prose(section)))
            before = carried(session.workspace, session.filed)
            if section in before.sections:
                told += f", as in record {before.number}"
            if not is_open(session.workspace.record):
                told += ", closed"
            self._words.name_it("Your words", told)

    def _show_facts(self) -> None:
        pane, analysis, place = self._pane, self.desk.session.analysis, self.place
        about = (analysis, place, pane.text_width, self.three)
        if about == self._shown:
            return
        if self._shown[:1] != about[:1]:
            self._told.clear()
        self._shown = about
        if about[1:] not in self._told:
            self._told[about[1:]] = self._facts_of(place, pane.text_width)
        told = self._told[about[1:]]
        pane.name_it(told.title)
        pane.show_card(told.card, told.lines, place)
        if self.three and self.section is None:
            self._more.show(beside_lines(analysis, place), place)

    def _facts_of(self, place: str, width: int) -> PlaceFacts:
        """What is told of a row; the facts of a section with many candidates come once they are computed."""
        analysis = self.desk.session.analysis
        if place not in SECTIONS:
            return place_facts(analysis, place, width, self.app.size.width >= self.BESIDE)
        facts = self._known.of(analysis, place, width)
        if facts is None and len(analysis.ranking) > MANY:
            self.run_worker(self._compute(analysis, place, width), group="facts", exclusive=True)
            facts = [Cell("The facts are being computed …", "dim")]
        elif facts is None:
            facts = self._known.compute(analysis, place, width)
        return section_facts_told(analysis, place, facts)

    async def _compute(self, analysis: Analysis, section: str, width: int) -> None:
        await asyncio.to_thread(self._known.compute, analysis, section, width)
        if self.is_mounted and not self.stale:
            self._shown = ()
            self._show_facts()

    @property
    def three(self) -> bool:
        """Whether there is room for a third column."""
        return self.app.size.width >= self.THREE

    def _facts_resized(self) -> None:
        """The facts are laid out for the width that the pane has now; where one begins to write words come first."""
        if self.stale:
            return
        if self.has_class("-writing"):
            self.call_after_refresh(self._resized)
        else:
            self._show_facts()

    def on_resize(self) -> None:
        self._share_room()
        # The keys are drawn in the room that there is only then.
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self.is_mounted and not self.stale:
            self._show_facts()
            self.desk.hints_changed()

    # --- focus

    @property
    def writing(self) -> bool:
        """Whether the keys go to the text."""
        return self.area.has_focus

    def focus_first(self) -> None:
        self._grid.focus()

    def on_descendant_focus(self) -> None:
        self._share_room()
        self._show_rule()

    def on_descendant_blur(self) -> None:
        """Leaving the text ends the visit: what was typed is one edit of the common history."""
        self._share_room()
        if not self.writing and self.area.history.undo_stack:
            self.area.history.clear()
            self.desk.seal()
        self._show_rule()

    def _share_room(self) -> None:
        """Give the room to what has the focus: words that are being written have the screen, facts keep a line."""
        width, height = self.app.size
        self.set_class(width >= self.BESIDE, "-beside")
        self.set_class(self.three, "-more")
        self._shape_facts()
        self._more.display = self.section is None and self.three
        self.set_class(self.writing and width < self.BESIDE, "-writing")
        self.set_class(self.writing and width < WIDE, "-alone")
        self.set_class(height < self.LOW and self._pane.has_focus, "-reading")

    def action_part(self, by: int) -> None:
        parts: list[Widget] = [self._grid, self._pane]
        if self.section is not None:
            parts.append(self.area)
        elif self.three:
            parts.append(self._more)
        here = next((at for at, part in enumerate(parts) if part.has_focus), 0)
        parts[(here + by) % len(parts)].focus()

    def back(self) -> bool:
        """From the line that is searched for to where one was, from the text or the facts to the list."""
        if self._find.close():
            (self.area if self._find.from_text and self.section is not None else self._grid).focus()
            return True
        if self._grid.has_focus:
            return False
        self._grid.focus()
        return True

    def on_prose_area_left(self) -> None:
        self.back()

    def hints(self) -> tuple[Hint, ...]:
        if self._find.has_keys:
            return (hint("editor.find_next", keys="{editor.find_next} {editor.find_before}"), hint("editor.find_close"))
        if self.writing:
            return (
                hint("editor.leave_prose"),
                hint("editor.next_mark"),
                hint("record.draft", keys="{record.draft:2}"),
                hint("record.outside", keys="{record.outside:2}"),
                hint("record.preview", keys="{record.preview:2}"),
            )
        if self._pane.has_focus or self._more.has_focus:
            return (hint("pane.down", keys="{pane.down:2} {pane.up:2}"), hint("pane.page_down"), hint("nav.back"))
        first = hint("grid.open", "write" if self.section else "open")
        record = self.desk.session.workspace.record
        may_write = is_open(record)
        status = "" if record is None else record.status
        own = []
        if may_write:
            own.append(hint("record.draft"))
        if status == "draft":
            own.append(hint("record.propose"))
        own += [hint("record.export"), hint("record.preview"), hint("record.find")]
        if self.app.size.width >= WIDE:
            if status == "proposed":
                own.append(hint("record.propose", "as draft"))
            own.append(hint("record.findings"))
            if may_write:
                own.append(hint("record.outside"))
            own.append(hint("record.held"))
        life = self.life.hints
        return (first, *life, *(one for one in own if one not in life))

    # --- writing

    def on_grid_opened(self) -> None:
        if not self.screen.is_active:
            return
        if self.section is not None:
            self.write()
        elif self.place == FINDINGS:
            self.actions.findings()
        else:
            self.actions.fields()

    def write(self) -> None:
        """Go to the text of the section."""
        self.actions.may_write()
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
        self._grid.at_row(section)

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        if item in SECTIONS:
            path = ("records", 0, "sections", item)
        match path:
            case ("records", _, "sections", str(section)):
                self.go_to_section(section)
                self.write()
            case ("records", _, "triggers", *_):
                self.go_to_section(TRIGGERS)
                self.actions.fields()
            case ("records", int(), *_):
                self.actions.fields()
            case _:
                self.go_to_section("rationale")
                self.write()

    # --- finding

    def _show_match(self, one: Match) -> None:
        self.go_to_section(one.section)
        self.area.select_span(one.start, one.end)

    def on_prose_area_find_asked(self) -> None:
        self.action_find()

    def action_find(self) -> None:
        self._find.open(self.writing, self.back)

    def action_step(self, by: int) -> None:
        """Go on to the next place while the list has the keys; where nothing is looked for, ask for it."""
        if not self._find.step(by):
            self.action_find()

    # --- what can be done to the record

    def action_outside(self) -> None:
        self.run_worker(self.actions.outside(), group="outside")
