"""A judge held against a person: its answers one by one, without its verdict and without names, in a shuffled order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.evidence.calibration import FEW_CHECKS, SURE_CHECKS
from shortlist.core.evidence.files import KnownExample
from shortlist.core.evidence.rows import ExampleRow
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.evidence_marks import example_lines
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.widgets.pane import Pane

Judged = tuple[str, ExampleRow]
"""A candidate, and one of its answers that a judge graded."""


def shuffled(answers: Sequence[Judged]) -> list[Judged]:
    """In an order that tells nothing of who answered or how it was judged, and that is the same when it is resumed."""

    def place(one: Judged) -> str:
        candidate, row = one
        return hashlib.sha256(f"{row.digest} {row.repeat} {candidate}".encode()).hexdigest()

    return sorted(answers, key=place)


class CalibrationDialog(Dialog[list[tuple[Judged, bool]]]):
    """Shows one answer after the other; returns what the person said of them, also where it is left midway."""

    DEFAULT_CSS = """
    CalibrationDialog > #box { width: 100; }
    """
    DEFAULT_CLASSES = "tight"
    AROUND = 4
    help_text = (
        "Answers that a judge graded, to be graded by you without its verdict: {judging.right} and {judging.wrong} say "
        "what they are, {judging.skip} passes one over. Twenty make a judge count as calibrated, fifty make it sure. "
        "Esc keeps what was said so far; the next time it goes on from there."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("judge")
    memory = ""
    """None: nothing is typed here."""

    def __init__(self, answers: Sequence[Judged], known: Sequence[KnownExample | None], checked: int) -> None:
        told = "{judging.right} right, {judging.wrong} wrong, {judging.skip} skips, ↑ ↓ scroll; Esc keeps it."
        super().__init__("", keyed(told))
        self._answers, self._known, self._checked = answers, known, checked
        self._at = self._tallest = 0
        self._said: list[tuple[Judged, bool]] = []

    def inside(self) -> ComposeResult:
        yield Pane(classes="fits")

    def on_mount(self) -> None:
        self._show()
        self.query_one(Pane).focus()

    def _show(self) -> None:
        number = self._checked + len(self._said)
        need = f"{FEW_CHECKS} make it count" if number < FEW_CHECKS else f"{SURE_CHECKS} make it sure"
        self.write("heading", f"Is this answer right? {number} checked, {need}; {len(self._answers) - self._at} left")
        _, row = self._answers[self._at]
        known = self._known[self._at]
        lines = [Cell(" · ".join(filter(None, (row.example, row.kind.replace("_", " ")))), "strong")]
        if known is not None:
            lines += example_lines(known.input, known.expected or None)
        lines += [Cell("Answer", "head"), Cell(row.answer or "")]
        pane = self.query_one(Pane)
        pane.show(lines, self._at)
        # As tall as the tallest so far: it does not shrink and grow with every answer.
        self._tallest = max(self._tallest, pane.count() + 1)
        pane.styles.min_height = min(self._tallest, int(pane.styles.max_height.value) if pane.styles.max_height else 0)

    def action_grade(self, right: bool) -> None:
        self._said.append((self._answers[self._at], right))
        self.action_skip()

    def action_skip(self) -> None:
        """Go on to the next one; after the last that is all."""
        self._at += 1
        if self._at >= len(self._answers):
            self.dismiss(self._said)
        else:
            self._show()

    def action_close(self) -> None:
        self.dismiss(self._said)
