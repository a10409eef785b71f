"""Writing a file so that it holds the old bytes or the new ones, whatever happens in between."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from shortlist.core.errors import ShortlistError
from shortlist.shown import shown

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


class SaveFailed(ShortlistError):
    """A save that did not take place; what was on disk is still there."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{shown(str(path))}: not saved: {why}")


def private_folder(path: Path) -> None:
    """Make a folder that only its owner can enter, and those above it as the system makes them.

    Raises `SaveFailed` where that is not possible.
    """
    try:
        if not path.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    except OSError as error:
        raise SaveFailed(path, f"the folder cannot be made: {(error.strerror or str(error)).lower()}") from None


def move(path: Path, target: Path) -> None:
    """Give a file another name, or another folder of the same disk. Raises `SaveFailed`."""
    try:
        path.rename(target)
    except OSError as error:
        raise SaveFailed(path, (error.strerror or str(error)).lower()) from None


def write_atomic(path: Path, data: bytes, new_mode: int = PRIVATE_FILE) -> None:
    """Replace a file by new bytes, all or nothing, durable on return.

    A file that exists keeps its mode, a new one gets `new_mode`. The new file is written beside the old one, forced
    to disk, and renamed over it; then the folder is forced to disk.
    A failed fsync is a failed save: the kernel may have dropped the pages, so it is never retried on the same file.
    Raises `SaveFailed`.
    """
    target = path.resolve()
    mode = _mode_of(target, new_mode)
    temporary = target.with_name(f".{target.name}.{os.urandom(6).hex()}.tmp")
    try:
        _write_new(temporary, data, mode)
        temporary.replace(target)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise SaveFailed(path, (error.strerror or str(error)).lower()) from None
    _sync_folder(target.parent, path)


def _mode_of(target: Path, new_mode: int) -> int:
    """The mode of the file to be replaced; a file without write permission is its owner's wish."""
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return new_mode
    except OSError as error:
        raise SaveFailed(target, (error.strerror or str(error)).lower()) from None
    if not mode & 0o222:
        raise SaveFailed(target, "the file is read-only; allow writing, or save under another name")
    return mode


def _write_new(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path, path: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SaveFailed(path, f"the folder could not be forced to disk: {error.strerror}") from None
