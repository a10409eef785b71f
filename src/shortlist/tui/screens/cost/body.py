"""The cost: parts side by side, the decision and its levers, break-even, twelve months, what matters; all to be tried.

Every assumption is edited beneath the tables, and the figures move with each key.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import Hint, bound, hint
from shortlist.tui.keys.sentences import coming
from shortlist.tui.parts.table_body import TableBody
from shortlist.tui.screens.cost.assumptions import CostForm
from shortlist.tui.screens.cost.bill_picture import BillPicture
from shortlist.tui.screens.cost.curves import REST
from shortlist.tui.screens.cost.figures import CostFigures
from shortlist.tui.screens.cost.levers import LeverTrial
from shortlist.tui.screens.cost.own_curves import break_evens
from shortlist.tui.screens.cost.room import CostRoom
from shortlist.tui.screens.cost.views import VIEWS, CostPlace, CostView, Shown, note_of, told_of
from shortlist.tui.widgets.column_layout import ColumnLayout
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane, Paragraph, ProsePane
from shortlist.tui.widgets.table import Table


class CostBody(TableBody):
    """The parts, what follows from them, and the assumptions beneath."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "USD for each candidate: a bar for each bill, the budget across them, and every part beneath; ? is an unknown "
        "that the sum needs, and the details say which. The bill is what providers and machines are paid; the work of "
        "people and the damage of errors come on top.\n\n"
        "{cost.edit}, or Enter on a figure, opens the assumptions beneath: the figures move with every key, and ± "
        "tells the difference to what was saved when they were opened. {cost.what_if} begins a what-if: everything "
        "is tried, on any screen, and nothing is saved until {whatif.keep} keeps it; {whatif.drop} drops it. "
        "Enter on a lever tries that lever."
    )
    VIEWS = tuple(row.view for row in VIEWS)
    BINDINGS: ClassVar[list[BindingType]] = bound("cost")
    room: CostRoom

    def __init__(self, desk: Desk) -> None:
        room = CostRoom(self, lambda: self.desk.session.workspace.names.values(), lambda: self.view == CostPlace.PARTS)
        super().__init__(desk, Grid(), room)
        self.thousand = False
        """Whether the parts are shown per thousand tasks."""
        self.rest_open: bool | None = None
        """Whether the assumptions that hardly matter are listed; None: where there is room for all of them."""
        self.form = CostForm(desk, self.grid, lambda: self._front, self.refresh_analysis)
        self._figures = CostFigures(self.grid)
        self._levers = LeverTrial(desk)

    def compose(self) -> ComposeResult:
        yield self.view_bar
        with Area(id="sides"):
            yield self._figures
            with Area(id="told"):
                yield ProsePane()
                yield from self._figures.aside.panels
                yield self.form

    def on_mount(self) -> None:
        self.query_one(Pane).name_it("Details")

    def saved(self) -> None:
        if self.form.opened:
            self.refresh_analysis()

    # --- showing

    @property
    def _front(self) -> CostView:
        """The view in front."""
        return VIEWS[self.view]

    @property
    def _shown(self) -> Shown:
        """What views are drawn from."""
        analysis, form, tried = self.desk.session.analysis, self.form, self._levers.tried
        room = self.room.of_figures(form.opened, self.view == CostPlace.MONTHS)
        return Shown(analysis, form.base, room.width, tried, self.thousand, room, self.rest_open, form.opened)

    def whole_table(self) -> Table:
        """The table of the view, beside each figure what changed since it was saved."""
        return self._front.table(self._shown)

    @property
    def note(self) -> str:
        """The unit of the parts; where nothing says how often they are paid, that."""
        return note_of(self._front, self._shown) or super().note

    def refresh_analysis(self) -> None:
        """Fill the view in front, and the assumptions where they are open."""
        self.set_class(self.form.opened, "-editing")
        self.room.share()
        self.grid.layout_of = partial(ColumnLayout, two_lined=not self.room.low)
        analysis = self.desk.session.analysis
        self.set_class(self.view == CostPlace.BREAK_EVEN and bool(break_evens(analysis)), "plotting")
        self.set_class(self.view == CostPlace.MONTHS, "months")
        # The difference is brought into sight together with its figure.
        self.grid.beside = int(self.view == CostPlace.PARTS and self.form.base is not None)
        super().refresh_analysis()
        view, shown = self._front, self._shown
        self._figures.draw(view, shown)
        if self.form.opened:
            self.form.styles.height = self._figures.for_form(view, shown)
            self.form.show_form()

    def on_bill_picture_clicked(self, event: BillPicture.Clicked) -> None:
        self.grid.at_column(event.candidate)

    def on_grid_moved(self) -> None:
        """Draw the plot of the row, and show the assumptions of its candidate where they are open."""
        self._figures.moved(self._front, self._shown)
        self.form.follow()
        super().on_grid_moved()

    @property
    def hurried(self) -> bool:
        """While a number is typed the costs come first, and what is judged of them follows."""
        return self.form.box.editing is not None

    def told(self, key: str, column: str | None) -> Sequence[Paragraph]:
        """What the pane says; nothing while the assumptions lie over it."""
        return () if self.form.opened else told_of(self._front, self._shown, key, column)

    def told_of_nothing(self) -> Sequence[Cell]:
        """What will stand in an empty view, and what it takes; nothing while the assumptions lie over it."""
        if not self._front.coming or self.form.opened or self.filter.words:
            return ()
        return [Cell(line) for line in coming(self._front.coming)]

    def show_view(self, view: int) -> None:
        """Bring a view to the front; the assumptions, which lie over what it says, are closed."""
        if view != self.view:
            self.form.close()
        super().show_view(view)

    def focus_first(self) -> None:
        if self.form.opened:
            self.form.begin()
            self.form.take_keys()
        else:
            super().focus_first()

    def action_unit(self) -> None:
        self.thousand = not self.thousand
        if self.view != CostPlace.PARTS:
            self.show_view(CostPlace.PARTS)
        else:
            self.refresh_analysis()

    def on_grid_opened(self) -> None:
        if self.view == CostPlace.LEVERS:
            self._levers.begin(self.grid.row_key)
        elif self.grid.row_key == REST:
            self.action_rest()
        else:
            self.form.open()

    def action_other_part(self) -> None:
        if not self.form.opened:
            super().action_other_part()
        elif self.form.has_keys:
            self.grid.focus()
        else:
            self.form.take_keys()

    def back(self) -> bool:
        return self.form.close() or super().back()

    def table_hints(self) -> tuple[Hint, ...]:
        """The keys of the table, or of the assumptions where they have the focus."""
        if self.form.opened and self.form.has_keys:
            return self.form.hints
        own = self._front.hints(self.thousand)
        return (hint("table.view"), *own, hint("cost.what_if"), *super().table_hints()[1:])

    def action_rest(self) -> None:
        """List what hardly matters, or fold it into one row again."""
        if self.view != CostPlace.SENSITIVITY:
            self.show_view(CostPlace.SENSITIVITY)
        self.rest_open = not self._shown.rest
        self.refresh_analysis()
        self.grid.at_row(REST)
