"""The form of the assumptions beneath the costs: every key counts at once, and the table above moves with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget

from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import KeyPath
from shortlist.tui.forms.cost import Assumptions
from shortlist.tui.forms.field_editing import FieldEditing, FormBox
from shortlist.tui.forms.form_foot import FormFoot
from shortlist.tui.forms.item import item_lines
from shortlist.tui.session.session import Pending
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.summary import running_line

PAUSE_S = 0.05
"""From a key until what follows from its figures is told."""


class CostForm(FieldEditing, Widget):
    """Edits the assumptions of one candidate's cost; its screen draws it after every edit."""

    DEFAULT_CSS = "CostForm { layout: vertical; height: 1fr; border-top: solid $foreground 30%; }"
    item: Assumptions

    def __init__(self, item: Assumptions) -> None:
        super().__init__()
        self.item = item
        self._pause: Timer | None = None
        self._begun = item.desk.session.workspace
        """The workspace when the form was opened."""
        self._drawn_for: tuple[Workspace, dict[KeyPath, Pending]] | None = None

    def compose(self) -> ComposeResult:
        """The form and what is said beneath it."""
        with FormBox():
            yield Sheet()
            yield LineEditor()
        yield FormFoot()

    def may_edit(self) -> bool:
        """Not while a dialog lies over the screen."""
        return self.screen.is_active

    def begin(self) -> None:
        """From here on it is told what an edit did."""
        self._begun = self.item.desk.session.workspace

    def show(self, item: Assumptions, field: KeyPath | None = None) -> None:
        """Show the assumptions of a candidate, at a field where one is named."""
        self.item = item
        self._draw(None if field is None else repr(field))

    def show_form(self) -> None:
        """Draw what changed: under an open editor the form waits, unless what is typed is no value or is one again."""
        drawn, now = self._drawn_for, self._state
        if drawn is None or drawn[1] != now[1] or (self.editing_field is None and drawn[0] is not now[0]):
            self._draw()
        else:
            self._tell_soon()

    def seal_field(self) -> None:
        """End the visit to a field: what follows from it in other fields is drawn now."""
        super().seal_field()
        if self._drawn_for is not None and self._drawn_for[0] is not self._state[0]:
            self._draw()

    def _tell_soon(self) -> None:
        """Under an open editor the figures come first: nothing is judged before they are painted."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_S, self.show_foot)

    @property
    def _state(self) -> tuple[Workspace, dict[KeyPath, Pending]]:
        session = self.item.desk.session
        return session.workspace, session.pending

    def _draw(self, cursor: str | None = None) -> None:
        workspace, pending = self._state
        self._drawn_for = workspace, dict(pending)
        self.query_one(Sheet).show(item_lines(self.item, pending), cursor)
        self.show_foot()

    def show_foot(self) -> None:
        """Explain the field under the cursor, and say what the last edit did."""
        session, spec = self.item.desk.session, self.spec
        told = running_line(session, self._begun)
        self.query_one(FormFoot).show(spec.help if spec else "", spec.unit if spec else "", told, self.cut_text)

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
