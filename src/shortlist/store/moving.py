"""A workspace and what lies beside it, moved or copied as one: all of it has the new name, or all of it the old one.

The file of the workspace decides. What lies beside it is made under the new name as well, then the file takes that
name in one step, then what has the old name is removed. So at any moment a reader finds the workspace with all that
belongs to it. A note that is on disk before anything is made tells the next writer what a kill has left double.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from shortlist.sanitising import shown
from shortlist.store.atomic import (
    PRIVATE_FOLDER,
    SaveFailed,
    is_temporary,
    is_there,
    sweep_folder,
    sync_folder,
    write_atomic,
)
from shortlist.store.folders import why_not
from shortlist.store.locking import state_folder
from shortlist.store.places import beside
from shortlist.store.reading import UnreadableFile, read_bytes

NOTE = "moving-"


Make = Callable[[Path, Path], None]
"""Makes one file under another name."""


def moved(root: Path, notes: Path, path: Path, target: Path) -> AbstractContextManager[None]:
    """What lies beside a workspace, and its state, go along when the body gives the file its new name.

    `root` is the folder of all state, `notes` that of the workspace's folder, whose lock the caller holds.
    Raises `SaveFailed`; then everything is where it was.
    """
    return _under_way(root, notes, path, target, _link)


def copied(root: Path, notes: Path, path: Path, target: Path) -> AbstractContextManager[None]:
    """The same of a copy that the body writes. What is no regular file is not copied, and refuses the copy."""
    return _under_way(root, notes, path, target, _copy)


@contextmanager
def _under_way(root: Path, notes: Path, path: Path, target: Path, make: Make) -> Iterator[None]:
    there = next((one for one in beside(target) if is_there(one)), None)
    if there is not None:
        raise SaveFailed(path, f"{shown(str(there))} is there, and belongs to no workspace; move it away")
    told = {"from": str(path.absolute()), "to": str(target.absolute()), "move": make is _link}
    write_atomic(notes / f"{NOTE}{os.urandom(6).hex()}", json.dumps(told).encode("ascii"), follow=False)
    try:
        for one, other in zip(beside(path), beside(target), strict=True):
            if is_there(one):
                _double(one, other, make)
        yield
    finally:
        settle(root, notes)


def settle(root: Path, notes: Path) -> None:
    """Finish, or take back, every move and copy that did not come to its end; the caller holds the lock."""
    sweep_folder(notes)
    for note in notes.glob(f"{NOTE}*"):
        with suppress(OSError, UnreadableFile):  # the next writer tries again
            _settle(root, note)


def _settle(root: Path, note: Path) -> None:
    data = read_bytes(note, follow=False)
    try:
        told = json.loads(data)
        path, target, move = Path(told["from"]), Path(told["to"]), told["move"] is True
    except (ValueError, RecursionError, LookupError, TypeError):  # not from here
        note.unlink()
        return
    if not is_there(target):
        for one, other in zip(beside(target), beside(path), strict=True):
            _remove_double(one, other)
    elif move and not is_there(path):
        for one, other in zip(beside(path), beside(target), strict=True):
            _remove_double(one, other)
        if not target.is_symlink():  # the state is that of the file that it leads to
            _give_state(state_folder(root, path), state_folder(root, target))
    note.unlink()


# --- making everything twice


def _double(path: Path, target: Path, make: Make) -> None:
    """A file, or a folder with all that is in it, under another name as well, on disk on return."""
    try:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode):
            make(path, target)
            return
        target.mkdir(PRIVATE_FOLDER)
        for one in path.iterdir():
            if not is_temporary(one.name):  # half a file is nobody's
                _double(one, target / one.name, make)
        target.chmod(stat.S_IMODE(found.st_mode))
    except OSError as error:
        raise SaveFailed(path, why_not(error)) from None
    sync_folder(target, target)
    sync_folder(target.parent, target)


def _link(path: Path, target: Path) -> None:
    """The very file under another name, whatever it is; a copy where a disk knows no second name."""
    try:
        os.link(path, target, follow_symlinks=False)
    except OSError:
        if path.is_symlink():
            target.symlink_to(path.readlink())
        else:
            _copy(path, target)


def _copy(path: Path, target: Path) -> None:
    """A copy of a regular file; what is none is neither followed nor opened."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        what = "a link" if stat.S_ISLNK(found.st_mode) else "no file"
        raise SaveFailed(path, f"it is {what}, and is not copied; move it away")
    source = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(source, "rb") as reading:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        temporary = target.with_name(f".copy.{os.urandom(6).hex()}.tmp")
        with os.fdopen(os.open(temporary, flags, stat.S_IMODE(found.st_mode)), "wb") as writing:
            shutil.copyfileobj(reading, writing)
            writing.flush()
            os.fchmod(writing.fileno(), stat.S_IMODE(found.st_mode))
            os.fsync(writing.fileno())
    temporary.rename(target)


# --- removing what is double


def _remove_double(path: Path, other: Path) -> None:
    """Remove what is the same under the other name, and nothing else."""
    if path.is_dir() and not path.is_symlink():
        if other.is_dir() and not other.is_symlink():
            sweep_folder(path)
            for one in list(path.iterdir()):
                _remove_double(one, other / one.name)
            if not any(path.iterdir()):  # what else is in it stays
                path.rmdir()
    elif _is_same(path, other):
        path.unlink()


def _is_same(path: Path, other: Path) -> bool:
    try:
        one, two = path.lstat(), other.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    if (one.st_dev, one.st_ino) == (two.st_dev, two.st_ino):
        return True
    if stat.S_ISLNK(one.st_mode) and stat.S_ISLNK(two.st_mode):
        return path.readlink() == other.readlink()
    return stat.S_ISREG(one.st_mode) and stat.S_ISREG(two.st_mode) and filecmp.cmp(path, other, shallow=False)


def _give_state(before: Path, after: Path) -> None:
    """Give the state of one file to another one; what the other has stays. State may be lost, so nothing is told."""
    with suppress(OSError):
        if before == after or not before.is_dir():
            return
        after.parent.mkdir(exist_ok=True)
        if not after.exists():
            before.rename(after)
            return
        for path in before.iterdir():
            if path.is_dir():
                (after / path.name).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
                for inner in path.iterdir():
                    inner.rename(after / path.name / inner.name)
            elif path.name.startswith(("left-", "draft", "typed")):
                path.rename(after / path.name)
