"""Figures and runs from a file into a workspace: the preview, and the one change."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortlist.commands.common import FOUND, OK, out, print_json, refuse_scenario, say, store_of, today_of
from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from shortlist.core.document.workspace import Workspace
    from shortlist.core.importing.plan import ImportLine, ImportPlan
    from shortlist.core.importing.rows import ModelRow
    from shortlist.core.importing.source_file import SourceFile
    from shortlist.importing import RecognisedFile
    from shortlist.store.workspaces import Opened, Store


def import_(arguments: argparse.Namespace) -> int:
    """Print what a file would change in a workspace and, unless it is a dry run, change that."""
    from shortlist.export.import_preview import preview_data, print_preview

    store = store_of(arguments)
    opened = store.open(arguments.name)
    if not arguments.dry_run:
        instead = f"`shortlist duplicate {shown(arguments.name)}` makes a workspace of it"
        refuse_scenario(opened, arguments.name, instead)
    if arguments.catalogue == bool(arguments.file):
        raise ShortlistError("give a file to import, or --catalogue to compare with the catalogue")
    document = None
    if arguments.file:
        from shortlist.commands.importing_runs import import_runs
        from shortlist.importing_runs import read_any, runs_in
        from shortlist.store.import_memory import ImportMemory

        path, memory = Path(arguments.file), ImportMemory(store.places)
        document = read_any(path, arguments.as_of, arguments.header_line)
        columns = _columns(arguments.map)
        runs = runs_in(
            path, document, named=arguments.format, columns=columns, for_step=bool(arguments.step), memory=memory
        )
        if runs is not None:
            return import_runs(arguments, store, opened, runs, memory)
    for option in ("step", "without_answers", "scorer", "filter", "pass_at"):
        if getattr(arguments, option):
            raise ShortlistError(f"--{option.replace('_', '-')}: the file holds no runs of examples")
    source, plan = _planned(arguments, store, opened, document)
    same = _confirmed(arguments.same, plan)
    lines = [line for line in plan.lines if _taken(line, arguments.only, same)]
    if not arguments.dry_run:
        lines = list(_take_over(arguments, store, opened, source, lines))
    taken = {line.key for line in lines}
    if arguments.json:
        print_json({**preview_data(plan, taken), "dry_run": arguments.dry_run})
    elif arguments.dry_run:
        print_preview(plan, taken, out())
    else:
        _tell(plan, lines)
    if arguments.only and not lines:
        sys.stderr.write("shortlist: no row matches --only and changes anything\n")
        return FOUND
    for pattern in arguments.only:
        if not any(_matches(line.row, [pattern.casefold()]) for line in plan.lines):
            sys.stderr.write(f"shortlist: no row matches --only {shown(pattern)}\n")
    return OK


def _planned(
    arguments: argparse.Namespace, store: Store, opened: Opened, document: SourceFile | None
) -> tuple[RecognisedFile | None, ImportPlan]:
    """The file with what it would change, or what the catalogue would."""
    from shortlist.importing import ImportOptions, open_source, plan_import, plan_refresh
    from shortlist.store.import_memory import ImportMemory

    if arguments.catalogue:
        return None, plan_refresh(opened.workspace, today_of(arguments.today))
    remembered = ImportMemory(store.places)
    reading = ImportOptions(
        arguments.format,
        arguments.as_of,
        arguments.index_version or "",
        _columns(arguments.map),
        arguments.source or "",
        arguments.basis or "",
        arguments.header_line,
    )
    metric = opened.workspace.scenario.quality_metric
    source = open_source(Path(arguments.file), reading, remembered, metric, document)
    aliases = remembered.aliases()
    patterns = [one.casefold() for one in arguments.only]

    def wanted(row: ModelRow) -> bool:
        return not patterns or _matches(row, patterns)

    return source, plan_import(opened.workspace, source, aliases, wanted)


def _columns(pairs: Sequence[str]) -> dict[str, str] | None:
    """The map of columns on the command line, as COLUMN=MEANING."""
    columns = {}
    for pair in pairs:
        title, equals, meaning = pair.rpartition("=")
        if not equals or not title or not meaning:
            raise ShortlistError(f"--map {shown(pair)}: write COLUMN=MEANING, such as Score=quality.mine")
        columns[title] = meaning
    return columns or None


def _matches(row: ModelRow, patterns: Sequence[str]) -> bool:
    names = (row.id.casefold(), row.name.casefold())
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def _confirmed(pairs: Sequence[str], plan: ImportPlan) -> set[tuple[str, str]]:
    """The matches that a person confirms on the command line, as ROW=CANDIDATE."""
    confirmed = set()
    for pair in pairs:
        row, _, candidate = pair.rpartition("=")
        proposed = {line.candidate.id for line in plan.lines if line.row.id == row and line.candidate is not None}
        if candidate not in proposed:
            told = "no candidate is proposed for that row"
            if proposed:
                told = f"proposed: {', '.join(sorted(proposed))}"
            raise ShortlistError(f"--same {shown(pair)}: {shown(told)}")
        confirmed.add((row, candidate))
    return confirmed


def _taken(line: ImportLine, only: Sequence[str], same: set[tuple[str, str]]) -> bool:
    if line.kind == "unchanged":
        return False
    if line.candidate is not None and (line.row.id, line.candidate.id) in same:
        return True
    if line.kind == "match":
        return False
    if not only:
        return line.chosen_at_first
    return _matches(line.row, [one.casefold() for one in only])


def _take_over(
    arguments: argparse.Namespace,
    store: Store,
    opened: Opened,
    source: RecognisedFile | None,
    lines: Sequence[ImportLine],
) -> Sequence[ImportLine]:
    """Take lines over; those that make no candidate, or none that is valid, are told and left out."""
    from shortlist.catalogue.importers.generic import header_of
    from shortlist.importing import completions, confirmed, names_of
    from shortlist.store.import_memory import ImportMemory

    if not lines:
        return lines
    today = today_of(arguments.today)
    known = completions(lines, today)
    complete, lacking = [], []
    for line in lines:
        missing = [key for key in line.lacks if not known.get(line.row.id, {}).get(key)]
        if missing:
            lacking.append(
                f"{shown(line.row.id)}: a new candidate needs {', '.join(missing)}, which neither the file nor the "
                "catalogue says; add it in the application, or leave it out of --only"
            )
        else:
            complete.append(line)
    workspace, taken, refused = _with_lines(opened, complete, known, today, arguments.file or "the catalogue")
    told = [*lacking, *refused]
    if not taken:
        raise ShortlistError("\n".join(told))
    for one in told:
        sys.stderr.write(f"shortlist: not taken: {one}\n")
    store.save(opened, workspace)
    if source is None:
        return taken
    names = names_of(workspace, source)
    remembered = ImportMemory(store.places)
    if source.columns is not None and arguments.map:
        remembered.keep_columns(header_of(source.document), source.columns, today)
    remembered.keep_aliases(confirmed(taken, known, names, today))
    return taken


def _with_lines(
    opened: Opened, lines: Sequence[ImportLine], known: Mapping[str, Any], today: dt.date, where: str
) -> tuple[Workspace, list[ImportLine], list[str]]:
    """The workspace with the lines that are valid, these, and what is wrong with the others."""
    from shortlist.core.importing.applying import with_import

    try:
        return with_import(opened.workspace, lines, known, today), list(lines), []
    except InvalidDocument:
        pass
    good, told = list[ImportLine](), []
    for line in lines:
        try:
            with_import(opened.workspace, [line], known, today)
            good.append(line)
        except InvalidDocument as error:
            told += [f"{shown(where)}: {shown(line.row.id)}: {problem}" for problem in error.problems]
    try:
        return with_import(opened.workspace, good, known, today), good, told
    except InvalidDocument as error:
        raise ShortlistError("\n".join(f"{shown(where)}: {problem}" for problem in error.problems)) from None


def _tell(plan: ImportPlan, lines: Sequence[ImportLine]) -> None:
    from shortlist.export.import_preview import doubts_told, line_text, summary

    say(f"{plan.title}: {summary(plan)}")
    for notice in (*plan.notices, *doubts_told(plan)):
        say(notice)
    for line in lines:
        who = line.candidate.id if line.candidate else f"new: {line.row.name}"
        say(f"  {who}: {line_text(line)}")
    waiting = plan.count("match") - sum(line.kind == "match" for line in lines)
    if waiting > 0:
        say(f"{waiting} likely matches wait for a person: --dry-run shows them, --same ROW=CANDIDATE confirms one.")
    if not lines:
        say("Nothing was changed: no row matches a candidate; --only ROW takes new ones, --dry-run shows them.")
