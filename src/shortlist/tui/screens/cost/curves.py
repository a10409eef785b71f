"""What the cost does with volume, with time and with its assumptions: drawn, in figures, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import Unknown, minus, ratio
from shortlist.core.basics.words import count, plain, said, usd, usd_apart
from shortlist.core.comparison.sensitivity import Swing
from shortlist.core.document.field_names import label_of
from shortlist.export.levels import step_briefs
from shortlist.tui.draw.figures import amount_text, decimals_of, figure_text, on_the_point, true_minus
from shortlist.tui.draw.lines import Cell, Tone, bar
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.cost.parts import changed
from shortlist.tui.widgets.summary import money
from shortlist.tui.widgets.table import Column, Row, Table

# --- twelve months


def projection_table(analysis: Analysis, base: Analysis | None = None) -> Table:
    """The decision over twelve months in USD, its bill drawn against the budget."""
    budget = analysis.workspace.scenario.monthly_budget_usd
    drawn = "the bill" if budget is None else f"the bill, ┃ the budget of {usd(budget)}"
    columns = [
        Column("month", "month"),
        Column("requests", "requests", 12, right=True),
        Column("monthly", "all in all, USD", 15, right=True),
        Column("bill", "bill, USD", 12, right=True),
    ]
    if base is not None:
        columns.append(Column("change", "± saved", 9, right=True))
    columns.append(Column("bar", drawn, least=20))
    months = analysis.projection
    most = max([budget or 0, *(row.bill or 0 for row in months)])
    of_all = on_the_point([amount_text(row.monthly) for row in months])
    of_bill = on_the_point([amount_text(row.bill) for row in months])
    rows = []
    for at, row in enumerate(months):
        tone: Tone = "warn" if over_budget(row.bill, budget) else "plain"
        month = "now" if row.month == 0 else f"+{row.month}"
        cells = [Cell(month), Cell(plain(row.requests)), Cell(of_all[at]), Cell(of_bill[at], tone)]
        if base is not None:
            cells.append(changed("bill", row.bill, base.projection[at].bill))
        cells.append(Cell("over the budget" if tone == "warn" else ""))
        rows.append(Row(f"{row.month}", tuple(cells), drawn=partial(_month_bar, row.bill, budget, most, tone)))
    return Table(tuple(columns), tuple(rows))


LONGEST_BAR = 100
"""Columns that a bar of a month takes at most."""


def _month_bar(bill: Unknown, budget: float | None, most: float, tone: Tone, room: int) -> list[Cell]:
    return [Cell(marked_bar(bill, budget, most, min(LONGEST_BAR, room)), "head" if tone == "plain" else tone)]


def over_budget(bill: Unknown, budget: float | None) -> bool:
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
    months = analysis.projection
    month, first, last = months[int(key)], months[0], months[-1]
    when = f"{_when(month.month).capitalize()}: {plain(month.requests)} requests"
    now = f"{when}, all in all {money(month.monthly)}, the bill {money(month.bill)}"
    left = minus(analysis.scenario.monthly_budget_usd, month.bill)
    if left is not None:
        now += f", {usd(abs(left))} {'below' if left >= 0 else 'above'} the budget"
    span = f"From {plain(first.requests)} to {plain(last.requests)} requests a month"
    bill = f"the bill goes from {money(first.bill)} to {money(last.bill)}"
    whole = f"all in all from {money(first.monthly)} to {money(last.monthly)}"
    return [_budget_told(analysis), Cell(f"{now}."), Cell(f"{span} {bill}, {whole}.")]


def _budget_told(analysis: Analysis) -> Cell:
    budget = analysis.workspace.scenario.monthly_budget_usd
    if budget is None:
        return Cell(keyed("The scenario sets no monthly budget: {cost.edit} enters one."), "dim")
    if all(row.bill is None for row in analysis.projection):
        chooses = keyed("{candidates.default} on screen {tab.candidates} chooses one")
        return Cell(f"Unknown: a step has no default ({chooses}), or its cost lacks a figure.", "warn")
    row = next((row for row in analysis.projection if over_budget(row.bill, budget)), None)
    if row is None:
        known = "in all twelve months, as far as it is known"
        return Cell(f"The bill stays within the budget of {usd(budget)} {known}.", "strong")
    return Cell(f"The bill passes the budget of {usd(budget)} {_when(row.month)}: {money(row.bill)}.", "warn")


def _when(month: int) -> str:
    return "now" if month == 0 else f"in month +{month}"


# --- which assumption matters

ROOMY, SIDES = 100, ": ◀ cheaper │ dearer ▶"
LESS, MORE = "▒", "█"
"""The end of an assumption at 80 % and the one at 120 %."""
SLIGHT, THIN = ("▕", "▏"), 0.001
"""What stands for an end too short to draw, at the left and at the right; below that share of the longest, nothing."""


SLIGHT_SHARE = 0.01
"""An assumption whose ends move the cost by less than that share of it hardly matters."""
REST = "rest"
"""The key of the row that stands for those."""


def hardly_matters(swing: Swing, now: Unknown) -> bool:
    """Whether neither end of an assumption moves the cost by one in a hundred."""
    low, high = parts_of(swing, now)
    if not now or low is None or high is None:
        return False
    return max(abs(low), abs(high)) < SLIGHT_SHARE * now


def sensitivity_table(analysis: Analysis, opened: bool | None = False, width: int = 0) -> Table:
    """Every assumption at 80 % and 120 %, the most telling first, drawn as a tornado around the cost now.

    From `ROOMY` columns on the heading says on which side it is cheaper.

    What hardly matters is one row that says how many there are, unless it is opened; with None nobody can open it.
    """
    columns = (
        Column("assumption", "assumption"),
        Column("step", "step", least=13, briefs=step_briefs(analysis.scenario)),
        Column("low", "USD at −20 %", 12, right=True),
        Column("high", "USD at +20 %", 12, right=True),
        Column("bar", f"{LESS} −20 %  {MORE} +20 %{SIDES if width >= ROOMY else ''}", least=19),
    )
    now, swings = analysis.decision.per_successful_task, analysis.sensitivity
    most = max((abs(part) for swing in swings for part in parts_of(swing, now) if part is not None), default=0.0)
    telling = [index for index, swing in enumerate(swings) if not hardly_matters(swing, now)]
    rest = [index for index, swing in enumerate(swings) if hardly_matters(swing, now)]

    def row(index: int) -> Row:
        swing = swings[index]
        parts = parts_of(swing, now)
        cells = (
            Cell(label_of(swing.assumption)),
            Cell(analysis.scenario.step_name(swing.step)),
            *(Cell(_end_text(end, now)) for end in (swing.low, swing.high)),
            # What the bar says: `-20 % to +20 %` of the cost.
            Cell(
                true_minus(" to ".join(said(ratio(part, now), "{:+.1%}".format).replace("%", " %") for part in parts))
            ),
        )
        return Row(f"{index}", cells, drawn=partial(_swung, *parts, most))

    rows = [row(index) for index in telling]
    if rest:
        told = f"{count(len(rest), 'assumption')} that move it by less than 1 % each"
        words = f"▾ {told}; Enter folds them" if opened else f"▸ {told}; Enter lists them"
        if opened is None:
            words = told
        rows.append(Row(REST, (Cell(words, "head"),)))
        rows += [row(index) for index in rest if opened]
    first = keyed("Choose a default first ({candidates.default} on screen {tab.candidates}): its cost rests on these.")
    return Table(columns, tuple(rows), first, widest=30)


def _end_text(end: Unknown, now: Unknown) -> str:
    """The cost at an end, with a digit more than the cost now, so that a slight difference shows."""
    return said(end, lambda value: figure_text(value, decimals_of([now]) + 1))


LONGEST_TORNADO = 81
"""Columns that a tornado takes at most, the line in the middle included."""


def _swung(low: Unknown, high: Unknown, most: float, room: int) -> list[Cell]:
    width = min(LONGEST_TORNADO, room)
    return [Cell(tornado(low, high, most, width - 1 + width % 2))]


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
        length, side = round(abs(change) / most * middle), 1 if change > 0 else -1
        if not length and abs(change) > THIN * most:
            cells[middle + side] = SLIGHT[change > 0]
        for step in range(1, length + 1):
            cells[middle + side * step] = sign
    return "".join(cells)


def sensitivity_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """The swing in a sentence, and which assumptions matter most."""
    swings, now = analysis.sensitivity, analysis.decision.per_successful_task
    if key == REST:
        return [Cell(f"A successful task costs {money(now)}; each of these moves that by less than 1 %.", "strong")]
    swing = swings[int(key)]
    low, high = parts_of(swing, now)
    ends = []
    for value, word, part in ((swing.low, "less", low), (swing.high, "more", high)):
        cost = said(value, lambda end: f"${_end_text(end, now)}")
        ends.append(f"{cost} with 20 % {word} ({true_minus(said(part, usd_apart))})")
    lines = [
        Cell(
            f"{label_of(swing.assumption)} of {analysis.scenario.named(swing.step)}: a successful task costs "
            f"{money(now)} now, {' and '.join(ends)}.",
            "strong",
        )
    ]
    told = [f"{label_of(one.assumption).lower()} of {analysis.scenario.named(one.step)}" for one in swings[:3]]
    lines.append(Cell(f"What moves the cost most: {', then '.join(told)}. Enter edits it."))
    return lines
