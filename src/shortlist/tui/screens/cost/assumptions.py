"""The form of the assumptions beneath the costs: every key counts at once, and the table above moves with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.app import ComposeResult
from textual.timer import Timer

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.candidates import index_of
from shortlist.core.edits.places import KeyPath
from shortlist.tui.body import Desk
from shortlist.tui.draw.area import Area
from shortlist.tui.forms.cost import Assumptions
from shortlist.tui.forms.form_box import FormBox
from shortlist.tui.forms.form_foot import FormFoot
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import Hint, hint
from shortlist.tui.screens.cost.views import CostView, candidate_at, field_at
from shortlist.tui.session.session import Session
from shortlist.tui.session.typed import Pending
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.summary import running_line

PAUSE_S = 0.05
"""From a key until what follows from its figures is told."""


class CostForm(Area):
    """Edits the assumptions of the candidate under the cursor while it is open; its screen draws it after an edit."""

    app: Host
    DEFAULT_CSS = "CostForm { layout: vertical; height: 1fr; border-top: solid $foreground 30%; }"

    def __init__(self, desk: Desk, grid: Grid, front: Callable[[], CostView], draw: Callable[[], None]) -> None:
        """`front` is the view that the grid shows; `draw` draws the screen once it is open, or no longer."""
        super().__init__()
        self.desk, self._grid, self._front, self._draw_screen = desk, grid, front, draw
        self.item = Assumptions(desk, None)
        self.box = FormBox(self.item, self.show_form, self.show_foot, left=self._field_left)
        self.opened = False
        """Whether it is open."""
        self._saved = SavedState()
        self._pause: Timer | None = None
        self._begun = desk.session.workspace
        """The workspace when the form was opened."""
        self._drawn_for: tuple[Workspace, Mapping[KeyPath, Pending]] | None = None

    def compose(self) -> ComposeResult:
        yield self.box
        yield FormFoot()

    @property
    def base(self) -> Analysis | None:
        """What figures are held against: the saved state while something is edited or tried, else nothing."""
        return self._saved.base(self.desk.session)

    def begin(self) -> None:
        """From here on it is told what an edit did."""
        self._begun = self.desk.session.workspace

    @property
    def _at(self) -> tuple[CostView, Analysis, str | None, str | None]:
        """The cell under the cursor."""
        return self._front(), self.desk.session.analysis, self._grid.row_key, self._grid.column_key

    @property
    def _index(self) -> int | None:
        """Where the candidate that the cell is about stands in the file."""
        return index_of(self.desk.session.workspace, candidate_at(*self._at) or "")

    def machines(self) -> None:
        """The self-hosting helper for that candidate, if the team runs it itself."""
        from shortlist.tui.parts.sizing_dialog import open_sizing

        open_sizing(self.desk, self.app, candidate_at(*self._at))

    def edit(self) -> None:
        """Open it; where it is open, go on with the assumption that its cursor was left at."""
        if self.opened:
            self.take_keys()
        else:
            self.open()

    def open(self) -> None:
        """Open it at the assumption that the figure under the cursor rests on."""
        if not self.opened:
            self._saved.begin(self.desk.session)
            self.opened = True
        self.begin()
        self.show(Assumptions(self.desk, self._index), field_at(*self._at))
        self._draw_screen()
        self.take_keys()

    def follow(self) -> None:
        """Show the assumptions of the candidate under the cursor, while it is open."""
        if self.opened and self.item.index != (index := self._index):
            self.show(Assumptions(self.desk, index))

    def close(self) -> bool:
        """Nothing is edited any more, and the keys go to the table; False where nothing was."""
        if not self.opened:
            return False
        self.box.close()
        self.opened = False
        self._saved.end()
        self._grid.focus()
        self._draw_screen()
        self.desk.hints_changed()
        return True

    def take_keys(self) -> None:
        """Give it the focus."""
        self.query_one(Sheet).focus()

    def show(self, item: Assumptions, field: KeyPath | None = None) -> None:
        """Show the assumptions of a candidate, at a field where one is named."""
        self.item = self.box.form = item
        self._draw(None if field is None else repr(field))

    def show_form(self) -> None:
        """Draw what changed: under an open editor the form waits, unless what is typed is no value or is one again."""
        drawn, now = self._drawn_for, self._state
        if drawn is None or drawn[1] != now[1] or (self.box.editing is None and drawn[0] is not now[0]):
            self._draw()
        else:
            # Under an open editor the figures come first: nothing is judged before they are painted.
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(PAUSE_S, self.show_foot)

    def _field_left(self) -> None:
        """What follows from the field in others is drawn now."""
        if self._drawn_for is not None and self._drawn_for[0] is not self._state[0]:
            self._draw()

    @property
    def _state(self) -> tuple[Workspace, Mapping[KeyPath, Pending]]:
        return self.desk.session.workspace, self.desk.session.typed.pending

    def _draw(self, cursor: str | None = None) -> None:
        workspace, pending = self._state
        self._drawn_for = workspace, pending
        self.box.show(cursor)
        self.show_foot()

    def show_foot(self) -> None:
        """Explain the field under the cursor, and say what the last edit did."""
        self.box.explain(self.query_one(FormFoot), running_line(self.desk.session, self._begun))

    @property
    def has_keys(self) -> bool:
        """Whether the keys go to the form or to the field in it."""
        return any(part.has_focus for part in (self.query_one(Sheet), self.query_one(LineEditor)))

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The keys of the form, or of the field in it."""
        if self.box.editing is not None:
            return (hint("editor.done"), hint("editor.next", keys="{editor.next:2}"))
        return (hint("sheet.edit"), hint("sheet.clear"), hint("table.tab", "table"), hint("nav.back", "close"))


class SavedState:
    """The saved workspace since the assumptions were opened, judged when it is first asked for."""

    def __init__(self) -> None:
        self._saved: Workspace | None = None
        self._assessed: Analysis | None = None

    def begin(self, session: Session) -> None:
        """From here on differences are told to what is saved now."""
        self._saved = session.opened.workspace

    def end(self) -> None:
        """Nothing is edited any more."""
        self._saved = self._assessed = None

    def base(self, session: Session) -> Analysis | None:
        """The analysis that differences are told against; None while nothing is edited or tried."""
        if session.trial is not None:
            return session.kept_analysis
        if self._saved is None:
            return None
        saved = self._saved if session.opened.managed else session.opened.workspace
        if saved is session.workspace:
            # Kept for the first key that edits it: a large workspace is not judged twice.
            self._assessed = session.analysis
        if self._assessed is None or self._assessed.workspace is not saved:
            self._assessed = analyse(saved, session.catalogue, session.today, session.filed, session.analysis)
        return self._assessed
