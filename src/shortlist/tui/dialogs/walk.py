"""The seven steps of the exercise, with what each still lacks."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from shortlist.core.walkthrough import WalkStep
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.widgets.choices import Choices


class WalkDialog(Dialog[int]):
    """Lists the steps; returns the number of the chosen one."""

    def __init__(self, steps: tuple[WalkStep, ...]) -> None:
        super().__init__()
        self._steps = steps

    def compose(self) -> ComposeResult:
        """A line for each step, and one for each thing missing."""
        done = sum(step.done for step in self._steps)
        with Vertical(id="box"):
            yield Static(Content(f"Walkthrough: {done} of {len(self._steps)} steps done"), id="heading")
            yield Choices(*(Option(self._told(step)) for step in self._steps), markup=False)
            yield Static(Content("Enter goes to the screen of a step, Esc closes."), id="foot")

    def on_mount(self) -> None:
        """Start at the first step that is not done."""
        pending = [index for index, step in enumerate(self._steps) if not step.done]
        self.query_one(Choices).highlighted = pending[0] if pending else 0

    def _told(self, step: WalkStep) -> Content:
        mark = "✓" if step.done else "·"
        return Content("\n     ".join([f" {mark} {step.step} {step.title}", *map(shown, step.missing)]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go there."""
        self.dismiss(self._steps[event.option_index].step)
