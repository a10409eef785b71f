"""What a session holds that is on no disk yet, and when it is time to keep it as a draft.

A draft is written half a second to a second after the last change, and while changes go on at most a second and a
half after the first of them: what was typed two seconds ago outlives the process. A workspace that saves itself needs
none where its save comes as soon, also while changes go on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import Data, KeyPath
from shortlist.tui.session.session import Session
from shortlist.tui.session.typed import Pending

if TYPE_CHECKING:
    from shortlist.store.drafts import Draft
    from shortlist.store.workspaces import Opened

LOOK_S = 0.5
"""From one look at the session to the next."""
QUIET_S, LONGEST_S = 0.45, 0.95
"""A draft is due where nothing changed for so long, or where the first change that is in none is so old."""

Forms = Callable[[], Mapping[KeyPath, Data]]
"""Gives what stands in open forms and is not whole yet, by the list that it is for."""


class Unsaved(NamedTuple):
    """Everything of a session that a save would not write, or has not written yet."""

    kept: Workspace
    tried: Workspace | None
    typed: Mapping[KeyPath, Pending]
    begun: Mapping[KeyPath, Data]
    texts: Mapping[str, Mapping[str, str]]
    """What stands in dialogs, by dialog and field."""
    only_edits: bool
    """Whether a save would write all of it."""


def unsaved(session: Session, forms: Forms) -> Unsaved | None:
    """What would be lost now; None where nothing would."""
    tried = session.workspace if session.tried else None
    begun = {**session.typed.begun, **forms()}
    pending, dialogs = session.typed.pending, session.typed.dialogs
    only_edits = tried is None and not (pending or begun or dialogs)
    if only_edits and not session.dirty:
        return None
    return Unsaved(session.kept, tried, pending, begun, dialogs, only_edits)


def draft_of(session: Session, what: Unsaved) -> Draft:
    """What is unsaved, dated now, as the store keeps it beside the file."""
    from shortlist.store.drafts import Draft

    return Draft(
        what.kept,
        session.opened.digest,
        dt.datetime.now(dt.UTC).replace(microsecond=0),
        what.typed,
        what.begun,
        what.tried,
        what.texts,
    )


def half_typed_again(session: Session, opened: Opened, path: Path) -> bool:
    """Take up what was half typed when a file was left; False where there is nothing, or the file went on since.

    A text belongs to a place, and in another version the place may be another one's; that of a dialog to none.
    """
    from shortlist.store.drafts import drop_draft, read_draft

    if not path.exists():
        return False
    try:
        left = read_draft(path)
    except ShortlistError:
        drop_draft(path)
        return False
    if left.base != opened.digest or session.workspace is not opened.workspace:
        session.typed.recall({}, {}, left.texts, beneath=True)
        drop_draft(path)
        return False
    session.typed.recall(left.typed, left.begun, left.texts, beneath=True)
    return True


class Clock:
    """Tells when a draft is due; it is asked every `LOOK_S`."""

    def __init__(self) -> None:
        self._seen: Unsaved | None = None
        self._drafted: Unsaved | None = None
        self._first = self._last = 0.0
        self._on_disk: object = None

    def due(self, now: Unsaved | None, at: float, saves_itself: bool, on_disk: object = None) -> bool:
        """Whether what is unsaved shall be kept now.

        Where another version is on disk than at the last look, a save has come meanwhile: it holds all edits but
        those since, and to keep them twice while somebody types would only be in the way of the keys.
        """
        if on_disk is not self._on_disk:
            self._on_disk = on_disk
            if saves_itself and now is not None and now.only_edits:
                self._first = at
        if not _same(now, self._seen):
            if _same(self._seen, self._drafted):
                self._first = at
            self._seen, self._last = now, at
        if now is None or _same(now, self._drafted):
            return False
        if at - self._first >= LONGEST_S:
            return True
        return at - self._last >= QUIET_S and not (saves_itself and now.only_edits)

    def holds(self, what: Unsaved) -> bool:
        """Whether exactly this is kept already."""
        return _same(what, self._drafted)

    @property
    def has_draft(self) -> bool:
        """Whether a draft is kept that may no longer be needed."""
        return self._drafted is not None

    def drafted(self, what: Unsaved | None) -> None:
        """It is kept, or there is nothing to keep any more."""
        self._drafted = what


def _same(one: Unsaved | None, other: Unsaved | None) -> bool:
    """Whether two states are the same; workspaces are compared as objects, because every edit makes a new one."""
    if one is None or other is None:
        return one is other
    same = one.kept is other.kept and one.tried is other.tried
    return same and (one.typed, one.begun, one.texts) == (other.typed, other.begun, other.texts)
