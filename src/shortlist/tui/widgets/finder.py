"""A line of words and what they find: the list answers in the same call in which a key is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from shortlist.tui.draw.drawn import Scrolling
from shortlist.tui.keys.bindings import bound


class Found(Scrolling, can_focus=False):
    """What was found, of which one is chosen; the keys go to the line above it."""

    DEFAULT_CSS = "Found { height: 1fr; }"

    class Chosen(Message):
        """What is under the cursor was clicked twice."""

    def begin(self, at: int = 0) -> None:
        """Draw what was found now, from its beginning, the cursor at a place of it."""
        self.resize_to(self.count())
        self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self.place_cursor(at)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click selects, a second one chooses."""
        spot = event.get_content_offset(self)
        if spot is None:
            return
        place = self.scroll_offset.y + spot.y - self.header_lines
        if spot.y >= self.header_lines and place < self.count():
            self.place_cursor(place)
            if event.chain > 1:
                self.post_message(self.Chosen())


class Finder(Input):
    """A line of words: `find` is called in the same call in which a key is drawn, `leave` when the line is left."""

    DEFAULT_CSS = "Finder, Finder:focus { border: none; height: 1; padding: 0; background: $boost; }"

    def __init__(
        self,
        find: Callable[[str], None],
        placeholder: str,
        value: str = "",
        leave: Callable[[], object] = lambda: None,
        select_on_focus: bool = False,
    ) -> None:
        super().__init__(value, placeholder=placeholder, select_on_focus=select_on_focus)
        self._find, self._leave = find, leave

    def watch_value(self, value: str) -> None:
        """Find what has the words."""
        if self.is_attached:
            self._find(value)

    def action_keep(self) -> None:
        """Leave the line; what was found stays."""
        self._leave()

    def action_drop(self) -> None:
        """Leave the line without its words."""
        self.value = ""
        self._leave()


class FindLine(Finder):
    """A line over a list, in which the arrows move without leaving the line."""

    BINDINGS: ClassVar[list[BindingType]] = bound("finder")

    def action_list(self, by: int) -> None:
        """Move in the list."""
        self.screen.query_one(Found).action_move(by)

    def action_list_page(self, by: int) -> None:
        """Move by a screenful."""
        self.screen.query_one(Found).action_page(by)
