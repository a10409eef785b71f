"""The cost's parts side by side, a month or a thousand tasks of them, with what changed and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.unknown import Unknown, minus
from shortlist.core.basics.words import exact_usd, listed, percent, plain, said, usd, usd_apart
from shortlist.core.comparison.cost_gaps import Gap, cost_gaps, without_traffic
from shortlist.core.document.checklist import COST_TARGET
from shortlist.core.document.field_names import label_of
from shortlist.core.document.metrics import metric_row
from shortlist.core.document.request_units import REQUEST_UNITS
from shortlist.core.service.cost import Cost, Parts, units
from shortlist.core.service.cost_parts import COST_COUNTS, COST_FIGURES, COST_PARTS, COST_TOTALS
from shortlist.tui.draw.figures import amount_text, on_the_point, true_minus
from shortlist.tui.draw.lines import Cell, Tone, bar
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.summary import money
from shortlist.tui.widgets.table import Column, Row, Table

PER = {False: "a month", True: "per 1,000 tasks"}
"""What a figure of a cost is for, by whether it is that of a thousand tasks."""
NO_TRAFFIC = "no traffic"
"""Instead of a sum of nothing."""
NAME_LEAST = 11
"""Columns that a candidate keeps at least."""
CHANGE = "\0"
"""Before a candidate's id: the column that tells what changed."""
SAME = 1e-9
"""A difference smaller than this share of the figure is the rounding of the arithmetic."""


def candidate_of(column: str | None) -> str:
    """The id of the candidate that a column is about."""
    return (column or "").removeprefix(CHANGE)


def parts_table(analysis: Analysis, thousand: bool = False, base: Analysis | None = None) -> Table:
    """The parts of every candidate's cost and what they come to; beside each what changed since `base`."""
    columns = [Column("part", f"USD {PER[thousand]}")]
    ids = ranked_ids(analysis, base)
    names = analysis.workspace.names
    for id_ in ids:
        columns.append(Column(id_, names[id_], right=True, least=NAME_LEAST, names=True))
        if base is not None:
            columns.append(Column(CHANGE + id_, "± saved", 10, right=True))
    if not analysis.costs:
        return Table(tuple(columns), (), empty("no_cost"))
    steps = [step for step in analysis.scenario.steps if step.id in analysis.task.steps]
    # Who does not play all that a task passes: no task of its own can succeed.
    partly = {one.id for one in analysis.workspace.candidates if not all(map(one.plays, steps))}

    def row(name: str, label: str, tone: Tone) -> Row:
        cells = [Cell(label, tone)]
        for id_ in ids:
            value = figure(analysis, id_, name, thousand)
            if value == 0 and name in ("bill", "monthly") and without_traffic(analysis.workspace):
                cells.append(Cell(NO_TRAFFIC, "warn"))
            elif name == "per_successful_task" and id_ in partly:
                cells.append(Cell("–", "dim"))
            else:
                cells.append(_cell(name, value, tone))
            if base is not None:
                cells.append(changed(name, value, figure(base, id_, name, thousand)))
        return Row(name, tuple(cells))

    rows = [row(name, total.title, "strong") for name, total in COST_TOTALS.items()]
    rows.append(Row("", (Cell("of that", "head"),), heading=True))
    rows += [row(name, part.title, "plain") for name, part in COST_PARTS.items()]
    rows += [row(name, count.title, "dim") for name, count in COST_COUNTS.items()]
    return Table(tuple(columns), tuple(aligned_rows(columns, rows)), widest=24)


def aligned_rows(columns: Sequence[Column], rows: Sequence[Row]) -> list[Row]:
    """The rows with the points of each column of figures beneath each other; changes and headings stay as they are."""
    wide = [at for at, row in enumerate(rows) if not row.heading]
    cells = [list(row.cells) for row in rows]
    for place, column in enumerate(columns):
        if place and not column.key.startswith(CHANGE):
            for at, text in zip(wide, on_the_point([cells[at][place].text for at in wide]), strict=True):
                cells[at][place] = cells[at][place]._replace(text=text)
    return [row._replace(cells=tuple(own)) for row, own in zip(rows, cells, strict=True)]


def ranked_ids(analysis: Analysis, base: Analysis | None) -> Sequence[str]:
    """The ids as ranked; while something is edited as they were, so that no column moves under the cursor."""
    if base is None:
        return list(analysis.by_id)
    return sorted(analysis.costs, key=lambda id_: base.ranks.get(id_, len(base.ranks) + 1))


def figure(analysis: Analysis, id_: str, name: str, thousand: bool = False) -> Unknown:
    """The analysis's figure of a row; a saving is taken off, so it is negative. None for somebody who is not in it."""
    if id_ not in analysis.costs:
        return None
    held: Cost | Parts = analysis.costs[id_].parts
    if name in COST_COUNTS or name in ("per_request", "per_successful_task"):
        held = analysis.costs[id_]
    elif thousand:
        held = analysis.per_thousand_tasks[id_]
    value: Unknown = getattr(held, name)
    if COST_FIGURES[name].saving:
        return minus(0.0, value)
    return value


def _cell(name: str, value: Unknown, tone: Tone) -> Cell:
    if name in COST_COUNTS:
        return Cell(said(value, plain, "–"), "dim")
    if value is None:
        return Cell("?", "warn")
    if value == 0 and name in COST_PARTS:
        return Cell("–", "dim")
    if COST_FIGURES[name].saving:
        return Cell(amount_text(value), "good" if value < 0 else "bad")
    return Cell(amount_text(value), tone)


def changed(name: str, now: Unknown, was: Unknown) -> Cell:
    """What a figure became more or less, signed; `=` where it is the same."""
    if now is None and was is None:
        return Cell("=", "dim")
    if was is None:
        return Cell("new", "dim")
    if now is None:
        return Cell("lost", "dim")
    difference = now - was
    if abs(difference) <= SAME * max(abs(now), abs(was)):
        return Cell("=", "dim")
    more = difference > 0
    if name in COST_COUNTS:
        return Cell(f"+{plain(difference)}" if more else true_minus(plain(difference)), "dim")
    return Cell(true_minus(usd_apart(difference)), "bad" if more else "good")


def part_detail(analysis: Analysis, key: str, column: str | None, by_step: bool = True) -> Sequence[Cell]:
    """What a part is, what it lacks, and how the candidate under the cursor stands against its limits; what it costs
    `by_step`, unless that stands in a table beside it."""
    row = COST_FIGURES[key]
    lines = [Cell(f"{row.title}: {row.meaning}.", "strong")]
    result = analysis.by_id.get(candidate_of(column))
    if result is None:
        return lines
    lines += [Cell(line) for line in paid_for(analysis, result, key)]
    lacking = lacking_told(analysis, result, key)
    if lacking:
        lines.append(Cell(lacking, "warn"))
    target, whose = result.checks[COST_TARGET], result.candidate.name
    if target.answer is not None:
        lines.append(Cell(f"{whose}: {target.reason}", "warn"))
        whose = "By the figures"
    lines.append(Cell(f"{whose}: {(target.derived or target).reason}"))
    counted = fallback_counted(analysis)
    if counted and result.id in (choice.default for choice in analysis.choices.values()):
        bill = said(analysis.decision.bill, usd, "unknown")
        lines.append(Cell(f"That is without a fallback. As decided, {counted}, the bill is {bill}."))
    if by_step and not without_traffic(analysis.workspace):
        for step in result.steps.values():
            paid = f"bill {money(step.cost.bill)}, all in all {money(step.cost.monthly)}"
            lines.append(Cell(f"  {step.serving.step.name}: {paid}", "dim"))
    return lines


def steps_table(costs: Sequence[tuple[str, Cost]], briefs: Mapping[str, str]) -> Table:
    """What somebody costs a month in each of some steps, by their names: all in all, and the bill, drawn; `briefs` are
    shorter names."""
    columns = (
        Column("step", "step", briefs=briefs),
        Column("monthly", "all in all", right=True),
        Column("bill", "bill, USD", right=True),
        Column("bar", "", least=6),
    )
    bills = on_the_point([amount_text(cost.bill) for _, cost in costs])
    of_all = on_the_point([amount_text(cost.monthly) for _, cost in costs])
    most = max((cost.bill or 0.0 for _, cost in costs), default=0.0) or 1.0
    rows = []
    for (name, cost), *told in zip(costs, of_all, bills, strict=True):
        drawn = partial(_bill_drawn, (cost.bill or 0.0) / most)
        rows.append(Row(name, (Cell(name), *map(Cell, told), Cell("")), drawn=drawn))
    return Table(columns, tuple(rows))


def _bill_drawn(share: float, room: int) -> list[Cell]:
    return [Cell(bar(share, room), "head")]


PRICES_OF = {
    "input": ("input_price", "request_price"),
    "output": ("output_price",),
    "reasoning": ("reasoning_price", "output_price"),
    "caching_savings": ("cache_read_price", "cache_write_price"),
    "batch_savings": ("batch_discount",),
}
"""The prices in force that a part is paid by."""


def paid_for(analysis: Analysis, result: CandidateResult, key: str) -> Iterator[str]:
    """What a part is paid by in each step that has any of it: how much of what, and the price of one."""
    several = len(analysis.scenario.steps) > 1
    for step in result.steps.values():
        serving, where = step.serving, f"“{step.serving.step.name}”: " if several else ""
        if key == "media":
            for unit in units(serving.step, serving.use, serving.figures):
                each = said(unit.each, exact_usd, "an unknown price")
                # What is paid by the tokens that it is turned into has no unit of its own.
                sold = REQUEST_UNITS.get(unit.metric)
                what = sold.each if sold else "each"
                yield f"  {where}{plain(unit.amount)} a request, at {each} {what}."
        elif key in PRICES_OF and getattr(step.cost.parts, key) != 0:
            told = list(dict.fromkeys(_price_told(result, metric) for metric in PRICES_OF[key]))
            share = f"{percent(serving.use.batch_share)} can wait; " if key == "batch_savings" else ""
            if known := [one for one in told if one]:
                yield f"  {where}{share}{listed(known)}."


def _price_told(result: CandidateResult, metric: str) -> str:
    """The prices in force of one kind, with what they are of; empty where there is none."""
    rows, row = result.in_force(metric), metric_row(metric)
    if not rows:
        return ""
    if row.discount:
        return f"{row.title} {listed(dict.fromkeys(percent(one.value) for one in rows))}"
    prices = " / ".join(dict.fromkeys(exact_usd(one.value) for one in rows))
    return f"{row.title} {prices} {row.unit.removeprefix('USD ')}"


def lacking_told(analysis: Analysis, result: CandidateResult, key: str) -> str:
    """Why a figure is unknown: what is missing, and where to enter it; empty where it is known."""
    if key == "per_successful_task" and result.time is None:
        return "It does not play all that a task passes, so that no task of its own succeeds."
    if key in ("successful_tasks", "requests") or (key == "replicas" and not result.candidate.self_hosted):
        return ""
    if figure(analysis, result.id, key) is not None:
        return ""
    gaps = cost_gaps(result, key)
    if not gaps:
        return "? because there is nothing to divide by: no requests a month, or no task that succeeds."
    return f"? for want of {listed(gap_told(analysis, gap) for gap in gaps)}. Enter leads there."


def gap_told(analysis: Analysis, gap: Gap) -> str:
    """`the output price`, `the thinking tokens of “Answer”`."""
    name = label_of(gap.figure)
    told = f"the {name[:1].lower()}{name[1:]}"
    if gap.step is None:
        return told
    return f"{told} of {analysis.scenario.named(gap.step)}"


def fallback_counted(analysis: Analysis) -> str:
    """`with 2 % of the requests at the fallback`; empty where nobody stands in, or for none."""
    share = analysis.scenario.fallback_share
    if not share or not any(one.fallback for one in analysis.choices.values()):
        return ""
    return f"with {percent(share)} of the requests at the fallback"
