"""A pane of paragraphs in tones, wrapped to its width, that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from shortlist.shown import shown_lines
from shortlist.tui.lines import Cell, Tone, strip_of, wrapped
from shortlist.tui.widgets.drawn import Scrolling


class Pane(Scrolling):
    """Shows text under, or beside, a table; the arrows scroll it when it has the focus."""

    DEFAULT_CSS = """
    Pane { padding: 0 1; border-top: solid $surface-lighten-2; }
    Pane:focus { border-top: solid $primary; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.paragraphs: tuple[Cell, ...] = ()
        self._drawn: list[tuple[str, Tone]] = []

    def show(self, paragraphs: Sequence[Cell]) -> None:
        """Show other paragraphs, from the top."""
        if tuple(paragraphs) != self.paragraphs:
            self.paragraphs = tuple(paragraphs)
            self._lay_out()
            self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def _lay_out(self) -> None:
        width = max(10, self.room)
        self._drawn = [
            (line, cell.tone)
            for cell in self.paragraphs
            for part in shown_lines(cell.text).split("\n")
            for line in _hanging(part, width)
        ]
        self.resize_to(len(self._drawn))

    def count(self) -> int:
        """The number of lines; there is no cursor to be seen."""
        return len(self._drawn)

    def action_move(self, by: int) -> None:
        """Scroll."""
        self.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by a screenful."""
        self.scroll_relative(y=by * max(1, self.size.height - 1), animate=False)

    def action_edge(self, side: int) -> None:
        """Scroll to an end."""
        self.scroll_to(y=len(self._drawn) if side > 0 else 0, animate=False)

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        number = self.scroll_offset.y + y
        cells = [Cell(*self._drawn[number])] if number < len(self._drawn) else []
        return strip_of(cells, self.room, self.tones, self.rich_style)


def _hanging(text: str, width: int) -> list[str]:
    """A paragraph in lines; what it begins with is the indent of all of them."""
    indent = len(text) - len(text.lstrip(" "))
    return [" " * indent + line for line in wrapped(text[indent:], width - indent)]
