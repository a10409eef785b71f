"""A form drawn as lines: a label, a value and a note for each field, errors beneath, and an editor over one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from shortlist.tui.draw.drawn_widgets import Scrolling
from shortlist.tui.draw.gauges import stacked
from shortlist.tui.draw.jump_letters import Target
from shortlist.tui.draw.lines import Cell, Tone, fit, strip_of, width_of, wrapped
from shortlist.tui.keys.bindings import bound

NUMBER_WIDTH = 10
"""What the editor of a number takes at least, beside a note."""
LABEL_WIDTH = 23
"""Columns of the labels; longer ones, which a person gave, take up to two fifths of a line."""
UNSET = "—"


class Share(NamedTuple):
    """A part of a whole: the key of the field that sets it, its name, a short one, and how much it is, from 0 to 1."""

    key: str
    name: str
    short: str
    share: float


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
    number: bool = False
    """Whether the value is a number with its unit, to stand under the numbers around it by its point."""
    note_tone: Tone = "dim"
    shares: tuple[Share, ...] = ()
    """In place of a field: shares of a whole as one bar, with their names beneath."""
    brief: str = ""
    """What stands in place of the note where that does not fit."""


class Sheet(Scrolling):
    """Shows the lines of a form; posts `FieldSelected` on Enter, `FieldHighlighted` when the cursor moves on."""

    DEFAULT_CSS = "Sheet { padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("sheet")

    class FieldSelected(Message):
        """A field is to be edited."""

    class FieldCleared(Message):
        """A field is to be emptied."""

    class FieldHighlighted(Message):
        """Another field is under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._drawn: list[tuple[int, Cell | None]] = []
        """For every drawn line its field, and what stands there where it is a line beneath it."""
        self._starts: list[int] = []
        self._told: str | None = None
        """The field that was last told to be under the cursor."""
        self._labels = LABEL_WIDTH
        """The columns of the labels."""
        self._numbers: dict[int, str] = {}
        """The values of the fields that are numbers, by their places, as they stand under each other."""
        self.nudge: Callable[[int], None] | None = None
        """What makes the figure under the cursor less (-1) or more (1), so that both are drawn at once."""

    def show(self, lines: list[Line], cursor: str | None = None) -> None:
        """Show other lines; the cursor stays on its field, or goes to the one that is named."""
        key = cursor or self.key
        before, starts = self.lines, self._starts
        self.lines = lines
        self._lay_out()
        place = next((place for place, line in enumerate(lines) if line.key == key and not line.heading), 0)
        self.resize_to(len(self._drawn))
        self.place_cursor(place)
        if starts != self._starts or len(before) != len(lines):
            self.refresh()
            return
        for place, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.refresh_place(place)

    def _lay_out(self) -> None:
        self._drawn, self._starts, self._numbers = [], [], aligned_values(self.lines)
        width = max(10, self.room - 4)
        longest = max((width_of(line.label) for line in self.lines if not line.heading), default=0)
        self._labels = min(self.room // 2, max(LABEL_WIDTH, min(longest, self.room * 2 // 5)))
        for place, line in enumerate(self.lines):
            self._starts.append(len(self._drawn))
            self._drawn += [(place, None)] * (2 if line.shares else 1)
            if line.error:
                first, *rest = wrapped(line.error, width)
                self._drawn.append((place, Cell(f"  ✖ {first}", "bad")))
                self._drawn += [(place, Cell(f"    {text}", "bad")) for text in rest]
            if line.below:
                self._drawn += [(place, Cell(f"    {text}", "dim")) for text in wrapped(line.below, width)]

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
        if line is None or self.room <= 0 or width_of(line.value) <= self.room - self._labels - 3:
            return ""
        return line.value

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
            self.post_message(self.FieldHighlighted())
            for place, line in enumerate(self.lines):
                if line.shares:
                    self.refresh_place(place)

    def on_resize(self) -> None:
        self._lay_out()
        self.resize_to(len(self._drawn))
        self.refresh()
        if self.lines:
            self.post_message(self.FieldHighlighted())  # what is cut off is another part now

    def editor_place(self, number: bool = False) -> tuple[int, int, int]:
        """Where the editor goes: column, row and width, from the corner of this widget.

        It covers all of the value, so that nothing of it shows beside what is typed; what stands beside a number, a
        weight's share above all, stays in sight.
        """
        row = self.line_of(self.cursor) - self.top
        left = self._labels + 3
        width = max(8, self.room - left)
        if number and self._here is not None and self._here.note:
            width = min(width, max(NUMBER_WIDTH, width_of(self._here.value)))
        return left + 1, row, width

    def jump_targets(self) -> Iterator[Target]:
        area, top = self.content_region, self.top
        for place in range(self.count()):
            row = self.line_of(place) - top
            if self.selectable(place) and 0 <= row < area.height:
                yield Target(area.x, area.y + row, partial(self._go, place))

    def _go(self, place: int) -> None:
        self.focus()
        self.place_cursor(place)

    def action_choose(self) -> None:
        if self.selectable(self.cursor):
            self.post_message(self.FieldSelected())

    def action_nudge(self, by: int) -> None:
        """Make the figure under the cursor a little less or more, where it is one that is weighed against others."""
        if self.nudge is not None and self.selectable(self.cursor):
            self.nudge(by)

    def action_clear(self) -> None:
        if self.selectable(self.cursor):
            self.post_message(self.FieldCleared())

    def on_click(self, event: events.Click) -> None:
        """A click selects a field, a second one edits it."""
        spot = event.get_content_offset(self)
        if spot is None or self.top + spot.y >= len(self._drawn):
            return
        place = self._drawn[self.top + spot.y][0]
        if self.selectable(place):
            again = place == self.cursor
            self.place_cursor(place)
            if again or event.chain > 1:
                self.action_choose()

    def render_line(self, y: int) -> Strip:
        width, number = self.room, self.top + y
        if number >= len(self._drawn):
            return Strip.blank(width, self.rich_style)
        place, beneath = self._drawn[number]
        line, base = self.lines[place], self.rich_style
        if beneath is not None:
            cells = [beneath]
        elif line.shares:
            at = next((at for at, one in enumerate(line.shares) if one.key == self.key), None)
            shares = [one[1:] for one in line.shares]
            lower = number - self._starts[place]
            cells = [Cell("  "), *stacked(shares, width - 4, at)[lower]]
        elif line.heading:
            cells = [Cell(fit(line.label, width), "head")]
        else:
            if place in self._numbers:
                line = line._replace(value=self._numbers[place])  # under those around it
            if place != self.cursor:
                cells = _cells(line, width, self._labels, " ")
            else:
                cells = [Cell(cell.text) for cell in _cells(line, width, self._labels, "›")]
                base += self.tones["cursor" if self.has_focus else "row"]
        return strip_of(cells, width, self.tones, base)


def _cells(line: Line, width: int, label: int, mark: str) -> list[Cell]:
    """A field: its label in so many columns, its value, its note in what they leave."""
    room = left = width - label - 3
    value, note = line.value or UNSET, line.note
    label_tone: Tone = "plain" if line.value else "dim"
    tone = line.tone if line.value else "dim"
    if line.brief and width_of(value) + width_of(note) + 2 > room:
        note = line.brief
    if note:
        left = min(room, max(width_of(value) + 1, min(11, room - width_of(note) - 1)))
    cells = [Cell(f"{mark} "), Cell(fit(line.label, label), label_tone), Cell(" "), Cell(fit(value, left), tone)]
    if left < room - 1:
        cells.append(Cell(" " + fit(note, room - left - 1), line.note_tone))
    return cells


WIDEST_NUMBER = 12
"""Columns up to which the digits before the point are lined up; a longer number stands as it is."""


def aligned_values(lines: Sequence[Line]) -> dict[int, str]:
    """The numbers among values with blanks before them, so that their points stand under each other within a part of
    the form, and the units behind them too."""
    found: dict[int, str] = {}
    part: list[tuple[int, str, str, str]] = []

    def close() -> None:
        whole = max((len(whole) for _, whole, _, _ in part), default=0)
        rest = max((len(rest) for _, _, rest, _ in part), default=0)
        widest = max((len(unit) for _, _, _, unit in part), default=0)
        for place, digits, decimals, unit in part:
            found[place] = f"{digits:>{whole}}{decimals:<{rest}} {unit:<{widest}}"
        part.clear()

    for place, line in enumerate(lines):
        if line.heading:
            close()
        elif line.number and line.value and not line.error:
            figure, _, unit = line.value.partition(" ")
            digits, dot, decimals = figure.partition(".")
            if len(digits) <= WIDEST_NUMBER:
                part.append((place, digits, dot + decimals, unit))
    close()
    return found
