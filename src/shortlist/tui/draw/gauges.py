"""A figure against its limit, as a bar with the limit across it; and shares as one bar of segments."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.basics.unknown import Unknown
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.draw.stacked import stacked as columns_of

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
        told = next((one for one in ways if width_of(one) < size), short)
        names.append(Cell(fit(told[: size - 1], size), tones[1]))
    return drawn, names
