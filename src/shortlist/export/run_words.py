"""A run in words and as data: what it would call, how far it is, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shortlist.core.basics.words import agreeing, count, percent, said, seconds, usd
from shortlist.core.calling.plan import CallPlan
from shortlist.core.calling.run_progress import RunState, Tally
from shortlist.core.evidence.rows import percentile
from shortlist.core.importing.runs import RunLine
from shortlist.export.run_preview import run_text


def plan_lines(
    plan: CallPlan, standing: int, spent_usd: float, budget_usd: float | None, names: Mapping[str, str] | None = None
) -> Iterator[str]:
    """What will be called how often, and what it will cost at most; `names` by the ids of candidates and steps."""
    named = names or {}
    for line in plan.lines:
        who = f"{named.get(line.candidate, line.candidate)} in {named.get(line.step, line.step)}"
        calls = count(line.calls, "call")
        if line.judge_calls:
            judge = plan.settings[line.step].judge
            calls += f" and {count(line.judge_calls, 'call')} of the judge {named.get(judge, judge)}"
        yield f"{who}: {count(line.examples, 'example')}, {calls}, at most {_amount(line.worst_usd)}"
    for notice in plan.notices:
        yield f"{named.get(notice.step, notice.step)}: {notice.told}"
    calls = count(sum(line.calls + line.judge_calls for line in plan.lines), "call")
    whole = f"{calls} in all, at most {_amount(plan.worst_usd)} without retries"
    if budget_usd is not None:
        whole += f"; no call is made that could pass {usd(budget_usd)}"
    yield whole
    if standing:
        told = f"{standing} of {len(plan.askings)} answers stand in the log and are not asked again"
        if spent_usd:
            told += f" ({usd(spent_usd)} spent on them)"
        if not names:
            told += "; --fresh asks for all of them anew"
        yield told


def _amount(value: float | None) -> str:
    return said(value, usd, "an unknown amount")


def progress_line(run: RunState) -> str:
    """How far a run is, on one line."""
    told, retries = f"{run.done} of {run.wanted} answers", sum(one.retries for one in run.tallies.values())
    if retries:
        told += f", {retries} retried"
    told += f", {usd(run.spent_usd)}"
    if run.limit_usd is not None:
        told += f" of {usd(run.limit_usd)}"
    return told


def tally_data(tally: Tally) -> dict[str, Any]:
    """The counts of one candidate in one step, as plain data."""
    verdicts = {key: number for key, number in sorted(tally.verdicts.items()) if number}
    found = tally.right
    return {
        "wanted": tally.wanted,
        "answered": tally.done,
        "in_log_before": tally.before,
        "calls": tally.asked,
        "retries": tally.retries,
        "verdicts": verdicts,
        "success_rate": found and {"share": found.share, "low": found.low, "high": found.high},
        "latency_p50_s": percentile(tally.totals, 0.5),
        "latency_p95_s": percentile(tally.totals, 0.95),
        "ttft_p50_s": percentile(tally.ttfts, 0.5),
        "ttft_p95_s": percentile(tally.ttfts, 0.95),
        "cost_usd": None if tally.unknown_costs else tally.cost_usd,
        "known_cost_usd": tally.cost_usd,
        "unknown_costs": tally.unknown_costs,
        "stopped": tally.stopped or None,
        "unreadable_of_judge": tally.unreadable,
    }


def run_data(plan: CallPlan, run: RunState, lines: Sequence[RunLine]) -> dict[str, Any]:
    taken = {(line.candidate, line.step): line for line in lines}
    return {
        "schema": 1,
        "ended": run.ended.how,
        "why": run.ended.why or None,
        "budget_usd": run.limit_usd,
        "spent_at_most_usd": run.spent_usd,
        "calls_of_unknown_cost": run.unknown_costs,
        "plan": {
            "lines": [line._asdict() for line in plan.lines],
            "worst_usd": plan.worst_usd,
            "notices": list(map(str, plan.notices)),
        },
        "runs": [
            {"candidate": candidate, "step": step, **tally_data(tally), **_taken(taken.get((candidate, step)))}
            for (candidate, step), tally in run.tallies.items()
        ],
    }


def _taken(line: RunLine | None) -> dict[str, Any]:
    if line is None:
        return {"taken": False, "sha256": None, "evaluation": None, "notices": []}
    return {
        "taken": line.kind == "new",
        "sha256": line.sha256,
        "evaluation": dict(line.sums),
        "notices": list(line.found.notices),
    }


def end_lines(run: RunState, lines: Sequence[RunLine], name: str, ledger: str) -> Iterator[str]:
    """How a run ended, line by line; `ledger` is the file that holds what was paid and what judges said."""
    for line in lines:
        there = " (there already)" if line.kind == "unchanged" else ""
        yield f"{line.candidate} in {line.step}: {run_text(line)}{there}"
        tally = run.tallies.get((line.candidate or "", line.step or ""))
        if tally is not None:
            yield f"  {_tally_words(tally)}"
        for notice in line.found.notices:
            yield f"  {notice}"
    for (candidate, step), tally in run.tallies.items():
        if tally.stopped:
            yield f"{candidate} in {step}: stopped: {tally.stopped}"
        waiting = tally.verdicts.get("waiting", 0)
        if waiting and all((line.candidate, line.step) != (candidate, step) for line in lines):
            yield f"{candidate} in {step}: {count(waiting, 'answer')} wait for a judge or a person"
        if tally.unreadable:
            yield f"{candidate} in {step}: {unreadable_told(tally)}; {ledger} holds what it said"
    spent = f"spent at most {usd(run.spent_usd)}"
    if run.limit_usd is not None:
        spent += f" of {usd(run.limit_usd)}"
    if run.unknown_costs:
        spent += f", of which {count(run.unknown_costs, 'call')} told no cost and counts at its worst"
    yield spent
    left = run.wanted - run.done
    if left and run.ended.how == "budget":
        yield f"the budget ended it with {count(left, 'answer')} not asked for; a higher --budget goes on from here"
    elif left:
        yield f"{count(left, 'answer')} not asked for; the same command goes on from here"
    if run.ended.how != "cancelled" and lines:
        yield f"`shortlist evidence {name}` tells what it shows"


def unreadable_told(tally: Tally) -> str:
    """How many replies of a judge say nothing that can be read, and what they cost."""
    number = tally.unreadable
    replies = f"{number:,} {agreeing(number, 'reply', 'replies')} of its judge could not be read"
    return f"{replies} and {agreeing(number, 'was', 'were')} paid for all the same ({_amount(tally.unreadable_usd)})"


def _tally_words(tally: Tally) -> str:
    """Rate with its interval, times, calls and retries, in words."""
    data = tally_data(tally)
    parts = []
    found = data["success_rate"]
    if found is not None:
        parts.append(f"right {percent(found['share'])} ({percent(found['low'])} to {percent(found['high'])})")
    for name, key in (("first token", "ttft"), ("whole answer", "latency")):
        if data[f"{key}_p50_s"] is not None:
            parts.append(f"{name} {seconds(data[f'{key}_p50_s'])}, 95 % {seconds(data[f'{key}_p95_s'])}")
    parts.append(f"{count(tally.asked, 'call')} with {tally.retries} retried")
    return "; ".join(parts)
