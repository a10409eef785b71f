"""The cost: parts side by side, the decision and its levers, break-even, twelve months, what matters; all to be tried.

Every assumption is edited beneath the tables, and the figures move with each key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.analysis import Analysis
from shortlist.core.comparison.cost_gaps import without_traffic
from shortlist.core.edits.candidates import index_of
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.lines import Cell, width_of
from shortlist.tui.keys.bindings import Hint, bound, hint, keyed
from shortlist.tui.keys.sentences import coming, empty
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.parts.table_body import TableBody, View
from shortlist.tui.screens.cost.assumptions import CostForm
from shortlist.tui.screens.cost.bill_picture import BillPicture
from shortlist.tui.screens.cost.bills import bills
from shortlist.tui.screens.cost.cell_subject import (
    BREAK_EVEN,
    DECISION,
    LEVERS,
    MONTHS,
    PARTS,
    SENSITIVITY,
    CostCell,
    CostView,
    candidate_at,
    field_at,
)
from shortlist.tui.screens.cost.curves import (
    REST,
    projection_detail,
    projection_table,
    sensitivity_detail,
    sensitivity_table,
)
from shortlist.tui.screens.cost.decision import decision_detail, decision_table
from shortlist.tui.screens.cost.levers import COVERED, DOES_NOT_APPLY, LeverTrial, lever_detail, levers_table, meanings
from shortlist.tui.screens.cost.own_curves import break_even_detail, break_even_plot, break_even_table, break_evens
from shortlist.tui.screens.cost.parts import PER, candidate_of, part_detail, parts_table, ranked_ids
from shortlist.tui.widgets.column_layout import ColumnLayout, in_two_lines
from shortlist.tui.widgets.curves import Curves
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane, Paragraph, ProsePane
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.still_table import StillTable
from shortlist.tui.widgets.table import Table

AT_ONCE = 20
"""Up to so many candidates other views are drawn beneath the one in front with every key."""
BENEATH = 10
"""Lines that the details take beneath a table at most."""
AROUND, BORDERS = 11, 3
"""Lines around the rows of a view, and around those of a table beneath it: its borders and its headings."""
PANE = 8
"""Lines of the details where they stand beneath."""
MOST_BENEATH = 3
COMING: Mapping[int, str] = {PARTS: "parts", BREAK_EVEN: "break-even", SENSITIVITY: "sensitivity"}
"""What is told of an empty view."""
BENEATH_OF: Mapping[int, tuple[CostView, ...]] = {
    PARTS: (DECISION, MONTHS),
    DECISION: (MONTHS, SENSITIVITY, LEVERS),
    LEVERS: (LEVERS, DECISION, MONTHS, SENSITIVITY),
    MONTHS: (DECISION, SENSITIVITY, LEVERS),
    SENSITIVITY: (DECISION, MONTHS, LEVERS),
}
"""Which views may stand beneath one, looked at without a cursor; the levers beneath themselves: what they mean."""

DETAILS: Mapping[int, Callable[[Analysis, str, str | None], Sequence[Paragraph]]] = {
    PARTS: part_detail,
    DECISION: decision_detail,
    BREAK_EVEN: break_even_detail,
    MONTHS: projection_detail,
    SENSITIVITY: sensitivity_detail,
}
"""What the pane says of a row and a column of a view."""


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
    VIEWS = (
        View("Parts"),
        View("Decision", "as decided"),
        View("Levers", "Enter tries one"),
        View("Break-even", "self-hosting"),
        View("12 months", "the decision"),
        View("Sensitivity", "USD a task"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("cost")
    BESIDE = 160
    ITEMS, EACH, DETAILS = 28, 11, 56
    """Columns of the names of the parts, of a candidate's figures at least, and of the details."""
    TALL = 52
    """Lines of the terminal from which on the details have room beneath the parts as well."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Grid())
        self.thousand = False
        """Whether the parts are shown per thousand tasks."""
        self.rest_open: bool | None = None
        """Whether the assumptions that hardly matter are listed; None: where there is room for all of them."""
        self._form = CostForm(desk)
        self._picture = BillPicture()
        self._beneath = [Panel("", StillTable(), classes="beneath") for _ in range(MOST_BENEATH)]
        self._levers = LeverTrial(desk)

    def compose(self) -> ComposeResult:
        yield self.view_bar
        with Area(id="sides"):
            with Area(id="figures"):
                yield self._picture
                with Panel("USD a month"), Upper():
                    yield Curves()
                    yield self.grid
                yield from self._beneath
            yield ProsePane()
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

    def whole_table(self) -> Table:
        """The table of the view, beside each figure what changed since it was saved."""
        analysis, base = self.desk.session.analysis, self._form.base
        match self.view:
            case CostView.PARTS:
                return parts_table(analysis, self.thousand, base)
            case CostView.DECISION:
                return decision_table(analysis, base)
            case CostView.LEVERS:
                short = COVERED if self.editing else DOES_NOT_APPLY
                return levers_table(analysis, self._levers.tried, short, self._table_width)
            case CostView.BREAK_EVEN:
                return break_even_table(analysis)
            case CostView.MONTHS:
                return projection_table(analysis, base)
            case _:
                return sensitivity_table(analysis, self._rest_listed(analysis), self._table_width)

    @property
    def note(self) -> str:
        """The unit of the parts; where nothing says how often they are paid, that."""
        if without_traffic(self.desk.session.workspace):
            return keyed("no traffic: {cost.edit}")
        if self.view == PARTS:
            return "per 1,000 tasks" if self.thousand else "per month"
        return super().note

    def _wanted(self, width: Callable[[str], int]) -> int:
        """The columns in which every candidate's figures have room, with headings of such a width."""
        names = (width(one.name) for one in self.desk.session.workspace.candidates)
        return self.ITEMS + sum(max(self.EACH, name) + 1 for name in names)

    @property
    def _table_width(self) -> int:
        """The columns that a table may count on."""
        return self.app.size.width - self.beside * self.DETAILS

    @property
    def beside(self) -> bool:
        """Also only where the parts have room there, unless the details would take lines from them."""
        width, height = self.app.size
        if not super().beside or self.view != PARTS or height < self.TALL:
            return super().beside
        return self._wanted(in_two_lines) <= width - self.DETAILS

    @property
    def three(self) -> bool:
        """Also only where they have room beside the picture."""
        return (
            super().three
            and self.view == PARTS
            and self._wanted(width_of) <= (self.app.size.width - self.DETAILS) * 3 // 5
        )

    def refresh_analysis(self) -> None:
        """Fill the view in front, and the assumptions where they are open."""
        self._share_room()
        self.grid.layout_of = partial(ColumnLayout, two_lined=self.app.size.height >= self.LOW)
        self.set_class(self.view == BREAK_EVEN and bool(break_evens(self.desk.session.analysis)), "plotting")
        self.set_class(self.view == MONTHS, "months")
        # The difference is brought into sight together with its figure.
        self.grid.beside = int(self.view == PARTS and self._form.base is not None)
        super().refresh_analysis()
        self.query_one(Panel).name_it(self.VIEWS[self.view].name)
        self._draw_bills()
        self._draw_beneath()
        if self.editing:
            self._form.show_form()
        if self.view == BREAK_EVEN:
            self._draw_plot()

    def _draw_bills(self) -> None:
        """The picture above the parts, as high as there is room for."""
        picture, analysis = self._picture, self.desk.session.analysis
        picture.display = self.view == PARTS and bool(analysis.costs)
        if not picture.display:
            return
        base = self._form.base
        drawn = bills(analysis, ranked_ids(analysis, base), self.thousand, base)
        picture.show(drawn, candidate_of(self.grid.column_key), f"USD {PER[self.thousand]}")
        room = self.app.size.height - 8
        if self.three:
            picture.be_high("1fr")
        elif self.beside:
            picture.take(room // 2, self.app.size.width - 4)
        else:
            picture.take((room - (10 if self.editing else 6)) * 2 // 5, self.app.size.width - 4)

    def _draw_beneath(self) -> None:
        """Beneath a view others of the same decision, as many as there is room for whole."""
        analysis, picture = self.desk.session.analysis, self._picture
        room = self.app.size.height - AROUND - len(self.grid.table.rows)
        room -= picture.high if picture.display else 0
        room -= 0 if self.beside else PANE
        panels = iter(self._beneath)
        wanted = bool(analysis.costs) and len(analysis.costs) <= AT_ONCE and self.app.size.height >= self.LOW
        if wanted and not self.three and (self.beside or not self.editing):
            for title, table in self._tables_beneath():
                lines = len(table.rows) + BORDERS
                if table.rows and lines <= room and (panel := next(panels, None)) is not None:
                    room -= lines
                    panel.name_it(title)
                    panel.styles.height = lines
                    panel.query_one(StillTable).show(table)
                    panel.display = True
        for panel in panels:
            panel.display = False

    def _tables_beneath(self) -> Iterator[tuple[str, Table]]:
        """What may stand beneath the view in front, with its title, what belongs to it most first."""
        analysis, base, width = self.desk.session.analysis, self._form.base, self._table_width
        for view in BENEATH_OF.get(self.view, ()):
            if self.editing and view in (LEVERS, SENSITIVITY):
                continue  # each is many analyses, and every key is one edit
            match view:
                case CostView.DECISION:
                    yield "Decision", decision_table(analysis, base)
                case CostView.LEVERS if self.view == LEVERS:
                    yield "What the levers mean", meanings(analysis, width)
                case CostView.LEVERS:
                    yield "Levers", levers_table(analysis, self._levers.tried, width=width)
                case CostView.MONTHS:
                    yield "12 months", projection_table(analysis, base)
                case _:
                    yield "What matters most", sensitivity_table(analysis, None, width)

    def on_bill_picture_clicked(self, event: BillPicture.Clicked) -> None:
        self.grid.at_column(event.candidate)

    def _draw_plot(self) -> None:
        self.query_one(Curves).show(break_even_plot(self.desk.session.analysis, self.grid.row_key))

    def on_grid_moved(self) -> None:
        """Draw the plot of the row, and show the assumptions of its candidate where they are open."""
        if self.view == BREAK_EVEN:
            self._draw_plot()
        self._picture.mark(candidate_of(self.grid.column_key))
        if self.editing:
            self._form.follow(self._index)
        super().on_grid_moved()

    @property
    def hurried(self) -> bool:
        """While a number is typed the costs come first, and what is judged of them follows."""
        return self._form.box.editing is not None

    def told(self, key: str, column: str | None) -> Sequence[Paragraph]:
        """What the pane says; nothing while the assumptions lie over it."""
        if self.editing:
            return ()
        analysis = self.desk.session.analysis
        lines: list[Paragraph] = [Cell(empty("no_traffic"), "warn")] if without_traffic(analysis.workspace) else []
        if self.view == LEVERS:
            return [*lines, *lever_detail(analysis, key, column, self._levers.tried)]
        return [*lines, *DETAILS[self.view](analysis, key, column)]

    def told_of_nothing(self) -> Sequence[Cell]:
        """What will stand in an empty view, and what it takes; nothing while the assumptions lie over it."""
        told = COMING.get(self.view)
        if told is None or self.editing or self.filter.words:
            return ()
        return [Cell(line) for line in coming(told)]

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
        if self.view != PARTS:
            self.show_view(PARTS)
        else:
            self.refresh_analysis()

    # --- the assumptions

    @property
    def _place(self) -> CostCell:
        return CostCell(self.view, self.grid.row_key, self.grid.column_key)

    @property
    def _index(self) -> int | None:
        """Where the candidate that the cursor is about stands in the file."""
        candidate = candidate_at(self.desk.session.analysis, self._place)
        return index_of(self.desk.session.workspace, candidate or "")

    def action_assumptions(self) -> None:
        """Open the assumptions; where they are open, go on with the one that the cursor was left at."""
        if self.editing:
            self._form.take_keys()
        else:
            self._open_assumptions()

    def _open_assumptions(self) -> None:
        """Open the assumptions at the one that the figure under the cursor rests on."""
        self.add_class("-editing")
        self._form.open(self._index, field_at(self.desk.session.analysis, self._place))
        self.refresh_analysis()
        self._form.take_keys()

    def action_machines(self) -> None:
        """The self-hosting helper for the candidate that the cursor is about, if the team runs it itself."""
        from shortlist.tui.parts.sizing_dialog import open_sizing

        open_sizing(self.desk, self.app, candidate_at(self.desk.session.analysis, self._place))

    def on_grid_opened(self) -> None:
        if self.view == LEVERS:
            self._levers.begin(self._place.row)
        elif self._place.row == REST:
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
        first, second = hint("cost.edit"), hint("cost.unit", "per month" if self.thousand else "per 1,000")
        if self.view == LEVERS:
            first = hint("grid.open", "try")
        elif self.view == SENSITIVITY:
            second = hint("cost.rest")
        return (hint("table.view"), first, second, hint("cost.what_if"), *super().table_hints()[1:])

    def _rest_listed(self, analysis: Analysis) -> bool:
        if self.rest_open is not None:
            return self.rest_open
        beneath = 0 if self.beside else BENEATH
        # Header, border and the row of the rest stand around them.
        return len(analysis.sensitivity) + 4 <= self.app.size.height - 8 - beneath

    def action_rest(self) -> None:
        """List what hardly matters, or fold it into one row again."""
        if self.view != SENSITIVITY:
            self.show_view(SENSITIVITY)
        self.rest_open = not self._rest_listed(self.desk.session.analysis)
        self.refresh_analysis()
        self.grid.at_row(REST)
