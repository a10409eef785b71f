"""The form of the assumptions beneath the costs: every key counts at once, and the table above moves with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from shortlist.core.editing import KeyPath
from shortlist.core.workspace import Workspace
from shortlist.tui.costform import Assumptions
from shortlist.tui.fieldediting import FieldEditing, FormBox
from shortlist.tui.item import item_lines
from shortlist.tui.session import Pending
from shortlist.tui.summary import change_line
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.formfoot import FormFoot
from shortlist.tui.widgets.sheet import Sheet


class CostForm(FieldEditing, Widget):
    """Edits the assumptions of one candidate's cost; its screen draws it after every edit."""

    DEFAULT_CSS = "CostForm { layout: vertical; height: 1fr; border-top: solid $surface-lighten-2; }"
    item: Assumptions

    def __init__(self, item: Assumptions) -> None:
        super().__init__()
        self.item = item
        self._shown: tuple[Workspace, dict[KeyPath, Pending]] | None = None

    def compose(self) -> ComposeResult:
        """The form and what is said beneath it."""
        with FormBox():
            yield Sheet()
            yield LineEditor()
        yield FormFoot()

    def may_edit(self) -> bool:
        """Not while a dialog lies over the screen."""
        return self.screen.is_active

    def show(self, item: Assumptions, field: KeyPath | None = None) -> None:
        """Show the assumptions of a candidate, at a field where one is named."""
        self.item, self._shown = item, None
        self.show_form(None if field is None else repr(field))

    def show_form(self, cursor: str | None = None) -> None:
        """Draw the form, unless nothing changed since."""
        session = self.item.desk.session
        state = session.workspace, dict(session.pending)
        if self._shown is not None and self._shown[0] is state[0] and self._shown[1] == state[1] and cursor is None:
            return
        self._shown = state
        self.query_one(Sheet).show(item_lines(self.item, session.pending), cursor)
        self.show_foot()

    def show_foot(self) -> None:
        """Explain the field under the cursor, and say what the last edit did."""
        session, spec = self.item.desk.session, self.spec
        told = change_line(session.before, session.analysis)
        self.query_one(FormFoot).show(spec.help if spec else "", spec.unit if spec else "", told)

    def field_edited(self) -> None:
        """Draw what was typed and is no value; a value was drawn with the whole screen."""
        self.show_form()

    def on_sheet_moved(self) -> None:
        """Explain the field under the cursor."""
        self.show_foot()

    @property
    def has_keys(self) -> bool:
        """Whether the keys go to the form or to the field in it."""
        return any(part.has_focus for part in (self.query_one(Sheet), self.query_one(LineEditor)))
