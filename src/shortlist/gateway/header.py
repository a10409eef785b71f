"""What every file says of itself first: whose decision it is, where that stands, and what the file cannot hold.

A target cannot hold anybody to `must` checks, limits and regions that no setting of it expresses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from shortlist.core.basics.words import how_often, listed, percent, plain, time_limit, tokens, usd
from shortlist.core.document.accepted import kept
from shortlist.core.document.checklist import checklist
from shortlist.core.document.record import Record, trigger_words
from shortlist.core.document.whole_limits import WHOLE_LIMITS
from shortlist.gateway.plan import GatewayPlan, StepPlan
from shortlist.gateway.targets import TARGETS, TargetKind
from shortlist.sanitising import REPLACEMENT, shown


def header(plan: GatewayPlan, what: str, target: TargetKind, besides: Iterable[str] = ()) -> list[str]:
    """The lines of the comment, each clean and without its sign; `besides` is what it cannot hold as well."""
    workspace, record = plan.workspace, plan.record
    lines = [f"{workspace.title}: {what}, written by Shortlist on {plan.today}."]
    if record is None:
        lines.append("There is no decision record yet: this is the decision as it stands in the workspace.")
    else:
        lines += _record(record)
    # What the product asks and the target has no setting for; that of the whole first.
    unenforced = [*_whole(plan, target), *(line for one in plan.steps for line in _of_step(one, target)), *besides]
    lines += [f"not enforced by this file: {one}" for one in unenforced]
    return [clean(line) for line in lines]


def _record(record: Record) -> Iterator[str]:
    told = f"Record {record.number}"
    if record.title.strip():
        told += f" “{record.title.strip()}”"
    yield f"{told}, {record.status} on {record.date}."
    if record.digest:
        yield f"Digest: {record.digest}"
    if record.decision_makers:
        verb = "Accepted by" if kept(record) else "Decides:"
        yield f"{verb} {listed(record.decision_makers)}."
    reviewed = []
    for trigger in record.triggers:
        words = trigger_words(trigger)
        if trigger.kind == "after_days" and isinstance(trigger.value, int | float):
            words = f"on {record.date + dt.timedelta(days=min(trigger.value, 365_000))}"
        reviewed.append(words)
    yield f"Reviewed: {'; '.join(reviewed) or 'no trigger is set'}."


def clean(text: str) -> str:
    """A text of the workspace on one line of a comment, without what no YAML file may hold."""
    return shown(text).replace("\ufffe", REPLACEMENT).replace("\uffff", REPLACEMENT)


def commented(lines: Iterable[str], sign: str, indent: str = "") -> list[str]:
    return [f"{indent}{sign} {clean(line)}".rstrip() for line in lines]


_NEEDS = {
    "min_quality": "a quality of {} on its index",
    "max_error_rate": "at most {} wrong answers",
    "max_escalation_rate": "at most {} handed to a person",
    "min_consistency": "{} of rephrased pairs answered alike",
    "max_ttft_s": "the first token within {}",
    "max_total_s": "the whole answer within {}, 95th percentile",
    "max_p99_s": "the whole answer within {}, 99th percentile",
    "context_tokens": "a prompt of {} must fit",
}
_WORDS = {"usd": usd, "_s": time_limit, "rate": percent, "consistency": percent, "tokens": tokens}


def _whole(plan: GatewayPlan, target: TargetKind) -> Iterator[str]:
    held, scenario = TARGETS[target].held, plan.scenario
    questions = {check.id: check.question for check in checklist(plan.workspace.checks)}
    for check in plan.musts:
        if check not in held:
            yield f"{check}, a must: {questions.get(check) or check}"
    for key, row in WHOLE_LIMITS.items():
        value = row.target(scenario)
        if value is not None and key not in held:
            yield f"{key}: {row.demand.format(row.written(value))}"
    if scenario.regions:
        yield f"regions: processing in {listed(scenario.regions)}"
    if scenario.data_must_stay_inside:
        yield "data_must_stay_inside: nothing may leave the company"


def _of_step(one: StepPlan, target: TargetKind) -> Iterator[str]:
    held, needs = set(TARGETS[target].held), one.step.needs
    if "timeout" in held:
        # A time-out holds the 99th percentile where both are asked for.
        held.add("max_total_s" if needs.max_p99_s is None else "max_p99_s")
    for key, words in _NEEDS.items():
        value = getattr(needs, key)
        if value is not None and key not in held:
            told = next((word(value) for ending, word in _WORDS.items() if key.endswith(ending)), plain(value))
            yield f"{one.step.id}, {key}: {words.format(told)}"
    if one.step.capabilities and "capabilities" not in held:
        yield f"{one.step.id}, capabilities: {listed(name.replace('_', ' ') for name in one.step.capabilities)}"
    if one.default is not None and one.max_retries and "max_retries" not in held:
        yield f"{one.step.id}, max_retries: a failed call tried again {how_often(one.max_retries)} at most"
