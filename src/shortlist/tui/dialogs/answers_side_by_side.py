"""Answers to one example side by side, what was asked above them: the box is as tall as the longest of them."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult

from shortlist.tui.dialogs.base import Dialog, Result
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.side_by_side import SideBySide


class AnswersDialog(Dialog[Result]):
    """Goes through examples; which one is in front, and what is said of it, is a subclass's to know."""

    DEFAULT_CSS = """
    AnswersDialog > #box { width: 98%; max-width: 98%; height: 60%; max-height: 98%; }
    AnswersDialog #asked { height: 35%; border: none; }
    """
    DEFAULT_CLASSES = "tight"
    AROUND = 4
    """Lines of the box itself: its border, its heading, its keys."""

    def inside(self) -> ComposeResult:
        yield Pane(id="asked")
        yield SideBySide()

    @property
    def asked(self) -> Pane:
        """What was asked."""
        return self.query_one("#asked", Pane)

    @property
    def side(self) -> SideBySide:
        """The panes of the answers, as many as have room beside each other."""
        return self.query_one(SideBySide)

    async def lay_out(self) -> None:
        """Show as many answers as there is room for now; to be provided."""
        raise NotImplementedError

    @on(events.Resize)
    async def lay_out_anew(self) -> None:
        """More or fewer answers may have room."""
        if self.side.has_other_room:
            await self.lay_out()
        else:
            self.fit_soon()

    def fit_soon(self) -> None:
        """Once the texts are laid out, be as tall as the question and the longest answer, as far as there is room."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        panes = self.side.panes
        if panes:
            question = min(self.asked.count(), max(4, self.app.size.height * 35 // 100))
            frame = panes[0].outer_size.height - panes[0].content_size.height
            longest = max(pane.count() for pane in panes)
            self.asked.styles.height = question
            self.query_one("#box").styles.height = question + longest + frame + self.AROUND
