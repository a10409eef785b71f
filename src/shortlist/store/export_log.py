"""Which files were written as exports, so that the next one replaces its own earlier one and nobody else's file.

A note in the state directory holds the digest of each. It may be lost: then every file that is there is a stranger.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.shown import shown
from shortlist.store.atomic import SaveFailed, write_atomic
from shortlist.store.places import Places
from shortlist.store.reading import read_bytes

MOST = 500
"""Files that are remembered, the latest ones."""


class NotAnExport(ShortlistError):
    """A file that lies where an export is to go, and that no export wrote, or that was changed since."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{shown(str(path))}: not written: the file is there already, and it is no export as Shortlist wrote it; "
            "choose another name, or replace it with --force"
        )


class ExportLog:
    """The note of exports."""

    def __init__(self, places: Places) -> None:
        self._note = places.exported

    def check(self, path: Path) -> None:
        """Raise `NotAnExport` where a file would be replaced that is no untouched export; an empty one may be."""
        if not path.is_file() or path.stat().st_size == 0:
            return
        if self._rows().get(_key(path)) != _digest(path.read_bytes()):
            raise NotAnExport(path)

    def keep(self, path: Path, data: bytes) -> None:
        """Remember what was written. That it cannot be remembered does not make the export fail."""
        rows = self._rows()
        rows.pop(_key(path), None)
        kept = dict([*rows.items(), (_key(path), _digest(data))][-MOST:])
        with suppress(SaveFailed, OSError):
            self._note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomic(self._note, json.dumps(kept, indent=1).encode("ascii"))

    def _rows(self) -> dict[str, Any]:
        try:
            rows = json.loads(read_bytes(self._note))
        except (ShortlistError, ValueError, RecursionError):
            return {}
        return rows if isinstance(rows, dict) else {}


def _key(path: Path) -> str:
    return str(path.resolve())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
