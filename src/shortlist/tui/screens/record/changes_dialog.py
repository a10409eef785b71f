"""What changed since a record was accepted, or between two accepted ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual import events, on

from shortlist.core.basics.words import parts_then_now
from shortlist.core.changes.result import ResultChange
from shortlist.core.changes.words import ChangeWords
from shortlist.tui.dialogs.base import TALLEST
from shortlist.tui.dialogs.lines import LinesDialog
from shortlist.tui.draw.drawn_widgets import BAR
from shortlist.tui.draw.figures import true_minus
from shortlist.tui.draw.lines import Cell, fit, width_of
from shortlist.tui.widgets.pane import DrawnLine, Pane, Paragraph

BOX, SIDES = 120, 4
"""Columns of the dialog, and of its border and its padding."""
INDENT, GAP = 2, 2
"""Columns before what changed, and between the columns."""
WIDEST = (40, 28, 28)
"""Columns that what changed, what it was and what it is take at most."""
ROOMY = 90
"""In fewer columns than these the changes are sentences."""


class ChangesDialog(LinesDialog[None]):
    """What it comes to, then what it rests on: each thing with what it was and what it is beneath each other; what is
    longer than a column is a sentence."""

    DEFAULT_CSS = """
    ChangesDialog > #box { width: 120; }
    ChangesDialog Pane { padding: 0; }
    """
    DEFAULT_CLASSES = "tight"
    PANE, AROUND = "fits", 4

    FOOT = "↑ ↓ and Space scroll, Esc closes."

    def __init__(self, heading: str, found: ChangeWords) -> None:
        super().__init__(heading, ())
        self._found = found

    def on_mount(self) -> None:
        self._lay_out()

    @on(events.Resize)
    def lay_out_anew(self) -> None:
        """In the columns that there are now."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = min(BOX, int(self.app.size.width * TALLEST)) - SIDES - BAR
        self.query_one(Pane).show(list(change_lines(self._found, room)))


def change_lines(found: ChangeWords, room: int) -> Iterator[Paragraph]:
    """All changes in so many columns."""
    told = [parts_then_now(line) for row in (*found.outcome, *found.inputs) for line in row.lines]
    parts = [one for one in told if one is not None and room >= ROOMY]
    left = room - INDENT
    widths: list[int] = []
    for name, most in zip(("what", "was", "now"), WIDEST, strict=True):
        share = left * 2 // 5 if name == "what" else left * 3 // 10 - GAP
        # What is longer is a sentence, and takes no room from the columns.
        sizes = (width_of(one[name]) for one in parts)
        widths.append(max((size for size in sizes if size <= min(most, share)), default=0))
    head: Sequence[Cell] = ()
    if parts:
        cells = ("", "then", "now")
        head = [
            Cell(" " * INDENT),
            *(Cell(fit(text, width + GAP), "dim") for text, width in zip(cells, widths, strict=True)),
        ]
    for title, rows in (("What it comes to", found.outcome), ("What it rests on", found.inputs)):
        yield from _group(title, rows, widths, room, head)
        if rows is found.outcome:
            yield Cell(" ")


def _group(
    title: str, rows: Sequence[ResultChange], widths: Sequence[int], room: int, head: Sequence[Cell]
) -> Iterator[Paragraph]:
    yield Cell(title if rows else f"{title}: nothing changed", "head")
    if rows and head:
        yield DrawnLine(tuple(head))
    for row in rows:
        yield Cell(row.about, "strong")
        for line in row.lines:
            one = parts_then_now(line)
            cells = None if one is None else _columns(one, widths, room - INDENT)
            if cells is None and one is not None:
                line = line.removesuffix(one["more"]) + true_minus(one["more"])
            yield Cell(f"{' ' * INDENT}{line}") if cells is None else DrawnLine((Cell(" " * INDENT), *cells))


def _columns(one: Mapping[str, str], widths: Sequence[int], room: int) -> tuple[Cell, ...] | None:
    """A change in columns; None where one of them does not hold it, or where there are none."""
    more = true_minus(one["more"].strip(" ,"))
    if any(width_of(one[name]) > width for name, width in zip(("what", "was", "now"), widths, strict=True)):
        return None
    if sum(widths) + GAP * len(widths) + width_of(more) > room:
        return None
    what, was, now = (fit(one[name], width + GAP) for name, width in zip(("what", "was", "now"), widths, strict=True))
    return Cell(what), Cell(was, "dim"), Cell(now), Cell(more, "dim")
