"""The operations that write, each on a data directory of its own, and what must hold after one that was disturbed.

Run as a program it disturbs one operation again and again and prints a JSON list of what went wrong. Everything is
imported once; each disturbed run is a fork, which costs a few milliseconds.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.new_workspace import new_workspace
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import with_value
from shortlist.store import backups, moving, records, toml_text, trash  # noqa: F401 - imported before the fork
from shortlist.store.drafts import Draft, read_draft, write_draft
from shortlist.store.locking import state_folder
from shortlist.store.open_sessions import begin_session
from shortlist.store.places import Places, beside
from shortlist.store.workspaces import Store, load

FAULTS = ("SIGKILL", "EIO", "ENOSPC", "EACCES", "EROFS", "EDQUOT")
TOUCHING = re.compile(
    "access|chmod|close|creat|fchmod(at)?|fchown|fcntl|fdatasync|flock|fstat|fsync|ftruncate|getdents64|link(at)?|lseek"
    "|lstat|mkdir(at)?|newfstatat|open(at)?|pread64|pwrite64|read|readlink(at)?|rename(at2?|2)?|rmdir|stat|statx"
    "|unlink(at)?|write"
)
"""System calls that touch files; memory, clocks and signals know none of the faults."""
BIG = "x" * 20_000
MOMENT = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
BESIDE = {"0001-a.toml": "frozen", "runs/0123456789abcdef.jsonl": "{}\n", "empty": ""}
"""What lies in each folder beside the workspace, and must be wherever it is."""


def version(title: str) -> Workspace:
    """A workspace of some 20 kilobytes under a title."""
    return with_value(with_value(new_workspace("T"), ("title",), title), ("scenario", "summary"), BIG)


class Place:
    """A data directory with one workspace that was saved twice, and what can be done to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = Store(Places(root / "data", root / "data" / "state"))
        self.path = root / "data" / "workspaces" / "a.toml"

    def prepare(self) -> None:
        """Begin anew, with a copy of what was made the first time."""
        model = self.root.with_name(f"{self.root.name}-model")
        shutil.rmtree(self.root, ignore_errors=True)
        if model.is_dir():
            shutil.copytree(model, self.root)
            return
        self._make()
        shutil.copytree(self.root, model)

    def _make(self) -> None:
        self.root.mkdir(parents=True)
        opened = self.store.create(version("older"), "a")
        self.store.save(opened, version("old"))
        for folder in beside(self.path):
            for name, text in BESIDE.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text)
        self.path.with_name("left.records").mkdir()
        (self.path.with_name("left.records") / "0001-a.toml").write_text("a stranger's")
        self.draft.parent.mkdir(parents=True, exist_ok=True)
        write_draft(self.draft, Draft(version("old"), "", MOMENT))

    @property
    def draft(self) -> Path:
        """Where the draft of the first session lies."""
        return state_folder(self.store.places.state, self.path) / "draft.toml"

    # --- what is disturbed

    def save(self) -> None:
        """One save."""
        self.store.save(load(self.path, managed=True), version("new"))

    def keep_draft(self) -> None:
        """One draft."""
        write_draft(self.draft, Draft(version("new"), "", MOMENT))

    def bring_in(self) -> None:
        """An import: the file is read and written again in one change."""
        opened = self.store.open("a")
        self.store.save(opened, version("new"))

    def delete(self) -> None:
        """To the trash."""
        self.store.delete("a")

    def rename(self) -> None:
        """Another name."""
        self.store.rename("a", "b")

    def duplicate(self) -> None:
        """A copy."""
        self.store.duplicate("a", "b")

    def rename_to_one_that_is_left(self) -> None:
        """A name that only a stranger's folder has."""
        self.store.rename("a", "left")

    def restore(self) -> None:
        """An earlier version back."""
        kept = self.store.backups(self.path)
        if not kept:
            raise ShortlistError("no earlier version can be found")
        self.store.restore_backup(self.path, kept[0], managed=True)

    def begin_session(self) -> None:
        """A session sits down."""
        session, _ = begin_session(self.store.places.state, self.path)
        if session is not None:
            session.end()

    # --- what must hold afterwards

    def wrong(self, operation: str, succeeded: bool | None) -> Iterator[str]:
        """Every way in which something was lost; `succeeded` is None where the process was killed."""
        titles = {"save": "new", "keep_draft": "old", "bring_in": "new", "restore": "older"}
        yield from self._apart(operation)
        if operation == "delete":
            yield from self._wrong_deletion(succeeded)
        elif operation.startswith("rename") and not self.path.exists():
            if succeeded is False and operation == "rename_to_one_that_is_left":
                yield "refused, and gone"
        elif not self.path.exists():
            yield "the file is gone"
        else:
            title = load(self.path).workspace.title
            after = titles.get(operation, "old")
            if title not in {"old", after}:
                yield f"the file holds {title!r}"
            if succeeded and title != after:
                yield f"done, but the file holds {title!r}"
        if operation == "keep_draft":
            title = read_draft(self.draft).workspace.title
            if title not in {"old", "new"} or (succeeded and title != "new"):
                yield f"the draft holds {title!r}"
        if succeeded is not None and (left := self.left()):
            yield f"left behind: {left}"
        yield from self._wrong_next()

    def _apart(self, operation: str) -> Iterator[str]:
        """Every workspace has by itself all that belongs to it, as soon as it is there, and keeps its history."""
        folders = (self.path.parent, self.store.places.trash)
        found = [path for folder in folders if folder.is_dir() for path in folder.glob("*.toml")]
        for path in found:
            for folder in beside(path):
                held = {str(one.relative_to(folder)): one.read_text() for one in folder.rglob("*") if one.is_file()}
                if {name: text for name, text in held.items() if not name.endswith(".tmp")} != BESIDE:
                    yield f"{folder.name} beside {path.name} holds {sorted(held)}"
        if (self.path.with_name("left.records") / "0001-a.toml").read_text() != "a stranger's":
            yield "a stranger's file was touched"
        if operation in ("delete", "rename") and len(found) != 1:
            yield f"there are {len(found)} of it"

    def _wrong_deletion(self, succeeded: bool | None) -> Iterator[str]:
        gone = list(self.store.places.trash.glob("*.toml"))
        whole = [path for path in (self.path, *gone) if path.exists() and load(path).workspace.title == "old"]
        if len(whole) != 1:
            yield f"{len(whole)} files hold the workspace"
        if succeeded and self.path.exists():
            yield "deleted, but still there"

    def _wrong_next(self) -> Iterator[str]:
        """The next operation works, and removes what a killed one left."""
        if self.path.with_name("b.toml").exists() and not self.path.exists():
            self.store.rename("b", "a")
        elif not self.path.exists():
            self.store.undelete("a")
        else:
            self.store.duplicate("a", "c")
        opened = self.store.save(load(self.path, managed=True), version("next"))
        if load(self.path).workspace.title != "next" or opened.workspace.title != "next":
            yield "the next save did not take place"
        write_draft(self.draft, Draft(version("next"), "", MOMENT))
        if left := self.left():
            yield f"left behind after the next save: {left}"
        yield from self._apart("next")
        known = {"left", *(path.stem for path in self.path.parent.glob("*.toml"))}
        if double := [path.name for path in self.path.parent.iterdir() if path.stem not in known]:
            yield f"left behind after the next move: {double}"

    def left(self) -> list[str]:
        """Temporary files."""
        return [path.name for path in self.root.rglob("*.tmp")]


MOVES = ("delete", "rename", "duplicate", "rename_to_one_that_is_left")
OPERATIONS = ("save", "keep_draft", "bring_in", "restore", "begin_session", *MOVES)


def in_child(place: Place, operation: str, before: Callable[[], None] = lambda: None) -> int:
    """Run an operation in a fork: it exits with 0 when done, 1 with a message on a refusal, 2 on anything else."""
    pid = os.fork()
    if pid:
        return pid
    code = 2
    try:
        before()
        getattr(place, operation)()
        code = 0
    except (ShortlistError, OSError) as error:
        code = 1 if str(error).strip() and "\n" not in str(error) else 3
    except BaseException as error:
        sys.stderr.write(f"{operation}: {error!r}\n")
    os._exit(code)


def ended(pid: int) -> bool | None:
    """Whether an operation was done, was refused in plain words, or was killed; anything else is a defect."""
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code == -signal.SIGKILL:
        return None
    if code not in (0, 1):
        raise AssertionError(f"ended with {code}")
    return code == 0


def judged(place: Place, operation: str, pid: int, label: str) -> list[str]:
    """What went wrong in one disturbed run."""
    try:
        return [f"{operation}, {label}: {wrong}" for wrong in place.wrong(operation, ended(pid))]
    except Exception as error:
        return [f"{operation}, {label}: {error!r}"]


# --- the disturbances


def killing(place: Place, count: int, seed: int) -> list[str]:
    """SIGKILL at a random moment of saving, again and again."""
    chance, wrong = random.Random(seed), []
    usual = sorted(_timed(place) for _ in range(9))[4]
    killed = 0
    for number in range(count):
        place.prepare()
        pid = _begun(place)
        time.sleep(chance.uniform(0, usual))
        os.kill(pid, signal.SIGKILL)
        killed += os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT).si_code == os.CLD_KILLED  # type: ignore[union-attr]
        wrong += judged(place, "save", pid, f"killed {number}")
    sys.stderr.write(f"save: {count} kills, {killed} of them before it had ended\n")
    return wrong


def _begun(place: Place) -> int:
    """A save in a fork, at the moment at which it begins."""
    reader, writer = os.pipe()
    pid = in_child(place, "save", lambda: os.close(writer))
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    return pid


def _timed(place: Place) -> float:
    """How long a save takes."""
    place.prepare()
    pid = _begun(place)
    began = time.perf_counter()
    ended(pid)
    return time.perf_counter() - began


def filling(place: Place, operation: str, levels: int) -> list[str]:
    """A disk that is full at every level, from nothing to more than is needed."""
    wrong = []
    for level in range(levels):
        place.prepare()
        room = level * (len(BIG) + 2_000) // (levels - 5)
        limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (room, room))
        wrong += judged(place, operation, in_child(place, operation, limit), f"room for {room} bytes")
    sys.stderr.write(f"{operation}: {levels} levels of a full disk\n")
    return wrong


def attached(pid: int) -> bool:
    """Whether a tracer has taken hold of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return any(line.startswith("TracerPid:") and line.split()[1] != "0" for line in lines)


def traced(place: Place, operation: str, *options: str) -> tuple[int, subprocess.Popen[bytes]]:
    """Start an operation under strace, which takes hold of it before it begins."""
    pid = in_child(place, operation, lambda: os.kill(os.getpid(), signal.SIGSTOP))
    os.waitpid(pid, os.WUNTRACED)
    tracer = subprocess.Popen(["strace", "-p", str(pid), *options], stderr=subprocess.DEVNULL)
    end = time.perf_counter() + 10
    while not attached(pid):
        if tracer.poll() is not None or time.perf_counter() > end:
            os.kill(pid, signal.SIGKILL)
            raise RuntimeError("strace cannot trace here")
    os.kill(pid, signal.SIGCONT)
    return pid, tracer


def calls_of(place: Place, operation: str) -> list[tuple[str, int]]:
    """Every system call of an operation that touches a file: its name, and which of that name it is."""
    place.prepare()
    log = place.root / "log"
    pid, tracer = traced(place, operation, "-o", str(log))
    ended(pid)
    tracer.wait()
    counts: dict[str, int] = {}
    found = []
    for line in log.read_text(errors="replace").splitlines():
        name = line.partition("(")[0]
        if TOUCHING.fullmatch(name):
            counts[name] = counts.get(name, 0) + 1
            found.append((name, counts[name]))
    return found


def injecting(place: Place, operation: str, sample: int, seed: int) -> list[str]:
    """Every fault at every system call of an operation, or a sample of so many."""
    cases = [(call, fault) for call in calls_of(place, operation) for fault in FAULTS]
    if sample:
        cases = random.Random(seed).sample(cases, min(sample, len(cases)))
    wrong = []
    for (name, number), fault in cases:
        place.prepare()
        what = "signal=SIGKILL" if fault == "SIGKILL" else f"error={fault}"
        pid, tracer = traced(place, operation, "-e", f"trace={name}", "-e", f"inject={name}:{what}:when={number}")
        wrong += judged(place, operation, pid, f"{fault} at {name} {number}")
        tracer.wait()
    sys.stderr.write(f"{operation}: {len(cases)} cases\n")
    return wrong


def writing(root: Path, count: int) -> list[int]:
    """One of several writers: raises the number in the title until it has done so `count` times; conflicts seen."""
    store = Store(Places(root / "data", root / "data" / "state"))
    path = root / "data" / "workspaces" / "a.toml"
    done = conflicts = 0
    while done < count:
        opened = load(path, managed=True)
        title = str(int(opened.workspace.title) + 1)
        try:
            store.save(opened, with_value(opened.workspace, ("title",), title))
            done += 1
        except ShortlistError as error:
            assert "changed by somebody else" in str(error) or "is saving it" in str(error), error
            conflicts += 1
    return [done, conflicts]


def main() -> None:
    """Run the disturbance that is named, and print what went wrong."""
    name, root, *rest = sys.argv[1:]
    place = Place(Path(root))
    if name == "kill":
        result: list[str] | list[int] = killing(place, int(rest[0]), int(rest[1]))
    elif name == "fill":
        result = filling(place, rest[0], int(rest[1]))
    elif name == "inject":
        result = injecting(place, rest[0], int(rest[1]), int(rest[2]))
    else:
        result = writing(Path(root), int(rest[0]))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
