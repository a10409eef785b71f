"""Two versions of a workspace, compared place by place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shortlist.core.basics.words import count
from shortlist.tui.dialogs.lines import LinesDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.host import Host

MOST = 200
"""Differences that are listed; the rest is counted."""


class DifferencesDialog(LinesDialog):
    """Lists what differs; Esc closes."""

    DEFAULT_CSS = """
    DifferencesDialog > #box { width: 96; }
    DifferencesDialog Pane, DifferencesDialog Pane:focus { border: none; margin: 1 0 0 0; padding: 0; }
    """

    def __init__(self, heading: str, found: Sequence[str], more: Sequence[str] = ()) -> None:
        lines = [Cell(f"• {one}") for one in (*found[:MOST], *more)]
        if len(found) > MOST:
            lines.append(Cell(f"and {len(found) - MOST} more"))
        super().__init__(heading, lines or [Cell("They are the same.")])
        self.foot = f"{count(len(found), 'difference')}. Esc goes back."


async def ask_or_compare(
    host: Host, question: Callable[[str], QuestionDialog], compared: Callable[[], DifferencesDialog]
) -> str | None:
    """The answer to a question of which one is `compare`, which shows the differences and asks again.

    `question` is asked with the answer that it starts at.
    """
    answer = await host.push_screen_wait(question(""))
    while answer == "compare":
        await host.push_screen_wait(compared())
        answer = await host.push_screen_wait(question(answer))
    return answer
