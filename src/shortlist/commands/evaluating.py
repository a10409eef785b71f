"""`shortlist evaluate`: the team's own examples against the candidates, within a budget, as one change at the end."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from shortlist.commands.common import CANCELLED, FOUND, OK, asked, print_json, refuse_scenario, say, store_of, today_of
from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shortlist.evaluating.evaluation_run import EvaluationRun
    from shortlist.evaluating.run_change import Job, Known, Recorded
    from shortlist.store.run_log import RunLog
    from shortlist.store.workspaces import Store

TICK_S = 0.5


def evaluate(arguments: argparse.Namespace) -> int:
    """Say what will be called and what it may cost, ask, call, and take over what came of it.

    Exits with 1 where something was not asked (a budget reached, a candidate that refuses), with 130 on Ctrl+C.
    """
    import asyncio  # no other command needs it, and all of them would load it

    from shortlist.core.calling.logged_answers import collect
    from shortlist.core.calling.plan import Wanted
    from shortlist.evaluating.client import Timeouts
    from shortlist.evaluating.run_change import Options, known_of, parties, prepare
    from shortlist.store.run_log import run_log

    store, today = store_of(arguments), today_of(arguments.today)
    opened = store.open(arguments.name)
    refuse_scenario(opened, arguments.name, f"`shortlist duplicate {shown(arguments.name)}` makes a workspace of it")
    if arguments.lasting is not None and arguments.rate is None:
        raise ShortlistError("--for: a load is so many calls a second; say how many with --rate")
    wanted, timeouts = Wanted(arguments.step, arguments.candidate, arguments.limit, arguments.repeat), None
    if arguments.timeout is not None:
        timeouts = Timeouts(arguments.timeout, arguments.timeout)
    options = Options(arguments.concurrency, arguments.rate, arguments.budget, timeouts)
    job = prepare(opened.path, opened.workspace, wanted, options, today)
    if arguments.lasting is not None:
        from shortlist.commands.load_test import load

        return load(arguments, store, job)
    with run_log(store.places.state, opened.path) as log:
        known = known_of(job, *log.read())
        calling = parties(job)
        if arguments.fresh and known.log:
            places = {one.place for one in job.plan.askings}
            log.forget(lambda line: _is_of(line, places))
            known = known_of(job, *log.read())
        tell_plan(job, known, arguments.json)
        unjudged = any(one.waiting for one in collect(job.plan.askings, known.log, known.verdicts))
        left = len(job.plan.askings) > known.standing(job.plan)
        if (left or unjudged) and not arguments.yes and not asked("Call them?"):
            return FOUND
        run = asyncio.run(_run(job, log, known, calling, arguments.json))
        log.sync()
        return _end(arguments, store, job, run, log)


def _is_of(line: Mapping[str, Any], places: set[Any]) -> bool:
    from shortlist.core.calling.logged_answers import answer_key

    told: Any = line.get("asked") or line.get("settled")
    try:
        told = told or (line.get("judged") or line.get("unreadable") or {}).get("of")
        if "request" in line:
            return (line["candidate"], line["step"], line["request"], line["repeat"]) in places
        return answer_key(told[1:5] if len(told) > 4 else told) in places
    except (KeyError, TypeError, ValueError):
        return False


def tell_plan(job: Job, known: Known, as_json: bool) -> None:
    """Print what will be called and what it may cost at most; beside data on the error stream."""
    from shortlist.export.run_words import plan_lines

    for line in plan_lines(job.plan, known.standing(job.plan), known.spent_usd, job.options.budget_usd):
        if as_json:
            sys.stderr.write(shown(line) + "\n")
        else:
            say(line)


async def _run(job: Job, log: RunLog, known: Known, calling: Any, quiet: bool) -> EvaluationRun:
    """Make the run; the first Ctrl+C lets the answers under way come in, the second does not."""
    import asyncio

    from shortlist.evaluating.run_change import execute
    from shortlist.export.run_words import progress_line

    loop, live = asyncio.get_running_loop(), sys.stderr.isatty() and not quiet
    task = asyncio.current_task()
    made: list[EvaluationRun] = []

    def interrupted() -> None:
        if made and made[0].ended.how != "cancelled":
            made[0].stop("cancelled")
            under_way = sum(one.under_way for one in made[0].tallies.values())
            if under_way:
                sys.stderr.write(f"\nshortlist: waiting for {under_way} answers under way; Ctrl+C again leaves them\n")
        elif task is not None:
            task.cancel()

    async def progress() -> None:
        while True:
            await asyncio.sleep(TICK_S)
            sys.stderr.write(f"\r\x1b[K{shown(progress_line(made[0].state))}")
            sys.stderr.flush()

    with suppress(NotImplementedError, RuntimeError, ValueError):
        loop.add_signal_handler(signal.SIGINT, interrupted)
    showing = asyncio.create_task(progress()) if live else None
    try:
        return await execute(job, log, known, calling, made.append)
    except asyncio.CancelledError:
        if made and made[0].ended.how == "cancelled":
            return made[0]
        raise
    finally:
        if showing is not None:
            showing.cancel()
            sys.stderr.write("\r\x1b[K")
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.remove_signal_handler(signal.SIGINT)


def _end(arguments: argparse.Namespace, store: Store, job: Job, run: EvaluationRun, log: RunLog) -> int:
    """Take over what came of a run, as one change; a run that was cancelled changes nothing and goes on next time."""
    from shortlist.evaluating.run_change import recorded
    from shortlist.export.run_words import end_lines, run_data

    state = run.state
    cancelled = state.ended.how == "cancelled"
    found = recorded(job, job.workspace, *log.read())
    # What was stopped goes on once it is mended: until then it is no run with the same examples as the others.
    lines = tuple(line for line in found.lines if (line.candidate, line.step) not in state.stopped)
    found = found._replace(lines=() if cancelled else lines)
    if any(line.kind == "new" for line in found.lines):
        _take_over(store, job, found)
    incomplete = bool(state.stopped) or state.ended.how != "finished"
    if arguments.json:
        print_json(run_data(job.plan, state, found.lines))
    else:
        for line in end_lines(state, found.lines, arguments.name, str(log.ledger.path)):
            say(line)
    if cancelled:
        return CANCELLED
    return FOUND if incomplete else OK


def _take_over(store: Store, job: Job, found: Recorded) -> None:
    """Add the runs to the workspace as it is now: it may have been saved since the run began."""
    from shortlist.core.golden.coverage import golden_answers, with_golden_answers
    from shortlist.evaluating.run_change import with_recorded
    from shortlist.store.golden import read_all

    opened = store.open(str(job.path))
    try:
        changed = with_recorded(opened.path, opened.workspace, found)
        golden = read_all(opened.path, changed)
        answers = golden_answers({step: one.examples for step, one in golden.items()})
        changed = with_golden_answers(changed, answers, job.today)
    except InvalidDocument as error:
        told = (f"{shown(str(opened.path))}: {problem}" for problem in error.problems)
        raise ShortlistError("\n".join((*told, "the answers are kept in the log; run it again"))) from None
    store.save(opened, changed)
