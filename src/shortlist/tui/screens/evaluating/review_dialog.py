"""Answers laid before a person without names: right or wrong by a key, written down at once."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.calling.review import WHY, ReviewedAnswer, ReviewItem, review_line
from shortlist.store.run_log import keep_review
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.widgets.pane import Pane

LEAST = 34
"""Columns that an answer takes at least, to be read beside another."""


class Answers(Horizontal):
    """Holds the answers, one beside the other."""


class ReviewDialog(Dialog[int]):
    """Goes through the examples; returns how many verdicts were given. It can be left, and goes on where it was."""

    DEFAULT_CSS = """
    ReviewDialog > #box { width: 98%; max-width: 98%; height: 98%; max-height: 98%; padding: 0 1; }
    ReviewDialog #asked { height: 35%; border-top: none; }
    ReviewDialog Answers { height: 1fr; }
    ReviewDialog Answers Pane { width: 1fr; height: 100%; }
    ReviewDialog #foot { margin-top: 0; }
    """
    help_text = (
        "Answers that need a person: those whose check asks for one, and failures. Whose "
        "they are is not said, and their order is another for each example. {review.right} and {review.wrong} grade "
        "the answer that has the focus, Tab goes to the next one, {review.next} and {review.before} to another "
        "example. Every verdict is on the disk at once; leave with Esc and go on later. What a person says counts "
        "before what a program or a judge says."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("review")

    def __init__(self, path: Path, items: Sequence[ReviewItem]) -> None:
        keys = keyed(
            "{review.right} right, {review.wrong} wrong, Tab next answer, {review.before} {review.next} other "
            "examples, Esc leaves."
        )
        super().__init__("Review", keys)
        self._path, self._items = path, items
        self._at = next((at for at, item in enumerate(items) if item.open), 0)
        self._said: dict[tuple[str, str, str, int], bool] = {
            row.place: row.said for item in items for row in item.answers if row.said is not None
        }
        self._first = 0
        """The first answer that is shown, where not all have room."""
        self.given = 0

    def inside(self) -> ComposeResult:
        yield Pane(id="asked")
        yield Answers()

    async def on_mount(self) -> None:
        await self._show_open()

    async def _show_open(self) -> None:
        """Show the example in front, at its first answer that nobody has looked at."""
        left = (number for number, one in enumerate(self.item.answers) if one.place not in self._said)
        first, room = next(left, 0), max(1, (self.app.size.width - 6) // LEAST)
        self._first = 0 if first < room else first
        await self._show(first - self._first)

    @property
    def item(self) -> ReviewItem:
        """The example in front."""
        return self._items[self._at]

    @property
    def _shown(self) -> Sequence[ReviewedAnswer]:
        room = max(1, (self.app.size.width - 6) // LEAST)
        return self.item.answers[self._first : self._first + room]

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
        self.query_one("#asked", Pane).show(asked, self._at)
        side = self.query_one(Answers)
        panes = list(side.query(Pane))
        while len(panes) < len(self._shown):
            panes.append(Pane())
            await side.mount(panes[-1])
        for pane in panes[len(self._shown) :]:
            await pane.remove()
        for number, (pane, row) in enumerate(zip(panes, self._shown, strict=False)):
            pane.show(self._answer(number + self._first, row), (self._at, self._first))
        panes[min(focus, len(self._shown) - 1)].focus()

    def _answer(self, number: int, row: ReviewedAnswer) -> list[Cell]:
        said = self._said.get(row.place)
        mark = (
            Cell("not looked at", "warn")
            if said is None
            else Cell("✔ right", "good")
            if said
            else Cell("✖ wrong", "bad")
        )
        told = [
            Cell(f"Answer {chr(ord('A') + number % 26)}", "head"),
            mark,
            Cell(f"here because {WHY[row.why]}", "dim"),
        ]
        return [*told, Cell(" "), *(Cell(line or " ") for line in (row.text or "(no words)").split("\n"))]

    @property
    def _focused(self) -> int:
        panes = list(self.query_one(Answers).query(Pane))
        return next((at for at, pane in enumerate(panes) if pane.has_focus), 0)

    async def action_grade(self, right: bool) -> None:
        """Write down what the person says of the answer in front, and go to the next one that is open."""
        at = self._focused
        row = self._shown[at]
        now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            keep_review(self._path, review_line(row.place, right, _who(), now))
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
        """The next example, or the one before."""
        self._at = max(0, min(len(self._items) - 1, self._at + by))
        await self._show_open()

    def action_close(self) -> None:
        """Leave; what was said is kept."""
        self.dismiss(self.given)


def _who() -> str:
    """Who sits there, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"
