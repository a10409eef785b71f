"""A power cut at any moment of a save: whatever the disk may hold then is the version before or the one after.

The calls of one save are recorded and replayed on a model of a disk that promises no more than POSIX does: bytes are
there once their file was forced to disk, names once their folder was. Until then any part of them may be there.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from tests.store.operations import version

Content = bytes | None
"""The bytes of a file; None where there is none."""


class Call(NamedTuple):
    """One recorded call: what it does, to which file or folder, with which bytes or which other name."""

    what: str
    place: str
    data: bytes = b""
    other: str = ""


def recorded(monkeypatch: pytest.MonkeyPatch, save: Any, without: str = "") -> list[Call]:
    """The calls of a save that matter to a disk; `without` leaves out forcing files or folders to disk."""
    calls: list[Call] = []
    names: dict[int, str] = {}
    real = {name: getattr(os, name) for name in ("open", "write", "fsync", "close", "replace", "rename", "unlink")}

    def open_(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        descriptor: int = real["open"](path, flags, mode, **more)
        names[descriptor] = os.fspath(path)
        if flags & os.O_CREAT:
            calls.append(Call("create", names[descriptor]))
        return descriptor

    def write(descriptor: int, data: Any) -> int:
        done: int = real["write"](descriptor, data)
        calls.append(Call("write", names.get(descriptor, ""), bytes(data[:done])))
        return done

    def fsync(descriptor: int) -> None:
        kind = "folder" if Path(names[descriptor]).is_dir() else "file"
        if kind != without:
            calls.append(Call("force", names[descriptor]))

    def replace(source: Any, target: Any) -> None:
        real["replace"](source, target)
        calls.append(Call("rename", os.fspath(source), other=os.fspath(target)))

    def unlink(path: Any, **more: Any) -> None:
        real["unlink"](path, **more)
        calls.append(Call("unlink", os.fspath(path)))

    with monkeypatch.context() as patched:
        for name, fake in (
            ("open", open_),
            ("write", write),
            ("fsync", fsync),
            ("replace", replace),
            ("unlink", unlink),
        ):
            patched.setattr(os, name, fake)
        patched.setattr(os, "rename", replace)
        save()
    return calls


class Disk:
    """What is on disk for certain, and what may be there as well."""

    def __init__(self, target: Path, before: bytes) -> None:
        self.target = str(target)
        self.bytes: dict[int, bytes] = {0: before}
        self.forced = {0}
        self.names: dict[str, int] = {self.target: 0}
        self.certain: dict[str, int] = dict(self.names)
        self.pending: list[dict[str, int | None]] = []

    def apply(self, call: Call) -> None:
        """Take one call in; only names in the folder of the target matter."""
        beside = str(Path(self.target).parent)
        if call.what == "create" and call.place not in self.names:
            inode = len(self.bytes)
            self.bytes[inode] = b""
            self._name({call.place: inode})
        elif call.what == "write" and call.place in self.names:
            inode = self.names[call.place]
            self.bytes[inode] += call.data
            self.forced.discard(inode)
        elif call.what == "force" and call.place == beside:
            self.certain, self.pending = dict(self.names), []
        elif call.what == "force" and call.place in self.names:
            self.forced.add(self.names[call.place])
        elif call.what == "rename" and call.place in self.names:
            self._name({call.other: self.names[call.place], call.place: None})
        elif call.what == "unlink" and call.place in self.names:
            self._name({call.place: None})

    def _name(self, change: dict[str, int | None]) -> None:
        self.pending.append(change)
        self.names = named(self.names, [change])

    def contents(self) -> Iterator[Content]:
        """Everything that the target may hold after a power cut now."""
        for count in range(len(self.pending) + 1):
            for there in itertools.combinations(self.pending, count):
                inode = named(self.certain, there).get(self.target)
                if inode is None:
                    yield None
                    continue
                data = self.bytes[inode]
                yield data
                if inode not in self.forced:
                    yield from (b"", data[: len(data) // 2], b"\x00" * len(data))


def named(names: dict[str, int], changes: Any) -> dict[str, int]:
    """Names after some changes."""
    after: dict[str, int | None] = dict(names)
    for change in changes:
        after |= change
    return {name: inode for name, inode in after.items() if inode is not None}


def losses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: str = "") -> list[str]:
    """Every state in which a save, cut anywhere, would have lost something."""
    store = Store(Places(tmp_path / "data", tmp_path / "state"))
    opened = store.create(version("old"), "a")
    before = opened.path.read_bytes()
    calls = recorded(monkeypatch, lambda: store.save(opened, version("new")), without)
    after = opened.path.read_bytes()
    assert before != after and {"create", "write", "rename"} <= {call.what for call in calls}
    disk, lost = Disk(opened.path, before), []
    for number, call in enumerate(calls):
        disk.apply(call)
        lost += [f"after call {number}, {call.what}" for one in disk.contents() if one not in (before, after)]
    lost += ["saved was said too early" for one in disk.contents() if one != after]
    return lost


def test_no_power_cut_loses_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut after any call: old or new; cut after the save was acknowledged: new."""
    assert losses(tmp_path, monkeypatch) == []


@pytest.mark.parametrize(("without", "told"), [("file", "after call"), ("folder", "saved was said too early")])
def test_the_model_sees_what_a_missing_fsync_would_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: str, told: str
) -> None:
    """Without forcing the file an empty one may stand there; without the folder the old one may come back."""
    assert any(loss.startswith(told) for loss in losses(tmp_path, monkeypatch, without))


def test_the_backup_is_on_disk_before_the_file_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old version, forced to disk under its own name, precedes the rename over the file."""
    store = Store(Places(tmp_path / "data", tmp_path / "state"))
    opened = store.create(version("old"), "a")
    calls = recorded(monkeypatch, lambda: store.save(opened, version("new")))
    kept = next(n for n, call in enumerate(calls) if call.what == "force" and call.place.endswith("backups"))
    replaced = next(n for n, call in enumerate(calls) if call.other == str(opened.path))
    assert kept < replaced
