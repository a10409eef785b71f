"""The one-line editor that a form lays over the field being edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.one_line import OneLine


class LineEditor(OneLine):
    """A borderless input that tells each change in the same call in which it is drawn, and undoes its own edits."""

    DEFAULT_CSS = """
    LineEditor, LineEditor:focus {
        border: none; height: 1; padding: 0; background: $surface-lighten-2; color: $text;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("line")

    @dataclass
    class Left(Message):
        """The editor was left: to the next field (1), the one before (-1), or to the form (0)."""

        to: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, select_on_focus=False)
        self.typed: Callable[[str], None] | None = None
        """Called with the text after each change."""
        self._may_end: Callable[[], bool] | None = None
        self._before: list[str] = []
        self._place = (-1, -1, -1)

    def start(self, text: str, typed: Callable[[str], None], may_end: Callable[[], bool] | None = None) -> None:
        """Edit a text, telling each change; Enter is the end only where it may be."""
        self.typed = None
        self.value = text
        self.cursor_position = len(text)
        self._before = [text]
        self.typed, self._may_end = typed, may_end

    def lie(self, left: int, row: int, width: int) -> None:
        """Lie over a field; where that is known already the screen is not laid out anew."""
        if (left, row, width) != self._place:
            self._place = left, row, width
            self.styles.offset, self.styles.width = (left, row), width

    def watch_value(self, value: str) -> None:
        """Tell the form before the change is drawn, so that the result appears together with the key."""
        if self.typed is not None and value != self._before[-1]:
            self._before.append(value)
            self.typed(value)

    def action_take_back(self) -> None:
        """Undo within the text; what came before it belongs to the common history."""
        if len(self._before) > 1:
            self._before.pop()
            text = self._before[-1]
            self.value = text
            if self.typed is not None:
                self.typed(text)
        else:
            self.screen.run_worker(self.app.run_action("screen.undo"), group="keys")

    def action_done(self) -> None:
        """Leave the editor for the form, unless what is typed is to be mended first."""
        if self._may_end is None or self._may_end():
            self.action_leave(0)

    def action_leave(self, to: int) -> None:
        """Leave the editor; what was typed stays."""
        self.typed = None
        self.post_message(self.Left(to))
