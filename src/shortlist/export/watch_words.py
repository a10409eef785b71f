"""What a watch found, as plain lines, as the body of a change request, and as the sections of a proposal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shortlist.core.advice.challengers import Challenger, StepChallengers
from shortlist.core.analysis import Analysis
from shortlist.core.basics.plain_data import plain_fields
from shortlist.core.basics.words import agreeing, bullets, count, listed, moved, plain, said, usd
from shortlist.core.changes.place_words import rule_told
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.record import Record
from shortlist.core.review.triggers import TriggerState
from shortlist.export.facts import NOTHING, money
from shortlist.export.markup import inline, joined, table
from shortlist.sanitising import shown


class WatchedDecision(NamedTuple):
    """A decision under watch, with what was found of it."""

    workspace: str
    title: str
    record: Record
    due: tuple[TriggerState, ...]
    steps: tuple[StepChallengers, ...]
    analysis: Analysis
    """At today's figures, the challengers among the candidates."""
    gateway: tuple[str, ...]
    """What the gateway's file would say otherwise with the first challengers."""
    unfigured: int = 0
    """Offerings that were not looked at, because nothing says how good their model is."""
    outcome: str = ""
    """What became of proposing it."""

    @property
    def heading(self) -> str:
        """Which decision it is."""
        return f"{self.title} ({self.workspace}), record {self.record.number}, accepted on {self.record.date}"

    def name(self, id_: str) -> str:
        """What a candidate is called."""
        if id_ not in self.analysis.by_id:
            return id_
        return self.analysis.by_id[id_].candidate.name

    def step(self, id_: str) -> str:
        return self.analysis.scenario.step_name(id_)


def check_words(ids: Sequence[str]) -> str:
    return listed(id_.partition(".")[2].replace("_", " ") or id_ for id_ in ids)


def lines(found: WatchedDecision) -> Iterator[str]:
    """The watch of a decision for a terminal."""
    if not found.due:
        yield f"ok   {found.heading}: nothing is due"
        return
    yield f"DUE  {found.heading}"
    for state in found.due:
        yield f"     {state.kind}: {state.message}"
    for step in found.steps:
        served = "which nobody serves"
        if step.served_by is not None:
            served = f"served by {found.name(step.served_by)}: {_figures(step.monthly, step.quality)}"
        yield f"     {found.step(step.step)}, {served}"
        for place, one in enumerate(step.challengers, 1):
            told = f"{found.name(one.candidate)}: {_figures(one.monthly, one.quality)}"
            if step.monthly is not None:
                told += f" ({moved(step.monthly, one.monthly) or 'the same cost'})"
            yield f"       {place}. {told}"
            yield f"          not known: {check_words(one.unknown) or 'nothing that must be known'}; {_evidence(one)}"
        if not step.challengers:
            yield "       nobody could take over that is known of"
        if step.too_little_known:
            yield f"       too little is known of {listed(map(found.name, step.too_little_known))}"
        for id_, checks in step.failing:
            yield f"       {found.name(id_)} fails {check_words(checks)}"
    if found.unfigured:
        yield f"     {_unfigured(found)}"
    for line in found.gateway:
        yield f"     in the gateway: {line}"
    if found.outcome:
        yield f"     {found.outcome}"


def _unfigured(found: WatchedDecision) -> str:
    are = agreeing(found.unfigured, "is", "are")
    told = f"{count(found.unfigured, 'offering')} of the catalogue {are} not compared"
    return f"{told}: nothing here says how good the model is; --figures FILE brings a leaderboard"


def _figures(monthly: float | None, quality: float | None) -> str:
    cost = "cost unknown" if monthly is None else f"{usd(monthly)} a month"
    if quality is None:
        return cost
    return f"{cost}, quality {plain(quality)}"


def _evidence(one: Challenger) -> str:
    """What it lacks of evidence, and what gathering it costs."""
    look = one.evidence
    if look is None:
        return "no run of examples can be judged yet"
    told = f"{look.examples} examples cost {said(look.costs_usd, usd, 'an unknown amount')}"
    if look.saves_usd:
        told += f"; they save {usd(look.saves_usd)} a month on average"
    return told


# --- Markdown ----------------------------------------------------------------------------------------------------


def markdown(every: Sequence[WatchedDecision]) -> str:
    """The body of a change request: what is due, who could take over, what the gateway would say."""
    blocks = []
    for found in every:
        blocks.append(f"## {inline(found.heading)}")
        if not found.due:
            blocks.append("Nothing is due.")
            continue
        sections = proposal_sections(found)
        blocks += [*sections["context"], *sections["candidates"], *sections["migration"]]
        if found.outcome:
            blocks.append(inline(found.outcome))
    return joined(blocks)


def proposal_sections(found: WatchedDecision) -> dict[str, list[str]]:
    """What a proposal says, by the section that it is written in."""
    due = [f"{inline(state.kind.replace('_', ' ').capitalize())}: {inline(state.message)}" for state in found.due]
    since = f"What has changed since record {found.record.number} was accepted on {found.record.date}:"
    sections = {"context": [f"{since}\n\n{bullets(due)}"], "candidates": [], "migration": [], "risks": []}
    for step in found.steps:
        sections["candidates"] += _step_blocks(found, step)
    if found.unfigured:
        sections["candidates"].append(f"{_unfigured(found)}.".replace("--figures FILE", "`--figures FILE`"))
    gateway = list(found.gateway) or ["Nothing, as long as nobody else is chosen."]
    sections["migration"] += [
        f"What the gateway's file would say otherwise:\n\n{bullets([inline(line) for line in gateway])}",
        f"How to go back: record {found.record.number} stays in force until this one is accepted. Afterwards its file "
        f"is `shortlist export {shown(found.workspace).replace('`', '')} -f litellm --record {found.record.number}`.",
    ]
    told = [
        f"{rule_told(one.rule)}: {inline(one.message)}" for one in found.analysis.findings if one.severity == "error"
    ]
    if told:
        sections["risks"].append(f"What stands against it today:\n\n{bullets(told)}")
    return {section: blocks for section, blocks in sections.items() if blocks}


def _step_blocks(found: WatchedDecision, step: StepChallengers) -> Iterator[str]:
    head = ("", "Model", "USD a month", "Quality", "Not known", "Evidence")
    rows = []
    if step.served_by is not None:
        rows.append(["served", *_cells(found, step.served_by, step.monthly, step.quality), "", ""])
    for place, one in enumerate(step.challengers, 1):
        cells = _cells(found, one.candidate, one.monthly, one.quality)
        rows.append([str(place), *cells, inline(check_words(one.unknown)) or "–", _evidence(one)])
    yield f"{inline(found.step(step.step))}: who serves it, and who could."
    yield table(head, rows, "llrrll")
    if step.too_little_known:
        names = listed(inline(found.name(id_)) for id_ in step.too_little_known)
        yield f"Too little is known of {names} to be compared."
    if step.failing:
        told = [f"{inline(found.name(id_))}: {inline(check_words(checks))}" for id_, checks in step.failing]
        yield f"Fail a must:\n\n{bullets(told)}"


def _cells(found: WatchedDecision, id_: str, monthly: float | None, quality: float | None) -> list[str]:
    return [inline(found.name(id_)), money(monthly), said(quality, plain, NOTHING)]


def watch_data(found: WatchedDecision) -> dict[str, object]:
    """The watch of a decision for another program."""
    return {
        "workspace": found.workspace,
        "title": found.title,
        "record": found.record.number,
        "accepted_on": found.record.date.isoformat(),
        "due": [state.data for state in found.due],
        "steps": [
            {
                **plain_fields(step, "step served_by monthly quality"),
                "challengers": [_challenger_data(found, one) for one in step.challengers],
                "failing": [{"candidate": id_, "checks": list(checks)} for id_, checks in step.failing],
                "too_little_known": list(step.too_little_known),
            }
            for step in found.steps
        ],
        "gateway": list(found.gateway),
        "not_compared": found.unfigured,
        "outcome": found.outcome,
    }


def _challenger_data(found: WatchedDecision, one: Challenger) -> dict[str, object]:
    candidate: Candidate = found.analysis.by_id[one.candidate].candidate
    look = one.evidence
    evidence = None
    if look is not None:
        evidence = {"examples": look.examples, "costs_usd": look.costs_usd, "saves_usd_a_month": look.saves_usd}
    return {
        "candidate": one.candidate,
        **plain_fields(candidate, "name provider model"),
        **plain_fields(one, "monthly quality"),
        "not_known": list(one.unknown),
        "evidence": evidence,
    }
