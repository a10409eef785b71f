"""The workspaces of a data directory, and those opened by path: list, open, create, save, rename, delete."""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from shortlist.core.errors import InvalidDocument, ShortlistError
from shortlist.core.fields import closest
from shortlist.core.workspace import Workspace, read_workspace
from shortlist.shown import shown
from shortlist.store.atomic import SaveFailed, move, private_folder, write_atomic
from shortlist.store.naming import folded, slug, unique_slug
from shortlist.store.places import Places, shipped_scenarios
from shortlist.store.reading import UnreadableFile, decode_text, has_comments, parse_toml, read_bytes

ENDING = ".toml"


class InvalidWorkspace(ShortlistError):
    """A file that is TOML but no workspace; one line a mistake, with the file, the place and the remedy."""

    MOST = 20
    """Mistakes told at once; the rest is counted."""

    def __init__(self, path: Path, error: InvalidDocument) -> None:
        self.path = path
        self.problems = error.problems
        name = shown(str(path))
        lines = [f"{name}: {shown(str(problem))}" for problem in error.problems[: self.MOST]]
        left = len(error.problems) - self.MOST
        if left > 0:
            lines.append(f"{name}: and {left} more")
        super().__init__("\n".join(lines))


class Conflict(ShortlistError):
    """A file that somebody else has changed since it was read; nothing was written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A workspace in a list; `problem` says why it cannot be opened."""

    name: str
    title: str
    path: Path
    modified: dt.datetime
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace with the file it came from, as it was read or last saved."""

    workspace: Workspace
    path: Path
    digest: str
    managed: bool
    """Whether it lies in the data directory, and so saves itself."""
    has_comments: bool = False
    """Whether the file holds comments, which a save does not keep."""


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def is_path(name: str) -> bool:
    """Whether a name means a file: it has a slash or ends in `.toml`."""
    return "/" in name or name.endswith(ENDING)


def load(path: Path, managed: bool = False) -> Opened:
    """Read a workspace file. Raises `UnreadableFile` or `InvalidWorkspace`; writes nothing."""
    read = read_bytes(path)
    text = decode_text(read, path)
    data = parse_toml(text, path)
    try:
        workspace = read_workspace(data)
    except InvalidDocument as error:
        raise InvalidWorkspace(path, error) from None
    return Opened(workspace, path, digest_of(read), managed, has_comments(text))


class Store:
    """Workspaces on disk."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def workspaces(self) -> list[Entry]:
        """The workspaces of the data directory, the newest first."""
        return sorted(_entries(self.places.workspaces), key=lambda e: (-e.modified.timestamp(), e.name))

    def scenarios(self) -> list[Entry]:
        """The shipped examples, by name."""
        return sorted(_entries(shipped_scenarios()), key=lambda entry: entry.name)

    def names(self) -> list[str]:
        """The names of the workspaces, without reading them."""
        return sorted(path.stem for path in _files(self.places.workspaces))

    def find(self, name: str) -> tuple[Path, bool]:
        """The file that a name means, and whether it is a workspace of the data directory.

        A workspace comes before a scenario of the same name. Raises `ShortlistError` with the nearest names.
        """
        if is_path(name):
            path = Path(name).expanduser()
            return path, path.resolve().parent == self.places.workspaces.resolve()
        own = self._own(name)
        if own is not None:
            return own, True
        scenario = next((p for p in _files(shipped_scenarios()) if folded(p.stem) == folded(name)), None)
        if scenario is not None:
            return scenario, False
        raise ShortlistError(self._unknown(name))

    def open(self, name: str) -> Opened:
        """Read the workspace, the scenario or the file that a name means; writes nothing."""
        path, managed = self.find(name)
        return load(path, managed)

    def create(self, workspace: Workspace, name: str | None = None) -> Opened:
        """Write a new workspace to the data directory, named after `name` or its title; never over another one."""
        from shortlist.store.locking import saving  # needed by saves alone

        private_folder(self.places.data)
        private_folder(self.places.workspaces)
        # Two that create at once must not find the same name free.
        with saving(self.places.state, self.places.workspaces):
            path = self.places.workspaces / (unique_slug(name or workspace.title, self.names()) + ENDING)
            return self._write(Opened(workspace, path, "", managed=True))

    def save(self, opened: Opened, workspace: Workspace) -> Opened:
        """Write a workspace over the file it came from, all or nothing.

        Raises `Conflict` where the file is no longer the one that was read, `SaveFailed` where it cannot be written.
        """
        from shortlist.store.locking import saving  # needed by saves alone

        with saving(self.places.state, opened.path):
            try:
                now = digest_of(read_bytes(opened.path))
            except UnreadableFile as error:
                raise Conflict(f"not saved: {error}") from None
            if now != opened.digest:
                raise Conflict(f"{shown(str(opened.path))}: not saved: the file was changed by somebody else meanwhile")
            return self._write(replace(opened, workspace=workspace))

    def _write(self, opened: Opened) -> Opened:
        """Serialise, read back, and only then write: a save that cannot be read again is refused."""
        from shortlist.store.toml_text import (
            workspace_text,
        )  # reading, which is most of the work, does not need it

        text = workspace_text(opened.workspace)
        if read_workspace(parse_toml(text, opened.path)) != opened.workspace:
            raise SaveFailed(opened.path, "the text would not read back as it is; nothing was written")
        data = text.encode("utf-8")
        write_atomic(opened.path, data)
        return replace(opened, digest=digest_of(data), has_comments=False)

    def rename(self, name: str, new: str) -> Path:
        """Give a workspace of the data directory another name. Raises `ShortlistError` where that is taken."""
        path = self._existing(name)
        target = path.with_name(slug(new) + ENDING)
        others = [other for other in self.names() if other != path.stem]
        if folded(target.stem) in map(folded, others):
            raise ShortlistError(f"there is a workspace {target.stem} already; choose another name")
        move(path, target)
        return target

    def duplicate(self, name: str, new: str | None = None) -> Opened:
        """Copy a workspace or a scenario into the data directory, under a name of its own."""
        path, _ = self.find(name)
        return self.create(load(path).workspace, new or f"{path.stem} copy")

    def delete(self, name: str) -> Path:
        """Move a workspace of the data directory to the trash; returns where it went."""
        path = self._existing(name)
        private_folder(self.places.trash)
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
        taken = [other.stem for other in _files(self.places.trash)]
        target = self.places.trash / (unique_slug(f"{path.stem[:24]} {stamp}", taken) + ENDING)
        move(path, target)
        return target

    def remember(self, opened: Opened) -> None:
        """Note which workspace was open; a note that cannot be written is not missed."""
        with suppress(OSError, ShortlistError):
            private_folder(self.places.state)
            write_atomic(self.places.last, str(opened.path.resolve()).encode("utf-8", "surrogateescape"))

    def last(self) -> Path | None:
        """The file that was open last, if it is still there."""
        with suppress(OSError, ShortlistError):
            path = Path((self.places.last).read_text("utf-8"))
            return path if path.is_file() else None
        return None

    def _own(self, name: str) -> Path | None:
        """The workspace of that name, or of the file name that is made from it: `My team` finds `my-team`."""
        files = _files(self.places.workspaces)
        same = (p for wanted in (folded(name), slug(name)) for p in files if folded(p.stem) == wanted)
        return next(same, None)

    def _existing(self, name: str) -> Path:
        path = self._own(name.removesuffix(ENDING))
        if path is None:
            raise ShortlistError(self._unknown(name, scenarios=False))
        return path

    def _unknown(self, name: str, scenarios: bool = True) -> str:
        known = self.names() + ([path.stem for path in _files(shipped_scenarios())] if scenarios else [])
        near = closest(name, known)
        hint = f"did you mean {near}?" if near else "`shortlist list` shows what there is"
        what = "workspace or scenario" if scenarios else "workspace"
        return f"no {what} named {shown(name)!r}; {hint}"


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if p.suffix == ENDING and not p.name.startswith(".") and p.is_file())
    except OSError:
        return []


def _entries(folder: Path) -> list[Entry]:
    entries = []
    for path in _files(folder):
        with suppress(OSError):
            modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
            title, problem = _title(path)
            entries.append(Entry(path.stem, title, path, modified, problem))
    return entries


def _title(path: Path) -> tuple[str, str | None]:
    """The title of a workspace without checking all of it, so that a list is quick."""
    try:
        title = parse_toml(decode_text(read_bytes(path), path), path).get("title")
    except ShortlistError as error:
        return path.stem, str(error).removeprefix(f"{shown(str(path))}: ")
    return (title, None) if isinstance(title, str) else (path.stem, "has no title")
