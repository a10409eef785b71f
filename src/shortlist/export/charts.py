"""The plots of the HTML record, each with its meaning in words: quality against cost, cost, growth, what moves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import count, cut_short, listed, percent, plain, seconds, time_limit, usd
from shortlist.core.comparison.break_even import volume_curve
from shortlist.core.document.metrics import index_name
from shortlist.export.cost_section import MOST_SWINGS, usage_name
from shortlist.export.facts import each, money
from shortlist.export.svg import WIDTH, Box, Scale, bar, circle, figure, line, path, scale, text

MOST_BARS = 12  # candidates in a bar chart; the others are in the tables


def _axes(box: Box, x: Scale, y: Scale, told: tuple[str, str], say: tuple[Callable[[float], str], ...]) -> list[str]:
    parts = [
        line(box.left, box.bottom, box.right, box.bottom, "axis"),
        line(box.left, box.top, box.left, box.bottom, "axis"),
    ]
    for value in x.ticks:
        parts += [text(x.at(value), box.bottom + 13, say[0](value), "middle", "tick")]
    for value in y.ticks:
        parts += [line(box.left, y.at(value), box.right, y.at(value), "grid")]
        parts += [text(box.left - 4, y.at(value) + 3, say[1](value), "end", "tick")]
    return [
        *parts,
        text(box.right, box.bottom + 28, told[0], "end", "tick"),
        text(2, box.top - 2, told[1], "start", "tick"),
    ]


# --- quality against cost ---------------------------------------------------------------------------------


def quality_and_cost(analysis: Analysis) -> str:
    """Each candidate at its quality and its cost per successful task; empty where fewer than two are known."""
    metric = analysis.workspace.scenario.quality_metric
    points = [
        (result, cost, quality)
        for result in analysis.ranking
        if (cost := result.cost.per_successful_task) is not None
        and (quality := result.figures.value(metric)) is not None
    ]
    if len(points) < 2:
        return ""
    box = Box()
    x = scale([cost for _, cost, _ in points], box.left, box.right)
    y = scale([quality for *_, quality in points], box.bottom, box.top)
    parts = _axes(box, x, y, ("USD for each successful task", index_name(metric)), (usd, plain))
    taken: list[tuple[float, float]] = []
    for result, cost, quality in points:
        kind, ink = "mark", "on"
        if result.standing.status == "excluded":
            kind = "excluded"
        elif result.id in analysis.pareto:
            kind, ink = "front", "in"
        place = _free((x.at(cost), y.at(quality)), taken)
        taken.append(place)
        parts += [
            circle(*place, 7, kind),
            text(place[0], place[1] + 3.5, str(analysis.ranks[result.id]), "middle", ink),
        ]
    return figure("Quality against cost", _scatter_words(analysis, [result for result, *_ in points]), parts)


def _free(place: tuple[float, float], taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The place, or the nearest one above it where no other mark lies."""
    x, y = place
    while any(abs(x - a) < 13 and abs(y - b) < 13 for a, b in taken) and y > 8:
        y -= 4
    return x, y


def _scatter_words(analysis: Analysis, shown_here: Sequence[CandidateResult]) -> str:
    names = "; ".join(f"{analysis.ranks[result.id]} {result.candidate.name}" for result in shown_here)
    front = [result.candidate.name for result in shown_here if result.id in analysis.pareto]
    told = f"Higher is better, further left is cheaper. {names}."
    if front:
        told += f" Filled: nobody beats {listed(front)} in quality, cost and latency at once."
    if any(result.standing.status == "excluded" for result in shown_here):
        told += " Dashed outline: excluded by a check."
    left = len(analysis.ranking) - len(shown_here)
    if left:
        told += f" {count(left, 'candidate')} without a known quality or cost left out."
    return told


# --- what it costs ----------------------------------------------------------------------------------------


def cost_bars(analysis: Analysis) -> str:
    """The month of each candidate: the bill, the work of people, the damage of errors."""
    rows = [result for result in analysis.ranking if result.cost.monthly is not None and result.cost.bill is not None]
    rows = rows[:MOST_BARS]
    if not rows:
        return ""
    bars = []
    for result in rows:
        of = result.cost.parts
        values = (("bill", result.cost.bill), ("people", of.human_escalation), ("errors", of.undetected_error))
        bars.append((result.candidate.name, [(kind, max(0.0, value or 0.0)) for kind, value in values]))
    x = scale([sum(value for _, value in stack) for _, stack in bars], 8, WIDTH - 70, zero=True)
    parts, top = [], 6.0
    for name, stack in bars:
        parts.append(text(8, top + 9, cut_short(name, 56)))
        at = 0.0
        for kind, value in stack:
            parts.append(bar(x.at(at), top + 13, x.at(at + value), kind))
            at += value
        parts.append(text(x.at(at) + 4, top + 22, usd(at), "start", "tick"))
        top += 32
    words = "; ".join(
        f"{result.candidate.name} {money(result.cost.bill)} of {money(result.cost.monthly)}" for result in rows
    )
    legend = (
        "Dark: the bill of providers or machines; middle: people; light: damage of errors. Of the whole, the bill is: "
    )
    return figure("Cost a month", f"{legend}{words}.", parts, top + 4)


# --- growth -------------------------------------------------------------------------------------------------


def growth(analysis: Analysis) -> str:
    """The bill of the decision over twelve months, with the budget."""
    scenario = analysis.workspace.scenario
    rows = [(row.month + 1, row.bill) for row in analysis.projection if row.bill is not None]
    if len(rows) < 2 or not scenario.growth_per_month:
        return ""
    box, budget, bills = Box(), scenario.monthly_budget_usd, [bill for _, bill in rows]
    # A budget far above the bills would press their curve flat.
    near = [budget] if budget is not None and budget < 4 * max(bills) else []
    x = Scale(1, 12, box.left + 6, box.right - 6)
    y = scale([*bills, *near], box.bottom, box.top, zero=True)
    parts = _axes(box, x, y, ("month", "USD a month"), (plain, usd))
    parts.append(path(((x.at(month), y.at(bill)) for month, bill in rows), "curve"))
    parts += [circle(x.at(month), y.at(bill), 2.5, "dot") for month, bill in rows]
    for value in near:
        parts += [line(box.left, y.at(value), box.right, y.at(value), "limit")]
        parts += [text(box.right, y.at(value) - 4, "budget", "end", "tick")]
    change = f"from {usd(bills[0])} to {usd(bills[-1])} in month {rows[-1][0]}"
    words = f"At {percent(scenario.growth_per_month)} growth a month the bill goes {change}"
    limit = "" if budget is None else f"; the budget is {usd(budget)}"
    return figure("The bill over twelve months", f"{words}{limit}.", parts)


# --- self-hosting -------------------------------------------------------------------------------------------


def break_even(analysis: Analysis) -> str:
    """The month of the best self-hosted candidate against the best one that is not, over the traffic."""
    own = next((r for r in analysis.ranking if r.candidate.self_hosted and r.cost.monthly is not None), None)
    other = next((r for r in analysis.ranking if not r.candidate.self_hosted and r.cost.monthly is not None), None)
    if own is None or other is None:
        return ""
    points = [p for p in volume_curve(own, other, 40) if p.own is not None and p.against is not None and p.requests > 0]
    if len(points) < 2:
        return ""
    box = Box()
    x = scale([point.requests for point in points], box.left, box.right)
    y = scale([value for p in points for value in (p.own, p.against) if value is not None], box.bottom, box.top)
    parts = _axes(box, x, y, ("requests a month", "USD a month"), (_thousands, lambda v: f"${_thousands(v)}"))
    for kind, values in (("curve", [p.against for p in points]), ("curve other", [p.own for p in points])):
        places = [(x.at(p.requests), y.at(v)) for p, v in zip(points, values, strict=True) if v is not None]
        parts.append(path(places, kind))
    names = f"Solid: {other.candidate.name}; dashed: {own.candidate.name}, on machines of your own."
    row = next((r for r in analysis.break_even if (r.self_hosted, r.against) == (own.id, other.id)), None)
    crossing = "Self-hosting is nowhere cheaper."
    if row is not None and row.requests_per_month is not None:
        crossing = f"Self-hosting is no dearer from {plain(row.requests_per_month)} requests a month on."
    return figure("Cost over the traffic", f"{names} {crossing}", parts)


def _thousands(value: float) -> str:
    steps = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
    return next((f"{value / size:g}{sign}" for size, sign in steps if value >= size), f"{value:g}")


# --- sensitivity --------------------------------------------------------------------------------------------


def tornado(analysis: Analysis) -> str:
    """How far each assumption moves the cost of a successful task, a fifth down and a fifth up."""
    swings = [row for row in analysis.sensitivity if row.size > 0][:MOST_SWINGS]
    ends = [value for row in swings for value in (row.low, row.high) if value is not None]
    now = analysis.decision.per_successful_task
    if not swings or now is None or not ends:
        return ""
    x, top, parts = scale([*ends, now], 8, WIDTH - 8), 6.0, []
    for row in swings:
        low, high = sorted(value for value in (row.low, row.high) if value is not None)
        name = f"{usage_name(row.assumption)}, {analysis.scenario.step_name(row.step)}"
        parts += [
            text(8, top + 9, cut_short(name, 38)),
            bar(x.at(low), top + 13, x.at(high), "people"),
            # Beside the bar alone: over the whole height it would run through the words.
            line(x.at(now), top + 12, x.at(now), top + 27, "limit"),
            text(WIDTH - 8, top + 9, f"{each(low)} to {each(high)}", "end", "tick"),
        ]
        top += 32
    told = "; ".join(f"{usage_name(row.assumption)} in {analysis.scenario.step_name(row.step)}" for row in swings)
    words = f"The line is today's {each(now)}; a bar is an assumption 20 % lower and higher. Largest first: {told}."
    return figure("What moves a successful task", words, parts, top + 4)


# --- the time of a task -------------------------------------------------------------------------------------


def task_lane(analysis: Analysis) -> str:
    """The stages of a task one after the other, typical time and tail; empty for one step and where none is known."""
    known = [one for one in analysis.lane if one.latency.typical_s is not None and one.latency.total_s is not None]
    if len(analysis.scenario.steps) < 2 or not known:
        return ""
    limit, time = analysis.scenario.max_task_total_s, analysis.decision_time
    ends = [one.start_s + (one.latency.total_s or 0.0) for one in known]
    x = scale([*ends, *(end for end in (limit, time.total_high_s) if end is not None)], 8, WIDTH - 8, zero=True)
    top, parts = 6.0, []
    for one in known:
        start, typical, total = one.start_s, one.latency.typical_s or 0.0, one.latency.total_s or 0.0
        share = ""
        if one.alternatives > 1 and one.share is not None:
            share = f", {percent(one.share)} of the tasks"
        parts += [
            text(8, top + 9, cut_short(f"{one.stage + 1} {analysis.scenario.step_name(one.step)}{share}", 46)),
            text(WIDTH - 8, top + 9, f"{seconds(typical)}, 95 % {seconds(total)}", "end", "tick"),
            bar(x.at(start), top + 13, x.at(start + typical), "bill"),
            bar(x.at(start + typical), top + 13, x.at(start + max(typical, total)), "errors"),
        ]
        if limit is not None:
            parts.append(line(x.at(limit), top + 12, x.at(limit), top + 27, "limit"))
        top += 32
    told = "Dark: typical time; light: to the 95th percentile. A stage begins where those before it typically end."
    if limit is not None:
        told += f" The line is the limit of {time_limit(limit)}."
    left = [analysis.scenario.step_name(one.step) for one in analysis.lane if one not in known]
    if left:
        told += f" Not known: {listed(left)}."
    return figure("The time of a task", told, parts, top + 4)


CHARTS = {"candidates": (quality_and_cost,), "latency_and_cost": (task_lane, cost_bars, growth, break_even, tornado)}
"""The plots of each section, drawn under its facts."""
