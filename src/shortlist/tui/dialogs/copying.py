"""What to copy: the cell, the row or the table."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.widgets.choices import Choices

WAYS = {
    "cell": "{copy.cell=c}  the cell",
    "row": "{copy.row=r}  the row, as Markdown",
    "table": "{copy.table=t}  the table, as Markdown",
}


class CopyDialog(Dialog[str]):
    """Returns `cell`, `row` or `table`: a letter for each, or Enter."""

    DEFAULT_CSS = "CopyDialog > #box { width: 40; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,y", "take('cell')", "Copy the cell", id="copy.cell", show=False),
        Binding("r", "take('row')", "Copy the row", id="copy.row", show=False),
        Binding("t", "take('table')", "Copy the table", id="copy.table", show=False),
    ]

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
