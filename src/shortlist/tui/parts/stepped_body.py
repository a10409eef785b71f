"""A body of tables that looks at the candidates over all steps, or on one of them alone."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.comparison.compared import Compared
from shortlist.export.levels import brief_steps
from shortlist.tui.body import Desk
from shortlist.tui.keys.bindings import Hint, bound, hint
from shortlist.tui.parts.row_filter import Upper
from shortlist.tui.parts.table_body import TableBody
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.step_bar import Named, StepBar
from shortlist.tui.widgets.view_bar import ViewBar


class SteppedBody(TableBody):
    """Names the steps above its table; which one is looked at belongs to the session, and is kept on other tabs."""

    BINDINGS: ClassVar[list[BindingType]] = bound("step")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._looked_at: str | None = None

    def compose(self) -> ComposeResult:
        yield ViewBar(tuple(view.name for view in self.VIEWS))
        yield StepBar()
        with Upper():
            yield self.GRID()
        yield Pane()

    @property
    def compared(self) -> Compared:
        """The candidates over all steps, or on the one that is looked at."""
        return self.desk.session.compared

    @property
    def several(self) -> bool:
        """Whether there is a step to choose."""
        return len(self.desk.session.workspace.scenario.steps) > 1

    @property
    def note_of_all(self) -> str:
        """What is said beside the names of the steps while all of them are looked at."""
        return ""

    def look_anew(self) -> None:
        """Called before another step than before is shown, for a screen that keeps something of the one before."""

    def refresh_analysis(self) -> None:
        compared = self.compared
        told = [Named(step, name) for step, name in brief_steps(compared.scenario).items()]
        looked_at = compared.step.id if compared.step else None
        if looked_at != self._looked_at:
            self._looked_at = looked_at
            self.look_anew()
        note = self.note_of_all
        if compared.step is not None:
            playing = sum(bool(result.steps) for result in compared.ranking)
            role = f", as {compared.step.role}" if compared.step.role else ""
            note = f"{compared.step.name}: {playing} of {len(compared.ranking)} play it{role}"
        self.query_one(StepBar).show(told, looked_at, note)
        super().refresh_analysis()

    def step_hints(self) -> tuple[Hint, ...]:
        """The keys that choose a step, where there are several."""
        return (hint("step.next", keys="{step.before} {step.next}"),) if self.several else ()

    def action_other_step(self, by: int) -> None:
        """Look at the next step alone, or at the one before; between the last and the first stand all of them."""
        if not self.several:
            self.desk.say("The scenario has one step only: there is no other to look at.")
            return
        around = [None, *(step.id for step in self.desk.session.workspace.scenario.steps)]
        now = self.compared.step
        at = around.index(now.id if now is not None else None)
        self.desk.look_at(around[(at + by) % len(around)])

    def on_step_bar_clicked(self, event: StepBar.Clicked) -> None:
        self.desk.look_at(event.step)
