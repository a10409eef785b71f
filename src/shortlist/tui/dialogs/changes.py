"""What changed since a record was accepted, or between two accepted ones."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from shortlist.core.freezing import Difference
from shortlist.core.recorddiff import RecordDiff, value_words
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.lines import Cell
from shortlist.tui.widgets.pane import Pane

LONGEST = 200
"""Characters of a value; longer prose is cut, the export has all of it."""


def change_lines(found: RecordDiff) -> list[Cell]:
    """The changed inputs, then the changed outcome, each with what it was and what it is."""
    return [*_group("What it rests on", found.inputs), Cell(" "), *_group("What it comes to", found.outcome)]


def _group(heading: str, rows: Sequence[Difference]) -> list[Cell]:
    lines = [Cell(f"{heading}: {len(rows)} changed" if rows else f"{heading}: nothing changed", "head")]
    for row in rows:
        lines.append(Cell(row.place, "strong"))
        lines.append(Cell(f"  {_short(row.before)}  →  {_short(row.after)}", "plain"))
    return lines


def _short(value: object) -> str:
    words = " ".join(value_words(value).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


class ChangesDialog(Dialog[None]):
    """Shows a comparison."""

    DEFAULT_CSS = """
    ChangesDialog > #box { width: 96%; height: 90%; padding: 0 1; }
    ChangesDialog Pane { height: 1fr; padding: 0; }
    ChangesDialog #foot { margin: 0; }
    """

    def __init__(self, heading: str, found: RecordDiff) -> None:
        super().__init__()
        self._heading, self._lines = heading, change_lines(found)

    def compose(self) -> ComposeResult:
        """The comparison."""
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            yield Pane()
            yield Static(Content("j k and Space scroll, Esc closes."), id="foot")

    def on_mount(self) -> None:
        """Show it."""
        self.query_one(Pane).show(self._lines)
        self.query_one(Pane).focus()
