"""An edit from a screen or a dialog: one step of its own to undo, and what is wrong with it is said."""

from __future__ import annotations

from collections.abc import Callable

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import Workspace
from shortlist.tui.body import Desk


def applied(desk: Desk, name: str, change: Callable[[Workspace], Workspace]) -> bool:
    """Make an edit; False where it cannot be made, and then nothing changes."""
    desk.seal()
    try:
        desk.edit(name, change)
    except ShortlistError as error:
        desk.say(str(error), "error")
        return False
    desk.seal()
    # A session that may only look has said so, and changed nothing.
    return not desk.session.read_only
