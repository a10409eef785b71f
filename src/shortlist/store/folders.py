"""Paths, folders and names of files as they may be: safe on every file system, and told where they cannot be read."""

from __future__ import annotations

import datetime as dt
import errno
import os
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from shortlist.core.basics.errors import system_words
from shortlist.store.reading import UnreadableFile

REMEDIES = {
    errno.ENOTDIR: "something else is in its place; move that away",
    errno.EEXIST: "something else is in its place; move that away",
    errno.ELOOP: "it is a link that leads in a circle; remove it",
    errno.EACCES: "permission denied; allow it with chmod u+rwx",
    errno.EPERM: "permission denied; allow it with chmod u+rwx",
    errno.EROFS: "the disk is read-only; choose another place with --data-dir",
    errno.ENAMETOOLONG: "its name is too long for this disk; choose a shorter one",
    errno.ENOSPC: "no space left on the disk; make room",
}


def why_not(error: OSError) -> str:
    """Why a folder cannot be used, and what to do about it."""
    elsewhere = "look at the disk, or choose another place with --data-dir"
    return REMEDIES.get(error.errno or 0) or f"{system_words(error)}; {elsewhere}"


def entries(folder: Path, what: str) -> list[Path]:
    """What lies in a folder; nothing where there is no such folder. Raises `UnreadableFile`, naming it as `what`."""
    try:
        return list(folder.iterdir())
    except OSError as error:
        # What is there on the way to the folder, and is none itself: the first such place.
        way = (*reversed(folder.parents), folder)
        place = next((one for one in way if os.path.lexists(one) and not os.path.isdir(one)), None)  # noqa: PTH112
        if isinstance(error, FileNotFoundError):
            if place is None:
                return []
            raise UnreadableFile(place, f"{what} cannot be read: it is a link to nothing; mend or remove it") from None
        raise UnreadableFile(place or folder, f"{what} cannot be read: {why_not(error)}") from None


def writable(folder: Path) -> bool:
    """Whether anything can be saved in a folder: not on a disk that can only be read, nor without the permission."""
    return os.access(folder, os.W_OK)


def remove_all(path: Path) -> None:
    """Remove a folder with all that is in it, and a link instead of what it leads to; what cannot be removed stays."""
    import shutil  # only what is removed for good needs it

    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def changed_at(found: os.stat_result) -> dt.datetime:
    """When a file was changed last; the first of all moments where a disk says what no calendar has."""
    try:
        return dt.datetime.fromtimestamp(found.st_mtime, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return dt.datetime.fromtimestamp(0, dt.UTC)


def real(path: Path) -> Path:
    """Where a path leads; the path itself where it leads in a circle, which whoever opens it will be told."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def here() -> Path:
    """The folder that the program was started in, as it is called where it is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path()


LONGEST = 40
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""Names that Windows keeps for devices, with any ending."""
FALLBACK = "workspace"


def folded(name: str) -> str:
    """The form under which two names are the same: normalised and case-folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def slug(title: str) -> str:
    """A file name of letters, digits and hyphens, at most 40 characters; a reserved or empty one gets a prefix."""
    letters = "".join(char if char.isalnum() else "-" for char in folded(title))
    words = "-".join(word for word in letters.split("-") if word)[:LONGEST].strip("-")
    if not words:
        return FALLBACK
    return f"{FALLBACK}-{words}" if words in RESERVED else words


def unique_slug(title: str, taken: Iterable[str]) -> str:
    """A slug that is none of the names taken, numbered where it must be."""
    used = {folded(name) for name in taken}
    first = slug(title)
    if first not in used:
        return first
    number = 2
    while True:
        ending = f"-{number}"
        candidate = first[: LONGEST - len(ending)].rstrip("-") + ending
        if candidate not in used:
            return candidate
        number += 1
