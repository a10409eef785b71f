"""Two versions, one's own and the one on disk: which becomes the file is asked, never guessed."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.changes.words import summary, version_words
from shortlist.shown import shown
from shortlist.tui.dialogs.differences import DifferencesDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.host import Keeper
from shortlist.tui.session.opening import sentence

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened

COPY = ("copy", "Keep mine as a copy, and go on with the copy")
THEIRS = ("theirs", "Take theirs; undo brings mine back")
COMPARE = ("compare", "Compare the two")
MINE = ("mine", "Save mine in its place; theirs stays among the earlier versions")
AGAIN = ("mine", "Save mine again under the same name")
LATER = ("later", "Decide later; mine is kept as a draft")


async def settle(screen: Keeper) -> bool:
    """Ask until it is decided; whether one's own version is on disk, or was given up, after that."""
    theirs = await asyncio.to_thread(_theirs, screen)
    at = ""
    while True:
        answer = await screen.app.push_screen_wait(_question(screen, theirs, at))
        if answer != "compare" or theirs is None:
            break
        found, at = version_words(theirs.workspace, screen.session.kept), "compare"
        await screen.app.push_screen_wait(DifferencesDialog("Theirs, on disk (then) → mine (now)", found))
    try:
        return await _settled(screen, theirs, answer)
    except (ShortlistError, OSError) as error:
        screen.notify(shown(sentence(error)), title="Not saved", severity="error", timeout=10, markup=False)
        return False


def _theirs(screen: Keeper) -> Opened | None:
    from shortlist.store.workspaces import load

    opened = screen.session.opened
    try:
        return load(opened.path, opened.managed)
    except ShortlistError:
        return None


def _question(screen: Keeper, theirs: Opened | None, at: str) -> QuestionDialog:
    path = screen.session.opened.path
    if theirs is None:
        told = f"{path} is gone, or can no longer be read as a workspace. What you see is kept in no file."
        answers = (COPY, *again(path), LATER)
        return QuestionDialog("The file is gone", told, answers, at)
    found = version_words(theirs.workspace, screen.session.kept)
    how = f"{count(len(found), 'difference')} from theirs: {summary(found)}"
    told = f"Somebody else saved {path} meanwhile. Mine has {how}. (Then is theirs, now is mine.)"
    return QuestionDialog("The file was changed outside", told, (COPY, THEIRS, COMPARE, MINE, LATER), at)


def again(path: Path) -> tuple[tuple[str, str], ...]:
    """The answer that writes one's own under the same name, where nothing stands there that would be lost."""
    if not os.path.lexists(path):
        return (AGAIN,)
    return () if digest_there(path) is None else (MINE,)


def digest_there(path: Path) -> str | None:
    """The digest of what stands there, be it a workspace or not; None where it cannot be read."""
    from shortlist.store.documents import digest_of
    from shortlist.store.reading import read_bytes

    try:
        return digest_of(read_bytes(path))
    except ShortlistError:
        return None


async def _settled(screen: Keeper, theirs: Opened | None, answer: str | None) -> bool:
    from dataclasses import replace

    from shortlist.store.atomic import private_folder

    session, store = screen.session, screen.app.store
    if answer == "copy":
        copy = await asyncio.to_thread(store.copy_beside, session.opened, session.kept)
        await screen.go_on_with(copy)
    elif answer == "theirs" and theirs is not None:
        session.take(theirs, "take the version on disk")
        screen.show_anew()
    elif answer == "mine":
        path = session.opened.path
        there = theirs.digest if theirs is not None else digest_there(path) or ""
        if session.opened.managed:
            private_folder(path.parent)  # the folder may have gone with the file
        session.opened = replace(session.opened, digest=there)
        session.conflict, session.unsure, session.gone = False, True, ""
        return await screen.saver.save()
    else:
        return False
    return True
