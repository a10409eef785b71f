"""A workspace in other formats, its records as a folder, and the schemas of the project's own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shortlist.commands.common import (
    OK,
    analysis_of,
    analysis_of_opened,
    filed_record,
    print_json,
    say,
    store_of,
    today_of,
)
from shortlist.core.basics.errors import ShortlistError
from shortlist.formats import FORMATS, RECORD_FORMATS, ExportSource


def export(arguments: argparse.Namespace) -> int:
    """Write a workspace in another format, to a file or to stdout; or every record into a folder."""
    if arguments.all is not None:
        return _export_all(arguments)
    if arguments.name is None:
        raise ShortlistError("name the workspace to export, or give --all FOLDER for the records of all of them")
    text, name = _rendered(arguments)
    data = text.encode("utf-8")
    if arguments.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return OK
    target = Path(arguments.output)
    if target.is_dir():
        target = target / name
    if target.exists() and not target.is_file():
        # A pipe or a device is written to; only a file is replaced.
        with target.open("wb") as stream:
            stream.write(data)
        return OK
    from shortlist.sanitising import shown
    from shortlist.store.export_log import ExportLog

    written = ExportLog(store_of(arguments).places).write({target: data}, arguments.force)
    say(f"written {shown(str(target))}" if written else f"{shown(str(target))}: as it was")
    return OK


def _rendered(arguments: argparse.Namespace) -> tuple[str, str]:
    """The text, and the name of the file where a folder was given."""
    format_ = FORMATS[arguments.format or "markdown"]
    analysis, note = analysis_of(arguments), None
    if arguments.record is not None:
        from shortlist.export.notes import record_analysis

        filed = filed_record(arguments, arguments.record)
        if filed.frozen is None:
            raise ShortlistError(f"record {arguments.record} cannot be exported: {filed.place}: {filed.problem}")
        analysis, note = record_analysis(analysis, arguments.record)
    source = None
    if format_.sourced:
        from shortlist.store.evidence import golden_examples

        # The workspace's name, and the golden examples beside it.
        opened = store_of(arguments).open(arguments.name)
        source = ExportSource(opened.path.stem, golden_examples(opened.path, opened.workspace))
    text = format_.write(analysis, note, source)
    if format_.id == "toml" and arguments.record is None:
        return text, f"{store_of(arguments).open(arguments.name).path.stem}.{format_.ending}"
    from shortlist.export.madr import record_name

    kind = f"-{format_.kind}" if format_.kind else ""
    return text, f"{record_name(analysis.workspace.record, analysis.workspace.title)}{kind}.{format_.ending}"


def _export_all(arguments: argparse.Namespace) -> int:
    """Every record of a workspace, or of all of them, as a file each, with an index; only what changed is written."""
    from shortlist.export.folder import entries, index, index_name
    from shortlist.store.export_log import ExportLog

    format_ = arguments.format or "madr"
    if format_ not in RECORD_FORMATS:
        raise ShortlistError(f"a folder of records is written as {', '.join(RECORD_FORMATS)}, not as {format_}")
    if arguments.output is not None or arguments.record is not None:
        raise ShortlistError("--all takes a folder, and neither -o nor --record")
    store, rows, mistakes = store_of(arguments), [], []
    for name in [arguments.name] if arguments.name else store.names():
        try:
            opened = store.open(name)
            rows += list(
                entries(opened.path.stem, analysis_of_opened(store, opened, today_of(arguments.today)), format_)
            )
        except ShortlistError as error:
            mistakes.append(str(error))
    folder = Path(arguments.all)
    texts = {row.path: row.text for row in rows} | {index_name(format_): index(rows, format_)}
    files = {folder / path: text.encode("utf-8") for path, text in texts.items()}
    written = ExportLog(store.places).write(files, arguments.force, folder)
    for path in written:
        say(f"written {path.relative_to(folder)}")
    say(f"{len(files)} files, {len(files) - len(written)} of them as they were")
    if mistakes:
        raise ShortlistError("\n".join(mistakes))
    return OK


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of the workspace file, or of `show --json`."""
    from shortlist.export.schemas import analysis_schema, workspace_schema

    print_json(analysis_schema() if arguments.of == "show" else workspace_schema())
    return OK
