"""Which assumption moves the cost per successful task most: each usage figure at 80 % and at 120 %."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.comparison.assignment import ServingOf, decision_cost
from shortlist.core.document.choice import choices
from shortlist.core.document.evaluation import Measured
from shortlist.core.document.workspace import Workspace
from shortlist.core.service.cost import step_cost
from shortlist.core.service.serving import Serving
from shortlist.core.service.usage import USAGE_FIELDS, USAGE_UNITS

SWING = 0.2
TRAFFIC = "requests_per_month"


class Swing(NamedTuple):
    """USD per successful task of the decision with one assumption at 80 % (low) and at 120 % (high)."""

    step: str
    assumption: str
    low: Unknown
    high: Unknown

    @property
    def size(self) -> float:
        """How far apart the two are; below 0 where either is unknown, so that it sorts last."""
        return -1.0 if self.low is None or self.high is None else abs(self.high - self.low)


def sensitivity(workspace: Workspace, serving_of: ServingOf) -> list[Swing]:
    """Every assumption of the default that is not 0 and that no evaluation measured, the most telling first."""
    chosen = choices(workspace)
    defaults = {step: choice.default for step, choice in chosen.items()}
    if any(candidate is None for candidate in defaults.values()):
        return []
    rows = [
        Swing(
            step,
            name,
            *(_cost_at(workspace, serving_of, step, candidate, name, factor) for factor in _FACTORS),
        )
        for step, candidate in defaults.items()
        if candidate is not None
        for name in _assumed(serving_of(candidate, step))
    ]
    # Rounding must not decide between figures that enter the cost only as a product.
    return sorted(rows, key=lambda row: -round(row.size, 12))


_FACTORS = (1 - SWING, 1 + SWING)


def _assumed(serving: Serving) -> Iterator[str]:
    measured = _measured_fields(serving.measured)
    return (name for name in USAGE_FIELDS if name not in measured and getattr(serving.use, name))


def _measured_fields(facts: Measured | None) -> frozenset[str]:
    if facts is None:
        return frozenset()
    rates: Mapping[str, float | None] = {
        "failure_rate": facts.failure_rate,
        "escalation_rate": facts.escalation_rate,
        "error_rate": facts.error_rate,
    }
    return frozenset(name for name, rate in rates.items() if rate is not None)


def _cost_at(
    workspace: Workspace, serving_of: ServingOf, step: str, candidate: str, name: str, factor: float
) -> Unknown:
    """The decision's cost per successful task with one figure multiplied.

    The traffic is the same for everybody who serves the step; every other figure is changed for the default alone.
    """

    def varied(who: str, where: str) -> Serving:
        serving = serving_of(who, where)
        if where != step or (who != candidate and name != TRAFFIC):
            return serving
        value = getattr(serving.use, name) * factor
        use = serving.use._replace(**{name: min(1.0, value) if USAGE_UNITS[name] == "share" else value})
        return serving._replace(use=use, cost=step_cost(serving.figures, use))

    return decision_cost(workspace, varied).per_successful_task
