"""Only the rows of a table that hold some words: the words, and the line beneath the table in which they are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from shortlist.tui.body import Body
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.drawn_widgets import ToldLine
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, hints
from shortlist.tui.widgets.finder import Filter

OF_FILTER = hints("editor.drop_filter editor.keep_filter")
"""The keys while it is typed in."""


class FilterLine(Filter):
    """Words that the rows above must hold, taken with every key."""

    DEFAULT_CSS = "FilterLine, FilterLine:focus { padding: 0 1; background: $surface-lighten-2; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("table_filter")

    def on_input_submitted(self) -> None:
        """Enter keeps the filter."""
        self.action_keep()


class Upper(Area):
    """Holds the table, and beneath it the filter and what that comes to, while it is open."""

    DEFAULT_CSS = """
    Upper { height: 1fr; layout: vertical; }
    Upper.filtering Grid { height: 1fr; }
    """

    def open_filter(self, line: FilterLine, within: bool) -> None:
        """Put the line of the filter there, and go to it."""
        if not within:
            # The line stays where it is while rows come and go above it.
            self.styles.height = self.outer_size.height + 2
        self.add_class("filtering")
        self.mount(line, ToldLine())
        line.focus()

    def close_filter(self) -> None:
        """Take the filter away."""
        self.query(FilterLine).remove()
        self.query(ToldLine).remove()
        self.styles.height = None
        self.remove_class("filtering")


class RowFilter:
    """The words that a row must hold to be shown."""

    def __init__(self, body: Body, told: Callable[[], Cell], placeholder: str, within: bool) -> None:
        """`body` holds the table, and `told` says what the filter leaves; `within` where the table lies in a box of its
        own and takes no room from another part."""
        self.words = ""
        self._body, self._told, self._placeholder, self._within = body, told, placeholder, within

    @property
    def typing(self) -> bool:
        """Whether the keys go to its line."""
        # A line that is being taken away has lost the keys, though it may not have been told yet.
        return isinstance(self._body.screen.focused, FilterLine)

    def open(self) -> None:
        """Go to its line."""
        lines = self._body.query(FilterLine)
        if lines:
            lines.first().focus()
            return
        self._body.query_one(Upper).open_filter(FilterLine(self.to, self.leave, self._placeholder), self._within)
        self.tell()

    def tell(self) -> None:
        """Say under the line what it leaves, where it is open."""
        for line in self._body.query(ToldLine):
            line.show(self._told())

    def to(self, words: str) -> None:
        """Show only the rows that hold every word of a text."""
        self.words = words
        self._body.refresh_analysis()

    def leave(self) -> None:
        """Back to the table; an empty line goes."""
        if not self.words:
            self._body.query_one(Upper).close_filter()
        self._body.focus_first()

    def drop(self) -> bool:
        """Show all rows again; whether some were hidden."""
        if not self.words:
            return False
        self._body.query_one(Upper).close_filter()
        self.to("")
        return True
