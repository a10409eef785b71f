"""What a run would call and cost, before anything is called."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult

from shortlist.tui.dialogs.base import TALLEST
from shortlist.tui.dialogs.lines import LinesQuestion
from shortlist.tui.draw.lines import Cell
from shortlist.tui.widgets.pane import DrawnLine, Pane
from shortlist.tui.widgets.still_table import table_rows
from shortlist.tui.widgets.table import Table

BOX, SIDES = 100, 8
"""Columns of the dialog, and of what is not its text: the border, the padding, a scroll bar."""
ANSWERS = {"budget": "Run it within a budget", "run": "Run it without a budget", "leave": "Leave it"}
NO_BUDGET = "No budget can be kept: not all of them have a price."


class PlanDialog(LinesQuestion):
    """Shows the plan and returns what is to be done; None for Esc."""

    DEFAULT_CSS = """
    PlanDialog > #box { width: 100; max-width: 96%; }
    PlanDialog Pane { height: auto; max-height: 40vh; border: none; margin: 1 0; padding: 0; }
    """

    def __init__(self, table: Table, lines: Sequence[str], budget: bool) -> None:
        """`table` says whom a run would call, `lines` what that comes to; `budget` is whether one can be kept, for
        which all that is called needs a price."""
        answers = list(ANSWERS.items())
        if not budget:
            # First, under the cursor, what spends nothing.
            answers = [(what, ANSWERS[what]) for what in ("leave", "run")]
        super().__init__(
            "Run the examples?", answers, "Enter chooses, Esc leaves it as it is; nothing has been called."
        )
        self._table = table
        self._lines = [Cell(line) for line in lines]
        if not budget:
            self._lines.append(Cell(NO_BUDGET, "warn"))

    def inside(self) -> ComposeResult:
        yield Pane()
        yield self.choices()

    @on(events.Mount)
    @on(events.Resize)
    def lay_out(self) -> None:
        """Lay the table out for the columns that there are."""
        width = min(BOX, int(self.app.size.width * TALLEST)) - SIDES
        rows = [DrawnLine(tuple(cells)) for cells in table_rows(self._table, width)]
        self.query_one(Pane).show([*rows, Cell(" "), *self._lines])
