"""What stands beside the form where there is room: who serves a step and how that stands, the whole against its limits,
and what the form cuts of it."""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.analysis import Analysis
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import capitalised, count, limit_told, listed, percent, plain, said, seconds
from shortlist.core.comparison.decided_steps import DecidedStep
from shortlist.core.comparison.ranking import eligible
from shortlist.core.document.checklist import checklist
from shortlist.core.document.metrics import counts_errors
from shortlist.core.document.vocabulary import STATUSES
from shortlist.export.limits import span
from shortlist.export.verdict import VERDICT_OF, step_sign, step_told
from shortlist.sanitising import shown
from shortlist.tui.draw.figures import on_the_point
from shortlist.tui.draw.gauges import FULL, MARK, RANGE, gauge, stacked
from shortlist.tui.draw.lines import Cell, Tone, bar, fit, width_of
from shortlist.tui.draw.tones import ODD_TONES
from shortlist.tui.forms.scenario import weight_shares
from shortlist.tui.keys.sentences import empty
from shortlist.tui.parts.limit_gauges import GAUGE, LABEL, limit_gauges
from shortlist.tui.widgets.pane import DrawnLine, Paragraph
from shortlist.tui.widgets.summary import money

MONEY, BILL, TIME = 9, 8, 9
"""Columns of an amount, of its share of the whole, and of a time."""
MOST = 8
"""Candidates of a step that are listed."""
NAME = 32
"""Columns of a name in that list at most."""
NOTHING = Cell("")
TAIL_TOLD = (
    f"{FULL} the low end: slow stages have nothing to do with one another; {RANGE} the high end: all are slow at once. "
    "What a stage typically takes does not add up to this range."
)


# --- the whole


def whole_lines(analysis: Analysis, width: int) -> list[Paragraph]:
    """The limits as gauges in so many columns, the time of a task stage by stage, and what the product is."""
    lines: list[Paragraph] = [*limit_gauges(analysis), NOTHING, Cell("A task", "head")]
    time = analysis.decision_time
    if time.typical_s is None or time.total_low_s is None or time.total_high_s is None:
        lines.append(Cell("Its time is not known yet: a stage has nobody, or a figure is missing.", "dim"))
    else:
        tail = span(time.total_low_s, time.total_high_s, seconds)
        lines.append(Cell(f"Typically {seconds(time.typical_s)}; 95 of 100 within {tail}."))
        if "–" in tail:
            lines.append(Cell(TAIL_TOLD, "dim"))
    lines += _stage_lines(analysis, width)
    scenario = analysis.scenario
    for title, text in (("Summary", scenario.summary), ("Users", scenario.users), ("Outcome", scenario.outcome)):
        if text:
            lines += [NOTHING, Cell(title, "head"), Cell(text, "dim")]
    return lines


def weight_lines(analysis: Analysis, width: int) -> list[Cell]:
    """The weights as one bar in so many columns, with their names beneath."""
    shares = [one[1:] for one in weight_shares(analysis)]
    rows = stacked(shares, max(20, width), None)
    return [NOTHING, Cell("Weights", "head"), *(Cell("".join(cell.text for cell in row)) for row in rows)]


def _stage_lines(analysis: Analysis, width: int) -> Iterator[DrawnLine]:
    """When each stage of a task typically begins and how long it takes, as bars under each other; nothing of one."""
    whole = analysis.decision_time.typical_s
    if not whole or len(analysis.task.stages) < 2:
        return
    steps = analysis.scenario.steps
    names = dict(zip((step.id for step in steps), short_names([step.name for step in steps]), strict=True))
    drawn = max(10, width - LABEL - TIME - 2)
    for one in analysis.lane:
        taken = one.latency.typical_s
        start = min(drawn - 1, round(one.start_s / whole * drawn))
        size = max(1, round((taken or 0.0) / whole * drawn))
        yield DrawnLine(
            (
                Cell(f"{fit(names[one.step], LABEL)} "),
                Cell(fit(" " * start + FULL * size, drawn), "good" if one.alternatives == 1 else "dim"),
                Cell(f" {fit(said(taken, seconds, 'not known'), TIME, right=True)}"),
            )
        )


# --- a step


def served_lines(analysis: Analysis, width: int) -> list[Paragraph]:
    """Who serves each step, how they stand there, the bill of that beside its share of the whole, and who stands in."""
    lines: list[Paragraph] = []
    whole = sum(one.assessed.cost.bill or 0.0 for one in analysis.decided if one.assessed is not None)
    words = max(12, width - MONEY - BILL - 2)
    for one in analysis.decided:
        told, tone = "nobody yet", ODD_TONES["unknown"]
        if one.default is not None:
            told, tone = shown(one.default.candidate.name), ODD_TONES[VERDICT_OF.get(one.status, "fail")]
        lines += [Cell(f"{step_sign(one)} {shown(one.step.name)}", tone), Cell(f"    {told}")]
        if one.fallback is not None:
            lines.append(Cell(f"  ◇ {shown(one.fallback.candidate.name)}", "dim"))
        places = analysis.step_places[one.step.id]
        able = f"    {len(eligible(places))} of {count(len(places), 'candidate')} eligible"
        cells, bill = [Cell(fit(able, words), "dim")], None
        if one.assessed is not None:
            bill = one.assessed.cost.bill
            cells.append(Cell(f" {fit(money(bill), MONEY, right=True)} "))
        lines.append(DrawnLine((*cells, Cell(bar((bill or 0.0) / (whole or 1.0), BILL), "good"))))
    if whole:
        told = "together"
        if analysis.scenario.fallback_share and any(one.fallback for one in analysis.decided):
            told += " with the fallback share"
        paid = fit(money(analysis.decision.bill), MONEY, right=True)
        lines += [NOTHING, Cell(f"{fit(told, words)} {paid} a month", "strong")]
    return lines


def step_lines(analysis: Analysis, one: DecidedStep) -> list[Paragraph]:
    """Who serves a step, its figures against what is asked, what is open, and who else could."""
    told = step_told(one).partition(";")[0]
    lines: list[Paragraph] = [Cell(f"{capitalised(told)}.", "strong")]
    if one.fallback is not None:
        lines.append(Cell(f"Fallback: {one.fallback.candidate.name}.", "dim"))
    if one.assessed is not None:
        figures = list(_figure_lines(one))
        if not figures:
            figures.append(Cell("No target is set for this step; the limits of the whole hold.", "dim"))
        lines += [NOTHING, Cell(f"Against what is asked, {MARK} the bar", "head"), *figures]
        labels = {check.id: check.label.lower() for check in checklist(analysis.workspace.checks)}
        standing = one.assessed.standing
        if standing.blocked_by:
            lines.append(Cell(f"Fails: {listed(labels[check] for check in standing.blocked_by)}.", "bad"))
        if standing.unknown:
            lines.append(Cell(f"Open: {listed(labels[check] for check in standing.unknown)}.", "warn"))
        lines.append(Cell(f"{fit('its bill', LABEL)} {money(one.assessed.cost.bill)} a month"))
    return [*lines, NOTHING, Cell("Who plays it", "head"), *_players(analysis, one)]


def _players(analysis: Analysis, one: DecidedStep) -> Iterator[Cell]:
    """Those that play a step in their order, with what each would be paid for it alone."""
    places, assessed = analysis.step_places[one.step.id], analysis.on(one.step.id).by_id
    if not analysis.workspace.candidates:
        yield Cell(empty("no_candidate"), "dim")
    elif not places:
        yield Cell("Nobody does yet.", "dim")
    names = [shown(place.result.candidate.name) for place in places[:MOST]]
    widest = min(NAME, max(map(width_of, names), default=0))
    bills = on_the_point([money(assessed[place.id].cost.bill) for place in places[:MOST]])
    wide = max(map(len, bills), default=0)
    for name, place, text in zip(names, places, bills, strict=False):
        bill = fit(text, max(wide, MONEY), right=True)
        yield Cell(f"{STATUSES[place.standing.status].sign} {fit(name, widest)} {bill} a month")
    if len(places) > MOST:
        yield Cell(f"  and {len(places) - MOST} more", "dim")


def _figure_lines(one: DecidedStep) -> Iterator[Cell]:
    """The figures of who serves as gauges against the targets of the step."""
    assert one.assessed is not None
    needs, serving = one.step.needs, one.assessed.serving
    quality, bound = "quality", "at least"
    if needs.lower_is_better or counts_errors(serving.metric):
        quality, bound = "error rate", "at most"
    wrong: Unknown = None
    if serving.measured is not None:
        wrong = serving.measured.error_rate
    for label, figure, target, say, within in (
        (quality, serving.quality, needs.min_quality, plain, bound),
        ("wrong answers", wrong, needs.max_error_rate, percent, "at most"),
        ("first token", serving.latency.ttft_s, needs.max_ttft_s, seconds, "at most"),
        ("in all, 95 %", serving.latency.total_s, needs.max_total_s, seconds, "at most"),
        ("in all, 99 %", serving.latency.p99_s, needs.max_p99_s, seconds, "at most"),
    ):
        if target is None:
            continue
        tone: Tone = "warn" if figure is None else "plain"
        told = f"{said(figure, say, 'not known')}, {within} {limit_told(target, say)}"
        yield Cell(f"{fit(label, LABEL)} {gauge(figure, figure, target, GAUGE)} {told}", tone)
