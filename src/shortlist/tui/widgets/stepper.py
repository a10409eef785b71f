"""The walkthrough as a line of steps: a tick for each that is done, the current one standing out, what it lacks."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.tui.draw.lines import Cell, fit, width_of

NUMBERS = "⓪①②③④⑤⑥⑦⑧⑨"
NAME = "Walkthrough "


class Stepper(NamedTuple):
    """How far the walkthrough is, and what is missing next, in a sentence and in a few words."""

    done: tuple[bool, ...] = ()
    current: int | None = None
    sentence: str = ""
    brief: str = ""

    def laid(self, width: int, key: str = "") -> tuple[list[Cell], str]:
        """The track of the steps, and what stands behind the key in exactly the rest of so many columns.

        Nothing of it is cut: where the sentence is too long its first part stands in its place, behind the few words
        while there is room for both, then those alone; the name of the line goes before they do.
        """
        if not self.done:
            return [Cell(" ")], " " * max(0, width - 1)
        track = 2 * len(self.done) + 2 + (width_of(key) + 2 if key else 0)
        part = self.sentence.partition("; ")[0].rstrip(".")
        ways = (self.sentence, f"{self.brief}: {part}", part)
        told = next((one for one in ways if track + len(NAME) + width_of(one) <= width), self.brief)
        name = NAME if track + len(NAME) + width_of(told) <= width else ""
        cells = [Cell(f" {name}")]
        for number, done in enumerate(self.done):
            if number:
                cells.append(Cell("─", "dim"))
            if number == self.current:
                cells.append(Cell(NUMBERS[number], "accent"))
            elif done:
                cells.append(Cell("✓", "good"))
            else:
                cells.append(Cell(NUMBERS[number], "dim"))
        room = max(0, width - track - len(name)) + bool(key)
        return cells, fit(told, room)
