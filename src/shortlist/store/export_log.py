"""Exports are written over earlier exports only: nobody else's file is replaced, and none through a link.

A note in the state directory holds the digest of each, and while files are written also that of what they will be, so
that a kill between the two makes no stranger of one's own. It may be lost: then every file that is there is a stranger.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.importing.source_file import as_table
from shortlist.sanitising import shown
from shortlist.store.atomic import SaveFailed, is_there, private_folder, sweep_old, write_atomic
from shortlist.store.documents import digest_of
from shortlist.store.folders import real, why_not
from shortlist.store.places import Places
from shortlist.store.reading import FileFormat, UnreadableFile, read_bytes

MOST = 5_000
"""Files that are remembered, the latest ones."""
EXPORT = FileFormat("an export", "an export is text", 256_000_000)


class NotAnExport(ShortlistError):
    """What lies where an export is to go, and is not to be replaced."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{shown(str(path))}: not written: {why}")


class ExportLog:
    """What was exported, and how the next export is written."""

    def __init__(self, places: Places) -> None:
        self._note = places.exported

    def write(self, files: Mapping[Path, bytes], force: bool = False, folder: Path | None = None) -> list[Path]:
        """Write files, each all or nothing, and remember them; returns those that did not say the same already.

        All are looked at before the first is written. `folder` is where they lie, in folders that are made. Raises
        `NotAnExport`, or `SaveFailed` where one cannot be written.
        """
        rows, umask = self._rows(), os.umask(0)
        os.umask(umask)
        done = {path: data for path, data in files.items() if _says(path, data)}
        new = [path for path in files if path not in done]
        for path in new:
            self._check(path, rows, force, folder)
        coming = {_key(path): digest_of(files[path]) for path in new}
        self._keep({key: [*dict.fromkeys((*_known(rows.get(key)), new_one))] for key, new_one in coming.items()}, rows)
        for parent in {path.parent for path in new}:
            sweep_old(parent, [path.name for path in new if path.parent == parent])
        try:
            for path in new:
                if folder is not None:
                    try:
                        path.parent.mkdir(parents=True, exist_ok=True)
                    except OSError as error:
                        raise SaveFailed(path, f"its folder cannot be made: {why_not(error)}") from None
                again = partial(self._check, path, rows, force, folder)
                write_atomic(path, files[path], 0o666 & ~umask, follow=False, unchanged=again)
                done[path] = files[path]
        finally:
            self._keep({_key(path): digest_of(data) for path, data in done.items()}, rows)
        return new

    def check(self, path: Path) -> None:
        """Raise `NotAnExport` where something lies there that is no untouched export."""
        self._check(path, self._rows(), False, None)

    def _check(self, path: Path, rows: Mapping[str, Any], force: bool, folder: Path | None) -> None:
        """The same; with `force` a file may be anybody's, but a link, or what is no file, is never replaced."""
        inside = [one for one in path.parents if folder is not None and folder in one.parents]
        link = next((one for one in (*inside, path) if one.is_symlink()), None)
        if link is not None:
            raise NotAnExport(link, "it is a link, and no export goes through one; remove it, or choose another place")
        if not is_there(path):
            return
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise NotAnExport(path, "what has that name is no file; choose another name")
        if force or not found.st_size:
            return
        if digest_of(read_bytes(path, EXPORT, follow=False)) not in _known(rows.get(_key(path))):
            why = "the file is there already, and it is no export as Shortlist wrote it"
            raise NotAnExport(path, f"{why}; choose another name, or replace it with --force")

    def _keep(self, new: Mapping[str, str | list[str]], rows: dict[str, Any]) -> None:
        """Remember what is written. That it cannot be remembered does not make the export fail."""
        if all(rows.get(key) == known for key, known in new.items()):
            return
        kept = [*((key, row) for key, row in rows.items() if key not in new), *new.items()][-MOST:]
        rows.clear()
        rows.update(kept)
        with suppress(ShortlistError, OSError):
            private_folder(self._note.parent)
            sweep_old(self._note.parent, [self._note.name])
            write_atomic(self._note, json.dumps(rows, indent=1).encode("ascii"), follow=False)

    def _rows(self) -> dict[str, Any]:
        try:
            return as_table(json.loads(read_bytes(self._note, follow=False)))
        except (ShortlistError, ValueError, RecursionError):
            return {}


def _known(row: object) -> list[str]:
    """The digests that an export at a place may have: one, or two where it was being written when it was killed."""
    if not isinstance(row, list):
        row = [row]
    return [one for one in row if isinstance(one, str)]


def _says(path: Path, data: bytes) -> bool:
    """Whether a file holds these bytes."""
    with suppress(OSError, UnreadableFile):
        return path.lstat().st_size == len(data) and read_bytes(path, EXPORT, follow=False) == data
    return False


def _key(path: Path) -> str:
    return str(real(path))
