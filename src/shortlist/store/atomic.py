"""Writing a file so that it holds the old bytes or the new ones, whatever happens in between."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

from shortlist.core.basics.errors import ShortlistError, system_words
from shortlist.sanitising import shown

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
LONGEST_NAME = 255
"""Bytes of a file's name that every usual disk takes."""
YOUNG_S = 600.0
"""Seconds within which a file that is being written may still be somebody's work, where no lock says whose."""
_TEMPORARY = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{12}\.tmp", re.DOTALL)


class SaveFailed(ShortlistError):
    """A save that did not take place; what was on disk is still there."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{shown(str(path))}: not saved: {why}")


def is_there(path: Path) -> bool:
    """Whether something has a name, be it a link to nothing.

    Raises `OSError` where that cannot be told: what is not there is made, and what belongs to it removed.
    """
    try:
        path.lstat()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
            return False
        raise
    return True


def is_temporary(name: str) -> bool:
    """Whether a file is one that has not taken the place of another yet."""
    return _TEMPORARY.fullmatch(name) is not None


def private_folder(path: Path) -> None:
    """Make a folder that only its owner can enter, whatever the umask, and those above it as the system makes them.

    Raises `SaveFailed` where that is not possible.
    """
    try:
        if not path.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            path.chmod(PRIVATE_FOLDER)
    except OSError as error:
        from shortlist.store.folders import why_not  # which reads as well, and is needed by failures alone

        raise SaveFailed(path, f"the folder cannot be made: {why_not(error)}") from None


def folder_beside(path: Path, folder: Path) -> int:
    """Make a folder that belongs to a workspace file as open as the file is; returns the mode for files in it.

    Raises `SaveFailed` where that is not possible, or where a link is in its place.
    """
    require_no_link(folder)
    try:
        mode = stat.S_IMODE(path.stat().st_mode) & 0o666 | PRIVATE_FILE
    except OSError:
        mode = PRIVATE_FILE
    try:
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            folder.chmod(mode | (mode & 0o444) >> 2)
    except OSError as error:
        from shortlist.store.folders import why_not  # which reads as well, and is needed by failures alone

        raise SaveFailed(folder, f"the folder cannot be made: {why_not(error)}") from None
    return mode


def move(path: Path, target: Path) -> None:
    """Give a file another name, or another folder of the same disk, for good on return. Raises `SaveFailed`.

    The target must not exist, and the caller must hold a lock that keeps others from making it meanwhile. Where it
    cannot be forced to disk, the file has its old name again.
    """
    try:
        if is_there(target):
            raise FileExistsError(17, "there is a file of that name")
        path.rename(target)
    except OSError as error:
        raise SaveFailed(path, _why(error)) from None
    try:
        sync_folder(target.parent, target)
        if path.parent != target.parent:
            sync_folder(path.parent, path)
    except SaveFailed:
        with suppress(OSError):
            target.rename(path)
        raise


def write_atomic(
    path: Path,
    data: bytes,
    new_mode: int = PRIVATE_FILE,
    follow: bool = True,
    unchanged: Callable[[], object] | None = None,
) -> None:
    """Replace a file by new bytes, all or nothing, durable on return.

    A file that exists keeps its mode and its owner, a new one gets `new_mode`. The new file is written beside the old
    one, forced to disk, and renamed over it; then the folder is forced to disk. An error before that removes the new
    file. A failed fsync is a failed save: the kernel may have dropped the pages, so it is never retried on the same
    file. Only a file is replaced, and without `follow` none that a link leads to. `unchanged` is called when the new
    file is on disk, right before it takes the place of the old one, and raises where that must stay.
    Raises `SaveFailed`.
    """
    try:
        if not follow:
            require_no_link(path)
        target = path.resolve() if follow else path
        before = _standing(target, path)
        temporary = target.with_name(f".{short_name(target.name)}.{os.urandom(6).hex()}.tmp")
        _write_new(temporary, data, before, new_mode)
        _replace(temporary, target, unchanged)
    except (OSError, RuntimeError) as error:  # a link that leads to itself is a RuntimeError
        raise SaveFailed(path, _why(error)) from None
    sync_folder(target.parent, path)


def require_no_link(path: Path) -> None:
    """Raise `SaveFailed` where a path is a link: what it leads to is not for us to write."""
    if os.path.islink(path):  # noqa: PTH114 - of a name that no disk takes it is none
        raise SaveFailed(path, "it is a link, and none is followed here; remove it, or choose another place")


def require_nothing(path: Path) -> None:
    """Raise `SaveFailed` where something has the name of a new file."""
    if is_there(path):
        raise SaveFailed(path, "there is something of that name meanwhile; try again")


def short_name(name: str) -> str:
    """A name as that of a new file tells it: a long one by its digest, which leaves room for what is added."""
    encoded = os.fsencode(name)
    if len(encoded) <= LONGEST_NAME - 18:
        return name
    return f"long.{hashlib.sha256(encoded).hexdigest()}"


def sweep(path: Path) -> None:
    """Remove what writers of a file left that were killed; the caller holds the lock of the file."""
    with suppress(OSError, RuntimeError):
        target = path.resolve()
        wanted = short_name(target.name)
        for other, name in _temporaries(target.parent):
            if name == wanted:
                _forget(other)


def sweep_new(folder: Path) -> None:
    """The same for the files of a folder that never came to be; the caller holds the lock under which they are made."""
    with suppress(OSError):
        for path, name in _temporaries(folder):
            if not name.startswith("long.") and not is_there(folder / name):
                _forget(path)


def sweep_folder(folder: Path) -> None:
    """The same for every file of a folder whose only writer is the caller."""
    with suppress(OSError):
        for path, _ in _temporaries(folder):
            _forget(path)


def sweep_old(folder: Path, names: Collection[str] = ()) -> None:
    """The same in a folder that no lock covers, of the files of these names or of all: what no writer works on still.

    A folder that is a link is somebody else's.
    """
    wanted, before = {short_name(name) for name in names}, time.time() - YOUNG_S
    with suppress(OSError):
        for path, name in () if folder.is_symlink() else _temporaries(folder):
            if (not names or name in wanted) and path.lstat().st_mtime < before:
                _forget(path)


def _temporaries(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of a folder that have not taken the place of another yet, each with the name of that."""
    for path in folder.iterdir():
        found = _TEMPORARY.fullmatch(path.name)
        if found is not None:
            yield path, found["name"]


def _why(error: Exception) -> str:
    told = system_words(error)
    if isinstance(error, PermissionError):
        return f"{told}; allow writing in its folder"
    return told


def _standing(target: Path, path: Path) -> os.stat_result | None:
    """What stands where the new file shall; a file without write permission is its owner's wish."""
    try:
        standing = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(standing.st_mode):
        what = "a folder" if stat.S_ISDIR(standing.st_mode) else "no file"
        raise SaveFailed(path, f"what has that name is {what}; move it away, or choose another name")
    if not stat.S_IMODE(standing.st_mode) & 0o222:
        raise SaveFailed(path, "the file is read-only; allow writing, or save under another name")
    return standing


def _write_new(path: Path, data: bytes, before: os.stat_result | None, new_mode: int) -> None:
    """A new file with all of the bytes, forced to disk; none is left where that fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if before is not None and (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
                with suppress(PermissionError):  # only root may give a file back to its owner
                    os.fchown(descriptor, before.st_uid, before.st_gid)
            os.fchmod(descriptor, new_mode if before is None else stat.S_IMODE(before.st_mode))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        _forget(path)
        raise


def _replace(temporary: Path, target: Path, unchanged: Callable[[], object] | None) -> None:
    try:
        if unchanged is not None:
            unchanged()
        temporary.replace(target)
    except BaseException:
        _forget(temporary)
        raise


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def sync_folder(folder: Path, path: Path) -> None:
    """Force the names in a folder to disk. Raises `SaveFailed` for the file that this is done for."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SaveFailed(path, f"the folder could not be forced to disk: {_why(error)}") from None
