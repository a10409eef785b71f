"""A scroll bar of which only the lines that look different are drawn anew."""

from __future__ import annotations

from typing import Any, Self

from rich.segment import Segment
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from shortlist.tui.textual_private import SizedOnce


class SlimBar(SizedOnce, ScrollBar):
    """Textual draws the whole bar whenever it is told anything: beside a pane that is half of what a move draws."""

    _lines: list[Segment] | None = None
    """What stands on each line, as far as that was worked out for the present height."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        before = self._lines
        if regions or layout or recompose or before is None:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self._lines = self._work_out()
        if len(before) != len(self._lines):
            return super().refresh()
        changed = [
            Region(0, y, self.size.width, 1)
            for y, (old, new) in enumerate(zip(before, self._lines, strict=True))
            if old != new
        ]
        return super().refresh(*changed) if changed else self

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._lines is None or len(self._lines) != self.size.height:
            self._lines = self._work_out()
        background, filters = self.background_colors[1], self.get_line_filters()
        strips: dict[Segment, Strip] = {}
        for segment in self._lines:
            if segment not in strips:
                strip = Strip([segment], self.size.width)
                for line_filter in filters:
                    strip = strip.apply_filter(line_filter, background)
                strips[segment] = strip
        return [strips[segment] for segment in self._lines[crop.y : crop.bottom]]

    def _work_out(self) -> list[Segment]:
        bar: Any = self.render()
        drawn: ScrollBarRender = bar
        style: Any = drawn.style
        return list(
            drawn.render_bar(
                size=self.size.height,
                virtual_size=drawn.virtual_size,
                window_size=drawn.window_size,
                position=drawn.position,
                thickness=drawn.thickness,
                vertical=True,
                back_color=style.bgcolor,
                bar_color=style.color,
            ).segments
        )
