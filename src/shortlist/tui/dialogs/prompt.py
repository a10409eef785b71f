"""A question that is answered by typing a line."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.widgets.one_line import OneLine


class PromptDialog(Dialog[str]):
    """Asks for a line; None for Esc, and what was typed stands there the next time. A blank line is no answer."""

    def __init__(
        self, heading: str, text: str, value: str = "", wanted: str = "a title", esc: str = "", suggested: bool = False
    ) -> None:
        """`suggested`: the value is selected, so that what is typed takes its place."""
        self._esc = esc or ESC["kept"]
        super().__init__(heading, f"Enter goes on, {self._esc}.")
        self._text, self._value, self._wanted, self._suggested = text, value, wanted, suggested

    @property
    def memory(self) -> str:
        return self.heading

    def inside(self) -> ComposeResult:
        yield words("text", self._text)
        yield OneLine(self._value, select_on_focus=False)

    def on_mount(self) -> None:
        if self._suggested:
            self.query_one(OneLine).select_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.texts_taken()
            self.dismiss(event.value.strip())
        else:
            self.write("foot", f"Type {self._wanted} first; {self._esc}.")


def rename_dialog(name: str) -> PromptDialog:
    """Asks for another name of a workspace."""
    told = "Its file and its earlier versions are called by it; the title stays as the scenario has it."
    return PromptDialog(f"Rename {name}", told, name, wanted="a name")
