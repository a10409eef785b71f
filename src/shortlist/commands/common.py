"""What the commands share: exit codes, the day, the store, the analysis, and how data and lines are printed."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from typing import TYPE_CHECKING

from shortlist.arguments import TODAY_VARIABLE
from shortlist.core.errors import ShortlistError
from shortlist.shown import shown
from shortlist.store.places import places

if TYPE_CHECKING:
    from rich.console import Console

    from shortlist.core.analysis import Analysis
    from shortlist.store.workspaces import Store

OK, FOUND, CRASH = 0, 1, 70
"""Exit codes: all well; something due, an error-level finding or nothing found; a defect of the program."""


def today_of(asked: dt.date | None) -> dt.date:
    """The day asked for, on the command line or in the environment, else today."""
    if asked is not None:
        return asked
    named = os.environ.get(TODAY_VARIABLE)
    if not named:
        return dt.date.today()  # noqa: DTZ011  (the user's own day, where the decision is made)
    try:
        return dt.date.fromisoformat(named)
    except ValueError:
        raise ShortlistError(f"{TODAY_VARIABLE}: {shown(named)!r} is not a date such as 2026-11-22") from None


def store_of(arguments: argparse.Namespace) -> Store:
    """The workspaces on disk, in the data directory that was asked for."""
    from shortlist.store.workspaces import Store

    return Store(places(arguments.data_dir))


def analysis_of(arguments: argparse.Namespace) -> Analysis:
    """The workspace that was named, judged on the day."""
    from shortlist.core.analysis import analyse

    opened = store_of(arguments).open(arguments.name)
    return analyse(opened.workspace, None, today_of(arguments.today))


def out() -> Console:
    """Where tables go."""
    from shortlist.export.tables import console

    return console(sys.stdout)


def print_json(data: object) -> None:
    """Print data for another program, on one line."""
    sys.stdout.write(json.dumps(data, ensure_ascii=True, allow_nan=False, default=str))
    sys.stdout.write("\n")


def say(line: str) -> None:
    """Print a line, cleaned."""
    sys.stdout.write(shown(line) + "\n")
