"""Which sessions have a file open: each that may edit it has a number, held by a lock that ends with its process.

The first is the owner. A second session that edits anyway has a number of its own, with a draft of its own. A draft of
a number that nobody holds was left by a session that ended without a word.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from shortlist.store.atomic import PRIVATE_FILE, SaveFailed, private_folder
from shortlist.store.folders import changed_at, entries
from shortlist.store.locking import own_folder, sign, signed, state_folder

MOST_SESSIONS = 9
PATIENCE_S = 2.0  # how long one waits for another session that is just beginning
# What lies on the disk keeps its names (`seats`, `seat-1`, `holder-1`): an older program may have the file open too.
LEFT = "left-"
HALF_TYPED = "typed.toml"


class OpenSession:
    """The right to keep a draft of a file, held until `end` or the end of the process."""

    def __init__(self, folder: Path, number: int, lock: FileLock) -> None:
        self.folder, self.number, self._lock = folder, number, lock
        self._held = _lock_file(folder, number)

    @property
    def draft(self) -> Path:
        """Where this session keeps what is not saved.

        Where the state was removed meanwhile, it is held anew, so that the next session finds it held.
        """
        if self._held is None or self._held != _lock_file(self.folder, self.number):
            self._hold_again()
        return _draft(self.folder, self.number)

    def _hold_again(self) -> None:
        with suppress(OSError, Timeout, SaveFailed):
            private_folder(self.folder.parent)
            private_folder(self.folder)
            with _door(self.folder):
                free = ((number, _locked(self.folder, number)) for number in range(1, MOST_SESSIONS + 1))
                number, lock = next((one for one in free if one[1] is not None), (0, None))
                if lock is not None:
                    self.end()
                    _set_aside(self.folder, number)
                    self.number, self._lock, self._held = number, lock, _lock_file(self.folder, number)
                    sign(_name(self.folder, number))

    @property
    def half_typed(self) -> Path:
        """Where a session that ends in good order leaves what is typed and no value yet."""
        return self.folder / HALF_TYPED

    def end(self) -> None:
        """The file is not open here any more."""
        with suppress(OSError):
            self._lock.release()


def begin_session(state: Path, path: Path) -> tuple[OpenSession | None, str | None]:
    """Open a file under the first free number; with who else has it open.

    Drafts that nobody owns any more are set aside, where `left_drafts` finds them. None without a number: nothing
    can be written in the state folder, or all are taken. Raises `SaveFailed` where there can be no state folder.
    """
    folder = own_folder(state, path)
    own: OpenSession | None = None
    other: str | None = None
    with suppress(OSError, Timeout), _door(folder):
        for number in range(1, MOST_SESSIONS + 1):
            lock = _locked(folder, number)
            if lock is None:
                other = other or signed(_name(folder, number))
                continue
            _set_aside(folder, number)
            if own is None:
                own = OpenSession(folder, number, lock)
                sign(_name(folder, number))
            else:
                lock.release()
            if not _name(folder, number + 1).exists():
                break
    return own, other


def opened_by(state: Path, path: Path) -> str | None:
    """Who has a file open, if anybody has."""
    folder = state_folder(state, path)
    with suppress(OSError, Timeout):
        if folder.is_dir():
            with _door(folder):
                return _anybody(folder, 0)
    return None


def other_session(own: OpenSession) -> str | None:
    """Who else has the file of a session open, if anybody has."""
    with suppress(OSError, Timeout), _door(own.folder):
        return _anybody(own.folder, own.number)
    return "another session"


def left_drafts(folder: Path) -> list[Path]:
    """Drafts that nobody owns any more, the newest first. Raises `UnreadableFile`."""
    found = (path for path in entries(folder, "the folder of the drafts") if path.name.startswith(LEFT))
    return sorted(found, reverse=True)


def _anybody(folder: Path, own: int) -> str | None:
    for number in range(1, MOST_SESSIONS + 1):
        if number == own:
            continue
        if not _name(folder, number).exists():
            return None
        lock = _locked(folder, number)
        if lock is None:
            return signed(_name(folder, number))
        lock.release()
    return None


def _door(folder: Path) -> FileLock:
    """One at a time: who only looks whether a number is free would otherwise keep another from taking it."""
    return FileLock(folder / "seats", timeout=PATIENCE_S, mode=PRIVATE_FILE)


def _locked(folder: Path, number: int) -> FileLock | None:
    # Taken by one thread, and given up by another.
    lock = FileLock(_lock_path(folder, number), timeout=0, mode=PRIVATE_FILE, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock


def _lock_path(folder: Path, number: int) -> Path:
    return folder / f"seat-{number}"


def _lock_file(folder: Path, number: int) -> tuple[int, int] | None:
    """Which file is the lock of a seat; None where there is none."""
    with suppress(OSError):
        found = _lock_path(folder, number).stat()
        return found.st_dev, found.st_ino
    return None


def _set_aside(folder: Path, number: int) -> None:
    """Make room for one's own draft: what lies there was left by somebody else."""
    draft = _draft(folder, number)
    if draft.exists():
        stamp = changed_at(draft.stat())
        draft.rename(folder / f"{LEFT}{stamp:%Y%m%dT%H%M%S%f}-{os.urandom(3).hex()}.toml")


def _name(folder: Path, number: int) -> Path:
    return folder / f"holder-{number}"


def _draft(folder: Path, number: int) -> Path:
    return folder / ("draft.toml" if number == 1 else f"draft-{number}.toml")
