"""Beneath a form: what the field under the cursor means, and what the last change did to the recommendation."""

from __future__ import annotations

from shortlist.tui.lines import Cell, fit, width_of, wrapped
from shortlist.tui.widgets.drawn import Still

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

    def __init__(self) -> None:
        super().__init__()
        self.help, self.unit, self.result = "", "", ""

    def show(self, help_: str, unit: str, result: str) -> None:
        """Show the help of a field and the running line."""
        if (help_, unit, result) != (self.help, self.unit, self.result):
            self.help, self.unit, self.result = help_, unit, result
            self.refresh()

    def line(self, y: int, width: int) -> list[Cell]:
        """One of them."""
        unit = f" Unit: {self.unit}." if self.unit else ""
        help_ = wrapped(f"{self.help}{unit}", width)[:LINES]
        room = max(1, self.size.height - len(help_))
        result = in_two(self.result, width) if room > 1 else [in_one(self.result, width)]
        at = self.size.height - min(LINES, room, len(result))
        if y >= at:
            return [Cell(fit(result[y - at], width), "strong")]
        return [Cell(fit(help_[y] if y < len(help_) else "", width), "dim")]
