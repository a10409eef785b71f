"""A gateway's file beside the decision: in what they differ, step by step."""

from __future__ import annotations

from pathlib import Path

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.sanitising import shown
from shortlist.tui.body import Desk
from shortlist.tui.dialogs.lines import LinesDialog
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.host import Host


class GatewayDialog(LinesDialog[None]):
    """What the file says otherwise, errors first; a line says that nothing does."""

    DEFAULT_CSS = """
    GatewayDialog > #box { width: 98; padding: 0 1; }
    GatewayDialog Pane { padding: 0; }
    """
    PANE, AROUND = "fits", 5


class GatewayCheck:
    """Asks for the file, reads it, and shows in what it differs."""

    def __init__(self, desk: Desk, host: Host) -> None:
        self._desk, self._host = desk, host

    def ask(self, value: str = "") -> None:
        """Ask which file runs."""
        told = "Which file runs? A config of LiteLLM's proxy, or the bodies of requests to OpenRouter; it is only read."
        asked = PromptDialog("Hold the decision against what runs", told, value, wanted="a path")
        self._host.ask(asked, self._held)

    def _held(self, typed: str) -> None:
        try:
            lines = self._lines(typed)
        except ShortlistError as error:
            self._desk.say(str(error).partition("\n")[0], "error")
            self.ask(typed)
            return
        self._host.push_screen(GatewayDialog(f"{shown(Path(typed).name)} beside the decision", lines))

    def _lines(self, typed: str) -> list[Cell]:
        from shortlist.gateway.differences import compared_with_gateway, config_of
        from shortlist.gateway.targets import TARGETS

        session, found = self._desk.session, config_of(typed)
        beside = compared_with_gateway(session.workspace, session.filed, session.today, session.opened.path.stem, found)
        rows = list(beside.differences())
        errors = [Cell(f"✖ {row.message}", "bad") for row in rows if row.severity == "error"]
        others = [Cell(f"· {row.message}", "dim") for row in rows if row.severity != "error"]
        summary = Cell("no difference", "good")
        if errors:
            summary = Cell(count(len(errors), "difference"), "bad")
        told = f"{TARGETS[found.kind].name} against {beside.told}: {summary.text}."
        return [Cell(told, summary.tone), Cell(" "), *errors, *others]
