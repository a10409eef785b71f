"""What takes longer than a key may: the draws for the cost of a success, and what would settle the choice.

It is worked out in a thread from values that nobody changes, on an analysis of its own, and shown once it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortlist.core.advice.settling import settling
from shortlist.core.analysis import analyse
from shortlist.tui.screens.evidence.tables import Drawn

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis

PAUSE_S = 0.2
"""From the last edit until it is begun: a key that follows at once would have it begun in vain."""


def work_out(analysis: Analysis) -> Drawn:
    """All of it, for the workspace of an analysis; the analysis itself is left alone, as a screen may be reading it."""
    own = analyse(analysis.workspace, analysis.catalogue, analysis.today, analysis.filed, evidence=analysis.evidence)
    costs = {one.run.sha256: one.cost_per_success for one in own.runs if one.has_rows}
    return Drawn(costs, settling(own))
