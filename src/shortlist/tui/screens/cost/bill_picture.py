"""The picture above the ledger: a stacked bar for every candidate on one scale, with a tick for the budget."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from textual import events
from textual.message import Message

from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.figures import amount_text, on_the_point
from shortlist.tui.draw.gauges import SLIVER, columns_of
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of, wrapped
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.screens.cost.bills import DECIDED, Bill, Bills

TICK = "│"
LOW = 5
"""Under so many lines only bars are drawn."""
LEAST_LINES = 3
"""Lines of it at least: what it shows, and the bar under the cursor with the one above it."""
PROSE = 90
"""Columns that a sentence takes at most."""
LEAST_BAR = 16
"""Columns that a bar keeps; the names give way before."""
ROOMY_BAR = 48
"""Columns that the bars keep beside the whole of what a row is called; before that its name alone stands."""


class BillPicture(Still):
    """Shows `Bills`; the same figures stand in the ledger beneath, so it takes no focus. A click goes to a column."""

    DEFAULT_CSS = "BillPicture { height: 1; padding: 0 1; }"

    class Clicked(Message):
        """A bar was clicked."""

        def __init__(self, candidate: str) -> None:
            super().__init__()
            self.candidate = candidate

    def __init__(self) -> None:
        super().__init__()
        self._bills = Bills((), 0.0, None, "", ())
        self._at: str | None = None
        self._unit = ""
        self._figures: dict[str, str] = {}
        """What is paid, by row, the points beneath each other."""
        self._widest = 0
        """Columns of the longest of them."""
        self._longest = self._whole = 0
        """Columns of the longest name, and of the longest with what follows it."""
        self._changes = 0
        """Columns of the longest change."""
        self.high = 1
        """The lines that it takes."""

    def show(self, bills: Bills, at: str | None, unit: str) -> None:
        """Show other bills, that of a candidate marked."""
        if (bills, at, unit) != (self._bills, self._at, self._unit):
            self._bills, self._at, self._unit = bills, at, unit
            self._figures = figures_of(bills)
            self._widest = max(map(len, self._figures.values()), default=0)
            self._longest = max((width_of(row.name) for row in bills.rows), default=0)
            self._whole = max((width_of(row.name + row.rest) for row in bills.rows), default=0)
            self._changes = max((width_of(row.change.text) for row in bills.rows), default=0)
            self.refresh()

    def mark(self, at: str) -> None:
        """Mark another candidate."""
        if at != self._at:
            self._at = at
            self.refresh()

    def take(self, most: int, width: int) -> None:
        """Be as high as all of it is in so many columns, and no higher than `most`."""
        lines = max(LEAST_LINES, min(1 + len(self._bills.rows) + len(self._aside_in(width)), most))
        if lines != self.high:
            self.high = self.styles.height = lines

    def _aside_in(self, width: int) -> list[str]:
        return wrapped(self._bills.aside, max(10, min(PROSE, width))) if self._bills.aside else []

    def _aside(self, width: int) -> list[str]:
        """What is the same for all; where there are few lines the bars come first."""
        return self._aside_in(width) if self.size.height >= LOW else []

    def line(self, y: int, width: int) -> list[Cell]:
        if not self._bills.rows:
            return []
        if y == 0:
            return self._head(width)
        rows = self._in_sight(width)
        if y <= len(rows):
            return self._bar(rows[y - 1], width)
        beneath = self._aside(width)[y - 1 - len(rows) :]
        return [Cell(line, "dim") for line in beneath[:1]]

    def _in_sight(self, width: int) -> list[Bill]:
        first, last = self._from_to(width)
        return list(self._bills.rows[first:last])

    def _from_to(self, width: int) -> tuple[int, int]:
        """Where the rows begin and end that there is room for, that under the cursor among them."""
        rows, room = self._bills.rows, max(1, self.size.height - 1 - len(self._aside(width)))
        at = next((place for place, row in enumerate(rows) if row.key == self._at), 0)
        first = max(0, min(at - room // 2, len(rows) - room))
        return first, min(first + room, len(rows))

    def _columns(self, width: int) -> tuple[int, int]:
        """How wide the names and the bars are."""
        room = max(2, width - self._widest - 4 - self._changes - bool(self._changes))
        if room - self._whole >= max(ROOMY_BAR, room // 3):
            return self._whole, room - self._whole
        names = min(self._longest, room - 1, max(10, room - max(LEAST_BAR, room // 3)))
        return names, room - names

    def _head(self, width: int) -> list[Cell]:
        """What is drawn, in which unit, the budget over its tick, how many rows are out of sight, and what the signs
        mean, where there is room."""
        bills, (first, last) = self._bills, self._from_to(width)
        unseen = f"▲ {first} more  " if first else ""
        if last < len(bills.rows):
            unseen += f"▼ {len(bills.rows) - last} more  "
        title, legend = f"Bill, {self._unit}  ", []
        for kind in bills.kinds:
            legend += [Cell(kind.sign, kind.tone), Cell(f" {kind.name}  ", "dim")]
        signs = sum(width_of(cell.text) for cell in legend)
        whole = Cell(title + unseen, "head")
        room = width_of(whole.text) + signs
        if bills.budget is None:
            return [whole, *legend]
        told = f"budget {amount_text(bills.budget)}"
        if bills.tick is None:
            far = Cell(f"{told}, far off the scale ▶", "strong")
            if room + width_of(far.text) > width:
                return [whole, far]
            return [whole, *legend, far]
        told += f" {TICK}"
        bar = self._columns(width)[1]
        start = max(0, width - bar + self._tick_at(bar) + 1 - width_of(told))
        if room <= start:
            return [whole, *legend, Cell(" " * (start - room)), Cell(told, "strong")]
        after = width - start - width_of(told) - 2
        before = after < width_of(unseen)
        leads = (whole.text, unseen or "Bill") if before else (title, "Bill")
        lead = next((text for text in leads if width_of(text) <= start), leads[-1])
        head = [Cell(fit(lead, start), "head"), Cell(f"{told}  ", "strong")]
        if not before:
            head.append(Cell(unseen, "head"))
            after -= width_of(unseen)
        return [*head, *legend] if signs <= after else head

    def _tick_at(self, bar: int) -> int:
        assert self._bills.tick is not None
        return min(bar - 1, round(self._bills.tick / self._bills.scale * bar))

    def _bar(self, row: Bill, width: int) -> list[Cell]:
        names, bar = self._columns(width)
        here = row.key == self._at
        over = row.bill is not None and self._bills.budget is not None and row.bill > self._bills.budget
        sign = "▸" if here else " "
        if row.key == DECIDED:
            sign = "★"
        tone: Tone = "plain" if sign == " " else "strong"
        told = row.name + row.rest if names >= self._whole else row.name
        name = fit(both_ends(told, names), names)
        figure = Cell(fit(self._figures[row.key], self._widest, right=True), "bad" if over else tone)
        cells = [Cell(f"{sign} {name} ", tone), figure, Cell("✖" if over else " ", "bad")]
        if self._changes:
            cells.append(Cell(f"{fit(row.change.text, self._changes, right=True)} ", row.change.tone))
        if row.bill is None:
            return [*cells, Cell(fit(f" for want of {row.lacks()}", bar), "warn")]
        return [*cells, *self._drawn(row, bar)]

    def _drawn(self, row: Bill, width: int) -> list[Cell]:
        """The parts of a bar, and the tick across it."""
        bills = self._bills
        sizes = columns_of([amount for _, amount in row.amounts], bills.scale, width)
        signs: list[Cell] = []
        for (kind, _), size in zip(row.amounts, sizes, strict=True):
            signs += [Cell(kind.sign, kind.tone)] * size
        if not signs and any(amount for _, amount in row.amounts):
            signs = [Cell(SLIVER, "head")]
        signs += [Cell(" ")] * (width - len(signs))
        if bills.tick is not None:
            signs[self._tick_at(width)] = Cell(TICK, "strong")
        runs = groupby(signs, key=attrgetter("tone"))
        return [Cell("".join(cell.text for cell in run), tone) for tone, run in runs]

    def on_click(self, event: events.Click) -> None:
        spot = event.get_content_offset(self)
        rows = self._in_sight(self.size.width)
        if spot is not None and 0 < spot.y <= len(rows):
            self.post_message(self.Clicked(rows[spot.y - 1].key))


def figures_of(bills: Bills) -> dict[str, str]:
    """The bills in words, by row, so that right-aligned their points stand beneath each other."""
    texts = on_the_point([amount_text(row.bill) for row in bills.rows])
    return dict(zip((row.key for row in bills.rows), texts, strict=True))
