"""The preview of an import of runs: as data for programs, and as tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from shortlist.core.basics.words import count, or_unknown, seconds, usd
from shortlist.core.document.evaluation import example_outcomes
from shortlist.core.importing.runs import RunLine, RunPlan

if TYPE_CHECKING:
    from rich.console import Console

MOST_REFUSED = 20
"""Refused rows that are shown; the data holds all of them."""
KINDS = {
    "new": "new",
    "unchanged": "imported already",
    "no_candidate": "which candidate is it?",
    "no_step": "which step was it run for?",
    "no_offering": "a script of the tool, and no offering",
}
ANSWERS = "The rows hold answers, which may be personal; --without-answers leaves them out."


def run_plan_data(plan: RunPlan, taken: Collection[str], asked: Sequence[str]) -> dict[str, Any]:
    """The preview as plain data; `taken` holds the names of the runs taken over, `asked` what a person has to say."""
    return {
        "schema": 1,
        "format": plan.format,
        "title": plan.title,
        "runs": [
            {
                "run": line.found.id,
                "kind": line.kind,
                "candidate": line.candidate,
                "candidates": list(line.candidates),
                "step": line.step,
                "suite": line.found.suite or None,
                "tool": line.found.tool,
                "ran_on": line.found.ran_on.isoformat(),
                "prompt_version": line.found.prompt_version or None,
                "sha256": line.sha256 or None,
                "taken": line.found.id in taken,
                "evaluation": dict(line.sums),
                "notices": list(line.found.notices),
            }
            for line in plan.lines
        ],
        "refused": [{"place": place, "why": why} for place, why in plan.refused],
        "notices": notices(plan),
        "answers": plan.personal,
        "asked": list(asked),
    }


def counts(line: RunLine) -> dict[str, int]:
    """What became of the examples of a run: right, wrong, invalid or cut, handed to a person, failed; critical ones."""
    sums = line.sums
    others = (sums.get(key) for key in ("invalid_outputs", "escalations", "errors"))
    ends = example_outcomes(sums["examples"], sums["successes"], *others)
    return {"examples": sums["examples"], **ends, "critical": sums.get("critical_failures") or 0}


def run_text(line: RunLine) -> str:
    """What a run adds up to, in words: `60 examples: 56 right, 3 wrong, 1 invalid; median 0.10 s; cost unknown`."""
    sums, numbers = line.sums, counts(line)
    words = [
        (numbers["right"], "right"),
        (numbers["wrong"], "wrong"),
        (numbers["invalid"], "invalid or cut"),
        (numbers["person"], "handed to a person"),
        (numbers["failed"], "failed"),
        (numbers["critical"], "critical"),
    ]
    told = ", ".join(f"{number:,} {what}" for number, what in words if number or what == "right")
    median, cost = sums.get("latency_p50_s"), sums.get("cost_usd")
    parts = [f"{count(numbers['examples'], 'example')}: {told}"]
    if median is not None:
        parts.append(f"median {seconds(median)}")
    parts.append(f"cost {or_unknown(cost, usd)}")
    return "; ".join(parts)


def notices(plan: RunPlan) -> list[str]:
    """What is said of the file as a whole on the command line."""
    told = list(plan.notices)
    if plan.deciding is not None:
        told.append(f"{plan.deciding.words} --{plan.deciding.what} NAME chooses one.")
    return told


def print_run_preview(plan: RunPlan, taken: Collection[str], asked: Sequence[str], out: Console) -> None:
    from rich.table import Table

    from shortlist.export.tables import print_table, text

    out.print(text(f"{plan.title}: {count(len(plan.lines), 'run')}."))
    table = Table("", "run", "candidate", "step", "what")
    for line in plan.lines:
        what = run_text(line)
        if line.kind != "new":
            what = f"{KINDS[line.kind]} {what}"
        mark = "✔" if line.found.id in taken else ""
        table.add_row(*map(text, (mark, line.found.id, line.candidate or "?", line.step or "?", what)))
    print_table(table, out)
    for line in plan.lines:
        for notice in line.found.notices:
            out.print(text(f"{line.found.id}: {notice}"))
    personal = [ANSWERS] if plan.personal else []
    for notice in (*notices(plan), *personal, *asked):
        out.print(text(notice))
    if plan.refused:
        table = Table("where", "why", title=text(f"Refused ({len(plan.refused):,})"), title_justify="left")
        for place, why in plan.refused[:MOST_REFUSED]:
            table.add_row(text(place), text(why))
        print_table(table, out)
        if len(plan.refused) > MOST_REFUSED:
            out.print(text(f"and {len(plan.refused) - MOST_REFUSED:,} more"))
