"""The computed facts of decision, context, rationale, risks and review."""

from __future__ import annotations

from collections.abc import Callable

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_NAMES
from shortlist.core.basics.words import bullets, capitalised, percent, plain, said, seconds, time_limit, tokens, yes_no
from shortlist.core.document.accepted import is_open
from shortlist.core.document.record import Record, trigger_words
from shortlist.core.document.request_units import beside_tokens
from shortlist.core.document.scenario import COLUMNS, Step
from shortlist.core.document.vocabulary import STATUSES, VERDICTS
from shortlist.core.document.whole_limits import limits_told
from shortlist.core.review.triggers import not_watched
from shortlist.export.by_step import CLOSE, NO_FALLBACK, by_step, decided_alone, flip_told, nobody_told
from shortlist.export.facts import NOTHING, Blocks, Report, digits, each, listing, metric_name, money, score, words
from shortlist.export.finding_kinds import OMITTED, finding_kinds
from shortlist.export.limits import limit_line, span
from shortlist.export.markup import inline, table

# --- decision ---------------------------------------------------------------------------------------------


def decision(report: Report) -> Blocks:
    """Who serves, who stands in, what that costs, how it stands against the limits, and what is recommended."""
    return [
        bullets(choice_lines(report)),
        steps_table(report),
        bullets(inline(told) for row in by_step(report.analysis) if (told := nobody_told(report.analysis, row))),
        bullets([*cost_lines(report), *limit_lines(report)]),
        bullets(_advice(report)),
    ]


def choice_lines(report: Report) -> list[str]:
    """Who serves and who stands in, where it is the same for every step; else that it is one choice a step."""
    made = report.analysis.decided
    if all(one.default is None for one in made):
        return ["Default: not chosen"]
    alone = decided_alone(report.analysis)
    if alone is None:
        chosen = sum(one.default is not None for one in made)
        return [f"Decided by step: {chosen} of {len(made)} steps have a default"]
    lines = [f"Default: {_choice(report, alone)}"]
    stands_in = made[0].fallback
    if any(one.fallback is not stands_in for one in made):
        return lines
    if stands_in is None:
        return [*lines, "Fallback: not chosen"]
    return [*lines, f"Fallback: {_choice(report, stands_in)}"]


def steps_table(report: Report) -> str:
    """Who was chosen for each step and how they stand there, beside who is recommended; empty for one step."""
    if not report.several or not report.results:
        return ""
    serving = ["step", "default", "status there", "score there", "fallback"]
    rows = []
    for row in by_step(report.analysis):
        made, advice = row.made, row.advice
        status, there = NOTHING, NOTHING
        if made.default is not None and made.status is not None:
            status, there = STATUSES[made.status].name, row.score(made.default)
        cells = [inline(made.step.name), report.named(made.default, "not chosen"), status, there]
        cells.append(report.named(made.fallback, "none"))
        for one in (advice.default, advice.fallback):
            cells.append("nobody yet" if one is None else f"{report.labels[one.id]} ({row.score(one)})")
        rows.append([*cells, report.named(advice.cheapest_passing, NOTHING)])
    return table([*serving, "recommended", "to stand in", "cheapest that passes"], rows, "lllrl")


def cost_lines(report: Report) -> list[str]:
    """What the decision costs, and which share of the traffic the fallbacks serve."""
    if not report.analysis.chosen_results:
        return []
    cost, share = report.analysis.decision, report.scenario.fallback_share
    lines = [
        f"Cost: a bill of {money(cost.bill)} a month; {money(cost.monthly)} with the work of people and "
        f"the damage of errors; {each(cost.per_successful_task)} for each successful task"
    ]
    if share and any(one.fallback for one in report.analysis.decided):
        lines.append(f"Share of the traffic that the fallback serves: {percent(share)}")
    return lines


def limit_lines(report: Report) -> list[str]:
    """How the decision stands against each limit of the whole, and how long a task takes."""
    if not report.analysis.chosen_results:
        return []
    time = report.analysis.decision_time
    lines = [f"{VERDICTS[state.verdict].sign} {limit_line(state)}" for state in report.analysis.limits]
    if time.typical_s is not None:
        tail = span(time.total_low_s, time.total_high_s, seconds)
        lines.append(f"A task typically takes {seconds(time.typical_s)}, at the 95th percentile {tail}")
    return lines


def _choice(report: Report, result: CandidateResult) -> str:
    place = f"{inline(result.candidate.provider)}), rank {report.analysis.ranks[result.id]}"
    return f"**{report.labels[result.id]}** ({place}, {STATUSES[result.standing.status].name}, score {score(result)}"


def _advice(report: Report) -> list[str]:
    """Who is recommended for all steps; for each of them the table above has it."""
    analysis = report.analysis
    advice, for_all = analysis.recommendation, " for all steps" if report.several else ""
    if not report.results or not (analysis.places or report.several):
        return []
    if not analysis.places:
        return [f"Recommended{for_all}: nobody, as nobody plays every step"]
    if advice.default is None:
        lines = [f"Recommended by the comparison{for_all}: nobody is eligible"]
        if advice.provisional:
            held = listing(report.check_name(check) for check in advice.provisional.standing.unknown)
            lines.append(f"Provisionally: {report.labels[advice.provisional.id]}, once known: {held}")
        return lines
    fallback = report.named(advice.fallback, NO_FALLBACK)
    lines = [f"Recommended by the comparison{for_all}: {report.label(advice.default.id)}, fallback {fallback}"]
    if advice.cheapest_passing:
        cheapest = advice.cheapest_passing
        price = each(cheapest.cost.per_successful_task)
        lines.append(f"Cheapest that passes{for_all}: {report.labels[cheapest.id]}, {price} for each successful task")
    return lines


# --- context ----------------------------------------------------------------------------------------------


def context(report: Report) -> Blocks:
    """The product, its limits, and its steps with their traffic and their targets."""
    scenario = report.scenario
    told = [("Users", scenario.users), ("Outcome", scenario.outcome)]
    where = "anywhere"
    if scenario.regions:
        where = f"in {listing(map(inline, scenario.regions))}"
    if scenario.data_must_stay_inside:
        where += "; it must stay inside the company"
    lines = [
        *(f"{title}: {inline(text)}" for title, text in told if text.strip()),
        f"Data: {scenario.data_sensitivity}, processed {where}",
        f"Experience with serving models: {scenario.operations}",
        f"Limits: {listing(limits_told(scenario), 'none set')}",
        *_path(report),
        f"Busiest minute: {plain(scenario.peak_factor)} times the average; "
        f"growth of the traffic: {percent(scenario.growth_per_month)} a month",
    ]
    summary = "\n\n".join(inline(line) for line in scenario.summary.splitlines() if line.strip())
    errors = [
        f"{inline(step.name)}, errors that no rate excuses: {inline(step.needs.unacceptable_errors)}"
        for step in scenario.steps
        if step.needs.unacceptable_errors.strip()
    ]
    return [summary, bullets(lines), _steps(report), _targets(report), bullets(errors)]


def _path(report: Report) -> list[str]:
    """The stages that a task passes, and how many tasks there are; for one step there is nothing to say."""
    if not report.several:
        return []
    task = report.analysis.task
    stages = [" or ".join(report.step_name(step) for step, _ in stage) for stage in task.stages]
    counted = f"{digits(task.monthly)} tasks a month"
    if len(task.steps) > 1:
        counted += f", counted at {report.step_name(report.scenario.task.id)}"
    return [f"A task passes: {', then '.join(stages)}; {counted}"]


def _steps(report: Report) -> str:
    """The steps with their traffic; what is no token has a column where there is any of it."""
    steps = report.scenario.steps
    others = [listing((told for told, _ in beside_tokens(step.usage)), "") for step in steps]
    beside = ["beside tokens"] if any(others) else []
    head = ["step", "role", "use case", "output", "requests a month", "tokens in", "tokens out", *beside]
    rows = []
    for step, other in zip(steps, others, strict=True):
        use = step.usage
        figures = [digits(figure or 0) for figure in (use.requests_per_month, use.input_tokens, use.output_tokens)]
        output = listing(inline(words(item)) for item in step.output_contract)
        use_case = words(step.use_case) if step.use_case else NOTHING
        more = [other or NOTHING] if beside else []
        rows.append([inline(step.name), step.role or NOTHING, use_case, output, *figures, *more])
    return table(head, rows, "llllrrrl"[: len(head)])


def _targets(report: Report) -> str:
    mixed = any(step.needs.lower_is_better for step in report.scenario.steps)
    asked: dict[str, Callable[[Step], str]] = {
        "quality bar" if mixed else "lowest quality": lambda step: _quality_target(report, step),
        "wrong answers": lambda step: said(step.needs.max_error_rate, percent, NOTHING),
        "handed to a person": lambda step: said(step.needs.max_escalation_rate, percent, NOTHING),
        "first token": lambda step: said(step.needs.max_ttft_s, time_limit, NOTHING),
        "whole answer, 95 %": lambda step: said(step.needs.max_total_s, time_limit, NOTHING),
        "whole answer, 99 %": lambda step: said(step.needs.max_p99_s, time_limit, NOTHING),
        "rephrased alike": lambda step: said(step.needs.min_consistency, percent, NOTHING),
        "prompt that must fit": lambda step: said(step.needs.context_tokens, tokens, NOTHING),
        "capabilities": lambda step: listing(words(name) for name in step.capabilities),
        "what goes in": lambda step: listing(inline(name) for name in step.needs.modalities),
        "what comes out": lambda step: listing(inline(name) for name in step.needs.outputs),
    }
    steps = report.scenario.steps
    rows = [[title, *(say(step) for step in steps)] for title, say in asked.items()]
    told = [row for row in rows if any(cell != NOTHING for cell in row[1:])]
    return table(["target", *(inline(step.name) for step in steps)], told)


def _quality_target(report: Report, step: Step) -> str:
    needs = step.needs
    if needs.min_quality is None:
        return NOTHING
    bar = f"{plain(needs.min_quality)} on {metric_name(report.scenario.metric_of(step))}"
    if needs.good_quality is None:
        return bar
    if needs.lower_is_better:
        return f"at most {bar}, good to {plain(needs.good_quality)}"
    return f"{bar}, good from {plain(needs.good_quality)}"


# --- rationale, risks, review -----------------------------------------------------------------------------


def rationale(report: Report) -> Blocks:
    """The weights, how the candidates stand under them, and how far the order depends on them."""
    if not report.results:
        return []
    shares = report.analysis.weight_shares
    weights = [f"{COLUMN_NAMES[column].lower()} {percent(shares[column])}" for column in COLUMNS if shares[column]]
    everywhere = {place.id for place in report.analysis.places}
    rows = []
    for result in report.results:
        if result.standing.status not in ("excluded", "no_step"):
            first, unbeaten = NOTHING, NOTHING
            if result.id in everywhere:
                first = percent(report.analysis.first_rank_shares[result.id])
            # The Pareto front is drawn by a quality of which a candidate may have no figure.
            if result.figures.value(report.scenario.quality_metric) is not None:
                unbeaten = yes_no(result.id in report.analysis.pareto)
            rows.append([report.labels[result.id], score(result), first, unbeaten])
    head = ["candidate", "score", "first under this share of all weights", "unbeaten in quality, cost and latency"]
    note = ""
    if any(len(result.steps) < len(report.scenario.steps) for result in report.results):
        note = f"{NOTHING}: it does not play every step, so it is first, or beaten, in its steps alone."
    told = [f"Weights: {listing(weights, 'none counts')}.", table(head, rows, "lrrl"), note]
    order = [flip_told(report.label(flip.new_first), flip) for flip in report.analysis.flips]
    if report.analysis.recommendation.close_call:
        order.insert(0, CLOSE if report.several else capitalised(CLOSE))
    if report.several:
        order = [f"For all steps: {line}" for line in order]
    return [*told, bullets(order), _step_orders(report)]


def _step_orders(report: Report) -> str:
    """What would turn the order within each step; empty for one step, and where nothing is close or would turn."""
    if not report.several:
        return ""
    rows = []
    for row in by_step(report.analysis):
        name = inline(row.made.step.name)
        if row.advice.close_call:
            rows.append([name, CLOSE])
        rows += [[name, flip_told(report.label(flip.new_first), flip)] for flip in row.flips]
    return table(["within the step", "what turns the order"], rows)


def risks(report: Report) -> Blocks:
    """What weakens the decision, the gravest first."""
    rows = [
        [kind.severity, kind.name, inline(alike.told), listing(map(inline, alike.names), between="; ")]
        for kind in finding_kinds(report.analysis.workspace, report.analysis.findings)
        for alike in kind.alike
    ]
    told = table(["severity", "kind", "found", f"of whom ({OMITTED})"], rows)
    return [told or "The checks for common mistakes found nothing."]


def review(report: Report) -> Blocks:
    """What reopens the decision, and whether it has happened."""
    record = report.analysis.workspace.record
    if record is None or not record.triggers:
        return ["No trigger is set: nothing reopens the decision."]
    states = [state for state in report.analysis.triggers if state.record == record.number]
    rows, head = [], ["trigger", "state", "why"]
    if record.status != "accepted":
        told = "waiting" if is_open(record) else "over"
        rows = [[trigger_words(trigger), told, inline(trigger.note) or NOTHING] for trigger in record.triggers]
        return [table(head, rows), not_watched(record)]
    for trigger, state in zip(record.triggers, states, strict=True):
        told = "due" if state.due else "not due"
        rows.append([trigger_words(trigger), told, inline(f"{state.message} {trigger.note}") or NOTHING])
    return [table(head, rows)]


def people(record: Record) -> list[str]:
    """Who took part in the decision."""
    groups = (
        ("Decision makers", record.decision_makers),
        ("Consulted", record.consulted),
        ("Informed", record.informed),
    )
    return [f"{title}: {listing((inline(name) for name in names), between='; ')}" for title, names in groups if names]
