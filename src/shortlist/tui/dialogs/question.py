"""A question with a few answers."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import OptionList

from shortlist.tui.dialogs.base import TALLEST, Dialog, Result, words
from shortlist.tui.draw.lines import wrapped
from shortlist.tui.host import Host
from shortlist.tui.widgets.choices import Choices

BOX, SIDES = 76, 6
"""Columns of the dialog, and of what is not its text: the border and the padding."""
CALM_S = 0.7
"""How long no key may come before a question that nobody asked for takes answers."""


class ChoiceDialog(Dialog[Result]):
    """Lists answers in words, and returns what the chosen one stands for; None for Esc."""

    def __init__(self, heading: str, answers: Sequence[tuple[Result, str]], foot: str) -> None:
        super().__init__(heading, foot)
        self._answers = answers

    def choices(self, classes: str | None = None) -> Choices:
        """The answers as a list."""
        return Choices((told for _, told in self._answers), classes=classes)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._answers[event.option_index][0])


class QuestionDialog(ChoiceDialog[str]):
    """Asks, and returns the id of the answer; None for Esc."""

    ready = True
    """Whether answers are taken."""

    def __init__(
        self, heading: str, text: str, answers: tuple[tuple[str, str], ...], at: str = "", esc: str = ""
    ) -> None:
        super().__init__(heading, answers, f"Enter chooses, {esc or 'Esc leaves it as it is'}.")
        self._text, self._at = text, at

    def inside(self) -> ComposeResult:
        yield words("text", self._text)
        yield self.choices("fits")

    def lines_around(self, width: int) -> int:
        # Its text stands between a line above and one beneath it.
        return self.AROUND + len(wrapped(self._text, min(BOX, int(width * TALLEST)) - SIDES))

    def on_mount(self) -> None:
        ids = [id_ for id_, _ in self._answers]
        self.query_one(Choices).highlighted = ids.index(self._at) if self._at in ids else 0


async def chosen(app: Host, heading: str, text: str, answers: tuple[tuple[str, str], ...], at: str = "") -> str | None:
    """The id of the answer that a person chooses, None where they leave it; the only one without a question."""
    if len(answers) == 1:
        return answers[0][0]
    return await app.push_screen_wait(QuestionDialog(heading, text, answers, at))


class CalmQuestion(QuestionDialog):
    """A question that comes unasked: keys that were meant for what lies beneath are no answers to it.

    It takes answers once it has been in sight for a moment in which no key was pressed.
    """

    def __init__(self, heading: str, text: str, answers: tuple[tuple[str, str], ...], at: str = "") -> None:
        super().__init__(heading, text, answers, at)
        self._calm: Timer | None = None
        self.ready = False

    def on_mount(self) -> None:
        self.query_one(Choices).disabled = True
        self.call_after_refresh(self._wait)

    def on_key(self) -> None:
        """A key begins the moment anew."""
        if not self.ready:
            self._wait()

    def _wait(self) -> None:
        if self._calm is not None:
            self._calm.stop()
        self._calm = self.set_timer(CALM_S, self._take_answers)

    def _take_answers(self) -> None:
        self.ready = True
        choices = self.query_one(Choices)
        choices.disabled = False
        choices.focus()

    def action_close(self) -> None:
        """Leave without an answer, once answers are taken."""
        if self.ready:
            super().action_close()
