"""What is typed in a dialog and is part of nothing yet: the session keeps it, and so does its draft.

Every dialog with a line or an area does so by itself, under its heading or the name that it gives; opened again it
shows what was typed. One whose texts go elsewhere as they are typed, or that only searches, says so by no name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from textual.widget import Widget as Base

    from shortlist.tui.session.session import Session
    from shortlist.tui.session.typed import Typed
else:
    Base = object

Field = Input | TextArea


def text_in(field: Field) -> str:
    """What stands in a line or an area."""
    return field.value if isinstance(field, Input) else field.text


class KeepsTexts(Base):
    """A dialog whose texts outlive it until they are taken, and the process until they are given up."""

    _stood: dict[str, str]
    _over = False

    @property
    def memory(self) -> str:
        """Under which words its texts are kept and offered; empty where they need not be."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(self).__name__)

    @property
    def session(self) -> Session | None:
        """The session of the workspace beneath; None where none is open."""
        workspace = getattr(self.app, "workspace", None)
        return workspace.session if workspace is not None and workspace.opened else None

    @property
    def _kept_in(self) -> Typed:
        """Where texts are kept: with the workspace and its draft, without one until the application ends."""
        session = self.session
        typed: Typed = session.typed if session is not None else self.app.typed  # type: ignore[attr-defined]
        return typed

    def text_fields(self) -> dict[str, Field]:
        """The lines and areas whose texts are kept, by name."""
        found: list[Field] = [*self.query(Input), *self.query(TextArea)]
        return {field.id or type(field).__name__: field for field in found}

    @property
    def kept_texts(self) -> dict[str, str]:
        """What was typed here before and was neither taken nor given up."""
        return dict(self._kept_in.dialogs.get(self.memory, {})) if self.memory else {}

    def take_up(self, stands: Mapping[str, str]) -> dict[str, str]:
        """What was typed here before, for a dialog that shows it by itself; `stands` are its texts at first."""
        self._stood = dict(stands)
        return self.kept_texts

    def show_kept_texts(self) -> None:
        """Show what was typed before, in place of what stands there at first."""
        kept, self._stood = self.kept_texts, getattr(self, "_stood", {})
        for name, field in self.text_fields().items():
            text = text_in(field)
            if text != self._stood.setdefault(name, text):
                self.keep_text(name, text)
            elif name in kept and isinstance(field, TextArea):
                field.text = kept[name]
                field.move_cursor(field.document.end)
            elif name in kept and isinstance(field, Input):
                field.value = kept[name]
                field.cursor_position = len(field.value)

    def keep_field(self, field: Field) -> None:
        """Keep what stands in a line or an area now."""
        if self.memory and not self._over:
            name = next((name for name, one in self.text_fields().items() if one is field), None)
            if name is not None:
                self.keep_text(name, text_in(field))

    def keep_text(self, name: str, text: str) -> None:
        """Keep a text, unless it is what stood there at first."""
        if not self.memory:
            return
        texts = self.kept_texts
        texts.pop(name, None)
        if text != self._stood.get(name, ""):
            texts[name] = text
        self._kept_in.keep(self.memory, texts)

    def forget_texts(self) -> None:
        """They were taken, or given up: what stands there now is where typing begins."""
        self._kept_in.keep(self.memory, {})
        self._stood = {name: text_in(field) for name, field in self.text_fields().items()}

    def texts_taken(self) -> None:
        """The same for a dialog that closes now: keys that are still on their way to it are not kept."""
        self._over = True
        self.forget_texts()
