"""`shortlist evaluate --rate N --for TIME`: a load on endpoints of one's own, and what was measured as observations."""

from __future__ import annotations

import argparse
import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from shortlist.commands.common import CANCELLED, FOUND, OK, asked, print_json, say
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.plain_data import plain_fields
from shortlist.core.basics.words import count, usd

if TYPE_CHECKING:
    from shortlist.evaluating.load_test import Loaded
    from shortlist.evaluating.run_change import Job
    from shortlist.store.workspaces import Store


def load(arguments: argparse.Namespace, store: Store, job: Job) -> int:
    """Put the load on one candidate after the other, and add what was measured to the workspace."""
    from shortlist.core.measuring.measured_figures import observations_of, with_measured
    from shortlist.evaluating.load_test import told

    groups = sorted({(one.candidate, one.step) for one in job.plan.askings})
    calls = max(1, round(arguments.rate * arguments.lasting))
    limit = ""
    if job.options.budget_usd is not None:
        limit = f"; no call is made that could pass {usd(job.options.budget_usd)}"
    if not arguments.json:
        say(f"{count(calls, 'call')} of each of {count(len(groups), 'candidate')}, {arguments.rate:g} a second{limit}")
    if not arguments.yes and not asked("Call them?"):
        return FOUND
    stopped, results = asyncio.run(_loads(arguments, job, groups))
    opened = store.open(str(job.path))
    found = {}
    for one in results:
        candidate = opened.workspace.candidate(one.candidate)
        if candidate is not None and one.figures:
            found[one.candidate] = observations_of(candidate, one.figures, "own load test", job.today)
    if found and not stopped:
        store.save(opened, with_measured(opened.workspace, found))
    if arguments.json:
        ended = "cancelled" if stopped else "finished"
        print_json({"schema": 1, "ended": ended, "loads": [_data(one) for one in results]})
    else:
        for one in results:
            say(told(one))
    if stopped:
        return CANCELLED
    return OK if all(one.answered and not one.stopped for one in results) else FOUND


async def _loads(arguments: argparse.Namespace, job: Job, groups: list[tuple[str, str]]) -> tuple[bool, list[Loaded]]:
    from shortlist.evaluating.budget import Budget
    from shortlist.evaluating.load_test import load as put
    from shortlist.evaluating.run_change import parties

    calling, budget, over = parties(job), Budget(job.options.budget_usd), asyncio.Event()
    with suppress(NotImplementedError, RuntimeError, ValueError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, over.set)
    found = []
    try:
        for candidate, step in groups:
            if over.is_set():
                break
            askings = [one for one in job.plan.askings if (one.candidate, one.step) == (candidate, step)]
            if not askings:
                raise ShortlistError(f"{candidate}: nothing to ask")
            party = calling[candidate]
            found.append(await put(askings, party, arguments.rate, arguments.lasting, budget, over.is_set))
    finally:
        for party in calling.values():
            await party.endpoint.close()
    return over.is_set(), found


def _data(one: Loaded) -> dict[str, object]:
    from shortlist.core.evidence.rows import percentile

    times = {
        f"{name}_p{share}_s": percentile(values, share / 100)
        for name, values in (("ttft", one.ttfts), ("total", one.totals))
        for share in (50, 95, 99)
    }
    return {
        **plain_fields(one, "candidate step rate"),
        "seconds": one.took_s,
        **plain_fields(one, "calls answered errors not_made most_under_way tokens_per_s cost_usd"),
        "stopped": one.stopped or None,
        **times,
    }
