"""Hand grading: answers laid before a person without names, right or wrong by a key, written down at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.calling.hand_grading import WHY, AnswerToGrade, ExampleToGrade
from shortlist.tui.dialogs.answers_side_by_side import AnswersDialog
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.keys.bindings import bound, keyed

Keep = Callable[[ExampleToGrade, AnswerToGrade, bool], None]
"""Writes down what a person says of an answer, durably; raises `ShortlistError` where that cannot be done."""
SAID: dict[bool | None, tuple[str, Tone]] = {
    None: ("not looked at", "warn"),
    True: ("✔ right", "good"),
    False: ("✖ wrong", "bad"),
}


class HandGradingDialog(AnswersDialog[int]):
    """Goes through the examples; returns how many verdicts were given. It can be left, and goes on where it was."""

    help_text = (
        "Answers that need a person: those whose check asks for one, failures, and a sample of those that a judge "
        "graded. Whose they are is not said, nor what a judge said, and their order is another for each example. "
        "{review.right} and {review.wrong} grade the answer that has the focus, Tab goes to the next one, "
        "{review.next} and {review.before} to another example. Every verdict is on the disk at once; leave with Esc "
        "and go on later. What a person says counts before what a program says; of the sample it tells what the "
        "judge is worth, by which all of its verdicts are corrected."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("review")

    def __init__(self, items: Sequence[ExampleToGrade], keep: Keep) -> None:
        keys = keyed(
            "{review.right} right, {review.wrong} wrong, Tab next answer, {review.before} {review.next} other "
            "examples, Esc leaves."
        )
        super().__init__("Review", keys)
        self._items, self._keep = items, keep
        self._at = next((at for at, item in enumerate(items) if item.open), 0)
        self._said: dict[tuple[str, str, str, int], bool] = {
            row.place: row.said for item in items for row in item.answers if row.said is not None
        }
        self._first = 0
        """The first answer that is shown, where not all have room."""
        self.given = 0

    async def on_mount(self) -> None:
        await self._show_open()

    async def lay_out(self) -> None:
        front = self._first + self.side.focused
        self._first = 0 if front < self.side.room else front
        await self._show(front - self._first)

    async def _show_open(self) -> None:
        """Show the example in front, at its first answer that nobody has looked at."""
        left = (number for number, one in enumerate(self.item.answers) if one.place not in self._said)
        first = next(left, 0)
        self._first = 0 if first < self.side.room else first
        await self._show(first - self._first)

    @property
    def item(self) -> ExampleToGrade:
        """The example in front."""
        return self._items[self._at]

    @property
    def _shown(self) -> Sequence[AnswerToGrade]:
        return self.item.answers[self._first : self._first + self.side.room]

    async def _show(self, focus: int = 0) -> None:
        item = self.item
        open_ = sum(row.place not in self._said for one in self._items for row in one.answers)
        self.write(
            "heading", f"{item.example.id}, {self._at + 1:,} of {len(self._items):,}; {open_:,} answers to look at"
        )
        asked = [Cell("input", "head"), *(Cell(line or " ") for line in item.example.text.split("\n"))]
        if item.example.expected is not None:
            asked += [Cell("expected", "head"), Cell(str(item.example.expected))]
        for check in item.example.checks:
            if not check.decided and check.value:
                asked += [Cell("what makes it right", "head"), Cell(str(check.value))]
        self.asked.show(asked, self._at)
        texts = [self._answer(number, row) for number, row in enumerate(self._shown, self._first)]
        panes = await self.side.laid_out(texts, (self._at, self._first))
        panes[min(focus, len(panes) - 1)].focus()
        self.fit_soon()

    def _answer(self, number: int, row: AnswerToGrade) -> list[Cell]:
        told = [
            Cell(f"Answer {chr(ord('A') + number % 26)}, {number + 1} of {len(self.item.answers)}", "head"),
            Cell(*SAID[self._said.get(row.place)]),
            Cell(f"here because {WHY[row.why]}", "dim"),
        ]
        return [*told, Cell(" "), *(Cell(line or " ") for line in (row.text or "(no words)").split("\n"))]

    async def action_grade(self, right: bool) -> None:
        """Write down what the person says of the answer in front, and go to the next one that is open."""
        at = self.side.focused
        row = self._shown[at]
        try:
            self._keep(self.item, row, right)
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Not kept")
            return
        self.given += 1
        self._said[row.place] = right
        after = [number for number, one in enumerate(self.item.answers) if one.place not in self._said and number != at]
        if after:
            room = len(self._shown)
            later = next((number for number in after if number > at + self._first), after[0])
            self._first = min(self._first, later) if later < self._first + room else later
            await self._show(later - self._first)
        elif self._at + 1 < len(self._items):
            await self.action_step(1)
        else:
            await self._show(at)

    async def action_step(self, by: int) -> None:
        self._at = max(0, min(len(self._items) - 1, self._at + by))
        await self._show_open()

    def action_close(self) -> None:
        self.dismiss(self.given)
