"""The eleven criteria of a model choice as one Markdown table: what was found on each, and the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import count, listed, or_unknown, plain, usd
from shortlist.core.document.accepted import is_open
from shortlist.core.document.checklist import CONTEXT_NEEDS, OUTPUT_CONTRACT
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.record import trigger_words
from shortlist.core.document.scenario import Column
from shortlist.core.document.task_fit import TASK_FIT
from shortlist.core.document.vocabulary import ACCESS, STATUSES
from shortlist.core.service.serving import context_need
from shortlist.export.by_step import decided_alone
from shortlist.export.candidate_sections import success_words
from shortlist.export.facts import (
    UNKNOWN,
    Report,
    digits,
    group,
    listing,
    metric_name,
    money,
    per_task,
    score,
    time,
    words,
)
from shortlist.export.levels import level_word
from shortlist.export.markup import inline, joined, table
from shortlist.export.notes import note_of, state_words
from shortlist.export.record_sections import limit_lines
from shortlist.export.sources import Citations

Row = tuple[str, str]
"""What was found on a criterion, and on what that rests; both are Markdown."""


def matrix(analysis: Analysis) -> str:
    """The matrix of a workspace as Markdown."""
    report = Report(analysis, Citations())
    rows = [[f"**{criterion}**", *find(report)] for criterion, find in CRITERIA.items()]
    blocks = [
        f"# {inline(analysis.workspace.title)}: decision matrix",
        f"Figures are those of {analysis.today}; money is in USD; a number in brackets is a source below.",
        table(["criterion", "found", "evidence"], rows),
        "## Sources",
        report.sources.listing(),
    ]
    return joined(blocks) + "\n"


def _each(report: Report, say: Callable[[CandidateResult], str]) -> str:
    """What holds of each candidate; those of whom the same holds are named together."""
    said: dict[str, list[str]] = {}
    for result in report.results:
        said.setdefault(say(result), []).append(report.labels[result.id])
    if len(said) == 1 and len(report.results) > 1:
        return f"All: {next(iter(said))}"
    told = (f"{', '.join(names)}: {text}" for text, names in said.items())
    return "; ".join(told) or "no candidates"


def _cite(report: Report, metrics: Iterable[str]) -> str:
    return report.sources.cite(*(row for m in metrics for result in report.results for row in result.in_force(m)))


def _level(column: Column, result: CandidateResult) -> str:
    value = result.columns[column]
    return level_word(column, value) + (" (rated by a person)" if value.overridden else "")


def _because(*parts: str) -> str:
    return "; ".join(part for part in parts if part) or UNKNOWN


# --- the rows ---------------------------------------------------------------------------------------------


def _use_case(report: Report) -> Row:
    steps = []
    for step in report.scenario.steps:
        use_case = f" ({words(step.use_case)})" if step.use_case else ""
        steps.append(f"{inline(step.name)}{use_case}: {digits(step.usage.requests_per_month or 0)} requests a month")
    return "; ".join(steps), "the scenario, by the team"


def _task_fit(report: Report) -> Row:
    notes = dict.fromkeys(
        f"{words(step.use_case)}: {TASK_FIT[step.use_case].note}" for step in report.scenario.steps if step.use_case
    )
    found = _each(report, lambda r: f"{words(r.candidate.size_class or UNKNOWN)} model, fit {_level('task_fit', r)}")
    return found, _because("size class by use case", *notes)


def _candidates(report: Report) -> Row:
    def told(result: CandidateResult) -> str:
        candidate, standing = result.candidate, result.standing
        held = listing((report.check_name(check) for check in (*standing.blocked_by, *standing.unknown)), "")
        status = STATUSES[standing.status].name
        if held:
            status += f" ({held})"
        place = f"{ACCESS[candidate.access].name} at {inline(candidate.provider)}"
        if 0 < len(result.steps) < len(report.scenario.steps):
            place += f", plays {listed(map(report.step_name, result.steps))}"
        return f"{place}, score {score(result)}, {status}"

    return _each(report, told), f"decision: {_decided(report)}"


def _decided(report: Report) -> str:
    """Who serves and who stands in, for all steps or for each."""
    made, alone = report.analysis.decided, decided_alone(report.analysis)
    fallbacks = {report.named(one.fallback, "none") for one in made}
    if len(fallbacks) == 1 and (alone is not None or all(one.default is None for one in made)):
        return f"default {report.named(alone, 'none')}, fallback {fallbacks.pop()}"
    rows = []
    for one in made:
        default, fallback = report.named(one.default, "nobody"), report.named(one.fallback, "none")
        rows.append(f"{inline(one.step.name)}: {default}, fallback {fallback}")
    return "; ".join(rows)


def _quality(report: Report) -> Row:
    def told(result: CandidateResult) -> str:
        assessed = report.assessed_by(result)
        figures = (
            f"{metric_name(m)} {or_unknown(value, plain)}"
            for m in report.quality_metrics
            if (value := result.figures.value(m)) is not None or m in assessed
        )
        rates = (
            f"{success_words(run)} of {count(run.answered, 'own example')}"
            for (candidate, _), run in report.analysis.evaluations.items()
            if candidate == result.id
        )
        return listing([*figures, *rates])

    found = _each(report, told)
    runs = list(report.analysis.evaluations.values())
    own = f"{count(len(runs), 'evaluation')} in force" if runs else "no evaluation by the team"
    published = _cite(report, report.quality_metrics)
    return found, _because(published, report.sources.cited(own, *runs))


def _latency_and_cost(report: Report) -> Row:
    def told(result: CandidateResult) -> str:
        spent = f"slowest step {time(result.worst_total_s)}, bill {money(result.cost.bill)} a month"
        if result.time is None:
            return spent
        return f"{spent}, {per_task(result)} a successful task"

    budget, limit = report.scenario.monthly_budget_usd, report.scenario.max_cost_per_successful_task_usd
    limits = []
    if budget is not None:
        limits.append(f"budget {usd(budget)} a month")
    if limit is not None:
        limits.append(f"at most {usd(limit)} a successful task")
    found, decided = _each(report, told), "; ".join(limit_lines(report))
    if decided:
        found += f". The decision: {decided}"
    return found, _because(*limits, _cite(report, ("ttft", "output_speed", *PRICE_METRICS)))


def _context(report: Report) -> Row:
    def told(result: CandidateResult) -> str:
        need = max((context_need(step.serving).window for step in result.steps.values()), default=0)
        window = or_unknown(result.figures.value("context_window"), digits)
        verdict = words(result.checks[CONTEXT_NEEDS].verdict)
        return f"{window} tokens for {digits(need)} needed, {verdict}"

    return _each(report, told), _because(_cite(report, ("context_window", "max_output")))


def _output_reliability(report: Report) -> Row:
    checks = [OUTPUT_CONTRACT, *group("reliability")]
    return _verdicts(report, checks), _answers(report, checks)


def _privacy(report: Report) -> Row:
    checks = ["first.privacy", "first.licensing", *group("privacy")]
    licences = _each(report, lambda r: inline(r.candidate.licence) or UNKNOWN)
    return f"Licences: {licences}. Checks: {_verdicts(report, checks)}", _answers(report, checks)


def _verdicts(report: Report, checks: Sequence[str]) -> str:
    def told(result: CandidateResult) -> str:
        every = [result.checks[check] for check in checks]
        assessed = [check for check in every if check.verdict != "not_applicable"]
        failing = [report.check_name(check.id) for check in assessed if check.verdict == "fail"]
        passing = sum(check.verdict == "pass" for check in assessed)
        unknown = sum(check.verdict == "unknown" for check in assessed)
        counted = f"{passing} of {len(assessed)} pass, {unknown} unknown"
        return f"{counted}, fails {' and '.join(failing)}" if failing else counted

    return _each(report, told)


def _answers(report: Report, checks: Sequence[str]) -> str:
    every = [result.checks[check].answer for result in report.results for check in checks]
    answers = [answer for answer in every if answer is not None]
    told = f"{count(len(answers), 'answer')} by people" if answers else "no answer by a person"
    return _because(report.sources.cited(told, *answers), "the rest from recorded facts")


def _operations(report: Report) -> Row:
    found = _each(report, lambda r: f"{ACCESS[r.candidate.access].name}, burden {_level('operational_burden', r)}")
    return found, f"experience of the team with serving models: {report.scenario.operations}"


def _migration(report: Report) -> Row:
    def told(result: CandidateResult) -> str:
        hosts = or_unknown(result.figures.value("alternative_hosts"), digits)
        level = _level("migration_difficulty", result)
        return f"{words(result.candidate.openness)}, other providers {hosts}, difficulty {level}"

    defences = group("migration")
    passed = sum(a.check in defences and a.verdict == "pass" for a in report.analysis.workspace.answers)
    own = f"{passed} of {len(defences)} defences of the team in place"
    return _each(report, told), _because(_cite(report, ("alternative_hosts",)), own)


def _review_trigger(report: Report) -> Row:
    record = report.analysis.workspace.record
    if record is None:
        return "none set", "no record"
    if not record.triggers:
        return "none set", f"record {record.number}, {record.status}"
    due = [state for state in report.analysis.triggers if state.record == record.number and state.due]
    state = "not active yet" if is_open(record) else "no longer active"
    if record.status == "accepted":
        state = f"{count(len(due), 'trigger')} due"
    told = f"record {record.number}, {state_words(record, note_of(report.analysis))}; {state}"
    return "; ".join(map(trigger_words, record.triggers)), told


CRITERIA: dict[str, Callable[[Report], Row]] = {
    "Use Case": _use_case,
    "Task Fit": _task_fit,
    "Candidates": _candidates,
    "Quality": _quality,
    "Latency & Cost": _latency_and_cost,
    "Context": _context,
    "Output Reliability": _output_reliability,
    "Privacy / License": _privacy,
    "Operational Burden": _operations,
    "Migration": _migration,
    "Review Trigger": _review_trigger,
}
