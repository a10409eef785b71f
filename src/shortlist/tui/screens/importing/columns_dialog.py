"""What the columns of a table of no known format mean, and whose figures they are: proposed, changed, confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.metrics import QUALITY_PREFIX
from shortlist.core.document.vocabulary import BASES, explained
from shortlist.core.importing.columns import BASIS, DEFAULT_BASIS, NUMBERS, SOURCE, STATED, checked
from shortlist.core.importing.document import Document
from shortlist.core.importing.meanings import OWN, meaning_words, meanings
from shortlist.core.importing.numerals import answers
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.dialogs.kept_texts import Field
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.screens.importing.meaning_dialog import MeaningDialog
from shortlist.tui.widgets.grid import Column, Grid, Row, Table

DAY, FORMAT, HEADINGS = "figures.day", "figures.format", "headings"
"""Rows of the dialog besides the columns and what a map says of the table as a whole."""
ABOUT = (
    "The file is of no known format. What stands here is guessed from its headings and nothing is read yet: check each "
    "line, change what is wrong."
)
AGAIN = "Change what is wrong: the file is read again, and these answers replace those remembered for such a table."
NO_DAY = "That is no day; write one such as 2026-11-22."


class Mapped(NamedTuple):
    """What a person says of a table: its columns and the whole, its day where stated, or that it is a known format."""

    columns: Mapping[str, str]
    day: dt.date | None = None
    format: str = ""
    header_line: int = 0
    """The line that the headings stand in, where it is another than was read: nothing else is said then."""


class ColumnsDialog(Dialog[Mapped]):
    """Asks what the columns mean; None for Esc."""

    DEFAULT_CSS = """
    ColumnsDialog > #box { width: 100; height: 96%; max-height: 96%; padding: 0 1; }
    ColumnsDialog #about, ColumnsDialog #wrong { height: auto; }
    ColumnsDialog #wrong { color: $text-error; }
    ColumnsDialog #foot { margin-top: 0; }
    """
    help_text = (
        "Each column with its first value and what it is taken for. Enter says what it means; {import.columns} "
        "confirms, and a table with the same headings is not asked about again. Numbers with a comma need to be told "
        "how they are written. Source, date and basis hold for the rows that do not say their own."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("import_columns")

    def __init__(self, document: Document, proposed: Mapping[str, str], quality_metric: str, again: bool) -> None:
        from shortlist.catalogue.importers.generic import first_record, header_of

        keys = keyed(f"Enter changes, {{import.columns}} confirms and remembers; {ESC['kept']}.")
        super().__init__("What do the columns mean?", keys)
        self._document, self._metric, self._again = document, quality_metric, again
        self._header, self._first = header_of(document), first_record(document)
        self.columns, self._day = dict(proposed), ""

    def inside(self) -> ComposeResult:
        yield words("about", AGAIN if self._again else ABOUT)
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
        self._stood = {**self.columns, DAY: ""}
        for title, meaning in self.kept_texts.items():
            if title in (*STATED, DAY) or title in self._header:
                self._mean(title, meaning)
        self._show()
        self.query_one(Grid).focus()

    # --- what is shown

    def _show(self) -> None:
        columns = (Column("column", "column"), Column("means", "means"), Column("first", "first value", 24))
        rows = [self._row(f"c{index}", title, self._first.get(title)) for index, title in enumerate(self._header)]
        rows += [
            Row(key, (Cell(title, "head"), Cell(told), Cell(more, "dim")))
            for key, title, told, more in self._whole()
            if key not in self._header
        ]
        self.query_one(Grid).show(Table(columns, tuple(rows)))

    def _row(self, key: str, title: str, first: object) -> Row:
        meaning = self.columns.get(title, "")
        means = Cell(meaning_words(meaning), "good") if meaning else Cell("left out", "dim")
        return Row(key, (Cell(title), means, Cell("" if first is None else str(first)[:60])))

    def _whole(self) -> list[tuple[str, str, str, str]]:
        """What is said of the table as a whole: the key of its line, its title, the answer, where that is from."""
        style, source = self.columns.get(NUMBERS, ""), self.columns.get(SOURCE, "")
        basis = self.columns.get(BASIS, "")
        numbers = f"like {style}" if style else "without a comma, else refused"
        table = self._document.table
        day, by = self._day or str(self._document.day), "stated" if self._day else f"by {self._document.dated_by}"
        return [
            (NUMBERS, "how numbers are written", numbers, ""),
            (SOURCE, "source of the figures", source or self._document.name, "stated" if source else "the file's name"),
            (DAY, "date of the figures", day, by),
            (BASIS, "basis of the figures", basis.replace("_", " ") or f"{DEFAULT_BASIS}, as nobody says", ""),
            *([] if self._again or table is None else [(HEADINGS, "line of the headings", str(table.header_line), "")]),
            *([] if self._again else [(FORMAT, "format", "a table of your own", "not recognised")]),
        ]

    # --- questions

    def on_grid_opened(self) -> None:
        key = self.query_one(Grid).row_key
        asked: Dialog[str]
        if key == NUMBERS:
            from shortlist.catalogue.importers.generic import samples

            told = "What the first numbers of the table become under each answer:"
            offered = answers(samples(self._document, self.columns))
            asked = QuestionDialog("How does the table write numbers?", told, offered, self.columns.get(NUMBERS, ""))
        elif key == SOURCE:
            told = "Who publishes or measured them; a row with a source of its own keeps that."
            now = self.columns.get(SOURCE, self._document.name)
            asked = PromptDialog("Where are the figures from?", told, now, "a source")
        elif key == DAY:
            told = "Write a day such as 2026-11-22; a row with a date of its own keeps that."
            asked = PromptDialog("Of which day are the figures?", told, self._day or str(self._document.day), "a day")
        elif key == BASIS:
            told, now = "A row with a basis of its own keeps that.", self.columns.get(BASIS, DEFAULT_BASIS)
            asked = QuestionDialog("How are the figures known?", told, explained(BASES.items()), now)
        elif key == HEADINGS:
            told = "Write the number of the line that names the columns, where titles stand above it."
            asked = PromptDialog("Which line names the columns?", told, "", "a number")
        elif key == FORMAT:
            asked = format_question("The file does not look like any of them; what does not fit is refused.")
        elif key is not None:
            self._ask_meaning(self._header[int(key[1:])])
            return
        else:
            return
        self.app.push_screen(asked, lambda answer: self._answered(key, answer))

    def _answered(self, key: str, answer: str | None) -> None:
        if key == FORMAT:
            if answer:
                self.dismiss(Mapped({}, None, answer))
            return
        if key == HEADINGS:
            if answer and answer.isascii() and answer.isdigit() and 0 < int(answer) < 1_000_000:
                self.dismiss(Mapped({}, header_line=int(answer)))
            elif answer:
                self.write("wrong", "That is no line; write its number, such as 3.")
            return
        try:
            self._set(key, str(dt.date.fromisoformat(answer)) if key == DAY and answer else answer)
        except ValueError:
            self.write("wrong", NO_DAY)

    def _ask_meaning(self, title: str) -> None:
        told = f"Its first value is {self._first.get(title)!s}."[:200]
        offered, now = meanings(self._metric), self.columns.get(title, "")
        question = MeaningDialog(f"What does “{title}” mean?", told, offered, now)
        self.app.push_screen(question, lambda meaning: self._meant(title, meaning))

    def _meant(self, title: str, meaning: str | None) -> None:
        if meaning != OWN:
            self._set(title, meaning)
            return
        asked = PromptDialog(
            "The name of the index", "Lower-case words, such as our_test; from 0 to 100.", "", "a name"
        )

        def named(name: str | None) -> None:
            if name is not None:
                self._set(title, QUALITY_PREFIX + "_".join(name.casefold().split()))

        self.app.push_screen(asked, named)

    # --- answers

    def _set(self, title: str, meaning: str | None) -> None:
        if meaning is None:
            return
        self._mean(title, meaning)
        self.keep_text(title, meaning)
        self.write("wrong", "")
        self._show()

    def _mean(self, title: str, meaning: str) -> None:
        if title == DAY:
            self._day = meaning
        elif meaning:
            self.columns[title] = meaning
        else:
            self.columns.pop(title, None)

    def action_confirm(self) -> None:
        """Leave with the columns, if a table can be read by them."""
        try:
            found = checked(self.columns, self._header)
            day = dt.date.fromisoformat(self._day) if self._day else None
            self.texts_taken()
            self.dismiss(Mapped(found, day))
        except ShortlistError as error:
            self.write("wrong", str(error))
        except ValueError:
            self.write("wrong", NO_DAY)


def format_question(told: str) -> QuestionDialog:
    """Asks which of the known formats a file is that is not recognised; an empty answer is none of them."""
    from shortlist.catalogue.importers import FORMATS

    none = ("", "none of these")
    return QuestionDialog("Which format is it?", told, (none, *((one.id, one.title) for one in FORMATS.values())))
