"""Editing the fields of a form in place: a line in an editor over it, a choice, ticks or prose in a dialog.

What is typed counts at once. What is no valid value is kept as typed beside the workspace, with the reason why; what
stood in the field before the visit is in force then, so that a slip of the finger changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Input

from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.document.choice_help import meaning
from shortlist.core.edits.places import Data, message_at
from shortlist.tui.forms.item import Item, required
from shortlist.tui.forms.spec import NONE, Spec, editable, parsed
from shortlist.tui.host import Host
from shortlist.tui.session.session import Pending
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    Base = Widget
else:
    Base = object

NOT_SET = "not set"


def word_told(spec: Spec, word: str) -> str:
    """A word of a choice with what it means."""
    meant = meaning(spec.path[-1], word)
    return f"{word.replace('_', ' ')}: {meant}" if meant else word.replace("_", " ")


class FormBox(Widget):
    """Holds the form, and the editor over the field being edited."""

    DEFAULT_CSS = """
    FormBox { height: 1fr; width: 1fr; layers: base over; }
    FormBox LineEditor { layer: over; position: absolute; display: none; }
    """

    def on_input_changed(self, event: Input.Changed) -> None:
        """The editor has told of the change already, in the same call; nobody above needs to hear of it."""
        event.stop()


class FieldEditing(Base):
    """A part of the screen that holds a `FormBox` with a `Sheet` and a `LineEditor`, and edits an `Item` in them."""

    app: Host
    item: Item
    editing_field: Spec | None = None
    """The field that the editor lies over."""
    _draft_before: Data | None = None
    """Of a new item, what it was when the visit to the field began."""

    # --- to be provided

    def may_edit(self) -> bool:
        """Whether a field may be edited now."""
        return True

    def field_edited(self) -> None:
        """A field was set, or what was typed in it is no value: draw the form."""
        raise NotImplementedError

    @property
    def spec(self) -> Spec | None:
        """The field under the cursor."""
        key = self.query_one(Sheet).key
        return next((s for part in self.item.parts for s in part.specs if repr(s.path) == key), None)

    @property
    def cut_text(self) -> str:
        """All of the value under the cursor where its line cuts it off, while nothing is typed in it."""
        return self.query_one(Sheet).cut if self.editing_field is None else ""

    # --- lines that are no fields

    def open_line(self, key: str) -> None:
        """Open what a line leads to."""

    def remove_line(self, key: str) -> None:
        """Remove what a line leads to."""

    # --- editing a field

    def on_sheet_chosen(self) -> None:
        """Edit the field under the cursor in the way of its kind."""
        spec = self.spec
        if not self.may_edit():
            return
        if spec is None:
            self.open_line(self.query_one(Sheet).key or "")
            return
        self.seal_field()
        value = self.item.value(spec)
        if spec.kind == "flag":
            self._set(spec, None if value else True)
        elif self.words(spec) and spec.kind == "list":
            self._tick(spec, value)
        elif self.words(spec):
            self._choose(spec, value)
        elif spec.kind == "prose":
            from shortlist.tui.forms.text_dialog import TextDialog

            text = self._text_of(spec, value)
            self.app.push_screen(TextDialog(spec.label, spec.help, text, lambda typed: self._typed(spec, typed)))
        else:
            self._type(spec, value)

    def on_sheet_cleared(self) -> None:
        """Empty the field under the cursor, or remove what the line leads to."""
        spec = self.spec
        if not self.may_edit():
            return
        if spec is None:
            self.remove_line(self.query_one(Sheet).key or "")
            return
        self.seal_field()
        self._typed(spec, "")
        self.seal_field()

    def words(self, spec: Spec) -> tuple[str, ...]:
        """The words that a field is chosen from."""
        match spec.path:
            case ("evaluations", _, "step"):
                return tuple(step.id for step in self.item.desk.session.workspace.scenario.steps)
            case ("evaluations", _, "candidate"):
                return tuple(one.id for one in self.item.desk.session.workspace.candidates)
        return spec.choices

    def _choose(self, spec: Spec, value: object) -> None:
        from shortlist.tui.dialogs.question import QuestionDialog

        answers = [(word, word_told(spec, word)) for word in self.words(spec)]
        if not required(spec):
            told = self.unset_told(spec)
            answers.append(("", f"{NOT_SET}: {told}" if told else NOT_SET))
        asked = QuestionDialog(spec.label, spec.help, tuple(answers), str(value or ""))

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._set(spec, answer or None)

        self.app.push_screen(asked, answered)

    def unset_told(self, spec: Spec) -> str:
        """What it means that a choice is left out."""
        if spec.path[-1] == "size_class":
            return "an ordinary model that does not think, or unknown"
        return str(spec.default or "unknown").replace("_", " ")

    def _tick(self, spec: Spec, value: object) -> None:
        from shortlist.tui.forms.many_dialog import ManyDialog

        ticked = (value or (NONE,)) if isinstance(value, tuple) else ()
        none = (NONE,) if spec.optional else ()

        def changed(words: list[str]) -> None:
            real = [word for word in words if word != NONE]
            self._set(spec, real or ([] if words else None))

        words = (*self.words(spec), *none)
        asked = ManyDialog(spec.label, spec.help, words, ticked, changed, lambda word: meaning(spec.path[-1], word))
        self.app.push_screen(asked)

    def _type(self, spec: Spec, value: object) -> None:
        editor = self.query_one(LineEditor)
        self.editing_field, self._draft_before = spec, self.item.draft
        editor.start(self._text_of(spec, value), lambda text: self._typed(spec, text), lambda: self._may_end(spec))
        if spec.kind in ("number", "date"):
            editor.select_all()
        self._place_editor()
        editor.display = True
        editor.focus()

    def _may_end(self, spec: Spec) -> bool:
        """Whether Enter ends the visit: what is no value is typed anew, in place of it where it is a number."""
        if spec.path not in self.item.desk.session.pending:
            return True
        if spec.kind in ("number", "date"):
            self.query_one(LineEditor).select_all()
        return False

    def _text_of(self, spec: Spec, value: object) -> str:
        """What stands in the editor at first: what was typed and is not valid yet, else the value."""
        typed = self.item.desk.session.pending.get(spec.path)
        return typed.text if typed is not None else editable(spec, value)

    def _place_editor(self) -> None:
        number = self.editing_field is not None and self.editing_field.kind == "number"
        left, row, width = self.query_one(Sheet).editor_place(number)
        self.query_one(LineEditor).lie(left, row, width)

    def on_line_editor_left(self, event: LineEditor.Left) -> None:
        """Back to the form, or on to the next field."""
        sheet = self.query_one(Sheet)
        self.seal_field()
        if event.to:
            sheet.action_move(event.to)
        spec = self.spec
        if event.to and spec is not None and spec.kind in ("text", "number", "date", "list") and not self.words(spec):
            self._type(spec, self.item.value(spec))
        else:
            self.close_editor()
            sheet.focus()

    def on_descendant_blur(self) -> None:
        """The mouse closes the editor; what was typed stays."""
        if self.editing_field is not None and self.may_edit() and not self.query_one(LineEditor).has_focus:
            self.close_editor()

    def close_editor(self) -> None:
        """Put the editor away; what was typed stays."""
        self.editing_field = None
        self.query_one(LineEditor).display = False
        self.seal_field()

    def seal_field(self) -> None:
        """End the visit to a field."""
        # What is new is one edit, from its first field to its last.
        if self.item.draft is None:
            self.item.desk.seal()

    def _typed(self, spec: Spec, text: str) -> None:
        """What was typed goes into the workspace, or stays beside it with the reason why it cannot."""
        pending = self.item.desk.session.pending
        pending.pop(spec.path, None)
        try:
            self.item.set(spec, parsed(spec, text))
        except ShortlistError as error:
            told = message_at(error, spec.path) if isinstance(error, InvalidDocument) else str(error)
            pending[spec.path] = Pending(text, told)
            if self.editing_field is not None:
                self.item.withdraw(spec, self._draft_before)
        self.field_edited()
        if self.editing_field is not None:
            self._place_editor()

    def _set(self, spec: Spec, value: object | None) -> None:
        try:
            self.item.set(spec, value)
        except InvalidDocument as error:
            self.app.say(message_at(error, spec.path), "error")
        self.seal_field()
        self.field_edited()
