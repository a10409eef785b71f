"""Finding a text in the record: in every section, the next and the one before, whatever is in front."""

from __future__ import annotations

import re
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from shortlist.core.document.record import SECTIONS
from shortlist.core.document.workspace import Workspace
from shortlist.tui.body import Body, Desk
from shortlist.tui.draw.drawn import Still
from shortlist.tui.draw.lines import Cell, fit
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.prose import ProseArea


class Match(NamedTuple):
    """Where a text was found: the section, and its first character and the one behind its last."""

    section: str
    start: int
    end: int


def matches(workspace: Workspace, wanted: str) -> list[Match]:
    """Every place in the prose of the record that holds a text, whatever its case, in the order of the record."""
    if not wanted.strip():
        return []
    pattern = re.compile(re.escape(wanted), re.IGNORECASE)
    return [
        Match(section, *found.span()) for section in SECTIONS for found in pattern.finditer(workspace.prose(section))
    ]


class FindLine(Input):
    """The line that is searched for."""

    DEFAULT_CSS = """
    FindLine, FindLine:focus { border: none; height: 1; padding: 0 1; background: $surface-lighten-2; dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("find_line")

    def watch_value(self, value: str) -> None:
        """Find while it is typed."""
        if isinstance(body := self._body, RecordFind):
            body.find(value)

    @property
    def _body(self) -> Widget | None:
        return next((node for node in self.ancestors if isinstance(node, RecordFind)), None)

    async def action_step(self, by: int) -> None:
        """Go to another place."""
        if isinstance(body := self._body, RecordFind):
            body.step(by)

    async def action_close(self) -> None:
        """Back to where one was; the place that was found stays in front."""
        if isinstance(body := self._body, RecordFind):
            body.close_find()


class FindNote(Still):
    """How many places there are, and which of them is in front."""

    DEFAULT_CSS = "FindNote { height: 1; padding: 0 1; dock: bottom; offset: 0 -1; }"
    told = Cell("")

    def show(self, told: Cell) -> None:
        """Say something else."""
        if told != self.told:
            self.told = told
            self.refresh()

    def line(self, y: int, width: int) -> list[Cell]:
        """The line."""
        return [Cell(fit(self.told.text, width), self.told.tone)]


class RecordFind(Body):
    """The finding half of the record's screen."""

    BINDINGS: ClassVar[list[BindingType]] = bound("record_find")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted, self._at = "", 0
        self._from_text = False

    # --- what the other half provides

    @property
    def place(self) -> str:
        """The row under the cursor."""
        raise NotImplementedError

    @property
    def section(self) -> str | None:
        """The section under the cursor."""
        raise NotImplementedError

    @property
    def area(self) -> ProseArea:
        """The editor."""
        raise NotImplementedError

    def go_to_section(self, section: str) -> None:
        """Put the cursor on a row of the list."""
        raise NotImplementedError

    def write(self) -> None:
        """Go to the text of the section."""
        raise NotImplementedError

    # --- finding

    def on_prose_area_find_asked(self) -> None:
        """Ctrl+F in the text."""
        self.action_find()

    def action_find(self) -> None:
        """Open the line that is searched for."""
        lines = self.query(FindLine)
        if lines:
            lines.first().focus()
            return
        self._from_text = self.area.has_focus
        line = FindLine(self._wanted, placeholder="find in all sections …", select_on_focus=True)
        self.mount(FindNote(), line)
        line.focus()
        self.find(self._wanted)

    def find(self, wanted: str) -> None:
        """Go to the first place, from the section in front on."""
        self._wanted, self._at = wanted, 0
        found = matches(self.desk.session.workspace, wanted)
        if self.section is not None:
            order = SECTIONS.index(self.section)
            self._at = next((at for at, one in enumerate(found) if SECTIONS.index(one.section) >= order), 0)
        self._show_match(found)

    def step(self, by: int) -> None:
        """Go to the next place, or to the one before; after the last comes the first."""
        found = matches(self.desk.session.workspace, self._wanted)
        self._at = (self._at + by) % len(found) if found else 0
        self._show_match(found)

    def action_step(self, by: int) -> None:
        """The same while the list has the keys."""
        if self._wanted.strip():
            self.step(by)
        else:
            self.action_find()

    def _show_match(self, found: list[Match]) -> None:
        if found:
            one = found[self._at]
            self.go_to_section(one.section)
            self.area.select_span(one.start, one.end)
        for note in self.query(FindNote):
            if found:
                note.show(Cell(f"{self._at + 1} of {len(found)} places; ↓ next, ↑ before, Esc closes"))
            else:
                nothing = "Type what to find in the words of all sections." if not self._wanted.strip() else ""
                note.show(Cell(nothing or "No section holds that.", "dim" if nothing else "warn"))

    def close_find(self) -> bool:
        """Close the line; False where none is open."""
        lines = self.query(FindLine)
        if not lines:
            return False
        lines.remove()
        self.query(FindNote).remove()
        if self._from_text and self.section is not None:
            self.area.focus()
        else:
            self.focus_first()
        return True
