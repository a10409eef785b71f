"""A line of words and what they find: the list answers in the same call in which a key is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from shortlist.tui.draw.drawn_widgets import Scrolling
from shortlist.tui.draw.lines import Cell, strip_of
from shortlist.tui.keys.bindings import bound
from shortlist.tui.textual_private import present
from shortlist.tui.widgets.one_line import OneLine

One = TypeVar("One")


class TellingLine(OneLine):
    """A line that tells what stands in it in the same call in which a key is drawn."""

    DEFAULT_CSS = "TellingLine, TellingLine:focus { border: none; height: 1; padding: 0; background: $foreground 10%; }"

    def __init__(
        self,
        tell: Callable[[str], None],
        placeholder: str = "",
        value: str = "",
        *,
        select_on_focus: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(value, placeholder, select_on_focus=select_on_focus, id=id)
        self._tell = tell

    def watch_value(self, value: str) -> None:
        # A key may still be on its way to a line whose dialog is being taken away.
        if self.is_attached and present(self.app, self):
            self._tell(value)


class Found(Scrolling, Generic[One], can_focus=False):
    """What was found, of which one is chosen; the keys go to the line above it."""

    DEFAULT_CSS = "Found { height: 1fr; }"

    class DoubleClicked(Message):
        """What is under the cursor was clicked twice."""

    def __init__(self, follow: Callable[[], object] = lambda: None) -> None:
        """`follow` is called when another one is under the cursor, so that both are drawn at once."""
        super().__init__()
        self._follow = follow
        self.found: Sequence[One] = ()

    def show(self, found: Sequence[One], at: int = 0) -> None:
        """Show what was found now, from its beginning, the cursor at a place of it."""
        self.found = found
        self.resize_to(self.count())
        self.scroll_at_once(0)
        self.place_cursor(at)
        self.refresh()

    @property
    def here(self) -> One | None:
        """What is under the cursor."""
        return self.found[self.cursor] if self.cursor < len(self.found) else None

    @property
    def beneath(self) -> int:
        """How many follow those in sight."""
        return max(0, len(self.found) - self.top - self.scrollable_content_region.height + self.header_lines)

    def count(self) -> int:
        return len(self.found)

    def moved(self) -> None:
        self._follow()

    def header(self, width: int) -> list[Cell]:
        """What stands above it, where it has a header."""
        return []

    def cells(self, one: One, width: int) -> list[Cell]:
        """One of what was found, as a line; to be provided."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width, base = self.room, self.rich_style
        if y < self.header_lines:
            return strip_of(self.header(width), width, self.tones, base)
        place = self.top + y - self.header_lines
        if place >= len(self.found):
            return Strip.blank(width, base)
        if place == self.cursor:
            base += self.tones["cursor"]
        return strip_of(self.cells(self.found[place], width), width, self.tones, base)

    def on_click(self, event: events.Click) -> None:
        """A click selects, a second one chooses."""
        place = self.place_clicked(event)
        if place is not None and self.selectable(place):
            self.place_cursor(place)
            self.choose_clicked(event)

    def choose_clicked(self, event: events.Click) -> None:
        """What a click chooses: a second one what it selected."""
        if event.chain > 1:
            self.post_message(self.DoubleClicked())


class FinderLine(TellingLine):
    """The words; the arrows move in the list without leaving the line."""

    BINDINGS: ClassVar[list[BindingType]] = bound("finder")

    def __init__(self, found: Found[One], find: Callable[[str], None], placeholder: str, value: str = "") -> None:
        super().__init__(find, placeholder, value)
        self._found = found

    def action_list(self, by: int) -> None:
        self._found.action_move(by)

    def action_list_page(self, by: int) -> None:
        self._found.action_page(by)


class Filter(TellingLine):
    """A line over or under what it narrows down; `leave` is called where the keys go back to that."""

    def __init__(
        self,
        tell: Callable[[str], None],
        leave: Callable[[], object],
        placeholder: str = "",
        value: str = "",
        *,
        select_on_focus: bool = False,
    ) -> None:
        super().__init__(tell, placeholder, value, select_on_focus=select_on_focus)
        self._leave = leave

    def action_keep(self) -> None:
        """Leave the line; what was found stays."""
        self._leave()

    def action_drop(self) -> None:
        """Leave the line without its words."""
        self.value = ""
        self._leave()
