"""The cost: parts side by side, the decision and its levers, break-even, twelve months, what matters; all to be tried.

Every assumption is edited beneath the tables, and the figures move with each key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.comparison.cost_gaps import without_traffic
from shortlist.core.edits.candidates import index_of
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.lines import Cell, width_of
from shortlist.tui.keys.bindings import Hint, bound, hint, keyed
from shortlist.tui.keys.sentences import coming
from shortlist.tui.parts.lower_panels import LowerPanels
from shortlist.tui.parts.table_body import TableBody
from shortlist.tui.screens.cost.assumptions import CostForm
from shortlist.tui.screens.cost.bill_picture import BillPicture
from shortlist.tui.screens.cost.curves import REST
from shortlist.tui.screens.cost.figures import AROUND, MARGIN, CostFigures, Room
from shortlist.tui.screens.cost.levers import LeverTrial
from shortlist.tui.screens.cost.own_curves import break_evens
from shortlist.tui.screens.cost.views import VIEWS, CostPlace, CostView, Shown, candidate_at, field_at, told_of
from shortlist.tui.widgets.column_layout import ColumnLayout, in_two_lines
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane, Paragraph, ProsePane
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.table import Table

BENEATH = 10
"""Lines that the details take beneath a table at most."""
FRAME = 8
"""Lines around a view."""
PANE, PANE_OF_MONTHS = 8, 6
"""Lines of the details where they stand beneath, and of those of the months, which say less; as in the style sheet."""
FORM = range(9, 19)
"""Lines of the assumptions beneath a table that needs the others."""
LEFT = 80
"""Columns that what stands to the left of the parts has at least."""


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
    BESIDE = 160
    ITEMS, EACH, DETAILS = 28, 11, 56
    """Columns of the names of the parts, of a candidate's figures at least, and of the details."""
    TALL = 52
    """Lines of the terminal from which on the details have room beneath the parts as well."""
    HIGH = 40
    """Lines from which on the details of the other views leave some, as they say less."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Grid())
        self.thousand = False
        """Whether the parts are shown per thousand tasks."""
        self.rest_open: bool | None = None
        """Whether the assumptions that hardly matter are listed; None: where there is room for all of them."""
        self._form = CostForm(desk)
        self._figures = CostFigures(self.grid)
        self._aside = LowerPanels(3, "aside", stretch=False)
        self._levers = LeverTrial(desk)

    def compose(self) -> ComposeResult:
        yield self.view_bar
        with Area(id="sides"):
            yield self._figures
            with Area(id="told"):
                yield ProsePane()
                yield from self._aside.panels
                yield self._form

    def on_mount(self) -> None:
        self.query_one(Pane).name_it("Details")

    @property
    def editing(self) -> bool:
        """Whether the assumptions are open."""
        return self._form.opened

    def saved(self) -> None:
        if self.editing:
            self.refresh_analysis()

    # --- showing

    @property
    def _front(self) -> CostView:
        """The view in front."""
        return VIEWS[self.view]

    @property
    def _shown(self) -> Shown:
        """What views are drawn from."""
        session = self.desk.session
        return Shown(
            session.analysis,
            self._form.base,
            self.app.size.width - self.beside * self.DETAILS,
            self._levers.tried,
            self.thousand,
            self._room.lines - AROUND - (0 if self.beside else BENEATH),
            self.rest_open,
            self.editing,
            self._spare,
        )

    @property
    def _spare(self) -> bool:
        """Whether the details have lines to spare for what belongs to them."""
        lines = self.TALL if self.view == CostPlace.PARTS else self.HIGH
        return self.beside and not self.editing and self.app.size.height >= lines

    def whole_table(self) -> Table:
        """The table of the view, beside each figure what changed since it was saved."""
        return self._front.table(self._shown)

    @property
    def note(self) -> str:
        """The unit of the parts; where nothing says how often they are paid, that."""
        if without_traffic(self.desk.session.workspace):
            return keyed("no traffic: {cost.edit}")
        if self.view == CostPlace.PARTS:
            return "per 1,000 tasks" if self.thousand else "per month"
        if self._front.decides and (by := self._shown.by) != "decided":
            return keyed(f"as {by}, nobody is chosen yet: {{candidates.default}} on screen {{tab.candidates}}")
        return super().note

    def _wanted(self, width: Callable[[str], int]) -> int:
        """The columns in which every candidate's figures have room, with headings of such a width."""
        names = (width(one.name) for one in self.desk.session.workspace.candidates)
        return self.ITEMS + sum(max(self.EACH, name) + 1 for name in names)

    @property
    def beside(self) -> bool:
        """Also only where the parts have room there, unless the details would take lines from them."""
        width, height = self.app.size
        if not super().beside or self.view != CostPlace.PARTS or height < self.TALL:
            return super().beside
        return self._wanted(in_two_lines) <= width - self.DETAILS

    @property
    def three(self) -> bool:
        """Also only where they have room beside the picture and what stands beneath that."""
        return (
            super().three
            and self.view == CostPlace.PARTS
            and self._wanted(width_of) + LEFT <= self.app.size.width - self.DETAILS
        )

    def refresh_analysis(self) -> None:
        """Fill the view in front, and the assumptions where they are open."""
        self._share_room()
        self.grid.layout_of = partial(ColumnLayout, two_lined=self.app.size.height >= self.LOW)
        analysis = self.desk.session.analysis
        self.set_class(self.view == CostPlace.BREAK_EVEN and bool(break_evens(analysis)), "plotting")
        self.set_class(self.view == CostPlace.MONTHS, "months")
        # The difference is brought into sight together with its figure.
        self.grid.beside = int(self.view == CostPlace.PARTS and self._form.base is not None)
        super().refresh_analysis()
        self._figures.draw(self._front, self._shown, self._room)
        self._draw_aside()
        if self.editing:
            self._share_lines()
            self._form.show_form()

    @property
    def _room(self) -> Room:
        """What the figures may take."""
        width, height = self.app.size
        beneath = height >= self.LOW and (self.beside or not self.editing)
        parts = self._wanted(width_of) + MARGIN if self.three else 0
        pane = PANE_OF_MONTHS if self.view == CostPlace.MONTHS else PANE
        return Room(height - FRAME, width - self.beside * self.DETAILS, 0 if self.beside else pane, parts, beneath)

    def _share_lines(self) -> None:
        """Give the assumptions beneath a table the lines that it leaves."""
        lines: int | str = "1fr"
        if not self.beside:
            room = self._room
            half = min(FORM[-1], max(FORM[0], room.lines // 2))
            lines = max(half, room.lines - self._figures.used(self._front, self._shown, room) - 1)
        self._form.styles.height = lines

    def _draw_aside(self) -> None:
        """Beneath the details what belongs to them."""
        if not self._spare or not self.desk.session.analysis.costs:
            self._aside.hide()
            return
        shown = self._shown.in_columns(self.DETAILS)
        parts = self._front.aside(shown, self.grid.row_key, self.grid.column_key)
        self._aside.show(parts, self.DETAILS, self.app.size.height // 2)

    def on_bill_picture_clicked(self, event: BillPicture.Clicked) -> None:
        self.grid.at_column(event.candidate)

    def on_grid_moved(self) -> None:
        """Draw the plot of the row, and show the assumptions of its candidate where they are open."""
        self._figures.moved(self._front, self._shown, self._room)
        if self.editing:
            self._form.follow(self._index)
        if self._aside.shown:
            self._draw_aside()
        super().on_grid_moved()

    @property
    def hurried(self) -> bool:
        """While a number is typed the costs come first, and what is judged of them follows."""
        return self._form.box.editing is not None

    def told(self, key: str, column: str | None) -> Sequence[Paragraph]:
        """What the pane says; nothing while the assumptions lie over it."""
        if self.editing:
            return ()
        return told_of(self._front, self._shown, key, column)

    def told_of_nothing(self) -> Sequence[Cell]:
        """What will stand in an empty view, and what it takes; nothing while the assumptions lie over it."""
        if not self._front.coming or self.editing or self.filter.words:
            return ()
        return [Cell(line) for line in coming(self._front.coming)]

    def show_view(self, view: int) -> None:
        """Bring a view to the front; the assumptions, which lie over what it says, are closed."""
        if view != self.view and self.editing:
            self._close_assumptions()
        super().show_view(view)

    def focus_first(self) -> None:
        if self.editing:
            self._form.begin()
            self._form.take_keys()
        else:
            super().focus_first()

    def action_unit(self) -> None:
        self.thousand = not self.thousand
        if self.view != CostPlace.PARTS:
            self.show_view(CostPlace.PARTS)
        else:
            self.refresh_analysis()

    # --- the assumptions

    @property
    def _candidate(self) -> str | None:
        """The id of the candidate that the cursor is about."""
        return candidate_at(self._front, self.desk.session.analysis, self.grid.row_key, self.grid.column_key)

    @property
    def _index(self) -> int | None:
        """Where it stands in the file."""
        return index_of(self.desk.session.workspace, self._candidate or "")

    def action_assumptions(self) -> None:
        """Open the assumptions; where they are open, go on with the one that the cursor was left at."""
        if self.editing:
            self._form.take_keys()
        else:
            self._open_assumptions()

    def _open_assumptions(self) -> None:
        """Open the assumptions at the one that the figure under the cursor rests on."""
        self.add_class("-editing")
        field = field_at(self._front, self.desk.session.analysis, self.grid.row_key, self.grid.column_key)
        self._form.open(self._index, field)
        self.refresh_analysis()
        self._form.take_keys()

    def action_machines(self) -> None:
        """The self-hosting helper for the candidate that the cursor is about, if the team runs it itself."""
        from shortlist.tui.parts.sizing_dialog import open_sizing

        open_sizing(self.desk, self.app, self._candidate)

    def on_grid_opened(self) -> None:
        if self.view == CostPlace.LEVERS:
            self._levers.begin(self.grid.row_key)
        elif self.grid.row_key == REST:
            self.action_rest()
        else:
            self._open_assumptions()

    def _close_assumptions(self) -> None:
        self._form.close()
        self.remove_class("-editing")
        self.grid.focus()
        self.refresh_analysis()
        self.desk.hints_changed()

    def action_other_part(self) -> None:
        if self.editing:
            (self.grid if self._form.has_keys else self._form.query_one(Sheet)).focus()
        else:
            super().action_other_part()

    def back(self) -> bool:
        if self.editing:
            self._close_assumptions()
            return True
        return super().back()

    def table_hints(self) -> tuple[Hint, ...]:
        """The keys of the table, or of the assumptions where they have the focus."""
        if self.editing and self._form.has_keys:
            return self._form.hints
        own = self._front.hints(self.thousand)
        return (hint("table.view"), *own, hint("cost.what_if"), *super().table_hints()[1:])

    def action_rest(self) -> None:
        """List what hardly matters, or fold it into one row again."""
        if self.view != CostPlace.SENSITIVITY:
            self.show_view(CostPlace.SENSITIVITY)
        self.rest_open = not self._shown.rest
        self.refresh_analysis()
        self.grid.at_row(REST)
