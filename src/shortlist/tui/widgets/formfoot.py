"""Beneath a form: what the field under the cursor means, and what the last change did to the recommendation."""

from __future__ import annotations

from shortlist.tui.lines import Cell, fit, wrapped
from shortlist.tui.widgets.drawn import Still


class FormFoot(Still):
    """Three lines: two for the help and unit of a field, one for the recommendation."""

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
        """One of the three."""
        if y == 2:
            return [Cell(fit(self.result, width), "strong")]
        unit = f" Unit: {self.unit}." if self.unit else ""
        lines = wrapped(f"{self.help}{unit}", width)
        return [Cell(fit(lines[y], width), "dim")] if y < len(lines) else [Cell(" " * width)]
