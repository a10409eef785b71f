"""The one way in which a form is shown and edited: lines of a sheet, an editor over one of them, choices and prose.

What is typed counts at once. What is no valid value is kept as typed, with the reason why beneath it; what stood in
the field before the visit is in force then, so that a slip of the finger changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget
from textual.widgets import Input

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.edits.places import message_at
from shortlist.tui.forms.form_foot import FormFoot
from shortlist.tui.forms.item import Form, required
from shortlist.tui.forms.spec import NONE, Spec
from shortlist.tui.host import Host
from shortlist.tui.textual_private import Leaving
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.sheet import Sheet

NOT_SET = "not set"


def nothing(*_: object) -> None:
    """What an owner does that need not know."""


class FormBox(Leaving, Widget):
    """Holds a `Sheet` and the `LineEditor` over the field being edited; its owner is told of edits and moves."""

    DEFAULT_CSS = """
    FormBox { height: 1fr; width: 1fr; layers: base over; }
    FormBox LineEditor { layer: over; position: absolute; display: none; }
    """

    app: Host

    def __init__(
        self,
        form: Form,
        edited: Callable[[], None],
        moved: Callable[[], None],
        *,
        left: Callable[[], None] = nothing,
        opened: Callable[[str], None] = nothing,
        removed: Callable[[str], None] = nothing,
    ) -> None:
        sheet = Sheet()
        # The arrows change what is under the cursor in the call in which it is drawn.
        sheet.nudge = self._nudge
        super().__init__(sheet, LineEditor())
        self.form = form
        self._edited, self._moved, self._left, self._opened, self._removed = edited, moved, left, opened, removed
        self.editing: Spec | None = None
        """The field that the editor lies over."""

    @property
    def spec(self) -> Spec | None:
        """The field under the cursor."""
        key = self.query_one(Sheet).key
        return next((s for part in self.form.parts for s in part.specs if repr(s.path) == key), None)

    def show(self, cursor: str | None = None) -> None:
        """Draw the form as it now is, the cursor on a line where one is named."""
        self.query_one(Sheet).show(self.form.lines(), cursor)

    def explain(self, foot: FormFoot, told: str) -> None:
        """Say beneath it where its value comes from, what the field means, and all of a value that its line cuts."""
        spec, help_, unit, cut = self.spec, "", "", ""
        if spec is not None:
            help_, unit = " ".join(filter(None, (self.form.why(spec), spec.help))), spec.unit
        if self.editing is None:
            cut = self.query_one(Sheet).cut
        foot.show(help_, unit, told, cut)

    def on_input_changed(self, event: Input.Changed) -> None:
        """The editor has told of the change already, in the same call; nobody above needs to hear of it."""
        event.stop()

    def on_sheet_field_highlighted(self, event: Sheet.FieldHighlighted) -> None:
        """Tell the owner: the message ends here where the move was made here."""
        event.stop()
        if self.editing is None:
            self.form.seal()
        self._moved()

    # --- a field, by its kind

    def on_sheet_field_selected(self) -> None:
        """Edit the field under the cursor, or open what the line leads to."""
        spec = self.spec
        if not self._may_edit or (spec is not None and not self.form.may_edit()):
            return
        if spec is None:
            self._opened(self.query_one(Sheet).key or "")
            return
        self._seal()
        words, value = self.form.words(spec), self.form.value(spec)
        if spec.kind == "flag":
            self._set(spec, None if value else True)
        elif words and spec.kind == "list":
            self._tick(spec, words, value)
        elif words:
            self._choose(spec, words, value)
        elif spec.kind == "prose":
            from shortlist.tui.forms.value_dialogs import TextDialog

            text = self.form.text(spec)
            self.app.push_screen(TextDialog(spec.label, spec.help, text, lambda text: self.typed(spec, text)))
        else:
            self._begin(spec)

    def on_sheet_field_cleared(self) -> None:
        """Empty the field under the cursor, or remove what the line leads to."""
        spec = self.spec
        if not self._may_edit or not self.form.may_edit():
            return
        if spec is None:
            self._removed(self.query_one(Sheet).key or "")
            return
        self._seal()
        self.typed(spec, "")
        self._seal()

    def _nudge(self, by: int) -> None:
        """Make the figure under the cursor less or more; all presses on one field are one edit."""
        spec = self.spec
        if spec is None or not self._may_edit:
            return
        value = self.form.nudged(spec, by)
        if value is None or not self.form.may_edit():
            return
        self._set(spec, value, seal=False)

    @property
    def _may_edit(self) -> bool:
        """Not while a dialog lies over the screen."""
        return self.is_attached and self.screen.is_active

    def _choose(self, spec: Spec, words: tuple[str, ...], value: object) -> None:
        from shortlist.tui.dialogs.question import QuestionDialog

        answers = [(word, self.form.word_told(spec, word)) for word in words]
        if not required(spec):
            told = self.form.unset_told(spec)
            answers.append(("", f"{NOT_SET}: {told}" if told else NOT_SET))
        asked = QuestionDialog(spec.label, spec.help, tuple(answers), str(value or ""))
        self.app.ask(asked, lambda answer: self._set(spec, answer or None))

    def _tick(self, spec: Spec, words: tuple[str, ...], value: object) -> None:
        from shortlist.tui.forms.value_dialogs import ManyDialog

        ticked: tuple[str, ...] = ()
        if isinstance(value, tuple):
            ticked = value or (NONE,)
        if spec.optional:
            words = (*words, NONE)

        def changed(ticks: list[str]) -> None:
            self._set(spec, [word for word in ticks if word != NONE] if ticks else None)

        told = {word: self.form.word_told(spec, word) for word in words}
        self.app.push_screen(ManyDialog(spec.label, spec.help, told, ticked, changed))

    def _set(self, spec: Spec, value: object | None, seal: bool = True) -> None:
        try:
            self.form.set(spec, value)
        except InvalidDocument as error:
            self.app.say(message_at(error, spec.path), "error")
        if seal:
            self._seal()
        self._edited()

    # --- a visit to a field

    def _begin(self, spec: Spec) -> None:
        editor = self.query_one(LineEditor)
        self.editing = spec
        self.form.begin()
        editor.start(self.form.text(spec), lambda text: self.typed(spec, text), lambda: self._may_end(spec))
        if spec.kind in ("number", "date"):
            editor.select_all()
        self._place_editor(spec)
        editor.display = True
        editor.focus()

    def type_in(self, text: str) -> bool:
        """Take what is typed over the form for the figure under the cursor, as if Enter had been pressed before it.

        False where the field holds no figure, or nothing may be edited.
        """
        spec, editor = self.spec, self.query_one(LineEditor)
        if not self._may_edit or spec is None or spec.kind not in ("number", "date") or self.form.words(spec):
            return False
        if self.editing is None:
            self._seal()
            self._begin(spec)
        start, end = sorted(editor.selection)
        editor.replace(text, start, end)
        return True

    def typed(self, spec: Spec, text: str) -> None:
        """What was typed counts, or stays as typed with the reason why it cannot."""
        self.form.typed(spec, text)
        if self.editing is not None and self.form.wrong(spec):
            self.form.withdraw(spec)
        self._edited()
        if self.editing is not None:
            self._place_editor(self.editing)

    def _may_end(self, spec: Spec) -> bool:
        """Whether Enter ends the visit: what is no value is typed anew, in place of it where it is a number."""
        if not self.form.wrong(spec):
            return True
        if spec.kind in ("number", "date"):
            self.query_one(LineEditor).select_all()
        return False

    def _place_editor(self, spec: Spec) -> None:
        self.query_one(LineEditor).lie(*self.query_one(Sheet).editor_place(spec.kind == "number"))

    def on_line_editor_left(self, event: LineEditor.Left) -> None:
        """Back to the form, or on to the next field."""
        sheet = self.query_one(Sheet)
        self._seal()
        if event.to:
            sheet.action_move(event.to)
        spec = self.spec
        if event.to and spec is not None and spec.kind in LINES and not self.form.words(spec):
            self._begin(spec)
        else:
            self.close()
            sheet.focus()

    def on_descendant_blur(self) -> None:
        """The mouse closes the editor; what was typed stays.

        Who has the focus is the screen's to know: the form's own loss of it to the editor is told here too, and on a
        busy machine before the editor has heard that it has it.
        """
        if self.editing is not None and self._may_edit and self.screen.focused is not self.query_one(LineEditor):
            self.close()

    def close(self) -> None:
        """Put the editor away; what was typed stays."""
        self.editing = None
        self.query_one(LineEditor).display = False
        self._seal()

    def _seal(self) -> None:
        self.form.seal()
        self._left()


LINES = ("text", "number", "date", "list")
"""The kinds that are typed in a line; Tab goes on from one to the next."""
