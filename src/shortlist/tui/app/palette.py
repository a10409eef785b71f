"""Textual's command palette, which bears keys that come faster than it opens and closes."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.await_complete import AwaitComplete

from shortlist.tui.seams import PatientPalette
from shortlist.tui.widgets.frame_lines import TooSmall


class Palette(PatientPalette):
    """The command palette; what reaches it after it was left does nothing."""

    # Muted is enough for what stands under a command: dimmed besides it can hardly be read in a light theme.
    DEFAULT_CSS = """
    Palette { layers: base cover; }
    Palette > .command-palette--help-text { color: $text-muted; text-style: not bold; }
    """

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave; only once."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def on_resize(self, event: events.Resize) -> None:
        TooSmall.fit(self, event.size.width, event.size.height)
