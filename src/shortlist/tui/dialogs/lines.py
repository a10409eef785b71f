"""Lines to be read over a screen, and two versions of a workspace among them, compared place by place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult

from shortlist.core.basics.words import count
from shortlist.tui.dialogs.base import Dialog, Result
from shortlist.tui.dialogs.question import ChoiceDialog, QuestionDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.host import Host
from shortlist.tui.widgets.choices import Choices
from shortlist.tui.widgets.pane import Pane


class LinesDialog(Dialog[Result]):
    """Shows them in a pane, which the arrows scroll."""

    DEFAULT_CSS = """
    LinesDialog .bare, LinesDialog .bare:focus { border: none; margin: 1 0 0 0; padding: 0; }
    """
    PANE = "fits bare"
    """The classes of the pane, which has no frame where it is `bare`."""
    FOOT = "↑ and ↓ scroll, Esc closes."

    def __init__(self, heading: str, lines: Sequence[Cell]) -> None:
        super().__init__(heading, self.FOOT)
        self._lines = lines

    def inside(self) -> ComposeResult:
        yield Pane(classes=self.PANE)

    def on_mount(self) -> None:
        self.query_one(Pane).show(self._lines)
        self.query_one(Pane).focus()

    @on(events.Resize)
    def tell_keys(self) -> None:
        """The keys that scroll are told where there is something to scroll."""
        self.call_after_refresh(self._tell_keys)

    def _tell_keys(self) -> None:
        pane = self.query_one(Pane)
        if self.foot == self.FOOT:
            self.write("foot", self.FOOT if pane.count() > pane.content_size.height else "Esc closes.")


class LinesQuestion(ChoiceDialog[str]):
    """Shows lines in a pane, which a subclass fills, and beneath it the answers, which have the keys."""

    def inside(self) -> ComposeResult:
        yield Pane(classes="fits")
        yield self.choices()

    def on_mount(self) -> None:
        self.query_one(Choices).highlighted = 0
        self.query_one(Choices).focus()

    def action_page(self, by: int) -> None:
        self.query_one(Pane).action_page(by)


MOST = 200
"""Differences that are listed; the rest is counted."""


class DifferencesDialog(LinesDialog[None]):
    """Lists what differs; Esc closes."""

    DEFAULT_CSS = "DifferencesDialog > #box { width: 96; }"

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
