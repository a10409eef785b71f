"""What the keys do with failures: list those of a run, narrow them down, lay one's answers side by side, keep one."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from shortlist.core.evidence.rows import RowVerdict
from shortlist.tui.body import Desk
from shortlist.tui.host import Host
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.evidence.failure_list import FailureList, WantedFailures
from shortlist.tui.screens.evidence.run_actions import RunActions
from shortlist.tui.widgets.grid import Grid


class FailureKeys:
    """Decides which failures are wanted; `show` brings their view to the front, as they then are."""

    def __init__(
        self, desk: Desk, app: Host, listed: FailureList, grid: Grid, runs: RunActions, show: Callable[[], None]
    ) -> None:
        self._desk, self._app, self._listed, self._grid, self._runs, self._show = desk, app, listed, grid, runs, show

    def _want(self, wanted: WantedFailures) -> None:
        self._listed.wanted = wanted
        self._show()

    def of_run(self) -> None:
        """Those of the run under the cursor, or of all; from among them back to all."""
        run = self._runs.here()
        self._want(WantedFailures((run.candidate, run.step)) if run is not None else WantedFailures())

    def all(self) -> bool:
        """From some of them back to all; False where all are shown."""
        if self._listed.wanted == WantedFailures():
            return False
        self._want(WantedFailures())
        return True

    def kind(self) -> None:
        """Those of the next kind alone, after the last one all."""
        now = self._listed.wanted
        kinds = [None, *sorted({one.kind for one in self._listed.examples if one.kind})]
        at = kinds.index(now.kind) if now.kind in kinds else -1
        self._want(now._replace(kind=kinds[(at + 1) % len(kinds)]))

    def verdict(self) -> None:
        """Those with the next verdict alone, after the last one all."""
        now = self._listed.wanted
        given = {row.verdict for one in self._listed.examples for rows in one.answers.values() for row in rows}
        verdicts: list[RowVerdict | None] = [None, *(one for one in get_args(RowVerdict) if one in given - {"ok"})]
        at = verdicts.index(now.verdict) if now.verdict in verdicts else -1
        self._want(now._replace(verdict=verdicts[(at + 1) % len(verdicts)]))

    def browse(self, key: str) -> None:
        """Lay the answers to the example of a line side by side, and go on from there to the others."""
        from shortlist.tui.screens.evidence.failure_dialog import FailureDialog

        def left_at(key: str | None) -> None:
            if key is not None:
                self._grid.at_row(key)

        shown, example = self._listed.shown, self._listed.at(key)
        if example is not None:
            analysis = self._desk.session.analysis
            self._app.push_screen(FailureDialog(analysis, shown, shown.index(example), self._runs.add), left_at)

    def add(self) -> None:
        """Make a regression example of the failure under the cursor."""
        key = self._grid.row_key or ""
        example = self._listed.at(key) if key.startswith("example:") else None
        if example is None:
            self._desk.say(empty("no_failure_here"))
        else:
            self._runs.add(example)
