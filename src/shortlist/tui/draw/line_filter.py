"""The last defence before the terminal: nothing that is drawn may hold a control character."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of direction
    "\u2028\u2029\ud800-\udfff]"  # line ends that are no newline, lone surrogates
)
REPLACEMENT = "\ufffd"


class ControlFilter(LineFilter):
    """Replaces every character that steers a terminal or the direction of reading; the joiners of emoji stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line without such characters."""
        if not any(_STEERING.search(text) for text, _, control in segments if not control):
            return segments
        return [
            Segment(segment.text if segment.control else _STEERING.sub(REPLACEMENT, segment.text), segment.style)
            for segment in segments
        ]
