"""The rows of runs beside a workspace: one file a run, named after its digest, written once.

What is missing, or is not what was written, is no error of reading: it is told as a finding.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.scenario import Step
from shortlist.core.document.workspace import Workspace
from shortlist.core.evidence.calibration import JudgeCheck
from shortlist.core.evidence.files import EvidenceFiles, KnownExample, RunRows, has_rows
from shortlist.core.evidence.rows import input_digest, read_rows, rows_name
from shortlist.core.importing.source_file import as_list
from shortlist.sanitising import shown
from shortlist.store.atomic import folder_beside, write_atomic
from shortlist.store.places import evidence_folder, golden_path
from shortlist.store.reading import (
    GOLDEN,
    MEGABYTE,
    FileFormat,
    UnreadableFile,
    decode_text,
    objects_in,
    read_bytes,
    read_text,
)

ROWS = FileFormat("a file of rows", "rows are text, an object a line", 64 * MEGABYTE)
JUDGES = "judges.jsonl"
"""The file of checked verdicts, among the rows."""


def keep_rows(path: Path, texts: Iterable[str]) -> None:
    """Write rows beside their workspace, each file durable on return; one that holds them already is left alone.

    Raises `SaveFailed`. They are written before the workspace that names them: without it they are never read.
    """
    folder = evidence_folder(path)
    for text in texts:
        data = text.encode("utf-8")
        digest = hashlib.sha256(data).hexdigest()
        target = folder / rows_name(digest)
        with suppress(UnreadableFile):
            if hashlib.sha256(read_bytes(target, ROWS, follow=False)).hexdigest() == digest:
                continue
        write_atomic(target, data, folder_beside(path, folder), follow=False)


def read_evidence(path: Path, workspace: Workspace) -> EvidenceFiles:
    """What lies beside a workspace of its evidence: the rows of its runs, and the golden datasets of its steps."""
    folder = evidence_folder(path)
    runs = dict.fromkeys(run.sha256 for run in workspace.evaluations if has_rows(run))
    golden, examples, rubrics = {}, {}, {}
    for step in workspace.scenario.steps:
        lines = _golden(golden_path(path, step))
        if lines:
            golden[step.id] = frozenset(lines)
            by_id = {str(line["id"]): _known(line) for line in lines.values() if line.get("id")}
            rubrics[step.id] = _rubrics(lines.values())
            examples[step.id] = {**by_id, **{digest: _known(line) for digest, line in lines.items()}}
    rows = {digest: _rows(folder, digest) for digest in runs}
    return EvidenceFiles(rows, golden, examples, rubrics, read_judge_checks(path))


def keep_judge_checks(path: Path, checks: Iterable[JudgeCheck]) -> None:
    """Add checks of a judge's verdicts to those beside a workspace, durably. Raises `SaveFailed` or `UnreadableFile`.

    What stands in the file already stays as it is, lines that nobody can read included.
    """
    folder = evidence_folder(path)
    before = b""
    if (folder / JUDGES).exists():
        before = read_bytes(folder / JUDGES, ROWS, follow=False)
    lines = (json.dumps(one.model_dump(mode="json", exclude_unset=True), ensure_ascii=False) for one in checks)
    added = "".join(f"{line}\n" for line in lines).encode("utf-8")
    between = b"" if before.endswith(b"\n") or not before else b"\n"
    write_atomic(folder / JUDGES, before + between + added, folder_beside(path, folder), follow=False)


def read_judge_checks(path: Path) -> tuple[JudgeCheck, ...]:
    """The checks of judges beside a workspace; lines that are none are left out, as a judge then counts for less."""
    try:
        lines = decode_text(read_bytes(evidence_folder(path) / JUDGES, ROWS, follow=False), path, ROWS).split("\n")
    except ShortlistError:
        return ()
    found = []
    for values in objects_in(lines):
        with suppress(ValueError):
            day = dt.date.fromisoformat(str(values.get("checked_on")))
            found.append(JudgeCheck.model_validate({**values, "checked_on": day}))
    return tuple(found)


def rubric_digest(path: Path, step: Step) -> str:
    """The digest of the rubrics by which a judge grades a step's golden dataset; empty where none does."""
    return _rubrics(_golden(golden_path(path, step)).values())


def _rubrics(lines: Iterable[dict[str, Any]]) -> str:
    """The digest of the rubrics of a dataset; empty where no judge grades it."""
    found = set()
    for line in lines:
        for check in as_list(line.get("checks")):
            if isinstance(check, dict) and ("judge" in check or check.get("type") == "judge"):
                found.add(json.dumps(check, sort_keys=True, ensure_ascii=False, default=str))
    return input_digest(sorted(found)) if found else ""


def _rows(folder: Path, digest: str) -> RunRows:
    place = folder / rows_name(digest)
    try:
        data = read_bytes(place, ROWS, follow=False)
        found = hashlib.sha256(data).hexdigest()
        if found != digest:
            return RunRows(None, f"{_told(place)} is not what was written: its digest is {found[:16]}…")
        return RunRows(read_rows(decode_text(data, place, ROWS)))
    except UnreadableFile as error:
        return RunRows(None, f"{_told(place)} {error.why}")
    except ShortlistError as error:
        return RunRows(None, f"{_told(place)}: {error}")


def _told(place: Path) -> str:
    return shown(f"{place.parent.name}/{place.name}")


def golden_examples(path: Path, workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    """The examples that are run of the golden datasets beside a workspace, by step; a line that is none is left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for step in workspace.scenario.steps:
        with suppress(ShortlistError):
            for row in objects_in(read_text(golden_path(path, step), GOLDEN).split("\n")):
                if "input" in row and not row.get("retired_on"):
                    found.setdefault(step.id, []).append(row)
    return found


def _golden(path: Path) -> dict[str, dict[str, Any]]:
    """The lines of a golden dataset by the digests of their inputs; none where it cannot be read."""
    try:
        read = [json.loads(line) for line in read_text(path, GOLDEN).split("\n") if line.strip()]
        return {input_digest(line["input"]): line for line in read if not line.get("retired_on")}
    except (ShortlistError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return {}


def _known(line: dict[str, Any]) -> KnownExample:
    return KnownExample(*(_text(line.get(key)) for key in ("input", "expected", "note")))


def _text(value: object) -> str:
    """A text as it is; anything else, such as messages, as JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
