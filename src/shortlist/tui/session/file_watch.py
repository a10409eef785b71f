"""Whether the file of a session is still what was read or last saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortlist.core.basics.errors import ShortlistError

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened
    from shortlist.tui.session.session import Session


class FileWatch:
    """Looks at a file's stamp, and at its bytes where the stamp is another one; to be called off the event loop."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stamp = self._stamp_now()
        self._changed = False

    def changed(self) -> bool:
        """Whether somebody else changed the file, or took it away, since the session read or wrote it."""
        from shortlist.store.documents import digest_of
        from shortlist.store.reading import read_bytes

        stamp = self._stamp_now()
        if stamp == self._stamp and not self._changed:
            return False
        try:
            self._changed = digest_of(read_bytes(self._session.opened.path)) != self._session.opened.digest
        except ShortlistError:
            self._changed = True
        self._stamp = stamp
        return self._changed

    def lost(self) -> str:
        """Why the file cannot be read as a workspace; empty where it can."""
        from shortlist.store.workspaces import load

        try:
            load(self._session.opened.path, newer=self._session.opened.newer)
        except ShortlistError as error:
            return str(error).partition("\n")[0]
        return ""

    def theirs(self) -> Opened | None:
        """The version on disk; None where it is no workspace, or gone."""
        from shortlist.store.workspaces import load

        try:
            opened = self._session.opened
            return load(opened.path, opened.managed, opened.newer)
        except ShortlistError:
            return None

    def _stamp_now(self) -> tuple[int, ...] | None:
        try:
            found = self._session.opened.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
