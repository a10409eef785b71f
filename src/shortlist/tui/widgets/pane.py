"""A pane of paragraphs in tones, wrapped to its width, and of rows that are drawn as they are; it scrolls."""

from __future__ import annotations

import re
import sys
from collections.abc import Hashable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.geometry import Region
from textual.strip import Strip

from shortlist.core.basics.words import agreeing
from shortlist.sanitising import shown_lines
from shortlist.tui.draw.drawn_widgets import Scrolling
from shortlist.tui.draw.lines import Cell, strip_of, wrapped
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.panel import BOX, BOX_FOCUSED, PANEL_CSS, RULE, RULE_FOCUSED, write_border

BEGINNING = re.compile(r" *(?:(?:[•●·◦▸✓✖?!–-]|[0-9]{1,2}[.]) +)?")
"""Spaces, and the sign or the number of a list."""


class DrawnLine(NamedTuple):
    """A line of cells that is drawn as it is: a row of a table within a text."""

    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(cell.text for cell in self.cells)


Paragraph = Cell | DrawnLine


class Pane(Scrolling, inherit_bindings=False):
    """Shows text under, or beside, a table; keys scroll it when it has the focus, the wheel always."""

    SCOPED_CSS = False  # the class that says how tall the terminal is stands on the screen
    DEFAULT_CSS = f"""
    Pane {{
        padding: 0 0 0 1;
        overflow-y: scroll;
        scrollbar-background: transparent;
        scrollbar-background-hover: transparent;
        scrollbar-background-active: transparent;
        {PANEL_CSS}
        {RULE}
    }}
    Pane:focus {{ {RULE_FOCUSED} }}
    .-tall Pane {{ {BOX} }}
    .-tall Pane:focus {{ {BOX_FOCUSED} }}
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("pane")
    prose: ClassVar[int] = sys.maxsize
    """Columns that a text is wrapped to at most, where there is room for more."""
    beginning: ClassVar[re.Pattern[str]] = BEGINNING
    """What a paragraph may begin with that its other lines leave free."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.paragraphs: tuple[Paragraph, ...] = ()
        self._drawn: Sequence[tuple[str, tuple[Cell, ...]]] = ()
        """Every line: what it says, and its cells."""
        self._about: Hashable = None
        self._title = ""
        self._wide = 0
        """The width that the lines were laid out for."""

    def name_it(self, title: str) -> None:
        """Write another title into the border."""
        if title != self._title:
            self._title = title
            self._tell_rest()

    def show(self, paragraphs: Sequence[Paragraph], about: Hashable = None) -> None:
        """Show other paragraphs, or what is said about something else, from the top."""
        if tuple(paragraphs) != self.paragraphs:
            self.paragraphs = tuple(paragraphs)
            self._lay_out()
        elif about == self._about:
            return
        self._about = about
        self.scroll_at_once(0)

    def _lay_out(self) -> None:
        self._wide = self.size.width
        width, before = max(10, self.steady_room), self._drawn
        self._drawn = laid_out(self.paragraphs, width, self.prose, self.beginning)
        self.resize_to(len(self._drawn), all_anew=False)
        seen = slice(self.top, self.top + self.size.height)
        changed = [
            Region(0, line, self._wide, 1)
            for line, (old, new) in enumerate(zip_longest(before[seen], self._drawn[seen]))
            if old != new
        ]
        if changed:
            self.refresh(*changed)
        self._tell_rest()

    def lines_of(self, paragraphs: Sequence[Paragraph]) -> int:
        """How many lines paragraphs would take here."""
        return len(laid_out(tuple(paragraphs), max(10, self.steady_room), self.prose, self.beginning))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._tell_rest()

    def sized(self) -> None:
        self._tell_rest(anew=False)

    def _tell_rest(self, anew: bool = True) -> None:
        """Write the title into the border, and how many lines are out of sight."""
        if not self.styles.border_top[0]:
            return
        above = self.top
        below = max(0, len(self._drawn) - above - self.content_size.height)
        marks = []
        if above and self.size.height:
            marks.append(f"▲ {above}")
        if below and self.size.height:
            marks.append(f"▼ {below} more {agreeing(below, 'line', 'lines')}")
        write_border(self, self._title, "  ".join(marks), anew)

    def count(self) -> int:
        """How many lines the paragraphs take at the present width."""
        return len(self._drawn)

    def action_move(self, by: int) -> None:
        self.scroll_at_once(self.top + by)

    def action_page(self, by: int) -> None:
        self.action_move(by * max(1, self.size.height - 1))

    def action_edge(self, side: int) -> None:
        self.scroll_at_once(self.max_scroll_y if side > 0 else 0)

    def on_resize(self) -> None:
        self._lay_out()

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.size.width != self._wide and not self.styles.auto_dimensions:
            # One that is told something as it is mounted may be drawn without having been told of its size; where the
            # height follows from the lines it is laid out again anyway.
            self._wide = self.size.width
            self.call_later(self._lay_out)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        number = self.top + y
        cells = self._drawn[number][1] if number < len(self._drawn) else ()
        return strip_of(cells, self.room, self.tones, self.rich_style)


# Wrapping a long text is most of showing it; what decides are its arguments, none of which can change.
@lru_cache(maxsize=64)
def laid_out(
    paragraphs: tuple[Paragraph, ...], width: int, prose: int, beginning: re.Pattern[str]
) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """Paragraphs in lines, each with what it says and its cells; who goes back and forth finds those of before."""
    lines: list[tuple[str, tuple[Cell, ...]]] = []
    for paragraph in paragraphs:
        if isinstance(paragraph, DrawnLine):
            lines.append((paragraph.text, paragraph.cells))
            continue
        for part in shown_lines(paragraph.text).split("\n"):
            told = hanging(part, min(width, prose), beginning)
            lines += [(line, (Cell(line, paragraph.tone),)) for line in told]
    return tuple(lines)


def hanging(text: str, width: int, beginning: re.Pattern[str] = BEGINNING) -> list[str]:
    """A paragraph in lines; what it begins with, spaces and the sign of a list, is the indent of all of them."""
    indent = len(beginning.match(text)[0])  # type: ignore[index]
    first, *rest = wrapped(text[indent:], width - indent)
    return [text[:indent] + first, *(" " * indent + line for line in rest)]


class ProsePane(Pane):
    """A pane whose texts stay readable where it is wider than they should be."""

    prose = 90
