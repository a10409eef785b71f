"""The heading and the foot of the welcome screen."""

from __future__ import annotations

from typing import ClassVar

from shortlist.tui.draw.drawn import Still
from shortlist.tui.draw.lines import Cell, Tone, fit
from shortlist.tui.widgets.frame_lines import NAME, BottomBar


class Banner(Still):
    """Says what this is for."""

    DEFAULT_CSS = "Banner { height: 2; }"
    LINES: ClassVar[tuple[tuple[str, str, Tone], ...]] = (
        (f" {NAME}  ", "Choose a language model for production, and write down why.", "plain"),
        (" ", "One workspace is one decision: scenario, candidates, checklist, cost, record.", "dim"),
    )

    def line(self, y: int, width: int) -> list[Cell]:
        name, words, tone = self.LINES[y]
        return [Cell(name, "head"), Cell(fit(words, width - len(name)), tone)]


class Foot(BottomBar):
    """The keys under a rule."""

    DEFAULT_CSS = "Foot { height: 2; }"

    ROWS = ("rule", "keys")
