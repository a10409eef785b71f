"""Beneath a form: what the field under the cursor means, and what the last change did to the recommendation."""

from __future__ import annotations

from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.lines import Cell, fit, width_of, wrapped

MOST = 9
"""Lines of a text that are shown at most: the form above keeps some."""
LINES = 2
"""Lines that either takes at most."""


def in_two(text: str, width: int) -> list[str]:
    """A sentence in one line, or in two, broken behind the last comma where both parts fit."""
    if width_of(text) <= width:
        return [text]
    for at in range(len(text) - 2, 0, -1):
        first, rest = text[: at + 1], text[at + 2 :]
        if text[at : at + 2] == ", " and max(width_of(first), width_of(rest)) <= width:
            return [first, rest]
    return wrapped(text, width)


def in_one(text: str, width: int) -> str:
    """A sentence in one line, ended at the last comma that leaves it whole where all of it is too long."""
    while width_of(text) > width and ", " in text:
        text = f"{text.rpartition(', ')[0]}."
    return text


class FormFoot(Still):
    """The help and unit of a field, and at the end the recommendation, which takes a second line where one is free."""

    DEFAULT_CSS = "FormFoot { height: 3; padding: 0 1; background: $boost; }"

    _taken: int | None = None
    """The height while a text is shown."""

    def __init__(self, usual: int = 3) -> None:
        super().__init__()
        self._usual = usual
        self.help, self.unit, self.result, self.text = "", "", "", ""

    def show(self, help_: str, unit: str, result: str, text: str = "") -> None:
        """Show the help of a field, all of a text that its line cuts off, and the running line."""
        if (help_, unit, result, text) != (self.help, self.unit, self.result, self.text):
            self.help, self.unit, self.result, self.text = help_, unit, result, text
            self._grow()
            self.refresh()

    def on_resize(self) -> None:
        self._grow()

    def _grow(self) -> None:
        """Take the lines that the text needs, and give them back after it."""
        width = self.content_region.width
        lines = 1 + len(self._whole(width)) + len(in_two(self.result, max(10, width))[:LINES])
        height = max(self._usual, lines) if self.text else None
        if self._taken != height:
            self._taken = self.styles.height = height

    def _whole(self, width: int) -> list[str]:
        """The text in lines, of which the last says where the rest is to be read."""
        lines = wrapped(self.text, max(10, width))
        if len(lines) <= MOST:
            return lines
        return [*lines[: MOST - 1], f"… and {len(lines) - MOST + 1} more lines: Enter"]

    def line(self, y: int, width: int) -> list[Cell]:
        if self.text:
            result = in_two(self.result, width)[:LINES]
            if (at := y - self.size.height + len(result)) >= 0:
                return [Cell(fit(result[at], width), "strong")]
            told = [in_one(self.help, width), *self._whole(width)]
            text = told[y] if y < len(told) else ""
            return [Cell(fit(text, width), "plain" if y else "dim")]
        unit = f" Unit: {self.unit}." if self.unit else ""
        help_ = wrapped(f"{self.help}{unit}", width)[:LINES]
        room = max(1, self.size.height - len(help_))
        result = in_two(self.result, width) if room > 1 else [in_one(self.result, width)]
        at = self.size.height - min(LINES, room, len(result))
        if y >= at:
            return [Cell(fit(result[y - at], width), "strong")]
        text = help_[y] if y < len(help_) else ""
        return [Cell(fit(text, width), "dim")]
