"""A dialog of labelled lines: Tab and the arrows go from one to the next, Enter and Esc are done."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.editor import LineEditor


class FieldsDialog(Dialog[None]):
    """The base of the forms of the checklist; a line's id is the name of what it edits."""

    DEFAULT_CSS = """
    FieldsDialog .field { height: 1; }
    FieldsDialog .tall { height: 3; }
    FieldsDialog .label { width: 12; }
    FieldsDialog LineEditor { width: 1fr; background: $panel; }
    FieldsDialog #wrong { color: $text-error; }
    """
    # Tab acts before the keys behind it are handed out: what is typed fast lands in the next line, not in this one.
    BINDINGS: ClassVar[list[BindingType]] = bound("fields_dialog")

    def typed(self, name: str, text: str) -> None:
        """A line was changed; to be provided."""
        raise NotImplementedError

    def start(self, name: str, text: str) -> None:
        """Begin to edit a line."""
        self.query_one(f"#{name}", LineEditor).start(text, lambda now: self.typed(name, now))

    def action_to_field(self, by: int) -> None:
        """Go to the next line, or to the one before."""
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def on_line_editor_left(self, event: LineEditor.Left) -> None:
        """Enter and Esc close, the arrows go on; a line that was left can be edited again."""
        for editor in self.query(LineEditor):
            if editor.typed is None:
                self.start(str(editor.id), editor.value)
        if event.to == 0:
            self.action_close()
        else:
            self.action_to_field(event.to)
