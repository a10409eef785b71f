"""Which accepted decisions are due to be reopened, over a data directory, files or folders."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shortlist.commands.common import FOUND, OK, filed_of, print_json, say, store_of, today_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.shown import shown

if TYPE_CHECKING:
    from shortlist.core.document.offering import Catalogue
    from shortlist.core.document.record import Record
    from shortlist.core.review.filed import Filed
    from shortlist.core.review.triggers import TriggerState
    from shortlist.store.workspaces import Opened, Store


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
        until = f" (in force until record {later.number}, now {later.status}, is accepted)" if later else ""
        return f"{self.title} ({self.workspace}), record {self.state.record}{until}, {self.state.kind}"


def review(arguments: argparse.Namespace) -> int:
    """Print every accepted decision's triggers against today's catalogue and date; 1 where one is due."""
    store = store_of(arguments)
    rows: list[ReviewRow] = []
    notes: list[str] = []
    mistakes: list[str] = []
    saved = _saved(arguments.catalogue)
    for name in _to_review(store, arguments.names):
        try:
            found = _reviewed(name, store.open(name), saved, arguments)
            rows, notes = rows + found[0], notes + found[1]
        except ShortlistError as error:
            mistakes.append(str(error))
    due = [row for row in rows if row.state.due]
    if arguments.json:
        print_json([{"workspace": row.workspace, "title": row.title, **row.state._asdict()} for row in rows])
    elif rows or notes or not mistakes:
        _tell(rows, notes)
    if mistakes:
        raise ShortlistError("\n".join(mistakes))
    if due and arguments.open:
        from shortlist.commands.screens import open_

        # The first that is due, where its triggers are.
        return open_(argparse.Namespace(**{**vars(arguments), "name": due[0].workspace, "tab": "record"}))
    return FOUND if due else OK


def _saved(file: str | None) -> Catalogue | None:
    if file is None:
        return None
    from shortlist.catalogue.lookup import saved_catalogue
    from shortlist.store.strict_tables import read_json

    rows = read_json(Path(file))
    try:
        return saved_catalogue(rows)
    except ShortlistError as error:
        raise ShortlistError(f"{shown(file)}: {error}") from None


def _reviewed(
    name: str, opened: Opened, saved: Catalogue | None, arguments: argparse.Namespace
) -> tuple[list[ReviewRow], list[str]]:
    """The triggers of a workspace's accepted records, and notes on what stands in the way of judging them."""
    from shortlist.core.document.accepted import in_force, successor

    workspace = opened.workspace
    accepted = {record.number: record for record in workspace.records if in_force(workspace, record)}
    if not accepted:
        return [], []
    from shortlist.catalogue.lookup import decided_offerings
    from shortlist.core.analysis import analyse

    today, filed = today_of(arguments.today), filed_of(store_of(arguments), opened)
    catalogue = saved if saved is not None else decided_offerings(workspace, filed, today)
    states = analyse(workspace, catalogue, today, filed).triggers
    title = workspace.title
    notes = [f"{title} ({name}), record {n}: {why}" for n, record in accepted.items() for why in _doubts(record, filed)]
    later = {number: successor(workspace, number) for number in accepted}
    rows = [ReviewRow(name, title, state, later[state.record]) for state in states if state.record in accepted]
    return rows, notes


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


def _to_review(store: Store, asked: Sequence[str]) -> list[str]:
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
