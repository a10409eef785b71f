"""A form over one thing of the workspace: its fields, help beneath, errors as typed; every change counts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from shortlist.core.editing import KeyPath, message_at
from shortlist.core.errors import InvalidDocument, ShortlistError
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.dialogs.many import ManyDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.dialogs.text import TextDialog
from shortlist.tui.forms import NONE, Spec, editable, parsed
from shortlist.tui.item import Item, item_lines, required
from shortlist.tui.session import Pending
from shortlist.tui.summary import change_line
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.formfoot import FormFoot
from shortlist.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from shortlist.tui.app import ShortlistApp

NOT_SET = "not set"


class FormBox(Widget):
    """Holds the form, and the editor over the field being edited."""

    DEFAULT_CSS = """
    FormBox { height: 1fr; width: 1fr; layers: base over; }
    FormBox LineEditor { layer: over; position: absolute; display: none; }
    """


class FormDialog(Dialog[None]):
    """Edits an `Item`; lines that are no fields are for a subclass to open and remove."""

    DEFAULT_CSS = """
    FormDialog > #box { width: 96%; height: 96%; max-height: 96%; padding: 0 1; }
    FormDialog #foot { margin-top: 0; }
    """
    app: ShortlistApp
    help_text = (
        "Every change counts at once. Numbers may be written 30k, 1.2M or 5%. What is no valid value yet is kept as "
        "typed and explained beneath; what is new is added as soon as nothing that it needs is missing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", "Undo", id="form.undo", show=False),
        Binding("ctrl+y", "redo", "Redo", id="form.redo", show=False),
    ]

    def __init__(self, item: Item, heading: str, start: KeyPath | str = "") -> None:
        super().__init__()
        self.item, self._heading, self._start = item, heading, start
        self._editing: Spec | None = None
        self._shape = item.shape

    def compose(self) -> ComposeResult:
        """Heading, form, help, keys."""
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            with FormBox():
                yield Sheet()
                yield LineEditor()
            yield FormFoot()
            yield Static(Content("Enter edits, Tab goes on, Del empties, Ctrl+Z undoes, Esc closes."), id="foot")

    def on_mount(self) -> None:
        """Show the form, at the field that was asked for."""
        start = self._start if isinstance(self._start, str) else repr(self._start)
        self.query_one(Sheet).show(item_lines(self.item, self.item.desk.session.pending), start or None)
        self._show_foot()
        self.query_one(Sheet).focus()

    # --- showing

    def show_form(self) -> None:
        """Draw the form and the lines beneath it."""
        self.query_one(Sheet).show(item_lines(self.item, self.item.desk.session.pending))
        self._show_foot()

    def _show_foot(self) -> None:
        session, spec = self.item.desk.session, self.spec
        lacking = self.item.lacking
        told = change_line(session.before, session.analysis)
        if lacking and not self.item.there:
            told = f"Not added yet; still needed: {', '.join(lacking)}."
        self.query_one(FormFoot).show(spec.help if spec else "", spec.unit if spec else "", told)

    @property
    def spec(self) -> Spec | None:
        """The field under the cursor."""
        key = self.query_one(Sheet).key
        return next((s for part in self.item.parts for s in part.specs if repr(s.path) == key), None)

    def on_sheet_moved(self) -> None:
        """Explain the field under the cursor."""
        self._show_foot()

    def on_screen_resume(self) -> None:
        """Back from a dialog over this one, in which what is edited here may have been undone."""
        if self._shape != self.item.shape:
            self.dismiss(None)
        elif self.query(Sheet):
            self.show_form()

    # --- lines that are no fields

    def open_line(self, key: str) -> None:
        """Open what a line leads to."""

    def remove_line(self, key: str) -> None:
        """Remove what a line leads to."""

    # --- editing a field

    def on_sheet_chosen(self) -> None:
        """Edit the field under the cursor in the way of its kind."""
        spec = self.spec
        if not self.is_active:
            return
        if spec is None:
            self.open_line(self.query_one(Sheet).key or "")
            return
        self._seal()
        value = self.item.value(spec)
        if spec.kind == "flag":
            self._set(spec, None if value else True)
        elif self._words(spec) and spec.kind == "list":
            self._tick(spec, value)
        elif self._words(spec):
            self._choose(spec, value)
        elif spec.kind == "prose":
            text = self._text_of(spec, value)
            self.app.push_screen(TextDialog(spec.label, spec.help, text, lambda typed: self._typed(spec, typed)))
        else:
            self._type(spec, value)

    def on_sheet_cleared(self) -> None:
        """Empty the field under the cursor, or remove what the line leads to."""
        spec = self.spec
        if not self.is_active:
            return
        if spec is None:
            self.remove_line(self.query_one(Sheet).key or "")
            return
        self._seal()
        self._typed(spec, "")
        self._seal()

    def _words(self, spec: Spec) -> tuple[str, ...]:
        """The words that a field is chosen from."""
        match spec.path:
            case ("evaluations", _, "step"):
                return tuple(step.id for step in self.item.desk.session.workspace.scenario.steps)
            case ("evaluations", _, "candidate"):
                return tuple(one.id for one in self.item.desk.session.workspace.candidates)
        return spec.choices

    def _choose(self, spec: Spec, value: object) -> None:
        answers = [(word, word.replace("_", " ")) for word in self._words(spec)]
        if not required(spec):
            answers.append(("", f"{NOT_SET}: {spec.default or 'unknown'}"))
        asked = QuestionDialog(spec.label, spec.help, tuple(answers), str(value or ""))

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._set(spec, answer or None)

        self.app.push_screen(asked, answered)

    def _tick(self, spec: Spec, value: object) -> None:
        ticked = (value or (NONE,)) if isinstance(value, tuple) else ()
        none = (NONE,) if spec.optional else ()

        def changed(words: list[str]) -> None:
            real = [word for word in words if word != NONE]
            self._set(spec, real or ([] if words else None))

        self.app.push_screen(ManyDialog(spec.label, spec.help, (*self._words(spec), *none), ticked, changed))

    def _type(self, spec: Spec, value: object) -> None:
        editor = self.query_one(LineEditor)
        self._editing = spec
        editor.start(self._text_of(spec, value), lambda text: self._typed(spec, text))
        if spec.kind in ("number", "date"):
            editor.select_all()
        self._place_editor()
        editor.display = True
        editor.focus()

    def _text_of(self, spec: Spec, value: object) -> str:
        """What stands in the editor at first: what was typed and is not valid yet, else the value."""
        typed = self.item.desk.session.pending.get(spec.path)
        return typed.text if typed is not None else editable(spec, value)

    def _place_editor(self) -> None:
        number = self._editing is not None and self._editing.kind == "number"
        left, row, width = self.query_one(Sheet).editor_place(number)
        styles = self.query_one(LineEditor).styles
        styles.offset, styles.width = (left, row), width

    def on_line_editor_left(self, event: LineEditor.Left) -> None:
        """Back to the form, or on to the next field."""
        sheet = self.query_one(Sheet)
        self._seal()
        if event.to:
            sheet.action_move(event.to)
        spec = self.spec
        if event.to and spec is not None and spec.kind in ("text", "number", "date", "list") and not self._words(spec):
            self._type(spec, self.item.value(spec))
        else:
            self._close_editor()
            sheet.focus()

    def on_descendant_blur(self) -> None:
        """The mouse closes the editor; what was typed stays."""
        if self._editing is not None and self.is_current and not self.query_one(LineEditor).has_focus:
            self._close_editor()

    def _close_editor(self) -> None:
        self._editing = None
        self.query_one(LineEditor).display = False
        self._seal()

    def _seal(self) -> None:
        # What is new is one edit, from its first field to its last.
        if self.item.draft is None:
            self.item.desk.seal()

    def _typed(self, spec: Spec, text: str) -> None:
        """What was typed goes into the workspace, or stays beside it with the reason why it cannot."""
        pending = self.item.desk.session.pending
        pending.pop(spec.path, None)
        try:
            self.item.set(spec, parsed(spec, text))
        except InvalidDocument as error:
            pending[spec.path] = Pending(text, message_at(error, spec.path))
        except ShortlistError as error:
            pending[spec.path] = Pending(text, str(error))
        self._shape = self.item.shape
        self.show_form()
        if self._editing is not None:
            self._place_editor()

    def _set(self, spec: Spec, value: object | None) -> None:
        try:
            self.item.set(spec, value)
        except InvalidDocument as error:
            self.notify(shown(message_at(error, spec.path)), severity="error", markup=False)
        self._shape = self.item.shape
        self._seal()
        self.show_form()

    # --- leaving

    def action_undo(self) -> None:
        """Take the last edit back; a thing that is gone then closes its form."""
        self._run("undo")

    def action_redo(self) -> None:
        """Make it again."""
        self._run("redo")

    def _run(self, action: str) -> None:
        workspace = self.app.workspace
        if workspace is not None:
            workspace.action_undo() if action == "undo" else workspace.action_redo()
        if self._shape != self.item.shape:
            self.dismiss(None)
        elif self.query(Sheet):
            self.show_form()

    def action_close(self) -> None:
        """Close; says what kept a new thing from being added."""
        item = self.item
        item.desk.seal()
        if item.draft is not None and not item.there and item.draft != item.begun:
            item.keep()
            told = ", ".join(item.lacking) or "a value that is valid"
            self.notify(
                shown(f"Not added yet, for want of: {told}. It is kept for the next time."),
                severity="warning",
                markup=False,
            )
        elif item.draft is not None:
            item.desk.session.forget(item.base)
        self.dismiss(None)
