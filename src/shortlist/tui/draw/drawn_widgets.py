"""The bases of drawn widgets: lines of toned cells, still or scrolling under a cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import ClassVar, NamedTuple

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from shortlist.tui.draw.contrast import over, readable_colour
from shortlist.tui.draw.lines import Cell, fit, strip_of
from shortlist.tui.draw.scroll_bar import SlimBar
from shortlist.tui.keys.bindings import bound
from shortlist.tui.textual_private import SizedView, lay_out, own_bar, resize_quietly


class Paint(NamedTuple):
    """What a tone is painted with: variables of the theme, None where what is beneath it shows."""

    colour: str | None = None
    behind: str | None = None
    bold: bool = False


PAINTS: Mapping[str, Paint] = {
    "plain": Paint(),  # what is said
    "dim": Paint("text-muted"),  # what may be skipped: units, origins, what is unknown to nobody's harm
    "good": Paint("text-success"),  # passes, fits, saves
    "warn": Paint("text-warning"),  # open, due, an estimate
    "bad": Paint("text-error"),  # fails, is wrong, is not saved
    "strong": Paint(bold=True),  # the figure or the sentence that counts here
    "accent": Paint("text-accent", bold=True),  # a key, or what a key does
    "head": Paint("text-primary", bold=True),  # a heading
    "tint_good": Paint("text-success", "success-muted"),  # a cell that is better than those around it
    "tint_warn": Paint("text-warning", "warning-muted"),  # a cell that is worse than those around it, or open
    "tint_bad": Paint("text-error", "error-muted", bold=True),  # a cell that is bad
    "cursor": Paint("block-cursor-foreground", "block-cursor-background", bold=True),
    "tab": Paint("text", "accent", bold=True),
    "row": Paint(behind="surface-lighten-1", bold=True),
}
"""The tones, and what lies over a line: the cursor, a marked row, the tab in front."""
UNCOLOURED: Mapping[str, Paint] = {
    **PAINTS,
    "head": Paint("foreground", bold=True),
    "bad": Paint("foreground", bold=True),
    "tint_bad": Paint("foreground", "error-muted", bold=True),
}
"""The same where colours say nothing: what is bad is bold, and no heading is dimmer than what it stands over."""
VARIABLES = {
    one for paint in (*PAINTS.values(), *UNCOLOURED.values()) for one in (paint.colour, paint.behind) if one is not None
}


# Asked for by every widget that is drawn. The colours are all that decides, and nobody writes into what is returned.
@lru_cache(maxsize=64)
def painted(behind: Color, uncoloured: bool, variables: frozenset[tuple[str, str]]) -> dict[str, Style]:
    """The style of every tone over a background, blended with it: a terminal knows no transparency.

    Component classes would say the same; Textual makes and matches a node for each of them whenever it looks at the
    style of a widget: half of the time that a screen takes to appear.
    """
    values = dict(variables)
    paints = UNCOLOURED if uncoloured else PAINTS
    return {name: _style(paint, behind, values) for name, paint in paints.items()}


def _style(paint: Paint, behind: Color, values: Mapping[str, str]) -> Style:
    front = back = None
    if paint.behind is not None:
        behind = behind + Color.parse(values[paint.behind])
        back = behind.rich_color
    if paint.colour is not None:
        colour = over(values[paint.colour], behind)
        front = (colour if colour.ansi is not None else readable_colour(colour, behind)).rich_color
    return Style(color=front, bgcolor=back, bold=paint.bold or None)


class Toned(Widget):
    """A widget whose lines are painted in tones, looked up once for each look of the application, as its own is."""

    _tones: dict[str, Style] | None = None
    _row_tones: dict[str, Style] | None = None
    _base: Style | None = None

    @property
    def rich_style(self) -> Style:
        """The widget's own style; working it out walks to the root, too far for every line that is drawn."""
        if self._base is None:
            self._base = super().rich_style
        return self._base

    @property
    def tones(self) -> dict[str, Style]:
        """The style of every tone, to be laid over the widget's own."""
        if self._tones is None:
            variables = self.app.theme_variables
            used = frozenset((name, variables[name]) for name in VARIABLES)
            self._tones = painted(self.background_colors[1], self.app.no_color, used)
        return self._tones

    @property
    def row_tones(self) -> dict[str, Style]:
        """The same on the ground of the row under the cursor; what has a ground of its own keeps it."""
        if self._row_tones is None:
            tones, ground = self.tones, self.tones["row"].bgcolor
            if ground is None or ground.is_default:
                return tones
            used = frozenset((name, self.app.theme_variables[name]) for name in VARIABLES)
            on_row = painted(Color.from_rich_color(ground), self.app.no_color, used)
            self._row_tones = {name: one if one.bgcolor else on_row[name] for name, one in tones.items()}
        return self._row_tones

    def get_line_filters(self) -> Sequence[LineFilter]:
        """All but the one that replaces the terminal's own colours: no tone has any, unless the theme wants them."""
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def notify_style_update(self) -> None:
        """Forget what was looked up when the theme or a class changes."""
        self._tones = self._row_tones = self._base = None
        super().notify_style_update()


class Still(Toned):
    """A widget of a few lines, all drawn on every change."""

    def line(self, y: int, width: int) -> list[Cell]:
        """The cells of a line; to be provided."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return strip_of(self.line(y, width), width, self.tones, self.rich_style)


class ToldLine(Still):
    """A line that says one thing."""

    DEFAULT_CSS = "ToldLine { height: 1; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.told = Cell("")

    def show(self, told: Cell) -> None:
        """Say something else."""
        if told != self.told:
            self.told = told
            self.refresh()

    def line(self, y: int, width: int) -> list[Cell]:
        return [Cell(fit(self.told.text, width), self.told.tone)]


BAR = 2
"""Columns of a scrollbar, with the blank one before it."""


class Scrolling(Toned, SizedView, can_focus=True):
    """A list of drawn lines with a cursor that the view follows; a blank column parts them from the scrollbar."""

    DEFAULT_CSS = "Scrolling { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("list")
    header_lines = 0
    """Lines at the top that do not scroll."""
    cursor = 0
    _tall = _pushed = 0
    """The height that it had last, and by how many lines it was scrolled because that became less."""
    _painting: tuple[int, int] | None = None
    """While lines are painted: the first one in sight, and the room of each."""

    def count(self) -> int:
        """How many places the cursor can be at; to be provided."""
        raise NotImplementedError

    def line_of(self, place: int) -> int:
        """The line at which a place begins."""
        return place

    def height_of(self, place: int) -> int:
        """How many lines a place takes."""
        return 1

    def selectable(self, place: int) -> bool:
        """Whether the cursor may rest there."""
        return True

    def moved(self) -> None:
        """Called after the cursor moved."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        return own_bar(self, SlimBar)

    def render_lines(self, crop: Region) -> list[Strip]:
        """What every line asks for is looked up once for all of them: Textual walks to the root for it."""
        self._painting = self.top, self.room
        try:
            return super().render_lines(crop)
        finally:
            self._painting = None

    @property
    def top(self) -> int:
        """The first line in sight, counted without the header."""
        return self.scroll_offset.y if self._painting is None else self._painting[0]

    @property
    def room(self) -> int:
        """Columns of the terminal that a line may take, beside a scrollbar and the blank one before it."""
        if self._painting is not None:
            return self._painting[1]
        return self.scrollable_content_region.width - self.show_vertical_scrollbar

    @property
    def steady_room(self) -> int:
        """The same whether there is a scrollbar or none: lines that are wrapped stay as they are when it comes."""
        return self.content_region.width - BAR

    def resize_to(self, lines: int, all_anew: bool = True) -> None:
        """Say how many lines there are, those of the header left out; all are drawn anew unless the caller knows which.

        Other widgets make room only where the height follows from the lines; else laying everything out anew, as
        Textual does whenever this size changes, would redraw the whole screen for a line more or less.
        """
        size = Size(self.room, lines + self.header_lines)
        if size == self.virtual_size:
            return
        if self.styles.auto_dimensions:
            grown = size.height != self.virtual_size.height
            self.virtual_size = size
            if grown:
                lay_out(self)
            else:
                self.refresh()
            return
        resize_quietly(self, size)
        if all_anew:
            self.refresh()

    def scroll_at_once(self, line: int) -> None:
        """Bring a line to the top; what is drawn next is drawn there."""
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def refresh_place(self, place: int) -> None:
        """Draw the lines of one place anew."""
        self.refresh_lines(self.line_of(place) + self.header_lines, self.height_of(place))

    def place_cursor(self, place: int, direction: int = 1) -> None:
        """Move the cursor to a place, or to the next one in a direction where it may rest."""
        count = self.count()
        place = max(0, min(count - 1, place))
        ahead, behind = (count, -1) if direction > 0 else (-1, count)
        places = chain(range(place, ahead, direction), range(place, behind, -direction))
        found = next((one for one in places if self.selectable(one)), 0)
        before, self.cursor = self.cursor, found
        if before != found:
            self._pushed = 0
        self.show_cursor()
        if before != found:
            self.refresh_place(before)
            self.refresh_place(found)
        self.moved()

    def show_cursor(self) -> None:
        """Scroll so that the cursor, and a heading right above it, are seen."""
        height = self.size.height - self.header_lines
        if height <= 0:
            return
        top = self.line_of(self.cursor)
        first = top - 1 if self.cursor and not self.selectable(self.cursor - 1) else top
        if first < self.top:
            self.scroll_at_once(max(0, first))
        elif (end := top + min(height, self.height_of(self.cursor))) > self.top + height:
            self.scroll_at_once(end - height)

    def place_clicked(self, event: events.Click) -> int | None:
        """The place that was clicked, also one where the cursor may not rest; None beside all of them. To be overridden
        where a place takes more than a line."""
        spot = event.get_content_offset(self)
        if spot is None or spot.y < self.header_lines:
            return None
        place = self.top + spot.y - self.header_lines
        return place if place < self.count() else None

    def action_move(self, by: int) -> None:
        self.place_cursor(self.cursor + by, by)

    def action_page(self, by: int) -> None:
        self.place_cursor(self.cursor + by * max(1, self.size.height - self.header_lines - 1), by)

    def action_edge(self, side: int) -> None:
        self.place_cursor(self.count() - 1 if side > 0 else 0, -side)

    def on_resize(self) -> None:
        """Keep the cursor in sight; what was scrolled for that while there was less room is scrolled back with it, so
        that a screen looks the same whatever sizes it had before."""
        grown, self._tall = self.size.height - self._tall, self.size.height
        before = self.top
        if grown > 0 and self._pushed:
            back = min(grown, self._pushed, before)
            self._pushed -= back
            self.scroll_at_once(before - back)
        self.show_cursor()
        if grown < 0:
            self._pushed += max(0, self.top - before)
