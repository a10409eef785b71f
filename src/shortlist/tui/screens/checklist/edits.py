"""An edit of the checklist as one step of its own, and what it did to the recommendation."""

from __future__ import annotations

from collections.abc import Callable

from shortlist.core.advice.open_questions import outcome
from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.workspace import Workspace
from shortlist.tui.body import Desk
from shortlist.tui.widgets.summary import change_line


def edited(desk: Desk, name: str, change: Callable[[Workspace], Workspace]) -> str:
    """Apply an edit; what is wrong with it, or nothing."""
    try:
        desk.edit(name, change)
    except InvalidDocument as error:
        return "; ".join(problem.message for problem in error.problems)
    tell_change(desk)
    return ""


def tell_change(desk: Desk) -> None:
    """Say so where the last edit changed what is recommended."""
    session = desk.session
    if outcome(session.before).first != outcome(session.analysis).first:
        desk.say(change_line(session.before, session.analysis))
