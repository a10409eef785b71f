"""The runs in force with what may be concluded from each: rates with their intervals, times, the judge, their age.

And whether a run still speaks of what is decided: its examples, its prompt and the prices may have changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.scenario import Step
from shortlist.core.document.workspace import Workspace
from shortlist.core.evidence.calibration import (
    JUDGE_METRIC,
    Calibration,
    Judging,
    Trust,
    calibrations,
    corrected,
    trust,
)
from shortlist.core.evidence.files import EvidenceFiles, RunRows
from shortlist.core.evidence.rates import CostPerSuccess, Rate, Rates, Waiting, rate, rates_of_totals, waiting
from shortlist.core.evidence.rows import ExampleRow, dataset_digest


class JudgeTrust(NamedTuple):
    """How far a run's judge was held against a person."""

    trust: Trust
    checked: int
    agreement: Rate | None


class RunInForce(NamedTuple):
    """The evaluation in force of a candidate in a step."""

    place: int
    """Where it stands in the workspace."""
    run: Evaluation
    kept: RunRows | None
    """Its rows; None where it has none beside the workspace, or nobody looked."""
    golden: frozenset[str]
    """The digests of the examples that its step's golden dataset holds now."""
    stale: tuple[str, ...]
    """Why it may speak of something else by now, in clauses."""
    calibration: Calibration | None = None
    """Its judge held against a person, where the checks are kept beside the workspace."""

    @property
    def rows(self) -> tuple[ExampleRow, ...]:
        """Its rows; none where they are not there, or cannot be relied on."""
        return (self.kept and self.kept.rows) or ()

    @property
    def has_rows(self) -> bool:
        """Whether its rows are there and can be relied on."""
        return bool(self.rows)

    @property
    def rates(self) -> Rates:
        """Its rates: by its rows, else by its totals."""
        if self.kept is not None and self.kept.rows:
            return self.kept.rates
        return rates_of_totals(self.run)

    @property
    def by_kind(self) -> dict[str, Rate]:
        """By kind of example, how many answers are right."""
        if self.kept is not None and self.kept.rows:
            return self.kept.by_kind
        told = {one.kind: rate(one.successes, one.examples) for one in self.run.slices}
        return {kind: one for kind, one in told.items() if one is not None}

    @property
    def by_metric(self) -> dict[str, Rate]:
        """By name, how often each rate of the run's own was so."""
        if self.kept is not None and self.kept.rows:
            return self.kept.by_metric
        told = {one.name: rate(one.passed, one.total) for one in self.run.metrics}
        return {name: one for name, one in told.items() if one is not None}

    @property
    def coverage(self) -> tuple[int, int] | None:
        """How many examples of the golden dataset it ran, of how many; None where that cannot be told."""
        common = len(self.golden & {row.digest for row in self.rows})
        return (common, len(self.golden)) if common else None

    @property
    def waiting(self) -> Waiting:
        """How long its answers took."""
        return waiting(self.run, self.kept.rows if self.kept is not None else None)

    @property
    def cost_per_success(self) -> CostPerSuccess | None:
        """What it cost for each success; without rows there is no interval."""
        if self.kept is not None and self.kept.rows:
            return self.kept.cost_per_success
        return self.cost_of_totals

    @property
    def cost_of_totals(self) -> CostPerSuccess | None:
        """The same without an interval, from the totals alone: the draws for one take a while."""
        if self.run.cost_usd is None or not self.run.successes:
            return None
        return CostPerSuccess(self.run.cost_usd / self.run.successes, None, None)

    @property
    def judge(self) -> JudgeTrust | None:
        """How far its judge was held against a person; None where none graded."""
        if self.run.graded_by != "judge":
            return None
        if self.calibration is not None:
            return JudgeTrust(self.calibration.trust, self.calibration.number, self.calibration.agreement)
        checked = self.run.judge_checked or 0
        return JudgeTrust(trust(checked), checked, rate(min(self.run.judge_agreed or 0, checked), checked))

    @property
    def corrected(self) -> float | None:
        """The success rate corrected for how its judge errs; None where that is not known.

        What a person said in the judge's place is corrected already: of those answers the judge's own verdict counts.
        """
        success = self.rates.success
        if self.calibration is None or success is None or self.calibration.trust == "not_calibrated":
            return None
        turned = 0
        for row in self.rows:
            if row.graded_by == "person" and JUDGE_METRIC in row.metrics:
                turned += row.metrics[JUDGE_METRIC] - (row.verdict == "ok")
        return corrected((success.hits + turned) / success.of, self.calibration)


def judging_of(workspace: Workspace, step: str, tool: str, rubrics: Mapping[str, str]) -> Judging:
    """By which judge runs of a step are graded: the step's, by its model and its rubrics; without one by the tool."""
    model = tool
    if step in workspace.scenario.by_id:
        judge = workspace.candidate(workspace.scenario.by_id[step].setup.judge)
        if judge is not None:
            model = judge.model or judge.id
    return Judging(step, model, rubrics.get(step, ""))


def runs_in_force(
    workspace: Workspace, evaluations: Mapping[tuple[str, str], Evaluation], evidence: EvidenceFiles | None
) -> list[RunInForce]:
    """Every evaluation in force, in the order of the steps, then of the candidates."""
    beside = evidence or EvidenceFiles()
    candidates = {one.id: (order, one) for order, one in enumerate(workspace.candidates)}
    steps = {step.id: (order, step) for order, step in enumerate(workspace.scenario.steps)}
    calibrated = calibrations(beside.checks)
    found = []
    for place, run in enumerate(workspace.evaluations):
        if evaluations.get((run.candidate, run.step)) is not run:
            continue
        kept, golden = beside.of(run), beside.golden.get(run.step, frozenset())
        rows = kept.rows if kept is not None else None
        stale = stale_reasons(run, candidates[run.candidate][1], steps[run.step][1], golden, rows)
        judging = judging_of(workspace, run.step, run.tool, beside.rubrics)
        judged = calibrated.get(judging) if run.graded_by == "judge" else None
        found.append(RunInForce(place, run, kept, golden, tuple(stale), judged))
    return sorted(found, key=lambda one: (steps[one.run.step][0], candidates[one.run.candidate][0]))


OLD_DAYS = 90
"""A run older than its candidate's newest price by so much was made of what may be another model by now."""
OWN_TOOL = "shortlist"
"""What runs the golden dataset itself, and knows an example by the digest that the dataset gives."""

IN_PART = "its golden dataset has changed since, or it counts a part of it alone"
"""Examples were added since, or not asked, or their answers wait for a verdict; what it holds still stands."""


def stale_reasons(
    run: Evaluation, candidate: Candidate, step: Step, golden: Collection[str], rows: Sequence[ExampleRow] | None
) -> list[str]:
    """Why a run may speak of something else by now, in clauses; it weighs as before.

    `golden` are the digests of the examples that the step's golden dataset holds now. Other tools may know an example
    by another digest: what they ran is held against the dataset only where the two have an example in common.
    """
    told = []
    if golden and run.dataset_sha256 and run.dataset_sha256 != dataset_digest(golden):
        ran = {row.digest for row in rows or ()}
        if ran and ran <= set(golden):
            told.append(IN_PART)
        elif run.tool == OWN_TOOL or not ran.isdisjoint(golden):
            told.append("its golden dataset has changed since")
    version = step.setup.prompt_version
    if version and run.prompt_version and run.prompt_version != version:
        told.append(f"it was made with the prompt {run.prompt_version}, and the step has {version}")
    prices = [figure.as_of for figure in candidate.observations if figure.metric in PRICE_METRICS]
    if prices and (max(prices) - run.ran_on).days > OLD_DAYS:
        days = (max(prices) - run.ran_on).days
        told.append(f"it is {days} days older than the newest price of its candidate")
    return told
