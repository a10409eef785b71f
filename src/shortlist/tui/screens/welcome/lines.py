"""The heading and the foot of the welcome screen."""

from __future__ import annotations

from shortlist.tui.draw.drawn import Still
from shortlist.tui.draw.lines import Cell, fit
from shortlist.tui.keys.hint import Hint
from shortlist.tui.widgets.frame_lines import NAME, BottomBar


class Banner(Still):
    """Says what this is for."""

    DEFAULT_CSS = "Banner { height: 4; }"
    LINES = (
        Cell(f" {NAME}", "head"),
        Cell(" Choose a language model for production, and write down why.", "plain"),
        Cell(" One workspace is one decision: scenario, candidates, checklist, cost, record.", "dim"),
    )

    def line(self, y: int, width: int) -> list[Cell]:
        if y < len(self.LINES):
            return [Cell(fit(self.LINES[y].text, width), self.LINES[y].tone)]
        return [Cell("─" * width, "dim")]


class Foot(BottomBar):
    """The keys under a rule."""

    DEFAULT_CSS = "Foot { height: 2; }"

    ROWS = ("rule", "keys")

    def __init__(self, hints: tuple[Hint, ...]) -> None:
        super().__init__()
        self.hints = hints
