"""What to copy: the cell, the row or the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.widgets.choices import Choices
from shortlist.tui.widgets.grid import Grid, Table

WAYS = {
    "cell": "{copy.cell}  the cell",
    "row": "{copy.row}  the row, as Markdown",
    "table": "{copy.table}  the table, as Markdown",
}


class CopyDialog(Dialog[str]):
    """Returns `cell`, `row` or `table`: a letter for each, or Enter."""

    DEFAULT_CSS = "CopyDialog > #box { width: 40; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("copy")

    def __init__(self) -> None:
        super().__init__("Copy", "Enter copies, Esc closes.")

    def inside(self) -> ComposeResult:
        yield Choices(*(Option(Content(keyed(words))) for words in WAYS.values()), markup=False)

    def action_take(self, what: str) -> None:
        self.dismiss(what)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(list(WAYS)[event.option_index])


def ask_copy(host: Host, whole: Callable[[], Table], grid: Grid) -> None:
    """Ask what to copy of a table under its cursor; `whole` is the table as it is copied."""

    def chosen(what: str | None) -> None:
        from shortlist.tui.widgets.copying import copied

        if what is not None:
            text, told = copied(what, whole(), grid)
            host.copy_to_clipboard(text)
            host.say(told)

    if grid.row_key is not None:
        host.push_screen(CopyDialog(), chosen)
