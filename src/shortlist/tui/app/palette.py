"""Textual's command palette, which bears keys that come faster than it opens and closes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual import events
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.message import Message
from textual.widgets import Button, Input, OptionList

from shortlist.tui.draw.late_messages import present
from shortlist.tui.widgets.frame_lines import TooSmall

CHOOSING = (Input.Submitted, Button.Pressed, OptionList.OptionSelected)


class Palette(CommandPalette):
    """The command palette; what reaches it after it was left does nothing."""

    DEFAULT_CSS = "Palette { layers: base cover; }"

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave; only once."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    async def _dispatch_message(self, message: Message) -> None:
        """A second Enter does not run the command a second time."""
        if present(self.app, self) or not isinstance(message, CHOOSING):
            await super()._dispatch_message(message)

    def _action_command_list(self, action: str) -> None:
        """A list that is not laid out yet has no pages and nothing to choose."""
        with suppress(LookupError):
            super()._action_command_list(action)

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small."""
        TooSmall.fit(self, event.size.width, event.size.height)
