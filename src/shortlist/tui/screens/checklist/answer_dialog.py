"""An answer to a check with its evidence; every change counts at once, so that closing loses nothing."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import TextArea

from shortlist.core.document.vocabulary import VERDICTS, Verdict
from shortlist.tui.draw.lines import Tone
from shortlist.tui.forms.fields_dialog import ShortForm
from shortlist.tui.forms.item import Form
from shortlist.tui.keys.bindings import bound
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.widgets.pick_line import Pick

_KEYS: tuple[tuple[Verdict, str, Tone], ...] = (
    ("pass", "y", "good"),
    ("fail", "n", "bad"),
    ("unknown", "u", "warn"),
    ("not_applicable", "-", "plain"),
)
PICKS = tuple(Pick(one, f"{VERDICTS[one].sign} {VERDICTS[one].name}", key, tone) for one, key, tone in _KEYS)


class NoteArea(TextArea):
    """A note of a few lines; Enter is done with it."""

    BINDINGS: ClassVar[list[BindingType]] = bound("note")


class AnswerDialog(ShortForm):
    """The question, what the figures say, the fields of the answer."""

    DEFAULT_CSS = """
    AnswerDialog NoteArea, AnswerDialog NoteArea:focus {
        width: 1fr; height: 3; border: none; padding: 0; background: $foreground 10%;
    }
    AnswerDialog NoteArea:focus { background: $surface-lighten-2; }
    AnswerDialog #heading { max-height: 2; }
    AnswerDialog #text { margin: 0 0 1 0; max-height: 30vh; }
    AnswerDialog #foot { margin: 0; }
    """

    AREA = NoteArea

    def __init__(self, question: str, text: str, form: Form) -> None:
        keys = f"y n u - choose, Tab goes on; Enter or {ESC['field']}."
        super().__init__(question, text, form, PICKS, keys)

    memory = ""
    """None: every change counts at once."""
