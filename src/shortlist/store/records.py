"""The records folder beside a workspace: what was frozen when its records were accepted, one file a record.

`<workspace>.records/NNNN-title.toml` is written once and never written again. A file that is there already under the
wanted name, from an acceptance that was taken back, is left as it is, and the new one gets a number. Which file
belongs to a record is decided by the digest that the record carries.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from shortlist.core.basics.canonical import digest_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.accepted import kept
from shortlist.core.document.record import Record
from shortlist.core.document.workspace import Workspace
from shortlist.core.importing.source_file import as_list
from shortlist.core.records.freezing import confirm, read_frozen, unchanging
from shortlist.core.review.filed_records import FORMAT, Event, Filed, Frozen, StatusChange, frozen_data
from shortlist.sanitising import shown
from shortlist.store.atomic import SaveFailed, folder_beside, is_there, require_nothing, write_atomic
from shortlist.store.folders import entries, slug
from shortlist.store.locking import own_folder, state_folder
from shortlist.store.places import records_folder
from shortlist.store.reading import UnreadableFile, decode_text, parse_toml, read_bytes

NOTED = "records"
"""The note of what the files of frozen records say, among the state of the workspace."""
CHANGES = "changes.toml"
"""Who deprecated which record when, and what has happened since: an accepted record has no room for it."""


def record_name(record: Record, title: str) -> str:
    """`0001-title-with-dashes`, as files of records are named."""
    return f"{record.number:04d}-{slug(record.title or title)}"


def read_records(
    path: Path, workspace: Workspace, replay: Collection[int] | None = None, state: Path | None = None
) -> dict[int, Filed]:
    """What the folder holds of every record that was accepted, confirmed by its digests and by replaying it.

    Where `replay` names some, the others are confirmed by their digests alone: a decision has many records in the end,
    and one is in force. `state` is the folder of all state, where it is noted what each file says; nothing is written.
    """
    files: dict[str, KeptFile] = {}
    if any(record.digest for record in workspace.records if kept(record)):
        files = {one.digest: one for one in _read_all(path, state)}
    changes = {change.record: change for change in read_changes(path)}
    events = read_events(path)
    return {
        record.number: _filed(path, workspace, record, files, replay)._replace(
            change=changes.get(record.number), events=tuple(row for row in events if row.record == record.number)
        )
        for record in workspace.records
        if kept(record) and record.digest
    }


def _filed(
    path: Path, workspace: Workspace, record: Record, files: Mapping[str, KeptFile], replay: Collection[int] | None
) -> Filed:
    """The file with the record's digest; else the one with its number, and what is wrong with it."""
    name = record_name(record, workspace.title)
    wanted = f"{records_folder(path).name}/{name}.toml"
    found = files.get(record.digest) or next((one for one in files.values() if _of(one.file, record.number)), None)
    if found is None:
        why = "the file is missing or cannot be read"
        try:
            entries(records_folder(path), "its folder")
        except UnreadableFile as error:
            why = str(error)
        return Filed(None, why, shown(wanted))
    place = shown(f"{found.file.parent.name}/{found.file.name}")
    replayed = replay is None or record.number in replay
    if not replayed and found.digest == record.digest and found.record == digest_of(unchanging(record)):
        return Filed(Unread(found).read, place=place)
    try:
        return confirm(found.data(), record, replayed)._replace(place=place)
    except ShortlistError as error:
        return Filed(None, shown(str(getattr(error, "problems", [error])[0])), place)


def _of(file: Path, number: int) -> bool:
    return file.name.startswith(f"{number:04d}-")


class KeptFile(NamedTuple):
    """A file of the folder with the digest of what it says."""

    file: Path
    digest: str
    text: bytes
    record: str = ""
    """The digest of the record in it, where that was noted."""

    def data(self) -> dict[str, Any]:
        """What it says. Raises `UnreadableFile`."""
        return parse_toml(decode_text(self.text, self.file), self.file)


class Unread(NamedTuple):
    """A frozen record that is read when it is asked for."""

    kept: KeptFile

    def read(self) -> Frozen | None:
        """Read it; None where it cannot be."""
        try:
            return _frozen(self.kept)
        except ShortlistError:
            return None


# The same few files are asked for whenever a workspace is opened, edited or compared; the bytes of the file are the
# argument, and what is read of them never changes.
@lru_cache(maxsize=32)
def _frozen(one: KeptFile) -> Frozen:
    return read_frozen(one.data())


def _read_all(path: Path, state: Path | None) -> Iterator[KeptFile]:
    """Every file of a frozen record beside a workspace; what one says that is noted by its bytes is not read again."""
    try:
        files = sorted(records_folder(path).glob("[0-9]*-*.toml"))
    except OSError:
        return
    known = _noted(path, state) if files else {}
    for file in files:
        with suppress(ShortlistError, TypeError, ValueError):
            text = read_bytes(file, follow=False)
            digest, record = known.get(hashlib.sha256(text).hexdigest(), ("", ""))
            # What has no canonical form, such as a time of day, was not written here.
            yield KeptFile(file, digest or digest_of(KeptFile(file, "", text).data()), text, record)


def _noted(path: Path, state: Path | None) -> dict[str, tuple[str, str]]:
    """By the digest of a file's bytes those of what it says and of the record in it; what is damaged is not there."""
    if state is not None:
        with suppress(ShortlistError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
            rows = json.loads(read_bytes(state_folder(state, path) / NOTED, follow=False))
            return {str(key): (str(row[0]), str(row[1])) for key, row in rows.items()}
    return {}


def note_records(path: Path, filed: Iterable[Filed], state: Path) -> None:
    """Note what the files beside a workspace say, so that they need not be read each time; it may be lost."""
    before = _noted(path, state)
    known = {digest for digest, _ in before.values()}
    new = {one.held.digest: one.held for one in filed if isinstance(one.held, Frozen) and one.held.rules == FORMAT}
    if new.keys() <= known:
        return
    rows: dict[str, tuple[str, str]] = {}
    for kept_file in _read_all(path, state):
        record, frozen = kept_file.record, new.get(kept_file.digest)
        if not record and frozen is not None:
            record = digest_of(unchanging(frozen.record))
        if record:
            rows[hashlib.sha256(kept_file.text).hexdigest()] = kept_file.digest, record
    with suppress(ShortlistError, OSError):
        write_atomic(own_folder(state, path) / NOTED, json.dumps(rows, indent=0).encode("ascii"), follow=False)


def keep_record(path: Path, frozen: Frozen, title: str, state: Path | None = None) -> Path:
    """Write a frozen record beside its workspace, durable on return; one that is there already is left alone.

    With the folder of all `state` it is noted there what the file says.

    Raises `SaveFailed` where it cannot be written, or would not read back as it is.
    """
    from shortlist.store.toml_text import data_text

    folder, data = records_folder(path), frozen_data(frozen)
    for one in _read_all(path, state):
        if one.digest == frozen.digest and _of(one.file, frozen.record.number):
            return one.file
    text = data_text(data)
    name, number = record_name(frozen.record, title), 2
    target = folder / f"{name}.toml"
    while is_there(target):
        target, number = folder / f"{name}-{number}.toml", number + 1
    if digest_of(parse_toml(text, target)) != frozen.digest:
        raise SaveFailed(target, "the text would not read back as it is; nothing was written")
    mode = folder_beside(path, records_folder(path))
    write_atomic(target, text.encode("utf-8"), mode, follow=False, unchanged=lambda: require_nothing(target))
    if state is not None:
        note_records(path, [Filed(frozen)], state)
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
        return as_list(parse_toml(decode_text(read_bytes(file), file), file).get(key))
    except ShortlistError:
        return []
