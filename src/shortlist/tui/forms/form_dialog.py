"""A form over one thing of the workspace: its fields, help beneath, errors as typed; every change counts at once."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from shortlist.core.edits.places import KeyPath
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.forms.field_editing import FieldEditing, FormBox
from shortlist.tui.forms.form_foot import FormFoot
from shortlist.tui.forms.item import Item, item_lines
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.summary import running_line


class FormDialog(FieldEditing, Dialog[None]):
    """Edits an `Item`; lines that are no fields are for a subclass to open and remove."""

    DEFAULT_CSS = """
    FormDialog > #box { width: 96%; height: 96%; max-height: 96%; padding: 0 1; }
    FormDialog #foot { margin-top: 0; }
    """
    help_text = (
        "Every change counts at once. Numbers may be written 30k, 1.2M or 5%. What is no valid value yet is kept as "
        "typed and explained beneath; what is new is added as soon as nothing that it needs is missing."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("form")

    def __init__(self, item: Item, heading: str, start: KeyPath | str = "") -> None:
        super().__init__()
        self.item, self._heading, self._start = item, heading, start
        self._shape = item.shape
        self._begun = item.desk.session.workspace

    @property
    def memory(self) -> str:
        """None: every change counts at once, and a form of something new has a draft of its own."""
        return ""

    def compose(self) -> ComposeResult:
        """Heading, form, help, keys."""
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            with FormBox():
                yield Sheet()
                yield LineEditor()
            yield FormFoot()
            yield Static(Content(self._keys), id="foot")

    @property
    def _keys(self) -> str:
        """The keys of the form, or of the field under the editor."""
        if self.editing_field is not None:
            return f"Enter or {ESC['field']}, Tab goes on, ↑ ↓ too; what is typed stays."
        return keyed(f"Enter edits, Del empties, {{form.undo}} undoes; {ESC['counts']}.")

    def on_descendant_focus(self) -> None:
        """Say what the keys do where the focus is now."""
        self.query_one("#foot", Static).update(Content(self._keys), layout=False)

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
        told = running_line(session, self._begun)
        if lacking and not self.item.there:
            told = f"Not added yet; still needed: {', '.join(lacking)}."
        self.query_one(FormFoot).show(spec.help if spec else "", spec.unit if spec else "", told, self.cut_text)

    def may_edit(self) -> bool:
        """Not while another dialog lies over this one."""
        return self.is_active

    def field_edited(self) -> None:
        """Remember what the lists hold, and draw."""
        self._shape = self.item.shape
        self.show_form()

    def on_sheet_moved(self) -> None:
        """Explain the field under the cursor."""
        self._show_foot()

    def on_screen_resume(self) -> None:
        """Back from a dialog over this one, in which what is edited here may have been undone."""
        if self._shape != self.item.shape:
            self.dismiss(None)
        elif self.query(Sheet):
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

    def action_to_field(self, by: int) -> None:
        """Go to the next field, or to the one before."""
        sheet = self.query_one(Sheet)
        sheet.focus()
        sheet.action_move(by)

    def action_close(self) -> None:
        """Close; says what kept a new thing from being added."""
        item = self.item
        item.desk.seal()
        if item.draft is not None and not item.there and item.draft != item.begun:
            item.keep()
            told = ", ".join(item.lacking) or "a value that is valid"
            self.app.say(f"Not added yet; it still needs {told}. It is kept for the next time.", "warning")
        elif item.draft is not None:
            item.desk.session.forget(item.base)
        self.dismiss(None)
