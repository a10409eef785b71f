"""The findings, those of one section first; the chosen one is returned, to go to where it lies."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from shortlist.core.basics.words import count
from shortlist.core.findings import Finding
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.screens.record.section_list import SEVERITY
from shortlist.tui.widgets.choices import Choices


class FindingsDialog(Dialog[Finding]):
    """Lists findings; returns the chosen one, None for Esc."""

    def __init__(
        self, section: str, here: Sequence[Finding], rest: Sequence[Finding], against: Sequence[Finding] = ()
    ) -> None:
        """`against` are the errors that stand against acceptance: warnings of today, and what is missing only then."""
        super().__init__()
        self._against = {(one.rule, one.where) for one in against}
        self._section, self._here, self._found = section, len(here), (*here, *rest)

    def compose(self) -> ComposeResult:
        heading = f"{len(self._found)} findings"
        if self._here:
            rest = len(self._found) - self._here
            heading = f"{self._here} on “{self._section}”" + (f", then {rest} on the rest" if rest else "")
        if self._against:
            heading += f"; {count(len(self._against), 'error')} before acceptance"
        told = (Content(f"{self._gravity(one)}  {shown(one.message)}") for one in self._found)
        with Vertical(id="box"):
            yield Static(Content(shown(heading)), id="heading")
            yield Choices(*map(Option, told), markup=False)
            yield Static(Content("Enter goes to where it lies, Esc closes."), id="foot")

    def _gravity(self, one: Finding) -> str:
        """How bad it is: of what is no error yet whether it is one before acceptance."""
        later = (one.rule, one.where) in self._against
        return "✖ error before acceptance" if later else SEVERITY[one.severity]

    def on_mount(self) -> None:
        self.query_one(Choices).highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index])
