"""What a request holds besides tokens, each charged by a price of its own, whose row says all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shortlist.core.basics.words import agreeing, plain
from shortlist.core.document.metrics import METRICS, RequestUnit
from shortlist.core.document.scenario import UsageFigures

_ORDER = tuple(UsageFigures.model_fields)
_SOLD = [(row.id, row.unit_sold) for row in METRICS.values() if row.unit_sold]
REQUEST_UNITS: Mapping[str, RequestUnit] = dict(sorted(_SOLD, key=lambda row: _ORDER.index(row[1].usage)))
"""By the price that each is charged by, in the order of the document."""


def units_held(usage: UsageFigures) -> Iterator[tuple[RequestUnit, float]]:
    """What a request holds by the usage of a step, each with its amount; what is absent or 0 is left out."""
    for unit in REQUEST_UNITS.values():
        amount: float | None = getattr(usage, unit.usage)
        if amount:
            yield unit, amount


def beside_tokens(usage: UsageFigures) -> Iterator[tuple[str, str]]:
    """What a request holds beside its tokens, rounds of tools among it, in words and in fewer."""
    for unit, amount in units_held(usage):
        yield unit.counted(amount, plain(amount)), f"{plain(amount)} {unit.brief}"
    if usage.tool_loops:
        loops = plain(usage.tool_loops)
        yield f"{loops} {agreeing(usage.tool_loops, 'round', 'rounds')} of tools", f"{loops} rounds"
