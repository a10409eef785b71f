"""Two versions of a workspace, compared place by place."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
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
        super().__init__()
        self._heading, self._found, self._more = heading, found, more

    def compose(self) -> ComposeResult:
        lines = [f"• {one}" for one in (*self._found[:MOST], *self._more)]
        if len(self._found) > MOST:
            lines.append(f"and {len(self._found) - MOST} more")
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            with VerticalScroll():
                yield Static(Content("\n".join(shown(line) for line in lines) or "They are the same."))
            yield Static(Content(shown(f"{count(len(self._found), 'difference')}. Esc goes back.")), id="foot")

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one(VerticalScroll).focus()
