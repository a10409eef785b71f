"""The records folder beside a workspace: what was frozen when its records were accepted, one file a record.

`<workspace>.records/NNNN-title.toml` is written once and never written again. A file that is there already under the
wanted name, from an acceptance that was taken back, is left as it is, and the new one gets a number. Which file
belongs to a record is decided by the digest that the record carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from shortlist.core.basics.canonical import digest_of
from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.document.accepted import kept
from shortlist.core.document.record import Record
from shortlist.core.document.workspace import Workspace
from shortlist.core.records.freezing import confirm
from shortlist.core.review.filed import Event, Filed, Frozen, StatusChange, frozen_data
from shortlist.shown import shown
from shortlist.store.atomic import SaveFailed, folder_beside, is_there, require_nothing, write_atomic
from shortlist.store.folders import entries
from shortlist.store.naming import slug
from shortlist.store.places import records_folder
from shortlist.store.reading import UnreadableFile, decode_text, parse_toml, read_bytes

CHANGES = "changes.toml"
"""Who deprecated which record when, and what has happened since: an accepted record has no room for it."""


def record_name(record: Record, title: str) -> str:
    """`0001-title-with-dashes`, as files of records are named."""
    return f"{record.number:04d}-{slug(record.title or title)}"


def read_records(path: Path, workspace: Workspace) -> dict[int, Filed]:
    """What the folder holds of every record that was accepted, confirmed by replaying it."""
    files = {}
    if any(record.digest for record in workspace.records if kept(record)):
        files = {digest_of(data): (file, data) for file, data in _read_all(records_folder(path))}
    changes = {change.record: change for change in read_changes(path)}
    events = read_events(path)
    return {
        record.number: _filed(path, workspace, record, files)._replace(
            change=changes.get(record.number), events=tuple(row for row in events if row.record == record.number)
        )
        for record in workspace.records
        if kept(record) and record.digest
    }


def _filed(path: Path, workspace: Workspace, record: Record, files: Mapping[str, tuple[Path, dict[str, Any]]]) -> Filed:
    """The file with the record's digest; else the one with its number, and what is wrong with it."""
    name = record_name(record, workspace.title)
    wanted = f"{records_folder(path).name}/{name}.toml"
    found = files.get(record.digest) or next((row for row in files.values() if _of(row[0], record.number)), None)
    if found is None:
        return Filed(None, _why_none(records_folder(path)), shown(wanted))
    file, data = found
    place = shown(f"{file.parent.name}/{file.name}")
    try:
        return confirm(data, record)._replace(place=place)
    except InvalidDocument as error:
        return Filed(None, shown(str(error.problems[0])), place)


def _why_none(folder: Path) -> str:
    try:
        entries(folder, "its folder")
    except UnreadableFile as error:
        return str(error)
    return "the file is missing or cannot be read"


def _of(file: Path, number: int) -> bool:
    return file.name.startswith(f"{number:04d}-")


def _read_all(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    try:
        files = sorted(folder.glob("[0-9]*-*.toml"))
    except OSError:
        return
    for file in files:
        with suppress(ShortlistError, TypeError, ValueError):
            data = parse_toml(decode_text(read_bytes(file, follow=False), file), file)
            digest_of(data)  # what has no canonical form, such as a time of day, was not written here
            yield file, data


def keep_record(path: Path, frozen: Frozen, title: str) -> Path:
    """Write a frozen record beside its workspace, durable on return; one that is there already is left alone.

    Raises `SaveFailed` where it cannot be written, or would not read back as it is.
    """
    from shortlist.store.toml_text import data_text

    folder, data = records_folder(path), frozen_data(frozen)
    for file, there in _read_all(folder):
        if digest_of(there) == frozen.digest and _of(file, frozen.record.number):
            return file
    text = data_text(data)
    target = _free(folder, record_name(frozen.record, title))
    if digest_of(parse_toml(text, target)) != frozen.digest:
        raise SaveFailed(target, "the text would not read back as it is; nothing was written")
    mode = folder_beside(path, records_folder(path))
    write_atomic(target, text.encode("utf-8"), mode, follow=False, unchanged=lambda: require_nothing(target))
    return target


def _free(folder: Path, name: str) -> Path:
    target, number = folder / f"{name}.toml", 2
    while is_there(target):
        target, number = folder / f"{name}-{number}.toml", number + 1
    return target


def note_change(path: Path, change: StatusChange) -> None:
    """Add who changed the status of an accepted record, when and why.

    Raises `SaveFailed`, or `UnreadableFile` where what was noted before cannot be read.
    """
    _write_log(path, (*read_changes(path), change), read_events(path))


def note_event(path: Path, event: Event) -> None:
    """Add that what a trigger of an accepted record waits for has happened; raises the same."""
    _write_log(path, read_changes(path), (*read_events(path), event))


def _write_log(path: Path, changes: Iterable[StatusChange], events: Iterable[Event]) -> None:
    from shortlist.store.toml_text import data_text

    told: dict[str, Iterable[StatusChange | Event]] = {"changes": changes, "happened": events}
    data = {key: [_row(row) for row in rows] for key, rows in told.items()}
    mode = folder_beside(path, records_folder(path))
    file = records_folder(path) / CHANGES
    if is_there(file):  # what cannot be read would be lost
        parse_toml(decode_text(read_bytes(file, follow=False), file), file)
    write_atomic(file, data_text({"schema": 1, **data}).encode("utf-8"), mode, follow=False)


def _row(row: StatusChange | Event) -> dict[str, Any]:
    """A row as it is written; that nothing was taken back is not."""
    values = {key: value for key, value in row._asdict().items() if key != "taken_back" or value}
    return {**values, "by": list(row.by)}


def read_changes(path: Path) -> tuple[StatusChange, ...]:
    """The changes of status that were noted, the oldest first; what cannot be read is not there."""
    with suppress(TypeError, KeyError):
        return tuple(
            StatusChange(row["record"], row["status"], row["date"], tuple(row["by"]), row["reason"])
            for row in _log(path, "changes")
        )
    return ()


def read_events(path: Path) -> tuple[Event, ...]:
    """What was noted to have happened, the oldest first; what cannot be read is not there."""
    with suppress(TypeError, KeyError):
        return tuple(
            Event(
                row["record"], row["trigger"], row["date"], tuple(row["by"]), row["note"], row.get("taken_back") is True
            )
            for row in _log(path, "happened")
        )
    return ()


def _log(path: Path, key: str) -> list[dict[str, Any]]:
    file = records_folder(path) / CHANGES
    try:
        rows = parse_toml(decode_text(read_bytes(file), file), file).get(key, [])
    except ShortlistError:
        return []
    return rows if isinstance(rows, list) else []
