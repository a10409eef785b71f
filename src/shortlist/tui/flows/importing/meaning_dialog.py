"""What a column means: words typed find it, the line beneath says what the meaning under the cursor is."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult

from shortlist.core.importing.columns import Meaning, found_by
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.draw.lines import Cell, fit
from shortlist.tui.widgets.finder import FinderLine, Found
from shortlist.tui.widgets.panel import write_border

NONE_FOUND = "No meaning has these words; Backspace shows more."


class Meanings(Found[Meaning]):
    """The meanings that the words typed leave."""

    def cells(self, one: Meaning, width: int) -> list[Cell]:
        return [Cell(fit(one.words, width))]


class MeaningDialog(Dialog[str]):
    """Asks for one of many meanings and returns its id; None for Esc."""

    DEFAULT_CSS = """
    MeaningDialog > #box { width: 76; height: 90%; border-subtitle-color: $text-muted; }
    MeaningDialog #text { margin: 0; height: auto; max-height: 2; color: $text-muted; }
    MeaningDialog #meant { height: 2; color: $text-accent; }
    """
    DEFAULT_CLASSES = "tight"
    help_text = (
        "Type words of the meaning, such as “input price”; the list keeps what has them, best first. The line below "
        "says what the meaning under the cursor is. A price or a time is offered once in each unit that it may be "
        "written in."
    )

    def __init__(self, heading: str, text: str, offered: Sequence[Meaning], at: str) -> None:
        super().__init__(heading, "Enter chooses, ↑ ↓ move, typing finds; Esc leaves it as it is.")
        self._text, self._offered, self._at = text, offered, at
        self._meanings = Meanings(self._tell)

    memory = ""
    """None: the words find, and are no text of the decision."""

    def inside(self) -> ComposeResult:
        yield words("text", self._text)
        yield FinderLine(self._meanings, self._find, "type words of the meaning")
        yield self._meanings
        yield words("meant", "")

    def on_mount(self) -> None:
        ids = [one.id for one in self._offered]
        self._meanings.show(self._offered, ids.index(self._at) if self._at in ids else 0)
        self.query_one(FinderLine).focus()

    def _find(self, typed: str) -> None:
        self._meanings.show(found_by(typed, self._offered))

    def _tell(self) -> None:
        """Say what the meaning under the cursor is."""
        here = self._meanings.here
        self.write("meant", here.help if here else NONE_FOUND, layout=False)
        self._tell_more()

    def _tell_more(self) -> None:
        """Say in the border how many meanings follow those in sight."""
        more = self._meanings.beneath
        write_border(self.query_one("#box"), "", f"▼ {more} more" if more else "")

    @on(events.Resize)
    def fit_list(self) -> None:
        """Other lines may be in sight once the list has its size."""
        self.call_after_refresh(self._tell_more)

    def on_input_submitted(self) -> None:
        """Return the meaning under the cursor; where nothing is found, nothing is chosen."""
        here = self._meanings.here
        if here is not None:
            self.dismiss(here.id)

    def on_found_double_clicked(self) -> None:
        self.on_input_submitted()
