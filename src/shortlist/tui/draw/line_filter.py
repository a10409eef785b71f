"""The last defence before the terminal: nothing that is drawn may hold a control character."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from shortlist.sanitising import REPLACEMENT, STEERING


class ControlFilter(LineFilter):
    """Replaces every character that steers a terminal or the direction of reading; the joiners of emoji stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line without such characters."""
        if not any(STEERING.search(text) for text, _, control in segments if not control):
            return segments
        return [
            Segment(segment.text if segment.control else STEERING.sub(REPLACEMENT, segment.text), segment.style)
            for segment in segments
        ]
