"""A check of the team's own: its question, its importance, and its short id."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shortlist.tui.forms.fields_dialog import ShortForm
from shortlist.tui.forms.item import Form, FormPart
from shortlist.tui.forms.spec import Spec
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.widgets.pick_line import Pick

PICKS = (
    Pick("must", "! must", "m", "warn"),
    Pick("should", "should", "s"),
    Pick("info", "· info", "i"),
)


FIELDS = (
    Spec(("question",), "Question", "text"),
    Spec(("id",), "Short id", "text"),
    Spec(("importance",), "Importance", "choice"),
)


class OwnCheckDialog(ShortForm):
    """Asks for a check; `done` gets its texts when the form is left, and returns what is wrong with it.

    A form that was not touched, or that asks nothing, is left without a word.
    """

    def __init__(self, text: str, check: Mapping[str, str], done: Callable[[dict[str, str]], str]) -> None:
        self._texts = Form((FormPart("", FIELDS),), check)
        keys = keyed(f"Tab goes on; Enter or {ESC['field']}; {{edit.undo}} takes it back.")
        super().__init__("A check of your own", text, self._texts, PICKS, keys)
        self._before, self._done = dict(check), done

    @property
    def memory(self) -> str:
        """Its heading, and which check it is."""
        return f"{self.heading} ({self._before['id']})" if self._before["id"] else self.heading

    def action_close(self) -> None:
        """Apply what was typed; what cannot be applied is told first, and left with the second Esc."""
        texts, told = self._texts.texts, self.told
        wrong = ""
        if texts != self._before and texts["question"].strip():
            wrong = self._done(texts)
        if wrong and wrong != told:
            self.tell_wrong(wrong)
            return
        self.texts_taken()
        self.dismiss(None)
