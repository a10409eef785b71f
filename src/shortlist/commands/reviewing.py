"""Which accepted decisions are due to be reopened, over a data directory, files or folders."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shortlist.commands.common import FOUND, OK, filed_of, print_json, say, store_of, today_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis
    from shortlist.core.document.offering import Catalogue
    from shortlist.core.document.record import Record
    from shortlist.core.review.filed_records import Filed
    from shortlist.core.review.triggers import TriggerState
    from shortlist.export.ics import DueDay
    from shortlist.gateway.differences import GatewayComparison
    from shortlist.gateway.gateway_config import Running
    from shortlist.store.workspaces import Opened, Store


CONFIG = "config"  # the kind of a row that tells in what the file that runs is not what was decided


class Reviewed(NamedTuple):
    """What a workspace comes to: rows, notes on what stands in the way of judging, and its due days."""

    rows: list[ReviewRow]
    notes: list[str]
    days: list[DueDay]
    gateway: GatewayComparison | None = None


class ReviewRow(NamedTuple):
    """One trigger of an accepted record, with the workspace it belongs to."""

    workspace: str
    title: str
    state: TriggerState
    later: Record | None = None
    """The record that is being written to replace it; until that one is accepted it stays in force."""

    @property
    def told(self) -> str:
        """Workspace, record and kind of trigger, as they are told."""
        later = self.later
        until = ""
        if later:
            until = f" (in force until record {later.number}, now {later.status}, is accepted)"
        return f"{self.title} ({self.workspace}), record {self.state.record}{until}, {self.state.kind}"


def review(arguments: argparse.Namespace) -> int:
    """Print every accepted decision's triggers against today's catalogue and date; 1 where one is due."""
    store = store_of(arguments)
    every: list[Reviewed] = []
    mistakes: list[str] = []
    saved = saved_offerings(arguments.catalogue)
    running = None
    if arguments.config is not None:
        from shortlist.gateway.differences import config_of

        running = config_of(arguments.config)
    for name in to_review(store, arguments.names):
        try:
            every.append(_reviewed(name, store.open(name), saved, arguments, running))
        except ShortlistError as error:
            mistakes.append(str(error))
    rows = [row for one in every for row in one.rows] + _differing(every)
    notes = [note for one in every for note in one.notes]
    if arguments.ics is not None:
        _write_calendar(arguments, store, [day for one in every for day in one.days])
    due = [row for row in rows if row.state.due]
    if arguments.json:
        print_json([{"workspace": row.workspace, "title": row.title, **row.state.data} for row in rows])
    elif rows or notes or not mistakes:
        _tell(rows, notes)
    if mistakes:
        raise ShortlistError("\n".join(mistakes))
    if due and arguments.open:
        from shortlist.commands.screens import open_

        # The first that is due, where its triggers are.
        return open_(argparse.Namespace(**{**vars(arguments), "name": due[0].workspace, "tab": "record"}))
    return FOUND if due else OK


def saved_offerings(file: str | None) -> Catalogue | None:
    """The offerings of a file; None where none is named."""
    if file is None:
        return None
    from shortlist.catalogue.lookup import saved_catalogue
    from shortlist.store.strict_tables import read_json

    rows = read_json(Path(file))
    try:
        return saved_catalogue(rows)
    except ShortlistError as error:
        raise ShortlistError(f"{shown(file)}: {error}") from None


def _differing(every: Sequence[Reviewed]) -> list[ReviewRow]:
    """A row for every error in the file that runs; a name of one decision is no stranger to the others."""
    from shortlist.core.review.triggers import TriggerState

    rows = []
    known = frozenset(name for one in every if one.gateway is not None for name in one.gateway.names)
    for one in every:
        if one.gateway is None or one.gateway.record is None:
            continue
        plan = one.gateway.plan
        name = one.rows[0].workspace if one.rows else plan.name
        for row in one.gateway.differences(known):
            if row.severity == "error":
                state = TriggerState(one.gateway.record.number, CONFIG, True, row.message)
                rows.append(ReviewRow(name, plan.workspace.title, state))
    return rows


def _write_calendar(arguments: argparse.Namespace, store: Store, days: Sequence[DueDay]) -> None:
    from shortlist.export.ics import calendar
    from shortlist.store.export_log import ExportLog

    target = Path(arguments.ics)
    data = calendar(days, today_of(arguments.today)).encode("utf-8")
    ExportLog(store.places).write({target: data})
    if not arguments.json:
        say(f"written {shown(str(target))}: {count(len(days), 'day')}")


def _reviewed(
    name: str, opened: Opened, saved: Catalogue | None, arguments: argparse.Namespace, running: Running | None
) -> Reviewed:
    """The triggers of a workspace's accepted records, and notes on what stands in the way of judging them."""
    from shortlist.core.document.accepted import in_force, successor

    workspace = opened.workspace
    accepted = {record.number: record for record in workspace.records if in_force(workspace, record)}
    if not accepted:
        return Reviewed([], [], [])
    from shortlist.catalogue.lookup import decided_offerings
    from shortlist.core.analysis import analyse

    today, filed = today_of(arguments.today), filed_of(store_of(arguments), opened)
    catalogue = saved if saved is not None else decided_offerings(workspace, filed, today)
    analysis = analyse(workspace, catalogue, today, filed)
    states = analysis.triggers
    title = workspace.title
    notes = [f"{title} ({name}), record {n}: {why}" for n, record in accepted.items() for why in _doubts(record, filed)]
    later = {number: successor(workspace, number) for number in accepted}
    rows = [ReviewRow(name, title, state, later[state.record]) for state in states if state.record in accepted]
    beside = None
    if running is not None:
        from shortlist.gateway.differences import compared_with_gateway

        beside = compared_with_gateway(workspace, filed, today, opened.path.stem, running)
    return Reviewed(rows, notes, list(days_of(name, analysis)), beside)


def days_of(name: str, analysis: Analysis) -> Iterator[DueDay]:
    """The due days of every record in force."""
    from shortlist.core.document.accepted import in_force
    from shortlist.core.document.workspace import chosen_candidates
    from shortlist.core.review.filed_records import decided_workspace
    from shortlist.export.ics import due_days

    workspace, filed = analysis.workspace, analysis.filed
    for record in workspace.records:
        if not in_force(workspace, record):
            continue
        now = [
            workspace.candidate(one.id) or one for one in chosen_candidates(decided_workspace(workspace, filed, record))
        ]
        states = [state for state in analysis.triggers if state.record == record.number]
        yield from due_days(name, workspace.title, record, states, now)


def _doubts(record: Record, filed: Mapping[int, Filed]) -> Iterator[str]:
    """Why a record cannot be judged as it should be."""
    kept = filed.get(record.number)
    if kept is None:
        yield "what it rests on was not kept; compared with the figures that were known on its day"
    elif kept.problem is not None:
        yield f"not confirmed, {kept.place}: {kept.problem}; compared with the figures that were known on its day"
    if not record.triggers:
        yield "no trigger is set, so nothing reopens it"


def _tell(rows: Sequence[ReviewRow], notes: Sequence[str]) -> None:
    """A line for each trigger, what is due first; under it what could not be judged."""
    for row in sorted(rows, key=lambda row: not row.state.due):
        state = row.state
        due = "DUE " if state.due else "ok  "
        if state.unchecked and not state.due:
            due = "?   "
        say(f"{due} {row.told}: {state.message}")
        for line in state.unchecked:
            if line != state.message:
                say(f"       not judged: {line}")
    for note in notes:
        say(f"?    {note}.")
    if not rows:
        say("No accepted decision with a trigger.")


def to_review(store: Store, asked: Sequence[str]) -> list[str]:
    """The workspaces of the data directory, or what was named; a folder stands for the files in it."""
    if not asked:
        return store.names()
    from shortlist.store.folders import entries

    names: list[str] = []
    for name in asked:
        folder = Path(name)
        found = [name]
        if folder.is_dir():
            found = sorted(str(path) for path in entries(folder, "the folder") if path.suffix == ".toml")
        if not found:
            raise ShortlistError(f"{shown(name)}: holds no TOML file; name the folder that the workspaces lie in")
        names += found
    return names
