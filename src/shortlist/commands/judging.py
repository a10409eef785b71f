"""What the arithmetic says of one workspace: comparison, findings, triggers."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from shortlist.commands.common import FOUND, OK, analysis_of, filed_record, out, print_json, say
from shortlist.core.basics.errors import ShortlistError
from shortlist.shown import shown

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis
    from shortlist.core.review.filed import Filed


def show(arguments: argparse.Namespace) -> int:
    """Print comparison, cost and recommendation; of an accepted record, those of its frozen inputs."""
    if arguments.record is not None:
        return _replay(arguments)
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


def _replay(arguments: argparse.Namespace) -> int:
    """Analyse the frozen inputs of a record on its day; exits with 1 where they or the result are not confirmed."""
    filed = filed_record(arguments, arguments.record)
    if filed.frozen is not None:
        _print_replayed(arguments, filed)
    if filed.problem is None:
        return OK
    sys.stderr.write(f"shortlist: record {arguments.record} is not confirmed: {filed.place}: {shown(filed.problem)}\n")
    return FOUND


def _print_replayed(arguments: argparse.Namespace, filed: Filed) -> None:
    from shortlist.core.analysis import replayed
    from shortlist.core.document.workspace import SCHEMA

    frozen = filed.frozen
    assert frozen is not None
    analysis = replayed(frozen)
    if arguments.why is not None:
        _why(analysis, arguments.why, arguments.json)
    elif arguments.json:
        from shortlist.export.analysis_json import analysis_data

        kept = {"number": frozen.record.number, "digest": frozen.digest, "confirmed": filed.problem is None}
        print_json({**analysis_data(analysis), "record": {**kept, "problem": filed.problem}})
    else:
        from shortlist.export.tables import print_show

        print_show(analysis, out())
        for reason in frozen.reasons:
            say(f"Accepted in spite of {reason.rule}: {reason.reason}")
        if frozen.rules < SCHEMA:
            say(f"Accepted under earlier rules (schema {frozen.rules}); above its inputs are judged by those of today.")
        if filed.problem is None:
            told = f"record {frozen.record.number} as accepted on {frozen.record.date}"
            say(f"Confirmed: {told}, from {filed.place}, digest {frozen.digest[:12]}.")


def _why(analysis: Analysis, candidate: str, as_json: bool) -> int:
    """Print what would have to change for a candidate to be recommended first."""
    from shortlist.core.advice.why_not import why_not
    from shortlist.core.document.problems import nearest

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
