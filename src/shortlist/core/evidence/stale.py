"""Whether a run still speaks of what is decided: its examples, its prompt and the prices may have changed since."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.scenario import Step
from shortlist.core.evidence.rows import ExampleRow, dataset_digest

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
