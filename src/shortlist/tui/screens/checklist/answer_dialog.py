"""An answer to a check with its evidence; every change counts at once, so that closing loses nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.vocabulary import VERDICTS, Verdict
from shortlist.shown import shown
from shortlist.tui.draw.lines import Tone
from shortlist.tui.forms.lines_dialog import FieldsDialog
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.pick_line import Pick, PickLine

_KEYS: tuple[tuple[Verdict, str, Tone], ...] = (
    ("pass", "y", "good"),
    ("fail", "n", "bad"),
    ("unknown", "u", "warn"),
    ("not_applicable", "-", "plain"),
)
PICKS = tuple(Pick(one, f"{VERDICTS[one].sign} {VERDICTS[one].name}", key, tone) for one, key, tone in _KEYS)


class Told(NamedTuple):
    """An answer as it stands in the form; the date as typed."""

    verdict: str
    note: str
    url: str
    checked_on: str
    checked_by: str
    given: bool
    """Whether a person chose the verdict; else it is what the figures say."""


class NotADate(ShortlistError):
    """A text that is no date."""


def parsed_date(text: str) -> dt.date | None:
    """The date that a text means; None where nothing was typed. Raises `NotADate`."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise NotADate("write the date as 2026-11-22, or leave it empty") from None


class NoteArea(TextArea):
    """A note of a few lines; Enter is done with it."""

    BINDINGS: ClassVar[list[BindingType]] = bound("note")


class AnswerDialog(FieldsDialog):
    """The form of an answer; `changed` gets all of it after each change and returns what is wrong with the date."""

    DEFAULT_CSS = """
    AnswerDialog NoteArea, AnswerDialog NoteArea:focus {
        width: 1fr; height: 3; border: none; padding: 0; background: $panel;
    }
    AnswerDialog NoteArea:focus { background: $surface-lighten-2; }
    AnswerDialog #heading { max-height: 2; }
    AnswerDialog #text { margin: 0 0 1 0; max-height: 3; }
    AnswerDialog #foot { margin: 0; }
    """

    def __init__(self, question: str, text: str, told: Told, changed: Callable[[Told], str]) -> None:
        super().__init__()
        self._question, self._text, self._told, self._changed = question, text, told, changed

    @property
    def memory(self) -> str:
        """None: every change counts at once."""
        return ""

    def compose(self) -> ComposeResult:
        """The question, what the figures say, the fields."""
        with Vertical(id="box"):
            yield Static(Content(shown(self._question)), id="heading")
            yield Static(Content(shown(self._text)), id="text")
            with Horizontal(classes="field"):
                yield Static("Verdict", classes="label")
                yield PickLine(PICKS, self._told.verdict)
            with Horizontal(classes="field tall"):
                yield Static("Found", classes="label")
                yield NoteArea(self._told.note, soft_wrap=True, show_line_numbers=False)
            for label, id_ in (("Address", "url"), ("Checked on", "checked_on"), ("Checked by", "checked_by")):
                with Horizontal(classes="field"):
                    yield Static(Content(label), classes="label")
                    yield LineEditor(id=id_)
            yield Static("", id="wrong")
            yield Static(Content("y n u - choose, Tab goes on, Enter or Esc is done; nothing is lost."), id="foot")

    def on_mount(self) -> None:
        """Fill the lines; what the area made of line ends is no edit."""
        for name in ("url", "checked_on", "checked_by"):
            self.start(name, getattr(self._told, name))
        area = self.query_one(NoteArea)
        area.move_cursor(area.document.end)
        self._loaded = area.text
        self._show_wrong(self._told)

    def on_pick_line_picked(self) -> None:
        """Another verdict."""
        self._apply(self._told._replace(verdict=self.query_one(PickLine).value, given=True))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Another note."""
        if event.text_area.text != self._loaded:
            self._loaded = event.text_area.text
            self.typed("note", self._loaded)

    def typed(self, name: str, text: str) -> None:
        """Another text in a line."""
        self._apply(Told(**{**self._told._asdict(), name: text}))

    def _apply(self, told: Told) -> None:
        self._told = told
        self._show_wrong(told)

    def _show_wrong(self, told: Told) -> None:
        """Tell the screen, and show what it says of the date."""
        wrong = self._changed(told)
        self.query_one("#wrong", Static).update(Content(shown(f"✖ Checked on: {wrong}" if wrong else "")))
