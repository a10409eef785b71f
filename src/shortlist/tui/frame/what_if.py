"""The what-if of the frame: edits that are tried on any screen, then kept as one edit or dropped."""

from __future__ import annotations

from shortlist.core.basics.unknown import minus
from shortlist.core.basics.words import count, usd_apart
from shortlist.tui.draw.figures import true_minus
from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.keys.sentences import empty

ANSWERS = (
    ("keep", "Keep what was tried, as one edit that undo takes back"),
    ("drop", "Drop it: everything is as before"),
    ("on", "Go on trying"),
)


class WhatIf:
    """Begins a what-if, and ends it one way or the other."""

    def __init__(self, host: Host, frame: Frame) -> None:
        self._host, self._frame = host, frame

    @property
    def banner(self) -> str:
        """What the frame says while a what-if is open; empty without one."""
        session = self._frame.session
        if session.trial is None:
            return ""
        tried = session.tried
        if not tried:
            return "What-if: every edit is tried, nothing is saved"
        change = minus(session.analysis.decision.monthly, session.kept_analysis.decision.monthly)
        told = f", {true_minus(usd_apart(change))} a month in all, not saved" if change else ", nothing is saved"
        return f"What-if: {count(len(tried), 'edit')} tried{told}"

    def begin(self) -> None:
        """From now on edits are tried, unless they are already."""
        if self._frame.session.trial is None:
            self._frame.session.begin_trial()
            self._frame.show_anew()

    def begin_or_ask(self) -> None:
        """Begin a what-if; while one is open ask what becomes of it."""
        if self._frame.session.trial is None:
            self.begin()
            return
        from shortlist.tui.dialogs.question import QuestionDialog

        self._host.push_screen(QuestionDialog("What becomes of the what-if?", self._tried, ANSWERS), self._end)

    @property
    def _tried(self) -> str:
        tried = self._frame.session.tried
        return f"Tried: {'; '.join(tried)}." if tried else "Nothing was tried yet."

    def _end(self, answer: str | None) -> None:
        if answer == "keep":
            self.keep()
        elif answer == "drop":
            self.drop()

    def keep(self) -> None:
        """Make what was tried part of the workspace."""
        if self._frame.session.trial is None:
            self._host.say(empty("no_what_if"))
            return
        # An editor that is open would go on typing into another workspace.
        self._frame.stage.leave_field()
        name = self._frame.session.keep_trial()
        self._frame.show_anew()
        self._host.say(f"Kept: {name}" if name else "Nothing was tried, so nothing changed.")

    def drop(self) -> None:
        """Bring back what stood before."""
        if self._frame.session.trial is None:
            self._host.say(empty("no_what_if"))
            return
        self._frame.stage.leave_field()
        self._frame.session.drop_trial()
        self._frame.show_anew()
        self._frame.stage.leave_field()  # what the form tells begins anew as well
        self._host.say("Dropped: everything is as before the what-if.")

    async def ended(self) -> bool:
        """Before leaving: ask what becomes of an open what-if; False to stay."""
        if self._frame.session.trial is None:
            return True
        from shortlist.tui.dialogs.question import QuestionDialog

        asked = QuestionDialog("Leave with a what-if open?", self._tried, (*ANSWERS[:2], ("on", "Stay")))
        answer = await self._host.push_screen_wait(asked)
        self._end(answer)
        return answer in ("keep", "drop")
