"""Parts of a screen that only hold others: where something shows of them it is blank."""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from shortlist.tui.textual_private import SizedOnce


class Area(SizedOnce, Widget):
    """A part that only holds others; one that has a border of its own is drawn as any.

    Textual looks at every line of everything that lies beneath what is drawn anew, and works each of them out: here
    all of them are one.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.styles.border_top[0]:
            return super().render_lines(crop)
        return blank_lines(self, crop)


def blank_lines(widget: Widget, crop: Region) -> list[Strip]:
    """The lines of a widget that has nothing on it but its background."""
    background = widget.background_colors[1]
    strip = Strip.blank(crop.width, Style(bgcolor=background.rich_color))
    for line_filter in widget.get_line_filters():
        strip = strip.apply_filter(line_filter, background)
    return [strip] * crop.height
