"""The line of the steps above a table: which of them is looked at alone, and the keys that choose another one."""

from __future__ import annotations

from shortlist.export.levels import brief_steps
from shortlist.tui.body import Desk
from shortlist.tui.keys.bindings import Hint, hint
from shortlist.tui.widgets.step_bar import Named, StepBar


class StepChoice:
    """Which step is looked at belongs to the session, and is kept on other tabs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.bar = StepBar(desk.look_at)
        self._shown: str | None = None

    @property
    def several(self) -> bool:
        """Whether there is a step to choose."""
        return len(self._desk.session.workspace.scenario.steps) > 1

    def show(self, note_of_all: str = "") -> bool:
        """Name the steps, with a note for when all are looked at; whether it is another step than was shown before."""
        compared = self._desk.session.compared
        told = [Named(step, name) for step, name in brief_steps(compared.scenario).items()]
        now, note = None, note_of_all
        if compared.step is not None:
            now = compared.step.id
            playing = sum(bool(result.steps) for result in compared.ranking)
            role = f", as {compared.step.role}" if compared.step.role else ""
            note = f"{compared.step.name}: {playing} of {len(compared.ranking)} play it{role}"
        self.bar.show(told, now, note)
        before, self._shown = self._shown, now
        return now != before

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The keys that choose a step, where there are several."""
        return (hint("step.next", keys="{step.before} {step.next}"),) if self.several else ()

    def turn(self, by: int) -> None:
        """Look at the next step alone, or at the one before; between the last and the first stand all of them."""
        if not self.several:
            self._desk.say("The scenario has one step only: there is no other to look at.")
            return
        around = [None, *(step.id for step in self._desk.session.workspace.scenario.steps)]
        now = self._desk.session.compared.step
        at = around.index(now.id if now is not None else None)
        self._desk.look_at(around[(at + by) % len(around)])
