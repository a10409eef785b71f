"""A failed example: its input and what was expected, and what every candidate answered, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from shortlist.core.analysis import Analysis
from shortlist.core.evidence.failures import ExampleOutcome
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.screens.evidence.detail import answer_lines, input_lines
from shortlist.tui.widgets.pane import Pane

LEAST = 34
"""Columns that an answer takes at least, to be read beside another."""


class Side(Horizontal):
    """Holds the answers, one beside the other."""


class FailureDialog(Dialog[str]):
    """Shows one failure after the other; returns the key of the line of the one that it was left at."""

    DEFAULT_CSS = """
    FailureDialog > #box { width: 98%; max-width: 98%; height: 98%; max-height: 98%; padding: 0 1; }
    FailureDialog #asked { height: 35%; border-top: none; }
    FailureDialog Side { height: 1fr; }
    FailureDialog Side Pane { width: 1fr; height: 100%; }
    FailureDialog #foot { margin-top: 0; }
    """
    help_text = (
        "The input and what was expected above, where the golden dataset keeps them; beneath every candidate's answer "
        "with its verdict, and why the grader said so. {failures.next} and {failures.before} go on among the failures "
        "that are shown; Tab goes to the next answer, ↑ and ↓ scroll it."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("failure")

    def __init__(self, analysis: Analysis, examples: Sequence[ExampleOutcome], at: int) -> None:
        keys = keyed("{failures.before} and {failures.next} go on, Tab to the next answer, ↑ ↓ scroll, Esc closes.")
        super().__init__("A failure", keys)
        self._analysis, self._examples, self._at = analysis, examples, at

    def inside(self) -> ComposeResult:
        yield Pane(id="asked")
        yield Side()

    async def on_mount(self) -> None:
        await self._show()

    @property
    def example(self) -> ExampleOutcome:
        """The one that is shown."""
        return self._examples[self._at]

    async def _show(self) -> None:
        one, analysis = self.example, self._analysis
        known = None if analysis.evidence is None else analysis.evidence.example(one.step, one.digest, one.id)
        step = analysis.scenario.named(one.step)
        self.write("heading", f"{one.id} in {step}, {self._at + 1:,} of {len(self._examples):,}")
        self.query_one("#asked", Pane).show(input_lines(one, known), self._at)
        shown = [id_ for id_ in analysis.by_id if id_ in one.answers]
        # Those that failed come first, so that what is cut off where it is narrow is what was right.
        shown.sort(key=lambda id_: one.verdict(id_) == "ok")
        room = max(1, (self.app.size.width - 6) // LEAST)
        side, apart = self.query_one(Side), shown[:room]
        panes = list(side.query(Pane))
        while len(panes) < len(apart):
            panes.append(Pane())
            await side.mount(panes[-1])
        for pane in panes[len(apart) :]:
            await pane.remove()
        for pane, candidate in zip(panes, apart, strict=False):
            pane.show(answer_lines(analysis, one, candidate), self._at)
        # What does not fit beside them goes on beneath the last of them.
        rest: list[Cell] = []
        for candidate in shown[room:]:
            rest += [Cell(" "), *answer_lines(analysis, one, candidate)]
        if rest and apart:
            panes[len(apart) - 1].show([*answer_lines(analysis, one, apart[-1]), *rest], self._at)
        if not any(pane.has_focus for pane in self.query(Pane)):
            panes[0].focus()

    async def action_step(self, by: int) -> None:
        """The next failure, or the one before."""
        self._at = max(0, min(len(self._examples) - 1, self._at + by))
        await self._show()

    def action_close(self) -> None:
        """Leave at this failure."""
        self.dismiss(f"example:{self.example.step}:{self.example.digest}")
