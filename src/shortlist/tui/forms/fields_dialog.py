"""Forms in a dialog whose fields all stand in sight: how they are walked, and where what is wrong is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from shortlist.tui.dialogs.base import Dialog, Result, words
from shortlist.tui.forms.item import Form
from shortlist.tui.forms.spec import Spec
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.pick_line import Pick, PickLine


class FieldsDialog(Dialog[Result]):
    """Edits a `Form` of which each field is a part of the dialog."""

    def __init__(self, heading: str, text: str, form: Form, keys: str) -> None:
        super().__init__(heading, keys)
        self._text, self.form = text, form
        self.specs = {str(spec.path[-1]): spec for part in form.parts for spec in part.specs}

    def inside(self) -> ComposeResult:
        yield words("text", self._text)
        yield from self.fields()
        yield words("wrong", "")

    def fields(self) -> Iterator[Widget]:
        """The fields, each with what it is called; to be provided."""
        raise NotImplementedError

    def say_wrong(self, told: str) -> None:
        """Say beneath the fields what is wrong, or nothing."""
        self.write("wrong", f"✖ {told}" if told else "")


class ShortForm(FieldsDialog[None]):
    """A short form: labelled lines, words to pick and a note, each beneath the other.

    Tab and the arrows go from one field to the next, Enter and Esc are done.
    """

    DEFAULT_CSS = """
    ShortForm .field { height: 1; }
    ShortForm .tall { height: 3; }
    ShortForm .label { width: 12; }
    ShortForm LineEditor { width: 1fr; background: $foreground 10%; }
    """
    AREA: type[TextArea] = TextArea
    """What a note is typed in."""
    # Tab acts before the keys behind it are handed out: what is typed fast lands in the next line, not in this one.
    BINDINGS: ClassVar[list[BindingType]] = bound("fields_dialog")

    def __init__(self, heading: str, text: str, form: Form, picks: tuple[Pick, ...], keys: str) -> None:
        super().__init__(heading, text, form, keys)
        self._picks = picks
        self.told = ""
        """What is said to be wrong."""

    def fields(self) -> Iterator[Widget]:
        for name, spec in self.specs.items():
            with Horizontal(classes="field tall" if spec.kind == "prose" else "field"):
                yield Static(Content(spec.label), classes="label")
                if spec.kind == "choice":
                    yield PickLine(self._picks, self.form.text(spec))
                elif spec.kind == "prose":
                    yield self.AREA(self.form.text(spec), soft_wrap=True, show_line_numbers=False)
                else:
                    yield LineEditor(id=name)

    def on_mount(self) -> None:
        """Fill the lines; what an area made of line ends is no edit."""
        for editor in self.query(LineEditor):
            self._start(editor, self.form.text(self.specs[str(editor.id)]))
        for area in self.query(TextArea):
            area.move_cursor(area.document.end)
            self._loaded = area.text
        self.tell_wrong()

    def _start(self, editor: LineEditor, text: str) -> None:
        spec = self.specs[str(editor.id)]
        editor.start(text, lambda now: self._typed(spec, now))

    def _typed(self, spec: Spec, text: str) -> None:
        self.form.typed(spec, text)
        self.tell_wrong()

    def on_pick_line_picked(self) -> None:
        spec = next(spec for spec in self.specs.values() if spec.kind == "choice")
        self._typed(spec, self.query_one(PickLine).value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        if event.text_area.text != self._loaded:
            self._loaded = event.text_area.text
            self._typed(next(spec for spec in self.specs.values() if spec.kind == "prose"), self._loaded)

    def tell_wrong(self, why: str = "") -> None:
        """Say beneath the fields what is wrong with one of them, or with all of them."""
        wrong = ((spec.label, self.form.wrong(spec)) for spec in self.specs.values())
        self.told = why or next((f"{label}: {told}" for label, told in wrong if told), "")
        self.say_wrong(self.told)

    def on_line_editor_left(self, event: LineEditor.Left) -> None:
        """Enter and Esc close, the arrows go on; a line that was left can be edited again."""
        for editor in self.query(LineEditor):
            if editor.typed is None:
                self._start(editor, editor.value)
        if event.to == 0:
            self.action_close()
        elif event.to > 0:
            self.focus_next()
        else:
            self.focus_previous()
