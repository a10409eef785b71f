"""Drawing whole lines: cleaned text in cells of a tone, cut to a width, as Textual strips.

Most of what the application shows is drawn this way rather than with a widget for every text: it is fast, and text
from outside can neither be read as markup nor reach the terminal uncleaned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from shortlist.sanitising import shown

Tone = Literal["plain", "dim", "good", "warn", "bad", "strong", "accent", "head", "tint_good", "tint_warn", "tint_bad"]
"""What a tone says; it repeats what the text says already. `PAINTS` in `drawn` has how each looks."""
ELLIPSIS = "…"
NAME = 48
"""Columns of a name within a sentence or a heading: what is said of it stays in sight."""
EIGHTHS: tuple[str, ...] = ("", *"▏▎▍▌▋▊▉")


class Cell(NamedTuple):
    """A text and how it is toned; the tone only repeats what the text says."""

    text: str
    tone: Tone = "plain"


# Cleaning and measuring are most of a line that is drawn; the text alone decides.
@lru_cache(maxsize=8192)
def width_of(text: str) -> int:
    """How many columns of the terminal a text takes once it is cleaned; most of a screen is what it was before."""
    return cell_len(shown(text))


def fit(text: str, width: int, right: bool = False) -> str:
    """A cleaned text in exactly that many columns: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    clean = shown(text)
    size = cell_len(clean)
    if size > width:
        return set_cell_size(clean, width - 1) + ELLIPSIS
    return " " * (width - size) + clean if right else clean + " " * (width - size)


def cut(text: str, width: int) -> str:
    """A cleaned text in at most that many columns, cut with an ellipsis."""
    return fit(text, min(width, width_of(text)))


def wrapped(text: str, width: int) -> list[str]:
    """A cleaned text in lines of at most that many columns, broken between words where it can be."""
    lines: list[str] = []
    line, used = "", 0
    for word in shown(text).split(" "):
        size = cell_len(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = "", 0
        while size > width > 0:
            head = set_cell_size(word, width)
            lines.append(head)
            word = word[len(head.rstrip()) or 1 :]
            size = cell_len(word)
        line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*lines, line]


def strip_of(cells: Iterable[Cell], width: int, styles: Mapping[str, Style], base: Style) -> Strip:
    """One line of the screen, exactly as wide as it must be; the texts are cleaned here, whatever came before."""
    # One strip, where padding and styling it afterwards would make three of every line that is drawn.
    segments, room = [], width
    for cell in cells:
        text = shown(cell.text)
        room -= cell_len(text)
        segments.append(Segment(text, base + styles.get(cell.tone)))
    if room > 0:
        segments.append(Segment(" " * room, base))
    return Strip(segments, width) if room >= 0 else Strip(segments).adjust_cell_length(width)


def signed(text: str, signs: Mapping[str, Tone], tone: Tone) -> list[Cell]:
    """A text in runs of the same sign, each in its tone; what is none of the signs has the tone of the text."""
    runs = groupby(text, key=lambda sign: signs.get(sign, tone))
    return [Cell("".join(run), told) for told, run in runs]


def bar(share: float, width: int) -> str:
    """A share as a bar of eighths of a column."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + EIGHTHS[rest]).ljust(width)
