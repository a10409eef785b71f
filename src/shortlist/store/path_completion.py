"""Which files a person may want to import: those imported before, and what lies in the folder being typed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from shortlist.core.basics.errors import ShortlistError
from shortlist.sanitising import shown
from shortlist.store.folders import here, real
from shortlist.store.places import Places, expanded
from shortlist.store.reading import read_bytes

ENDINGS = (".json", ".csv", ".tsv", ".md")
"""Endings of files that can be imported, as they are completions; any other name may be typed."""
MOST_LISTED, MOST_SCANNED, MOST_RECENT = 200, 5_000, 10


def completions(typed: str, recent: Sequence[str]) -> list[str]:
    """Paths that go on from what was typed; before anything is typed, the recent files and those close at hand."""
    if not typed.strip():
        near = [*_files(here(), ""), *_files(expanded("~/Downloads"), "")]
        return list(dict.fromkeys([*recent, *near]))[:MOST_LISTED]
    folder, slash, start = typed.rpartition("/")
    where, prefix = here(), f"{folder}{slash}"
    if slash:
        where = expanded(prefix)
    return [prefix + name for name in _names(where, start)][:MOST_LISTED]


def _files(folder: Path, start: str) -> list[str]:
    """The importable files of a folder, the newest first."""
    found = []
    for name in _names(folder, start):
        path = folder / name
        if not name.endswith("/"):
            with suppress(OSError):
                found.append((path.stat().st_mtime, str(path)))
    return [path for _, path in sorted(found, reverse=True)][:50]


def _names(folder: Path, start: str) -> list[str]:
    """What in a folder begins so: folders with a slash behind, then files that can be imported.

    A name that cannot be shown as it is cannot be chosen from a list.
    """
    folders, files = [], []
    with suppress(OSError, ValueError), os.scandir(folder) as entries:
        for _, entry in zip(range(MOST_SCANNED), entries, strict=False):
            hidden = entry.name.startswith(".") and not start.startswith(".")
            if hidden or shown(entry.name) != entry.name or not entry.name.casefold().startswith(start.casefold()):
                continue
            with suppress(OSError):
                if entry.is_dir():
                    folders.append(f"{entry.name}/")
                elif entry.name.casefold().endswith(ENDINGS):
                    files.append(entry.name)
    return [*sorted(files), *sorted(folders)] if start else [*sorted(folders), *sorted(files)]


def recent_imports(places: Places) -> list[str]:
    """The files imported last that are still there, the latest first."""
    with suppress(ShortlistError, OSError, ValueError):
        lines = read_bytes(places.imported, follow=False).decode("utf-8").splitlines()
        return [line for line in lines[:MOST_RECENT] if Path(line).is_file()]
    return []


def remember_import(places: Places, path: Path) -> None:
    """Note that a file was imported; a note that cannot be written is not missed."""
    from shortlist.store.atomic import private_folder, write_atomic

    with suppress(OSError, ShortlistError, UnicodeEncodeError):
        full = str(real(path))
        kept = [line for line in recent_imports(places) if line != full]
        private_folder(places.state)
        write_atomic(places.imported, "\n".join([full, *kept][:MOST_RECENT]).encode("utf-8"))
