"""What takes longer than a key may: the draws for the cost of a success, and what would settle the choice.

It is worked out in a thread from values that nobody changes, on an analysis of its own, and shown once it is there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.widget import Widget

from shortlist.core.advice.value_of_information import value_of_information
from shortlist.core.analysis import Analysis, analyse
from shortlist.tui.screens.evidence.tables import WorkedOut

PAUSE_S = 0.2
"""From the last edit until it is begun: a key that follows at once would have it begun in vain."""


class Working:
    """Has it worked out for a screen, and keeps what came of it."""

    def __init__(self, owner: Widget, analysis: Callable[[], Analysis], done: Callable[[], None]) -> None:
        """`owner` is the widget that the work belongs to; `analysis` gives the one in front, `done` hears that what was
        worked out for it is there."""
        self._owner, self._analysis, self._done = owner, analysis, done
        self._drawn: WorkedOut | None = None
        self._drawn_for: Analysis | None = None
        self._asked_for: Analysis | None = None

    @property
    def fresh(self) -> WorkedOut | None:
        """What was worked out, where it still holds."""
        return self._drawn if self._drawn_for is self._analysis() else None

    def ask(self) -> None:
        """Have it worked out for the analysis in front, unless it is already, or soon will be."""
        analysis = self._analysis()
        if analysis not in (self._drawn_for, self._asked_for):
            self._asked_for = analysis
            self._owner.run_worker(self._worked_out(analysis), group="evidence", exclusive=True)

    async def _worked_out(self, analysis: Analysis) -> None:
        await asyncio.sleep(PAUSE_S)
        drawn = await asyncio.to_thread(work_out, analysis)
        if self._analysis() is analysis:
            self._drawn, self._drawn_for = drawn, analysis
            self._done()


def work_out(analysis: Analysis) -> WorkedOut:
    """All of it, for the workspace of an analysis."""
    own = _apart(analysis)
    costs = {one.run.sha256: one.cost_per_success for one in own.runs if one.has_rows}
    return WorkedOut(costs, value_of_information(own))


def work_out_looks(analysis: Analysis) -> WorkedOut:
    """What would settle the choice alone."""
    return WorkedOut({}, value_of_information(_apart(analysis)))


def _apart(analysis: Analysis) -> Analysis:
    """The same workspace, judged anew: the analysis itself is left alone, as a screen may be reading it."""
    return analyse(analysis.workspace, analysis.catalogue, analysis.today, analysis.filed, evidence=analysis.evidence)
