"""A form over one thing of the workspace: its fields, help beneath, errors as typed; every change counts at once."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.edits.places import KeyPath
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.forms.form_box import FormBox
from shortlist.tui.forms.form_foot import FormFoot
from shortlist.tui.forms.item import Form, Item
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.summary import running_line


class SheetDialog(Dialog[None]):
    """A form over a screen, with help and what an edit does beneath it."""

    DEFAULT_CSS = """
    SheetDialog > #box { width: 96%; max-width: 132; height: 96%; max-height: 96%; }
    """
    DEFAULT_CLASSES = "tight"

    def __init__(self, heading: str, keys: str, form: Form) -> None:
        super().__init__(heading, keys)
        self.box = FormBox(form, self.edited, self.show_foot, opened=self.open_line, removed=self.remove_line)

    def inside(self) -> ComposeResult:
        yield self.box
        yield FormFoot()

    def on_descendant_focus(self) -> None:
        """Say what the keys do where the focus is now."""
        told = self.foot
        if self.box.editing is not None:
            told = f"Enter or {ESC['field']}, Tab goes on, ↑ ↓ too; what is typed stays."
        self.write("foot", told, layout=False)

    def show_foot(self) -> None:
        """Explain the field under the cursor, and say what an edit does; to be provided."""
        raise NotImplementedError

    def edited(self) -> None:
        """Draw after an edit; to be provided."""
        raise NotImplementedError

    def open_line(self, key: str) -> None:
        """Open what a line leads to that is no field."""

    def remove_line(self, key: str) -> None:
        """Remove what it leads to."""


class FormDialog(SheetDialog):
    """Edits an `Item`; lines that are no fields are for a subclass to open and remove."""

    AROUND = 7
    """Lines around the form: the border, the heading, what stands beneath it."""
    help_text = (
        "Every change counts at once. Numbers may be written 30k, 1.2M or 5%. What is no valid value yet is kept as "
        "typed and explained beneath; what is new is added as soon as nothing that it needs is missing."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("form")

    def __init__(self, item: Item, heading: str, start: KeyPath | str = "") -> None:
        keys = keyed(f"Enter edits, Del empties, {{form.undo}} undoes; {ESC['counts']}.")
        super().__init__(heading, keys, item)
        self.item, self._start = item, start
        self._shape, self._tallest = item.shape, 0
        self._begun = item.desk.session.workspace

    memory = ""
    """None: every change counts at once, and a form of something new has a draft of its own."""

    def on_mount(self) -> None:
        """Show the form, at the field that was asked for."""
        start = self._start if isinstance(self._start, str) else repr(self._start)
        self.show_form(start or None)
        self.query_one(Sheet).focus()

    # --- showing

    def show_form(self, cursor: str | None = None) -> None:
        """Draw the form and the lines beneath it, as tall as it has been so far, as far as the terminal goes: an error
        that comes and goes moves nothing."""
        self.box.show(cursor)
        lines = self.query_one(Sheet).virtual_size.height + self.AROUND
        if lines > self._tallest:
            self._tallest = lines
            self.query_one("#box").styles.height = lines
        self.show_foot()

    def show_foot(self) -> None:
        """Say what the last edit did, or what keeps a new thing from being added."""
        told, lacking = running_line(self.item.desk.session, self._begun), self.item.lacking
        if lacking and not self.item.there:
            told = f"Not added yet; still needed: {', '.join(lacking)}."
        self.box.explain(self.query_one(FormFoot), told)

    def edited(self) -> None:
        """Remember what the lists hold, and draw."""
        self._shape = self.item.shape
        self.show_form()

    def on_screen_resume(self) -> None:
        """Draw, unless what is edited here was undone, as it may be in a dialog over this one."""
        if self._shape != self.item.shape:
            self.dismiss(None)
        elif self.query(Sheet):
            self.show_form()

    def on_key(self, event: events.Key) -> None:
        """A figure that is typed before Enter is meant for the field under the cursor."""
        if event.character is not None and event.character.isdecimal() and self.box.type_in(event.character):
            event.stop()

    # --- leaving

    def action_undo(self) -> None:
        """Take the last edit back; a thing that is gone then closes its form."""
        if self.app.workspace is not None:
            self.app.workspace.action_undo()
        self.on_screen_resume()

    def action_redo(self) -> None:
        if self.app.workspace is not None:
            self.app.workspace.action_redo()
        self.on_screen_resume()

    def action_to_field(self, by: int) -> None:
        sheet = self.query_one(Sheet)
        sheet.focus()
        sheet.action_move(by)

    def action_close(self) -> None:
        """Close; says what kept a new thing from being added."""
        item = self.item
        item.desk.seal()
        if item.draft is not None:
            if item.there or item.draft == item.begun:
                item.desk.session.typed.drop(item.base)
            else:
                item.keep()
                told = ", ".join(item.lacking) or "a value that is valid"
                self.app.say(f"Not added yet; it still needs {told}. It is kept for the next time.", "warning")
        self.dismiss(None)
