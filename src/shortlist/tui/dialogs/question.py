"""A question with a few answers."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.widgets.choices import Choices


class QuestionDialog(Dialog[str]):
    """Asks, and returns the id of the answer; None for Esc."""

    def __init__(self, heading: str, text: str, answers: tuple[tuple[str, str], ...], at: str = "") -> None:
        super().__init__()
        self._heading, self._text, self._answers, self._at = heading, text, answers, at

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            yield Static(Content(shown(self._text)), id="text")
            yield Choices(*(Option(Content(shown(words))) for _, words in self._answers), markup=False)

    def on_mount(self) -> None:
        """Start at the answer in force."""
        ids = [id_ for id_, _ in self._answers]
        self.query_one(Choices).highlighted = ids.index(self._at) if self._at in ids else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the answer."""
        self.dismiss(self._answers[event.option_index][0])
