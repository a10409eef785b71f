"""A figure against its limit, as a bar with the limit across it; shares as one bar of segments; parts on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from shortlist.core.basics.unknown import Unknown
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of

FULL, TAIL, RANGE, MARK = "█", "░", "▒", "┃"
"""What is so, what is reached in the tail, what may be reached, and a limit."""
AT = 0.75
"""Where in a gauge the limit stands."""
SEGMENTS = "█▒"
"""Neighbours in a stacked bar, told apart without colours."""


def gauge(low: Unknown, high: Unknown, target: float, width: int) -> str:
    """A bar up to the low end of a range, lighter to the high one, with the limit across it; `▶` past the edge."""
    mark = round(AT * (width - 1))
    if low is None or high is None:
        return ("?" + " " * (mark - 1) + MARK).ljust(width)
    cells = [" "] * width
    for end, sign in ((high, RANGE), (low, FULL)):
        # Whatever is above 0 is seen.
        size = max(int(end > 0), min(width, round(end / target * mark)))
        cells[:size] = sign * size
    if high / target * mark > width:
        cells[-1] = "▶"
    # Rounding moves no bar across its limit.
    cells[mark] = MARK
    return "".join(cells)


def segments(shares: Sequence[float], width: int) -> list[int]:
    """Columns of each share of a whole, which they fill together; a share above 0 has one at least, where there is
    room for that."""
    sizes = columns_of(shares, 1.0, width)
    for at, share in enumerate(shares):
        widest = max(range(len(sizes)), key=sizes.__getitem__)
        if share > 0 and sizes[at] == 0 and sizes[widest] > 1:
            sizes[at] += 1
            sizes[widest] -= 1
    return sizes


def stacked(shares: Sequence[tuple[str, str, float]], width: int, at: int | None) -> tuple[list[Cell], list[Cell]]:
    """Shares of a whole as one bar, and beneath it their names, each under its segment; one of them marked.

    A share has a name and a short one, which stands where its segment has no room for the other.
    """
    drawn: list[Cell] = []
    names: list[Cell] = []
    sizes = segments([share for _, _, share in shares], width)
    for place, ((name, short, share), size) in enumerate(zip(shares, sizes, strict=True)):
        if not size:
            continue
        tones: tuple[Tone, Tone] = ("accent", "strong") if place == at else ("plain", "dim")
        drawn.append(Cell(SEGMENTS[len(drawn) % len(SEGMENTS)] * size, tones[0]))
        ways = (f"{name} {share * 100:.0f}", f"{short} {share * 100:.0f}")
        last = place == len(shares) - 1 or not any(sizes[place + 1 :])
        told = next((one for one in ways if width_of(one) < size), "")
        if not told and last and names:
            # The last may begin under the segment before, where the name of that one leaves room.
            before = names[-1]
            lent = max(0, width_of(ways[1]) - size)
            if width_of(before.text.rstrip()) + lent < width_of(before.text):
                names[-1] = before._replace(text=before.text[: len(before.text) - lent])
                told, size = ways[1], size + lent
        told = told or short[: size - 1]
        names.append(Cell(fit(told, size), tones[1]))
    return drawn, names


SLIVER = "▏"
"""What is there and too little to take a column."""


def columns_of(amounts: Sequence[float], scale: float, width: int) -> list[int]:
    """How many columns each part takes of a width that stands for `scale`; together they are as long as their sum.

    Bars of the same sum are of the same length, and a column that several parts share is that of the one that fills
    most of it: what is left of whole columns goes to the largest remainders.
    """
    if scale <= 0:
        return [0] * len(amounts)
    ends = [min(width, end / scale * width) for end in accumulate(amounts, initial=0.0)]
    due = [end - start for start, end in pairwise(ends)]
    columns = [int(one) for one in due]
    largest_first = sorted(range(len(due)), key=lambda place: columns[place] - due[place])
    for place in largest_first[: round(ends[-1]) - sum(columns)]:
        columns[place] += 1
    return columns
