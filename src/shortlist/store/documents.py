"""One workspace file: how it is read, whatever version of the format it has, and saved so that nobody's work is lost.

A document of an older version is brought to the present one in memory, by pure functions, a step each. A file of every
version is kept among the tests, and must read for ever.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from shortlist.core.basics.errors import InvalidDocument, Problem, ShortlistError
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.problems import location_of
from shortlist.core.document.workspace import SCHEMA, Workspace, of_newer, read_workspace, to_data
from shortlist.sanitising import shown
from shortlist.store.atomic import SaveFailed, is_there, sweep, sweep_old, write_atomic
from shortlist.store.places import beside
from shortlist.store.reading import (
    MEGABYTE,
    WORKSPACE,
    UnreadableFile,
    decode_text,
    has_comments,
    parse_toml,
    read_bytes,
)

SAVED = "saved"  # the note of the digest that a file had when it was saved last


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


class Unsure(SaveFailed):
    """A save that failed after the new version took the place of the old one: it is there, but may not survive."""

    def __init__(self, error: SaveFailed, opened: Opened) -> None:
        ShortlistError.__init__(self, str(error))
        self.opened = opened
        """What the session has now: the digest of the file as it was read again."""


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
    newer: bool = False
    """Whether a newer version of the program wrote it: what this one does not know was left out, so never saved."""


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def load(path: Path, managed: bool = False, newer: bool = False) -> Opened:
    """Read a workspace file, one of an older version of the format as the present one; writes nothing.

    With `newer`, a file that a newer version of the program wrote is read as far as this one knows its keys, and can
    only be looked at. Raises `UnreadableFile` or `InvalidWorkspace`.
    """
    read = read_bytes(path)
    text = decode_text(read, path)
    data = parse_toml(text, path)
    if (schema_of(data) or 0) > SCHEMA:
        return Opened(_of_newer(data, path, newer), path, digest_of(read), managed, newer=True)
    try:
        workspace = read_workspace(migrated(data))
    except InvalidDocument as error:
        raise InvalidWorkspace(path, error) from None
    return Opened(workspace, path, digest_of(read), managed, has_comments(text))


def _of_newer(data: dict[str, Any], path: Path, allowed: bool) -> Workspace:
    """What this version understands of a newer one's file: keys that it does not know are left out."""
    refused = InvalidWorkspace(path, InvalidDocument([Problem("schema", of_newer(data["schema"]))]))
    if not allowed:
        raise refused
    document = {**copy.deepcopy(data), "schema": SCHEMA}
    try:
        return read_workspace(document)
    except InvalidDocument as error:
        for problem in error.problems:
            if problem.message.startswith("unknown key"):
                *parts, last = location_of(problem.path)
                with suppress(LookupError, TypeError):
                    table: Any = document
                    for part in parts:
                        table = table[part]
                    del table[last]
    try:
        return read_workspace(document)
    except InvalidDocument:
        raise refused from None


def save(state: Path, opened: Opened, workspace: Workspace) -> Opened:
    """Write a workspace over the file it came from, all or nothing, durable on return.

    The version that is replaced is kept as a backup. Raises `Conflict` where the file is no longer the one that was
    read, `Unsure` where the new version is there but may not be durable, `SaveFailed` where it was not written.
    """
    from shortlist.store.backups import keep  # needed by saves alone
    from shortlist.store.locking import saving

    after = replace(opened, workspace=workspace)
    data = serialised(after)
    with saving(state, opened.path) as folder:
        before = _unchanged(opened)
        sweep(opened.path)
        for beside_it in beside(opened.path):
            sweep_old(beside_it)
        if before is not None and before != data:
            keep(folder, before, dt.datetime.now(dt.UTC))
        return put(after, data, folder)


def _unchanged(opened: Opened) -> bytes | None:
    """The bytes on disk, None where there is no file and none was read. Raises `Conflict` where it is another."""
    try:
        before = read_bytes(opened.path)
    except UnreadableFile as error:
        with suppress(OSError):
            if not opened.digest and not is_there(opened.path):
                return None
        raise Conflict(f"not saved: {error}") from None
    if digest_of(before) != opened.digest:
        raise Conflict(f"{shown(str(opened.path))}: not saved: the file was changed by somebody else meanwhile")
    return before


def serialised(opened: Opened) -> bytes:
    """The bytes of a workspace, which read back as what it is. Raises `SaveFailed`."""
    # Reading, which is most of the work, does not need it.
    from shortlist.store.toml_text import candidate_text, workspace_text

    if opened.newer:
        raise SaveFailed(opened.path, "a newer Shortlist wrote this file, and this one can only read it")
    try:
        candidates = opened.workspace.candidates
        texts = [_READ_BACK.text(one) or candidate_text(one) for one in candidates]
        data = workspace_text(opened.workspace, texts).encode("utf-8")
        same = _reads_back(decode_text(data, opened.path), opened)
    except (UnicodeEncodeError, ShortlistError) as error:
        raise SaveFailed(opened.path, f"it would not read back: {shown(str(error))}") from None
    if len(data) > WORKSPACE.limit:
        size = f"larger than {WORKSPACE.limit // MEGABYTE} MB"
        raise SaveFailed(opened.path, f"it would be {size} and not open again; shorten its longest text")
    if not same:
        raise SaveFailed(opened.path, "the text would not read back as it is; nothing was written")
    _READ_BACK.keep(candidates, texts)
    return data


class ReadBack:
    """The candidates that were saved last with their texts, each of which was read back as it is.

    To parse the text of two hundred takes a tenth of a second, in which a key that is pressed meanwhile waits; most of
    them are the very same objects as a second ago. A text of TOML tables reads the same whatever stands around it.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Candidate, str]] = {}

    def text(self, candidate: Candidate) -> str | None:
        """The text of this very object; None where it was not read back."""
        known = self._known.get(id(candidate))
        return None if known is None else known[1]

    def keep(self, candidates: Sequence[Candidate], texts: Sequence[str]) -> None:
        """These were read back; others are kept no longer."""
        self._known = {id(one): (one, text) for one, text in zip(candidates, texts, strict=True)}


_READ_BACK = ReadBack()


def _reads_back(text: str, opened: Opened) -> bool:
    """Whether the text of a workspace is read as what it is; what is known to be so is not parsed again."""
    workspace, rest, at = opened.workspace, "", 0
    candidates = workspace.candidates
    known = [_READ_BACK.text(one) for one in candidates]
    for kept in filter(None, known):
        place = text.find(kept, at)
        if place < 0:
            break
        rest, at = rest + text[at:place], place + len(kept)
    else:
        with suppress(ShortlistError, StopIteration):
            data = parse_toml(rest + text[at:], opened.path)
            fresh = iter(data.get("candidates", ()))
            rows = [next(fresh) if kept is None else to_data(one) for one, kept in zip(candidates, known, strict=True)]
            before = {place: one for place, (one, kept) in enumerate(zip(candidates, known, strict=True)) if kept}
            if read_workspace({**data, "candidates": [*rows, *fresh]}, before) == workspace:
                return True
    return read_workspace(parse_toml(text, opened.path)) == workspace


def put(opened: Opened, data: bytes, folder: Path) -> Opened:
    """Write a workspace's bytes, and note their digest in the folder of its state; the caller holds the lock.

    Others know no lock: that the file is still the one that was read is looked at again right before it is replaced.
    """
    from shortlist.store.locking import jot

    after = replace(opened, digest=digest_of(data), has_comments=False)
    try:
        write_atomic(opened.path, data, unchanged=lambda: _unchanged(opened))
    except SaveFailed as error:
        with suppress(UnreadableFile):
            if digest_of(read_bytes(opened.path)) == after.digest != opened.digest:
                raise Unsure(error, after) from None
        raise
    jot(folder / SAVED, after.digest)
    return after


def changed_elsewhere(state: Path, opened: Opened) -> bool:
    """Whether a file is not as this program saved it last; False where it never did."""
    from shortlist.store.locking import state_folder

    with suppress(OSError, UnicodeDecodeError):
        return (state_folder(state, opened.path) / SAVED).read_text("utf-8") != opened.digest
    return False


Data = Mapping[str, Any]
Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: dict[int, Migration] = {1: dict}
"""From a version to the next one. A file of the first reads as it stands, with the meaning of the second."""


def schema_of(data: Data) -> int | None:
    """The version that a document says it has; None where it says none, or something else than a number."""
    found = data.get("schema")
    return found if type(found) is int else None


def migrated(data: Data, steps: Mapping[int, Migration] = MIGRATIONS) -> dict[str, Any]:
    """The document in the present version; one that is not older, or whose version is not known, as it is.

    A step is given the document of its version without `schema`, and returns that of the next one.
    """
    version = schema_of(data)
    document = dict(data)
    while version is not None and version < SCHEMA and version in steps:
        document.pop("schema")
        version += 1
        document = {"schema": version, **steps[version - 1](document)}
    return document
