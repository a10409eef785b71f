"""Evaluations: runs of the team's own golden dataset, and what they measured in place of assumptions."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import combinations
from typing import Annotated, NamedTuple

from pydantic import Field

from shortlist.core.document.fields import (
    Amount,
    Count,
    Date,
    Items,
    Part,
    PositiveCount,
    Share,
    Text,
    absent_if_empty,
    described,
)
from shortlist.core.document.vocabulary import Grader

Z_95 = 1.959963984540054
"""Quantile of the standard normal distribution for a two-sided 95 % interval."""

ENOUGH_EXAMPLES = 50
"""Below this a target inside the interval is not decided."""


class MetricCount(Part):
    """A rate of the run's own, such as citation_correctness."""

    name: Text = Field(description="what was counted")
    passed: Count = Field(description="how often it was so")
    total: Count = Field(description="how often it was looked at")


class Slice(Part):
    """How the run did on one kind of example."""

    kind: Text = Field(description="real_task, edge_case, adversarial, regression …")
    examples: Count = Field(description="examples of that kind")
    successes: Count = Field(description="examples of it answered rightly")


class Evaluation(Part):
    """One run of the golden dataset against a candidate, for a step."""

    candidate: str = Field(description="the candidate's id")
    step: str = Field(description="the step's id")
    ran_on: Date = Field(description="the day of the run")
    tool: str = described("what ran it", default="")
    file: str = described("where its output lies", default="")
    sha256: str = described("digest of that file", default="")
    dataset_sha256: str = described("digest of the dataset: equal digests, the same examples", default="")
    prompt_version: str = described("which prompt was used", default="")
    graded_by: Annotated[Grader | None, absent_if_empty()] = described("who said what was right")
    examples: PositiveCount = Field(description="examples run")
    successes: Count = Field(description="examples answered rightly")
    errors: Count | None = described("calls that failed, not wrong answers")
    invalid_outputs: Count | None = described("answers that did not fit the contract")
    escalations: Count | None = described("answers handed to a person")
    critical_failures: Count | None = described("wrong in a way that no rate excuses")
    latency_p50_s: Amount | None = described("end to end, retrieval and tools included, median", "s")
    latency_p95_s: Amount | None = described("end to end, 95th percentile", "s")
    latency_p99_s: Amount | None = described("end to end, 99th percentile", "s")
    ttft_p50_s: Amount | None = described("first answer token, median", "s")
    cost_usd: Amount | None = described("what the run cost", "USD")
    output_tokens: Amount | None = described("mean tokens of an answer, thinking left out", "tokens")
    reasoning_tokens: Amount | None = described("mean thinking tokens of an example", "tokens")
    consistency: Share | None = described("share of rephrased pairs answered alike", "share")
    judge_checked: Count | None = described("answers graded by the judge that a person graded too")
    judge_agreed: Count | None = described("how many of those were graded alike")
    metrics: Items[MetricCount] = described("rates of its own", default=())
    slices: Items[Slice] = described("by kind of example", default=())

    @property
    def outcomes(self) -> dict[str, int]:
        """What became of the examples."""
        return example_outcomes(self.examples, self.successes, self.invalid_outputs, self.escalations, self.errors)

    @property
    def answered(self) -> int:
        """Examples whose call did not fail."""
        return self.examples - (self.errors or 0)

    @property
    def delivered(self) -> int:
        """Answers that were valid."""
        return self.examples - (self.errors or 0) - (self.invalid_outputs or 0)

    @property
    def trials(self) -> int:
        """Valid answers that were not handed to a person."""
        return self.delivered - (self.escalations or 0)


def example_outcomes(
    examples: int, right: int, invalid: int | None, person: int | None, failed: int | None
) -> dict[str, int]:
    """What became of the examples of a run: right, wrong, invalid or cut, handed to a person, failed; who does not say
    had none."""
    other = {"invalid": invalid or 0, "person": person or 0, "failed": failed or 0}
    return {"right": right, "wrong": max(0, examples - right - sum(other.values())), **other}


class Measured(NamedTuple):
    """What the evaluation in force says of a candidate in a step; None where it does not say."""

    examples: int
    trials: int
    """Answers that a rate of errors can be counted in; with none, nothing is known of it."""
    critical_failures: int
    failure_rate: float | None
    escalation_rate: float | None
    error_rate: float | None
    error_low: float | None
    error_high: float | None
    consistency: float | None
    output_tokens: float | None
    reasoning_tokens: float | None
    ttft_s: float | None
    typical_s: float | None
    total_s: float | None
    p99_s: float | None


def success_rate(run: Evaluation) -> tuple[float, float, float] | None:
    """The success rate of an evaluation with its 95 % interval; None where every call failed."""
    bounds = wilson(run.successes, run.answered)
    if bounds is None:
        return None
    return run.successes / run.answered, *bounds


def wilson(count: float, of: float) -> tuple[float, float] | None:
    """The 95 % Wilson score interval of a share, or None where nothing was counted.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), pp. 209-212.
    """
    if of <= 0:
        return None
    share, z2 = count / of, Z_95 * Z_95
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, centre - half), min(1.0, centre + half)


class RateDifference(NamedTuple):
    """How two candidates did on the same examples: the difference of their success rates and its 95 % interval."""

    step: str
    first: str
    second: str
    difference: float
    low: float
    high: float

    @property
    def better(self) -> str | None:
        """The candidate that did better; None where the difference lies inside the noise."""
        if self.low > 0:
            return self.first
        if self.high < 0:
            return self.second
        return None


def rate_difference(first: Evaluation, second: Evaluation) -> RateDifference | None:
    """Compare two runs; None where a run has no answers.

    The interval is the hybrid score interval for two independent shares (R. G. Newcombe, Statistics in Medicine 17
    (1998), pp. 873-890, method 10). A run keeps counts, not single answers, so what the answers of the two have in
    common cannot be used: the interval is on the wide side.
    """
    bounds, other_bounds = (wilson(run.successes, run.answered) for run in (first, second))
    if bounds is None or other_bounds is None:
        return None
    one, other = first.successes / first.answered, second.successes / second.answered
    (low, high), (other_low, other_high) = bounds, other_bounds
    return RateDifference(
        first.step,
        first.candidate,
        second.candidate,
        one - other,
        one - other - math.hypot(one - low, other_high - other),
        one - other + math.hypot(high - one, other - other_low),
    )


def same_examples(runs: Iterable[Evaluation]) -> list[RateDifference]:
    """Every pair of runs of one step on the same dataset, compared; runs without a dataset digest are left out."""
    pairs = combinations((run for run in runs if run.dataset_sha256), 2)
    told = (
        rate_difference(one, other)
        for one, other in pairs
        if (one.step, one.dataset_sha256) == (other.step, other.dataset_sha256)
    )
    return [row for row in told if row is not None]


def evaluations_in_force(evaluations: tuple[Evaluation, ...]) -> dict[tuple[str, str], Evaluation]:
    """The evaluation in force for each candidate and step: the newest, then the last in the file."""
    chosen: dict[tuple[str, str], Evaluation] = {}
    for run in evaluations:
        key = (run.candidate, run.step)
        if key not in chosen or run.ran_on >= chosen[key].ran_on:
            chosen[key] = run
    return chosen


def measured_rates(run: Evaluation) -> Measured:
    """The rates and times that a run measured, in place of the assumptions."""
    failures = escalations = errors = None
    if run.errors is not None or run.invalid_outputs is not None:
        failures = ((run.errors or 0) + (run.invalid_outputs or 0)) / run.examples
    if run.escalations is not None and run.delivered > 0:
        escalations = run.escalations / run.delivered
    if run.trials > 0:
        errors = min(1.0, max(0.0, 1 - run.successes / run.trials))
    low, high = wilson(run.trials - run.successes, run.trials) or (None, None)
    return Measured(
        examples=run.examples,
        trials=run.trials,
        critical_failures=run.critical_failures or 0,
        failure_rate=failures,
        escalation_rate=escalations,
        error_rate=errors,
        error_low=low,
        error_high=high,
        consistency=run.consistency,
        output_tokens=run.output_tokens,
        reasoning_tokens=run.reasoning_tokens,
        ttft_s=run.ttft_p50_s,
        typical_s=run.latency_p50_s,
        total_s=run.latency_p95_s,
        p99_s=run.latency_p99_s,
    )
