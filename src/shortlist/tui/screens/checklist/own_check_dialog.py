"""A check of the team's own: its question, its importance, and its short id."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from shortlist.shown import shown
from shortlist.tui.forms.lines_dialog import FieldsDialog
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.pick_line import Pick, PickLine

PICKS = (
    Pick("must", "! must", "m", "warn"),
    Pick("should", "should", "s"),
    Pick("info", "· info", "i"),
)


class OwnCheck(NamedTuple):
    """A check of the team's own as it stands in the form; an empty id is made of the question."""

    question: str
    importance: str
    id: str


class OwnCheckDialog(FieldsDialog):
    """Asks for a check; `done` gets it when the form is left, and returns what is wrong with it.

    A form that was not touched, or that asks nothing, is left without a word.
    """

    def __init__(self, heading: str, text: str, check: OwnCheck, done: Callable[[OwnCheck], str]) -> None:
        super().__init__()
        self._heading, self._text, self._before, self._check, self._done = heading, text, check, check, done
        self._told = ""

    @property
    def memory(self) -> str:
        """Its heading, and which check it is."""
        return f"{self._heading} ({self._before.id})" if self._before.id else self._heading

    def compose(self) -> ComposeResult:
        """The fields."""
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            yield Static(Content(shown(self._text)), id="text")
            for label, id_ in (("Question", "question"), ("Short id", "id")):
                with Horizontal(classes="field"):
                    yield Static(Content(label), classes="label")
                    yield LineEditor(id=id_)
            with Horizontal(classes="field"):
                yield Static("Importance", classes="label")
                yield PickLine(PICKS, self._check.importance)
            yield Static("", id="wrong")
            yield Static(Content(keyed("Tab goes on, Enter or Esc is done; {edit.undo} takes it back.")), id="foot")

    def on_mount(self) -> None:
        """Fill the lines."""
        for name in ("question", "id"):
            self.start(name, getattr(self._check, name))
        self.query_one("#question", LineEditor).focus()

    def typed(self, name: str, text: str) -> None:
        """Another text in a line."""
        self._check = OwnCheck(**{**self._check._asdict(), name: text})
        self._say("")

    def on_pick_line_picked(self) -> None:
        """Another importance."""
        self.typed("importance", self.query_one(PickLine).value)

    def action_close(self) -> None:
        """Apply what was typed; what cannot be applied is told first, and left with the second Esc."""
        told = self._told
        touched = self._check != self._before and bool(self._check.question.strip())
        wrong = self._done(self._check) if touched else ""
        if wrong and wrong != told:
            self._say(wrong)
            return
        self.texts_taken()
        self.dismiss(None)

    def _say(self, wrong: str) -> None:
        self._told = wrong
        self.query_one("#wrong", Static).update(Content(shown(f"✖ {wrong}" if wrong else "")))
