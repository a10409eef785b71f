"""Two versions of a workspace, compared place by place."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from shortlist.core.basics.words import count
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.widgets.pane import Pane

MOST = 200
"""Differences that are listed; the rest is counted."""


class DifferencesDialog(Dialog[None]):
    """Lists what differs; Esc closes."""

    DEFAULT_CSS = """
    DifferencesDialog > #box { width: 96; }
    DifferencesDialog Pane, DifferencesDialog Pane:focus { border: none; margin: 1 0 0 0; padding: 0; }
    """

    def __init__(self, heading: str, found: Sequence[str], more: Sequence[str] = ()) -> None:
        super().__init__(heading, f"{count(len(found), 'difference')}. Esc goes back.")
        self._lines = [f"• {one}" for one in (*found[:MOST], *more)]
        if len(found) > MOST:
            self._lines.append(f"and {len(found) - MOST} more")

    def inside(self) -> ComposeResult:
        yield Pane(classes="fits")

    def on_mount(self) -> None:
        """The arrows scroll."""
        pane = self.query_one(Pane)
        pane.show([Cell(line) for line in self._lines] or [Cell("They are the same.")])
        pane.focus()
