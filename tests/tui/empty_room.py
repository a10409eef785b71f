"""How much of a screen stands empty: blocks of blanks that would hold a sentence or a panel."""

from __future__ import annotations

import re
from collections.abc import Sequence

WIDE, TALL = 20, 4
"""Columns and lines from which on blanks are room that was left, not the space between things."""
ABOVE, BELOW = 3, 3
"""Lines of the frame: title, tabs and verdict above, the rule, the walkthrough and the keys below."""


def empty_share(lines: Sequence[str]) -> float:
    """The share of a screen's cells, those of the frame left out, that lie in such a block, from 0 to 1."""
    body = lines[ABOVE : len(lines) - BELOW]
    runs = [{at for run in re.finditer(f" {{{WIDE},}}", line) for at in range(*run.span())} for line in body]
    blank = 0
    for x in range(max(map(len, body), default=0)):
        column = "".join(" " if x in run else "x" for run in runs)
        blank += sum(len(run.group()) for run in re.finditer(f" {{{TALL},}}", column))
    return blank / max(1, sum(map(len, body)))
