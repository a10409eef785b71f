"""How far a model that judges answers can be trusted: its verdicts against those of a person who did not see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from pydantic import Field

from shortlist.core.document.fields import Date, Name, Part, PositiveCount, described
from shortlist.core.evidence.rates import Rate, rate

FEW_CHECKS, SURE_CHECKS = 20, 50
"""Verdicts that a person must have checked for a judge to count as calibrated, and to be sure of it."""

JUDGE_METRIC = "judge"
"""Under what name a row keeps what a judge said of it."""

Trust = Literal["not_calibrated", "calibrated", "sure"]


class Judging(NamedTuple):
    """What a calibration is bound to: another model, or another rubric, is another judge."""

    step: str
    model: str
    rubric_sha256: str


class BlindVerdicts(NamedTuple):
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


class JudgeCheck(Part):
    """A verdict of a judge that a person gave as well, without having seen it: a line of the file of them."""

    step: Name = Field(description="the step's id")
    model: str = described("the judge's model", default="")
    rubric_sha256: str = described("digest of the rubric that it judged by", default="")
    candidate: Name = Field(description="the candidate that was judged")
    digest: Name = Field(description="digest of the example's input")
    repeat: PositiveCount = described("which repeat of the example it is", default=1)
    judge_right: bool = Field(description="whether the judge found it right")
    person_right: bool = Field(description="whether the person found it right")
    by: str = described("who checked", default="")
    checked_on: Date = Field(description="the day of the check")

    @property
    def judging(self) -> Judging:
        return Judging(self.step, self.model, self.rubric_sha256)

    @property
    def answer(self) -> tuple[Judging, str, str, int]:
        """Which answer was checked; checked again, the last check counts."""
        return self.judging, self.candidate, self.digest, self.repeat


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
    if number >= SURE_CHECKS:
        return "sure"
    return "calibrated" if number >= FEW_CHECKS else "not_calibrated"


def calibration(judging: Judging, checked: BlindVerdicts) -> Calibration:
    """What the verdicts of a judge are worth that a person checked.

    Source of kappa: J. Cohen, Educational and Psychological Measurement 20 (1960), pp. 37-46.
    """
    both, judge, person, neither = checked
    number = checked.number
    kappa = None
    if number:
        observed = (both + neither) / number
        expected = ((both + judge) * (both + person) + (neither + person) * (neither + judge)) / (number * number)
        if expected < 1:
            kappa = (observed - expected) / (1 - expected)
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
    if apart > 0:
        return min(1.0, max(0.0, (share - found.false_positive.share) / apart))
    return None


def calibrations(checks: Iterable[JudgeCheck]) -> dict[Judging, Calibration]:
    """What every judge is worth by the verdicts of it that a person checked."""
    last = {check.answer: check for check in checks}
    counts: dict[Judging, Counter[tuple[bool, bool]]] = {}
    for check in last.values():
        counts.setdefault(check.judging, Counter())[check.judge_right, check.person_right] += 1
    pairs = ((True, True), (True, False), (False, True), (False, False))
    return {
        judging: calibration(judging, BlindVerdicts(*(found[pair] for pair in pairs)))
        for judging, found in counts.items()
    }
