"""A workspace in other formats, and the schemas of the project's own."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from shortlist.commands.common import OK, analysis_of, print_json, store_of


def export(arguments: argparse.Namespace) -> int:
    """Write a workspace in another format, to a file or to stdout."""
    data = _rendered(arguments).encode("utf-8")
    if arguments.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return OK
    target = Path(arguments.output)
    if target.exists() and not target.is_file():
        # A pipe or a device is written to; only a file is replaced.
        with target.open("wb") as stream:
            stream.write(data)
        return OK
    from shortlist.store.atomic import write_atomic

    umask = os.umask(0)
    os.umask(umask)
    write_atomic(target, data, new_mode=0o666 & ~umask)
    return OK


def _rendered(arguments: argparse.Namespace) -> str:
    if arguments.format == "toml":
        from shortlist.store.toml_text import workspace_text

        return workspace_text(store_of(arguments).open(arguments.name).workspace)
    from shortlist.export.formats import FORMATS

    return FORMATS[arguments.format](analysis_of(arguments))


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of the workspace file, or of `show --json`."""
    from shortlist.export.schemas import analysis_schema, workspace_schema

    print_json(analysis_schema() if arguments.of == "show" else workspace_schema())
    return OK
