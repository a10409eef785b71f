"""Which window is open: what was asked for at the start, then a workspace, the list of them, or the tour.

Nothing of the store or of a screen is imported before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import ModalScreen, Screen

from shortlist.tui.host import Host

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened
    from shortlist.tui.frame.workspace import WorkspaceScreen

TOURED = "support-assistant-worked"
"""The example that the tour goes through."""


class AppWindows:
    """Puts one window in the place of another."""

    def __init__(self, app: Host, tab: str | None, tour: bool, left: Callable[[], None]) -> None:
        """`tab` is the one that was asked for; `tour` begins with the tour; `left` hears that a window goes."""
        self._app, self._tab, self._tour, self._left = app, tab, tour, left

    def first(self) -> Screen[None]:
        """What was asked for, else the workspace that was open last, else the welcome screen."""
        name, last = self._app.name_asked, self._app.places.last
        if self._tour:
            return self._on_tour()
        if name is not None:
            return self._workspace(lambda: self._app.store.open(name, newer=True), self._tab)
        return self._workspace(self._last) if last.is_file() else self._welcome()

    def _last(self) -> Opened | None:
        path = self._app.store.last()
        return None if path is None else self._app.store.open(str(path), newer=True)

    def _welcome(self) -> Screen[None]:
        from shortlist.tui.screens.welcome.screen import WelcomeScreen

        return WelcomeScreen()

    def _workspace(
        self, find: Callable[[], Opened | None], tab: str | None = None, walk: bool = False, tour: bool = False
    ) -> WorkspaceScreen:
        from shortlist.tui.frame.workspace import WorkspaceScreen

        def open_it() -> Opened | None:
            from shortlist.tui.session.opening import adopted

            opened = find()
            return None if opened is None else adopted(self._app.store, opened)

        return WorkspaceScreen(open_it, self._app.today, tab, walk, tour)

    def _on_tour(self) -> WorkspaceScreen:
        """The decided example, the user's own copy of it where there is one, with the tour on it."""
        return self._workspace(lambda: self._app.store.open(TOURED), tour=True)

    @property
    def workspace(self) -> WorkspaceScreen | None:
        """The workspace screen, wherever it lies under dialogs."""
        from shortlist.tui.frame.workspace import WorkspaceScreen

        windows = (screen for screen in reversed(self._app.screen_stack) if not isinstance(screen, ModalScreen))
        top = next(windows, None)
        return top if isinstance(top, WorkspaceScreen) else None

    def show_workspace(self, find: Callable[[], Opened | None], tab: str | None = None, walk: bool = False) -> None:
        self._go_to(self._workspace(find, tab, walk))

    def show_welcome(self) -> None:
        self._go_to(self._welcome())

    def begin_tour(self) -> None:
        workspace = self.workspace
        if workspace is not None and workspace.opened and workspace.session.opened.path.stem == TOURED:
            workspace.desk.tour.begin()
        else:
            self._app.leave(lambda: self._go_to(self._on_tour()))

    def _go_to(self, screen: Screen[None]) -> None:
        """The first screen, which Textual cannot replace, stays beneath the others unseen."""
        self._left()
        while isinstance(self._app.screen, ModalScreen):
            self._app.screen.dismiss(None)
        if len(self._app.screen_stack) == 1:
            left = self.workspace
            self._app.push_screen(screen)
            if left is not None:
                left.let_go()
        else:
            self._app.switch_screen(screen)
