"""What the frame and a screen in it know of each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from shortlist.tui.draw.area import Area
from shortlist.tui.host import Gravity, Host
from shortlist.tui.keys.bindings import Hint
from shortlist.tui.textual_private import Leaving

if TYPE_CHECKING:
    from shortlist.core.document.workspace import Workspace
    from shortlist.core.edits.places import KeyPath
    from shortlist.tui.session.lent_texts import LentTexts
    from shortlist.tui.session.session import Session


class Desk(Protocol):
    """The frame as a screen sees it: the session, and the one way to change it."""

    @property
    def session(self) -> Session:
        """The workspace being worked on."""

    def edit(self, name: str, change: Callable[[Workspace], Workspace], merge: Hashable = None) -> None:
        """Apply an edit and show what it does; raises `InvalidDocument`, and then nothing changes.

        A session that may only look says so, and changes nothing either.
        """

    def may_edit(self) -> bool:
        """Whether edits are taken; says why where they are not."""

    def withdraw(self, merge: Hashable) -> None:
        """Take back what the visit to a field under a mark has done so far, and show that."""

    def begin_what_if(self) -> None:
        """From now on edits are tried, unless they are already."""

    def note(self, name: str, change: Callable[[Workspace], Workspace], merge: Hashable) -> None:
        """Apply a key of a longer text, and show what it does elsewhere once the keys pause."""

    def go_to(self, where: str, tab: str | None = None, item: str | None = None) -> None:
        """Go to what a key path of the document names: to its own screen or another one, to a row by its id."""

    def look_at(self, step: str | None) -> None:
        """Look at the candidates on one step alone, by its id, or for None over all; nothing of the file changes."""

    def seal(self) -> None:
        """End the visit to a field."""

    @property
    def lent_texts(self) -> LentTexts:
        """The texts that the user's own editor has."""

    def keep(self) -> bool:
        """Keep what is unsaved on the disk now; False where that is not possible."""

    def look_beside(self) -> None:
        """Look anew at what lies beside the file: rows, golden datasets, checks of judges, accepted records."""

    def hints_changed(self) -> None:
        """Draw the key hints anew."""

    def say(self, words: str, gravity: Gravity = "information", *, seconds: float | None = None) -> None:
        """Say something in the corner; see `Host.say`."""


class Body(Leaving, Area):
    """The part of a screen between the frame's lines. It composes itself, shows the analysis and posts edits."""

    DEFAULT_CSS = "Body { height: 1fr; layout: vertical; }"
    app: Host
    HELP_TEXT = ""
    """What the screen is for, in a sentence or two."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.stale = True
        """Whether the workspace changed since this was last drawn."""

    @property
    def hurried(self) -> bool:
        """Whether keys are being typed whose result is to be painted before the frame is drawn anew."""
        return False

    def refresh_analysis(self) -> None:
        """Show the workspace and its analysis as they now are; to be provided."""
        raise NotImplementedError

    def refresh_first(self) -> None:
        """Show what a key must bring at once, while `hurried`; what stays `stale` is drawn when the keys pause."""
        self.stale = False
        self.refresh_analysis()

    def saved(self) -> None:
        """The file on the disk is another: draw what is told against it."""

    def hints(self) -> tuple[Hint, ...]:
        """The keys that matter where the focus is."""
        return ()

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to what a key path of the document names, or to a row by its id, as near as this screen can."""

    def focus_first(self) -> None:
        """Focus where the work begins."""
        raise NotImplementedError

    def back(self) -> bool:
        """Go back one level; False where there is none."""
        return False

    def action_do(self, part: str, act: str, *which: object) -> object:
        """Do what a row of the table of keys leaves to a part of this screen."""
        return getattr(getattr(self, part), act)(*which)


def style_beside(module: str) -> str:
    """The style sheet that lies beside a module, under the same name."""
    return Path(module).with_suffix(".tcss").read_text("utf-8")


def applied(desk: Desk, name: str, change: Callable[[Workspace], Workspace]) -> bool:
    """Make an edit; False where it cannot be made, and then nothing changes."""
    from shortlist.core.basics.errors import ShortlistError  # the frame is painted before any of the core is loaded

    desk.seal()
    try:
        desk.edit(name, change)
    except ShortlistError as error:
        desk.say(str(error), "error")
        return False
    desk.seal()
    # A session that may only look has said so, and changed nothing.
    return not desk.session.read_only
