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
        """A line for each finding."""
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading())), id="heading")
            yield Choices(*(Option(told(finding)) for finding in self._found), markup=False)
            yield Static(Content("Enter goes to where it lies, Esc closes."), id="foot")

    def _heading(self) -> str:
        if not self._here:
            return f"{len(self._found)} findings"
        rest = len(self._found) - self._here
        return f"{self._here} on “{self._section}”" + (f", then {rest} on the rest" if rest else "")

    def on_mount(self) -> None:
        """Start at the first."""
        self.query_one(Choices).highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return it."""
        self.dismiss(self._found[event.option_index])


def told(finding: Finding) -> Content:
    """A finding as an entry of the list."""
    return Content(f"{SEVERITY[finding.severity]}  {shown(finding.message)}")
