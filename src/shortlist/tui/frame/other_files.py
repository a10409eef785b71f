"""What lies beside a workspace's file and bears on it: accepted records, runs, golden datasets, today's catalogue."""

from __future__ import annotations

from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.keys.table import ACTIONS


class OtherFiles:
    """Looks it up beside the loop, once for each record and each run, whoever made it."""

    def __init__(self, host: Host, frame: Frame) -> None:
        self._host, self._frame = host, frame
        self._looked_up: set[tuple[object, str]] = set()
        """What was looked up: accepted records by number and digest, runs and golden datasets."""
        self._proposal_shown = False

    def know(self) -> None:
        """Look up what was accepted and run since the last look."""
        from shortlist.core.document.accepted import kept

        workspace = self._frame.session.workspace
        beside: set[tuple[object, str]] = {(one.number, one.digest) for one in workspace.records if kept(one)}
        beside |= {("run", one.sha256) for one in workspace.evaluations}
        if workspace.evaluations:
            beside |= {(("golden", step.id), step.setup.golden) for step in workspace.scenario.steps}
        if not beside <= self._looked_up:
            self._looked_up = beside
            self._frame.screen.run_worker(self._look_up(), group="look up", exclusive=True)

    def look_anew(self) -> None:
        """Look up all of it once more."""
        self._looked_up = set()
        self.know()

    async def _look_up(self) -> None:
        """What was accepted is held against its frozen inputs and today's catalogue."""
        from shortlist.tui.session.lookup import look_up

        if await look_up(self._frame.session, self._host.places.state):
            self._frame.drawn_anew()
        await self._show_proposal()

    async def _show_proposal(self) -> None:
        """Once after opening: what was proposed without a person opens as the draft that it is, with its difference."""
        from shortlist.core.records.proposal import is_proposal

        first, self._proposal_shown = not self._proposal_shown, True
        session = self._frame.session
        record = session.workspace.record
        if not first or record is None or not is_proposal(record) or not session.filed:
            return
        if not self._frame.screen.is_current:
            return
        await self._frame.show_tab("record")
        if self._frame.stage.body is not None:
            await self._frame.stage.body.run_action(ACTIONS["record.changes"].runs)
        told = f"Record {record.number} was proposed by a watch: a draft, to be judged by a person."
        self._host.say(f"{told} Nothing of it is accepted.", seconds=10)
