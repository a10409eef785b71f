"""The decisions in force watched, and on request the drafts that propose what is to replace them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shortlist.commands.common import FOUND, OK, filed_of, print_json, say, store_of, today_of
from shortlist.commands.reviewing import saved_offerings, to_review
from shortlist.core.basics.errors import ShortlistError

if TYPE_CHECKING:
    from shortlist.core.document.offering import Catalogue
    from shortlist.core.importing.rows import ModelRow
    from shortlist.export.watch_words import WatchedDecision
    from shortlist.store.workspaces import Opened, Store
    from shortlist.watching import Watched


def watch(arguments: argparse.Namespace) -> int:
    """Print what is due of every decision in force, and who could take over; 1 where anything is due."""
    if arguments.json and arguments.format == "markdown":
        raise ShortlistError("--json and --format markdown: choose one of them")
    if arguments.update:
        from shortlist.commands.catalogue import update

        update(arguments, quiet=True)
    store, saved = store_of(arguments), saved_offerings(arguments.catalogue)
    figures = [row for file in arguments.figures for row in _rows(file, store)]
    every: list[WatchedDecision] = []
    mistakes: list[str] = []
    for name in to_review(store, arguments.names):
        try:
            every += _watched(name, store, saved, figures, arguments)
        except ShortlistError as error:
            mistakes.append(str(error))
    from shortlist.export.watch_words import lines, markdown, watch_data

    if arguments.json:
        print_json([watch_data(found) for found in every])
    elif arguments.format == "markdown":
        sys.stdout.write(markdown(every))
    else:
        for found in sorted(every, key=lambda found: not found.due):
            for line in lines(found):
                say(line)
        if not every:
            say("No accepted decision is in force.")
    if mistakes:
        raise ShortlistError("\n".join(mistakes))
    return FOUND if any(found.due for found in every) else OK


def _rows(file: str, store: Store) -> Iterator[ModelRow]:
    """What a file says of models, read as an import reads it: a table of one's own by the columns confirmed before."""
    from shortlist.core.importing.rows import ModelRow
    from shortlist.importing import open_source
    from shortlist.store.import_memory import ImportMemory

    source = open_source(Path(file), remembered=ImportMemory(store.places))
    return (item for item in source.importer.read(source.document) if isinstance(item, ModelRow))


def _watched(
    name: str, store: Store, saved: Catalogue | None, figures: Sequence[ModelRow], arguments: argparse.Namespace
) -> Iterator[WatchedDecision]:
    from shortlist.export.watch_words import WatchedDecision
    from shortlist.watching import gateway_changes, watch

    opened, today = store.open(name), today_of(arguments.today)
    watched = watch(opened.workspace, filed_of(store, opened), today, saved, figures)
    if watched is None:
        return
    changes = tuple(gateway_changes(watched, today, opened.path.stem)) if watched.due else ()
    title = opened.workspace.title
    found = WatchedDecision(
        name, title, watched.record, watched.due, watched.steps, watched.analysis, changes, watched.unfigured
    )
    if arguments.propose and found.due:
        found = found._replace(outcome=_propose(opened, store, watched, found, arguments))
    yield found


def _propose(
    opened: Opened, store: Store, watched: Watched, found: WatchedDecision, arguments: argparse.Namespace
) -> str:
    """Write the draft into the workspace, unless it is there already; says what became of it."""
    from shortlist.core.records.proposal import Proposed, proposal, why_not_proposed
    from shortlist.export.markup import inline
    from shortlist.export.watch_words import proposal_sections
    from shortlist.watching import with_challengers

    sections = proposal_sections(found)
    why = why_not_proposed(opened.workspace, watched.record, [inline(state.message) for state in found.due])
    if why is not None:
        return f"nothing is proposed: {why}"
    drafted = proposal(with_challengers(watched), Proposed(sections, watched.replacing), today_of(arguments.today))
    store.save(opened, drafted)
    assert drafted.record is not None
    return f"proposed as record {drafted.record.number}, a draft"
