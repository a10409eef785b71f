"""The cost: parts side by side, the decision and its levers, break-even, twelve months, what matters; all to be tried.

Every assumption is edited beneath the tables, and the figures move with each key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.advice.levers import LeverEffect, lever_effects
from shortlist.core.analysis import Analysis, analyse
from shortlist.core.comparison.cost_gaps import cost_gaps, without_traffic
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.candidates import index_of
from shortlist.core.edits.places import KeyPath
from shortlist.core.service.cost_parts import COST_TOTALS
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.lines import Cell
from shortlist.tui.forms.cost import Assumptions, field_of, field_under
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.hint import Hint, hint
from shortlist.tui.keys.sentences import empty
from shortlist.tui.parts.table_body import TableBody, Upper, View
from shortlist.tui.screens.cost.assumptions import CostForm
from shortlist.tui.screens.cost.curves import (
    break_even_detail,
    break_even_plot,
    break_even_table,
    projection_detail,
    projection_table,
    sensitivity_detail,
    sensitivity_table,
)
from shortlist.tui.screens.cost.decision import (
    COVERED,
    DOES_NOT_APPLY,
    decision_detail,
    decision_table,
    lever_detail,
    levers_table,
)
from shortlist.tui.screens.cost.parts import candidate_of, part_detail, parts_table
from shortlist.tui.widgets.curves import Curves
from shortlist.tui.widgets.grid import Grid, Table
from shortlist.tui.widgets.pane import Pane, Paragraph
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.view_bar import ViewBar

PARTS_VIEW, DECISION_VIEW, LEVERS_VIEW, BREAK_EVEN_VIEW, MONTHS_VIEW, SENSITIVITY_VIEW = range(6)


class CostBody(TableBody):
    """The parts, what follows from them, and the assumptions beneath."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "USD for each candidate, part by part; ? is an unknown that the sum needs, and the pane says which. The bill "
        "is what providers and machines are paid; the work of people and the damage of errors come on top.\n\n"
        "{cost.edit}, or Enter on a figure, opens the assumptions beneath: the figures move with every key, and ± "
        "tells the difference to what was saved when they were opened. {cost.what_if} begins a what-if: everything "
        "is tried, on any screen, and nothing is saved until {whatif.keep} keeps it; {whatif.drop} drops it. "
        "Enter on a lever tries that lever."
    )
    VIEWS = (
        View("Parts", parts_table, part_detail),
        View("Decision", decision_table, decision_detail, "as decided"),
        View("Levers", levers_table, lever_detail, "Enter tries one"),
        View("Break-even", break_even_table, break_even_detail, "self-hosting"),
        View("12 months", projection_table, projection_detail, "the decision"),
        View("Sensitivity", sensitivity_table, sensitivity_detail, "USD per task"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("cost")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.thousand = False
        """Whether the parts are shown per thousand tasks."""
        self.editing = False
        """Whether the assumptions are open."""
        self._saved: Workspace | None = None
        self._judged: Analysis | None = None
        self._levers: dict[str, LeverEffect] = {}
        """What each lever did when it was tried last, by its id."""

    def compose(self) -> ComposeResult:
        yield ViewBar(tuple(view.name for view in self.VIEWS))
        with Upper():
            yield Curves()
            yield Grid()
        yield Pane()
        yield CostForm(Assumptions(self.desk, None))

    # --- what the differences are told against

    @property
    def base(self) -> Analysis | None:
        """What the figures are held against: the saved state while something is edited or tried, else nothing."""
        session = self.desk.session
        if session.trial is not None:
            return session.kept_analysis
        if not self.editing or self._saved is None:
            return None
        saved = self._saved if session.opened.managed else session.opened.workspace
        if saved is session.workspace:
            return session.analysis
        if self._judged is None or self._judged.workspace is not saved:
            self._judged = analyse(saved, session.catalogue, session.today, session.filed)
        return self._judged

    def saved(self) -> None:
        if self.editing:
            self.refresh_analysis()

    # --- showing

    def table_of(self, view: View, analysis: Analysis, width: int) -> Table:
        """The table of a view, beside each figure what changed since it was saved."""
        index = self.VIEWS.index(view)
        if index == PARTS_VIEW:
            return parts_table(analysis, width, self.thousand, self.base)
        if index == DECISION_VIEW:
            return decision_table(analysis, width, self.base)
        if index == MONTHS_VIEW:
            return projection_table(analysis, width, self.base)
        if index == LEVERS_VIEW:
            return levers_table(analysis, width, self._tried, COVERED if self.editing else DOES_NOT_APPLY)
        return view.table(analysis, width)

    @property
    def note(self) -> str:
        """The unit of the parts; where nothing says how often they are paid, that."""
        if without_traffic(self.desk.session.workspace):
            return keyed("no traffic: {cost.edit}")
        if self.view == PARTS_VIEW:
            return "per 1,000 tasks" if self.thousand else "per month"
        return super().note

    def refresh_analysis(self) -> None:
        """Fill the view in front, and the assumptions where they are open."""
        self.set_class(self.view == BREAK_EVEN_VIEW and bool(self.desk.session.analysis.break_even), "plotting")
        self.set_class(self.view == MONTHS_VIEW, "months")
        # The difference is brought into sight together with its figure.
        self.query_one(Grid).beside = 1 if self.view == PARTS_VIEW and self.base is not None else 0
        super().refresh_analysis()
        if self.editing:
            self._form.show_form()
        if self.view == BREAK_EVEN_VIEW:
            self._draw_plot()

    def _draw_plot(self) -> None:
        self.query_one(Curves).show(break_even_plot(self.desk.session.analysis, self.query_one(Grid).row_key))

    def on_grid_moved(self) -> None:
        """Draw the plot of the row, and show the assumptions of its candidate where they are open."""
        if self.view == BREAK_EVEN_VIEW:
            self._draw_plot()
        if self.editing and self._form.item.index != (index := self._index):
            self._form.show(Assumptions(self.desk, index))
        super().on_grid_moved()

    @property
    def hurried(self) -> bool:
        """While a number is typed the costs come first, and what is judged of them follows."""
        return self.editing and self._form.box.editing is not None

    def told(self, key: str, column: str | None) -> Sequence[Paragraph]:
        """What the pane says; nothing while the assumptions lie over it."""
        if self.editing:
            return ()
        analysis = self.desk.session.analysis
        lines: list[Paragraph] = [Cell(empty("no_traffic"), "warn")] if without_traffic(analysis.workspace) else []
        if self.view == LEVERS_VIEW:
            return [*lines, *lever_detail(analysis, key, column, self._tried)]
        return [*lines, *super().told(key, column)]

    def show_view(self, view: int) -> None:
        """Bring a view to the front; the assumptions, which lie over what it says, are closed."""
        if view != self.view and self.editing:
            self._close_assumptions()
        super().show_view(view)

    def focus_first(self) -> None:
        if self.editing:
            self._form.begin()
            self._form.query_one(Sheet).focus()
        else:
            super().focus_first()

    def action_unit(self) -> None:
        self.thousand = not self.thousand
        if self.view != PARTS_VIEW:
            self.show_view(PARTS_VIEW)
        else:
            self.refresh_analysis()

    # --- the assumptions

    @property
    def _form(self) -> CostForm:
        return self.query_one(CostForm)

    @property
    def _candidate(self) -> str | None:
        """The id of the candidate that the cursor is about, else the default, else the first of the ranking."""
        analysis, grid = self.desk.session.analysis, self.query_one(Grid)
        key = grid.row_key
        if self.view == PARTS_VIEW and candidate_of(grid.column_key) in analysis.costs:
            return candidate_of(grid.column_key)
        if self.view == BREAK_EVEN_VIEW and key is not None:
            return analysis.break_even[int(key)].self_hosted
        step = analysis.workspace.scenario.task.id
        if self.view == SENSITIVITY_VIEW and key is not None:
            step = analysis.sensitivity[int(key)].step
        default = analysis.choices[step].default
        return default or next(iter(analysis.by_id), None)

    @property
    def _index(self) -> int | None:
        return index_of(self.desk.session.workspace, self._candidate or "")

    @property
    def _field(self) -> KeyPath:
        """The assumption that the figure under the cursor rests on, or that it lacks."""
        analysis, key = self.desk.session.analysis, self.query_one(Grid).row_key
        workspace, index = analysis.workspace, self._index
        if without_traffic(workspace) and (self.view != PARTS_VIEW or key in COST_TOTALS):
            return field_of(workspace, index, "requests_per_month")
        if self.view == PARTS_VIEW and key is not None:
            result = analysis.by_id.get(self._candidate or "")
            gaps = cost_gaps(result, key) if result is not None and key not in ("requests", "replicas") else ()
            if gaps:
                return field_of(workspace, index, gaps[0].figure, gaps[0].step)
            return field_under(workspace, index, key, result)
        if self.view == SENSITIVITY_VIEW and key is not None:
            swing = analysis.sensitivity[int(key)]
            return field_of(workspace, index, swing.assumption, swing.step)
        if self.view == BREAK_EVEN_VIEW and key is not None:
            return field_of(workspace, index, "gpu_hour_usd")
        return field_of(workspace, index, "growth_per_month" if self.view == MONTHS_VIEW else "fallback_share")

    def action_assumptions(self) -> None:
        """Open the assumptions; where they are open, go on with the one that the cursor was left at."""
        if self.editing:
            self._form.query_one(Sheet).focus()
        else:
            self._open_assumptions()

    def _open_assumptions(self) -> None:
        """Open the assumptions at the one that the figure under the cursor rests on."""
        if not self.editing:
            self._saved, self.editing = self.desk.session.opened.workspace, True
        self.add_class("-editing")
        self._form.begin()
        self._form.show(Assumptions(self.desk, self._index), self._field)
        self.refresh_analysis()
        self._form.query_one(Sheet).focus()

    def action_machines(self) -> None:
        """The self-hosting helper for the candidate that the cursor is about, if the team runs it itself."""
        from shortlist.tui.parts.sizing_dialog import open_sizing

        open_sizing(self.desk, self.app, self._candidate)

    def on_grid_opened(self) -> None:
        if self.view == LEVERS_VIEW:
            self._try_lever()
        else:
            self._open_assumptions()

    def _close_assumptions(self) -> None:
        self._form.box.close()
        self.editing, self._saved = False, None
        self.remove_class("-editing")
        self.query_one(Grid).focus()
        self.refresh_analysis()
        self.desk.hints_changed()

    def action_other_part(self) -> None:
        if self.editing:
            (self.query_one(Grid) if self._form.has_keys else self._form.query_one(Sheet)).focus()
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
            if self._form.box.editing is not None:
                return (hint("editor.done"), hint("editor.next", keys="{editor.next:2}"))
            keys = (hint("sheet.edit"), hint("sheet.clear"))
            return (*keys, hint("table.tab", "table"), hint("nav.back", "close"))
        own = (
            hint("grid.open", "try") if self.view == LEVERS_VIEW else hint("cost.edit"),
            hint("cost.unit", "per month" if self.thousand else "per 1,000"),
            hint("cost.what_if"),
        )
        return (hint("table.view"), *own, *super().table_hints()[1:])

    # --- levers

    def _try_lever(self) -> None:
        """Begin a what-if, unless one is open, and make the lever's edit in it."""
        analysis, key = self.desk.session.analysis, self.query_one(Grid).row_key
        effect = next((one for one in lever_effects(analysis) if one.lever.id == key), None)
        if effect is None:
            return
        changed = effect.changed
        if changed is None:
            why = f"does not apply: {effect.told}."
            if key in self._tried:
                why = keyed("is tried already: {whatif.keep} keeps what is tried, {whatif.drop} drops it.")
            self.desk.say(f"{effect.lever.title} {why}", seconds=5)
            return
        self.desk.begin_what_if()
        self._levers[effect.lever.id] = effect
        self.desk.edit(effect.lever.title.lower(), lambda _: changed)

    @property
    def _tried(self) -> Mapping[str, LeverEffect]:
        """The levers among the edits that the open what-if tries."""
        tried = self.desk.session.tried
        return {id_: effect for id_, effect in self._levers.items() if effect.lever.title.lower() in tried}
