"""What to copy: the cell, the row or the table."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.widgets.choices import Choices

WAYS = {
    "cell": "{copy.cell}  the cell",
    "row": "{copy.row}  the row, as Markdown",
    "table": "{copy.table}  the table, as Markdown",
}


class CopyDialog(Dialog[str]):
    """Returns `cell`, `row` or `table`: a letter for each, or Enter."""

    DEFAULT_CSS = "CopyDialog > #box { width: 40; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("copy")

    def compose(self) -> ComposeResult:
        """The three ways."""
        with Vertical(id="box"):
            yield Static(Content("Copy"), id="heading")
            yield Choices(*(Option(Content(keyed(words))) for words in WAYS.values()), markup=False)
            yield Static(Content("Enter copies, Esc closes."), id="foot")

    def action_take(self, what: str) -> None:
        """Copy that."""
        self.dismiss(what)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Copy the chosen one."""
        self.dismiss(list(WAYS)[event.option_index])
