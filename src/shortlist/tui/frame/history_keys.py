"""Undo and redo in the frame: what they did is said, and once that there is nothing to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed

if TYPE_CHECKING:
    from shortlist.core.document.workspace import Workspace


class HistoryKeys:
    """Takes edits back and makes them again."""

    def __init__(self, host: Host, frame: Frame) -> None:
        self._host, self._frame = host, frame
        self._told_nothing: tuple[str, Workspace | None] = "", None
        """Of which of the two it was said last that there is nothing to do, and of what workspace."""

    def undo(self) -> None:
        """Take the last edit back."""
        self._do("undo", "Undone", self._frame.session.undo)

    def redo(self) -> None:
        """Make it again."""
        self._do("redo", "Redone", self._frame.session.redo)

    def _do(self, what: str, done: str, step: Callable[[], str | None]) -> None:
        from shortlist.tui.session.lookup import taken_back_told

        session = self._frame.session
        before, name = session.workspace, step()
        if name is None:
            told, of = self._told_nothing
            self._told_nothing = what, before
            if told == what and of is before:  # a key that is held down says it once
                return
            here = keyed(" in this what-if; {whatif.drop} drops it") if session.trial is not None else ""
            self._host.say(f"There is nothing to {what}{here}.")
            return
        self._frame.show_anew()
        more = taken_back_told(before, session)
        self._host.say(f"{done}: {name}{more}", seconds=8 if more else None)
