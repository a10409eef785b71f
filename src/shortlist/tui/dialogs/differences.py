"""Two versions of a workspace, compared place by place."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from shortlist.core.basics.words import count
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog

MOST = 200
"""Differences that are listed; the rest is counted."""


class DifferencesDialog(Dialog[None]):
    """Lists what differs; Esc closes."""

    DEFAULT_CSS = """
    DifferencesDialog > #box { width: 110; height: auto; max-height: 90%; }
    DifferencesDialog VerticalScroll { height: auto; max-height: 16; margin: 1 0 0 0; }
    """

    def __init__(self, heading: str, found: Sequence[str], more: Sequence[str] = ()) -> None:
        super().__init__(heading, f"{count(len(found), 'difference')}. Esc goes back.")
        self._lines = [f"• {one}" for one in (*found[:MOST], *more)]
        if len(found) > MOST:
            self._lines.append(f"and {len(found) - MOST} more")

    def inside(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(Content("\n".join(map(shown, self._lines)) or "They are the same."))

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one(VerticalScroll).focus()
