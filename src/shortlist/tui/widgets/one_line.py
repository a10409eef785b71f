"""A line that is typed in: of what is pasted it takes the first line, and says what it left out."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from shortlist.core.basics.words import agreeing, count
from shortlist.tui.host import Host
from shortlist.tui.textual_private import SizedOnce


class OneLine(SizedOnce, Input):
    """The base of every line of the application."""

    app: Host

    def on_paste(self, event: events.Paste) -> None:
        """Say how many lines of a paste find no room."""
        left = sum(bool(line.strip()) for line in event.text.splitlines()[1:])
        if left:
            told = agreeing(left, "was", "were")
            self.app.say(f"Only the first line fits: {count(left, 'more line')} {told} left out.", "warning")
