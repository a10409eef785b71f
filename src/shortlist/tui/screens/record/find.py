"""Finding a text in the record: in every section, the next and the one before, whatever is in front."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.widget import Widget

from shortlist.core.document.record import SECTIONS
from shortlist.core.document.workspace import Workspace
from shortlist.tui.body import Desk
from shortlist.tui.draw.drawn_widgets import ToldLine
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.finder import Filter


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


class RecordFinder(Filter):
    """The line that is searched for; its keys go from place to place."""

    DEFAULT_CSS = "RecordFinder, RecordFinder:focus { padding: 0 1; background: $surface-lighten-2; dock: bottom; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("find_line")

    def __init__(self, find: RecordFind, leave: Callable[[], object]) -> None:
        super().__init__(find.find, leave, "find in all sections …", find.wanted, select_on_focus=True)
        self._step = find.step

    def action_step(self, by: int) -> None:
        self._step(by)


class FindNote(ToldLine):
    """Over the line: how many places there are, and which of them is in front."""

    DEFAULT_CSS = "FindNote { dock: bottom; offset: 0 -1; }"


class RecordFind:
    """What is looked for in the record, and which of its places is in front."""

    def __init__(
        self, desk: Desk, around: Widget, here: Callable[[], str | None], show: Callable[[Match], None]
    ) -> None:
        self._desk, self._around = desk, around
        self._here, self._show = here, show
        self.wanted, self._at = "", 0
        self.from_text = False
        """Whether the text had the keys when the line was opened."""

    @property
    def has_keys(self) -> bool:
        """Whether the keys go to the line."""
        return any(line.has_focus for line in self._around.query(RecordFinder))

    def open(self, from_text: bool, leave: Callable[[], object]) -> None:
        """Go to the line; where none is open yet, with what was looked for last."""
        lines = self._around.query(RecordFinder)
        if lines:
            lines.first().focus()
            return
        self.from_text = from_text
        line = RecordFinder(self, leave)
        self._around.mount(FindNote(), line)
        line.focus()
        self.find(self.wanted)

    def close(self) -> bool:
        """Close the line; False where none is open."""
        lines = self._around.query(RecordFinder)
        if not lines:
            return False
        lines.remove()
        self._around.query(FindNote).remove()
        return True

    def find(self, wanted: str) -> None:
        """Go to the first place, from the section in front on."""
        self.wanted, self._at = wanted, 0
        found = matches(self._desk.session.workspace, wanted)
        section = self._here()
        if section is not None:
            order = SECTIONS.index(section)
            self._at = next((at for at, one in enumerate(found) if SECTIONS.index(one.section) >= order), 0)
        self._tell(found)

    def step(self, by: int) -> bool:
        """Go to the next place, or to the one before; after the last comes the first. False where nothing is sought."""
        found = matches(self._desk.session.workspace, self.wanted)
        self._at = (self._at + by) % len(found) if found else 0
        self._tell(found)
        return bool(self.wanted.strip())

    def _tell(self, found: list[Match]) -> None:
        if found:
            self._show(found[self._at])
            told = Cell(f"{self._at + 1} of {len(found)} places; ↓ next, ↑ before, Esc closes")
        elif self.wanted.strip():
            told = Cell("No section holds that.", "warn")
        else:
            told = Cell("Type what to find in the words of all sections.", "dim")
        for note in self._around.query(FindNote):
            note.show(told)
