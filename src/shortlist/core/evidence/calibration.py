"""How far a model that judges answers can be trusted: its verdicts against those of a person who did not see them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from shortlist.core.evidence.rates import Rate, rate

FEW_CHECKS, SURE_CHECKS = 20, 50
"""Verdicts that a person must have checked for a judge to count as calibrated, and to be sure of it."""

Trust = Literal["not_calibrated", "calibrated", "sure"]


class Judging(NamedTuple):
    """What a calibration is bound to: another model, or another rubric, is another judge."""

    step: str
    model: str
    rubric_sha256: str


class Checked(NamedTuple):
    """Verdicts of a judge that a person gave as well, blind."""

    both_right: int
    judge_only: int
    """The judge said right, the person wrong."""
    person_only: int
    both_wrong: int

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(self)


class Calibration(NamedTuple):
    """A judge held against a person."""

    judging: Judging
    trust: Trust
    number: int
    agreement: Rate | None
    kappa: float | None
    """Cohen's kappa: agreement beyond chance; None where one verdict alone was ever given."""
    true_positive: Rate | None
    """Of what a person finds right, what the judge finds right."""
    false_positive: Rate | None
    """Of what a person finds wrong, what the judge finds right."""


def trust(number: int) -> Trust:
    """What so many checked verdicts are worth."""
    return "sure" if number >= SURE_CHECKS else "calibrated" if number >= FEW_CHECKS else "not_calibrated"


def calibration(judging: Judging, checked: Checked) -> Calibration:
    """What the verdicts of a judge are worth that a person checked.

    Source of kappa: J. Cohen, Educational and Psychological Measurement 20 (1960), pp. 37-46.
    """
    both, judge, person, neither = checked
    number = checked.number
    kappa = None
    if number:
        observed = (both + neither) / number
        expected = ((both + judge) * (both + person) + (neither + person) * (neither + judge)) / (number * number)
        kappa = (observed - expected) / (1 - expected) if expected < 1 else None
    return Calibration(
        judging,
        trust(number),
        number,
        rate(both + neither, number),
        kappa,
        rate(both, both + person),
        rate(judge, judge + neither),
    )


def corrected(share: float, found: Calibration) -> float | None:
    """A success rate by a judge, corrected for how it errs; None where it tells right from wrong no better than chance.

    Source: W. J. Rogan, B. Gladen, American Journal of Epidemiology 107 (1978), pp. 71-76.
    """
    if found.true_positive is None or found.false_positive is None:
        return None
    apart = found.true_positive.share - found.false_positive.share
    return min(1.0, max(0.0, (share - found.false_positive.share) / apart)) if apart > 0 else None
