"""A table of facts laid out for a width: aligned columns under a rule, cells wrapped where they have to be.

Where the columns would be too narrow to be read, two tables hold them, and where that is not enough each row is told in
words instead, so that nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from shortlist.tui.draw.lines import Cell, Tone, fit, width_of, wrapped

EMPTY = frozenset({"", "–"})
"""Cells that say nothing; a row that is told leaves them out."""
GAP = 2
MOST_PARTS = 2
"""Tables that one too wide is told in at most."""
NARROWEST = 9
"""No column of words is made narrower than this for the sake of the others."""


def table_lines(head: Sequence[str], body: Sequence[Sequence[str]], right: Sequence[bool], width: int) -> list[Cell]:
    """The lines of a table in at most that many columns; `right` says which columns stand at their right edge.

    A row that is about the same as the one above leaves its first column free.
    """
    widths = _widths([head, *body], width)
    if widths is None:
        parts = _parts(head, body, width)
        if not parts:
            return [cell for row in body for cell in _told(head, row)]
        tables = [
            table_lines(_of(head, part), [_of(row, part) for row in body], [right[at] for at in part], width)
            for part in parts
        ]
        return [line for table in tables for line in (*table, Cell(" "))][:-1]
    rule = (" " * GAP).join("─" * size for size in widths)
    lines = [*_row(head, widths, right, "head"), Cell(rule, "dim")]
    before = ""
    for row in body:
        # What the rows are about is said once, as in a table that a person writes.
        again = row[0] == before and len(row) > 2 and not right[0]
        lines += _row(["", *row[1:]] if again else row, widths, right)
        before = row[0]
    return lines


def _of(row: Sequence[str], part: Sequence[int]) -> list[str]:
    return [row[at] for at in part]


def _parts(head: Sequence[str], body: Sequence[Sequence[str]], width: int) -> list[list[int]]:
    """The columns of a table that is too wide as those of two beneath each other, each with what its rows are about;
    nothing where two are not enough."""
    about = list(range(_named(head) + 1))
    parts: list[list[int]] = [list(about)]
    for at in range(len(about), len(head)):
        wider = [*parts[-1], at]
        if _widths([_of(row, wider) for row in (head, *body)], width) is not None:
            parts[-1] = wider
        elif len(parts) == MOST_PARTS or parts[-1] == about:
            return []
        else:
            parts.append([*about, at])
            if _widths([_of(row, parts[-1]) for row in (head, *body)], width) is None:
                return []
    return parts


def _named(head: Sequence[str]) -> int:
    """The column that says what a row is about: the first that has a heading."""
    return next((at for at, title in enumerate(head) if title), 0)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide each column is; None where they do not fit, whatever is wrapped."""
    columns = list(zip(*rows, strict=True))
    natural = [max(map(width_of, column)) for column in columns]
    # No word is broken.
    words = [max(width_of(word) for cell in column for word in cell.split() or [""]) for column in columns]
    least = [min(size, max(NARROWEST, word)) for size, word in zip(natural, words, strict=True)]
    room = width - GAP * (len(natural) - 1)
    if sum(least) > room:
        return None
    widths = list(natural)
    while sum(widths) > room:
        # The widest gives way first, as far as its words let it.
        at = max((at for at in range(len(widths)) if widths[at] > least[at]), key=lambda at: widths[at])
        widths[at] -= 1
    return widths


def _row(row: Sequence[str], widths: Sequence[int], right: Sequence[bool], tone: Tone = "plain") -> Iterator[Cell]:
    cells = [wrapped(text, size) for text, size in zip(row, widths, strict=True)]
    for line in zip_longest(*cells, fillvalue=""):
        parts = [fit(text, size, side) for text, size, side in zip(line, widths, right, strict=True)]
        yield Cell((" " * GAP).join(parts).rstrip() or " ", tone)


def _told(head: Sequence[str], row: Sequence[str]) -> Iterator[Cell]:
    """A row that is too wide: what it is about, then every cell that says something with its heading."""
    named = _named(head)
    about = " ".join(cell for cell in row[: named + 1] if cell not in EMPTY)
    cells = zip(head[named + 1 :], row[named + 1 :], strict=True)
    rest = [": ".join(filter(None, (title, cell))) for title, cell in cells if cell not in EMPTY]
    yield Cell(about or "–", "strong")
    if rest:
        yield Cell(f"  {' · '.join(rest)}")
