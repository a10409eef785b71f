"""The pane of facts, and the card of the record as its first lines: who serves, what it comes to, until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.strip import Strip

from shortlist.core.document.vocabulary import VERDICTS, Verdict
from shortlist.export.head_card import CardRow
from shortlist.tui.draw.gauges import MARK
from shortlist.tui.draw.lines import Cell, Tone, bar, fit, strip_of, width_of, wrapped
from shortlist.tui.draw.tones import ODD_TONES, VERDICT_TONES
from shortlist.tui.widgets.pane import Pane, Paragraph

CARD_TONES: dict[Verdict, Tone] = {**VERDICT_TONES, "not_applicable": "strong"}
"""What nobody asks anything of is a name or a figure, which a card is read for."""
TITLE_ROOM, GAUGE = 16, 10
ROOM_FOR_GAUGES, ROOM_FOR_LEGEND = 50, 90
"""In a narrower card the words have the room; so wide a one says how its gauges are read."""

Line = list[Cell]


class FactsPane(Pane):
    """A pane whose first lines may have several tones; tells whoever shows it that it has another width."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._card: Sequence[Line] = ()
        self.resized: Callable[[], None] | None = None
        """Called when the pane was laid out anew: its facts are made for its width."""

    @property
    def text_width(self) -> int:
        """How many columns a line of it has."""
        return max(20, self.steady_room)

    def show_card(self, card: Sequence[Line], paragraphs: Sequence[Paragraph], about: object) -> None:
        """Show lines of several tones, then paragraphs."""
        self._card = card
        plain = [Cell("".join(cell.text for cell in line).rstrip() or " ") for line in card]
        self.show([*plain, *paragraphs], (about, tuple(map(tuple, card))))

    def on_resize(self) -> None:
        if self.resized is not None:
            self.resized()

    def render_line(self, y: int) -> Strip:
        number = self.top + y
        if number < len(self._card):
            return strip_of(self._card[number], self.room, self.tones, self.rich_style)
        return super().render_line(y)


def card_lines(rows: Sequence[CardRow], width: int, kept: Sequence[Cell] = ()) -> list[Line]:
    """The lines of a card in at most that many columns, then what was kept on acceptance; what is wrong with that
    comes before all else."""
    wrong = [[Cell(line, cell.tone)] for cell in kept if cell.tone == "bad" for line in wrapped(cell.text, width)]
    right = [[Cell(line, cell.tone)] for cell in kept if cell.tone != "bad" for line in wrapped(cell.text, width)]
    if wrong:
        wrong.append([Cell(" ")])
    if right:
        right.insert(0, [Cell(" ")])
    limited = next((row for row in rows if row.limit), None)
    lines: list[Line] = []
    for row in rows:
        if row is limited and width >= ROOM_FOR_LEGEND:
            row = row._replace(beside=f"{row.beside}; {MARK} is the limit, shorter is better")
        lines += _row_lines(row, width)
    return [*wrong, *lines, *right]


def _row_lines(row: CardRow, width: int) -> list[Line]:
    """A row: its title, a gauge where it has one, what is said, and what may be skipped; wrapped under what is said."""
    gauge: Line = []
    if row.share is not None and width >= ROOM_FOR_GAUGES:
        filled = bar(row.share, GAUGE).rstrip()
        rest = "░" * (GAUGE - width_of(filled))
        if row.limit:
            rest += MARK
        gauge = [Cell(filled, ODD_TONES[row.verdict]), Cell(fit(rest, GAUGE + 2 - width_of(filled)), "dim")]
    before = TITLE_ROOM + sum(width_of(cell.text) for cell in gauge)
    told = row.told
    if row.verdict != "not_applicable" and not told.startswith(tuple(word.sign for word in VERDICTS.values())):
        told = f"{VERDICTS[row.verdict].sign} {told}"
    first, *more = wrapped(told, max(10, width - before))
    # Only a figure against its limit is good; who was chosen is what counts, with colours and without.
    tone = "strong" if row.verdict == "pass" and row.share is None else CARD_TONES[row.verdict]
    lines = [[Cell(fit(row.title, TITLE_ROOM), "dim"), *gauge, Cell(first, tone)]]
    lines += [[Cell(" " * before), Cell(line, tone)] for line in more]
    if not row.beside:
        return lines
    used = sum(width_of(cell.text) for cell in lines[-1])
    if used + 2 + width_of(row.beside) <= width:
        lines[-1].append(Cell(f"  {row.beside}", "dim"))
        return lines
    beneath = wrapped(row.beside, max(10, width - TITLE_ROOM))
    return [*lines, *([Cell(" " * TITLE_ROOM), Cell(line, "dim")] for line in beneath)]
