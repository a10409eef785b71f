"""What a new draft would change in what is written, and whether it may."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from shortlist.core.records.draft import line_difference
from shortlist.tui.dialogs.lines import LinesQuestion
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.pane import Pane

TONES: dict[str, Tone] = {" ": "dim", "-": "bad", "+": "good"}


class DifferencePane(Pane):
    """Lines with what becomes of them as the first sign of each."""

    beginning = re.compile("(?:[ +-] )?")


class DifferenceDialog(LinesQuestion):
    """Shows the difference, and returns the id of the answer; None for Esc."""

    DEFAULT_CSS = """
    DifferenceDialog > #box { width: 96; }
    DifferenceDialog Pane { padding: 0; }
    DifferenceDialog Choices { margin-top: 1; }
    """
    DEFAULT_CLASSES = "tight"
    BINDINGS: ClassVar[list[BindingType]] = bound("difference")

    def __init__(self, heading: str, old: str, new: str, answers: tuple[tuple[str, str], ...]) -> None:
        # The first answer changes nothing.
        super().__init__(heading, answers, "PgUp and PgDn scroll, Enter chooses, Esc keeps your words.")
        self._lines = [Cell(f"{line.sign} {line.text}", TONES[line.sign]) for line in line_difference(old, new)]

    def inside(self) -> ComposeResult:
        yield Static("- would go, + would come; nothing changes before you choose.")
        yield DifferencePane(classes="fits")
        yield self.choices()

    def lines_around(self, width: int) -> int:
        # Border, heading, what the signs mean, a line above the answers and the keys beneath them.
        return 7 + len(self._answers)

    def on_mount(self) -> None:
        self.query_one(Pane).show(self._lines)
