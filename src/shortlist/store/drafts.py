"""Drafts: what is not saved yet, with what was typed and is no valid value yet, kept beside the file's other state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.secrets import secret_in, without_secrets
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.places import Data, KeyPath
from shortlist.store.atomic import SaveFailed, private_folder, sweep, write_atomic
from shortlist.store.documents import migrated
from shortlist.store.reading import DRAFT, MEGABYTE, UnreadableFile, decode_text, parse_toml, read_bytes

Typed = Mapping[KeyPath, tuple[str, str]]
"""Texts that are no valid value yet, each with what is wrong with it, by the place they were typed for."""
Begun = Mapping[KeyPath, Data]
"""Parts of the document that are not whole yet, by the list that they are for."""


class Draft(NamedTuple):
    """The unsaved state of a session."""

    workspace: Workspace
    base: str
    """The digest of the file that it was made from."""
    at: dt.datetime
    typed: Typed = {}  # noqa: RUF012 - never changed
    begun: Begun = {}  # noqa: RUF012 - never changed
    tried: Workspace | None = None
    """What an open what-if had made of it."""
    texts: Mapping[str, Mapping[str, str]] = {}
    """What stood in dialogs, by dialog and field."""


def write_draft(path: Path, draft: Draft) -> None:
    """Keep a draft, all or nothing, in a folder that is made where it has gone. Raises `SaveFailed`.

    What looks like an API key is left out, and a text that was refused where a key might be typed. Of the record only
    the key itself is: what was written about it is written nowhere else.
    """
    from shortlist.store.toml_text import data_text

    typed = [
        {"place": list(place), "text": text, "message": message}
        for place, (text, message) in draft.typed.items()
        if not secret_in(text) and "endpoint" not in place
    ]
    begun = [{"place": list(place), "data": _plain(data)} for place, data in draft.begun.items()]
    data: Data = {"base": draft.base, "at": draft.at, "typed": typed, "begun": begun}
    data["workspace"] = without_secrets(to_data(draft.workspace))
    if draft.tried is not None:
        data["tried"] = without_secrets(to_data(draft.tried))
    if texts := {name: _plain(typed) for name, typed in draft.texts.items()}:
        data["texts"] = texts
    written = data_text(data).encode("utf-8", "surrogatepass")
    if len(written) > DRAFT.limit:
        raise SaveFailed(path, f"more than {DRAFT.limit // MEGABYTE} MB are unsaved; shorten the longest text")
    for folder in (path.parent.parent, path.parent):  # state may be removed while it is in use
        private_folder(folder)
    sweep(path)
    write_atomic(path, written, follow=False)


def read_draft(path: Path) -> Draft:
    """A draft that was kept. Raises `UnreadableFile`."""
    data = parse_toml(decode_text(read_bytes(path, DRAFT), path, DRAFT), path)
    try:
        return Draft(
            read_workspace(migrated(data["workspace"])),
            str(data["base"]),
            data["at"],
            {tuple(one["place"]): (one["text"], one["message"]) for one in data["typed"]},
            {tuple(one["place"]): one["data"] for one in data["begun"]},
            read_workspace(migrated(data["tried"])) if "tried" in data else None,
            data.get("texts", {}),
        )
    except (InvalidDocument, KeyError, TypeError) as error:
        raise UnreadableFile(path, f"is no draft that can be read: {error}") from None


def drop_draft(path: Path) -> None:
    """Forget a draft; one that cannot be removed will be offered, and is then the same as the file."""
    sweep(path)
    with suppress(OSError):
        path.unlink()


def _plain(value: Any) -> Any:
    """What TOML can hold of a part that is not whole yet."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items() if _writable(one)}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value if _writable(one)]
    return value


def _writable(value: object) -> bool:
    if isinstance(value, str):
        return not secret_in(value)
    return isinstance(value, int | float | bool | dt.date | Mapping | list | tuple)
