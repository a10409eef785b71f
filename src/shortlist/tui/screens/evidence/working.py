"""What takes longer than a key may: the draws for the cost of a success, and what would settle the choice.

It is worked out in a thread from values that nobody changes, on an analysis of its own, and shown once it is there.
"""

from __future__ import annotations

from shortlist.core.advice.settling import settling
from shortlist.core.analysis import Analysis, analyse
from shortlist.tui.screens.evidence.tables import Drawn

PAUSE_S = 0.2
"""From the last edit until it is begun: a key that follows at once would have it begun in vain."""


def work_out(analysis: Analysis) -> Drawn:
    """All of it, for the workspace of an analysis."""
    own = _apart(analysis)
    costs = {one.run.sha256: one.cost_per_success for one in own.runs if one.has_rows}
    return Drawn(costs, settling(own))


def settled(analysis: Analysis) -> Drawn:
    """What would settle the choice alone."""
    return Drawn({}, settling(_apart(analysis)))


def _apart(analysis: Analysis) -> Analysis:
    """The same workspace, judged anew: the analysis itself is left alone, as a screen may be reading it."""
    return analyse(analysis.workspace, analysis.catalogue, analysis.today, analysis.filed, evidence=analysis.evidence)
