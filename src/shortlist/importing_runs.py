"""An import of runs from the file to the plan: recognising, reading, joining; what screens and command share."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from shortlist.catalogue.aliases import canonical
from shortlist.catalogue.importers import generic
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import Workspace
from shortlist.core.evidence.found_run import FoundRuns, ReadOptions
from shortlist.core.importing.example_columns import checked_meanings, is_examples, proposed_meanings
from shortlist.core.importing.runs import RunLine, RunPlan, SaidOfRuns, confirmed_runs, plan_runs, with_runs
from shortlist.core.importing.source_file import SourceFile
from shortlist.evidence import RUN_FORMATS, example_table, recognised
from shortlist.evidence.common import RunFormat
from shortlist.evidence.promptfoo import NO_CSV, is_csv
from shortlist.sanitising import shown
from shortlist.store.evidence import keep_rows
from shortlist.store.import_memory import ImportMemory
from shortlist.store.imports import read_document
from shortlist.store.places import evidence_folder, expanded
from shortlist.store.reading import UnreadableFile
from shortlist.store.strict_tables import RepeatedColumn


class RunSource(NamedTuple):
    """A file of runs with the format that it was recognised as."""

    path: Path
    document: SourceFile
    format: RunFormat
    columns: Mapping[str, str] | None = None
    """The map by which a table of examples is read."""


class UnknownExamples(ShortlistError):
    """What seems to be a table of examples, whose columns nobody has confirmed yet."""

    def __init__(self, path: Path, document: SourceFile, likely: Mapping[str, str]) -> None:
        self.path, self.document, self.proposed = path, document, likely
        told = " ".join(f"--map {shlex.quote(f'{title}={meaning}')}" for title, meaning in likely.items())
        how = "say what its columns mean with --map COLUMN=MEANING"
        if told:
            how = f"it would be read with {shown(told)}"
        super().__init__(f"{shown(str(path))}: as a table of examples {how}")


class Interrupted(Exception):
    """A person stopped the reading; no error of the file."""


def read_any(path: Path, day: dt.date | None = None, header_line: int = 0) -> SourceFile:
    """A file to import, whatever it holds. Raises `UnreadableFile`, or `ShortlistError` for what says too little."""
    path = expanded(str(path))
    try:
        document = read_document(path, day, header_line)
        header: tuple[str, ...] = document.table.header if document.table is not None else ()
    except RepeatedColumn as error:
        if not is_csv(error.names):
            raise
        header = error.names
    if is_csv(header):
        raise ShortlistError(f"{shown(str(path))}: {NO_CSV}")
    return document


def runs_in(
    path: Path,
    document: SourceFile,
    *,
    named: str | None = None,
    columns: Mapping[str, str] | None = None,
    for_step: bool = False,
    memory: ImportMemory | None = None,
) -> RunSource | None:
    """The file as one of runs; None where it holds none.

    `named` is the format that a person names, `columns` what they say the columns mean, `for_step` whether they name a
    step: the results of a public benchmark are own evidence only then. Raises `ShortlistError` with what would be
    right, or for a table of examples whose columns nobody has confirmed.
    """
    header = generic.header_of(document)
    if named is not None and named not in RUN_FORMATS:
        return None
    if document.twice:
        if named is not None:
            raise UnreadableFile(path, document.twice)
        return None
    found = RUN_FORMATS[named] if named is not None else recognised(document)
    if found is not None and found is not example_table.FORMAT:
        if named is not None and not found.sniff(document):
            raise ShortlistError(f"{shown(str(path))}: is not what {found.id} files look like")
        if for_step or not found.asks_for_step:
            return RunSource(path, document, found)
        return None
    if columns is None and memory is not None:
        columns = memory.columns(header)
    if columns is not None and (is_examples(columns) or named is not None):
        try:
            return RunSource(path, document, example_table.FORMAT, checked_meanings(columns, header))
        except ShortlistError as error:
            raise ShortlistError(f"{shown(str(path))}: {shown(str(error))}") from None
    likely = proposed_meanings(header) if columns is None else {}
    if likely or named is not None:
        raise UnknownExamples(path, document, likely)
    return None


def read_runs(source: RunSource, asked: ReadOptions) -> FoundRuns:
    """The runs of a file. Raises `ShortlistError` where it is not to be used, with the reason."""
    try:
        return source.format.read(source.document, asked._replace(columns=source.columns))
    except ShortlistError as error:
        told, place = shown(str(error)), shown(str(source.path))
        if not told.startswith(place):
            told = f"{place}: {told}"
        raise ShortlistError(told) from None


def plan_of(
    workspace: Workspace,
    found: FoundRuns,
    source: RunSource,
    asked: ReadOptions,
    said: SaidOfRuns,
    memory: ImportMemory,
) -> RunPlan:
    """What taking over the runs that were read would do to a workspace. Raises `ShortlistError`."""
    format_ = source.format
    aliases, steps = memory.aliases(), memory.steps()
    plan = plan_runs(workspace, found, format_.id, format_.title, canonical, said=said, aliases=aliases, steps=steps)
    return plan._replace(personal=plan.personal and asked.answers)


def take_over_runs(path: Path, workspace: Workspace, lines: Iterable[RunLine], source: RunSource) -> Workspace:
    """The workspace with the runs of these lines, their rows written beside it.

    Raises `SaveFailed` or `InvalidDocument`, and the workspace is as it was then.
    """
    taken = [line for line in lines if line.kind == "new"]
    changed = with_runs(workspace, taken, evidence_folder(path).name, source.document.name)
    keep_rows(path, (line.rows_text for line in taken if line.sha256))
    return changed


def remember_runs(
    lines: Iterable[RunLine], workspace: Workspace, source: RunSource, memory: ImportMemory, today: dt.date
) -> None:
    """Remember what was confirmed of runs that were taken over. Raises `SaveFailed` or `UnreadableFile`."""
    aliases, steps = confirmed_runs(lines, workspace.candidates, source.format.id, today)
    memory.keep_aliases(aliases)
    memory.keep_steps(steps)
    if source.columns is not None:
        memory.keep_columns(generic.header_of(source.document), source.columns, today)


def pairs(texts: Iterable[str], option: str, whole: str) -> tuple[dict[str, str], str]:
    """What an option says of the runs of a file: `NAME=ID` of those of a name, `ID` of all. Raises `ShortlistError`."""
    each, of_all = dict[str, str](), ""
    for text in texts:
        name, equals, id_ = text.rpartition("=")
        if not id_ or (equals and not name):
            raise ShortlistError(f"{option} {shown(text)}: write ID, or {whole}=ID")
        if equals:
            each[name] = id_
        elif of_all and of_all != id_:
            raise ShortlistError(f"{option}: {shown(of_all)} and {shown(id_)} are two; write {whole}=ID of each")
        else:
            of_all = id_
    return each, of_all
