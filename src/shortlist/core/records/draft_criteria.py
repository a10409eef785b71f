"""Starter prose for the criteria: fit, evaluation, latency, cost, context, reliability, privacy, operation, leaving."""

from __future__ import annotations

from shortlist.core.basics.words import bullets, count, how_often, listed, percent, seconds, time_limit, tokens, usd
from shortlist.core.comparison.decided_steps import DecidedStep
from shortlist.core.document.checklist import CONTEXT_NEEDS
from shortlist.core.document.sections import fill_in as ask
from shortlist.core.document.task_fit import TASK_FIT
from shortlist.core.document.vocabulary import ACCESS, GRADERS, ROLES
from shortlist.core.evidence.pairs import RunPair
from shortlist.core.evidence.runs import RunInForce
from shortlist.core.records.draft_sentences import Facts, cited, known, line, named, placed
from shortlist.core.service.serving import context_need

SUITS = {"yes": "suits it", "sometimes": "suits it sometimes", "no": "does not suit it"}


def task_fit(facts: Facts) -> list[str]:
    """Which size of model suits each step, and of which size the chosen ones are."""
    lines = []
    for step in facts.scenario.steps:
        row = TASK_FIT.get(step.use_case or "")
        if row is None or step.use_case is None:
            told = ask("what kind of work this is")
            if step.role is not None:
                told = f"the work of the role {step.role}, which {ROLES[step.role]}"
            lines.append(f"“{line(step.name)}”: {told}.")
            continue
        review = ", with human review" if row.human_review else ""
        lines.append(
            f"“{line(step.name)}” is nearest to {step.use_case.replace('_', ' ')}: a fast or small model "
            f"{SUITS[row.small]}, a reasoning model {SUITS[row.reasoning]}{review}. What matters: {row.note}."
        )
    sizes = [
        f"{named(one)} is {(one.candidate.size_class or 'of unknown size').replace('_', ' ')}"
        for one in facts.analysis.chosen_results
    ]
    chosen = f"{'; '.join(sizes)}." if sizes else ""
    return [bullets(lines), chosen, ask("where your tasks differ from the usual ones of this kind")]


def evaluation(facts: Facts) -> list[str]:
    """What was run on the team's own examples."""
    names = {step.id: line(step.name) for step in facts.scenario.steps}
    lines = [_run_told(facts, one, names[one.run.step]) for one in facts.analysis.runs]
    if not lines:
        return [
            "No candidate has been run on our own examples yet: every quality figure is somebody else's.",
            ask("which examples will be run, how many, who grades them, and by when"),
        ]
    pairs = [_pair_told(facts, pair, names[pair.step]) for pair in facts.analysis.run_pairs]
    return [bullets(lines), bullets(pairs), ask("where the examples come from, and which errors were the gravest")]


def _run_told(facts: Facts, one: RunInForce, step: str) -> str:
    """A run with its rates, their intervals and n, and where it lies."""
    run, rates = one.run, one.rates
    told = [
        f"{what} in {percent(rate.share)} ({percent(rate.low)} to {percent(rate.high)}) of {count(rate.of, 'answer')}"
        for what, rate in (("right", rates.success), ("wrong", rates.error))
        if rate is not None
    ]
    if run.critical_failures:
        told.append(f"{count(run.critical_failures, 'critical failure')} among them")
    origin = [f"run on {run.ran_on}"]
    if run.tool:
        origin.append(f"with {line(run.tool)}")
    origin += [line(run.file), "" if run.graded_by is None else GRADERS[run.graded_by].told, *one.stale]
    if one.judge is not None:
        origin.append(f"{count(one.judge.checked, 'verdict')} of the judge checked by a person")
    who = named(facts.analysis.by_id[run.candidate])
    known = ", ".join(told) or "every call failed"
    return f"{who} in “{step}”: {known}; {', '.join(part for part in origin if part)}."


def _pair_told(facts: Facts, pair: RunPair, step: str) -> str:
    """Whether two candidates differ, and how surely."""
    first, second = (named(facts.analysis.by_id[id_]) for id_ in (pair.first, pair.second))
    better = "no difference shown"
    if pair.better is not None:
        better = f"{named(facts.analysis.by_id[pair.better])} is better"
    apart = f"{100 * pair.difference:+.0f} points, {100 * pair.low:+.0f} to {100 * pair.high:+.0f}"
    of = "by the totals alone, unpaired"
    if pair.counts is not None:
        of = f"on {count(pair.counts.examples, 'example')} that both answered"
    return f"{first} against {second} in “{step}”: {better} ({apart}, {of})."


def latency_and_cost(facts: Facts) -> list[str]:
    """How fast, how dear, and which assumption that rests on."""
    lines = [_step_times(facts, one) for one in facts.by_step if one.default is not None]
    if lines:
        time = facts.analysis.decision_time
        tail = (known(time.total_low_s, seconds), known(time.total_high_s, seconds))
        lines.append(
            f"A task: typically {known(time.typical_s, seconds)}, at the 95th percentile {tail[0]} to {tail[1]}."
        )
    else:
        for result in facts.concerned:
            each = ""
            if result.time:
                each = f", a successful task costs {known(result.cost.per_successful_task, usd)}"
            lines.append(
                f"{named(result)}: time to first token {facts.figure(result, 'ttft', seconds)}; the slowest step takes "
                f"{known(result.worst_total_s, seconds)} at the 95th percentile; the bill is "
                f"{known(result.cost.bill, usd)} a month{each}."
            )
    told = ""
    for swing in facts.analysis.sensitivity:
        if swing.low is not None and swing.high is not None:
            step = facts.scenario.step_name(swing.step)
            told = (
                f"The {swing.assumption.replace('_', ' ')} of “{line(step)}” matters most: a fifth less or more makes "
                f"a successful task cost {usd(swing.low)} or {usd(swing.high)}."
            )
            break
    return [bullets(lines), told, ask("which of these assumptions is the least certain, and who checks it")]


def _step_times(facts: Facts, one: DecidedStep) -> str:
    """How fast and how dear the default of a step is there."""
    assert one.default is not None
    name = f"“{line(one.step.name)}”, {named(one.default)}"
    if one.assessed is None:
        return f"{name}: it does not play the step."
    wait, time = facts.figure(one.default, "ttft", seconds), one.assessed.serving.latency
    allowed = one.step.needs.max_total_s
    limit = "" if allowed is None else f" of {time_limit(allowed)} allowed"
    return (
        f"{name}: time to first token {wait}; {known(time.total_s, seconds)}{limit} at the 95th percentile; the bill "
        f"is {known(one.assessed.cost.bill, usd)} a month."
    )


def context_needs(facts: Facts) -> list[str]:
    """What must fit, and what does."""
    lines = []
    for result in facts.concerned:
        if result.checks[CONTEXT_NEEDS].verdict == "not_applicable":
            continue
        longest = max((context_need(step.serving).window for step in result.steps.values()), default=0)
        window = facts.figure(result, "context_window", tokens)
        lines.append(f"{named(result)}: {tokens(longest)} must fit; the window holds {window}.")
    return [bullets(lines), ask("what is cut when an input is longer, and who decided that")]


def output_reliability(facts: Facts) -> list[str]:
    """What the output must be, and how often it is assumed to fail."""
    lines = []
    for step in facts.scenario.steps:
        contract = listed(line(item).replace("_", " ") for item in step.output_contract) or "no contract"
        use = step.usage
        lines.append(
            f"“{line(step.name)}”: {contract}; {percent(use.failure_rate or 0)} of the attempts are assumed to fail, "
            f"and each is tried again {how_often(use.max_retries or 0)} at most."
        )
    return [
        bullets(lines),
        ask("how an invalid answer is noticed, what the user sees then, and what happens when every retry fails"),
    ]


def privacy_and_licence(facts: Facts) -> list[str]:
    """What may be done with the data and with the model, and what was read about it."""
    lines = []
    for result in facts.concerned:
        one = result.candidate
        use = {"yes": "commercial use is allowed", "no": "commercial use is not allowed"}
        told = use.get(one.commercial_use, "whether commercial use is allowed is not known")
        lines.append(f"{placed(result)}: licence {line(one.licence) or 'not known'}; {told}.")
        for answer in one.answers:
            if answer.check.startswith(("privacy.", "first.privacy")) and answer.url.strip():
                day = answer.checked_on.isoformat() if answer.checked_on else "undated"
                note = line(answer.note).rstrip(".") or answer.verdict.replace("_", " ")
                check = answer.check.partition(".")[2].replace("_", " ")
                origin = day if line(answer.url) in note else f"{line(answer.url)}, {day}"
                lines.append(f"{named(result)}, {check}: {note} ({origin}).")
    return [
        f"The data is {facts.scenario.data_sensitivity}.",
        bullets(lines),
        ask("who read the contracts, what they allow, and what is masked before the call"),
    ]


def operational_burden(facts: Facts) -> list[str]:
    """Who runs the chosen ones."""
    lines = []
    for result in facts.concerned:
        told = ACCESS[result.candidate.access].name
        if result.candidate.access == "managed_api":
            told = f"a {told}"
        if result.cost.replicas is not None:
            told = f"{told}, on {result.cost.replicas:,.0f} replicas"
        lines.append(f"{named(result)} is {told}.")
    return [
        f"The team has {facts.experience} experience with serving models.",
        bullets(lines),
        ask("who is called when it fails at night, and who follows the provider's changes"),
    ]


def migration(facts: Facts) -> list[str]:
    """How the chosen ones could be left."""
    lines = []
    for result in facts.concerned:
        one = result.candidate
        hosts = result.figures.observation("alternative_hosts")
        others = "other hosts are not known"
        if hosts is not None:
            others = cited(count(int(hosts.value), "other host"), hosts)
        lines.append(f"{named(result)}: {one.openness.replace('_', ' ')}; {others}.")
    return [bullets(lines), ask("what a change of model takes here, how long, and what it is tested with")]
