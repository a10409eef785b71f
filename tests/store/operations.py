"""The operations that write, each on a data directory of its own, and what must hold after one that was disturbed.

Run as a program it disturbs one operation again and again and prints a JSON list of what went wrong. Everything is
imported once; each disturbed run is a fork, which costs a few milliseconds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
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
from functools import cache, partial
from pathlib import Path

import filelock  # noqa: F401 - imported before the fork

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import Workspace, new_workspace, read_workspace, to_data
from shortlist.core.edits.places import with_value
from shortlist.core.evidence.rows import row_of, rows_digest, rows_name, rows_text, sums
from shortlist.core.records.lifecycle import Accepted
from shortlist.store import atomic, backups, moving, toml_text, trash  # noqa: F401 - imported before the fork
from shortlist.store.drafts import Draft, read_draft, write_draft
from shortlist.store.evidence import keep_rows, read_evidence
from shortlist.store.export_log import ExportLog
from shortlist.store.locking import state_folder
from shortlist.store.open_sessions import begin_session
from shortlist.store.places import Places, beside
from shortlist.store.records import keep_record, read_records
from shortlist.store.workspaces import Store, load
from tests.accepting import agreed
from tests.standing import TODAY

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

    def first(self, title: str) -> Workspace:
        """What the workspace is at first, under a title."""
        return version(title)

    def _make(self) -> None:
        self.root.mkdir(parents=True)
        opened = self.store.create(self.first("older"), "a")
        self.store.save(opened, self.first("old"))
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
                added = self.added(path, folder)
                old = {name: text for name, text in held.items() if not name.endswith(".tmp") and name not in added}
                if old != BESIDE:
                    yield f"{folder.name} beside {path.name} holds {sorted(held)}"
        if (self.path.with_name("left.records") / "0001-a.toml").read_text() != "a stranger's":
            yield "a stranger's file was touched"
        if operation in ("delete", "rename") and len(found) != 1:
            yield f"there are {len(found)} of it"

    def added(self, path: Path, folder: Path) -> set[str]:
        """The names of what the operation has added beside the workspace, in full."""
        return set()

    def _wrong_deletion(self, succeeded: bool | None) -> Iterator[str]:
        gone = list(self.store.places.trash.glob("*.toml"))
        whole = [path for path in (self.path, *gone) if path.exists() and load(path).workspace.title == "old"]
        if len(whole) != 1:
            yield f"{len(whole)} files hold the workspace"
        if succeeded and self.path.exists():
            yield "deleted, but still there"

    def _wrong_next(self) -> Iterator[str]:
        """The next operation works, and removes what a killed one left; a while later, where no lock tells whose."""
        atomic.YOUNG_S = -1
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


class Deleted(Place):
    """The same, deleted, and to be brought back."""

    def _make(self) -> None:
        super()._make()
        self.store.delete("a")

    def undelete(self) -> None:
        """Out of the trash."""
        self.store.undelete("a")

    def wrong(self, operation: str, succeeded: bool | None) -> Iterator[str]:
        """It is in the trash or back, once and whole."""
        yield from self._apart("delete")
        yield from self._wrong_deletion(None)
        if succeeded and not self.path.exists():
            yield "brought back, and not there"
        if succeeded is not None and (left := self.left()):
            yield f"left behind: {left}"
        yield from self._wrong_next()


ROWS = [
    row_of({"example": f"q{n}", "digest": hashlib.sha256(b"%d" % n).hexdigest(), "verdict": "ok" if n % 7 else "wrong"})
    for n in range(200)
]
TEXT = rows_text(ROWS)
RUN = {"candidate": "gpt-6-luna", "step": "answer", "ran_on": TODAY, "sha256": rows_digest(TEXT), **sums(ROWS)}


@cache
def agreement() -> Accepted:
    """The worked example accepted; made in the first process, which every disturbed one is a fork of."""
    return agreed()


class Worked(Place):
    """A workspace whose record is still a draft, with runs that may be brought in, exported once already."""

    def first(self, title: str) -> Workspace:
        """The worked example with its record proposed."""
        data = to_data(agreement().workspace)
        proposal = {key: value for key, value in data["records"][-1].items() if key != "digest"}
        return read_workspace({**data, "title": title, "records": [{**proposal, "status": "proposed"}]})

    def _make(self) -> None:
        super()._make()
        self.folder.mkdir()
        (self.folder / "notes.md").write_text("a stranger's")
        ExportLog(self.store.places).write(self.texts("old"), folder=self.folder)

    @property
    def folder(self) -> Path:
        """Where the records are exported to."""
        return self.root / "decisions"

    def texts(self, title: str) -> dict[Path, bytes]:
        """A folder of records."""
        names = ("index.md", *(f"a/{number:04d}-a.md" for number in range(1, 3)))
        return {self.folder / name: f"{title} {name} {BIG}".encode() for name in names}

    def bring_in_runs(self) -> None:
        """Runs of examples: their rows beside the workspace, and the workspace that names them."""
        opened = load(self.path, managed=True)
        keep_rows(self.path, [TEXT])
        data = to_data(with_value(opened.workspace, ("title",), "new"))
        run = {**RUN, "file": f"a.evidence/{rows_name(rows_digest(TEXT))}"}
        self.store.save(opened, read_workspace({**data, "evaluations": [*data.get("evaluations", ()), run]}))

    def accept(self) -> None:
        """What the record rests on is frozen beside the workspace, then the record is accepted."""
        opened = load(self.path, managed=True)
        keep_record(self.path, agreement().frozen, opened.workspace.title)
        self.store.save(opened, with_value(agreement().workspace, ("title",), "new"))

    def export_all(self) -> None:
        """Every record as a file."""
        ExportLog(self.store.places).write(self.texts("new"), folder=self.folder)

    def added(self, path: Path, folder: Path) -> set[str]:
        """Frozen records that replay, and rows that have their digest."""
        if folder.suffix == ".evidence":
            file = folder / rows_name(rows_digest(TEXT))
            return {file.name} if file.exists() and file.read_text() == TEXT else set()
        kept = [file for file in folder.glob("0001-*.toml") if file.name != "0001-a.toml"]
        filed = read_records(path, agreement().workspace)
        return {file.name for file in kept} if all(one.frozen is not None for one in filed.values()) else set()

    def wrong(self, operation: str, succeeded: bool | None) -> Iterator[str]:
        """What the workspace names is beside it, and every exported file is the old one or the new one."""
        there = load(self.path).workspace
        after = "old" if operation == "export_all" else "new"
        if there.title not in ("old", after) or (succeeded and there.title != after):
            yield f"the file holds {there.title!r}"
        accepted = [one for one in there.records if one.digest]
        if (operation == "accept" and there.title == "new") != bool(accepted):
            yield "accepted in part"
        if any(one.frozen is None for one in read_records(self.path, there).values()):
            yield "accepted, and what it rests on is not there"
        rows = read_evidence(self.path, there).runs
        if (operation == "bring_in_runs" and there.title == "new") != (rows_digest(TEXT) in rows):
            yield "the runs are there in part"
        if any(one.rows is None for digest, one in rows.items() if digest == rows_digest(TEXT)):
            yield "a run without its rows"
        yield from self._wrong_exports(operation, succeeded)
        yield from self._apart(operation)
        if succeeded is not None and (left := self.left()):
            yield f"left behind: {left}"
        atomic.YOUNG_S = -1
        ExportLog(self.store.places).write(self.texts("next"), folder=self.folder)
        yield from self._wrong_next()

    def _wrong_exports(self, operation: str, succeeded: bool | None) -> Iterator[str]:
        old, new = self.texts("old"), self.texts("new")
        for path in old:
            found = path.read_bytes()
            if found not in ((old[path], new[path]) if operation == "export_all" else (old[path],)):
                yield f"{path.name} is neither the old one nor the new one"
            if operation == "export_all" and succeeded and found != new[path]:
                yield f"exported, but {path.name} is the old one"
        if (self.folder / "notes.md").read_text() != "a stranger's":
            yield "a stranger's file was touched"


MOVES = ("delete", "rename", "duplicate", "rename_to_one_that_is_left")
KINDS: dict[str, type[Place]] = {
    "undelete": Deleted,
    "bring_in_runs": Worked,
    "accept": Worked,
    "export_all": Worked,
}
OPERATIONS = ("save", "keep_draft", "bring_in", "restore", "begin_session", *MOVES, *KINDS)


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


def assessed(place: Place, operation: str, pid: int, label: str) -> list[str]:
    """What went wrong in one disturbed run."""
    try:
        return [f"{operation}, {label}: {wrong}" for wrong in place.wrong(operation, ended(pid))]
    except Exception as error:
        return [f"{operation}, {label}: {error!r}"]


# --- the disturbances


def killing(place: Place, operation: str, count: int, seed: int) -> list[str]:
    """SIGKILL at a random moment of an operation, again and again."""
    chance, wrong = random.Random(seed), []
    usual = sorted(_timed(place, operation) for _ in range(9))[4]
    killed = 0
    for number in range(count):
        place.prepare()
        pid = _begun(place, operation)
        time.sleep(chance.uniform(0, usual))
        os.kill(pid, signal.SIGKILL)
        killed += os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT).si_code == os.CLD_KILLED  # type: ignore[union-attr]
        wrong += assessed(place, operation, pid, f"killed {number}")
    sys.stderr.write(f"{operation}: {count} kills, {killed} of them before it had ended\n")
    return wrong


def _begun(place: Place, operation: str) -> int:
    """An operation in a fork, at the moment at which it begins."""
    reader, writer = os.pipe()
    pid = in_child(place, operation, lambda: os.close(writer))
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    return pid


def _timed(place: Place, operation: str) -> float:
    """How long an operation takes."""
    place.prepare()
    pid = _begun(place, operation)
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
        wrong += assessed(place, operation, in_child(place, operation, limit), f"room for {room} bytes")
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
        wrong += assessed(place, operation, pid, f"{fault} at {name} {number}")
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
    place = KINDS.get(rest[0], Place)(Path(root))
    if name == "kill":
        result: list[str] | list[int] = killing(place, rest[0], int(rest[1]), int(rest[2]))
    elif name == "fill":
        result = filling(place, rest[0], int(rest[1]))
    elif name == "inject":
        result = injecting(place, rest[0], int(rest[1]), int(rest[2]))
    else:
        result = writing(Path(root), int(rest[0]))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
