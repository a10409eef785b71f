"""What lies on the disk for a workspace: its session, its drafts, its saves, and leaving it in good order.

What only a question, another version or a lock needs is imported when it is needed: the figures come first.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from shortlist.core.basics.errors import ShortlistError
from shortlist.sanitising import shown
from shortlist.store.documents import changed_elsewhere
from shortlist.tui.frame.drafts import Drafts
from shortlist.tui.frame.external_changes import ExternalChanges
from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import Hint, hint, keyed
from shortlist.tui.session.save_state import Remedy
from shortlist.tui.session.saving import Saver, Timed
from shortlist.tui.session.unsaved import LOOK_S

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened
    from shortlist.tui.session.session import Session

KEPT = "The last changes were not saved; they were kept as a draft, which is offered when the file is opened again."
LOST = "The last changes were not saved."
REFUSALS_APART_S = 3.0
"""A session that may only look says so once, not at every key."""
FILE_EVERY = 2
"""At every how manieth look the file is looked at."""
OTHERS_EVERY = 4
"""At every how manieth look it is asked whether the other session has gone."""


class Keeper:
    """Loses nothing: keeps drafts, looks at the file and for others, saves, and asks before anything is given up."""

    HINTS: ClassVar[dict[Remedy, tuple[Hint, ...]]] = {
        "": (),
        "edit anyway": (hint("file.resolve", "edit anyway"),),
        "write anew": (hint("file.save", "write it anew"),),
        "decide": (hint("file.resolve"),),
    }

    def __init__(self, host: Host, frame: Frame, session: Session, saver: Saver) -> None:
        self._host, self._frame, self._session, self._saver = host, frame, session, saver
        self.drafts = Drafts(host, frame, session)
        self._changes = ExternalChanges(host, frame, session, saver, self.drafts, self._go_on_with)
        self._looks: Timed | None = None
        """There from when drafts are kept and the file is watched."""
        self._looking = asyncio.Lock()
        self._count = 0
        self._refused_at = 0.0
        self._parted = False

    # --- the session that has the file open

    async def begin_session(self, opened: Opened) -> None:
        """Have the file open, and from now on keep drafts and watch it; then offer what was left there."""
        from shortlist.store.open_sessions import begin_session

        state, other = self._host.places.state, None
        try:
            self.drafts.open, other = await asyncio.to_thread(begin_session, state, opened.path)
        except (ShortlistError, OSError) as error:
            told = f"No drafts can be kept: {str(error).removesuffix('.')}."
            self._host.say(f"{told} {self._advice}", "warning", seconds=10)
        else:
            if self.drafts.open is None and other is None:
                told = (
                    f"No drafts can be kept, and other sessions cannot be seen: the folder {state} cannot be written."
                )
                self._host.say(f"{told} {self._advice}", "warning", seconds=10)
        if self._parted:
            self._end_session()
            return
        if other is not None:
            self._session.save_state = self._session.save_state.looked_at(f"{other} has it open")
        self._frame.hints_changed()
        self._looks = self._frame.screen.set_interval(LOOK_S, self._look)
        if not self._session.read_only:
            if opened.managed and changed_elsewhere(state, opened):
                told = keyed(
                    "The file was changed by another program since it was saved here. "
                    "{file.earlier} shows earlier versions."
                )
                self._host.say(told, seconds=8)
            self.drafts.show_half_typed(opened)
            self.drafts.offer()

    @property
    def _can_save(self) -> bool:
        """Whether the place of the workspace takes a file."""
        from shortlist.store.folders import writable

        return writable(self._session.opened.path.parent)

    @property
    def _advice(self) -> str:
        """What to do where no drafts are kept."""
        if self._can_save:
            return "Save often."
        folder = self._session.opened.path.parent
        return f"Nor can anything be saved in {folder}: what is changed here is lost, so copy the file elsewhere first."

    @property
    def watching(self) -> bool:
        """Whether drafts are kept and the file is watched: from when the session began."""
        return self._looks is not None

    def close(self) -> None:
        """The screen goes: what is still unsaved stays as a draft, unless it was given up."""
        if not self._parted:
            self._parted = True
            self.drafts.keep()
        self._end_session()

    async def part(self) -> None:
        """The file is left in good order: it is free for others at once, and what is half typed waits beside it.

        The first screen of all stays beneath the others unseen: it must not go on holding the file.
        """
        self._parted = True
        async with self._looking:
            self.drafts.leave_half_typed()
            self._end_session()

    def _end_session(self) -> None:
        if self._looks is not None:
            self._looks.stop()
        self.drafts.end()

    # --- looking at what is kept, at the file and at others

    async def _look(self) -> None:
        """Look at the session, at the file and for others, unless the last look is not over yet."""
        if self._looking.locked():
            return
        async with self._looking:
            await self.drafts.look()
            self._count += 1
            if self._count % FILE_EVERY == 0:
                await self._changes.look()
            if self._session.read_only and not self._session.opened.newer and self._count % OTHERS_EVERY == 0:
                from shortlist.store.open_sessions import other_session

                held = self.drafts.open
                if held is not None and await asyncio.to_thread(other_session, held) is None:
                    self._edit_anyway("The other session has closed the file; you can edit it now.")
                    self.drafts.offer()

    # --- who may edit

    @property
    def banner(self) -> tuple[str, tuple[Hint, ...]]:
        """What must not be overlooked, and the key that does something about it."""
        told, remedy = self._session.save_state.notice
        return told, self.HINTS[remedy]

    def may_edit(self) -> bool:
        """Whether edits are taken; says so where they are not."""
        if not self._session.read_only:
            return True
        now = time.monotonic()
        if now - self._refused_at > REFUSALS_APART_S:
            self._refused_at = now
            more = "" if self._session.opened.newer else keyed(" {file.resolve} edits anyway.")
            self._host.say(f"{self._session.refusal}{more}", "warning")
        return False

    def _edit_anyway(self, told: str) -> None:
        self._session.save_state = self._session.save_state.edited_anyway()
        self._frame.hints_changed()
        self._host.say(told, seconds=5)

    def resolve(self) -> None:
        """Decide between one's own version and the one on disk; where another session has it open, edit anyway."""
        if self._session.read_only and not self._session.opened.newer:
            self._edit_anyway("You can edit. What the other session saves meanwhile is never overwritten unseen.")
        elif self._session.save_state.conflict:
            self._frame.screen.run_worker(self._changes.decide(), group="conflict")
        else:
            self._host.say("The file is as you left it; there is nothing to decide.")

    async def _go_on_with(self, copy: Opened) -> None:
        """Another file is worked on from now on."""
        self.drafts.keep()
        self._end_session()
        self._host.store.remember(copy)
        await self.begin_session(copy)

    # --- saving and leaving

    async def save(self) -> bool:
        """Save now, when asked to; False where that was refused, or not wanted after all."""
        session = self._session
        if session.save_state.conflict:
            return await self._changes.decide()
        if not self.may_edit():
            return False
        if session.trial is not None:
            self._host.say(keyed("What is tried is not saved; {whatif.keep} keeps it first."), seconds=5)
        if session.opened.has_comments and session.dirty:
            from shortlist.tui.dialogs.question import QuestionDialog

            asked = QuestionDialog(
                "Save, and lose the comments?",
                "The file holds comments. Saving writes it anew in a fixed layout, and they will be gone.",
                (("save", "Save without the comments"), ("cancel", "Do not save")),
            )
            if await self._host.push_screen_wait(asked) != "save":
                return False
        return await self._saver.save()

    async def may_leave(self) -> bool:
        """Save what saves itself; ask about what would be lost, and about nothing else."""
        session = self._session
        if await self._saver.finish() and not session.dirty:
            return True
        if session.save_state.conflict and await self._changes.decide():
            return True
        from shortlist.tui.dialogs.question import QuestionDialog

        told = shown(session.save_state.problem or f"{session.opened.path} is saved only when you ask for it.")
        answers: tuple[tuple[str, str], ...] = (
            ("save", "Save and leave"),
            ("drop", "Leave without saving"),
            ("stay", "Stay"),
        )
        if not self._can_save:
            # The first answer is taken by Enter alone.
            answers = (("stay", "Stay"), ("drop", "Leave without saving"))
        asked = QuestionDialog("Leave with unsaved changes?", told, answers)
        answer = await self._host.push_screen_wait(asked)
        if answer == "drop":
            self.drafts.given_up = True
            return True
        return answer == "save" and await self.save()

    async def save_rest(self) -> None:
        """Save what saves itself, unless it was given up."""
        if not self.drafts.given_up:
            await self._saver.finish()

    async def end(self) -> str:
        """Save what saves itself, and keep the rest as a draft; what is to be said of what was not saved."""
        self.drafts.keep()  # a save may have to wait for longer than there is time
        await self._saver.finish()
        kept = self.drafts.keep()
        if self.drafts.unsaved is None:
            return ""
        told = KEPT if kept else LOST
        return "\n".join(filter(None, (told, self._session.save_state.problem)))

    def save_at_once(self) -> str:
        """The same without the event loop, which a mistake of the program has ended; what became of it."""
        session, kept = self._session, self.drafts.keep()
        try:
            if session.opened.managed and session.dirty and not session.read_only:
                written = self._host.store.save(session.opened, session.kept)
                session.save_state = session.save_state.saved(written)
                kept = self.drafts.keep()
        except Exception:
            pass
        else:
            if self.drafts.unsaved is None:
                return "Everything was saved."
        return KEPT if kept else LOST
