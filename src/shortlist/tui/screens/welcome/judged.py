"""Who serves in a workspace of the list, judged from its whole file: beside the loop, as that takes a while."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

from shortlist.tui.screens.welcome.entries import DECIDED, Served

if TYPE_CHECKING:
    from shortlist.store.workspaces import ListedWorkspace, Store

MOST = 40
"""How many are judged, the newest first: as many as are seen at once on the largest terminals."""


def served(store: Store, entry: ListedWorkspace, today: dt.date) -> Served | None:
    """Who serves as decided, and how that stands; None where nobody was chosen, or the file cannot be opened."""
    from shortlist.core.analysis import analyse
    from shortlist.core.basics.errors import ShortlistError
    from shortlist.core.document.vocabulary import VERDICTS
    from shortlist.export.verdict import told, who_serves
    from shortlist.tui.draw.lines import width_of
    from shortlist.tui.widgets.tab_line import STATE_TONES

    if entry.problem is not None or entry.brief is None:
        return None
    with suppress(ShortlistError, OSError):
        analysis = analyse(store.open(str(entry.path)).workspace, None, today)
        line = who_serves(analysis)
        if not line:
            return None
        gravest = next((one for one in ("fail", "unknown") if any(piece.verdict == one for piece in line)), "pass")
        sign = "" if gravest == "pass" else f" {VERDICTS[gravest].sign}"  # type: ignore[index]
        forms = [f"{told(line)}{sign if line[0].first and len(line) == 1 else ''}"]
        if line[0].first:
            names = [f"{who_serves(analysis, room)[0].text}{sign}" for room in range(max(DECIDED.values()), 8, -1)]
            forms += [next(name for name in names if width_of(name) <= room) for room in sorted(DECIDED.values())[::-1]]
        else:
            forms.append(f"{entry.brief.told}{sign}")
        tone = "plain" if gravest == "pass" else STATE_TONES[gravest]
        return Served(tuple(forms), tone)
    return None
