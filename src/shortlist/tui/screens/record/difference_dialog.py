"""What a new draft would change in what is written, and whether it may."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from shortlist.core.records.draft import line_difference
from shortlist.sanitising import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.choices import Choices
from shortlist.tui.widgets.pane import Pane

TONES: dict[str, Tone] = {" ": "dim", "-": "bad", "+": "good"}


class DifferencePane(Pane):
    """Lines with what becomes of them as the first sign of each."""

    beginning = re.compile("(?:[ +-] )?")


class DifferenceDialog(Dialog[str]):
    """Shows the difference, and returns the id of the answer; None for Esc."""

    DEFAULT_CSS = """
    DifferenceDialog > #box { width: 96; }
    DifferenceDialog Pane { padding: 0; }
    DifferenceDialog Choices { margin-top: 1; }
    """
    DEFAULT_CLASSES = "tight"
    BINDINGS: ClassVar[list[BindingType]] = bound("difference")

    def __init__(self, heading: str, old: str, new: str, answers: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._heading, self._answers = heading, answers
        self._lines = [Cell(f"{line.sign} {line.text}", TONES[line.sign]) for line in line_difference(old, new)]

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            yield Static("- would go, + would come; nothing changes before you choose.")
            yield DifferencePane(classes="fits")
            yield Choices(*(Option(Content(shown(words))) for _, words in self._answers), markup=False)
            yield Static(Content("PgUp and PgDn scroll, Enter chooses, Esc keeps your words."), id="foot")

    def lines_around(self, width: int) -> int:
        # Border, heading, what the signs mean, a line above the answers and the keys beneath them.
        return 7 + len(self._answers)

    def on_mount(self) -> None:
        self.query_one(Pane).show(self._lines)
        # The first answer changes nothing.
        self.query_one(Choices).highlighted = 0
        self.query_one(Choices).focus()

    def action_page(self, by: int) -> None:
        self.query_one(Pane).action_page(by)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._answers[event.option_index][0])
