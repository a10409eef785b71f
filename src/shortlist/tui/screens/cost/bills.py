"""What every candidate would be paid, as rows of parts on one scale: what stands in the picture above the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.basics.tolerance import significant
from shortlist.core.basics.unknown import Unknown, minus, total
from shortlist.core.basics.words import listed, percent
from shortlist.core.comparison.cost_gaps import cost_gaps, without_traffic
from shortlist.core.service.cost import Parts
from shortlist.tui.draw.figures import amount_text
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.cost.parts import PER, changed, fallback_counted, figure, gap_told

DECIDED = ""
"""The key of the row of the decision; no candidate has an empty id."""
FAR_BELOW = 10
"""A budget of more than that many times the largest bar stands beside the scale, which would show nothing else."""


class Kind(NamedTuple):
    """A part of a bar: its name, what it is drawn with and in which tone."""

    name: str
    sign: str
    tone: Tone
    of: tuple[str, ...]
    """The parts of the cost that it holds."""
    less: tuple[str, ...] = ()
    """Those that are taken off."""
    billed: bool = True


KINDS = (
    Kind(
        "tokens",
        "█",
        "head",
        ("input", "output", "reasoning", "tool_loop"),
        ("caching_savings", "batch_savings"),
    ),
    Kind("media", "▓", "accent", ("media",)),
    Kind("retries", "▒", "warn", ("retry",)),
    Kind("machines", "▞", "good", ("fixed",)),
    Kind("engineers", "╎", "plain", ("upkeep",), billed=False),
    Kind("people", "░", "dim", ("human_escalation",), billed=False),
    Kind("errors", "╱", "bad", ("undetected_error",), billed=False),
)
"""In the order of a bar: first what the budget is compared with, then what comes on top."""
ASSUMED = ("people", "errors")
"""What rests on rates that nobody has measured before a run did."""


NOTHING = Cell("")


class Bill(NamedTuple):
    """A row of the picture."""

    key: str
    name: str
    bill: Unknown
    """What the budget is compared with, in USD."""
    amounts: tuple[tuple[Kind, float], ...]
    """What is drawn, in USD."""
    lacks: Callable[[], str] = str
    """Why the bill is unknown."""
    change: Cell = NOTHING
    """What it became more or less since it was saved, while something is edited."""
    rest: str = ""
    """What follows the name where the bars keep their room."""


class Bills(NamedTuple):
    """The picture: rows on one scale."""

    rows: tuple[Bill, ...]
    scale: float
    """What the whole width stands for, in USD."""
    budget: float | None
    aside: str
    """What is the same for all and therefore not drawn, in a sentence; empty where nothing is."""
    kinds: tuple[Kind, ...]
    """The kinds that are drawn anywhere."""

    @property
    def tick(self) -> float | None:
        """Where on the scale the budget stands; None where it is beside it, or there is none."""
        if self.budget is None or self.budget > self.scale:
            return None
        return self.budget


def bills(
    analysis: Analysis,
    ids: Sequence[str],
    thousand: bool = False,
    base: Analysis | None = None,
) -> Bills:
    """The picture of a month, the decision first, or of a thousand tasks, where no budget is comparable; rows in the
    order of `ids`. `base` is what changes are told against. Nobody is judged for it."""
    parts = analysis.per_thousand_tasks if thousand else {id_: cost.parts for id_, cost in analysis.costs.items()}
    same = _same_for_all([parts[id_] for id_ in ids])
    names = analysis.workspace.names
    rows = [_row(id_, names[id_], parts[id_], same, partial(_lacks, analysis, id_)) for id_ in ids]
    if not thousand and any(one.default is not None for one in analysis.choices.values()):
        row = _row(DECIDED, "as decided", analysis.decision.parts, same, lambda: "a figure of somebody chosen")
        if fallback_counted(analysis):
            row = row._replace(rest=f", {percent(analysis.scenario.fallback_share)} by the fallback")
        rows.insert(0, row)
    if base is not None:
        was = {id_: figure(base, id_, "bill", thousand) for id_ in ids} | {DECIDED: base.decision.bill}
        rows = [row._replace(change=changed("bill", row.bill, was[row.key])) for row in rows]
    longest = max((sum(size for _, size in row.amounts) for row in rows), default=0.0)
    budget = None if thousand else analysis.scenario.monthly_budget_usd
    scale = longest
    if budget is not None and budget <= FAR_BELOW * longest:
        scale = max(longest, budget)
    drawn = {kind for row in rows for kind, size in row.amounts if size}
    kinds = tuple(kind for kind in KINDS if kind in drawn)
    return Bills(tuple(rows), scale, budget, _aside(analysis, same, thousand), kinds)


def amount_of(parts: Parts, kind: Kind) -> Unknown:
    """What a kind comes to, in USD."""
    return minus(
        total(*(getattr(parts, name) for name in kind.of)), total(*(getattr(parts, name) for name in kind.less))
    )


def _same_for_all(parts: Sequence[Parts]) -> dict[str, float]:
    """The amounts of people and errors that all have alike, by kind; they rest on one assumption."""
    found: dict[str, float] = {}
    for kind in (kind for kind in KINDS if kind.name in ASSUMED):
        amounts = [amount_of(one, kind) for one in parts]
        first = amounts[0] if amounts else None
        if first and all(one is not None and significant(one) == significant(first) for one in amounts):
            found[kind.name] = first
    return found


def _row(key: str, name: str, parts: Parts, aside: Iterable[str], lacks: Callable[[], str]) -> Bill:
    if parts.bill is None:
        return Bill(key, name, None, (), lacks)
    amounts = ((kind, amount_of(parts, kind) or 0.0) for kind in KINDS if kind.name not in aside)
    # The price of thinking can be so low that caching takes off more than all of it: nothing is drawn for that.
    return Bill(key, name, parts.bill, tuple((kind, max(0.0, size)) for kind, size in amounts))


def _lacks(analysis: Analysis, id_: str) -> str:
    gaps = cost_gaps(analysis.by_id[id_], "bill")
    return listed(gap_told(analysis, gap) for gap in gaps)


def _aside(analysis: Analysis, same: dict[str, float], thousand: bool) -> str:
    """`people and errors 6,161 a month: the same assumption for all; measure it`."""
    if not same or without_traffic(analysis.workspace):
        return ""
    whose = "the same assumption for all" if len(analysis.costs) > 1 else "an assumption"
    amount = amount_text(sum(same.values()))
    return f"{listed(same)} {amount} {PER[thousand]}: {whose}; measure it ({keyed('{tab.evidence}')} Evidence)"
