"""Two versions, one's own and the one on disk: which becomes the file is asked, never guessed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.changes.words import summary, version_words
from shortlist.store.documents import digest_of
from shortlist.store.reading import read_bytes
from shortlist.tui.dialogs.lines import DifferencesDialog, ask_or_compare
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.host import Host

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened
    from shortlist.tui.session.session import Session

COPY = ("copy", "Keep mine as a copy, and go on with the copy")
THEIRS = ("theirs", "Take theirs; undo brings mine back")
COMPARE = ("compare", "Compare the two")
MINE = ("mine", "Save mine in its place; theirs stays among the earlier versions")
AGAIN = ("mine", "Save mine again under the same name")
LATER = ("later", "Decide later; mine is kept as a draft")


async def decided(host: Host, session: Session, theirs: Opened | None) -> str | None:
    """Ask until it is decided: `copy`, `theirs` or `mine`, else nothing is; None of theirs where it cannot be read."""

    def compared() -> DifferencesDialog:
        assert theirs is not None, "what cannot be read is not offered to be compared"
        found = version_words(theirs.workspace, session.kept)
        return DifferencesDialog("Theirs, on disk (then) → mine (now)", found)

    return await ask_or_compare(host, lambda at: _question(session, theirs, at), compared)


def _question(session: Session, theirs: Opened | None, at: str) -> QuestionDialog:
    path = session.opened.path
    if theirs is not None:
        found = version_words(theirs.workspace, session.kept)
        how = f"{count(len(found), 'difference')} from theirs: {summary(found)}"
        told = f"Somebody else saved {path} meanwhile. Mine has {how}. (Then is theirs, now is mine.)"
        over = () if session.opened.newer else (MINE,)
        return QuestionDialog("The file was changed outside", told, (COPY, THEIRS, COMPARE, *over, LATER), at)
    over = ()
    if not session.opened.newer:
        if not os.path.lexists(path):
            over = (AGAIN,)
        elif digest_there(path) is not None:  # what cannot even be read is not replaced
            over = (MINE,)
    told = f"{path} is gone, or can no longer be read as a workspace. What you see is kept in no file."
    return QuestionDialog("The file is gone", told, (COPY, *over, LATER), at)


def digest_there(path: Path) -> str | None:
    """The digest of what stands there, be it a workspace or not; None where it cannot be read."""
    try:
        return digest_of(read_bytes(path))
    except ShortlistError:
        return None
