"""Whether a text is cut while columns stand empty beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable

EMPTY = 20
"""So many empty columns would have held more of it."""
EDGE = re.compile("[│┃╭╮]")
CUT = re.compile(r"…(?<![0-9]…(?=[−+$0-9]))")
"""The sign of a cut, which also stands between the ends of a range."""


def cut_beside(lines: Iterable[str]) -> list[str]:
    """The lines of a screen that cut a text and leave twenty columns empty behind it, or at the end of its part."""
    found = []
    for line in lines:
        for part in EDGE.split(line):
            for cut in CUT.finditer(part):
                gap = re.search(" {2,}|$", part[cut.end() :])
                behind = 0 if gap is None else len(gap.group())
                if max(behind, len(part) - len(part.rstrip())) >= EMPTY:
                    found.append(part)
    return found
