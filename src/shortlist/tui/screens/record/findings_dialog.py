"""The findings, those of one section first; the chosen one is returned, to go to where it lies."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from shortlist.core.findings import Finding
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.screens.record.section_list import SEVERITY
from shortlist.tui.widgets.choices import Choices


class FindingsDialog(Dialog[Finding]):
    """Lists findings; returns the chosen one, None for Esc."""

    def __init__(self, section: str, here: Sequence[Finding], rest: Sequence[Finding]) -> None:
        super().__init__()
        self._section, self._here, self._found = section, len(here), (*here, *rest)

    def compose(self) -> ComposeResult:
        heading = f"{len(self._found)} findings"
        if self._here:
            rest = len(self._found) - self._here
            heading = f"{self._here} on “{self._section}”" + (f", then {rest} on the rest" if rest else "")
        told = (Content(f"{SEVERITY[one.severity]}  {shown(one.message)}") for one in self._found)
        with Vertical(id="box"):
            yield Static(Content(shown(heading)), id="heading")
            yield Choices(*map(Option, told), markup=False)
            yield Static(Content("Enter goes to where it lies, Esc closes."), id="foot")

    def on_mount(self) -> None:
        self.query_one(Choices).highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index])
