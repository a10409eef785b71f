"""What changed since a record was accepted, or between two accepted ones."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from shortlist.core.changes.result import Told
from shortlist.core.changes.words import ChangeWords
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.widgets.pane import Pane


def change_lines(found: ChangeWords) -> list[Cell]:
    """What it comes to, then what it rests on: each thing with what it was and what it is."""
    return [*_group("What it comes to", found.outcome), Cell(" "), *_group("What it rests on", found.inputs)]


def _group(heading: str, rows: Sequence[Told]) -> list[Cell]:
    lines = [Cell(heading if rows else f"{heading}: nothing changed", "head")]
    for row in rows:
        lines.append(Cell(row.about, "strong"))
        lines += [Cell(f"  {line}", "plain") for line in row.lines]
    return lines


class ChangesDialog(Dialog[None]):
    """Shows a comparison."""

    DEFAULT_CSS = """
    ChangesDialog > #box { width: 96%; height: 90%; padding: 0 1; }
    ChangesDialog Pane { height: 1fr; padding: 0; }
    ChangesDialog #foot { margin: 0; }
    """

    def __init__(self, heading: str, found: ChangeWords) -> None:
        super().__init__()
        self._heading, self._lines = heading, change_lines(found)

    def compose(self) -> ComposeResult:
        """The comparison."""
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            yield Pane()
            yield Static(Content("↑ ↓ and Space scroll, Esc closes."), id="foot")

    def on_mount(self) -> None:
        """Show it."""
        self.query_one(Pane).show(self._lines)
        self.query_one(Pane).focus()
