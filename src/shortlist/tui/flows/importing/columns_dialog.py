"""What the columns of a table of no known format mean, and whose figures they are: proposed, changed, confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.metrics import QUALITY_PREFIX
from shortlist.core.document.vocabulary import BASES, answers_explained
from shortlist.core.importing.columns import (
    BASIS,
    DEFAULT_BASIS,
    NUMBERS,
    OWN,
    SOURCE,
    STATED,
    checked_columns,
    meaning_words,
    meanings,
)
from shortlist.core.importing.numerals import answers
from shortlist.core.importing.source_file import SourceFile
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.flows.importing.file_dialog import by_name
from shortlist.tui.flows.importing.mapping_dialog import MappingDialog
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.table import Row

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


class ColumnsDialog(MappingDialog[Mapped]):
    """Asks what the columns mean; None for Esc."""

    help_text = (
        "Each column with its first value and what it is taken for. Enter says what it means; {import.columns} "
        "confirms, and a table with the same headings is not asked about again. Numbers with a comma need to be told "
        "how they are written. Source, date and basis hold for the rows that do not say their own."
    )
    NAMED, PREFIX = OWN, QUALITY_PREFIX
    BENEATH = (*STATED, DAY)

    def __init__(self, document: SourceFile, proposed: Mapping[str, str], quality_metric: str, again: bool) -> None:
        about = AGAIN if again else ABOUT
        super().__init__(document, proposed, about, partial(meanings, quality_metric), meaning_words)
        self._document, self._again, self._day = document, again, ""

    def beneath(self) -> list[Row]:
        """What is said of the table as a whole: the answer, and where that is from."""
        numbers, basis = "without a comma, else refused", f"{DEFAULT_BASIS}, as nobody says"
        source = self._document.name, "the file's name"
        day = str(self._document.day), f"by {self._document.dated_by}"
        if style := self.columns.get(NUMBERS):
            numbers = f"like {style}"
        if said := self.columns.get(SOURCE):
            source = said, "stated"
        if self._day:
            day = self._day, "stated"
        if known := self.columns.get(BASIS):
            basis = known.replace("_", " ")
        told = [
            (NUMBERS, "how numbers are written", numbers, ""),
            (SOURCE, "source of the figures", *source),
            (DAY, "date of the figures", *day),
            (BASIS, "basis of the figures", basis, ""),
        ]
        if not self._again:
            if self._document.table is not None:
                told.append((HEADINGS, "line of the headings", str(self._document.table.header_line), ""))
            told.append((FORMAT, "format", "a table of your own", "not recognised"))
        return [
            Row(key, (Cell(title, "head"), Cell(answer), Cell(whence, "dim")))
            for key, title, answer, whence in told
            if key not in self._header
        ]

    def asked_name(self, title: str) -> PromptDialog:
        return PromptDialog("The name of the index", "Lower-case words, such as our_test; from 0 to 100.", "", "a name")

    # --- questions

    def on_grid_opened(self) -> None:
        key = self.query_one(Grid).row_key
        if key is None:
            return
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
            asked = QuestionDialog("How are the figures known?", told, answers_explained(BASES.items()), now)
        elif key == HEADINGS:
            told = "Write the number of the line that names the columns, where titles stand above it."
            asked = PromptDialog("Which line names the columns?", told, "", "a number")
        elif key == FORMAT:
            asked = format_question("The file does not look like any of them; what does not fit is refused.")
        else:
            self.ask_meaning(key)
            return
        self.app.ask(asked, lambda answer: self._answered(key, answer))

    def _answered(self, key: str, answer: str) -> None:
        if key == FORMAT:
            if answer:
                self.dismiss(Mapped({}, None, answer))
        elif key == HEADINGS:
            if answer.isascii() and answer.isdigit() and 0 < int(answer) < 1_000_000:
                self.dismiss(Mapped({}, header_line=int(answer)))
            else:
                self.write("wrong", "That is no line; write its number, such as 3.")
        else:
            try:
                if key == DAY:
                    answer = str(dt.date.fromisoformat(answer))
                self.set_meaning(key, answer)
            except ValueError:
                self.write("wrong", NO_DAY)

    # --- answers

    def mean(self, title: str, meaning: str) -> None:
        if title == DAY:
            self._day = meaning
        else:
            super().mean(title, meaning)

    def action_confirm(self) -> None:
        try:
            found = checked_columns(self.columns, self._header)
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
    known = sorted(((one.id, one.title) for one in FORMATS.values()), key=lambda one: by_name(one[1]))
    return QuestionDialog("Which format is it?", told, (none, *known))
