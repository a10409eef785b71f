"""What the arithmetic says of workspaces: comparison, findings, triggers."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shortlist.commands.common import FOUND, OK, analysis_of, out, print_json, say, store_of, today_of
from shortlist.core.errors import ShortlistError
from shortlist.shown import shown

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis
    from shortlist.store.workspaces import Store


def show(arguments: argparse.Namespace) -> int:
    """Print comparison, cost and recommendation."""
    analysis = analysis_of(arguments)
    if arguments.why is not None:
        return _why(analysis, arguments.why, arguments.json)
    if arguments.json:
        from shortlist.export.analysis_json import analysis_data

        print_json(analysis_data(analysis))
        return OK
    from shortlist.export.tables import print_show

    print_show(analysis, out())
    return OK


def _why(analysis: Analysis, candidate: str, as_json: bool) -> int:
    """Print what would have to change for a candidate to be recommended first."""
    from shortlist.core.problems import nearest
    from shortlist.core.whynot import why_not

    if candidate not in analysis.by_id:
        raise ShortlistError(f"no candidate {shown(candidate)!r}; {shown(nearest(candidate, analysis.by_id))}")
    answer = why_not(analysis, candidate)
    if as_json:
        print_json({**answer._asdict(), "changes": [change._asdict() for change in answer.changes]})
        return OK
    from shortlist.export.tables import print_why

    print_why(analysis, answer, out())
    return OK


def check(arguments: argparse.Namespace) -> int:
    """Validate a workspace, and print findings and due triggers."""

    analysis = analysis_of(arguments)
    if arguments.json:
        print_json(
            {
                "schema": 1,
                "title": analysis.workspace.title,
                "today": analysis.today.isoformat(),
                "findings": [finding._asdict() for finding in analysis.findings],
                "triggers": [state._asdict() for state in analysis.triggers],
            }
        )
    else:
        from shortlist.export.tables import print_check

        print_check(analysis.findings, analysis.triggers, out())
    grave = {"error", "warning"} if arguments.strict else {"error"}
    found = any(finding.severity in grave for finding in analysis.findings)
    return FOUND if found or any(state.due for state in analysis.triggers) else OK


def review(arguments: argparse.Namespace) -> int:
    """Print every accepted decision's triggers, and whether one is due."""

    from shortlist.core.analysis import analyse

    store, today = store_of(arguments), today_of(arguments.today)
    names = _to_review(store, arguments.names)
    rows, mistakes = [], []
    for name in names:
        try:
            opened = store.open(name)
        except ShortlistError as error:
            mistakes.append(str(error))
            continue
        accepted = {record.number for record in opened.workspace.records if record.status == "accepted"}
        states = analyse(opened.workspace, None, today).triggers if accepted else []
        rows += [(name, opened.workspace.title, state) for state in states if state.record in accepted]
    if arguments.json:
        print_json([{"workspace": name, "title": title, **state._asdict()} for name, title, state in rows])
    else:
        for name, title, state in rows:
            due = "DUE " if state.due else "ok  "
            say(f"{due} {title} ({name}), record {state.record}, {state.kind}: {state.message}")
        if not rows:
            say("No accepted decision with a trigger.")
    if mistakes:
        raise ShortlistError("\n".join(mistakes))
    return FOUND if any(state.due for _, _, state in rows) else OK


def _to_review(store: Store, asked: Sequence[str]) -> list[str]:
    """The workspaces of the data directory, or what was named; a folder stands for the files in it."""
    if not asked:
        return store.names()
    names: list[str] = []
    for name in asked:
        folder = Path(name)
        names += sorted(str(path) for path in folder.glob("*.toml")) if folder.is_dir() else [name]
    return names
