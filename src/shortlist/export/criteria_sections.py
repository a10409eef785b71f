"""The computed facts of fit, context, reliability, privacy, operation, migration and the leaderboard."""

from __future__ import annotations

from shortlist.core.assessment.assessor import CandidateResult, standing_for
from shortlist.core.assessment.column_value import NO_STEP
from shortlist.core.basics.words import bullets, percent, plain
from shortlist.core.document.checklist import CONTEXT_NEEDS, OUTPUT_CONTRACT, RATE_LIMITS
from shortlist.core.document.task_fit import TASK_FIT
from shortlist.core.document.vocabulary import ACCESS, BASES
from shortlist.core.records.unproven import untested_steps
from shortlist.core.service.serving import context_need
from shortlist.export.cost_section import machines
from shortlist.export.facts import (
    NOTHING,
    UNKNOWN,
    Blocks,
    Report,
    digits,
    evidence,
    group,
    listing,
    metric_name,
    named_apart,
    team_checks,
    verdict_table,
    words,
)
from shortlist.export.levels import level_word
from shortlist.export.markup import inline, table


def task_fit(report: Report) -> Blocks:
    """Which size of model suits each step, and how the candidates fit."""
    steps = report.scenario.steps
    suits = []
    for step in steps:
        row = TASK_FIT.get(step.use_case or "")
        if row and step.use_case:
            reasoning = row.reasoning
            if row.human_review:
                reasoning += ", with human review"
            suits.append([inline(step.name), words(step.use_case), row.small, reasoning, row.note])
    head = ["step", "use case", "fast or small model", "reasoning model", "what matters"]
    rows, short = [], []
    for result in report.results:
        assessed = (result.steps.get(step.id) for step in steps)
        values = [NO_STEP["task_fit"] if one is None else one.columns["task_fit"] for one in assessed]
        takes = UNKNOWN
        if result.candidate.modalities is not None:
            takes = listing(map(inline, result.candidate.modalities))
        levels = [level_word("task_fit", value) for value in values]
        rows.append([report.labels[result.id], takes, *levels])
        short += [
            f"{report.labels[result.id]}, {inline(step.name)}: {inline(value.reason)}"
            for step, value in zip(steps, values, strict=True)
            if value.counts and value.low != 1
        ]
    names = [inline(step.name) for step in steps]
    return [table(head, suits), table(["candidate", "takes", *names], rows), bullets(short)]


def context_needs(report: Report) -> Blocks:
    """What must fit in each step, and what does."""
    rows, short = [], []
    for step in report.scenario.steps:
        for result in report.results:
            assessed = result.steps.get(step.id)
            if assessed is None or (report.several and assessed.verdicts[CONTEXT_NEEDS] == "not_applicable"):
                continue
            need = context_need(assessed.serving)
            row = [
                report.labels[result.id],
                digits(need.window),
                report.figure(result, "context_window", digits),
                digits(need.output),
                report.figure(result, "max_output", digits),
                words(assessed.verdicts[CONTEXT_NEEDS]),
            ]
            rows.append([inline(step.name), *row] if report.several else row)
    for result in report.results:
        check = result.checks[CONTEXT_NEEDS]
        if check.verdict in ("fail", "unknown"):
            short.append(f"{report.labels[result.id]}: {inline(check.reason)}")
    head = ["tokens", "must fit", "context window", "longest output needed", "output limit", "verdict"]
    if report.several:
        return [table(["step", "candidate", *head[1:]], rows, "llrrrrl"), bullets(short)]
    return [table(head, rows, "lrrrrl"), bullets(short)]


def output_reliability(report: Report) -> Blocks:
    """What the output must be, how often it is assumed to fail, and what is known about failures."""
    rows = []
    for step in report.scenario.steps:
        use, contract = step.usage, listing(inline(words(item)) for item in step.output_contract)
        needed = listing(words(name) for name in step.capabilities)
        rows.append([inline(step.name), contract, needed, percent(use.failure_rate or 0), digits(use.max_retries or 0)])
    head = ["step", "output", "needed of the platform", "failed attempts assumed", "retries"]
    checks = [OUTPUT_CONTRACT, "platform.structured_outputs", "platform.tool_calling", *group("reliability")]
    return [
        table(head, rows, "lllr"),
        verdict_table(report, "reliability", report.results, checks),
        evidence(report, report.results, checks),
    ]


def privacy_and_licence(report: Report) -> Blocks:
    """What may be done with the model and with the data, and what was read about it."""
    rows = []
    for result in report.results:
        candidate, known = result.candidate, result.candidate.capabilities
        data = [known.data_controls, known.regional_availability if report.scenario.regions else NOTHING]
        if candidate.self_hosted:
            data = ["stays inside", "stays inside"]
        rows.append(
            [
                report.labels[result.id],
                inline(candidate.licence) or UNKNOWN,
                candidate.commercial_use,
                candidate.fine_tuning,
                candidate.redistribution,
                *data,
            ]
        )
    head = ["candidate", "licence", "commercial use", "fine-tuning", "redistribution", "data controls", "in region"]
    first = ["first.privacy", "first.licensing"]
    cards = [r for r in report.results if r.candidate.open or _answered(r, group("card"))]
    return [
        table(head, rows),
        verdict_table(report, "data and terms", report.results, [*first, *group("privacy")]),
        evidence(report, report.results, [*first, *group("privacy")]),
        verdict_table(report, "model card", cards, group("card")),
        evidence(report, cards, group("card")),
    ]


def _answered(result: CandidateResult, checks: list[str]) -> bool:
    return any(result.checks[check].answer is not None for check in checks)


def operational_burden(report: Report) -> Blocks:
    """Who runs each candidate, how much work that is for this team, and whether its end is known."""
    rows = []
    for result in report.results:
        candidate = result.candidate
        end = "deprecated" if candidate.deprecated else "no end known"
        if candidate.ends_on:
            end = f"ends on {candidate.ends_on}"
        burden = level_word("operational_burden", result.columns["operational_burden"])
        limits = words(result.checks[RATE_LIMITS].verdict)
        rows.append([report.labels[result.id], ACCESS[candidate.access].name, burden, limits, end])
    checks = ["first.operations", *group("operate")]
    run = [r for r in report.results if r.candidate.self_hosted or _answered(r, checks)]
    return [
        table(["candidate", "access", "burden", "rate limits suffice", "withdrawal"], rows),
        bullets(machines(report)),
        verdict_table(report, "running it", run, checks),
        evidence(report, run, checks),
    ]


def migration(report: Report) -> Blocks:
    """How easily the product could leave each candidate, and the team's own defences."""
    rows = [
        [
            report.labels[result.id],
            words(result.candidate.openness),
            report.figure(result, "alternative_hosts", digits),
            level_word("migration_difficulty", result.columns["migration_difficulty"]),
        ]
        for result in report.results
    ]
    head = ["candidate", "weights", "other providers", "difficulty"]
    return [table(head, rows, "llrl"), *team_checks(report, "migration", "Defences of the team")]


# --- what the leaderboard showed, could not prove, and what is left ---------------------------------------


def leaderboard_showed(report: Report) -> Blocks:
    """Every quality figure that holds at a candidate's setting, with its age."""
    rows = []
    for metric in report.quality_metrics:
        figures = [(r, o) for r in report.results for o in r.figures.applicable(metric)]
        for result, observation in sorted(figures, key=lambda row: -row[1].value):
            basis = BASES[observation.basis].told
            if result.figures.observation(metric) is not observation:
                basis += ", not in force"
            age = (report.analysis.today - observation.as_of).days
            rows.append(
                [
                    metric_name(metric),
                    report.labels[result.id],
                    report.sources.cited(plain(observation.value), observation),
                    inline(observation.effort) or "any",
                    basis,
                    f"{age:,} days",
                ]
            )
    return [table(["index", "candidate", "figure", "effort", "basis", "age"], rows, "llrllr")]


def leaderboard_could_not_prove(report: Report) -> Blocks:
    """What nobody has measured: steps of the decision without an evaluation, figures from elsewhere."""
    if not report.results:
        return []
    lines = []
    for result in report.analysis.chosen_results or report.results:
        untested = [inline(name) for name in untested_steps(report.analysis, result)]
        if untested:
            lines.append(f"{report.labels[result.id]}, not run on the team's own examples: {'; '.join(untested)}")
    for result in report.results:
        elsewhere: dict[str, list[str]] = {}
        for metric in result.figures.metrics:
            one = result.figures.observation(metric)
            if one is not None and one.provider.strip() and one.provider != result.candidate.provider:
                elsewhere.setdefault(one.provider, []).append(words(metric))
        lines += [
            f"{report.labels[result.id]}, observed at {inline(place)}: {inline(', '.join(metrics))}"
            for place, metrics in elsewhere.items()
        ]
    return [bullets(lines)]


def before_launch(report: Report) -> Blocks:
    """The questions that are still open for the choices made, in the steps that they were made for."""
    lines = []
    for result in report.analysis.chosen_results:
        chosen = [one.step for one in report.analysis.decided if one.names(result.id)]
        played = [step.id for step in chosen if step.id in result.steps]
        if unplayed := [inline(step.name) for step in chosen if step.id not in result.steps]:
            lines.append(f"{report.labels[result.id]} is chosen for what it does not play: {listing(unplayed)}")
        if not played:
            continue
        standing = standing_for(result, played)
        should = [check for check in result.checks.values() if check.importance == "should"]
        asked = (
            ("must", "fails what", standing.blocked_by),
            ("must", "not known of what", standing.unknown),
            ("should", "fails what", [check.id for check in should if check.verdict == "fail"]),
            ("should", "not known of what", [check.id for check in should if check.verdict == "unknown"]),
        )
        for importance, told, checks in asked:
            if checks:
                names = listing(named_apart(report, checks))
                lines.append(f"{report.labels[result.id]}, {told} it {importance} pass: {names}")
    return [bullets(lines)]
