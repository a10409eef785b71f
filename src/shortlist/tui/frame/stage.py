"""The stage between the bars: the bodies of the tabs, each made when it is first shown, one of them in front."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from shortlist.tui.body import Body, Desk
from shortlist.tui.draw.area import Area
from shortlist.tui.tabs import TAB


class Stage(Area):
    """Holds the bodies, of which one is shown, and knows which of them the workspace has left behind."""

    DEFAULT_CSS = "Stage { height: 1fr; }"

    def __init__(self, tab: str) -> None:
        super().__init__()
        self.tab = tab
        """The screen in front, by its id."""
        self._bodies: dict[str, Body] = {}

    @property
    def body(self) -> Body | None:
        """The screen in front, once it is there."""
        body = self._bodies.get(self.tab)
        return body if body is not None and body.is_mounted else None

    async def bring(self, tab: str, desk: Desk) -> bool:
        """Bring a screen to the front, made at a desk when it is first shown; whether it is there, as another may have
        been asked for while it was made."""
        self.tab = tab
        for name, body in self._bodies.items():
            body.display = name == tab
        if tab not in self._bodies:
            module, _, name = TAB[tab].body.partition(":")
            kind = cast(Callable[[Desk], Body], getattr(import_module(module), name))
            self._bodies[tab] = kind(desk)
            await self.mount(self._bodies[tab])
            self._bodies[tab].display = tab == self.tab
        return self.tab == tab and self.body is not None

    def all_stale(self) -> None:
        """Every body is drawn anew when it is in front."""
        for body in self._bodies.values():
            body.stale = True

    def draw(self) -> None:
        """Draw the body in front, unless it shows what there is."""
        body = self.body
        if body is not None and body.stale:
            body.stale = False
            body.refresh_analysis()

    def leave_field(self) -> None:
        """Leave the field that is being edited, as if its screen were shown for the first time."""
        if self.body is not None:
            self.body.focus_first()

    def forget(self) -> None:
        """The workspace was left: what its bodies show is drawn no more."""
        self._bodies.clear()
