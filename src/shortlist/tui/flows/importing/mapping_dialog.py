"""What the columns of a table mean: each with its first value and what it is taken for, chosen by a person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.importing.columns import Meaning
from shortlist.core.importing.source_file import SourceFile
from shortlist.tui.dialogs.base import TALLEST, Dialog, Result, words
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.draw.lines import Cell, wrapped
from shortlist.tui.flows.importing.meaning_dialog import MeaningDialog
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.table import Column, Row, Table

MEANS_LEAST, FIRST_LEAST = 28, 12
"""Columns that what a column means and its first value keep at least."""


class MappingDialog(Dialog[Result]):
    """Asks what the columns mean; what else is said of the table stands beneath them."""

    DEFAULT_CSS = """
    MappingDialog > #box { width: 100; }
    MappingDialog #about { height: auto; }
    """
    DEFAULT_CLASSES = "tight"
    BINDINGS: ClassVar[list[BindingType]] = bound("import_columns")
    NAMED: ClassVar[str]
    """The meaning that a person gives a name."""
    PREFIX: ClassVar[str]
    """How such a meaning begins."""
    BENEATH: ClassVar[Collection[str]] = ()
    """Titles of lines beneath the columns whose answers are kept."""

    def __init__(
        self,
        document: SourceFile,
        proposed: Mapping[str, str],
        about: str,
        offered: Callable[[], Sequence[Meaning]],
        told: Callable[[str], str],
    ) -> None:
        """`offered` are the meanings that a column may have, `told` puts one in words."""
        from shortlist.catalogue.importers.generic import first_record, header_of

        keys = keyed(f"Enter changes, {{import.columns}} confirms and remembers; {ESC['kept']}.")
        super().__init__("What do the columns mean?", keys)
        self._about, self._offered, self._told = about, offered, told
        self._header, self._first = header_of(document), first_record(document)
        self.columns = dict(proposed)

    def inside(self) -> ComposeResult:
        yield words("about", self._about)
        yield Grid(lead=0)
        yield words("wrong", "")

    @on(events.Resize)
    def fit(self) -> None:
        """Be as tall as the columns are many, as far as the terminal goes."""
        width = min(100, int(self.app.size.width * TALLEST)) - 4
        around = 5 + sum(len(wrapped(text, width)) for text in (self._about, self.foot))
        rows = len(self._header) + len(self.beneath()) + 1
        self.query_one(Grid).styles.height = max(4, min(rows, int(self.app.size.height * TALLEST) - around))

    @property
    def memory(self) -> str:
        """The headings of the table."""
        return f"What the columns mean: {', '.join(self._header)}"

    def on_mount(self) -> None:
        """Show the columns, as they were left before they were confirmed."""
        for title, meaning in self.take_up(self.columns).items():
            if title in self._header or title in self.BENEATH:
                self.mean(title, meaning)
        self._show()
        self.query_one(Grid).focus()

    def beneath(self) -> list[Row]:
        """What is said of the table as a whole; to be provided."""
        raise NotImplementedError

    def asked_name(self, title: str) -> PromptDialog:
        """Asks for the name of what a column holds; to be provided."""
        raise NotImplementedError

    def _show(self) -> None:
        columns = (
            Column("column", "column"),
            Column("means", "means", least=MEANS_LEAST),
            Column("first", "first value", least=FIRST_LEAST),
        )
        rows = []
        for index, title in enumerate(self._header):
            means, first = Cell("left out", "dim"), ""
            if meaning := self.columns.get(title):
                means = Cell(self._told(meaning), "good")
            if (value := self._first.get(title)) is not None:
                first = str(value)[:60]
            rows.append(Row(f"c{index}", (Cell(title), means, Cell(first))))
        self.query_one(Grid).show(Table(columns, (*rows, *self.beneath())))

    def ask_meaning(self, key: str) -> None:
        """Ask what the column of a row means; the name of what nobody has named yet is asked next."""
        title = self._header[int(key[1:])]

        def meant(meaning: str) -> None:
            if meaning == self.NAMED:
                self.app.ask(self.asked_name(title), named)
            else:
                self.set_meaning(title, meaning)

        def named(name: str) -> None:
            self.set_meaning(title, self.PREFIX + "_".join(name.casefold().split()))

        first = f"Its first value is {self._first.get(title)!s}."[:200]
        now = self.columns.get(title, "")
        self.app.ask(MeaningDialog(f"What does “{title}” mean?", first, self._offered(), now), meant)

    def set_meaning(self, title: str, meaning: str) -> None:
        """Keep an answer, and show it."""
        self.mean(title, meaning)
        self.keep_text(title, meaning)
        self.write("wrong", "")
        self._show()

    def mean(self, title: str, meaning: str) -> None:
        """Take an answer; an empty one leaves the column out."""
        if meaning:
            self.columns[title] = meaning
        else:
            self.columns.pop(title, None)
