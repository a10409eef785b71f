"""The cost: the formula's parts side by side, the decision and its routing, break-even, twelve months, what matters."""

from __future__ import annotations

from collections.abc import Sequence

from shortlist.core.analysis import Analysis
from shortlist.core.cost import PART_NAMES, Cost
from shortlist.core.judging import CandidateResult
from shortlist.core.unknown import Unknown
from shortlist.core.wording import plain, usd
from shortlist.tui.body import style_beside
from shortlist.tui.lines import Cell, bar
from shortlist.tui.summary import money
from shortlist.tui.tablebody import TableBody, View
from shortlist.tui.widgets.grid import Column, Row, Table

PARTS = {
    "input": ("Input tokens", "Ti·pi + rp, per attempt, times the requests"),
    "output": ("Output tokens", "To·po"),
    "reasoning": ("Reasoning tokens", "Tr·pr, billed as output where no price of their own is known"),
    "tool_loop": (
        "Tool calls",
        "each loop sends the prompt again, grown by what came before, and pays its fee",
    ),
    "caching_savings": (
        "− Caching saves",
        "hits read at the cache's price, misses written; later calls reread the prompt",
    ),
    "batch_savings": ("− Batch saves", "share of the traffic that can wait, times the discount"),
    "retry": ("Retries", "the same attempt again, f + … + f^R times"),
    "human_escalation": (
        "Escalation to people",
        "retries exhausted or handed over, times what a person's work costs",
    ),
    "undetected_error": ("Undetected errors", "wrong answers that nobody catches, times what one costs"),
    "fixed": ("Machines and upkeep", "self-hosted: replicas, GPUs, engineering; 0 for others"),
}
WIDE = 110
"""From here on columns may be wider."""
SAVINGS = ("caching_savings", "batch_savings")
TOTALS = {
    "bill": ("Bill", "what providers and machines are paid; the budget is compared with it"),
    "monthly": ("All in all", "the bill, the work of people, the damage of errors"),
    "per_request": ("Per request", "all in all over the requests of all steps"),
    "per_successful_task": (
        "Per successful task",
        "all in all over the tasks answered rightly, without a person",
    ),
}
TABLE_EMPTY = "Nothing to add up yet: add candidates on screen 2."


def parts_table(analysis: Analysis, width: int) -> Table:
    """The parts of every candidate's month, and what they come to."""
    columns = (Column("part", "USD a month"), *_per_candidate(analysis, width))
    ranking = analysis.ranking
    if not ranking:
        return Table(columns, (), TABLE_EMPTY)
    rows = [
        Row(name, (Cell(label, "strong"), *(_total(result.cost, name) for result in ranking)))
        for name, (label, _) in TOTALS.items()
    ]
    rows.append(Row("", (Cell("of that", "head"),), heading=True))
    rows += [
        Row(part, (Cell(PARTS[part][0]), *(_part(result.cost, part) for result in ranking))) for part in PART_NAMES
    ]
    counts = [("successful_tasks", "Successful tasks"), ("requests", "Requests"), ("replicas", "Replicas")]
    for name, label in counts:
        rows.append(Row(name, (Cell(label, "dim"), *(_count(getattr(result.cost, name)) for result in ranking))))
    return Table(columns, tuple(rows), widest=24)


def _per_candidate(analysis: Analysis, width: int) -> list[Column]:
    size = 11 if width < WIDE else 16
    return [Column(result.id, result.candidate.name, size, right=True) for result in analysis.ranking]


def _part(cost: Cost, name: str) -> Cell:
    value = getattr(cost.parts, name)
    if value is None:
        return Cell("?", "warn")
    if value == 0:
        return Cell("–", "dim")
    return Cell(usd(-value), "good" if value > 0 else "bad") if name in SAVINGS else Cell(usd(value))


def _total(cost: Cost, name: str) -> Cell:
    value: Unknown = getattr(cost, name)
    return Cell("?", "warn") if value is None else Cell(usd(value), "strong")


def _count(value: float | None) -> Cell:
    return Cell("–" if value is None else plain(value), "dim")


def part_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """What a part is, and how the candidate under the cursor stands against its limits."""
    label, meaning = {**PARTS, **TOTALS}.get(key, (key.replace("_", " ").capitalize(), "a count, not an amount"))
    lines = [Cell(f"{label}: {meaning}.", "strong")]
    result = analysis.by_id.get(column or "")
    if result is not None:
        lines.append(Cell(f"{result.candidate.name}: {result.checks['first.cost_target'].reason}"))
        lines.append(Cell(f"  {result.columns['cost_risk'].reason}", "dim"))
        for step in result.steps.values():
            lines.append(
                Cell(
                    f"  {step.serving.step.name}: bill {money(step.cost.bill)}, all in all {money(step.cost.monthly)}",
                    "dim",
                )
            )
    return lines


def name_of(analysis: Analysis, id_: str | None) -> str:
    """A candidate's name; a dash for nobody."""
    result = analysis.by_id.get(id_ or "")
    return result.candidate.name if result else "–"


def decision_table(analysis: Analysis, width: int) -> Table:
    """Who serves each step as decided and as the cheapest mix would, and what either costs."""
    size = 17 if width < WIDE else 24
    columns = (
        Column("step", "step"),
        Column("default", "decided", size),
        Column("fallback", "fallback", size),
        Column("mix", "cheapest adequate", size),
    )
    rows = [
        Row(
            step.id,
            (
                Cell(step.name),
                Cell(name_of(analysis, analysis.choices[step.id].default)),
                Cell(name_of(analysis, analysis.choices[step.id].fallback)),
                Cell(name_of(analysis, analysis.routing.mix[step.id])),
            ),
        )
        for step in analysis.workspace.scenario.steps
    ]
    decision, routing = analysis.decision, analysis.routing
    rows.append(Row("", (Cell(" "),), heading=True))
    for key, label, value, note in (
        ("monthly", "Decision, a month", decision.monthly, "the fallback's share included"),
        ("bill", "  of that, the bill", decision.bill, _against_budget(analysis, decision.bill)),
        ("task", "  per successful task", decision.per_successful_task, ""),
        ("single", "One model for all", routing.single_monthly, name_of(analysis, routing.single)),
        ("mix", "Routed mix", routing.mix_monthly, "the cheapest adequate candidate for each step"),
    ):
        rows.append(Row(key, (Cell(label, "strong"), Cell(money(value), "strong"), Cell(note, "dim"))))
    return Table(columns, tuple(rows), widest=40)


def _against_budget(analysis: Analysis, bill: Unknown) -> str:
    budget = analysis.workspace.scenario.monthly_budget_usd
    return f"against a budget of {usd(budget)}" if budget is not None and bill is not None else ""


def decision_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """What the recommendation is, and who is cheapest among those that pass."""
    advice = analysis.recommendation
    told = [
        ("Recommended default", advice.default),
        ("Recommended fallback", advice.fallback),
        ("Cheapest that passes", advice.cheapest_passing),
    ]
    lines = [Cell(f"{label}: {_with_cost(result)}") for label, result in told]
    if analysis.workspace.decision.default is None:
        lines.insert(0, Cell("Nothing is decided yet, so the decision costs nothing that could be known.", "warn"))
    return lines


def _with_cost(result: CandidateResult | None) -> str:
    if result is None:
        return "–"
    cost = result.cost
    price = f"{money(cost.per_successful_task)} per successful task"
    return f"{result.candidate.name}, {money(cost.monthly)} a month, {price}"


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
    return Table(columns, tuple(rows), "No self-hosted candidate to hold against a priced one.", widest=36)


def break_even_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """The break-even in a sentence."""
    row = analysis.break_even[int(key)]
    own, other = name_of(analysis, row.self_hosted), name_of(analysis, row.against)
    if row.factor is None:
        return [Cell(f"{own} stays dearer than {other} up to ten thousand times today's traffic.")]
    return [
        Cell(f"From {plain(row.factor)} times today's traffic on, {own} is no dearer than {other}."),
        Cell("Machines come in whole replicas: the cost of self-hosting is a staircase, not a line.", "dim"),
    ]


def projection_table(analysis: Analysis, width: int) -> Table:
    """The decision over twelve months."""
    columns = (
        Column("month", "month"),
        Column("requests", "requests", 14, right=True),
        Column("monthly", "all in all", 12, right=True),
        Column("bill", "bill", 12, right=True),
        Column("bar", "bill, drawn", 24),
    )
    rows = analysis.projection
    most = max((row.bill or 0 for row in rows), default=0)
    return Table(
        columns,
        tuple(
            Row(
                f"{row.month}",
                (
                    Cell("now" if row.month == 0 else f"+{row.month}"),
                    Cell(plain(row.requests)),
                    Cell(money(row.monthly)),
                    Cell(money(row.bill)),
                    Cell(bar((row.bill or 0) / most if most else 0, 24)),
                ),
            )
            for row in rows
        ),
    )


def projection_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """Whether and when the bill passes the budget."""
    budget = analysis.workspace.scenario.monthly_budget_usd
    if budget is None:
        return [Cell("The scenario sets no monthly budget.", "dim")]
    over = next((row for row in analysis.projection if row.bill is not None and row.bill > budget), None)
    if over is None:
        return [Cell(f"The bill stays within the budget of {usd(budget)} in all twelve months, as far as it is known.")]
    when = "now" if over.month == 0 else f"in month +{over.month}"
    return [Cell(f"The bill passes the budget of {usd(budget)} {when}: {money(over.bill)}.", "warn")]


def sensitivity_table(analysis: Analysis, width: int) -> Table:
    """Every assumption at 80 % and 120 %, the most telling first."""
    columns = (
        Column("assumption", "assumption"),
        Column("step", "step", 13),
        Column("low", "at −20 %", 10, right=True),
        Column("high", "at +20 %", 10, right=True),
        Column("bar", "how much it moves", 18),
    )
    swings = analysis.sensitivity
    most = max((swing.size for swing in swings), default=0)
    rows = [
        Row(
            f"{index}",
            (
                Cell(swing.assumption.replace("_", " ")),
                Cell(swing.step),
                Cell(money(swing.low)),
                Cell(money(swing.high)),
                Cell(bar(swing.size / most if most > 0 else 0, 18)),
            ),
        )
        for index, swing in enumerate(swings)
    ]
    return Table(columns, tuple(rows), "Choose a default first: these are the assumptions behind its cost.", widest=24)


def sensitivity_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """The swing in a sentence."""
    swing = analysis.sensitivity[int(key)]
    now, what = analysis.decision.per_successful_task, swing.assumption.replace("_", " ").capitalize()
    changed = f"{money(swing.low)} with 20 % less of it and {money(swing.high)} with 20 % more"
    return [Cell(f"{what} of step {swing.step}: a successful task costs {money(now)} now, {changed}.")]


class CostBody(TableBody):
    """The parts and what follows from them."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "USD a month for each candidate, part by part; ? is an unknown that the sum needs. The bill is what providers "
        "and machines are paid; the work of people and the damage of errors come on top."
    )
    VIEWS = (
        View("Parts", parts_table, part_detail, "USD a month"),
        View("Decision", decision_table, decision_detail, "as decided, and routed"),
        View("Break-even", break_even_table, break_even_detail, "self-hosting"),
        View("12 months", projection_table, projection_detail, "the decision"),
        View("Sensitivity", sensitivity_table, sensitivity_detail, "USD per task"),
    )
