"""Texts that another program has open, one folder each beside the file's other state.

What lies there is the only copy of what that program saved, until it is part of the workspace or of a draft: it is
removed then, and by nothing else. The folder is held by a lock that the other program inherits, so that it is found
held as long as either of the two lives.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.store.atomic import SaveFailed, is_there, private_folder, sweep_folder, write_atomic
from shortlist.store.folders import changed_at, entries, remove_all
from shortlist.store.reading import FileFormat, read_bytes

FOLDER = "lent"
NAME = "section.md"
"""What an editor shows as the name of the file, and colours by."""
BEFORE, SECTION, HELD = ".before", ".section", ".held"
OWN = frozenset({NAME, BEFORE, SECTION, HELD})
LENT = FileFormat("a text from another program", "it is text", 8_000_000)
"""The limit of the workspace file that it belongs to."""


class LentText(NamedTuple):
    """One text, as it was given and as it now is."""

    folder: Path
    section: str
    """What of the record it is."""
    before: bytes

    @property
    def file(self) -> Path:
        """What the other program opens."""
        return self.folder / NAME

    @property
    def changed(self) -> dt.datetime:
        """When it was written last."""
        with suppress(OSError):
            return changed_at(self.file.stat())
        return changed_at(self.folder.stat())

    def rescued(self) -> list[Path]:
        """Files that the other program left beside it, such as `.section.md.swp`; earlier versions are none."""
        with suppress(ShortlistError):
            found = (path for path in entries(self.folder, "the folder of the text") if path.name not in OWN)
            return sorted(path for path in found if not self._before(path))
        return []

    def _before(self, path: Path) -> bool:
        """Whether a file holds the text as it was given: a copy that an editor makes before it writes."""
        try:
            found = path.lstat()
            same = stat.S_ISREG(found.st_mode) and found.st_size == len(self.before)
            return same and path.read_bytes() == self.before
        except OSError:
            return False

    def holds_something(self) -> bool:
        """Whether anything of it is not what was given."""
        return bool(self.rescued()) or (is_there(self.file) and not self._before(self.file))

    def lock(self) -> int | None:
        """Hold it: a descriptor for the other program to inherit; None where it is held, or cannot be."""
        try:
            import fcntl
        except ImportError:  # Windows
            return None
        with suppress(OSError):
            descriptor = os.open(self.folder / HELD, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except OSError:
                os.close(descriptor)
        return None

    def held(self) -> bool:
        """Whether a program that runs still has it."""
        descriptor = self.lock()
        if descriptor is not None:
            os.close(descriptor)
        return descriptor is None and (self.folder / HELD).exists()

    def give_up(self) -> None:
        """Remove it: what it holds is somewhere else, or is nothing."""
        remove_all(self.folder)


def lend(state: Path | None, section: str, text: str) -> LentText:
    """Lay a text out for another program, in a file's state folder, or in the system's where that has none.

    Raises `SaveFailed`.
    """
    before = text.encode("utf-8", "surrogatepass")
    if state is None:
        folder = Path(tempfile.mkdtemp(prefix="shortlist-"))
    else:
        folder = state / FOLDER / f"{dt.datetime.now(dt.UTC):%Y%m%dt%H%M%S%f}-{os.urandom(3).hex()}"
        for one in (state.parent, state, folder.parent, folder):
            private_folder(one)
    lent = LentText(folder, section, before)
    try:
        for name, data in ((BEFORE, before), (SECTION, section.encode("ascii")), (NAME, before)):
            write_atomic(folder / name, data, follow=False)
    except SaveFailed:
        lent.give_up()
        raise
    return lent


def left_texts(state: Path) -> list[LentText]:
    """Texts that a session laid out which has ended without a word, the oldest first; those still held included.

    What holds nothing new is removed. Raises `UnreadableFile`.
    """
    left = []
    for folder in sorted(entries(state / FOLDER, "the folder of the texts")):
        one = LentText(folder, "", b"")
        with suppress(ShortlistError, UnicodeDecodeError, OSError):
            section = read_bytes(folder / SECTION, follow=False).decode("ascii")
            one = LentText(folder, section, read_bytes(folder / BEFORE, LENT, follow=False))
        with suppress(OSError):
            if one.held():
                left.append(one)
                continue
            sweep_folder(folder)
            if one.holds_something():
                left.append(one)
            else:
                one.give_up()
    return left
