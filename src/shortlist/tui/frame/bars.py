"""What the bars above and beneath the screens say: how the file stands, the verdict, the walkthrough and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from shortlist.tui.keys.bindings import Hint, hints
from shortlist.tui.tabs import TABS
from shortlist.tui.widgets.frame_lines import BottomBar, TopBar

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis
    from shortlist.tui.session.session import Session

COMMON_HINTS = hints("app.help app.palette file.workspaces")


class Bars:
    """Tells a session in the bars of a screen, for as long as that has them: a save may end after it has gone."""

    def __init__(self, screen: Screen[Any], session: Session) -> None:
        self._screen, self._session = screen, session
        self._assessed: Analysis | None = None
        """What the verdict is of."""

    def show_state(self, tab: str) -> None:
        """Show the title, how the file stands, and which tab is in front."""
        bar, session = self._screen.query_one_optional(TopBar), self._session
        if bar is not None:
            record = session.workspace.record
            status = record.status if record else "no"
            bar.show(session.workspace.title, f"{status} record · {session.state}", tab)

    def show_verdict(self) -> None:
        """Show the verdict, and behind the tabs what stands in each."""
        from shortlist.tui.widgets.summary import verdict_cells

        analysis = self._session.analysis
        if analysis is not self._assessed:
            self._assessed = analysis
            states = {tab.id: tab.state(analysis) for tab in TABS}
            self._screen.query_one(TopBar).show_verdict(partial(verdict_cells, analysis), states)

    def show_keys(self, hints: Sequence[Hint], banner: str, banner_hints: tuple[Hint, ...]) -> None:
        """Show the verdict, how far the walkthrough is, and the keys; in the rule what must not be overlooked."""
        from shortlist.tui.widgets.summary import walk_line

        bar = self._screen.query_one_optional(BottomBar)
        if bar is not None:
            self.show_verdict()
            bar.show(walk_line(self._session.analysis), (*hints, *COMMON_HINTS), banner, banner_hints)
