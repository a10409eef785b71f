"""Runs of examples from a file into a workspace: the preview, and the one change."""

from __future__ import annotations

import argparse
import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from shortlist.commands.common import FOUND, OK, out, print_json, say, today_of
from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from shortlist.importing_runs import RunSource
    from shortlist.store.import_memory import ImportMemory
    from shortlist.store.workspaces import Opened, Store


def import_runs(
    arguments: argparse.Namespace, store: Store, opened: Opened, source: RunSource, memory: ImportMemory
) -> int:
    """Print what the runs of a file would add to a workspace and, unless it is a dry run, add them.

    A run whose candidate nobody has named waits; where none is left to take, or the step is not known, nothing is
    changed and what is asked is the error.
    """
    from shortlist.core.evidence.found_run import ReadOptions
    from shortlist.core.importing.runs import SaidOfRuns, what_is_asked
    from shortlist.export.run_preview import ANSWERS, notices, print_run_preview, run_plan_data, run_text
    from shortlist.importing_runs import pairs, plan_of, read_runs, remember_runs, take_over_runs

    models = () if source.columns is not None else tuple(arguments.map)
    candidates, candidate = pairs((*arguments.candidate, *arguments.same, *models), "--candidate", "MODEL")
    steps, step = pairs(arguments.step, "--step", "SUITE")
    said = SaidOfRuns(candidates, candidate, steps, step)
    asked = ReadOptions(
        not arguments.without_answers, arguments.scorer or "", arguments.filter or "", arguments.pass_at
    )
    plan = plan_of(opened.workspace, read_runs(source, asked), source, asked, said, memory)
    questions = what_is_asked(plan, opened.workspace)
    patterns = [one.casefold() for one in arguments.only]
    lines = [
        line
        for line in plan.of("new")
        if not patterns or any(fnmatchcase(line.found.id.casefold(), pattern) for pattern in patterns)
    ]
    taken = {line.found.id for line in lines}
    if not arguments.dry_run:
        if not lines and questions:
            raise ShortlistError("\n".join(f"{shown(str(source.path))}: {shown(one)}" for one in questions))
        try:
            workspace = take_over_runs(opened.path, opened.workspace, lines, source)
        except InvalidDocument as error:
            wrong = (f"{shown(str(source.path))}: {shown(str(problem))}" for problem in error.problems)
            raise ShortlistError("\n".join(wrong)) from None
        if lines:
            store.save(opened, workspace)
            remember_runs(lines, workspace, source, memory, today_of(arguments.today))
    if arguments.json:
        print_json({**run_plan_data(plan, taken, questions), "dry_run": arguments.dry_run})
    elif arguments.dry_run:
        print_run_preview(plan, taken, questions, out())
    else:
        say(f"{plan.title}: {len(lines)} of {len(plan.lines)} runs taken over.")
        for line in lines:
            say(f"  {line.candidate} in {line.step}: {run_text(line)}")
            for notice in line.found.notices:
                say(f"    {notice}")
        told = notices(plan)
        if plan.refused:
            told.append(f"{len(plan.refused)} rows refused; --dry-run shows them.")
        if plan.personal and lines:
            told.append(ANSWERS)
        for notice in (*told, *questions):
            say(notice)
    if patterns and not lines:
        sys.stderr.write("shortlist: no run matches --only and is new\n")
        return FOUND
    return OK
