"""What the commands share: exit codes, the day, the store, the analysis, and how data and lines are printed."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from typing import TYPE_CHECKING

from shortlist.arguments import TODAY_VARIABLE
from shortlist.core.basics.days import typed_day
from shortlist.core.basics.errors import ShortlistError
from shortlist.sanitising import shown
from shortlist.store.places import places, shipped_scenarios

if TYPE_CHECKING:
    from rich.console import Console

    from shortlist.core.analysis import Analysis
    from shortlist.core.review.filed_records import Filed
    from shortlist.store.workspaces import Opened, Store

OK, FOUND, CRASH, CANCELLED = 0, 1, 70, 130
"""Exit codes: all well; something due, an error-level finding or nothing found; a defect of the program; Ctrl+C."""


def today_of(asked: dt.date | None) -> dt.date:
    """The day asked for, on the command line or in the environment, else today."""
    if asked is not None:
        return asked
    named = os.environ.get(TODAY_VARIABLE)
    if not named:
        return dt.date.today()  # noqa: DTZ011  (the user's own day, where the decision is made)
    try:
        return typed_day(named)
    except ValueError as error:
        raise ShortlistError(f"{TODAY_VARIABLE}: {error}") from None


def store_of(arguments: argparse.Namespace) -> Store:
    """The workspaces on disk, in the data directory that was asked for."""
    from shortlist.store.workspaces import Store

    return Store(places(arguments.data_dir))


def analysis_of(arguments: argparse.Namespace) -> Analysis:
    """The workspace that was named, judged on the day.

    An accepted decision is held against the catalogue, which takes a moment to load; what is still being decided goes
    by the candidates' own fields.
    """
    store = store_of(arguments)
    return analysis_of_opened(store, store.open(arguments.name), today_of(arguments.today))


def analysis_of_opened(store: Store, opened: Opened, today: dt.date) -> Analysis:
    """The same of a workspace that was read."""
    from shortlist.core.analysis import analyse
    from shortlist.core.document.accepted import followed

    workspace, filed = opened.workspace, filed_of(store, opened)
    evidence, catalogue = None, None
    if workspace.evaluations:
        from shortlist.store.evidence import read_evidence

        evidence = read_evidence(opened.path, workspace)
    if followed(workspace) is not None:
        from shortlist.catalogue.lookup import decided_offerings

        catalogue = decided_offerings(workspace, filed, today)
    return analyse(workspace, catalogue, today, filed, evidence=evidence)


def refuse_scenario(opened: Opened, name: str, instead: str = "duplicate it first") -> None:
    """A shipped scenario is never written to. Raises `ShortlistError`, which says what to do instead."""
    if opened.path.parent == shipped_scenarios():
        raise ShortlistError(f"{shown(name)} is a shipped scenario and stays as it is; {instead}")


def filed_of(store: Store, opened: Opened, number: int | None = None) -> dict[int, Filed]:
    """What was frozen when records of a workspace were accepted, confirmed; replayed is the one of a number, or those
    in force and the last one."""
    if not any(record.digest for record in opened.workspace.records):
        return {}
    from shortlist.core.document.accepted import replayed_always
    from shortlist.store.records import read_records

    workspace = opened.workspace
    replay = replayed_always(workspace) if number is None else {number}
    return read_records(opened.path, workspace, replay, store.places.state)


def filed_record(arguments: argparse.Namespace, number: int) -> Filed:
    """What was frozen of one record of the workspace that was named. Raises `ShortlistError` where there is nothing."""
    store = store_of(arguments)
    opened = store.open(arguments.name)
    found = filed_of(store, opened, number).get(number)
    if found is not None:
        return found
    record = next((record for record in opened.workspace.records if record.number == number), None)
    if record is None:
        known = ", ".join(str(record.number) for record in opened.workspace.records) or "none"
        raise ShortlistError(f"{shown(str(opened.path))}: there is no record {number}; there are: {known}")
    raise ShortlistError(
        f"{shown(str(opened.path))}: record {number} is {record.status}, and nothing was frozen of it; "
        "the inputs of a record are kept when it is accepted in the application"
    )


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


def asked(question: str) -> bool:
    """Ask on the error stream, so that what is printed stays data; without an answer it is no."""
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    try:
        return sys.stdin.readline().strip().casefold() in ("y", "yes")
    except (OSError, ValueError):
        return False
