"""Whether a price moved beyond a percentage since a record was accepted: recorded ones, listed ones, machines.

Prices that the assignment pays nothing by are left out, and so are those of a contract until it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shortlist.core.basics.tolerance import above
from shortlist.core.basics.words import money_then_now
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.offering import Offering
from shortlist.core.review.evidence_then_now import Review
from shortlist.core.service.figures import Figures


class Move(NamedTuple):
    """A price then and now, USD; `told` says of whom and from where."""

    told: str
    then: float
    now: float

    def beyond(self, limit: float) -> bool:
        """Whether it moved by more than `limit` per cent, up or down; from 0 every price is beyond."""
        if self.then == 0 or self.now == 0:
            return self.then != self.now
        # By the ratio: prices may be smaller than what two numbers may differ by.
        return above(abs(self.now / self.then - 1), limit / 100)

    @property
    def sentence(self) -> str:
        """Old and new figure, with the change in per cent."""
        return f"{self.told}: {money_then_now(self.then, self.now)}"


def moves(review: Review, candidate: Candidate) -> Iterator[Move]:
    """Every price of a chosen candidate that can be compared: with the workspace as it is, and with the catalogue."""
    own = review.current(candidate)
    if candidate.self_hosted:
        before, after = candidate.hosting, own.hosting if own else None
        if before and after and before.gpu_hour_usd is not None and after.gpu_hour_usd is not None:
            yield Move(f"{candidate.name}, hour of a GPU", before.gpu_hour_usd, after.gpu_hour_usd)
        return
    then, offering = review.then(candidate), review.offering_now(candidate)
    now = None if own is None else Figures(own, review.today)
    for metric, size in review.paid(candidate):
        figure = then.observation(metric, size)
        if figure is not None and figure.basis == "contract" and (figure.valid_until or review.today) >= review.today:
            continue
        price = then.value(metric, size)
        recorded = now.value(metric, size) if now is not None else None
        if price is not None and recorded is not None and recorded != price:
            yield Move(f"{candidate.name}, {metric.replace('_', ' ')} as recorded", price, recorded)
        elif offering is not None:
            yield from _listed(review, candidate, then, offering, (metric, size))


def _listed(
    review: Review, candidate: Candidate, then: Figures, offering: Offering, at: tuple[str, float]
) -> Iterator[Move]:
    """The list price: against the catalogue of the day, else against the figure decided on unless that was agreed."""
    metric, size = at
    listed = offering.value(metric, int(size))
    kept = review.offering_then(candidate)
    before = None if kept is None else kept.value(metric, int(size))
    figure = then.observation(metric, size)
    if before is None and figure is not None and figure.basis != "measured":
        before = figure.value
    if before is not None and listed is not None:
        yield Move(f"{candidate.name}, {metric.replace('_', ' ')} in the catalogue", before, listed)


def unpriced(review: Review, candidate: Candidate) -> str | None:
    """Why a candidate's prices cannot be compared with today's; None where they can."""
    if candidate.self_hosted:
        return None
    offering = review.offering_now(candidate)
    if offering is None:
        return review.unmatched(candidate)
    if not offering.priced:
        return f"{candidate.name}: the catalogue has no price of it"
    then = review.then(candidate)
    missing = next((metric for metric, size in review.paid(candidate) if then.observation(metric, size) is None), None)
    if missing is not None and review.offering_then(candidate) is None:
        return f"{candidate.name}: no {missing.replace('_', ' ')} was known when the record was accepted"
    return None
