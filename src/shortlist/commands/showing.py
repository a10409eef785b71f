"""What the arithmetic says of one workspace: comparison, findings, triggers, and its own evidence."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from shortlist.commands.common import (
    FOUND,
    OK,
    analysis_of,
    analysis_of_opened,
    filed_of,
    filed_record,
    out,
    print_json,
    say,
    store_of,
    today_of,
)
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from shortlist.core.advice.why_not import WhyNot
    from shortlist.core.analysis import Analysis


def show(arguments: argparse.Namespace) -> int:
    """Print comparison, cost and recommendation; of an accepted record, those of its frozen inputs."""
    if arguments.record is not None:
        return _replay(arguments)
    _show(arguments, analysis_of(arguments), {})
    return OK


def _replay(arguments: argparse.Namespace) -> int:
    """Analyse the frozen inputs of a record on its day; exits with 1 where they or the result are not confirmed."""
    from shortlist.core.analysis import replayed
    from shortlist.export.notes import in_spite_of

    filed = filed_record(arguments, arguments.record)
    frozen, problem = filed.frozen, filed.problem
    if frozen is not None:
        number, digest = frozen.record.number, frozen.digest
        record = {"number": number, "digest": digest, "confirmed": problem is None, "problem": problem}
        _show(arguments, replayed(frozen), {"record": record})
        if arguments.why is None and not arguments.json:
            for reason in frozen.reasons:
                say(in_spite_of(reason))
            if problem is None:
                told = f"record {number} as accepted on {frozen.record.date}"
                say(f"Confirmed: {told}, from {filed.place}, digest {digest[:12]}.")
    if problem is None:
        return OK
    sys.stderr.write(f"shortlist: record {arguments.record} is not confirmed: {filed.place}: {shown(problem)}\n")
    return FOUND


def _show(arguments: argparse.Namespace, analysis: Analysis, record: dict[str, object]) -> None:
    if arguments.why is not None:
        _why(analysis, arguments.why, arguments.json)
    elif arguments.json:
        from shortlist.export.analysis_json import analysis_data

        print_json({**analysis_data(analysis), **record})
    else:
        from shortlist.export.tables import print_show

        print_show(analysis, out())


def _why(analysis: Analysis, candidate: str, as_json: bool) -> None:
    """Print what would have to change for a candidate to be recommended first, in its steps and for all of them."""
    from shortlist.core.advice.why_not import why_not_anywhere
    from shortlist.core.document.problems import meant

    if candidate not in analysis.by_id:
        raise ShortlistError(f"no candidate {shown(candidate)!r}; {shown(meant(candidate, analysis.by_id))}")
    answer = why_not_anywhere(analysis, candidate)
    if as_json:
        steps = {one.step: {"rank": one.rank, "of": one.of, **_why_data(one.why)} for one in answer.steps}
        print_json({**_why_data(answer.whole), "plays_all": answer.plays_all, "steps": steps})
    else:
        from shortlist.export.tables import print_why

        print_why(analysis, answer, out())


def _why_data(answer: WhyNot) -> dict[str, object]:
    return {**answer._asdict(), "changes": [change._asdict() for change in answer.changes]}


def check(arguments: argparse.Namespace) -> int:
    """Validate a workspace, and print findings and due triggers, and what differs in the file that runs."""
    store, today = store_of(arguments), today_of(arguments.today)
    opened = store.open(arguments.name)
    analysis = analysis_of_opened(store, opened, today)
    beside, rows, gateway = None, [], ""
    if arguments.config is not None:
        from shortlist.gateway.differences import compared_with_gateway, config_of
        from shortlist.gateway.targets import TARGETS

        found = config_of(arguments.config)
        beside = compared_with_gateway(opened.workspace, filed_of(store, opened), today, opened.path.stem, found)
        rows, gateway = beside.differences(), TARGETS[found.kind].name
    if arguments.json:
        told = {
            "schema": 1,
            "title": analysis.workspace.title,
            "today": analysis.today.isoformat(),
            "findings": [finding._asdict() for finding in analysis.findings],
            "triggers": [state.data for state in analysis.triggers],
        }
        if beside is not None:
            differences = [row._asdict() for row in rows]
            file = {"file": arguments.config, "gateway": gateway, "held_against": beside.told}
            told["config"] = {**file, "differences": differences}
        print_json(told)
    else:
        from shortlist.export.tables import print_check

        print_check(analysis.workspace, analysis.findings, analysis.triggers, out())
        if beside is not None:
            errors = sum(row.severity == "error" for row in rows)
            how_many = count(errors, "difference") if errors else "no difference"
            say(f"{shown(arguments.config)} ({gateway}) against {beside.told}: {how_many}")
            for row in sorted(rows, key=lambda row: row.severity != "error"):
                say(f"  {row.severity:<6} {row.message}")
    severities = {"error", "warning"} if arguments.strict else {"error"}
    grave = any(finding.severity in severities for finding in analysis.findings)
    due = any(state.due for state in analysis.triggers)
    runs_otherwise = any(row.severity == "error" for row in rows)
    return FOUND if grave or due or runs_otherwise else OK


def evidence(arguments: argparse.Namespace) -> int:
    """Print runs in force with their intervals, pairs, and what would settle the choice."""
    from shortlist.core.advice.value_of_information import value_of_information
    from shortlist.export.evidence_json import evidence_data, modelled_per_success
    from shortlist.export.evidence_words import evidence_tables

    analysis = analysis_of(arguments)
    found = value_of_information(analysis)
    if arguments.json:
        print_json(evidence_data(analysis, found, arguments.name))
        return OK
    from shortlist.export.tables import print_text_tables

    modelled = [modelled_per_success(analysis, one.run.candidate, one.run.step) for one in analysis.runs]
    console = out()
    if not analysis.runs:
        console.print(
            "No runs yet. `shortlist evaluate NAME` makes them; `shortlist import NAME FILE` reads those of promptfoo, "
            "Inspect and others.\n"
        )
    print_text_tables(evidence_tables(analysis, found, modelled), console)
    return OK
