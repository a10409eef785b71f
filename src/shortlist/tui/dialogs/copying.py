"""What to copy, the cell, the row or the table, and their text for the clipboard: rows and tables as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.basics.words import count, cut_short
from shortlist.export.markup import inline, table
from shortlist.sanitising import shown
from shortlist.tui.dialogs.question import ChoiceDialog
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.table import Row, Table

WAYS = {
    "cell": "{copy.cell}  the cell",
    "row": "{copy.row}  the row, as Markdown",
    "table": "{copy.table}  the table, as Markdown",
}


class CopyDialog(ChoiceDialog[str]):
    """Returns `cell`, `row` or `table`: a letter for each, or Enter."""

    DEFAULT_CSS = """
    CopyDialog > #box { width: 40; }
    CopyDialog Choices, CopyDialog Choices:focus { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("copy")

    def __init__(self) -> None:
        answers = [(what, keyed(told)) for what, told in WAYS.items()]
        super().__init__("Copy", answers, "Enter copies, Esc closes.")

    def inside(self) -> ComposeResult:
        yield self.choices()


def ask_copy(host: Host, whole: Callable[[], Table], grid: Grid) -> None:
    """Ask what to copy of a table under its cursor; `whole` is the table as it is copied."""

    def chosen(what: str) -> None:
        text, told = copied(what, whole(), grid)
        host.copy_to_clipboard(text)
        host.say(told)

    if grid.row_key is not None:
        host.ask(CopyDialog(), chosen)


LONGEST = 40
"""How much of a copied cell a toast repeats."""


def copied(what: str, whole: Table, grid: Grid) -> tuple[str, str]:
    """What goes to the clipboard for `cell`, `row` or `table`, and the sentence that says so."""
    rows = [row for row in whole.rows if row.key == grid.row_key and not row.heading]
    if what == "table":
        body = [row for row in whole.rows if not row.heading]
        return as_markdown(whole, whole.rows), f"Copied the table as Markdown: {count(len(body), 'row')}."
    if what == "row":
        return as_markdown(whole, rows), f"Copied the row of {_brief(rows[0].cells[0].text)} as Markdown."
    cells = rows[0].cells
    text = shown(cells[min(grid.column, len(cells) - 1)].text).strip()
    return text, f"Copied “{_brief(text)}”."


def _brief(text: str) -> str:
    return cut_short(shown(text).strip(), LONGEST)


def as_markdown(whole: Table, rows: Iterable[Row]) -> str:
    """Rows of a table under its headings; the texts are inert, whatever they hold."""
    columns = whole.columns
    sides = "".join("r" if column.right else "l" for column in columns)
    lines = []
    for row in rows:
        texts = [inline(cell.text.strip()) for cell in row.cells]
        if row.heading and texts[0]:
            texts[0] = f"**{texts[0]}**"
        lines.append(texts + [""] * (len(columns) - len(texts)))
    return table([inline(column.title) for column in columns], lines, sides) + "\n"
