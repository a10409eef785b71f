"""A failed example: its input and what was expected, and what every candidate answered, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from shortlist.core.analysis import Analysis
from shortlist.core.evidence.failures import ExampleOutcome
from shortlist.tui.dialogs.answers_side_by_side import AnswersDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.screens.evidence.detail import answer_lines, input_lines
from shortlist.tui.widgets.pane import Pane


class FailureDialog(AnswersDialog[str]):
    """Shows one failure after the other; returns the key of the line of the one that it was left at."""

    help_text = (
        "The input and what was expected above, where the golden dataset keeps them; beneath every candidate's answer "
        "with its verdict, and why the grader said so. {failures.next} and {failures.before} go on among the failures "
        "that are shown; Tab goes to the next answer, ↑ and ↓ scroll it. {failures.add} makes a regression example of "
        "it in the golden dataset, so that every later run asks it."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("failure")

    def __init__(
        self, analysis: Analysis, examples: Sequence[ExampleOutcome], at: int, add: Callable[[ExampleOutcome], None]
    ) -> None:
        """`add` makes a regression example of a failure."""
        keys = keyed(
            "{failures.before} {failures.next} other failures, {failures.add} into the dataset, Tab next answer, "
            "Esc closes."
        )
        super().__init__("A failure", keys)
        self._analysis, self._examples, self._at, self._add = analysis, examples, at, add

    async def on_mount(self) -> None:
        await self.lay_out()

    @property
    def example(self) -> ExampleOutcome:
        """The one that is shown."""
        return self._examples[self._at]

    async def lay_out(self) -> None:
        one, analysis = self.example, self._analysis
        known = None if analysis.evidence is None else analysis.evidence.example(one.step, one.digest, one.id)
        step = analysis.scenario.named(one.step)
        self.write("heading", f"A failure in {step}, {self._at + 1:,} of {len(self._examples):,}")
        self.asked.show(input_lines(one, known), self._at)
        shown = [id_ for id_ in analysis.by_id if id_ in one.answers]
        # Those that failed come first, so that what is cut off where it is narrow is what was right.
        shown.sort(key=lambda id_: one.verdict(id_) == "ok")
        side = self.side
        texts = [answer_lines(analysis, one, candidate) for candidate in shown[: side.room]]
        # What does not fit beside them goes on beneath them, from the left.
        for at, candidate in enumerate(shown[side.room :]):
            texts[at % side.room] += [Cell(" "), *answer_lines(analysis, one, candidate)]
        panes = await side.laid_out(texts, self._at)
        if panes and not any(pane.has_focus for pane in self.query(Pane)):
            panes[0].focus()
        self.fit_soon()

    async def action_step(self, by: int) -> None:
        self._at = max(0, min(len(self._examples) - 1, self._at + by))
        await self.lay_out()

    def action_add(self) -> None:
        self._add(self.example)

    def action_close(self) -> None:
        self.dismiss(f"example:{self.example.step}:{self.example.digest}")
