"""The workspaces of a data directory, and those opened by path: list, open, create, save, rename, delete."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.fields import closest
from shortlist.core.document.workspace import Workspace
from shortlist.shown import shown
from shortlist.store.atomic import SaveFailed, move, private_folder, write_atomic
from shortlist.store.documents import (
    Conflict,
    InvalidWorkspace,
    Opened,
    Unsure,
    digest_of,
    load,
    put,
    save,
    serialised,
)
from shortlist.store.folders import entries, real, why_not
from shortlist.store.naming import folded, slug, unique_slug
from shortlist.store.places import Places, expanded, records_folder, shipped_scenarios
from shortlist.store.reading import UnreadableFile, decode_text, parse_toml, read_bytes

if TYPE_CHECKING:
    from shortlist.store.backups import Backup
    from shortlist.store.trash import Deleted

__all__ = [
    "Conflict",
    "InvalidWorkspace",
    "ListedWorkspace",
    "Opened",
    "Store",
    "Unsure",
    "digest_of",
    "is_path",
    "load",
]

ENDING = ".toml"


@dataclass(frozen=True, slots=True)
class ListedWorkspace:
    """A workspace in a list; `problem` says why it cannot be opened."""

    name: str
    title: str
    path: Path
    modified: dt.datetime
    problem: str | None = None


def is_path(name: str) -> bool:
    """Whether a name means a file: it has a slash or ends in `.toml`."""
    return "/" in name or name.endswith(ENDING)


class Store:
    """Workspaces on disk."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def workspaces(self) -> list[ListedWorkspace]:
        """The workspaces of the data directory, the newest first."""
        return sorted(_entries(self.places.workspaces), key=lambda e: (-e.modified.timestamp(), e.name))

    def scenarios(self) -> list[ListedWorkspace]:
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
            path = expanded(name)
            return path, real(path).parent == real(self.places.workspaces)
        own = self._own(name)
        if own is not None:
            return own, True
        scenario = next((p for p in _files(shipped_scenarios()) if folded(p.stem) == folded(name)), None)
        if scenario is not None:
            return scenario, False
        raise ShortlistError(self._unknown(name))

    def open(self, name: str, newer: bool = False) -> Opened:
        """Read the workspace, the scenario or the file that a name means; writes nothing.

        With `newer`, also what a newer version of the program wrote, to be looked at.
        """
        path, managed = self.find(name)
        return load(path, managed, newer)

    def create(self, workspace: Workspace, name: str | None = None) -> Opened:
        """Write a new workspace to the data directory, named after `name` or its title; never over another one."""
        private_folder(self.places.data)
        private_folder(self.places.workspaces)
        return self._create(self.places.workspaces, workspace, name or workspace.title, managed=True)

    def _create(self, folder: Path, workspace: Workspace, name: str, managed: bool) -> Opened:
        from shortlist.store.locking import own_folder, saving  # needed by saves alone

        # Two that create at once must not find the same name free.
        with saving(self.places.state, folder):
            path = folder / (unique_slug(name, [one.stem for one in _files(folder)]) + ENDING)
            opened = Opened(workspace, path, "", managed)
            return put(opened, serialised(opened), own_folder(self.places.state, path))

    def save(self, opened: Opened, workspace: Workspace) -> Opened:
        """Write a workspace over the file it came from; see `documents.save`."""
        return save(self.places.state, opened, workspace)

    def copy_beside(self, opened: Opened, workspace: Workspace) -> Opened:
        """Write a workspace to a new file in the folder of the one it came from."""
        from shortlist.store.records import copy_along

        name = f"{opened.path.stem[:30]} mine"
        copy = self._create(real(opened.path).parent, workspace, name, opened.managed)
        copy_along(opened.path, copy.path)
        return copy

    # --- earlier versions

    def backups(self, path: Path) -> list[Backup]:
        """The earlier versions of a file, the newest first. Raises `UnreadableFile`."""
        from shortlist.store.backups import backups
        from shortlist.store.locking import state_folder

        return backups(state_folder(self.places.state, path))

    def restore_backup(self, path: Path, backup: Backup, managed: bool) -> Opened:
        """Save an earlier version over a file, which need not be readable as a workspace; it becomes a backup."""
        try:
            digest = digest_of(read_bytes(path))
        except UnreadableFile:
            if path.exists():
                raise
            digest = ""
        workspace = load(backup.path).workspace
        return self.save(Opened(workspace, path, digest, managed), workspace)

    # --- names and trash

    def rename(self, name: str, new: str) -> Path:
        """Give a workspace of the data directory another name, with its earlier versions.

        Raises `ShortlistError` where that is taken, or where the workspace is open.
        """
        from shortlist.store.locking import saving  # needed by saves alone

        with saving(self.places.state, self.places.workspaces):
            path = self._existing(name)
            target = path.with_name(slug(new) + ENDING)
            others = [other for other in self.names() if other != path.stem]
            if folded(target.stem) in map(folded, others):
                raise ShortlistError(f"there is a workspace {target.stem} already; choose another name")
            if target != path:
                self._carry(path, target)
        return target

    def duplicate(self, name: str, new: str | None = None) -> Opened:
        """Copy a workspace or a scenario into the data directory, under a name of its own."""
        path, _ = self.find(name)
        copy = self.create(load(path).workspace, new or f"{path.stem} copy")
        from shortlist.store.records import copy_along  # the arithmetic of the core, which no other step needs

        copy_along(path, copy.path)
        return copy

    def delete(self, name: str) -> Path:
        """Move a workspace of the data directory to the trash, with its earlier versions; returns where it went.

        What has lain there for thirty days is removed. Raises `ShortlistError` where the workspace is open.
        """
        from shortlist.store.locking import saving  # needed by saves alone
        from shortlist.store.trash import trash_name

        with saving(self.places.state, self.places.workspaces):
            path = self._existing(name)
            private_folder(self.places.trash)
            taken = {folded(other.stem) for other in _files(self.places.trash, "the trash")}
            stem = trash_name(path.stem, dt.datetime.now(dt.UTC))
            names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
            free = next(one for one in names if folded(one) not in taken)
            target = self.places.trash / f"{free}{ENDING}"
            self._carry(path, target)
        with suppress(ShortlistError):  # it is deleted; what is older waits for the next time
            self.empty_trash(older=True)
        return target

    def trash(self) -> list[Deleted]:
        """The deleted workspaces, the last deleted first."""
        from shortlist.store.trash import deleted_in

        return deleted_in(self.places.trash)

    def undelete(self, name: str) -> Path:
        """Bring the workspace of that name that was deleted last back, under another name where it is taken."""
        from shortlist.store.locking import saving  # needed by saves alone

        trash = self.trash()
        wanted = {folded(name.removesuffix(ENDING)), slug(name)}
        found = next((one for one in trash if one.path.stem == name or folded(one.name) in wanted), None)
        if found is None:
            near = closest(name, [one.name for one in trash])
            hint = f"did you mean {near}?" if near else "`shortlist list --trash` shows what was deleted"
            raise ShortlistError(f"no deleted workspace named {shown(name)!r}; {hint}")
        private_folder(self.places.workspaces)
        with saving(self.places.state, self.places.workspaces):
            target = self.places.workspaces / (unique_slug(found.name, self.names()) + ENDING)
            self._carry(found.path, target)
        return target

    def empty_trash(self, older: bool = False, now: dt.datetime | None = None) -> int:
        """Remove what was deleted, or only what was deleted more than thirty days ago; how many that were."""
        moment = now or dt.datetime.now(dt.UTC)
        gone = [one for one in self.trash() if not older or one.until < moment]
        for one in gone:
            self.purge(one)
        return len(gone)

    def purge(self, deleted: Deleted) -> None:
        """Remove a deleted workspace and its earlier versions for good. Raises `SaveFailed`."""
        import shutil

        from shortlist.store.locking import state_folder

        folder = state_folder(self.places.state, deleted.path)
        try:
            deleted.path.unlink(missing_ok=True)
        except OSError as error:
            raise SaveFailed(deleted.path, f"it cannot be removed: {(error.strerror or str(error)).lower()}") from None
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(records_folder(deleted.path), ignore_errors=True)

    def _carry(self, path: Path, target: Path) -> None:
        """Move a workspace, its frozen records and its state; the caller holds the lock of the folder."""
        from shortlist.store.locking import saving, state_folder
        from shortlist.store.open_sessions import opened_by

        who = opened_by(self.places.state, path)
        if who is not None:
            raise ShortlistError(f"{path.stem} is open in {who}; close it there first")
        before = state_folder(self.places.state, path)
        with saving(self.places.state, path):
            move(path, target)
        records = records_folder(path)
        if records.is_dir():
            move(records, records_folder(target))
        _merge(before, state_folder(self.places.state, target))

    def remember(self, opened: Opened) -> None:
        """Note which workspace was open; a note that cannot be written is not missed."""
        with suppress(OSError, ShortlistError):
            private_folder(self.places.state)
            write_atomic(self.places.last, str(real(opened.path)).encode("utf-8", "surrogateescape"))

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


def _merge(before: Path, after: Path) -> None:
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
                (after / path.name).mkdir(mode=0o700, exist_ok=True)
                for inner in path.iterdir():
                    inner.rename(after / path.name / inner.name)
            elif path.name.startswith(("left-", "draft", "typed")):
                path.rename(after / path.name)


def _files(folder: Path, what: str = "the folder of the workspaces") -> list[Path]:
    """The workspace files of a folder, links to nothing included, so that they are told. Raises `UnreadableFile`."""
    try:
        named = (p for p in entries(folder, what) if p.suffix == ENDING and not p.name.startswith("."))
        return sorted(path for path in named if not path.is_dir())
    except OSError as error:
        raise UnreadableFile(folder, f"{what} cannot be read: {why_not(error)}") from None


def _entries(folder: Path) -> list[ListedWorkspace]:
    listed = []
    for path in _files(folder):
        with suppress(OSError):
            modified = dt.datetime.fromtimestamp(path.lstat().st_mtime, dt.UTC)
            title, problem = _title(path)
            listed.append(ListedWorkspace(path.stem, title, path, modified, problem))
    return listed


def _title(path: Path) -> tuple[str, str | None]:
    """The title of a workspace without checking all of it, so that a list is quick."""
    try:
        title = parse_toml(decode_text(read_bytes(path), path), path).get("title")
    except ShortlistError as error:
        return path.stem, str(error).removeprefix(f"{shown(str(path))}: ")
    return (title, None) if isinstance(title, str) else (path.stem, "has no title")
