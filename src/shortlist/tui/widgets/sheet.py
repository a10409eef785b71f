"""A form drawn as lines: a label, a value and a note for each field, errors beneath, and an editor over one of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from shortlist.tui.draw.drawn import Scrolling
from shortlist.tui.draw.jump_letters import Target
from shortlist.tui.draw.lines import Cell, Tone, fit, strip_of, width_of, wrapped
from shortlist.tui.keys.bindings import bound

NUMBER_WIDTH = 10
"""What the editor of a number takes at least, beside a note."""
LABEL_WIDTH = 23
UNSET = "—"


class Line(NamedTuple):
    """A heading, or a field with what it says."""

    key: str
    label: str
    value: str = ""
    tone: Tone = "plain"
    note: str = ""
    """Beside the value: a default in force, a bar."""
    error: str = ""
    below: str = ""
    """Beneath the field: what its value means."""
    heading: bool = False


class Sheet(Scrolling):
    """Shows the lines of a form; posts `Chosen` on Enter and `Moved` when another field is under the cursor."""

    DEFAULT_CSS = "Sheet { padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("sheet")

    class Chosen(Message):
        """A field is to be edited."""

    class Cleared(Message):
        """A field is to be emptied."""

    class Moved(Message):
        """Another field is under the cursor."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: list[Line] = []
        self._drawn: list[tuple[int, Cell | None]] = []
        """For every drawn line its field, and what stands there where it is a line beneath it."""
        self._starts: list[int] = []
        self._told: str | None = None
        """The field that was last told to be under the cursor."""

    def show(self, lines: list[Line], cursor: str | None = None) -> None:
        """Show other lines; the cursor stays on its field, or goes to the one that is named."""
        key = cursor or self.key
        before, starts = self.lines, self._starts
        self.lines = lines
        self._lay_out()
        places = [place for place, line in enumerate(lines) if line.key == key and not line.heading]
        self.resize_to(len(self._drawn))
        self.place_cursor(places[0] if places else 0)
        if starts != self._starts or len(before) != len(lines):
            self.refresh()
            return
        for place, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.refresh_place(place)

    def _lay_out(self) -> None:
        self._drawn, self._starts = [], []
        width = max(10, self.room - 4)
        for place, line in enumerate(self.lines):
            self._starts.append(len(self._drawn))
            self._drawn.append((place, None))
            wrong = wrapped(line.error, width) if line.error else []
            told = wrapped(line.below, width) if line.below else []
            cells = [Cell(f"  {' ' if at else '✖'} {text}", "bad") for at, text in enumerate(wrong)]
            cells += [Cell(f"    {text}", "dim") for text in told]
            self._drawn += [(place, cell) for cell in cells]

    @property
    def key(self) -> str | None:
        """The key of the field under the cursor."""
        return None if self._here is None else self._here.key

    @property
    def _here(self) -> Line | None:
        return self.lines[self.cursor] if self.cursor < len(self.lines) else None

    @property
    def cut(self) -> str:
        """The value under the cursor where its line does not hold all of it; else empty."""
        line = self._here
        room = self.room - min(LABEL_WIDTH, self.room // 2) - 3
        return line.value if line is not None and self.room > 0 and width_of(line.value) > room else ""

    def count(self) -> int:
        return len(self.lines)

    def line_of(self, place: int) -> int:
        """The line where a field begins: errors above push it down."""
        return self._starts[place] if place < len(self._starts) else 0

    def height_of(self, place: int) -> int:
        after = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._drawn)
        return after - self._starts[place] if place < len(self._starts) else 1

    def selectable(self, place: int) -> bool:
        return place < len(self.lines) and not self.lines[place].heading

    def moved(self) -> None:
        """Tell the screen, where another field is under the cursor than it was told last."""
        if self.key != self._told:
            self._told = self.key
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        self._lay_out()
        self.resize_to(len(self._drawn))
        self.refresh()
        if self.lines:
            self.post_message(self.Moved())  # what is cut off is another part now

    def editor_place(self, number: bool = False) -> tuple[int, int, int]:
        """Where the editor goes: column, row and width, from the corner of this widget.

        It covers all of the value, so that nothing of it shows beside what is typed; what stands beside a number, a
        weight's share above all, stays in sight.
        """
        row = self.line_of(self.cursor) - self.scroll_offset.y
        left = min(LABEL_WIDTH, self.room // 2) + 3
        width = max(8, self.room - left)
        if number and self._here is not None and self._here.note:
            width = min(width, max(NUMBER_WIDTH, width_of(self._here.value)))
        return left + 1, row, width

    def jump_targets(self) -> Iterator[Target]:
        area, top = self.content_region, self.scroll_offset.y
        for place in range(self.count()):
            row = self.line_of(place) - top
            if self.selectable(place) and 0 <= row < area.height:
                yield Target(area.x, area.y + row, partial(self._go, place))

    def _go(self, place: int) -> None:
        self.focus()
        self.place_cursor(place)

    def action_choose(self) -> None:
        """Edit the field under the cursor."""
        if self.selectable(self.cursor):
            self.post_message(self.Chosen())

    def action_clear(self) -> None:
        """Empty the field under the cursor."""
        if self.selectable(self.cursor):
            self.post_message(self.Cleared())

    def on_click(self, event: events.Click) -> None:
        """A click selects a field, a second one edits it."""
        spot = event.get_content_offset(self)
        if spot is None or self.scroll_offset.y + spot.y >= len(self._drawn):
            return
        place = self._drawn[self.scroll_offset.y + spot.y][0]
        if self.selectable(place):
            again = place == self.cursor
            self.place_cursor(place)
            if again or event.chain > 1:
                self.action_choose()

    def render_line(self, y: int) -> Strip:
        width, number = self.room, self.scroll_offset.y + y
        if number >= len(self._drawn):
            return Strip.blank(width, self.rich_style)
        place, beneath = self._drawn[number]
        line, base = self.lines[place], self.rich_style
        if beneath is not None:
            cells = [beneath]
        elif line.heading:
            cells = [Cell(fit(line.label, width), "head")]
        elif place != self.cursor:
            cells = _cells(line, width, " ")
        else:
            cells = [Cell(cell.text) for cell in _cells(line, width, "›")]
            base += self.tones["cursor" if self.has_focus else "row"]
        return strip_of(cells, width, self.tones, base)


def _cells(line: Line, width: int, mark: str) -> list[Cell]:
    """A field: its label, its value, its note in what they leave."""
    label = min(LABEL_WIDTH, width // 2)
    room = left = width - label - 3
    value = line.value or UNSET
    if line.note:
        left = min(room, max(width_of(value) + 1, min(11, room - width_of(line.note) - 1)))
    cells = [Cell(f"{mark} "), Cell(fit(line.label, label), "plain" if line.value else "dim"), Cell(" ")]
    cells.append(Cell(fit(value, left), line.tone if line.value else "dim"))
    return [*cells, Cell(" " + fit(line.note, room - left - 1), "dim")] if left < room - 1 else cells
