"""The log of a run beside its workspace: every answer a line at once, on disk once a second, never written twice.

`log.jsonl` holds the answers, `ledger.jsonl` what was set aside and paid for each call and what a judge said. A line is
one write at the end of the file, so that a kill can tear the last one at most; what is torn is read as if it were not
there. Both are read by the next run, which pays for nothing that stands in them.
"""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from shortlist.core.basics.errors import ShortlistError, system_words
from shortlist.sanitising import shown
from shortlist.store.atomic import PRIVATE_FILE, SaveFailed, folder_beside, is_there, sync_folder, write_atomic
from shortlist.store.locking import HOLDER, own_folder, sign, signed
from shortlist.store.places import evidence_folder
from shortlist.store.reading import MEGABYTE, FileFormat, objects_in, read_bytes

LOG, LEDGER, HAND_GRADES = "log.jsonl", "ledger.jsonl", "reviews.jsonl"
LOG_FORMAT = FileFormat("the log of a run", "a log is text, an object a line", 1_000 * MEGABYTE)


class Lines:
    """A file that grows by whole lines; several threads may add to it."""

    def __init__(self, path: Path, mode: int) -> None:
        """Open a file for adding to it. Raises `SaveFailed`."""
        self.path = path
        self._lock = threading.Lock()
        self._dirty = False
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        try:
            new = not is_there(path)
            self._descriptor = os.open(path, flags, mode)
            found = os.fstat(self._descriptor)
            if not stat.S_ISREG(found.st_mode):
                os.close(self._descriptor)
                raise SaveFailed(path, "it is no regular file; move it away")
            if new:
                os.fchmod(self._descriptor, mode)
                sync_folder(path.parent, path)
            elif found.st_size and os.pread(self._descriptor, 1, found.st_size - 1) != b"\n":
                os.write(self._descriptor, b"\n")  # what a kill tore stays a line of its own
        except OSError as error:
            raise SaveFailed(path, system_words(error)) from None

    def add(self, values: Mapping[str, Any]) -> None:
        """Write a line. Raises `SaveFailed`, and the line is not there then."""
        line = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
        try:
            with self._lock:
                rest = memoryview(line.encode("utf-8", "replace"))
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
                self._dirty = True
        except OSError as error:
            raise SaveFailed(self.path, system_words(error)) from None

    def sync(self) -> None:
        """Force to disk what was added since the last time. Raises `SaveFailed`."""
        with self._lock:
            dirty, self._dirty = self._dirty, False
        if dirty:
            try:
                os.fsync(self._descriptor)
            except OSError as error:
                raise SaveFailed(self.path, system_words(error)) from None

    def close(self) -> None:
        """Force to disk what is left, and let go of the file."""
        if self._descriptor < 0:
            return
        try:
            self.sync()
        finally:
            descriptor, self._descriptor = self._descriptor, -1
            with suppress(OSError):
                os.close(descriptor)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of such a file, none where it is not there; a torn line is left out. Raises `UnreadableFile`."""
    if not is_there(path):
        return []
    return list(objects_in(read_bytes(path, LOG_FORMAT, follow=False).split(b"\n")))


class RunLog:
    """The log and the ledger of the runs of a workspace, held by one process at a time."""

    def __init__(self, workspace: Path) -> None:
        self.workspace, self.folder = workspace, evidence_folder(workspace)
        self._open()

    def _open(self) -> None:
        mode = folder_beside(self.workspace, self.folder)
        self.answers = Lines(self.folder / LOG, mode)
        self.ledger = Lines(self.folder / LEDGER, mode)

    def forget(self, gone: Callable[[Mapping[str, Any]], bool]) -> None:
        """Leave lines out of both, so that what they hold is asked again. Raises `SaveFailed`."""
        self.close()
        mode = folder_beside(self.workspace, self.folder)
        for name in (LOG, LEDGER):
            lines = read_lines(self.folder / name)
            left = [one for one in lines if not gone(one)]
            if len(left) < len(lines):
                told = "".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in left)
                write_atomic(self.folder / name, told.encode("utf-8"), mode, follow=False)
        self._open()

    def read(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The answers and the ledger, as they stand."""
        return read_lines(self.folder / LOG), read_lines(self.folder / LEDGER)

    def sync(self) -> None:
        """Force both to disk."""
        self.answers.sync()
        self.ledger.sync()

    def close(self) -> None:
        """Force both to disk and let go of them."""
        try:
            self.answers.close()
        finally:
            self.ledger.close()


@contextmanager
def run_log(state: Path, workspace: Path) -> Iterator[RunLog]:
    """The log of a workspace's runs. Raises `ShortlistError` where another process runs them now."""
    from filelock import FileLock, Timeout

    folder = own_folder(state, workspace)
    lock = FileLock(folder / "run.lock", timeout=0, mode=PRIVATE_FILE)
    try:
        lock.acquire()
    except Timeout:
        who = signed(folder / f"run.{HOLDER}")
        raise ShortlistError(f"{shown(str(workspace))}: {who} is running its examples; wait for its end") from None
    except (OSError, RuntimeError) as error:
        raise SaveFailed(workspace, f"no lock can be had in {shown(str(state))}: {error}".lower()) from None
    try:
        sign(folder / f"run.{HOLDER}")
        log = RunLog(workspace)
        try:
            yield log
        finally:
            log.close()
    finally:
        with suppress(OSError):
            lock.release()


def read_run_log(workspace: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The answers and the ledger beside a workspace, without taking hold of them."""
    folder = evidence_folder(workspace)
    return read_lines(folder / LOG), read_lines(folder / LEDGER)


def read_hand_grades(workspace: Path) -> list[dict[str, Any]]:
    """What persons said of answers, in the order in which they said it."""
    return read_lines(evidence_folder(workspace) / HAND_GRADES)


def keep_hand_grade(workspace: Path, values: Mapping[str, Any]) -> None:
    """Write down what a person said of an answer, durable on return. Raises `SaveFailed`."""
    folder = evidence_folder(workspace)
    lines = Lines(folder / HAND_GRADES, folder_beside(workspace, folder))
    try:
        lines.add(values)
    finally:
        lines.close()
