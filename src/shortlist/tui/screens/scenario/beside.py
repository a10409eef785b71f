"""What stands beside the form where there is room: who serves a step and how that stands, and the whole against its
limits."""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import listed, percent, plain, seconds, usd
from shortlist.core.comparison.decided import Decided
from shortlist.core.document.checklist import checklist
from shortlist.core.document.metrics import counts_errors
from shortlist.export.limits import LIMITS, VERDICT_SIGNS, limit_figure, limit_target, limit_verdict, span
from shortlist.export.verdict import VERDICT_OF, limit_states, step_sign, step_told
from shortlist.shown import shown
from shortlist.tui.draw.gauges import FULL, MARK, RANGE, gauge, stacked
from shortlist.tui.draw.lines import Cell, fit, width_of
from shortlist.tui.forms.scenario import weight_shares
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.summary import VERDICT_TONES, money

LABEL = 15
"""Columns of what a gauge is of."""
GAUGE = 18
NOTHING = Cell("")


def whole_lines(analysis: Analysis, width: int) -> list[Cell]:
    """The limits as gauges, the time of a task in words, and the weights as one bar."""
    states = limit_states(analysis)
    lines = [Cell(f"Limits, {MARK} what is allowed", "head")]
    for state in states:
        drawn = gauge(state.low, state.high, state.target, GAUGE)
        figure = f"{limit_figure(state)} of {limit_target(state)}"
        tone = "plain" if state.verdict == "pass" else VERDICT_TONES[state.verdict]
        lines.append(Cell(f"{fit(SHORT[state.limit], LABEL)} {drawn} {VERDICT_SIGNS[state.verdict]} {figure}", tone))
        if state.verdict != "pass":
            lines.append(Cell(f"  {LIMITS[state.limit].title}: {limit_verdict(state)}", tone))
    if not states:
        lines.append(Cell("No limit is set.", "dim"))
    lines += [NOTHING, Cell("A task", "head"), *_time_lines(analysis)]
    shares = [(one.name, one.share) for one in weight_shares(analysis)]
    lines += [NOTHING, Cell("Weights", "head")]
    lines += [Cell("".join(cell.text for cell in row)) for row in stacked(shares, max(20, width), None)]
    return lines


SHORT = {
    "monthly_budget_usd": "bill a month",
    "max_cost_per_successful_task_usd": "a success",
    "max_task_ttft_s": "first token",
    "max_task_total_s": "a task in all",
}


def _time_lines(analysis: Analysis) -> Iterator[Cell]:
    """How long a task takes, and why its tail is a range."""
    time = analysis.decision_time
    if time.typical_s is None or time.total_low_s is None or time.total_high_s is None:
        yield Cell("Its time is not known yet: a stage has nobody, or a figure is missing.", "dim")
        return
    yield Cell(f"Typically {seconds(time.typical_s)}; 95 of 100 within {_range(time.total_low_s, time.total_high_s)}.")
    if seconds(time.total_low_s) != seconds(time.total_high_s):
        yield Cell(
            f"{FULL} the low end: slow stages have nothing to do with one another; {RANGE} the high end: all are slow "
            "at once. A stage's own figures are typical, so they do not add up to this range.",
            "dim",
        )


def _range(low: Unknown, high: Unknown) -> str:
    return span(low, high, seconds)


def served_lines(analysis: Analysis) -> list[Cell]:
    """Who serves each step, how they stand there, and the bill of that."""
    lines = [Cell("Who serves", "head")]
    for one in analysis.decided:
        verdict = VERDICT_OF.get(one.status, "unknown" if one.status is None else "fail")
        name = "nobody yet" if one.default is None else shown(one.default.candidate.name)
        bill = "" if one.judged is None else f", {money(one.judged.cost.bill)} a month"
        tone = "plain" if verdict == "pass" else VERDICT_TONES[verdict]
        lines.append(Cell(f"{step_sign(one)} {shown(one.step.name)}", tone))
        lines.append(Cell(f"    {name}{bill}", "dim"))
    return lines


def step_lines(analysis: Analysis, one: Decided) -> list[Cell]:
    """Who serves a step, its figures against what is asked, what is open, and who else could."""
    lines = [Cell(step_told(one).partition(";")[0] + ".", "strong")]
    if one.fallback is not None:
        lines.append(Cell(f"Fallback: {one.fallback.candidate.name}.", "dim"))
    if one.judged is not None:
        lines += [NOTHING, Cell(f"Against what is asked, {MARK} the bar", "head"), *_figure_lines(analysis, one)]
        standing = one.judged.standing
        labels = {check.id: check.label for check in checklist(analysis.workspace.checks)}
        for words, checks, tone in (("Fails", standing.blocked_by, "bad"), ("Open", standing.unknown, "warn")):
            if checks:
                told = listed(labels[check].lower() for check in checks)
                lines.append(Cell(f"{words}: {told}.", "bad" if tone == "bad" else "warn"))
    lines += [NOTHING, Cell("Who plays it", "head")]
    places = analysis.step_places[one.step.id]
    if not places:
        return [*lines, Cell(empty("no_candidate") if not analysis.workspace.candidates else "Nobody does yet.", "dim")]
    widest = max(width_of(place.result.candidate.name) for place in places[:MOST])
    for place in places[:MOST]:
        name = shown(place.result.candidate.name)
        sign = {"eligible": "✓", "needs_check": "?", "excluded": "✖"}.get(place.standing.status, "–")
        lines.append(Cell(f"{sign} {fit(name, min(widest, 36))} {money(place.monthly)} a month", "plain"))
    if len(places) > MOST:
        lines.append(Cell(f"  and {len(places) - MOST} more", "dim"))
    return lines


MOST = 8
"""Candidates of a step that are listed."""


def _figure_lines(analysis: Analysis, one: Decided) -> Iterator[Cell]:
    """The figures of who serves as gauges against the targets of the step."""
    assert one.judged is not None
    needs, serving = one.step.needs, one.judged.serving
    errors = needs.lower_is_better or counts_errors(serving.metric)
    found = False
    for label, figure, target, say in (
        ("error rate" if errors else "quality", serving.quality, needs.min_quality, plain),
        ("first token", serving.latency.ttft_s, needs.max_ttft_s, seconds),
        ("in all, 95 %", serving.latency.total_s, needs.max_total_s, seconds),
        ("in all, 99 %", serving.latency.p99_s, needs.max_p99_s, seconds),
    ):
        if target is None:
            continue
        found = True
        known = "not known" if figure is None else say(figure)
        bar = gauge(figure, figure, target, GAUGE)
        bound = "at least" if label == "quality" else "at most"
        yield Cell(
            f"{fit(label, LABEL)} {bar} {known}, {bound} {say(target)}", "plain" if figure is not None else "warn"
        )
    if needs.max_error_rate is not None and serving.measured is not None and serving.measured.error_rate is not None:
        rate = serving.measured.error_rate
        bar = gauge(rate, rate, needs.max_error_rate, GAUGE)
        found = True
        yield Cell(f"{fit('wrong answers', LABEL)} {bar} {percent(rate)}, at most {percent(needs.max_error_rate)}")
    if not found:
        yield Cell("No target is set for this step; the limits of the whole hold.", "dim")
    bill = one.judged.cost.bill
    if bill is not None:
        yield Cell(f"{fit('its bill', LABEL)} {usd(bill)} a month")
