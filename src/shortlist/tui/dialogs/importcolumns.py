"""What the columns of a table of no known format mean: proposed, changed, confirmed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from shortlist.core.errors import ShortlistError
from shortlist.core.importing.columns import FITTING, KEYS, NUMBERS, STYLES, checked, kind_of
from shortlist.core.metrics import KNOWN_METRICS, QUALITY_PREFIX
from shortlist.shown import shown
from shortlist.tui.conventions import ESC
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.dialogs.texts import Field
from shortlist.tui.keys import keyed
from shortlist.tui.lines import Cell
from shortlist.tui.widgets.grid import Column, Grid, Row, Table

if TYPE_CHECKING:
    from shortlist.tui.app import ShortlistApp

IGNORED, OWN = "", "own"
UNIT_WORDS = {
    "per_token": "USD per token",
    "per_thousand": "USD per thousand tokens",
    "cents": "cents per million tokens",
    "cents_per_token": "cents per token",
    "ms": "milliseconds",
    "thousands": "in thousands",
    "percent": "in per cent",
    "share": "from 0 to 1",
}


def meanings(quality_metric: str) -> list[tuple[str, str]]:
    """Everything a column may mean, with its words; first what leaves it out."""
    found = [(IGNORED, "leave it out"), *((key, key.replace("_", " ")) for key in KEYS)]
    for metric in (quality_metric, *KNOWN_METRICS):
        for unit in FITTING[kind_of(metric)]:
            found.append((f"{metric}:{unit}" if unit else metric, meaning_words(f"{metric}:{unit}")))
    return [*found, (OWN, "a quality index of another name …")]


def meaning_words(meaning: str) -> str:
    """A meaning in words: `input price, USD per token`."""
    metric, _, unit = meaning.partition(":")
    return metric.replace("_", " ") + (f", {UNIT_WORDS[unit]}" if unit else "")


class ColumnsDialog(Dialog[dict[str, str]]):
    """Asks what the columns mean; None for Esc."""

    DEFAULT_CSS = """
    ColumnsDialog > #box { width: 100; height: 96%; max-height: 96%; padding: 0 1; }
    ColumnsDialog #about, ColumnsDialog #wrong { height: auto; }
    ColumnsDialog #wrong { color: $text-error; }
    ColumnsDialog #foot { margin-top: 0; }
    """
    help_text = (
        "Each column with its first value and what it is taken for. Enter says what it means; {import.columns=Ctrl+S} "
        "confirms, and a table with the same headings is not asked about again. Numbers with a comma need to be told "
        "how they are written."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "confirm", "Confirm the columns", id="import.columns", show=False),
    ]
    app: ShortlistApp

    def __init__(
        self, header: Sequence[str], first: Mapping[str, object], proposed: Mapping[str, str], quality_metric: str
    ) -> None:
        super().__init__()
        self._header, self._first, self._metric = header, first, quality_metric
        self.columns = dict(proposed)

    def compose(self) -> ComposeResult:
        """The columns with their meanings, the keys."""
        with Vertical(id="box"):
            yield Static(Content("What do the columns mean?"), id="heading")
            yield Static(Content("The file is of no known format. Nothing is guessed: confirm or change."), id="about")
            yield Grid(lead=0)
            yield Static(Content(""), id="wrong")
            yield Static(
                Content(keyed(f"Enter changes, {{import.columns=Ctrl+S}} confirms and remembers; {ESC['kept']}.")),
                id="foot",
            )

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
            if title == NUMBERS or title in self._header:
                self._mean(title, meaning)
        self._show()
        self.query_one(Grid).focus()

    def _show(self) -> None:
        columns = (Column("column", "column"), Column("means", "means"), Column("first", "first value", 24))
        rows = [self._row(f"c{index}", title, self._first.get(title)) for index, title in enumerate(self._header)]
        style = self.columns.get(NUMBERS, "")
        told = f"like {style}" if style else "without a comma, else refused"
        rows.append(Row(NUMBERS, (Cell("how numbers are written", "head"), Cell(told), Cell(""))))
        self.query_one(Grid).show(Table(columns, tuple(rows)))

    def _row(self, key: str, title: str, first: object) -> Row:
        meaning = self.columns.get(title, "")
        means = Cell(meaning_words(meaning), "good") if meaning else Cell("left out", "dim")
        return Row(key, (Cell(title), means, Cell("" if first is None else str(first)[:60])))

    def on_grid_opened(self) -> None:
        """Ask what the column under the cursor means."""
        key = self.query_one(Grid).row_key
        if key == NUMBERS:
            answers = ((IGNORED, "without a comma"), *((one, one) for one in STYLES))
            asked = QuestionDialog("How does the table write numbers?", "", answers, self.columns.get(NUMBERS, ""))
            self.app.push_screen(asked, lambda style: self._set(NUMBERS, style))
        elif key is not None:
            title = self._header[int(key[1:])]
            answers = tuple(meanings(self._metric))
            told = f"Its first value is {self._first.get(title)!s}."[:200]
            question = QuestionDialog(f"What does “{title}” mean?", told, answers, self.columns.get(title, ""))
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

    def _set(self, title: str, meaning: str | None) -> None:
        if meaning is None:
            return
        self._mean(title, meaning)
        self.keep_text(title, meaning)
        self._show()

    def _mean(self, title: str, meaning: str) -> None:
        if meaning:
            self.columns[title] = meaning
        else:
            self.columns.pop(title, None)

    def action_confirm(self) -> None:
        """Leave with the columns, if a table can be read by them."""
        try:
            found = checked(self.columns, self._header)
            self.texts_taken()
            self.dismiss(found)
        except ShortlistError as error:
            self.query_one("#wrong", Static).update(Content(shown(str(error))))
