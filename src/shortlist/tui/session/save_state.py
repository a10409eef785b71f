"""How a session stands to its file, as one value: what is on disk, what a save came to, what others did to the file.

Each event leads from one legal state to another; what it does not touch stays as it was. An edit is no event here:
whether there is anything to save is the session's to know.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened

NEWER = "a newer Shortlist wrote this file, and this one shows what it knows of it"
Remedy = Literal["", "edit anyway", "write anew", "decide"]
"""What a person can do about what must not be overlooked."""


@dataclass(frozen=True, slots=True)
class SaveState:
    """The file of a session, and what stands between the two."""

    opened: Opened
    """What was read or written last, and where."""
    read_only: str = ""
    """Why edits are not taken; empty where they are."""
    saving: bool = False
    problem: str | None = None
    """Why the last attempt to save failed."""
    theirs: bool = False
    """Whether somebody else changed the file while there was something unsaved."""
    gone: str = ""
    """Why the file can no longer be read; empty where it can. What is shown is then kept nowhere else."""
    unsure: bool = False
    """Whether one's own version must be written, edited or not: the one on disk may not last, or is another one's."""

    @classmethod
    def of(cls, opened: Opened) -> SaveState:
        """A file that was just opened; one of a newer version can only be looked at."""
        return cls(opened, NEWER if opened.newer else "")

    # --- what follows from it

    @property
    def conflict(self) -> bool:
        """Whether a person must decide what becomes of the file before anything can be saved."""
        return self.theirs or bool(self.gone)

    @property
    def owed(self) -> bool:
        """Whether the file must be written even where nothing was edited."""
        return self.unsure or bool(self.gone)

    def words(self, dirty: bool, trying: bool) -> str:
        """The state in words, for the header."""
        if self.problem is not None:
            return "not saved"
        if trying:
            return "what-if, not kept"
        if self.saving:
            return "saving …"
        return "unsaved changes" if dirty else "saved"

    @property
    def refusal(self) -> str:
        """That edits are not taken and why, as a sentence without its full stop; empty where they are."""
        return f"Read-only: {self.read_only}" if self.read_only else ""

    @property
    def notice(self) -> tuple[str, Remedy]:
        """What must not be overlooked, and what can be done about it; empty where there is nothing."""
        if self.read_only:
            return self.refusal, "" if self.opened.newer else "edit anyway"
        if self.gone:
            path = self.opened.path
            return f"Kept in no file: {self.gone.replace(str(path), path.name)}", "write anew"
        if self.theirs:
            return "The file was changed outside; your changes are not saved", "decide"
        return "", ""

    # --- a save

    def begun(self) -> SaveState:
        """A save is under way: one at a time, and never of what can only be looked at."""
        assert not self.saving, "one save at a time"
        assert not self.read_only, "what can only be looked at is not saved"
        return replace(self, saving=True)

    def saved(self, opened: Opened) -> SaveState:
        """This is on disk, and nothing stands between the session and the file any more; edits made since do."""
        after = SaveState.of(opened)
        if opened.newer or self.opened.newer:
            return after
        return replace(after, read_only=self.read_only)

    def refused(self, why: str, theirs: bool = False) -> SaveState:
        """A save failed and wrote nothing, with `theirs` because the file is another one's by now."""
        assert self.saving, "only a save that is under way fails"
        return replace(self, saving=False, problem=why, theirs=self.theirs or theirs)

    def half_saved(self, why: str, opened: Opened) -> SaveState:
        """A save failed when the file had been replaced already: it is one's own, and is saved again."""
        assert self.saving, "only a save that is under way fails"
        return replace(self, opened=opened, saving=False, problem=why, theirs=False, gone="", unsure=True)

    def broken_off(self) -> SaveState:
        """A save ended without a result."""
        return replace(self, saving=False)

    def nothing_left(self) -> SaveState:
        """All edits that a save was refused for were taken back; that others wrote the file stays a matter."""
        return self if self.conflict or self.unsure else replace(self, problem=None)

    # --- what others do to the file

    def changed_outside(self) -> SaveState:
        """Somebody else wrote the file while something was unsaved."""
        return replace(self, theirs=True)

    def lost(self, why: str) -> SaveState:
        """The file went away, or became unreadable, under what is shown: that is unsaved from now on."""
        assert why, "a file is gone for a reason"
        return replace(self, gone=why)

    def found(self) -> SaveState:
        """The file can be read again."""
        return replace(self, gone="", theirs=False, problem=None) if self.gone else self

    def mine(self, digest: str) -> SaveState:
        """One's own version shall replace what is there now, which has this digest; none where nothing is there."""
        assert not self.opened.newer, "what a newer version wrote is never replaced"
        there = replace(self.opened, digest=digest)
        return replace(self, opened=there, read_only="", theirs=False, gone="", unsure=True)

    # --- who may edit

    def looked_at(self, why: str) -> SaveState:
        """Edits are not taken from now on: another session has the file."""
        return self if self.opened.newer else replace(self, read_only=why)

    def edited_anyway(self) -> SaveState:
        """Edits are taken from now on, unless a newer version wrote the file."""
        return self.looked_at("")
