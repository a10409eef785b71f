"""The walkthrough in the frame: the key that goes on to the very place, the steps in full, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortlist.core.walkthrough import first_missing
from shortlist.tui.draw.brief_names import in_brief
from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host

if TYPE_CHECKING:
    from shortlist.tui.frame.walkthrough_dialogs import WalkChoice


class WalkthroughKeys:
    """Leads to where something is mended or still missing."""

    def __init__(self, host: Host, frame: Frame) -> None:
        self._host, self._frame = host, frame

    def go_on(self) -> None:
        """Go to what the first step that is not done lacks; with all of them done, tell what is left to prove."""
        missing = first_missing(self._frame.session.analysis.walkthrough)
        if missing is None:
            self._show_end()
        else:
            if "observations" in missing.where:
                # Which figure is told by the line of the walkthrough, in brief and beneath the dialog that opens.
                self._host.say(in_brief(missing.message, self._frame.session.workspace))
            self._frame.go_to(missing.where)

    def list_steps(self) -> None:
        """List the steps of the walkthrough with all that they lack."""
        from shortlist.tui.frame.walkthrough_dialogs import WalkDialog

        analysis = self._frame.session.analysis
        dialog = WalkDialog(analysis.walkthrough, lambda told: in_brief(told, analysis.workspace))
        self._host.ask(dialog, self._go_to)

    def _go_to(self, chosen: WalkChoice) -> None:
        if chosen.end:
            self._show_end()
        else:
            self._frame.go_to(chosen.where, chosen.tab)

    def _show_end(self) -> None:
        from shortlist.tui.frame.walkthrough_dialogs import WalkEndDialog

        self._host.push_screen(WalkEndDialog(self._frame.session.analysis), self._ended)

    def _ended(self, answer: str | None) -> None:
        if answer == "export":
            from shortlist.tui.parts.exporting import Exporting

            Exporting(self._host, self._frame.session.analysis, self._frame.session.opened.path).ask()
        elif answer == "record":
            self._frame.go_to("", "record")
