"""Curves in braille: every character holds two by four dots. Pure: values in, characters of the terminal out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shortlist.tui.draw.lines import Tone
from shortlist.tui.draw.plotting import Axis

DOTS_ACROSS, DOTS_UP = 2, 4
"""Dots of a character."""
BLANK = 0x2800
BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bit of a dot by its column and its row within the character (Unicode, Braille Patterns)."""
GAP_AFTER, PERIOD = 2, 4
"""A broken line shows two dots and leaves out two."""


class Series(NamedTuple):
    """A curve: one value for each dot from left to right, None where there is none; solid or broken."""

    label: str
    values: tuple[float | None, ...]
    tone: Tone = "plain"
    solid: bool = True


Drawn = dict[tuple[int, int], tuple[str, Tone]]
"""The character and the tone of each cell that holds a dot, by column and row."""


def draw(series: Sequence[Series], up: Axis, height: int) -> Drawn:
    """The curves in rows of characters; where two share a character, it takes the tone of the first."""
    bits: dict[tuple[int, int], int] = {}
    tones: dict[tuple[int, int], Tone] = {}
    for one in series:
        for x, y in _dots(one, up, height * DOTS_UP):
            cell = x // DOTS_ACROSS, y // DOTS_UP
            bits[cell] = bits.get(cell, 0) | BITS[x % DOTS_ACROSS][y % DOTS_UP]
            tones.setdefault(cell, one.tone)
    return {cell: (chr(BLANK + found), tones[cell]) for cell, found in bits.items()}


def _dots(one: Series, up: Axis, height: int) -> Iterator[tuple[int, int]]:
    last: int | None = None
    for x, value in enumerate(one.values):
        if value is None:
            last = None
            continue
        y = round((1 - up.share(value)) * (height - 1))
        if one.solid or x % PERIOD < GAP_AFTER:
            # A step is drawn as an upright line, so that the curve has no holes.
            start = y if last is None or abs(y - last) <= 1 else last
            yield from ((x, between) for between in range(min(start, y), max(start, y) + 1))
        last = y
