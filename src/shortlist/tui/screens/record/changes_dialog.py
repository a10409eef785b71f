"""What changed since a record was accepted, or between two accepted ones."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.changes.result import Told
from shortlist.core.changes.words import ChangeWords
from shortlist.tui.dialogs.lines import LinesDialog
from shortlist.tui.draw.lines import Cell


def _group(heading: str, rows: Sequence[Told]) -> list[Cell]:
    lines = [Cell(heading if rows else f"{heading}: nothing changed", "head")]
    for row in rows:
        lines.append(Cell(row.about, "strong"))
        lines += [Cell(f"  {line}", "plain") for line in row.lines]
    return lines


class ChangesDialog(LinesDialog):
    """What it comes to, then what it rests on: each thing with what it was and what it is."""

    DEFAULT_CSS = """
    ChangesDialog > #box { width: 96%; padding: 0 1; }
    ChangesDialog Pane { padding: 0; }
    ChangesDialog #foot { margin: 0; }
    """
    AROUND = 4

    FOOT = "↑ ↓ and Space scroll, Esc closes."

    def __init__(self, heading: str, found: ChangeWords) -> None:
        outcome, inputs = _group("What it comes to", found.outcome), _group("What it rests on", found.inputs)
        super().__init__(heading, [*outcome, Cell(" "), *inputs])
