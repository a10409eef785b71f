"""One writer at a time: a lock per file, held only while it is saved, that names its holder to who waits in vain."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from shortlist.core.basics.errors import system_words
from shortlist.sanitising import shown
from shortlist.store.atomic import PRIVATE_FILE, SaveFailed, private_folder
from shortlist.store.folders import real

PATIENCE_S = 5.0  # how long a save waits for another one of the same file
LOCK, HOLDER = "lock", "holder"


def state_folder(state: Path, path: Path) -> Path:
    """The folder that keeps the state of one file, named by a hash of its real path."""
    key = hashlib.sha256(os.fsencode(real(path))).hexdigest()[:32]
    return state / key


def own_folder(state: Path, path: Path) -> Path:
    """The same folder, made where it is not there yet. Raises `SaveFailed`."""
    private_folder(state)
    folder = state_folder(state, path)
    private_folder(folder)
    return folder


@contextmanager
def saving(state: Path, path: Path, patience_s: float = PATIENCE_S) -> Iterator[Path]:
    """Hold the lock of a file, and give the folder of its state.

    Raises `SaveFailed` with the holder's name where the lock cannot be had in time.
    """
    from filelock import FileLock, Timeout  # not until something is saved: a workspace is shown without it

    try:
        folder = own_folder(state, path)
        lock = FileLock(folder / LOCK, timeout=patience_s, mode=PRIVATE_FILE)
        lock.acquire()
    except Timeout:
        raise SaveFailed(path, f"{signed(folder / HOLDER)} is saving it; try again") from None
    except (OSError, RuntimeError) as error:
        raise SaveFailed(path, f"no lock can be had in {shown(str(state))}: {system_words(error)}") from None
    try:
        sign(folder / HOLDER)
        yield folder
    finally:
        with suppress(OSError):  # a lock ends with its process at the latest
            lock.release()


def sign(note: Path) -> None:
    """Write down who this is."""
    jot(note, f"process {os.getpid()} on {socket.gethostname()}")


def jot(note: Path, text: str) -> None:
    """Write a note that may be lost: one that cannot be written costs a name or a hint, not a save."""
    with suppress(OSError):
        descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE_FILE)
        try:
            os.fchmod(descriptor, PRIVATE_FILE)
            os.write(descriptor, text.encode("utf-8", "surrogateescape"))
        finally:
            os.close(descriptor)


def signed(note: Path) -> str:
    """Who signed a note."""
    with suppress(OSError, UnicodeDecodeError):
        return shown(note.read_text("utf-8"))[:100] or "another process"
    return "another process"
