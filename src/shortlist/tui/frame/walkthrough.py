"""The walkthrough in the frame: the key that goes on to the very place, the seven steps in full, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortlist.tui.frame.what_if import WhatIf

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from shortlist.tui.frame.walkthrough_dialog import Chosen


class Walking(WhatIf):
    """The part of the workspace screen that leads to where something is mended or still missing."""

    if TYPE_CHECKING:
        tab: str

        def show_tab(self, tab: str) -> Awaitable[None]:
            """Bring a tab to the front."""

    def go_to(self, where: str, tab: str | None = None, item: str | None = None) -> None:
        """Go to what a key path of the document names: to its own screen or another one, to a row by its id."""
        self.run_worker(self._go_to(where, tab, item), group="go", exclusive=True)

    async def _go_to(self, where: str, tab: str | None, item: str | None) -> None:
        from shortlist.core.document.problems import location_of
        from shortlist.tui.tabs import tab_of

        path = location_of(where)
        wanted = tab or tab_of(path)
        await self.show_tab(wanted)
        body = self.body
        if body is not None and self.tab == wanted and self.is_current:
            body.show_place(path, item)

    def action_walk_on(self) -> None:
        """Go to what the first step that is not done lacks; with all of them done, tell what is left to prove."""
        if not self.opened:
            return
        from shortlist.core.walkthrough import first_missing

        missing = first_missing(self.session.analysis.walkthrough)
        if missing is None:
            self._show_end()
        else:
            self.go_to(missing.where)

    def action_walk_steps(self) -> None:
        """List the steps of the walkthrough with all that they lack."""
        if self.opened:
            from shortlist.tui.frame.walkthrough_dialog import WalkDialog

            self.app.push_screen(WalkDialog(self.session.analysis.walkthrough), self._walk_to)

    def _walk_to(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        if chosen.end:
            self._show_end()
        else:
            self.go_to(chosen.where, chosen.tab)

    def _show_end(self) -> None:
        from shortlist.tui.frame.walkthrough_end import WalkEndDialog

        self.app.push_screen(WalkEndDialog(self.session.analysis), self._ended_walk)

    def _ended_walk(self, answer: str | None) -> None:
        if answer == "export":
            from shortlist.tui.parts.exporting import Exporting

            Exporting(self.app, self.session.analysis).ask()
        elif answer == "record":
            self.go_to("", "record")
