"""How columns share the room that a line has: nothing is cut where there is room for it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from shortlist.sanitising import shown
from shortlist.tui.draw.lines import cut, fit, width_of


def shared_widths(needs: Sequence[int], room: int, least: Sequence[int]) -> list[int]:
    """A width for each column: all that it needs, where that fits in; else the widest give way, each down to its least.

    `room` is what they may take together, without the gaps between them. Columns that do not even fit in at their
    least keep that, and are scrolled to.
    """

    def at(level: int) -> list[int]:
        return [min(need, max(fewest, level)) for need, fewest in zip(needs, least, strict=True)]

    levels = range(max(needs, default=0) + 1)
    widths = at(max(0, bisect_right(levels, room, key=lambda level: sum(at(level))) - 1))
    left = room - sum(widths)
    for index, need in enumerate(needs):
        if left > 0 and widths[index] < need:
            widths[index] += 1
            left -= 1
    return widths


def cut_apart(texts: Sequence[str], width: int) -> dict[str, str]:
    """Texts in at most so many columns: cut at their ends, or where two would then read alike in their middle. The
    signs before them do not tell them apart."""
    short = {text: cut(text, width) for text in texts}
    often = Counter(map(_unsigned, short.values()))
    return {text: told if often[_unsigned(told)] < 2 else both_ends(text, width) for text, told in short.items()}


def _unsigned(text: str) -> str:
    return re.sub(r"^\W+", "", text)


def both_ends(text: str, width: int) -> str:
    """A cleaned text in at most that many columns, cut in the middle: names of models differ at their ends."""
    clean = shown(text)
    if width_of(clean) <= width:
        return clean
    tail = ""
    for character in reversed(clean):
        if width_of(character + tail) > (width - 1) // 2:
            break
        tail = character + tail
    return fit(clean, width - width_of(tail)) + tail
