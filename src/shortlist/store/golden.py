"""Golden datasets beside a workspace, one a step: read as they are, written all or nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from shortlist.core.basics.errors import ShortlistError, system_words
from shortlist.core.basics.words import agreeing, listed
from shortlist.core.document.scenario import Step
from shortlist.core.document.workspace import Workspace
from shortlist.core.golden.examples import Golden, golden_text, read_golden
from shortlist.core.importing.source_file import as_objects, as_table
from shortlist.sanitising import shown
from shortlist.store.atomic import SaveFailed, is_there, write_atomic
from shortlist.store.folders import entries, real
from shortlist.store.places import golden_path, golden_place, shipped_scenarios, starters_folder
from shortlist.store.reading import (
    GOLDEN,
    MEGABYTE,
    FileFormat,
    UnreadableFile,
    decode_text,
    parse_toml,
    read_bytes,
    read_text,
)

SCHEMA = FileFormat("a JSON Schema", "JSON is text", MEGABYTE)


def read_step(path: Path, step: Step) -> Golden:
    """The golden dataset of a step, empty where there is none. Raises `UnreadableFile`."""
    place = golden_path(path, step)
    return read_golden(read_text(place, GOLDEN)) if is_there(place) else Golden()


def read_all(path: Path, workspace: Workspace) -> dict[str, Golden]:
    """The golden datasets of all steps, by step; of those that can be read."""
    found = {}
    for step in workspace.scenario.steps:
        try:
            found[step.id] = read_step(path, step)
        except ShortlistError:
            continue
    return {step: golden for step, golden in found.items() if golden.examples or golden.problems}


def sharing(path: Path, step: Step) -> tuple[str, ...]:
    """The other workspaces of the folder with a step that has the same golden dataset; one that cannot be read has
    none."""
    folder, place = path.parent, real(golden_path(path, step))
    if folder == shipped_scenarios():
        return ()
    try:
        files = [one for one in entries(folder, "the folder") if one.suffix == ".toml" and one.name[0] != "."]
    except UnreadableFile:
        return ()
    others = (one for one in sorted(files) if one != path)
    return tuple(one.stem for one in others if place in (real(golden_place(one, *told)) for told in _datasets(one)))


def _datasets(path: Path) -> list[tuple[str, str]]:
    """The steps of a workspace file and the path of a dataset that each names; of what is not read, none."""
    with suppress(ShortlistError):
        text = decode_text(read_bytes(path), path)
        # As a workspace is saved its steps come before its candidates, which are most of it.
        for part in (text.partition("\n[[candidates]]")[0], text):
            with suppress(ShortlistError):
                steps = as_objects(as_table(parse_toml(part, path).get("scenario")).get("steps"))
                if steps:
                    return [
                        (str(one.get("id")), str(as_table(one.get("evaluation")).get("golden", ""))) for one in steps
                    ]
    return []


def shared_told(path: Path, step: Step) -> str:
    """With which other workspaces a golden dataset is shared, and how it gets a file of its own; empty for no other."""
    others = sharing(path, step)
    if not others:
        return ""
    own = f"golden/{path.stem}-{step.id}.jsonl"
    return (
        f"shared with {agreeing(len(others), 'the workspace', 'the workspaces')} {listed(others)}, whose step has this "
        f'file too; golden = "{own}" in [scenario.steps.evaluation] gives this one a file of its own'
    )


def write_step(path: Path, step: Step, golden: Golden) -> Path:
    """Write the golden dataset of a step; returns where. Raises `SaveFailed`.

    A file with a line that is no example is not written over: what the line holds would be lost.
    """
    place = golden_path(path, step)
    if golden.problems:
        raise SaveFailed(place, f"{golden.problems[0]}; mend that line first")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveFailed(place, system_words(error)) from None
    write_atomic(place, golden_text(golden.examples).encode("utf-8"))
    return place


def read_response_format(path: Path, step: Step) -> dict[str, Any] | None:
    """The format of answers that a step asks for, as the protocol has it. Raises `ShortlistError`."""
    told = step.setup.response_format
    if not told:
        return None
    if told in ("json_object", "text"):
        return {"type": told}
    place = path.parent / told
    try:
        schema = json.loads(read_text(place, SCHEMA))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(place, f"is no JSON: {shown(str(error))}") from None
    if not isinstance(schema, dict):
        raise UnreadableFile(place, "is no JSON Schema: expected an object")
    name = "".join(one if one.isalnum() or one in "_-" else "_" for one in step.id)[:64] or "answer"
    return {"type": "json_schema", "json_schema": {"name": name, "schema": schema, "strict": True}}


def read_starter(kind: str) -> Golden:
    """A starter set. Raises `UnreadableFile`."""
    return read_golden(read_text(starters_folder() / f"{kind}.jsonl", GOLDEN))
