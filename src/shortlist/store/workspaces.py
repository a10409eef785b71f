"""The workspaces of a data directory, and those opened by path: list, open, create, save, rename, delete."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shortlist.core.basics.errors import ShortlistError, system_words
from shortlist.core.document.fields import closest
from shortlist.core.document.workspace import Workspace
from shortlist.core.document.workspace_summary import WorkspaceSummary, first_due, summary_of
from shortlist.sanitising import shown
from shortlist.store.atomic import SaveFailed, move, private_folder, sweep, sweep_new, sweep_old, write_atomic
from shortlist.store.documents import Conflict, InvalidWorkspace, Opened, Unsure, digest_of, load, put, save, serialised
from shortlist.store.folders import changed_at, entries, folded, real, remove_all, slug, unique_slug, why_not
from shortlist.store.places import BESIDE, Places, beside, expanded, shipped_scenarios
from shortlist.store.reading import WORKSPACE, UnreadableFile, decode_text, parse_toml, read_bytes

if TYPE_CHECKING:
    from shortlist.store.backups import Backup
    from shortlist.store.trash import Deleted

__all__ = ["Conflict", "InvalidWorkspace", "ListedWorkspace", "Opened", "Store", "Unsure", "digest_of", "load"]

ENDING = ".toml"
LISTED = WORKSPACE._replace(limit=200_000)
"""What of a file is read for a list: a larger one must not hold up the others."""


@dataclass(frozen=True, slots=True)
class ListedWorkspace:
    """A workspace in a list; `problem` says why it cannot be opened."""

    name: str
    title: str
    path: Path
    modified: dt.datetime
    problem: str | None = None
    brief: WorkspaceSummary | None = None
    """What was decided, in a few words; None where that was not read, of a file that is very large."""
    due_on: dt.date | None = None
    """The first day on which the record in force falls due, as far as a day decides."""

    @property
    def decision(self) -> str:
        """What was decided and how far its record is, in a line; empty where that was not read."""
        return "" if self.brief is None else self.brief.line


class Store:
    """Workspaces on disk."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def workspaces(self) -> list[ListedWorkspace]:
        """The workspaces of the data directory, the newest first."""
        return list(self.listing())

    def listing(self) -> Iterator[ListedWorkspace]:
        """The same one by one, each read when it is asked for. Raises `ShortlistError` at the first of them."""
        return _entries(self.places.workspaces, newest_first=True)

    def scenarios(self) -> list[ListedWorkspace]:
        """The shipped examples, by name."""
        return list(_entries(shipped_scenarios()))

    def names(self) -> list[str]:
        """The names of the workspaces, without reading them."""
        return sorted(path.stem for path in _files(self.places.workspaces))

    def find(self, name: str) -> tuple[Path, bool]:
        """The file that a name means, and whether it is a workspace of the data directory.

        With a slash, or `.toml` at its end, it is a path. A workspace comes before a scenario of the same name.
        Raises `ShortlistError` with the nearest names.
        """
        if "/" in name or name.endswith(ENDING):
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

    def create(self, workspace: Workspace, name: str | None = None, source: Path | None = None) -> Opened:
        """Write a new workspace to the data directory, named after `name` or its title; never over another one.

        With what lies beside its source, where it is a copy of one.
        """
        private_folder(self.places.data)
        private_folder(self.places.workspaces)
        return self._create(self.places.workspaces, workspace, name or workspace.title, True, source)

    def _create(
        self, folder: Path, workspace: Workspace, name: str, managed: bool, source: Path | None = None
    ) -> Opened:
        """Write a new workspace; with what lies beside its source, where it is a copy of one."""
        from shortlist.store.locking import own_folder  # needed by saves alone
        from shortlist.store.moving import copied

        # Two that create at once must not find the same name free.
        with self._alone(folder) as notes:
            path = folder / (unique_slug(name, _taken(folder)) + ENDING)
            opened = Opened(workspace, path, "", managed)
            data, state = serialised(opened), own_folder(self.places.state, path)
            if source is None:
                return put(opened, data, state)
            with copied(self.places.state, notes, source, path):
                return put(opened, data, state)

    @contextmanager
    def _alone(self, folder: Path) -> Iterator[Path]:
        """Hold the lock of a folder of workspaces, and give the folder of its state; what a kill left is settled."""
        from shortlist.store.locking import saving
        from shortlist.store.moving import settle

        with saving(self.places.state, folder) as notes:
            settle(self.places.state, notes)
            sweep_new(folder)
            sweep(self.places.days)
            sweep_old(self.places.data)
            sweep_old(self.places.state)
            yield notes

    def save(self, opened: Opened, workspace: Workspace) -> Opened:
        """Write a workspace over the file it came from; see `documents.save`."""
        saved = save(self.places.state, opened, workspace)
        if self.places.days.exists():
            from shortlist.store.trash import Days

            Days(self.places.days).see(dt.datetime.now(dt.UTC).date())
        return saved

    def copy_beside(self, opened: Opened, workspace: Workspace) -> Opened:
        """Write a workspace to a new file in the folder of the one it came from."""
        name = f"{opened.path.stem[:30]} mine"
        return self._create(real(opened.path).parent, workspace, name, opened.managed, opened.path)

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
        with self._alone(self.places.workspaces) as notes:
            path = self._existing(name)
            target = path.with_name(slug(new) + ENDING)
            others = [other for other in self.names() if other != path.stem]
            if folded(target.stem) in map(folded, others):
                raise ShortlistError(f"there is a workspace {target.stem} already; choose another name")
            if target != path:
                self._carry(path, target, notes)
        return target

    def duplicate(self, name: str, new: str | None = None) -> Opened:
        """Copy a workspace or a scenario into the data directory, under a name of its own."""
        path, _ = self.find(name)
        return self.create(load(path).workspace, new or f"{path.stem} copy", path)

    def delete(self, name: str) -> Path:
        """Move a workspace of the data directory to the trash, with its earlier versions; returns where it went.

        What has lain there for thirty days is removed. Raises `ShortlistError` where the workspace is open.
        """
        from shortlist.store.trash import trash_name

        with self._alone(self.places.workspaces) as notes:
            path = self._existing(name)
            private_folder(self.places.trash)
            taken = {folded(other) for other in _taken(self.places.trash, "the trash")}
            stem = trash_name(path.stem, dt.datetime.now(dt.UTC))
            names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
            free = next(one for one in names if folded(one) not in taken)
            target = self.places.trash / f"{free}{ENDING}"
            self._carry(path, target, notes)
        with suppress(ShortlistError):  # it is deleted; what is older waits for the next time
            self.empty_trash(older=True)
        return target

    def trash(self) -> list[Deleted]:
        """The deleted workspaces, the last deleted first."""
        from shortlist.store.trash import deleted_in

        return deleted_in(self.places.trash)

    def undelete(self, name: str) -> Path:
        """Bring the workspace of that name that was deleted last back, under another name where it is taken."""
        trash = self.trash()
        wanted = {folded(name.removesuffix(ENDING)), slug(name)}
        found = next((one for one in trash if one.path.stem == name or folded(one.name) in wanted), None)
        if found is None:
            near = closest(name, [one.name for one in trash])
            hint = "`shortlist list --trash` shows what was deleted"
            if near:
                hint = f"did you mean {near}?"
            raise ShortlistError(f"no deleted workspace named {shown(name)!r}; {hint}")
        private_folder(self.places.workspaces)
        with self._alone(self.places.workspaces) as notes:
            target = self.places.workspaces / (unique_slug(found.name, _taken(self.places.workspaces)) + ENDING)
            self._carry(found.path, target, notes)
        return target

    def empty_trash(self, older: bool = False, now: dt.datetime | None = None) -> int:
        """Remove what was deleted, or only what was deleted more than thirty days ago; how many that were.

        Thirty days ago by the clock, and by the days that were seen since.
        """
        from shortlist.store.trash import KEPT, Days, left_alone

        moment, gone = now or dt.datetime.now(dt.UTC), self.trash()
        if older and gone:
            days = Days(self.places.days)
            days.see(moment.date())
            lain = days.lain(gone)
            gone = [one for one, seen in zip(gone, lain, strict=True) if one.until < moment and seen >= KEPT.days]
        for one in gone:
            self.purge(one)
        for folder in left_alone(self.places.trash):
            remove_all(folder)
        return len(gone)

    def purge(self, deleted: Deleted) -> None:
        """Remove a deleted workspace and its earlier versions for good. Raises `SaveFailed`."""
        from shortlist.store.locking import state_folder

        # The state of a link is that of the file that it leads to, which stays.
        state = [] if deleted.path.is_symlink() else [state_folder(self.places.state, deleted.path)]
        try:
            deleted.path.unlink(missing_ok=True)
        except OSError as error:
            raise SaveFailed(deleted.path, f"it cannot be removed: {system_words(error)}") from None
        for one in (*state, *beside(deleted.path)):
            remove_all(one)

    def _carry(self, path: Path, target: Path, notes: Path) -> None:
        """Move a workspace with all that belongs to it; the caller holds the lock of the folder."""
        from shortlist.store.locking import saving
        from shortlist.store.moving import moved
        from shortlist.store.open_sessions import opened_by

        who = opened_by(self.places.state, path)
        if who is not None:
            raise ShortlistError(f"{path.stem} is open in {who}; close it there first")
        with moved(self.places.state, notes, path, target), saving(self.places.state, path):
            move(path, target)

    def remember(self, opened: Opened) -> None:
        """Note which workspace was open; a note that cannot be written is not missed."""
        with suppress(OSError, ShortlistError):
            private_folder(self.places.state)
            write_atomic(self.places.last, os.fsencode(real(opened.path)), follow=False)

    def last(self) -> Path | None:
        """The file that was open last, if it is still there."""
        with suppress(ShortlistError, OSError, ValueError):
            path = Path(os.fsdecode(read_bytes(self.places.last, follow=False)))
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
        known, what = self.names(), "workspace"
        if scenarios:
            known += [path.stem for path in _files(shipped_scenarios())]
            what = "workspace or scenario"
        near = closest(name, known)
        hint = f"did you mean {near}?" if near else "`shortlist list` shows what there is"
        return f"no {what} named {shown(name)!r}; {hint}"


def _files(folder: Path, what: str = "the folder of the workspaces") -> list[Path]:
    """The workspace files of a folder, links to nothing included, so that they are told. Raises `UnreadableFile`."""
    try:
        named = (p for p in entries(folder, what) if p.suffix == ENDING and not p.name.startswith("."))
        return sorted(path for path in named if not path.is_dir())
    except OSError as error:
        raise UnreadableFile(folder, f"{what} cannot be read: {why_not(error)}") from None


def _taken(folder: Path, what: str = "the folder of the workspaces") -> list[str]:
    """The names in a folder that no new workspace may have: what belongs to one may lie there without it."""
    return [path.stem for path in entries(folder, what) if path.suffix in (ENDING, *BESIDE)]


def _entries(folder: Path, newest_first: bool = False) -> Iterator[ListedWorkspace]:
    """The workspaces of a folder by name, or the last changed first; what goes meanwhile is left out."""
    found: list[tuple[Path, os.stat_result]] = []
    for path in _files(folder):
        with suppress(OSError):
            found.append((path, path.lstat()))
    found.sort(key=lambda one: one[0].stem)
    if newest_first:
        found.sort(key=lambda one: -one[1].st_mtime)  # of the same moment by name
    for path, state in found:
        with suppress(OSError):
            title, problem, brief, due = _title(path)
            yield ListedWorkspace(path.stem, title, path, changed_at(state), problem, brief, due)


def _title(path: Path) -> tuple[str, str | None, WorkspaceSummary | None, dt.date | None]:
    """The title of a workspace, what is wrong with it, what it decides and when that falls due, without checking all
    of it, so that a list is quick; of a large one only the head."""
    whole = True
    try:
        data = read_bytes(path, LISTED, whole=False)
        if len(data) > LISTED.limit:
            if path.stat().st_size > WORKSPACE.limit:
                read_bytes(path)  # which says that it is too large
            data, heading, _ = data.partition(b"\n[")
            whole = False
            if not heading:
                return path.stem, "its title is not among the first of what it holds; open it", None, None
        tables = parse_toml(decode_text(data, path), path)
    except ShortlistError as error:
        return path.stem, str(error).removeprefix(f"{shown(str(path))}: "), None, None
    title = tables.get("title")
    if not isinstance(title, str):
        return path.stem, "has no title", None, None
    if not whole:
        return title, None, None, None
    due = first_due(tables.get("records"), tables.get("decision"), tables.get("candidates"))
    return title, None, summary_of(tables), due
