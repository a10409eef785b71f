"""One writer at a time: a lock per file, held only while it is saved, that names its holder to who waits in vain."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from shortlist.shown import shown
from shortlist.store.atomic import SaveFailed, private_folder

PATIENCE_S = 5.0
"""How long a save waits for another one of the same file."""
LOCK, HOLDER = "lock", "holder"


def state_folder(state: Path, path: Path) -> Path:
    """The folder that keeps the state of one file, named by a hash of its real path."""
    key = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]
    return state / key


@contextmanager
def saving(state: Path, path: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock of a file; raises `SaveFailed` with the holder's name where it cannot be had in time."""
    folder = state_folder(state, path)
    try:
        private_folder(state)
        private_folder(folder)
        lock = FileLock(folder / LOCK, timeout=patience_s, mode=0o600)
        with lock:
            _sign(folder)
            yield
    except Timeout:
        raise SaveFailed(path, f"{_holder(folder)} is saving it; try again") from None
    except OSError as error:
        raise SaveFailed(path, f"no lock can be had in {folder}: {(error.strerror or str(error)).lower()}") from None


def _sign(folder: Path) -> None:
    """Write who holds the lock; a note that cannot be written costs a name, not a save."""
    with suppress(OSError):
        (folder / HOLDER).write_text(f"process {os.getpid()} on {socket.gethostname()}", "utf-8")


def _holder(folder: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return shown((folder / HOLDER).read_text("utf-8"))[:100] or "another process"
    return "another process"
