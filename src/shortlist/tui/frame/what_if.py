"""The what-if of the frame: edits that are tried on any screen, then kept as one edit or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from shortlist.shown import shown
from shortlist.tui.host import Host
from shortlist.tui.keys.sentences import empty

if TYPE_CHECKING:
    from shortlist.tui.body import Body
    from shortlist.tui.session.session import Session

ANSWERS = (
    ("keep", "Keep what was tried, as one edit that undo takes back"),
    ("drop", "Drop it: everything is as before"),
    ("on", "Go on trying"),
)


def banner(session: Session) -> str:
    """What the frame says while a what-if is open; empty without one."""
    if session.trial is None:
        return ""
    from shortlist.core.basics.unknown import minus
    from shortlist.core.basics.words import count
    from shortlist.tui.widgets.summary import signed

    tried = session.tried
    if not tried:
        return "What-if: every edit is tried, nothing is saved"
    change = minus(session.analysis.decision.monthly, session.kept_analysis.decision.monthly)
    told = f", {signed(change)} a month in all, not saved" if change else ", nothing is saved"
    return f"What-if: {count(len(tried), 'edit')} tried{told}"


class WhatIf(Screen[None]):
    """The part of the workspace screen that begins and ends a what-if."""

    app: Host

    if TYPE_CHECKING:

        @property
        def opened(self) -> bool:
            """Whether the workspace is there yet."""

        @property
        def session(self) -> Session:
            """The workspace being worked on."""

        @property
        def body(self) -> Body | None:
            """The body in front."""

        def show_anew(self) -> None:
            """Draw everything after the workspace changed."""

    def begin_what_if(self) -> None:
        """From now on edits are tried."""
        if self.opened and self.session.trial is None:
            self.session.begin_trial()
            self.show_anew()

    def action_what_if(self) -> None:
        """Begin a what-if; while one is open ask what becomes of it."""
        if not self.opened:
            return
        if self.session.trial is None:
            self.begin_what_if()
            return
        from shortlist.tui.dialogs.question import QuestionDialog

        self.app.push_screen(QuestionDialog("What becomes of the what-if?", self._told_tried(), ANSWERS), self._ended)

    def _told_tried(self) -> str:
        tried = self.session.tried
        return f"Tried: {'; '.join(tried)}." if tried else "Nothing was tried yet."

    def _ended(self, answer: str | None) -> None:
        if answer == "keep":
            self.action_what_if_keep()
        elif answer == "drop":
            self.action_what_if_drop()

    def action_what_if_keep(self) -> None:
        """Make what was tried part of the workspace."""
        if not self._trying():
            return
        self._leave_field()
        name = self.session.keep_trial()
        self.show_anew()
        self.notify(
            shown(f"Kept: {name}" if name else "Nothing was tried, so nothing changed."), timeout=2.5, markup=False
        )

    def action_what_if_drop(self) -> None:
        """Bring back what stood before."""
        if not self._trying():
            return
        self._leave_field()
        self.session.drop_trial()
        self.show_anew()
        self._leave_field()  # what the form tells begins anew as well
        self.notify("Dropped: everything is as before the what-if.", timeout=2.5, markup=False)

    def _trying(self) -> bool:
        if self.opened and self.session.trial is not None:
            return True
        self.notify(shown(empty("no_what_if")), timeout=2.5, markup=False)
        return False

    def _leave_field(self) -> None:
        """An editor that is open would go on typing into another workspace."""
        if self.body is not None:
            self.body.focus_first()

    async def what_if_ended(self) -> bool:
        """Before leaving: ask what becomes of an open what-if; False to stay."""
        if not self.opened or self.session.trial is None:
            return True
        from shortlist.tui.dialogs.question import QuestionDialog

        asked = QuestionDialog("Leave with a what-if open?", self._told_tried(), (*ANSWERS[:2], ("on", "Stay")))
        answer = await self.app.push_screen_wait(asked)
        if answer not in ("keep", "drop"):
            return False
        self._ended(answer)
        return True
