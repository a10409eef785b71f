"""What the forms over the checklist need of the screen beneath them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.app import App

    from shortlist.core.document.workspace import Workspace
    from shortlist.tui.body import Desk


class Asker(Protocol):
    """The screen that a form lies over."""

    desk: Desk

    @property
    def app(self) -> App[Any]:
        """Where a form is pushed."""

    def edit(self, name: str, change: Callable[[Workspace], Workspace]) -> str:
        """Apply an edit as one step of its own; what is wrong with it, or nothing."""

    def tell_change(self) -> None:
        """Say so where the last edit changed what is recommended."""

    def point_at(self, check: str) -> None:
        """Move the cursor to a check, where it is shown."""
