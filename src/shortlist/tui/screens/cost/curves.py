"""What the cost does with volume, with time and with its assumptions: drawn, in figures, and in words."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import Unknown, minus
from shortlist.core.basics.words import plain, usd
from shortlist.core.comparison.break_even import volume_curve, volume_point
from shortlist.core.comparison.sensitivity import Swing
from shortlist.core.document.field_names import label_of
from shortlist.tui.draw.curve import Series
from shortlist.tui.draw.lines import Cell, bar
from shortlist.tui.draw.plotting import Axis
from shortlist.tui.forms.scenario import short_number
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.cost.decision import name_of
from shortlist.tui.screens.cost.parts import WIDE, changed
from shortlist.tui.widgets.curves import CurvePlot, Upright
from shortlist.tui.widgets.grid import Column, Row, Table
from shortlist.tui.widgets.summary import money, signed

# --- break-even


def break_even_table(analysis: Analysis, width: int) -> Table:
    """From which traffic on each self-hosted candidate is no dearer than each priced one."""
    columns = (
        Column("own", "self-hosted"),
        Column("against", "against", 22 if width < WIDE else 36),
        Column("factor", "× traffic", 10, right=True),
        Column("requests", "requests/month", 16, right=True),
    )
    rows = [
        Row(
            f"{index}",
            (
                Cell(name_of(analysis, row.self_hosted)),
                Cell(name_of(analysis, row.against)),
                Cell("never" if row.factor is None else plain(row.factor)),
                Cell("–" if row.requests_per_month is None else plain(row.requests_per_month)),
            ),
        )
        for index, row in enumerate(analysis.break_even)
    ]
    return Table(columns, tuple(rows), empty("no_own"), widest=36)


def break_even_plot(analysis: Analysis, key: str | None) -> CurvePlot | None:
    """Both costs against the traffic for the row under the cursor; None where there is nothing to draw."""
    row = analysis.break_even[int(key)] if key is not None else None
    if row is None:
        return None
    own, priced = analysis.by_id[row.self_hosted], analysis.by_id[row.against]
    ends, today = volume_curve(own, priced, 2), volume_point(own, priced, 1).requests
    if today == 0 or any(end.own is None or end.against is None for end in ends):
        return None

    def sample(dots: int) -> tuple[Series, Series]:
        curve = volume_curve(own, priced, dots)
        return (
            Series(own.candidate.name, tuple(point.own for point in curve), "accent"),
            Series(priced.candidate.name, tuple(point.against for point in curve), "plain", solid=False),
        )

    marks = [Upright(today, "today")]
    if row.requests_per_month is not None and row.factor is not None:
        marks.append(Upright(row.requests_per_month, f"break-even × {plain(row.factor)}"))
    return CurvePlot(
        sample,
        Axis(ends[0].requests, ends[-1].requests, True),
        "requests a month",
        "USD a month",
        short_number,
        lambda value: f"${short_number(value)}",
        tuple(marks),
    )


def break_even_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """The curve in words: both costs today, at the break-even and at the ends of the plot."""
    row = analysis.break_even[int(key)]
    own, priced = analysis.by_id[row.self_hosted], analysis.by_id[row.against]
    mine, other = own.candidate.name, priced.candidate.name
    today = volume_point(own, priced, 1)
    if today.own is None:
        return [Cell(f"What {mine} costs is unknown: the parts (v) say what it lacks.", "warn")]
    low, high = volume_curve(own, priced, 2)
    lines = [
        Cell(
            f"From {plain(row.factor)} times today's traffic on ({plain(row.requests_per_month or 0)} requests a "
            f"month), {mine} is no dearer than {other}.",
            "strong",
        )
        if row.factor is not None
        else Cell(f"{mine} stays dearer than {other} up to ten thousand times today's traffic.", "strong")
    ]
    for label, at in (
        ("Today", today),
        ("At the left edge", low),
        ("At the right edge", high),
    ):
        costs = f"{mine} {money(at.own)}, {other} {money(at.against)} a month"
        lines.append(Cell(f"{label}, {plain(at.requests)} requests: {costs}."))
    lines.append(Cell("Machines come in whole replicas: the cost of self-hosting is a staircase, not a line.", "dim"))
    return lines


# --- twelve months


def projection_table(analysis: Analysis, width: int, base: Analysis | None = None) -> Table:
    """The decision over twelve months, its bill drawn against the budget."""
    room = 24 if width < WIDE else 56
    budget = analysis.workspace.scenario.monthly_budget_usd
    columns = (
        Column("month", "month"),
        Column("requests", "requests", 12, right=True),
        Column("monthly", "all in all", 11, right=True),
        Column("bill", "bill", 10, right=True),
        *([Column("change", "± saved", 9, right=True)] if base is not None else []),
        Column("bar", "the bill" if budget is None else "the bill, ┃ budget", room - (10 if base is not None else 0)),
    )
    most = max([budget or 0, *(row.bill or 0 for row in analysis.projection)])
    rows = []
    for index, row in enumerate(analysis.projection):
        was = base.projection[index].bill if base is not None else None
        rows.append(
            Row(
                f"{row.month}",
                (
                    Cell("now" if row.month == 0 else f"+{row.month}"),
                    Cell(plain(row.requests)),
                    Cell(money(row.monthly)),
                    Cell(money(row.bill), "warn" if over(row.bill, budget) else "plain"),
                    *([changed("bill", row.bill, was)] if base is not None else []),
                    Cell(marked_bar(row.bill, budget, most, columns[-1].width)),
                ),
            )
        )
    return Table(columns, tuple(rows))


def over(bill: Unknown, budget: float | None) -> bool:
    """Whether a bill is known to pass the budget."""
    return bill is not None and budget is not None and bill > budget


def marked_bar(value: Unknown, mark: float | None, most: float, width: int) -> str:
    """A bar with a mark across it; `?` for what is unknown."""
    if value is None:
        return "?"
    drawn = bar(value / most if most > 0 else 0, width)
    if mark is None or most <= 0:
        return drawn
    place = min(width - 1, round(mark / most * width))
    return f"{drawn[:place]}┃{drawn[place + 1 :]}"


def projection_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """The twelve months in words: from where to where, and whether and when the bill passes the budget."""
    months, scenario = analysis.projection, analysis.workspace.scenario
    first, last = months[0], months[-1]
    month = months[int(key)]
    when = "Now" if month.month == 0 else f"In month +{month.month}"
    lines = [
        Cell(
            f"{when}: {plain(month.requests)} requests, all in all {money(month.monthly)}, the bill {money(month.bill)}"
            f"{_of_budget(month.bill, scenario.monthly_budget_usd)}."
        ),
        Cell(
            f"From {plain(first.requests)} to {plain(last.requests)} requests a month the bill goes from "
            f"{money(first.bill)} to {money(last.bill)}, all in all from {money(first.monthly)} to "
            f"{money(last.monthly)}."
        ),
    ]
    return [_budget_told(analysis), *lines]


def _of_budget(bill: Unknown, budget: float | None) -> str:
    left = minus(budget, bill)
    if left is None:
        return ""
    return f", {usd(left)} below the budget" if left >= 0 else f", {usd(-left)} above the budget"


def _budget_told(analysis: Analysis) -> Cell:
    budget = analysis.workspace.scenario.monthly_budget_usd
    if budget is None:
        return Cell(keyed("The scenario sets no monthly budget: {cost.edit} enters one."), "dim")
    if all(row.bill is None for row in analysis.projection):
        chooses = keyed("{candidates.default} on screen {tab.candidates} chooses one")
        return Cell(f"Unknown: a step has no default ({chooses}), or its cost lacks a figure.", "warn")
    row = next((row for row in analysis.projection if over(row.bill, budget)), None)
    if row is None:
        known = "in all twelve months, as far as it is known"
        return Cell(f"The bill stays within the budget of {usd(budget)} {known}.", "strong")
    when = "now" if row.month == 0 else f"in month +{row.month}"
    return Cell(f"The bill passes the budget of {usd(budget)} {when}: {money(row.bill)}.", "warn")


# --- which assumption matters

LESS, MORE = "▒", "█"
"""The end of an assumption at 80 % and the one at 120 %."""
SLIGHT, THIN = ("▕", "▏"), 0.001
"""What stands for an end too short to draw, at the left and at the right; below that share of the longest, nothing."""


def sensitivity_table(analysis: Analysis, width: int) -> Table:
    """Every assumption at 80 % and 120 %, the most telling first, drawn as a tornado around the cost now."""
    room = 19 if width < WIDE else 43
    columns = (
        Column("assumption", "assumption"),
        Column("step", "step", 13 if width < WIDE else 28),
        Column("low", "at −20 %", 10, right=True),
        Column("high", "at +20 %", 10, right=True),
        Column("bar", f"{LESS} −20 %  {MORE} +20 %", room),
    )
    now, swings = analysis.decision.per_successful_task, analysis.sensitivity
    most = max((abs(part) for swing in swings for part in parts_of(swing, now) if part is not None), default=0.0)
    rows = [
        Row(
            f"{index}",
            (
                Cell(label_of(swing.assumption)),
                Cell(step_name(analysis, swing.step)),
                Cell(money(swing.low)),
                Cell(money(swing.high)),
                Cell(tornado(*parts_of(swing, now), most, room)),
            ),
        )
        for index, swing in enumerate(swings)
    ]
    first = keyed("Choose a default first ({candidates.default} on screen {tab.candidates}): its cost rests on these.")
    return Table(columns, tuple(rows), first, 24)


def parts_of(swing: Swing, now: Unknown) -> tuple[Unknown, Unknown]:
    """What an assumption takes off or adds at either end."""
    return minus(swing.low, now), minus(swing.high, now)


def tornado(low: Unknown, high: Unknown, most: float, width: int) -> str:
    """Two bars around a middle line: cheaper to its left, dearer to its right."""
    middle = width // 2
    cells = [" "] * width
    cells[middle] = "│"
    if low is None or high is None or most <= 0:
        return "".join(cells)
    # The longer one first, so that the shorter one on the same side is not hidden by it.
    for change, sign in sorted(((low, LESS), (high, MORE)), key=lambda pair: -abs(pair[0])):
        length = round(abs(change) / most * middle)
        if not length and abs(change) > THIN * most:
            cells[middle + (1 if change > 0 else -1)] = SLIGHT[change > 0]
        for step in range(1, length + 1):
            cells[middle + (step if change > 0 else -step)] = sign
    return "".join(cells)


def step_name(analysis: Analysis, id_: str) -> str:
    """A step's name; its id where that says it shorter."""
    return next((step.name for step in analysis.workspace.scenario.steps if step.id == id_), id_)


def sensitivity_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """The swing in a sentence, and which assumptions matter most."""
    swings, now = analysis.sensitivity, analysis.decision.per_successful_task
    swing = swings[int(key)]
    low, high = parts_of(swing, now)
    changed_by = " and ".join(
        f"{money(value)} with 20 % {word} ({'?' if part is None else signed(part)})"
        for value, word, part in ((swing.low, "less", low), (swing.high, "more", high))
    )
    lines = [
        Cell(
            f"{label_of(swing.assumption)} of “{step_name(analysis, swing.step)}”: a successful task costs "
            f"{money(now)} now, {changed_by}.",
            "strong",
        )
    ]
    told = [f"{label_of(one.assumption).lower()} of “{step_name(analysis, one.step)}”" for one in swings[:3]]
    lines.append(Cell(f"What moves the cost most: {', then '.join(told)}. Enter edits it."))
    return lines
