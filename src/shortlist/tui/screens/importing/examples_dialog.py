"""What the columns of a table of examples mean: proposed, changed, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.importing.document import Document
from shortlist.core.importing.example_columns import (
    METRIC,
    METRIC_HELP,
    checked,
    example_meanings,
    is_examples,
    meaning_words,
)
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.dialogs.kept_texts import Field
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.screens.importing.meaning_dialog import MeaningDialog
from shortlist.tui.widgets.grid import Column, Grid, Row, Table

ABOUT = (
    "A table of examples, one answer a line. What stands here is guessed from its headings and nothing is read yet: "
    "one column is the example or its input, and one whether it was answered rightly."
)
LACKS = "One column needs to be the example or its input, and one the verdict or whether it passed."


class ExamplesDialog(Dialog[Mapping[str, str]]):
    """Asks what the columns mean; an empty answer says that it is no table of examples, None is Esc."""

    DEFAULT_CSS = """
    ExamplesDialog > #box { width: 100; height: 96%; max-height: 96%; padding: 0 1; }
    ExamplesDialog #about, ExamplesDialog #wrong { height: auto; }
    ExamplesDialog #wrong { color: $text-error; }
    ExamplesDialog #foot { margin-top: 0; }
    """
    help_text = (
        "Each column with its first value and what it is taken for. Enter says what it means; {import.columns} "
        "confirms, and a table with the same headings is not asked about again."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("import_columns")
    OTHER = "other"
    """The key of the line that says it is no table of examples."""

    def __init__(self, document: Document, proposed: Mapping[str, str]) -> None:
        from shortlist.catalogue.importers.generic import first_record, header_of

        keys = keyed(f"Enter changes, {{import.columns}} confirms and remembers; {ESC['kept']}.")
        super().__init__("What do the columns mean?", keys)
        self._header, self._first = header_of(document), first_record(document)
        self.columns = dict(proposed)

    def inside(self) -> ComposeResult:
        yield words("about", ABOUT)
        yield Grid(lead=0)
        yield words("wrong", "")

    @property
    def memory(self) -> str:
        """The headings of the table."""
        return f"What the columns mean: {', '.join(self._header)}"

    def text_fields(self) -> dict[str, Field]:
        """None: a meaning is chosen, and named in a dialog of its own."""
        return {}

    def on_mount(self) -> None:
        """Show the columns, as they were left before they were confirmed."""
        self._stood = dict(self.columns)
        for title, meaning in self.kept_texts.items():
            if title in self._header:
                self._mean(title, meaning)
        self._show()
        self.query_one(Grid).focus()

    def _show(self) -> None:
        columns = (Column("column", "column"), Column("means", "means"), Column("first", "first value", 24))
        rows = [self._row(f"c{index}", title) for index, title in enumerate(self._header)]
        other = (Cell("none of this", "head"), Cell("read it as a table of figures"), Cell(""))
        self.query_one(Grid).show(Table(columns, (*rows, Row(self.OTHER, other))))

    def _row(self, key: str, title: str) -> Row:
        meaning, first = self.columns.get(title, ""), self._first.get(title)
        means = Cell(meaning_words(meaning), "good") if meaning else Cell("left out", "dim")
        return Row(key, (Cell(title), means, Cell("" if first is None else str(first)[:60])))

    def on_grid_opened(self) -> None:
        key = self.query_one(Grid).row_key
        if key == self.OTHER:
            self.dismiss({})
        elif key is not None:
            title = self._header[int(key[1:])]
            told = f"Its first value is {self._first.get(title)!s}."[:200]
            asked = MeaningDialog(f"What does “{title}” mean?", told, example_meanings(), self.columns.get(title, ""))
            self.app.push_screen(asked, lambda meaning: self._meant(title, meaning))

    def _meant(self, title: str, meaning: str | None) -> None:
        if meaning is None:
            return
        if meaning != METRIC:
            self._set(title, meaning)
            return

        def named(name: str | None) -> None:
            if name:
                self._set(title, METRIC + "_".join(name.casefold().split()))

        asked = PromptDialog("The name of the rate", METRIC_HELP, "_".join(title.casefold().split()), "a name")
        self.app.push_screen(asked, named)

    def _set(self, title: str, meaning: str) -> None:
        self._mean(title, meaning)
        self.keep_text(title, meaning)
        self.write("wrong", "")
        self._show()

    def _mean(self, title: str, meaning: str) -> None:
        if meaning:
            self.columns[title] = meaning
        else:
            self.columns.pop(title, None)

    def action_confirm(self) -> None:
        """Leave with the columns, if a table of examples can be read by them."""
        try:
            found = checked(self.columns, self._header)
        except ShortlistError as error:
            self.write("wrong", str(error))
            return
        if not is_examples(found):
            self.write("wrong", LACKS)
            return
        self.texts_taken()
        self.dismiss(found)
