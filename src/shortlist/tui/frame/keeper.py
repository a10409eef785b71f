"""What lies on the disk for a workspace: its session, its drafts, its saves, and what others do to its file.

What only a question, another version or a lock needs is imported when it is needed: the figures come first.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from shortlist.core.basics.errors import ShortlistError
from shortlist.sanitising import shown
from shortlist.store.atomic import private_folder
from shortlist.store.documents import changed_elsewhere
from shortlist.store.workspaces import load
from shortlist.tui.frame.drafts import Drafts
from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import Hint, hint, keyed
from shortlist.tui.session.file_watch import FileWatch
from shortlist.tui.session.opening import sentence
from shortlist.tui.session.save_state import Remedy, SaveState
from shortlist.tui.session.saving import Saver, Timed
from shortlist.tui.session.unsaved import LOOK_S

if TYPE_CHECKING:
    from shortlist.store.backups import Backup
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
    """Loses nothing: keeps drafts, watches the file, and asks where two versions would lose one of them."""

    HINTS: ClassVar[dict[Remedy, tuple[Hint, ...]]] = {
        "": (),
        "edit anyway": (hint("file.resolve", "edit anyway"),),
        "write anew": (hint("file.save", "write it anew"),),
        "decide": (hint("file.resolve"),),
    }

    def __init__(self, host: Host, frame: Frame, session: Session, saver: Saver) -> None:
        self._host, self._frame, self._session, self._saver = host, frame, session, saver
        self.drafts = Drafts(host, frame, session)
        self._watch = FileWatch(session)
        self._looks: Timed | None = None
        """There from when drafts are kept and the file is watched."""
        self._looking = asyncio.Lock()
        self._count = 0
        self._lost_before = False
        """Whether the file could not be read at the last look."""
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
        self._looks = self._frame.set_interval(LOOK_S, self._look)
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
            self.keep_draft()
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

    def keep_draft(self) -> bool:
        """Write what is unsaved as a draft now, without the event loop; False where that failed."""
        return self.drafts.keep()

    # --- looking at what is kept, at the file and at others

    async def _look(self) -> None:
        """Look at the session, at the file and for others, unless the last look is not over yet."""
        if self._looking.locked():
            return
        async with self._looking:
            await self.drafts.look()
            self._count += 1
            if self._count % FILE_EVERY == 0:
                await self._look_at_file()
            if self._session.read_only and not self._session.opened.newer and self._count % OTHERS_EVERY == 0:
                from shortlist.store.open_sessions import other_session

                held = self.drafts.open
                if held is not None and await asyncio.to_thread(other_session, held) is None:
                    self._edit_anyway("The other session has closed the file; you can edit it now.")
                    self.drafts.offer()

    @property
    def _holds_edits(self) -> bool:
        """Whether there is more than what stands in dialogs, which goes with any version of the file."""
        what = self.drafts.unsaved
        return what is not None and (self._session.dirty or bool(what.tried or what.typed or what.begun))

    async def _look_at_file(self) -> None:
        """Show what somebody else wrote where nothing would be lost by that, and say so where something would."""
        session, digest = self._session, self._session.opened.digest
        if self._saver.busy:
            return
        changed = await asyncio.to_thread(self._watch.changed)
        if self._saver.busy or session.opened.digest != digest:
            return  # it was this session's own save
        if session.save_state.gone and (not changed or not await asyncio.to_thread(self._watch.lost)):
            self._lost_before = False
            session.save_state = session.save_state.found()
            self._frame.hints_changed()
            self._host.say("The file can be read again.", seconds=5)
        if not changed:
            return
        if not self._holds_edits:
            await self._load_again()
        elif not session.save_state.conflict:
            session.save_state = session.save_state.changed_outside()
            told = keyed(
                "The file was changed outside while you have unsaved changes. {file.resolve} decides between the two."
            )
            self._host.say(told, "warning", seconds=10)
            self._frame.hints_changed()

    async def _load_again(self) -> None:
        """Show the version on disk, as an edit that undo takes back."""
        from shortlist.core.changes.words import summary, version_words

        theirs = await asyncio.to_thread(self._watch.theirs)
        if self._holds_edits:
            return
        if theirs is None:
            await self._tell_lost()
            return
        self._lost_before = False
        what = summary(version_words(self._session.workspace, theirs.workspace))
        self._session.take(theirs, "the change from outside")
        self._frame.show_anew()
        self._host.say(f"The file was changed outside, and is shown as it now is: {what}", seconds=8)

    async def _tell_lost(self) -> None:
        """The file is gone or unreadable: at the second look, because one that is half written is so for a moment."""
        why, before = await asyncio.to_thread(self._watch.lost), self._lost_before
        self._lost_before = bool(why)
        if not why or not before or self._holds_edits:
            return
        self._session.save_state = self._session.save_state.lost(why)
        self.keep_draft()
        told = keyed("What you see is kept as a draft, and in no file: {file.save} writes it anew, or as a copy.")
        self._host.say(f"{why}. {told}", "error", title="The file cannot be read", seconds=15)
        self._frame.hints_changed()

    # --- who may edit, and which version becomes the file

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
            self._frame.run_worker(self._decide(), group="conflict")
        else:
            self._host.say("The file is as you left it; there is nothing to decide.")

    async def _decide(self) -> bool:
        """Ask which of two versions becomes the file; whether nothing is unsaved after that."""
        from shortlist.tui.frame.conflict import decided, digest_there

        session = self._session
        theirs = await asyncio.to_thread(self._watch.theirs)
        answer = await decided(self._host, session, theirs)
        try:
            if answer == "copy":
                await self._go_on_with(
                    await asyncio.to_thread(self._host.store.copy_beside, session.opened, session.kept)
                )
            elif answer == "theirs" and theirs is not None:
                session.take(theirs, "take the version on disk")
                self._frame.show_anew()
            elif answer == "mine":
                path = session.opened.path
                there = theirs.digest if theirs is not None else digest_there(path) or ""
                if session.opened.managed:
                    private_folder(path.parent)  # the folder may have gone with the file
                session.save_state = session.save_state.mine(there)
                return await self._saver.save()
            else:
                return False
        except (ShortlistError, OSError) as error:
            self._host.say(sentence(error), "error", title="Not saved", seconds=10)
            return False
        return True

    async def _go_on_with(self, copy: Opened) -> None:
        """One's own version was written as another file: that one is worked on from now on."""
        self._session.save_state = SaveState.of(copy)
        self.keep_draft()
        self._end_session()
        self._host.store.remember(copy)
        self._watch = FileWatch(self._session)
        await self.begin_session(copy)
        self._frame.show_anew()
        self._host.say(f"Yours is {copy.path.name} from now on; the other file is as somebody else left it.", seconds=5)

    def list_earlier(self) -> None:
        """List the earlier versions of this workspace, to bring one back."""
        from shortlist.tui.parts.earlier_versions import EarlierDialog

        asked = EarlierDialog(self._session.opened.path, self._session.workspace)
        self._host.push_screen(asked, self._bring_back)

    def _bring_back(self, backup: Backup | None) -> None:
        if backup is None or not self.may_edit():
            return
        from shortlist.tui.session.lookup import taken_back_told

        try:
            earlier = load(backup.path).workspace
        except ShortlistError as error:
            self._host.say(str(error), "error", title="Not restored")
            return
        before = self._session.workspace
        self._session.bring("bring an earlier version back", earlier)
        self._session.typed.drop(())
        self._frame.show_anew()
        told = keyed("The earlier version is back. {edit.undo} takes that back.")
        self._host.say(f"{told}{taken_back_told(before, self._session)}", seconds=8)

    # --- saving and leaving

    async def save(self) -> bool:
        """Save now, when asked to; False where that was refused, or not wanted after all."""
        session = self._session
        if session.save_state.conflict:
            return await self._decide()
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
        if session.save_state.conflict and await self._decide():
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
        self.keep_draft()  # a save may have to wait for longer than there is time
        await self._saver.finish()
        kept = self.keep_draft()
        if self.drafts.unsaved is None:
            return ""
        told = KEPT if kept else LOST
        return "\n".join(filter(None, (told, self._session.save_state.problem)))

    def save_at_once(self) -> str:
        """The same without the event loop, which a mistake of the program has ended; what became of it."""
        session, kept = self._session, self.keep_draft()
        try:
            if session.opened.managed and session.dirty and not session.read_only:
                written = self._host.store.save(session.opened, session.kept)
                session.save_state = session.save_state.saved(written)
                kept = self.keep_draft()
        except Exception:
            pass
        else:
            if self.drafts.unsaved is None:
                return "Everything was saved."
        return KEPT if kept else LOST
