"""Who serves in a workspace of the list, judged from its whole file: beside the loop, as that takes a while."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

from shortlist.tui.screens.welcome.entries import ServingLine

if TYPE_CHECKING:
    from shortlist.store.workspaces import ListedWorkspace, Store

MOST = 40
"""How many are judged, the newest first: as many as are seen at once on the largest terminals."""
LONGEST, SHORTEST = 56, 8
"""Columns that a name is cut to, from the most to the least."""


def served(store: Store, entry: ListedWorkspace, today: dt.date) -> ServingLine | None:
    """Who serves as decided, and how that stands; None where nobody was chosen, or the file cannot be opened."""
    from shortlist.core.analysis import analyse
    from shortlist.core.basics.errors import ShortlistError
    from shortlist.core.document.vocabulary import VERDICTS, Verdict
    from shortlist.export.verdict import told, who_serves
    from shortlist.tui.draw.lines import Tone
    from shortlist.tui.draw.tones import VERDICT_TONES

    if entry.problem is not None or entry.brief is None:
        return None
    with suppress(ShortlistError, OSError):
        analysis = analyse(store.open(str(entry.path)).workspace, None, today)
        line = who_serves(analysis)
        if not line:
            return None
        sign = ""
        tone: Tone = "plain"
        gravest: tuple[Verdict, ...] = ("fail", "unknown")
        for verdict in gravest:
            if any(piece.verdict == verdict for piece in line):
                sign, tone = f" {VERDICTS[verdict].sign}", VERDICT_TONES[verdict]
                break
        forms = [told(line)]
        if line[0].first:
            if len(line) == 1:
                forms[0] += sign
            names = (f"{who_serves(analysis, room)[0].text}{sign}" for room in range(LONGEST, SHORTEST, -1))
            forms += dict.fromkeys(names)
        else:
            forms.append(f"{entry.brief.told}{sign}")
        return ServingLine(tuple(forms), tone)
    return None
